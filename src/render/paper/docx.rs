//! A paper as a Word document: Office Open XML (ECMA-376) in a ZIP archive.
//!
//! The parts that never change (styles, content types, relations) are files beside this one; what
//! depends on the paper is written here. What must stay true: the same paper gives the same bytes,
//! and a document holds no link, field or relation that comes from a text.

mod xml;

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Block, List, Paper, Run, Table, TableCell, Tone};
use crate::lang::Lang;
use crate::render::messages;
use xml::Xml;

/// The width of what is written on an A4 page with margins of 2.2 cm, in twentieths of a point.
const WIDTH: u32 = 9412;
/// How far a list stands in.
const INDENT: u32 = 425;
const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The paper as the bytes of a file.
pub(super) fn docx(paper: &Paper) -> io::Result<Vec<u8>> {
    let mut body = Body { xml: Xml::new()?, lists: 0 };
    body.document(paper)?;
    let lists = body.lists;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let styles = include_str!("docx/styles.xml").replace("LANGUAGE", language(paper.lang));
    let parts: [(&str, Vec<u8>); 9] = [
        ("[Content_Types].xml", include_bytes!("docx/content-types.xml").to_vec()),
        ("_rels/.rels", include_bytes!("docx/package.rels").to_vec()),
        ("docProps/core.xml", properties(paper)?),
        ("word/document.xml", body.xml.finish()),
        ("word/_rels/document.xml.rels", include_bytes!("docx/document.rels").to_vec()),
        ("word/styles.xml", styles.into_bytes()),
        ("word/settings.xml", include_bytes!("docx/settings.xml").to_vec()),
        ("word/numbering.xml", numbering(lists)?),
        ("word/footer1.xml", footer(paper)?),
    ];
    for (name, bytes) in parts {
        // A fixed moment: the same paper gives the same bytes.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        zip.start_file(name, options).map_err(io::Error::other)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}

fn language(lang: Lang) -> &'static str {
    match lang {
        Lang::Nl => "nl-NL",
        Lang::En => "en-GB",
    }
}

/// Title, maker and moment, which programs show beside the file.
fn properties(paper: &Paper) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    xml.start(
        "cp:coreProperties",
        &[
            ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ],
    )?;
    xml.element("dc:title", &[], &paper.title)?;
    xml.element("dc:creator", &[], &paper.maker)?;
    xml.element("dc:language", &[], language(paper.lang))?;
    // Only a moment in the form that Word demands; any other would make the file invalid.
    if let Ok(moment) = paper.made.parse::<jiff::Timestamp>() {
        let moment = jiff::fmt::temporal::DateTimePrinter::new()
            .precision(Some(0))
            .timestamp_to_string(&moment);
        for name in ["dcterms:created", "dcterms:modified"] {
            xml.element(name, &[("xsi:type", "dcterms:W3CDTF")], &moment)?;
        }
    }
    xml.end("cp:coreProperties")?;
    Ok(xml.finish())
}

/// Two forms of list, and for every numbered list of the paper a count that starts again.
fn numbering(lists: usize) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    xml.start("w:numbering", &[("xmlns:w", NAMESPACE)])?;
    for (id, format, text) in [("0", "decimal", "%1."), ("1", "bullet", "•")] {
        xml.start("w:abstractNum", &[("w:abstractNumId", id)])?;
        xml.empty("w:multiLevelType", &[("w:val", "singleLevel")])?;
        xml.start("w:lvl", &[("w:ilvl", "0")])?;
        xml.empty("w:start", &[("w:val", "1")])?;
        xml.empty("w:numFmt", &[("w:val", format)])?;
        xml.empty("w:lvlText", &[("w:val", text)])?;
        xml.empty("w:lvlJc", &[("w:val", "left")])?;
        xml.start("w:pPr", &[])?;
        let indent = INDENT.to_string();
        xml.empty("w:ind", &[("w:left", &indent), ("w:hanging", &indent)])?;
        xml.end("w:pPr")?;
        xml.end("w:lvl")?;
        xml.end("w:abstractNum")?;
    }
    for list in 0..=lists {
        xml.start("w:num", &[("w:numId", &(list + 1).to_string())])?;
        xml.empty("w:abstractNumId", &[("w:val", if list == 0 { "1" } else { "0" })])?;
        if list > 0 {
            xml.start("w:lvlOverride", &[("w:ilvl", "0")])?;
            xml.empty("w:startOverride", &[("w:val", "1")])?;
            xml.end("w:lvlOverride")?;
        }
        xml.end("w:num")?;
    }
    xml.end("w:numbering")?;
    Ok(xml.finish())
}

