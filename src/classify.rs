//! What kind of document it is, by its title and by what it says, never by its file name.
//!
//! In: a [`Contract`] and its [`Hits`]. Out: a [`Kind`] with the reason. What must stay true: a
//! document is an agreement only where it both calls itself one, or speaks as one throughout, and
//! lays duties on a processor; a page about an agreement is none.

pub mod examples;
mod signs;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::find::Hits;
use crate::pack::Patterns;
use crate::parties::Parties;
use crate::segment::Contract;
use signs::{SUBJECTS, Signs};

/// The kinds of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A processor agreement.
    Agreement,
    /// What changes one, and leaves the rest of it as it was.
    Amendment,
    /// An annex to one.
    Annex,
    /// A privacy statement.
    PrivacyStatement,
    /// General terms.
    Terms,
    /// Another contract, such as the main one.
    OtherContract,
    /// A certificate, or the report of an audit.
    Certificate,
    /// A promise of secrecy.
    Nda,
    /// A data protection impact assessment.
    Dpia,
    /// A register of processing, of incidents or of contracts.
    Register,
    /// A policy, protocol, statute or form.
    Policy,
    /// A page that tells of an agreement, and is none.
    Other,
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
            Kind::Amendment => "amendment",
            Kind::Annex => "annex",
            Kind::PrivacyStatement => "privacy-statement",
            Kind::Terms => "general-terms",
            Kind::OtherContract => "other-contract",
            Kind::Certificate => "certificate",
            Kind::Nda => "nda",
            Kind::Dpia => "dpia",
            Kind::Register => "register",
            Kind::Policy => "policy",
            Kind::Other => "other",
            Kind::Message => "message",
            Kind::Unknown => "unknown",
        }
    }

    /// The kind whose words `patterns/kinds.toml` gives under this name.
    fn of(name: &str) -> Option<Kind> {
        Some(match name {
            "agreement" => Kind::Agreement,
            "amendment" => Kind::Amendment,
            "annex" => Kind::Annex,
            "privacy-statement" => Kind::PrivacyStatement,
            "terms" => Kind::Terms,
            "contract" => Kind::OtherContract,
            "certificate" => Kind::Certificate,
            "nda" => Kind::Nda,
            "dpia" => Kind::Dpia,
            "register" => Kind::Register,
            "policy" => Kind::Policy,
            "other" => Kind::Other,
            _ => return None,
        })
    }
}

/// A kind and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindVerdict {
    /// The kind.
    pub kind: Kind,
    /// What an annex is there for: `privacy-annex`, `security-annex`, `sub-processor-list`.
    pub role: Option<String>,
    /// Why: the title found, or what the text speaks of.
    pub reason: String,
    /// Whether a document that is no agreement lays duties on a processor all the same: general
    /// terms with a chapter on the processing, say. Told by [`reconsider`].
    pub has_duties: bool,
    /// Whether its title is that of a processor agreement and it tells of no other. Where its words
    /// are too few to tell, on a first page, say, [`reconsider`] goes by this.
    pub called_agreement: bool,
}

/// Classifies a document.
#[must_use]
pub fn classify(contract: &Contract, hits: &Hits, patterns: &Patterns) -> KindVerdict {
    let signs = signs::signs(contract, hits, patterns);
    let kind = kind(&signs);
    let role = signs.titled(kind).and_then(|title| title.role.clone());
    let called_agreement =
        signs.about == 0 && signs.title.as_ref().is_some_and(|title| title.kind == Kind::Agreement);
    KindVerdict { kind, role, reason: reason(&signs, kind), has_duties: false, called_agreement }
}

/// The rules, the surest first. The numbers were chosen on documents of both languages; what they
/// must keep apart is in the examples of `patterns/kinds.toml`.
fn kind(signs: &Signs) -> Kind {
    let title = signs.title.as_ref().map(|t| t.kind);
    if signs.reports {
        return Kind::Other;
    }
    if signs.declares > 0 && signs.subjects >= DECLARED {
        return Kind::Agreement;
    }
    if tells_of_one(signs, title) {
        return Kind::Other;
    }
    let content = signs.subjects >= 6 && signs.agreement_words >= 3;
    let strong = signs.subjects >= 8 && signs.agreement_words >= 5;
    let speaks = strong
        && (signs.duties >= 8.0 || signs.names_itself >= 5 && signs.names_itself > signs.contract);
    match title {
        Some(Kind::Agreement | Kind::Amendment)
            if signs.amendment_words >= 2 && (signs.subjects < 8 || signs.duties < 4.0) =>
        {
            Kind::Amendment
        }
        Some(Kind::Agreement) if called_one(signs) => Kind::Agreement,
        Some(Kind::Amendment) if strong && signs.duties >= 3.0 => Kind::Agreement,
        Some(Kind::Annex) if speaks => Kind::Agreement,
        Some(Kind::Policy | Kind::Other) if obliges(signs) => Kind::Agreement,
        Some(Kind::Terms | Kind::OtherContract) if speaks_of_nothing_else(signs) => Kind::Agreement,
        Some(
            Kind::Terms | Kind::OtherContract | Kind::PrivacyStatement | Kind::Policy | Kind::Other,
        ) if speaks => Kind::Agreement,
        None if strong || signs.subjects == SUBJECTS.len() || content && signs.duties >= 2.0 => {
            if signs.contract + signs.names_itself == 0 && signs.duties < 2.0 {
                Kind::Unknown
            } else if signs.terms > signs.contract + signs.names_itself && signs.duties < 4.0 {
                Kind::Terms
            } else if signs.contract > 3 * signs.names_itself.max(1) && signs.duties < 2.0 {
                Kind::OtherContract
            } else {
                Kind::Agreement
            }
        }
        None if obliges(signs) && signs.data >= 30.0 => Kind::Agreement,
        // "Agreement" above something else: what it belongs to, not what it is.
        Some(Kind::Agreement) => {
            signs.next.as_ref().map_or_else(|| by_words(signs), |title| title.kind)
        }
        None => by_words(signs),
        Some(other) => other,
    }
}

