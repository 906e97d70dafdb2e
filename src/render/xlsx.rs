//! The report as an Excel workbook: the matrix of vendors and core lines first, then the tables.
//!
//! In: [`Report`] alone. Out: the bytes of a file. What must stay true: numbers and dates are
//! numbers and dates; every text is a text, never a formula or a link; colours repeat a word that
//! stands in the cell; the same report gives the same bytes.

mod overview;

use std::io;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::table::{self, Cell, Table};
use super::{Messages, clean, messages, select};
use crate::lang::Lang;
use crate::report::Report;

/// The tables that are sheets, in their order behind the overview.
const SHEETS: [&str; 5] = ["findings", "facts", "subprocessors", "documents", "register"];

/// The report as a workbook.
///
/// # Errors
/// What the writer says, such as a sheet that would hold more rows than Excel has (1,048,576).
pub fn xlsx(report: &Report, lang: Lang) -> io::Result<Vec<u8>> {
    workbook(report, messages(lang)).map_err(io::Error::other)
}

fn workbook(report: &Report, words: &'static Messages) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let maker = clean::xml(&format!("{} {}", report.tool.name, report.tool.version));
    let properties = DocProperties::new()
        .set_title(select::answer::title(report, words).0)
        .set_author(maker)
        .set_creation_datetime(&made(report));
    book.set_properties(&properties);
    let tables = table::tables(report, words);
    // A report that answers before ordering opens with the answer, and compares no vendors.
    if let Some(table) = tables.iter().find(|t| t.name == table::answer::NAME) {
        sheet(book.add_worksheet(), table, words)?;
    }
    if !select::answer::answers(report) {
        overview::sheet(book.add_worksheet(), report, words)?;
    }
    for table in SHEETS
        .iter()
        .chain(&table::dossier::NAMES)
        .filter_map(|name| tables.iter().find(|t| t.name == *name))
    {
        sheet(book.add_worksheet(), table, words)?;
    }
    book.save_to_buffer()
}

/// The day on which the report was made: never the clock's, or no two files were the same.
fn made(report: &Report) -> ExcelDateTime {
    report.generated_at.get(..10).and_then(day).or_else(|| day("2000-01-01")).unwrap_or_default()
}

/// A day that Excel knows: from 1900 on.
fn day(text: &str) -> Option<ExcelDateTime> {
    let date: jiff::civil::Date = text.parse().ok()?;
    let year = u16::try_from(date.year()).ok()?;
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

/// The columns of the findings that a person reads first, in their order; the others follow.
const FIRST: [&str; 13] = [
    "vendor", "severity", "status", "title", "value", "unit", "quote", "document", "page",
    "article", "action", "question", "remedy",
];

/// One table as a sheet: head, filter, a head that stays while the rest is scrolled.
fn sheet(sheet: &mut Worksheet, table: &Table, words: &Messages) -> Result<(), XlsxError> {
    sheet.set_name(words.label(&format!("sheet_{}", table.name)))?;
    let mut shown: Vec<(usize, &str, u16)> = table
        .columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| Some((at, column.key, column.width?)))
        .collect();
    if table.name == "findings" {
        let place = |key: &str| FIRST.iter().position(|first| *first == key);
        shown.sort_by_key(|(_, key, _)| place(key).unwrap_or(FIRST.len()));
    }
    let mut heights = vec![HEAD_LINES];
    for (place, (_, key, width)) in (0u16..).zip(&shown) {
        sheet.set_column_width(place, f64::from(*width))?;
        let label = format!("column_{key}");
        sheet.write_string_with_format(0, place, clean::xlsx(words.label(&label)), &head())?;
    }
    for (line, row) in (1u32..).zip(&table.rows) {
        let mut most = 1;
        for (place, (at, key, width)) in (0u16..).zip(&shown) {
            if let Some(cell) = row.get(*at) {
                write(sheet, line, place, key, cell)?;
                most = most.max(lines(cell, *width));
            }
        }
        heights.push(most);
    }
    for (line, lines) in (0u32..).zip(&heights) {
        sheet.set_row_height(line, f64::from(*lines) * LINE)?;
    }
    let last = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let right = u16::try_from(shown.len()).unwrap_or(u16::MAX).saturating_sub(1);
    sheet.autofilter(0, 0, last, right)?;
    sheet.set_freeze_panes(1, 1)?;
    for_paper(sheet, 0)
}

