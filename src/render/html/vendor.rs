//! One vendor on the page: light with its reasons, core lines, findings by severity, facts,
//! conflicts, what could not be judged, questions, and what was found, folded away.

use super::overview::{anchor, places, shown};
use super::{Links, Passage, StatusView};
use crate::render::messages::{Messages, light_code, severity_code, word};
use crate::render::reading::remarks;
use crate::render::select::{self, DOUBTFUL, SEVERITIES};
use crate::report::{
    DocumentReport, RequirementReport, Severity, Status, SubProcessor, VendorReport,
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
    pub(super) sub_processors: Vec<SubProcessorRow>,
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
    /// The model behind it and where it deviates; empty where none is known.
    pub(super) model: String,
    /// What is worth telling of its reading.
    pub(super) remarks: Vec<String>,
}

/// A sub-processor of a table or list.
pub(super) struct SubProcessorRow {
    pub(super) name: String,
    pub(super) service: String,
    pub(super) data: String,
    pub(super) countries: String,
    /// Whether one of the countries is a third country.
    pub(super) third: bool,
    pub(super) ground: String,
    pub(super) place: String,
    pub(super) link: String,
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
            sub_processors: vendor.sub_processors.iter().map(|s| sub_processor(s, links)).collect(),
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

fn part(vendor: &VendorReport, severity: Severity, links: &Links<'_>) -> Part {
    let gaps = select::gaps(vendor, severity);
    Part {
        severity: severity_code(severity),
        title: links.words.fill("gaps", &[&links.words.severity(severity), &gaps.len()]),
        findings: gaps.into_iter().map(|r| Finding::of(r, links)).collect(),
    }
}

fn lines(vendor: &VendorReport, core: bool, links: &Links<'_>) -> Vec<Line> {
    let line = |line: select::Line<'_>| Line {
        id: if core { String::new() } else { line.id.to_owned() },
        title: line.rollup.title.clone(),
        status: StatusView::of(line.rollup.status, links.words),
        value: line.values.join("; "),
        passage: line.passage.map(|evidence| links.passage(evidence)),
    };
    select::lines(vendor, core).into_iter().map(line).collect()
}

fn document(document: &DocumentReport, links: &Links<'_>) -> Document {
    Document {
        path: document.path.clone(),
        link: links.to(&document.path, 1),
        about: select::about(document, links.words),
        unread: select::not_wholly(document),
        model: document
            .model
            .as_ref()
            .map(|model| select::model(model, model.deviating.len(), links.words))
            .unwrap_or_default(),
        remarks: remarks(document, links.words),
    }
}

fn sub_processor(row: &SubProcessor, links: &Links<'_>) -> SubProcessorRow {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    SubProcessorRow {
        name: row.name.clone(),
        service: text(&row.service),
        data: text(&row.data),
        countries: places(&row.countries, links.words),
        third: row.countries.iter().any(|place| place.class == "third"),
        ground: text(&row.ground),
        place: select::place(links.words, &row.document, row.page, None),
        link: links.to(&row.document, row.page),
    }
}

fn facts(vendor: &VendorReport, links: &Links<'_>) -> Vec<(String, Vec<Fact>)> {
    let fact = |value: &crate::report::Value| Fact {
        text: shown(value, links.words),
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
