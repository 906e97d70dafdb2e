//! Frames and facets of one requirement over one document.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::Prepared;
use super::actor;
use super::confidence;
use super::evaluate::Ground;
use super::window::{self, Match, Window};
use crate::find::{Hit, ValueHit};
use crate::pack::{Frame, Gives, Patterns, Requirement, Scope, TermId};
use crate::segment::Contract;
use crate::text::{Fold, Span};

/// How near, in words, a denied duty must stand to block a frame.
const DENIAL_REACH: i64 = 14;
/// Longest passage shown as a quote, in words.
const QUOTE_WORDS: u32 = 90;

/// So many matches of one window are tested for who is obliged; where none of them counts, no
/// further one will, and a text made of one word over and over must have an end.
const MOST_TESTED: usize = 100;

/// How sure it is that an annex says what a clause announces of it.
const ANNEX_CONFIDENCE: f32 = 0.62;

/// A frame or facet that matched.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Index of the document.
    pub(super) document: usize,
    /// Name of the frame or facet.
    pub(super) name: String,
    pub(super) gives: Gives,
    pub(super) reason: Option<String>,
    pub(super) confidence: f32,
    pub(super) clause: usize,
    /// The passage to show.
    pub(super) quote: Span<Fold>,
    /// The lead-in to show before it, where the match needs it.
    pub(super) lead: Option<Span<Fold>>,
    pub(super) values: Vec<ValueHit>,
    beats: Vec<String>,
}

impl Found {
    /// A passage of an annex that another passage points to.
    pub(super) fn annex(document: usize, clause: usize, quote: Span<Fold>) -> Found {
        Found {
            document,
            name: "referenced-annex".to_owned(),
            gives: Gives::Partial,
            reason: Some("vague".to_owned()),
            confidence: ANNEX_CONFIDENCE,
            clause,
            quote,
            lead: None,
            values: Vec::new(),
            beats: Vec::new(),
        }
    }
}

/// Everything the frames of `requirement` find in a document.
pub(super) fn find(
    document: usize,
    input: &Prepared<'_>,
    patterns: &Patterns,
    requirement: &Requirement,
) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    for frame in requirement.frames.iter().filter(|f| f.in_force(&patterns.as_of)) {
        let ground = input.ground(&frame.kinds, patterns);
        for window in candidates(input, frame.scope, &frame.needs) {
            if let Some(found) = test(document, &ground, frame, &window) {
                out.push(found);
            }
        }
    }
    let beaten: BTreeSet<(usize, String)> =
        out.iter().flat_map(|f| f.beats.iter().map(|b| (f.clause, b.clone()))).collect();
    if !beaten.is_empty() {
        out.retain(|f| !beaten.contains(&(f.clause, f.name.clone())));
    }
    out
}

/// Whether a frame matches anywhere in a document.
pub(super) fn holds(input: &Prepared<'_>, patterns: &Patterns, frame: &Frame) -> bool {
    let ground = input.ground(&frame.kinds, patterns);
    candidates(input, frame.scope, &frame.needs)
        .iter()
        .any(|window| test(0, &ground, frame, window).is_some())
}

/// The windows that hold at least one hit of the rarest set of terms that the condition needs.
fn candidates<'i>(
    input: &'i Prepared<'_>,
    scope: Scope,
    sets: &[Vec<TermId>],
) -> Vec<Cow<'i, Window>> {
    let hits = input.hits;
    let size = |set: &Vec<TermId>| set.iter().map(|t| hits.of(*t).len()).sum::<usize>();
    let Some(rarest) = sets.iter().min_by_key(|s| size(s)) else { return Vec::new() };
    if size(rarest) == 0 {
        return Vec::new();
    }
    let lists: Vec<&[Hit]> = rarest.iter().map(|t| hits.of(*t)).collect();
    input.windows.near(input.contract, scope, &lists)
}

fn test(document: usize, ground: &Ground<'_>, frame: &Frame, window: &Window) -> Option<Found> {
    if !window::speaks(ground.contract, window, frame.scope, frame.kinds.as_slice()) {
        return None;
    }
    if !ground.possible(&frame.when, window) {
        return None;
    }
    let matches = ground.matches(&frame.when, window)?;
    if frame.not.as_ref().is_some_and(|not| ground.matches(not, window).is_some()) {
        return None;
    }
    let matched = matches.into_iter().take(MOST_TESTED).find(|m| {
        !(says_nothing(ground.contract, *m, frame.mentions)
            || frame.negatable && denied(ground, window, *m))
            && frame.actor.is_none_or(|actor| !actor::somebody_else(ground, window, *m, actor))
    })?;
    let (quote, lead) = passage(ground.contract, window, frame.scope, matched);
    let clause = ground.contract.clause_at(quote.start).unwrap_or(window.clause);
    let mut wanted = frame.values.clone();
    let mut named = Vec::new();
    frame.when.terms(&mut named);
    wanted.extend(named);
    let values = values_in(ground, window, &wanted, matched);
    Some(Found {
        document,
        name: frame.name.clone(),
        gives: frame.gives,
        reason: frame.reason.clone(),
        confidence: confidence::of_match(ground, frame, window, matched),
        clause,
        quote,
        lead,
        values,
        beats: frame.beats.clone(),
    })
}

/// Whether a match stands alone in the title of a clause or in a question, which say nothing by
/// themselves. Where a mention is enough a title does, and a question that has an answer.
fn says_nothing(contract: &Contract, matched: Match, mentions: bool) -> bool {
    let Some(at) = contract.sentence_at(matched.start as usize) else { return false };
    let Some(sentence) = contract.sentences.get(at) else { return false };
    let next = contract.sentences.get(at + 1);
    let answered = || next.is_some_and(|next| next.lead == Some(sentence.folded));
    let silent =
        if mentions { sentence.asks && !answered() } else { sentence.asks || sentence.is_title };
    silent && matched.end as usize <= sentence.folded.end
}

