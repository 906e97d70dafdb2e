//! What is to be told of the dossier itself, worded by the packs.

use super::{Dossier, Paper, passage};
use crate::assess::severity;
use crate::classify::Kind;
use crate::lang::Lang;
use crate::report::{AnnouncedAnnex, Conflict, Evidence, RequirementReport, Standing, Status};

/// So many blanks that nobody filled in make a document a template.
const TEMPLATE: usize = 4;
/// Passages shown with one finding.
const SHOWN: usize = 6;

/// A finding before it is worded.
struct Finding {
    id: &'static str,
    status: Status,
    reason: &'static str,
    evidence: Vec<Evidence>,
}

/// Every finding; those without anything to tell are left out.
pub(super) fn find(
    dossier: &Dossier<'_>,
    conflicts: &[Conflict],
    annexes: &[AnnouncedAnnex],
    unread: bool,
    lang: Lang,
) -> Vec<RequirementReport> {
    let all = [
        unsigned(dossier),
        incomplete(annexes, unread),
        replaced(dossier, "dossier.superseded", |s| s.state != super::COPY && s.by.is_some()),
        replaced(dossier, "dossier.duplicate", |s| s.state == super::COPY),
        unknown(dossier),
        contradicting(conflicts, "conflict.documents", "documents"),
        contradicting(conflicts, "conflict.annex-body", "annex-body"),
    ];
    let told = all.into_iter().filter(|f| !f.evidence.is_empty());
    told.filter_map(|finding| worded(dossier, finding, lang)).collect()
}

/// The first line of a document, for findings about the whole of it.
pub(super) fn first_line(paper: &Paper<'_>, frame: &str) -> Option<Evidence> {
    let contract = paper.input.contract;
    let sentence = contract.sentences.first()?;
    Some(passage(&paper.input, sentence.clause, sentence.folded, frame))
}

/// Agreements that count and are a draft, a template, or not signed where there is a place for it.
fn unsigned(dossier: &Dossier<'_>) -> Finding {
    let mut evidence = Vec::new();
    let mut reason = "unsigned";
    let sheets = dossier.papers.iter().zip(&dossier.standings).zip(&dossier.sheets);
    for ((paper, standing), sheet) in sheets.filter(|((_, s), _)| s.state == super::CURRENT) {
        if !matches!(paper.input.kind, Kind::Agreement | Kind::Amendment) {
            continue;
        }
        let contract = paper.input.contract;
        let clause = |index: usize, frame: &str| {
            let span = contract.clauses.get(index)?.folded;
            Some(passage(&paper.input, index, span, frame))
        };
        let signed = matches!(standing.signature.as_deref(), Some("signed" | "digital"));
        if sheet.blanks.len() >= TEMPLATE && !signed {
            reason = "placeholder";
            let places = sheet.blanks.iter().take(2).filter_map(|at| contract.clause_at(*at));
            let mut places: Vec<usize> = places.collect();
            places.dedup();
            evidence.extend(places.into_iter().filter_map(|i| clause(i, "blank")));
        } else if let Some(at) = sheet.draft.filter(|_| !signed) {
            reason = "draft";
            evidence.extend(clause(at, "draft"));
        } else if matches!(standing.signature.as_deref(), Some("blank" | "half")) {
            evidence.extend(
                sheet
                    .unsigned_at
                    .and_then(|at| clause(at, "signature-blank"))
                    .or_else(|| first_line(paper, "signature-blank")),
            );
        }
    }
    Finding { id: "dossier.unsigned-template", status: Status::Partial, reason, evidence }
}

/// Annexes that no document holds; where something is unread they may stand there.
fn incomplete(annexes: &[AnnouncedAnnex], unread: bool) -> Finding {
    let absent = annexes.iter().filter(|a| a.supplied_by.is_none());
    Finding {
        id: "dossier.incomplete",
        status: if unread { Status::Unknown } else { Status::Partial },
        reason: "referenced-not-supplied",
        evidence: absent.map(|a| a.evidence.clone()).collect(),
    }
}

/// Documents that another one stands for.
fn replaced(dossier: &Dossier<'_>, id: &'static str, is: impl Fn(&Standing) -> bool) -> Finding {
    let of = dossier.papers.iter().zip(&dossier.standings).filter(|(_, s)| is(s));
    let evidence: Vec<Evidence> = of.filter_map(|(p, _)| first_line(p, "replaced")).collect();
    Finding { id, status: Status::Partial, reason: "superseded", evidence }
}

/// Documents whose kind is not known.
fn unknown(dossier: &Dossier<'_>) -> Finding {
    let of = dossier.papers.iter().filter(|p| p.input.kind == Kind::Unknown);
    let evidence = of.filter_map(|p| first_line(p, "kind-unknown")).collect();
    Finding {
        id: "dossier.kind-unknown",
        status: Status::Unknown,
        reason: "kind-unknown",
        evidence,
    }
}

fn contradicting(conflicts: &[Conflict], id: &'static str, kind: &str) -> Finding {
    let of = conflicts.iter().filter(|c| c.kind == kind);
    let evidence = of.flat_map(|c| c.evidence.iter().cloned()).collect();
    Finding { id, status: Status::Partial, reason: "conflict", evidence }
}

fn worded(dossier: &Dossier<'_>, finding: Finding, lang: Lang) -> Option<RequirementReport> {
    let check = dossier.patterns.dossier.check(finding.id)?;
    let mut evidence = finding.evidence;
    evidence.truncate(SHOWN);
    Some(RequirementReport {
        id: check.id.clone(),
        group: check.id.split('.').next().unwrap_or_default().to_owned(),
        title: check.title.get(lang).to_string(),
        severity: severity(&check.severity),
        status: finding.status,
        reasons: vec![finding.reason.to_owned()],
        norm: None,
        confidence: 0.8,
        values: Vec::new(),
        evidence,
        searched: None,
        near_misses: Vec::new(),
        legal_basis: check.legal_basis.clone(),
        why: check.why.get(lang).to_owned(),
        remedy: check.remedy.get(lang).to_owned(),
        question: check.question.get(lang).to_owned(),
    })
}
