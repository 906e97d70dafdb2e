//! Outlook messages (`.msg`): properties as streams of a compound file, attachments as storages.

use std::borrow::Cow;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use cfb::CompoundFile;

use super::super::{Document, Format, Limits, Unreadable, rtf};
use super::{Body, Inside, Taker, letter, one_name};

/// The stream that makes a storage a message.
const PROPERTIES: &str = "__properties_version1.0";
/// Property numbers of MAPI: what a message says, and what an attachment is.
const SUBJECT: &str = "0037";
const BODY: &str = "1000";
const BODY_HTML: &str = "1013";
const BODY_RTF: &str = "1009";
const ATTACH_DATA: &str = "3701";
const ATTACH_SHORT_NAME: &str = "3704";
const ATTACH_LONG_NAME: &str = "3707";
const ATTACH_DISPLAY_NAME: &str = "3001";
const ATTACH_CONTENT_ID: &str = "3712";
const ATTACH_MIME: &str = "370E";
/// The code page of 8-bit strings, and of the HTML body.
const CODE_PAGES: [u16; 2] = [0x3ffd, 0x3fde];
/// Storages deeper than this inside an embedded message are not copied.
const DEEPEST: usize = 24;

type File<'a> = CompoundFile<Cursor<&'a [u8]>>;

/// The message's own words.
pub(in super::super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let mut file = open(bytes)?;
    let root = Path::new("/");
    let page = code_page(&mut file, root, limits);
    let subject = text(&mut file, root, SUBJECT, page, limits).unwrap_or_default();
    let html = text(&mut file, root, BODY_HTML, page, limits).or_else(|| {
        stream(&mut file, root, BODY_HTML, "0102", limits).map(|raw| decode(&raw, page))
    });
    let plain = text(&mut file, root, BODY, page, limits);
    let full = |text: &String| !text.trim().is_empty();
    let body = match (html.filter(full), plain.filter(full)) {
        (Some(html), _) => Body::Html(Cow::Owned(html)),
        (None, Some(plain)) => Body::Text(Cow::Owned(plain)),
        (None, None) => match stream(&mut file, root, BODY_RTF, "0102", limits) {
            Some(packed) => rtf_body(&packed, limits)?,
            None => Body::None,
        },
    };
    letter(Format::Message, "msg", &subject, &body, limits)
}

/// The text of a body that stands there as compressed RTF only.
fn rtf_body<'a>(packed: &[u8], limits: &Limits) -> Result<Body<'a>, Unreadable> {
    let document = match rtf::unpacked(packed, limits) {
        Some(bytes) => rtf::read(&bytes, limits),
        None => return Err(Unreadable::Malformed("the body of the message is broken".to_owned())),
    };
    match document {
        Ok(document) => {
            let lines = document.pages.iter().flat_map(|page| &page.lines);
            let text: Vec<&str> =
                lines.filter(|line| !line.hidden).map(|line| line.text.as_str()).collect();
            Ok(Body::Text(Cow::Owned(text.join("\n\n"))))
        }
        Err(Unreadable::Empty) => Ok(Body::None),
        Err(why) => Err(why),
    }
}

pub(super) fn unpack(bytes: &[u8], taker: &mut Taker<'_>) -> Result<(), Unreadable> {
    let mut file = open(bytes)?;
    let root = Path::new("/");
    let page = code_page(&mut file, root, taker.limits);
    let mut attachments: Vec<PathBuf> = file
        .read_root_storage()
        .filter(|entry| entry.is_storage() && entry.name().starts_with("__attach_version1.0_"))
        .map(|entry| entry.path().to_path_buf())
        .collect();
    attachments.sort();
    for (index, attachment) in attachments.iter().enumerate() {
        if !taker.room() {
            break;
        }
        take(&mut file, attachment, index, page, taker);
    }
    Ok(())
}

