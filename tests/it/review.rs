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
    let keep = |name: &str, report: &serde_json::Value| {
        fs::write(folder.path().join(name), report.to_string()).unwrap();
    };
    keep("before.json", &json(folder.path()));
    let refused = add("binnen een uur");
    assert_eq!(refused.status.code(), Some(2));
    assert!(!folder.path().join("reviews.toml").exists());
    assert_eq!(add("belt de school eer de zon weer opkomt").status.code(), Some(0));
    let report = json(folder.path());
    assert_eq!(status(&report, "breach.deadline"), "met");
    assert_eq!(report["vendors"][0]["reviews"][0]["state"], "applied");
    keep("after.json", &report);
    let diff = ["diff", "before.json", "after.json", "--format", "json"];
    let diff: serde_json::Value =
        serde_json::from_slice(&dpascan(&diff, folder.path()).stdout).unwrap();
    let changed = diff["vendors"][0]["requirements"].as_array().unwrap();
    let told = changed.iter().find(|r| r["id"] == "breach.deadline").unwrap();
    assert_eq!(told["decided"], "reviewed", "a difference tells that a person made it");
    let check = || dpascan(&["review", "check", "."], folder.path());
    assert_eq!(check().status.code(), Some(0));
    fs::write(&contract, TEXT.replace("belt", "mailt")).unwrap();
    assert_ne!(status(&json(folder.path()), "breach.deadline"), "met");
    let lapsed = check();
    assert_eq!(lapsed.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&lapsed.stdout).starts_with("changed\tacme\tbreach.deadline"));
}

#[test]
fn an_entry_that_could_not_hold_is_refused_with_what_to_add() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("acme")).unwrap();
    let dated = |version: &str, hours: &str| {
        let text = TEXT.replacen('\n', &format!("\n\nVersie {version}\n"), 1);
        format!("{text}\nBij een lek belt de leverancier de school na {hours} uur.\n")
    };
    fs::write(folder.path().join("acme/oud.md"), dated("1.0", "negentig")).unwrap();
    fs::write(folder.path().join("acme/nieuw.md"), dated("2.0", "tachtig")).unwrap();
    let add = |verdict: &str, more: &[&str]| {
        let entry = ["review", "add", ".", "--vendor", "acme", "--requirement", "breach.deadline"];
        let decided = ["--verdict", verdict, "--reason", "r", "--owner", "FG"];
        let out = dpascan(&[&entry[..], &decided, more].concat(), folder.path());
        (out.status.code(), String::from_utf8_lossy(&out.stderr).into_owned())
    };
    let (code, said) = add("waived", &[]);
    assert!(code == Some(2) && said.contains("--until"), "{said}");
    let (code, said) = add("met", &[]);
    assert!(code == Some(2) && said.contains("--quote"), "{said}");
    // What an older version says is not what was agreed.
    let (code, said) = add("met", &["--quote", "na negentig uur"]);
    assert!(code == Some(2) && said.contains("do not stand in any document"), "{said}");
    assert_eq!(add("met", &["--quote", "na tachtig uur"]).0, Some(0));
    // The word of reviews.toml and of the JSON does too.
    assert_eq!(add("not_applicable", &[]).0, Some(0));
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
