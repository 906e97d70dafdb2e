//! `dpascan verify` through the program: what is told of documents and quotes after a while.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

const CLAUSES: &str = "# Verwerkersovereenkomst\n\nArtikel 1. Verwerker verwerkt persoonsgegevens uitsluitend op schriftelijke instructie van de verwerkingsverantwoordelijke, houdt de gegevens geheim en wist ze na afloop.\n\n\
    Artikel 2. Verwerker neemt passende technische en organisatorische maatregelen en schakelt geen subverwerker in zonder toestemming.\n\n\
    Artikel 3. Verwerker meldt een datalek uiterlijk binnen 24 uur na ontdekking aan de school.\n";

fn dpascan(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dpascan"))
        .args(arguments)
        .args(["--no-config", "--quiet", "--lang", "en"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// A folder with `in/acme/vo.md` and `in/beta/vo.md`, and the report `report.json` of it.
fn scanned() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (vendor, name) in [("acme", "Acme"), ("beta", "Beta")] {
        let text = format!(
            "{CLAUSES}\nArtikel 4. {name} verwerkt alleen binnen de Europese Economische Ruimte.\n"
        );
        put(folder.path(), &format!("in/{vendor}/vo.md"), &text);
    }
    let out = dpascan(
        &["scan", "in", "-f", "json", "-o", "report.json", "--exit-zero", "--as-of", "2026-11-01"],
        folder.path(),
    );
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    folder
}

fn put(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn verify(folder: &Path, more: &[&str]) -> (Option<i32>, Value) {
    let mut all = vec!["verify", "report.json", "in", "--format", "json"];
    all.extend(more);
    let out = dpascan(&all, folder);
    let why = String::from_utf8_lossy(&out.stderr).into_owned();
    let found = serde_json::from_slice(&out.stdout).unwrap_or_else(|_| panic!("{why}"));
    crate::contract::fits("verify", &found);
    (out.status.code(), found)
}

/// The states of the quotes of a requirement of a vendor.
fn quotes<'a>(found: &'a Value, vendor: &str, requirement: &str) -> Vec<&'a Value> {
    let all = found["quotes"].as_array().unwrap().iter();
    all.filter(|q| q["vendor"] == vendor && q["requirement"] == requirement).collect()
}

#[test]
fn an_untouched_folder_holds_and_moved_files_are_found_by_their_bytes() {
    let folder = scanned();
    let folder = folder.path();
    let (code, found) = verify(folder, &[]);
    assert_eq!((code, &found["document_counts"]), (Some(0), &json!({"same": 2})));
    assert!(found["quote_counts"]["found"].as_u64().unwrap() > 10, "{}", found["quote_counts"]);
    assert_eq!(found["quote_counts"].as_object().unwrap().len(), 1);

    std::fs::create_dir_all(folder.join("in/archief 2026")).unwrap();
    std::fs::rename(folder.join("in/acme/vo.md"), folder.join("in/archief 2026/oud.md")).unwrap();
    let (code, found) = verify(folder, &[]);
    assert_eq!((code, &found["document_counts"]), (Some(0), &json!({"same": 1, "moved": 1})));
    assert_eq!(found["documents"][0]["now"], "archief 2026/oud.md");
    assert_eq!(quotes(&found, "acme", "breach.deadline")[0]["state"], "found");
    let out = dpascan(&["verify", "report.json", "in"], folder);
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(text.contains("moved or renamed, now archief 2026/oud.md"), "{text}");
    assert!(text.contains("every quote stands on its page"));
}

#[test]
fn what_changed_went_or_came_is_told_and_so_is_every_quote_that_no_longer_stands() {
    let folder = scanned();
    let folder = folder.path();
    let before = std::fs::read_to_string(folder.join("in/acme/vo.md")).unwrap();
    put(folder, "in/acme/vo.md", &before.replace("24 uur", "72 uur"));
    std::fs::remove_file(folder.join("in/beta/vo.md")).unwrap();
    put(folder, "in/nieuw.md", "# Iets anders\n\nNiets van belang.\n");
    let (code, found) = verify(folder, &[]);
    assert_eq!(code, Some(1));
    assert_eq!(found["document_counts"], json!({"changed": 1, "gone": 1, "new": 1}));
    let deadline = quotes(&found, "acme", "breach.deadline");
    assert_eq!((&deadline[0]["state"], &deadline[0]["at"]), (&json!("not_found"), &Value::Null));
    // What stayed in the changed file is still there; what went with the other is found in it.
    assert_eq!(quotes(&found, "acme", "eea.storage")[0]["state"], "found");
    let secrecy = quotes(&found, "beta", "confidentiality.staff");
    let secrecy = secrecy
        .first()
        .or(quotes(&found, "beta", "exit.delete-or-return").first())
        .copied()
        .unwrap()
        .clone();
    assert_eq!(
        (&secrecy["state"], &secrecy["at"]["document"]),
        (&json!("elsewhere"), &json!("acme/vo.md"))
    );
    let out = dpascan(&["verify", "report.json", "in"], folder);
    let text = String::from_utf8(out.stdout).unwrap();
    for line in [
        "acme/vo.md (changed)",
        "beta/vo.md (no longer there)",
        "nieuw.md (not in the report)",
        "not found [breach.deadline]",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
}

#[test]
fn a_quote_from_a_scan_that_cannot_be_recognised_now_is_said_not_to_be_checkable() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let scan =
        concat!(env!("CARGO_MANIFEST_DIR"), "/samples/contracts/muziekmeester/scan-0412.pdf");
    put(folder, "in/vo.md", CLAUSES);
    dpascan(&["scan", "in", "-f", "json", "-o", "report.json", "--exit-zero"], folder);
    std::fs::copy(scan, folder.join("in/scan.pdf")).unwrap();
    let text = std::fs::read_to_string(folder.join("report.json")).unwrap();
    let mut report: Value = serde_json::from_str(&text.replace("vo.md", "scan.pdf")).unwrap();
    for requirement in report["vendors"][0]["requirements"].as_array_mut().unwrap() {
        requirement["evidence"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .for_each(|e| e["ocr"] = json!(true));
        requirement["near_misses"] = json!([]);
    }
    std::fs::remove_file(folder.join("in/vo.md")).unwrap();
    std::fs::write(folder.join("report.json"), report.to_string()).unwrap();
    let (code, found) = verify(folder, &["--ocr", "off"]);
    assert_eq!(code, Some(2));
    let counts = found["quote_counts"].as_object().unwrap();
    assert_eq!(counts.keys().collect::<Vec<_>>(), ["not_checkable"]);
    assert!(found["quotes"].as_array().unwrap().iter().all(|q| q["reason"] == "ocr"));
    assert_eq!(found["documents"][0]["unread"], "scanned");
    let out = dpascan(&["verify", "report.json", "in", "--ocr", "off"], folder);
    assert!(String::from_utf8_lossy(&out.stdout).contains("this needs tesseract"));
}

#[test]
fn a_file_that_is_no_report_is_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "report.json", "[]");
    put(folder.path(), "in/a.md", CLAUSES);
    let out = dpascan(&["verify", "report.json", "in"], folder.path());
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("is no report of dpascan"));
}
