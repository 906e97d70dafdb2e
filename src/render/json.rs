//! The JSON contract as text: two blanks of indentation, one line end at the end.

use std::io::{self, Write};

use serde::Serialize;

use super::clean;
use crate::report::Report;

/// The report as JSON.
#[must_use]
pub fn json(report: &Report) -> String {
    plain_json(report)
}

/// The report as JSON, written as it is made: that of many vendors is larger than all else.
///
/// # Errors
/// What keeps `out` from taking it.
pub fn write_json(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    write_plain_json(report, out)
}

/// Any plain data as JSON, cleaned in the same way.
#[must_use]
pub fn plain_json<T: Serialize>(data: &T) -> String {
    let mut out = Vec::new();
    write_plain_json(data, &mut out)
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
