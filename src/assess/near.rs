//! For what is missing: the passages that come nearest, and what each lacks.
//!
//! In: the documents and a requirement that nothing fulfilled. Out: at most a few passages, the
//! nearest first. What must stay true: a definition or a recital is shown only where nothing else
//! is near, since it tells a reader least.

use super::Prepared;
use super::evaluate::Ground;
use super::frames::passage;
use super::window::Window;
use crate::pack::{Gives, Patterns, Requirement, Scope, SectionKind};
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
        let sentences = 0..input.contract.sentences.len();
        all.extend(sentences.filter_map(|s| near(index, input, patterns, requirement, s)));
    }
    // Stable: what ranks alike stays in the order of the documents.
    all.sort_by_key(|near| std::cmp::Reverse(near.rank));
    all.dedup_by(|b, a| a.document == b.document && a.quote == b.quote);
    all.truncate(limit);
    all
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
    let ground = Ground { contract, hits: input.hits, kinds: &SectionKind::ALL };
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
        let value = |set: &Vec<crate::pack::TermId>| {
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
