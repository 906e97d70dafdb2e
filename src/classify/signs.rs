//! What a document shows of its kind: its title, its words, and whom it obliges.

use super::Kind;
use crate::find::Hits;
use crate::pack::{Patterns, SectionKind, TermId};
use crate::segment::Contract;

/// How many clauses at the start can hold the title.
const TITLE_CLAUSES: usize = 12;
/// Subjects of which an agreement treats most.
pub(super) const SUBJECTS: [&str; 9] = [
    "processor",
    "controller",
    "sub_processor",
    "instructions",
    "breach",
    "security_measures",
    "audit",
    "confidential",
    "delete",
];
/// A document with fewer words is short.
const SHORT: usize = 500;
/// A clause with more words has no title in it.
const LONGEST: usize = 40;

/// What a document shows.
pub(super) struct Signs {
    pub(super) title: Option<Title>,
    /// The next one, of another kind.
    pub(super) next: Option<Title>,
    /// Number of [`SUBJECTS`] that it speaks of.
    pub(super) subjects: usize,
    /// Sentences in which a processor and a duty stand together, per thousand words.
    pub(super) duties: f32,
    /// How often it speaks of personal data, per thousand words.
    pub(super) data: f32,
    /// Number of its clauses that have a number.
    pub(super) numbered: usize,
    /// Different phrases that only agreements use; likewise for the others.
    pub(super) agreement_words: usize,
    pub(super) amendment_words: usize,
    pub(super) statement_words: usize,
    pub(super) certificate_words: usize,
    pub(super) dpia_words: usize,
    pub(super) about_words: usize,
    /// How often it tells of an agreement as of something else.
    pub(super) about: usize,
    /// How often it speaks of itself as a processor agreement, as a contract, as terms.
    pub(super) names_itself: usize,
    /// How often it says of itself that it is a processor agreement, whatever it is called.
    pub(super) declares: usize,
    pub(super) contract: usize,
    pub(super) terms: usize,
    /// Whether it has few words.
    pub(super) short: bool,
    /// Whether it is in a language that the vocabulary does not have.
    pub(super) foreign: bool,
}

impl Signs {
    /// The title that names this kind.
    pub(super) fn titled(&self, kind: Kind) -> Option<&Title> {
        [&self.title, &self.next].into_iter().flatten().find(|title| title.kind == kind)
    }
}

/// A title of a known kind.
pub(super) struct Title {
    pub(super) kind: Kind,
    /// What an annex is there for.
    pub(super) role: Option<String>,
    /// The words, folded.
    pub(super) words: String,
}

pub(super) fn signs(contract: &Contract, hits: &Hits, patterns: &Patterns) -> Signs {
    let term = |name: &str| patterns.table.term(name);
    let different = |name: &str| different(contract, hits, term(name));
    let count = |name: &str| term(name).map_or(0, |t| hits.of(t).len());
    let words = contract.folded.word_count().max(1);
    let mut titles = titles(contract, hits, patterns).into_iter();
    Signs {
        title: titles.next(),
        next: titles.next(),
        subjects: SUBJECTS
            .iter()
            .filter_map(|n| term(n))
            .filter(|t| !hits.of(*t).is_empty())
            .count(),
        duties: density(duties(hits, patterns), words),
        data: density(count("personal_data"), words),
        numbered: contract.clauses.iter().filter(|c| c.label.is_some()).count(),
        agreement_words: different("document:agreement/text"),
        amendment_words: different("document:amendment/text"),
        statement_words: different("document:privacy-statement/text"),
        certificate_words: different("document:certificate/text"),
        dpia_words: different("document:dpia/text"),
        about_words: different("document:other/text"),
        about: count("document:other/text"),
        names_itself: count("document:agreement/itself"),
        declares: count("document:agreement/declares"),
        contract: count("document:contract/itself"),
        terms: count("document:terms/itself"),
        short: words < SHORT,
        foreign: contract.language.is_some_and(|l| l != "nl" && l != "en"),
    }
}

