//! The report as bytes: for a terminal, a browser, a spreadsheet, a letter, or as JSON.
//!
//! In: [`Report`] alone. Out: text or bytes. What must stay true: words of documents and names of files are
//! data; they pass `clean` before they reach any output, and can do nothing there.

pub mod clean;
mod diff;
mod csv;
#[cfg(test)]
mod fixture;
mod html;
mod json;
mod messages;
mod schema;
mod reading;
#[cfg(test)]
mod nasty;
mod ndjson;
mod paper;
mod select;
mod table;
mod terminal;
mod xlsx;

pub use csv::{Dialect, csv};
pub use diff::{difference_html, difference_markdown, difference_terminal};
pub use html::html;
pub use json::{json, plain_json, write_json};
pub use messages::{Messages, messages};
pub use ndjson::ndjson;
pub use paper::{Paper, Sender, letters, paper};
pub use schema::{Contract, schema};
pub use table::TABLES;
pub use terminal::{Look, Paint, comparison, terminal, verification};
pub use xlsx::xlsx;

use crate::lang::Lang;
use crate::report::{Report, Stale, Status};

/// Every status in the fixed order of reports.
pub const STATUSES: [Status; 6] = [
    Status::Contradicted,
    Status::Missing,
    Status::Partial,
    Status::Unknown,
    Status::Met,
    Status::NotApplicable,
];

/// A warning about old data, in words.
#[must_use]
pub fn stale(old: &Stale, lang: Lang) -> String {
    let words = messages(lang);
    words.fill(&format!("stale_{}", old.list), &[&old.as_of, &old.days])
}

/// Whether documents of this report were not read, or not wholly.
#[must_use]
pub fn incomplete(report: &Report) -> bool {
    report
        .vendors
        .iter()
        .flat_map(|v| &v.documents)
        .any(|d| d.status == "unreadable" || d.status == "partial")
}