/// The height of a line of text in points.
const LINE: f64 = 15.0;
/// How many lines a head has room for.
const HEAD_LINES: u16 = 2;
/// More lines than this are there and not seen until the row is drawn open, so that a table stays
/// a table.
const MOST_LINES: u16 = 6;

/// How many lines a cell takes in a column of a width. Not every program that opens a workbook
/// measures this itself.
fn lines(cell: &Cell, width: u16) -> u16 {
    let text = match cell {
        Cell::Text(text) | Cell::Code(_, text) => text,
        _ => return 1,
    };
    let characters = u16::try_from(text.chars().count()).unwrap_or(u16::MAX);
    characters.div_ceil(width.max(1)).clamp(1, MOST_LINES)
}

/// Lying A4, as wide as one page, with the head on every page.
fn for_paper(sheet: &mut Worksheet, head: u32) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(head, head)?;
    Ok(())
}

/// Writes a cell as what it is.
fn write(
    sheet: &mut Worksheet,
    line: u32,
    place: u16,
    key: &str,
    cell: &Cell,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(content) => text(sheet, line, place, content, &plain())?,
        Cell::Code(code, word) => {
            let toned = matches!(key, "status" | "light" | "class" | "answer");
            let format = if toned { tone(code) } else { plain() };
            text(sheet, line, place, word, &format)?;
        }
        // More digits than a number of Excel holds stay a text.
        Cell::Whole(number) => match i32::try_from(*number) {
            Ok(number) => {
                sheet.write_number_with_format(line, place, number, &numbers("0"))?;
            }
            Err(_) => text(sheet, line, place, &number.to_string(), &plain())?,
        },
        Cell::Number(number) => {
            sheet.write_number_with_format(line, place, *number, &numbers("0.##"))?;
        }
        Cell::Share(part) => {
            sheet.write_number_with_format(line, place, *part, &numbers("0 %"))?;
        }
        Cell::Date(date) => match day(date) {
            Some(date) => {
                sheet.write_date_with_format(line, place, &date, &numbers("yyyy-mm-dd"))?;
            }
            None => text(sheet, line, place, date, &plain())?,
        },
    }
    Ok(())
}

/// Writes a text as a text. One that looks like a formula keeps Excel's own mark for texts, so
/// that it stays one when somebody edits the cell.
fn text(
    sheet: &mut Worksheet,
    line: u32,
    place: u16,
    content: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let content = clean::xlsx(content);
    if content.is_empty() {
        sheet.write_blank(line, place, format)?;
    } else if clean::starts_formula(&content) {
        sheet.write_string_with_format(line, place, content, &format.clone().set_quote_prefix())?;
    } else {
        sheet.write_string_with_format(line, place, content, format)?;
    }
    Ok(())
}

fn plain() -> Format {
    Format::new().set_align(FormatAlign::Top).set_text_wrap()
}

fn numbers(form: &str) -> Format {
    Format::new().set_align(FormatAlign::Top).set_num_format(form)
}

fn head() -> Format {
    plain()
        .set_bold()
        .set_background_color(Color::RGB(0x00e3_e9f1))
        .set_border_bottom(FormatBorder::Thin)
}

/// A light colour for a code; black letters on it keep a contrast of more than 12 to 1.
fn tone(code: &str) -> Format {
    let color = match code {
        "contradicted" | "missing" | "red" | "unreadable" | "no-go" => 0x00f8_d4d0,
        "partial" | "orange" | "third" | "conditions" => 0x00fc_e6c4,
        "met" | "green" | "eea" | "adequate" | "go" => 0x00d8_eed8,
        "unknown" | "not_applicable" | "grey" | "undecided" => 0x00e6_e6e6,
        _ => return plain(),
    };
    plain().set_background_color(Color::RGB(color))
}

#[cfg(test)]
mod tests;
