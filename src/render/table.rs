//! The report as flat tables for spreadsheets and dashboards: one row a thing, typed cells.
//!
//! In: [`Report`] alone. Out: tables whose keys and codes are English and stable, and whose texts
//! are in the report's language. CSV writes the codes, Excel the words; neither knows what a
//! finding is. What must stay true: columns are added at the end and never change meaning.

pub(super) mod answer;
pub(super) mod dossier;
mod overview;
mod register;
mod rows;

use sha2::{Digest, Sha256};

use super::messages::status_code;
use super::{Messages, select};
use crate::report::{Report, VendorReport};

/// One cell. Texts are as documents and packs have them: whoever writes them out cleans them.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Nothing is known.
    Empty,
    /// Free text.
    Text(String),
    /// A code of the contract, and the word for it in the report's language.
    Code(String, String),
    /// A whole number.
    Whole(i64),
    /// A number that may be broken.
    Number(f64),
    /// A part of one, 0 to 1.
    Share(f64),
    /// A date, `YYYY-MM-DD`.
    Date(String),
}

/// A column: its stable key, and its width in a spreadsheet in characters; none where a person at
/// a spreadsheet has no use for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) key: &'static str,
    pub(super) width: Option<u16>,
}

/// A table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// Its stable name, which is that of its file too.
    pub(super) name: &'static str,
    pub(super) columns: &'static [Column],
    pub(super) rows: Vec<Vec<Cell>>,
}

/// The name of every table that is always written, in that order. Behind them come `conflicts`,
/// `reviews`, `applications` and `answer`, each where there is something to tell.
pub const TABLES: [&str; 8] =
    ["runs", "vendors", "lines", "findings", "facts", "subprocessors", "documents", "register"];

/// A column that a spreadsheet shows.
const fn shown(key: &'static str, width: u16) -> Column {
    Column { key, width: Some(width) }
}

/// A column for programs alone.
const fn hidden(key: &'static str) -> Column {
    Column { key, width: None }
}

/// What the rows of every table share.
struct Source<'a> {
    report: &'a Report,
    words: &'static Messages,
    run: String,
}

/// The tables of a report, in the order of [`TABLES`], and behind them those with something to tell.
pub(super) fn tables(report: &Report, words: &'static Messages) -> Vec<Table> {
    let source = Source { report, words, run: run_id(report) };
    let mut all = vec![
        overview::runs(&source),
        overview::vendors(&source),
        overview::lines(&source),
        rows::findings(&source),
        rows::facts(&source),
        rows::sub_processors(&source),
        rows::documents(&source),
        register::register(&source),
    ];
    let more = [
        dossier::conflicts(&source),
        dossier::reviews(&source),
        dossier::applications(&source),
        answer::answer(&source),
    ];
    all.extend(more.into_iter().filter(|table| !table.rows.is_empty()));
    all
}

/// What names a run: twelve hexadecimal digits over everything that decided its verdicts, and over
/// the verdicts. The same files judged by the same packs for the same date are the same run, so a
/// database into which it is loaded twice can tell.
pub(super) fn run_id(report: &Report) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update(text);
        hash.update([0]);
    };
    add(&report.tool.version);
    add(&report.catalogue.hash);
    add(&report.profile);
    add(&report.as_of);
    for vendor in &report.vendors {
        add(&vendor.vendor);
        if let Some(screen) = &vendor.screen {
            add(&screen.policy_hash);
        }
        for document in &vendor.documents {
            add(&document.path);
            add(&document.sha256);
            add(&document.status);
        }
        for requirement in &vendor.requirements {
            add(&requirement.id);
            add(status_code(requirement.status));
        }
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

impl Source<'_> {
    fn run(&self) -> Cell {
        text(&self.run)
    }

    fn as_of(&self) -> Cell {
        date(&self.report.as_of)
    }

    fn catalogue(&self) -> Cell {
        text(&self.report.catalogue.version)
    }
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

fn maybe(content: Option<&str>) -> Cell {
    content.map_or(Cell::Empty, text)
}

fn code(code: &str, word: &str) -> Cell {
    Cell::Code(code.to_owned(), word.to_owned())
}

/// A count; a report holds no more than fits.
fn count(number: usize) -> Cell {
    Cell::Whole(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A date where it is one: a report of another program may say anything.
fn date(content: &str) -> Cell {
    match content.parse::<jiff::civil::Date>() {
        Ok(date) => Cell::Date(date.to_string()),
        Err(_) => text(content),
    }
}

/// Two decimals: what lies behind them is an accident of 32-bit numbers.
fn share(part: f32) -> Cell {
    Cell::Share((f64::from(part) * 100.0).round() / 100.0)
}

/// A typed value of the report.
fn typed(value: &serde_json::Value) -> Cell {
    match value {
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Cell::Whole(whole),
            (None, Some(broken)) => Cell::Number(broken),
            (None, None) => text(&number.to_string()),
        },
        serde_json::Value::String(content) => text(content),
        serde_json::Value::Null => Cell::Empty,
        other => text(&other.to_string()),
    }
}

/// The vendor's products, as its own list names them.
fn product(vendor: &VendorReport) -> Cell {
    text(&select::products(vendor))
}

/// The values of a fact, each once, in the order of the report.
fn joined(vendor: &VendorReport, fact: &str, between: &str) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for value in vendor.facts.get(fact).into_iter().flatten() {
        if let Some(name) = value.value.as_str().filter(|name| !seen.contains(name)) {
            seen.push(name);
        }
    }
    seen.join(between)
}

#[cfg(test)]
mod tests;
