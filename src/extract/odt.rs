//! ODT → paragraphs with their automatic numbers counted, headings, list items, table rows, notes.

use std::collections::BTreeMap;

use super::docx;
use super::xml::{Container, Element, Node};
use super::{Document, Format, Limits, Line, LineKind, Opening, Unreadable};

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let mut container = Container::open(bytes, limits)?;
    let manifest = container.xml("META-INF/manifest.xml")?;
    if manifest.is_some_and(|manifest| manifest.find("encryption-data").is_some()) {
        return Err(Unreadable::Encrypted);
    }
    let content = container
        .xml("content.xml")?
        .ok_or_else(|| Unreadable::Malformed("no content part".to_owned()))?;
    if content.find("encrypted-package").is_some() {
        return Err(Unreadable::Encrypted);
    }
    let mut walker = Walker::default();
    if let Some(styles) = container.xml("styles.xml")? {
        walker.styles(&styles);
    }
    walker.styles(&content);
    let body = content.find("text").unwrap_or(&content);
    if body.child("tracked-changes").is_some_and(|changes| changes.elements().next().is_some()) {
        walker.flags.push("open-changes".to_owned());
    }
    walker.blocks(body, None);
    let notes = std::mem::take(&mut walker.notes);
    for note in &notes {
        walker.blocks(note, None);
    }
    let mut document = super::single_page(Format::Odt, "odt", walker.lines, walker.flags)?;
    document.asides.remark(walker.remarks);
    Ok(document)
}

/// How one level of a list counts.
#[derive(Clone, Debug)]
struct Level {
    format: String,
    prefix: String,
    suffix: String,
    shown: usize,
    start: usize,
    bullet: bool,
}

#[derive(Default)]
struct Walker {
    lists: BTreeMap<String, BTreeMap<usize, Level>>,
    /// List style of a paragraph style, and what the style is based on.
    paragraph_lists: BTreeMap<String, String>,
    bold: Vec<String>,
    hidden: Vec<String>,
    counters: BTreeMap<String, BTreeMap<usize, usize>>,
    lines: Vec<Line>,
    notes: Vec<Element>,
    remarks: Vec<String>,
    flags: Vec<String>,
}

/// The name under which the numbering of headings is kept.
const OUTLINE: &str = "\u{0}outline";

impl Walker {
    fn styles(&mut self, root: &Element) {
        for element in root.elements() {
            match element.name.as_str() {
                "list-style" => {
                    let name = element.attribute("name").unwrap_or_default().to_owned();
                    self.lists.insert(name, element.elements().filter_map(level).collect());
                }
                "outline-style" => {
                    self.lists
                        .insert(OUTLINE.to_owned(), element.elements().filter_map(level).collect());
                }
                "style" => self.style(element),
                _ => self.styles(element),
            }
        }
    }

    fn style(&mut self, style: &Element) {
        let name = style.attribute("name").unwrap_or_default().to_owned();
        if let Some(list) = style.attribute("list-style-name").filter(|list| !list.is_empty()) {
            self.paragraph_lists.insert(name.clone(), list.to_owned());
        }
        let properties = style.child("text-properties");
        let parent_bold = style
            .attribute("parent-style-name")
            .is_some_and(|parent| self.bold.iter().any(|bold| bold == parent));
        let weight = properties.and_then(|p| p.attribute("font-weight"));
        if weight.map_or(parent_bold, |weight| weight == "bold") {
            self.bold.push(name.clone());
        }
        if properties.is_some_and(|p| p.attribute("display") == Some("none")) {
            self.hidden.push(name);
        }
    }

