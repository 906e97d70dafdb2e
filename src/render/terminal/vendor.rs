//! One vendor: its documents, the core lines, the gaps by severity, what could not be judged, and
//! what was found.

use super::paint::{BOLD, DIM, PLAIN, Paint, RED, columns, light_style, sign};
use crate::render::clean;
use crate::render::messages::{Messages, word};
use crate::render::reading::remarks;
use crate::render::select::{
    self, DOUBTFUL, SEVERITIES, about, core_place, deciding, gaps, of_passage, place, review_line,
    without_folder,
};
use crate::report::{
    Evidence, Place, RequirementReport, ReviewReport, ReviewState, Rollup, Severity, Status,
    VendorReport,
};

/// Quotes are cut here, in characters, unless everything is asked for.
const QUOTE: usize = 300;
/// Fields of a table are cut here.
const FIELD: usize = 60;

pub(super) fn vendor(vendor: &VendorReport, words: &Messages, paint: &mut Paint) {
    paint.rule();
    let score =
        vendor.score.map(|s| format!(" · {}", words.fill("score", &[&s]))).unwrap_or_default();
    let text = format!("· {}{score}", words.light(vendor.light).to_uppercase());
    paint.block(0, &vendor.vendor, light_style(vendor.light), &text);
    documents(vendor, words, paint);
    let vendor = &without_folder(vendor);
    rollups(vendor, words, paint);
    sub_processors(vendor, words, paint);
    let mut gaps = 0;
    for severity in SEVERITIES {
        gaps += severity_part(vendor, severity, words, paint);
    }
    let known = vendor.requirements.iter().any(|r| r.status == Status::Met);
    if gaps == 0 && known {
        paint.gap();
        paint.text(2, words.label("no_gaps"));
    }
    conflicts(vendor, words, paint);
    reviews(&vendor.reviews, words, paint);
    list(vendor, Status::Unknown, "unknown_title", words, paint);
    list(vendor, Status::Met, "met_title", words, paint);
    list(vendor, Status::NotApplicable, "not_applicable_title", words, paint);
}

pub(super) fn documents(vendor: &VendorReport, words: &Messages, paint: &mut Paint) {
    paint.gap();
    paint.dim(2, words.label("documents"));
    if vendor.documents.is_empty() {
        paint.text(4, words.label("no_documents"));
    }
    for document in &vendor.documents {
        let sign = match document.status.as_str() {
            "unreadable" => ("?", RED),
            "partial" => ("~", RED),
            _ => ("·", PLAIN),
        };
        paint.pair(4, sign, &document.path, 0, &format!("({})", about(document, words)));
        if let Some(model) = &document.model {
            paint.text(6, &select::model(model, super::SHORT_LIST, words));
        }
        for remark in remarks(document, words) {
            paint.text(6, &remark);
        }
        let measured = vendor.facts.get("reading_ease").into_iter().flatten();
        for value in measured.filter(|v| v.document == document.path) {
            paint.text(6, &format!("{}: {}", words.fact("reading_ease"), value.text));
        }
    }
}

fn rollups(vendor: &VendorReport, words: &Messages, paint: &mut Paint) {
    let mut core: Vec<(usize, &Rollup)> =
        vendor.rollups.iter().filter_map(|(id, r)| Some((core_place(id)?, r))).collect();
    core.sort_by_key(|(place, _)| *place);
    let core: Vec<_> = core.into_iter().map(|(_, r)| (r, rollup_text(vendor, r, words))).collect();
    if !core.is_empty() {
        paint.gap();
        paint.dim(2, words.label("core"));
        let left = core.iter().map(|(r, _)| columns(&r.title)).max().unwrap_or(0);
        for (rollup, text) in &core {
            paint.pair(4, sign(rollup.status), &rollup.title, left, text);
        }
    }
    let others: Vec<_> = vendor.rollups.iter().filter(|(id, _)| core_place(id).is_none()).collect();
    if !others.is_empty() {
        paint.gap();
        paint.dim(2, words.label("other_lines"));
        let name = |id: &str, rollup: &Rollup| format!("{id} {}", rollup.title);
        let left = others.iter().map(|(id, r)| columns(&name(id, r))).max().unwrap_or(0);
        let right = others.iter().map(|(_, r)| columns(words.status(r.status))).max().unwrap_or(0);
        // Beside a longer name the status would not fit.
        let left = left.min(paint.look().width.saturating_sub(right + 8));
        for (id, rollup) in others {
            let status = words.status(rollup.status);
            paint.pair(4, sign(rollup.status), &name(id, rollup), left, status);
        }
    }
}

