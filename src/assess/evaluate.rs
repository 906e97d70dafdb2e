//! Conditions over windows: which combinations of hits fulfil them.

use std::sync::OnceLock;

use super::actor;
use super::roles::Roles;
use super::window::{Match, Window};
use crate::find::{Hit, Hits};
use crate::pack::{Condition, Patterns, SectionKind, Side, TermId};
use crate::segment::Contract;
use crate::text::{self, Span};

/// More combinations than this are not kept; the shortest are.
const KEEP: usize = 48;
/// So many pairs of matches are compared for the nearest.
const MOST_COMPARED: usize = 1_000_000;

/// What a condition is tested against.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) contract: &'a Contract,
    pub(super) hits: &'a Hits,
    /// Kinds of section whose hits count.
    pub(super) kinds: &'a [SectionKind],
    pub(super) patterns: &'a Patterns,
    pub(super) roles: &'a OnceLock<Roles>,
}

impl<'a> Ground<'a> {
    /// What the document's words do in a sentence.
    pub(super) fn roles(&self) -> &'a Roles {
        self.roles.get_or_init(|| Roles::of(self.contract, self.patterns))
    }

    fn counts(&self, hit: &Hit) -> bool {
        let clause = self.contract.clauses.get(hit.clause as usize);
        let kind = || self.contract.kind_of(hit.sentence as usize);
        clause.is_some_and(|c| c.is_heading || kind().is_some_and(|k| self.kinds.contains(&k)))
    }

    /// The hits of a term in a window.
    pub(super) fn hits_in(&self, window: &Window, term: TermId) -> Vec<Match> {
        let mut out = Vec::new();
        window.hits(term, self.hits, &|h| self.counts(h), &mut out);
        out
    }

    /// Whether the window has a hit wherever the condition needs one: a quick test that says no to
    /// most windows.
    pub(super) fn possible(&self, condition: &Condition, window: &Window) -> bool {
        match condition {
            Condition::Term(term) => window.has(self.hits.of(*term)),
            Condition::Near(a, b, ..) => self.possible(a, window) && self.possible(b, window),
            Condition::Without(a, ..)
            | Condition::Count(_, a)
            | Condition::Acting(a)
            | Condition::Column(a, ..) => self.possible(a, window),
            Condition::All(parts) => parts.iter().all(|p| self.possible(p, window)),
            Condition::Any(parts) => parts.iter().any(|p| self.possible(p, window)),
            Condition::Not(_) | Condition::Heading(_) => true,
        }
    }

    /// Whether a match starts in a cell of a table whose column's header fulfils a condition.
    fn is_headed(&self, matched: Match, header: &Condition) -> bool {
        let clauses = &self.contract.clauses;
        let start = matched.start as usize;
        let row = self.contract.clause_at(start).and_then(|row| clauses.get(row));
        let Some(row) = row.filter(|row| row.is_row) else { return false };
        let Some((at, head)) = row.lead_in.and_then(|at| clauses.get(at).map(|head| (at, head)))
        else {
            return false;
        };
        let before = self.contract.folded.text.get(row.folded.start..start).unwrap_or("");
        let column = before.matches('|').count();
        let Some((from, cell)) = text::cells(self.contract.folded.get(head.folded)).nth(column)
        else {
            return false;
        };
        let bare = cell.trim();
        let start = head.folded.start + from + (cell.len() - cell.trim_start().len());
        let window = Window::plain(self.contract, at, Span::new(start, start + bare.len()));
        let free = Ground { kinds: &SectionKind::ALL, ..*self };
        head.is_row && !bare.is_empty() && free.matches(header, &window).is_some()
    }

    /// The hull of matches of at least so many different texts.
    fn counted(&self, least: u32, found: &[Match]) -> Option<Vec<Match>> {
        let text = &self.contract.folded.text;
        let mut texts: Vec<&str> =
            found.iter().filter_map(|m| text.get(m.start as usize..m.end as usize)).collect();
        texts.sort_unstable();
        texts.dedup();
        let hull = found.iter().copied().reduce(Match::hull)?;
        (texts.len() >= least as usize).then(|| vec![hull])
    }

    /// The matches of a condition in a window, shortest first; `None` where it is not fulfilled.
    /// A condition that is fulfilled without a place, such as a negation, gives no matches.
    pub(super) fn matches(&self, condition: &Condition, window: &Window) -> Option<Vec<Match>> {
        match condition {
            Condition::Term(term) => some(self.hits_in(window, *term)),
            Condition::Near(a, b, words, side) => {
                let (a, b) = (self.matches(a, window)?, self.matches(b, window)?);
                some(pairs(&a, &b, *words, *side))
            }
            Condition::Without(a, b, words, side) => {
                let a = self.matches(a, window)?;
                let b = Within::new(&self.matches(b, window).unwrap_or_default());
                // The unwanted words stand outside the match, on the named side.
                some(
                    a.into_iter()
                        .filter(|x| !b.of(*x, *words).any(|y| outside(*x, y, *words, *side)))
                        .collect(),
                )
            }
            Condition::All(parts) => {
                let mut so_far: Option<Vec<Match>> = None;
                for part in parts {
                    let next = self.matches(part, window)?;
                    so_far = Some(match so_far {
                        Some(before) if before.is_empty() => next,
                        Some(before) if next.is_empty() => before,
                        Some(before) => closest(&before, &next),
                        None => next,
                    });
                }
                so_far
            }
            Condition::Any(parts) => {
                let mut fulfilled = false;
                let mut all = Vec::new();
                for part in parts {
                    if let Some(found) = self.matches(part, window) {
                        fulfilled = true;
                        all.extend(found);
                    }
                }
                fulfilled.then(|| shortest(all))
            }
            Condition::Acting(inner) => {
                let found = self.matches(inner, window)?;
                some(actor::acting(self, window, found))
            }
            Condition::Column(inner, header, without) => {
                let found = self.matches(inner, window)?.into_iter();
                some(found.filter(|m| self.is_headed(*m, header) != *without).collect())
            }
            Condition::Not(inner) => self.matches(inner, window).is_none().then(Vec::new),
            Condition::Count(least, inner) => self.counted(*least, &self.matches(inner, window)?),
            Condition::Heading(inner) => {
                let own = self
                    .contract
                    .clauses
                    .get(window.clause)
                    .filter(|c| c.is_heading)
                    .map(|_| window.clause);
                let mut headings = own.into_iter().chain(self.contract.headings(window.clause));
                let free = Ground { kinds: &SectionKind::ALL, ..*self };
                let says = |clause, span| {
                    free.matches(inner, &Window::plain(self.contract, clause, span)).is_some()
                };
                let titled = |title| says(window.clause, title);
                let found = headings
                    .any(|h| self.contract.clauses.get(h).is_some_and(|c| says(h, c.folded)))
                    || self.contract.title_of(window.clause).is_some_and(titled);
                found.then(Vec::new)
            }
        }
    }
}

