//! Which document goes first: an amendment before what it amends, and between the agreement and
//! terms whichever the agreement's own clause of precedence names.
//!
//! Where no clause gives an order, documents count alike: what one of them takes away is taken away.

use super::{CURRENT, Dossier, Paper};
use crate::assess::{self, Input};
use crate::classify::Kind;
use crate::lang::Lang;
use crate::pack::{Patterns, Profile};
use crate::report::{RequirementReport, Standing, Status};

/// The requirement whose passages give the order of agreement and terms.
const PRECEDENCE: &str = "meta.precedence";

/// Rank of an amendment.
const AMENDMENT: u8 = 1;
/// Rank of an agreement and its annexes.
const AGREEMENT: u8 = 2;
/// Rank of what gives way to the agreement.
const BELOW: u8 = 3;

/// Gives the documents that bind their rank.
pub(super) fn number(papers: &[Paper<'_>], patterns: &Patterns, standings: &mut [Standing]) {
    let order = if papers.iter().any(|p| is_terms(p.input.kind)) {
        precedence(papers, patterns, standings)
    } else {
        None
    };
    for (paper, standing) in papers.iter().zip(standings).filter(|(_, s)| s.state == CURRENT) {
        standing.rank = match paper.input.kind {
            Kind::Amendment => Some(AMENDMENT),
            Kind::Agreement | Kind::Annex => Some(AGREEMENT),
            Kind::Terms | Kind::OtherContract => Some(match order {
                Some(Status::Met) => BELOW,
                Some(Status::Contradicted) => AMENDMENT,
                _ => AGREEMENT,
            }),
            _ => None,
        };
    }
}

fn is_terms(kind: Kind) -> bool {
    matches!(kind, Kind::Terms | Kind::OtherContract)
}

/// What the agreements that count say of the order: met, they go first; contradicted, the terms do.
fn precedence(papers: &[Paper<'_>], patterns: &Patterns, standings: &[Standing]) -> Option<Status> {
    let requirement = patterns.requirement(PRECEDENCE)?;
    let agreements = papers
        .iter()
        .zip(standings)
        .filter(|(p, s)| p.input.kind == Kind::Agreement && s.state == CURRENT);
    let statuses: Vec<Status> = agreements
        .map(|(p, _)| assess::assess_one(p.input, patterns, requirement).status)
        .collect();
    [Status::Contradicted, Status::Met].into_iter().find(|s| statuses.contains(s))
}

/// The verdicts over the documents that count.
pub(super) fn assess(
    dossier: &Dossier<'_>,
    unread: bool,
    profile: &Profile,
    lang: Lang,
) -> Vec<RequirementReport> {
    let patterns = dossier.patterns;
    let judged =
        |inputs: &[Input<'_>], unread| assess::assess(inputs, unread, patterns, profile, lang);
    let of = |keep: &dyn Fn(&Standing) -> bool| -> Vec<Input<'_>> {
        dossier.current().filter(|(_, s)| keep(s)).map(|(p, _)| p.input).collect()
    };
    let mut all = judged(&of(&|_| true), unread);
    if dossier.current().any(|(_, s)| s.rank == Some(BELOW)) {
        let above = judged(&of(&|s| s.rank != Some(BELOW)), unread);
        replace(&mut all, &above, |above, all| better(above.status, all.status));
    }
    let takes_away = |theirs: &RequirementReport, all: &RequirementReport| {
        theirs.status == Status::Contradicted && all.status != Status::Contradicted
    };
    for (terms, standing) in dossier.current().filter(|(p, _)| is_terms(p.input.kind)) {
        if standing.rank != Some(BELOW) {
            replace(&mut all, &judged(&[terms.input], true), takes_away);
        }
    }
    let mut amendments: Vec<(&str, Input<'_>)> = dossier
        .current()
        .filter(|(p, _)| p.input.kind == Kind::Amendment)
        .map(|(p, s)| (s.date.as_deref().unwrap_or_default(), p.input))
        .collect();
    amendments.sort_by(|(a, x), (b, y)| a.cmp(b).then(x.path.cmp(y.path)));
    for (_, amendment) in amendments {
        // A part of a clause adds to what stands; a whole one comes in its place.
        replace(&mut all, &judged(&[amendment], true), |changed, _| {
            matches!(changed.status, Status::Met | Status::Contradicted)
        });
    }
    all
}

/// Puts verdicts over some of the documents in the place of those over all of them.
fn replace(
    all: &mut [RequirementReport],
    by: &[RequirementReport],
    wanted: impl Fn(&RequirementReport, &RequirementReport) -> bool,
) {
    for verdict in all {
        if let Some(found) = by.iter().find(|r| r.id == verdict.id && wanted(r, verdict)) {
            *verdict = found.clone();
        }
    }
}

/// Whether what stands in the documents above is found there, and lowered only by those below.
fn better(above: Status, all: Status) -> bool {
    matches!(
        (above, all),
        (Status::Met, Status::Contradicted | Status::Partial)
            | (Status::Partial, Status::Contradicted)
    )
}
