//! One vendor a line, each line whole in itself: for stores that read logs and for `jq`.

use std::io::{self, Write};

use serde::Serialize;

use super::{clean, table};
use crate::report::{Catalogue, Report, Tool, VendorReport};

/// A vendor with what a line needs of its report.
#[derive(Serialize)]
struct Line<'a> {
    schema_version: &'a str,
    run_id: &'a str,
    tool: &'a Tool,
    catalogue: &'a Catalogue,
    profile: &'a str,
    as_of: &'a str,
    generated_at: &'a str,
    #[serde(flatten)]
    vendor: &'a VendorReport,
}

/// Writes a line for every vendor as it is made: no more than one is held in memory.
///
/// # Errors
/// What the writer says.
pub fn ndjson(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let run = table::run_id(report);
    for vendor in &report.vendors {
        let line = Line {
            schema_version: &report.schema_version,
            run_id: &run,
            tool: &report.tool,
            catalogue: &report.catalogue,
            profile: &report.profile,
            as_of: &report.as_of,
            generated_at: &report.generated_at,
            vendor,
        };
        let line = serde_json::to_string(&line).map_err(io::Error::other)?;
        writeln!(out, "{}", clean::json(&line))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::clean::NASTY;
    use crate::render::fixture::report;

    #[test]
    fn every_line_is_one_vendor_and_says_what_the_report_says() {
        for nasty in NASTY {
            let report = report(nasty);
            let mut out = Vec::new();
            ndjson(&report, &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            assert_eq!(text.lines().count(), report.vendors.len());
            for (line, vendor) in text.lines().zip(&report.vendors) {
                assert_eq!(&serde_json::from_str::<VendorReport>(line).unwrap(), vendor);
                assert!(line.starts_with("{\"schema_version\":\""));
                assert_eq!(clean::json(line), line);
            }
        }
    }

    #[test]
    fn a_writer_that_fails_ends_it() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::Error::other("full"))
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        assert!(ndjson(&report("tekst"), &mut Full).is_err());
    }
}
