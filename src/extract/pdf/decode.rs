//! Which characters a glyph stands for: by the map in the file, else by the font itself.
//!
//! A font whose map to Unicode was left out often still knows its letters: its table of characters
//! says which glyph each one has, and the names of its glyphs say the same.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use hayro_interpret::font::{Glyph, OutlineFontData, OutlineGlyph};
use hayro_interpret::hayro_cmap::BfString;
use skrifa::{FontRef, MetadataProvider};

/// Glyphs of a larger font are not looked up.
const MOST_GLYPHS: usize = 70_000;

/// The characters of the fonts that were asked for, by glyph.
#[derive(Default)]
pub(super) struct Decoder {
    fonts: RefCell<HashMap<u128, BTreeMap<u32, char>>>,
}

impl Decoder {
    /// The glyph's characters, the first and the further ones: the file's own map, else the font's
    /// characters, else the code where it is plain ASCII, as in drawn fonts that number their
    /// letters as ASCII does; else the mark of an unknown character.
    pub(super) fn text_of(&self, glyph: &Glyph<'_>) -> (char, Option<Box<str>>) {
        match glyph {
            Glyph::Outline(outline) => self.text_of_outline(outline),
            Glyph::Type3(drawn) => drawn.as_unicode().map_or_else(
                || match drawn.char_code() {
                    code @ 0x20..=0x7e => (char::from_u32(code).unwrap_or('\u{fffd}'), None),
                    _ => ('\u{fffd}', None),
                },
                mapped,
            ),
        }
    }

    /// As [`Decoder::text_of`], of a glyph that is an outline.
    pub(super) fn text_of_outline(&self, outline: &OutlineGlyph) -> (char, Option<Box<str>>) {
        let by_font = || (self.of_font(outline).unwrap_or('\u{fffd}'), None);
        outline.as_unicode().map_or_else(by_font, mapped)
    }

    /// What the font itself takes the glyph for.
    fn of_font(&self, outline: &OutlineGlyph) -> Option<char> {
        let font = outline.font_data()?;
        let mut fonts = self.fonts.borrow_mut();
        let known = fonts.entry(font.cache_key).or_insert_with(|| characters(&font));
        known.get(&outline.glyph_id().to_u32()).copied()
    }
}

/// The characters that the file's map gives, the first and the further ones.
fn mapped(by_map: BfString) -> (char, Option<Box<str>>) {
    match by_map {
        BfString::Char(c) => (c, None),
        BfString::String(text) => {
            let mut chars = text.chars();
            let first = chars.next().unwrap_or('\u{fffd}');
            let rest: String = chars.take(16).collect();
            (first, (!rest.is_empty()).then(|| rest.into_boxed_str()))
        }
    }
}

/// The character of each glyph of a font, as its tables tell.
fn characters(font: &OutlineFontData) -> BTreeMap<u32, char> {
    let signs = font.postscript_name.as_deref().is_some_and(|name| {
        let name = name.to_ascii_lowercase();
        ["symbol", "dingbat", "wingding", "webding", "marlett"].iter().any(|s| name.contains(s))
    });
    let mut out = BTreeMap::new();
    let data: &[u8] = (*font.data).as_ref();
    let Ok(opened) = FontRef::new(data) else { return out };
    for (code, glyph) in opened.charmap().mappings().take(MOST_GLYPHS) {
        if let Some(c) = character(code, signs) {
            // Several characters may share a glyph; the first is the plainest one.
            out.entry(glyph.to_u32()).or_insert(c);
        }
    }
    let names = opened.glyph_names();
    for (glyph, name) in names.iter().take(MOST_GLYPHS) {
        if !name.is_synthesized()
            && let Some(c) = named(name.as_str())
        {
            out.entry(glyph.to_u32()).or_insert(c);
        }
    }
    out
}

/// The character of a code in a font's table. Fonts "of symbols" keep theirs in a private area,
/// where those of plain letters follow ASCII.
fn character(code: u32, signs: bool) -> Option<char> {
    let code = match code {
        0xf020..=0xf07e if !signs => code - 0xf000,
        0xe000..=0xf8ff => return None,
        code => code,
    };
    char::from_u32(code).filter(|c| !c.is_control())
}

/// The character that a glyph is named for: `A`, `uni00EB`, `u1F600`, `eacute`.
fn named(name: &str) -> Option<char> {
    let name = name.split('.').next().unwrap_or(name);
    let mut letters = name.chars();
    if let (Some(only), None) = (letters.next(), letters.next()) {
        return only.is_ascii_alphabetic().then_some(only);
    }
    let digits = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'));
    let coded = digits.filter(|digits| (4..=6).contains(&digits.len()));
    if let Some(code) = coded.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
        return character(code, true);
    }
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

/// Names of the Adobe Glyph List for what contracts in European languages are written with.
const NAMES: &[(&str, char)] = &[
    ("space", ' '),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("period", '.'),
    ("comma", ','),
    ("colon", ':'),
    ("semicolon", ';'),
    ("hyphen", '-'),
    ("endash", '–'),
    ("emdash", '—'),
    ("parenleft", '('),
    ("parenright", ')'),
    ("slash", '/'),
    ("quotesingle", '\''),
    ("quotedbl", '"'),
    ("quoteleft", '‘'),
    ("quoteright", '’'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("quotedblbase", '„'),
    ("bullet", '•'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("at", '@'),
    ("question", '?'),
    ("exclam", '!'),
    ("Euro", '€'),
    ("section", '§'),
    ("fi", 'ﬁ'),
    ("fl", 'ﬂ'),
    ("aacute", 'á'),
    ("agrave", 'à'),
    ("adieresis", 'ä'),
    ("acircumflex", 'â'),
    ("ccedilla", 'ç'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("edieresis", 'ë'),
    ("ecircumflex", 'ê'),
    ("iacute", 'í'),
    ("idieresis", 'ï'),
    ("icircumflex", 'î'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("odieresis", 'ö'),
    ("ocircumflex", 'ô'),
    ("uacute", 'ú'),
    ("udieresis", 'ü'),
    ("germandbls", 'ß'),
];

#[cfg(test)]
mod tests {
    use super::{character, named};

    #[test]
    fn names_and_codes_of_fonts_become_characters() {
        let all = ["A", "uni00EB", "u20AC", "eacute", "five", "a.small", "g123", "glyph5"];
        let read: Vec<Option<char>> = all.into_iter().map(named).collect();
        assert_eq!(
            read,
            [Some('A'), Some('ë'), Some('€'), Some('é'), Some('5'), Some('a'), None, None]
        );
        assert_eq!((character(0xf041, false), character(0xf041, true)), (Some('A'), None));
    }
}
