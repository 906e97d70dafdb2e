//! Pages → clauses with number, heading path, kind and lead-in.
//!
//! In: a [`Document`]. Out: a [`Contract`]: one text without running heads, folded once, and the
//! clauses and sentences as spans of it. What must stay true: segmenting never fails (worst case
//! one clause a paragraph), and every clause's page is the page on which it starts.

mod blocks;
mod furniture;
mod headings;
mod inline;
mod kinds;
mod numbering;
mod outline;
mod titles;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::extract::Document;
use crate::lang;
use crate::pack::{SectionKind, Structure};
use crate::text::{self, Fold, Folded, Raw, Span};

/// A document as clauses.
#[derive(Clone, Debug)]
pub struct Contract {
    /// The text without running heads, page numbers and hidden text; paragraphs are separated by
    /// an empty line.
    pub raw: String,
    /// The same, folded.
    pub folded: Folded,
    /// The clauses in order; headings are clauses too.
    pub clauses: Vec<Clause>,
    /// The sentences of all clauses, in order.
    pub sentences: Vec<Sentence>,
    /// Where each page starts in `raw`, as (byte, page number from 1), in order.
    pub pages: Vec<(usize, u32)>,
    /// Main language as an ISO 639-1 code.
    pub language: Option<&'static str>,
    /// Whether the document holds text that a reader cannot see; it is not part of `raw`.
    pub hidden_text: bool,
    /// Numbers of the pages whose text was recognised from a picture, ascending.
    pub ocr_pages: Vec<u32>,
}

/// A paragraph, list item, table row or heading.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Its number as printed, such as `7.2` or `7.2(a)`.
    pub label: Option<String>,
    /// What the part of the document is for.
    pub kind: SectionKind,
    /// Whether it is a heading.
    pub is_heading: bool,
    /// Whether it is a row of a table.
    pub is_row: bool,
    /// Index of the heading that it stands under; for a heading, of the one above it.
    pub heading: Option<usize>,
    /// Index of the clause that leads it in, or of the header row of its table.
    pub lead_in: Option<usize>,
    /// One past the index of the last item that this clause leads in; its own index + 1 where it
    /// leads nothing in.
    pub items_end: usize,
    /// Page on which it starts, from 1.
    pub page: u32,
    /// Its place in the original text.
    pub body: Span<Raw>,
    /// Its place in the folded text.
    pub folded: Span<Fold>,
    /// How many letters in bold open it, after its number.
    pub opens_bold: u32,
    /// Its sentences, as indices into [`Contract::sentences`].
    pub sentences: Range<usize>,
    /// One past the index of the last clause of its section; only for headings.
    pub section_end: usize,
}

/// A sentence of a clause.
#[derive(Clone, Copy, Debug)]
pub struct Sentence {
    /// Index of its clause.
    pub clause: usize,
    /// Its place in the folded text.
    pub folded: Span<Fold>,
    /// Where it is an item of an enumeration inside a sentence, the words that lead it in; where it
    /// answers the sentence before it, that question.
    pub lead: Option<Span<Fold>>,
    /// Whether it is the title that opens a clause, and says nothing by itself: "5.6 Assistance."
    pub is_title: bool,
    /// Whether it only asks something: "Who can see the data?"
    pub asks: bool,
    /// Whether it agrees something in a clause that for the rest says what words mean or who the
    /// parties are.
    pub is_operative: bool,
}

impl Contract {
    /// The page, from 1, on which the byte `offset` of the original text stands.
    #[must_use]
    pub fn page_at(&self, offset: usize) -> u32 {
        let after = self.pages.partition_point(|(start, _)| *start <= offset);
        self.pages.get(after.saturating_sub(1)).map_or(1, |(_, number)| *number)
    }

    /// Index of the clause that holds the byte `offset` of the folded text.
    #[must_use]
    pub fn clause_at(&self, offset: usize) -> Option<usize> {
        let after = self.clauses.partition_point(|c| c.folded.start <= offset);
        let index = after.checked_sub(1)?;
        self.clauses.get(index).filter(|c| offset < c.folded.end).map(|_| index)
    }

    /// Index of the sentence that holds the byte `offset` of the folded text.
    #[must_use]
    pub fn sentence_at(&self, offset: usize) -> Option<usize> {
        let after = self.sentences.partition_point(|s| s.folded.start <= offset);
        let index = after.checked_sub(1)?;
        self.sentences.get(index).filter(|s| offset < s.folded.end).map(|_| index)
    }

    /// What the part of the document is for in which a sentence stands.
    #[must_use]
    pub fn kind_of(&self, sentence: usize) -> Option<SectionKind> {
        let sentence = self.sentences.get(sentence)?;
        let kind = self.clauses.get(sentence.clause)?.kind;
        Some(if sentence.is_operative { SectionKind::Operative } else { kind })
    }

