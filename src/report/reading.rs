//! How a document was read, and what stands in it that nobody judges.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a document was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reading {
    /// Its pages by reader and outcome, for formats with pages; pages alike are one entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PagesRead>,
    /// Pages that two readers read differently, where both read them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disagreements: Vec<Disagreement>,
    /// Text that nobody sees who looks at the page: it fulfils nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<Unjudged>,
    /// Remarks that readers pinned to pages: no part of the agreement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Unjudged>,
}

impl Reading {
    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Reading::default()
    }
}

/// Pages one after the other that were read alike.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PagesRead {
    /// The first page, from 1.
    pub first: u32,
    /// The last one.
    pub last: u32,
    /// `hayro`, `pdf-extract` or `ocr`.
    pub reader: String,
    /// `read`, `blank`, `scanned`, `garbled` or `failed`.
    pub state: String,
    /// The lowest text quality among them, 0 to 1.
    pub quality: f32,
}

/// A page that two readers read differently.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Disagreement {
    /// The page, from 1.
    pub page: u32,
    /// Share of the letters on which they agree, 0 to 1.
    pub agreement: f32,
    /// Words that only hayro has: the first few.
    pub only_hayro: Vec<String>,
    /// Words that only `pdf-extract` has: the first few.
    pub only_pdf_extract: Vec<String>,
}

/// Text of a page that counts for nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Unjudged {
    /// The page, from 1.
    pub page: u32,
    /// Number of words.
    pub words: usize,
    /// How it starts.
    pub excerpt: String,
}
