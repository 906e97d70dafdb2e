//! Tables: by their drawn rules, or by the columns that their rows share. Every table row becomes
//! one line, its cells kept apart by ` | `.

use super::super::{Line, LineKind};
use super::glyph::Rule;
use super::layout;
use super::words::{self, Built, Fragment};

/// A table by rows and cells.
pub(super) struct Table<'a> {
    /// Its upper edge.
    pub(super) top: f32,
    pub(super) left: f32,
    pub(super) right: f32,
    rows: Vec<Vec<Vec<Fragment<'a>>>>,
    /// Whether the rules or the type say that the first row names the columns.
    ruled: bool,
}

/// Rules this near, in points, touch.
const TOUCH: f32 = 3.0;
/// Cells with more lines than this on average are a layout in columns, not a table.
const LONG_CELL: usize = 14;

/// Takes the ruled tables out of the page; gives them and the fragments outside.
pub(super) fn ruled<'a>(
    fragments: Vec<Fragment<'a>>,
    rules: &[Rule],
) -> (Vec<Table<'a>>, Vec<Fragment<'a>>) {
    let mut tables = Vec::new();
    let mut rest = fragments;
    for grid in grids(rules) {
        let (inside, outside): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|fragment| grid.holds(fragment));
        rest = outside;
        match grid.table(inside) {
            Ok(table) => tables.push(table),
            Err(fragments) => rest.extend(fragments),
        }
    }
    (tables, rest)
}

/// Rules that touch each other.
struct Grid {
    horizontal: Vec<Rule>,
    vertical: Vec<Rule>,
    bounds: Rule,
}

fn grids(rules: &[Rule]) -> Vec<Grid> {
    // Too many rules are a drawing; joining them would take quadratic time.
    if rules.len() > 3_000 {
        return Vec::new();
    }
    let mut parts: Vec<Vec<Rule>> = Vec::new();
    for rule in rules {
        let (touching, mut others): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|part| part.iter().any(|other| touch(rule, other)));
        let mut joined: Vec<Rule> = touching.into_iter().flatten().collect();
        joined.push(*rule);
        others.push(joined);
        parts = others;
    }
    let mut grids: Vec<Grid> = parts.into_iter().filter_map(grid).collect();
    grids.sort_by(|a, b| {
        a.bounds.y0.total_cmp(&b.bounds.y0).then(a.bounds.x0.total_cmp(&b.bounds.x0))
    });
    grids
}

fn touch(a: &Rule, b: &Rule) -> bool {
    a.x0 <= b.x1 + TOUCH && b.x0 <= a.x1 + TOUCH && a.y0 <= b.y1 + TOUCH && b.y0 <= a.y1 + TOUCH
}

fn grid(rules: Vec<Rule>) -> Option<Grid> {
    let (horizontal, vertical): (Vec<Rule>, Vec<Rule>) =
        rules.into_iter().partition(Rule::is_horizontal);
    let all = || horizontal.iter().chain(&vertical);
    let bounds = Rule {
        x0: all().map(|rule| rule.x0).fold(f32::MAX, f32::min),
        y0: all().map(|rule| rule.y0).fold(f32::MAX, f32::min),
        x1: all().map(|rule| rule.x1).fold(f32::MIN, f32::max),
        y1: all().map(|rule| rule.y1).fold(f32::MIN, f32::max),
    };
    let places = |rules: &[Rule], place: fn(&Rule) -> f32| {
        let mut places: Vec<f32> = rules.iter().map(place).collect();
        places.sort_by(f32::total_cmp);
        places.dedup_by(|a, b| (*a - *b).abs() < TOUCH);
        places.len()
    };
    let columns = places(&vertical, |rule| rule.x0);
    let rows = places(&horizontal, |rule| rule.y0);
    // At least one rule must part two cells; a frame around a text has none.
    (rows >= 2 && columns >= 1 && (columns >= 3 || inner(&vertical, &bounds))).then_some(Grid {
        horizontal,
        vertical,
        bounds,
    })
}

fn inner(vertical: &[Rule], bounds: &Rule) -> bool {
    vertical.iter().any(|rule| rule.x0 > bounds.x0 + 12.0 && rule.x1 < bounds.x1 - 12.0)
}

impl Grid {
    fn holds(&self, fragment: &Fragment<'_>) -> bool {
        let (x, y) = fragment.middle();
        x > self.bounds.x0 && x < self.bounds.x1 && y > self.bounds.y0 && y < self.bounds.y1
    }

