//! PDF bytes → pages of lines, through two independent readers and one layout.
//!
//! hayro reads first; a page on which it fails, or whose text is poor, is read by `pdf-extract`
//! too, and the better text is kept. Either may panic, overflow or hang on hostile input: this
//! module runs in the child process only.

mod annotation;
mod codes;
mod collector;
mod colour;
mod cross;
mod decode;
mod face;
mod form;
#[cfg(feature = "fuzzing")]
mod fuzzed;
mod glyph;
mod hayro;
mod layer;
mod layout;
mod named;
mod order;
mod picture;
mod repair;
mod share;
mod sight;
mod table;
mod text_string;
mod typeset;
mod walk;
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};

#[cfg(feature = "fuzzing")]
pub use fuzzed::laid_out;
pub(in crate::extract) use picture::{Picture, draw};

use super::asides::MOST_NOTES;
use super::quality;
use super::{Asides, Document, Format, Limits, Note, Page, PageReader, PageState, Unreadable};
use glyph::{Glyph, RawPage};

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
    /// As `Auto`, and every page by both, to tell where they differ.
    Both,
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
    /// What fields and annotations of the page say, whatever their own appearances draw: for the
    /// other reader, which draws none of them.
    fn told(&self, _index: usize) -> Vec<Glyph> {
        Vec::new()
    }
    /// Whether something on the pages is switched off, so that this reader leaves it out.
    fn has_layers_off(&self) -> bool {
        false
    }
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
            collect(
                &opened,
                None::<&named::Opened>,
                limits,
                PageReader::PdfExtract,
                Vec::new(),
                false,
            )
        }
        PdfReader::Hayro => {
            let (bytes, flags) = repair::repair(bytes);
            hayro::with(&bytes, limits, |opened| {
                collect(opened, None::<&named::Opened>, limits, PageReader::Hayro, flags, false)
            })?
        }
        PdfReader::Auto | PdfReader::Both => {
            let cross = reader == PdfReader::Both;
            let (repaired, flags) = repair::repair(bytes);
            // Opened only when a page asks for it: most documents never do.
            let second = Lazy::new(&repaired, limits);
            let first = hayro::with(&repaired, limits, |opened| {
                if !cross && share::is_long(opened, limits) {
                    return share::collect(opened, &repaired, limits, flags.clone());
                }
                collect(opened, Some(&second), limits, PageReader::Hayro, flags.clone(), cross)
            });
            match first {
                Ok(Ok(document))
                    if document.pages.iter().any(|page| page.state == PageState::Read) =>
                {
                    Ok(document)
                }
                Ok(Err(Unreadable::TooLarge(why))) => Err(Unreadable::TooLarge(why)),
                Err(known @ (Unreadable::Encrypted | Unreadable::Unsupported(_))) => Err(known),
                Ok(outcome) => outcome,
                Err(error) => {
                    let opened = named::open(&repaired, limits).map_err(|_| error)?;
                    collect(
                        &opened,
                        None::<&named::Opened>,
                        limits,
                        PageReader::PdfExtract,
                        flags,
                        false,
                    )
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

/// What is gathered while the pages are read.
#[derive(Default)]
struct Gathered {
    flags: Vec<String>,
    asides: Asides,
}

/// Reads every page with `first`, and again with `second` where the text is poor, where layers
/// are switched off, and everywhere if `cross` says so.
fn collect(
    first: &impl Glyphs,
    second: Option<&impl Glyphs>,
    limits: &Limits,
    by: PageReader,
    flags: Vec<String>,
    cross: bool,
) -> Result<Document, Unreadable> {
    let mut gathered = start(first, limits, flags)?;
    let layers = first.has_layers_off();
    let mut pages = Vec::new();
    let mut text_bytes = 0;
    for index in 0..first.len() {
        let page = best_page(first, second, index, by, (layers, cross), &mut gathered);
        text_bytes += text_bytes_of(&page);
        if text_bytes > limits.max_text_bytes {
            return Err(too_much_text(limits));
        }
        pages.push(page);
    }
    Ok(finish(pages, by, gathered))
}

/// What is known before the first page is read, where the pages are neither none nor too many.
fn start(
    first: &impl Glyphs,
    limits: &Limits,
    mut flags: Vec<String>,
) -> Result<Gathered, Unreadable> {
    if first.len() == 0 {
        return Err(Unreadable::Malformed("no pages".to_owned()));
    }
    if first.len() > limits.max_pages {
        return Err(Limits::too_many_pages(limits.max_pages));
    }
    flags.extend(first.flags());
    Ok(Gathered { flags, asides: Asides::default() })
}

/// The page with this index by `first`, and where that is wanted (`layers` switched off, `cross`
/// reading) or its text is poor, by `second` if that reads it better.
fn best_page(
    first: &impl Glyphs,
    second: Option<&impl Glyphs>,
    index: usize,
    by: PageReader,
    (layers, cross): (bool, bool),
    gathered: &mut Gathered,
) -> Page {
    let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
    let page = one_page(number, by, gathered, || first.page(index));
    let poor =
        page.state == PageState::Failed || page.state == PageState::Garbled || page.quality < POOR;
    let Some(second) = second.filter(|_| poor || layers || cross) else { return page };
    let other = one_page(number, PageReader::PdfExtract, &mut Gathered::default(), || {
        let mut raw = second.page(index)?;
        raw.glyphs.extend(first.told(index));
        Ok(raw)
    });
    choose(page, other, layers, cross, &mut gathered.asides)
}

fn text_bytes_of(page: &Page) -> usize {
    page.lines.iter().map(|line| line.text.len()).sum()
}

fn too_much_text(limits: &Limits) -> Unreadable {
    Unreadable::TooLarge(format!("more than {} bytes of text", limits.max_text_bytes))
}

/// The better of two readings of a page, with what only the other sees on layers switched off.
fn choose(mut page: Page, other: Page, layers: bool, cross: bool, asides: &mut Asides) -> Page {
    if layers && page.state != PageState::Failed {
        page.lines.extend(cross::unseen(&page, &other));
    }
    if cross {
        asides.disagreements.extend(cross::compare(&page, &other));
    }
    if better(&other, &page) { other } else { page }
}

/// The document with the flags that its pages ask for.
fn finish(pages: Vec<Page>, by: PageReader, gathered: Gathered) -> Document {
    let Gathered { mut flags, asides } = gathered;
    let switched = pages.iter().filter(|page| page.reader != by).count();
    let reader = match switched {
        0 => by.name().to_owned(),
        n if n == pages.len() => PageReader::PdfExtract.name().to_owned(),
        _ => format!("{}+{}", by.name(), PageReader::PdfExtract.name()),
    };
    let count = |state: PageState| pages.iter().filter(|page| page.state == state).count();
    let told = [
        (pages.iter().flat_map(|page| &page.lines).any(|line| line.hidden), "hidden-text"),
        (!asides.notes.is_empty(), "comments"),
        (!asides.disagreements.is_empty(), "readers-disagree"),
        (count(PageState::Scanned) > 0, "scanned-pages"),
        (count(PageState::Garbled) > 0, "garbled-pages"),
        (count(PageState::Failed) > 0, "failed-pages"),
    ];
    flags.extend(told.into_iter().filter(|(is, _)| *is).map(|(_, flag)| flag.to_owned()));
    flags.sort_unstable();
    flags.dedup();
    Document { format: Format::Pdf, reader, pages, flags, asides }
}

fn one_page(
    number: u32,
    by: PageReader,
    gathered: &mut Gathered,
    read: impl FnOnce() -> Result<RawPage, String>,
) -> Page {
    let outcome =
        catch_unwind(AssertUnwindSafe(|| read().map(|raw| from_raw(raw, number, by, gathered))));
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
            reader: by,
        },
    }
}

fn from_raw(mut raw: RawPage, number: u32, by: PageReader, gathered: &mut Gathered) -> Page {
    if raw.unveil_text_layer() {
        gathered.flags.push("text-layer".to_owned());
    }
    raw.mark_bold_strokes();
    if raw.overfull {
        gathered.flags.push("partial".to_owned());
    }
    let note = |text| Note { page: number, text };
    let room = MOST_NOTES.saturating_sub(gathered.asides.notes.len());
    gathered.asides.notes.extend(raw.notes.drain(..).take(room).map(note));
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
    Page {
        number,
        lines,
        quality,
        state,
        width: raw.width,
        height: raw.height,
        ocr: false,
        reader: by,
    }
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
