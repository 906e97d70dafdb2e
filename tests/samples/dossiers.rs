//! The sample dossiers: which documents count, what they say against each other, what is not
//! there, what people decided about them, and the list of applications in use.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dpascan::report::{RegisterEntry, Report, ReviewState, VendorReport};
use libtest_mimic::Trial;
use serde::Deserialize;

use crate::{program, quotes, trial};

/// The folder, which is a vendor's folder beside the other.
const FOLDER: &str = "samples/dossiers";
const REGISTER: [&str; 3] = [FOLDER, "--register", "samples/dossiers/vendors.csv"];

/// One vendor's file below `samples/expected-dossiers`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    documents: BTreeMap<String, Document>,
    #[serde(default)]
    annexes: BTreeMap<String, String>,
    /// The findings about the dossier, no more and no less.
    findings: BTreeMap<String, String>,
    /// Some verdicts: those that the dossier decides.
    requirements: BTreeMap<String, String>,
    /// The conflicts, no more and no less.
    #[serde(default, rename = "conflict")]
    conflicts: Vec<Conflict>,
    /// What people decided, in the order of `reviews.toml`.
    #[serde(default, rename = "review")]
    reviews: Vec<Review>,
}

/// A document and its standing; what is not given is not there.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Document {
    kind: String,
    role: Option<String>,
    state: String,
    by: Option<String>,
    why: Option<String>,
    version: Option<String>,
    date: Option<String>,
    date_of: Option<String>,
    signature: Option<String>,
    stamp_blank: bool,
    rank: Option<u8>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Conflict {
    requirement: String,
    prevails: Option<String>,
    because: Option<String>,
    /// Words of each passage.
    says: Vec<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Review {
    requirement: String,
    verdict: String,
    state: ReviewState,
    was: Option<String>,
}

/// `register.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Register {
    #[serde(rename = "entry")]
    entries: Vec<RegisterEntry>,
    not_listed: Vec<String>,
    /// Entries of `reviews.toml` for vendors that are not there.
    unused_reviews: Vec<String>,
}

pub(crate) fn trials() -> Vec<Trial> {
    let (report, _) = program::report(&REGISTER);
    let report = Arc::new(report);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/expected-dossiers");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 5, "the sample dossiers are there");
    let name = |file: &Path| file.file_stem().unwrap().to_string_lossy().into_owned();
    let mut all: Vec<Trial> = files
        .into_iter()
        .map(|file| {
            let (report, name) = (Arc::clone(&report), name(&file));
            trial(format!("dossiers::{name}"), move || match name.as_str() {
                "register" => register(&file, &report),
                _ => dossier(&file, &name, &report),
            })
        })
        .collect();
    all.push(trial("dossiers::waived_findings_are_listed_on_request".into(), waived));
    all
}

fn read<T: for<'de> Deserialize<'de>>(file: &Path) -> T {
    toml::from_str(&std::fs::read_to_string(file).unwrap())
        .unwrap_or_else(|why| panic!("{}: {why}", file.display()))
}

/// A code as JSON has it.
fn code(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

fn dossier(file: &Path, name: &str, report: &Report) {
    let wanted: Expected = read(file);
    let vendor = report.vendors.iter().find(|v| v.vendor == name).unwrap();
    let short = |path: &str| path.strip_prefix(&format!("{name}/")).unwrap_or(path).to_owned();
    let documents: BTreeMap<String, Document> = vendor
        .documents
        .iter()
        .map(|d| {
            let standing = d.standing.clone().unwrap_or_default();
            let told = Document {
                kind: d.kind.clone(),
                role: d.role.clone(),
                state: standing.state,
                by: standing.by.as_deref().map(short),
                why: standing.why,
                version: standing.version,
                date: standing.date,
                date_of: standing.date_of,
                signature: standing.signature,
                stamp_blank: standing.stamp_blank,
                rank: standing.rank,
            };
            (short(&d.path), told)
        })
        .collect();
    assert_eq!(documents, wanted.documents);
    let annexes = vendor.annexes.iter();
    let annexes: BTreeMap<String, String> = annexes
        .map(|a| (a.name.clone(), a.supplied_by.as_deref().map_or("".into(), short)))
        .collect();
    assert_eq!(annexes, wanted.annexes, "an annex that nobody supplied has no document");
    findings(&wanted, vendor);
    conflicts(&wanted, vendor, short);
    let reviews: Vec<Review> = vendor
        .reviews
        .iter()
        .map(|r| Review {
            requirement: r.requirement.clone(),
            verdict: r.verdict.clone(),
            state: r.state,
            was: r.was.map(code),
        })
        .collect();
    assert_eq!(reviews, wanted.reviews);
    quotes::stand(vendor, FOLDER);
}

fn findings(wanted: &Expected, vendor: &VendorReport) {
    let of = |group: &dyn Fn(&str) -> bool| -> BTreeMap<String, String> {
        let all = vendor.requirements.iter().filter(|r| group(&r.id));
        all.map(|r| (r.id.clone(), code(r.status))).collect()
    };
    let dossier = of(&|id| id.starts_with("dossier.") || id.starts_with("conflict."));
    assert_eq!(dossier, wanted.findings);
    assert_eq!(of(&|id| wanted.requirements.contains_key(id)), wanted.requirements);
}

fn conflicts(wanted: &Expected, vendor: &VendorReport, short: impl Fn(&str) -> String) {
    let ids = |all: Vec<&String>| all.into_iter().cloned().collect::<Vec<String>>();
    assert_eq!(
        ids(vendor.conflicts.iter().map(|c| &c.requirement).collect()),
        ids(wanted.conflicts.iter().map(|c| &c.requirement).collect())
    );
    for (found, wanted) in vendor.conflicts.iter().zip(&wanted.conflicts) {
        assert_eq!(found.prevails.as_deref().map(&short), wanted.prevails, "{wanted:?}");
        assert_eq!(found.because, wanted.because, "{wanted:?}");
        assert_eq!(found.evidence.len(), wanted.says.len(), "{wanted:?}");
        for (evidence, words) in found.evidence.iter().zip(&wanted.says) {
            assert!(evidence.quote.contains(words), "{words} is not in {}", evidence.quote);
        }
    }
}

fn register(file: &Path, report: &Report) {
    let wanted: Register = read(file);
    let found = report.register.as_ref().unwrap();
    assert_eq!(found.entries, wanted.entries);
    assert_eq!(found.not_listed, wanted.not_listed);
    let unused: Vec<String> = report.unused_reviews.iter().map(|r| r.vendor.clone()).collect();
    assert_eq!(unused, wanted.unused_reviews);
}

/// What is waived leaves the counts, and is listed when asked for.
fn waived() {
    let (report, _) = program::report(&[FOLDER]);
    let waived: Vec<&str> = report
        .vendors
        .iter()
        .flat_map(|v| &v.reviews)
        .filter(|r| r.state == ReviewState::Applied && r.verdict == "waived")
        .map(|r| r.title.as_deref().unwrap())
        .collect();
    let [title] = waived.as_slice() else { panic!("one finding is waived: {waived:?}") };
    let shown = |more: &[&str]| {
        let base = ["scan", FOLDER, "--as-of", "2026-11-01", "--exit-zero", "-v"];
        let output = program::run(&[&base, more].concat());
        let text = String::from_utf8(output.stdout).unwrap();
        // Lines break anywhere.
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let line = format!("{title}: geaccepteerd");
    assert!(!shown(&[]).contains(&line));
    assert!(shown(&["--show-suppressed"]).contains(&line));
    assert_eq!(program::run(&["review", "check", FOLDER]).status.code(), Some(1));
}
