//! What is worth telling of the reading of a document, in sentences that every output shares.

use super::messages::Messages;
use crate::report::{DocumentReport, Unjudged};

/// Excerpts are cut here, in characters.
const EXCERPT: usize = 120;
/// How many pages are named.
const PAGES: usize = 12;

/// Hidden text, readers that disagree, remarks, and fields for a digital signature.
pub(super) fn remarks(document: &DocumentReport, words: &Messages) -> Vec<String> {
    let mut out = Vec::new();
    let reading = &document.reading;
    if let Some(first) = reading.hidden.first() {
        let excerpt = super::clean::cap(&first.excerpt, EXCERPT);
        out.push(words.fill(
            "hidden_text",
            &[&count(&reading.hidden), &pages(reading.hidden.iter().map(|h| h.page)), &excerpt],
        ));
    }
    if !reading.disagreements.is_empty() {
        let at = pages(reading.disagreements.iter().map(|d| d.page));
        out.push(words.fill("readers_disagree", &[&at]));
    }
    if !reading.notes.is_empty() {
        let at = pages(reading.notes.iter().map(|n| n.page));
        out.push(words.fill("remarks", &[&reading.notes.len(), &at]));
    }
    for (flag, label) in
        [("signed-digitally", "signed_digitally"), ("signature-field-empty", "signature_empty")]
    {
        if document.flags.iter().any(|known| known == flag) {
            out.push(words.label(label).to_owned());
        }
    }
    out
}

fn count(all: &[Unjudged]) -> usize {
    all.iter().map(|one| one.words).sum()
}

/// `1, 4, 7`, each once, and no more than a few.
fn pages(pages: impl Iterator<Item = u32>) -> String {
    let mut all: Vec<u32> = pages.collect();
    all.sort_unstable();
    all.dedup();
    let mut out = all.iter().take(PAGES).map(u32::to_string).collect::<Vec<_>>().join(", ");
    if all.len() > PAGES {
        out.push_str(", …");
    }
    out
}
