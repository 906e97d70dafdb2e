//! Words that look like a denial and are none: "not" in "not only", "without" in "without delay".
//!
//! In: the hits of a document. Out: the same without those words. What must stay true: only
//! single words of denial go; the phrase itself, such as "no later than", stays a hit.

use super::Hits;
use crate::pack::{AFFIRMS, Patterns};
use crate::segment::Contract;

pub(super) fn drop_false(hits: &mut Hits, contract: &Contract, patterns: &Patterns) {
    let Some(term) = patterns.table.term(AFFIRMS) else { return };
    let spans: Vec<(u32, u32)> = hits.of(term).iter().map(|h| (h.start, h.end)).collect();
    if spans.is_empty() {
        return;
    }
    let text = &contract.folded.text;
    let denies = |start: u32, end: u32| {
        text.get(start as usize..end as usize)
            .is_some_and(|word| patterns.structure.denies.iter().any(|d| d == word))
    };
    let mut words: Vec<(u32, u32)> = spans
        .iter()
        .filter_map(|&(start, end)| {
            let phrase = text.get(start as usize..end as usize)?;
            let length = phrase.split(' ').next()?.len();
            let word = (start, start + u32::try_from(length).ok()?);
            denies(word.0, word.1).then_some(word)
        })
        .collect();
    words.sort_unstable();
    for list in &mut hits.by_term {
        if words.iter().any(|w| list.binary_search_by_key(w, |h| (h.start, h.end)).is_ok()) {
            list.retain(|h| words.binary_search(&(h.start, h.end)).is_err());
        }
    }
}
