//! The outcome of `dpascan diff`: part of the JSON contract.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Catalogue, Light, Report, Severity, Status};

/// Two reports, vendor by vendor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// Version of this contract, `1.x`.
    pub schema_version: String,
    /// The older report.
    pub old: Origin,
    /// The newer report.
    pub new: Origin,
    /// What beside the documents differs, so that a verdict may have changed without them.
    pub caveats: Vec<Caveat>,
    /// Number of requirements by change, over the vendors that both reports have.
    pub counts: BTreeMap<Change, usize>,
    /// The vendors of both, sorted by name.
    pub vendors: Vec<VendorDifference>,
}

/// Where one of the reports comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// When it was made (RFC 3339).
    pub generated_at: String,
    /// The date by which it judged, `YYYY-MM-DD`.
    pub as_of: String,
    /// The profile's id.
    pub profile: String,
    /// Version of the program.
    pub tool: String,
    /// The packs that judged.
    pub catalogue: Catalogue,
}

impl From<&Report> for Origin {
    fn from(report: &Report) -> Origin {
        Origin {
            generated_at: report.generated_at.clone(),
            as_of: report.as_of.clone(),
            profile: report.profile.clone(),
            tool: report.tool.version.clone(),
            catalogue: report.catalogue.clone(),
        }
    }
}

/// Something beside the documents that may have changed a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Caveat {
    /// What: `profile`, `catalogue`, `tool`, `as_of`, or `unread` (documents of the newer report
    /// that were not read, or not wholly).
    pub code: String,
    /// How it was.
    pub old: String,
    /// How it is.
    pub new: String,
}

/// One vendor in both reports, or in one of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VendorDifference {
    /// Its name in the newer report, else in the older.
    pub vendor: String,
    /// Its name in the older report, where that is another: its documents tell that it is the
    /// same vendor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// How it stood; absent where the vendor is new.
    pub old: Option<VendorGrade>,
    /// How it stands; absent where the vendor is gone.
    pub new: Option<VendorGrade>,
    /// Its documents; those that stayed as they were too.
    pub documents: Vec<DocumentDifference>,
    /// Its requirements in the order of the newer report; empty where only one report has it.
    pub requirements: Vec<RequirementDifference>,
}

/// How a vendor stands in one report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VendorGrade {
    /// The traffic light.
    pub light: Light,
    /// The score, 0 to 100.
    pub score: Option<u32>,
    /// Number of gaps.
    pub gaps: usize,
}

/// What became of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentDifference {
    /// What.
    pub change: DocumentChange,
    /// Its path in the newer report, else in the older.
    pub path: String,
    /// Its path in the older report, where that is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// `read`, `partial`, `unreadable` or `duplicate` in the newer report, else in the older.
    pub status: String,
}

/// What became of a document.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum DocumentChange {
    /// Only the newer report has it.
    Added,
    /// Only the older report has it.
    Gone,
    /// The same path with other bytes.
    Changed,
    /// The same bytes at another path.
    Moved,
    /// The same bytes at the same path.
    Unchanged,
}

/// One requirement of one vendor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RequirementDifference {
    /// The id.
    pub id: String,
    /// The title, in the language of the newer report.
    pub title: String,
    /// The severity in the newer report, else in the older.
    pub severity: Severity,
    /// What became of it.
    pub change: Change,
    /// The status in the older report.
    pub old: Option<Status>,
    /// The status in the newer report.
    pub new: Option<Status>,
    /// How a person decided in the newer report: `reviewed`, or `waived` where it is accepted as it
    /// is; left out where nobody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<String>,
    /// The passages that only the older report has.
    pub went: Vec<Passage>,
    /// The passages that only the newer report has.
    pub came: Vec<Passage>,
}

/// A passage and its fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Passage {
    /// The first 16 hexadecimal digits of the SHA-256 of the requirement's id and the letters and
    /// digits of the passage, folded, without its number: pages, names of files, numbers of clauses
    /// and line ends do not change it.
    pub fingerprint: String,
    /// Path of the document.
    pub document: String,
    /// The page, from 1.
    pub page: u32,
    /// Number of the clause, where it has one.
    pub article: Option<String>,
    /// The document's own words.
    pub quote: String,
}

/// What became of a requirement. A gap is a status `partial`, `missing` or `contradicted`, from
/// light to grave.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// A gap where there was none.
    New,
    /// A graver gap, or something that was found and can no longer be judged.
    Worsened,
    /// A gap that can no longer be judged: neither mended nor worse.
    Unclear,
    /// A lighter gap, or something that can be judged now and is no gap.
    Improved,
    /// No gap any more.
    Fixed,
    /// Neither better nor worse, but by other passages, or from found to not applicable or back.
    Changed,
    /// Not asked before, and no gap.
    Added,
    /// Not asked any more.
    Dropped,
    /// The same status by the same passages.
    Unchanged,
}

impl Change {
    /// Every change in the order of reports, those to act upon first.
    pub const ALL: [Change; 9] = [
        Change::New,
        Change::Worsened,
        Change::Unclear,
        Change::Improved,
        Change::Fixed,
        Change::Changed,
        Change::Added,
        Change::Dropped,
        Change::Unchanged,
    ];

    /// Whether the vendor stands worse by it.
    #[must_use]
    pub fn is_worse(self) -> bool {
        matches!(self, Change::New | Change::Worsened)
    }
}
