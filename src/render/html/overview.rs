//! What stands above the vendors: what was not read, counts, the heat map, and tables over all.

use std::collections::BTreeMap;

use super::{Links, StatusView};
use crate::render::messages::{light_code, word};
use crate::render::{Messages, STATUSES, select};
use crate::report::{Place, Report, RequirementReport, Value, VendorReport};

/// The part of the page about all vendors together.
pub(super) struct Overview {
    /// Lines about the list of applications in use.
    pub(super) register: Vec<String>,
    /// What people decided about vendors that the report does not have.
    pub(super) reviews: Vec<String>,
    /// Documents that were not read, or not wholly.
    pub(super) unread: Vec<Unread>,
    /// How often each status was given.
    pub(super) bars: Vec<Bar>,
    /// The titles of the core lines.
    pub(super) columns: Vec<String>,
    /// A row of the heat map for each vendor.
    pub(super) rows: Vec<Row>,
    /// Vendors of whom no agreement was read.
    pub(super) without_agreement: Vec<(String, String)>,
    /// Terms, countries and certificates of each vendor.
    pub(super) terms: Vec<Terms>,
    /// Sub-processors with the vendors that use them, those shared by most first.
    pub(super) shared: Vec<Shared>,
    /// Whatever leans on something outdated: vendor, title, passage.
    pub(super) outdated: Vec<(String, String, super::Passage)>,
}

/// A document that was not read, or not wholly.
pub(super) struct Unread {
    pub(super) vendor: String,
    pub(super) path: String,
    pub(super) why: String,
    pub(super) help: String,
}

/// One bar of the chart, in units of a hundredth of its width.
pub(super) struct Bar {
    pub(super) status: StatusView,
    pub(super) count: usize,
    pub(super) left: f64,
    pub(super) width: f64,
}

/// One vendor in the heat map.
pub(super) struct Row {
    pub(super) anchor: String,
    pub(super) vendor: String,
    pub(super) light: &'static str,
    pub(super) light_word: String,
    pub(super) score: String,
    pub(super) cells: Vec<StatusView>,
    pub(super) gaps: usize,
}

/// A sub-processor and who uses it.
pub(super) struct Shared {
    pub(super) name: String,
    /// Where it is, with the class of each country, as the vendors' tables say.
    pub(super) countries: Vec<String>,
    /// Anchors and names of the vendors.
    pub(super) vendors: Vec<(String, String)>,
}

/// The typed values of one vendor that are compared between vendors.
pub(super) struct Terms {
    pub(super) vendor: String,
    pub(super) anchor: String,
    /// One cell a fact, in the order of [`TERMS`].
    pub(super) cells: Vec<String>,
}

/// The facts that are put side by side; the words for them are labels of the same name.
pub(super) const TERMS: [&str; 6] = [
    "breach_deadline",
    "storage_countries",
    "certificates",
    "change_notice",
    "deletion_term",
    "liability_cap",
];

impl Overview {
    pub(super) fn of(report: &Report, links: &Links<'_>) -> Overview {
        let columns =
            select::core_lines(report).into_iter().map(|(_, title)| title.to_owned()).collect();
        Overview {
            register: report
                .register
                .as_ref()
                .map(|register| select::register(register, links.words))
                .unwrap_or_default(),
            reviews: report
                .unused_reviews
                .iter()
                .map(|told| select::review_line(told, links.words))
                .collect(),
            unread: unread(report, links),
            bars: bars(report, links),
            columns,
            rows: report.vendors.iter().enumerate().map(|(n, v)| row(v, n, links)).collect(),
            without_agreement: report
                .vendors
                .iter()
                .enumerate()
                .filter(|(_, v)| !select::has_agreement(v))
                .map(|(n, v)| (anchor(n), v.vendor.clone()))
                .collect(),
            terms: report
                .vendors
                .iter()
                .enumerate()
                .filter_map(|(n, v)| terms(v, n, links.words))
                .collect(),
            shared: shared(report, links.words),
            outdated: outdated(report, links),
        }
    }

    /// The labels of the columns of the table of terms.
    pub(super) fn term_names(&self) -> [&'static str; 6] {
        TERMS
    }
}

/// Where the page shows the vendor with this place in the report.
pub(super) fn anchor(place: usize) -> String {
    format!("vendor-{}", place + 1)
}

fn unread(report: &Report, links: &Links<'_>) -> Vec<Unread> {
    let words = links.words;
    let mut out = Vec::new();
    for vendor in &report.vendors {
        for document in vendor.documents.iter().filter(|d| select::not_wholly(d)) {
            let code = select::reason_code(document);
            let mut why = word(&words.unread, code).to_owned();
            if let (true, Some(reason)) = (document.status == "partial", &document.reason) {
                why = format!("{why}: {reason}");
            }
            out.push(Unread {
                vendor: vendor.vendor.clone(),
                path: document.path.clone(),
                why,
                help: words.unread_help.get(code).cloned().unwrap_or_default(),
            });
        }
    }
    out
}

