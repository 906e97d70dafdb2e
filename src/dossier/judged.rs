//! Verdicts that rest on the documents seen together and on no wording: how the agreements are
//! signed, which version they are, whether their annexes are there, which public model they were
//! made from, whether they contradict each other, and how many other requirements are found.
//!
//! Where frames have told something too, the better of the two stands, with both passages.

use serde_json::Value as Json;

use super::findings::first_line;
use super::sheet::Sheet;
use super::signatures::Signature;
use super::{CURRENT, Dossier, Paper, passage};
use crate::classify::Kind;
use crate::pack::{Gives, JudgedBy, Requirement, SectionKind};
use crate::report::{
    AnnouncedAnnex, Conflict, Evidence, ModelMatch, Polarity, RequirementReport, Status, Value,
};

/// What a date or a signature block says is sure; what they stand for is not.
const CONFIDENCE: f32 = 0.8;
/// A text that holds less of its model than this was altered, as is one with a clause that deviates:
/// three rewritten clauses are a twentieth of the European clauses.
const UNALTERED: f32 = 0.95;
/// Passages shown with one verdict.
const SHOWN: usize = 6;

/// What was found before the verdicts.
pub(super) struct Seen<'a> {
    pub(super) conflicts: &'a [Conflict],
    pub(super) annexes: &'a [AnnouncedAnnex],
    /// Whether something of the vendor could not be read.
    pub(super) unread: bool,
}

/// A verdict of this module.
struct Verdict {
    status: Status,
    reason: Option<&'static str>,
    evidence: Vec<Evidence>,
    values: Vec<Value>,
}

impl Verdict {
    fn new(status: Status, reason: Option<&'static str>) -> Verdict {
        Verdict { status, reason, evidence: Vec::new(), values: Vec::new() }
    }
}

/// Another requirement, as it was judged.
struct Other {
    id: String,
    status: Status,
    /// The passage that leads.
    evidence: Option<Evidence>,
}

impl Other {
    fn of(report: &RequirementReport) -> Other {
        Other {
            id: report.id.clone(),
            status: report.status,
            evidence: report.evidence.first().cloned(),
        }
    }

    fn is_told(&self) -> bool {
        matches!(self.status, Status::Met | Status::Partial | Status::Contradicted)
    }
}

/// Gives the requirements that rest on the dossier their verdict.
pub(super) fn judge(
    dossier: &Dossier<'_>,
    requirements: &mut [RequirementReport],
    seen: &Seen<'_>,
) {
    let found: Vec<Other> = requirements.iter().map(Other::of).collect();
    for report in requirements {
        let Some(requirement) = dossier.patterns.requirement(&report.id) else { continue };
        let verdict = match requirement.judged_by {
            JudgedBy::Text | JudgedBy::Person | JudgedBy::Language => None,
            JudgedBy::Signatures => signed(dossier),
            JudgedBy::Version => version(dossier),
            JudgedBy::Annexes => annexes(dossier, seen.annexes),
            JudgedBy::Models => model(dossier, requirement),
            JudgedBy::Conflicts => conflicts(requirement, seen.conflicts),
            JudgedBy::Others => others(requirement, &found),
        };
        if let Some(verdict) = verdict {
            put(report, verdict, seen.unread);
        }
    }
}

/// Puts a verdict in the place of that of the frames, where it is no worse.
fn put(report: &mut RequirementReport, verdict: Verdict, unread: bool) {
    let told = |status| matches!(status, Status::Met | Status::Partial | Status::Contradicted);
    if report.status == Status::Met || (told(report.status) && !told(verdict.status)) {
        return;
    }
    // What was not read may hold what is lacking here, or what it takes to judge this at all.
    let unsure = unread && matches!(verdict.status, Status::Missing | Status::NotApplicable);
    report.status = if unsure { Status::Unknown } else { verdict.status };
    let reason = if unsure { Some("unread-documents") } else { verdict.reason };
    report.reasons = reason.map(str::to_owned).into_iter().collect();
    report.confidence = CONFIDENCE;
    report.evidence.extend(verdict.evidence);
    report.evidence.truncate(SHOWN);
    report.values = verdict.values;
    if told(report.status) || report.status == Status::NotApplicable {
        report.searched = None;
        report.near_misses.clear();
    }
}

/// The agreements and amendments that count, each with its sheet.
fn agreements<'d>(dossier: &'d Dossier<'_>) -> impl Iterator<Item = (&'d Paper<'d>, &'d Sheet)> {
    let all = dossier.papers.iter().zip(&dossier.standings).zip(&dossier.sheets);
    all.filter(|((paper, standing), _)| {
        standing.state == CURRENT && matches!(paper.input.kind, Kind::Agreement | Kind::Amendment)
    })
    .map(|((paper, _), sheet)| (paper, sheet))
}

