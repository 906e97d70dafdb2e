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
    let mut made = Vec::with_capacity(A_VENDOR);
    serde_json::to_writer_pretty(&mut made, vendor)?;
    let text = String::from_utf8(made).map_err(io::Error::other)?;
    let mut out = Vec::with_capacity(text.len() + text.len() / 4);
    for (at, line) in text.split('\n').enumerate() {
        // Line ends come from the writer of JSON alone.
        out.extend_from_slice(if at == 0 { b"" } else { b"\n    " });
        if line.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            out.extend_from_slice(line.as_bytes());
        } else {
            out.extend_from_slice(clean::json(line).as_bytes());
        }
    }
    Ok(out)
}

/// Bytes that a vendor's part mostly takes.
const A_VENDOR: usize = 256 << 10;

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
    serde_json::to_writer_pretty(Cleaned { out }, data)?;
    out.write_all(b"\n")
}

/// Cleans what goes through it. The writer of JSON hands on whole characters.
struct Cleaned<'a> {
    out: &'a mut dyn Write,
}

impl Write for Cleaned<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        // Most pieces are signs and plain words.
        if piece.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
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

    #[test]
    fn verdicts_folded_up_are_the_same_list() {
        for nasty in NASTY {
            let open = fixture::report(nasty);
            let mut folded = open.clone();
            folded.vendors.iter_mut().for_each(|vendor| vendor.requirements.fold());
            assert_eq!(json(&folded), json(&open));
            let all_folded = |report: &Report| {
                report.vendors.iter().all(|vendor| vendor.requirements.is_folded())
            };
            assert!(all_folded(&folded) && all_folded(&folded.clone()), "neither unfolds them");
            for (vendor, of) in folded.vendors.iter().zip(&open.vendors) {
                assert!(vendor.requirements.marks().eq(of.requirements.marks()));
                assert_eq!(vendor.requirements.marks().count(), of.requirements.len());
            }
            assert_eq!(folded, open);
            assert!(!all_folded(&folded), "who looks at them unfolds them");
            let verdicts = &mut folded.vendors[0].requirements;
            verdicts.fold();
            verdicts[0].title = "changed".into();
            verdicts.fold();
            assert_eq!(verdicts[0].title, "changed");
        }
    }
}
