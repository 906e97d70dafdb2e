//! What of a report is shown, and in which order; the same for every output that people read.
//!
//! In: parts of a [`Report`](crate::report::Report). Out: the parts that decide, and where they
//! stand, in words. What must stay true: every output leads with the same findings.

use super::{Messages, STATUSES};
use crate::report::{
    Conflict, DocumentReport, Evidence, Polarity, RequirementReport, ReviewReport, Severity, Status, VendorReport,
};

/// Below this confidence a person should look.
pub(super) const DOUBTFUL: f32 = 0.6;

/// The core lines in their order, by the word that their ids hold.
const CORE: [&str; 6] = ["ownership", "subprocessors", "security", "breach", "liability", "eea"];

/// From the gravest on.
pub(super) const SEVERITIES: [Severity; 5] =
    [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];

/// Whether a roll-up is one of the core lines, and which.
pub(super) fn core_place(id: &str) -> Option<usize> {
    CORE.iter().position(|name| id.contains(name))
}

/// Whether a document was not read, or not wholly.
pub(super) fn not_wholly(document: &DocumentReport) -> bool {
    matches!(document.status.as_str(), "unreadable" | "partial")
}

/// `scanned: the reader's words` → `scanned`; a document that was read in part is `partial`.
pub(super) fn reason_code(document: &DocumentReport) -> &str {
    if document.status == "partial" {
        return "partial";
    }
    let reason = document.reason.as_deref().unwrap_or("malformed");
    reason.split_once(':').map_or(reason, |(code, _)| code)
}

/// What a document is among the others, in words: version, date, signature, what goes before it.
pub(super) fn standing(document: &DocumentReport, words: &Messages) -> Vec<String> {
    let Some(standing) = &document.standing else { return Vec::new() };
    let mut out = Vec::new();
    out.extend(standing.version.as_ref().map(|v| words.fill("standing_version", &[v])));
    if let (Some(date), Some(of)) = (&standing.date, &standing.date_of) {
        out.push(words.fill(&format!("standing_{of}"), &[date]));
    }
    let signed = standing.date_of.as_deref() == Some("signed");
    match standing.signature.as_deref() {
        Some("signed") if !signed => out.push(words.label("standing_is_signed").to_owned()),
        Some(other @ ("digital" | "half" | "blank")) => {
            out.push(words.label(&format!("standing_{other}")).to_owned());
        }
        _ => {}
    }
    if standing.stamp_blank {
        out.push(words.label("standing_stamp").to_owned());
    }
    if standing.blanks > 0 {
        out.push(words.fill("standing_blanks", &[&standing.blanks]));
    }
    if let Some(by) = &standing.by {
        out.push(words.fill(&format!("standing_{}", standing.state), &[by]));
    }
    out
}

/// What a person decided, in one line.
pub(super) fn review_line(told: &ReviewReport, words: &Messages) -> String {
    let title = told.title.as_ref().unwrap_or(&told.requirement);
    let verdict = words.label(&format!("review_{}", told.verdict));
    let was = told.was.map_or(String::new(), |was| {
        format!(" ({})", words.fill("review_was", &[&words.status(was)]))
    });
    let until = told.until.as_ref().map_or(String::new(), |until| {
        format!(", {}", words.fill("review_until", &[until]))
    });
    let state = words.label(&format!("review_is_{}", told.state.code()));
    format!("{title}: {verdict}{was} · {state} · {}{until}: {}", told.owner, told.reason)
}

/// The requirement on which documents differ, and which of them goes first.
pub(super) fn conflict(vendor: &VendorReport, conflict: &Conflict, words: &Messages) -> String {
    let known = vendor.requirements.iter().find(|r| r.id == conflict.requirement);
    let title = known.map_or(&conflict.requirement, |r| &r.title);
    let first = conflict.prevails.as_ref().zip(conflict.because.as_ref()).map(|(path, because)| {
        let why = words.label(&format!("conflict_{because}")).to_owned();
        format!(" ({})", words.fill("conflict_prevails", &[path, &why]))
    });
    format!("{title}{}", first.unwrap_or_default())
}

/// The gaps of one severity: what deviates, then what was not found, then what is weak.
pub(super) fn gaps(vendor: &VendorReport, severity: Severity) -> Vec<&RequirementReport> {
    STATUSES
        .iter()
        .filter(|s| matches!(s, Status::Contradicted | Status::Missing | Status::Partial))
        .flat_map(|s| {
            vendor.requirements.iter().filter(move |r| r.severity == severity && r.status == *s)
        })
        .collect()
}

/// The passages that decide: for a deviation those that contradict, else those that weaken, else
/// all.
pub(super) fn deciding(requirement: &RequirementReport) -> Vec<&Evidence> {
    let of = |polarity| {
        requirement.evidence.iter().filter(|e| e.polarity == polarity).collect::<Vec<_>>()
    };
    let chosen = match requirement.status {
        Status::Contradicted => of(Polarity::Contradicts),
        Status::Partial => of(Polarity::Weakens),
        _ => of(Polarity::Supports),
    };
    if chosen.is_empty() { requirement.evidence.iter().collect() } else { chosen }
}

/// Where a passage stands, and whether it was recognised from a picture.
pub(super) fn of_passage(words: &Messages, evidence: &Evidence) -> String {
    let at = place(words, &evidence.document, evidence.page, evidence.article.as_deref());
    if evidence.ocr { format!("{at}, {}", words.label("ocr")) } else { at }
}

/// Where something stands: `path.pdf, p. 4, art. 7.2`.
pub(super) fn place(words: &Messages, document: &str, page: u32, article: Option<&str>) -> String {
    let mut out = format!("{document}, {} {page}", words.label("page_short"));
    if let Some(article) = article {
        // An annex has a name of its own: "Annex B(a)" is no article.
        if article.starts_with(|c: char| c.is_ascii_digit() || c == '(') {
            out.push_str(&format!(", {} {article}", words.label("article")));
        } else {
            out.push_str(&format!(", {article}"));
        }
    }
    out
}
