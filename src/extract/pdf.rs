//! PDF bytes → pages of lines, through two independent readers and one layout.
//!
//! hayro reads first; a page on which it fails, or whose text is poor, is read by `pdf-extract`
//! too, and the better text is kept. Either may panic, overflow or hang on hostile input: this
//! module runs in the child process only.

#[cfg(feature = "fuzzing")]
mod fuzzed;
mod glyph;
mod hayro;
mod layout;
mod named;
mod order;
mod picture;
mod repair;
mod table;
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};

#[cfg(feature = "fuzzing")]
pub use fuzzed::laid_out;
pub(in crate::extract) use picture::{Picture, draw};

use super::quality;
use super::{Document, Format, Limits, Page, PageState, Unreadable};
use glyph::RawPage;

/// Which reader gives the text of a PDF.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PdfReader {
    /// hayro, and `pdf-extract` for the pages that hayro reads badly.
    #[default]
    Auto,
    /// hayro alone.
    Hayro,
    /// `pdf-extract` alone.
    PdfExtract,
}

/// Below this text quality the other reader gets its chance.
const POOR: f32 = 0.8;
/// Below this a page counts as one whose text cannot be decoded.
const GARBLED: f32 = 0.5;
/// Fewer letters than this beside an image that fills the page are a stamp or a page number.
const STAMP: usize = 24;

/// One opened PDF, by either reader.
trait Glyphs {
    /// Number of pages.
    fn len(&self) -> usize;
    /// The glyphs of the page with this index, from 0.
    fn page(&self, index: usize) -> Result<RawPage, String>;
    /// Flags about the whole document.
    fn flags(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Opens the PDF for what else than text is in it.
pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<hayro_syntax::Pdf, Unreadable> {
    let (repaired, _) = repair::repair(bytes);
    hayro::open(&repaired, limits)
}

pub(super) fn read(
    bytes: &[u8],
    limits: &Limits,
    reader: PdfReader,
) -> Result<Document, Unreadable> {
    match reader {
        PdfReader::PdfExtract => {
            let opened = named::open(bytes, limits)?;
            collect(&opened, None::<&named::Opened>, limits, "pdf-extract", Vec::new())
        }
        PdfReader::Hayro => {
            let (bytes, flags) = repair::repair(bytes);
            hayro::with(&bytes, limits, |opened| {
                collect(opened, None::<&named::Opened>, limits, "hayro", flags.clone())
            })?
        }
        PdfReader::Auto => {
            let (repaired, flags) = repair::repair(bytes);
            // Opened only when a page asks for it: most documents never do.
            let second = Lazy::new(&repaired, limits);
            let first = hayro::with(&repaired, limits, |opened| {
                collect(opened, Some(&second), limits, "hayro", flags.clone())
            });
            match first {
                Ok(Ok(document))
                    if document.pages.iter().any(|page| page.state == PageState::Read) =>
                {
                    Ok(document)
                }
                Ok(Err(Unreadable::TooLarge(why))) => Err(Unreadable::TooLarge(why)),
                Err(Unreadable::Encrypted) => Err(Unreadable::Encrypted),
                Ok(outcome) => outcome,
                Err(error) => {
                    let opened = named::open(&repaired, limits).map_err(|_| error)?;
                    collect(&opened, None::<&named::Opened>, limits, "pdf-extract", flags)
                }
            }
        }
    }
}

/// The second reader, opened on first use.
struct Lazy<'a> {
    bytes: &'a [u8],
    limits: &'a Limits,
    opened: std::cell::OnceCell<Option<named::Opened>>,
}

impl<'a> Lazy<'a> {
    fn new(bytes: &'a [u8], limits: &'a Limits) -> Lazy<'a> {
        Lazy { bytes, limits, opened: std::cell::OnceCell::new() }
    }

    fn get(&self) -> Option<&named::Opened> {
        self.opened.get_or_init(|| named::open(self.bytes, self.limits).ok()).as_ref()
    }
}

impl Glyphs for Lazy<'_> {
    fn len(&self) -> usize {
        self.get().map_or(0, Glyphs::len)
    }

    fn page(&self, index: usize) -> Result<RawPage, String> {
        self.get().ok_or_else(|| "the second reader cannot open the file".to_owned())?.page(index)
    }
}