/// The status, and where the part that decides it stands.
fn rollup_text(vendor: &VendorReport, rollup: &Rollup, words: &Messages) -> String {
    let decides = vendor
        .requirements
        .iter()
        .find(|r| r.status == rollup.status && rollup.requirements.contains(&r.id));
    let evidence = decides.and_then(|r| deciding(r).first().copied());
    match evidence {
        Some(e) => {
            // Where there is one document, its name tells nothing.
            let at = of_passage(words, e);
            let alone = vendor.documents.len() == 1;
            let at = at.strip_prefix(&format!("{}, ", e.document)).filter(|_| alone).unwrap_or(&at);
            format!("{} ({at})", words.status(rollup.status))
        }
        None => words.status(rollup.status).to_string(),
    }
}

/// The sub-processors that the documents list, one a line.
fn sub_processors(vendor: &VendorReport, words: &Messages, paint: &mut Paint) {
    let rows = &vendor.sub_processors;
    if rows.is_empty() {
        return;
    }
    paint.gap();
    paint.dim(2, &words.counted("sub_processors", &[rows.len()]));
    let shown = if paint.look().all { rows.len() } else { super::SHORT_LIST };
    for row in rows.iter().take(shown) {
        let mut parts = Vec::new();
        parts.extend(row.service.as_deref().map(|s| clean::cap(&clean::line(s), FIELD)));
        let place =
            |p: &Place| format!("{} ({})", p.code, words.label(&format!("class_{}", p.class)));
        parts.push(row.countries.iter().map(place).collect::<Vec<_>>().join(", "));
        parts.extend(row.ground.as_deref().map(|g| clean::cap(&clean::line(g), FIELD)));
        parts.retain(|part| !part.is_empty());
        paint.block(4, &format!("· {}", row.name), PLAIN, &format!("– {}", parts.join(" – ")));
    }
    if rows.len() > shown {
        paint.text(4, &words.fill("more", &[&(rows.len() - shown)]));
    }
}

/// The gaps of one severity; returns how many.
fn severity_part(
    vendor: &VendorReport,
    severity: Severity,
    words: &Messages,
    paint: &mut Paint,
) -> usize {
    let gaps = gaps(vendor, severity);
    // What is hygiene waits until everything is asked for; that it is there is said.
    if severity <= Severity::Low && !gaps.is_empty() && !paint.look().all {
        paint.gap();
        paint.dim(2, &words.fill("lesser_gaps", &[&words.severity(severity), &gaps.len()]));
    } else if !gaps.is_empty() {
        paint.gap();
        let title = words.fill("gaps", &[&words.severity(severity).to_uppercase(), &gaps.len()]);
        paint.heading(2, &title, if severity >= Severity::High { RED } else { BOLD });
        for requirement in &gaps {
            gap(requirement, words, paint);
        }
    }
    gaps.len()
}

