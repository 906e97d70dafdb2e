//! Breaks the samples in thousands of ways, and looks whether each ends as a row of a report, in
//! bounded time and memory.
//!
//! ```sh
//! cargo run --release --example mutants -- 0 10000 [FOLDER]
//! ```
//!
//! The numbers are the first mutant and how many; the same number is the same bytes on every
//! machine. What went wrong is printed with its number and, where a folder is given, kept there.

#[path = "../tests/support/fate.rs"]
mod fate;
#[path = "../tests/support/mutants.rs"]
#[allow(clippy::indexing_slicing, clippy::string_slice, reason = "shared with the tests")]
mod mutants;

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use dpascan::discover::VendorBy;
use dpascan::extract::{self, Limits, Ocr, Reader, ReaderOptions};
use dpascan::lang::Lang;
use dpascan::pack::Patterns;
use dpascan::scan::Settings;
use fate::{Fate, fate};
use mutants::{Mutants, Whole};

/// Slower than this is reported, though it may be within the limits.
const SLOW: Duration = Duration::from_secs(5);
/// Longer than this is taken for never: the fence ends any child before.
const HANGS: Duration = Duration::from_secs(300);
/// More than this of a process is too much, in KiB.
const MOST_MEMORY: u64 = 1 << 20;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args_os().collect();
    if extract::is_worker_call(&arguments) {
        return Ok(extract::run_worker());
    }
    let number = |index: usize, usual: u64| -> u64 {
        arguments.get(index).and_then(|text| text.to_str()?.parse().ok()).unwrap_or(usual)
    };
    let (first, count) = (number(1, 0), number(2, 1_000));
    let keep = arguments.get(3).map(PathBuf::from);
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/contracts");
    let mutants = Mutants::from_folder(&samples)?;
    let patterns = Patterns::load(None)?;
    let profile = patterns.profile("onderwijs").ok_or("no profile")?;
    let settings = Settings {
        patterns: &patterns,
        profile,
        lang: Lang::En,
        vendor_by: VendorBy::File,
        input_format: None,
        max_bytes: Limits::default().max_bytes,
        as_of: "2026-01-01".into(),
        max_list_age: 0,
        generated_at: "2026-01-01T00:00:00Z".into(),
        root: vec![".".into()],
        reviews: &[],
    };
    let reader =
        Reader::new(Limits::default(), ReaderOptions { ocr: Ocr::Off, ..ReaderOptions::default() });
    let tally = Tally {
        next: AtomicU64::new(first),
        end: first.saturating_add(count),
        keep,
        ..Tally::default()
    };
    let work = || tally.work(&mutants, &reader, &settings);
    std::thread::scope(|scope| {
        let workers = [scope.spawn(work), scope.spawn(work)];
        while !workers.iter().all(std::thread::ScopedJoinHandle::is_finished) {
            std::thread::sleep(Duration::from_secs(1));
            tally.watch(&mutants);
        }
    });
    drop(reader);
    tally.close()
}

/// What became of all of them.
#[derive(Default)]
struct Tally {
    next: AtomicU64,
    end: u64,
    /// Where to keep what went wrong.
    keep: Option<PathBuf>,
    all: Mutex<BTreeMap<String, u64>>,
    wrong: AtomicU64,
    slowest: Mutex<(Duration, u64)>,
    /// What is being read, since when.
    busy: Mutex<BTreeMap<u64, Instant>>,
}

impl Tally {
    fn work(&self, mutants: &Mutants, reader: &Reader, settings: &Settings<'_>) {
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            if number >= self.end {
                return;
            }
            let mutant = mutants.make(number);
            if let Ok(mut busy) = self.busy.lock() {
                busy.insert(number, Instant::now());
            }
            let fate = catch_unwind(AssertUnwindSafe(|| fate(&mutant, reader, settings)))
                .unwrap_or_else(|_| Fate {
                    status: "PANIC".into(),
                    wrong: vec!["a panic outside the fence".into()],
                    took: Duration::ZERO,
                });
            if let Ok(mut busy) = self.busy.lock() {
                busy.remove(&number);
            }
            if let Ok(mut slowest) = self.slowest.lock() {
                *slowest = (*slowest).max((fate.took, number));
            }
            if !fate.wrong.is_empty() || fate.took > SLOW {
                self.wrong.fetch_add(u64::from(!fate.wrong.is_empty()), Ordering::Relaxed);
                tell(number, &fate);
                if let Some(keep) = &self.keep {
                    store(keep, &mutant);
                }
            }
            if let Ok(mut all) = self.all.lock() {
                *all.entry(fate.status).or_default() += 1;
            }
        }
    }

    /// Ends the run where a document takes longer than any limit allows: nothing would end it.
    #[expect(clippy::exit, reason = "a thread that hangs cannot be ended otherwise")]
    fn watch(&self, mutants: &Mutants) {
        let Ok(busy) = self.busy.lock() else { return };
        if let Some((number, _)) = busy.iter().find(|(_, since)| since.elapsed() > HANGS) {
            let _ = writeln!(std::io::stdout(), "{number}: hangs");
            if let Some(keep) = &self.keep {
                store(keep, &mutants.make(*number));
            }
            std::process::exit(1);
        }
    }

    fn close(self) -> Result<ExitCode, Box<dyn Error>> {
        let mut out = std::io::stdout().lock();
        for (status, count) in self.all.into_inner()? {
            writeln!(out, "{count:>6}  {status}")?;
        }
        let (took, number) = self.slowest.into_inner()?;
        let (own, children) = (peak("VmHWM:"), children());
        let wrong = self.wrong.into_inner();
        writeln!(out, "slowest: {took:.1?} ({number})")?;
        writeln!(
            out,
            "peak memory: {own} KiB here, {children} KiB in a child; {wrong} went wrong"
        )?;
        let fine = wrong == 0 && own.max(children) < MOST_MEMORY;
        Ok(if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn tell(number: u64, fate: &Fate) {
    let mut out = std::io::stdout().lock();
    let _ =
        writeln!(out, "{number}: {} in {:.1?}: {}", fate.status, fate.took, fate.wrong.join("; "));
}

fn store(folder: &Path, mutant: &Whole) {
    let _ = std::fs::create_dir_all(folder);
    let _ = std::fs::write(folder.join(&mutant.name), &mutant.bytes);
}

/// The most memory that this process ever held, in KiB; 0 where the system does not tell.
fn peak(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// The most memory that one child ever held, in KiB.
#[cfg(target_os = "linux")]
fn children() -> u64 {
    use nix::sys::resource::{UsageWho, getrusage};
    let used = getrusage(UsageWho::RUSAGE_CHILDREN).map_or(0, |usage| usage.max_rss());
    u64::try_from(used).unwrap_or(0)
}

#[cfg(not(target_os = "linux"))]
fn children() -> u64 {
    0
}
