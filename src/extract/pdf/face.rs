//! What fonts say of a run of glyphs: whether it is bold, how thick its strokes are, how wide its
//! letters.

use std::cell::RefCell;
use std::collections::HashMap;

use hayro_interpret::font::{Glyph as Drawn, GlyphIdentifier, OutlineGlyph};
use hayro_interpret::kurbo::{Affine, Shape};

/// What fonts say of a glyph takes long to ask, and the same few glyphs come again and again.
#[derive(Default)]
pub(super) struct Known {
    /// Thickness of the strokes of each glyph that was asked for, in font sizes.
    strokes: RefCell<HashMap<GlyphIdentifier, f32>>,
    /// Whether the font of a glyph that starts a run is bold.
    bold: RefCell<HashMap<GlyphIdentifier, Option<bool>>>,
}

/// A substitute for a font that is not embedded is stretched glyph by glyph to the declared
/// widths; a horizontal scale of the text is the same for all of them.
pub(super) fn is_stretched(
    mut places: impl ExactSizeIterator<Item = Affine>,
    first: Option<&OutlineGlyph>,
) -> bool {
    let linear = |place: Affine| {
        let [a, b, c, d, _, _] = place.as_coeffs();
        [a, b, c, d]
    };
    let ratio = |[a, b, c, d]: [f64; 4]| a.hypot(b) / c.hypot(d).max(1e-9);
    let alone = places.len() == 1;
    let Some(form) = places.next().map(linear) else {
        return false;
    };
    let of_first = ratio(form);
    let embedded = || first.is_none_or(|outline| outline.font_data().is_some());
    let mut others = places.map(linear).filter(|other| *other != form);
    others.any(|other| (ratio(other) - of_first).abs() > 0.005)
        || (alone && (of_first - 1.0).abs() > 0.005 && !embedded())
}

/// The outline of a glyph that has one.
pub(super) fn outline<'g>(glyph: &'g Drawn<'_>) -> Option<&'g OutlineGlyph> {
    match glyph {
        Drawn::Outline(outline) => Some(outline),
        Drawn::Type3(_) => None,
    }
}

/// How far the pen moves, in thousandths of the font size, where the font tells.
pub(super) fn advance_of(glyph: &Drawn<'_>) -> Option<f32> {
    match glyph {
        Drawn::Outline(outline) => advance_of_outline(outline),
        Drawn::Type3(type3) => type3.advance_width(),
    }
}

/// As [`advance_of`], of a glyph that is an outline.
pub(super) fn advance_of_outline(outline: &OutlineGlyph) -> Option<f32> {
    outline.advance_width()
}

/// Whether the font says that it is bold; `None` where it says nothing of its weight.
fn is_bold(outline: &OutlineGlyph) -> Option<bool> {
    let font = outline.font_data()?;
    let named = font.postscript_name.is_some_and(|name| {
        let name = name.to_ascii_lowercase();
        ["bold", "black", "heavy", "demi"].iter().any(|word| name.contains(word))
    });
    Some(named || font.weight.is_some_and(|weight| weight >= 600))
}

impl Known {
    /// Whether the font of a glyph is bold; `None` where it says nothing of its weight.
    pub(super) fn is_bold(&self, glyph: Option<&OutlineGlyph>) -> Option<bool> {
        let Some(outline) = glyph else {
            return Some(false);
        };
        let mut known = self.bold.borrow_mut();
        *known.entry(outline.identifier()).or_insert_with(|| is_bold(outline))
    }

    /// Mean thickness of the strokes of a run's letters: twice their area over their outline's length.
    pub(super) fn thickness<'g>(
        &self,
        glyphs: impl Iterator<Item = Option<&'g OutlineGlyph>>,
    ) -> f32 {
        let (mut sum, mut count) = (0.0, 0_u16);
        let mut strokes = self.strokes.borrow_mut();
        for outline in glyphs.take(64).flatten() {
            let known = *strokes.entry(outline.identifier()).or_insert_with(|| {
                let path = outline.outline();
                let length = path.perimeter(1.0);
                if length > 1.0 { of_size(2.0 * path.area().abs() / length) } else { 0.0 }
            });
            if known > 0.0 {
                sum += known;
                count += 1;
            }
        }
        if count == 0 { 0.0 } else { sum / f32::from(count) }
    }
}

/// Thousandths of a font size, as a font's outlines count, in font sizes.
#[expect(clippy::cast_possible_truncation, reason = "a stroke needs no more than f32")]
fn of_size(thousandths: f64) -> f32 {
    (thousandths / 1000.0) as f32
}
