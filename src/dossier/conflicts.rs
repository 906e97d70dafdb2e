//! Where documents, or an annex and its body, say different things of one requirement.

use std::collections::BTreeSet;

use super::{COPY, CURRENT, Dossier, Paper};
use crate::assess;
use crate::classify::Kind;
use crate::pack::{ConflictSpec, SectionKind};
use crate::report::{Conflict, Evidence, Polarity, RequirementReport, Standing, Status, Value};
use crate::text::Span;

/// Kinds that can say something against an agreement.
const SPEAK: [Kind; 6] = [
    Kind::Agreement,
    Kind::Annex,
    Kind::Terms,
    Kind::OtherContract,
    Kind::PrivacyStatement,
    Kind::Unknown,
];

/// The kind of a conflict between documents.
const DOCUMENTS: &str = "documents";

/// What one document says.
struct Says<'d, 'a> {
    paper: &'d Paper<'a>,
    standing: &'d Standing,
    verdict: RequirementReport,
}

/// Every conflict, in the order of the packs.
pub(super) fn find(dossier: &Dossier<'_>) -> Vec<Conflict> {
    let mut out = Vec::new();
    for spec in &dossier.patterns.dossier.conflict {
        let Some(requirement) = dossier.patterns.requirement(&spec.requirement) else { continue };
        let says: Vec<Says<'_, '_>> = dossier
            .papers
            .iter()
            .zip(&dossier.standings)
            // A copy that was typed over may hold another number than what it is a copy of.
            .filter(|(_, standing)| [CURRENT, COPY].contains(&standing.state.as_str()))
            .filter(|(p, _)| SPEAK.contains(&p.input.kind))
            .map(|(paper, standing)| Says {
                paper,
                standing,
                verdict: assess::assess_one(paper.input, dossier.patterns, requirement),
            })
            .collect();
        let counts = |s: &&Says<'_, '_>| s.standing.state == CURRENT;
        out.extend(says.iter().filter(counts).filter_map(|one| inside(one, spec)));
        // One of the two must be an agreement: that terms and statement differ is not its matter.
        let agreements =
            says.iter().filter(counts).filter(|s| s.paper.input.kind == Kind::Agreement);
        for one in agreements {
            let other =
                says.iter().filter(|o| !std::ptr::eq(*o, one)).find_map(|o| between(one, o, spec));
            out.extend(other);
        }
    }
    out
}

/// A conflict between two documents.
fn between(one: &Says<'_, '_>, other: &Says<'_, '_>, spec: &ConflictSpec) -> Option<Conflict> {
    let binds = other.paper.input.kind != Kind::PrivacyStatement;
    let (a, b) = (&one.verdict, &other.verdict);
    let good = |s: Status| matches!(s, Status::Met | Status::Partial);
    let statuses = good(a.status) && b.status == Status::Contradicted
        || a.status == Status::Contradicted && b.status == Status::Met
        || a.status == Status::Met && b.status == Status::Partial && abroad(b) && !abroad(a);
    let (mine, theirs) = (values(a, spec), values(b, spec));
    let numbers = !mine.is_empty() && !theirs.is_empty() && mine.is_disjoint(&theirs);
    if !statuses && !numbers {
        return None;
    }
    let evidence = vec![deciding(a, b.status)?.clone(), deciding(b, a.status)?.clone()];
    let differ = |v: &RequirementReport| {
        v.values.iter().filter(|v| spec.values.contains(&v.name)).cloned().collect::<Vec<Value>>()
    };
    let (prevails, because) = match (binds, one.standing.rank, other.standing.rank) {
        (false, ..) => (Some(one), Some("statement-binds-nobody")),
        (_, Some(x), Some(y)) if x < y => (Some(one), Some("precedence-clause")),
        (_, Some(x), Some(y)) if x > y => (Some(other), Some("precedence-clause")),
        _ => (None, None),
    };
    Some(Conflict {
        requirement: spec.requirement.clone(),
        kind: DOCUMENTS.into(),
        evidence,
        values: [differ(a), differ(b)].concat(),
        prevails: prevails.map(|s| s.paper.input.path.to_owned()),
        because: because.map(str::to_owned),
    })
}

/// Whether a verdict names a country outside the area.
fn abroad(verdict: &RequirementReport) -> bool {
    verdict.values.iter().any(|v| v.class.as_deref() == Some("third"))
}

/// The passage that says it: of what another document takes away, the one that gives it.
fn deciding(verdict: &RequirementReport, against: Status) -> Option<&Evidence> {
    let wanted = match verdict.status {
        Status::Contradicted => Polarity::Contradicts,
        Status::Met => Polarity::Supports,
        _ if against == Status::Contradicted => Polarity::Supports,
        _ => Polarity::Weakens,
    };
    verdict.evidence.iter().find(|e| e.polarity == wanted).or_else(|| verdict.evidence.first())
}

/// The numbers that a verdict rests on, in one unit: days as hours. Countries are compared by
/// status, since naming more of them contradicts nothing.
fn values(verdict: &RequirementReport, spec: &ConflictSpec) -> BTreeSet<String> {
    let counted = verdict.values.iter().filter(|v| spec.values.contains(&v.name));
    counted.filter_map(number).collect()
}

fn number(value: &Value) -> Option<String> {
    let number = value.value.as_f64()?;
    Some(match value.unit.as_deref() {
        Some("days" | "working-days") => format!("{} hours", number * 24.0),
        unit => format!("{number} {}", unit.unwrap_or_default()),
    })
}

/// A conflict between an annex and the body of one document.
fn inside(says: &Says<'_, '_>, spec: &ConflictSpec) -> Option<Conflict> {
    let contract = says.paper.input.contract;
    let in_annex = |e: &Evidence| {
        let folded = contract.folded.from_raw(Span::new(e.start, e.end));
        let clause = contract.clause_at(folded.start).and_then(|i| contract.clauses.get(i));
        clause.is_some_and(|c| c.kind == SectionKind::Annex)
    };
    let verdict = &says.verdict;
    let named = |e: &Evidence| -> BTreeSet<String> {
        let here = verdict.values.iter().filter(|v| spec.values.contains(&v.name));
        here.filter(|v| e.quote.contains(&v.text)).filter_map(number).collect()
    };
    let of = |annex: bool| {
        let found = verdict.evidence.iter().filter(move |e| in_annex(e) == annex);
        found.map(|e| (e, named(e))).find(|(_, values)| !values.is_empty())
    };
    if says.paper.input.kind != Kind::Agreement || spec.values.is_empty() {
        return None;
    }
    let ((body, x), (annex, y)) = (of(false)?, of(true)?);
    x.is_disjoint(&y).then(|| Conflict {
        requirement: spec.requirement.clone(),
        kind: "annex-body".into(),
        evidence: vec![body.clone(), annex.clone()],
        values: verdict.values.iter().filter(|v| spec.values.contains(&v.name)).cloned().collect(),
        prevails: None,
        because: None,
    })
}
