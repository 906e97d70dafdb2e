//! The outcome as plain data: the JSON contract, schema version 1 (additive changes only).
//!
//! In: what the stages found. Out: serialisable types without behaviour, clock or paths of the
//! machine. Everything that is rendered is rendered from these types alone.

mod compare;
mod diff;
mod verify;
mod dossier;
mod register;
mod review;
mod reading;
mod screen;
mod verdicts;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::lang::Words;

pub use screen::{Answer, Screen, ScreenQuestion, ScreenReason};

pub use compare::{Comparison, Deviation, DeviationKind, Piece, PieceKind, Side};
pub use diff::{
    Caveat, Change, Difference, DocumentChange, DocumentDifference, Origin, Passage,
    RequirementDifference, VendorDifference, VendorGrade,
};
pub use dossier::{AnnouncedAnnex, Conflict, Standing};
pub use reading::{Disagreement, PagesRead, Reading, Unjudged};
pub use register::{RegisterEntry, RegisterReport};
pub use review::{ReviewReport, ReviewState};
pub use verdicts::Verdicts;
pub use verify::{DocumentCheck, DocumentState, QuoteCheck, QuoteState, Verification, Whereabouts};

// In the contract these words are a string as any other.
impl JsonSchema for Words {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Words".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

/// The version of the JSON contract that this build writes.
pub const SCHEMA_VERSION: &str = "1.0";

/// A whole report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Version of this contract, `1.x`.
    pub schema_version: String,
    /// Who made it.
    pub tool: Tool,
    /// Which packs judged.
    pub catalogue: Catalogue,
    /// The profile's id.
    pub profile: String,
    /// The date, `YYYY-MM-DD`, on which the law and the certificates were looked at.
    pub as_of: String,
    /// When the report was made (RFC 3339); the only thing that may differ between two runs.
    pub generated_at: String,
    /// The scanned paths as the user typed them.
    pub root: Vec<String>,
    /// What is stale in the data that judged, such as an old list of countries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stale: Vec<Stale>,
    /// Counts.
    pub summary: Summary,
    /// One entry a vendor, sorted by name.
    pub vendors: Vec<VendorReport>,
    /// Entries of `reviews.toml` for vendors that the report does not have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unused_reviews: Vec<ReviewReport>,
    /// The list of applications in use (`--register`), held against the documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<RegisterReport>,
}

/// The program that wrote the report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// Always `dpascan`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The packs that judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Catalogue {
    /// Version of the built-in packs.
    pub version: String,
    /// SHA-256 over every pack file in use, in hexadecimal.
    pub hash: String,
}

/// Data of the packs that is old on the date of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stale {
    /// Which data: `countries`.
    pub list: String,
    /// The date on which it was true, `YYYY-MM-DD`.
    pub as_of: String,
    /// Its age in days on the report's date.
    pub days: u32,
}

/// Counts over the whole report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// Number of vendors.
    pub vendors: usize,
    /// Vendors without any readable agreement.
    pub vendors_without_agreement: usize,
    /// Number of documents, copies included.
    pub documents: usize,
    /// Documents that could not be read.
    pub unreadable: usize,
    /// Documents that hold pages which only recognition of letters (OCR) could read.
    #[serde(default)]
    pub need_ocr: usize,
    /// Files that were passed over (hidden, lock files, not a document), by reason.
    pub skipped: BTreeMap<String, usize>,
    /// Number of verdicts by status over all vendors.
    pub statuses: BTreeMap<Status, usize>,
}

