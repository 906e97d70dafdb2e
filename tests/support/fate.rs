//! What becomes of one document that nobody vouches for.

use std::time::{Duration, Instant};

use dpascan::discover::{Content, Found, SourceFile};
use dpascan::extract::Reader;
use dpascan::render;
use dpascan::scan::{Settings, scan};

use super::mutants::Whole;

/// What became of a document.
#[derive(Debug)]
pub(crate) struct Fate {
    /// Its status, and the code of the reason, such as `unreadable malformed`.
    pub(crate) status: String,
    /// What must not be, in words; nothing where all is well.
    pub(crate) wrong: Vec<String>,
    /// How long it took on the wall.
    pub(crate) took: Duration,
}

/// Every status that a row may have.
const STATUSES: [&str; 4] = ["read", "partial", "unreadable", "duplicate"];
/// Every code with which a reason may begin.
const REASONS: [&str; 11] = [
    "encrypted",
    "scanned",
    "garbled",
    "malformed",
    "out-of-time",
    "out-of-memory",
    "too-large",
    "crashed",
    "unsupported",
    "io-error",
    "empty",
];

/// Scans `document` alone, from its bytes to its reports, and looks whether that is as promised.
pub(crate) fn fate(document: &Whole, reader: &Reader, settings: &Settings<'_>) -> Fate {
    let file = SourceFile {
        shown: document.name.clone(),
        folder: None,
        root: None,
        content: Content::Bytes(document.bytes.clone()),
    };
    let found = Found { files: vec![file], ..Found::default() };
    let clock = Instant::now();
    let report = scan(&found, reader, settings, &());
    let json = render::json(&report);
    let page = render::html(&report, settings.lang, None);
    let took = clock.elapsed();
    let mut wrong = Vec::new();
    let rows: Vec<_> = report.vendors.iter().flat_map(|vendor| &vendor.documents).collect();
    for row in &rows {
        if !STATUSES.contains(&row.status.as_str()) {
            wrong.push(format!("{}: status {}", row.path, row.status));
        }
        let reason = row.reason.as_deref().unwrap_or_default();
        let code = reason.split(':').next().unwrap_or_default();
        if row.status == "unreadable" && !REASONS.contains(&code) {
            wrong.push(format!("{}: no reason but {reason:?}", row.path));
        }
    }
    let own = rows.iter().find(|row| row.path == document.name);
    let status = own.map(|row| {
        let reason = row.reason.as_deref().unwrap_or_default();
        let words = if reason.starts_with("crashed") {
            reason
        } else {
            reason.split(':').next().unwrap_or_default()
        };
        format!("{} {} {words}", row.format, row.status)
    });
    if status.is_none() {
        wrong.push("no row".to_owned());
    }
    if serde_json::from_str::<serde_json::Value>(&json).is_err()
        || !page.trim_end().ends_with("</html>")
    {
        wrong.push("a report that is none".to_owned());
    }
    Fate { status: status.unwrap_or_default().trim_end().to_owned(), wrong, took }
}