/// So many subjects must a document treat that says of itself that it is the agreement.
const DECLARED: usize = 4;

/// Whether a document with the title of an agreement is one.
fn called_one(signs: &Signs) -> bool {
    // The title may be that of what an annex belongs to.
    let annexed = signs.next.as_ref().is_some_and(|next| next.kind == Kind::Annex);
    signs.subjects >= 7
        || signs.subjects >= 5 && signs.about == 0 && !annexed
        || signs.subjects >= 5 && signs.duties >= 1.5
        || signs.short && signs.subjects >= 4 && signs.duties >= 8.0
        // A page of ten lines that speaks of itself as one, and of no other.
        || signs.short && signs.subjects >= 4 && signs.names_itself > 0 && signs.about == 0
        // The vocabulary has no subjects in other languages; the usual phrases stand for them.
        || signs.foreign && signs.agreement_words >= 4
}

/// Whether a document speaks throughout of what a processor must do with personal data.
fn obliges(signs: &Signs) -> bool {
    signs.subjects >= 8 && signs.duties >= 8.0 && signs.data >= 20.0 && !signs.short
}

/// Whether a contract that is called something else is about nothing but a processor's duties: an
/// addendum for pupils' data, say. Main contracts and terms reach two thirds of these densities.
fn speaks_of_nothing_else(signs: &Signs) -> bool {
    signs.subjects == SUBJECTS.len() && signs.duties >= 12.0 && signs.data >= 30.0
}

/// Whether a document tells of an agreement: it speaks more of "a" or "our" agreement than of
/// "this" one.
fn tells_of_one(signs: &Signs, title: Option<Kind>) -> bool {
    // Whoever numbers its clauses lays them down.
    let numbered = signs.numbered > 12;
    if numbered || !matches!(title, None | Some(Kind::Agreement | Kind::Other)) {
        return false;
    }
    let own = signs.names_itself + signs.contract + signs.terms;
    let mostly = signs.about > own && signs.duties < 8.0;
    signs.about_words >= 3 && (own == 0 || mostly)
        || signs.about_words >= 2 && own == 0 && signs.duties < 4.0
        || title == Some(Kind::Other) && mostly
}

/// The kind of a document without a title that is known.
fn by_words(signs: &Signs) -> Kind {
    if signs.dpia_words >= 4 {
        Kind::Dpia
    } else if signs.certificate_words >= 4 && signs.contract + signs.terms == 0 {
        Kind::Certificate
    } else if signs.statement_words >= 3 {
        Kind::PrivacyStatement
    } else if signs.terms >= 3 && signs.terms > signs.contract {
        Kind::Terms
    } else if signs.contract >= 3 {
        Kind::OtherContract
    } else {
        Kind::Unknown
    }
}

fn reason(signs: &Signs, kind: Kind) -> String {
    let speaks = format!(
        "speaks of {} of {} subjects of an agreement, in {} of its usual phrases; names itself {} times; in 1000 words {:.1} duties of a processor and {:.0} times personal data",
        signs.subjects,
        SUBJECTS.len(),
        signs.agreement_words,
        signs.names_itself + signs.contract + signs.terms,
        signs.duties,
        signs.data
    );
    if kind == Kind::Agreement && signs.declares > 0 {
        return format!("says of itself that it is one; {speaks}");
    }
    match (signs.titled(kind), kind) {
        (Some(title), _) => format!("title: {}; {speaks}", title.words),
        (_, Kind::Unknown) => match &signs.title {
            Some(title) => format!("too few words for its title: {}; {speaks}", title.words),
            None => format!("no title of a known kind; {speaks}"),
        },
        (_, Kind::Other) => {
            format!("tells of an agreement in {} places; {speaks}", signs.about)
        }
        (_, Kind::Amendment) => {
            format!("changes an agreement in {} phrases; {speaks}", signs.amendment_words)
        }
        _ => speaks,
    }
}

/// Letters of GDPR art. 28(3) that make a document without a title a processor agreement.
const LETTERS: usize = 6;
/// The same where the document calls its parties controller and processor; none is needed where it
/// also calls itself an agreement, and one without such parties.
const LETTERS_WITH_PARTIES: usize = 3;
/// Letters for every thousand words that make a document with another title one: general terms or
/// a subscription agreement of twelve thousand words can hold them all in one of its chapters.
const LETTERS_A_THOUSAND_WORDS: f32 = 1.2;

/// Letters with which terms or a main contract lay duties on a processor.
const LETTERS_IN_A_CHAPTER: usize = 2;

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
        Kind::Unknown | Kind::Terms | Kind::OtherContract if verdict.called_agreement => {
            letters > 0 || titled_parties(parties, patterns)
        }
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
        let binds = matches!(verdict.kind, Kind::Unknown | Kind::Terms | Kind::OtherContract);
        return KindVerdict { has_duties: binds && letters >= LETTERS_IN_A_CHAPTER, ..verdict };
    }
    KindVerdict {
        has_duties: false,
        called_agreement: verdict.called_agreement,
        kind: Kind::Agreement,
        role: None,
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