fn some(matches: Vec<Match>) -> Option<Vec<Match>> {
    (!matches.is_empty()).then_some(matches)
}

fn shortest(mut matches: Vec<Match>) -> Vec<Match> {
    matches.sort_by_key(|m| (m.last - m.first, m.first, m.start));
    matches.dedup();
    matches.truncate(KEEP);
    matches
}

fn pairs(a: &[Match], b: &[Match], words: u32, side: Side) -> Vec<Match> {
    let within = Within::new(b);
    let mut out = Vec::new();
    for &x in a {
        out.extend(within.of(x, words).filter(|y| near(x, *y, words, side)).map(|y| x.hull(y)));
    }
    shortest(out)
}

/// Matches in the order of their place, so that those near another are found without looking at
/// all of them.
struct Within {
    sorted: Vec<Match>,
    /// The length of the longest of them, in words.
    longest: i64,
}

impl Within {
    fn new(matches: &[Match]) -> Within {
        let mut sorted = matches.to_vec();
        sorted.sort_unstable();
        let longest = sorted.iter().map(|m| m.last - m.first).max().unwrap_or(0);
        Within { sorted, longest }
    }

    /// All that stand at most so many words from `x`, and some that stand a little farther.
    fn of(&self, x: Match, words: u32) -> impl Iterator<Item = Match> + '_ {
        let reach = i64::from(words) + 1;
        let from = self.sorted.partition_point(|y| y.first < x.first - reach - self.longest);
        let near = self.sorted.get(from..).unwrap_or_default();
        near.iter().copied().take_while(move |y| y.first <= x.last + reach)
    }
}