    fn blocks(&mut self, parent: &Element, list: Option<(&str, usize)>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "h" => self.heading(element),
                "p" => self.paragraph(element, LineKind::Text, ""),
                "list" => self.list(element, list),
                "table" => self.table(element),
                "tracked-changes" | "sequence-decls" | "forms" | "annotation" => {}
                _ => self.blocks(element, list),
            }
        }
    }

    fn heading(&mut self, heading: &Element) {
        let level: usize =
            heading.attribute("outline-level").and_then(|level| level.parse().ok()).unwrap_or(1);
        let style = heading
            .attribute("style-name")
            .and_then(|style| self.paragraph_lists.get(style))
            .cloned();
        let list = style.unwrap_or_else(|| OUTLINE.to_owned());
        let label = if heading.attribute("is-list-header") == Some("true") {
            String::new()
        } else {
            self.next(&list, level.saturating_sub(1), None)
        };
        self.paragraph(heading, LineKind::Heading(u8::try_from(level).unwrap_or(9)), &label);
    }

    fn list(&mut self, list: &Element, outer: Option<(&str, usize)>) {
        let own = list.attribute("style-name").map(str::to_owned);
        let name = own.or_else(|| outer.map(|(name, _)| name.to_owned())).unwrap_or_default();
        let depth = outer.map_or(0, |(_, depth)| depth + 1);
        if outer.is_none()
            && list.attribute("continue-numbering") != Some("true")
            && list.attribute("continue-list").is_none()
        {
            self.counters.remove(&name);
        }
        for item in
            list.elements().filter(|item| matches!(item.name.as_str(), "list-item" | "list-header"))
        {
            let mut label = None;
            for element in item.elements() {
                match element.name.as_str() {
                    "p" | "h" if label.is_none() && item.name == "list-item" => {
                        let start =
                            item.attribute("start-value").and_then(|start| start.parse().ok());
                        let text = self.next(&name, depth, start);
                        let kind = match element.name.as_str() {
                            "h" => LineKind::Heading(u8::try_from(depth + 1).unwrap_or(9)),
                            _ => LineKind::ListItem(u8::try_from(depth).unwrap_or(u8::MAX)),
                        };
                        self.paragraph(element, kind, &text);
                        label = Some(text);
                    }
                    "p" | "h" => self.paragraph(element, LineKind::Text, ""),
                    "list" => self.list(element, Some((&name, depth))),
                    _ => self.blocks(element, Some((&name, depth))),
                }
            }
        }
    }

    /// The label of the next item of this list at this level.
    fn next(&mut self, list: &str, at: usize, start: Option<usize>) -> String {
        let Some(levels) = self.lists.get(list) else {
            return String::new();
        };
        let Some(level) = levels.get(&at) else {
            return String::new();
        };
        let counters = self.counters.entry(list.to_owned()).or_default();
        let count = start.unwrap_or_else(|| {
            counters.get(&at).map_or(level.start, |count| count.saturating_add(1))
        });
        counters.insert(at, count);
        counters.retain(|other, _| *other <= at);
        if level.bullet {
            return "•".to_owned();
        }
        if level.format.is_empty() {
            return String::new();
        }
        let first = (at + 1).saturating_sub(level.shown);
        // Over the levels that are defined: what lies between them, a stranger chose.
        let shown = levels.range(..=at).filter(|(other, _)| **other >= first);
        let parts: Vec<String> = shown
            .filter(|(_, level)| !level.format.is_empty())
            .map(|(other, level)| {
                docx::number(counters.get(other).copied().unwrap_or(1), &level.format)
            })
            .collect();
        format!("{}{}{}", level.prefix, parts.join("."), level.suffix).trim().to_owned()
    }

    fn paragraph(&mut self, paragraph: &Element, kind: LineKind, label: &str) {
        let style_bold = paragraph
            .attribute("style-name")
            .is_some_and(|style| self.bold.iter().any(|bold| bold == style));
        let mut text = Text::default();
        self.inline(paragraph, style_bold, &mut text);
        let mut first = true;
        for part in text.shown.split('\n') {
            let part = part
                .replace(['\u{ad}', '\u{200b}'], "")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            if part.is_empty() {
                continue;
            }
            let whole = if first && !label.is_empty() { format!("{label} {part}") } else { part };
            let mut line = Line::paragraph(whole, if first { kind } else { LineKind::Text });
            line.starts_paragraph = first;
            line.bold = matches!(kind, LineKind::Heading(_))
                || (text.letters > 0 && text.bold * 10 >= text.letters * 9);
            line.opens_bold = if first { text.opening.letters() } else { 0 };
            self.lines.push(line);
            first = false;
        }
        if !text.hidden.trim().is_empty() {
            let mut line = Line::paragraph(text.hidden.trim().to_owned(), LineKind::Text);
            line.hidden = true;
            self.lines.push(line);
            self.flags.push("hidden-text".to_owned());
        }
    }

    fn inline(&mut self, parent: &Element, bold: bool, out: &mut Text) {
        for node in &parent.children {
            match node {
                Node::Text(text) => out.push(text, bold),
                Node::Element(element) => match element.name.as_str() {
                    "s" => out.push(" ", bold),
                    "tab" => out.push(" ", bold),
                    "line-break" => out.shown.push('\n'),
                    "note" => {
                        if let Some(body) = element.child("note-body") {
                            self.notes.push(body.clone());
                        }
                    }
                    "annotation" => {
                        if !self.flags.iter().any(|flag| flag == "comments") {
                            self.flags.push("comments".to_owned());
                        }
                        // Beside its words stand who wrote it and when.
                        let words = element.elements().filter(|part| part.name == "p");
                        self.remarks.push(words.map(Element::text).collect::<Vec<_>>().join(" "));
                    }
                    "frame" | "custom-shape" => {
                        if let Some(body) = element.find("text-box") {
                            self.notes.push(body.clone());
                        }
                    }
                    "span" => {
                        let style = element.attribute("style-name").unwrap_or_default();
                        if self.hidden.iter().any(|hidden| hidden == style) {
                            out.hidden.push_str(&element.text());
                        } else {
                            let bold = bold || self.bold.iter().any(|name| name == style);
                            self.inline(element, bold, out);
                        }
                    }
                    _ => self.inline(element, bold, out),
                },
            }
        }
    }

    fn table(&mut self, table: &Element) {
        let mut rows: Vec<(&Element, bool)> = Vec::new();
        gather(table, false, &mut rows);
        let count = rows.len();
        for (index, (row, marked)) in rows.into_iter().enumerate() {
            let cells: Vec<Vec<Line>> = row.all("table-cell").map(|cell| self.cell(cell)).collect();
            if cells.len() == 1 {
                self.lines.extend(cells.into_iter().flatten());
                continue;
            }
            let texts: Vec<String> = cells
                .iter()
                .map(|cell| {
                    cell.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
                })
                .collect();
            let text = texts.join(" | ").trim_end_matches([' ', '|']).to_owned();
            if text.replace([' ', '|'], "").is_empty() {
                continue;
            }
            let bold = cells.iter().flatten().all(|line| line.bold);
            let header = count > 1 && (marked || (index == 0 && bold));
            let mut line = Line::paragraph(text, LineKind::TableRow { header });
            line.bold = bold;
            self.lines.push(line);
        }
    }

    fn cell(&mut self, cell: &Element) -> Vec<Line> {
        let before = self.lines.len();
        self.blocks(cell, None);
        self.lines.split_off(before)
    }
}

