//! `dpascan review` and `--register` as a user meets them.

use std::fs;
use std::path::Path;

use crate::program::dpascan;

const TEXT: &str = "# Verwerkersovereenkomst\n\nVerwerker verwerkt persoonsgegevens alleen op schriftelijke instructie van de \
    verwerkingsverantwoordelijke, neemt beveiligingsmaatregelen, legt geheimhouding op, schakelt met toestemming subverwerkers \
    in, laat audits toe en moet na afloop van deze verwerkersovereenkomst de gegevens wissen.\n\nWie een lek ziet, belt de school \
    eer de zon weer opkomt op het nummer van de directie.\n";

fn json(folder: &Path) -> serde_json::Value {
    let out = dpascan(&["scan", ".", "--format", "json", "--exit-zero"], folder);
    serde_json::from_slice(&out.stdout).unwrap()
}

fn status(report: &serde_json::Value, id: &str) -> String {
    let all = report["vendors"][0]["requirements"].as_array().unwrap();
    all.iter().find(|r| r["id"] == id).unwrap()["status"].as_str().unwrap().to_owned()
}

#[test]
fn a_verdict_of_a_person_stands_until_the_text_changes() {
    let folder = tempfile::tempdir().unwrap();
    let contract = folder.path().join("acme/vo.md");
    fs::create_dir(folder.path().join("acme")).unwrap();
    fs::write(&contract, TEXT).unwrap();
    let add = |quote: &str| {
        dpascan(
            &[
                "review",
                "add",
                ".",
                "--vendor",
                "acme",
                "--requirement",
                "breach.deadline",
                "--verdict",
                "met",
                "--quote",
                quote,
                "--reason",
                "zie de laatste zin",
                "--owner",
                "FG",
            ],
            folder.path(),
        )
    };
    let refused = add("binnen een uur");
    assert_eq!(refused.status.code(), Some(2));
    assert!(!folder.path().join("reviews.toml").exists());
    assert_eq!(add("belt de school eer de zon weer opkomt").status.code(), Some(0));
    let report = json(folder.path());
    assert_eq!(status(&report, "breach.deadline"), "met");
    assert_eq!(report["vendors"][0]["reviews"][0]["state"], "applied");
    let check = || dpascan(&["review", "check", "."], folder.path());
    assert_eq!(check().status.code(), Some(0));
    fs::write(&contract, TEXT.replace("belt", "mailt")).unwrap();
    assert_ne!(status(&json(folder.path()), "breach.deadline"), "met");
    let lapsed = check();
    assert_eq!(lapsed.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&lapsed.stdout).starts_with("changed\tacme\tbreach.deadline"));
}

#[test]
fn the_register_tells_who_has_no_agreement_and_who_is_not_listed() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("acme")).unwrap();
    fs::write(folder.path().join("acme/vo.md"), TEXT).unwrap();
    let list = folder.path().join("lijst.csv");
    fs::write(&list, "Leverancier;Applicatie\nWolkenpost;Cloudmail\n").unwrap();
    let args = ["scan", ".", "--register", "lijst.csv", "--exit-zero", "--lang", "en"];
    let out = dpascan(&args, folder.path());
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(text.contains("Wolkenpost · Cloudmail: no processor agreement found"), "{text}");
    assert!(text.contains("not on the list, with documents: acme"), "{text}");
    fs::write(&list, "naam\nx\n").unwrap();
    assert_eq!(dpascan(&args, folder.path()).status.code(), Some(2));
}
