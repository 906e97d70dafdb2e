//! What kind of document it is, by its title and by what it says, never by its file name.
//!
//! In: a [`Contract`] and its [`Hits`]. Out: a [`Kind`] with the reason. What must stay true: a
//! document is an agreement only where it both calls itself one, or speaks as one throughout, and
//! lays duties on a processor; a page about an agreement is none.

use std::collections::BTreeSet;

use crate::find::Hits;
use crate::pack::{Patterns, SectionKind, TermId};
use crate::parties::Parties;
use crate::segment::Contract;

/// How many clauses at the start can hold the title.
const TITLE_CLAUSES: usize = 12;
/// Subjects of which an agreement treats most.
const SUBJECTS: [&str; 9] = [
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

/// The kinds of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A processor agreement.
    Agreement,
    /// An annex to one.
    Annex,
    /// A privacy statement.
    PrivacyStatement,
    /// General terms.
    Terms,
    /// Another contract.
    OtherContract,
    /// A promise of secrecy.
    Nda,
    /// A data protection impact assessment.
    Dpia,
    /// A policy, protocol, statute or form.
    Policy,
    /// An e-mail's own words: it carries documents, and is none that binds.
    Message,
    /// None of these for sure.
    Unknown,
}

impl Kind {
    /// The word in the report.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Kind::Agreement => "agreement",
            Kind::Annex => "annex",
            Kind::PrivacyStatement => "privacy-statement",
            Kind::Terms => "general-terms",
            Kind::OtherContract => "other-contract",
            Kind::Nda => "nda",
            Kind::Dpia => "dpia",
            Kind::Policy => "policy",
            Kind::Message => "message",
            Kind::Unknown => "unknown",
        }
    }

    fn of(name: &str) -> Option<Kind> {
        Some(match name {
            "agreement" => Kind::Agreement,
            "annex" => Kind::Annex,
            "privacy-statement" => Kind::PrivacyStatement,
            "terms" => Kind::Terms,
            "contract" => Kind::OtherContract,
            "nda" => Kind::Nda,
            "dpia" => Kind::Dpia,
            "policy" => Kind::Policy,
            _ => return None,
        })
    }
}

/// A kind and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindVerdict {
    /// The kind.
    pub kind: Kind,
    /// Why: the title found, or what the text speaks of.
    pub reason: String,
}

/// What a document shows.
struct Signs {
    title: Option<(Kind, String)>,
    /// Number of [`SUBJECTS`] that it speaks of.
    subjects: usize,
    /// Sentences in which a processor and a duty stand together, per thousand words.
    duties: f32,
    /// Different phrases that only agreements use.
    agreement_words: usize,
    statement_words: usize,
    /// Whether it has less than 500 words.
    short: bool,
}

/// Classifies a document.
#[must_use]
pub fn classify(contract: &Contract, hits: &Hits, patterns: &Patterns) -> KindVerdict {
    let signs = signs(contract, hits, patterns);
    let content = signs.subjects >= 6 && signs.agreement_words >= 3;
    let strong = signs.subjects >= 8 && signs.agreement_words >= 5;
    let title = signs.title.as_ref().map(|(k, _)| *k);
    let kind = match title {
        Some(Kind::Agreement)
            if signs.subjects >= 7 || signs.subjects >= 5 && signs.duties >= 1.5 =>
        {
            Kind::Agreement
        }
        Some(Kind::Agreement) if signs.short && signs.subjects >= 4 && signs.duties >= 8.0 => {
            Kind::Agreement
        }
        Some(Kind::Terms | Kind::OtherContract | Kind::PrivacyStatement)
            if strong && signs.duties >= 8.0 =>
        {
            Kind::Agreement
        }
        Some(Kind::Annex) if strong && signs.duties >= 3.0 => Kind::Agreement,
        None if strong || signs.subjects == SUBJECTS.len() || content && signs.duties >= 2.0 => {
            Kind::Agreement
        }
        None if signs.statement_words >= 3 => Kind::PrivacyStatement,
        Some(Kind::Agreement) | None => Kind::Unknown,
        Some(other) => other,
    };
    let reason = match (&signs.title, kind) {
        (Some((k, words)), _) if *k == kind => format!("title: {words}"),
        (_, Kind::Unknown) => format!(
            "no title of a known kind; speaks of {} of {} subjects of an agreement, in {} of its usual phrases",
            signs.subjects,
            SUBJECTS.len(),
            signs.agreement_words
        ),
        _ => format!("speaks of {} of {} subjects of an agreement", signs.subjects, SUBJECTS.len()),
    };
    KindVerdict { kind, reason }
}

