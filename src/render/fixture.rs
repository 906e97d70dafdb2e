//! A report for the tests of all outputs.

use std::collections::BTreeMap;

use super::STATUSES;
use crate::report::{
    Catalogue, Conflict, DocumentReport, Evidence, Light, NearMiss, Polarity, Reading, Report,
    RequirementReport, Rollup, SCHEMA_VERSION, Searched, Severity, Status, Summary, Tool, Unjudged,
    Value, VendorReport,
};

fn requirement(text: &str, status: Status) -> RequirementReport {
    RequirementReport {
        id: "breach.deadline".into(),
        group: "breach".into(),
        title: text.into(),
        severity: Severity::Critical,
        status,
        reasons: vec!["vague".into(), text.into()],
        confidence: 0.5,
        values: vec![value(text)],
        norm: Some(text.into()),
        evidence: vec![Evidence {
            document: text.into(),
            page: 4,
            article: Some(text.into()),
            heading: Some(text.into()),
            quote: text.into(),
            polarity: Polarity::Weakens,
            frame: "f".into(),
            start: 0,
            end: 1,
            ocr: true,
        }],
        searched: Some(Searched::default()),
        near_misses: vec![NearMiss {
            document: text.into(),
            page: 1,
            article: Some(text.into()),
            quote: text.into(),
            lacks: vec![text.into()],
        }],
        legal_basis: vec![text.into()],
        why: text.into(),
        remedy: text.into(),
        question: text.into(),
    }
}

/// A report in which every text is `text`.
pub(super) fn report(text: &str) -> Report {
    let document = |status: &str| DocumentReport {
        path: text.into(),
        sha256: String::new(),
        format: "pdf".into(),
        kind: text.into(),
        kind_reason: text.into(),
        language: Some("nl".into()),
        pages: 3,
        status: status.into(),
        reason: Some(text.into()),
        reader: None,
        quality: None,
        flags: vec!["signature-field-empty".into()],
        reading: Reading {
            hidden: vec![Unjudged { page: 2, words: 1, excerpt: text.into() }],
            notes: vec![Unjudged { page: 2, words: 1, excerpt: text.into() }],
            ..Reading::default()
        },
        model: Some(crate::report::ModelMatch {
            id: text.into(),
            title: text.into(),
            version: text.into(),
            share: 0.5,
            deviating: vec![text.into()],
        }),
    };
    let rollup = Rollup { title: text.into(), status: Status::Missing, requirements: vec![] };
    Report {
        schema_version: SCHEMA_VERSION.into(),
        tool: Tool { name: "dpascan".into(), version: "0.0.0".into() },
        catalogue: Catalogue { version: "1".into(), hash: "0".into() },
        profile: text.into(),
        as_of: "2026-01-01".into(),
        generated_at: "2026-01-01T00:00:00Z".into(),
        root: vec![text.into()],
        stale: vec![crate::report::Stale {
            list: "countries".into(),
            as_of: text.into(),
            days: 91,
        }],
        summary: Summary { vendors: 2, documents: 4, unreadable: 1, ..Summary::default() },
        vendors: vec![
            VendorReport {
                vendor: text.into(),
                light: Light::Red,
                score: Some(40),
                rollups: BTreeMap::from([
                    ("core.ownership".into(), rollup.clone()),
                    ("V1".into(), rollup)
                ]),
                documents: ["read", "partial", "unreadable", "duplicate"].map(document).to_vec(),
                requirements: STATUSES.map(|s| requirement(text, s)).to_vec(),
                facts: BTreeMap::from([
                    ("sub_processors".into(), vec![value(text)]),
                    ("breach_deadline".into(), vec![value(text)]),
                ]),
                sub_processors: vec![sub_processor(text)],
                conflicts: vec![Conflict {
                    requirement: text.into(),
                    evidence: requirement(text, Status::Met).evidence,
                }],
                screen: None,
            };
            2
        ],
    }
}

fn value(text: &str) -> Value {
    Value {
        name: "organisation".into(),
        value: text.into(),
        unit: None,
        text: text.into(),
        label: None,
        class: None,
        document: text.into(),
        page: 2,
    }
}

fn sub_processor(text: &str) -> crate::report::SubProcessor {
    crate::report::SubProcessor {
        name: text.into(),
        service: Some(text.into()),
        data: None,
        countries: vec![crate::report::Place {
            code: text.into(),
            class: "third".into(),
            condition: None,
        }],
        ground: Some(text.into()),
        document: text.into(),
        page: 2,
    }
}
