//! Every term of the packs and every typed value, found in one pass over a folded document.
//!
//! In: a [`Contract`] and its [`Parties`]. Out: [`Hits`], sorted by place, term by term. What must
//! stay true: a hit starts and ends at word edges as its phrase demands, and a phrase of several
//! parts never crosses a sentence.

mod denial;
mod names;
#[cfg(test)]
mod tests;
mod values;

use aho_corasick::AhoCorasick;

use crate::pack::{ACTORS, Patterns, Table, TermId};
use crate::parties::Parties;
use crate::segment::Contract;
use crate::text::{Fold, Span};

pub use values::ValueHit;

/// Where a phrase of a term stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// First byte in the folded text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Number of its first word in the document, from 0.
    pub first_word: u32,
    /// Number of its last word.
    pub last_word: u32,
    /// Index of its clause.
    pub clause: u32,
    /// Index of its sentence.
    pub sentence: u32,
}

/// All hits of a document.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    by_term: Vec<Vec<Hit>>,
    /// Typed values with what they say, sorted by place.
    pub values: Vec<ValueHit>,
}

impl Hits {
    /// The hits of a term, sorted by place.
    #[must_use]
    pub fn of(&self, term: TermId) -> &[Hit] {
        self.by_term.get(term.0 as usize).map_or(&[], Vec::as_slice)
    }
}

/// Finds everything.
#[must_use]
pub fn find(contract: &Contract, parties: &Parties, patterns: &Patterns) -> Hits {
    let mut finder = Finder {
        contract,
        hits: Hits { by_term: vec![Vec::new(); patterns.table.terms.len()], values: Vec::new() },
    };
    finder.phrases(patterns);
    finder.names(parties, patterns);
    values::find(&mut finder, patterns);
    names::find(&mut finder, patterns);
    let mut hits = finder.hits;
    for list in &mut hits.by_term {
        list.sort_unstable();
        list.dedup();
    }
    parties_first(&mut hits, parties, patterns);
    actors_apart(&mut hits, patterns);
    denial::drop_false(&mut hits, contract, patterns);
    hits.values.sort_by_key(|v| (v.start, v.end, v.term));
    hits
}

/// Gets ready what [`find`] needs besides the packs; it does so itself where nobody did before.
pub fn prepare() {
    values::prepare();
}

/// How many bytes of a line, before and after a word, show whether it is all capitals. A text that
/// is one long line would else be read once for every word in it.
const LINE: usize = 400;

struct Finder<'c> {
    contract: &'c Contract,
    hits: Hits,
}

