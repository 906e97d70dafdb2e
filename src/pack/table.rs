//! The compiled vocabulary: every phrase of every term, for one pass over a document.

use std::collections::{BTreeMap, HashMap};

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::condition::TermId;
use super::phrase::{self, Literal, Step};
use crate::lang::Lang;

/// A term of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct TermInfo {
    /// Its name: `breach`, `breach.deadline/clock_start`, `"a phrase"`, `@hours`.
    pub name: String,
    /// Number of its phrases.
    pub phrases: u32,
    /// The file that it first stood in, relative to `patterns/`.
    pub file: String,
    /// The languages in which it has phrases.
    pub langs: Vec<Lang>,
    /// Whether its author said that one language is enough.
    pub one_language: bool,
}

/// A phrase of several literals.
#[derive(Clone, Debug)]
pub struct Sequence {
    /// The term.
    pub term: TermId,
    /// Index of the phrase in the table, for telling different phrases apart.
    pub phrase: u32,
    /// Indices of the literals with the words that may stand before each.
    pub steps: Vec<(u32, u32, u32)>,
}

/// The compiled vocabulary.
pub struct Table {
    /// The terms by id.
    pub terms: Vec<TermInfo>,
    /// The literals; the automaton's pattern numbers are indices here.
    pub literals: Vec<Literal>,
    /// For each literal the terms and phrases that it is the whole of.
    pub whole: Vec<Vec<(TermId, u32)>>,
    /// Phrases of several literals.
    pub sequences: Vec<Sequence>,
    /// Whether a literal is part of a sequence.
    pub in_sequence: Vec<bool>,
    automaton: Option<AhoCorasick>,
    /// For each literal the sequences that start with it.
    starts: Vec<Vec<u32>>,
    names: BTreeMap<String, TermId>,
    index: HashMap<Literal, u32>,
    phrases: u32,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Table({} terms, {} literals)", self.terms.len(), self.literals.len())
    }
}

impl Table {
    pub(super) fn new() -> Table {
        Table {
            terms: Vec::new(),
            literals: Vec::new(),
            whole: Vec::new(),
            sequences: Vec::new(),
            in_sequence: Vec::new(),
            automaton: None,
            starts: Vec::new(),
            names: BTreeMap::new(),
            index: HashMap::new(),
            phrases: 0,
        }
    }

    /// The term with this name, where there is one.
    #[must_use]
    pub fn term(&self, name: &str) -> Option<TermId> {
        self.names.get(name).copied()
    }

    /// The term with this name, made where there is none.
    pub(super) fn term_or_new(&mut self, name: &str) -> TermId {
        if let Some(id) = self.term(name) {
            return id;
        }
        let id = TermId(u32::try_from(self.terms.len()).unwrap_or(u32::MAX));
        self.terms.push(TermInfo {
            name: name.to_owned(),
            phrases: 0,
            file: String::new(),
            langs: Vec::new(),
            one_language: false,
        });
        self.names.insert(name.to_owned(), id);
        id
    }

    /// Notes where a term comes from.
    pub(super) fn stands_in(
        &mut self,
        term: TermId,
        file: &str,
        langs: &[Lang],
        one_language: bool,
    ) {
        if let Some(info) = self.terms.get_mut(term.0 as usize) {
            if info.file.is_empty() {
                file.clone_into(&mut info.file);
            }
            info.langs.extend(langs);
            info.one_language |= one_language;
        }
    }

    pub(super) fn add_phrase(&mut self, term: TermId, text: &str) -> Result<(), String> {
        let phrase = self.phrases;
        for steps in phrase::compile(text)? {
            self.add_steps(term, phrase, &steps);
        }
        self.phrases += 1;
        if let Some(info) = self.terms.get_mut(term.0 as usize) {
            info.phrases += 1;
        }
        Ok(())
    }

    fn add_steps(&mut self, term: TermId, phrase: u32, steps: &[Step]) {
        let ids: Vec<(u32, u32, u32)> =
            steps.iter().map(|s| (self.literal(&s.literal), s.min, s.max)).collect();
        match ids.as_slice() {
            [(only, ..)] => {
                if let Some(list) = self.whole.get_mut(*only as usize)
                    && !list.iter().any(|(t, _)| *t == term)
                {
                    list.push((term, phrase));
                }
            }
            _ => {
                for (id, ..) in &ids {
                    if let Some(flag) = self.in_sequence.get_mut(*id as usize) {
                        *flag = true;
                    }
                }
                self.sequences.push(Sequence { term, phrase, steps: ids });
            }
        }
    }

    fn literal(&mut self, literal: &Literal) -> u32 {
        if let Some(&id) = self.index.get(literal) {
            return id;
        }
        let id = u32::try_from(self.literals.len()).unwrap_or(u32::MAX);
        self.index.insert(literal.clone(), id);
        self.literals.push(literal.clone());
        self.whole.push(Vec::new());
        self.in_sequence.push(false);
        id
    }

    pub(super) fn finish(&mut self) -> Result<(), String> {
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(self.literals.iter().map(|l| l.text.as_bytes()))
            .map_err(|e| format!("the vocabulary is too large for one pass: {e}"))?;
        self.automaton = Some(automaton);
        self.starts = vec![Vec::new(); self.literals.len()];
        for (index, sequence) in self.sequences.iter().enumerate() {
            let first = sequence.steps.first().and_then(|(l, ..)| self.starts.get_mut(*l as usize));
            if let (Some(list), Ok(index)) = (first, u32::try_from(index)) {
                list.push(index);
            }
        }
        Ok(())
    }

    /// The terms of which `folded` is a whole phrase.
    #[must_use]
    pub fn terms_of(&self, folded: &str) -> Vec<TermId> {
        let mut out = Vec::new();
        for (literal, start, end) in self.places(folded) {
            let open_end = self.literals.get(literal as usize).is_some_and(|l| !l.right_edge);
            if start == 0
                && (end == folded.len()
                    || open_end
                        && folded
                            .get(end..)
                            .is_some_and(|rest| rest.chars().all(char::is_alphanumeric)))
            {
                out.extend(self.whole.get(literal as usize).into_iter().flatten().map(|(t, _)| *t));
            }
        }
        out
    }

    /// The sequences that start with this literal.
    pub fn starting_with(&self, literal: usize) -> impl Iterator<Item = &Sequence> {
        let indices = self.starts.get(literal).map_or(&[][..], Vec::as_slice);
        indices.iter().filter_map(|i| self.sequences.get(*i as usize))
    }

    /// Every place where a literal's characters stand in `folded`, overlapping ones included,
    /// as (literal, start, end) in bytes. Word edges are not yet checked.
    pub fn places<'t>(&'t self, folded: &'t str) -> impl Iterator<Item = (u32, usize, usize)> + 't {
        self.automaton
            .iter()
            .flat_map(move |a| a.find_overlapping_iter(folded))
            .map(|m| (m.pattern().as_u32(), m.start(), m.end()))
    }
}