/// The clause with this index, as a passage.
fn clause(paper: &Paper<'_>, index: usize, frame: &str, polarity: Polarity) -> Option<Evidence> {
    let span = paper.input.contract.clauses.get(index)?.folded;
    Some(Evidence { polarity, ..passage(&paper.input, index, span, frame) })
}

fn stated(name: &str, value: &str, unit: Option<&str>, at: &Evidence) -> Value {
    Value {
        name: name.to_owned(),
        value: Json::from(value),
        unit: unit.map(str::to_owned),
        text: value.to_owned(),
        label: None,
        class: None,
        document: at.document.clone(),
        page: at.page,
    }
}

/// Met where every agreement with a place to sign is signed; without such a place nothing is told.
fn signed(dossier: &Dossier<'_>) -> Option<Verdict> {
    let mut verdict: Option<Verdict> = None;
    for (paper, sheet) in agreements(dossier) {
        let Some(signature) = sheet.signature else { continue };
        let (status, reason, polarity) = match signature {
            Signature::Digital | Signature::Signed => (Status::Met, None, Polarity::Supports),
            Signature::Half => (Status::Partial, Some("subset"), Polarity::Weakens),
            Signature::Blank => (Status::Missing, Some("placeholder"), Polarity::Weakens),
        };
        let lacks = !matches!(signature, Signature::Digital | Signature::Signed);
        let at = if lacks { sheet.unsigned_at } else { sheet.signed_at };
        let shown = at
            .and_then(|at| clause(paper, at, signature.code(), polarity))
            // A digital signature stands in the file, not in its text.
            .or_else(|| {
                let line = first_line(paper, signature.code())?;
                Some(Evidence { polarity, ..line })
            });
        let whole = verdict.get_or_insert_with(|| Verdict::new(Status::Met, None));
        // The agreement that lacks most decides.
        if weight(status) < weight(whole.status) {
            (whole.status, whole.reason) = (status, reason);
        }
        if let (Some(shown), Some((date, "signed"))) = (&shown, &sheet.date) {
            whole.values.push(stated("date", date, None, shown));
        }
        whole.evidence.extend(shown);
    }
    // A signature of which no passage can be shown is none.
    verdict.filter(|v| v.status == Status::Missing || !v.evidence.is_empty())
}

fn weight(status: Status) -> u8 {
    match status {
        Status::Met => 2,
        Status::Partial => 1,
        _ => 0,
    }
}

/// Met where an agreement bears a version or a date.
fn version(dossier: &Dossier<'_>) -> Option<Verdict> {
    let mut verdict = Verdict::new(Status::Missing, None);
    let mut any = false;
    for (paper, sheet) in agreements(dossier) {
        any = true;
        let at = sheet.stated_at.or(sheet.signed_at);
        let Some(shown) = at.and_then(|at| clause(paper, at, "version", Polarity::Supports)) else {
            continue;
        };
        let version =
            sheet.version.as_ref().map(|v| stated("version", &v.to_string(), None, &shown));
        let date = sheet.date.as_ref().map(|(date, of)| stated("date", date, Some(of), &shown));
        if version.is_some() || date.is_some() {
            verdict.status = Status::Met;
            verdict.values.extend(version.into_iter().chain(date));
            verdict.evidence.push(shown);
        }
    }
    any.then_some(verdict)
}

/// Met where every announced annex is there and holds no blanks.
fn annexes(dossier: &Dossier<'_>, announced: &[AnnouncedAnnex]) -> Option<Verdict> {
    agreements(dossier).next()?;
    if announced.is_empty() {
        return Some(Verdict::new(Status::NotApplicable, None));
    }
    let absent: Vec<&AnnouncedAnnex> =
        announced.iter().filter(|a| a.supplied_by.is_none()).collect();
    let blank = blanks(dossier);
    let (status, reason) = match (absent.len(), blank.is_empty()) {
        (0, true) => (Status::Met, None),
        (n, _) if n == announced.len() => (Status::Missing, Some("referenced-not-supplied")),
        (0, false) => (Status::Partial, Some("placeholder")),
        _ => (Status::Partial, Some("referenced-not-supplied")),
    };
    let mut verdict = Verdict::new(status, reason);
    for annex in announced {
        let lacks = annex.supplied_by.is_none();
        if lacks || absent.is_empty() {
            let polarity = if lacks { Polarity::Weakens } else { Polarity::Supports };
            verdict.evidence.push(Evidence { polarity, ..annex.evidence.clone() });
        }
        verdict.values.push(stated(
            if lacks { "annex_absent" } else { "annex" },
            &annex.name,
            None,
            &annex.evidence,
        ));
    }
    // What is lacking is shown first.
    verdict.evidence.splice(0..0, blank);
    Some(verdict)
}