impl Finder<'_> {
    /// A hit at these bytes; `None` where they stand in no sentence.
    fn hit(&self, start: usize, end: usize) -> Option<Hit> {
        Place::at_start_of(self.contract).hit(start, end)
    }

    /// Whether the document writes this in capitals: `VS` is a country, `vs.` is not.
    fn in_capitals(&self, start: usize, end: usize) -> bool {
        let raw = &self.contract.raw;
        let span = self.contract.folded.to_raw(Span::new(start, end), raw);
        raw.get(span.start..span.end).is_some_and(|t| !t.chars().any(char::is_lowercase))
    }

    /// Whether these two letters stand for a country: in capitals, and not in a line that is all
    /// capitals (`CONTACT US`).
    fn abbreviates(&self, start: usize, end: usize) -> bool {
        if !self.in_capitals(start, end) {
            return false;
        }
        let raw = &self.contract.raw;
        let span = self.contract.folded.to_raw(Span::new(start, end), raw);
        let near = (span.start.saturating_sub(LINE), span.end.saturating_add(LINE));
        let near = (raw.floor_char_boundary(near.0), raw.ceil_char_boundary(near.1));
        let breaks = ['\n', '|', '\t'];
        let before = raw.get(near.0..span.start).unwrap_or("");
        let after = raw.get(span.end..near.1).unwrap_or("");
        let from = before.rfind(breaks).map_or(near.0, |at| near.0 + at + 1);
        let to = after.find(breaks).map_or(near.1, |at| span.end + at);
        let line = raw.get(from..to).unwrap_or("");
        let words = line.split(|c: char| !c.is_alphabetic());
        line.chars().any(char::is_lowercase) || words.map(str::len).all(|n| n <= 3)
    }

    /// Whether this name of a state tells whose people, laws or courts are meant: "residents of
    /// California", "Delaware corporation".
    fn is_of_a_state(&self, start: usize, end: usize, patterns: &Patterns) -> bool {
        let states = &patterns.values.states;
        let text = &self.contract.folded.text;
        let has = |list: &[String], word: &str| list.iter().any(|known| known == word);
        if !text.get(start..end).is_some_and(|name| has(&states.names, name)) {
            return false;
        }
        let near = (
            text.floor_char_boundary(start.saturating_sub(LINE)),
            text.ceil_char_boundary(end.saturating_add(LINE)),
        );
        let state =
            |word: &str| states.names.iter().any(|name| name.split(' ').any(|part| part == word));
        let before = text.get(near.0..start).unwrap_or("");
        let after = text.get(end..near.1).unwrap_or("");
        let parts = |c: char| " ,()\"".contains(c);
        let mut backwards = before.rsplit(parts);
        let whose = backwards.find(|w| !(w.is_empty() || has(&states.between, w) || state(w)));
        // "California, Oregon and Ohio residents": behind the last of a row stands what they are.
        let mut forwards = after.split(parts);
        let joins = |w: &str| w.is_empty() || state(w) || has(&patterns.structure.joins_items, w);
        let what = forwards.find(|w| !joins(w));
        whose.is_some_and(|word| has(&states.before, word))
            || what.is_some_and(|word| has(&states.after, word.trim_end_matches(['.', ';', ':'])))
    }

    fn push(&mut self, term: TermId, hit: Hit) {
        if let Some(list) = self.hits.by_term.get_mut(term.0 as usize) {
            list.push(hit);
        }
    }

    /// A term that was found, and what is found with it.
    fn push_all(&mut self, table: &Table, term: TermId, hit: Hit) {
        self.push(term, hit);
        if let Some(beside) = table.beside(term) {
            self.push(beside, hit);
        }
    }

    fn phrases(&mut self, patterns: &Patterns) {
        let table = &patterns.table;
        let text = &self.contract.folded.text;
        let is_country = country_terms(patterns);
        let mut parts: Vec<Vec<Hit>> = vec![Vec::new(); table.parts()];
        let mut place = Place::at_start_of(self.contract);
        table.places(text, |literal, start, end| {
            let Some(wanted) = table.literals.get(literal as usize) else { return };
            let edges = (wanted.left_edge, wanted.right_edge);
            let Some((start, end)) = at_edges(text.as_bytes(), start, end, edges.0, edges.1) else {
                return;
            };
            let Some(hit) = place.hit(start, end) else { return };
            let terms = table.whole(literal);
            let country = |term: &TermId| is_country.get(term.0 as usize) == Some(&true);
            let small = || end - start == 2 && !self.abbreviates(start, end);
            let no_place =
                terms.iter().any(country) && (small() || self.is_of_a_state(start, end, patterns));
            for term in terms.iter().filter(|term| !(no_place && country(term))) {
                self.push_all(table, *term, hit);
            }
            if let Some(list) = wanted.part.and_then(|part| parts.get_mut(part as usize)) {
                list.push(hit);
            }
        });
        let part = |literal: u32| {
            let part = table.literals.get(literal as usize).and_then(|wanted| wanted.part);
            part.and_then(|part| parts.get(part as usize)).map_or(&[][..], Vec::as_slice)
        };
        let mut lists = Vec::new();
        for (number, starts) in parts.iter().enumerate().filter(|(_, starts)| !starts.is_empty()) {
            for (term, followers) in table.starting_with(number) {
                lists.clear();
                lists.extend(followers.iter().map(|f| (part(f.literal), f.min, f.max)));
                if lists.iter().any(|(list, ..)| list.is_empty()) {
                    continue;
                }
                for from in starts {
                    if let Some(last) = follow(from, &lists) {
                        let joined = Hit { end: last.end, last_word: last.last_word, ..*from };
                        self.push_all(table, term, joined);
                    }
                }
            }
        }
    }

    /// The document's own names for its parties.
    fn names(&mut self, parties: &Parties, patterns: &Patterns) {
        for (term, names, in_addresses) in [
            ("processor", &parties.processor, Some("@processor_name")),
            ("controller", &parties.controller, None),
            ("@processor_name", &parties.processor_names, Some("@processor_name")),
        ] {
            let (Some(term), false) = (patterns.table.term(term), names.is_empty()) else {
                continue;
            };
            let Ok(automaton) = AhoCorasick::new(names) else { continue };
            let text = &self.contract.folded.text;
            for found in automaton.find_overlapping_iter(text) {
                if let Some((start, end)) =
                    at_edges(text.as_bytes(), found.start(), found.end(), true, true)
                    && let Some(hit) = self.hit(start, end)
                {
                    // There it tells whose address it is, and nobody acts.
                    let term = if in_an_address(text, start, end) {
                        in_addresses.and_then(|name| patterns.table.term(name))
                    } else {
                        Some(term)
                    };
                    if let Some(term) = term {
                        self.push(term, hit);
                    }
                }
            }
        }
    }
}

