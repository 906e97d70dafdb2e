//! A long document: threads of the child share its pages.
//!
//! In: an opened PDF and its bytes. Out: the document that one thread alone would read. What must
//! stay true: pages know nothing of each other, and what is gathered on the way is put together in
//! their order; each thread opens the file for itself, since the readers keep notes of their own.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::super::{Document, Limits, Page, PageReader, Unreadable};
use super::{
    Gathered, Glyphs, Lazy, best_page, finish, hayro, start, text_bytes_of, too_much_text,
};

/// Fewer pages than this are read faster than another thread is ready.
const LONG: usize = 48;
/// So many pages at a time are taken by a thread.
const STRETCH: usize = 8;
/// Readers recurse: as much as the child's own thread has.
const STACK: usize = 64 << 20;

/// Whether sharing the pages is worth it.
pub(super) fn is_long(opened: &hayro::Opened<'_>, limits: &Limits) -> bool {
    limits.threads > 1 && opened.len() >= LONG
}

/// The pages that are still to be read, and those that were.
struct Shared<'a> {
    bytes: &'a [u8],
    limits: &'a Limits,
    next: AtomicUsize,
    text_bytes: AtomicUsize,
    done: Mutex<Vec<(usize, Page, Gathered)>>,
}

/// Reads every page, as [`super::collect`] does.
pub(super) fn collect(
    opened: &hayro::Opened<'_>,
    bytes: &[u8],
    limits: &Limits,
    flags: Vec<String>,
) -> Result<Document, Unreadable> {
    let mut gathered = start(opened, limits, flags)?;
    let shared = Shared {
        bytes,
        limits,
        next: AtomicUsize::new(0),
        text_bytes: AtomicUsize::new(0),
        done: Mutex::new(Vec::new()),
    };
    std::thread::scope(|scope| {
        for _ in 1..limits.threads.min(opened.len() / STRETCH) {
            let help = || {
                // What cannot be opened a second time is read by the first thread alone.
                let _ = hayro::with(bytes, limits, |own| shared.read(own));
            };
            // Where the system grants no thread, the others read more.
            let _ = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, help);
        }
        shared.read(opened);
    });
    if shared.text_bytes.into_inner() > limits.max_text_bytes {
        return Err(too_much_text(limits));
    }
    let mut done = shared.done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, ..)| *index);
    let mut pages = Vec::new();
    for (_, page, more) in done {
        gathered.flags.extend(more.flags);
        gathered.asides.notes.extend(more.asides.notes);
        pages.push(page);
    }
    Ok(finish(pages, PageReader::Hayro, gathered))
}

impl Shared<'_> {
    /// Reads pages until none is left, or there is too much text.
    fn read(&self, opened: &hayro::Opened<'_>) {
        let second = Lazy::new(self.bytes, self.limits);
        let layers = opened.has_layers_off();
        loop {
            let from = self.next.fetch_add(STRETCH, Ordering::Relaxed);
            for index in from..opened.len().min(from + STRETCH) {
                let mut gathered = Gathered::default();
                let kinds = (layers, false);
                let page = best_page(
                    opened,
                    Some(&second),
                    index,
                    PageReader::Hayro,
                    kinds,
                    &mut gathered,
                );
                self.text_bytes.fetch_add(text_bytes_of(&page), Ordering::Relaxed);
                let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
                done.push((index, page, gathered));
            }
            let read = self.text_bytes.load(Ordering::Relaxed);
            if from + STRETCH >= opened.len() || read > self.limits.max_text_bytes {
                return;
            }
        }
    }
}
