use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::*;
use crate::render::clean::NASTY;
use crate::render::fixture::{answered, report};

type Book = Xlsx<Cursor<Vec<u8>>>;

fn open(report: &Report, lang: Lang) -> Book {
    calamine::open_workbook_from_rs(Cursor::new(xlsx(report, lang).unwrap())).unwrap()
}

/// The rows of a sheet from its head on.
fn rows(book: &mut Book, sheet: &str) -> Vec<Vec<Data>> {
    book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

/// The cells of a column below its head.
fn column(rows: &[Vec<Data>], head: &str) -> Vec<Data> {
    let is = |cell: &Data| *cell == Data::String(head.into());
    let (top, at) = rows
        .iter()
        .enumerate()
        .find_map(|(top, row)| Some((top, row.iter().position(is)?)))
        .unwrap_or_else(|| panic!("{head}"));
    rows.iter().skip(top + 1).map(|row| row[at].clone()).collect()
}

#[test]
fn a_workbook_opens_with_vendors_by_core_lines() {
    let mut book = open(&report("tekst"), Lang::Nl);
    assert_eq!(
        book.sheet_names(),
        [
            "Overzicht",
            "Bevindingen",
            "Feiten",
            "Subverwerkers",
            "Documenten",
            "Register",
            "Tegenspraak",
            "Oordelen",
            "Toepassingen"
        ]
    );
    let overview = rows(&mut book, "Overzicht");
    assert_eq!(
        column(&overview, "Licht"),
        [Data::String("rood".into()), Data::String("rood".into())]
    );
    // The fixture's core line is called by its text.
    assert_eq!(column(&overview, "tekst")[1], Data::String("niet gevonden".into()));
    assert_eq!(column(&overview, "Open: kritiek")[0], Data::Float(3.0));
    assert!(overview.iter().flatten().any(|cell| cell.to_string().starts_with("NIET OF NIET")));
}

#[test]
fn numbers_dates_and_words_are_what_they_are() {
    let mut one = report("tekst");
    one.vendors[0].requirements[0].values[0].value = 24.into();
    one.vendors[0].requirements[1].values[0].value = serde_json::json!(1.5);
    let mut book = open(&one, Lang::En);
    let findings = rows(&mut book, "Findings");
    assert_eq!(column(&findings, "Value")[..2], [Data::Float(24.0), Data::Float(1.5)]);
    assert_eq!(column(&findings, "Page")[0], Data::Float(4.0));
    assert_eq!(column(&findings, "Confidence")[0], Data::Float(0.5));
    assert_eq!(column(&findings, "Status")[0], Data::String("deviates".into()));
    assert_eq!(findings.len(), 1 + 2 * 6);
    // 1 January 2026 as Excel counts days.
    let register = rows(&mut book, "Register");
    let date = &column(&register, "As of")[0];
    assert!(matches!(date, Data::DateTime(date) if date.as_f64() == 46_023.0), "{date:?}");
}

#[test]
fn a_date_is_a_date() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(sheet, 0, 0, "as_of", &Cell::Date("2026-11-24".into())).unwrap();
    write(sheet, 1, 0, "as_of", &Cell::Date("1650-01-01".into())).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let mut book: Book = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let rows = rows(&mut book, "Sheet1");
    assert!(matches!(&rows[0][0], Data::DateTime(date) if date.as_f64() == 46_350.0), "{rows:?}");
    assert_eq!(rows[1][0], Data::String("1650-01-01".into()));
}

#[test]
fn texts_stay_texts_and_nothing_else_comes_of_them() {
    let more = ["=1+1", "http://b.example", "mailto:a@b.example", "_x0041_", "'=1", "12", "1e5"];
    for nasty in NASTY.iter().chain(&more).filter(|nasty| !clean::line(nasty).is_empty()) {
        let bytes = xlsx(&report(nasty), Lang::Nl).unwrap();
        let mut answer = open(&answered(nasty), Lang::Nl);
        let told = rows(&mut answer, "Antwoord");
        assert_eq!(column(&told, "Passage")[2], Data::String(clean::xlsx(&clean::cap(nasty, 300))));
        assert!(answer.worksheet_formula("Antwoord").unwrap().is_empty(), "{nasty:?}");
        let mut book: Book = calamine::open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
        let findings = rows(&mut book, "Bevindingen");
        assert_eq!(
            column(&findings, "Passage")[0],
            Data::String(clean::xlsx(&clean::cap(nasty, 300)))
        );
        for name in book.sheet_names() {
            assert!(book.worksheet_formula(&name).unwrap().is_empty(), "{nasty:?}");
        }
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for at in 0..archive.len() {
            let file = archive.by_index(at).unwrap();
            let name = file.name().unwrap().into_owned();
            let text = io::read_to_string(file).unwrap();
            assert!(!text.contains("<hyperlink") && !text.contains("<f>"), "{name}");
            assert!(!text.contains("TargetMode=\"External\""), "{name}");
            assert!(
                text.chars().all(|c| matches!(c, '\n' | ' ')
                    || !clean::xml(c.encode_utf8(&mut [0; 4])).is_empty())
            );
        }
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let one = report("tekst");
    assert_eq!(xlsx(&one, Lang::Nl).unwrap(), xlsx(&one, Lang::Nl).unwrap());
}

#[test]
fn every_column_and_sheet_has_a_title_in_both_languages() {
    for lang in Lang::ALL {
        let words = messages(lang);
        let tables = [report("tekst"), answered("tekst")].map(|r| table::tables(&r, words));
        for table in tables.concat() {
            let more = table::dossier::NAMES.contains(&table.name);
            let sheet = SHEETS.contains(&table.name) || more || table.name == table::answer::NAME;
            assert_eq!(words.label.contains_key(&format!("sheet_{}", table.name)), sheet);
            for column in table.columns {
                let key = format!("column_{}", column.key);
                assert!(
                    !sheet || column.width.is_none() || words.label.contains_key(&key),
                    "{key}"
                );
            }
        }
    }
}

#[test]
fn a_workbook_that_answers_opens_with_the_answer() {
    let mut book = open(&answered("tekst"), Lang::En);
    assert_eq!(
        book.sheet_names(),
        [
            "Answer",
            "Findings",
            "Facts",
            "Sub-processors",
            "Documents",
            "Register",
            "Conflicts",
            "Reviews",
            "Applications"
        ]
    );
    let answer = rows(&mut book, "Answer");
    assert_eq!(column(&answer, "Answer")[0], Data::String("no go".into()));
    assert_eq!(column(&answer, "Part")[2], Data::String("what decides".into()));
}
