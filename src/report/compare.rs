//! The outcome of `dpascan compare`: part of the JSON contract.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Two documents clause by clause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// How much of the reference's clauses the document holds, 0 to 1.
    pub share: f32,
    /// Number of clauses by kind.
    pub counts: BTreeMap<DeviationKind, usize>,
    /// The clauses in the order of the document; a missing one behind the one that it followed.
    pub clauses: Vec<Deviation>,
}

/// One clause, or a pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Deviation {
    /// How the document's clause relates to the reference.
    pub kind: DeviationKind,
    /// Share of the words in a row that both have, 0 to 1.
    pub similarity: f32,
    /// The clause of the reference; absent for what was added.
    pub reference: Option<Side>,
    /// The clause of the document; absent for what is missing.
    pub document: Option<Side>,
    /// Word by word, where both are there and differ.
    pub diff: Vec<Piece>,
}

/// How a clause relates to the reference.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum DeviationKind {
    /// The same words.
    Same,
    /// Other words in the same place.
    Changed,
    /// It stands elsewhere; it may be changed too.
    Moved,
    /// The document does not have it.
    Missing,
    /// The reference does not have it.
    Added,
}

/// A clause where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Side {
    /// Its number.
    pub article: Option<String>,
    /// Its heading.
    pub heading: Option<String>,
    /// The page, from 1.
    pub page: u32,
    /// Its words.
    pub text: String,
}

/// Words that stayed, went or came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Piece {
    /// Which of the three.
    pub kind: PieceKind,
    /// The words.
    pub text: String,
}

/// What became of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PieceKind {
    /// They are in both.
    Same,
    /// They are in the reference alone.
    Gone,
    /// They are in the document alone.
    New,
}
