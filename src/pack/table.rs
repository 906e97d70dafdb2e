//! The compiled vocabulary: every phrase of every term, for one pass over a document.
//!
//! In: what [`super::builder`] gathered. Out: every place where a phrase's literals stand. What must
//! stay true: the table holds nothing that a scan has to work out first, since it is written into
//! the program when that is built.

use serde::{Deserialize, Serialize};

use super::condition::TermId;
use super::trie::Trie;
use crate::lang::Lang;

/// A term of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermInfo {
    /// Its name: `breach`, `breach.deadline/clock_start`, `"a phrase"`, `@hours`.
    pub name: String,
    /// The file that it first stood in, relative to `patterns/`.
    pub file: String,
    /// The languages in which it has phrases.
    pub langs: Vec<Lang>,
    /// Whether its author said that one language is enough.
    pub one_language: bool,
}

/// A literal that must stand after another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follower {
    /// Number of the literal.
    pub literal: u32,
    /// Fewest words between the two.
    pub min: u32,
    /// Most words between them.
    pub max: u32,
}

/// Which edges of words a literal demands, and what it is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiteralInfo {
    /// Whether it must start where a word starts.
    pub left_edge: bool,
    /// Whether it must end where a word ends.
    pub right_edge: bool,
    /// Its number among the literals that are part of a sequence, if it is one.
    pub part: Option<u32>,
}

/// Lists in a row: list `i` runs from one bound to the next.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Lists<T> {
    items: Vec<T>,
    bounds: Vec<u32>,
}

impl<T> Lists<T> {
    pub(super) fn new(lists: impl IntoIterator<Item = Vec<T>>) -> Lists<T> {
        let (mut items, mut bounds) = (Vec::new(), vec![0]);
        for list in lists {
            items.extend(list);
            bounds.push(u32::try_from(items.len()).unwrap_or(u32::MAX));
        }
        Lists { items, bounds }
    }

    fn get(&self, index: usize) -> &[T] {
        match self.bounds.get(index..).unwrap_or_default() {
            [from, to, ..] => self.items.get(*from as usize..*to as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// The compiled vocabulary.
#[derive(Clone, Serialize, Deserialize)]
pub struct Table {
    /// The terms by id.
    pub terms: Vec<TermInfo>,
    /// The literals by number.
    pub literals: Vec<LiteralInfo>,
    /// The ids of the terms, sorted by name.
    pub(super) by_name: Vec<TermId>,
    /// For each literal the terms that it is a whole phrase of.
    pub(super) whole: Lists<TermId>,
    /// For each sequence its term.
    pub(super) sequence_terms: Vec<TermId>,
    /// For each sequence what follows its first literal.
    pub(super) followers: Lists<Follower>,
    /// For each part of a sequence the sequences that start with it.
    pub(super) starts: Lists<u32>,
    /// The literals that start where a word does.
    pub(super) at_words: Trie,
    /// The literals that may start inside a word.
    pub(super) anywhere: Trie,
    /// Terms that are found with another one: the class of a country with its name. Depends on
    /// the date by which the packs are read, and is set then.
    #[serde(skip)]
    pub(super) beside: Vec<Option<TermId>>,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Table({} terms, {} literals)", self.terms.len(), self.literals.len())
    }
}

impl Table {
    /// The term with this name, where there is one.
    #[must_use]
    pub fn term(&self, name: &str) -> Option<TermId> {
        let name_of = |id: &TermId| self.terms.get(id.0 as usize).map_or("", |t| t.name.as_str());
        let at = self.by_name.binary_search_by(|id| name_of(id).cmp(name)).ok()?;
        self.by_name.get(at).copied()
    }

    /// Finds `class` wherever `own` is found.
    pub(super) fn set_beside(&mut self, own: &str, class: &str) {
        let (Some(own), Some(class)) = (self.term(own), self.term(class)) else { return };
        self.beside.resize(self.terms.len(), None);
        if let Some(entry) = self.beside.get_mut(own.0 as usize) {
            *entry = Some(class);
        }
    }

    /// The term that is found with this one.
    #[must_use]
    pub fn beside(&self, term: TermId) -> Option<TermId> {
        self.beside.get(term.0 as usize).copied().flatten()
    }

    /// The terms that the literal is a whole phrase of.
    #[must_use]
    pub fn whole(&self, literal: u32) -> &[TermId] {
        self.whole.get(literal as usize)
    }

    /// Number of literals that are part of a sequence.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.starts.bounds.len().saturating_sub(1)
    }

    /// The sequences that start with this part: the term of each, and what follows.
    pub fn starting_with(&self, part: usize) -> impl Iterator<Item = (TermId, &[Follower])> {
        self.starts.get(part).iter().filter_map(|sequence| {
            let term = self.sequence_terms.get(*sequence as usize)?;
            Some((*term, self.followers.get(*sequence as usize)))
        })
    }

    /// The terms of which `folded` is a whole phrase.
    #[must_use]
    pub fn terms_of(&self, folded: &str) -> Vec<TermId> {
        let mut out = Vec::new();
        let mut add = |literal: u32, end: usize| {
            let open_end = self.literals.get(literal as usize).is_some_and(|l| !l.right_edge);
            let rest = folded.get(end..).unwrap_or("");
            if rest.is_empty() || open_end && rest.chars().all(char::is_alphanumeric) {
                out.extend(self.whole(literal));
            }
        };
        self.at_words.at(folded.as_bytes(), 0, &mut add);
        self.anywhere.at(folded.as_bytes(), 0, &mut add);
        out
    }

    /// Whether a phrase of this term, without gaps, stands in `folded`.
    #[must_use]
    pub fn holds(&self, folded: &str, term: TermId) -> bool {
        let inside = |at: usize| {
            folded.as_bytes().get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80)
        };
        let mut held = false;
        self.places(folded, |literal, _, end| {
            let whole = self.literals.get(literal as usize).is_some_and(|l| l.right_edge);
            held |= self.whole(literal).contains(&term) && !(whole && inside(end));
        });
        held
    }

    /// Calls `found` with every place where a literal's characters stand in `folded`, overlapping
    /// ones included, as (literal, start, end) in bytes. The places come by their start. What must
    /// start with a word does; where words end is not yet checked.
    pub fn places(&self, folded: &str, mut found: impl FnMut(u32, usize, usize)) {
        let text = folded.as_bytes();
        let mut before = false;
        for (start, byte) in text.iter().enumerate() {
            let inside = byte.is_ascii_alphanumeric() || *byte >= 0x80;
            if !(before && inside) {
                self.at_words.at(text, start, |literal, end| found(literal, start, end));
            }
            self.anywhere.at(text, start, |literal, end| found(literal, start, end));
            before = inside;
        }
    }
}
