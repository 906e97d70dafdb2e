//! Glyphs with places → lines in reading order: the one layout that both readers share.
//!
//! Text of each direction is turned upright and laid out by itself. Ruled tables come out of the
//! page first, then columns and unruled tables are found by the white between them (`order`).

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::{Line, LineKind};
use super::glyph::{Glyph, RawPage, Rule};
use super::order::{self, Block};
use super::table::{self, Table};
use super::words::{self, Built, Fragment};

/// What stands or reaches further off than this, in points, is on no page; within it sums and products
/// of places are numbers still.
const FARTHEST: f32 = 1e12;

/// The lines of a page in reading order.
pub(super) fn lines(page: &RawPage) -> Vec<Line> {
    let mut groups = by_angle(page);
    // The direction with most text is the page; stamps and watermarks come after it.
    groups.sort_by_key(|(angle, glyphs)| (std::cmp::Reverse(glyphs.len()), *angle));
    let mut lines = Vec::new();
    for (angle, glyphs) in &groups {
        let rules = page.rules.iter().map(|rule| turn_rule(*rule, *angle, page));
        let rules = rules.filter(|rule| within_reach([rule.x0, rule.y0, rule.x1, rule.y1]));
        let rules: Vec<Rule> = rules.collect();
        let (width, height) = match angle {
            0 | 180 => (page.width, page.height),
            90 | -90 => (page.height, page.width),
            _ => (f32::MAX, f32::MAX),
        };
        lines.extend(upright(glyphs, &rules, width, height));
    }
    lines
}

/// The direction of a glyph's baseline. Fonts slanted by a matrix and rounding leave a degree or two.
fn angle_of(glyph: &Glyph) -> i16 {
    if glyph.angle.abs() <= 2 { 0 } else { glyph.angle }
}

/// The glyphs of each direction, turned upright.
fn by_angle(page: &RawPage) -> Vec<(i16, Cow<'_, [Glyph]>)> {
    // The size of the page, as the file gives it, may turn a place into none.
    let reached = |glyph: &Glyph| within_reach([glyph.x, glyph.y, glyph.advance, glyph.size]);
    let plain = |glyph: &Glyph| angle_of(glyph) == 0 && reached(glyph);
    if !page.glyphs.is_empty() && page.glyphs.iter().all(plain) {
        // As nearly every page is.
        return vec![(0, Cow::Borrowed(&page.glyphs))];
    }
    let mut by_angle: BTreeMap<i16, Vec<Glyph>> = BTreeMap::new();
    for glyph in &page.glyphs {
        let angle = angle_of(glyph);
        let glyph = turn(glyph, angle, page);
        if reached(&glyph) {
            by_angle.entry(angle).or_default().push(glyph);
        }
    }
    by_angle.into_iter().map(|(angle, glyphs)| (angle, Cow::Owned(glyphs))).collect()
}

/// Whether all of them are numbers that the layout can reckon with.
fn within_reach(numbers: [f32; 4]) -> bool {
    numbers.iter().all(|number| number.abs() <= FARTHEST)
}

/// Turns a glyph so that its baseline runs from left to right.
fn turn(glyph: &Glyph, angle: i16, page: &RawPage) -> Glyph {
    let (x, y) = turn_point(glyph.x, glyph.y, angle, page);
    Glyph { x, y, ..glyph.clone() }
}

fn turn_point(x: f32, y: f32, angle: i16, page: &RawPage) -> (f32, f32) {
    match angle {
        0 => (x, y),
        90 => (y, page.width - x),
        -90 => (page.height - y, x),
        180 => (page.width - x, page.height - y),
        _ => {
            let (sin, cos) = f32::from(angle).to_radians().sin_cos();
            (x * cos + y * sin, y * cos - x * sin)
        }
    }
}

fn turn_rule(rule: Rule, angle: i16, page: &RawPage) -> Rule {
    let (ax, ay) = turn_point(rule.x0, rule.y0, angle, page);
    let (bx, by) = turn_point(rule.x1, rule.y1, angle, page);
    Rule { x0: ax.min(bx), y0: ay.min(by), x1: ax.max(bx), y1: ay.max(by) }
}