/// Reads every page with `first`, and again with `second` where the text is poor.
fn collect(
    first: &impl Glyphs,
    second: Option<&impl Glyphs>,
    limits: &Limits,
    name: &str,
    mut flags: Vec<String>,
) -> Result<Document, Unreadable> {
    if first.len() == 0 {
        return Err(Unreadable::Malformed("no pages".to_owned()));
    }
    if first.len() > limits.max_pages {
        return Err(Limits::too_many_pages(limits.max_pages));
    }
    flags.extend(first.flags());
    let mut pages = Vec::new();
    let mut text_bytes = 0;
    let mut switched = 0_usize;
    for index in 0..first.len() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let mut page = one_page(first, index, number, &mut flags);
        let poor = page.state == PageState::Failed
            || page.state == PageState::Garbled
            || page.quality < POOR;
        if let (true, Some(second)) = (poor, second) {
            let other = one_page(second, index, number, &mut Vec::new());
            if better(&other, &page) {
                page = other;
                switched += 1;
            }
        }
        text_bytes += page.lines.iter().map(|line| line.text.len()).sum::<usize>();
        if text_bytes > limits.max_text_bytes {
            return Err(Unreadable::TooLarge(format!(
                "more than {} bytes of text",
                limits.max_text_bytes
            )));
        }
        pages.push(page);
    }
    let reader = match switched {
        0 => name.to_owned(),
        n if n == pages.len() => "pdf-extract".to_owned(),
        _ => format!("{name}+pdf-extract"),
    };
    Ok(finish(pages, reader, flags))
}

/// The document with the flags that its pages ask for.
fn finish(pages: Vec<Page>, reader: String, mut flags: Vec<String>) -> Document {
    let count = |state: PageState| pages.iter().filter(|page| page.state == state).count();
    let (scanned, garbled, failed) =
        (count(PageState::Scanned), count(PageState::Garbled), count(PageState::Failed));
    if pages.iter().flat_map(|page| &page.lines).any(|line| line.hidden) {
        flags.push("hidden-text".to_owned());
    }
    for (number, flag) in
        [(scanned, "scanned-pages"), (garbled, "garbled-pages"), (failed, "failed-pages")]
    {
        if number > 0 {
            flags.push(flag.to_owned());
        }
    }
    flags.sort_unstable();
    flags.dedup();
    Document { format: Format::Pdf, reader, pages, flags }
}

fn one_page(reader: &impl Glyphs, index: usize, number: u32, flags: &mut Vec<String>) -> Page {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        reader.page(index).map(|raw| from_raw(raw, number, flags))
    }));
    match outcome {
        Ok(Ok(page)) => page,
        Ok(Err(_)) | Err(_) => Page {
            number,
            lines: Vec::new(),
            quality: 0.0,
            state: PageState::Failed,
            width: 0.0,
            height: 0.0,
            ocr: false,
        },
    }
}

fn from_raw(mut raw: RawPage, number: u32, flags: &mut Vec<String>) -> Page {
    if raw.unveil_text_layer() {
        flags.push("text-layer".to_owned());
    }
    raw.mark_bold_strokes();
    if raw.overfull {
        flags.push("partial".to_owned());
    }
    let lines = layout::lines(&raw);
    let letters: usize = lines
        .iter()
        .filter(|line| !line.hidden)
        .map(|line| line.text.chars().filter(|c| c.is_alphanumeric()).count())
        .sum();
    let soup = lines
        .iter()
        .flat_map(|line| line.text.chars())
        .filter(|c| quality::is_undecoded(*c))
        .count();
    let quality = quality::of_lines(&lines);
    let state = if letters + soup < STAMP && raw.image_share > 0.4 {
        PageState::Scanned
    } else if letters + soup == 0 && raw.drawn > 200 {
        // Text drawn as outlines: nothing to decode, but plainly not blank.
        PageState::Scanned
    } else if letters + soup == 0 {
        PageState::Blank
    } else if quality < GARBLED {
        PageState::Garbled
    } else {
        PageState::Read
    };
    Page { number, lines, quality, state, width: raw.width, height: raw.height, ocr: false }
}

fn better(other: &Page, page: &Page) -> bool {
    let rank = |page: &Page| match page.state {
        PageState::Read => 3,
        PageState::Garbled => 2,
        PageState::Scanned => 2,
        PageState::Blank => 1,
        PageState::Failed => 0,
    };
    let words = |page: &Page| {
        page.lines.iter().map(|line| line.text.split_whitespace().count()).sum::<usize>()
    };
    if page.state == PageState::Failed {
        // An empty answer of the second reader proves nothing about a page that failed the first.
        return other.state != PageState::Failed && other.state != PageState::Blank;
    }
    (rank(other), other.quality) > (rank(page), page.quality + 0.02)
        && words(other) * 10 >= words(page) * 8
}

#[cfg(test)]
mod tests;
