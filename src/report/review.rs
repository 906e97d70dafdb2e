//! What people decided, as a report tells it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Evidence, Status};

/// An entry of `reviews.toml` and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReviewReport {
    /// The vendor.
    pub vendor: String,
    /// The requirement's id.
    pub requirement: String,
    /// `met`, `partial`, `missing`, `contradicted`, `not_applicable`, or `waived`: accepted as it is.
    pub verdict: String,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day on which it counts, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// What became of it.
    pub state: ReviewState,
    /// The requirement's title, where the entry was applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The status before, where the entry was applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Status>,
    /// The passages before, where the entry was applied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// What became of an entry.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewState {
    /// It changed a verdict.
    Applied,
    /// Its last day is past.
    Expired,
    /// The document, the clause or the finding is no longer the one that it was made on.
    Changed,
    /// The words that it quotes are not in the document.
    NoPassage,
    /// The verdict is what it says without it.
    Unneeded,
    /// No vendor, or no requirement of the profile, has this name.
    Unused,
}

impl ReviewState {
    /// The word in reports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            ReviewState::Applied => "applied",
            ReviewState::Expired => "expired",
            ReviewState::Changed => "changed",
            ReviewState::NoPassage => "no-passage",
            ReviewState::Unneeded => "unneeded",
            ReviewState::Unused => "unused",
        }
    }
}
