//! The readers beside those of PDF and DOCX; the first byte says which.
//!
//! What is packed is packed here: checksums and sectors would keep the fuzzer from what is inside.
#![no_main]

use std::io::{Cursor, Write};

use cfb::CompoundFile;
use dpascan::extract::{Format, Limits, PdfReader, read};
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let (format, packed) = match first % 9 {
        0 => (Format::Rtf, None),
        1 => (Format::Html, None),
        2 => (Format::Markdown, None),
        3 => (Format::Text, None),
        4 => (Format::Mail, None),
        5 => (Format::Odt, Some(odt(rest))),
        6 => (Format::Message, None),
        // The body of a message as HTML, and as packed RTF.
        7 => (Format::Message, Some(message("__substg1.0_10130102", rest))),
        _ => (Format::Message, Some(message("__substg1.0_10090102", rest))),
    };
    let limits = Limits { max_text_bytes: 1 << 20, ..Limits::default() };
    let _ = read(packed.as_deref().unwrap_or(rest), format, &limits, PdfReader::Auto);
});

fn odt(content: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    writer.start_file("content.xml", options).expect("the name is new");
    writer.write_all(content).expect("memory takes it");
    writer.finish().expect("memory takes it").into_inner()
}

fn message(stream: &str, bytes: &[u8]) -> Vec<u8> {
    let mut file = CompoundFile::create(Cursor::new(Vec::new())).expect("memory takes it");
    let mut written = file.create_stream(stream).expect("the name is new");
    written.write_all(bytes).expect("memory takes it");
    written.flush().expect("memory takes it");
    drop(written);
    file.flush().expect("memory takes it");
    file.into_inner().into_inner()
}
