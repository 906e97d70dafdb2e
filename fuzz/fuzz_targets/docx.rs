//! The XML of a Word document, in a package that is made around it. Its parts are parted by the
//! byte 1: the text, the styles, the numbering, the footnotes.
#![no_main]

use std::io::{Cursor, Write};

use dpascan::extract::{Format, Limits, PdfReader, read};
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const PARTS: [&str; 4] =
    ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml"];

fuzz_target!(|bytes: &[u8]| {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, part) in PARTS.iter().zip(bytes.split(|byte| *byte == 1)) {
        writer.start_file(*name, options).expect("the name is new");
        writer.write_all(part).expect("memory takes it");
    }
    let package = writer.finish().expect("memory takes it").into_inner();
    let limits = Limits { max_text_bytes: 1 << 20, ..Limits::default() };
    let _ = read(&package, Format::Docx, &limits, PdfReader::Auto);
});
