//! Every quote stands on the page that it names.
//!
//! The pages come from the reader, not from the clauses that the quotes were taken from: a clause
//! given to the wrong page shows here.

use std::collections::BTreeMap;
use std::path::Path;

use dpascan::extract::{self, Document, Format, Limits, PdfReader};
use dpascan::report::VendorReport;
use dpascan::text::fold;

use crate::program;

/// How many lines at the edge of a page may be a running head or a page number.
const EDGE: usize = 3;

/// Checks the evidence and the near misses of one vendor, whose documents stand below a folder.
pub(crate) fn stand(vendor: &VendorReport, folder: &str) {
    let texts: BTreeMap<&str, Text> = vendor
        .documents
        .iter()
        .filter(|d| d.status == "read")
        .map(|d| (d.path.as_str(), Text::of(folder, &d.path)))
        .collect();
    let mut wrong = Vec::new();
    for requirement in &vendor.requirements {
        for evidence in &requirement.evidence {
            let text = texts
                .get(evidence.document.as_str())
                .unwrap_or_else(|| panic!("evidence in {}, which was not read", evidence.document));
            if let Some(why) = text.misses(&evidence.quote, evidence.page) {
                wrong.push(format!(
                    "{} page {}: {why}: {}",
                    requirement.id, evidence.page, evidence.quote
                ));
            }
            let own = evidence.quote.rsplit(" … ").next().unwrap_or_default();
            let span = text.extracted.get(evidence.start..evidence.end).unwrap_or_default();
            if !letters(span).ends_with(&letters(own)) || span.is_empty() {
                wrong.push(format!(
                    "{}: bytes {}..{} hold {span:?}, not {own:?}",
                    requirement.id, evidence.start, evidence.end
                ));
            }
        }
        for near in &requirement.near_misses {
            let text = texts
                .get(near.document.as_str())
                .unwrap_or_else(|| panic!("a near miss in {}, which was not read", near.document));
            if let Some(why) = text.misses(&near.quote, near.page) {
                wrong.push(format!(
                    "{} near miss, page {}: {why}: {}",
                    requirement.id, near.page, near.quote
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} quotes:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is compared: letters and digits, folded; how lines break and cells part does not matter.
fn letters(text: &str) -> String {
    fold(text).text.chars().filter(|c| c.is_alphanumeric()).collect()
}

struct Text {
    /// The visible lines of each page, from the reader.
    pages: Vec<Vec<String>>,
    /// What `dpascan extract` prints.
    extracted: String,
}

impl Text {
    fn of(folder: &str, path: &str) -> Text {
        let shown = format!("{folder}/{path}");
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(&shown);
        let format = match file.extension().and_then(|e| e.to_str()) {
            Some("pdf") => Format::Pdf,
            Some("docx") => Format::Docx,
            Some("html") => Format::Html,
            _ => Format::Markdown,
        };
        let document = extract::read(
            &std::fs::read(&file).unwrap(),
            format,
            &Limits::default(),
            PdfReader::default(),
        )
        .unwrap();
        let output = program::run(&["extract", &shown, "--format", "json"]);
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let extracted = json.get("text").and_then(|t| t.as_str()).unwrap().to_owned();
        Text { pages: lines(&document), extracted }
    }

    /// Why the quote does not stand on this page; none where it does. The page is that of the
    /// passage; its lead-in, before the ellipsis, may stand on a page before.
    fn misses(&self, quote: &str, page: u32) -> Option<String> {
        let parts: Vec<&str> = quote.split(" … ").collect();
        let (own, leads) = parts.split_last()?;
        let page = page as usize;
        if !self.stands(own, page) {
            let at: Vec<usize> = (1..=self.pages.len()).filter(|p| self.stands(own, *p)).collect();
            return Some(format!("stands on {at:?}"));
        }
        let led = |lead: &str| (1..=page).rev().any(|p| self.stands(lead, p));
        leads
            .iter()
            .find(|lead| !led(lead))
            .map(|lead| format!("lead-in not found on this page or before: {lead:?}"))
    }

    /// Whether a passage stands on a page, or starts at its end and goes on on the next.
    fn stands(&self, passage: &str, page: usize) -> bool {
        let wanted = letters(passage);
        let Some(lines) = page.checked_sub(1).and_then(|i| self.pages.get(i)) else { return false };
        if wanted.is_empty() || letters(&lines.join("\n")).contains(&wanted) {
            return !wanted.is_empty();
        }
        let Some(next) = self.pages.get(page) else { return false };
        (0..=EDGE).any(|foot| {
            let here = letters(
                &lines.get(..lines.len().saturating_sub(foot)).unwrap_or_default().join("\n"),
            );
            (0..=EDGE).any(|head| {
                let there = letters(&next.get(head..).unwrap_or_default().join("\n"));
                crosses(&wanted, &here, &there)
            })
        })
    }
}

/// Whether `here` ends with the first letters of `wanted` and `there` starts with all the others.
fn crosses(wanted: &str, here: &str, there: &str) -> bool {
    wanted.char_indices().skip(1).any(|(at, _)| {
        let (first, rest) = wanted.split_at(at);
        here.ends_with(first) && there.starts_with(rest)
    })
}

fn lines(document: &Document) -> Vec<Vec<String>> {
    document
        .pages
        .iter()
        .map(|p| {
            p.lines
                .iter()
                .filter(|l| !l.hidden && !l.text.trim().is_empty())
                .map(|l| l.text.clone())
                .collect()
        })
        .collect()
}
