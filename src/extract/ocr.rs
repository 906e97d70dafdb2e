//! Pages that are pictures → lines, by `tesseract`, where the machine has it.
//!
//! In: a document whose pages were read as far as they hold text, and a way to get a page's
//! picture. Out: the same document with the lines of its pictures. What must stay true: what was
//! recognised is marked as such, and a page that came out badly counts as not read.

mod engine;
mod table;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::pdf::Picture;
use super::{Document, Limits, Page, PageReader, PageState, Unreadable};
use crate::lang;

pub(super) use engine::Engine;
pub use engine::{OCR_ARGUMENT, run_ocr};

/// When pages are recognised from their pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ocr {
    /// Pages without text that can be read, where `tesseract` is installed.
    #[default]
    Auto,
    /// Never.
    Off,
    /// Every page of a PDF.
    Force,
}

/// Below this mean confidence of its words, from 0 to 1, a page counts as not read.
const LEGIBLE: f32 = 0.6;

/// Where a page's picture comes from.
pub(super) type Pictures<'a> = &'a (dyn Fn(u32) -> Result<(Picture, Vec<u8>), Unreadable> + Sync);

/// Recognises the pages of `document` that need it.
pub(super) fn recognise(
    document: &mut Document,
    mode: Ocr,
    engine: &Engine,
    limits: &Limits,
    pictures: Pictures<'_>,
) {
    let wanted: Vec<u32> =
        document.pages.iter().filter(|page| wants(page, mode)).map(|page| page.number).collect();
    let Some(first) = wanted.first() else { return };
    // A page that ends the process that draws it will not be the only one of its kind. What comes
    // before the first of them is kept, whichever thread was faster.
    let harmful = AtomicU32::new(u32::MAX);
    let at = |page: u32, language: &str| {
        let _permit = PERMITS.take();
        if page > harmful.load(Ordering::Relaxed) {
            return None;
        }
        match pictures(page) {
            Ok((picture, file)) => {
                let tsv = engine.read(&file, language, limits).ok()?;
                Some(table::lines(&tsv, picture.scale))
            }
            Err(Unreadable::Crashed(_) | Unreadable::OutOfTime) => {
                harmful.fetch_min(page, Ordering::Relaxed);
                None
            }
            Err(_) => None,
        }
    };
    let Some(language) = language(document, engine, || at(*first, engine.first())) else { return };
    let mut done = side_by_side(&wanted, |page| at(page, language));
    done.retain(|(page, _)| *page < harmful.load(Ordering::Relaxed));
    let mut some = false;
    for page in &mut document.pages {
        let Some(found) = done.iter().find(|(number, _)| *number == page.number) else { continue };
        let Some((lines, quality)) = &found.1 else { continue };
        if lines.is_empty() || *quality < LEGIBLE {
            continue;
        }
        page.lines.clone_from(lines);
        page.quality = *quality;
        page.state = PageState::Read;
        page.ocr = true;
        page.reader = PageReader::Ocr;
        some = true;
    }
    if some {
        let all = document.pages.iter().all(|page| page.ocr || page.state != PageState::Read);
        let name = engine.name();
        document.reader = if all { name } else { format!("{}+{name}", document.reader) };
        document.flags.push("ocr".to_owned());
        let left = |state| document.pages.iter().any(|page| page.state == state);
        let (scanned, garbled) = (left(PageState::Scanned), left(PageState::Garbled));
        document.flags.retain(|flag| match flag.as_str() {
            "scanned-pages" => scanned,
            "garbled-pages" => garbled,
            _ => true,
        });
        document.flags.sort_unstable();
        document.flags.dedup();
    }
}

fn wants(page: &Page, mode: Ocr) -> bool {
    match mode {
        Ocr::Off => false,
        Ocr::Auto => is_picture(page),
        Ocr::Force => page.state != PageState::Blank,
    }
}

/// Whether a page is a picture of text, or text that cannot be decoded.
pub(super) fn is_picture(page: &Page) -> bool {
    matches!(page.state, PageState::Scanned | PageState::Garbled)
}

/// The lines of one page and its quality.
type Recognised = Option<(Vec<super::Line>, f32)>;

/// The language of the document in `tesseract`'s words: told by its other pages, or by a first
/// look at the first picture. Never two at once: accents get lost then.
fn language<'e>(
    document: &Document,
    engine: &'e Engine,
    look: impl FnOnce() -> Recognised,
) -> Option<&'e str> {
    let read = document.pages.iter().filter(|page| page.state == PageState::Read);
    let text: Vec<&str> =
        read.flat_map(|page| &page.lines).map(|line| line.text.as_str()).collect();
    let told = lang::detect(&text.join("\n")).or_else(|| {
        let (lines, _) = look()?;
        let text: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        lang::detect(&text.join("\n"))
    });
    match told {
        Some(code) => engine.language(code),
        None => Some(engine.first()),
    }
}

/// Reads pages on as many threads as there are permits, in any order, and returns all of them.
///
/// Threads of its own, not those of the pool: a pool's thread that waits here would take up another
/// document, perhaps a copy of this one, and wait for itself.
fn side_by_side(pages: &[u32], read: impl Fn(u32) -> Recognised + Sync) -> Vec<(u32, Recognised)> {
    let next = Mutex::new(pages.iter());
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..pages.len().min(rayon::current_num_threads()) {
            scope.spawn(|| {
                loop {
                    let page = next.lock().unwrap_or_else(PoisonError::into_inner).next().copied();
                    let Some(page) = page else { break };
                    let found = (page, read(page));
                    done.lock().unwrap_or_else(PoisonError::into_inner).push(found);
                }
            });
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// How many pages are recognised at the same time in this process.
static PERMITS: Permits = Permits { taken: Mutex::new(0), back: Condvar::new() };

struct Permits {
    taken: Mutex<usize>,
    back: Condvar,
}

struct Permit(&'static Permits);

impl Permits {
    fn take(&'static self) -> Permit {
        let most = std::thread::available_parallelism().map_or(1, usize::from);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken >= most {
            taken = self.back.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken += 1;
        Permit(self)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        *self.0.taken.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.back.notify_one();
    }
}
