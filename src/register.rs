//! The list of applications in use (`--register vendors.csv`) held against the documents.
//!
//! In: the bytes of a CSV file and a report. Out: which vendors of the list have no agreement, which
//! vendors with documents are not on it, and what is due. What must stay true: a vendor that the
//! list names by another name than its documents is found by its aliases and products, and a column
//! or date that is not understood is a fault, never a guess.

use crate::report::{RegisterEntry, RegisterReport, VendorReport};
use crate::text;

/// A review older than so many days is due: agreements are to be looked at every year.
const REVIEW_DAYS: i32 = 365;
/// An agreement that ends within so many days ends soon.
const SOON_DAYS: i32 = 90;

/// Names of columns, folded, Dutch and English.
const COLUMNS: [(&str, &[&str]); 5] = [
    ("vendor", &["vendor", "leverancier", "supplier", "verwerker", "processor"]),
    ("aliases", &["aliases", "alias", "ook bekend als", "also known as"]),
    ("product", &["product", "products", "producten", "applicatie", "application", "toepassing"]),
    (
        "last_review",
        &["last_review", "last review", "laatste beoordeling", "beoordeeld", "reviewed"],
    ),
    ("expires", &["expires", "expiry", "einddatum", "verloopt", "end date", "geldig tot"]),
];

/// Why a list cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// There is no column with the vendors.
    #[error("the first line names no column `vendor` (or `leverancier`)")]
    NoVendor,
    /// A line is broken.
    #[error("line {line}: {what}")]
    Line {
        /// From 1.
        line: u64,
        /// What is wrong.
        what: String,
    },
}

/// A line of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    vendor: String,
    aliases: Vec<String>,
    product: Option<String>,
    last_review: Option<String>,
    expires: Option<String>,
}

/// Reads a list; `;` separates where the first line has one, else `,`.
///
/// # Errors
/// The first line or value that is not understood.
pub fn parse(bytes: &[u8]) -> Result<Vec<Listed>, RegisterError> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let separator = if text.lines().next().unwrap_or("").contains(';') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let broken = |e: &csv::Error| RegisterError::Line {
        line: e.position().map_or(1, csv::Position::line),
        what: e.to_string(),
    };
    let head = reader.headers().map_err(|e| broken(&e))?.clone();
    let place = |name: &str| {
        let names = COLUMNS.iter().find(|(column, _)| *column == name)?.1;
        head.iter().position(|h| names.contains(&text::fold(h).text.trim()))
    };
    let vendor = place("vendor").ok_or(RegisterError::NoVendor)?;
    let [aliases, product, last_review, expires] =
        ["aliases", "product", "last_review", "expires"].map(place);
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| broken(&e))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |column: Option<usize>| {
            let text = record.get(column?)?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let date = |column: Option<usize>| {
            let Some(text) = cell(column) else { return Ok(None) };
            date(&text).map(Some).ok_or_else(|| RegisterError::Line {
                line,
                what: format!("`{text}` is no date of the form YYYY-MM-DD or DD-MM-YYYY"),
            })
        };
        let Some(name) = cell(Some(vendor)) else { continue };
        let aliases = cell(aliases).unwrap_or_default();
        out.push(Listed {
            vendor: name,
            aliases: aliases
                .split(['|', '/'])
                .map(|a| a.trim().to_owned())
                .filter(|a| !a.is_empty())
                .collect(),
            product: cell(product),
            last_review: date(last_review)?,
            expires: date(expires)?,
        });
    }
    Ok(out)
}

/// `2026-01-31` or `31-1-2026` as `2026-01-31`.
fn date(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    let date =
        jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(date.to_string())
}

/// Holds a list against the vendors of a report.
#[must_use]
pub fn compare(list: &[Listed], vendors: &[VendorReport], as_of: &str) -> RegisterReport {
    let matches = |listed: &Listed, vendor: &VendorReport| {
        let names = [&listed.vendor].into_iter().chain(&listed.aliases).chain(&listed.product);
        let mut theirs = vec![key(&vendor.vendor)];
        for fact in ["processor", "product"] {
            theirs.extend(vendor.facts.get(fact).into_iter().flatten().map(|v| key(&v.text)));
        }
        names.map(|name| key(name)).any(|name| !name.is_empty() && theirs.contains(&name))
    };
    let entries = list
        .iter()
        .map(|listed| {
            let found = vendors.iter().find(|vendor| matches(listed, vendor));
            RegisterEntry {
                vendor: listed.vendor.clone(),
                product: listed.product.clone(),
                matched: found.map(|v| v.vendor.clone()),
                last_review: listed.last_review.clone(),
                expires: listed.expires.clone(),
                notes: notes(listed, found, as_of),
            }
        })
        .collect();
    let listed = |vendor: &&VendorReport| list.iter().any(|l| matches(l, vendor));
    let strange = vendors.iter().filter(|v| !v.documents.is_empty() && !listed(v));
    RegisterReport { entries, not_listed: strange.map(|v| v.vendor.clone()).collect() }
}

fn notes(listed: &Listed, vendor: Option<&VendorReport>, as_of: &str) -> Vec<String> {
    let agreed = vendor.is_some_and(|v| {
        let counts =
            |d: &crate::report::DocumentReport| d.kind == "agreement" && d.status != "unreadable";
        v.documents.iter().any(counts)
    });
    let days = |date: &String| {
        let of = |text: &str| text.parse::<jiff::civil::Date>().ok();
        Some(of(as_of)?.since(of(date)?).ok()?.get_days())
    };
    let review = match listed.last_review.as_ref().map(days) {
        None => Some("never-reviewed"),
        Some(Some(age)) if age > REVIEW_DAYS => Some("review-due"),
        Some(_) => None,
    };
    let end = match listed.expires.as_ref().and_then(days) {
        Some(past) if past > 0 => Some("expired"),
        Some(past) if past >= -SOON_DAYS => Some("expires-soon"),
        _ => None,
    };
    let all = [(!agreed).then_some("no-agreement"), review, end];
    all.into_iter().flatten().map(str::to_owned).collect()
}

/// A name as names are compared: without legal form, case and signs.
fn key(name: &str) -> String {
    const FORMS: [&str; 12] = [
        "bv",
        "nv",
        "vof",
        "cv",
        "ua",
        "inc",
        "llc",
        "ltd",
        "limited",
        "gmbh",
        "cooperatie",
        "plc",
    ];
    let folded = text::fold(name).text.replace('.', "");
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !FORMS.contains(word))
        .collect::<Vec<_>>()
        .join("")
}

#[cfg(test)]
mod tests;
