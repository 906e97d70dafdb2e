//! Who is obliged: the subject of the sentence in which a frame matched.
//!
//! Not grammar, but what holds in contracts of both languages: the one after "door" or "by" acts;
//! else the one who stands right before, or in Dutch right after, the finite verb nearest to the
//! match; else the first who is not the object of a preposition.

use super::evaluate::Ground;
use super::roles::{self, Role, Words};
use super::window::{Match, Window};
use crate::pack::TermId;

/// How far, in words, the finite verb may stand before the match.
const VERB_REACH: i64 = 30;

/// Verbs farther into a match, in words, do not tell who is obliged by it.
const WIDE: i64 = 300;
/// An actor farther from the match, in words, stands at none of the verbs that are looked at.
const NEAR: i64 = VERB_REACH + 16;
/// So many actors of a window are looked through for one that is no object.
const MOST_ACTORS: usize = 400;

/// Whether somebody else than `wanted` is the subject.
pub(super) fn somebody_else(
    ground: &Ground<'_>,
    window: &Window,
    matched: Match,
    wanted: TermId,
) -> bool {
    let roles = ground.roles();
    let mut actors: Vec<(Match, TermId)> = Vec::new();
    for term in roles.actors.iter().copied().chain([wanted]) {
        actors.extend(ground.hits_in(window, term).into_iter().map(|m| (m, term)));
    }
    actors.sort_unstable_by_key(|(m, t)| (m.first, m.last, *t));
    actors.dedup();
    if actors.is_empty() {
        return false;
    }
    let words = Words::of(window, ground.contract, roles, &ground.patterns.structure);
    let sentence = Sentence { words };
    actors.retain(|(m, _)| {
        !sentence.is(m.last + 1, roles::ATTRIBUTED) && !sentence.is(m.last, roles::GENITIVE)
    });
    match sentence.subject(&actors, matched) {
        Some(subject) => !actors
            .iter()
            .any(|(m, t)| *t == wanted && m.first <= subject.last && subject.first <= m.last),
        None => false,
    }
}

/// Those of the matches that act or are acted for: no owner of something, no object.
pub(super) fn acting(ground: &Ground<'_>, window: &Window, found: Vec<Match>) -> Vec<Match> {
    let roles = ground.roles();
    let words = Words::of(window, ground.contract, roles, &ground.patterns.structure);
    let sentence = Sentence { words };
    let owns = |m: &Match| {
        sentence.is(m.last, roles::GENITIVE) || sentence.is(m.last + 1, roles::ATTRIBUTED)
    };
    found.into_iter().filter(|m| !owns(m) && !sentence.is_object(*m)).collect()
}

struct Sentence<'a> {
    words: Words<'a>,
}

impl Sentence<'_> {
    fn is(&self, at: i64, role: Role) -> bool {
        self.words.is(at, role)
    }

    /// The position of the word before `at`, articles skipped.
    fn before(&self, mut at: i64) -> i64 {
        at -= 1;
        for _ in 0..2 {
            if self.is(at, roles::ARTICLE) {
                at -= 1;
            }
        }
        at
    }

    fn is_object(&self, actor: Match) -> bool {
        let at = self.before(actor.first);
        self.is(at, roles::PREPOSITION) && !self.is(at, roles::STOP)
    }

    /// Whether the subject may stand after the finite verb: Dutch puts it there after a comma or
    /// an opening ("In dat geval stelt Verwerker …").
    fn inverts(&self, verb: i64) -> bool {
        self.is(verb, roles::INVERTING_MODAL) || verb >= 2 && self.is(verb, roles::INVERTING_VERB)
    }

    /// Whether the sentence opens with its verb, as items of a list of duties do: "Stelt de school
    /// op de hoogte van …". Its subject is then whoever the list is about, and not its object. A
    /// condition opens so too, and goes on with "dan".
    fn leaves_subject_out(&self) -> bool {
        let places = || 0..self.words.end();
        let first = places().find(|at| !self.is(*at, roles::MARK));
        let opens = first.is_some_and(|at| self.is(at, roles::FINITE_VERB | roles::INVERTING_VERB));
        opens && !places().any(|at| self.is(at, roles::THEN))
    }

    fn subject(&self, actors: &[(Match, TermId)], matched: Match) -> Option<Match> {
        let end = matched.last.min(matched.first + WIDE);
        // Only those near enough to be chosen by their place are compared with each verb.
        let near: Vec<(Match, TermId)> = actors
            .iter()
            .filter(|(m, _)| m.last >= matched.first - NEAR && m.first <= end + NEAR)
            .copied()
            .collect();
        let reach = |m: &Match| m.last >= matched.first - 12 && m.first <= matched.last + 12;
        let agent = near
            .iter()
            .map(|(m, _)| *m)
            .find(|m| reach(m) && self.is(self.before(m.first), roles::AGENT));
        let mut best: Option<(i64, Match, bool)> = None;
        let from = (matched.first - VERB_REACH).max(0);
        for at in from..self.words.end().min(end + 1) {
            let hands_on = self.is(at, roles::DELEGATES);
            if !hands_on && !self.is(at, roles::FINITE_VERB) {
                continue;
            }
            let stop = |at: i64| self.is(at, roles::STOP);
            let left = near.iter().find(|(m, _)| {
                (m.last == at - 1 || m.last == at - 2) && !stop(m.last) && !self.is_object(*m)
            });
            let right = near.iter().find(|(m, _)| {
                m.first > at && self.before(m.first) == at && !stop(at) && self.inverts(at)
            });
            // "The controller instructs the processor to …" lays the duty on the processor.
            let handed = near.iter().find(|(m, _)| {
                let before = self.before(m.first);
                let marked = before == at + 1 && self.is(before, roles::PREPOSITION);
                hands_on && m.first > at && !stop(at) && (before == at || marked)
            });
            let Some((actor, _)) = handed.or(left).or(right) else { continue };
            let distance =
                if at <= matched.first { matched.first - at } else { (at - matched.first) / 2 };
            if best.is_none_or(|(d, ..)| distance < d) {
                let passive = [at, at + 1].iter().any(|at| self.is(*at, roles::PASSIVE));
                best = Some((distance, *actor, passive));
            }
        }
        // "by" names the one who acts only where the verb is passive: the controller of "audits
        // conducted by the controller" is not the one who permits them.
        match best {
            Some((_, actor, false)) => Some(actor),
            Some((_, actor, true)) => Some(agent.unwrap_or(actor)),
            None if agent.is_none() && self.leaves_subject_out() => None,
            None => agent.or_else(|| {
                actors
                    .iter()
                    .map(|(m, _)| *m)
                    .take_while(|m| m.first <= matched.last)
                    .take(MOST_ACTORS)
                    .find(|m| !self.is_object(*m))
            }),
        }
    }
}
