//! One vendor on the page: light with its reasons, core lines, findings by severity, facts,
//! conflicts, what could not be judged, questions, and what was found, folded away.

use super::overview::{anchor, shown};
use super::{Links, Passage, StatusView};
use crate::render::messages::{Messages, word};
use crate::render::select::{self, DOUBTFUL, SEVERITIES};
use crate::report::{
    DocumentReport, Light, RequirementReport, Rollup, Severity, Status, VendorReport,
};

/// How many reasons a light is given.
const REASONS: usize = 3;

/// One vendor.
pub(super) struct VendorView {
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) light: &'static str,
    pub(super) light_word: String,
    pub(super) score: Option<u32>,
    /// The gravest findings, which decide the light.
    pub(super) reasons: Vec<Finding>,
    pub(super) documents: Vec<Document>,
    pub(super) core: Vec<Line>,
    /// The profile's own lines (V1 to V7), in its order.
    pub(super) lines: Vec<Line>,
    /// The gaps, by severity from the gravest on.
    pub(super) parts: Vec<Part>,
    pub(super) facts: Vec<(String, Vec<Fact>)>,
    pub(super) conflicts: Vec<(String, Vec<Passage>)>,
    /// What people decided, with the passages that it is about.
    pub(super) reviews: Vec<(String, Vec<Passage>)>,
    pub(super) unknown: Vec<Finding>,
    pub(super) not_applicable: Vec<Finding>,
    pub(super) met: Vec<Finding>,
    pub(super) questions: Vec<String>,
}

/// A document of the vendor.
pub(super) struct Document {
    pub(super) path: String,
    pub(super) link: String,
    pub(super) about: String,
    pub(super) unread: bool,
}

/// A line that sums requirements up.
pub(super) struct Line {
    /// The name by which the profile knows it, such as `V1`; the core lines need none.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) status: StatusView,
    /// The typed values of its parts, in the document's words.
    pub(super) value: String,
    pub(super) passage: Option<Passage>,
}

/// The gaps of one severity.
pub(super) struct Part {
    pub(super) severity: &'static str,
    pub(super) title: String,
    pub(super) findings: Vec<Finding>,
}

/// One verdict.
pub(super) struct Finding {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) status: StatusView,
    pub(super) severity: String,
    pub(super) reasons: String,
    /// Whether a person should look.
    pub(super) doubtful: bool,
    pub(super) passages: Vec<Passage>,
    pub(super) searched: String,
    pub(super) near: Vec<(Passage, String)>,
    pub(super) why: String,
    pub(super) basis: String,
    pub(super) remedy: String,
    pub(super) question: String,
}

/// A typed value and where it stands.
pub(super) struct Fact {
    pub(super) text: String,
    pub(super) place: String,
    pub(super) link: String,
}

impl VendorView {
    pub(super) fn of(vendor: &VendorReport, place: usize, links: &Links<'_>) -> VendorView {
        let words = links.words;
        let of = |status| {
            let all = vendor.requirements.iter().filter(move |r| r.status == status);
            all.map(|r| Finding::of(r, links)).collect::<Vec<_>>()
        };
        let gaps = SEVERITIES.iter().flat_map(|s| select::gaps(vendor, *s));
        let questions = gaps
            .clone()
            .map(|r| r.question.clone())
            .filter(|question| !question.is_empty())
            .collect();
        VendorView {
            anchor: anchor(place),
            name: vendor.vendor.clone(),
            light: light_code(vendor.light),
            light_word: words.light(vendor.light).to_owned(),
            score: vendor.score,
            reasons: gaps.take(REASONS).map(|r| Finding::of(r, links)).collect(),
            documents: vendor.documents.iter().map(|d| document(d, links)).collect(),
            core: lines(vendor, true, links),
            lines: lines(vendor, false, links),
            parts: SEVERITIES
                .iter()
                .map(|severity| part(vendor, *severity, links))
                .filter(|part| !part.findings.is_empty())
                .collect(),
            facts: facts(vendor, links),
            conflicts: vendor
                .conflicts
                .iter()
                .map(|conflict| {
                    let title = select::conflict(vendor, conflict, words);
                    let all = conflict.evidence.iter().map(|e| links.passage(e)).collect();
                    (title, all)
                })
                .collect(),
            reviews: vendor
                .reviews
                .iter()
                .map(|told| {
                    let all = told.evidence.iter().map(|e| links.passage(e)).collect();
                    (select::review_line(told, words), all)
                })
                .collect(),
            unknown: of(Status::Unknown),
            not_applicable: of(Status::NotApplicable),
            met: of(Status::Met),
            questions,
        }
    }

    /// The tables of lines with their titles.
    pub(super) fn tables<'a>(&'a self, words: &'a Messages) -> [(&'a str, &'a [Line]); 2] {
        [(words.label("core"), &self.core), (words.label("other_lines"), &self.lines)]
    }
}

