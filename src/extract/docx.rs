//! DOCX → paragraphs with their automatic numbers counted, headings, table rows, notes.
//!
//! Clause numbers mostly stand nowhere in the text: Word counts them from `numbering.xml` when it
//! shows the page, and so does this reader. Deleted text of tracked changes does not count.

mod numbering;
mod styles;

use super::xml::{Container, Element};
use super::{Document, Format, Limits, Line, LineKind, Opening, Unreadable};
use numbering::Numbering;
pub(super) use numbering::{LONGEST_LABEL, number};
use styles::Styles;

/// A cell with more paragraphs than this holds whole clauses; they stay lines of their own.
const LONG_CELL: usize = 12;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let mut container = Container::open(bytes, limits)?;
    let styles = container.xml("word/styles.xml")?.map(|xml| Styles::new(&xml)).unwrap_or_default();
    let numbering =
        container.xml("word/numbering.xml")?.map(|xml| Numbering::new(&xml)).unwrap_or_default();
    let names = container.names();
    let main = names
        .iter()
        .find(|name| name.starts_with("word/document") && name.ends_with(".xml"))
        .cloned();
    let main = main.ok_or_else(|| Unreadable::Malformed("no main document part".to_owned()))?;
    let document = container
        .xml(&main)?
        .ok_or_else(|| Unreadable::Malformed("no main document part".to_owned()))?;
    let mut walker = Walker { styles, numbering, ..Walker::default() };
    walker.running(&mut container, &names, "word/header")?;
    walker.blocks(document.find("body").unwrap_or(&document));
    for part in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(notes) = container.xml(part)? {
            walker.notes(&notes);
        }
    }
    walker.running(&mut container, &names, "word/footer")?;
    let mut remarks = Vec::new();
    if names.iter().any(|name| name == "word/comments.xml") {
        walker.flag("comments");
        // They count for nothing: what is wrong with them costs nobody the text.
        if let Ok(Some(part)) = container.xml("word/comments.xml") {
            remarks = comments(&part);
        }
    }
    if names.iter().any(|name| name.starts_with("word/embeddings/")) {
        walker.flag("embedded-objects");
    }
    let mut document = super::single_page(Format::Docx, "docx", walker.lines, walker.flags)?;
    document.asides.remark(remarks);
    Ok(document)
}

/// The words of each comment.
fn comments(part: &Element) -> Vec<String> {
    let all = part.elements().flat_map(Element::elements);
    all.filter(|element| element.name == "comment").map(Element::words).collect()
}

#[derive(Default)]
struct Walker {
    styles: Styles,
    numbering: Numbering,
    lines: Vec<Line>,
    flags: Vec<String>,
}

/// The text of a paragraph as it is gathered from its runs.
#[derive(Default)]
struct Text {
    shown: String,
    hidden: String,
    letters: usize,
    bold: usize,
    opening: Opening,
    /// Text boxes anchored in the paragraph; they follow it.
    boxes: Vec<Element>,
}

impl Walker {
    fn flag(&mut self, flag: &str) {
        if !self.flags.iter().any(|known| known == flag) {
            self.flags.push(flag.to_owned());
        }
    }

    /// A field to fill in that nobody filled in still shows its invitation.
    fn control(&mut self, control: &Element) {
        if control
            .child("sdtPr")
            .is_some_and(|p| styles::is_on(p, "showingPlcHdr").unwrap_or(false))
        {
            self.flag("placeholders");
        }
    }

