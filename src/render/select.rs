//! What of a report is shown, and in which order; the same for every output that people read.
//!
//! In: parts of a [`Report`](crate::report::Report). Out: the parts that decide, and where they
//! stand, in words. What must stay true: every output leads with the same findings.

pub(super) mod answer;

use super::messages::word;
use super::{Messages, STATUSES};
use crate::report::{
    Conflict, DocumentReport, Evidence, ModelMatch, Polarity, RegisterReport, Report,
    RequirementReport, ReviewReport, ReviewState, Rollup, Severity, Status, Value, VendorReport,
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

/// The lines of the list of applications of which something is to be told.
pub(super) fn register(register: &RegisterReport, words: &Messages) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for entry in register.entries.iter().filter(|entry| !entry.notes.is_empty()) {
        let note = |note: &String| {
            let date = match note.as_str() {
                "review-due" => entry.last_review.as_ref(),
                "expired" | "expires-soon" => entry.expires.as_ref(),
                _ => None,
            };
            let word = words.label(&format!("register_{note}")).to_owned();
            date.map_or(word.clone(), |date| format!("{word} ({date})"))
        };
        let product = entry.product.as_ref().map_or(String::new(), |p| format!(" · {p}"));
        let notes: Vec<String> = entry.notes.iter().map(note).collect();
        out.push(format!("{}{product}: {}", entry.vendor, notes.join(", ")));
    }
    if out.is_empty() {
        out.push(words.label("register_fine").to_owned());
    }
    if !register.not_listed.is_empty() {
        out.push(words.fill("register_not_listed", &[&register.not_listed.join(", ")]));
    }
    out
}

/// What a person decided, in one line.
pub(super) fn review_line(told: &ReviewReport, words: &Messages) -> String {
    // Of what is not used nothing else tells whose it is.
    let whose = match told.state {
        ReviewState::Unused => format!("{} · ", told.vendor),
        _ => String::new(),
    };
    let title = told.title.as_ref().unwrap_or(&told.requirement);
    let verdict = words.label(&format!("review_{}", told.verdict)).to_owned();
    let was = told.was.map_or(String::new(), |was| {
        format!(" ({})", words.fill("review_was", &[&words.status(was)]))
    });
    let until = told
        .until
        .as_ref()
        .map_or(String::new(), |until| format!(", {}", words.fill("review_until", &[until])));
    let state = words.label(&format!("review_is_{}", told.state.code())).to_owned();
    format!("{whose}{title}: {verdict}{was} · {state} · {}{until}: {}", told.owner, told.reason)
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

/// The first passage that speaks for a requirement.
pub(super) fn supporting(requirement: &RequirementReport) -> Option<&Evidence> {
    requirement.evidence.iter().find(|e| e.polarity == Polarity::Supports)
}

/// Whether a status is a gap.
pub(super) fn is_gap(status: Status) -> bool {
    matches!(status, Status::Contradicted | Status::Missing | Status::Partial)
}

/// The place of a status in the fixed order of reports, from 0.
pub(super) fn status_rank(status: Status) -> usize {
    STATUSES.iter().position(|other| *other == status).unwrap_or(STATUSES.len())
}

/// How grave a severity is, from 0 for information to 4 for critical.
pub(super) fn severity_rank(severity: Severity) -> usize {
    SEVERITIES.iter().rev().position(|other| *other == severity).unwrap_or(0)
}

/// Steps of the ladder of actions, by their labels, from the most pressing on.
pub(super) const ACTIONS: [&str; 4] =
    ["action_repair", "action_negotiate", "action_ask", "action_accept"];

/// The step of the ladder that a verdict leads to; none where the requirement does not apply.
pub(super) fn action(requirement: &RequirementReport) -> Option<&'static str> {
    let [repair, negotiate, ask, accept] = ACTIONS;
    let asks = |reason: &String| {
        matches!(reason.as_str(), "referenced-not-supplied" | "placeholder" | "text-quality")
    };
    Some(match (requirement.status, requirement.severity) {
        (Status::NotApplicable, _) => return None,
        (Status::Met, _) => accept,
        (Status::Unknown, _) => ask,
        (Status::Missing | Status::Contradicted, Severity::Critical) => repair,
        _ if requirement.reasons.iter().any(asks) => ask,
        (_, Severity::Low | Severity::Info) => accept,
        (Status::Partial, _) if requirement.confidence < DOUBTFUL => ask,
        _ => negotiate,
    })
}

/// A roll-up with what decides it.
pub(super) struct Line<'a> {
    /// Its id, such as `V1` or `breach-liability`.
    pub(super) id: &'a str,
    pub(super) rollup: &'a Rollup,
    /// The values of its parts in the documents' words, each once.
    pub(super) values: Vec<String>,
    /// The passage that decides it.
    pub(super) passage: Option<&'a Evidence>,
}

/// The core lines of a vendor in their order, or its other lines by id.
pub(super) fn lines(vendor: &VendorReport, core: bool) -> Vec<Line<'_>> {
    let mut chosen: Vec<(usize, &String, &Rollup)> = vendor
        .rollups
        .iter()
        .filter(|(id, _)| core_place(id).is_some() == core)
        .map(|(id, rollup)| (core_place(id).unwrap_or(0), id, rollup))
        .collect();
    chosen.sort_by_key(|(place, id, _)| (*place, *id));
    chosen.into_iter().map(|(_, id, rollup)| line(vendor, id, rollup)).collect()
}

