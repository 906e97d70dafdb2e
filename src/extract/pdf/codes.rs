//! Fonts as tables: what a code of a font draws is asked of the font once, not at every letter.

use std::cell::OnceCell;
use std::collections::HashMap;

use hayro_font::{Font, FontCache, FontGlyph, OutlineGlyph};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::kurbo::Vec2;
use hayro_syntax::object::Dict;

use super::decode::Decoder;
use super::face;

/// More fonts than this in one document are read by hayro itself: tables would take the memory.
const MOST_FONTS: usize = 200;
/// Codes beyond this are CJK and the like; they are read by hayro itself.
const MOST_CODES: u32 = 0x1_0000;

/// What one code of a font draws.
pub(super) struct Code {
    pub(super) text: char,
    pub(super) more: Option<Box<str>>,
    /// How far the pen moves, in thousandths of the font size, as the glyph tells.
    pub(super) advance: Option<f32>,
    /// How far the pen moves, as the font tells of the code.
    pub(super) step: Vec2,
    pub(super) displacement: Vec2,
    pub(super) stretch: f64,
    pub(super) glyph: OutlineGlyph,
    /// Whether the font says that it is bold, once that was asked.
    pub(super) bold: OnceCell<Option<bool>>,
}

/// A font and what was asked of it.
pub(super) struct Table<'a> {
    font: Font<'a>,
    pub(super) horizontal: bool,
    /// For each code its place in `codes`, from 1; 0 where it was not asked for.
    places: Vec<u32>,
    codes: Vec<Code>,
}

/// The fonts of a document.
#[derive(Default)]
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    by_dict: HashMap<&'a [u8], Option<usize>>,
    tables: Vec<Table<'a>>,
}

impl<'a> Fonts<'a> {
    /// The number of the font that `dict` describes; `None` where hayro has to read it: letters
    /// that are drawings, and fonts that cannot be used.
    pub(super) fn number(
        &mut self,
        dict: &Dict<'a>,
        settings: &InterpreterSettings,
    ) -> Option<usize> {
        if let Some(known) = self.by_dict.get(dict.data()) {
            return *known;
        }
        if self.tables.len() >= MOST_FONTS {
            return None;
        }
        let font = self.cache.font(dict, &settings.font_resolver, &settings.cmap_resolver);
        let number = font.map(|font| {
            let horizontal = font.is_horizontal();
            self.tables.push(Table { font, horizontal, places: Vec::new(), codes: Vec::new() });
            self.tables.len() - 1
        });
        self.by_dict.insert(dict.data(), number);
        number
    }

    pub(super) fn get(&self, number: usize) -> Option<&Table<'a>> {
        self.tables.get(number)
    }

    pub(super) fn get_mut(&mut self, number: usize) -> Option<&mut Table<'a>> {
        self.tables.get_mut(number)
    }
}

impl Table<'_> {
    /// The next code of a text and how many bytes it takes.
    pub(super) fn next(&self, bytes: &[u8], at: usize) -> (u32, usize) {
        self.font.read_code(bytes, at)
    }

    /// The place of a code; `None` where its glyph is a drawing.
    pub(super) fn place(&mut self, code: u32, decoder: &Decoder) -> Option<u32> {
        let index = usize::try_from(code).ok()?;
        if let Some(place) = self.places.get(index).and_then(|place| place.checked_sub(1)) {
            return Some(place);
        }
        if code >= MOST_CODES {
            return None;
        }
        let id = self.font.map_code(code);
        let FontGlyph::Outline(glyph) = self.font.glyph(id, code) else { return None };
        let (text, more) = decoder.text_of_outline(&glyph);
        self.codes.push(Code {
            text,
            more,
            advance: face::advance_of_outline(&glyph),
            step: self.font.code_advance(code),
            displacement: self.font.origin_displacement(code),
            stretch: self.font.glyph_stretch(id, code),
            glyph,
            bold: OnceCell::new(),
        });
        let number = u32::try_from(self.codes.len()).ok()?;
        if self.places.len() <= index {
            self.places.resize(index + 1, 0);
        }
        *self.places.get_mut(index)? = number;
        Some(number - 1)
    }

    pub(super) fn code(&self, place: u32) -> Option<&Code> {
        self.codes.get(place as usize)
    }
}
