//! A file, and all that stands in it: containers are opened until nothing is left to open.
//!
//! In: one file that was found. Out: the files to judge, the container before its parts. What must
//! stay true: the order depends on the bytes alone, and every limit that is hit stands in a row.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::Settings;
use super::read::{self, Cache, Outcome, ReadFile, Source};
use crate::discover::{self, SourceFile};
use crate::extract::{EMBEDDED_FILES, Format, Inside, Reader, Unreadable};

/// A file and what stood in it.
#[derive(Debug, Default)]
pub(super) struct Opened {
    /// The file itself first, then its parts, each before its own parts.
    pub(super) files: Vec<ReadFile>,
    /// Each part that was passed over, under its shown path, with the reason.
    pub(super) skipped: Vec<(String, String)>,
}

/// Opens files.
pub(super) struct Opener<'a> {
    pub(super) reader: &'a Reader,
    pub(super) settings: &'a Settings<'a>,
    pub(super) cache: &'a Cache,
}

/// What the containers of one file may still expand to, together.
struct Budget {
    bytes: u64,
    parts: usize,
}

impl Opener<'_> {
    /// Reads one file and all that stands in it.
    pub(super) fn file(&self, file: &SourceFile) -> Opened {
        let mut out = Opened::default();
        let shown = file.shown.clone();
        let forced = self.settings.input_format.filter(|_| shown == "-");
        match file.read(self.settings.max_bytes) {
            Ok(bytes) => {
                let limits = self.reader.limits();
                let mut budget =
                    Budget { bytes: limits.max_expanded_bytes, parts: limits.max_parts };
                let source = Source { shown, bytes, forced };
                let (read, format) = self.read(&source);
                self.add(source, read, format, 1, &mut budget, &mut out);
            }
            Err(why) => out.files.push(read::unread(shown, Unreadable::Io(why))),
        }
        out
    }

    fn read(&self, source: &Source) -> (ReadFile, Option<Format>) {
        read::read(source, self.reader, self.settings, self.cache)
    }

    /// Adds a file that was read, and opens it where it holds others. `depth` counts it in.
    fn add(
        &self,
        source: Source,
        mut file: ReadFile,
        format: Option<Format>,
        depth: usize,
        budget: &mut Budget,
        out: &mut Opened,
    ) {
        let Some(format) = format.filter(|format| holds_files(*format, &file, &source.bytes))
        else {
            out.files.push(file);
            return;
        };
        let most = self.reader.limits().max_nesting;
        let length = u64::try_from(source.bytes.len()).unwrap_or(u64::MAX);
        let unpacked = if length > self.settings.max_bytes {
            Err(Unreadable::TooLarge(format!("more than {} bytes", self.settings.max_bytes)))
        } else if depth > most {
            Err(Unreadable::TooLarge(format!("more than {most} containers one inside the other")))
        } else {
            self.reader.unpack(&source.bytes, format, budget.bytes, budget.parts)
        };
        drop(source.bytes);
        let unpacked = match unpacked {
            Ok(unpacked) => unpacked,
            Err(why) => {
                if matches!(*file.outcome, Outcome::Opened) {
                    file.outcome = Arc::new(Outcome::Unread(why));
                } else {
                    file.trouble = Some(why);
                }
                out.files.push(file);
                return;
            }
        };
        file.trouble = unpacked.trouble;
        out.files.push(file);
        budget.parts = budget.parts.saturating_sub(unpacked.parts.len());
        let mut sources: Vec<Result<Source, (String, Unreadable)>> = Vec::new();
        for part in unpacked.parts {
            let reason = discover::passed_over_inside(&part.path).map(str::to_string);
            let shown = format!("{}/{}", source.shown, part.path);
            match (part.inside, reason) {
                (Inside::Skipped(reason), _) | (_, Some(reason)) => {
                    out.skipped.push((shown, reason));
                }
                (Inside::Unread(why), None) => sources.push(Err((shown, why))),
                (Inside::Bytes(bytes), None) => {
                    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
                    budget.bytes = budget.bytes.saturating_sub(length);
                    sources.push(Ok(Source { shown, bytes, forced: None }));
                }
            }
        }
        self.parts(sources, depth + 1, budget, out);
    }

    /// Reads the parts side by side, then opens those that hold files, one after the other: what
    /// is left for the last depends on those before it.
    fn parts(
        &self,
        mut sources: Vec<Result<Source, (String, Unreadable)>>,
        depth: usize,
        budget: &mut Budget,
        out: &mut Opened,
    ) {
        let name = |source: &Result<Source, (String, Unreadable)>| match source {
            Ok(source) => source.shown.clone(),
            Err((shown, _)) => shown.clone(),
        };
        sources.sort_by_cached_key(name);
        let read: Vec<_> = sources
            .par_iter()
            .map(|source| source.as_ref().ok().map(|source| self.read(source)))
            .collect();
        for (source, read) in sources.into_iter().zip(read) {
            match (source, read) {
                (Ok(source), Some((file, format))) => {
                    self.add(source, file, format, depth, budget, out);
                }
                (Err((shown, why)), _) => out.files.push(read::unread(shown, why)),
                (Ok(source), None) => out.files.push(read::unread(source.shown, Unreadable::Empty)),
            }
        }
    }
}

/// Whether there is anything to take out. A PDF says so when it was read by the first reader;
/// where it was not, its bytes may still show it.
fn holds_files(format: Format, file: &ReadFile, bytes: &[u8]) -> bool {
    if format.is_container() {
        return !bytes.is_empty();
    }
    let shows = || bytes.windows(13).any(|word| word == b"/EmbeddedFile");
    format == Format::Pdf
        && match &*file.outcome {
            Outcome::Read(text) if text.about.reader.starts_with("hayro") => {
                text.about.flags.iter().any(|flag| flag == EMBEDDED_FILES)
            }
            Outcome::Unread(Unreadable::Encrypted) => false,
            _ => shows(),
        }
}

/// What was passed over in folders and in containers.
pub(super) fn skipped(
    outside: &BTreeMap<String, usize>,
    inside: &[(String, String)],
) -> BTreeMap<String, usize> {
    let mut all = outside.clone();
    for (_, reason) in inside {
        *all.entry(reason.clone()).or_default() += 1;
    }
    all
}
