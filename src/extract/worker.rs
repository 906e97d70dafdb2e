//! The fence: documents are read in a child process of this same program, under limits.
//!
//! A panic, a stack overflow, endless work or runaway memory in a reader ends one child and costs
//! one document. Children are reused, one document at a time; after any fault comes a fresh one.

mod child;
mod death;
mod pool;
pub(in crate::extract) mod sandbox;

pub use child::{WORKER_ARGUMENT, is_worker_call, run_worker};
pub use pool::{Reader, ReaderOptions};
pub use sandbox::Fence;

use serde::{Deserialize, Serialize};

use super::container::{Inside, Part, Unpacked};
use super::pdf::Picture;
use super::{Document, Format, Limits, PdfReader, Unreadable};

/// What the child is to do with a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Task {
    /// Read its text; a document without any is one too.
    Read(PdfReader),
    /// Take out what is in it.
    Unpack,
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
    /// What was in a container; the bytes of files travel as blobs, in the same order.
    Parts(Vec<Head>, Option<Unreadable>),
    /// The page that was drawn; its file is the blob.
    Picture(Picture),
}

/// A [`Part`] without its bytes.
#[derive(Debug, Serialize, Deserialize)]
enum Head {
    File(String),
    Unread(String, Unreadable),
    Skipped(String, String),
}

impl From<Unpacked> for Answer {
    fn from(unpacked: Unpacked) -> Answer {
        let mut blobs = Vec::new();
        let head = |part: Part| match part.inside {
            Inside::Bytes(bytes) => {
                blobs.push(bytes);
                Head::File(part.path)
            }
            Inside::Unread(why) => Head::Unread(part.path, why),
            Inside::Skipped(why) => Head::Skipped(part.path, why),
        };
        let heads = unpacked.parts.into_iter().map(head).collect();
        Answer { blobs, ..Ok(Outcome::Parts(heads, unpacked.trouble)).into() }
    }
}

/// Heads and blobs put together again; `None` where they do not fit.
fn joined(heads: Vec<Head>, trouble: Option<Unreadable>, blobs: Vec<Vec<u8>>) -> Option<Unpacked> {
    let mut blobs = blobs.into_iter();
    let mut parts = Vec::new();
    for head in heads {
        parts.push(match head {
            Head::File(path) => Part { path, inside: Inside::Bytes(blobs.next()?) },
            Head::Unread(path, why) => Part { path, inside: Inside::Unread(why) },
            Head::Skipped(path, why) => Part { path, inside: Inside::Skipped(why) },
        });
    }
    blobs.next().is_none().then_some(Unpacked { parts, trouble })
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
