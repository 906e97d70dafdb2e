//! Windows: the stretches of a document in which a condition is tested.
//!
//! A window is one or more spans read as one text: a list item is read right after the sentence
//! that leads it in. Word positions inside a window count over that joined text.

use std::borrow::Cow;
use std::ops::Range;

use crate::find::{Hit, Hits};
use crate::pack::{Scope, SectionKind, TermId};
use crate::segment::{Contract, Sentence};
use crate::text::{Fold, Span};

/// How many words of a lead-in are read before an item; more is another subject.
const LEAD_WORDS: u32 = 60;
/// Sections longer than this, in words, say nothing by nearness.
const SECTION_WORDS: u32 = 1500;

/// A stretch of text to test.
#[derive(Clone, Debug)]
pub(super) struct Window {
    /// The clause that it is about.
    pub(super) clause: usize,
    /// Its spans in reading order, each with the joined position of its first word and the number
    /// that word has in the document.
    pub(super) parts: Vec<Part>,
    /// The span without its lead-ins.
    pub(super) main: Span<Fold>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    span: Span<Fold>,
    base: i64,
    first_word: u32,
}

/// A hit or a combination of hits in a window; words count in the joined text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Match {
    pub(super) first: i64,
    pub(super) last: i64,
    /// Bytes in the folded text; over several parts, the hull of them.
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Match {
    pub(super) fn hull(self, other: Match) -> Match {
        Match {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

impl Window {
    fn new(contract: &Contract, clause: usize, leads: &[Span<Fold>], main: Span<Fold>) -> Window {
        let mut parts = Vec::with_capacity(leads.len() + 1);
        let mut base = 0;
        for &span in leads.iter().chain([&main]) {
            if span.is_empty() {
                continue;
            }
            let first_word = contract.folded.word_at(span.start);
            let last_word = contract.folded.word_at(span.end - 1);
            parts.push(Part { span, base, first_word });
            base += i64::from(last_word) - i64::from(first_word) + 1;
        }
        Window { clause, parts, main }
    }

    /// A window of one span.
    pub(super) fn plain(contract: &Contract, clause: usize, span: Span<Fold>) -> Window {
        Window::new(contract, clause, &[], span)
    }

    /// The hits of a term in the window, in reading order; those in clauses of a kind that does
    /// not count are left out.
    pub(super) fn hits(
        &self,
        term: TermId,
        hits: &Hits,
        counts: &dyn Fn(&Hit) -> bool,
        out: &mut Vec<Match>,
    ) {
        let all = hits.of(term);
        for part in &self.parts {
            let from = all.partition_point(|h| (h.start as usize) < part.span.start);
            let here = all
                .get(from..)
                .unwrap_or(&[])
                .iter()
                .take_while(|h| (h.start as usize) < part.span.end);
            out.extend(
                here.filter(|h| (h.end as usize) <= part.span.end && counts(h))
                    .map(|h| part.place(h)),
            );
        }
    }

    /// Whether any of these hits, sorted by place, starts in the window.
    pub(super) fn has(&self, hits: &[Hit]) -> bool {
        !hits.is_empty()
            && self.parts.iter().any(|part| {
                let from = hits.partition_point(|h| (h.start as usize) < part.span.start);
                hits.get(from).is_some_and(|h| (h.start as usize) < part.span.end)
            })
    }

    /// Its spans: the joined position of the first word of each, the numbers that its words have
    /// in the document, and the span itself.
    pub(super) fn stretches<'c>(
        &'c self,
        contract: &'c Contract,
    ) -> impl Iterator<Item = (i64, Range<usize>, Span<Fold>)> + 'c {
        self.parts.iter().map(|part| {
            let last = contract.folded.word_at(part.span.end.saturating_sub(1));
            (part.base, part.first_word as usize..last as usize + 1, part.span)
        })
    }
}

impl Part {
    fn place(&self, hit: &Hit) -> Match {
        let at = |word: u32| self.base + i64::from(word) - i64::from(self.first_word);
        Match { first: at(hit.first_word), last: at(hit.last_word), start: hit.start, end: hit.end }
    }
}

/// The lead-ins of a clause, outermost first: the last sentence of each, at most so many words.
fn leads(contract: &Contract, clause: usize) -> Vec<Span<Fold>> {
    let chain = std::iter::successors(contract.clauses.get(clause).and_then(|c| c.lead_in), |&l| {
        contract.clauses.get(l).and_then(|c| c.lead_in).filter(|up| *up < l)
    });
    let mut out: Vec<Span<Fold>> = chain
        .take(4)
        .filter_map(|l| {
            let lead = contract.clauses.get(l)?;
            let span = if lead.is_row {
                lead.folded
            } else {
                contract.sentences.get(lead.sentences.end.checked_sub(1)?)?.folded
            };
            let last = contract.folded.word_at(span.end.saturating_sub(1));
            let first = contract.folded.word_at(span.start);
            let start = if last - first > LEAD_WORDS {
                contract.folded.word_start(last - LEAD_WORDS)
            } else {
                span.start
            };
            Some(Span::new(start, span.end))
        })
        .collect();
    out.reverse();
    out
}

/// The windows of a document in which most frames are tested, built once.
pub(super) struct Windows {
    sentences: Vec<Option<Window>>,
    clauses: Vec<Option<Window>>,
}

impl Windows {
    pub(super) fn of(contract: &Contract) -> Windows {
        let all =
            |scope, count: usize| (0..count).map(|key| window(contract, scope, key)).collect();
        Windows {
            sentences: all(Scope::Sentence, contract.sentences.len()),
            clauses: all(Scope::Clause, contract.clauses.len()),
        }
    }

    /// The windows of a scope that can hold one of the given hits, without repetition, in order.
    pub(super) fn near(
        &self,
        contract: &Contract,
        scope: Scope,
        near: &[&[Hit]],
    ) -> Vec<Cow<'_, Window>> {
        keys(contract, scope, near)
            .into_iter()
            .filter_map(|key| match scope {
                Scope::Sentence => self.sentences.get(key)?.as_ref().map(Cow::Borrowed),
                Scope::Clause => self.clauses.get(key)?.as_ref().map(Cow::Borrowed),
                Scope::Section | Scope::Document => window(contract, scope, key).map(Cow::Owned),
            })
            .collect()
    }
}

