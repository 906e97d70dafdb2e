//! Glyphs → fragments (pieces of a line without a wide gap), and fragments → the text of a line.
//!
//! Blanks come from drawn space characters and from gaps. How wide a gap must be is decided line
//! by line: letter-spaced headings have gaps between all letters, narrow print hardly any.

use unicode_normalization::UnicodeNormalization;

use super::glyph::Glyph;

/// A drawn character, and whether blanks were drawn around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ink<'a> {
    glyph: &'a Glyph,
    blank_before: bool,
    blank_after: bool,
}

impl Ink<'_> {
    fn end(&self) -> f32 {
        self.glyph.x + self.glyph.advance
    }
}

/// A piece of one line without a wide gap inside.
#[derive(Clone, Debug)]
pub(super) struct Fragment<'a> {
    inks: Vec<Ink<'a>>,
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// The baseline.
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) hidden: bool,
    /// Where this is the place of a table that was taken out: its number.
    pub(super) table: Option<usize>,
}

/// Text of a line with its place.
#[derive(Clone, Debug, Default)]
pub(super) struct Built {
    pub(super) text: String,
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) hidden: bool,
}

/// A gap wider than this, in font sizes, ends a fragment.
const WIDE: f32 = 0.6;

/// Splits the glyphs, all of one direction and turned upright, into fragments.
pub(super) fn fragments(glyphs: &[Glyph]) -> Vec<Fragment<'_>> {
    let mut inks = inks(glyphs);
    inks.sort_by(|a, b| a.glyph.y.total_cmp(&b.glyph.y));
    let mut fragments = Vec::new();
    let mut row: Vec<Ink<'_>> = Vec::new();
    for ink in inks {
        let fits = row.last().is_none_or(|last| {
            ink.glyph.y - last.glyph.y <= 0.12 * last.glyph.size.min(ink.glyph.size)
        });
        if !fits {
            split_row(std::mem::take(&mut row), &mut fragments);
        }
        row.push(ink);
    }
    split_row(row, &mut fragments);
    fragments
}

/// The visible characters in the order in which they are drawn, each knowing of blanks beside it.
fn inks(glyphs: &[Glyph]) -> Vec<Ink<'_>> {
    let mut seen = Doubles::new(glyphs.len());
    let mut inks: Vec<Ink<'_>> = Vec::with_capacity(glyphs.len());
    let mut blank: Option<&Glyph> = None;
    for glyph in glyphs {
        match class(glyph) {
            Class::Nothing => {}
            Class::Blank => {
                if let Some(last) =
                    inks.last_mut().filter(|last| (last.glyph.y - glyph.y).abs() < 0.3 * glyph.size)
                {
                    last.blank_after |= (glyph.x - last.end()).abs() < glyph.size;
                }
                blank = Some(glyph);
            }
            Class::Ink => {
                if seen.is_double(glyph) {
                    continue;
                }
                let blank_before = blank.take().is_some_and(|blank| {
                    (blank.y - glyph.y).abs() < 0.3 * glyph.size
                        && (glyph.x - blank.x - blank.advance).abs() < glyph.size
                });
                inks.push(Ink { glyph, blank_before, blank_after: false });
            }
        }
    }
    inks
}

enum Class {
    Ink,
    Blank,
    Nothing,
}

fn class(glyph: &Glyph) -> Class {
    match glyph.text {
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => Class::Nothing,
        '\u{ad}' if glyph.advance < 0.1 * glyph.size => Class::Nothing,
        c if c.is_whitespace() || c.is_control() => Class::Blank,
        _ => Class::Ink,
    }
}

/// Remembers what was drawn where: fake bold draws a glyph twice within a tenth of its size.
struct Doubles {
    /// For each bucket of cells its last place, counted from 1; 0 where there is none.
    last: Vec<u32>,
    places: Vec<Place>,
}

/// More places than this in one bucket are no text; looking on would let a page take for ever.
const CROWD: usize = 64;

/// A glyph that was drawn, and the one before it in its bucket.
struct Place {
    text: char,
    cell: (i32, i32),
    x: f32,
    y: f32,
    before: u32,
}

impl Doubles {
    fn new(glyphs: usize) -> Doubles {
        let buckets = (2 * glyphs).next_power_of_two();
        Doubles { last: vec![0; buckets], places: Vec::with_capacity(glyphs) }
    }

    fn bucket(&self, text: char, cell: (i32, i32)) -> usize {
        let mixed = [u32::from(text), cell.0.cast_unsigned(), cell.1.cast_unsigned()]
            .into_iter()
            .fold(0_u32, |mixed, part| (mixed.rotate_left(5) ^ part).wrapping_mul(0x9e37_79b1));
        (mixed >> 7) as usize & (self.last.len() - 1)
    }

