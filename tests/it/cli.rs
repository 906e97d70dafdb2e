//! The command line from outside: cases as data in `tests/cmd`, and what a case cannot say.

use std::process::Command;

use crate::program::dpascan;

const AGREEMENT: &str = "# Verwerkersovereenkomst\n\nArtikel 1. Verwerker verwerkt de persoonsgegevens van de school \
    uitsluitend in opdracht van de school.\n\nArtikel 2. Verwerker meldt een datalek binnen 24 uur.\n";

/// A folder with two vendors and a copy.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("acme/vo.md", AGREEMENT),
        ("acme/kopie van vo.md", AGREEMENT),
        ("beta/vo.txt", AGREEMENT),
        (".verborgen", "x"),
    ] {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn cases() {
    trycmd::TestCases::new().case("tests/cmd/*.toml").case("tests/cmd/*.trycmd");
}

#[test]
fn two_runs_differ_in_the_time_only_whatever_the_threads() {
    let folder = folder();
    let run = |threads: &str| {
        let out = dpascan(&["scan", ".", "--format", "json", "--threads", threads], folder.path());
        let mut report: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
        assert_ne!(report["generated_at"].take(), serde_json::Value::Null);
        report
    };
    let one = run("1");
    assert_eq!(one, run("2"));
    assert_eq!(one, run("8"));
    assert_eq!(one["summary"]["vendors"], 2);
    assert_eq!(one["summary"]["skipped"]["hidden"], 1);
    assert_eq!(one["vendors"][0]["documents"][1]["status"], "duplicate");
    assert_eq!(one["vendors"][0]["documents"][1]["reason"], "acme/kopie van vo.md");
}

#[test]
fn a_file_is_written_whole_for_its_owner_only_and_never_over_a_strangers() {
    let folder = folder();
    std::fs::write(folder.path().join("mine.json"), "[1]").unwrap();
    let refused = dpascan(
        &["scan", "acme", "--format", "json", "-o", "mine.json", "--exit-zero"],
        folder.path(),
    );
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(folder.path().join("mine.json")).unwrap(), "[1]");
    for _ in 0..2 {
        let done = dpascan(
            &["scan", "acme", "--format", "json", "-o", "out.json", "--exit-zero"],
            folder.path(),
        );
        assert_eq!(done.status.code(), Some(0));
        assert!(done.stdout.is_empty());
        assert_eq!(String::from_utf8_lossy(&done.stderr), "written to out.json\n");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let about = std::fs::metadata(folder.path().join("out.json")).unwrap();
        assert_eq!(about.permissions().mode() & 0o777, 0o600);
    }
    let several = dpascan(
        &["scan", "acme", "-f", "json", "-f", "terminal", "-o", "out", "--exit-zero"],
        folder.path(),
    );
    assert_eq!(several.status.code(), Some(0));
    assert!(
        folder.path().join("out/report.json").is_file()
            && folder.path().join("out/report.txt").is_file()
    );
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .filter_map(|e| e.unwrap().file_name().into_string().ok())
        .filter(|name| name.starts_with(".dpascan-"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn an_unread_document_makes_the_run_incomplete_and_nothing_missing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("acme")).unwrap();
    std::fs::write(folder.path().join("acme/leeg.pdf"), "").unwrap();
    let out = dpascan(&["scan", ".", "--format", "json"], folder.path());
    assert_eq!(out.status.code(), Some(2));
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(report["vendors"][0]["documents"][0]["status"], "unreadable");
    assert_eq!(report["vendors"][0]["documents"][0]["reason"], "empty");
    assert_eq!(report["vendors"][0]["light"], "grey");
    let requirements = report["vendors"][0]["requirements"].as_array().unwrap();
    assert!(requirements.iter().all(|r| r["status"] == "unknown"), "{requirements:?}");
}

#[test]
fn what_is_written_in_a_third_language_is_not_said_to_lack_anything() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Auftragsverarbeitung\n\nDer Auftragnehmer verarbeitet die personenbezogenen Daten \
        ausschließlich nach den Weisungen des Auftraggebers. Er verpflichtet die Beschäftigten auf die \
        Vertraulichkeit und meldet dem Auftraggeber jede Verletzung des Schutzes der Daten.\n";
    std::fs::write(folder.path().join("vertrag.txt"), text).unwrap();
    let out = dpascan(&["scan", ".", "--format", "json"], folder.path());
    assert_eq!(out.status.code(), Some(2));
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let vendor = &report["vendors"][0];
    assert_eq!(vendor["documents"][0]["status"], "partial");
    assert!(vendor["documents"][0]["reason"].as_str().unwrap().contains("(de)"));
    let statuses = vendor["requirements"].as_array().unwrap().iter().map(|r| &r["status"]);
    assert!(statuses.clone().count() > 0 && statuses.into_iter().all(|s| s != "missing"));
}

