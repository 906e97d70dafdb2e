use std::collections::BTreeMap;

use super::*;
use crate::render::clean::NASTY;
use crate::report::{
    Catalogue, Evidence, Light, NearMiss, Polarity, RequirementReport, Rollup, SCHEMA_VERSION,
    Searched, Severity, Summary, Tool,
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
        values: vec![],
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
fn report(text: &str) -> Report {
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
        flags: vec![],
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
                facts: BTreeMap::new(),
                conflicts: vec![],
            };
            2
        ],
    }
}

fn look(width: usize, color: bool) -> Look {
    Look { width, color, all: true }
}

#[test]
fn nothing_nasty_gets_out() {
    for nasty in NASTY {
        for lang in Lang::ALL {
            let out = terminal(&report(nasty), lang, &look(80, false));
            let bad = out.chars().find(|c| {
                *c != '\n' && super::super::clean::line(&c.to_string()).is_empty() && *c != ' '
            });
            assert_eq!(bad, None, "{nasty:?}");
        }
        let json = crate::render::json(&report(nasty));
        assert!(!json.contains('\u{1b}') && !json.contains('\u{202e}'));
        assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report(nasty));
    }
}

#[test]
fn every_line_fits_and_wide_terminals_are_used() {
    let text = "een tamelijk lange tekst over de termijn van melding die vaker dan eens moet worden afgebroken";
    for width in [40, 60, 80, 120] {
        let out = terminal(&report(text), Lang::Nl, &look(width, false));
        let longest = out.lines().map(|l| l.chars().count()).max().unwrap();
        assert!(longest <= width, "{longest} columns in {width}");
        assert!(longest > width - 12, "{longest} columns in {width}");
    }
}

#[test]
fn what_was_not_read_stands_before_the_verdicts() {
    let out = terminal(&report("tekst"), Lang::En, &look(80, false));
    let at = |what: &str| out.find(what).unwrap_or_else(|| panic!("{what} in {out}"));
    assert!(at("NOT READ") < at("SUMMARY"));
    assert!(at("SUMMARY") < at("Core"));
    assert!(at("Core") < at("CRITICAL"));
}
