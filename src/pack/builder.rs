//! Gathering the vocabulary while packs are read: terms and phrases in, a [`Table`] out.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::condition::TermId;
use super::phrase::{self, Literal, Step};
use super::table::{Follower, Lists, LiteralInfo, Table, TermInfo};
use super::trie::Trie;
use crate::lang::Lang;

/// A phrase of several literals.
struct Sequence {
    term: TermId,
    first: u32,
    rest: Vec<Follower>,
}

/// The vocabulary so far.
#[derive(Default)]
pub(super) struct Builder {
    terms: Vec<TermInfo>,
    names: BTreeMap<String, TermId>,
    literals: Vec<Literal>,
    index: HashMap<Literal, u32>,
    /// For each literal the terms that it is a whole phrase of.
    whole: Vec<Vec<TermId>>,
    sequences: Vec<Sequence>,
}

impl Builder {
    /// The term with this name, where there is one.
    pub(super) fn term(&self, name: &str) -> Option<TermId> {
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
        for steps in phrase::compile(text)? {
            self.add_steps(term, &steps);
        }
        Ok(())
    }

    fn add_steps(&mut self, term: TermId, steps: &[Step]) {
        let Some((first, rest)) = steps.split_first() else { return };
        let first = self.literal(&first.literal);
        let rest: Vec<Follower> = rest
            .iter()
            .map(|s| Follower { literal: self.literal(&s.literal), min: s.min, max: s.max })
            .collect();
        if !rest.is_empty() {
            self.sequences.push(Sequence { term, first, rest });
        } else if let Some(list) = self.whole.get_mut(first as usize)
            && !list.contains(&term)
        {
            list.push(term);
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
        id
    }

    /// The table of all that was added.
    pub(super) fn finish(self) -> Table {
        let Builder { terms, names, literals, whole, sequences, .. } = self;
        let parts: BTreeSet<u32> = sequences
            .iter()
            .flat_map(|s| s.rest.iter().map(|f| f.literal).chain([s.first]))
            .collect();
        let part: BTreeMap<u32, u32> = parts.into_iter().zip(0..).collect();
        let mut starts: Vec<Vec<u32>> = vec![Vec::new(); part.len()];
        for (sequence, number) in sequences.iter().zip(0..) {
            let first = part.get(&sequence.first).and_then(|p| starts.get_mut(*p as usize));
            first.expect("every first literal is a part").push(number);
        }
        let of_edge = |left: bool| {
            let texts = literals.iter().zip(0..).filter(move |(l, _)| l.left_edge == left);
            Trie::new(texts.map(|(l, number)| (l.text.as_bytes(), number)))
        };
        Table {
            at_words: of_edge(true),
            anywhere: of_edge(false),
            by_name: names.into_values().collect(),
            whole: Lists::new(whole),
            sequence_terms: sequences.iter().map(|s| s.term).collect(),
            followers: Lists::new(sequences.into_iter().map(|s| s.rest)),
            starts: Lists::new(starts),
            beside: Vec::new(),
            literals: literals
                .iter()
                .zip(0..)
                .map(|(literal, number)| LiteralInfo {
                    left_edge: literal.left_edge,
                    right_edge: literal.right_edge,
                    part: part.get(&number).copied(),
                })
                .collect(),
            terms,
        }
    }
}