/// Letters of GDPR art. 28(3) that make a document without a title a processor agreement.
const LETTERS: usize = 6;
/// The same where the document calls its parties controller and processor.
const LETTERS_WITH_PARTIES: usize = 3;
/// Letters for every thousand words that make a document with another title one: general terms or
/// a subscription agreement of twelve thousand words can hold them all in one of its chapters.
const LETTERS_A_THOUSAND_WORDS: f32 = 1.2;

/// Looks again at a document that is not called a processor agreement, now that it is known how
/// many `letters` of GDPR art. 28(3), of eight, it fulfils: one that lays most of them on a
/// processor is one.
#[must_use]
pub fn reconsider(
    verdict: KindVerdict,
    letters: usize,
    contract: &Contract,
    parties: &Parties,
    patterns: &Patterns,
) -> KindVerdict {
    #[expect(clippy::cast_precision_loss, reason = "a density for comparison")]
    let density = letters as f32 * 1000.0 / contract.folded.word_count().max(1) as f32;
    let agreement = match verdict.kind {
        Kind::Unknown => {
            letters >= LETTERS
                || letters >= LETTERS_WITH_PARTIES && titled_parties(parties, patterns)
        }
        Kind::Terms | Kind::OtherContract | Kind::Policy | Kind::Annex => {
            letters >= LETTERS && density >= LETTERS_A_THOUSAND_WORDS
        }
        _ => false,
    };
    if !agreement {
        return verdict;
    }
    KindVerdict {
        kind: Kind::Agreement,
        reason: format!(
            "fulfils {letters} of the 8 letters of GDPR art. 28(3) ({})",
            verdict.reason
        ),
    }
}

/// Whether the document introduces one party as its controller and another as its processor.
fn titled_parties(parties: &Parties, patterns: &Patterns) -> bool {
    let titled = |names: &BTreeSet<String>, role: &str| {
        patterns.table.term(role).is_some_and(|role| {
            names.iter().any(|name| patterns.table.terms_of(name).contains(&role))
        })
    };
    titled(&parties.processor, "processor") && titled(&parties.controller, "controller")
}

fn signs(contract: &Contract, hits: &Hits, patterns: &Patterns) -> Signs {
    let term = |name: &str| patterns.table.term(name);
    let words = contract.folded.word_count().max(1);
    let subjects =
        SUBJECTS.iter().filter_map(|n| term(n)).filter(|t| !hits.of(*t).is_empty()).count();
    let mut sentences: Vec<u32> = Vec::new();
    if let (Some(processor), Some(must)) = (term("processor"), term("must")) {
        let duties: Vec<u32> = hits.of(must).iter().map(|h| h.sentence).collect();
        sentences = hits
            .of(processor)
            .iter()
            .map(|h| h.sentence)
            .filter(|s| duties.binary_search(s).is_ok())
            .collect();
        sentences.sort_unstable();
        sentences.dedup();
    }
    #[expect(clippy::cast_precision_loss, reason = "a density for comparison")]
    let duties = sentences.len() as f32 * 1000.0 / words as f32;
    Signs {
        title: title(contract, hits, patterns),
        subjects,
        duties,
        agreement_words: different(contract, hits, term("document:agreement/text")),
        statement_words: different(contract, hits, term("document:privacy-statement/text")),
        short: words < 500,
    }
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

/// The first title of a known kind: a phrase that opens a heading or a short line, or makes up
/// most of it.
fn title(contract: &Contract, hits: &Hits, patterns: &Patterns) -> Option<(Kind, String)> {
    let mut best: Option<(Rank, Kind, String)> = None;
    for name in patterns.structure.documents.keys() {
        let (Some(kind), Some(term)) =
            (Kind::of(name), patterns.table.term(&format!("document:{name}/title")))
        else {
            continue;
        };
        for hit in hits.of(term).iter().filter(|h| (h.clause as usize) < TITLE_CLAUSES) {
            let Some(clause) = contract.clauses.get(hit.clause as usize) else { continue };
            let text = contract.folded.get(clause.folded);
            let length = text.split(' ').count();
            let offset = hit.start - u32::try_from(clause.folded.start).unwrap_or(0);
            let place = contract.folded.word_at(hit.start as usize)
                - contract.folded.word_at(clause.folded.start);
            let titled = (clause.is_heading || length <= 14) && place <= 4
                || (length <= 40 && place <= 1 && hit.clause < 3);
            if !titled || clause.kind == SectionKind::Contents {
                continue;
            }
            let rank = (hit.clause as usize, offset, std::cmp::Reverse(hit.end - hit.start));
            if best.as_ref().is_none_or(|(r, ..)| rank < *r) {
                best = Some((
                    rank,
                    kind,
                    contract
                        .folded
                        .text
                        .get(hit.start as usize..hit.end as usize)
                        .unwrap_or("")
                        .to_owned(),
                ));
            }
        }
    }
    best.map(|(_, kind, words)| (kind, words))
}
