//! How sure a verdict is, from 0 to 1: by what the frame matched, not by which requirement it is.
//!
//! In: a match in its window, the passages of a verdict, or the near misses of an absence. Out: a
//! confidence. What must stay true: nothing here changes a status, and every discount holds for all
//! requirements alike. `examples/errors.rs` shows how far the figures can be trusted.

use super::actor;
use super::evaluate::Ground;
use super::frames::Found;
use super::window::{Match, Window};
use crate::pack::{Frame, Gives, SectionKind, TermId};
use crate::report::{NearMiss, Polarity, Status};

/// At most so sure of anything.
const MOST: f32 = 0.98;
/// How near, in words, a reservation weakens a match.
const RESERVES: i64 = 8;
/// Words between the parts of a match, from which on they may belong to different thoughts.
const LOOSE: i64 = 22;

/// The confidence of one match: the frame's own, less for what makes the match doubtful.
pub(super) fn of_match(ground: &Ground<'_>, frame: &Frame, window: &Window, matched: Match) -> f32 {
    let mut sure = frame.confidence;
    let length = matched.last - matched.first;
    if length > LOOSE {
        sure -= 0.04;
    }
    if length > 2 * LOOSE {
        sure -= 0.06;
    }
    if frame.gives != Gives::Met {
        return sure.max(0.1);
    }
    let roles = ground.roles();
    let near = |term: Option<TermId>| {
        term.is_some_and(|term| {
            ground
                .hits_in(window, term)
                .iter()
                .any(|h| h.first <= matched.last + RESERVES && h.last >= matched.first - RESERVES)
        })
    };
    if near(roles.hedge) {
        sure -= 0.08;
    }
    if near(roles.discretion) {
        sure -= 0.1;
    }
    // A frame that asks for no subject may speak of anybody's duty.
    if frame.actor.is_none()
        && let Some(processor) = roles.processor
        && actor::somebody_else(ground, window, matched, processor)
    {
        sure -= 0.06;
    }
    let kind = ground.contract.clauses.get(window.clause).map(|c| c.kind);
    if !kind.is_some_and(|k| SectionKind::DEFAULT.contains(&k)) {
        sure -= 0.08;
    }
    sure.max(0.1)
}

/// The confidence of a verdict: the surest deciding passage, more where other frames agree, less
/// where passages pull the other way or it is only half of what is asked.
pub(super) fn of_verdict(passages: &[(Found, Polarity)], status: Status) -> f32 {
    let Some((first, polarity)) = passages.first() else { return 0.5 };
    let same = passages.iter().filter(|(_, p)| p == polarity);
    let frames: std::collections::BTreeSet<&str> = same.map(|(f, _)| f.name.as_str()).collect();
    let agree = match frames.len() {
        0 | 1 => -0.05,
        2 => -0.01,
        _ => 0.06,
    };
    let against = passages.iter().any(|(_, p)| p != polarity);
    let part = if status == Status::Partial { 0.2 } else { 0.0 };
    (first.confidence + agree - if against { 0.12 } else { 0.0 } - part).clamp(0.1, MOST)
}

/// The confidence that something is missing: the less, the more passages come near to it.
pub(super) fn of_absence(near: &[NearMiss]) -> f32 {
    let weight = |miss: &NearMiss| match miss.lacks.first().map(String::as_str) {
        Some("no-obligation") => 0.08,
        _ => 0.04,
    };
    (0.88 - near.iter().map(weight).sum::<f32>()).max(0.5)
}
