//! What people decided: `reviews.toml` beside the contracts, laid over the verdicts of a vendor.
//!
//! In: entries, and a vendor's verdicts and documents. Out: changed verdicts, and what became of
//! every entry. What must stay true: an entry holds only for the text that it was made on; nobody's
//! "met" stands without a passage that is there; an entry that does nothing is told, never lost.

mod file;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::report::{
    DocumentReport, Evidence, Polarity, RequirementReport, ReviewReport, ReviewState, Status,
};
use crate::text;

pub use file::{ReviewError, add, parse};

/// What stands in the reason codes of a verdict that a person gave.
const REVIEWED: &str = "reviewed";
/// The same for one that a person accepts as it is.
const WAIVED: &str = "waived";

/// Whether a reason code says that a person gave the verdict.
#[must_use]
pub fn decided(reason: &str) -> bool {
    matches!(reason, REVIEWED | WAIVED)
}

/// What a person decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The text says it: `quote` shows where.
    Met,
    /// The text says part of it.
    Partial,
    /// The text does not say it.
    Missing,
    /// The text says the opposite.
    Contradicted,
    /// It does not apply to this vendor.
    NotApplicable,
    /// It stays as it is, and is accepted until a date.
    Waived,
}

impl Decision {
    /// The word in `reviews.toml`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Decision::Met => "met",
            Decision::Partial => "partial",
            Decision::Missing => "missing",
            Decision::Contradicted => "contradicted",
            Decision::NotApplicable => "not_applicable",
            Decision::Waived => "waived",
        }
    }

    fn status(self) -> Status {
        match self {
            Decision::Met => Status::Met,
            Decision::Partial => Status::Partial,
            Decision::Missing => Status::Missing,
            Decision::Contradicted => Status::Contradicted,
            Decision::NotApplicable | Decision::Waived => Status::NotApplicable,
        }
    }
}

/// One entry of `reviews.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// The vendor's name as reports give it.
    pub vendor: String,
    /// The requirement's id.
    pub requirement: String,
    /// What was decided.
    pub verdict: Decision,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day on which it counts, `YYYY-MM-DD`; without one it counts while the text does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The document's own words that decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// Path of their document, for the reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// SHA-256 of that document's bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_sha256: Option<String>,
    /// SHA-256 of the clause that holds the quote, folded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause_sha256: Option<String>,
    /// What the entry was made on, where it quotes nothing: see [`finding`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding_sha256: Option<String>,
}

/// Finds words in a document, told by the SHA-256 of its bytes.
pub trait Passages {
    /// The passage of the document that holds these words, and the hash of its clause; nothing
    /// where they are not there.
    fn find(&self, document_sha256: &str, quote: &str) -> Option<(Evidence, String)>;
}

/// SHA-256 of text, folded so that layout does not count, in hexadecimal.
#[must_use]
pub fn hash(text: &str) -> String {
    hex(&[&text::fold(text).text])
}

