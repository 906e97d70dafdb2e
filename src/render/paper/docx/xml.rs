//! XML as it is written: every text passes the cleaning for XML and is escaped.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::render::clean;

/// The attribute that names the relations of a document, and its value.
pub(super) const RELATIONS: &str = "xmlns:r";
/// See [`RELATIONS`].
pub(super) const RELATED: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A part of a document.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    pub(super) fn new() -> io::Result<Xml> {
        let mut writer = Writer::new(Vec::new());
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
        Ok(Xml { writer })
    }

    fn tag<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
        let mut tag = BytesStart::new(name);
        for (key, value) in attributes {
            tag.push_attribute((*key, *value));
        }
        tag
    }

    pub(super) fn start(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.writer.write_event(Event::Start(Xml::tag(name, attributes)))
    }

    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.writer.write_event(Event::Empty(Xml::tag(name, attributes)))
    }

    pub(super) fn end(&mut self, name: &str) -> io::Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element that holds a text. Blanks at the edges of a run part it from the next one.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        text: &str,
    ) -> io::Result<()> {
        self.start(name, attributes)?;
        let mut clean = clean::xml(text);
        if text.ends_with(' ') && !clean.is_empty() {
            clean.push(' ');
        }
        self.writer.write_event(Event::Text(BytesText::new(&clean)))?;
        self.end(name)
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.writer.into_inner()
    }
}