impl Finding {
    fn of(requirement: &RequirementReport, links: &Links<'_>) -> Finding {
        let words = links.words;
        let named = |codes: &[String]| {
            codes.iter().map(|code| word(&words.reason, code)).collect::<Vec<_>>().join(", ")
        };
        let searched =
            requirement.searched.as_ref().filter(|_| requirement.status == Status::Missing);
        Finding {
            id: requirement.id.clone(),
            title: requirement.title.clone(),
            status: StatusView::of(requirement.status, words),
            severity: words.severity(requirement.severity).to_owned(),
            reasons: named(&requirement.reasons),
            doubtful: requirement.confidence < DOUBTFUL && requirement.status != Status::Unknown,
            passages: select::deciding(requirement).into_iter().map(|e| links.passage(e)).collect(),
            searched: searched.map_or_else(String::new, |s| {
                words.fill("searched", &[&s.documents, &s.pages, &s.clauses])
            }),
            near: requirement
                .near_misses
                .iter()
                .filter(|_| requirement.status == Status::Missing)
                .map(|near| {
                    let article = near.article.as_deref();
                    let passage = Passage {
                        quote: near.quote.clone(),
                        place: select::place(words, &near.document, near.page, article),
                        heading: String::new(),
                        link: links.to(&near.document, near.page),
                    };
                    (passage, named(&near.lacks))
                })
                .collect(),
            why: requirement.why.clone(),
            basis: requirement.legal_basis.join("; "),
            remedy: requirement.remedy.clone(),
            question: requirement.question.clone(),
        }
    }
}

/// The light as a class of the style.
pub(super) fn light_code(light: Light) -> &'static str {
    match light {
        Light::Red => "red",
        Light::Orange => "orange",
        Light::Green => "green",
        Light::Grey => "grey",
    }
}

fn severity_code(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "critical",
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Low => "low",
        Severity::Info => "info",
    }
}

fn part(vendor: &VendorReport, severity: Severity, links: &Links<'_>) -> Part {
    let gaps = select::gaps(vendor, severity);
    Part {
        severity: severity_code(severity),
        title: links.words.fill("gaps", &[&links.words.severity(severity), &gaps.len()]),
        findings: gaps.into_iter().map(|r| Finding::of(r, links)).collect(),
    }
}

fn lines(vendor: &VendorReport, core: bool, links: &Links<'_>) -> Vec<Line> {
    let mut chosen: Vec<(usize, &String, &Rollup)> = vendor
        .rollups
        .iter()
        .filter(|(id, _)| select::core_place(id).is_some() == core)
        .map(|(id, rollup)| (select::core_place(id).unwrap_or(0), id, rollup))
        .collect();
    chosen.sort_by_key(|(place, id, _)| (*place, *id));
    chosen.into_iter().map(|(_, id, rollup)| line(vendor, id, rollup, links)).collect()
}

fn line(vendor: &VendorReport, id: &str, rollup: &Rollup, links: &Links<'_>) -> Line {
    let of = || vendor.requirements.iter().filter(|r| rollup.requirements.contains(&r.id));
    let mut values: Vec<String> = Vec::new();
    for value in of().flat_map(|r| &r.values) {
        let text = shown(value);
        if !values.contains(&text) {
            values.push(text);
        }
    }
    let decides = of().find(|r| r.status == rollup.status);
    Line {
        id: if select::core_place(id).is_some() { String::new() } else { id.to_owned() },
        title: rollup.title.clone(),
        status: StatusView::of(rollup.status, links.words),
        value: values.join("; "),
        passage: decides
            .and_then(|r| select::deciding(r).first().map(|evidence| links.passage(evidence))),
    }
}

fn document(document: &DocumentReport, links: &Links<'_>) -> Document {
    let words = links.words;
    Document {
        path: document.path.clone(),
        link: links.to(&document.path, 1),
        about: about(document, words),
        unread: select::not_wholly(document),
    }
}

fn about(document: &DocumentReport, words: &Messages) -> String {
    let mut parts = Vec::new();
    match document.status.as_str() {
        "unreadable" => parts.push(word(&words.unread, select::reason_code(document)).to_owned()),
        "duplicate" => {
            parts.push(words.fill("copy_of", &[&document.reason.as_deref().unwrap_or_default()]));
        }
        _ => {
            parts.push(
                word(&words.kind, document.role.as_ref().unwrap_or(&document.kind)).to_owned(),
            );
            parts.extend(document.language.clone());
            parts.push(words.fill("pages", &[&document.pages]));
            parts.extend(select::standing(document, words));
        }
    }
    if document.status == "partial" {
        parts.push(word(&words.unread, "partial").to_owned());
    }
    parts.join(", ")
}

fn facts(vendor: &VendorReport, links: &Links<'_>) -> Vec<(String, Vec<Fact>)> {
    let fact = |value: &crate::report::Value| Fact {
        text: shown(value),
        place: select::place(links.words, &value.document, value.page, None),
        link: links.to(&value.document, value.page),
    };
    vendor
        .facts
        .iter()
        .map(|(name, values)| {
            let name = links.words.fact(name);
            (name, values.iter().map(fact).collect())
        })
        .collect()
}