fn denied(ground: &Ground<'_>, window: &Window, matched: Match) -> bool {
    let Some(term) = ground.roles().no_duty else { return false };
    ground.hits_in(window, term).iter().any(|d| {
        d.first <= matched.last + DENIAL_REACH / 2 && d.last >= matched.first - DENIAL_REACH
    })
}

/// The typed values among `wanted` in the window, nearest to the match first.
fn values_in(
    ground: &Ground<'_>,
    window: &Window,
    wanted: &[TermId],
    matched: Match,
) -> Vec<ValueHit> {
    let mut near: Vec<(u32, ValueHit)> = Vec::new();
    let values = &ground.hits.values;
    let from = values.partition_point(|v| (v.start as usize) < window.main.start);
    for value in values.iter().skip(from).take_while(|v| (v.start as usize) < window.main.end) {
        let says = value.number.is_some() || value.code.is_some();
        if !says || !wanted.contains(&value.term) || (value.end as usize) > window.main.end {
            continue;
        }
        let distance =
            value.start.saturating_sub(matched.end).max(matched.start.saturating_sub(value.end));
        near.push((distance, value.clone()));
    }
    near.sort_by_key(|(d, v)| (*d, v.start, v.term));
    near.into_iter().map(|(_, v)| v).take(60).collect()
}

/// What to show of a window: whole sentences around the match, and the lead-in where the match
/// needs it.
pub(super) fn passage(
    contract: &Contract,
    window: &Window,
    scope: Scope,
    matched: Match,
) -> (Span<Fold>, Option<Span<Fold>>) {
    let main = window.main;
    let inside = Span::new(
        (matched.start as usize).max(main.start),
        (matched.end as usize).min(main.end).max((matched.start as usize).max(main.start)),
    );
    let leads = (matched.start as usize) < main.start || (matched.end as usize) > main.end;
    let words = |span: Span<Fold>| {
        contract
            .folded
            .word_at(span.end.saturating_sub(1))
            .saturating_sub(contract.folded.word_at(span.start))
            + 1
    };
    let whole = match scope {
        Scope::Sentence => main,
        Scope::Clause if words(main) <= QUOTE_WORDS => main,
        _ => sentences_around(contract, if inside.is_empty() { main } else { inside }, main),
    };
    let quote = if words(whole) <= QUOTE_WORDS {
        whole
    } else {
        let middle = if inside.is_empty() || leads { whole.start } else { inside.start };
        let first = contract
            .folded
            .word_at(middle)
            .saturating_sub(QUOTE_WORDS / 3)
            .max(contract.folded.word_at(whole.start));
        let last = (first + QUOTE_WORDS).min(contract.folded.word_at(whole.end.saturating_sub(1)));
        let end = (contract.folded.word_start(last + 1)).min(whole.end);
        Span::new(
            contract.folded.word_start(first).max(whole.start),
            if end < whole.end { end.saturating_sub(1) } else { end },
        )
    };
    let needed = leads || words(quote) < 6;
    let sentence = contract.sentence_at(main.start).and_then(|s| contract.sentences.get(s));
    let inside = sentence.filter(|s| s.folded == main).and_then(|s| s.lead);
    if let Some(lead) = inside.filter(|_| needed) {
        return (quote, Some(short(contract, lead)));
    }
    let lead = contract
        .clauses
        .get(window.clause)
        .and_then(|c| c.lead_in)
        .filter(|_| needed)
        .and_then(|l| contract.clauses.get(l))
        .map(|c| {
            let span = if c.is_row {
                c.folded
            } else {
                contract
                    .sentences
                    .get(c.sentences.end.saturating_sub(1))
                    .map_or(c.folded, |s| s.folded)
            };
            let first = contract
                .folded
                .word_at(span.start)
                .max(contract.folded.word_at(span.end.saturating_sub(1)).saturating_sub(40));
            Span::new(contract.folded.word_start(first).max(span.start), span.end)
        });
    (quote, lead)
}

/// The beginning of a span, as long as a quote may be.
pub(super) fn short(contract: &Contract, span: Span<Fold>) -> Span<Fold> {
    let last = contract.folded.word_at(span.start) + QUOTE_WORDS;
    if contract.folded.word_at(span.end.saturating_sub(1)) <= last {
        return span;
    }
    Span::new(span.start, contract.folded.word_start(last).saturating_sub(1))
}

fn sentences_around(contract: &Contract, inside: Span<Fold>, main: Span<Fold>) -> Span<Fold> {
    let at = |offset: usize| {
        contract.sentence_at(offset).and_then(|s| contract.sentences.get(s)).map(|s| s.folded)
    };
    let start = at(inside.start).map_or(inside.start, |s| s.start);
    let end = at(inside.end.saturating_sub(1)).map_or(inside.end, |s| s.end);
    Span::new(start.max(main.start), end.min(main.end))
}

/// The facets of a requirement that a document shows: the first passage of each.
pub(super) fn facets(
    document: usize,
    input: &Prepared<'_>,
    patterns: &Patterns,
    requirement: &Requirement,
) -> BTreeMap<String, Found> {
    let mut out = BTreeMap::new();
    let Some(facets) = &requirement.facets else { return out };
    for frame in &facets.items {
        let ground = input.ground(&frame.kinds, patterns);
        let first = candidates(input, frame.scope, &frame.needs)
            .iter()
            .find_map(|w| test(document, &ground, frame, w));
        if let Some(found) = first {
            out.insert(frame.name.clone(), found);
        }
    }
    out
}
