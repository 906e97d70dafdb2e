//! Facts of one vendor, gathered from its verdicts.

use std::collections::BTreeMap;

use crate::classify::Kind;
use crate::discover::Vendor;
use crate::lang::Lang;
use crate::pack::{Patterns, SectionKind};
use crate::report::{Place, RequirementReport, SubProcessor, Value};
use crate::rows::Row;
use crate::text;

use super::read::Text;

/// Which values of which requirement are a fact of the vendor, and under which name.
const FACTS: [(&str, &str, &[&str]); 8] = [
    ("meta.processor", "processor", &["organisation"]),
    ("breach.deadline", "breach_deadline", &["hours", "days"]),
    ("eea.storage", "storage_countries", &["country"]),
    ("security.certification", "certificates", &["certificate"]),
    ("subprocessors.list", "sub_processors", &["organisation", "country"]),
    ("subprocessors.change-notice", "change_notice", &["days", "months"]),
    ("exit.delete-or-return", "deletion_term", &["days", "months"]),
    ("liability.allocation", "liability_cap", &["money", "months", "percent"]),
];

/// What the user's own list and the verdicts say about a vendor.
pub(super) fn facts(
    vendor: &Vendor,
    requirements: &[RequirementReport],
    sub_processors: &[SubProcessor],
) -> BTreeMap<String, Vec<Value>> {
    let mut out: BTreeMap<String, Vec<Value>> = products(vendor).into_iter().collect();
    for (id, fact, names) in FACTS {
        let values = requirements.iter().filter(|r| r.id == id).flat_map(|r| &r.values);
        let kept: Vec<Value> =
            values.filter(|v| names.contains(&v.name.as_str())).cloned().collect();
        if !kept.is_empty() {
            out.insert(fact.into(), kept);
        }
    }
    // What a table lists is surer than the names that stand near a requirement.
    if !sub_processors.is_empty() {
        out.insert("sub_processors".into(), sub_processors.iter().map(named).collect());
    }
    out
}

/// What the user's own list says that the vendor sells, under its name, where it says anything.
fn products(vendor: &Vendor) -> Option<(String, Vec<Value>)> {
    let value = |product: &String| Value {
        name: "product".into(),
        value: product.as_str().into(),
        unit: None,
        text: product.clone(),
        label: None,
        class: None,
        document: "vendors.toml".into(),
        page: 1,
    };
    let values: Vec<Value> = vendor.products.iter().map(value).collect();
    (!values.is_empty()).then(|| ("product".into(), values))
}

fn named(row: &SubProcessor) -> Value {
    Value {
        name: "sub_processor".into(),
        value: row.name.as_str().into(),
        unit: None,
        text: row.name.clone(),
        label: None,
        class: None,
        document: row.document.clone(),
        page: row.page,
    }
}

/// How easy the texts for the public are to read; contracts are written for lawyers.
pub(super) fn reading(path: &str, text: &Text) -> Option<Value> {
    if !matches!(text.kind.kind, Kind::PrivacyStatement | Kind::Terms) {
        return None;
    }
    let contract = &text.contract;
    let lang = Lang::ALL.into_iter().find(|l| Some(l.code()) == contract.language)?;
    let told = contract.sentences.iter().filter_map(|sentence| {
        let clause = contract.clauses.get(sentence.clause)?;
        let prose = !clause.is_heading && !clause.is_row && clause.kind != SectionKind::Contents;
        let span = contract.folded.to_raw(sentence.folded, &contract.raw);
        contract.raw.get(span.start..span.end).filter(|_| prose)
    });
    let reading = text::reading(told, lang)?;
    Some(Value {
        name: "reading_ease".into(),
        value: reading.ease.into(),
        unit: Some(reading.measure.into()),
        text: format!("{} ({})", reading.ease, reading.measure),
        label: None,
        class: None,
        document: path.into(),
        page: 1,
    })
}

/// The sub-processors that a document lists, their countries classed.
pub(super) fn sub_processors(path: &str, text: &Text, patterns: &Patterns) -> Vec<SubProcessor> {
    let place = |code: &String| {
        let country = patterns.values.country(code)?;
        Some(Place {
            code: code.clone(),
            class: country.class_on(&patterns.as_of).code().into(),
            condition: country.condition.clone(),
        })
    };
    let row = |row: &Row| SubProcessor {
        name: row.name.clone(),
        service: row.service.clone(),
        data: row.data.clone(),
        countries: row.countries.iter().filter_map(place).collect(),
        ground: row.ground.clone(),
        document: path.into(),
        page: text.contract.clauses.get(row.clause).map_or(1, |c| c.page),
    };
    text.rows.iter().map(row).collect()
}