/// Number of sentences in which a processor and a duty stand together.
fn duties(hits: &Hits, patterns: &Patterns) -> usize {
    let (Some(processor), Some(must)) =
        (patterns.table.term("processor"), patterns.table.term("must"))
    else {
        return 0;
    };
    let duties: Vec<u32> = hits.of(must).iter().map(|h| h.sentence).collect();
    let mut sentences: Vec<u32> = hits
        .of(processor)
        .iter()
        .map(|h| h.sentence)
        .filter(|s| duties.binary_search(s).is_ok())
        .collect();
    sentences.sort_unstable();
    sentences.dedup();
    sentences.len()
}

/// So many in a thousand words.
#[expect(clippy::cast_precision_loss, reason = "counts of one document, for comparison")]
fn density(count: usize, words: usize) -> f32 {
    count as f32 * 1000.0 / words as f32
}

fn different(contract: &Contract, hits: &Hits, term: Option<TermId>) -> usize {
    let Some(term) = term else { return 0 };
    let mut texts: Vec<&str> = hits
        .of(term)
        .iter()
        .filter_map(|h| contract.folded.text.get(h.start as usize..h.end as usize))
        .collect();
    texts.sort_unstable();
    texts.dedup();
    texts.len()
}

/// Clause, place in it, and the longest phrase first.
type Rank = (usize, u32, std::cmp::Reverse<u32>);

/// The titles of known kinds in the order of the document, one a kind: a phrase that opens a
/// heading or a short line, or makes up most of it.
fn titles(contract: &Contract, hits: &Hits, patterns: &Patterns) -> Vec<Title> {
    let mut all: Vec<(Rank, Title)> = Vec::new();
    for (name, words) in &patterns.kinds.kinds {
        let Some(kind) = Kind::of(name) else { continue };
        if let Some((rank, found)) = first(contract, hits, patterns, &format!("{name}/title")) {
            // The line below "Annex 1 to the agreement" tells what it is for.
            let role = words.roles.keys().find(|role| {
                first(contract, hits, patterns, &format!("{name}/{role}"))
                    .is_some_and(|(own, _)| own.0 <= rank.0 + 2)
            });
            all.push((rank, Title { kind, role: role.cloned(), words: found }));
        }
    }
    all.sort_by_key(|(rank, _)| *rank);
    all.into_iter().map(|(_, title)| title).collect()
}

/// Where phrases of a term first stand as a title, and in which words.
fn first(
    contract: &Contract,
    hits: &Hits,
    patterns: &Patterns,
    term: &str,
) -> Option<(Rank, String)> {
    let term = patterns.table.term(&format!("document:{term}"))?;
    let ranked = hits.of(term).iter().filter(|h| (h.clause as usize) < TITLE_CLAUSES);
    let ranked = ranked.filter_map(|hit| {
        let clause = contract.clauses.get(hit.clause as usize)?;
        // A clause may be the whole document and hold a hit in every line: nobody counts further
        // than a title can reach.
        let length = contract.folded.get(clause.folded).split(' ').take(LONGEST + 1).count();
        let offset = hit.start - u32::try_from(clause.folded.start).unwrap_or(0);
        let place = contract.folded.word_at(hit.start as usize)
            - contract.folded.word_at(clause.folded.start);
        // A short sentence is no title.
        let ends = contract.folded.get(clause.folded).ends_with(['.', ':', ';', ',']);
        let line = length <= 14 && !(ends && length > 6);
        // "How we treat your data (processor agreement)": the title proper, in brackets.
        let before = contract.folded.text.get(clause.folded.start..hit.start as usize);
        let bracketed = line && hit.clause < 3 && before.is_some_and(|text| text.ends_with('('));
        let titled = (clause.is_heading || line) && (place <= 4 || bracketed)
            || (length <= LONGEST && place <= 1 && hit.clause < 3);
        let rank = (hit.clause as usize, offset, std::cmp::Reverse(hit.end - hit.start));
        (titled && clause.kind != SectionKind::Contents).then_some((rank, hit))
    });
    let (rank, hit) = ranked.min_by_key(|(rank, _)| *rank)?;
    let words = contract.folded.text.get(hit.start as usize..hit.end as usize)?;
    Some((rank, words.to_owned()))
}