#[test]
fn a_vendor_without_an_agreement_is_one_finding() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("leeg")).unwrap();
    let out = dpascan(&["scan", ".", "--format", "json"], folder.path());
    assert_eq!(out.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(report["summary"]["vendors_without_agreement"], 1);
    let requirements = report["vendors"][0]["requirements"].as_array().unwrap();
    assert_eq!(requirements.len(), 1);
    assert_eq!(requirements[0]["id"], "dossier.dpa-present");
    assert_eq!(requirements[0]["status"], "missing");
}

#[test]
fn terms_that_bind_a_processor_are_judged_where_there_is_no_agreement() {
    let folder = tempfile::tempdir().unwrap();
    let rest = "De klant betaalt binnen dertig dagen na de factuurdatum. ".repeat(150);
    let terms = format!(
        "# Algemene voorwaarden Fietspost\n\n## 1 Betaling\n\n{rest}\n\n## 2 Persoonsgegevens\n\n\
         Fietspost is verwerker en de klant is verwerkingsverantwoordelijke.\n\n\
         Fietspost verwerkt de persoonsgegevens uitsluitend op schriftelijke instructie van de klant.\n\n\
         Fietspost meldt een datalek binnen 24 uur na ontdekking aan de klant.\n\n\
         Fietspost schakelt geen subverwerker in zonder voorafgaande schriftelijke toestemming van de klant.\n"
    );
    std::fs::write(folder.path().join("voorwaarden.md"), terms).unwrap();
    let out = dpascan(&["scan", ".", "--format", "json"], folder.path());
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(report["summary"]["vendors_without_agreement"], 1);
    let vendor = &report["vendors"][0];
    assert_eq!(vendor["documents"][0]["kind"], "general-terms");
    let requirements = vendor["requirements"].as_array().unwrap();
    let of = |id: &str| requirements.iter().find(|r| r["id"] == id).unwrap();
    assert_eq!(of("dossier.dpa-present")["status"], "missing");
    assert_eq!(
        of("dossier.dpa-present")["reasons"],
        serde_json::json!(["no-agreement", "terms-judged"])
    );
    assert_eq!(of("breach.deadline")["status"], "met");
    assert_eq!(of("exit.certificate")["status"], "missing");
}

#[test]
fn settings_come_from_flags_then_variables_then_files() {
    let folder = folder();
    std::fs::write(folder.path().join("dpascan.toml"), "lang = \"en\"\n").unwrap();
    let text =
        |arguments: &[&str]| String::from_utf8(dpascan(arguments, folder.path()).stdout).unwrap();
    assert!(text(&["scan", "acme"]).contains("This report compares texts"));
    assert!(text(&["scan", "acme", "--lang", "nl"]).contains("Dit rapport vergelijkt teksten"));
    assert!(text(&["scan", "acme", "--no-config"]).contains("Dit rapport vergelijkt teksten"));
    std::fs::write(folder.path().join("dpascan.toml"), "langue = \"en\"\n").unwrap();
    let out = dpascan(&["scan", "acme"], folder.path());
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("did you mean `lang`?"));
}

#[cfg(unix)]
#[test]
fn a_pipe_under_a_name_is_written_and_not_waited_for() {
    let folder = folder();
    let out = dpascan(
        &["scan", "acme", "--format", "json", "-o", "/dev/stdout", "--exit-zero"],
        folder.path(),
    );
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(serde_json::from_slice::<serde_json::Value>(&out.stdout).is_ok());
}

#[test]
fn standard_input_is_one_document() {
    let folder = folder();
    let file = std::fs::File::open(folder.path().join("beta/vo.txt")).unwrap();
    let out = Command::new(env!("CARGO_BIN_EXE_dpascan"))
        .args([
            "scan",
            "-",
            "--input-format",
            "markdown",
            "--format",
            "json",
            "--exit-zero",
            "--no-config",
        ])
        .stdin(file)
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(report["vendors"][0]["documents"][0]["path"], "-");
    assert_eq!(report["vendors"][0]["documents"][0]["format"], "markdown");
}
