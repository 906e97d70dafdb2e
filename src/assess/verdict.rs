//! What the frames found → one status with its reasons and its confidence.

use std::collections::{BTreeMap, BTreeSet};

use super::Prepared;
use super::confidence;
use super::frames::{self, Found};
use super::reference::{self, Followed, Pointer};
use crate::find::ValueHit;
use crate::lang::Lang;
use crate::pack::{Adjust, Gives, Norm, Patterns, Requirement};
use crate::report::{Polarity, Status};

/// The reason where a passage points to what is not there.
const NOT_SUPPLIED: &str = "referenced-not-supplied";

/// How sure the language of a whole document is.
const LANGUAGE_CONFIDENCE: f32 = 0.95;

/// A verdict before it is worded.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub(super) status: Status,
    pub(super) reasons: Vec<String>,
    pub(super) confidence: f32,
    /// The passages, the deciding ones first.
    pub(super) found: Vec<(Found, Polarity)>,
    /// Number of facets found, 0 where the requirement has none.
    pub(super) facets: usize,
}

impl Verdict {
    pub(super) fn missing() -> Verdict {
        Verdict {
            status: Status::Missing,
            reasons: Vec::new(),
            confidence: 0.75,
            found: Vec::new(),
            facets: 0,
        }
    }
}

