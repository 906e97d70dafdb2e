//! Where documents, or an annex and its body, say different things of one requirement.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::{COPY, CURRENT, Dossier, Paper};
use crate::assess::{self, Prepared};
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
    let speak: Vec<(&Paper<'_>, &Standing)> = dossier
        .papers
        .iter()
        .zip(&dossier.standings)
        // A copy that was typed over may hold another number than what it is a copy of.
        .filter(|(_, standing)| [CURRENT, COPY].contains(&standing.state.as_str()))
        .filter(|(p, _)| SPEAK.contains(&p.input.kind))
        .collect();
    let mut prepared: Vec<OnceCell<Prepared<'_>>> = Vec::new();
    prepared.resize_with(speak.len(), OnceCell::new);
    for spec in &dossier.patterns.dossier.conflict {
        // One document alone can only be at odds with its own annex.
        if speak.len() == 1 && !speak.iter().any(|(p, _)| has_inside(p, spec)) {
            continue;
        }
        let Some(requirement) = dossier.patterns.requirement(&spec.requirement) else { continue };
        let verdict = |input, cell: &OnceCell<_>| {
            let prepared = cell.get_or_init(|| Prepared::new(input));
            assess::assess_prepared(prepared, dossier.patterns, requirement)
        };
        let says: Vec<Says<'_, '_>> = speak
            .iter()
            .zip(&prepared)
            .map(|((paper, standing), cell)| Says {
                paper,
                standing,
                verdict: verdict(paper.input, cell),
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

/// Whether a document can be at odds with itself in this.
fn has_inside(paper: &Paper<'_>, spec: &ConflictSpec) -> bool {
    paper.input.kind == Kind::Agreement && !spec.values.is_empty()
}

/// A conflict between an annex and the body of one document.
fn inside(says: &Says<'_, '_>, spec: &ConflictSpec) -> Option<Conflict> {
    if !has_inside(says.paper, spec) {
        return None;
    }
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
