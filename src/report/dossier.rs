//! What a report tells of a vendor's documents seen together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Evidence, Value};

/// What a document is among the documents of its vendor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    /// `current`: it was judged; `superseded`, `draft` or `copy`: another one stands for it.
    pub state: String,
    /// Path of the document that goes before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why: `newer-version`, `newer-date`, `signed`, `same-text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The version that it names, such as `2.1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Its date, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What that is the date of: `signed`, `effective` or `dated`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of: Option<String>,
    /// `digital`, `signed`, `half` (some fields are left blank) or `blank`; left out where there
    /// is no place to sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// Whether a line for a stamp is left blank.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stamp_blank: bool,
    /// Number of blanks that nobody filled in.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub blanks: usize,
    /// Its rank among the documents, 1 first; documents of one rank count alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u8>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// An annex that a document announces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AnnouncedAnnex {
    /// Its name as announced, such as `bijlage 2`.
    pub name: String,
    /// The document that holds it; nothing where none does.
    pub supplied_by: Option<String>,
    /// Where it is announced.
    pub evidence: Evidence,
}

/// Passages that say different things.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Conflict {
    /// The requirement on which they differ.
    pub requirement: String,
    /// `documents`, or `annex-body` where both stand in one document.
    #[serde(default)]
    pub kind: String,
    /// The passages, of at least two documents or of an annex and its body.
    pub evidence: Vec<Evidence>,
    /// The values that differ, where it is about values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// Path of the document that goes before the other, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prevails: Option<String>,
    /// Why it does: `precedence-clause`, `statement-binds-nobody`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}
