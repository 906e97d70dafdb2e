//! A report for the tests of all outputs.

use std::collections::BTreeMap;

use super::STATUSES;
use crate::report::{
    AnnouncedAnnex, Answer, Catalogue, Caveat, Change, Conflict, Difference, DocumentChange,
    DocumentCheck, DocumentDifference, DocumentReport, DocumentState, Evidence, Light, NearMiss,
    Origin, Passage, Polarity, QuoteCheck, QuoteState, Reading, RegisterEntry, RegisterReport,
    Report, RequirementDifference, RequirementReport, ReviewReport, ReviewState, Rollup,
    SCHEMA_VERSION, Screen, ScreenQuestion, ScreenReason, Searched, Severity, Standing, Status,
    Summary, Tool, Unjudged, Value, VendorDifference, VendorGrade, VendorReport, Verification,
    Whereabouts,
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

/// An answer before ordering in which every text is `text`.
fn screen(text: &str) -> Screen {
    let told = requirement(text, Status::Contradicted);
    let reason = |answer, status| ScreenReason {
        requirement: text.into(),
        title: text.into(),
        status,
        answer,
        text: text.into(),
        confidence: 0.5,
        evidence: told.evidence.first().cloned(),
    };
    let question = || ScreenQuestion {
        requirement: told.id.clone(),
        title: text.into(),
        question: text.into(),
    };
    Screen {
        answer: Answer::NoGo,
        policy: text.into(),
        policy_hash: "0".into(),
        reasons: vec![reason(Answer::NoGo, Status::Contradicted)],
        conditions: vec![reason(Answer::Conditions, Status::Missing)],
        questions: vec![question()],
        manual: vec![question()],
        unread: vec![text.into()],
    }
}

/// What `dpascan screen` makes: one vendor with an answer, in which every text is `text`.
pub(super) fn answered(text: &str) -> Report {
    let mut report = report(text);
    report.vendors.truncate(1);
    report.vendors.iter_mut().for_each(|v| v.screen = Some(screen(text)));
    report
}

/// A document in which every text is `text`.
fn document(text: &str, status: &str) -> DocumentReport {
    DocumentReport {
        path: text.into(),
        sha256: String::new(),
        format: "pdf".into(),
        kind: text.into(),
        kind_reason: text.into(),
        role: None,
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
            of_document: Some(0.9),
            deviating: vec![text.into()],
        }),
        standing: Some(Standing {
            state: "superseded".into(),
            by: Some(text.into()),
            why: Some("newer-date".into()),
            version: Some(text.into()),
            date: Some(text.into()),
            date_of: Some("signed".into()),
            signature: Some("blank".into()),
            stamp_blank: true,
            blanks: 3,
            rank: Some(1),
        }),
    }
}

/// A report in which every text is `text`.
pub(super) fn report(text: &str) -> Report {
    let document = |status: &str| document(text, status);
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
                requirements: STATUSES.map(|s| requirement(text, s)).to_vec().into(),
                facts: BTreeMap::from([
                    ("sub_processors".into(), vec![value(text)]),
                    ("breach_deadline".into(), vec![value(text)]),
                ]),
                sub_processors: vec![sub_processor(text)],
                conflicts: vec![Conflict {
                    requirement: text.into(),
                    kind: "documents".into(),
                    evidence: requirement(text, Status::Met).evidence,
                    values: vec![value(text)],
                    prevails: Some(text.into()),
                    because: Some("precedence-clause".into()),
                }],
                reviews: vec![review(text)],
                annexes: requirement(text, Status::Met)
                    .evidence
                    .into_iter()
                    .map(|evidence| AnnouncedAnnex {
                        name: text.into(),
                        supplied_by: None,
                        evidence
                    })
                    .collect(),
                screen: None,
            };
            2
        ],
        unused_reviews: vec![review(text)],
        register: Some(RegisterReport {
            entries: vec![RegisterEntry {
                vendor: text.into(),
                product: Some(text.into()),
                notes: vec!["no-agreement".into()],
                ..RegisterEntry::default()
            }],
            not_listed: vec![text.into()],
        }),
    }
}

fn review(text: &str) -> ReviewReport {
    ReviewReport {
        vendor: text.into(),
        requirement: text.into(),
        verdict: "waived".into(),
        reason: text.into(),
        owner: text.into(),
        until: Some(text.into()),
        state: ReviewState::Applied,
        title: Some(text.into()),
        was: Some(Status::Missing),
        evidence: requirement(text, Status::Met).evidence,
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

/// A difference with every kind of change, in which every text is `text`.
pub(super) fn difference(text: &str) -> Difference {
    let origin = || Origin {
        generated_at: "2026-01-01T00:00:00Z".into(),
        as_of: "2026-01-01".into(),
        profile: text.into(),
        tool: text.into(),
        catalogue: Catalogue { version: text.into(), hash: text.into() },
    };
    let passage = || Passage {
        fingerprint: "0".into(),
        document: text.into(),
        page: 2,
        article: Some(text.into()),
        quote: text.into(),
    };
    let requirement = |change: Change| RequirementDifference {
        id: text.into(),
        title: text.into(),
        severity: Severity::High,
        change,
        old: Some(Status::Met),
        new: Some(Status::Missing),
        decided: Some(text.into()),
        went: vec![passage()],
        came: vec![passage()],
    };
    let document = |change| DocumentDifference {
        change,
        path: text.into(),
        was: Some(text.into()),
        status: "partial".into(),
    };
    let standing = || Some(VendorGrade { light: Light::Red, score: Some(40), gaps: 3 });
    let vendor = |old, new| VendorDifference {
        vendor: text.into(),
        was: Some(text.into()),
        old,
        new,
        documents: [
            DocumentChange::Added,
            DocumentChange::Gone,
            DocumentChange::Changed,
            DocumentChange::Moved,
        ]
        .map(document)
        .to_vec(),
        requirements: Change::ALL.map(requirement).to_vec(),
    };
    Difference {
        schema_version: SCHEMA_VERSION.into(),
        old: origin(),
        new: origin(),
        caveats: ["profile", "catalogue", "tool", "as_of", "unread"]
            .map(|code| Caveat { code: code.into(), old: text.into(), new: text.into() })
            .to_vec(),
        counts: Change::ALL.map(|change| (change, 1)).into(),
        vendors: vec![
            vendor(standing(), standing()),
            vendor(None, standing()),
            vendor(standing(), None),
        ],
    }
}

/// A verification with every state, in which every text is `text`.
pub(super) fn verification(text: &str) -> Verification {
    let document = |state| DocumentCheck {
        vendor: Some(text.into()),
        path: text.into(),
        state,
        now: Some(text.into()),
        unread: Some(text.into()),
    };
    let quote = |state| QuoteCheck {
        vendor: text.into(),
        requirement: text.into(),
        document: text.into(),
        page: 1,
        quote: text.into(),
        state,
        at: Some(Whereabouts { document: text.into(), page: 2 }),
        reason: Some(text.into()),
    };
    let documents = [
        DocumentState::Same,
        DocumentState::Moved,
        DocumentState::Changed,
        DocumentState::Gone,
        DocumentState::New,
    ];
    let quotes =
        [QuoteState::Found, QuoteState::Elsewhere, QuoteState::NotFound, QuoteState::NotCheckable];
    Verification {
        schema_version: SCHEMA_VERSION.into(),
        report: difference(text).old,
        document_counts: documents.map(|state| (state, 1)).into(),
        quote_counts: quotes.map(|state| (state, 1)).into(),
        documents: documents.map(document).to_vec(),
        quotes: quotes.map(quote).to_vec(),
    }
}