fn take(file: &mut File<'_>, at: &Path, index: usize, page: u16, taker: &mut Taker<'_>) {
    let limits = taker.limits;
    let name = [ATTACH_LONG_NAME, ATTACH_SHORT_NAME, ATTACH_DISPLAY_NAME]
        .iter()
        .find_map(|number| {
            text(file, at, number, page, limits).filter(|name| !name.trim().is_empty())
        })
        .map_or_else(|| format!("part {}", index + 1), |name| one_name(&name));
    let mime = text(file, at, ATTACH_MIME, page, limits).unwrap_or_default().to_lowercase();
    let inner = at.join(format!("__substg1.0_{ATTACH_DATA}000D"));
    if file.is_storage(&inner) {
        if !file.is_stream(inner.join(PROPERTIES)) {
            let why = "an object of another program in a message; save it as PDF";
            taker.push(&name, Inside::Unread(Unreadable::Unsupported(why.to_owned())));
            return;
        }
        let name = if name.to_lowercase().ends_with(".msg") { name } else { format!("{name}.msg") };
        match lifted(file, &inner, taker.left) {
            Ok(bytes) => taker.take(&name, bytes),
            Err(error) => {
                let why = Unreadable::Malformed(format!("embedded message: {error}"));
                taker.push(&name, Inside::Unread(why));
            }
        }
        return;
    }
    let pinned = text(file, at, ATTACH_CONTENT_ID, page, limits).is_some();
    if pinned && mime.starts_with("image/") {
        taker.push(&name, Inside::Skipped("inline-image".to_owned()));
        return;
    }
    match bytes_of(file, &at.join(format!("__substg1.0_{ATTACH_DATA}0102")), taker.left) {
        Some(bytes) => taker.take(&name, bytes),
        None => {
            let why = "an attachment that stands elsewhere (a link); fetch it by hand";
            taker.push(&name, Inside::Unread(Unreadable::Unsupported(why.to_owned())));
        }
    }
}

fn open(bytes: &[u8]) -> Result<File<'_>, Unreadable> {
    CompoundFile::open(Cursor::new(bytes))
        .map_err(|error| Unreadable::Malformed(format!("message: {error}")))
}

/// A stream, at most one byte more than `most`; `None` where there is none.
fn bytes_of(file: &mut File<'_>, path: &Path, most: u64) -> Option<Vec<u8>> {
    if !file.is_stream(path) {
        return None;
    }
    let mut bytes = Vec::new();
    file.open_stream(path).ok()?.take(most.saturating_add(1)).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn stream(
    file: &mut File<'_>,
    storage: &Path,
    number: &str,
    kind: &str,
    limits: &Limits,
) -> Option<Vec<u8>> {
    let most = u64::try_from(limits.max_text_bytes).unwrap_or(u64::MAX);
    bytes_of(file, &storage.join(format!("__substg1.0_{number}{kind}")), most)
}

/// A property that is text, in UTF-16 or in the message's code page.
fn text(
    file: &mut File<'_>,
    storage: &Path,
    number: &str,
    page: u16,
    limits: &Limits,
) -> Option<String> {
    if let Some(wide) = stream(file, storage, number, "001F", limits) {
        let (text, _) = encoding_rs::UTF_16LE.decode_without_bom_handling(&wide);
        return Some(text.trim_end_matches('\0').to_owned());
    }
    let narrow = stream(file, storage, number, "001E", limits)?;
    Some(decode(&narrow, page).trim_end_matches('\0').to_owned())
}

fn decode(bytes: &[u8], page: u16) -> String {
    rtf::code_page(page).decode(bytes).0.into_owned()
}

/// The code page that the message names; Western where it names none.
fn code_page(file: &mut File<'_>, storage: &Path, limits: &Limits) -> u16 {
    let most = u64::try_from(limits.max_text_bytes).unwrap_or(u64::MAX);
    let properties = bytes_of(file, &storage.join(PROPERTIES), most).unwrap_or_default();
    // A header of 32 bytes (24 in an embedded message), then 16 bytes a property: its type, its
    // number, flags, its value.
    for number in CODE_PAGES {
        let [low, high] = number.to_le_bytes();
        let entries = properties.get(8..).unwrap_or_default().chunks_exact(8);
        let mut previous: &[u8] = &[];
        for half in entries {
            if previous.starts_with(&[3, 0, low, high])
                && let [a, b, ..] = half
            {
                return u16::from_le_bytes([*a, *b]);
            }
            previous = half;
        }
    }
    1252
}

/// An embedded message as a message file of its own.
fn lifted(file: &mut File<'_>, storage: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    let mut copy = CompoundFile::create(Cursor::new(Vec::new()))?;
    let entries: Vec<(PathBuf, bool, u64)> = file
        .walk_storage(storage)?
        .map(|entry| (entry.path().to_path_buf(), entry.is_stream(), entry.len()))
        .collect();
    let total: u64 = entries.iter().fold(0, |sum, (_, _, length)| sum.saturating_add(*length));
    if total > most {
        return Err(std::io::Error::other("larger than what is left of the limit"));
    }
    for (path, is_stream, _) in entries {
        let Ok(inside) = path.strip_prefix(storage) else { continue };
        let depth = inside.components().count();
        if depth == 0 || depth > DEEPEST {
            continue;
        }
        let to = Path::new("/").join(inside);
        if is_stream {
            let mut bytes = Vec::new();
            file.open_stream(&path)?.take(most).read_to_end(&mut bytes)?;
            copy.create_stream(&to)?.write_all(&bytes)?;
        } else {
            copy.create_storage(&to)?;
        }
    }
    copy.flush()?;
    Ok(copy.into_inner().into_inner())
}
