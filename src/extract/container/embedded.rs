//! Files inside PDFs: the name tree `EmbeddedFiles` (portfolios, PDF/A-3), associated files, and
//! attachments pinned to a page. The PDF itself is a document as well.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier, Stream};

use super::super::{Unreadable, pdf};
use super::{Inside, Taker, one_name};

/// The flag of a PDF that holds files.
pub(in super::super) const FLAG: &str = "embedded-files";

/// Deeper name trees are none.
const DEEPEST: usize = 16;
/// More nodes than this are none either.
const MOST_NODES: usize = 10_000;

/// Whether the PDF holds files.
pub(in super::super) fn any(opened: &Pdf) -> bool {
    !files(opened).is_empty()
}

pub(super) fn unpack(bytes: &[u8], taker: &mut Taker<'_>) -> Result<(), Unreadable> {
    let opened = pdf::open(bytes, taker.limits)?;
    let mut seen: Vec<ObjectIdentifier> = Vec::new();
    for file in files(&opened) {
        let Some(stream) = stream(&file) else { continue };
        if seen.contains(&stream.obj_id()) {
            continue;
        }
        seen.push(stream.obj_id());
        if !taker.room() {
            break;
        }
        let name = one_name(&name(&file));
        match stream.decoded() {
            Ok(bytes) => taker.take(&name, bytes.into_owned()),
            Err(_) => {
                let why = Unreadable::Malformed("the embedded file cannot be unpacked".to_owned());
                taker.push(&name, Inside::Unread(why));
            }
        }
    }
    Ok(())
}

/// The file specifications that hold a file, in the order of the document.
fn files(opened: &Pdf) -> Vec<Dict<'_>> {
    let xref = opened.xref();
    let mut out: Vec<Dict<'_>> = Vec::new();
    let Some(root) = xref.get::<Dict<'_>>(xref.root_id()) else { return out };
    if let Some(tree) =
        root.get::<Dict<'_>>("Names").and_then(|n| n.get::<Dict<'_>>("EmbeddedFiles"))
    {
        let mut nodes = MOST_NODES;
        leaves(&tree, DEEPEST, &mut nodes, &mut out);
    }
    if let Some(associated) = root.get::<Array<'_>>("AF") {
        out.extend(associated.iter::<Dict<'_>>());
    }
    for page in opened.pages().iter() {
        let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else { continue };
        let pinned = annotations.iter::<Dict<'_>>().filter(|annotation| {
            annotation.get::<Name<'_>>("Subtype").is_some_and(|kind| &*kind == b"FileAttachment")
        });
        out.extend(pinned.filter_map(|annotation| annotation.get::<Dict<'_>>("FS")));
    }
    out.retain(|file| file.contains_key("EF"));
    out
}

fn leaves<'a>(node: &Dict<'a>, depth: usize, nodes: &mut usize, out: &mut Vec<Dict<'a>>) {
    if depth == 0 || *nodes == 0 {
        return;
    }
    *nodes -= 1;
    if let Some(names) = node.get::<Array<'a>>("Names") {
        // Names and file specifications take turns; only the latter are dictionaries.
        let left = *nodes;
        out.extend(
            names.iter::<hayro_syntax::object::Object<'a>>().filter_map(dictionary).take(left),
        );
    }
    if let Some(kids) = node.get::<Array<'a>>("Kids") {
        for kid in kids.iter::<Dict<'a>>() {
            leaves(&kid, depth - 1, nodes, out);
        }
    }
}

fn dictionary(object: hayro_syntax::object::Object<'_>) -> Option<Dict<'_>> {
    match object {
        hayro_syntax::object::Object::Dict(dict) => Some(dict),
        _ => None,
    }
}

fn stream<'a>(file: &Dict<'a>) -> Option<Stream<'a>> {
    let held = file.get::<Dict<'a>>("EF")?;
    ["UF", "F", "DOS", "Unix", "Mac"].iter().find_map(|key| held.get::<Stream<'a>>(*key))
}

fn name(file: &Dict<'_>) -> String {
    let given = ["UF", "F", "Desc"]
        .iter()
        .find_map(|key| file.get::<hayro_syntax::object::String<'_>>(*key))
        .map(|name| text(name.as_bytes()));
    given.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "embedded".to_owned())
}

/// A text string of a PDF: UTF-16 or UTF-8 with their marks, else near enough to Windows-1252.
fn text(bytes: &[u8]) -> String {
    let (text, _, _) = encoding_rs::WINDOWS_1252.decode(bytes);
    text.into_owned()
}
