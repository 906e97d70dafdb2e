//! Bytes in, a [`Document`] of pages and lines out; or [`Unreadable`], which is data, not an error.
//!
//! What must stay true: a document that could not be read is never an empty document, and no
//! input, however hostile, ends the process (PDF readers run in a child, see `extract/worker.rs`).

mod asides;
mod container;
mod docx;
mod html;
mod limits;
mod markdown;
mod ocr;
mod odt;
mod pdf;
mod plain;
mod quality;
mod rtf;
mod sniff;
mod worker;
mod xml;

use serde::{Deserialize, Serialize};

pub use asides::{Asides, Disagreement, Note, PageReader};
pub use container::{Inside, Part, Unpacked};
pub use limits::{Limits, Passwords};
pub use ocr::{OCR_ARGUMENT, Ocr, run_ocr};
pub use pdf::PdfReader;
#[cfg(feature = "fuzzing")]
pub use pdf::laid_out;
pub use sniff::{Kind, sniff};
pub use worker::{Fence, Reader, ReaderOptions, WORKER_ARGUMENT, is_worker_call, run_worker};

/// The formats that are read, or recognised and refused with a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Portable Document Format.
    Pdf,
    /// Office Open XML text (Word).
    Docx,
    /// `OpenDocument` text.
    Odt,
    /// HTML page.
    Html,
    /// Markdown.
    Markdown,
    /// Plain text, UTF-8, UTF-16 or Windows-1252.
    Text,
    /// Rich Text Format.
    Rtf,
    /// An e-mail; its body is the document, its attachments are parts.
    #[serde(rename = "eml")]
    Mail,
    /// An Outlook message; as an e-mail.
    #[serde(rename = "msg")]
    Message,
    /// A ZIP archive: no document, but parts.
    Zip,
}

impl Format {
    /// The name in the report.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Docx => "docx",
            Format::Odt => "odt",
            Format::Html => "html",
            Format::Markdown => "markdown",
            Format::Text => "text",
            Format::Rtf => "rtf",
            Format::Mail => "eml",
            Format::Message => "msg",
            Format::Zip => "zip",
        }
    }

    /// Whether it always is a container; a PDF may be one, and says so by its flag.
    #[must_use]
    pub fn is_container(self) -> bool {
        matches!(self, Format::Zip | Format::Mail | Format::Message)
    }
}

/// The flag of a document in which other files stand.
pub const EMBEDDED_FILES: &str = container::EMBEDDED;

/// What a line is, as far as the format says so; PDF lines are all `Text`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A line (PDF) or a paragraph (other formats).
    Text,
    /// A heading with its level, from 1.
    Heading(u8),
    /// A list item with its depth, from 0; the marker or number stands at the start of the text.
    ListItem(u8),
    /// A table row; the cells are separated by ` | `. `header` marks the row that names the columns.
    TableRow {
        /// Whether this row names the columns.
        header: bool,
    },
}

/// One line of text and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The text, without its line end.
    pub text: String,
    /// What the format says that the line is.
    pub kind: LineKind,
    /// Whether this line surely starts a paragraph (every line of DOCX, HTML and Markdown;
    /// unknown for PDF, where `gap_above` and `left` tell).
    pub starts_paragraph: bool,
    /// Left and right edge in points from the page's left edge; 0 where the format has no places.
    pub left: f32,
    /// See `left`.
    pub right: f32,
    /// Baseline in points from the page's top edge; 0 where the format has no places.
    pub top: f32,
    /// Distance to the line above on the page, in units of this line's font size; 0 for the first.
    pub gap_above: f32,
    /// Font size in points; 0 where unknown.
    pub size: f32,
    /// Whether most of the line is set in bold.
    pub bold: bool,
    /// How many letters in bold open the line before the first that is not; 0 where unknown. A
    /// title on the line of its paragraph shows itself so.
    pub opens_bold: u32,
    /// Whether a reader of the page cannot see the text (invisible, white, off the page, tiny).
    pub hidden: bool,
}

impl Line {
    /// A paragraph of a format without places on a page.
    #[must_use]
    pub fn paragraph(text: String, kind: LineKind) -> Line {
        Line {
            text,
            kind,
            starts_paragraph: true,
            left: 0.0,
            right: 0.0,
            top: 0.0,
            gap_above: 0.0,
            size: 0.0,
            bold: false,
            opens_bold: 0,
            hidden: false,
        }
    }
}

/// Counts the letters in bold with which a paragraph opens.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Opening {
    bold: u32,
    over: bool,
}

impl Opening {
    /// The next piece of the paragraph.
    pub(crate) fn add(&mut self, text: &str, bold: bool) {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        if bold && !self.over {
            self.bold = self.bold.saturating_add(u32::try_from(letters).unwrap_or(u32::MAX));
        } else {
            self.over |= letters > 0;
        }
    }

    /// How many there are.
    pub(crate) fn letters(self) -> u32 {
        self.bold
    }
}

/// One page; formats without pages have one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Page number, from 1.
    pub number: u32,
    /// The lines in reading order.
    pub lines: Vec<Line>,
    /// Text quality from 0 (letter soup) to 1 (words).
    pub quality: f32,
    /// What kind of page it is.
    pub state: PageState,
    /// Width and height in points; 0 where the format has no places.
    pub width: f32,
    /// See `width`.
    pub height: f32,
    /// Whether its text was recognised from a picture.
    #[serde(default)]
    pub ocr: bool,
    /// Which reader gave its text.
    #[serde(default)]
    pub reader: PageReader,
}

/// Whether a page could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PageState {
    /// Text was read.
    Read,
    /// Nothing on it.
    Blank,
    /// An image without text.
    Scanned,
    /// Text that cannot be decoded.
    Garbled,
    /// The reader failed on this page.
    Failed,
}

