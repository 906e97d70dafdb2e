//! (being written) Stand-in: only what the pipeline touches.

use crate::find::Hits;
use crate::pack::Patterns;
use crate::segment::Contract;

/// Kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "stand-in")]
pub enum Kind {
    Agreement,
    Annex,
    PrivacyStatement,
    OtherContract,
    Unknown,
}

impl Kind {
    /// The stable word.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Kind::Agreement => "agreement",
            Kind::Annex => "annex",
            Kind::PrivacyStatement => "privacy-statement",
            Kind::OtherContract => "other-contract",
            Kind::Unknown => "unknown",
        }
    }
}

/// The kind and why.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "stand-in")]
pub struct KindVerdict {
    pub kind: Kind,
    pub reason: String,
}

/// Tells the kind.
#[must_use]
pub fn classify(contract: &Contract, _hits: &Hits, _patterns: &Patterns) -> KindVerdict {
    let text = contract.raw.to_lowercase();
    let kind = if text.contains("verwerkersovereenkomst") || text.contains("processing agreement") {
        Kind::Agreement
    } else {
        Kind::Unknown
    };
    KindVerdict { kind, reason: "stand-in".into() }
}