#[derive(Default)]
struct Text {
    shown: String,
    hidden: String,
    letters: usize,
    bold: usize,
    opening: Opening,
}

impl Text {
    fn push(&mut self, text: &str, bold: bool) {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        self.letters += letters;
        self.bold += if bold { letters } else { 0 };
        self.opening.add(text, bold);
        self.shown.push_str(&text.replace('\n', " "));
    }
}

fn gather<'e>(parent: &'e Element, marked: bool, out: &mut Vec<(&'e Element, bool)>) {
    for element in parent.elements() {
        match element.name.as_str() {
            "table-row" => out.push((element, marked)),
            "table-header-rows" => gather(element, true, out),
            "table-rows" | "table-row-group" => gather(element, marked, out),
            _ => {}
        }
    }
}

fn level(element: &Element) -> Option<(usize, Level)> {
    let at: usize = element.attribute("level")?.parse().ok()?;
    let format = match element.attribute("num-format").unwrap_or_default() {
        "1" => "decimal",
        "a" => "lowerLetter",
        "A" => "upperLetter",
        "i" => "lowerRoman",
        "I" => "upperRoman",
        _ => "",
    };
    let text = |name: &str| {
        let label = element.attribute(name).unwrap_or_default();
        label.chars().take(docx::LONGEST_LABEL).collect()
    };
    let parsed =
        |name: &str| element.attribute(name).and_then(|value| value.parse().ok()).unwrap_or(1);
    let level = Level {
        format: format.to_owned(),
        prefix: text("num-prefix"),
        suffix: text("num-suffix"),
        shown: parsed("display-levels"),
        start: parsed("start-value"),
        bullet: element.name.contains("bullet") || element.name.contains("image"),
    };
    Some((at.checked_sub(1)?, level))
}

#[cfg(test)]
mod tests;