fn bars(report: &Report, links: &Links<'_>) -> Vec<Bar> {
    let counts: Vec<_> = STATUSES
        .iter()
        .map(|s| (*s, report.summary.statuses.get(s).copied().unwrap_or(0)))
        .filter(|(_, count)| *count > 0)
        .collect();
    let share = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
    let total = share(counts.iter().map(|(_, count)| count).sum::<usize>().max(1));
    let mut left = 0.0;
    counts
        .into_iter()
        .map(|(status, count)| {
            let width = share(count) * 100.0 / total;
            let bar = Bar { status: StatusView::of(status, links.words), count, left, width };
            left += width;
            bar
        })
        .collect()
}

fn row(vendor: &VendorReport, place: usize, links: &Links<'_>) -> Row {
    let words = links.words;
    Row {
        anchor: anchor(place),
        vendor: vendor.vendor.clone(),
        light: light_code(vendor.light),
        light_word: words.light(vendor.light).to_owned(),
        score: vendor.score.map(|s| s.to_string()).unwrap_or_default(),
        cells: select::lines(vendor, true)
            .into_iter()
            .map(|line| StatusView::of(line.rollup.status, words))
            .collect(),
        gaps: select::SEVERITIES.iter().map(|s| select::gaps(vendor, *s).len()).sum(),
    }
}

fn terms(vendor: &VendorReport, place: usize, words: &Messages) -> Option<Terms> {
    let cells: Vec<String> = TERMS
        .iter()
        .map(|name| {
            let mut seen: Vec<String> = Vec::new();
            for value in vendor.facts.get(*name).into_iter().flatten() {
                let text = shown(value, words);
                if !seen.contains(&text) {
                    seen.push(text);
                }
            }
            seen.join("; ")
        })
        .collect();
    let some = cells.iter().any(|cell| !cell.is_empty());
    some.then(|| Terms { vendor: vendor.vendor.clone(), anchor: anchor(place), cells })
}

/// A value as a reader knows it: the name of a certificate beside the document's words, the class
/// of a country behind it.
pub(super) fn shown(value: &Value, words: &Messages) -> String {
    let text = value.text.trim_end_matches([',', ';']);
    // The point of `B.V.` belongs to it, that of a sentence does not.
    let named = value.name == "organisation";
    let text = if named { text } else { text.trim_end_matches(['.', ',', ';']) };
    let mut out = match &value.label {
        Some(label) if label != text && value.name != "country" => format!("{label} (“{text}”)"),
        _ => text.to_owned(),
    };
    if let Some(class) = &value.class {
        out.push_str(&format!(" ({})", words.label(&format!("class_{class}"))));
    }
    out
}

/// The places of a sub-processor with the class of each.
pub(super) fn places(all: &[Place], words: &Messages) -> String {
    let one = |place: &Place| {
        let class = words.label(&format!("class_{}", place.class)).to_owned();
        match &place.condition {
            Some(condition) => format!("{} ({class}: {condition})", place.code),
            None => format!("{} ({class})", place.code),
        }
    };
    all.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Every sub-processor that a vendor's tables or sentences name, those of most vendors first.
fn shared(report: &Report, words: &Messages) -> Vec<Shared> {
    let mut by_name: BTreeMap<String, Shared> = BTreeMap::new();
    for (place, vendor) in report.vendors.iter().enumerate() {
        let rows = vendor.sub_processors.iter();
        let rows = rows.map(|row| (row.name.as_str(), places(&row.countries, words)));
        let named = vendor.facts.get("sub_processors").into_iter().flatten();
        let named = named
            .filter(|value| value.name != "country")
            .map(|value| (value.value.as_str().unwrap_or_default(), String::new()));
        for (name, countries) in rows.chain(named).filter(|(name, _)| !name.is_empty()) {
            let one = by_name.entry(name.to_lowercase()).or_insert_with(|| Shared {
                name: name.to_owned(),
                countries: Vec::new(),
                vendors: Vec::new(),
            });
            let user = (anchor(place), vendor.vendor.clone());
            if !one.vendors.contains(&user) {
                one.vendors.push(user);
            }
            if !countries.is_empty() && !one.countries.contains(&countries) {
                one.countries.push(countries);
            }
        }
    }
    let mut all: Vec<_> = by_name.into_values().collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.vendors.len()));
    all
}

fn outdated(report: &Report, links: &Links<'_>) -> Vec<(String, String, super::Passage)> {
    let stale = |r: &&RequirementReport| r.reasons.iter().any(|reason| reason == "outdated");
    let mut out = Vec::new();
    for vendor in &report.vendors {
        for requirement in vendor.requirements.iter().filter(stale) {
            if let Some(evidence) = select::deciding(requirement).first() {
                let title = requirement.title.clone();
                out.push((vendor.vendor.clone(), title, links.passage(evidence)));
            }
        }
    }
    out
}
