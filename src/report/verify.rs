//! The outcome of `dpascan verify`: part of the JSON contract.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Origin;

/// A report held against the documents as they are now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Verification {
    /// Version of this contract, `1.x`.
    pub schema_version: String,
    /// Where the report comes from.
    pub report: Origin,
    /// Number of documents by state.
    pub document_counts: BTreeMap<DocumentState, usize>,
    /// Number of quotes by state.
    pub quote_counts: BTreeMap<QuoteState, usize>,
    /// The documents of the report, vendor by vendor, then those that it does not know.
    pub documents: Vec<DocumentCheck>,
    /// Every quote of the report in its order.
    pub quotes: Vec<QuoteCheck>,
}

impl Verification {
    /// Whether every document of the report is there with its bytes, and every quote stands on its
    /// page.
    #[must_use]
    pub fn holds(&self) -> bool {
        let documents = [DocumentState::Same, DocumentState::Moved, DocumentState::New];
        self.document_counts.keys().all(|state| documents.contains(state))
            && self.quote_counts.keys().all(|state| *state == QuoteState::Found)
    }
}

/// One document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentCheck {
    /// The vendor to which the report gives it; absent for a new one.
    pub vendor: Option<String>,
    /// Its path in the report; for a new one, where it is.
    pub path: String,
    /// What became of it.
    pub state: DocumentState,
    /// Where it is now, where that is elsewhere.
    pub now: Option<String>,
    /// Why it cannot be read now: a stable code, and behind a colon what the reader says.
    pub unread: Option<String>,
}

/// What became of a document since the report.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum DocumentState {
    /// The same bytes at the same path.
    Same,
    /// The same bytes at another path.
    Moved,
    /// Other bytes at the same path.
    Changed,
    /// Neither its bytes nor its path are there.
    Gone,
    /// The report does not know it.
    New,
}

/// One quote of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteCheck {
    /// The vendor.
    pub vendor: String,
    /// The id of the requirement that it serves.
    pub requirement: String,
    /// Path of its document in the report.
    pub document: String,
    /// Its page in the report, from 1.
    pub page: u32,
    /// The words.
    pub quote: String,
    /// Whether it stands there.
    pub state: QuoteState,
    /// For a quote found elsewhere: where.
    pub at: Option<Whereabouts>,
    /// For what cannot be checked: `ocr` (its page was recognised from a picture, and is not now),
    /// or the code for which its document cannot be read.
    pub reason: Option<String>,
}

/// A place in the documents as they are now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Whereabouts {
    /// Path of the document.
    pub document: String,
    /// The page, from 1.
    pub page: u32,
}

/// Whether a quote stands where the report says.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum QuoteState {
    /// It stands on its page.
    Found,
    /// It stands on another page, or in another document.
    Elsewhere,
    /// It stands nowhere in what could be read.
    NotFound,
    /// The page or the document cannot be read now.
    NotCheckable,
}
