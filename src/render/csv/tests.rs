use super::*;
use crate::render::clean::NASTY;
use crate::render::fixture::{answered, report};

fn read(bytes: &[u8], separator: u8) -> Vec<Vec<String>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader =
        ::csv::ReaderBuilder::new().delimiter(separator).has_headers(false).from_reader(bytes);
    reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn no_cell_is_a_formula_and_no_text_makes_a_row() {
    for nasty in NASTY.iter().chain(&["@x", "\t=1", "＝1", "a;b,c\td", "\"=1", "-1", "4.3"]) {
        for dialect in [Dialect::DutchExcel, Dialect::Rfc4180, Dialect::Tab] {
            let files = |text: &str| {
                let both = [report(text), answered(text)];
                both.map(|report| csv(&report, Lang::Nl, dialect).unwrap()).concat()
            };
            let (plain, nasty) = (files("tekst"), files(nasty));
            for ((name, plain), (_, nasty)) in plain.iter().zip(&nasty) {
                let (plain, rows) =
                    (read(plain, dialect.separator()), read(nasty, dialect.separator()));
                assert_eq!(rows.len(), plain.len(), "{name}");
                assert_eq!(rows.first(), plain.first());
                for cell in rows.iter().flatten() {
                    assert!(!clean::starts_formula(cell) || cell.starts_with('\''), "{cell:?}");
                    assert_eq!(&clean::line(cell), cell);
                }
            }
        }
    }
}

#[test]
fn the_default_is_what_a_dutch_excel_opens() {
    let mut report = report("tekst");
    for requirement in report.vendors.iter_mut().flat_map(|v| &mut v.requirements) {
        requirement.confidence = 0.96;
        requirement.evidence.iter_mut().for_each(|e| e.article = Some("4.3".into()));
    }
    let of = |dialect| {
        let all = csv(&report, Lang::Nl, dialect).unwrap();
        let findings = all.into_iter().find(|(name, _)| name == "findings.csv").unwrap().1;
        String::from_utf8(findings).unwrap()
    };
    let dutch = of(Dialect::DutchExcel);
    assert!(dutch.starts_with("\u{feff}run_id;vendor;product;requirement_id;group;profile;severity;status;reason;confidence;value;unit;norm;document;page;article;quote;remedy;catalogue_version;as_of;"));
    assert!(dutch.contains(";0,96;") && dutch.contains(";art. 4.3;") && dutch.ends_with("\r\n"));
    let plain = of(Dialect::Rfc4180);
    assert!(plain.starts_with("run_id,vendor,") && plain.contains(",0.96,"));
    assert!(plain.contains(",4.3,"));
    let tab = of(Dialect::Tab);
    assert!(tab.starts_with("run_id\tvendor\t") && tab.ends_with('\n') && !tab.contains('\r'));
}

#[test]
fn every_table_is_a_file() {
    let files = csv(&report("tekst"), Lang::En, Dialect::Tab).unwrap();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.trim_end_matches(".csv")).collect();
    assert_eq!(
        names,
        [&crate::render::TABLES[..], &["conflicts", "reviews", "applications"]].concat()
    );
    let mut bare = report("tekst");
    bare.vendors.iter_mut().for_each(|v| {
        v.conflicts.clear();
        v.reviews.clear();
    });
    (bare.register, bare.unused_reviews) = (None, Vec::new());
    assert_eq!(csv(&bare, Lang::En, Dialect::Tab).unwrap().len(), crate::render::TABLES.len());
    let files = csv(&answered("tekst"), Lang::En, Dialect::Tab).unwrap();
    let (last, bytes) = files.last().unwrap();
    assert_eq!(last, "answer.csv");
    let rows = read(bytes, b'\t');
    let parts: Vec<&str> = rows.iter().skip(1).map(|row| row[2].as_str()).collect();
    assert_eq!(parts, ["answer", "unread", "reason", "condition", "question", "manual"]);
    assert_eq!((rows[1][4].as_str(), rows[4][4].as_str()), ("no-go", "conditions"));
}