/// One vendor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VendorReport {
    /// The vendor's name.
    pub vendor: String,
    /// `red`, `orange`, `green`, or `grey` where nothing could be judged.
    pub light: Light,
    /// Share of the weight that is met, 0 to 100; absent where nothing could be judged.
    pub score: Option<u32>,
    /// The profile's roll-ups by id, each the worst of its parts.
    pub rollups: BTreeMap<String, Rollup>,
    /// The documents, sorted by path.
    pub documents: Vec<DocumentReport>,
    /// The verdicts, in the profile's order.
    #[schemars(with = "Vec<RequirementReport>")]
    pub requirements: Verdicts,
    /// Facts gathered from the documents, by name.
    pub facts: BTreeMap<String, Vec<Value>>,
    /// The sub-processors that its documents list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sub_processors: Vec<SubProcessor>,
    /// Documents that contradict each other.
    pub conflicts: Vec<Conflict>,
    /// Annexes that its documents announce.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annexes: Vec<AnnouncedAnnex>,
    /// What people decided about it, and what became of that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<ReviewReport>,
    /// What the organisation's own policy answers (`dpascan screen`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screen: Option<Screen>,
}

/// A row of a table or list of sub-processors, in the document's own words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SubProcessor {
    /// Its name.
    pub name: String,
    /// What it does.
    pub service: Option<String>,
    /// Which data it sees.
    pub data: Option<String>,
    /// Where it is.
    pub countries: Vec<Place>,
    /// On what a transfer rests.
    pub ground: Option<String>,
    /// The document.
    pub document: String,
    /// The page, from 1.
    pub page: u32,
}

/// A country as European law sees it on the report's date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// ISO 3166-1 alpha-2 code, or `EEA`, `EU`.
    pub code: String,
    /// `eea`, `adequate` or `third`.
    pub class: String,
    /// For whom alone it is adequate.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub condition: Option<String>,
}

/// The traffic light of a vendor.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Light {
    /// Something critical is missing or contradicted.
    Red,
    /// Something critical is weak, or something of high weight missing or contradicted.
    Orange,
    /// None of these.
    Green,
    /// Nothing could be judged.
    Grey,
}

/// A line of the profile that sums several requirements up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rollup {
    /// The title in the report's language.
    pub title: String,
    /// The worst status of its parts.
    pub status: Status,
    /// The ids of its parts.
    pub requirements: Vec<String>,
}

/// One document of a vendor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentReport {
    /// Path relative to the scanned root, with `/`.
    pub path: String,
    /// SHA-256 of the file's bytes, in hexadecimal; empty where the file could not be opened.
    pub sha256: String,
    /// The format, such as `pdf`.
    pub format: String,
    /// Kind of document: `agreement`, `annex`, `privacy-statement`, `other-contract`, `unknown`, …
    pub kind: String,
    /// Why it was taken for that kind.
    pub kind_reason: String,
    /// What an annex is there for: `privacy-annex`, `security-annex`, `sub-processor-list`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// ISO 639-1 code of its main language, where known.
    pub language: Option<String>,
    /// Number of pages.
    pub pages: u32,
    /// `read`, `partial`, `unreadable` or `duplicate`.
    pub status: String,
    /// Why it was not read, or not wholly; or of which path it is a copy.
    pub reason: Option<String>,
    /// The reader that gave the text.
    pub reader: Option<String>,
    /// Text quality from 0 to 1.
    pub quality: Option<f32>,
    /// What is worth knowing about it.
    pub flags: Vec<String>,
    /// How it was read, page by page, and what in it nobody judges.
    #[serde(default, skip_serializing_if = "Reading::is_empty")]
    pub reading: Reading,
    /// The model agreement that it was made from, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelMatch>,
    /// What it is among the vendor's documents; left out where it was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
}

/// The model agreement behind a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ModelMatch {
    /// The id of its fingerprint.
    pub id: String,
    /// The name of the model.
    pub title: String,
    /// Its version.
    pub version: String,
    /// Share of the model's words in a row that the document holds, 0 to 1.
    pub share: f32,
    /// Share of what the document agrees that is the model's, 0 to 1; the rest is its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_document: Option<f32>,
    /// Numbers of the model's clauses that the document does not hold as the model has them.
    pub deviating: Vec<String>,
}

/// The outcome for one requirement.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The text says it.
    Met,
    /// The text says part of it, or hedges.
    Partial,
    /// Nothing in the text that was read says it.
    Missing,
    /// The text says the opposite.
    Contradicted,
    /// It could not be judged.
    Unknown,
    /// It does not apply here.
    NotApplicable,
}