fn upright(glyphs: &[Glyph], rules: &[Rule], width: f32, height: f32) -> Vec<Line> {
    let mut fragments = words::fragments(glyphs);
    for fragment in &mut fragments {
        fragment.hidden |= fragment.x1 < 0.0
            || fragment.x0 > width
            || fragment.y < -1.0
            || fragment.y > height + 0.5 * fragment.size;
    }

    let (tables, mut rest) = table::ruled(fragments, rules);
    // A table keeps its place in the reading order while the text around it is divided.
    let size = words::median(rest.iter().map(|fragment| fragment.size)).max(1.0);
    rest.extend(tables.iter().enumerate().map(|(index, table)| {
        Fragment::place(index, (table.left, table.right, table.top + 0.5 * size), size)
    }));
    let mut tables: Vec<Option<Table<'_>>> = tables.into_iter().map(Some).collect();
    let blocks = order::blocks(rest, rules);
    let mut lines: Vec<Line> = Vec::new();
    for block in blocks {
        match block {
            Block::Table(table) => lines.extend(table.rows()),
            Block::Lines(fragments) => {
                for line in join(fragments) {
                    match line.first().and_then(|fragment| fragment.table) {
                        Some(table) => lines.extend(
                            tables
                                .get_mut(table)
                                .and_then(Option::take)
                                .into_iter()
                                .flat_map(Table::rows),
                        ),
                        None => lines.extend(words::build(&line).map(text_line)),
                    }
                }
            }
        }
    }
    lines.retain(|line| !line.text.trim().is_empty());
    set_gaps(&mut lines);
    lines
}

fn text_line(built: Built) -> Line {
    line(built, LineKind::Text)
}

/// A line of the document from a built one.
pub(super) fn line(built: Built, kind: LineKind) -> Line {
    Line {
        text: built.text,
        kind,
        starts_paragraph: matches!(kind, LineKind::TableRow { .. }),
        left: built.x0,
        right: built.x1,
        top: built.y,
        gap_above: 0.0,
        size: built.size,
        bold: built.bold,
        opens_bold: 0,
        hidden: built.hidden,
    }
}

/// Groups fragments of one column into lines, from top to bottom, each from left to right.
pub(super) fn join(mut fragments: Vec<Fragment<'_>>) -> Vec<Vec<Fragment<'_>>> {
    fragments.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut lines: Vec<Vec<Fragment<'_>>> = Vec::new();
    for fragment in fragments {
        let home = lines.iter_mut().rev().take(3).find(|line| belongs(line, &fragment));
        match home {
            Some(line) => line.push(fragment),
            None => lines.push(vec![fragment]),
        }
    }
    for line in &mut lines {
        line.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    lines
}

/// Whether the fragment stands on this line: on its baseline, or as a superscript beside it.
fn belongs(line: &[Fragment<'_>], fragment: &Fragment<'_>) -> bool {
    if fragment.table.is_some() || line.iter().any(|other| other.table.is_some()) {
        return false;
    }
    let Some(main) = line.iter().max_by(|a, b| {
        (a.size, a.len()).partial_cmp(&(b.size, b.len())).unwrap_or(std::cmp::Ordering::Equal)
    }) else {
        return false;
    };
    let (big, small) = (main.size.max(fragment.size), main.size.min(fragment.size));
    let reach = if small < 0.85 * big { 0.55 * big } else { 0.3 * big };
    if (main.y - fragment.y).abs() > reach || main.hidden != fragment.hidden {
        return false;
    }
    let width = (fragment.x1 - fragment.x0).max(0.1);
    // Two texts printed over each other are two lines; their letters must not be mixed.
    line.iter().all(|other| {
        other.x1.min(fragment.x1) - other.x0.max(fragment.x0)
            < 0.5 * width.min((other.x1 - other.x0).max(0.1))
    })
}

/// Distance of every line to the one above it on the page, in units of its size.
fn set_gaps(lines: &mut [Line]) {
    let places: Vec<(f32, f32, f32)> =
        lines.iter().map(|line| (line.left, line.right, line.top)).collect();
    for (index, line) in lines.iter_mut().enumerate() {
        // The line above is nearly always the previous one; after a change of column, search.
        let previous = index
            .checked_sub(1)
            .and_then(|i| places.get(i))
            .map(|place| place.2)
            .filter(|top| *top < line.top - 0.1);
        let above = previous.or_else(|| {
            let over = places.iter().take(index).filter(|(left, right, top)| {
                *left < line.right && *right > line.left && *top < line.top - 0.1
            });
            over.map(|place| place.2).max_by(f32::total_cmp)
        });
        line.gap_above = above.map_or(0.0, |top| (line.top - top) / line.size.max(1.0));
    }
}
