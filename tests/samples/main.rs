//! The sample vendors, through the real program: verdicts, quotes, exit codes, sameness of runs.
//!
//! `UPDATE_KNOWN_MISSES=1 cargo test --test samples` rewrites the `[known_misses]` tables.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a failing test panics")]

mod apps;
mod dossiers;
mod expected;
mod program;
mod quotes;
mod runs;
mod verdicts;

use std::process::ExitCode;
use std::sync::Arc;

use dpascan::pack::Patterns;
use libtest_mimic::{Arguments, Failed, Trial};

/// A test that fails by panicking, so that `assert!` can be used.
fn trial(name: String, test: impl FnOnce() + Send + 'static) -> Trial {
    Trial::test(name, move || {
        test();
        Ok::<(), Failed>(())
    })
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let patterns = Arc::new(Patterns::load(None).unwrap());
    let (report, bytes) = program::report(&["samples/contracts", "--threads", "2"]);
    let report = Arc::new(report);
    let mut trials = runs::trials(&report, bytes);
    trials.extend(apps::trials());
    trials.extend(dossiers::trials());
    for path in expected::files() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let (r, p) = (Arc::clone(&report), Arc::clone(&patterns));
        trials.push(trial(format!("verdicts::{name}"), move || verdicts::compare(&path, &r, &p)));
    }
    for index in 0..report.vendors.len() {
        let r = Arc::clone(&report);
        let name = report.vendors.get(index).map(|v| v.vendor.clone()).unwrap_or_default();
        trials.push(trial(format!("quotes::{name}"), move || {
            quotes::stand(r.vendors.get(index).unwrap(), "samples/contracts");
        }));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}
