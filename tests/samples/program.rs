//! Running the program.

use std::process::{Command, Output};

use dpascan::report::Report;

/// Runs it in the repository's root, deaf to the settings of whoever runs the tests, and without
/// recognising letters, since what is expected must not depend on what the machine has installed.
pub(crate) fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dpascan"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).arg("--no-config").args(arguments);
    for name in [
        "LANG",
        "COLOR",
        "PATTERNS",
        "VENDOR_BY",
        "MAX_FILE_SIZE",
        "PROFILE",
        "POLICY",
        "FORMAT",
        "FAIL_ON",
        "THREADS",
        "TIMEOUT",
        "MAX_PAGES",
        "MAX_MEMORY",
    ] {
        command.env_remove(format!("DPASCAN_{name}"));
    }
    command.env("DPASCAN_OCR", "off");
    command.output().unwrap()
}

/// Scans to JSON; the date is fixed, so that no verdict depends on the day of the test.
pub(crate) fn report(arguments: &[&str]) -> (Report, String) {
    let mut all = vec!["scan", "--format", "json", "--as-of", "2026-11-01"];
    all.extend(arguments);
    let output = run(&all);
    let text = String::from_utf8(output.stdout).unwrap();
    let report = serde_json::from_str(&text)
        .unwrap_or_else(|why| panic!("{why}: {}", String::from_utf8_lossy(&output.stderr)));
    (report, text)
}

/// The exit code of a scan.
pub(crate) fn code(arguments: &[&str]) -> i32 {
    let mut all = vec!["scan", "--format", "json", "--as-of", "2026-11-01"];
    all.extend(arguments);
    run(&all).status.code().unwrap()
}
