//! For what is missing: the passages that come nearest, and what each lacks.
//!
//! In: the documents and a requirement that nothing fulfilled. Out: at most a few passages, the
//! nearest first. What must stay true: a definition or a recital is shown only where nothing else
//! is near, since it tells a reader least.

use super::Prepared;
use super::frames::passage;
use super::window::Window;
use crate::pack::{Gives, Patterns, Requirement, Scope, SectionKind, TermId};
use crate::text::{Fold, Span};

/// Fewer words than this are a title or a scrap.
const WORDS: usize = 6;
/// So many of the things that a frame demands make a passage near without the topic.
const SHARED: usize = 2;

/// A passage that did not suffice.
#[derive(Clone, Debug)]
pub(super) struct Near {
    pub(super) document: usize,
    pub(super) clause: usize,
    pub(super) quote: Span<Fold>,
    pub(super) lead: Option<Span<Fold>>,
    /// A stable code for what it lacks.
    pub(super) lacks: &'static str,
    rank: (bool, usize, bool),
}

/// The nearest passages of all documents.
pub(super) fn nearest(
    inputs: &[Prepared<'_>],
    patterns: &Patterns,
    requirement: &Requirement,
    limit: usize,
) -> Vec<Near> {
    let mut all: Vec<Near> = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let worth = worth_a_look(input, requirement);
        let sentences = (0..).zip(worth).filter(|(_, worth)| *worth);
        all.extend(sentences.filter_map(|(s, _)| near(index, input, patterns, requirement, s)));
    }
    // Stable: what ranks alike stays in the order of the documents.
    all.sort_by_key(|near| std::cmp::Reverse(near.rank));
    all.dedup_by(|b, a| a.document == b.document && a.quote == b.quote);
    all.truncate(limit);
    all
}

/// The sentences that can be near: those that hold enough of what one frame demands, or what the
/// topic cannot do without. Told from the hits, which are few, and not from the sentences.
fn worth_a_look(input: &Prepared<'_>, requirement: &Requirement) -> Vec<bool> {
    let mut worth = vec![false; input.contract.sentences.len()];
    let sentences = |set: &[TermId]| -> Vec<u32> {
        let hits = set.iter().flat_map(|term| input.hits.of(*term));
        hits.map(|hit| hit.sentence).collect()
    };
    let mut mark = |sentence: u32| {
        if let Some(worth) = worth.get_mut(sentence as usize) {
            *worth = true;
        }
    };
    if let Some(topic) = &requirement.topic {
        let lists = topic.required().into_iter().map(|set| sentences(&set));
        match lists.min_by_key(Vec::len) {
            Some(list) => list.into_iter().for_each(&mut mark),
            None => return vec![true; input.contract.sentences.len()],
        }
    }
    let mut all: Vec<u32> = Vec::new();
    for frame in requirement.frames.iter().filter(|f| f.gives == Gives::Met) {
        all.clear();
        for set in &frame.needs {
            let mut own = sentences(set);
            own.sort_unstable();
            own.dedup();
            all.append(&mut own);
        }
        all.sort_unstable();
        let shared = |pair: &[u32]| pair.first() == pair.last();
        all.windows(SHARED).filter(|w| shared(w)).flatten().for_each(|s| mark(*s));
    }
    worth
}

fn near(
    document: usize,
    input: &Prepared<'_>,
    patterns: &Patterns,
    requirement: &Requirement,
    sentence: usize,
) -> Option<Near> {
    let contract = input.contract;
    let own = contract.sentences.get(sentence)?;
    let clause = contract.clauses.get(own.clause).filter(|c| !c.is_heading)?;
    if contract.folded.get(own.folded).split(' ').take(WORDS).count() < WORDS {
        return None;
    }
    let ground = input.ground(&SectionKind::ALL, patterns);
    let window = Window::plain(contract, own.clause, own.folded);
    let (shared, lacking) = shared(input, patterns, requirement, &window);
    let topic = requirement
        .topic
        .as_ref()
        .filter(|topic| ground.possible(topic, &window))
        .and_then(|topic| ground.matches(topic, &window));
    if topic.is_none() && shared < SHARED {
        return None;
    }
    let lacks = out_of_place(clause.kind).unwrap_or(lacking);
    let here = topic.as_ref().and_then(|found| found.first().copied());
    let (quote, lead) = match here {
        Some(matched) => passage(contract, &window, Scope::Sentence, matched),
        None => (own.folded, None),
    };
    let rank = (out_of_place(clause.kind).is_none(), shared, topic.is_some());
    Some(Near { document, clause: own.clause, quote, lead, lacks, rank })
}

/// How many of the things that one frame demands stand in the window, at most; and what that frame
/// lacks there.
fn shared(
    input: &Prepared<'_>,
    patterns: &Patterns,
    requirement: &Requirement,
    window: &Window,
) -> (usize, &'static str) {
    let mut best = (0, "no-obligation");
    for frame in requirement.frames.iter().filter(|f| f.gives == Gives::Met) {
        let has = |set: &&Vec<_>| set.iter().any(|term| window.has(input.hits.of(*term)));
        let count = frame.needs.iter().filter(has).count();
        if count <= best.0 {
            continue;
        }
        let value = |set: &Vec<TermId>| {
            set.iter().all(|term| {
                let info = patterns.table.terms.get(term.0 as usize);
                info.is_some_and(|t| t.name.starts_with('@'))
            })
        };
        let lacking = frame.needs.iter().find(|set| !has(set));
        best = (
            count,
            match lacking {
                Some(set) if value(set) => "no-value",
                Some(_) => "names-part",
                None => "no-obligation",
            },
        );
    }
    best
}

/// Why a part of a document of this kind fulfils nothing, where that is so.
fn out_of_place(kind: SectionKind) -> Option<&'static str> {
    match kind {
        SectionKind::Definitions => Some("definition-only"),
        SectionKind::Recitals => Some("recital-only"),
        SectionKind::QuoteOfLaw => Some("restates-law"),
        SectionKind::Contents | SectionKind::Signature | SectionKind::Parties => {
            Some("mentioned-only")
        }
        SectionKind::Operative | SectionKind::Annex | SectionKind::Table => None,
    }
}
