//! Paths in, the files to read out; and, once the files are known, the vendors that they belong to.
//!
//! In: folders, files and lists as the user typed them. Out: [`Found`], then [`group()`] makes
//! [`Vendor`]s. What must stay true: nothing is lost silently. What is passed over is counted by
//! reason, what cannot be opened is a row, and the order never depends on the file system.

mod group;
mod manifest;
mod names;
mod walk;

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

pub use group::{Named, Vendor, VendorBy, group, settled};
pub use manifest::{Manifest, ManifestError};
pub use names::{passed_over_inside, shown};
pub use walk::{FindError, find};

/// What to look through.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Folders and files that the user typed; one that does not exist is an error.
    pub paths: Vec<PathBuf>,
    /// Files of a list; one that does not exist is a row of the report.
    pub listed: Vec<PathBuf>,
    /// The bytes of standard input, where `-` was given.
    pub standard_input: Option<Vec<u8>>,
    /// A `vendors.toml` given by hand; without it the one in each scanned folder is used.
    pub manifest: Option<PathBuf>,
}

/// One file to read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The name in the report: relative to the scanned folder, with `/`.
    pub shown: String,
    /// The first-level folder that it stands in, if any.
    pub folder: Option<String>,
    /// The name of the scanned folder itself, where it is known.
    pub root: Option<String>,
    /// Where the bytes are.
    pub content: Content,
}

/// Where the bytes of a file are.
#[derive(Clone, Debug)]
pub enum Content {
    /// In a file.
    File(PathBuf),
    /// In memory (standard input).
    Bytes(Vec<u8>),
    /// Nowhere: it could not be opened, and the system says why.
    Failed(String),
}

impl SourceFile {
    /// Number of bytes, as far as that is known without reading them.
    #[must_use]
    pub fn size(&self) -> u64 {
        match &self.content {
            Content::Bytes(bytes) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            Content::Failed(_) => 0,
            Content::File(path) => std::fs::metadata(path).map_or(0, |about| about.len()),
        }
    }

    /// The bytes, at most `limit` of them plus one, so that the reader can tell that there are more.
    ///
    /// # Errors
    /// The system's words where the file cannot be read.
    pub fn read(&self, limit: u64) -> Result<Vec<u8>, String> {
        match &self.content {
            Content::Bytes(bytes) => Ok(bytes.clone()),
            Content::Failed(why) => Err(why.clone()),
            Content::File(path) => {
                let file = open_file(path).map_err(|e| e.to_string())?;
                let mut bytes = Vec::new();
                file.take(limit.saturating_add(1))
                    .read_to_end(&mut bytes)
                    .map_err(|e| e.to_string())?;
                Ok(bytes)
            }
        }
    }
}

/// Opens a file that has bytes of its own. A pipe or a device is none: it may never end, and opening
/// one may never return; what was a file when the folder was walked may be a pipe by now.
fn open_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(nix::fcntl::OFlag::O_NONBLOCK.bits());
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("is no regular file")) }
}

/// Longer files of settings are none, in bytes.
const MOST_SETTINGS: u64 = 1 << 20;

/// The text of a file of settings, which may come from a stranger as the documents do.
///
/// # Errors
/// The file cannot be read, is too long, or is no text.
pub fn settings(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    open_file(path)?.take(MOST_SETTINGS + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MOST_SETTINGS {
        return Err(io::Error::other(format!("more than {MOST_SETTINGS} bytes")));
    }
    Ok(text)
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// The files to read, sorted by the name shown.
    pub files: Vec<SourceFile>,
    /// How many entries were passed over, by reason.
    pub skipped: BTreeMap<String, usize>,
    /// Each entry passed over, with its reason, for `-vv`.
    pub skipped_names: Vec<(String, &'static str)>,
    /// First-level folders with nothing in them: vendors of whom there is nothing.
    pub empty_folders: Vec<String>,
    /// The vendors that the user named.
    pub manifest: Manifest,
}

impl Found {
    fn skip(&mut self, name: String, reason: &'static str) {
        *self.skipped.entry(reason.to_string()).or_default() += 1;
        self.skipped_names.push((name, reason));
    }
}
