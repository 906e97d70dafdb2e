//! The answer of a pre-screening, as plain data: additive parts of the JSON contract.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Evidence, Status};

/// What the organisation's own policy answers.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// No rule stands in the way.
    Go,
    /// Only when the conditions are arranged.
    Conditions,
    /// A rule forbids it.
    NoGo,
    /// No answer: not everything was read, and no rule forbids it already.
    Undecided,
}

/// The answer for one app or vendor, and what decides it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Screen {
    /// The answer.
    pub answer: Answer,
    /// The name of the policy that gave it.
    pub policy: String,
    /// SHA-256 of the policy's text, in hexadecimal.
    pub policy_hash: String,
    /// What decides, at most three, in the order of the policy.
    pub reasons: Vec<ScreenReason>,
    /// Every rule that holds and asks for something, in the order of the policy.
    pub conditions: Vec<ScreenReason>,
    /// What to ask the vendor, the gravest first.
    pub questions: Vec<ScreenQuestion>,
    /// What no text can tell: a person judges it.
    pub manual: Vec<ScreenQuestion>,
    /// Documents that were not read, or not wholly.
    pub unread: Vec<String>,
}

/// A rule of the policy that holds, with the passage that it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScreenReason {
    /// The requirement.
    pub requirement: String,
    /// Its title in the report's language.
    pub title: String,
    /// Its status.
    pub status: Status,
    /// What the rule answers.
    pub answer: Answer,
    /// The policy's own words, or what to ask for where it has none.
    pub text: String,
    /// How sure the verdict is, 0 to 1; below 0.6 a person should look.
    pub confidence: f32,
    /// The deciding passage; absent where nothing was found.
    pub evidence: Option<Evidence>,
}

/// Something to ask or to judge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScreenQuestion {
    /// The requirement.
    pub requirement: String,
    /// Its title in the report's language.
    pub title: String,
    /// The question in the report's language.
    pub question: String,
}