/// A document as read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The format.
    pub format: Format,
    /// Which reader gave the text (`hayro`, `pdf-extract`, `docx`, `html`, …).
    pub reader: String,
    /// The pages, in order, all of them, read or not.
    pub pages: Vec<Page>,
    /// Things worth telling about the reading (`partial`, `hidden-text`, `open-changes`, …).
    pub flags: Vec<String>,
    /// What the reading tells beside the text.
    #[serde(default)]
    pub asides: Asides,
}

impl Document {
    /// Why nothing of the document was read, where that is so.
    #[must_use]
    pub fn unread(&self) -> Option<Unreadable> {
        let has = |state: PageState| self.pages.iter().any(|page| page.state == state);
        if has(PageState::Read) {
            None
        } else if has(PageState::Scanned) {
            Some(Unreadable::Scanned)
        } else if has(PageState::Garbled) && self.flags.iter().any(|flag| flag == "partial") {
            let why = "the file is cut off, and what is left cannot be decoded";
            Some(Unreadable::Malformed(why.to_owned()))
        } else if has(PageState::Garbled) {
            Some(Unreadable::Garbled)
        } else if has(PageState::Failed) {
            Some(Unreadable::Malformed("no page could be read".to_owned()))
        } else if self.format == Format::Pdf && self.flags.iter().any(|flag| flag == "partial") {
            // What stood on the pages is gone, which is another thing than pages without text.
            Some(Unreadable::Malformed("the file is cut off, and nothing is left".to_owned()))
        } else if self.format == Format::Pdf {
            Some(Unreadable::Empty)
        } else {
            // A mail without words is one still: its attachments count.
            None
        }
    }
}

/// Why a document could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unreadable {
    /// A password is needed.
    Encrypted,
    /// Every page is an image.
    Scanned,
    /// The text cannot be decoded.
    Garbled,
    /// The file is not what its format demands; the reader's words.
    Malformed(String),
    /// A limit of time was hit.
    OutOfTime,
    /// The limit of memory was hit.
    OutOfMemory,
    /// A limit of size or number was hit; which one.
    TooLarge(String),
    /// The reader crashed; how.
    Crashed(String),
    /// The format is not supported; what to do.
    Unsupported(String),
    /// The file could not be opened; the system's words.
    Io(String),
    /// Nothing in it.
    Empty,
}

impl Unreadable {
    /// The stable word for the JSON report, such as `encrypted` or `scanned`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Unreadable::Encrypted => "encrypted",
            Unreadable::Scanned => "scanned",
            Unreadable::Garbled => "garbled",
            Unreadable::Malformed(_) => "malformed",
            Unreadable::OutOfTime => "out-of-time",
            Unreadable::OutOfMemory => "out-of-memory",
            Unreadable::TooLarge(_) => "too-large",
            Unreadable::Crashed(_) => "crashed",
            Unreadable::Unsupported(_) => "unsupported",
            Unreadable::Io(_) => "io-error",
            Unreadable::Empty => "empty",
        }
    }
}

/// Reads `bytes` in this process.
///
/// Only for the child process, for tests, and for formats that cannot harm (`Reader` knows which):
/// a hostile PDF may end the process that calls this.
///
/// # Errors
/// What keeps the document from being read, as data.
pub fn read(
    bytes: &[u8],
    format: Format,
    limits: &Limits,
    reader: PdfReader,
) -> Result<Document, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limits.max_bytes {
        return Err(Limits::too_many_bytes(limits.max_bytes));
    }
    let document = read_pages(bytes, format, limits, reader)?;
    match document.unread() {
        Some(why) => Err(why),
        None => Ok(document),
    }
}

/// Like [`read`], but a document none of whose pages has text is one too: its pages may be
/// recognised yet.
fn read_pages(
    bytes: &[u8],
    format: Format,
    limits: &Limits,
    reader: PdfReader,
) -> Result<Document, Unreadable> {
    let document = match format {
        Format::Pdf => pdf::read(bytes, limits, reader),
        Format::Docx => docx::read(bytes, limits),
        Format::Odt => odt::read(bytes, limits),
        Format::Html => html::read(bytes, limits),
        Format::Markdown => markdown::read(bytes, limits),
        Format::Text => plain::read(bytes, limits),
        Format::Rtf => rtf::read(bytes, limits),
        Format::Mail => container::read_mail(bytes, limits),
        Format::Message => container::read_message(bytes, limits),
        Format::Zip => {
            Err(Unreadable::Unsupported("an archive; unpack it first, or scan it".into()))
        }
    }?;
    let text: usize =
        document.pages.iter().flat_map(|page| &page.lines).map(|line| line.text.len()).sum();
    if text > limits.max_text_bytes {
        return Err(Unreadable::TooLarge(format!(
            "more than {} bytes of text",
            limits.max_text_bytes
        )));
    }
    Ok(document)
}

/// A document of a format without pages: one page that holds `lines`.
fn single_page(
    format: Format,
    reader: &str,
    lines: Vec<Line>,
    flags: Vec<String>,
) -> Result<Document, Unreadable> {
    if lines.iter().all(|line| line.text.trim().is_empty()) {
        return Err(Unreadable::Empty);
    }
    let quality = quality::of_lines(&lines);
    let page = Page {
        number: 1,
        lines,
        quality,
        state: PageState::Read,
        width: 0.0,
        height: 0.0,
        ocr: false,
        reader: PageReader::Own,
    };
    Ok(Document {
        format,
        reader: reader.to_owned(),
        pages: vec![page],
        flags,
        asides: Asides::default(),
    })
}