/// Judges a requirement over all documents of a vendor.
pub(super) fn judge(
    inputs: &[Prepared<'_>],
    patterns: &Patterns,
    requirement: &Requirement,
) -> Verdict {
    let mut found: Vec<Found> = Vec::new();
    let mut facets: BTreeMap<String, Found> = BTreeMap::new();
    for (index, input) in inputs.iter().enumerate() {
        found.extend(frames::find(index, input, patterns, requirement));
        for (name, facet) in frames::facets(index, input, patterns, requirement) {
            facets.entry(name).or_insert(facet);
        }
    }
    follow_pointers(inputs, patterns, requirement, &mut found);
    let mut verdict = combine(found, facets, requirement);
    for norm in &requirement.norms {
        hold_against(&mut verdict, norm);
    }
    verdict
}

/// Follows what points to an annex. Where it is supplied, the reason is what it lacks, and what it
/// says of the topic is shown; where it is not, the clause that points to it is at most partial.
/// A pointer to a form that nobody filled in says nothing.
fn follow_pointers(
    inputs: &[Prepared<'_>],
    patterns: &Patterns,
    requirement: &Requirement,
    found: &mut Vec<Found>,
) {
    let points = |f: &Found| f.gives == Gives::Partial && f.reason.as_deref() == Some(NOT_SUPPLIED);
    let mut shown = Vec::new();
    let mut absent = BTreeSet::new();
    let mut blank = BTreeSet::new();
    let mut followed = Followed::new();
    for passage in found.iter_mut().filter(|f| points(f)) {
        match reference::follow(
            inputs,
            patterns,
            requirement.topic.as_ref(),
            passage,
            &mut followed,
        ) {
            Pointer::Nowhere => {}
            Pointer::NotSupplied => {
                absent.insert((passage.document, passage.clause));
            }
            Pointer::Empty => passage.reason = Some("vague".to_owned()),
            Pointer::Blank => {
                blank.insert((passage.document, passage.quote.start));
            }
            Pointer::Speaks(document, clause, quote) => {
                passage.reason = Some("vague".to_owned());
                shown.push(Found::annex(document, clause, quote));
            }
        }
    }
    found.retain(|f| !(points(f) && blank.contains(&(f.document, f.quote.start))));
    found.retain(|f| f.gives != Gives::Met || !absent.contains(&(f.document, f.clause)));
    shown.dedup_by_key(|f| (f.document, f.clause));
    found.extend(shown);
}

fn combine(
    found: Vec<Found>,
    facets: BTreeMap<String, Found>,
    requirement: &Requirement,
) -> Verdict {
    let count = facets.len();
    let has = |g: Gives| found.iter().any(|f| f.gives == g);
    let enough = requirement.facets.as_ref();
    let met = has(Gives::Met) || enough.is_some_and(|f| count >= f.met);
    let part = has(Gives::Partial) || enough.is_some_and(|f| count >= f.partial && count > 0);
    let status = match (has(Gives::Contradicted), met, has(Gives::Limits), part) {
        (true, ..) => Status::Contradicted,
        (_, true, false, _) => Status::Met,
        (_, true, true, _) | (_, false, true, _) | (_, false, false, true) => Status::Partial,
        _ => return Verdict::missing(),
    };
    let decides: &[Gives] = match status {
        Status::Contradicted => &[Gives::Contradicted],
        Status::Met => &[Gives::Met],
        _ if met => &[Gives::Limits],
        _ => &[Gives::Partial, Gives::Limits],
    };
    let mut reasons: Vec<String> = found
        .iter()
        .filter(|f| decides.contains(&f.gives))
        .filter_map(|f| f.reason.clone())
        .collect();
    if status == Status::Partial && reasons.is_empty() && count > 0 {
        reasons.push("subset".to_owned());
    }
    reasons.sort();
    reasons.dedup();
    let mut passages: Vec<(Found, Polarity)> = found
        .into_iter()
        .map(|f| {
            let polarity = match f.gives {
                Gives::Contradicted => Polarity::Contradicts,
                Gives::Met => Polarity::Supports,
                Gives::Partial if status == Status::Met => Polarity::Supports,
                Gives::Partial | Gives::Limits => Polarity::Weakens,
            };
            (f, polarity)
        })
        .collect();
    // Where the facets decide, they stand before a passage that merely points to them.
    let gives = if status == Status::Met { Gives::Met } else { Gives::Partial };
    passages.extend(facets.into_values().map(|mut f| {
        f.gives = gives;
        (f, Polarity::Supports)
    }));
    // The deciding passages first; of these the surest, then the first in the document.
    passages.sort_by(|(a, _), (b, _)| {
        let rank = |f: &Found| usize::from(!decides.contains(&f.gives));
        rank(a)
            .cmp(&rank(b))
            .then(b.confidence.total_cmp(&a.confidence))
            .then(a.document.cmp(&b.document))
            .then(a.quote.start.cmp(&b.quote.start))
            .then(a.name.cmp(&b.name))
    });
    let confidence = confidence::of_verdict(&passages, status);
    Verdict { status, reasons, confidence, found: passages, facets: count }
}

/// Whether documents are there in Dutch: all of them, some, or none.
pub(super) fn of_language(inputs: &[Prepared<'_>], verdict: Verdict) -> Verdict {
    let known = || inputs.iter().filter_map(|i| i.contract.language);
    let dutch = known().filter(|l| *l == Lang::Nl.code()).count();
    let (status, reasons) = match (dutch, known().count()) {
        (_, 0) => return verdict,
        (0, _) => (Status::Missing, vec![]),
        (n, all) if n == all => (Status::Met, vec![]),
        _ => (Status::Partial, vec!["subset".to_owned()]),
    };
    Verdict { status, reasons, confidence: LANGUAGE_CONFIDENCE, ..verdict }
}

fn hold_against(verdict: &mut Verdict, norm: &Norm) {
    if verdict.status != Status::Met {
        return;
    }
    let mut all: Vec<f64> = Vec::new();
    for (found, _) in verdict.found.iter().filter(|(f, _)| f.gives == Gives::Met) {
        // The value nearest to the match is the one that it names.
        let hours = |v: &ValueHit| match v.unit {
            Some("hours") if norm.value == "hours" => v.number,
            Some("days" | "working-days") if norm.value == "hours" => v.number.map(|n| n * 24.0),
            Some("days" | "working-days") if norm.value == "days" => v.number,
            Some("months") if norm.value == "months" => v.number,
            Some("percent") if norm.value == "percent" => v.number,
            _ => None,
        };
        all.extend(found.values.iter().find_map(hours));
    }
    let within = |v: &f64| norm.max.is_none_or(|m| *v <= m) && norm.min.is_none_or(|m| *v >= m);
    if all.is_empty() || all.iter().any(within) {
        return;
    }
    verdict.status =
        if norm.beyond == Gives::Contradicted { Status::Contradicted } else { Status::Partial };
    verdict.reasons.push("value-out-of-norm".to_owned());
    for (found, polarity) in &mut verdict.found {
        if found.gives == Gives::Met {
            *polarity = if norm.beyond == Gives::Contradicted {
                Polarity::Contradicts
            } else {
                Polarity::Weakens
            };
        }
    }
}

/// Lowers a met verdict that rests on nothing but frames that count for less while another
/// requirement is not in order.
pub(super) fn adjust(
    mut verdict: Verdict,
    requirement: &Requirement,
    status_of: &dyn Fn(&str) -> Option<Status>,
) -> Verdict {
    let applies = |rule: &&Adjust| {
        let named = match status_of(&rule.other) {
            Some(Status::Met) => "met",
            Some(Status::Partial) => "partial",
            Some(Status::Missing) => "missing",
            Some(Status::Contradicted) => "contradicted",
            Some(Status::Unknown | Status::NotApplicable) | None => return false,
        };
        rule.is.iter().any(|s| s == named)
    };
    let rules: Vec<&Adjust> = requirement.adjust.iter().filter(applies).collect();
    // Two frames that each count for less do not make up for each other.
    let lowered =
        |name: &str| rules.iter().any(|rule| rule.frame.as_ref().is_none_or(|f| f == name));
    let carries: BTreeSet<String> = verdict
        .found
        .iter()
        .filter(|(f, _)| f.gives == Gives::Met)
        .map(|(f, _)| f.name.clone())
        .collect();
    let rests = carries.iter().all(|name| lowered(name));
    for rule in rules {
        let own =
            rule.frame.as_ref().is_none_or(|name| carries.is_empty() || carries.contains(name));
        if verdict.status == Status::Met && rests && own {
            verdict.status = match rule.gives {
                Gives::Contradicted => Status::Contradicted,
                Gives::Met => Status::Met,
                Gives::Partial | Gives::Limits => Status::Partial,
            };
            verdict.reasons.push(rule.reason.clone());
        }
    }
    verdict
}
