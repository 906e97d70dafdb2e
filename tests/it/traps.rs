//! Sentences that take a reader of words in, each with what the program must make of it: false
//! friends, double denials, exceptions that swallow the rule, somebody else's duty, law that is
//! only quoted, history. Every one in Dutch and in English, as a small agreement of its own.
//!
//! The numbers are those of the project's list of fifty. Four are tested elsewhere, as they are
//! about more than a sentence: 8 (two documents that contradict each other) in `dossier::tests`, 42
//! (letters set apart) in `extract::pdf::tests`, 35 (a pre-screen) and 41 (where a clause ends) below.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::program::dpascan;

const TRAPS: &str = include_str!("traps.tsv");
/// Traps whose words stand among the definitions.
const DEFINED: [&str; 2] = ["10", "38"];

fn agreement(number: &str, dutch: bool, text: &str) -> String {
    let defined = DEFINED.contains(&number);
    let (title, heading) = match (dutch, defined) {
        (true, true) => (DUTCH, "Begrippen"),
        (true, false) => (DUTCH, "Afspraken"),
        (false, true) => (ENGLISH, "Definitions"),
        (false, false) => (ENGLISH, "Terms agreed"),
    };
    format!("{title}\n\n## {heading}\n\n{text}\n")
}

const DUTCH: &str = "# Verwerkersovereenkomst\n\nTussen Stichting De Eik (hierna: de school of Verwerkingsverantwoordelijke) \
    en Lumio B.V. (hierna: Verwerker of Leverancier).";
const ENGLISH: &str = "# Data Processing Agreement\n\nBetween Oak School Trust (\"the school\" or \"the Controller\") \
    and Lumio Ltd (\"Supplier\" or \"the Processor\").";

/// The requirements of every file of a folder, by file name.
fn judged(folder: &std::path::Path, profile: &str) -> Vec<(String, Vec<Value>)> {
    let arguments = [
        "scan",
        ".",
        "--vendor-by",
        "file",
        "--profile",
        profile,
        "--format",
        "json",
        "--as-of",
        "2026-11-26",
        "--exit-zero",
    ];
    let output = dpascan(&arguments, folder);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let vendors = report["vendors"].as_array().unwrap();
    vendors
        .iter()
        .map(|vendor| {
            let path = vendor["documents"][0]["path"].as_str().unwrap().to_owned();
            (path, vendor["requirements"].as_array().unwrap().clone())
        })
        .collect()
}

fn status<'r>(requirements: &'r [Value], id: &str) -> Option<&'r str> {
    requirements.iter().find(|r| r["id"] == id).and_then(|r| r["status"].as_str())
}

#[test]
fn no_trap_takes_the_program_in() {
    let folder = tempfile::tempdir().unwrap();
    let rows: Vec<Vec<&str>> = TRAPS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
        .collect();
    for row in &rows {
        for (text, dutch) in
            row.iter().skip(2).zip([true, false]).filter(|(text, _)| !text.is_empty())
        {
            let name = format!("{}-{}.md", row[0], if dutch { "nl" } else { "en" });
            fs::write(folder.path().join(name), agreement(row[0], dutch, text)).unwrap();
        }
    }
    let mut wrong = String::new();
    for (path, requirements) in judged(folder.path(), "onderwijs") {
        let row = rows.iter().find(|row| path.starts_with(&format!("{}-", row[0]))).unwrap();
        for wanted in row[1].split(' ') {
            let outdated =
                |id: &str| requirements.iter().any(|r| r["id"].as_str().unwrap().starts_with(id));
            let right = match (wanted.split_at(1), wanted.split_once('=')) {
                (("+", id), _) => outdated(id),
                (("-", id), _) => !outdated(id),
                (_, Some((id, right))) => status(&requirements, id)
                    .is_some_and(|got| right.split('|').any(|right| right == got)),
                _ => panic!("{wanted} is no expectation"),
            };
            if !right {
                let got = wanted.split_once('=').and_then(|(id, _)| status(&requirements, id));
                writeln!(wrong, "{path}: {wanted}, got {got:?}").unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn all_traps_are_there_in_both_languages() {
    let elsewhere = ["8", "35", "41", "42"];
    for number in 1..=50 {
        let number = number.to_string();
        let row = TRAPS.lines().find(|line| line.starts_with(&format!("{number}\t")));
        assert!(row.is_some() != elsewhere.contains(&number.as_str()), "{number}");
        // The old Dutch words for a processor and its law have no English.
        let texts = row.map_or(2, |row| row.split('\t').skip(2).filter(|t| !t.is_empty()).count());
        assert_eq!(texts, if number == "49" { 1 } else { 2 }, "{number}");
    }
}

#[test]
fn pupils_who_can_make_contact_are_not_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let page = |text: &str| format!("# Voorwaarden\n\n{text}\n");
    let files = [
        ("nl.md", page("Leerlingen kunnen contact opnemen via het formulier.")),
        ("en.md", page("Pupils can get in contact by the form.")),
        ("recorded.md", page("Wij nemen de lessen op en bewaren de opname.")),
    ];
    for (name, text) in &files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    for (path, requirements) in judged(folder.path(), "prescreen") {
        let status = status(&requirements, "prescreen.recording");
        let recorded = matches!(status, Some("met" | "partial" | "contradicted"));
        assert_eq!(recorded, path == "recorded.md", "{path}");
    }
}

#[test]
fn a_clause_ends_where_the_next_begins() {
    let folder = tempfile::tempdir().unwrap();
    let clauses = "8. Verwerker zal op zijn website zijn subverwerkers vermelden.\n\n9. Aansprakelijkheid is \
        geregeld zoals in de wet.";
    fs::write(folder.path().join("clauses.md"), agreement("", true, clauses)).unwrap();
    let (_, requirements) = judged(folder.path(), "onderwijs").remove(0);
    assert_ne!(status(&requirements, "subprocessors.list"), Some("met"));
    assert_eq!(status(&requirements, "subprocessors.liability"), Some("missing"));
}