    /// The upper left corner of the cell around a place.
    fn cell(&self, x: f32, y: f32) -> (i32, i32) {
        let left = self
            .vertical
            .iter()
            .filter(|rule| rule.x0 <= x && rule.y0 - TOUCH <= y && rule.y1 + TOUCH >= y);
        let top = self
            .horizontal
            .iter()
            .filter(|rule| rule.y0 <= y && rule.x0 - TOUCH <= x && rule.x1 + TOUCH >= x);
        let left = left.map(|rule| rule.x0).fold(self.bounds.x0, f32::max);
        let top = top.map(|rule| rule.y0).fold(self.bounds.y0, f32::max);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "places on a page are small; the cast saturates"
        )]
        let key = ((top / TOUCH).round() as i32, (left / TOUCH).round() as i32);
        key
    }

    fn table<'a>(&self, fragments: Vec<Fragment<'a>>) -> Result<Table<'a>, Vec<Fragment<'a>>> {
        let mut cells: std::collections::BTreeMap<(i32, i32), Vec<Fragment<'a>>> =
            std::collections::BTreeMap::new();
        for fragment in fragments {
            let (x, y) = fragment.middle();
            cells.entry(self.cell(x, y)).or_default().push(fragment);
        }
        let mut rows: Vec<(i32, Vec<Vec<Fragment<'a>>>)> = Vec::new();
        for ((top, _), cell) in cells {
            // Places far off the page saturate: from one end of the numbers to the other is further
            // than an `i32` can tell.
            match rows.last_mut().filter(|(row, _)| top.abs_diff(*row) <= 1) {
                Some((_, row)) => row.push(cell),
                None => rows.push((top, vec![cell])),
            }
        }
        let rows: Vec<Vec<Vec<Fragment<'a>>>> = rows.into_iter().map(|(_, row)| row).collect();
        let cells = rows.iter().map(Vec::len).sum::<usize>();
        let parted = rows.iter().filter(|row| row.len() >= 2).count();
        if parted == 0 || cells < 3 {
            return Err(rows.into_iter().flatten().flatten().collect());
        }
        Ok(Table {
            top: self.bounds.y0,
            left: self.bounds.x0,
            right: self.bounds.x1,
            rows,
            ruled: true,
        })
    }
}

impl<'a> Table<'a> {
    /// A table whose columns are told by white alone; `band` holds its visual rows.
    pub(super) fn unruled(band: Vec<Vec<Fragment<'a>>>, rules: &[Rule], size: f32) -> Table<'a> {
        let edges = columns(&band, size);
        let top = band.iter().flatten().map(|fragment| fragment.y).fold(f32::MAX, f32::min) - size;
        let bottom = band.iter().flatten().map(|fragment| fragment.y).fold(f32::MIN, f32::max);
        let left = edges.first().copied().unwrap_or(0.0);
        let right = band.iter().flatten().map(|fragment| fragment.x1).fold(left, f32::max);
        let mut rows: Vec<Vec<Vec<Fragment<'a>>>> = Vec::new();
        let mut last_y = f32::MIN;
        // Where rules part the rows, they alone say where a row starts.
        let rules: Vec<&Rule> = rules
            .iter()
            .filter(|rule| rule.is_horizontal() && rule.y0 > top + size && rule.y0 < bottom)
            // A short one underlines a word.
            .filter(|rule| rule.x1 - rule.x0 > 0.5 * (right - left))
            .collect();
        let mut parts: Vec<f32> = rules.iter().map(|rule| rule.y0).collect();
        parts.sort_by(f32::total_cmp);
        parts.dedup_by(|a, b| (*a - *b).abs() < TOUCH);
        let row_gap = row_gap(&band, size);
        let ruled_rows = parts.len() >= 2 && parts.len() * 5 >= band.len();
        for level in band {
            let y = level.first().map_or(last_y, |fragment| fragment.y);
            let mut cells: Vec<Vec<Fragment<'a>>> = edges.iter().map(|_| Vec::new()).collect();
            for fragment in level {
                let x = fragment.middle().0;
                let column = edges.iter().rposition(|edge| *edge <= x).unwrap_or(0);
                if let Some(cell) = cells.get_mut(column) {
                    cell.push(fragment);
                }
            }
            let parted = rules.iter().any(|rule| rule.y0 > last_y && rule.y0 < y - 0.2 * size);
            let filled = cells.first().is_some_and(|cell| !cell.is_empty());
            let starts = match row_gap {
                _ if ruled_rows => parted,
                Some(least) => parted || y - last_y > least,
                None => parted || filled || y - last_y > 1.9 * size,
            };
            match rows.last_mut() {
                Some(row) if !starts => {
                    for (cell, more) in row.iter_mut().zip(cells) {
                        cell.extend(more);
                    }
                }
                _ => rows.push(cells),
            }
            last_y = y;
        }
        Table { top, left, right, rows, ruled: false }
    }

    /// The lines of the table: a row each, or the lines of its cells where these are long texts
    /// side by side.
    pub(super) fn rows(self) -> Vec<Line> {
        let lines_in = |cell: &Vec<Fragment<'a>>| {
            let mut ys: Vec<f32> = cell.iter().map(|fragment| fragment.y).collect();
            ys.sort_by(f32::total_cmp);
            ys.dedup_by(|a, b| (*a - *b).abs() < 3.0);
            ys.len()
        };
        let filled: Vec<usize> =
            self.rows.iter().flatten().map(lines_in).filter(|lines| *lines > 0).collect();
        if filled.iter().sum::<usize>() > LONG_CELL * filled.len() {
            let cells = self.rows.into_iter().flatten();
            let lines = cells.flat_map(layout::join).filter_map(|line| words::build(&line));
            return lines.map(|built| layout::line(built, LineKind::Text)).collect();
        }
        let rows: Vec<Vec<Built>> =
            self.rows.into_iter().map(|row| row.into_iter().map(cell_text).collect()).collect();
        let header = is_header(&rows);
        rows.into_iter()
            .enumerate()
            .filter_map(|(index, row)| row_line(&row, header && index == 0, self.ruled))
            .collect()
    }
}

