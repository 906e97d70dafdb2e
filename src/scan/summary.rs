//! What sums verdicts up: roll-ups, light, score and counts.

use std::collections::BTreeMap;

use crate::lang::Lang;
use crate::pack::Profile;
use crate::report::{
    DocumentReport, Light, RequirementReport, Rollup, Severity, Status, Summary, VendorReport,
};

/// The profile's roll-ups, each the worst of its parts. Where there is no agreement at all nothing
/// is agreed, so every line is missing.
pub(super) fn rollups(
    profile: &Profile,
    lang: Lang,
    requirements: &[RequirementReport],
    no_agreement: bool,
) -> BTreeMap<String, Rollup> {
    let status_of = |id: &String| requirements.iter().find(|r| r.id == *id).map(|r| r.status);
    profile
        .rollups
        .iter()
        .map(|spec| {
            let worst = spec.requirements.iter().filter_map(status_of).min_by_key(|s| rank(*s));
            let status =
                if no_agreement { Status::Missing } else { worst.unwrap_or(Status::NotApplicable) };
            let rollup = Rollup {
                title: spec.title.get(lang).to_string(),
                status,
                requirements: spec.requirements.clone(),
            };
            (spec.id.clone(), rollup)
        })
        .collect()
}

/// The worst first.
fn rank(status: Status) -> u8 {
    match status {
        Status::Contradicted => 0,
        Status::Missing => 1,
        Status::Unknown => 2,
        Status::Partial => 3,
        Status::Met => 4,
        Status::NotApplicable => 5,
    }
}

/// Red: something critical is missing or contradicted. Orange: something critical is weak, or
/// something high missing or contradicted. Green only where nothing critical or high is unknown.
pub(super) fn light(requirements: &[RequirementReport]) -> Light {
    let any = |severity: Severity, statuses: &[Status]| {
        requirements.iter().any(|r| r.severity == severity && statuses.contains(&r.status))
    };
    let bad = [Status::Contradicted, Status::Missing];
    let judged =
        requirements.iter().any(|r| !matches!(r.status, Status::Unknown | Status::NotApplicable));
    if any(Severity::Critical, &bad) {
        Light::Red
    } else if any(Severity::Critical, &[Status::Partial]) || any(Severity::High, &bad) {
        Light::Orange
    } else if !judged
        || any(Severity::Critical, &[Status::Unknown])
        || any(Severity::High, &[Status::Unknown])
    {
        Light::Grey
    } else {
        Light::Green
    }
}

/// Weight of what is met in all that was judged, 0 to 100; what is contradicted weighs double.
pub(super) fn score(requirements: &[RequirementReport]) -> Option<u32> {
    // Halves, so that all stays in whole numbers.
    let (mut reached, mut total) = (0u32, 0u32);
    for requirement in requirements {
        let weight = weight(requirement.severity);
        let (value, of) = match requirement.status {
            Status::Met => (2, 2),
            Status::Partial => (1, 2),
            Status::Missing => (0, 2),
            Status::Contradicted => (0, 4),
            Status::Unknown | Status::NotApplicable => (0, 0),
        };
        reached += weight * value;
        total += weight * of;
    }
    (total > 0).then(|| (reached * 100 + total / 2) / total)
}

fn weight(severity: Severity) -> u32 {
    match severity {
        Severity::Critical => 8,
        Severity::High => 5,
        Severity::Medium => 3,
        Severity::Low => 1,
        Severity::Info => 0,
    }
}

/// Whether pages of a document are pictures, or text that cannot be decoded, and stayed unread.
fn needs_ocr(document: &DocumentReport) -> bool {
    let unread = document.status == "unreadable"
        && document.reason.as_deref().is_some_and(|why| matches!(why, "scanned" | "garbled"));
    unread || document.flags.iter().any(|flag| flag == "scanned-pages" || flag == "garbled-pages")
}

/// The counts over all vendors.
#[must_use]
pub fn summary(vendors: &[VendorReport], skipped: &BTreeMap<String, usize>) -> Summary {
    let mut statuses: BTreeMap<Status, usize> = BTreeMap::new();
    for (_, status) in vendors.iter().flat_map(|v| v.requirements.marks()) {
        *statuses.entry(status).or_default() += 1;
    }
    let documents = || vendors.iter().flat_map(|v| &v.documents);
    Summary {
        vendors: vendors.len(),
        vendors_without_agreement: vendors
            .iter()
            .filter(|v| {
                !v.documents.iter().any(|d| d.kind == "agreement" && d.status != "unreadable")
            })
            .count(),
        documents: documents().count(),
        unreadable: documents().filter(|d| d.status == "unreadable").count(),
        need_ocr: documents().filter(|d| needs_ocr(d)).count(),
        skipped: skipped.clone(),
        statuses,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(severity: Severity, status: Status) -> RequirementReport {
        RequirementReport {
            id: format!("{severity:?}.{status:?}"),
            group: String::new(),
            title: String::new(),
            severity,
            status,
            reasons: vec![],
            confidence: 1.0,
            values: vec![],
            norm: None,
            evidence: vec![],
            searched: None,
            near_misses: vec![],
            legal_basis: vec![],
            why: "".into(),
            remedy: "".into(),
            question: "".into(),
        }
    }

    #[test]
    fn the_light_follows_the_gravest_gap() {
        use Severity::{Critical, High, Medium};
        use Status::{Contradicted, Met, Missing, Partial, Unknown};
        let lit = |all: &[(Severity, Status)]| {
            light(&all.iter().map(|(a, b)| verdict(*a, *b)).collect::<Vec<_>>())
        };
        assert_eq!(lit(&[(Critical, Met), (Critical, Missing)]), Light::Red);
        assert_eq!(lit(&[(Critical, Contradicted)]), Light::Red);
        assert_eq!(lit(&[(Critical, Partial)]), Light::Orange);
        assert_eq!(lit(&[(Critical, Met), (High, Missing)]), Light::Orange);
        assert_eq!(lit(&[(Critical, Met), (Medium, Missing), (High, Partial)]), Light::Green);
        assert_eq!(lit(&[(Critical, Unknown)]), Light::Grey);
        assert_eq!(lit(&[(Critical, Met), (High, Unknown)]), Light::Grey);
        assert_eq!(lit(&[]), Light::Grey);
    }

    #[test]
    fn the_score_weighs_and_leaves_out_what_was_not_judged() {
        use Severity::{Critical, High, Low};
        let scored = |all: &[(Severity, Status)]| {
            score(&all.iter().map(|(a, b)| verdict(*a, *b)).collect::<Vec<_>>())
        };
        assert_eq!(scored(&[(Critical, Status::Met), (High, Status::Unknown)]), Some(100));
        assert_eq!(scored(&[(Critical, Status::Met), (Critical, Status::Missing)]), Some(50));
        assert_eq!(scored(&[(Critical, Status::Met), (Critical, Status::Contradicted)]), Some(33));
        assert_eq!(scored(&[(Low, Status::Partial)]), Some(50));
        assert_eq!(scored(&[(High, Status::Unknown)]), None);
    }
}