    /// Indices of the headings above a clause, the nearest first.
    pub fn headings(&self, clause: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.clauses.get(clause).and_then(|c| c.heading), |&h| {
            self.clauses.get(h).and_then(|c| c.heading).filter(|&up| up < h)
        })
    }

    /// The title with which a clause opens on the same line: "Bewaartermijn. …", or the first
    /// cell of a row.
    #[must_use]
    pub fn title_of(&self, clause: usize) -> Option<Span<Fold>> {
        let own = self.clauses.get(clause).filter(|c| !c.is_heading)?;
        let text = self.folded.get(own.folded);
        let end = if own.is_row { " | " } else { ". " };
        let words = text.trim_start_matches(|c: char| !c.is_alphabetic());
        let length = words.find(end)?;
        let title = words.get(..length)?;
        let start = own.folded.start + (text.len() - words.len());
        (length > 0 && title.split(' ').nth(TITLE).is_none())
            .then(|| Span::new(start, start + length))
    }

    /// The words of the nearest heading of a clause, in the original's spelling.
    #[must_use]
    pub fn heading_text(&self, clause: usize) -> Option<String> {
        let heading = self.clauses.get(self.clauses.get(clause)?.heading?)?;
        Some(text::one_blank(self.raw.get(heading.body.start..heading.body.end)?))
    }

    /// The number under which a reader finds the clause: its own, or that of the heading above.
    #[must_use]
    pub fn article(&self, clause: usize) -> Option<String> {
        let own = self.clauses.get(clause)?;
        if let Some(label) = &own.label {
            return Some(label.clone());
        }
        if let Some(label) =
            own.lead_in.and_then(|l| self.clauses.get(l)).and_then(|l| l.label.clone())
        {
            return Some(label);
        }
        self.headings(clause).find_map(|h| self.clauses.get(h).and_then(|c| c.label.clone()))
    }
}

impl Contract {
    /// The number of a clause with that of its article before it, where the clauses of each article
    /// are counted from 1 again: `5.1`.
    #[must_use]
    pub fn full_article(&self, clause: usize) -> Option<String> {
        let own = self.article(clause)?;
        let above = self
            .headings(clause)
            .find_map(|h| self.clauses.get(h).and_then(|c| c.label.as_deref()))
            .filter(|above| {
                !own.starts_with(above) && above.starts_with(|c: char| c.is_ascii_digit())
            });
        Some(above.map_or_else(|| own.clone(), |above| format!("{above}.{own}")))
    }
}

/// So many words at the start of a clause can be its title.
const TITLE: usize = 6;

/// How many bytes of a document tell its language.
const LANGUAGE_SAMPLE: usize = 4096;

/// The part of a text that its language is told from: past the title and the parties, which may
/// hold little but names.
fn sample(raw: &str) -> &str {
    if raw.len() <= 2 * LANGUAGE_SAMPLE {
        return raw;
    }
    let from = raw.ceil_char_boundary(LANGUAGE_SAMPLE / 4);
    raw.get(from..raw.ceil_char_boundary(from + LANGUAGE_SAMPLE)).unwrap_or(raw)
}

/// Segments a document.
#[must_use]
pub fn segment(document: &Document, structure: &Structure) -> Contract {
    let (lines, hidden_text) = furniture::without(document);
    let blocks = blocks::blocks(&lines, structure);
    let mut contract = outline::outline(&blocks, structure);
    contract.hidden_text = hidden_text;
    contract.ocr_pages = document.pages.iter().filter(|p| p.ocr).map(|p| p.number).collect();
    contract.language = lang::detect(sample(&contract.raw));
    let mut all = Vec::new();
    for (index, clause) in contract.clauses.iter_mut().enumerate() {
        let from = all.len();
        let spans = text::sentences(
            &contract.folded,
            &contract.raw,
            clause.folded,
            &structure.abbreviations,
        );
        // A soft hyphen alone folds to nothing, and nothing can be quoted.
        let spans = spans.into_iter().filter(|span| !span.is_empty());
        for span in spans {
            let parts = inline::stretches(contract.folded.get(span), &structure.joins_items);
            all.extend(parts.into_iter().map(|part| Sentence {
                clause: index,
                folded: Span::new(span.start + part.start, span.start + part.end),
                lead: (part.lead > 0).then(|| Span::new(span.start, span.start + part.lead)),
                is_title: false,
                asks: false,
                is_operative: false,
            }));
        }
        clause.sentences = from..all.len();
    }
    contract.sentences = all;
    titles::mark(&mut contract, structure);
    kinds::operative_sentences(&mut contract, structure);
    contract
}
