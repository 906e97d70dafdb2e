//! Which format a file has, from its first bytes and its extension, in one table.

use std::path::Path;

use super::{Format, Unreadable};

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A format that is read.
    Readable(Format),
    /// A document of a format that is not read; the reason says what to do.
    Refused(Unreadable),
}

/// Where the bytes that tell a format stand.
enum Magic {
    /// At the very start.
    Start(&'static [u8]),
    /// Anywhere in the first KiB: mail programs and scanners put junk before the header.
    FirstKib(&'static [u8]),
    /// A ZIP container that names this part.
    Zip(&'static [u8]),
    /// A compound file (old Office, Outlook) with a stream of this name.
    Compound(&'static str),
    /// Text: the extension decides.
    None,
}

/// One format: how it shows itself and what becomes of it.
struct Row {
    magic: Magic,
    extensions: &'static [&'static str],
    outcome: Result<Format, &'static str>,
}

const fn row(
    magic: Magic,
    extensions: &'static [&'static str],
    outcome: Result<Format, &'static str>,
) -> Row {
    Row { magic, extensions, outcome }
}

/// What to do with documents of programs that nothing here reads.
const CONVERT: &str = "convert it to DOCX or PDF";
const ARCHIVE: &str = "an archive of another kind than ZIP; unpack it first";
/// How old Office files, Outlook messages and locked new Office files start.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Every format that is known. Magic bytes are tried first, in this order; then extensions.
const FORMATS: &[Row] = &[
    row(Magic::FirstKib(b"%PDF-"), &["pdf"], Ok(Format::Pdf)),
    row(Magic::Zip(b"word/document"), &["docx", "docm", "dotx"], Ok(Format::Docx)),
    row(Magic::Zip(b"application/vnd.oasis.opendocument.text"), &["odt", "ott"], Ok(Format::Odt)),
    row(Magic::Zip(b"xl/workbook"), &["xlsx", "xlsm"], Err("a spreadsheet; save the sheet as PDF")),
    row(Magic::Zip(b"ppt/presentation"), &["pptx"], Err("a presentation; save it as PDF")),
    row(
        Magic::Zip(b"application/vnd.oasis.opendocument"),
        &["ods", "odp"],
        Err("not a text document; save it as PDF"),
    ),
    row(Magic::Zip(b"Index/Document.iwa"), &["pages"], Err(CONVERT)),
    row(Magic::Start(b"PK\x03\x04"), &["zip"], Ok(Format::Zip)),
    row(Magic::Start(b"PK\x05\x06"), &[], Ok(Format::Zip)),
    row(Magic::Compound("__properties_version1.0"), &["msg"], Ok(Format::Message)),
    row(Magic::Compound("WordDocument"), &["doc", "dot"], Err(CONVERT)),
    row(Magic::Start(COMPOUND), &["xls", "ppt"], Err("an old Office file; save it as PDF")),
    row(Magic::Start(b"\xFFWPC"), &["wpd", "wp"], Err(CONVERT)),
    row(Magic::Start(b"{\\rtf"), &["rtf"], Ok(Format::Rtf)),
    row(
        Magic::None,
        &["p7m"],
        Err("a sealed mail (S/MIME); open it in the mail program and save what is in it"),
    ),
    row(Magic::Start(b"7z\xBC\xAF\x27\x1C"), &["7z"], Err(ARCHIVE)),
    row(Magic::Start(b"Rar!\x1A\x07"), &["rar"], Err(ARCHIVE)),
    row(
        Magic::Start(b"\xFF\xD8\xFF"),
        &["jpg", "jpeg"],
        Err("an image; run text recognition and save it as PDF"),
    ),
    row(
        Magic::Start(b"\x89PNG\r\n"),
        &["png"],
        Err("an image; run text recognition and save it as PDF"),
    ),
    row(
        Magic::Start(b"II*\0"),
        &["tif", "tiff"],
        Err("an image; run text recognition and save it as PDF"),
    ),
    row(
        Magic::Start(b"MM\0*"),
        &["tif", "tiff"],
        Err("an image; run text recognition and save it as PDF"),
    ),
    row(Magic::Start(b"GIF8"), &["gif"], Err("an image; run text recognition and save it as PDF")),
    row(Magic::None, &["eml"], Ok(Format::Mail)),
    row(Magic::None, &["html", "htm", "xhtml"], Ok(Format::Html)),
    row(Magic::None, &["md", "markdown", "mdown"], Ok(Format::Markdown)),
    row(Magic::None, &["txt", "text"], Ok(Format::Text)),
];

/// How many bytes of the directory at a container's end are searched for the names of its parts.
const ZIP_TAIL: usize = 64 << 10;

/// What the file is; `None` where it is no document that anyone would expect to be read.
///
/// `path` serves for its extension alone and may be a bare name, or empty for standard input.
#[must_use]
pub fn sniff(bytes: &[u8], path: &Path) -> Option<Kind> {
    let extension =
        path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    let by_extension = FORMATS.iter().find(|row| row.extensions.contains(&extension.as_str()));
    // A text file may quote any magic in its first KiB; only magic at the very start outranks it.
    let is_text_name =
        by_extension.is_some_and(|row| matches!(row.magic, Magic::None) && row.outcome.is_ok());
    let by_magic = FORMATS.iter().find(|row| match row.magic {
        Magic::FirstKib(magic) if is_text_name => bytes.starts_with(magic),
        _ => shows(bytes, &row.magic),
    });
    if names_stream(bytes, "EncryptedPackage") {
        return Some(Kind::Refused(Unreadable::Encrypted));
    }
    let row = by_magic.or(by_extension);
    match row {
        Some(row) => Some(match row.outcome {
            Ok(format) => Kind::Readable(format),
            Err(reason) => Kind::Refused(Unreadable::Unsupported(reason.to_owned())),
        }),
        None => looks_like_html(bytes).then_some(Kind::Readable(Format::Html)),
    }
}

fn shows(bytes: &[u8], magic: &Magic) -> bool {
    match magic {
        Magic::Start(start) => bytes.starts_with(start),
        Magic::FirstKib(word) => contains(bytes.get(..1024).unwrap_or(bytes), word),
        Magic::Zip(name) => {
            bytes.starts_with(b"PK\x03\x04")
                && (contains(bytes.get(..4096).unwrap_or(bytes), name)
                    || contains(
                        bytes.get(bytes.len().saturating_sub(ZIP_TAIL)..).unwrap_or(bytes),
                        name,
                    ))
        }
        Magic::Compound(name) => names_stream(bytes, name),
        Magic::None => false,
    }
}

/// Whether a compound file has an entry of this name. Entries stand in UTF-16 at every 128 bytes of
/// some sectors; the few places where other bytes could look alike do no harm.
fn names_stream(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    bytes.starts_with(COMPOUND) && bytes.chunks(128).any(|entry| entry.starts_with(&wide))
}

fn contains(hay: &[u8], needle: &[u8]) -> bool {
    hay.windows(needle.len()).any(|window| window == needle)
}

fn looks_like_html(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..512).unwrap_or(bytes)).to_ascii_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(bytes: &[u8], name: &str) -> Option<Result<Format, String>> {
        sniff(bytes, Path::new(name)).map(|kind| match kind {
            Kind::Readable(format) => Ok(format),
            Kind::Refused(reason) => Err(reason.code().to_owned()),
        })
    }

