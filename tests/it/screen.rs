//! `dpascan screen` from outside: answers, exit codes, policies, and what is unread.

use std::process::Output;

use crate::program::dpascan;

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

const GOOD: &[u8] = "# Gebruiksvoorwaarden\n\nWij sluiten met iedere school een verwerkersovereenkomst. De app toont geen \
    reclame en gebruikt geen trackers.\n".as_bytes();
const ADS: &[u8] = "# Privacyverklaring\n\nWij delen gegevens met advertentiepartners om gepersonaliseerde advertenties te \
    tonen.\n".as_bytes();
const POLICY: &[u8] = b"name = \"Ours\"\n[[rule]]\nrequirement = \"prescreen.ads\"\nis = [\"contradicted\"]\nanswer = \"no-go\"\n\
    [[rule]]\nrequirement = \"prescreen.dpa-available\"\nis = [\"missing\"]\nanswer = \"conditions\"\n";

fn answer(output: &Output) -> serde_json::Value {
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["vendors"].as_array().unwrap().len(), 1, "one app is one vendor");
    report["vendors"][0]["screen"].clone()
}

#[test]
fn one_folder_is_one_app_and_the_policy_answers() {
    let files: [(&str, &[u8]); 3] =
        [("app/a/terms.md", GOOD), ("app/b/privacy.md", ADS), ("ours.toml", POLICY)];
    let folder = folder(&files);
    let screen = |path: &str| {
        dpascan(&["screen", path, "--policy", "ours.toml", "--format", "json"], folder.path())
    };
    let both = screen("app");
    assert_eq!(answer(&both)["answer"], "no-go");
    assert_eq!(answer(&both)["policy"], "Ours");
    assert_eq!(answer(&both)["reasons"][0]["requirement"], "prescreen.ads");
    let quote = answer(&both)["reasons"][0]["evidence"]["quote"].as_str().unwrap().to_owned();
    assert!(quote.contains("advertentiepartners"), "{quote}");
    assert_eq!(both.status.code(), Some(1));
    let good = screen("app/a/terms.md");
    assert_eq!(answer(&good)["answer"], "go");
    assert_eq!(good.status.code(), Some(0));
    let bare = screen("app/b");
    assert_eq!(answer(&bare)["conditions"][0]["requirement"], "prescreen.dpa-available");
}

