//! A verification for a person at a terminal: what is no longer as the report has it.

use super::paint::{BOLD, DIM, GREEN, PLAIN, RED};
use super::{Look, Paint};
use crate::lang::Lang;
use crate::render::messages::word;
use crate::render::{Messages, clean, messages, select};
use crate::report::{DocumentCheck, DocumentState, QuoteCheck, QuoteState, Verification};

/// Quotes are cut here, in characters, unless all is asked for.
const QUOTE: usize = 160;

/// The verification as text.
#[must_use]
pub fn verification(found: &Verification, lang: Lang, look: &Look) -> String {
    let words = messages(lang);
    let mut paint = Paint::new(*look);
    let head = concat!("dpascan ", env!("CARGO_PKG_VERSION"));
    let title = words.fill("verify_title", &[&found.report.generated_at]);
    paint.heading(0, &format!("{head} · {title}"), BOLD);
    paint.gap();
    paint.heading(0, &words.label("documents").to_uppercase(), BOLD);
    for (state, count) in &found.document_counts {
        let (sign, name) = of_document(*state);
        paint.pair(2, sign, words.label(name), 0, &count.to_string());
    }
    for document in found.documents.iter().filter(|d| look.all || tells(d)) {
        one_document(document, words, &mut paint);
    }
    paint.gap();
    paint.heading(0, words.label("verify_quotes"), BOLD);
    for (state, count) in &found.quote_counts {
        let (sign, name) = of_quote(*state);
        paint.pair(2, sign, words.label(name), 0, &count.to_string());
    }
    let mut vendor = "";
    for quote in found.quotes.iter().filter(|q| look.all || q.state != QuoteState::Found) {
        if quote.vendor != vendor {
            vendor = &quote.vendor;
            paint.gap();
            paint.heading(2, vendor, BOLD);
        }
        one_quote(quote, words, &mut paint);
    }
    paint.gap();
    paint.text(0, words.label(if found.holds() { "verify_holds" } else { "verify_differs" }));
    paint.finish()
}

fn tells(document: &DocumentCheck) -> bool {
    document.state != DocumentState::Same || document.unread.is_some()
}

fn of_document(state: DocumentState) -> ((&'static str, anstyle::Style), &'static str) {
    match state {
        DocumentState::Same => (("✓", GREEN), "verify_same"),
        DocumentState::Moved => ((">", PLAIN), "verify_moved"),
        DocumentState::Changed => (("!", RED), "verify_changed"),
        DocumentState::Gone => (("✗", RED), "verify_gone"),
        DocumentState::New => (("+", BOLD), "verify_new"),
    }
}

fn of_quote(state: QuoteState) -> ((&'static str, anstyle::Style), &'static str) {
    match state {
        QuoteState::Found => (("✓", GREEN), "verify_found"),
        QuoteState::Elsewhere => ((">", BOLD), "verify_elsewhere"),
        QuoteState::NotFound => (("✗", RED), "verify_not_found"),
        QuoteState::NotCheckable => (("?", RED), "verify_not_checkable"),
    }
}

fn one_document(document: &DocumentCheck, words: &Messages, paint: &mut Paint) {
    let ((sign, style), name) = of_document(document.state);
    let mut about = words.label(name).to_owned();
    if let Some(now) = &document.now {
        about.push_str(&format!(", {}", words.fill("verify_now", &[now])));
    }
    if let Some(why) = &document.unread {
        about.push_str(&format!(", {}", reason(why, words)));
    }
    paint.block(4, sign, style, &format!("{} ({about})", document.path));
}

fn one_quote(quote: &QuoteCheck, words: &Messages, paint: &mut Paint) {
    let ((sign, style), name) = of_quote(quote.state);
    let mut about = words.label(name).to_owned();
    if let Some(at) = &quote.at {
        about.push_str(&format!(": {}", select::place(words, &at.document, at.page, None)));
    }
    if let Some(why) = &quote.reason {
        about.push_str(&format!(": {}", reason(why, words)));
    }
    paint.block(4, sign, style, &format!("{about} [{}]", quote.requirement));
    let text = clean::line(&quote.quote);
    let text = if paint.look().all { text } else { clean::cap(&text, QUOTE) };
    let was = select::place(words, &quote.document, quote.page, None);
    paint.block(8, "", DIM, &format!("“{text}” ({was})"));
}

/// A reason in words, and what to do about it.
fn reason(why: &str, words: &Messages) -> String {
    if why == "ocr" {
        return words.label("verify_ocr").to_owned();
    }
    let code = why.split_once(':').map_or(why, |(code, _)| code);
    word(&words.unread, code).to_owned()
}