/// The title and the number of the page.
fn footer(paper: &Paper) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    xml.start("w:ftr", &[("xmlns:w", NAMESPACE)])?;
    xml.start("w:p", &[])?;
    xml.start("w:pPr", &[])?;
    xml.empty("w:pStyle", &[("w:val", "Footer")])?;
    xml.end("w:pPr")?;
    let page = messages(paper.lang).label("page_short");
    run(&mut xml, &format!("{} – {page} ", paper.title), false)?;
    field(&mut xml, "PAGE")?;
    run(&mut xml, "/", false)?;
    field(&mut xml, "NUMPAGES")?;
    xml.end("w:p")?;
    xml.end("w:ftr")?;
    Ok(xml.finish())
}

fn field(xml: &mut Xml, what: &str) -> io::Result<()> {
    xml.start("w:fldSimple", &[("w:instr", what)])?;
    run(xml, "1", false)?;
    xml.end("w:fldSimple")
}

fn run(xml: &mut Xml, text: &str, bold: bool) -> io::Result<()> {
    xml.start("w:r", &[])?;
    if bold {
        xml.start("w:rPr", &[])?;
        xml.empty("w:b", &[])?;
        xml.end("w:rPr")?;
    }
    xml.element("w:t", &[("xml:space", "preserve")], text)?;
    xml.end("w:r")
}

/// How a paragraph looks and where it stands.
#[derive(Clone, Copy)]
struct Look {
    style: Option<&'static str>,
    /// The list whose number stands before it.
    number: Option<usize>,
    /// Whether it heads what follows it.
    title: bool,
    /// Whether it belongs to an item of a list.
    inside: bool,
}

const BODY: Look = Look { style: None, number: None, title: false, inside: false };

/// The main part while it is written.
struct Body {
    xml: Xml,
    /// How many numbered lists have begun.
    lists: usize,
}

