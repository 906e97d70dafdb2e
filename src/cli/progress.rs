//! What a person sees who waits for a scan: one bar on standard error; and what is told at its end.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::render::clean;
use crate::scan::Progress;

/// What is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// Watches a scan.
#[derive(Debug)]
pub(super) struct Watch {
    /// Shows itself only once the scan takes long; nothing where nobody looks.
    bar: Option<ProgressBar>,
    since: Instant,
    shown: OnceLock<()>,
    /// Parts of containers that were passed over, with the reason. A file that is read twice names
    /// its parts twice.
    passed_over: Mutex<BTreeSet<(String, String)>>,
}

impl Watch {
    /// With a bar, but for where nobody looks: no terminal, `--quiet`, or a build machine.
    pub(super) fn new(quiet: bool) -> Watch {
        let watched = std::io::stderr().is_terminal() && !quiet && std::env::var_os("CI").is_none();
        let hidden = || ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        Watch {
            bar: watched.then(hidden),
            since: Instant::now(),
            shown: OnceLock::new(),
            passed_over: Mutex::default(),
        }
    }

    /// Takes the bar away; what was passed over in containers, sorted.
    pub(super) fn end(self) -> BTreeSet<(String, String)> {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
        self.passed_over.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Progress for Watch {
    fn begin(&self, files: usize) {
        let Some(bar) = &self.bar else { return };
        bar.set_length(u64::try_from(files).unwrap_or(u64::MAX));
        if let Ok(style) = ProgressStyle::with_template("[{bar:20}] {pos}/{len} {eta} {wide_msg}") {
            bar.set_style(style);
        }
    }

    fn file(&self, shown: &str) {
        let Some(bar) = &self.bar else { return };
        if self.since.elapsed() > PATIENCE {
            self.shown.get_or_init(|| bar.set_draw_target(ProgressDrawTarget::stderr()));
        }
        bar.set_message(clean::line(shown));
    }

    fn done(&self) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    fn passed_over(&self, shown: &str, reason: &str) {
        let mut all = self.passed_over.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert((shown.to_owned(), reason.to_owned()));
    }
}
