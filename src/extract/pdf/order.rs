//! Fragments → blocks in reading order: columns and unruled tables, by the white between them.
//!
//! A gutter is a strip that no fragment crosses over several lines. What stands on its two sides
//! decides what it is: prose on both makes columns, short aligned pieces make a table, and bare
//! numbers on the left are the hanging labels of a list, which belong to their lines.

use super::glyph::Rule;
use super::table::Table;
use super::words::{Fragment, median};

/// A part of the page.
pub(super) enum Block<'a> {
    /// Fragments of one column.
    Lines(Vec<Fragment<'a>>),
    /// A table, by rows and cells.
    Table(Table<'a>),
}

/// Columns inside columns deeper than this are no layout of a text.
const MAX_DEPTH: usize = 8;
/// Narrower than this, in font sizes, is no gutter.
const NARROW: f32 = 0.8;

/// The blocks in reading order.
pub(super) fn blocks<'a>(fragments: Vec<Fragment<'a>>, rules: &[Rule]) -> Vec<Block<'a>> {
    let mut out = Vec::new();
    divide(fragments, rules, 0, &mut out);
    out
}

/// One visual row: fragments about the same height, from left to right.
type Level<'a> = Vec<Fragment<'a>>;

fn levels(mut fragments: Vec<Fragment<'_>>) -> Vec<Level<'_>> {
    fragments.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut levels: Vec<Level<'_>> = Vec::new();
    for fragment in fragments {
        let same = levels
            .last()
            .and_then(|level| level.first())
            .is_some_and(|first| fragment.y - first.y < 0.5 * first.size.min(fragment.size));
        match levels.last_mut() {
            Some(level) if same => level.push(fragment),
            _ => levels.push(vec![fragment]),
        }
    }
    for level in &mut levels {
        level.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    levels
}

/// A strip of white between two sides over a run of levels.
#[derive(Clone, Copy, Debug)]
struct Gutter {
    left: f32,
    right: f32,
    /// First and last level, both within.
    first: usize,
    last: usize,
    score: usize,
}

impl Gutter {
    fn middle(&self) -> f32 {
        f32::midpoint(self.left, self.right)
    }
}

fn divide<'a>(
    fragments: Vec<Fragment<'a>>,
    rules: &[Rule],
    depth: usize,
    out: &mut Vec<Block<'a>>,
) {
    if fragments.is_empty() {
        return;
    }
    let size = median(fragments.iter().map(|fragment| fragment.size));
    let levels = levels(fragments);
    let best = if depth < MAX_DEPTH { best_gutter(&levels, size) } else { None };
    let Some(gutter) = best else {
        out.push(Block::Lines(levels.into_iter().flatten().collect()));
        return;
    };
    let shape = shape(&levels, &gutter, rules, size);
    let (mut above, mut band, mut below) = (Vec::new(), Vec::new(), Vec::new());
    for (index, level) in levels.into_iter().enumerate() {
        if index < gutter.first {
            above.extend(level);
        } else if index <= gutter.last {
            band.push(level);
        } else {
            below.extend(level);
        }
    }
    divide(above, rules, depth + 1, out);
    match shape {
        Shape::Columns => {
            let (left, right) = band
                .into_iter()
                .flatten()
                .partition(|fragment| fragment.middle().0 < gutter.middle());
            divide(left, rules, depth + 1, out);
            divide(right, rules, depth + 1, out);
        }
        Shape::Table => out.push(Block::Table(Table::unruled(band, rules, size))),
        Shape::Lines => out.push(Block::Lines(band.into_iter().flatten().collect())),
    }
    divide(below, rules, depth + 1, out);
}

/// The gutter with most lines on both sides, if any has enough.
fn best_gutter(levels: &[Level<'_>], size: f32) -> Option<Gutter> {
    let mut best: Option<Gutter> = None;
    let mut tried: Vec<(f32, f32)> = Vec::new();
    for (index, level) in levels.iter().enumerate() {
        for (a, b) in level.iter().zip(level.iter().skip(1)) {
            let (left, right) = (a.x1, b.x0);
            if right - left < NARROW * size
                || tried.iter().any(|(l, r)| (l - left).abs() < 0.5 && (r - right).abs() < 0.5)
            {
                continue;
            }
            tried.push((left, right));
            if tried.len() > 400 {
                return best;
            }
            if let Some(gutter) = extend(levels, index, left, right, size)
                && best.is_none_or(|best| gutter.score > best.score)
            {
                best = Some(gutter);
            }
        }
    }
    best
}

/// Lets the gap at one level grow up and down while no fragment crosses it.
fn extend(levels: &[Level<'_>], index: usize, left: f32, right: f32, size: f32) -> Option<Gutter> {
    let mut gutter = Gutter { left, right, first: index, last: index, score: 0 };
    // A page's foot stands apart from what is above it; it is not part of its columns.
    let apart = |a: &Level<'_>, b: &Level<'_>| match (a.first(), b.first()) {
        (Some(a), Some(b)) => {
            (b.y - a.y).abs() > 5.0 * size && b.table.is_none() && a.table.is_none()
        }
        _ => false,
    };
    let neighbours = |at: usize| Some((levels.get(at)?, levels.get(at + 1)?));
    for at in index..levels.len().saturating_sub(1) {
        let Some((here, next)) = neighbours(at) else {
            break;
        };
        let Some((left, right)) = narrow(&gutter, next, size) else {
            break;
        };
        if apart(here, next) {
            break;
        }
        (gutter.left, gutter.right, gutter.last) = (left, right, at + 1);
    }
    for at in (0..index).rev() {
        let Some((above, here)) = neighbours(at) else {
            break;
        };
        let Some((left, right)) = narrow(&gutter, above, size) else {
            break;
        };
        if apart(above, here) {
            break;
        }
        (gutter.left, gutter.right, gutter.first) = (left, right, at);
    }
    trim(levels, &mut gutter);
    let band = levels.get(gutter.first..=gutter.last)?;
    let middle = gutter.middle();
    let left_rows: Vec<&Level<'_>> =
        band.iter().filter(|level| level.iter().any(|f| f.x1 <= middle)).collect();
    let right_rows = band.iter().filter(|level| level.iter().any(|f| f.x0 >= middle)).count();
    let score = left_rows.len().min(right_rows);
    let enough = if gutter.right - gutter.left < 1.3 * size { 6 } else { 3 };
    if score < enough {
        return None;
    }
    // Hanging labels belong to their lines.
    let labels = left_rows.iter().filter(|level| is_label_side(level, middle)).count();
    if labels * 10 >= left_rows.len() * 7 {
        return None;
    }
    Some(Gutter { score, ..gutter })
}

/// The gutter narrowed so that the level does not cross it; `None` where it does.
fn narrow(gutter: &Gutter, level: &Level<'_>, size: f32) -> Option<(f32, f32)> {
    let (mut left, mut right) = (gutter.left, gutter.right);
    for fragment in level {
        if fragment.x1 <= left || fragment.x0 >= right {
            continue;
        }
        // What reaches into the strip belongs to the side on which most of it stands.
        if fragment.middle().0 <= f32::midpoint(left, right) {
            left = fragment.x1;
        } else {
            right = fragment.x0;
        }
        if right - left < NARROW * size {
            return None;
        }
    }
    Some((left, right))
}

/// Leaves out levels at both ends that stand on one side only and apart from the band.
fn trim(levels: &[Level<'_>], gutter: &mut Gutter) {
    let middle = gutter.middle();
    let both = |level: &Level<'_>| {
        level.iter().any(|f| f.x1 <= middle) && level.iter().any(|f| f.x0 >= middle)
    };
    let top = |index: usize| {
        levels.get(index).and_then(|level| level.first()).map_or((0.0, 1.0), |f| (f.y, f.size))
    };
    while gutter.first < gutter.last && levels.get(gutter.first).is_some_and(|level| !both(level)) {
        let (here, next) = (top(gutter.first), top(gutter.first + 1));
        if next.0 - here.0 < 1.7 * next.1
            && levels.get(gutter.first).is_some_and(|level| level.iter().any(|f| f.x0 >= middle))
        {
            break;
        }
        gutter.first += 1;
    }
    while gutter.last > gutter.first && levels.get(gutter.last).is_some_and(|level| !both(level)) {
        let (here, before) = (top(gutter.last), top(gutter.last - 1));
        if here.0 - before.0 < 1.7 * here.1 {
            break;
        }
        gutter.last -= 1;
    }
}

/// Whether what stands left of the gutter on this level is but a number or a bullet.
fn is_label_side(level: &Level<'_>, middle: f32) -> bool {
    let text: String =
        level.iter().filter(|f| f.x1 <= middle).map(|f| f.text()).collect::<Vec<_>>().join(" ");
    is_label(&text)
}

/// A clause number, a letter, a bullet, or a word with a number ("Artikel 4").
fn is_label(text: &str) -> bool {
    let text = text.trim();
    let length = text.chars().count();
    let core = text.trim_matches(['(', ')', '.', ':']);
    let roman = core.chars().all(|c| "ivxlcIVXLC".contains(c));
    if length <= 3 || (roman && length <= 8) {
        return true;
    }
    let last = text.trim_end_matches(['.', ':', ')']).chars().last();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    length <= 14
        && digits > 0
        && last.is_some_and(|c| c.is_ascii_digit() || c.is_ascii_lowercase())
        && text.split_whitespace().count() <= 2
        && (text.starts_with(|c: char| c.is_ascii_digit() || c == '(' || c == '§')
            || last.is_some_and(|c| c.is_ascii_digit()))
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    Columns,
    Table,
    Lines,
}

/// What the gutter is.
fn shape(levels: &[Level<'_>], gutter: &Gutter, rules: &[Rule], size: f32) -> Shape {
    let band = levels.get(gutter.first..=gutter.last).unwrap_or_default();
    let middle = gutter.middle();
    let left: Vec<&Fragment<'_>> =
        band.iter().flatten().filter(|f| f.middle().0 < middle).collect();
    let right: Vec<&Fragment<'_>> =
        band.iter().flatten().filter(|f| f.middle().0 >= middle).collect();
    let holds_table = band.iter().flatten().any(|fragment| fragment.table.is_some());
    let (top, bottom) =
        band.iter().flatten().fold((f32::MAX, f32::MIN), |(t, b), f| (t.min(f.y), b.max(f.y)));
    let crossing = rules
        .iter()
        .filter(|rule| {
            rule.is_horizontal()
                && rule.y0 > top
                && rule.y0 < bottom
                && rule.x0 < gutter.left - size
                && rule.x1 > gutter.right + size
        })
        .count();
    if crossing == 0 && is_prose(&left) && is_prose(&right) {
        return Shape::Columns;
    }
    let numbers = right
        .iter()
        .filter(|f| (1..=4).contains(&f.len()) && f.text().chars().all(|c| c.is_ascii_digit()))
        .count();
    if numbers * 10 >= right.len() * 7 {
        // Page numbers of a list of contents.
        return Shape::Lines;
    }
    // Two texts that run beside each other seldom share their baselines; rows of a table do.
    let middle_of = |level: &Level<'_>| {
        (level.iter().any(|f| f.x1 <= middle), level.iter().any(|f| f.x0 >= middle))
    };
    let shared = band.iter().filter(|level| middle_of(level) == (true, true)).count();
    if crossing == 0 && shared * 2 < band.len() && band.len() >= 6 {
        return Shape::Columns;
    }
    let edge = median(right.iter().map(|f| f.x0));
    let near = || band.iter().filter_map(|level| level.iter().find(|f| f.middle().0 >= middle));
    let aligned =
        near().filter(|f| (f.x0 - edge).abs() < 3.0 || (f.x0 - gutter.right).abs() < 3.0).count();
    if holds_table {
        Shape::Columns
    } else if crossing >= 2 || aligned * 10 >= near().count() * 7 {
        Shape::Table
    } else {
        Shape::Lines
    }
}

/// Whether the side reads as running text: lines that mostly fill its width, of some length.
fn is_prose(side: &[&Fragment<'_>]) -> bool {
    let (x0, x1) = side.iter().fold((f32::MAX, f32::MIN), |(a, b), f| (a.min(f.x0), b.max(f.x1)));
    let mut rows: Vec<(f32, f32, f32, usize)> = Vec::new();
    for fragment in side {
        match rows.iter_mut().find(|row| (row.0 - fragment.y).abs() < 0.4 * fragment.size) {
            Some(row) => {
                row.1 = row.1.min(fragment.x0);
                row.2 = row.2.max(fragment.x1);
                row.3 += fragment.len();
            }
            None => rows.push((fragment.y, fragment.x0, fragment.x1, fragment.len())),
        }
    }
    if rows.len() < 4 {
        return false;
    }
    let full = rows.iter().filter(|row| row.2 - row.1 > 0.7 * (x1 - x0)).count();
    let letters: usize = rows.iter().map(|row| row.3).sum();
    letters >= 18 * rows.len() && full * 2 >= rows.len()
}
