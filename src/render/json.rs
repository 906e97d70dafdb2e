//! The JSON contract as text: two blanks of indentation, one line end at the end.

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serialize;

use super::clean;
use crate::report::{Report, VendorReport};

/// The report as JSON.
#[must_use]
pub fn json(report: &Report) -> String {
    text(|out| write_json(report, out))
}

/// So many vendors are made to text side by side before any of them is written.
const SIDE_BY_SIDE: usize = 32;

/// The list of vendors of a report, as JSON where it is empty. No string of JSON holds a line end,
/// so that this stands at the depth of the report's own fields only.
const NO_VENDORS: &str = "\n  \"vendors\": []";

/// The report as JSON, written as it is made: that of many vendors is larger than all else.
///
/// # Errors
/// What keeps `out` from taking it.
pub fn write_json(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let around = plain_json(&around(report));
    let Some((before, after)) = around.split_once(NO_VENDORS) else {
        return write_plain_json(report, out);
    };
    out.write_all(before.as_bytes())?;
    out.write_all(b"\n  \"vendors\": [")?;
    for (at, vendors) in report.vendors.chunks(SIDE_BY_SIDE).enumerate() {
        let made: Vec<Vec<u8>> = vendors.par_iter().map(vendor).collect::<io::Result<_>>()?;
        for (place, text) in made.iter().enumerate() {
            out.write_all(if at + place == 0 { b"\n    " } else { b",\n    " })?;
            out.write_all(text)?;
        }
    }
    out.write_all(if report.vendors.is_empty() { b"]" } else { b"\n  ]" })?;
    out.write_all(after.as_bytes())
}

/// The report without its vendors.
fn around(report: &Report) -> Report {
    Report {
        schema_version: report.schema_version.clone(),
        tool: report.tool.clone(),
        catalogue: report.catalogue.clone(),
        profile: report.profile.clone(),
        as_of: report.as_of.clone(),
        generated_at: report.generated_at.clone(),
        root: report.root.clone(),
        stale: report.stale.clone(),
        summary: report.summary.clone(),
        vendors: Vec::new(),
        unused_reviews: report.unused_reviews.clone(),
        register: report.register.clone(),
    }
}

/// A vendor's part of the report, as deep as it stands there.
fn vendor(vendor: &VendorReport) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    serde_json::to_writer_pretty(Cleaned { out: &mut out, indent: "    " }, vendor)?;
    Ok(out)
}

/// Any plain data as JSON, cleaned in the same way.
#[must_use]
pub fn plain_json<T: Serialize>(data: &T) -> String {
    text(|out| write_plain_json(data, out))
}

fn text(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out)
        .expect("the report holds strings, numbers, lists and string-keyed maps only, all of which JSON can say");
    String::from_utf8(out).expect("JSON of strings is UTF-8")
}

fn write_plain_json<T: Serialize>(data: &T, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Cleaned { out, indent: "" }, data)?;
    out.write_all(b"\n")
}

/// Cleans what goes through it. The writer of JSON hands on whole characters.
struct Cleaned<'a> {
    out: &'a mut dyn Write,
    /// What every line but the first begins with.
    indent: &'static str,
}

impl Write for Cleaned<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if piece.last() == Some(&b'\n') {
            // Line ends come from the writer of JSON alone, at the end of a piece.
            self.out.write_all(piece)?;
            self.out.write_all(self.indent.as_bytes())?;
        } else if piece.iter().all(|byte| matches!(byte, b' '..=b'~')) {
            // Most pieces are signs and plain words.
            self.out.write_all(piece)?;
        } else {
            let text = std::str::from_utf8(piece).map_err(io::Error::other)?;
            self.out.write_all(clean::json(text).as_bytes())?;
        }
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::clean::NASTY;
    use crate::render::fixture;

    #[test]
    fn written_side_by_side_it_is_the_same_text() {
        for nasty in NASTY {
            let mut report = fixture::report(nasty);
            for copies in [0, 1, SIDE_BY_SIDE + 1] {
                report.vendors = report.vendors.iter().cycle().take(copies).cloned().collect();
                let mut whole = Vec::new();
                write_plain_json(&report, &mut whole).unwrap();
                assert_eq!(json(&report).as_bytes(), whole, "{copies} vendors");
                report = fixture::report(nasty);
            }
        }
    }
}