    #[test]
    fn bytes_outrank_the_extension() {
        assert_eq!(format(b"%PDF-1.4", "a.txt"), Some(Ok(Format::Pdf)));
        assert_eq!(format(b"junk\n%PDF-1.4", "a"), Some(Ok(Format::Pdf)));
        assert_eq!(format(b"We write %PDF-1.4 here", "a.md"), Some(Ok(Format::Markdown)));
        assert_eq!(format(b"<!DOCTYPE html><p>x", "a"), Some(Ok(Format::Html)));
    }

    #[test]
    fn refused_formats_say_what_to_do() {
        let compound = |name: &str| {
            let mut bytes = COMPOUND.to_vec();
            bytes.resize(512, 0);
            bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
            bytes.resize(1_024, 0);
            bytes
        };
        assert_eq!(format(&compound("WordDocument"), "a.msg"), Some(Err("unsupported".into())));
        assert_eq!(format(&compound("EncryptedPackage"), "a.docx"), Some(Err("encrypted".into())));
        let message = compound("__properties_version1.0");
        assert_eq!(format(&message, "a.bin"), Some(Ok(Format::Message)));
        assert_eq!(format(b"PK\x03\x04a.pdf", "a.docx"), Some(Ok(Format::Zip)));
        assert_eq!(
            format(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a.doc"),
            Some(Err("unsupported".into()))
        );
        assert_eq!(
            format(b"PK\x03\x04..xl/workbook.xml", "a.xlsx"),
            Some(Err("unsupported".into()))
        );
        assert_eq!(format(b"\x7fELF", "a.bin"), None);
    }
}