/// Left edges of the columns: where white runs through nearly all rows of the band. One row in
/// eight may cross it: a title over several columns, or the foot of the page.
fn columns(band: &[Vec<Fragment<'_>>], size: f32) -> Vec<f32> {
    let mut ends: Vec<(f32, i32)> = Vec::new();
    for fragment in band.iter().flatten() {
        ends.push((fragment.x0, 1));
        ends.push((fragment.x1, -1));
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let allowed = i32::try_from(band.len() / 8).unwrap_or(0);
    let mut edges = Vec::new();
    let mut white_from = f32::MIN;
    let mut depth = 0;
    for (x, step) in ends {
        let before = depth;
        depth += step;
        if before <= allowed && depth > allowed && x - white_from > 0.5 * size {
            edges.push(x);
        }
        if before > allowed && depth <= allowed {
            white_from = x;
        }
    }
    if edges.is_empty() {
        edges.extend(band.iter().flatten().map(|fragment| fragment.x0).reduce(f32::min));
    }
    edges
}

/// The least distance between lines that starts a row, where lines inside rows stand clearly
/// nearer to each other than rows do.
fn row_gap(band: &[Vec<Fragment<'_>>], size: f32) -> Option<f32> {
    let tops: Vec<f32> =
        band.iter().filter_map(|level| level.first()).map(|first| first.y).collect();
    let gaps: Vec<f32> = tops.iter().zip(tops.iter().skip(1)).map(|(a, b)| b - a).collect();
    let least = gaps.iter().copied().filter(|gap| *gap > 0.5 * size).reduce(f32::min)?;
    let wide = gaps.iter().filter(|gap| **gap > 1.3 * least).count();
    (least < 1.6 * size && wide * 5 >= gaps.len() * 2 && wide < gaps.len()).then_some(1.25 * least)
}

/// The text of a cell: its lines joined, words broken at a line's end mended.
fn cell_text(cell: Vec<Fragment<'_>>) -> Built {
    let mut whole: Option<Built> = None;
    for line in layout::join(cell).iter().filter_map(|line| words::build(line)) {
        let Some(sum) = whole.as_mut() else {
            whole = Some(line);
            continue;
        };
        let broken = sum.text.ends_with('-')
            && sum.text.chars().rev().nth(1).is_some_and(char::is_alphabetic)
            && line.text.starts_with(char::is_lowercase);
        if broken {
            // "e-" and "X-" are words of their own; longer pieces are broken off one.
            let piece = sum.text.rsplit(char::is_whitespace).next().unwrap_or_default();
            if piece.chars().count() > 2 {
                sum.text.pop();
            }
        } else {
            sum.text.push(' ');
        }
        sum.text.push_str(&line.text);
        sum.x0 = sum.x0.min(line.x0);
        sum.x1 = sum.x1.max(line.x1);
        sum.bold &= line.bold;
        sum.hidden &= line.hidden;
    }
    whole.unwrap_or_default()
}

/// The first row names the columns where it alone is bold, or alone in capitals.
fn is_header(rows: &[Vec<Built>]) -> bool {
    let [first, rest @ ..] = rows else {
        return false;
    };
    let bold =
        |row: &[Built]| row.iter().filter(|cell| !cell.text.is_empty()).all(|cell| cell.bold);
    let capitals = |row: &[Built]| {
        let filled = || row.iter().filter(|cell| !cell.text.is_empty());
        filled().count() > 1
            && filled().all(|cell| {
                cell.text.contains(char::is_uppercase) && !cell.text.contains(char::is_lowercase)
            })
    };
    let alone = |is: &dyn Fn(&[Built]) -> bool| is(first) && !rest.iter().all(|row| is(row));
    alone(&bold) || alone(&capitals)
}

fn row_line(row: &[Built], header: bool, ruled: bool) -> Option<Line> {
    let filled = || row.iter().filter(|cell| !cell.text.is_empty());
    let first = filled().next()?;
    let text: Vec<&str> = row.iter().map(|cell| cell.text.trim()).collect();
    let text = text.join(" | ");
    let built = Built {
        text: text.trim_end_matches([' ', '|']).to_owned(),
        x0: filled().map(|cell| cell.x0).fold(f32::MAX, f32::min),
        x1: filled().map(|cell| cell.x1).fold(f32::MIN, f32::max),
        y: filled().map(|cell| cell.y).fold(f32::MAX, f32::min),
        size: first.size,
        bold: filled().all(|cell| cell.bold),
        hidden: filled().all(|cell| cell.hidden),
    };
    // Without rules, a line that stands alone in the first column is a line of text.
    let alone = !ruled && filled().count() == 1;
    let kind = if alone { LineKind::Text } else { LineKind::TableRow { header } };
    Some(layout::line(built, kind))
}
