//! The readers beside those of PDF and DOCX; the first byte says which.
#![no_main]

use dpascan::extract::{Format, Limits, PdfReader, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let formats =
        [Format::Rtf, Format::Html, Format::Markdown, Format::Text, Format::Mail, Format::Odt, Format::Message];
    let limits = Limits { max_text_bytes: 1 << 20, ..Limits::default() };
    let _ = read(rest, formats[usize::from(*first) % formats.len()], &limits, PdfReader::Auto);
});