fn hex(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// A hash of what a finding rests on: its status, its passages and their documents. Where it has no
/// passage, it rests on all documents of the vendor.
#[must_use]
pub fn finding(requirement: &RequirementReport, documents: &[DocumentReport]) -> String {
    let sha =
        |path: &str| documents.iter().find(|d| d.path == path).map_or("", |d| d.sha256.as_str());
    let mut parts: Vec<String> = vec![format!("{:?}", requirement.status)];
    for evidence in &requirement.evidence {
        parts.push(sha(&evidence.document).to_owned());
        parts.push(text::fold(&evidence.quote).text);
    }
    if requirement.evidence.is_empty() {
        let mut all: Vec<String> = documents.iter().map(|d| d.sha256.clone()).collect();
        all.sort();
        all.dedup();
        parts.extend(all);
    }
    hex(&parts.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Whether two names are one vendor's.
fn same_vendor(a: &str, b: &str) -> bool {
    text::fold(a).text.trim() == text::fold(b).text.trim()
}

/// Lays the entries of a vendor over its verdicts; tells what became of each.
pub fn apply(
    reviews: &[Review],
    vendor: &str,
    requirements: &mut [RequirementReport],
    documents: &[DocumentReport],
    passages: &dyn Passages,
    as_of: &str,
) -> Vec<ReviewReport> {
    let own = reviews.iter().filter(|r| same_vendor(&r.vendor, vendor));
    own.map(|review| {
        let found = requirements.iter_mut().find(|r| r.id == review.requirement);
        let (state, was) = match found {
            None => (ReviewState::Unused, None),
            Some(requirement) => one(review, requirement, documents, passages, as_of),
        };
        told(review, state, was)
    })
    .collect()
}

/// Entries of vendors that the report does not have.
#[must_use]
pub fn unused(reviews: &[Review], vendors: &[&str]) -> Vec<ReviewReport> {
    let strange = reviews.iter().filter(|r| !vendors.iter().any(|v| same_vendor(v, &r.vendor)));
    strange.map(|review| told(review, ReviewState::Unused, None)).collect()
}

fn told(review: &Review, state: ReviewState, was: Option<RequirementReport>) -> ReviewReport {
    ReviewReport {
        vendor: review.vendor.clone(),
        requirement: review.requirement.clone(),
        verdict: review.verdict.code().to_owned(),
        reason: review.reason.clone(),
        owner: review.owner.clone(),
        until: review.until.clone(),
        state,
        title: was.as_ref().map(|w| w.title.clone()),
        was: was.as_ref().map(|w| w.status),
        evidence: was.map(|w| w.evidence).unwrap_or_default(),
    }
}

/// One entry on its finding: what became of it, and the finding as it was where it changed.
fn one(
    review: &Review,
    requirement: &mut RequirementReport,
    documents: &[DocumentReport],
    passages: &dyn Passages,
    as_of: &str,
) -> (ReviewState, Option<RequirementReport>) {
    if review.until.as_deref().is_some_and(|until| until < as_of) {
        return (ReviewState::Expired, None);
    }
    let was = requirement.clone();
    let passage = match bound(review, requirement, documents, passages) {
        Ok(passage) => passage,
        Err(state) => return (state, None),
    };
    let status = review.verdict.status();
    if requirement.status == status {
        return (ReviewState::Unneeded, None);
    }
    requirement.status = status;
    let waived = review.verdict == Decision::Waived;
    requirement.reasons = vec![if waived { WAIVED } else { REVIEWED }.to_owned()];
    requirement.confidence = 1.0;
    if let Some(passage) = passage {
        requirement.evidence.insert(0, passage);
    }
    if status == Status::Met {
        requirement.searched = None;
        requirement.near_misses.clear();
        requirement.evidence.retain(|e| e.polarity == Polarity::Supports);
    }
    (ReviewState::Applied, Some(was))
}

/// Whether the text is the one that the entry was made on, and the passage that it quotes.
fn bound(
    review: &Review,
    requirement: &RequirementReport,
    documents: &[DocumentReport],
    passages: &dyn Passages,
) -> Result<Option<Evidence>, ReviewState> {
    if let Some(quote) = &review.quote {
        let sha = review.document_sha256.as_deref().unwrap_or_default();
        if sha.is_empty() || !documents.iter().any(|d| d.sha256 == sha) {
            return Err(ReviewState::Changed);
        }
        let (passage, clause) = passages.find(sha, quote).ok_or(ReviewState::NoPassage)?;
        if review.clause_sha256.as_ref().is_some_and(|bound| *bound != clause) {
            return Err(ReviewState::Changed);
        }
        return Ok(Some(passage));
    }
    if review.verdict == Decision::Met {
        return Err(ReviewState::NoPassage);
    }
    let unchanged = review.finding_sha256.as_deref() == Some(&finding(requirement, documents));
    if unchanged { Ok(None) } else { Err(ReviewState::Changed) }
}