/// Blanks in annexes of the documents that count, one passage a document.
fn blanks(dossier: &Dossier<'_>) -> Vec<Evidence> {
    let all = dossier.papers.iter().zip(&dossier.standings).zip(&dossier.sheets);
    let current = all.filter(|((_, standing), _)| standing.state == CURRENT);
    current
        .filter_map(|((paper, _), sheet)| {
            let contract = paper.input.contract;
            let annexed = |index: &usize| {
                paper.input.kind == Kind::Annex
                    || contract.clauses.get(*index).is_some_and(|c| c.kind == SectionKind::Annex)
            };
            let mut at = sheet.blanks.iter().filter_map(|at| contract.clause_at(*at));
            clause(paper, at.find(annexed)?, "blank", Polarity::Weakens)
        })
        .collect()
}

/// What the models give that the agreements were made from; a text that was altered gives less.
fn model(dossier: &Dossier<'_>, requirement: &Requirement) -> Option<Verdict> {
    let known = agreements(dossier).find_map(|(paper, _)| {
        let model = paper.model?;
        let starts = |start: &String| model.id.starts_with(start.as_str());
        let gives = requirement.rests_on.models.iter().find(|(start, _)| starts(start))?.1;
        Some((paper, model, *gives))
    });
    let Some((paper, model, gives)) = known else {
        // A text of one's own is no gap, unless the requirement also asks for words.
        let asks = !requirement.frames.is_empty();
        return (!asks).then(|| Verdict::new(Status::NotApplicable, None));
    };
    let (status, reason) = match gives {
        Gives::Met => (Status::Met, None),
        Gives::Partial => (Status::Partial, Some("outdated")),
        Gives::Contradicted => (Status::Contradicted, Some("outdated")),
        Gives::Limits if model.share >= UNALTERED && model.deviating.is_empty() => {
            (Status::Met, None)
        }
        Gives::Limits => (Status::Partial, Some("subset")),
    };
    let mut verdict = Verdict::new(status, reason);
    let first = paper.input.contract.sentences.first()?;
    let polarity = if status == Status::Met { Polarity::Supports } else { Polarity::Weakens };
    let shown =
        Evidence { polarity, ..passage(&paper.input, first.clause, first.folded, &model.id) };
    verdict.values = values_of(model, &shown);
    verdict.evidence.push(shown);
    Some(verdict)
}

fn values_of(model: &ModelMatch, at: &Evidence) -> Vec<Value> {
    let name = format!("{} {}", model.title, model.version);
    let percent = format!("{:.0} %", model.share * 100.0);
    let share = Value { value: Json::from(model.share), ..stated("share", &percent, None, at) };
    let mut values = vec![stated("model", name.trim(), None, at), share];
    values.extend(model.deviating.iter().map(|number| stated("deviating", number, None, at)));
    values
}

/// Contradicted where documents say different things.
fn conflicts(requirement: &Requirement, all: &[Conflict]) -> Option<Verdict> {
    let of = |c: &&Conflict| requirement.rests_on.others.contains(&c.requirement);
    let against: Vec<&Conflict> = all.iter().filter(of).collect();
    if against.is_empty() {
        // Evidence or nothing: that no conflict was found has no passage to show.
        return Some(Verdict::new(Status::NotApplicable, None));
    }
    let mut verdict = Verdict::new(Status::Contradicted, Some("conflict"));
    verdict.evidence = against.iter().flat_map(|c| c.evidence.iter().cloned()).collect();
    verdict.values = against.iter().flat_map(|c| c.values.iter().cloned()).collect();
    Some(verdict)
}

/// Met, or partial, where so many of the others are found; their passages are the evidence.
fn others(requirement: &Requirement, all: &[Other]) -> Option<Verdict> {
    let count = requirement.rests_on.count?;
    let named = || all.iter().filter(|o| requirement.rests_on.others.contains(&o.id));
    let told = named().filter(|o| o.is_told()).count();
    let unknown = named().filter(|o| o.status == Status::Unknown).count();
    let (status, reason) = match told {
        n if n >= count.met => (Status::Met, None),
        n if n + unknown >= count.met => (Status::Unknown, Some("unread-documents")),
        n if n >= count.partial => (Status::Partial, Some("subset")),
        _ => (Status::Missing, None),
    };
    let mut verdict = Verdict::new(status, reason);
    verdict.evidence = named().filter(|o| o.is_told()).filter_map(|o| o.evidence.clone()).collect();
    Some(verdict)
}
