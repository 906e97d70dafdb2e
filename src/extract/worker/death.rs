//! Why a child ended: by what the system tells of it, and by its last words.

use std::io::Read;
use std::process::{ChildStderr, ExitStatus};
use std::thread::JoinHandle;

use super::super::Unreadable;

/// So many bytes of a child's last words are kept.
const LAST_WORDS: usize = 2 << 10;

/// Listens to what a child says beside its answers, of which only the end is kept: a child that
/// talks without an end costs no memory here, and is never held up.
#[derive(Debug, Default)]
pub(super) struct LastWords(Option<JoinHandle<Vec<u8>>>);

impl LastWords {
    /// Listens until the child ends. Without a thread to listen with, nothing is heard.
    pub(super) fn of(mut stderr: ChildStderr) -> LastWords {
        let listen = move || {
            let mut end = Vec::new();
            let mut piece = [0; 512];
            while let Ok(length @ 1..) = stderr.read(&mut piece) {
                end.extend(piece.iter().take(length));
                end.drain(..end.len().saturating_sub(LAST_WORDS));
            }
            end
        };
        LastWords(std::thread::Builder::new().name("last-words".to_owned()).spawn(listen).ok())
    }

    /// What a child said that has ended.
    fn heard(&mut self) -> String {
        let words = self.0.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        String::from_utf8_lossy(&words).into_owned()
    }
}

/// What ended a child. Without memory and without stack the same signal ends it, but Rust's
/// standard library first says which it was.
pub(super) fn cause(status: ExitStatus, words: &mut LastWords) -> Unreadable {
    let crashed = |how: &str| Unreadable::Crashed(how.to_owned());
    match signal(status) {
        Some(CPU_LIMIT) => Unreadable::OutOfTime,
        Some(ABORT) => {
            let words = words.heard();
            if words.contains("memory allocation of") {
                Unreadable::OutOfMemory
            } else if words.contains("has overflowed its stack") {
                crashed("the reader overflowed its stack")
            } else {
                crashed("the reader gave up")
            }
        }
        Some(KILL) => crashed("the reading process was killed from outside"),
        Some(signal) => crashed(&format!("the reading process ended with signal {signal}")),
        None => {
            let code = status.code().unwrap_or(-1);
            crashed(&format!("the reading process ended with code {code}"))
        }
    }
}

/// SIGABRT, on every system with signals.
const ABORT: i32 = 6;
/// SIGKILL, on every system with signals.
const KILL: i32 = 9;
/// SIGXCPU on Linux, macOS and the BSDs.
const CPU_LIMIT: i32 = 24;

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}