impl Body {
    fn document(&mut self, paper: &Paper) -> io::Result<()> {
        self.xml.start("w:document", &[("xmlns:w", NAMESPACE), (xml::RELATIONS, xml::RELATED)])?;
        self.xml.start("w:body", &[])?;
        for block in &paper.blocks {
            self.block(block, BODY)?;
        }
        self.xml.start("w:sectPr", &[])?;
        self.xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "rId3")])?;
        // A4, in twentieths of a point.
        self.xml.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")])?;
        let side = "1247";
        self.xml.empty(
            "w:pgMar",
            &[
                ("w:top", "1247"),
                ("w:right", side),
                ("w:bottom", "1247"),
                ("w:left", side),
                ("w:header", "709"),
                ("w:footer", "567"),
                ("w:gutter", "0"),
            ],
        )?;
        self.xml.end("w:sectPr")?;
        self.xml.end("w:body")?;
        self.xml.end("w:document")
    }

    fn block(&mut self, block: &Block, look: Look) -> io::Result<()> {
        match block {
            Block::Heading(level, text) => {
                let style = ["Heading1", "Heading2", "Heading3", "Heading4"]
                    .get(level.saturating_sub(1))
                    .copied();
                self.paragraph(&[super::plain(text)], Look { style, ..BODY })
            }
            Block::Text(runs) => self.paragraph(runs, look),
            Block::Quote(runs) => {
                let style = if look.inside { "QuoteInList" } else { "Quote" };
                self.paragraph(runs, Look { style: Some(style), ..look })
            }
            Block::Lines(lines) => self.lines(lines, look),
            Block::List(all) => self.list(all),
            Block::Table(of) => self.table(of),
            Block::NewPage => {
                self.xml.start("w:p", &[])?;
                self.xml.start("w:r", &[])?;
                self.xml.empty("w:br", &[("w:type", "page")])?;
                self.xml.end("w:r")?;
                self.xml.end("w:p")
            }
        }
    }

    fn paragraph(&mut self, runs: &[Run], look: Look) -> io::Result<()> {
        self.open(look)?;
        for one in runs {
            run(&mut self.xml, &one.text, one.bold)?;
        }
        self.xml.end("w:p")
    }

    /// Lines of one paragraph.
    fn lines(&mut self, lines: &[String], look: Look) -> io::Result<()> {
        self.open(look)?;
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                self.xml.start("w:r", &[])?;
                self.xml.empty("w:br", &[])?;
                self.xml.end("w:r")?;
            }
            run(&mut self.xml, line, false)?;
        }
        self.xml.end("w:p")
    }

    /// Begins a paragraph.
    fn open(&mut self, look: Look) -> io::Result<()> {
        self.xml.start("w:p", &[])?;
        let style = match look {
            Look { style: Some(style), .. } => Some(style),
            Look { title: true, .. } => Some("ListTitle"),
            Look { inside: true, .. } => Some("ListParagraph"),
            _ => None,
        };
        if style.is_none() && look.number.is_none() {
            return Ok(());
        }
        self.xml.start("w:pPr", &[])?;
        if let Some(style) = style {
            self.xml.empty("w:pStyle", &[("w:val", style)])?;
        }
        if let Some(list) = look.number {
            self.xml.start("w:numPr", &[])?;
            self.xml.empty("w:ilvl", &[("w:val", "0")])?;
            self.xml.empty("w:numId", &[("w:val", &(list + 1).to_string())])?;
            self.xml.end("w:numPr")?;
        }
        self.xml.end("w:pPr")
    }

    fn list(&mut self, list: &List) -> io::Result<()> {
        let number = match list.from {
            None => 0,
            Some(from) => {
                if from == 1 || self.lists == 0 {
                    self.lists += 1;
                }
                self.lists
            }
        };
        for item in &list.items {
            for (at, block) in item.iter().enumerate() {
                let number = (at == 0).then_some(number);
                let title = at == 0 && item.len() > 1;
                self.block(block, Look { style: None, number, title, inside: true })?;
            }
        }
        Ok(())
    }

    fn table(&mut self, table: &Table) -> io::Result<()> {
        let total: u32 = table.head.iter().map(|(width, _)| u32::from(*width)).sum::<u32>().max(1);
        let widths: Vec<String> = table
            .head
            .iter()
            .map(|(width, _)| (u32::from(*width) * WIDTH / total).to_string())
            .collect();
        self.xml.start("w:tbl", &[])?;
        self.xml.start("w:tblPr", &[])?;
        self.xml.empty("w:tblStyle", &[("w:val", "Findings")])?;
        self.xml.empty("w:tblW", &[("w:w", &WIDTH.to_string()), ("w:type", "dxa")])?;
        self.xml.empty("w:tblLayout", &[("w:type", "fixed")])?;
        self.xml.empty("w:tblLook", &[("w:val", "0420"), ("w:firstRow", "1")])?;
        self.xml.end("w:tblPr")?;
        self.xml.start("w:tblGrid", &[])?;
        for width in &widths {
            self.xml.empty("w:gridCol", &[("w:w", width)])?;
        }
        self.xml.end("w:tblGrid")?;
        let head: Vec<TableCell> = table.head.iter().map(|(_, t)| super::cell(t)).collect();
        self.row(&head, &widths, true)?;
        for row in &table.rows {
            self.row(row, &widths, false)?;
        }
        self.xml.end("w:tbl")?;
        // Two tables in a row would become one without a paragraph between them.
        self.paragraph(&[], Look { style: Some("AfterTable"), ..BODY })
    }

    fn row(&mut self, cells: &[TableCell], widths: &[String], head: bool) -> io::Result<()> {
        self.xml.start("w:tr", &[])?;
        self.xml.start("w:trPr", &[])?;
        self.xml.empty("w:cantSplit", &[])?;
        if head {
            self.xml.empty("w:tblHeader", &[])?;
        }
        self.xml.end("w:trPr")?;
        for (cell, width) in cells.iter().zip(widths) {
            self.xml.start("w:tc", &[])?;
            self.xml.start("w:tcPr", &[])?;
            self.xml.empty("w:tcW", &[("w:w", width), ("w:type", "dxa")])?;
            if let Some(tone) = cell.tone {
                self.xml.empty(
                    "w:shd",
                    &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill(tone))],
                )?;
            }
            self.xml.end("w:tcPr")?;
            let text = [Run { text: cell.text.clone(), bold: head }];
            self.paragraph(&text, Look { style: Some("TableText"), ..BODY })?;
            self.xml.end("w:tc")?;
        }
        self.xml.end("w:tr")
    }
}

/// Light colours, on which black letters keep a contrast of more than 12 to 1.
fn fill(tone: Tone) -> &'static str {
    match tone {
        Tone::Red => "F8D4D0",
        Tone::Orange => "FCE6C4",
        Tone::Green => "D8EED8",
        Tone::Grey => "E6E6E6",
    }
}
