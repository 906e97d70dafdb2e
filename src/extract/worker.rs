//! The fence: documents are read in a child process of this same program, under limits.
//!
//! A panic, a stack overflow, endless work or runaway memory in a reader ends one child and costs
//! one document. Children are reused, one document at a time; after any fault comes a fresh one.

mod child;
mod pool;
pub(in crate::extract) mod sandbox;

pub use child::{WORKER_ARGUMENT, is_worker_call, run_worker};
pub use pool::{Reader, ReaderOptions};
pub use sandbox::Fence;

use serde::{Deserialize, Serialize};

use super::pdf::Picture;
use super::{Document, Format, Limits, PdfReader, Unreadable};

/// What the child is to do with a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Task {
    /// Read its text; a document without any is one too.
    Read(PdfReader),
    /// Draw the page with this number, from 1.
    Draw(u32),
}

/// What the parent asks for; the document's bytes follow.
#[derive(Debug, Serialize, Deserialize)]
struct Request {
    task: Task,
    format: Format,
    limits: Limits,
    /// Number of bytes that follow.
    bytes: u64,
}

/// What came of a [`Task`].
#[derive(Debug, Serialize, Deserialize)]
enum Outcome {
    /// The document as read.
    Document(Document),
    /// The page that was drawn; its file is the blob.
    Picture(Picture),
}

/// What the child answers.
#[derive(Debug)]
struct Answer {
    outcome: Result<Outcome, Unreadable>,
    /// Bytes that belong to the outcome (images, parts of a container), in its own order. They
    /// travel beside the JSON, not in it.
    blobs: Vec<Vec<u8>>,
    /// What holds the child, where it said so.
    fence: Fence,
}

impl From<Result<Outcome, Unreadable>> for Answer {
    fn from(outcome: Result<Outcome, Unreadable>) -> Answer {
        Answer { outcome, blobs: Vec::new(), fence: Fence::default() }
    }
}

/// What goes over the pipe as JSON; the blobs' bytes follow.
#[derive(Debug, Serialize, Deserialize)]
struct Message {
    outcome: Result<Outcome, Unreadable>,
    /// The length of each blob, in bytes.
    blobs: Vec<u64>,
    /// What holds the child.
    fence: Fence,
}

/// Stands before each answer, so that a line which a library prints cannot be taken for one.
const MARK: &[u8; 8] = b"\x02dpascn\x03";
/// Longer requests (without the document) are no requests.
const MAX_REQUEST: u32 = 64 << 10;

#[cfg(test)]
mod tests;