fn gap(requirement: &RequirementReport, words: &Messages, paint: &mut Paint) {
    let (mark, style) = sign(requirement.status);
    let mut text = format!("{}: {}", requirement.title, words.status(requirement.status));
    let reasons: Vec<&str> = requirement.reasons.iter().map(|r| word(&words.reason, r)).collect();
    if !reasons.is_empty() {
        text.push_str(&format!(" ({})", reasons.join(", ")));
    }
    if requirement.confidence < DOUBTFUL {
        text.push_str(&format!(" · {}", words.label("check")));
    }
    text.push_str(&format!(" [{}]", requirement.id));
    paint.block(4, mark, style, &text);
    let shown = if paint.look().all { usize::MAX } else { 2 };
    for evidence in deciding(requirement).into_iter().take(shown) {
        quote(evidence, words, paint);
    }
    if requirement.status == Status::Missing {
        if let Some(s) = &requirement.searched {
            paint.text(8, &words.fill("searched", &[&s.documents, &s.pages, &s.clauses]));
        }
        let shown = if paint.look().all { 3 } else { 1 };
        for near in requirement.near_misses.iter().take(shown) {
            let at = place(words, &near.document, near.page, near.article.as_deref());
            let lacks: Vec<&str> = near.lacks.iter().map(|l| word(&words.reason, l)).collect();
            let lacks = if lacks.is_empty() {
                String::new()
            } else {
                format!(" – {}: {}", words.label("lacks"), lacks.join(", "))
            };
            let text =
                format!("“{}” ({at}){lacks}", clean::cap(&clean::line(&near.quote), QUOTE / 2));
            paint.block(8, &format!("{}:", words.label("near")), DIM, &text);
        }
    }
    if paint.look().all {
        paint.block(8, &format!("{}:", words.label("why")), DIM, &requirement.why);
        paint.block(
            8,
            &format!("{}:", words.label("basis")),
            DIM,
            &requirement.legal_basis.join("; "),
        );
        paint.block(8, &format!("{}:", words.label("remedy")), DIM, &requirement.remedy);
    }
    if !requirement.question.is_empty() {
        paint.block(8, &format!("{}:", words.label("question")), BOLD, &requirement.question);
    }
}

fn quote(evidence: &Evidence, words: &Messages, paint: &mut Paint) {
    let text = clean::line(&evidence.quote);
    let text = if paint.look().all { text } else { clean::cap(&text, QUOTE) };
    let at = of_passage(words, evidence);
    paint.text(8, &format!("“{text}” ({at})"));
}

fn conflicts(vendor: &VendorReport, words: &Messages, paint: &mut Paint) {
    if vendor.conflicts.is_empty() {
        return;
    }
    paint.gap();
    paint.heading(2, words.label("conflicts"), RED);
    for conflict in &vendor.conflicts {
        paint.block(4, "!", RED, &select::conflict(vendor, conflict, words));
        for evidence in &conflict.evidence {
            quote(evidence, words, paint);
        }
    }
}

/// What people decided, and what became of it; what no longer holds comes first.
pub(super) fn reviews(reviews: &[ReviewReport], words: &Messages, paint: &mut Paint) {
    if reviews.is_empty() {
        return;
    }
    paint.gap();
    paint.dim(2, &words.fill("reviews", &[&reviews.len()]));
    let mut all: Vec<&ReviewReport> = reviews.iter().collect();
    all.sort_by_key(|told| told.state == ReviewState::Applied);
    let mut hidden = 0;
    for told in all {
        let applied = told.state == ReviewState::Applied;
        let waived = told.verdict == "waived";
        if applied && waived && !paint.look().suppressed {
            hidden += 1;
            continue;
        }
        let (sign, style) = if applied { ("·", PLAIN) } else { ("!", RED) };
        paint.block(4, sign, style, &review_line(told, words));
        if applied && waived {
            told.evidence.iter().for_each(|evidence| quote(evidence, words, paint));
        }
    }
    if hidden > 0 {
        paint.text(4, &words.fill("reviews_suppressed", &[&hidden]));
    }
}

/// The requirements of one status in short: titles, and for what was found the place.
fn list(vendor: &VendorReport, status: Status, title: &str, words: &Messages, paint: &mut Paint) {
    let of: Vec<&RequirementReport> =
        vendor.requirements.iter().filter(|r| r.status == status).collect();
    if of.is_empty() {
        return;
    }
    paint.gap();
    paint.dim(2, &words.fill(title, &[&of.len()]));
    for requirement in of {
        let at = requirement.evidence.first().map(|e| of_passage(words, e));
        let at = at.map(|at| format!("({at})")).unwrap_or_default();
        let doubt = if requirement.confidence < DOUBTFUL && status == Status::Met {
            format!(" · {}", words.label("check"))
        } else {
            String::new()
        };
        paint.block(
            4,
            sign(status).0,
            sign(status).1,
            &format!("{} {at}{doubt}", requirement.title),
        );
        if paint.look().all
            && status == Status::Met
            && let Some(evidence) = requirement.evidence.first()
        {
            quote(evidence, words, paint);
        }
    }
}
