//! The tables about runs and vendors as a whole.

use super::{Cell, Column, Source, Table, code, count, hidden, product, text};
use crate::render::messages::{light_code, status_code};
use crate::render::{STATUSES, select};
use crate::report::{Severity, VendorReport};

/// One row: the run itself, and the only place of the moment in which it was made.
pub(super) fn runs(source: &Source<'_>) -> Table {
    const COLUMNS: &[Column] = &[
        hidden("run_id"),
        hidden("as_of"),
        hidden("generated_at"),
        hidden("profile"),
        hidden("tool_version"),
        hidden("catalogue_version"),
        hidden("catalogue_hash"),
        hidden("vendors"),
        hidden("vendors_without_agreement"),
        hidden("documents"),
        hidden("unreadable"),
    ];
    let report = source.report;
    let row = vec![
        source.run(),
        source.as_of(),
        text(&report.generated_at),
        text(&report.profile),
        text(&report.tool.version),
        source.catalogue(),
        text(&report.catalogue.hash),
        count(report.summary.vendors),
        count(report.summary.vendors_without_agreement),
        count(report.summary.documents),
        count(report.summary.unreadable),
    ];
    Table { name: "runs", columns: COLUMNS, rows: vec![row] }
}

/// A row for every vendor: light, score, and how many of each status and open points.
pub(super) fn vendors(source: &Source<'_>) -> Table {
    const COLUMNS: &[Column] = &[
        hidden("run_id"),
        hidden("vendor"),
        hidden("product"),
        hidden("light"),
        hidden("score"),
        hidden("agreement"),
        hidden("documents"),
        hidden("unreadable"),
        hidden("contradicted"),
        hidden("missing"),
        hidden("partial"),
        hidden("unknown"),
        hidden("met"),
        hidden("not_applicable"),
        hidden("open_critical"),
        hidden("open_high"),
        hidden("conflicts"),
        hidden("as_of"),
    ];
    let rows = source.report.vendors.iter().map(|one| vendor(source, one)).collect();
    Table { name: "vendors", columns: COLUMNS, rows }
}

fn vendor(source: &Source<'_>, vendor: &VendorReport) -> Vec<Cell> {
    let open = |severity: Severity| count(select::gaps(vendor, severity).len());
    let mut row = vec![
        source.run(),
        text(&vendor.vendor),
        product(vendor),
        code(light_code(vendor.light), source.words.light(vendor.light)),
        vendor.score.map_or(Cell::Empty, |score| Cell::Whole(i64::from(score))),
        source.yes_or_no(select::has_agreement(vendor)),
        count(vendor.documents.len()),
        count(vendor.documents.iter().filter(|d| select::not_wholly(d)).count()),
    ];
    for status in STATUSES {
        row.push(count(vendor.requirements.iter().filter(|r| r.status == status).count()));
    }
    row.extend([
        open(Severity::Critical),
        open(Severity::High),
        count(vendor.conflicts.len()),
        source.as_of(),
    ]);
    row
}

/// A row for every vendor and line that sums requirements up: what a heat map shows.
pub(super) fn lines(source: &Source<'_>) -> Table {
    const COLUMNS: &[Column] = &[
        hidden("run_id"),
        hidden("vendor"),
        hidden("line"),
        hidden("title"),
        hidden("core"),
        hidden("status"),
        hidden("status_rank"),
        hidden("as_of"),
    ];
    let rows = source.report.vendors.iter().flat_map(|vendor| {
        let all = [true, false].into_iter().flat_map(|core| select::lines(vendor, core));
        all.map(|line| {
            vec![
                source.run(),
                text(&vendor.vendor),
                text(line.id),
                text(&line.rollup.title),
                source.yes_or_no(select::core_place(line.id).is_some()),
                code(status_code(line.rollup.status), source.words.status(line.rollup.status)),
                count(select::status_rank(line.rollup.status)),
                source.as_of(),
            ]
        })
    });
    Table { name: "lines", columns: COLUMNS, rows: rows.collect() }
}

impl Source<'_> {
    /// `yes` or `no`, with the word for it.
    pub(super) fn yes_or_no(&self, is: bool) -> Cell {
        let key = if is { "yes" } else { "no" };
        code(key, self.words.label(key))
    }
}
