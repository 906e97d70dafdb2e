//! The report as one HTML file: opened in a browser, printed, mailed; it loads nothing.
//!
//! In: [`Report`] alone. Out: a page whose style and script are its own, held to that by the
//! Content-Security-Policy in it. What must stay true: all of it can be read without the script,
//! and text of documents stays text (cleaned here, escaped by the template).

mod answer;
mod overview;
mod vendor;

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::{Messages, clean, messages, select};
use crate::lang::Lang;
use crate::report::{Evidence, Report, Status};
use answer::AnswerView;
use overview::Overview;
use vendor::VendorView;

const STYLE: &str = include_str!("html/report.css");
const SCRIPT: &str = include_str!("html/report.js");

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    words: &'static Messages,
    lang: &'static str,
    policy: String,
    style: &'static str,
    script: &'static str,
    report: &'a Report,
    title: &'static str,
    disclaimer: &'static str,
    /// Whether the page answers before ordering, and leaves out what compares vendors.
    screened: bool,
    answers: Vec<AnswerView>,
    overview: Overview,
    vendors: Vec<VendorView>,
}

/// The report as a page.
///
/// `documents` leads from the page to the scanned folder, such as `../contracts/`: passages then
/// link to their document and page. Without it they name them only.
#[must_use]
pub fn html(report: &Report, lang: Lang, documents: Option<&str>) -> String {
    let report = &cleaned(report);
    let links = Links { words: messages(lang), base: documents };
    let (title, disclaimer) = select::answer::title(report, messages(lang));
    let page = Page {
        words: messages(lang),
        lang: lang.code(),
        policy: policy(STYLE, Some(SCRIPT)),
        style: STYLE,
        script: SCRIPT,
        report,
        title,
        disclaimer,
        screened: select::answer::answers(report),
        answers: report.vendors.iter().filter_map(|v| AnswerView::of(v, &links)).collect(),
        overview: Overview::of(report, &links),
        vendors: report
            .vendors
            .iter()
            .enumerate()
            .map(|(n, one)| VendorView::of(one, n, &links))
            .collect(),
    };
    page.render().expect("writing into a string does not fail, and the template calls nothing else")
}

/// Nothing is loaded, and only a file's own style and script count.
pub(super) fn policy(style: &str, script: Option<&str>) -> String {
    let hash = |text: &str| format!("'sha256-{}'", BASE64.encode(Sha256::digest(text)));
    let script = script.map_or("'none'".to_owned(), hash);
    format!(
        "default-src 'none'; style-src {}; script-src {script}; base-uri 'none'; form-action 'none'",
        hash(style),
    )
}

/// The data with every string on one line and without characters that speak to machines.
pub(super) fn cleaned<T: Serialize + DeserializeOwned>(data: &T) -> T {
    fn walk(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::String(text) => *text = clean::html(text),
            serde_json::Value::Array(all) => all.iter_mut().for_each(walk),
            serde_json::Value::Object(all) => all.values_mut().for_each(walk),
            _ => {}
        }
    }
    let copy = serde_json::to_value(data).and_then(|mut value| {
        walk(&mut value);
        serde_json::from_value(value)
    });
    copy.expect("what became JSON can become the same data again")
}

/// A status as a cell shows it: sign and word, so that colour carries nothing alone.
#[derive(Clone, Debug)]
struct StatusView {
    code: &'static str,
    sign: &'static str,
    word: String,
}

impl StatusView {
    fn of(status: Status, words: &Messages) -> StatusView {
        let (code, sign) = match status {
            Status::Met => ("met", "✓"),
            Status::Partial => ("partial", "~"),
            Status::Missing => ("missing", "✗"),
            Status::Contradicted => ("contradicted", "!"),
            Status::Unknown => ("unknown", "?"),
            Status::NotApplicable => ("not-applicable", "–"),
        };
        StatusView { code, sign, word: words.status(status).to_owned() }
    }
}

/// A passage with where it stands.
#[derive(Clone, Debug)]
struct Passage {
    quote: String,
    place: String,
    heading: String,
    /// Where the document can be opened; empty where nothing is known of its place.
    link: String,
}

/// Makes the places and links of passages.
struct Links<'a> {
    words: &'static Messages,
    base: Option<&'a str>,
}

impl Links<'_> {
    fn passage(&self, evidence: &Evidence) -> Passage {
        Passage {
            quote: evidence.quote.clone(),
            place: select::of_passage(self.words, evidence),
            heading: evidence.heading.clone().unwrap_or_default(),
            link: self.to(&evidence.document, evidence.page),
        }
    }

    /// A relative link to a page of a document. Every byte that could mean something in a URL is
    /// written as its number, so a file name can lead nowhere else.
    fn to(&self, document: &str, page: u32) -> String {
        let Some(base) = self.base else { return String::new() };
        let mut out = String::new();
        for byte in base.bytes().chain(document.bytes()) {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                    out.push(char::from(byte));
                }
                _ => out.push_str(&format!("%{byte:02X}")),
            }
        }
        // A relative link never starts like one to another host.
        let dots = if out.starts_with('/') { "" } else { "./" };
        if out.starts_with("//") {
            return String::new();
        }
        format!("{dots}{out}#page={page}")
    }
}

#[cfg(test)]
mod tests;
