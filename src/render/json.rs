//! The JSON contract as text: two blanks of indentation, one line end at the end.

use serde::Serialize;

use super::clean;
use crate::report::Report;

/// The report as JSON.
#[must_use]
pub fn json(report: &Report) -> String {
    plain_json(report)
}

/// Any plain data as JSON, cleaned in the same way.
#[must_use]
pub fn plain_json<T: Serialize>(data: &T) -> String {
    let written = serde_json::to_string_pretty(data)
        .expect("the report holds strings, numbers, lists and string-keyed maps only, all of which JSON can say");
    let mut out = clean::json(&written);
    out.push('\n');
    out
}
