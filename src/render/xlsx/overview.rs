//! The first sheet: what the report is, what was not read, and vendors by core lines.

use rust_xlsxwriter::{Color, Format, Worksheet, XlsxError};

use super::{HEAD_LINES, LINE, for_paper, head, numbers, text, tone};
use crate::render::messages::{Messages, light_code, status_code};
use crate::render::{clean, select};
use crate::report::{Report, Severity, VendorReport};

/// The row of the heads; what the report is stands above it.
const HEAD: u32 = 5;

/// A number of a vendor, with the label of its column.
type Count = (&'static str, fn(&VendorReport) -> Option<usize>);

const COUNTS: [Count; 5] = [
    ("column_open_critical", |v| Some(select::gaps(v, Severity::Critical).len())),
    ("column_open_high", |v| Some(select::gaps(v, Severity::High).len())),
    ("column_unknown", |v| {
        Some(v.requirements.iter().filter(|r| r.status == crate::report::Status::Unknown).count())
    }),
    ("column_unreadable", |v| Some(v.documents.iter().filter(|d| select::not_wholly(d)).count())),
    ("html_score", |v| v.score.and_then(|score| usize::try_from(score).ok())),
];

pub(super) fn sheet(
    sheet: &mut Worksheet,
    report: &Report,
    words: &'static Messages,
) -> Result<(), XlsxError> {
    sheet.set_name(words.label("sheet_overview"))?;
    about(sheet, report, words)?;
    let lines = select::core_lines(report);
    let mut heads = vec![(words.label("html_vendor"), 26.0), (words.label("html_light"), 10.0)];
    heads.extend(lines.iter().map(|(_, title)| (*title, 24.0)));
    heads.extend(COUNTS.iter().map(|(label, _)| (words.label(label), 11.0)));
    for (place, (title, width)) in (0u16..).zip(&heads) {
        sheet.set_column_width(place, *width)?;
        sheet.write_string_with_format(HEAD, place, clean::xlsx(title), &head())?;
    }
    sheet.set_row_height(HEAD, f64::from(HEAD_LINES) * LINE)?;
    let mut last = HEAD;
    for (line, vendor) in (HEAD + 1..).zip(&report.vendors) {
        row(sheet, line, vendor, &lines, words)?;
        last = line;
    }
    let right = u16::try_from(heads.len()).unwrap_or(u16::MAX).saturating_sub(1);
    sheet.autofilter(HEAD, 0, last, right)?;
    sheet.set_freeze_panes(HEAD + 1, 1)?;
    for_paper(sheet, HEAD)
}

fn about(sheet: &mut Worksheet, report: &Report, words: &Messages) -> Result<(), XlsxError> {
    let title = Format::new().set_bold().set_font_size(14);
    sheet.write_string_with_format(0, 0, words.label("html_title"), &title)?;
    let judged = format!(
        "{} {} · {} {} · {} {} · {} {}",
        report.tool.name,
        report.tool.version,
        words.label("html_packs"),
        report.catalogue.version,
        words.label("profile"),
        report.profile,
        words.label("as_of"),
        report.as_of,
    );
    let unread = report.vendors.iter().flat_map(|v| &v.documents);
    let unread = unread.filter(|d| select::not_wholly(d)).count();
    let summary = &report.summary;
    let counts = [summary.vendors, summary.documents, summary.unreadable];
    let lone = Format::new();
    text(sheet, 1, 0, &judged, &lone)?;
    text(sheet, 2, 0, words.label("disclaimer"), &lone)?;
    if unread == 0 {
        return text(sheet, 3, 0, &words.counted("counts", &counts), &lone);
    }
    let warning = Format::new().set_bold().set_font_color(Color::RGB(0x00a0_1c12));
    text(sheet, 3, 0, &words.counted("unread_title", &[unread, summary.documents]), &warning)
}

fn row(
    sheet: &mut Worksheet,
    line: u32,
    vendor: &VendorReport,
    lines: &[(&str, &str)],
    words: &Messages,
) -> Result<(), XlsxError> {
    text(sheet, line, 0, &vendor.vendor, &super::plain().set_bold())?;
    text(sheet, line, 1, words.light(vendor.light), &tone(light_code(vendor.light)))?;
    let own = select::lines(vendor, true);
    let mut place = 2u16;
    for (id, _) in lines {
        if let Some(one) = own.iter().find(|one| one.id == *id) {
            let status = one.rollup.status;
            text(sheet, line, place, words.status(status), &tone(status_code(status)))?;
        }
        place += 1;
    }
    for (_, count) in COUNTS {
        if let Some(number) = count(vendor).and_then(|n| u32::try_from(n).ok()) {
            sheet.write_number_with_format(line, place, number, &numbers("0"))?;
        }
        place += 1;
    }
    Ok(())
}
