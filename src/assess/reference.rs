//! References to annexes: whether what a clause points to is in the vendor's dossier, and fills it.
//!
//! In: a passage that points elsewhere, and the vendor's documents. Out: the annex that it names,
//! supplied or not. What must stay true: a pointer alone is never more than partial. What the annex itself
//! fulfils, the frames find there; this only tells why a pointer does not suffice.

use std::collections::BTreeMap;

use super::frames::Found;
use super::window::Window;
use super::{Prepared, frames};
use crate::pack::{Condition, Patterns, SectionKind, Structure};
use crate::segment::Contract;
use crate::text::{Fold, Span};

/// An annex with fewer words than this, its heading apart, says nothing.
const FEWEST_WORDS: usize = 6;

/// What became of a pointer.
#[derive(Clone, Copy)]
pub(super) enum Pointer {
    /// It names no annex, or only by a word.
    Nowhere,
    /// The annex that it names is in no document of the vendor.
    NotSupplied,
    /// It is there without a word on the topic.
    Empty,
    /// It is there, with blanks to fill.
    Blank,
    /// It is there and speaks of the topic: document, clause, and what to show of it.
    Speaks(usize, usize, Span<Fold>),
}

/// What was found for each set of numbers: of a thousand passages that point to annex 1, one looks
/// for it.
pub(super) type Followed = BTreeMap<Vec<String>, Pointer>;

/// Follows the annexes that a passage names.
pub(super) fn follow(
    inputs: &[Prepared<'_>],
    patterns: &Patterns,
    topic: Option<&Condition>,
    found: &Found,
    followed: &mut Followed,
) -> Pointer {
    let Some(input) = inputs.get(found.document) else { return Pointer::Nowhere };
    let mut named = labels(input.contract.folded.get(found.quote), &patterns.structure);
    named.sort();
    named.dedup();
    let look = |named: &Vec<String>| look(inputs, patterns, topic, named);
    *followed.entry(named).or_insert_with_key(look)
}

/// Looks for the annexes with these numbers.
fn look(
    inputs: &[Prepared<'_>],
    patterns: &Patterns,
    topic: Option<&Condition>,
    named: &[String],
) -> Pointer {
    if named.is_empty() {
        return Pointer::Nowhere;
    }
    let mut best = Pointer::NotSupplied;
    for (document, input) in inputs.iter().enumerate() {
        for heading in annexes(input.contract, named, &patterns.structure) {
            match read(input, patterns, topic, heading) {
                Pointer::Speaks(_, clause, quote) => {
                    return Pointer::Speaks(document, clause, quote);
                }
                other => best = other,
            }
        }
    }
    best
}

/// The numbers of the annexes that folded text names: "bijlagen 1 en 2" gives both.
fn labels(folded: &str, structure: &Structure) -> Vec<String> {
    named(folded, structure).into_iter().map(|(_, label, _)| label).collect()
}

/// The annexes that folded text names: the word, the number as it compares, and what stands after it.
pub(crate) fn named<'t>(folded: &'t str, structure: &Structure) -> Vec<(String, String, &'t str)> {
    let edge = |c: char| !c.is_alphanumeric();
    let mut words: Vec<(&str, usize)> = Vec::new();
    let mut at = 0;
    for part in folded.split(' ') {
        let word = part.trim_matches(edge);
        at += part.len() + 1;
        if !word.is_empty() {
            words.push((word, at.min(folded.len())));
        }
    }
    let mut out = Vec::new();
    for (at, (name, _)) in words.iter().enumerate() {
        if !structure.annex.iter().any(|a| a == name) {
            continue;
        }
        for (word, after) in words.iter().skip(at + 1) {
            match label(word) {
                Some(label) => {
                    out.push(((*name).to_owned(), label, folded.get(*after..).unwrap_or("")));
                }
                None if matches!(*word, "en" | "and" | "of" | "or") => {}
                None => break,
            }
        }
    }
    out
}

/// "2", "ii" and "b" as they compare.
fn label(word: &str) -> Option<String> {
    const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    if let Some(at) = ROMAN.iter().position(|r| *r == word) {
        return Some((at + 1).to_string());
    }
    let number = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
    let letter = word.len() == 1 && word.bytes().all(|b| b.is_ascii_lowercase());
    (number || letter).then(|| word.to_owned())
}

/// The headings of the annexes with one of these numbers.
fn annexes<'c>(
    contract: &'c Contract,
    named: &'c [String],
    structure: &'c Structure,
) -> impl Iterator<Item = usize> + 'c {
    contract.clauses.iter().enumerate().filter_map(move |(index, clause)| {
        let text = clause.label.as_deref().filter(|_| clause.is_heading)?.to_lowercase();
        let own = labels(&text, structure);
        own.iter().any(|l| named.contains(l)).then_some(index)
    })
}

/// What an annex says of the topic.
fn read(
    input: &Prepared<'_>,
    patterns: &Patterns,
    topic: Option<&Condition>,
    heading: usize,
) -> Pointer {
    let contract = input.contract;
    let end = contract.clauses.get(heading).map_or(0, |c| c.section_end);
    let inside = || {
        (heading + 1..end)
            .filter_map(|i| Some((i, contract.clauses.get(i)?)))
            .filter(|(_, c)| !c.is_heading)
    };
    let words: usize =
        inside().map(|(_, c)| contract.folded.get(c.folded).split(' ').count()).sum();
    if words < FEWEST_WORDS {
        return Pointer::Empty;
    }
    let ground = input.ground(&SectionKind::ALL, patterns);
    let window = |clause: usize, span| Window::plain(contract, clause, span);
    if let Some(blank) = patterns.table.term("@placeholder")
        && inside().any(|(i, c)| !ground.hits_in(&window(i, c.folded), blank).is_empty())
    {
        return Pointer::Blank;
    }
    inside()
        .find(|(i, c)| topic.is_some_and(|t| ground.matches(t, &window(*i, c.folded)).is_some()))
        .map_or(Pointer::Empty, |(i, c)| Pointer::Speaks(0, i, frames::short(contract, c.folded)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_annexes_are_read_in_both_languages() {
        let patterns = Patterns::load(None).unwrap();
        for (text, wanted) in [
            ("zie bijlage 2.", vec!["2"]),
            ("in bijlagen 1 en 2 van dit contract", vec!["1", "2"]),
            ("as set out in annex ii (security)", vec!["2"]),
            ("listed in schedule b", vec!["b"]),
            ("de bijlage bij deze overeenkomst", vec![]),
            ("artikel 2 van de overeenkomst", vec![]),
        ] {
            assert_eq!(labels(text, &patterns.structure), wanted, "{text}");
        }
    }
}