/// How grave a gap is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Shown, not counted.
    Info,
    /// Hygiene.
    Low,
    /// A point for negotiation.
    Medium,
    /// A substantial risk.
    High,
    /// Mandatory by law, or a core clause.
    Critical,
}

/// The verdict on one requirement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RequirementReport {
    /// The id, such as `breach.deadline`; ids never change meaning.
    pub id: String,
    /// The group, such as `breach`.
    pub group: String,
    /// The title in the report's language.
    pub title: String,
    /// The severity in this profile.
    pub severity: Severity,
    /// The status.
    pub status: Status,
    /// Stable reason codes, such as `vague` or `value-out-of-norm`.
    pub reasons: Vec<String>,
    /// How sure the verdict is, 0 to 1; below 0.6 a person should look.
    pub confidence: f32,
    /// Typed values.
    pub values: Vec<Value>,
    /// The limit against which the values are held, such as `<= 72 hours`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub norm: Option<String>,
    /// The passages that decide.
    pub evidence: Vec<Evidence>,
    /// For what is missing: what was searched.
    pub searched: Option<Searched>,
    /// The nearest passages that did not suffice, at most three.
    pub near_misses: Vec<NearMiss>,
    /// Where the demand comes from.
    pub legal_basis: Vec<String>,
    /// Why it matters, in the report's language.
    #[schemars(with = "String")]
    pub why: Words,
    /// Wording that would repair it, in the report's language.
    #[schemars(with = "String")]
    pub remedy: Words,
    /// What to ask the vendor, in the report's language.
    #[schemars(with = "String")]
    pub question: Words,
}

/// A typed value found in the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Value {
    /// What it is: `hours`, `country`, `certificate`, `sub_processor`, …
    pub name: String,
    /// The value, normalised: a number, a code or a name.
    pub value: serde_json::Value,
    /// The unit, where it has one: `hours`, `days`, `EUR`, …
    pub unit: Option<String>,
    /// The words that say it.
    pub text: String,
    /// The name by which a reader knows a code: `ISO/IEC 27001` for `iso-27001`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// For a country: how European law sees it on the report's date, `eea`, `adequate` or `third`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// The document.
    pub document: String,
    /// The page, from 1.
    pub page: u32,
}

/// A passage that decides a verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// Path of the document.
    pub document: String,
    /// Page, from 1, on which the passage starts; a lead-in shown before ` … ` may stand on an
    /// earlier one.
    pub page: u32,
    /// Number of the clause, such as `7.2(a)`, where it has one.
    pub article: Option<String>,
    /// Heading of the clause, where it has one.
    pub heading: Option<String>,
    /// The document's own words, white space folded.
    pub quote: String,
    /// What the passage does to the requirement.
    pub polarity: Polarity,
    /// Name of the frame that matched.
    pub frame: String,
    /// Half-open byte span of the passage in the text that `dpascan extract` prints.
    pub start: usize,
    /// One past its last byte, counted like `start`.
    pub end: usize,
    /// Whether the passage was recognised from a picture (OCR), so that single letters may differ;
    /// left out where it was not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ocr: bool,
}

/// What a passage does to a requirement.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// It fulfils the requirement, or a part of it.
    Supports,
    /// It weakens it.
    Weakens,
    /// It says the opposite.
    Contradicts,
}

/// A passage near the topic that does not suffice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NearMiss {
    /// Path of the document.
    pub document: String,
    /// Page, from 1.
    pub page: u32,
    /// Number of the clause, where it has one.
    pub article: Option<String>,
    /// The document's own words.
    pub quote: String,
    /// What the passage lacks, or why it does not count: stable codes.
    pub lacks: Vec<String>,
}

/// What was searched before something was called missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Searched {
    /// Number of documents.
    pub documents: usize,
    /// Number of pages.
    pub pages: usize,
    /// Number of clauses.
    pub clauses: usize,
    /// Languages met, as ISO 639-1 codes.
    pub languages: Vec<String>,
    /// Lowest text quality of these documents, 0 to 1.
    pub quality: f32,
}