fn line<'a>(vendor: &'a VendorReport, id: &'a str, rollup: &'a Rollup) -> Line<'a> {
    let of = || vendor.requirements.iter().filter(|r| rollup.requirements.contains(&r.id));
    let mut values: Vec<String> = Vec::new();
    for value in of().flat_map(|r| &r.values) {
        let text = shown(value);
        if !values.contains(&text) {
            values.push(text);
        }
    }
    let decides = of().find(|r| r.status == rollup.status);
    let passage = decides.and_then(|r| deciding(r).first().copied());
    Line { id, rollup, values, passage }
}

/// The core lines that any vendor of the report has, in their order: id and title.
pub(super) fn core_lines(report: &Report) -> Vec<(&str, &str)> {
    let mut all: Vec<(&str, &str)> = Vec::new();
    for line in report.vendors.iter().flat_map(|vendor| lines(vendor, true)) {
        if !all.iter().any(|(id, _)| *id == line.id) {
            all.push((line.id, &line.rollup.title));
        }
    }
    all.sort_by_key(|(id, _)| core_place(id));
    all
}

/// A value in the document's own words.
pub(super) fn shown(value: &Value) -> String {
    value.text.trim_end_matches([',', ';', '.']).to_owned()
}

/// The agreements of a vendor that were read.
pub(super) fn agreements(vendor: &VendorReport) -> impl Iterator<Item = &DocumentReport> {
    vendor.documents.iter().filter(|d| d.kind == "agreement" && d.status != "unreadable")
}

/// The vendor as its documents name it, without a number that the list of parties puts before it
/// and without a sentence around it; else as the report names it.
pub(super) fn legal_name(vendor: &VendorReport) -> String {
    let bare = |name: &str| {
        let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ');
        name.trim_start_matches(number).to_owned()
    };
    let named = vendor.facts.get("processor").into_iter().flatten();
    let names: Vec<String> = named
        .filter_map(|value| value.value.as_str())
        .map(bare)
        .filter(|n| !n.is_empty())
        .collect();
    let Some(first) = names.first() else { return vendor.vendor.clone() };
    let inside = names.iter().filter(|name| first.ends_with(name.as_str()));
    inside.min_by_key(|name| name.len()).unwrap_or(first).clone()
}

/// The vendor's products, as its own list names them.
pub(super) fn products(vendor: &VendorReport) -> String {
    let all = vendor.facts.get("product").into_iter().flatten();
    all.map(|value| value.text.as_str()).collect::<Vec<_>>().join(", ")
}

/// The last part of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The vendor with passages that name their document without the folder that all its documents
/// share; the list of documents tells that folder.
pub(super) fn without_folder(vendor: &VendorReport) -> VendorReport {
    let mut short = vendor.clone();
    let folder = |path: &str| {
        path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"))
    };
    let first = vendor.documents.first().map(|d| folder(&d.path)).unwrap_or_default();
    if first.is_empty() || !vendor.documents.iter().all(|d| d.path.starts_with(&first)) {
        return short;
    }
    let cut = |name: &mut String| {
        if let Some(rest) = name.strip_prefix(&first) {
            *name = rest.to_string();
        }
    };
    for requirement in &mut short.requirements {
        requirement.evidence.iter_mut().for_each(|e| cut(&mut e.document));
        requirement.near_misses.iter_mut().for_each(|n| cut(&mut n.document));
    }
    for value in short.facts.values_mut().flatten() {
        cut(&mut value.document);
    }
    for conflict in &mut short.conflicts {
        conflict.evidence.iter_mut().for_each(|e| cut(&mut e.document));
        conflict.prevails.iter_mut().for_each(cut);
    }
    for evidence in short.reviews.iter_mut().flat_map(|told| &mut told.evidence) {
        cut(&mut evidence.document);
    }
    if let Some(screen) = &mut short.screen {
        let told = screen.reasons.iter_mut().chain(&mut screen.conditions);
        told.filter_map(|r| r.evidence.as_mut()).for_each(|e| cut(&mut e.document));
        screen.unread.iter_mut().for_each(cut);
    }
    short
}

/// Whether an agreement of the vendor was read.
pub(super) fn has_agreement(vendor: &VendorReport) -> bool {
    agreements(vendor).next().is_some()
}

/// A document in words: kind, language, pages, or why it was not read.
pub(super) fn about(document: &DocumentReport, words: &Messages) -> String {
    let mut parts = Vec::new();
    match document.status.as_str() {
        "unreadable" => parts.push(word(&words.unread, reason_code(document)).to_owned()),
        "duplicate" => {
            parts.push(words.fill("copy_of", &[&document.reason.as_deref().unwrap_or_default()]));
        }
        _ => {
            let kind = document.role.as_ref().unwrap_or(&document.kind);
            parts.push(word(&words.kind, kind).to_owned());
            parts.extend(document.language.clone());
            parts.push(words.fill("pages", &[&document.pages]));
            parts.extend(standing(document, words));
        }
    }
    if document.status == "partial" {
        parts.push(word(&words.unread, "partial").to_owned());
    }
    parts.join(", ")
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
