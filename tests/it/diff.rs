//! `dpascan diff` through the program: two scans of folders that changed in between.

use std::path::Path;
use std::process::{Command, Output, Stdio};

const HEAD: &str = "# Verwerkersovereenkomst\n\nArtikel 1. Verwerker verwerkt persoonsgegevens uitsluitend op schriftelijke instructie van de verwerkingsverantwoordelijke, houdt de gegevens geheim en wist ze na afloop.\n\n\
    Artikel 1a. Verwerker neemt passende technische en organisatorische maatregelen en schakelt geen subverwerker in zonder toestemming.\n\n";
const DEADLINE: &str =
    "Verwerker meldt een datalek uiterlijk binnen 24 uur na ontdekking aan de school.";

fn dpascan(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dpascan"))
        .args(arguments)
        .args(["--no-config", "--quiet"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// Scans the files as a folder of their own into `name`.
fn scan(folder: &Path, name: &str, files: &[(&str, String)], more: &[&str]) {
    let scanned = folder.join(name.trim_end_matches(".json"));
    for (path, text) in files {
        let path = scanned.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let mut all =
        vec!["scan", scanned.to_str().unwrap(), "--format", "json", "-o", name, "--exit-zero"];
    all.extend(["--as-of", "2026-11-01"]);
    all.extend(more);
    let out = dpascan(&all, folder);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

fn changes(folder: &Path, old: &str, new: &str) -> (Option<i32>, serde_json::Value) {
    let out = dpascan(&["diff", old, new, "--format", "json"], folder);
    let found = serde_json::from_slice(&out.stdout).unwrap();
    crate::contract::fits("diff", &found);
    (out.status.code(), found)
}

#[test]
fn a_clause_that_went_is_a_new_gap_and_one_that_came_back_is_fixed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let with = format!("{HEAD}Artikel 2. {DEADLINE}\n");
    let renamed = format!(
        "{HEAD}Artikel 2. Verwerker houdt de persoonsgegevens geheim.\n\nArtikel 3. {DEADLINE}\n"
    );
    scan(folder, "a.json", &[("acme/vo.md", with.clone()), ("beta/vo.md", with.clone())], &[]);
    scan(folder, "b.json", &[("acme/vo.md", HEAD.to_owned()), ("beta/vo.md", with.clone())], &[]);
    scan(folder, "c.json", &[("acme/overeenkomst 2.md", renamed), ("beta/vo.md", with)], &[]);
    let of = |found: &serde_json::Value, vendor: usize, id: &str| {
        let all = found["vendors"][vendor]["requirements"].as_array().unwrap().clone();
        all.into_iter().find(|r| r["id"] == id).unwrap()
    };
    let (code, worse) = changes(folder, "a.json", "b.json");
    assert_eq!(code, Some(1));
    let deadline = of(&worse, 0, "breach.deadline");
    assert_eq!((&deadline["change"], &deadline["new"]), (&"new".into(), &"missing".into()));
    assert!(deadline["went"][0]["quote"].as_str().unwrap().contains("24 uur"));
    assert_eq!(worse["caveats"], serde_json::json!([]));
    assert_eq!(worse["vendors"][0]["documents"][0]["change"], "changed");
    assert_eq!(of(&worse, 1, "breach.deadline")["change"], "unchanged");

    let (code, better) = changes(folder, "b.json", "a.json");
    assert_eq!((code, &of(&better, 0, "breach.deadline")["change"]), (Some(0), &"fixed".into()));

    // Another name, another number, one clause more: the same passage.
    let (code, moved) = changes(folder, "a.json", "c.json");
    assert_eq!((code, &of(&moved, 0, "breach.deadline")["change"]), (Some(0), &"unchanged".into()));

    let text = |more: &[&str]| {
        let mut all = vec!["diff", "a.json", "b.json"];
        all.extend(more);
        String::from_utf8(dpascan(&all, folder).stdout).unwrap()
    };
    assert!(text(&[]).contains("NIEUWE AFWIJKING"));
    assert!(text(&["--lang", "en"]).contains("NEW GAP"));
    assert!(text(&["--format", "markdown"]).contains("### Nieuwe afwijking"));
    assert!(text(&["--format", "html"]).starts_with("<!doctype html>"));
    for form in ["terminal", "json", "html", "markdown"] {
        assert_eq!(text(&["--format", form]), text(&["--format", form]));
    }
}

#[test]
fn another_profile_is_said_plainly_and_a_stranger_is_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let text = format!("{HEAD}Artikel 2. {DEADLINE}\n");
    scan(folder, "a.json", &[("acme/vo.md", text.clone())], &[]);
    scan(folder, "b.json", &[("acme/vo.md", text)], &["--profile", "avg-art28"]);
    let (_, found) = changes(folder, "a.json", "b.json");
    assert_eq!(found["caveats"][0]["code"], "profile");
    let out = dpascan(&["diff", "a.json", "b.json", "--lang", "en"], folder);
    assert!(
        String::from_utf8_lossy(&out.stdout)
            .contains("! The profile differs (onderwijs → avg-art28)")
    );
    std::fs::write(folder.join("x.json"), "{}").unwrap();
    let out = dpascan(&["diff", "a.json", "x.json"], folder);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("x.json is no report of dpascan"));
}
