//! The first reader: hayro interprets a page and tells this device of every glyph that it draws.

use std::sync::Arc;

use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, TransformExt, interpret_page,
};

use super::super::{Limits, Unreadable, container};
use super::collector::Collector;
use super::decode::Decoder;
use super::face::Known;
use super::glyph::{Glyph, RawPage};
use super::walk::Walker;
use super::{Glyphs, annotation, form, layer, sight};

/// Opens the PDF and hands it to `then`.
pub(super) fn with<T>(
    bytes: &[u8],
    limits: &Limits,
    then: impl FnOnce(&Opened<'_>) -> T,
) -> Result<T, Unreadable> {
    let pdf = open(bytes, limits)?;
    if form::is_dynamic(&pdf) {
        let why = "a form that only Adobe Reader lays out (XFA): open it there and print it to PDF";
        return Err(Unreadable::Unsupported(why.to_owned()));
    }
    let opened = Opened {
        pdf: &pdf,
        cache: InterpreterCache::new(),
        max_glyphs: limits.max_glyphs,
        known: Known::default(),
        decoder: Decoder::default(),
        walker: Walker::new(&pdf),
    };
    Ok(then(&opened))
}

/// Opens the PDF, with one of the known passwords where it is locked.
pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Pdf, Unreadable> {
    let bytes = Arc::new(bytes.to_vec());
    let empty = String::new();
    for password in std::iter::once(&empty).chain(&limits.passwords.0) {
        let data = bytes.clone();
        let loaded = std::panic::catch_unwind(|| Pdf::new_with_password(data, password));
        let loaded = loaded.map_err(|_| {
            Unreadable::Crashed("the reader panicked on the file's structure".to_owned())
        })?;
        match loaded {
            Ok(pdf) => return Ok(pdf),
            Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => {}
            Err(LoadPdfError::Decryption(_)) => {
                return Err(Unreadable::Malformed(
                    "the encryption is broken or unknown".to_owned(),
                ));
            }
            Err(LoadPdfError::Invalid) => {
                return Err(Unreadable::Malformed("no structure of a PDF".to_owned()));
            }
        }
    }
    Err(Unreadable::Encrypted)
}

/// A PDF that hayro could open.
pub(super) struct Opened<'a> {
    pdf: &'a Pdf,
    cache: InterpreterCache<'a>,
    max_glyphs: usize,
    known: Known,
    decoder: Decoder,
    walker: Walker<'a>,
}

impl Glyphs for Opened<'_> {
    fn flags(&self) -> Vec<String> {
        let signatures = form::signatures(self.pdf);
        let told = [
            (container::has_embedded(self.pdf), container::EMBEDDED),
            (signatures.signed > 0, "signed-digitally"),
            (signatures.empty > 0, "signature-field-empty"),
        ];
        told.into_iter().filter(|(is, _)| *is).map(|(_, flag)| flag.to_owned()).collect()
    }

    fn len(&self) -> usize {
        self.pdf.pages().len()
    }

    fn page(&self, index: usize) -> Result<RawPage, String> {
        let page = self.pdf.pages().get(index).ok_or("no such page")?;
        let (mut raw, _) = self.draw(page, RenderContent::PAGE);
        if annotation::any(page) {
            let (drawn, covers) = self.draw(page, RenderContent::ANNOTATIONS);
            sight::hide_all(&mut raw.glyphs, &covers);
            let told = annotation::read(page, drawn.glyphs, form::needs_appearances(self.pdf));
            raw.glyphs.extend(told.glyphs);
            raw.notes = told.notes;
        }
        sight::seen_first(&mut raw.glyphs);
        Ok(raw)
    }

    fn told(&self, index: usize) -> Vec<Glyph> {
        let page = self.pdf.pages().get(index).filter(|page| annotation::any(page));
        page.map_or_else(Vec::new, |page| annotation::read(page, Vec::new(), false).glyphs)
    }

    fn has_layers_off(&self) -> bool {
        layer::any_off(self.pdf)
    }
}

impl<'a> Opened<'a> {
    /// What a part of the page draws, and what it covers.
    fn draw(&self, page: &Page<'a>, part: RenderContent) -> (RawPage, Vec<Rect>) {
        let plain = (part == RenderContent::PAGE).then(|| self.walk(page)).flatten();
        plain.unwrap_or_else(|| self.interpret(page, part))
    }

    fn collector(&self, page: &Page<'a>) -> Collector<'_> {
        Collector::new(page.render_dimensions(), &self.known, &self.decoder, self.max_glyphs)
    }

    /// What a plain page draws.
    fn walk(&self, page: &Page<'a>) -> Option<(RawPage, Vec<Rect>)> {
        let mut collector = self.collector(page);
        let start = page.initial_transform(true).to_kurbo();
        self.walker.page(page, start, &self.cache, &mut collector)?;
        Some((collector.page, collector.sight.covers))
    }

    /// What hayro draws.
    fn interpret(&self, page: &Page<'a>, part: RenderContent) -> (RawPage, Vec<Rect>) {
        let mut collector = self.collector(page);
        let start = page.initial_transform(true).to_kurbo();
        let settings = InterpreterSettings { render_content: part, ..Default::default() };
        let bounds = collector.bounds();
        let mut context = Context::new(start, bounds, &self.cache, self.pdf.xref(), settings);
        interpret_page(page, &mut context, &mut collector);
        (collector.page, collector.sight.covers)
    }

    /// A page as it is read plainly, where it is, and as hayro reads it, with what both cover.
    #[cfg(test)]
    pub(super) fn both(&self, index: usize) -> Option<(Option<String>, String)> {
        let page = self.pdf.pages().get(index)?;
        let told = |read: (RawPage, Vec<Rect>)| format!("{read:?}");
        let full = self.interpret(page, RenderContent::PAGE);
        Some((self.walk(page).map(told), told(full)))
    }
}
