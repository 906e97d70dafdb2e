//! What reading one document may cost. Every limit that is hit is a status, never silence.

use serde::{Deserialize, Serialize};

use super::Unreadable;

/// The limits for one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Size of the file, in bytes.
    pub max_bytes: u64,
    /// Number of pages.
    pub max_pages: usize,
    /// Text that comes out, in bytes.
    pub max_text_bytes: usize,
    /// What the parts of a container may expand to together, in bytes.
    pub max_expanded_bytes: u64,
    /// Number of parts in a container.
    pub max_parts: usize,
    /// How many times its packed size a part of an archive may expand to (small parts may always).
    pub max_ratio: u64,
    /// How many containers may stand one inside the other.
    pub max_nesting: usize,
    /// Number of glyphs on a page.
    pub max_glyphs: usize,
    /// Nesting depth of XML and HTML elements.
    pub max_depth: usize,
    /// Processor time for one document, in seconds; a large file gets more.
    pub cpu_seconds: u64,
    /// Wall clock for one document, in seconds; generous, since a busy machine is no fault of a
    /// document: the processor time is what should be hit first.
    pub stall_seconds: u64,
    /// Address space of the child process, in bytes.
    pub max_memory: u64,
    /// How many threads may share the pages of one long document in the child.
    pub threads: usize,
    /// What locked documents may be opened with. No limit, but it takes the same way: through the
    /// pipe to the child, never as an argument or a variable.
    pub passwords: Passwords,
}

/// Passwords; no debug output shows them.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passwords(pub Vec<String>);

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passwords", self.0.len())
    }
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            max_bytes: 100 << 20,
            max_pages: 5_000,
            max_text_bytes: 32 << 20,
            max_expanded_bytes: 256 << 20,
            max_parts: 4_096,
            max_ratio: 100,
            max_nesting: 4,
            max_glyphs: 200_000,
            max_depth: 256,
            cpu_seconds: 10,
            stall_seconds: 120,
            max_memory: 1 << 30,
            threads: 1,
            passwords: Passwords::default(),
        }
    }
}

impl Limits {
    /// What a file of so many bytes may cost: a second more for each MiB.
    #[must_use]
    pub(crate) fn for_size(&self, bytes: u64) -> Limits {
        let more = bytes >> 20;
        Limits {
            cpu_seconds: self.cpu_seconds.saturating_add(more),
            stall_seconds: self.stall_seconds.saturating_add(more.saturating_mul(6)),
            ..self.clone()
        }
    }

    /// The words for a file over the limit of size.
    pub(crate) fn too_many_bytes(limit: u64) -> Unreadable {
        Unreadable::TooLarge(format!("more than {limit} bytes (--max-file-size)"))
    }

    /// The words for a document over the limit of pages.
    pub(crate) fn too_many_pages(limit: usize) -> Unreadable {
        Unreadable::TooLarge(format!("more than {limit} pages (--max-pages)"))
    }
}