/// The places of the windows of a scope that can hold one of the given hits.
fn keys(contract: &Contract, scope: Scope, near: &[&[Hit]]) -> Vec<usize> {
    let mut keys: Vec<usize> = Vec::new();
    // Hits of one clause stand side by side: a lead-in that says a word a thousand times still has
    // its items once.
    let mut last = None;
    for hit in near.iter().flat_map(|list| list.iter()) {
        let clause = hit.clause as usize;
        if scope == Scope::Sentence {
            keys.push(hit.sentence as usize);
            keys.extend(led_inside(contract, hit.sentence as usize));
        }
        if last.replace(clause) == Some(clause) {
            continue;
        }
        match scope {
            Scope::Sentence => {
                // What stands in a lead-in is said of every item.
                for item in led_by(contract, clause) {
                    keys.extend(contract.clauses.get(item).map_or(0..0, |c| c.sentences.clone()));
                }
            }
            Scope::Clause => {
                keys.push(clause);
                keys.extend(led_by(contract, clause));
                keys.extend(std::iter::successors(
                    contract.clauses.get(clause).and_then(|c| c.lead_in),
                    |&l| contract.clauses.get(l).and_then(|c| c.lead_in).filter(|up| *up < l),
                ));
            }
            Scope::Section => {
                let own = contract.clauses.get(clause).filter(|c| c.is_heading).map(|_| clause);
                keys.extend(own.into_iter().chain(contract.headings(clause)).take(3));
                if contract.headings(clause).next().is_none() {
                    keys.push(clause);
                }
            }
            Scope::Document => keys.push(0),
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The items of an enumeration inside a sentence that its first stretch leads in.
fn led_inside(contract: &Contract, sentence: usize) -> Range<usize> {
    let Some(first) = contract.sentences.get(sentence).filter(|s| s.lead.is_none()) else {
        return 0..0;
    };
    let rest = contract.sentences.get(sentence + 1..).unwrap_or_default();
    let led = |s: &&Sentence| s.lead.is_some_and(|lead| lead.start == first.folded.start);
    sentence + 1..sentence + 1 + rest.iter().take_while(led).count()
}

fn led_by(contract: &Contract, clause: usize) -> Range<usize> {
    clause + 1..contract.clauses.get(clause).map_or(0, |c| c.items_end)
}

fn window(contract: &Contract, scope: Scope, key: usize) -> Option<Window> {
    match scope {
        Scope::Sentence => {
            let sentence = contract.sentences.get(key)?;
            let mut leads = leads(contract, sentence.clause);
            leads.extend(sentence.lead);
            Some(Window::new(contract, sentence.clause, &leads, sentence.folded))
        }
        Scope::Clause => {
            let clause = contract.clauses.get(key)?;
            let last = contract.clauses.get(clause.items_end.checked_sub(1)?)?;
            let main = Span::new(clause.folded.start, last.folded.end);
            (!main.is_empty()).then(|| Window::new(contract, key, &leads(contract, key), main))
        }
        Scope::Section => {
            let heading = contract.clauses.get(key)?;
            let last = contract.clauses.get(heading.section_end.checked_sub(1)?)?;
            let main = Span::new(heading.folded.start, last.folded.end);
            let words = contract.folded.word_at(main.end.saturating_sub(1))
                - contract.folded.word_at(main.start);
            (words <= SECTION_WORDS).then(|| Window::new(contract, key, &[], main))
        }
        Scope::Document => {
            Some(Window::plain(contract, 0, Span::new(0, contract.folded.text.len())))
        }
    }
}

/// Whether a clause of this kind may speak in a window of this scope.
pub(super) fn speaks(
    contract: &Contract,
    window: &Window,
    scope: Scope,
    kinds: &[SectionKind],
) -> bool {
    match (scope, contract.clauses.get(window.clause)) {
        (Scope::Sentence | Scope::Clause, Some(clause)) => {
            let long = || contract.folded.get(clause.folded).split(' ').nth(7).is_some();
            let own = contract
                .sentence_at(window.main.start)
                .filter(|_| scope == Scope::Sentence)
                .and_then(|sentence| contract.kind_of(sentence));
            kinds.contains(&own.unwrap_or(clause.kind)) && (!clause.is_heading || long())
        }
        _ => true,
    }
}