/// Where a walk through the text stands: hits come in the order of the text, so that the next one's
/// sentence and words are found a few steps from those of the last.
struct Place<'c> {
    contract: &'c Contract,
    sentence: usize,
    word: u32,
    /// The bytes of that sentence.
    around: Span<Fold>,
}

impl<'c> Place<'c> {
    fn at_start_of(contract: &'c Contract) -> Place<'c> {
        Place { contract, sentence: 0, word: 0, around: Span::new(0, 0) }
    }

    fn hit(&mut self, start: usize, end: usize) -> Option<Hit> {
        let folded = &self.contract.folded;
        if !(self.around.start..self.around.end).contains(&start) {
            self.sentence = self.contract.sentence_at(start)?;
            self.around = self.contract.sentences.get(self.sentence)?.folded;
            self.word = folded.word_at(start);
        }
        let first_word = folded.word_from(self.word, start);
        self.word = first_word;
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Some(Hit {
            start: small(start),
            end: small(end),
            first_word,
            last_word: folded.word_from(first_word, end.saturating_sub(1)),
            clause: small(self.contract.sentences.get(self.sentence)?.clause),
            sentence: small(self.sentence),
        })
    }
}

/// How many bytes around a name are looked at for an address that holds it.
const ADDRESS: usize = 120;

/// Whether a name stands inside an e-mail address or a web address with more than its domain:
/// `help@acme.nl` and `acme.nl/terms` tell whose they are, and nobody acts in them; `acme.nl` alone can.
fn in_an_address(text: &str, start: usize, end: usize) -> bool {
    let parts = |c: char| c.is_whitespace() || "<>()[]\"',;|".contains(c);
    let near = (text.floor_char_boundary(start.saturating_sub(ADDRESS)), end + ADDRESS);
    let before = text.get(near.0..start).unwrap_or("");
    let after = text.get(end..text.ceil_char_boundary(near.1)).unwrap_or("");
    let before = before.rsplit(parts).next().unwrap_or("");
    let after = after.split(parts).next().unwrap_or("");
    let domain = |word: &str| {
        let ending = word.rsplit_once('.').map_or("", |(_, ending)| ending);
        ending.len() > 1 && ending.bytes().all(|b| b.is_ascii_alphabetic())
    };
    let host = after.split('/').next().unwrap_or("");
    let path = after.contains('/') && domain(host)
        || before.split_once('/').is_some_and(|(host, _)| domain(host));
    before.contains('@')
        || after.split_once('@').is_some_and(|(_, host)| host.contains('.'))
        || before.contains("://")
        || before.ends_with("www.")
        || path
}

/// For each term whether it stands for a country.
fn country_terms(patterns: &Patterns) -> Vec<bool> {
    let kinds = ["@country", "@country_eea", "@country_adequate", "@country_third"];
    let own = patterns.values.countries.iter().map(|c| format!("@country:{}", c.code));
    let mut is_country = vec![false; patterns.table.terms.len()];
    for term in kinds.map(str::to_owned).into_iter().chain(own) {
        let term = patterns.table.term(&term).map(|term| term.0 as usize);
        if let Some(place) = term.and_then(|term| is_country.get_mut(term)) {
            *place = true;
        }
    }
    is_country
}

/// Checks or grows to the edges of words. A word ends at an apostrophe, but not at that of "can't".
fn at_edges(
    text: &[u8],
    mut start: usize,
    mut end: usize,
    left: bool,
    right: bool,
) -> Option<(usize, usize)> {
    let inside = |at: Option<usize>| {
        at.and_then(|i| text.get(i)).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80)
    };
    // "Can't" denies what "can" allows.
    let denied = right
        && text.get(end..).is_some_and(|rest| rest.starts_with(b"'t"))
        && !inside(Some(end + 2));
    if left && inside(start.checked_sub(1)) && inside(Some(start))
        || right && inside(Some(end)) && inside(end.checked_sub(1))
        || denied
    {
        return None;
    }
    while !left && inside(start.checked_sub(1)) {
        start -= 1;
    }
    while !right && inside(Some(end)) {
        end += 1;
    }
    Some((start, end))
}

