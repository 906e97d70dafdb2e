//! The vendors in one table: light, numbers by status, score; on a wide terminal the words of the
//! statuses and the core lines too.

use anstyle::Style;

use super::paint::{BOLD, DIM, PLAIN, Paint, light_style, sign};
use crate::render::messages::Messages;
use crate::render::select::core_place;
use crate::render::{STATUSES, clean};
use crate::report::{Report, Status, VendorReport};

/// Names of vendors are cut here.
const NAME: usize = 32;
/// Blanks between columns.
const BETWEEN: usize = 2;

/// A column: its head, whether it holds numbers, and a cell for each vendor.
struct Column {
    head: String,
    number: bool,
    cells: Vec<(String, Style)>,
}

impl Column {
    fn new(head: &str, number: bool, cells: Vec<(String, Style)>) -> Column {
        Column { head: head.to_owned(), number, cells }
    }

    fn width(&self) -> usize {
        let cells = self.cells.iter().map(|(text, _)| text.as_str());
        cells.chain([self.head.as_str()]).map(|text| text.chars().count()).max().unwrap_or(0)
    }
}

/// The table, as wide as the terminal allows.
pub(super) fn overview(report: &Report, words: &Messages, paint: &mut Paint) {
    let of = |cell: &dyn Fn(&VendorReport) -> (String, Style)| {
        report.vendors.iter().map(cell).collect::<Vec<_>>()
    };
    let first = |most: usize| {
        [
            Column::new(
                "",
                false,
                of(&|v| (words.light(v.light).to_uppercase(), light_style(v.light))),
            ),
            Column::new(
                &clean::cap(words.label("html_vendor"), most),
                false,
                of(&|v| (clean::cap(&clean::line(&v.vendor), most), PLAIN)),
            ),
        ]
    };
    let numbers = |long: bool| -> Vec<Column> {
        let shown = STATUSES.iter().filter(|s| **s != Status::NotApplicable && seen(report, **s));
        shown
            .map(|status| {
                let head = if long { words.status(*status) } else { sign(*status).0 };
                Column::new(head, true, of(&|v| number(v, *status)))
            })
            .collect()
    };
    let score = || {
        let cell = |v: &VendorReport| (v.score.map_or("–".into(), |s| s.to_string()), PLAIN);
        Column::new(words.label("html_score"), true, of(&cell))
    };
    // From the widest on: whether the core lines are shown, and whether statuses are named.
    for (with_core, long) in [(true, true), (true, false), (false, true), (false, false)] {
        let core = if with_core { core(report) } else { Vec::new() };
        let mut columns: Vec<Column> =
            first(NAME).into_iter().chain(core).chain(numbers(long)).chain([score()]).collect();
        let width = columns.iter().map(|c| c.width() + BETWEEN).sum::<usize>();
        let over = width.saturating_sub(paint.look().width);
        if over > 0 && (with_core || long) {
            continue;
        }
        if over > 0 {
            // On the narrowest terminals the names give way.
            let most = columns.get(1).map_or(0, Column::width).saturating_sub(over);
            columns.splice(..2, first(most));
        }
        write(&columns, paint);
        if with_core || !long {
            legend(report, words, paint);
        }
        return;
    }
}

/// What the signs mean.
fn legend(report: &Report, words: &Messages, paint: &mut Paint) {
    let shown = STATUSES.iter().filter(|s| **s != Status::NotApplicable && seen(report, **s));
    let named = shown.map(|s| format!("{} {}", sign(*s).0, words.status(*s)));
    paint.dim(2, &named.collect::<Vec<_>>().join(" · "));
}

/// Whether any vendor has this status.
fn seen(report: &Report, status: Status) -> bool {
    report.vendors.iter().flat_map(|v| &v.requirements).any(|r| r.status == status)
}

fn number(vendor: &VendorReport, status: Status) -> (String, Style) {
    match vendor.requirements.iter().filter(|r| r.status == status).count() {
        0 => ("·".into(), DIM),
        count => (count.to_string(), sign(status).1),
    }
}

/// A column for each core line, named by the first word of its title.
fn core(report: &Report) -> Vec<Column> {
    let lines = |vendor: &VendorReport| {
        let mut lines: Vec<_> = vendor
            .rollups
            .iter()
            .filter_map(|(id, r)| Some((core_place(id)?, r.title.clone(), r.status)))
            .collect();
        lines.sort();
        lines
    };
    let all: Vec<_> = report.vendors.iter().map(lines).collect();
    let Some(heads) = all.first() else { return Vec::new() };
    let column = |(place, title, _): &(usize, String, Status)| {
        let cell = |vendor: &Vec<(usize, String, Status)>| {
            let line = vendor.iter().find(|(at, ..)| at == place);
            line.map_or((String::new(), PLAIN), |(_, _, status)| {
                let (mark, style) = sign(*status);
                (mark.to_owned(), style)
            })
        };
        let head = title.split(' ').next().unwrap_or_default();
        Column::new(&clean::line(head), false, all.iter().map(cell).collect())
    };
    heads.iter().map(column).collect()
}

fn write(columns: &[Column], paint: &mut Paint) {
    let heads = columns.iter().map(|c| (c.head.as_str(), BOLD, c.width(), c.number));
    paint.row(2, BETWEEN, heads);
    let rows = columns.first().map_or(0, |c| c.cells.len());
    for row in 0..rows {
        let cells = columns.iter().filter_map(|c| {
            let (text, style) = c.cells.get(row)?;
            Some((text.as_str(), *style, c.width(), c.number))
        });
        paint.row(2, BETWEEN, cells);
    }
}
