//! The fence: documents are read in a child process of this same program, under limits.
//!
//! A panic, a stack overflow, endless work or runaway memory in a reader ends one child and costs
//! one document. Children are reused, one document at a time; after any fault comes a fresh one.

mod child;
mod pool;

pub use child::{WORKER_ARGUMENT, is_worker_call, run_worker};
pub use pool::{Reader, ReaderOptions};

use serde::{Deserialize, Serialize};

use super::{Document, Format, Limits, PdfReader, Unreadable};

/// What the parent asks for; the document's bytes follow.
#[derive(Debug, Serialize, Deserialize)]
struct Request {
    format: Format,
    reader: PdfReader,
    limits: Limits,
    /// Number of bytes that follow.
    bytes: u64,
}

/// What the child answers.
type Answer = Result<Document, Unreadable>;

/// Stands before each answer, so that a line which a library prints cannot be taken for one.
const MARK: &[u8; 8] = b"\x02dpascn\x03";
/// Longer requests (without the document) are no requests.
const MAX_REQUEST: u32 = 64 << 10;

#[cfg(test)]
mod tests;
