//! XML → a small tree of elements, with limits on depth; and the parts of a ZIP container, with
//! limits on what they expand to.

use std::io::{Cursor, Read};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{Limits, Unreadable};

/// One element. Names are without their prefix: the formats here need no more.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

/// What an element holds.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// An element with its attributes.
    pub(super) fn new(name: String, attributes: Vec<(String, String)>) -> Element {
        Element { name, attributes, children: Vec::new() }
    }

    /// The attribute's value.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Child elements.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first child element of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// Child elements of this name.
    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element of this name at any depth.
    pub(super) fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|element| {
            if element.name == name { Some(element) } else { element.find(name) }
        })
    }

    /// All text inside.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.push_text(&mut out);
        out
    }

    /// All text inside on one line, a blank between what stands in two children.
    pub(super) fn words(&self) -> String {
        let parts: Vec<String> = self.elements().map(Element::text).collect();
        parts.iter().flat_map(|part| part.split_whitespace()).collect::<Vec<_>>().join(" ")
    }

    fn push_text(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.push_text(out),
            }
        }
    }
}

/// Parses XML; the result holds the root as its only child.
pub(super) fn parse(xml: &str, limits: &Limits) -> Result<Element, Unreadable> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut open = vec![Element::default()];
    loop {
        let event =
            reader.read_event().map_err(|error| Unreadable::Malformed(format!("XML: {error}")))?;
        match event {
            Event::Start(start) => {
                if open.len() > limits.max_depth {
                    return Err(Unreadable::TooLarge(format!(
                        "XML nested deeper than {}",
                        limits.max_depth
                    )));
                }
                open.push(element(&start));
            }
            Event::Empty(start) => add(&mut open, Node::Element(element(&start))),
            Event::End(_) => close(&mut open),
            Event::Text(text) => add(&mut open, Node::Text(text.xml10_content().into_owned())),
            Event::CData(text) => add(&mut open, Node::Text(text.xml10_content().into_owned())),
            Event::GeneralRef(reference) => {
                // Entities of a document type are never expanded: they are how XML bombs are built.
                let text = match reference.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string(),
                    _ => quick_xml::escape::resolve_predefined_entity(&reference.xml10_content())
                        .unwrap_or_default()
                        .to_owned(),
                };
                add(&mut open, Node::Text(text));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().ok_or_else(|| Unreadable::Malformed("XML without a root".to_owned()))
}

fn element(start: &BytesStart<'_>) -> Element {
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false).flatten() {
        let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) else {
            continue;
        };
        attributes.push((attribute.key.local_name().into_inner().to_owned(), value.into_owned()));
    }
    Element::new(start.local_name().into_inner().to_owned(), attributes)
}

fn add(open: &mut [Element], node: Node) {
    let Some(parent) = open.last_mut() else {
        return;
    };
    if let (Node::Text(text), Some(Node::Text(last))) = (&node, parent.children.last_mut()) {
        last.push_str(text);
        return;
    }
    parent.children.push(node);
}

fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(element) = open.pop()
    {
        add(open, Node::Element(element));
    }
}

/// A ZIP container whose parts are read under a common budget.
pub(super) struct Container<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
    limits: &'a Limits,
}

impl<'a> Container<'a> {
    /// Opens it.
    pub(super) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Container<'a>, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| Unreadable::Malformed(format!("ZIP: {error}")))?;
        if archive.len() > limits.max_parts {
            return Err(Unreadable::TooLarge(format!("more than {} parts", limits.max_parts)));
        }
        Ok(Container { archive, left: limits.max_expanded_bytes, limits })
    }

    /// Names of the parts, sorted.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
        names.sort();
        names
    }

    /// A part as a tree; `None` where there is no such part.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<Element>, Unreadable> {
        let Some(bytes) = self.bytes(name)? else {
            return Ok(None);
        };
        let text = String::from_utf8_lossy(&bytes);
        parse(text.trim_start_matches('\u{feff}'), self.limits).map(Some)
    }

    fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(Unreadable::Malformed(format!("ZIP: {error}"))),
        };
        let mut bytes = Vec::new();
        file.take(self.left + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Unreadable::Malformed(format!("ZIP: {error}")))?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > self.left {
            return Err(Unreadable::TooLarge(format!(
                "expands to more than {} bytes",
                self.limits.max_expanded_bytes
            )));
        }
        self.left -= length;
        Ok(Some(bytes))
    }
}
