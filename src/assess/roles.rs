//! What the words of a document do in a sentence, looked up once: frames ask it of the same words
//! again and again.

use super::window::Window;
use crate::pack::{Patterns, Structure, TermId};
use crate::segment::Contract;

/// What a word can do, as bits.
pub(super) type Role = u16;
pub(super) const ARTICLE: Role = 1;
pub(super) const PREPOSITION: Role = 1 << 1;
pub(super) const INVERTING_MODAL: Role = 1 << 2;
pub(super) const INVERTING_VERB: Role = 1 << 3;
pub(super) const AGENT: Role = 1 << 4;
pub(super) const DELEGATES: Role = 1 << 5;
pub(super) const FINITE_VERB: Role = 1 << 6;
pub(super) const PASSIVE: Role = 1 << 7;
/// A comma, semicolon or colon stands at its end.
pub(super) const STOP: Role = 1 << 8;

/// What a party's title before it only belongs to: `data`.
pub(super) const ATTRIBUTED: Role = 1 << 9;
/// Goes on after a condition: `dan`.
pub(super) const THEN: Role = 1 << 10;
/// No word at all: a bullet, a bracket.
pub(super) const MARK: Role = 1 << 11;
/// Owns what follows: "the Controller's request", "the customers' wish".
pub(super) const GENITIVE: Role = 1 << 12;

/// Terms of which a subject can be.
const ACTORS: [&str; 5] = ["processor", "controller", "sub_processor", "authority", "subject"];

/// The roles of a document's words, and the terms that go with them.
pub(super) struct Roles {
    of_words: Vec<Role>,
    pub(super) actors: Vec<TermId>,
    pub(super) processor: Option<TermId>,
    pub(super) hedge: Option<TermId>,
    pub(super) discretion: Option<TermId>,
    pub(super) no_duty: Option<TermId>,
}

impl Roles {
    pub(super) fn of(contract: &Contract, patterns: &Patterns) -> Roles {
        let lists = lists(&patterns.structure);
        let mut known: Vec<(&str, Role)> = lists
            .iter()
            .flat_map(|(list, role)| list.iter().map(|word| (word.as_str(), *role)))
            .collect();
        known.sort_unstable();
        known.dedup_by(|(word, role), (kept, roles)| {
            let same = word == kept;
            if same {
                *roles |= *role;
            }
            same
        });
        let known = Known::of(&known);
        let term = |name: &str| patterns.table.term(name);
        Roles {
            of_words: contract
                .folded
                .text
                .split(' ')
                .map(|w| role(w, |bare| known.role(bare)))
                .collect(),
            actors: ACTORS.into_iter().filter_map(term).collect(),
            processor: term("processor"),
            hedge: term("hedge"),
            discretion: term("discretion"),
            no_duty: term("no_duty"),
        }
    }
}

/// The words of the lists with what they can do, sorted, and where those with each first byte begin:
/// most words of a text are on no list.
struct Known<'k> {
    words: &'k [(&'k str, Role)],
    starts: Vec<usize>,
}

impl<'k> Known<'k> {
    fn of(words: &'k [(&'k str, Role)]) -> Known<'k> {
        let first = |word: &str| word.bytes().next().map_or(0, usize::from);
        let begins = |byte: usize| words.partition_point(|(word, _)| first(word) < byte);
        Known { words, starts: (0..=256).map(begins).collect() }
    }

    fn role(&self, word: &str) -> Role {
        let Some(first) = word.bytes().next().map(usize::from) else { return 0 };
        let bounds = self.starts.get(first).zip(self.starts.get(first + 1));
        let same = bounds.and_then(|(from, to)| self.words.get(*from..*to)).unwrap_or_default();
        let found = same.binary_search_by_key(&word, |(known, _)| known);
        found.ok().and_then(|at| same.get(at)).map_or(0, |(_, role)| *role)
    }
}

fn lists(structure: &Structure) -> [(&[String], Role); 10] {
    [
        (&structure.articles, ARTICLE),
        (&structure.prepositions, PREPOSITION),
        (&structure.inverting_modals, INVERTING_MODAL),
        (&structure.inverting_verbs, INVERTING_VERB),
        (&structure.agent, AGENT),
        (&structure.delegates, DELEGATES),
        (&structure.finite_verbs, FINITE_VERB),
        (&structure.passive, PASSIVE),
        (&structure.attributed, ATTRIBUTED),
        (&structure.then, THEN),
    ]
}

/// The role of a word as it stands in the text; `of` tells that of a bare one.
fn role(word: &str, of: impl Fn(&str) -> Role) -> Role {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let known = if bare.is_empty() { MARK } else { of(bare) };
    let owns = bare.ends_with("'s") || word.ends_with("s'");
    let known = if owns { known | GENITIVE } else { known };
    known | if word.ends_with([',', ';', ':']) { STOP } else { 0 }
}

/// The words of a window, by their place in its joined text.
pub(super) struct Words<'a> {
    stretches: Vec<Stretch<'a>>,
}

struct Stretch<'a> {
    base: i64,
    roles: &'a [Role],
    /// Those of its first and last word, of which the window may hold but a piece.
    ends: [Role; 2],
}

impl<'a> Words<'a> {
    pub(super) fn of(
        window: &Window,
        contract: &Contract,
        roles: &'a Roles,
        structure: &Structure,
    ) -> Words<'a> {
        let slow = |word: &str| {
            let lists = lists(structure).into_iter();
            let has = |list: &[String]| list.iter().any(|known| known == word);
            lists.filter(|(list, _)| has(list)).fold(0, |sum, (_, role)| sum | role)
        };
        let stretches = window.stretches(contract).map(|(base, words, text)| {
            let all = roles.of_words.get(words.clone()).unwrap_or_default();
            let whole = |word: usize, edge: usize| contract.folded.word_start(small(word)) == edge;
            let first = if whole(words.start, text.start) {
                all.first().copied().unwrap_or(0)
            } else {
                let text = contract.folded.get(text);
                role(text.split(' ').next().unwrap_or_default(), slow)
            };
            let last = if whole(words.end, text.end + 1) || text.end == contract.folded.text.len() {
                if all.len() == 1 { first } else { all.last().copied().unwrap_or(0) }
            } else {
                let text = contract.folded.get(text);
                role(text.trim_end().rsplit(' ').next().unwrap_or_default(), slow)
            };
            Stretch { base, roles: all, ends: [first, last] }
        });
        Words { stretches: stretches.collect() }
    }

    /// One past the last place.
    pub(super) fn end(&self) -> i64 {
        self.stretches.last().map_or(0, |s| s.base + length(s.roles))
    }

    /// Whether the word at a place has one of these roles.
    pub(super) fn is(&self, at: i64, wanted: Role) -> bool {
        let here = self.stretches.iter().find(|s| at >= s.base && at < s.base + length(s.roles));
        here.is_some_and(|s| {
            let index = usize::try_from(at - s.base).unwrap_or(usize::MAX);
            let [first, last] = s.ends;
            let role = match index {
                _ if index + 1 == s.roles.len() => last,
                0 => first,
                _ => s.roles.get(index).copied().unwrap_or(0),
            };
            role & wanted != 0
        })
    }
}

fn length(roles: &[Role]) -> i64 {
    i64::try_from(roles.len()).unwrap_or(i64::MAX)
}

fn small(word: usize) -> u32 {
    u32::try_from(word).unwrap_or(u32::MAX)
}
