//! `reviews.toml` as text: read with its faults told, and added to without losing a comment.

use serde::Deserialize;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::{Decision, Review};

/// Why a `reviews.toml` cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// It is no TOML, or has keys that nothing knows.
    #[error("{0}")]
    Form(String),
    /// An entry lacks what makes it one.
    #[error("entry {number} ({vendor}, {requirement}): {what}")]
    Entry {
        /// Its place in the file, from 1.
        number: usize,
        /// Its vendor.
        vendor: String,
        /// Its requirement.
        requirement: String,
        /// What is wrong.
        what: &'static str,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    #[serde(default)]
    review: Vec<Review>,
}

/// Reads the entries.
///
/// # Errors
/// The first fault, with the place where it stands.
pub fn parse(text: &str) -> Result<Vec<Review>, ReviewError> {
    let form: FileForm = toml::from_str(text).map_err(|e| ReviewError::Form(e.to_string()))?;
    for (index, review) in form.review.iter().enumerate() {
        if let Some(what) = fault(review) {
            return Err(ReviewError::Entry {
                number: index + 1,
                vendor: review.vendor.clone(),
                requirement: review.requirement.clone(),
                what,
            });
        }
    }
    Ok(form.review)
}

fn fault(review: &Review) -> Option<&'static str> {
    let date = |text: &String| text.parse::<jiff::civil::Date>().is_ok() && text.len() == 10;
    if [&review.vendor, &review.requirement, &review.reason, &review.owner]
        .iter()
        .any(|text| text.trim().is_empty())
    {
        Some("vendor, requirement, reason and owner must say something")
    } else if review.until.as_ref().is_some_and(|until| !date(until)) {
        Some("`until` is no date of the form YYYY-MM-DD")
    } else if review.verdict == Decision::Waived && review.until.is_none() {
        Some("a waiver needs `until`: nothing is accepted for ever")
    } else if review.verdict == Decision::Met && review.quote.is_none() {
        Some("`met` needs `quote`: the document's own words")
    } else {
        None
    }
}

/// The text of the file with one entry more; all that stands in it stays as it is. An entry for the
/// same vendor and requirement gives way to the new one.
///
/// # Errors
/// The text is not a `reviews.toml`.
pub fn add(text: &str, review: &Review) -> Result<String, ReviewError> {
    parse(text)?;
    let mut document: DocumentMut =
        text.parse().map_err(|e: toml_edit::TomlError| ReviewError::Form(e.to_string()))?;
    let entries = document
        .entry("review")
        .or_insert(Item::ArrayOfTables(ArrayOfTables::new()))
        .as_array_of_tables_mut()
        .ok_or_else(|| ReviewError::Form("`review` is no list of [[review]]".to_owned()))?;
    let is = |table: &Table, key: &str, wanted: &str| {
        table.get(key).and_then(Item::as_str) == Some(wanted)
    };
    entries.retain(|table| {
        !(is(table, "vendor", &review.vendor) && is(table, "requirement", &review.requirement))
    });
    let mut table = Table::new();
    let texts = [
        ("vendor", Some(&review.vendor)),
        ("requirement", Some(&review.requirement)),
        ("verdict", Some(&review.verdict.code().to_owned())),
        ("reason", Some(&review.reason)),
        ("owner", Some(&review.owner)),
        ("until", review.until.as_ref()),
        ("quote", review.quote.as_ref()),
        ("document", review.document.as_ref()),
        ("document_sha256", review.document_sha256.as_ref()),
        ("clause_sha256", review.clause_sha256.as_ref()),
        ("finding_sha256", review.finding_sha256.as_ref()),
    ]
    .map(|(key, text)| (key, text.cloned()));
    for (key, text) in texts {
        if let Some(text) = text {
            table.insert(key, value(text));
        }
    }
    entries.push(table);
    let out = document.to_string();
    parse(&out)?;
    Ok(out)
}
