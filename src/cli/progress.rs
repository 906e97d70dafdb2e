//! One bar on standard error, for a person who waits.

use std::io::IsTerminal;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::render::clean;
use crate::scan::Progress;

/// What is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// The bar, which shows itself only once the scan takes long.
#[derive(Debug)]
pub(super) struct Bar {
    bar: ProgressBar,
    since: Instant,
    shown: OnceLock<()>,
}

impl Bar {
    /// A bar, or nothing where nobody looks: no terminal, `--quiet`, or a build machine.
    pub(super) fn new(quiet: bool) -> Option<Bar> {
        let watched = std::io::stderr().is_terminal() && !quiet && std::env::var_os("CI").is_none();
        watched.then(|| Bar {
            bar: ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden()),
            since: Instant::now(),
            shown: OnceLock::new(),
        })
    }

    /// Takes the bar away.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
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

    fn done(&self) {
        self.bar.inc(1);
    }
}