#[test]
fn what_is_unread_is_never_a_go() {
    let files: [(&str, &[u8]); 3] =
        [("app/terms.md", GOOD), ("app/more.pdf", b"%PDF-1.7\nbroken"), ("ours.toml", POLICY)];
    let folder = folder(&files);
    let arguments = ["screen", "app", "--policy", "ours.toml", "--format", "json"];
    let output = dpascan(&arguments, folder.path());
    assert_eq!(answer(&output)["answer"], "undecided");
    assert_eq!(answer(&output)["unread"][0], "more.pdf");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_printed_policy_is_the_one_that_comes_along() {
    let folder = folder(&[("app/terms.md", GOOD)]);
    let printed = dpascan(&["screen", "--print-policy"], folder.path());
    assert_eq!(printed.status.code(), Some(0));
    std::fs::write(folder.path().join("printed.toml"), &printed.stdout).unwrap();
    let own =
        dpascan(&["screen", "app", "--policy", "printed.toml", "--format", "json"], folder.path());
    let usual = dpascan(&["screen", "app", "--format", "json"], folder.path());
    assert_eq!(answer(&own), answer(&usual));
    assert_eq!(answer(&own)["answer"], "conditions");
}

#[test]
fn a_policy_that_cannot_be_used_says_where_and_what_to_do() {
    let broken = POLICY.to_vec();
    let broken = String::from_utf8(broken).unwrap().replace("prescreen.ads", "prescreen.adz");
    let files: [(&str, &[u8]); 2] = [("app/terms.md", GOOD), ("ours.toml", broken.as_bytes())];
    let folder = folder(&files);
    let output = dpascan(&["screen", "app", "--policy", "ours.toml"], folder.path());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("ours.toml") && said.contains("prescreen.adz"), "{said}");
    assert!(said.contains("prescreen.ads"), "the nearest id is named: {said}");
    let missing = dpascan(&["screen", "app", "--policy", "not-there.toml"], folder.path());
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn the_terminal_tells_answer_reasons_questions_and_what_a_person_judges() {
    let files: [(&str, &[u8]); 1] = [("app/privacy.md", ADS)];
    let folder = folder(&files);
    let output = dpascan(&["screen", "app", "--lang", "en", "--color", "never"], folder.path());
    let text = String::from_utf8(output.stdout).unwrap();
    for wanted in [
        "NO GO",
        "What decides",
        "advertentiepartners",
        "Questions for the provider",
        "Still for a person to judge (3)",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in\n{text}");
    }
    for never in ["approved", "compliant"] {
        assert!(!text.to_lowercase().contains(never));
    }
}

const AGREEMENT: &[u8] = "# Verwerkersovereenkomst\n\nArtikel 1. Verwerker verwerkt de persoonsgegevens van de school \
    uitsluitend in opdracht van de school en bewaart deze twee jaar.\n\nArtikel 2. Verwerker meldt een datalek binnen 24 \
    uur.\n\nArtikel 3. Verwerker schakelt geen subverwerkers in zonder toestemming van de verwerkingsverantwoordelijke.\n\n\
    Artikel 4. Verwerker treft passende beveiligingsmaatregelen, houdt de gegevens geheim en laat een audit toe.\n\n\
    Artikel 5. Na afloop wist verwerker de gegevens.\n".as_bytes();

#[test]
fn a_statement_is_judged_on_statements_and_an_agreement_is_none() {
    let statement: &[u8] =
        "# Privacyverklaring\n\nU kunt een klacht indienen bij de Autoriteit Persoonsgegevens.\n"
            .as_bytes();
    let folder =
        folder(&[("a/vo.md", AGREEMENT), ("b/vo.md", AGREEMENT), ("b/privacy.md", statement)]);
    let arguments =
        ["scan", ".", "--profile", "privacy-statement", "--format", "json", "--exit-zero"];
    let report: serde_json::Value =
        serde_json::from_slice(&dpascan(&arguments, folder.path()).stdout).unwrap();
    let verdict = |vendor: usize, id: &str| {
        let all = report["vendors"][vendor]["requirements"].as_array().unwrap();
        all.iter().find(|r| r["id"] == id).unwrap().clone()
    };
    let alone = verdict(0, "statement.retention");
    assert_eq!(
        (&alone["status"], &alone["reasons"][0]),
        (&"unknown".into(), &"no-such-document".into())
    );
    assert_eq!(verdict(1, "statement.complaint")["status"], "met");
    assert_eq!(
        verdict(1, "statement.retention")["status"],
        "missing",
        "the agreement tells nobody"
    );
    let education = dpascan(&["scan", "b/privacy.md", "--format", "json"], folder.path());
    let education: serde_json::Value = serde_json::from_slice(&education.stdout).unwrap();
    let only = education["vendors"][0]["requirements"].as_array().unwrap();
    assert_eq!(only[0]["id"], "dossier.dpa-present", "a statement obliges nobody");
}

#[test]
fn every_form_leads_with_the_answer_and_render_makes_the_same_of_the_json() {
    let folder = folder(&[("app/privacy.md", ADS)]);
    let forms = ["html", "markdown", "docx", "xlsx", "csv", "terminal"];
    let asked: Vec<&str> = forms.iter().flat_map(|form| ["--format", form]).collect();
    let run = |what: &[&str], out: &str| {
        let arguments = [what, &asked, &["--lang", "en", "-o", out]].concat();
        dpascan(&arguments, folder.path()).status.code()
    };
    assert_eq!(run(&["screen", "app", "--format", "json"], "out"), Some(1));
    assert_eq!(run(&["render", "out/report.json"], "again"), Some(0));
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let names = ["report.html", "report.md", "report.docx", "report.xlsx", "report.txt"];
    for name in names.iter().chain(&["answer.csv", "findings.csv"]) {
        assert_eq!(read(&format!("out/{name}")), read(&format!("again/{name}")), "{name}");
    }
    for (name, before, after) in [
        ("report.html", "NO GO", "id=\"overview\""),
        ("report.md", "NO GO", "## Documents"),
        ("report.txt", "NO GO", "What decides"),
        ("answer.csv", ";no-go;", "advertentiepartners"),
    ] {
        let text = String::from_utf8(read(&format!("out/{name}"))).unwrap();
        let at = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what} in {text}"));
        assert!(at(before) < at(after), "{name}");
        assert!(text.contains("advertentiepartners"), "{name} shows the passage");
    }
    // One form goes where it is told to, several need a folder.
    let alone = dpascan(&["screen", "app", "--format", "markdown", "--lang", "en"], folder.path());
    assert!(String::from_utf8_lossy(&alone.stdout).contains("**NO GO**"));
    let several = ["screen", "app", "--format", "html", "--format", "json"];
    assert_eq!(dpascan(&several, folder.path()).status.code(), Some(2));
}
