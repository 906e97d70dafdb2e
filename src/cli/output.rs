//! Writing: to standard output, or to a file at once and wholly; and what is said on the side.

use std::io::{ErrorKind, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::args::{Cli, ColorArg};
use super::whole;
use crate::render::{Look, clean};

/// A fault with what to do about it.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub(super) struct Fault {
    /// What went wrong, and where.
    pub(super) what: String,
    /// What to do next.
    pub(super) hint: Option<String>,
}

/// A fault with a hint, as an error.
pub(super) fn fault(what: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
    Fault { what: what.into(), hint: Some(hint.into()) }.into()
}

/// A line on standard error. Nothing can be done where that is closed.
pub(super) fn say(text: &str) {
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let indent = line.len() - line.trim_start_matches(' ').len();
            format!("{}{}\n", " ".repeat(indent), clean::line(line))
        })
        .collect();
    let _ = std::io::stderr().write_all(lines.concat().as_bytes());
}

/// Whether a fault comes from a reader that went away.
pub(super) fn is_broken_pipe(fault: &anyhow::Error) -> bool {
    fault.chain().any(|e| {
        e.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == ErrorKind::BrokenPipe)
    })
}

/// How standard output looks, or a file where `to_file`.
pub(super) fn look(cli: &Cli, color: ColorArg, to_file: bool) -> Look {
    let stdout = std::io::stdout();
    let terminal = stdout.is_terminal() && !to_file;
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty());
    let plain = set("NO_COLOR").is_some() || set("TERM").is_some_and(|t| t == "dumb");
    let wide = terminal_size::terminal_size_of(&stdout)
        .map(|(w, _)| usize::from(w.0))
        .filter(|_| terminal);
    let columns = set("COLUMNS").and_then(|c| c.to_str()?.parse().ok()).filter(|_| !to_file);
    Look {
        width: wide.or(columns).unwrap_or(80).clamp(40, 200),
        color: match color {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => terminal && !plain,
        },
        all: cli.verbose > 0,
        suppressed: cli.show_suppressed,
    }
}

/// Where something is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Standard output.
    Stdout,
    /// A file.
    File(PathBuf),
}

/// Writes `text` to its target; a file appears whole or not at all, and is for its owner only.
pub(super) fn write(text: &str, target: &Target, force: bool, quiet: bool) -> anyhow::Result<()> {
    write_with(target, force, quiet, |out| out.write_all(text.as_bytes()))
}

/// As [`write`], from whatever writes itself: nothing has to be in memory as a whole.
pub(super) fn write_with(
    target: &Target,
    force: bool,
    quiet: bool,
    content: impl Fn(&mut dyn Write) -> std::io::Result<()>,
) -> anyhow::Result<()> {
    let path = match target {
        Target::Stdout => {
            let mut out = std::io::BufWriter::new(std::io::stdout().lock());
            content(&mut out)?;
            return Ok(out.flush()?);
        }
        Target::File(path) => path,
    };
    if holds_something(path) && !force && !is_ours(path) {
        return Err(fault(
            format!("{} exists and is no report of dpascan", path.display()),
            "give another name with -o, or --force to write over it",
        ));
    }
    whole::put(path, &content).with_context(|| format!("cannot write {}", path.display()))?;
    if !quiet {
        say(&format!("written to {}", path.display()));
    }
    Ok(())
}

/// Whether there is anything that writing could destroy. A pipe or a terminal keeps nothing, and
/// looking into it would wait for whoever writes there.
fn holds_something(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|about| !keeps_nothing(about.file_type()))
}

#[cfg(unix)]
fn keeps_nothing(kind: std::fs::FileType) -> bool {
    use std::os::unix::fs::FileTypeExt;
    kind.is_fifo() || kind.is_char_device() || kind.is_socket()
}

#[cfg(not(unix))]
fn keeps_nothing(_: std::fs::FileType) -> bool {
    false
}

/// Whether a file begins like something that this program wrote.
fn is_ours(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = std::fs::File::open(path).and_then(|f| f.take(400).read_to_end(&mut head));
    let head = String::from_utf8_lossy(&head);
    // Every CSV file of a report begins with the run.
    let table = head.strip_prefix('\u{feff}').unwrap_or(&head).strip_prefix("run_id");
    read.is_ok()
        && (head.is_empty()
            || table.is_some_and(|rest| rest.starts_with([';', ',', '\t']))
            || head.starts_with("dpascan ")
            || head.starts_with("<!-- dpascan ")
            || (head.starts_with("PK") && is_our_document(path))
            || (head.starts_with("<!doctype html>") && head.contains("content=\"dpascan "))
            || (head.starts_with('{')
                && (head.contains("\"schema_version\"") || head.contains("\"Report of dpascan,"))))
}

/// Whether an office document names this program as its maker.
fn is_our_document(path: &Path) -> bool {
    let core = || -> Option<String> {
        let mut archive = zip::ZipArchive::new(std::fs::File::open(path).ok()?).ok()?;
        let mut text = String::new();
        archive.by_name("docProps/core.xml").ok()?.take(4096).read_to_string(&mut text).ok()?;
        Some(text)
    };
    core().is_some_and(|text| text.contains("<dc:creator>dpascan "))
}

/// The bytes of standard input, at most `limit` and one more.
pub(super) fn standard_input(limit: u64) -> anyhow::Result<Vec<u8>> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        return Err(fault(
            "`-` reads a document from standard input, but that is the keyboard",
            "pipe a file into it: dpascan scan - --input-format pdf < contract.pdf",
        ));
    }
    let mut bytes = Vec::new();
    stdin.lock().take(limit.saturating_add(1)).read_to_end(&mut bytes).context("standard input")?;
    Ok(bytes)
}