    fn blocks(&mut self, parent: &Element) {
        for element in parent.elements() {
            match element.name.as_str() {
                "p" => self.paragraph(element),
                "tbl" => self.table(element),
                "sdt" => {
                    self.control(element);
                    if let Some(content) = element.child("sdtContent") {
                        self.blocks(content);
                    }
                }
                "ins" | "moveTo" | "smartTag" | "customXml" => self.blocks(element),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Element) {
        let properties = paragraph.child("pPr");
        let style = self.styles.of(properties);
        let mut text = Text::default();
        self.runs(paragraph, style.bold, &mut text);
        let boxes = std::mem::take(&mut text.boxes);
        let deleted =
            properties.and_then(|p| p.child("rPr")).is_some_and(|p| p.child("del").is_some());
        let empty = text.shown.trim().is_empty();
        // An empty paragraph shows its number in Word only where it is selected; it does count.
        let label = style.numbering.as_ref().and_then(|(list, level)| {
            if empty && deleted { None } else { self.numbering.next(list, *level) }
        });
        if !empty {
            self.push_paragraph(
                &text,
                label.as_deref(),
                style.heading,
                style.numbering.as_ref().map(|(_, level)| *level),
            );
        }
        if !text.hidden.trim().is_empty() {
            let mut line = Line::paragraph(fold(&text.hidden), LineKind::Text);
            line.hidden = true;
            self.lines.push(line);
            self.flag("hidden-text");
        }
        for content in boxes {
            self.blocks(&content);
        }
    }

    fn push_paragraph(
        &mut self,
        text: &Text,
        label: Option<&str>,
        heading: Option<u8>,
        level: Option<usize>,
    ) {
        let kind = match (heading, level) {
            (Some(heading), _) => LineKind::Heading(heading),
            (None, Some(level)) if label.is_some() => {
                LineKind::ListItem(u8::try_from(level).unwrap_or(u8::MAX))
            }
            _ => LineKind::Text,
        };
        let bold = heading.is_some() || (text.letters > 0 && text.bold * 10 >= text.letters * 9);
        let opening = text.opening.letters();
        let mut first = true;
        for part in text.shown.split('\n').map(fold).filter(|part| !part.is_empty()) {
            let whole = match label.filter(|label| first && !label.is_empty()) {
                Some(label) => format!("{label} {part}"),
                None => part,
            };
            let mut line = Line::paragraph(whole, if first { kind } else { LineKind::Text });
            line.starts_paragraph = first;
            line.bold = bold;
            line.opens_bold = if first { opening } else { 0 };
            self.lines.push(line);
            first = false;
        }
    }

    fn runs(&mut self, parent: &Element, style_bold: bool, out: &mut Text) {
        for element in parent.elements() {
            match element.name.as_str() {
                "r" => self.run(element, style_bold, out),
                "del" | "moveFrom" => self.flag("open-changes"),
                "ins" | "moveTo" => {
                    self.flag("open-changes");
                    self.runs(element, style_bold, out);
                }
                "sdt" => {
                    self.control(element);
                    if let Some(content) = element.child("sdtContent") {
                        self.runs(content, style_bold, out);
                    }
                }
                "hyperlink" | "smartTag" | "fldSimple" | "customXml" | "dir" | "bdo" => {
                    self.runs(element, style_bold, out);
                }
                _ => {}
            }
        }
    }

    fn run(&mut self, run: &Element, style_bold: bool, out: &mut Text) {
        let properties = run.child("rPr");
        let hidden = properties.is_some_and(|p| styles::is_on(p, "vanish").unwrap_or(false));
        let bold = properties.and_then(|p| styles::is_on(p, "b")).unwrap_or(style_bold);
        let mut text = String::new();
        for element in run.elements() {
            match element.name.as_str() {
                "t" => text.push_str(&element.text()),
                "tab" | "ptab" => text.push(' '),
                "br" | "cr" => text.push('\n'),
                "noBreakHyphen" => text.push('-'),
                "sym" => text.push(symbol(element)),
                "drawing" | "pict" | "object" => collect_boxes(element, &mut out.boxes),
                "AlternateContent" => {
                    // The fallback repeats the choice for old programs.
                    if let Some(choice) =
                        element.child("Choice").or_else(|| element.child("Fallback"))
                    {
                        collect_boxes(choice, &mut out.boxes);
                    }
                }
                _ => {}
            }
        }
        if hidden {
            out.hidden.push_str(&text);
            return;
        }
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        out.letters += letters;
        out.bold += if bold { letters } else { 0 };
        out.opening.add(&text, bold);
        out.shown.push_str(&text);
    }

    fn table(&mut self, table: &Element) {
        let mut rows: Vec<&Element> = Vec::new();
        gather(table, "tr", &mut rows);
        let count = rows.len();
        for (index, row) in rows.into_iter().enumerate() {
            let change = |name: &str| row.child("trPr").is_some_and(|p| p.child(name).is_some());
            if change("del") || change("ins") {
                self.flag("open-changes");
            }
            if change("del") {
                continue;
            }
            let mut cells = Vec::new();
            gather(row, "tc", &mut cells);
            let lines: Vec<Vec<Line>> = cells.iter().map(|cell| self.cell(cell)).collect();
            if lines.len() == 1 || lines.iter().any(|cell| cell.len() > LONG_CELL) {
                self.lines.extend(lines.into_iter().flatten());
                continue;
            }
            let text: Vec<String> = lines.iter().map(|cell| join(cell)).collect();
            let text = text.join(" | ").trim_end_matches([' ', '|']).to_owned();
            if text.replace([' ', '|'], "").is_empty() {
                continue;
            }
            let marked =
                row.child("trPr").is_some_and(|p| styles::is_on(p, "tblHeader").unwrap_or(false));
            let bold = lines.iter().flatten().all(|line| line.bold);
            let mut line = Line::paragraph(
                text,
                LineKind::TableRow { header: count > 1 && (marked || (index == 0 && bold)) },
            );
            line.bold = bold;
            self.lines.push(line);
        }
    }

    /// The lines of a cell, taken out of the walk.
    fn cell(&mut self, cell: &Element) -> Vec<Line> {
        let before = self.lines.len();
        self.blocks(cell);
        self.lines.split_off(before)
    }

    fn notes(&mut self, notes: &Element) {
        for note in notes.elements().flat_map(Element::elements) {
            let separator = note.attribute("type").is_some_and(|kind| kind != "normal");
            if matches!(note.name.as_str(), "footnote" | "endnote") && !separator {
                self.blocks(note);
            }
        }
    }

    /// Headers or footers: each text once, however many sections repeat it.
    fn running(
        &mut self,
        container: &mut Container<'_>,
        names: &[String],
        prefix: &str,
    ) -> Result<(), Unreadable> {
        let mut seen: Vec<String> = Vec::new();
        for name in names.iter().filter(|name| name.starts_with(prefix) && name.ends_with(".xml")) {
            let Some(part) = container.xml(name)? else {
                continue;
            };
            let before = self.lines.len();
            part.elements().for_each(|root| self.blocks(root));
            for line in self.lines.split_off(before) {
                if !seen.contains(&line.text) {
                    seen.push(line.text.clone());
                    self.lines.push(line);
                }
            }
        }
        Ok(())
    }
}

/// Elements of this name below, through the wrappers of content controls and changes.
fn gather<'e>(parent: &'e Element, name: &str, out: &mut Vec<&'e Element>) {
    for element in parent.elements() {
        match element.name.as_str() {
            found if found == name => out.push(element),
            "sdt" | "sdtContent" | "ins" | "customXml" => gather(element, name, out),
            _ => {}
        }
    }
}

fn collect_boxes(element: &Element, out: &mut Vec<Element>) {
    for child in element.elements() {
        match child.name.as_str() {
            "txbxContent" => out.push(child.clone()),
            "AlternateContent" => {
                if let Some(choice) = child.child("Choice").or_else(|| child.child("Fallback")) {
                    collect_boxes(choice, out);
                }
            }
            _ => collect_boxes(child, out),
        }
    }
}

fn symbol(element: &Element) -> char {
    let code = element.attribute("char").and_then(|code| u32::from_str_radix(code, 16).ok());
    match code.and_then(char::from_u32) {
        // Symbol fonts keep their signs in the private area; most are bullets and tick boxes.
        Some('\u{f0fe}' | '\u{f052}' | '\u{f078}') => '☒',
        Some('\u{f0a8}' | '\u{f06f}' | '\u{f071}') => '☐',
        Some('\u{f0fc}') => '✓',
        Some('\u{e000}'..='\u{f8ff}') | None => '•',
        Some(c) => c,
    }
}

fn join(lines: &[Line]) -> String {
    lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
}

fn fold(text: &str) -> String {
    text.replace(['\u{ad}', '\u{200b}', '\u{feff}'], "")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests;
