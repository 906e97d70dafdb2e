//! The HTML report in a real browser: it renders, filters, sorts and prints.
//!
//! Where there is no Chromium these tests say so and pass; `.ci/run` installs it where it can.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// The report of the samples as JSON.
static SAMPLES: OnceLock<String> = OnceLock::new();

/// The name under which Chromium can be started, or a word on standard error.
fn chromium() -> Option<String> {
    let named = std::env::var("CHROMIUM").ok();
    let names = ["chromium", "chromium-browser", "google-chrome"].map(str::to_owned);
    let found = named.into_iter().chain(names).find(|name| {
        let version = Command::new(name).arg("--version").stdin(Stdio::null()).output();
        version.is_ok_and(|out| out.status.success())
    });
    #[expect(clippy::print_stderr, reason = "who reads the log of the tests should know")]
    if found.is_none() {
        eprintln!("skipped: Chromium is not installed (or name it in CHROMIUM)");
    }
    found
}

/// Runs the browser on a page of `folder`, with a profile of its own in there.
fn browse(chromium: &str, folder: &Path, page: &str, more: &[&str]) -> String {
    let out = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .args(more)
        .arg(format!("file://{}", folder.join(page).display()))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}

fn dpascan(arguments: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_dpascan"))
        .args(arguments)
        .args(["--no-config", "--quiet"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(out.stdout).unwrap()
}

/// A folder with `report.json` and `report.html` of the samples, `times` over, and the harness.
fn rendered(times: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let scanned = SAMPLES.get_or_init(|| {
        let how = ["--format", "json", "--exit-zero", "--as-of", "2026-11-01", "--ocr", "off"];
        dpascan(&[&["scan", "samples/contracts"], &how[..]].concat())
    });
    let mut report: Value = serde_json::from_str(scanned).unwrap();
    let vendors = report["vendors"].as_array().unwrap().clone();
    for time in 1..times {
        for mut vendor in vendors.clone() {
            vendor["vendor"] = format!("{} {time}", vendor["vendor"].as_str().unwrap()).into();
            report["vendors"].as_array_mut().unwrap().push(vendor);
        }
    }
    let json = folder.path().join("report.json");
    std::fs::write(&json, report.to_string()).unwrap();
    let html = folder.path().join("report.html");
    dpascan(&[
        "render",
        json.to_str().unwrap(),
        "--format",
        "html",
        "--lang",
        "en",
        "-o",
        html.to_str().unwrap(),
    ]);
    std::fs::write(folder.path().join("harness.html"), include_str!("browser/harness.html"))
        .unwrap();
    folder
}

/// What the harness saw.
fn seen(chromium: &str, folder: &Path) -> Value {
    let page = browse(
        chromium,
        folder,
        "harness.html",
        &[
            "--disable-web-security",
            "--allow-file-access-from-files",
            "--virtual-time-budget=20000",
            "--dump-dom",
        ],
    );
    let text = page.split_once("<pre id=\"seen\">").unwrap().1.split_once("</pre>").unwrap().0;
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let seen: Value = serde_json::from_str(&text).unwrap_or_else(|why| panic!("{why}: {text}"));
    assert_eq!(seen["faults"], serde_json::json!([]));
    seen
}

#[test]
fn the_report_renders_filters_and_sorts_in_a_browser() {
    let Some(chromium) = chromium() else { return };
    let folder = rendered(1);
    let seen = seen(&chromium, folder.path());
    assert_eq!(
        (&seen["vendors"], &seen["all"], &seen["again"]),
        (&13.into(), &13.into(), &13.into())
    );
    assert_eq!(seen["title"], "Processor agreements: what they say");
    assert!(seen["first"].as_str().unwrap().starts_with("NOT READ, OR NOT WHOLLY: 1 of 15"));
    // The policy lets the page's own style and script through and nothing else is fetched.
    assert_ne!(seen["styled"], "none");
    assert_eq!(
        (&seen["filters"], &seen["scripts"], &seen["loaded"]),
        (&1.into(), &1.into(), &0.into())
    );
    assert_eq!(seen["sideways"], 0, "the page scrolls sideways");
    let orange = seen["orange"].as_array().unwrap();
    assert!(
        !orange.is_empty() && orange.len() < 13 && orange.iter().all(|light| light == "orange")
    );
    assert_eq!(seen["orangeRows"], orange.len());
    assert_eq!(seen["searched"], serde_json::json!(["lessenspoor"]));
    assert_eq!(seen["count"], "1 / 13");
    assert_eq!(seen["contradicted"], serde_json::json!(["contradicted"]));
    let names = |key: &str| -> Vec<String> { serde_json::from_value(seen[key].clone()).unwrap() };
    let mut sorted = names("ascending");
    sorted.sort();
    assert_eq!(names("ascending"), sorted);
    sorted.reverse();
    assert_eq!(names("descending"), sorted);
}

#[test]
fn the_report_prints_with_every_vendor_on_a_page_of_its_own() {
    let Some(chromium) = chromium() else { return };
    let folder = rendered(1);
    let pdf = folder.path().join("report.pdf");
    browse(
        &chromium,
        folder.path(),
        "report.html",
        &[&format!("--print-to-pdf={}", pdf.display()), "--no-pdf-header-footer"],
    );
    let read = dpascan(&["extract", pdf.to_str().unwrap(), "--format", "json"]);
    let read: Value = serde_json::from_str(&read).unwrap();
    assert!(read["pages"].as_array().unwrap().len() > 13);
    let text = read["text"].as_str().unwrap();
    for vendor in ["brightharbor", "lessenspoor", "toetskompas"] {
        assert!(text.contains(vendor), "{vendor}");
    }
    // What is folded away on the screen is printed.
    let report: Value = serde_json::from_str(SAMPLES.get().unwrap()).unwrap();
    let vendors = report["vendors"].as_array().unwrap();
    let vendor = vendors.iter().find(|v| v["vendor"] == "brightharbor").unwrap();
    let all = vendor["requirements"].as_array().unwrap();
    let found = all.iter().filter(|r| r["status"] == "met").count();
    assert!(text.contains(&format!("Found ({found})")), "the part with what was found");
}

#[test]
fn three_hundred_vendors_stay_usable() {
    let Some(chromium) = chromium() else { return };
    let folder = rendered(24);
    let seen = seen(&chromium, folder.path());
    assert_eq!((&seen["vendors"], &seen["all"]), (&312.into(), &312.into()));
    assert_eq!(seen["searched"].as_array().unwrap().len(), 24);
    let spent = seen["milliseconds"].as_u64().unwrap();
    assert!(spent < 2_000, "one filter took {spent} ms");
}
