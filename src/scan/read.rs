//! One file, from its bytes to what was found in it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use sha2::{Digest, Sha256};

use super::{Settings, reading};
use crate::assess;
use crate::classify::{self, KindVerdict};
use crate::extract::{self, Document, Format, PageState, Reader, Unreadable};
use crate::find::{self, Hits};
use crate::lang;
use crate::model;
use crate::pack::Patterns;
use crate::parties::{self, Parties};
use crate::report::{ModelMatch, Reading};
use crate::rows::{self, Row};
use crate::segment::{self, Contract};

/// A file that was looked at.
#[derive(Debug)]
pub(super) struct ReadFile {
    /// The name in the report; for a part, its container's name, `/`, and its path inside.
    pub(super) shown: String,
    /// Of the bytes, in hexadecimal; empty where there are none.
    pub(super) sha256: String,
    /// The format's name, or the file's extension, or nothing.
    pub(super) format: String,
    /// What came out; shared between identical copies.
    pub(super) outcome: Arc<Outcome>,
    /// Why not everything in it came out, where it holds other files.
    pub(super) trouble: Option<Unreadable>,
}

/// What came out of a file.
#[derive(Debug)]
pub(super) enum Outcome {
    /// It was read.
    Read(Box<Text>),
    /// A container without words of its own; what is in it are files of their own.
    Opened,
    /// It was not.
    Unread(Unreadable),
}

impl Outcome {
    /// The text, where there is one.
    pub(super) fn text(&self) -> Option<&Text> {
        match self {
            Outcome::Read(text) => Some(text),
            Outcome::Opened | Outcome::Unread(_) => None,
        }
    }
}

/// A document that was read, and what the stages made of it.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) contract: Contract,
    pub(super) parties: Parties,
    pub(super) hits: Hits,
    pub(super) rows: Vec<Row>,
    pub(super) model: Option<ModelMatch>,
    pub(super) kind: KindVerdict,
    pub(super) about: About,
}

/// What the report tells of the reading.
#[derive(Debug)]
pub(super) struct About {
    pub(super) pages: u32,
    pub(super) reader: String,
    pub(super) quality: f32,
    pub(super) flags: Vec<String>,
    pub(super) reading: Reading,
    /// Which pages were not read, in words; empty where all were.
    pub(super) missing: String,
}

/// What became of one file's bytes, as long as somebody holds it.
type Cell = Arc<Mutex<Weak<Outcome>>>;

/// Identical bytes are read once: the first thread that meets them reads, the others wait for it.
/// What nobody holds any more is let go of, and read again should the same bytes come again.
#[derive(Debug, Default)]
pub(super) struct Cache {
    by_hash: Mutex<BTreeMap<(String, Option<Format>), Cell>>,
}

/// One file's bytes and what the scan knows of them before they are read.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) shown: String,
    pub(super) bytes: Vec<u8>,
    /// The format, where the user named it.
    pub(super) forced: Option<Format>,
}

/// A file that could not be had.
pub(super) fn unread(shown: String, why: Unreadable) -> ReadFile {
    let format = extension(&shown);
    let outcome = Arc::new(Outcome::Unread(why));
    ReadFile { shown, sha256: String::new(), format, outcome, trouble: None }
}

