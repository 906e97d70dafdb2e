//! Conditions over windows: which combinations of hits fulfil them.

use std::sync::OnceLock;

use super::roles::Roles;
use super::window::{Match, Window};
use crate::find::{Hit, Hits};
use crate::pack::{Condition, Patterns, SectionKind, Side, TermId};
use crate::segment::Contract;

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
        self.contract
            .clauses
            .get(hit.clause as usize)
            .is_some_and(|c| c.is_heading || self.kinds.contains(&c.kind))
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
            Condition::Without(a, ..) | Condition::Count(_, a) => self.possible(a, window),
            Condition::All(parts) => parts.iter().all(|p| self.possible(p, window)),
            Condition::Any(parts) => parts.iter().any(|p| self.possible(p, window)),
            Condition::Not(_) | Condition::Heading(_) => true,
        }
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
            Condition::Not(inner) => self.matches(inner, window).is_none().then(Vec::new),
            Condition::Count(least, inner) => {
                let found = self.matches(inner, window)?;
                let mut texts: Vec<&str> = found
                    .iter()
                    .filter_map(|m| self.contract.folded.text.get(m.start as usize..m.end as usize))
                    .collect();
                texts.sort_unstable();
                texts.dedup();
                let hull = found.iter().copied().reduce(Match::hull)?;
                (texts.len() >= *least as usize).then(|| vec![hull])
            }
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
