//! The bytes of a container in, the documents inside it out, one level deep.
//!
//! A ZIP archive, an e-mail, an Outlook message and a PDF with files in it all come down to a list of
//! [`Part`]s. What must stay true: nothing inside is lost silently. What is not opened is a part with
//! the reason, and a limit that was hit stands in [`Unpacked::trouble`]. Runs in the child process.

mod embedded;
mod mail;
mod message;
mod zip;

use std::collections::BTreeSet;

use super::{
    Asides, Document, Format, Limits, Line, Page, PageReader, PageState, Unreadable, html, plain,
};

pub(super) use embedded::FLAG as EMBEDDED;
pub(super) use embedded::any as has_embedded;
pub(super) use mail::read as read_mail;
pub(super) use message::read as read_message;

/// One thing inside a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its path inside the container: with `/`, relative, without `.` and `..`, never twice.
    pub path: String,
    /// What is there.
    pub inside: Inside,
}

/// What stands at a path inside a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inside {
    /// A file.
    Bytes(Vec<u8>),
    /// A file that could not be taken out, and why.
    Unread(Unreadable),
    /// Nothing that anybody would read, by a stable word (`inline-image`, `link`).
    Skipped(String),
}

/// What came out of a container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// In the container's own order.
    pub parts: Vec<Part>,
    /// Why not everything came out.
    pub trouble: Option<Unreadable>,
}

/// Takes a container apart, in this process.
///
/// # Errors
/// Why nothing could be taken out of it.
pub(super) fn unpack(
    bytes: &[u8],
    format: Format,
    limits: &Limits,
) -> Result<Unpacked, Unreadable> {
    let mut taker = Taker::new(limits);
    match format {
        Format::Zip => zip::unpack(bytes, &mut taker)?,
        Format::Mail => mail::unpack(bytes, &mut taker)?,
        Format::Message => message::unpack(bytes, &mut taker)?,
        Format::Pdf => embedded::unpack(bytes, &mut taker)?,
        _ => {}
    }
    Ok(taker.out)
}

/// Gathers parts under the limits.
struct Taker<'l> {
    limits: &'l Limits,
    left: u64,
    names: BTreeSet<String>,
    out: Unpacked,
}

impl<'l> Taker<'l> {
    fn new(limits: &'l Limits) -> Taker<'l> {
        Taker {
            limits,
            left: limits.max_expanded_bytes,
            names: BTreeSet::new(),
            out: Unpacked::default(),
        }
    }

    /// Whether another part may come; where not, the container is said to be too large.
    fn room(&mut self) -> bool {
        let room = self.out.parts.len() < self.limits.max_parts;
        if !room {
            self.trouble(Unreadable::TooLarge(format!(
                "more than {} parts",
                self.limits.max_parts
            )));
        }
        room
    }

    /// Notes why not everything came out; the first reason stays.
    fn trouble(&mut self, why: Unreadable) {
        self.out.trouble.get_or_insert(why);
    }

    fn push(&mut self, path: &str, inside: Inside) {
        if !self.room() {
            return;
        }
        let path = self.free_name(&tidy(path));
        self.out.parts.push(Part { path, inside });
    }

    /// A file, as long as all together stay under the limit.
    fn take(&mut self, path: &str, bytes: Vec<u8>) {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > self.left {
            self.too_large(
                path,
                format!("expands to more than {} bytes", self.limits.max_expanded_bytes),
            );
        } else {
            self.left -= length;
            self.push(path, Inside::Bytes(bytes));
        }
    }

    /// A file that hits a limit: a row of its own, and the container is not whole.
    fn too_large(&mut self, path: &str, why: String) {
        self.trouble(Unreadable::TooLarge(why.clone()));
        self.push(path, Inside::Unread(Unreadable::TooLarge(why)));
    }

    /// The name, or the name with a number where it was given before.
    fn free_name(&mut self, path: &str) -> String {
        let mut name = path.to_owned();
        let mut number = 2_usize;
        while !self.names.insert(name.to_lowercase()) {
            let folder = path.rfind('/').map_or(0, |at| at + 1);
            name = match path.rfind('.').filter(|dot| *dot > folder) {
                Some(dot) => {
                    let (stem, extension) = path.split_at(dot);
                    format!("{stem} ({number}){extension}")
                }
                None => format!("{path} ({number})"),
            };
            number += 1;
        }
        name
    }
}

/// Longer names are cut at the front: the extension stays.
const LONGEST_NAME: usize = 1_024;

/// A path that stays inside: `/` only, no root, no drive, no `.` and `..`, no control characters.
fn tidy(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut parts: Vec<String> = Vec::new();
    for part in path.split('/') {
        let part: String =
            part.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
        let part = part.trim();
        let drive = parts.is_empty() && part.len() == 2 && part.ends_with(':');
        if !matches!(part, "" | "." | "..") && !drive {
            parts.push(part.to_owned());
        }
    }
    let whole = parts.join("/");
    let count = whole.chars().count();
    if whole.is_empty() {
        "unnamed".to_owned()
    } else {
        whole.chars().skip(count.saturating_sub(LONGEST_NAME)).collect()
    }
}

/// A name for an attachment: one component, whatever the sender wrote. Dots before it would hide it
/// (`../a.pdf`, a forwarded mail "… as agreed"), but for those of the copies that a Mac makes (`._a`).
fn one_name(name: &str) -> String {
    let name = tidy(name).replace('/', "_");
    let shown = if name.starts_with("._") { &name } else { name.trim_start_matches(['.', ' ']) };
    if shown.is_empty() { "unnamed".to_owned() } else { shown.to_owned() }
}

/// The text of a message: its subject, then its body, which may be empty.
fn letter(
    format: Format,
    reader: &str,
    subject: &str,
    body: &Body<'_>,
    limits: &Limits,
) -> Result<Document, Unreadable> {
    let read = match body {
        Body::Html(text) => html::read(text.as_bytes(), limits),
        Body::Text(text) => plain::read(text.as_bytes(), limits),
        Body::None => Err(Unreadable::Empty),
    };
    let mut lines: Vec<Line> = Vec::new();
    let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    if !subject.is_empty() {
        lines.push(Line::paragraph(subject, super::LineKind::Text));
    }
    let mut flags = Vec::new();
    match read {
        Ok(document) => {
            lines.extend(document.pages.into_iter().flat_map(|page| page.lines));
            flags = document.flags;
        }
        // A message without words is read all the same: it is but the envelope of what it carries.
        Err(Unreadable::Empty) => {}
        Err(why) => return Err(why),
    }
    let state = if lines.is_empty() { PageState::Blank } else { PageState::Read };
    let quality = if lines.is_empty() { 1.0 } else { super::quality::of_lines(&lines) };
    let page = Page {
        number: 1,
        lines,
        quality,
        state,
        width: 0.0,
        height: 0.0,
        ocr: false,
        reader: PageReader::Own,
    };
    Ok(Document {
        format,
        reader: reader.to_owned(),
        pages: vec![page],
        flags,
        asides: Asides::default(),
    })
}

/// The words of a message.
enum Body<'a> {
    Html(std::borrow::Cow<'a, str>),
    Text(std::borrow::Cow<'a, str>),
    None,
}

#[cfg(test)]
mod tests;
