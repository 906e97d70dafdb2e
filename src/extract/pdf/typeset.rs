//! A text into a rectangle of the page, in letters of one width: for what viewers set themselves.

use hayro_interpret::kurbo::Rect;

use super::glyph::Glyph;

/// Width of a letter, in font sizes: about that of Helvetica's small letters.
const WIDTH: f32 = 0.5;
/// Distance of baselines, in font sizes.
const LEADING: f32 = 1.15;
/// The size of letters where nothing else is told, in points.
const USUAL: f32 = 12.0;
/// Smaller letters could not be read; a text that still does not fit runs over the edge.
const LEAST: f32 = 2.0;

/// The glyphs of `text` in the rectangle, in letters of `size` points, or smaller where they would
/// not fit. With `wrap`, long lines are broken between words.
pub(super) fn set(text: &str, place: Rect, size: Option<f32>, wrap: bool) -> Vec<Glyph> {
    let (left, top) = (f(place.x0), f(place.y0));
    let (width, height) = (f(place.width()), f(place.height()));
    let mut size = size.unwrap_or(if wrap { USUAL } else { USUAL.min(0.75 * height) }).max(LEAST);
    let lines = loop {
        let fits = room(width, size);
        let lines: Vec<String> = text
            .split('\n')
            .flat_map(|line| if wrap { broken(line, fits) } else { vec![line.to_owned()] })
            .collect();
        let widest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        let high = LEADING * size * count(lines.len());
        if (widest <= fits && (high <= height || lines.len() == 1)) || size <= LEAST {
            break lines;
        }
        size = (0.92 * size).max(LEAST);
    };
    let first =
        if lines.len() == 1 && !wrap { top + 0.5 * height + 0.3 * size } else { top + 0.9 * size };
    let mut out = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        let y = first + LEADING * size * count(row);
        for (column, text) in line.chars().enumerate() {
            out.push(glyph(text, left + 2.0 + WIDTH * size * count(column), y, size));
        }
    }
    out
}

/// How many letters stand beside each other.
fn room(width: f32, size: f32) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates, and negative widths are cut off"
    )]
    let letters = ((width - 2.0) / (WIDTH * size)).max(1.0) as usize;
    letters
}

/// The line in pieces of at most `most` letters, broken between words.
fn broken(line: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut length = 0;
    for word in line.split_whitespace() {
        let letters = word.chars().count();
        if length > 0 && length + 1 + letters > most {
            lines.push(String::new());
            length = 0;
        }
        if let Some(last) = lines.last_mut() {
            if length > 0 {
                last.push(' ');
                length += 1;
            }
            last.push_str(word);
            length += letters;
        }
    }
    lines
}

fn glyph(text: char, x: f32, y: f32, size: f32) -> Glyph {
    Glyph {
        text,
        more: None,
        x,
        y,
        advance: WIDTH * size,
        size,
        angle: 0,
        bold: false,
        thickness: 0.0,
        hidden: false,
        invisible: false,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a text in a field has far fewer than 2^24 letters")]
fn count(number: usize) -> f32 {
    number as f32
}

#[expect(clippy::cast_possible_truncation, reason = "points on a page need no more than f32")]
fn f(value: f64) -> f32 {
    value as f32
}
