//! What of a report is shown, and in which order; the same for every output that people read.
//!
//! In: parts of a [`Report`](crate::report::Report). Out: the parts that decide, and where they
//! stand, in words. What must stay true: every output leads with the same findings.

use super::{Messages, STATUSES};
use crate::report::{
    DocumentReport, Evidence, ModelMatch, Polarity, RequirementReport, Severity, Status,
    VendorReport,
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

/// `made from Model X 3.0 (97 %); deviates in 5.2, 8.1`, with at most `most` clauses.
pub(super) fn model(model: &ModelMatch, most: usize, words: &Messages) -> String {
    let share = format!("{:.0}", model.share * 100.0);
    let name = format!("{} {}", model.title, model.version);
    let mut text = words.fill("model", &[&name, &share]);
    if !model.deviating.is_empty() {
        let (shown, rest) = model.deviating.split_at(model.deviating.len().min(most));
        text.push_str(&words.fill("model_deviating", &[&shown.join(", ")]));
        if !rest.is_empty() {
            text.push_str(&format!(" {}", words.fill("more", &[&rest.len()])));
        }
    }
    text
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
