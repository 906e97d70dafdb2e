//! The program `tesseract`, found once, and run under limits of its own.
//!
//! A picture of a stranger goes into a large C++ program: it runs behind a child of this program
//! that limits itself and then becomes `tesseract`, so that all limits hold for it.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use super::super::Limits;

/// The hidden argument that makes the program become `tesseract` under limits.
pub const OCR_ARGUMENT: &str = "__run-ocr";

/// Languages that are tried first, and what `tesseract` calls them.
const LANGUAGES: [(&str, &str); 5] =
    [("nl", "nld"), ("en", "eng"), ("de", "deu"), ("fr", "fra"), ("es", "spa")];
/// More text than this, in bytes, no page holds.
const MAX_ANSWER: u64 = 8 << 20;
/// Processor seconds for one page; an ordinary one takes two.
const PAGE_SECONDS: u64 = 60;
/// Address space for one page, in bytes: a drawn page and the network's own memory.
#[cfg(unix)]
const MEMORY: u64 = 2 << 30;

/// Where programs, their libraries and models are.
#[cfg(unix)]
const PLACES: [&str; 7] =
    ["/usr", "/lib", "/lib64", "/etc", "/opt", "/nix/store", "/home/linuxbrew"];

/// `tesseract` as this machine has it.
#[derive(Clone, Debug)]
pub(in crate::extract) struct Engine {
    program: PathBuf,
    version: String,
    languages: Vec<String>,
    /// This program, which limits itself and becomes `tesseract`.
    fence: PathBuf,
}

impl Engine {
    /// Looks for `tesseract` with Dutch or English; `None` where there is none.
    pub(in crate::extract) fn find(fence: Option<PathBuf>) -> Option<Engine> {
        let name = if cfg!(windows) { "tesseract.exe" } else { "tesseract" };
        let folders = std::env::var_os("PATH")?;
        let program =
            std::env::split_paths(&folders).map(|p| p.join(name)).find(|p| p.is_file())?;
        let told = |argument: &str| {
            let output = Command::new(&program)
                .arg(argument)
                .stdin(Stdio::null())
                .stderr(Stdio::null())
                .output()
                .ok()?;
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        };
        let version = told("--version")?;
        let version = version.lines().next()?.split(' ').nth(1)?.trim_start_matches('v').to_owned();
        let languages: Vec<String> =
            told("--list-langs")?.lines().skip(1).map(|line| line.trim().to_owned()).collect();
        let fence = match fence {
            Some(path) => path,
            None => std::env::current_exe().ok()?,
        };
        let engine = Engine { program, version, languages, fence };
        (engine.has("nld") || engine.has("eng")).then_some(engine)
    }

    /// Name and version, as the report gives them.
    pub(in crate::extract) fn name(&self) -> String {
        format!("tesseract {}", self.version)
    }

    fn has(&self, language: &str) -> bool {
        self.languages.iter().any(|one| one == language)
    }

    /// The language to begin with.
    pub(super) fn first(&self) -> &str {
        if self.has("nld") { "nld" } else { "eng" }
    }

    /// What `tesseract` calls the language with this ISO 639-1 code, where it is installed.
    pub(super) fn language(&self, code: &str) -> Option<&str> {
        let (_, name) = LANGUAGES.iter().find(|(known, _)| *known == code)?;
        self.has(name).then_some(*name)
    }

    /// The table of words of one picture, or why there is none.
    pub(super) fn read(
        &self,
        picture: &[u8],
        language: &str,
        limits: &Limits,
    ) -> Result<String, String> {
        let mut command = self.command(language);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| error.to_string())?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let (Some(mut stdin), Some(stdout)) = (stdin, stdout) else {
            return Err("no pipe to tesseract".to_owned());
        };
        let (send, answer) = channel();
        let stall = Duration::from_secs(limits.stall_seconds);
        let heard = std::thread::scope(|scope| {
            scope.spawn(move || {
                // A child that does not listen ends soon, and its answer tells.
                let _ = stdin.write_all(picture);
            });
            std::thread::Builder::new()
                .name("recogniser".to_owned())
                .spawn(move || {
                    let mut text = Vec::new();
                    let read = stdout.take(MAX_ANSWER + 1).read_to_end(&mut text);
                    let _ = send.send(read.map(|_| text));
                })
                .map_err(|error| error.to_string())?;
            let heard = answer.recv_timeout(stall);
            let _ = child.kill();
            heard.map_err(|_| "out of time".to_owned())
        });
        let _ = child.wait();
        let text = heard?.map_err(|error| error.to_string())?;
        if u64::try_from(text.len()).unwrap_or(u64::MAX) > MAX_ANSWER {
            return Err("more text than a page holds".to_owned());
        }
        Ok(String::from_utf8_lossy(&text).into_owned())
    }

    /// On Unix this program first, which limits itself; elsewhere `tesseract` at once.
    fn command(&self, language: &str) -> Command {
        let arguments = ["stdin", "stdout", "-l", language, "--psm", "3", "tsv"];
        let mut command = if cfg!(unix) {
            let mut command = Command::new(&self.fence);
            command.arg(OCR_ARGUMENT).arg(&self.program);
            command
        } else {
            Command::new(&self.program)
        };
        command.args(arguments);
        if cfg!(unix) {
            command.env_clear().current_dir("/");
        }
        for kept in ["TESSDATA_PREFIX", "LD_LIBRARY_PATH"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        // The pages are read side by side already; threads inside a page only get in the way.
        command.env("OMP_THREAD_LIMIT", "1");
        command
    }
}

/// Limits this process and becomes the program that the arguments name; comes back only where that
/// fails.
#[must_use]
pub fn run_ocr(arguments: &[OsString]) -> ExitCode {
    let Some((program, rest)) = arguments.split_first() else { return ExitCode::FAILURE };
    become_limited(program, rest)
}

#[cfg(unix)]
fn become_limited(program: &OsString, arguments: &[OsString]) -> ExitCode {
    use std::os::unix::process::CommandExt;

    use rlimit::Resource;

    use super::super::worker::sandbox::{self, Rights};
    // What cannot be set is left to the parent, which ends what stalls.
    for (resource, limit) in [
        (Resource::AS, MEMORY),
        (Resource::CPU, PAGE_SECONDS),
        (Resource::CORE, 0),
        (Resource::FSIZE, 0),
        (Resource::NOFILE, 64),
    ] {
        let _ = resource.set(limit, limit);
    }
    // Programs, libraries and models may be read, nothing written, no network reached. Models in a
    // place of the user's own may be anywhere.
    let own_models = std::env::var_os("TESSDATA_PREFIX").is_some();
    let read: &'static [&'static str] = if own_models { &["/"] } else { &PLACES };
    let rights = Rights { read, execute: true };
    let _ = sandbox::enter(&rights);
    let _ = Command::new(program).args(arguments).exec();
    ExitCode::FAILURE
}

#[cfg(not(unix))]
fn become_limited(_: &OsString, _: &[OsString]) -> ExitCode {
    let _ = PAGE_SECONDS;
    ExitCode::FAILURE
}