    fn is_double(&mut self, glyph: &Glyph) -> bool {
        let size = glyph.size.max(0.01);
        let cell_of = |place: f32| floor(place / size);
        let reach = 0.1 * glyph.size;
        // Far narrower than a cell: mostly one, at most two columns and rows.
        let rows = cell_of(glyph.y - reach)..=cell_of(glyph.y + reach);
        for column in cell_of(glyph.x - reach)..=cell_of(glyph.x + reach) {
            if rows.clone().any(|row| self.holds(glyph, (column, row), reach)) {
                return true;
            }
        }
        let cell = (cell_of(glyph.x), cell_of(glyph.y));
        let bucket = self.bucket(glyph.text, cell);
        let Some(last) = self.last.get_mut(bucket) else { return false };
        self.places.push(Place { text: glyph.text, cell, x: glyph.x, y: glyph.y, before: *last });
        *last = u32::try_from(self.places.len()).unwrap_or(0);
        false
    }

    /// Whether the same character stands in this cell, within reach of the glyph.
    fn holds(&self, glyph: &Glyph, cell: (i32, i32), reach: f32) -> bool {
        let mut at = self.last.get(self.bucket(glyph.text, cell)).copied().unwrap_or(0);
        for _ in 0..CROWD {
            let Some(place) = at.checked_sub(1).and_then(|at| self.places.get(at as usize)) else {
                return false;
            };
            if place.text == glyph.text
                && place.cell == cell
                && (place.x - glyph.x).abs() <= reach
                && (place.y - glyph.y).abs() <= reach
            {
                return true;
            }
            at = place.before;
        }
        false
    }
}

/// The next whole number below; the system's own function is called, this one is not.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "the cast saturates, and far cells may share a bucket; a number without room for a fraction is whole"
)]
fn floor(number: f32) -> i32 {
    let whole = number as i32;
    if whole as f32 > number { whole.saturating_sub(1) } else { whole }
}

fn split_row<'a>(mut row: Vec<Ink<'a>>, out: &mut Vec<Fragment<'a>>) {
    row.sort_by(|a, b| a.glyph.x.total_cmp(&b.glyph.x));
    let wide = WIDE + 1.2 * tracking(&row);
    let mut piece: Vec<Ink<'a>> = Vec::new();
    let mut end = f32::MIN;
    for ink in row {
        let breaks = piece.last().is_some_and(|last| {
            ink.glyph.x - end > wide * last.glyph.size.max(ink.glyph.size)
                || last.glyph.hidden != ink.glyph.hidden
        });
        if breaks {
            out.extend(fragment(std::mem::take(&mut piece)));
            end = f32::MIN;
        }
        end = end.max(ink.end());
        piece.push(ink);
    }
    out.extend(fragment(piece));
}

