//! The forms for spreadsheets, paper and dashboards from outside: which files appear, where, and
//! what is refused.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Output;

use crate::program::dpascan;

const AGREEMENT: &str = "# Verwerkersovereenkomst\n\nDe school (Verwerkingsverantwoordelijke) en Rekenwolk B.V. (Verwerker) spreken af:\n\n\
    Artikel 1. Verwerker verwerkt de persoonsgegevens uitsluitend in opdracht van Verwerkingsverantwoordelijke.\n\n\
    Artikel 2. Verwerker meldt een datalek binnen 24 uur aan Verwerkingsverantwoordelijke.\n\n\
    Artikel 3. Verwerker mag de persoonsgegevens gebruiken voor eigen doeleinden, zoals het verbeteren van zijn producten.\n\n\
    Artikel 4. Verwerker treft passende technische en organisatorische maatregelen om de persoonsgegevens te beveiligen.\n\n\
    Artikel 5. Verwerker schakelt geen subverwerkers in zonder voorafgaande schriftelijke toestemming van Verwerkingsverantwoordelijke.\n";

/// A folder with two vendors who have the same short agreement.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for vendor in ["acme", "beta"] {
        std::fs::create_dir_all(folder.path().join("in").join(vendor)).unwrap();
        std::fs::write(folder.path().join("in").join(vendor).join("vo.md"), AGREEMENT).unwrap();
    }
    folder
}

/// The files below a folder, by their paths inside it.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            out.extend(files(&path).into_iter().map(|inner| format!("{name}/{inner}")));
        } else {
            out.insert(name);
        }
    }
    out
}

const FORMS: [&str; 9] =
    ["json", "html", "csv", "ndjson", "xlsx", "docx", "markdown", "letter", "letter-markdown"];

fn all_forms(start: &[&str], folder: &Path) -> Output {
    let mut arguments = start.to_vec();
    for form in FORMS {
        arguments.extend(["--format", form]);
    }
    dpascan(&arguments, folder)
}

#[test]
fn scan_and_render_write_the_same_files_and_write_over_their_own() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    for _ in 0..2 {
        let out = all_forms(&["scan", "in", "--exit-zero", "-o", "a"], folder.path());
        assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    }
    let out = all_forms(&["render", "a/report.json", "-o", "b"], folder.path());
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    let expected: BTreeSet<String> = [
        "documents.csv",
        "facts.csv",
        "findings.csv",
        "letters/acme.docx",
        "letters/acme.md",
        "letters/beta.docx",
        "letters/beta.md",
        "lines.csv",
        "register.csv",
        "report.docx",
        "report.html",
        "report.json",
        "report.md",
        "report.ndjson",
        "report.xlsx",
        "runs.csv",
        "subprocessors.csv",
        "vendors.csv",
    ]
    .map(str::to_owned)
    .into();
    assert_eq!(files(&at("a")), expected);
    assert_eq!(files(&at("b")), expected);
    for name in expected {
        let bytes = |run: &str| std::fs::read(at(run).join(&name)).unwrap();
        assert!(bytes("a") == bytes("b"), "{name}");
    }
}

#[test]
fn several_files_need_a_folder_and_one_vendor_can_be_one_file() {
    let folder = folder();
    dpascan(&["scan", "in", "--format", "json", "-o", "r.json", "--exit-zero"], folder.path());
    let fault = |arguments: &[&str]| {
        let out = dpascan(arguments, folder.path());
        assert_eq!(out.status.code(), Some(2), "{arguments:?}");
        String::from_utf8(out.stderr).unwrap()
    };
    assert!(fault(&["render", "r.json", "--format", "csv"]).contains("add -o DIR"));
    assert!(fault(&["render", "r.json", "--format", "letter"]).contains("--vendor NAME"));
    assert!(
        fault(&["render", "r.json", "--format", "letter", "-o", "x.docx"]).contains("add -o DIR")
    );
    assert!(fault(&["render", "r.json", "--vendor", "acne"]).contains("did you mean `acme`?"));
    std::fs::write(folder.path().join("mine.docx"), "PK mine").unwrap();
    assert!(
        fault(&["render", "r.json", "--format", "docx", "-o", "mine.docx"])
            .contains("is no report of dpascan")
    );
    let out = dpascan(
        &["render", "r.json", "--format", "letter", "--vendor", "ACME", "-o", "x.docx"],
        folder.path(),
    );
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(std::fs::read(folder.path().join("x.docx")).unwrap().starts_with(b"PK"));
    let letter =
        dpascan(&["render", "r.json", "-f", "letter-markdown", "--vendor", "beta"], folder.path());
    let letter = String::from_utf8(letter.stdout).unwrap();
    assert!(
        letter.contains("vo.md (verwerkersovereenkomst, 1 blz.)") && letter.contains("\n2. **"),
        "{letter}"
    );
}

#[test]
fn the_sender_and_the_dialect_can_stand_in_the_settings() {
    let folder = folder();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("dpascan.toml", "sender = \"us.toml\"\ncsv-dialect = \"rfc4180\"\n");
    write(
        "us.toml",
        "organisation = \"Stichting De Eik\"\nplace = \"Delft\"\n[addressee]\nacme = [\"Acme B.V.\", \"Kade 1\"]\n",
    );
    let out = dpascan(
        &["scan", "in", "-f", "letter-markdown", "-f", "csv", "-o", "out", "--exit-zero"],
        folder.path(),
    );
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    let read = |name: &str| std::fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    let letter = read("letters/acme.md");
    assert!(letter.contains("Stichting De Eik\\\n") && letter.contains("Acme B.V.\\\nKade 1\n"));
    assert!(letter.contains("\nDelft, ") && !letter.contains("\\[plaats\\]"));
    assert!(read("vendors.csv").starts_with("run_id,vendor,product,light,score"));
    write("us.toml", "organization = \"x\"\n");
    let out = dpascan(&["scan", "in", "-f", "letter", "-o", "out"], folder.path());
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("us.toml"));
}

#[test]
fn tables_of_two_runs_over_the_same_files_differ_in_the_hour_of_the_run_only() {
    let folder = folder();
    for out in ["a", "b"] {
        dpascan(&["scan", "in", "-f", "csv", "-o", out, "--exit-zero"], folder.path());
    }
    for name in files(&folder.path().join("a")) {
        let read =
            |run: &str| std::fs::read_to_string(folder.path().join(run).join(&name)).unwrap();
        if name != "runs.csv" {
            assert_eq!(read("a"), read("b"), "{name}");
        }
    }
}

#[test]
fn where_nothing_is_to_be_asked_there_is_no_letter_and_the_other_forms_are_there() {
    let folder = folder();
    dpascan(&["scan", "in", "--format", "json", "-o", "r.json", "--exit-zero"], folder.path());
    let text = std::fs::read_to_string(folder.path().join("r.json")).unwrap();
    let mut report: serde_json::Value = serde_json::from_str(&text).unwrap();
    for vendor in report["vendors"].as_array_mut().unwrap() {
        for requirement in vendor["requirements"].as_array_mut().unwrap() {
            requirement["status"] = "met".into();
        }
    }
    std::fs::write(folder.path().join("good.json"), report.to_string()).unwrap();
    let out = dpascan(
        &["render", "good.json", "-f", "letter", "-f", "markdown", "-o", "out"],
        folder.path(),
    );
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(String::from_utf8_lossy(&out.stderr).contains("there is no letter"));
    assert!(folder.path().join("out/report.md").is_file());
    let one = dpascan(&["render", "good.json", "-f", "letter", "-o", "x.docx"], folder.path());
    assert_eq!(one.status.code(), Some(2));
}