/// The last part of a sequence that starts at `from`, taking the nearest part each time and
/// trying the next one where the rest does not follow.
fn follow(from: &Hit, rest: &[(&[Hit], u32, u32)]) -> Option<Hit> {
    let Some(((list, min, max), later)) = rest.split_first() else { return Some(*from) };
    let low = from.last_word + 1 + min;
    let high = from.last_word.saturating_add(1).saturating_add(*max);
    let first = list.partition_point(|h| h.first_word < low);
    list.get(first..)?
        .iter()
        .take_while(|h| h.first_word <= high)
        .filter(|h| h.sentence == from.sentence)
        .find_map(|h| follow(h, later))
}

/// A title by which the document calls one of its parties stands for no other actor: where the
/// processor is "the Subcontractor", its duties are not those of a sub-processor.
fn parties_first(hits: &mut Hits, parties: &Parties, patterns: &Patterns) {
    for (own, names) in [("processor", &parties.processor), ("controller", &parties.controller)] {
        let Some(own) = patterns.table.term(own) else { continue };
        let others: Vec<TermId> = ACTORS
            .iter()
            .filter_map(|name| patterns.table.term(name))
            .filter(|term| *term != own)
            .filter(|term| names.iter().any(|n| patterns.table.terms_of(n).contains(term)))
            .collect();
        for other in others {
            let mine: Vec<(u32, u32)> = hits.of(own).iter().map(|h| (h.start, h.end)).collect();
            if let Some(list) = hits.by_term.get_mut(other.0 as usize) {
                list.retain(|h| mine.binary_search(&(h.start, h.end)).is_err());
            }
        }
    }
}

/// A title inside a longer name of another actor is not that title: "verwerker" in "andere
/// verwerker", "klant" in "klant van de verwerker".
fn actors_apart(hits: &mut Hits, patterns: &Patterns) {
    let actors: Vec<TermId> = ACTORS.iter().filter_map(|n| patterns.table.term(n)).collect();
    let mut all: Vec<(Hit, TermId)> =
        actors.iter().flat_map(|t| hits.of(*t).iter().map(|h| (*h, *t))).collect();
    all.sort_unstable_by_key(|(h, t)| (h.start, std::cmp::Reverse(h.end), *t));
    let mut inside: Vec<(TermId, u32, u32)> = Vec::new();
    let mut reach: Vec<(Hit, TermId)> = Vec::new();
    for (hit, term) in all {
        reach.retain(|(h, _)| h.end > hit.start);
        if reach.iter().any(|(h, t)| {
            *t != term
                && h.start <= hit.start
                && hit.end <= h.end
                && h.end - h.start > hit.end - hit.start
        }) {
            inside.push((term, hit.start, hit.end));
        } else {
            reach.push((hit, term));
        }
    }
    inside.sort_unstable();
    for group in inside.chunk_by(|a, b| a.0 == b.0) {
        let Some((term, ..)) = group.first() else { continue };
        if let Some(list) = hits.by_term.get_mut(term.0 as usize) {
            list.retain(|h| group.binary_search(&(*term, h.start, h.end)).is_err());
        }
    }
}
