//! The same document on different dates: what was law then, and how old the lists are.

use std::process::{Command, Stdio};

const AGREEMENT: &str = "# Verwerkersovereenkomst\n\nArtikel 1. Verwerker verwerkt persoonsgegevens uitsluitend op schriftelijke instructie van de verwerkingsverantwoordelijke, meldt een datalek binnen 24 uur, houdt de gegevens geheim en wist ze na afloop.\n\n\
    Artikel 2. De doorgifte naar de Verenigde Staten berust op het EU-VS Privacy Shield.\n\n\
    Artikel 3. Het besluit van 2015 over Safe Harbor verviel; wij gebruiken het niet meer.\n\n\
    Artikel 4. Het datacentrum is gecertificeerd volgens ISO 27001:2013.\n\n\
    # Bijlage: subverwerkers\n\n| Subverwerker | Dienst | Land |\n|---|---|---|\n| Post Ltd | E-mail | Verenigd Koninkrijk |\n\
    | Mata Ltda | Opslag | Brazilië |\n";

/// The outdated terms that are found, the classes of the two countries, and what is said on
/// standard error.
fn on(date: &str, more: &[&str]) -> (Vec<String>, Vec<String>, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("vo.md"), AGREEMENT).unwrap();
    let out = Command::new(env!("CARGO_BIN_EXE_dpascan"))
        .args(["scan", "vo.md", "--format", "json", "--lang", "en", "--as-of", date])
        .args(more)
        .current_dir(folder.path())
        .env("XDG_CONFIG_HOME", folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(report["as_of"], date);
    let vendor = &report["vendors"][0];
    let outdated =
        vendor["requirements"].as_array().unwrap().iter().filter(|r| r["group"] == "outdated");
    let outdated = outdated
        .inspect(|r| {
            assert_eq!((&r["status"], &r["reasons"][0]), (&"partial".into(), &"outdated".into()));
        })
        .map(|r| r["id"].as_str().unwrap().to_owned())
        .collect();
    let rows = vendor["sub_processors"].as_array().unwrap().iter();
    let classes = rows.map(|r| r["countries"][0]["class"].as_str().unwrap().to_owned()).collect();
    (outdated, classes, String::from_utf8_lossy(&out.stderr).into_owned())
}

#[test]
fn terms_are_outdated_and_countries_adequate_from_their_dates_on() {
    let (outdated, classes, _) = on("2020-07-15", &[]);
    assert_eq!(outdated, Vec::<String>::new());
    assert_eq!(classes, ["eea", "third"]);

    let (outdated, classes, _) = on("2024-01-01", &[]);
    assert_eq!(outdated, ["outdated.privacy-shield"]);
    assert_eq!(classes, ["adequate", "third"]);

    let (outdated, classes, warned) = on("2026-11-21", &[]);
    assert_eq!(outdated, ["outdated.privacy-shield", "outdated.iso-edition"]);
    assert_eq!(classes, ["adequate", "adequate"]);
    assert!(!warned.contains("countries"), "{warned}");
}

#[test]
fn an_old_list_of_countries_is_told_unless_switched_off() {
    assert!(on("2027-06-01", &[]).2.contains("The list of countries is of 2026-11-21, 192 days"));
    assert!(!on("2027-06-01", &["--max-list-age", "365"]).2.contains("countries"));
    assert!(!on("2032-06-01", &["--max-list-age", "0"]).2.contains("countries"));
    assert_eq!(on("2032-06-01", &[]).1, ["third", "adequate"]);
}