fn extension(shown: &str) -> String {
    Path::new(shown).extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Reads one file and finds what is in it; also tells its format, where it has one.
pub(super) fn read(
    source: &Source,
    reader: &Reader,
    settings: &Settings<'_>,
    cache: &Cache,
) -> (ReadFile, Option<Format>) {
    let bytes = &source.bytes;
    let sha256: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    let format = match source.forced {
        Some(format) => Ok(format),
        None => format_of(bytes, Path::new(&source.shown)),
    };
    let known = format.as_ref().ok().copied();
    let name = known.map_or_else(|| extension(&source.shown), |f| f.name().to_string());
    let outcome = if known == Some(Format::Zip) {
        Arc::new(Outcome::Opened)
    } else {
        let cell = {
            let mut cells = cache.by_hash.lock().unwrap_or_else(PoisonError::into_inner);
            cells.entry((sha256.clone(), known)).or_default().clone()
        };
        let mut held = cell.lock().unwrap_or_else(PoisonError::into_inner);
        held.upgrade().unwrap_or_else(|| {
            let outcome = Arc::new(
                format
                    .and_then(|format| open(bytes, format, reader, settings))
                    .map_or_else(Outcome::Unread, Outcome::Read),
            );
            *held = Arc::downgrade(&outcome);
            outcome
        })
    };
    let shown = source.shown.clone();
    (ReadFile { shown, sha256, format: name, outcome, trouble: None }, known)
}

fn open(
    bytes: &[u8],
    format: Format,
    reader: &Reader,
    settings: &Settings<'_>,
) -> Result<Box<Text>, Unreadable> {
    if u64::try_from(bytes.len()).is_ok_and(|n| n > settings.max_bytes) {
        return Err(extract::Limits::too_many_bytes(settings.max_bytes));
    }
    let (viewed, parties, hits) = through(bytes, format, reader, settings.patterns)?;
    let about = about(&viewed.document, viewed.contract.language);
    let rows = rows::sub_processors(&viewed.contract, &hits, settings.patterns);
    let Viewed { contract, kind, .. } = viewed;
    let model = model::recognise(&contract, &settings.patterns.models);
    Ok(Box::new(Text { contract, parties, hits, rows, model, kind, about }))
}

/// The stages that see one document, in their order.
fn through(
    bytes: &[u8],
    format: Format,
    reader: &Reader,
    patterns: &Patterns,
) -> Result<(Viewed, Parties, Hits), Unreadable> {
    let document = reader.read(bytes, format)?;
    let contract = segment::segment(&document, &patterns.structure);
    let parties = parties::resolve(&contract, patterns);
    let hits = find::find(&contract, &parties, patterns);
    let title = classify::classify(&contract, &hits, patterns);
    let kind = kind(format, reconsidered(title, &document, &contract, &parties, &hits, patterns));
    Ok((Viewed { document, contract, kind }, parties, hits))
}

/// The kind by its title and words, looked at again where that is no agreement.
fn reconsidered(
    kind: KindVerdict,
    document: &Document,
    contract: &Contract,
    parties: &Parties,
    hits: &Hits,
    patterns: &Patterns,
) -> KindVerdict {
    if kind.kind == classify::Kind::Agreement {
        return kind;
    }
    let pages = document.pages.len();
    let input = assess::Input { path: "", contract, hits, kind: kind.kind, pages, quality: 1.0 };
    let letters = assess::article_28(input, patterns);
    classify::reconsider(kind, letters, contract, parties, patterns)
}

/// A mail that speaks of an agreement is none, however much it sounds like one.
fn kind(format: Format, by_content: KindVerdict) -> KindVerdict {
    use classify::Kind;
    let letter = matches!(format, Format::Mail | Format::Message);
    let binds = matches!(
        by_content.kind,
        Kind::Agreement
            | Kind::Amendment
            | Kind::Annex
            | Kind::Terms
            | Kind::OtherContract
            | Kind::Other
            | Kind::Unknown
    );
    if letter && binds {
        KindVerdict {
            kind: Kind::Message,
            role: None,
            reason: "the body of an e-mail".into(),
            has_duties: false,
            called_agreement: false,
        }
    } else {
        by_content
    }
}

/// The format of a file, or why there is no reader for it.
pub(super) fn format_of(bytes: &[u8], name: &Path) -> Result<Format, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    match extract::sniff(bytes, name) {
        Some(extract::Kind::Readable(format)) => Ok(format),
        Some(extract::Kind::Refused(why)) => Err(why),
        None => Err(Unreadable::Unsupported("not a known kind of document".into())),
    }
}

fn about(document: &Document, language: Option<&str>) -> About {
    let unread: Vec<String> = document
        .pages
        .iter()
        .filter(|p| matches!(p.state, PageState::Scanned | PageState::Garbled | PageState::Failed))
        .map(|p| p.number.to_string())
        .collect();
    let mut missing = String::new();
    if !unread.is_empty() {
        missing = format!("pages not read: {}", unread.join(", "));
    } else if document.flags.iter().any(|f| f == "partial") {
        missing = "the file ends too soon".into();
    } else if let Some(code) = language.filter(|code| !lang::is_known(code)) {
        missing = format!("written in another language than Dutch or English ({code})");
    }
    let read: Vec<f32> =
        document.pages.iter().filter(|p| p.state == PageState::Read).map(|p| p.quality).collect();
    About {
        pages: u32::try_from(document.pages.len()).unwrap_or(u32::MAX),
        reader: document.reader.clone(),
        quality: (read.iter().copied().fold(1.0, f32::min) * 1000.0).round() / 1000.0,
        flags: document.flags.clone(),
        reading: reading::reading(document),
        missing,
    }
}

/// The reason as the report gives it: the stable code, and behind a colon what the reader said.
pub(super) fn reason(why: &Unreadable) -> String {
    match why {
        Unreadable::Malformed(words)
        | Unreadable::TooLarge(words)
        | Unreadable::Crashed(words)
        | Unreadable::Unsupported(words)
        | Unreadable::Io(words) => format!("{}: {words}", why.code()),
        Unreadable::OutOfTime => format!("{}: more work than --timeout allows", why.code()),
        Unreadable::OutOfMemory => format!("{}: more than --max-memory allows", why.code()),
        _ => why.code().to_string(),
    }
}

/// One document as the scanner sees it, for `dpascan extract`.
#[derive(Debug)]
pub struct Viewed {
    /// The document as read.
    pub document: Document,
    /// Its clauses.
    pub contract: Contract,
    /// Its kind.
    pub kind: KindVerdict,
}

/// Reads one document up to its kind.
///
/// # Errors
/// Why it could not be read.
pub fn view(
    bytes: &[u8],
    name: &Path,
    forced: Option<Format>,
    reader: &Reader,
    patterns: &Patterns,
) -> Result<Viewed, Unreadable> {
    let format = match forced {
        Some(format) => format,
        None => format_of(bytes, name)?,
    };
    through(bytes, format, reader, patterns).map(|(viewed, _, _)| viewed)
}
