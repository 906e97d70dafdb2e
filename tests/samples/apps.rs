//! The sample apps: what `dpascan screen` answers, and what their privacy statements tell.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use dpascan::report::{Answer, Report, Screen, VendorReport};
use libtest_mimic::Trial;
use serde::Deserialize;

use crate::{program, quotes, trial};

/// One app's file below `samples/expected-apps`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    app: String,
    answer: Answer,
    reasons: Vec<String>,
    documents: BTreeMap<String, String>,
    requirements: BTreeMap<String, String>,
    statement: BTreeMap<String, String>,
}

pub(crate) fn trials() -> Vec<Trial> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/expected-apps");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 3, "the sample apps are there");
    files
        .into_iter()
        .flat_map(|file| {
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            let again = file.clone();
            [
                trial(format!("apps::{name}::screen"), move || screened(&file)),
                trial(format!("apps::{name}::statement"), move || stated(&again)),
            ]
        })
        .collect()
}

fn read(file: &Path) -> Expected {
    toml::from_str(&std::fs::read_to_string(file).unwrap())
        .unwrap_or_else(|why| panic!("{}: {why}", file.display()))
}

fn only(report: &Report) -> &VendorReport {
    let [vendor] = report.vendors.as_slice() else { panic!("one app is one vendor") };
    vendor
}

fn screened(file: &Path) {
    let wanted = read(file);
    let folder = format!("samples/apps/{}", wanted.app);
    let output = program::run(&["screen", &folder, "--format", "json", "--as-of", "2026-11-01"]);
    let report: Report = serde_json::from_slice(&output.stdout).unwrap();
    let vendor = only(&report);
    assert_eq!(vendor.vendor, wanted.app);
    let screen: &Screen = vendor.screen.as_ref().unwrap();
    assert_eq!(screen.answer, wanted.answer);
    let code = if wanted.answer == Answer::Go { 0 } else { 1 };
    assert_eq!(output.status.code(), Some(code));
    let reasons: Vec<&str> = screen.reasons.iter().map(|r| r.requirement.as_str()).collect();
    assert_eq!(reasons, wanted.reasons);
    assert_eq!(screen.manual.len(), 3, "what a person judges stays in sight");
    for document in &vendor.documents {
        let name = document.path.rsplit('/').next().unwrap();
        assert_eq!(wanted.documents.get(name), Some(&document.kind), "{name}");
    }
    compare(&wanted.requirements, vendor);
    quotes::stand(vendor, &folder);
}

fn stated(file: &Path) {
    let wanted = read(file);
    let folder = format!("samples/apps/{}", wanted.app);
    let arguments = [folder.as_str(), "--profile", "privacy-statement", "--vendor-by", "folder"];
    let (report, _) = program::report(&arguments);
    compare(&wanted.statement, only(&report));
    assert!(only(&report).facts.contains_key("reading_ease"));
    quotes::stand(only(&report), &folder);
}

fn compare(wanted: &BTreeMap<String, String>, vendor: &VendorReport) {
    let differ: Vec<String> = wanted
        .iter()
        .filter_map(|(id, status)| {
            let got = vendor.requirements.iter().find(|r| r.id == *id);
            let got = got.map_or("not judged".into(), |r| {
                serde_json::to_value(r.status).unwrap().as_str().unwrap().to_owned()
            });
            (got != *status).then(|| format!("{id}: wanted {status}, got {got}"))
        })
        .collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
