//! (being written) Stand-in: only what the pipeline touches.

use crate::extract::Document;
use crate::pack::Structure;
use crate::text::{Raw, Span};

/// A document cut into clauses.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "stand-in")]
pub struct Contract {
    pub raw: String,
    pub clauses: Vec<Clause>,
    pub pages: Vec<(usize, u32)>,
    pub language: Option<&'static str>,
}

/// A clause.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "stand-in")]
pub struct Clause {
    pub label: Option<String>,
    pub kind: SectionKind,
    pub page: u32,
    pub body: Span<Raw>,
}

/// What a clause is.
#[derive(Clone, Copy, Debug, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "stand-in")]
pub enum SectionKind {
    Operative,
}

impl Contract {
    /// The words of the nearest heading.
    #[must_use]
    pub fn heading_text(&self, _clause: usize) -> Option<String> {
        None
    }
}

/// Cuts a document into clauses.
#[must_use]
pub fn segment(document: &Document, _structure: &Structure) -> Contract {
    let mut raw = String::new();
    let mut clauses = Vec::new();
    for page in &document.pages {
        for line in &page.lines {
            let start = raw.len();
            raw.push_str(&line.text);
            clauses.push(Clause {
                label: None,
                kind: SectionKind::Operative,
                page: page.number,
                body: Span::new(start, raw.len()),
            });
            raw.push('\n');
        }
    }
    let language = crate::lang::detect(&raw);
    Contract { raw, clauses, pages: vec![], language }
}
