//! What the reading of a document tells beside its text: by whom it was read, where readers
//! differ, and what others wrote on it.

use serde::{Deserialize, Serialize};

/// Which reader gave the text of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageReader {
    /// The one reader that there is for the format.
    #[default]
    Own,
    /// hayro, the first reader of PDFs.
    Hayro,
    /// `pdf-extract`, the second one.
    PdfExtract,
    /// Recognition of letters.
    Ocr,
}

impl PageReader {
    /// The name in the report.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PageReader::Own => "own",
            PageReader::Hayro => "hayro",
            PageReader::PdfExtract => "pdf-extract",
            PageReader::Ocr => "ocr",
        }
    }
}

/// What the reading of a document tells beside its text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Asides {
    /// Pages that two readers read differently, where both read them.
    pub disagreements: Vec<Disagreement>,
    /// Remarks that readers pinned to pages: no part of the text.
    pub notes: Vec<Note>,
}

/// More remarks than this in a document are a trap.
pub(super) const MOST_NOTES: usize = 1_000;

impl Asides {
    /// Adds remarks of a document without pages.
    pub(super) fn remark(&mut self, texts: Vec<String>) {
        let room = MOST_NOTES.saturating_sub(self.notes.len());
        let said = texts.into_iter().filter(|text| !text.is_empty());
        self.notes.extend(said.take(room).map(|text| Note { page: 1, text }));
    }
}

/// A page that two readers read differently.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

/// A remark that a reader of a document pinned to a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// The page, from 1.
    pub page: u32,
    /// Its words.
    pub text: String,
}
