//! Whole runs: sameness, exit codes, and the vendors of which there is little to say.

use std::sync::Arc;

use dpascan::report::{Report, Severity, Status};
use libtest_mimic::Trial;

use crate::{program, trial};

pub(crate) fn trials(report: &Arc<Report>, two_threads: String) -> Vec<Trial> {
    let shared = || Arc::clone(report);
    let written = two_threads.clone();
    let (counts, statement, scan, fail_on) = (shared(), shared(), shared(), shared());
    vec![
        trial("runs::same_bytes_with_one_thread_and_two".into(), move || same(&two_threads)),
        trial("runs::the_report_fits_the_published_schema".into(), move || fits(&written)),
        trial("runs::counts_add_up".into(), move || add_up(&counts)),
        trial("runs::a_statement_alone_is_one_finding".into(), move || {
            only_a_statement(&statement);
        }),
        trial("runs::a_scan_is_unknown_and_incomplete".into(), move || only_a_scan(&scan)),
        trial("runs::a_scan_is_read_where_tesseract_is".into(), a_scan_recognised),
        trial("runs::fail_on_decides_the_exit_code".into(), move || exit_codes(&fail_on)),
    ]
}

/// The time at which a report was made is the only thing that may differ.
fn same(two: &str) {
    let (_, one) = program::report(&["samples/contracts", "--threads", "1"]);
    let timeless = |text: &str| {
        text.lines()
            .filter(|l| !l.trim_start().starts_with("\"generated_at\""))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert!(
        two.lines().count() > 100,
        "one line holds the whole report, so nothing would be compared"
    );
    let (one, two) = (timeless(&one), timeless(two));
    let first = one.lines().zip(two.lines()).find(|(a, b)| a != b);
    assert!(one == two, "the runs differ, first here: {first:?}");
}

/// docs/report.schema.json holds for every sample vendor, and would not for any object at all.
fn fits(written: &str) {
    let schema =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/report.schema.json"));
    let schema: serde_json::Value = serde_json::from_str(&schema.unwrap()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let report: serde_json::Value = serde_json::from_str(written).unwrap();
    let faults: Vec<String> =
        schema.iter_errors(&report).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for (place, wrong) in [
        ("/vendors/0/requirements/0/status", serde_json::json!("perhaps")),
        ("/vendors/0/documents/0/pages", serde_json::json!(-1)),
        ("/vendors", serde_json::json!({})),
    ] {
        let mut broken = report.clone();
        *broken.pointer_mut(place).unwrap() = wrong;
        assert!(!schema.is_valid(&broken), "{place}");
    }
}

fn add_up(report: &Report) {
    let documents = || report.vendors.iter().flat_map(|v| &v.documents);
    assert_eq!(report.summary.vendors, report.vendors.len());
    assert_eq!(report.summary.documents, documents().count());
    assert_eq!(report.summary.unreadable, documents().filter(|d| d.status == "unreadable").count());
    for (status, number) in &report.summary.statuses {
        let counted = report
            .vendors
            .iter()
            .flat_map(|v| &v.requirements)
            .filter(|r| r.status == *status)
            .count();
        assert_eq!(counted, *number, "{status:?}");
    }
}

fn only_a_statement(report: &Report) {
    let vendor = report.vendors.iter().find(|v| v.vendor == "boekenbeer").unwrap();
    let found: Vec<(&str, Status)> =
        vendor.requirements.iter().map(|r| (r.id.as_str(), r.status)).collect();
    assert_eq!(found, [("dossier.dpa-present", Status::Missing)]);
}

/// Where `tesseract` with Dutch is installed, the same scan is read, marked and judged.
fn a_scan_recognised() {
    let listed = std::process::Command::new("tesseract").arg("--list-langs").output();
    let dutch = listed.is_ok_and(|out| {
        String::from_utf8_lossy(&out.stdout).lines().any(|language| language.trim() == "nld")
    });
    if !dutch {
        // The machine cannot recognise letters: `.ci/run` installs what this needs where it can.
        return;
    }
    let (report, _) = program::report(&["samples/contracts/muziekmeester", "--ocr", "auto"]);
    let vendor = report.vendors.first().unwrap();
    let document = vendor.documents.first().unwrap();
    assert_eq!((document.status.as_str(), report.summary.need_ocr), ("read", 0));
    assert!(document.flags.iter().any(|flag| flag == "ocr"), "{:?}", document.flags);
    let deadline = vendor.requirements.iter().find(|r| r.id == "breach.deadline").unwrap();
    assert_eq!(deadline.status, Status::Met);
    let evidence = vendor.requirements.iter().flat_map(|r| &r.evidence);
    assert!(evidence.clone().count() > 10 && evidence.clone().all(|e| e.ocr));
}

fn only_a_scan(report: &Report) {
    let vendor = report.vendors.iter().find(|v| v.vendor == "muziekmeester").unwrap();
    assert!(!vendor.requirements.is_empty());
    for requirement in &vendor.requirements {
        assert_eq!(requirement.status, Status::Unknown, "{}", requirement.id);
        assert!(
            requirement.evidence.is_empty() && requirement.values.is_empty(),
            "{}",
            requirement.id
        );
    }
    assert_eq!(program::code(&["samples/contracts/muziekmeester"]), 2);
    assert_eq!(
        program::code(&["samples/contracts"]),
        2,
        "one document that was not read makes the whole incomplete"
    );
}

fn exit_codes(report: &Report) {
    let levels = [
        ("info", Severity::Info),
        ("low", Severity::Low),
        ("medium", Severity::Medium),
        ("high", Severity::High),
        ("critical", Severity::Critical),
    ];
    for name in ["lessenspoor", "peilpunt", "toetskompas"] {
        let vendor = report.vendors.iter().find(|v| v.vendor == name).unwrap();
        let folder = format!("samples/contracts/{name}");
        for (word, level) in levels {
            let gap = vendor.requirements.iter().any(|r| {
                r.severity >= level
                    && matches!(r.status, Status::Missing | Status::Partial | Status::Contradicted)
            });
            assert_eq!(
                program::code(&[&folder, "--fail-on", word]),
                i32::from(gap),
                "{name} --fail-on {word}"
            );
        }
        assert_eq!(
            program::code(&[&folder, "--fail-on", "info", "--exit-zero"]),
            0,
            "{name} --exit-zero"
        );
    }
    assert_eq!(program::code(&["samples/contracts/nobody"]), 2);
    assert_eq!(program::code(&["samples/contracts", "--fail-on", "sometimes"]), 2);
}
