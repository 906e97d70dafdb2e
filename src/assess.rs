//! (being written) Stand-in: only what the pipeline touches.

use crate::classify::Kind;
use crate::extract::Unreadable;
use crate::find::Hits;
use crate::lang::Lang;
use crate::pack::{Patterns, Profile};
use crate::report::{RequirementReport, Searched, Status};
use crate::segment::Contract;

/// One document of a vendor.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "stand-in")]
pub struct Input<'a> {
    pub path: &'a str,
    pub contract: &'a Contract,
    pub hits: &'a Hits,
    pub kind: Kind,
}

/// A document that was not read.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "stand-in")]
pub struct Unread<'a> {
    pub path: &'a str,
    pub why: &'a Unreadable,
}

/// Judges a vendor.
#[must_use]
pub fn assess(docs: &[Input<'_>], unread: &[Unread<'_>], patterns: &Patterns, profile: &Profile, lang: Lang) -> Vec<RequirementReport> {
    profile
        .requirements
        .iter()
        .filter_map(|wanted| {
            let r = patterns.requirement(&wanted.id)?;
            Some(RequirementReport {
                id: r.id.clone(),
                group: r.group.clone(),
                title: r.title.get(lang).into(),
                severity: wanted.severity.unwrap_or(r.severity),
                status: if unread.is_empty() { Status::Missing } else { Status::Unknown },
                reasons: vec![],
                confidence: 0.9,
                values: vec![],
                evidence: vec![],
                searched: Some(Searched { documents: docs.len(), ..Searched::default() }),
                near_misses: vec![],
                legal_basis: r.legal_basis.clone(),
                why: r.why.get(lang).into(),
                remedy: r.remedy.get(lang).into(),
                question: r.question.get(lang).into(),
            })
        })
        .collect()
}
