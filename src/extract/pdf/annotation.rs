//! Annotations of a page: values of form fields and text boxes that are not drawn are written at
//! their place; remarks of readers are told apart from the text.
//!
//! In: a page, and the glyphs that the file's own appearances of its annotations draw. Out: the
//! glyphs that a reader of the page sees in their place.

use hayro_interpret::kurbo::Rect;
use hayro_interpret::{RectExt, TransformExt};
use hayro_syntax::object::{Array, Dict, Name, Rect as PdfRect, String as PdfString};
use hayro_syntax::page::Page;

use super::super::quality;
use super::form::{self, Value};
use super::glyph::Glyph;
use super::{text_string, typeset};

/// Bits of `F` (ISO 32000-1, table 165): the annotation is not shown.
const UNSEEN: u32 = 1 << 1 | 1 << 5;
/// More annotations than this on a page are a trap.
const MOST: usize = 2_000;
/// More letters than this in the annotations of a page are no values of fields.
const LETTERS: usize = 200_000;
/// A longer text, in letters, is no value either, and no remark.
const LONGEST: usize = 20_000;

/// What the annotations add to the page.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// What is seen of them.
    pub(super) glyphs: Vec<Glyph>,
    /// Remarks that readers of the page pinned to it: no part of the text.
    pub(super) notes: Vec<String>,
    /// Letters that were set.
    set: usize,
}

/// Whether the page has annotations.
pub(super) fn any(page: &Page<'_>) -> bool {
    page.raw().contains_key("Annots")
}

/// What the annotations of the page say, given what their own appearances draw. With `redraw`,
/// viewers draw the values of fields anew.
pub(super) fn read(page: &Page<'_>, drawn: Vec<Glyph>, redraw: bool) -> Told {
    let mut told = Told { glyphs: drawn, ..Told::default() };
    let Some(all) = page.raw().get::<Array<'_>>("Annots") else { return told };
    let to_view = page.initial_transform(true).to_kurbo();
    for annotation in all.iter::<Dict<'_>>().take(MOST) {
        let Some(kind) = annotation.get::<Name<'_>>("Subtype") else { continue };
        let Some(rect) = annotation.get::<PdfRect>("Rect") else { continue };
        let place = to_view.transform_rect_bbox(rect.to_kurbo());
        match &*kind {
            b"Widget" => told.field(&annotation, place, redraw),
            b"FreeText" => {
                if let Some(text) = contents(&annotation) {
                    told.text(&annotation, place, &text, true, false);
                }
            }
            b"Stamp" => {
                let text = contents(&annotation).or_else(|| stamp(&annotation));
                if let Some(text) = text {
                    told.text(&annotation, place, &text, false, false);
                }
            }
            b"Text" | b"Highlight" | b"Underline" | b"StrikeOut" | b"Squiggly" | b"Caret"
            | b"Line" | b"Square" | b"Circle" | b"Polygon" | b"PolyLine" | b"Ink" => {
                told.notes.extend(contents(&annotation));
            }
            _ => {}
        }
    }
    told
}

impl Told {
    fn field(&mut self, widget: &Dict<'_>, place: Rect, redraw: bool) {
        if self.set >= LETTERS {
            return;
        }
        match form::value(widget) {
            Some(Value::Text { text, multiline }) => {
                self.text(widget, place, &text, multiline, redraw);
            }
            Some(Value::Box(ticked)) => {
                // A tick is drawn in many ways, in letters of symbol fonts or in lines.
                self.glyphs.retain(|glyph| !stands_in(glyph, place));
                let sign = if ticked { "☒" } else { "☐" };
                self.write(widget, place, sign, false);
            }
            None => {}
        }
    }

    /// Text of an annotation, where its own appearance does not draw it already.
    fn text(&mut self, from: &Dict<'_>, place: Rect, text: &str, lines: bool, redraw: bool) {
        if self.set >= LETTERS {
            return;
        }
        let drawn = letters(self.glyphs.iter().filter(|glyph| stands_in(glyph, place)));
        let decoded = drawn.chars().filter(|c| quality::is_undecoded(*c)).count() * 3 < drawn.len();
        let value = bare(text);
        let stale = redraw && !drawn.contains(&value);
        // A value longer than its field: what runs over the edge is clipped, and still was filled in.
        let cut = drawn.len() < value.len() && value.starts_with(&drawn);
        if !drawn.is_empty() && decoded && !stale && !cut {
            return;
        }
        let replaced = |glyph: &Glyph| stands_in(glyph, place) || (cut && runs_over(glyph, place));
        self.glyphs.retain(|glyph| !replaced(glyph));
        self.write(from, place, text, lines);
    }

    fn write(&mut self, from: &Dict<'_>, place: Rect, text: &str, lines: bool) {
        let hidden = from.get::<u32>("F").unwrap_or(0) & UNSEEN != 0;
        let text: String = text.chars().take(LONGEST.min(LETTERS - self.set)).collect();
        self.set += text.chars().count();
        let set = typeset::set(&text, place, form::letter_size(from), lines);
        self.glyphs.extend(set.into_iter().map(|glyph| Glyph { hidden, ..glyph }));
    }
}

fn stands_in(glyph: &Glyph, place: Rect) -> bool {
    place.inflate(1.0, 1.0).contains((f64::from(glyph.x), f64::from(glyph.y)))
}

/// Whether the letter is clipped away on a line of the field, right of it.
fn runs_over(glyph: &Glyph, place: Rect) -> bool {
    glyph.hidden
        && f64::from(glyph.x) > place.x0
        && (place.y0..=place.y1).contains(&f64::from(glyph.y))
}

/// Letters and digits alone, which no way of setting a text changes.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || quality::is_undecoded(*c)).collect()
}

fn letters<'g>(glyphs: impl Iterator<Item = &'g Glyph>) -> String {
    let mut text = String::new();
    for glyph in glyphs.filter(|glyph| !glyph.hidden) {
        glyph.push_to(&mut text);
    }
    bare(&text)
}

fn contents(annotation: &Dict<'_>) -> Option<String> {
    let text = text_string::decode(annotation.get::<PdfString<'_>>("Contents")?.as_bytes());
    (!text.trim().is_empty()).then(|| text.chars().take(LONGEST).collect())
}

/// The words of a ready-made stamp, from its name: `NotApproved` is "Not Approved".
fn stamp(annotation: &Dict<'_>) -> Option<String> {
    // Other programs' own stamps have names that are no words.
    let known = [
        "Approved",
        "AsIs",
        "Confidential",
        "Departmental",
        "Draft",
        "Experimental",
        "Expired",
        "Final",
        "ForComment",
        "ForPublicRelease",
        "NotApproved",
        "NotForPublicRelease",
        "Sold",
        "TopSecret",
    ];
    let given = annotation.get::<Name<'_>>("Name")?;
    let name = known.into_iter().find(|name| name.as_bytes() == &*given)?;
    let mut words = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(c);
    }
    Some(words)
}
