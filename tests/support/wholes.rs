//! Whole documents of the formats that the samples have not, and packages taken apart and packed.

use std::io::{Cursor, Read, Write};

use base64::Engine;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::Whole;

/// A PDF whose packed streams lie open. Its offsets and lengths are lies from then on, which a
/// reader has to live with.
pub(super) fn loose_pdf(pdf: &[u8]) -> Vec<u8> {
    const FILTER: &[u8] = b"/FlateDecode";
    let mut out = Vec::new();
    let mut rest = pdf;
    while let Some(at) = find(rest, b"stream") {
        let (head, tail) = rest.split_at(at + 6);
        let filter = find(head, FILTER).filter(|_| !head.ends_with(b"endstream"));
        let data = tail.iter().position(|b| !matches!(b, b'\r' | b'\n')).unwrap_or(0);
        let (gap, data) = tail.split_at(data);
        let end = find(data, b"endstream").unwrap_or(data.len());
        let mut open = Vec::new();
        let unpacked = flate2::read::ZlibDecoder::new(data).take(1 << 20).read_to_end(&mut open);
        match filter {
            Some(filter) if unpacked.is_ok() => {
                let array = head[..filter].ends_with(b"[");
                out.extend(&head[..filter]);
                out.extend(if array { &b""[..] } else { &b"[]"[..] });
                out.extend(&head[filter + FILTER.len()..]);
                out.extend(gap);
                out.extend(&open);
                out.extend(b"\n");
                rest = &data[end..];
            }
            _ => {
                out.extend(head);
                rest = tail;
            }
        }
    }
    out.extend(rest);
    out
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

pub(super) fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        // The same name twice is refused by this writer: one is enough then.
        if writer.start_file(name.as_str(), options).is_ok() {
            let _ = writer.write_all(bytes);
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

pub(super) fn unzipped(package: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(package)) else { return Vec::new() };
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let Ok(mut entry) = archive.by_index(index) else { continue };
        let mut bytes = Vec::new();
        if entry.read_to_end(&mut bytes).is_ok() {
            let Ok(name) = entry.name() else { continue };
            let name = name.into_owned();
            parts.push((name, bytes));
        }
    }
    parts
}

pub(super) fn rtf(words: &str) -> Vec<u8> {
    let mut out = String::from("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\n");
    for line in words.lines() {
        for c in line.chars() {
            match c {
                '\\' | '{' | '}' => out.extend(['\\', c]),
                c if c.is_ascii() => out.push(c),
                c => out.push_str(&format!("\\u{}?", u32::from(c))),
            }
        }
        out.push_str("\\par\n");
    }
    out.push('}');
    out.into_bytes()
}

pub(super) fn odt(words: &str) -> Vec<u8> {
    let mut text = String::from(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:text>",
    );
    for line in words.lines() {
        let line = line.replace('&', "&amp;").replace('<', "&lt;");
        text.push_str(&format!("<text:p>{line}</text:p>\n"));
    }
    text.push_str("</office:text></office:body></office:document-content>");
    let kind = "application/vnd.oasis.opendocument.text";
    zipped(&[("mimetype".into(), kind.into()), ("content.xml".into(), text.into_bytes())])
}

pub(super) fn message(words: &str) -> std::io::Result<Vec<u8>> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new()))?;
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    file.create_stream("__properties_version1.0")?.write_all(&[0; 32])?;
    file.create_stream("__substg1.0_0037001F")?.write_all(&wide("Verwerkersovereenkomst"))?;
    file.create_stream("__substg1.0_1000001F")?.write_all(&wide(words))?;
    let attached = "__attach_version1.0_#00000000";
    file.create_storage(attached)?;
    file.create_stream(format!("{attached}/__substg1.0_3707001F"))?.write_all(&wide("vo.md"))?;
    file.create_stream(format!("{attached}/__substg1.0_37010102"))?.write_all(words.as_bytes())?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

pub(super) fn mail(words: &str, attached: &[&Whole]) -> Vec<u8> {
    let mut out = format!(
        "From: a@example.nl\r\nSubject: =?utf-8?Q?Verwerkersovereenkomst?=\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"grens\"\r\n\r\n--grens\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"
    );
    for whole in attached {
        let packed = base64::engine::general_purpose::STANDARD.encode(&whole.bytes);
        let lines: Vec<String> =
            packed.as_bytes().chunks(76).map(|l| String::from_utf8_lossy(l).into_owned()).collect();
        out.push_str(&format!(
            "--grens\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\
             Content-Disposition: attachment; filename=\"{}\"\r\n\r\n{}\r\n",
            whole.name,
            lines.join("\r\n")
        ));
    }
    out.push_str("--grens--\r\n");
    out.into_bytes()
}