/// Number of words between two matches; 0 where they touch or overlap.
fn gap(x: Match, y: Match) -> i64 {
    (y.first - x.last).max(x.first - y.last).max(1) - 1
}

fn near(x: Match, y: Match, words: u32, side: Side) -> bool {
    let fits = gap(x, y) <= i64::from(words);
    match side {
        Side::Both => fits,
        Side::After => fits && y.first > x.first && y.last >= x.last,
        Side::Before => fits && y.first < x.first,
    }
}

fn outside(x: Match, y: Match, words: u32, side: Side) -> bool {
    let within = gap(x, y) <= i64::from(words);
    match side {
        Side::Both => within,
        Side::Before => within && y.first < x.first,
        Side::After => within && y.last > x.last,
    }
}

/// Each match of the first with the nearest of the second. Where a text holds more of them than any
/// contract does, the first ones answer for the rest.
fn closest(a: &[Match], b: &[Match]) -> Vec<Match> {
    let (a, b) = match a.len().saturating_mul(b.len()) {
        ..=MOST_COMPARED => (a, b),
        _ => {
            let (a, _) = a.split_at(a.len().min(1_000));
            let (b, _) = b.split_at(b.len().min(1_000));
            (a, b)
        }
    };
    shortest(
        a.iter()
            .filter_map(|&x| b.iter().min_by_key(|&&y| gap(x, y)).map(|&y| x.hull(y)))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{self, Format, Limits, PdfReader};
    use crate::{find, parties, segment};

    /// The matches of a condition in each clause of a document, as folded text.
    fn found(text: &str, condition: &Condition, patterns: &Patterns) -> Vec<String> {
        let limits = Limits::default();
        let read = extract::read(text.as_bytes(), Format::Markdown, &limits, PdfReader::default());
        let contract = segment::segment(&read.unwrap(), &patterns.structure);
        let parties = parties::resolve(&contract, patterns);
        let hits = find::find(&contract, &parties, patterns);
        let (kinds, roles) = (&SectionKind::ALL, &OnceLock::new());
        let ground = Ground { contract: &contract, hits: &hits, kinds, patterns, roles };
        let windows = contract.clauses.iter().enumerate();
        windows
            .flat_map(|(at, clause)| {
                let window = Window::plain(&contract, at, clause.folded);
                ground.matches(condition, &window).unwrap_or_default()
            })
            .filter_map(|m| contract.folded.text.get(m.start as usize..m.end as usize))
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn who_owns_or_undergoes_does_not_act() {
        let patterns = Patterns::load(None).unwrap();
        let controller = Condition::Term(patterns.table.term("controller").unwrap());
        let acting = Condition::Acting(Box::new(controller));
        let acts = |text: &str| !found(text, &acting, &patterns).is_empty();
        for text in [
            "The Customer's instructions are not binding.",
            "Customer data is kept apart.",
            "The request of the Customer counts.",
            "Op verzoek van de verwerkingsverantwoordelijke.",
        ] {
            assert!(!acts(text), "{text}");
        }
        assert!(acts("The Customer instructs the processor."));
        assert!(acts("De melding wordt gedaan door de verwerkingsverantwoordelijke."));
    }

    #[test]
    fn a_column_is_known_by_its_header() {
        let patterns = Patterns::load(None).unwrap();
        let term = |name: &str| Box::new(Condition::Term(patterns.table.term(name).unwrap()));
        let text = "| Data | Measure |\n|---|---|\n| datalek | back-up |\n| back-up | datalek |";
        let below = Condition::Column(term("breach"), term("data_any"), false);
        let beside = Condition::Column(term("breach"), term("data_any"), true);
        assert_eq!(found(text, &below, &patterns).len(), 1);
        assert_eq!(found(text, &beside, &patterns).len(), 1);
        assert_eq!(found("Een datalek.", &beside, &patterns).len(), 1);
        assert!(found("Een datalek.", &below, &patterns).is_empty());
    }
}
