//! One bar on standard error, for a person who waits.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::render::clean;
use crate::scan::Progress;

/// What is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// The bar, which shows itself only once the scan takes long.
#[derive(Debug)]
struct Bar {
    bar: ProgressBar,
    since: Instant,
    shown: OnceLock<()>,
}

impl Bar {
    /// A bar, or nothing where nobody looks: no terminal, `--quiet`, or a build machine.
    fn new(quiet: bool) -> Option<Bar> {
        let watched = std::io::stderr().is_terminal() && !quiet && std::env::var_os("CI").is_none();
        watched.then(|| Bar {
            bar: ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden()),
            since: Instant::now(),
            shown: OnceLock::new(),
        })
    }

    /// Takes the bar away.
    fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

/// A person who waits, and what to tell when the scan is over.
#[derive(Debug)]
pub(super) struct Watch {
    bar: Option<Bar>,
    /// Parts of containers that were passed over, with the reason. A file that is read twice names
    /// its parts twice.
    passed_over: Mutex<BTreeSet<(String, String)>>,
}

impl Watch {
    pub(super) fn new(quiet: bool) -> Watch {
        Watch { bar: Bar::new(quiet), passed_over: Mutex::default() }
    }

    /// Takes the bar away; what was passed over in containers, sorted.
    pub(super) fn end(self) -> BTreeSet<(String, String)> {
        if let Some(bar) = self.bar {
            bar.clear();
        }
        self.passed_over.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Progress for Watch {
    fn begin(&self, files: usize) {
        if let Some(bar) = &self.bar {
            bar.begin(files);
        }
    }

    fn file(&self, shown: &str) {
        if let Some(bar) = &self.bar {
            bar.file(shown);
        }
    }

    fn done(&self) {
        if let Some(bar) = &self.bar {
            bar.bar.inc(1);
        }
    }

    fn passed_over(&self, shown: &str, reason: &str) {
        let mut all = self.passed_over.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert((shown.to_owned(), reason.to_owned()));
    }
}

impl Bar {
    fn begin(&self, files: usize) {
        self.bar.set_length(u64::try_from(files).unwrap_or(u64::MAX));
        if let Ok(style) = ProgressStyle::with_template("[{bar:20}] {pos}/{len} {eta} {wide_msg}") {
            self.bar.set_style(style);
        }
    }

    fn file(&self, shown: &str) {
        if self.since.elapsed() > PATIENCE {
            self.shown.get_or_init(|| self.bar.set_draw_target(ProgressDrawTarget::stderr()));
        }
        self.bar.set_message(clean::line(shown));
    }
}