fn fragment(inks: Vec<Ink<'_>>) -> Option<Fragment<'_>> {
    let first = inks.first()?.glyph;
    let x1 = inks.iter().map(Ink::end).fold(f32::MIN, f32::max);
    let size = median(inks.iter().map(|ink| ink.glyph.size));
    Some(Fragment {
        x0: first.x,
        x1: x1.max(first.x),
        y: median(inks.iter().map(|ink| ink.glyph.y)),
        size,
        hidden: first.hidden,
        table: None,
        inks,
    })
}

/// The middle value; 0 of nothing.
pub(super) fn median(values: impl Iterator<Item = f32>) -> f32 {
    let mut values: Vec<f32> = values.collect();
    let middle = values.len() / 2;
    nth(&mut values, middle)
}

/// The value that would stand at this place, were they sorted; 0 where there is no such place.
fn nth(values: &mut [f32], place: usize) -> f32 {
    if place >= values.len() {
        return 0.0;
    }
    *values.select_nth_unstable_by(place, f32::total_cmp).1
}

/// The gap, in font sizes, that stands between all letters of a letter-spaced row; 0 elsewhere.
/// A low quantile: the median would take the blanks of short words into account.
fn tracking(row: &[Ink<'_>]) -> f32 {
    let mut gaps: Vec<f32> = pairs(row)
        .filter(|(a, b)| !a.blank_after && !b.blank_before)
        .map(|(a, b)| gap(a, b))
        .collect();
    if gaps.len() < 5 {
        return 0.0;
    }
    let quarter = gaps.len() / 4;
    let low = nth(&mut gaps, quarter);
    if low > 0.04 { low.min(0.5) } else { 0.0 }
}

fn pairs<'r, 'a>(row: &'r [Ink<'a>]) -> impl Iterator<Item = (&'r Ink<'a>, &'r Ink<'a>)> {
    row.iter().zip(row.iter().skip(1))
}

fn gap(a: &Ink<'_>, b: &Ink<'_>) -> f32 {
    (b.glyph.x - a.end()) / a.glyph.size.max(b.glyph.size).max(0.1)
}

/// The text of one line from its fragments.
pub(super) fn build(fragments: &[Fragment<'_>]) -> Option<Built> {
    let mut inks: Vec<Ink<'_>> =
        fragments.iter().flat_map(|fragment| fragment.inks.iter().copied()).collect();
    inks.sort_by(|a, b| a.glyph.x.total_cmp(&b.glyph.x));
    let drawn_blanks = pairs(&inks).filter(|(a, b)| a.blank_after || b.blank_before).count();
    // Where blanks are drawn, a gap alone must be wide to count; where none is, gaps are all there is.
    let least = if drawn_blanks * 14 >= inks.len() { 0.3 } else { 0.15 };
    let threshold = least + tracking(&inks);
    let mut text = String::new();
    let mut last: Option<&Ink<'_>> = None;
    for ink in &inks {
        if let Some(last) = last {
            let wide = gap(last, ink);
            let drawn = (last.blank_after || ink.blank_before) && wide > -0.3;
            if drawn || wide > threshold {
                text.push(' ');
            }
            if wide < 0.1 && !drawn && compose(&mut text, last, ink) {
                continue;
            }
        }
        push(ink.glyph, &mut text);
        last = Some(ink);
    }
    let letters = inks.len();
    let bold = inks.iter().filter(|ink| ink.glyph.bold).count() * 10 > letters * 6;
    let hidden = fragments.iter().all(|fragment| fragment.hidden);
    Some(Built {
        text: if text.is_ascii() { text } else { text.nfc().collect() },
        x0: fragments.iter().map(|fragment| fragment.x0).fold(f32::MAX, f32::min),
        x1: fragments.iter().map(|fragment| fragment.x1).fold(f32::MIN, f32::max),
        y: fragments.iter().max_by(|a, b| (a.x1 - a.x0).total_cmp(&(b.x1 - b.x0)))?.y,
        size: median(inks.iter().map(|ink| ink.glyph.size)),
        bold,
        hidden,
    })
}

/// Accents that old TeX fonts draw as glyphs of their own above the letter.
const ACCENTS: &[(char, char)] = &[
    ('´', '\u{301}'),
    ('`', '\u{300}'),
    ('¨', '\u{308}'),
    ('ˆ', '\u{302}'),
    ('^', '\u{302}'),
    ('˜', '\u{303}'),
    ('~', '\u{303}'),
    ('¸', '\u{327}'),
    ('˚', '\u{30a}'),
    ('ˇ', '\u{30c}'),
    ('¯', '\u{304}'),
    ('˘', '\u{306}'),
    ('˙', '\u{307}'),
];

/// Joins an accent and a letter drawn in the same place. Says whether it took `ink` up.
fn compose(text: &mut String, last: &Ink<'_>, ink: &Ink<'_>) -> bool {
    let mark = |c: char| ACCENTS.iter().find(|(accent, _)| *accent == c).map(|(_, mark)| *mark);
    let overlap = last.end().min(ink.end()) - ink.glyph.x;
    if overlap < 0.5 * last.glyph.advance.min(ink.glyph.advance) {
        return false;
    }
    match (mark(last.glyph.text), mark(ink.glyph.text)) {
        (Some(mark), None) if ink.glyph.text.is_alphabetic() && text.ends_with(last.glyph.text) => {
            text.pop();
            text.push(undotted(ink.glyph.text));
            text.push(mark);
            true
        }
        (None, Some(mark)) if last.glyph.text.is_alphabetic() => {
            if text.ends_with('ı') {
                text.pop();
                text.push('i');
            }
            text.push(mark);
            true
        }
        _ => false,
    }
}

fn undotted(c: char) -> char {
    match c {
        'ı' => 'i',
        'ȷ' => 'j',
        c => c,
    }
}

fn push(glyph: &Glyph, text: &mut String) {
    match glyph.text {
        '\u{fb00}' => text.push_str("ff"),
        '\u{fb01}' => text.push_str("fi"),
        '\u{fb02}' => text.push_str("fl"),
        '\u{fb03}' => text.push_str("ffi"),
        '\u{fb04}' => text.push_str("ffl"),
        '\u{fb05}' | '\u{fb06}' => text.push_str("st"),
        '\u{ad}' | '\u{2010}' | '\u{2011}' => text.push('-'),
        // Letters that some fonts map their quotation marks to.
        '\u{2bc}' => text.push('\u{2019}'),
        '\u{2ee}' => text.push('\u{201d}'),
        _ => glyph.push_to(text),
    }
}

impl Fragment<'_> {
    /// Keeps the place of a table in the reading order.
    pub(super) fn place(table: usize, bounds: (f32, f32, f32), size: f32) -> Fragment<'static> {
        let (x0, x1, y) = bounds;
        Fragment { inks: Vec::new(), x0, x1, y, size, hidden: false, table: Some(table) }
    }

    /// The fragment's own text.
    pub(super) fn text(&self) -> String {
        build(std::slice::from_ref(self)).map(|built| built.text).unwrap_or_default()
    }

    /// Number of characters drawn.
    pub(super) fn len(&self) -> usize {
        self.inks.len()
    }

    /// Where its middle stands.
    pub(super) fn middle(&self) -> (f32, f32) {
        (f32::midpoint(self.x0, self.x1), self.y - 0.3 * self.size)
    }
}
