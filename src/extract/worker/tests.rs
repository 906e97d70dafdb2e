//! The fence, proved: the test program itself serves as the child, and does harm when asked to.

use std::time::{Duration, Instant};

use super::super::{Format, Limits, Unreadable};
use super::{Reader, ReaderOptions, run_worker};

/// Set in children alone; the test below then is the child's main function.
const IS_CHILD: &str = "DPASCAN_TEST_CHILD";

#[test]
fn serves_as_child() {
    if std::env::var_os(IS_CHILD).is_some() {
        let _ = run_worker();
    }
}

fn reader(fault: &str, limits: Limits) -> Reader {
    let mut worker_environment = vec![(IS_CHILD.to_owned(), "1".to_owned())];
    if !fault.is_empty() {
        worker_environment.push(("DPASCAN_FAULT".to_owned(), fault.to_owned()));
    }
    let arguments = ["extract::worker::tests::serves_as_child", "--exact", "--nocapture"];
    let options = ReaderOptions {
        worker_arguments: arguments.map(str::to_owned).to_vec(),
        worker_environment,
        ..ReaderOptions::default()
    };
    Reader::new(limits, options)
}

fn quick() -> Limits {
    Limits { cpu_seconds: 1, stall_seconds: 20, ..Limits::default() }
}

const PAGE: &[u8] = b"<h1>Verwerkersovereenkomst</h1><p>De verwerker meldt een datalek.";

fn outcome(fault: &str) -> &'static str {
    let started = Instant::now();
    let read = reader(fault, quick()).read(PAGE, Format::Html);
    assert!(started.elapsed() < Duration::from_secs(30), "{fault} took too long");
    read.map_or_else(|reason| reason.code(), |_| "read")
}

#[test]
fn a_child_reads_one_document_after_another() {
    let reader = reader("", Limits::default());
    for _ in 0..3 {
        let document = reader.read(PAGE, Format::Html).expect("a good page is read");
        let lines: Vec<&str> =
            document.pages[0].lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, ["Verwerkersovereenkomst", "De verwerker meldt een datalek."]);
    }
    assert_eq!(
        reader.read(b"%PDF-1.4 nothing", Format::Pdf).map_err(|e| e.code()),
        Err("malformed")
    );
    assert!(reader.read(PAGE, Format::Html).is_ok(), "a bad document does not spoil the child");
}

#[test]
fn whatever_a_reader_does_costs_one_document() {
    assert_eq!(outcome(""), "read");
    for fault in ["panic", "abort", "overflow", "flood", "garbage"] {
        assert_eq!(outcome(fault), "crashed", "{fault}");
    }
    assert_eq!(outcome("oom"), "out-of-memory");
    assert_eq!(outcome("hang"), "out-of-time");
}

#[test]
fn a_child_that_ended_is_told_apart_by_its_last_words() {
    let told = |fault| reader(fault, quick()).read(PAGE, Format::Html);
    let crashed = |how: &str| Err(Unreadable::Crashed(how.to_owned()));
    assert_eq!(told("overflow"), crashed("the reader overflowed its stack"));
    assert_eq!(told("abort"), crashed("the reader gave up"));
    assert_eq!(told("mutter"), crashed("the reader gave up"), "it was not held up");
}

#[test]
fn a_child_that_sleeps_is_ended_by_the_clock() {
    let limits = Limits { stall_seconds: 1, ..Limits::default() };
    assert_eq!(reader("sleep", limits).read(PAGE, Format::Html), Err(Unreadable::OutOfTime));
}

#[test]
fn threads_share_a_reader() {
    let reader = reader("", Limits::default());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert!(reader.read(PAGE, Format::Html).is_ok()));
        }
    });
}

#[test]
fn without_a_child_a_pdf_is_not_read() {
    let options = ReaderOptions {
        worker_executable: Some("/nonexistent/dpascan".into()),
        ..ReaderOptions::default()
    };
    let outcome = Reader::new(Limits::default(), options).read(b"%PDF-1.4", Format::Pdf);
    assert_eq!(outcome.map_err(|reason| reason.code()), Err("crashed"));
}

#[test]
fn too_large_is_told_before_reading() {
    let limits = Limits { max_bytes: 8, ..Limits::default() };
    assert_eq!(reader("", limits).read(PAGE, Format::Html).map_err(|e| e.code()), Err("too-large"));
}

/// What the child says of the attempt that `fault` names, told as a crash with these words.
#[cfg(target_os = "linux")]
#[test]
fn a_child_can_reach_nothing() {
    for attempt in ["try-open", "try-write", "try-socket", "try-execute"] {
        let told = reader(attempt, Limits::default()).read(PAGE, Format::Html);
        assert_eq!(told, Err(Unreadable::Crashed("refused".to_owned())), "{attempt}");
    }
    let told = reader("try-thread", Limits::default()).read(PAGE, Format::Html);
    assert_eq!(told, Err(Unreadable::Crashed("done".to_owned())), "threads are no processes");
}

#[cfg(target_os = "linux")]
#[test]
fn what_holds_a_child_is_known_and_it_inherits_nothing() {
    let reader = reader("", Limits::default());
    assert!(reader.fence().is_none());
    assert!(reader.read(PAGE, Format::Html).is_ok());
    let fence = reader.fence().expect("a child has answered");
    assert!(fence.no_new_privileges && fence.ends_with_parent && fence.system_calls, "{fence}");
    let open: Vec<String> = reader
        .children()
        .iter()
        .flat_map(|child| std::fs::read_dir(format!("/proc/{child}/fd")).expect("it lives"))
        .map(|entry| entry.expect("it lives").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(open.len(), 3, "only the standard streams: {open:?}");
}

#[test]
fn every_limit_that_is_hit_names_its_option() {
    let text = "x ".repeat(100) + "\u{c}second page\u{c}third";
    let usual = Limits::default;
    let page = (PAGE, Format::Html);
    let plain = (text.as_bytes(), Format::Text);
    for (fault, limits, (bytes, format), code, option) in [
        ("", Limits { max_bytes: 8, ..usual() }, page, "too-large", "--max-file-size"),
        ("", Limits { max_pages: 2, ..usual() }, plain, "too-large", "--max-pages"),
        ("oom", Limits { max_memory: 512 << 20, ..usual() }, page, "out-of-memory", "OutOfMemory"),
        ("hang", quick(), page, "out-of-time", "OutOfTime"),
    ] {
        let why = reader(fault, limits).read(bytes, format).expect_err(option);
        assert_eq!(why.code(), code);
        assert!(format!("{why:?}").contains(option), "{why:?}");
    }
}
