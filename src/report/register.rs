//! The list of applications in use, held against the documents.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the list and the documents tell of each other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RegisterReport {
    /// The lines of the list, in its order.
    pub entries: Vec<RegisterEntry>,
    /// Vendors with documents that the list does not name, in the order of the report.
    pub not_listed: Vec<String>,
}

/// A line of the list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RegisterEntry {
    /// The vendor as the list names it.
    pub vendor: String,
    /// What is used of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// The vendor of the report whose documents these are; nothing where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matched: Option<String>,
    /// The last review, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_review: Option<String>,
    /// The last day of the agreement, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// What is to be told of it: `no-agreement`, `never-reviewed`, `review-due`, `expired`,
    /// `expires-soon`.
    pub notes: Vec<String>,
}
