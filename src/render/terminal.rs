//! The report for a person at a terminal: what was not read first, then vendor by vendor the core
//! lines and the gaps by severity, each with the passage that decides and what to ask.

mod compare;
mod overview;
mod paint;
mod screen;
mod vendor;
mod verify;

pub use compare::comparison;
pub use paint::{Look, Paint};
pub use verify::verification;

use std::collections::BTreeMap;

use super::{Messages, messages};
use crate::lang::Lang;
use crate::render::messages::word;
use crate::render::select::{not_wholly, reason_code};
use crate::report::Report;
pub(super) use paint::{BOLD, DIM, GREEN, PLAIN, RED};

/// How many names a list shows before it is cut, unless everything is asked for.
const SHORT_LIST: usize = 12;

/// The report as text; where it answers before ordering, that answer.
#[must_use]
pub fn terminal(report: &Report, lang: Lang, look: &Look) -> String {
    if super::select::answer::answers(report) {
        return screen::screen(report, lang, look);
    }
    let words = messages(lang);
    let mut paint = Paint::new(*look);
    let head = format!(
        "{} {} · {} {} · {} {}",
        report.tool.name,
        report.tool.version,
        words.label("profile"),
        report.profile,
        words.label("as_of"),
        report.as_of
    );
    paint.heading(0, &head, BOLD);
    paint.text(0, words.label("disclaimer"));
    for old in &report.stale {
        paint.block(0, "!", RED, &super::stale(old, lang));
    }
    unread(report, words, &mut paint);
    summary(report, words, &mut paint);
    if let Some(register) = &report.register {
        paint.gap();
        paint.heading(0, &words.fill("register", &[&register.entries.len()]), BOLD);
        for line in super::select::register(register, words) {
            paint.block(2, "·", PLAIN, &line);
        }
    }
    vendor::reviews(&report.unused_reviews, words, &mut paint);
    for one in &report.vendors {
        paint.gap();
        vendor::vendor(one, words, &mut paint);
    }
    paint.finish()
}

/// The documents that were not read stand first: they say how far the rest can be trusted.
fn unread(report: &Report, words: &Messages, paint: &mut Paint) {
    let mut by_reason: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for vendor in &report.vendors {
        for document in vendor.documents.iter().filter(|d| not_wholly(d)) {
            by_reason.entry(reason_code(document)).or_default().push(document.path.clone());
        }
    }
    let count: usize = by_reason.values().map(Vec::len).sum();
    if count == 0 {
        return;
    }
    paint.gap();
    paint.heading(0, &words.fill("unread_title", &[&count, &report.summary.documents]), RED);
    for (reason, paths) in by_reason {
        let title = format!("? {} ({})", word(&words.unread, reason), paths.len());
        paint.block(2, &title, RED, "");
        let shown = if paint.look().all { paths.len() } else { SHORT_LIST };
        for path in paths.iter().take(shown) {
            paint.text(6, path);
        }
        if paths.len() > shown {
            paint.text(6, &words.fill("more", &[&(paths.len() - shown)]));
        }
        if let Some(help) = words.unread_help.get(reason) {
            paint.block(6, "→", PLAIN, help);
        }
    }
    if report.summary.need_ocr > 0 {
        let text = words.fill("need_ocr", &[&report.summary.need_ocr]);
        paint.block(2, "→", PLAIN, &text);
    }
}

fn summary(report: &Report, words: &Messages, paint: &mut Paint) {
    let s = &report.summary;
    paint.gap();
    paint.heading(0, words.label("summary"), BOLD);
    if report.vendors.is_empty() {
        paint.text(2, words.label("nothing"));
    } else {
        paint.text(2, &words.fill("counts", &[&s.vendors, &s.documents, &s.unreadable]));
    }
    if s.vendors_without_agreement > 0 {
        paint.text(2, &words.fill("without_agreement", &[&s.vendors_without_agreement]));
    }
    if !s.skipped.is_empty() {
        let reasons: Vec<String> = s
            .skipped
            .iter()
            .map(|(code, n)| format!("{n} {}", word(&words.skipped, code)))
            .collect();
        paint.text(2, &words.fill("skipped", &[&reasons.join(", ")]));
    }
    if report.vendors.len() > 1 {
        paint.gap();
        overview::overview(report, words, paint);
    }
}

#[cfg(test)]
mod tests;
