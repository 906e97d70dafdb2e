//! HTML → headings, paragraphs, list items with their numbers, and table rows.
//!
//! Scripts, styles and navigation go; the main part of a page is taken where it is marked.

use html2text::{Element as HtmlElement, Handle};

use super::xml::{Element, Node};
use super::{Document, Format, Limits, Line, LineKind, Opening, Unreadable, plain};

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let text = decode(bytes);
    let dom = html2text::config::plain()
        .parse_html(text.as_bytes())
        .map_err(|error| Unreadable::Malformed(format!("HTML: {error}")))?;
    let mut root = Element::default();
    convert(&dom.document, &mut root, limits.max_depth * 4)?;
    let mut walker = Walker::default();
    walker.block(main_part(&root));
    walker.flush();
    let flags = if walker.lines.iter().any(|line| line.hidden) {
        vec!["hidden-text".to_owned()]
    } else {
        Vec::new()
    };
    super::single_page(Format::Html, "html", walker.lines, flags)
}

/// The text of the bytes: by mark, by valid UTF-8, by what the page declares, else Windows-1252.
fn decode(bytes: &[u8]) -> String {
    if std::str::from_utf8(bytes).is_ok() || encoding_rs::Encoding::for_bom(bytes).is_some() {
        return plain::decode(bytes);
    }
    let head = String::from_utf8_lossy(bytes.get(..2048).unwrap_or(bytes)).to_ascii_lowercase();
    let declared = head.split("charset=").nth(1).map(|rest| {
        rest.trim_start_matches(['"', '\''])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
            .collect::<String>()
    });
    let encoding = declared.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    match encoding {
        Some(encoding) => encoding.decode(bytes).0.into_owned(),
        None => plain::decode(bytes),
    }
}

/// Copies the parsed page into the small tree that the other formats use too.
fn convert(node: &Handle, parent: &mut Element, depth: usize) -> Result<(), Unreadable> {
    if depth == 0 {
        return Err(Unreadable::TooLarge("HTML nested too deeply".to_owned()));
    }
    for child in node.children.borrow().iter() {
        if let HtmlElement { name, attrs, .. } = &child.data {
            let attributes = attrs
                .borrow()
                .iter()
                .map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()))
                .collect();
            let mut element = Element::new(name.local.to_string(), attributes);
            if !SILENT.contains(&element.name.as_str()) {
                convert(child, &mut element, depth - 1)?;
            }
            parent.children.push(Node::Element(element));
        } else if let Some(text) = text_of(child) {
            parent.children.push(Node::Text(text));
        }
    }
    Ok(())
}

/// The text of a text node. The parser does not name that variant to others, so the node is
/// written out as HTML, in which text, unlike any other node, never begins with `<`.
fn text_of(node: &Handle) -> Option<String> {
    let mut html = Vec::new();
    node.serialize(&mut html).ok()?;
    let html = String::from_utf8(html).ok()?;
    if html.starts_with('<') || html.is_empty() {
        return None;
    }
    Some(
        html.replace("&nbsp;", "\u{a0}")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}

/// What shows no text of the document.
const SILENT: &[&str] = &[
    "script", "style", "template", "noscript", "svg", "nav", "head", "select", "button", "iframe",
    "object", "math", "dialog",
];

/// What starts and ends a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "blockquote",
    "pre",
    "address",
    "figure",
    "figcaption",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "form",
    "fieldset",
    "hr",
    "details",
    "summary",
    "body",
    "html",
    "center",
    "caption",
    "legend",
];

/// The part marked as main, where it holds at least half of the text.
fn main_part(root: &Element) -> &Element {
    let all = root.text().len();
    ["main", "article"]
        .iter()
        .filter_map(|name| root.find(name))
        .find(|part| part.text().len() * 2 >= all)
        .unwrap_or(root)
}

#[derive(Default)]
struct Walker {
    lines: Vec<Line>,
    text: String,
    kind: Option<LineKind>,
    bold: usize,
    bold_letters: usize,
    opening: Opening,
    hidden: usize,
    lists: usize,
    continues: bool,
    /// Whether an inline element ended where the text stands now.
    after_inline: bool,
}

impl Walker {
    fn block(&mut self, parent: &Element) {
        for node in &parent.children {
            match node {
                Node::Text(text) => self.add(text),
                Node::Element(element) => self.element(element),
            }
        }
    }

    fn element(&mut self, element: &Element) {
        let name = element.name.as_str();
        if SILENT.contains(&name) || element.attribute("role") == Some("navigation") {
            return;
        }
        let hidden = is_hidden(element);
        if hidden {
            self.flush();
            self.hidden += 1;
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                let level = name
                    .chars()
                    .nth(1)
                    .and_then(|c| c.to_digit(10))
                    .and_then(|d| u8::try_from(d).ok())
                    .unwrap_or(6);
                self.kind = Some(LineKind::Heading(level));
                self.block(element);
                self.flush();
            }
            "br" => {
                let kind = self.kind;
                self.flush();
                self.kind = kind.filter(|kind| matches!(kind, LineKind::Heading(_)));
                self.continues = true;
            }
            "ul" | "ol" => self.list(element),
            "table" => self.table(element),
            "input" => {
                if let Some(value) = element.attribute("value").filter(|_| {
                    !matches!(element.attribute("type"), Some("hidden" | "submit" | "button"))
                }) {
                    self.add(value);
                }
            }
            "b" | "strong" => {
                self.bold += 1;
                self.block(element);
                self.bold -= 1;
            }
            _ if BLOCKS.contains(&name) => {
                self.flush();
                self.block(element);
                self.flush();
            }
            _ => {
                self.part_words(&element.text());
                let before = self.text.len();
                self.block(element);
                self.after_inline = self.text.len() > before;
            }
        }
        if hidden {
            self.flush();
            self.hidden -= 1;
        }
    }

    fn list(&mut self, list: &Element) {
        self.flush();
        let depth = u8::try_from(self.lists).unwrap_or(u8::MAX);
        self.lists += 1;
        let mut number: i64 =
            list.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
        for node in &list.children {
            match node {
                Node::Text(text) => self.add(text),
                Node::Element(item) if item.name == "li" => {
                    self.flush();
                    number = item
                        .attribute("value")
                        .and_then(|value| value.parse().ok())
                        .unwrap_or(number);
                    self.kind = Some(LineKind::ListItem(depth));
                    self.text = marker(list, number);
                    number = number.saturating_add(1);
                    self.item(item);
                    self.flush();
                }
                Node::Element(other) => self.element(other),
            }
        }
        self.lists -= 1;
    }

    /// A list item: a paragraph that opens it belongs to the line of its marker.
    fn item(&mut self, item: &Element) {
        let mut first = true;
        for node in &item.children {
            match node {
                Node::Text(text) => {
                    first &= text.trim().is_empty();
                    self.add(text);
                }
                Node::Element(element)
                    if first && matches!(element.name.as_str(), "p" | "div" | "span") =>
                {
                    first = false;
                    self.block(element);
                }
                Node::Element(element) => {
                    first = false;
                    self.element(element);
                }
            }
        }
    }

    fn table(&mut self, table: &Element) {
        self.flush();
        let mut rows = Vec::new();
        gather_rows(table, &mut rows);
        // A table of one column, or with whole texts in its cells, only places things on the page.
        let cells = |row: &Element| {
            row.elements().filter(|cell| matches!(cell.name.as_str(), "td" | "th")).count()
        };
        let layout = rows.iter().all(|row| cells(row) <= 1)
            || rows
                .iter()
                .flat_map(|row| row.elements())
                .any(|cell| cell.find("h2").is_some() || cell.find("table").is_some());
        for (index, row) in rows.iter().enumerate() {
            if layout {
                for cell in row.elements() {
                    self.block(cell);
                    self.flush();
                }
                continue;
            }
            let texts: Vec<String> = row.elements().map(cell_text).collect();
            let header = index == 0
                && rows.len() > 1
                && row.elements().all(|cell| cell.name == "th" || is_bold(cell));
            let text = texts.join(" | ").trim_end_matches([' ', '|']).to_owned();
            if !text.replace([' ', '|'], "").is_empty() {
                let mut line = Line::paragraph(text, LineKind::TableRow { header });
                line.hidden = self.hidden > 0;
                self.lines.push(line);
            }
        }
    }

    /// Puts a blank where two inline elements meet that style alone keeps apart, as in
    /// `<span>Art. 1</span><span>Definitions</span>`.
    fn part_words(&mut self, next: &str) {
        let last = self.text.chars().last();
        let ends = last.is_some_and(|c| c.is_ascii_digit() || c.is_lowercase());
        if ends && next.starts_with(char::is_uppercase) {
            self.text.push(' ');
        }
    }

    fn add(&mut self, text: &str) {
        if std::mem::take(&mut self.after_inline) {
            self.part_words(text);
        }
        if self.bold > 0 {
            self.bold_letters += text.chars().filter(|c| c.is_alphanumeric()).count();
        }
        self.opening.add(text, self.bold > 0);
        self.text.push_str(text);
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text).replace(['\u{200b}', '\u{ad}', '\u{feff}'], "");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let bold_letters = std::mem::take(&mut self.bold_letters);
        let opening = std::mem::take(&mut self.opening).letters();
        if text.is_empty() {
            return;
        }
        let kind = self.kind.take().unwrap_or(LineKind::Text);
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        let mut line = Line::paragraph(text, kind);
        line.starts_paragraph = !std::mem::take(&mut self.continues);
        line.bold = matches!(kind, LineKind::Heading(_))
            || (letters > 0 && bold_letters * 10 >= letters * 9);
        line.opens_bold = opening;
        line.hidden = self.hidden > 0;
        self.lines.push(line);
    }
}

/// Smaller letters than this, as a share of the usual size, nobody can read.
const TINY: f32 = 0.1;

fn is_hidden(element: &Element) -> bool {
    let style = element.attribute("style").unwrap_or_default().to_ascii_lowercase();
    element.attribute("hidden").is_some()
        || style
            .split(';')
            .filter_map(|declaration| declaration.split_once(':'))
            .any(|(name, value)| hides(name.trim(), value.trim_end_matches("!important").trim()))
}

/// Whether a declaration of style leaves nothing to see.
fn hides(name: &str, value: &str) -> bool {
    let number = || {
        let end = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
        Some((value.get(..end)?.parse::<f32>().ok()?, value.get(end..)?))
    };
    match (name, value) {
        ("display", "none") | ("visibility", "hidden" | "collapse") => true,
        ("opacity", _) => {
            number().is_some_and(|(share, unit)| share < if unit == "%" { 2.0 } else { 0.02 })
        }
        ("font-size", _) => number().is_some_and(|(size, unit)| {
            size < match unit {
                "em" | "rem" => TINY,
                "%" => 100.0 * TINY,
                // Points and pixels.
                _ => 16.0 * TINY,
            }
        }),
        _ => false,
    }
}

fn is_bold(cell: &Element) -> bool {
    let inside = cell.find("strong").or_else(|| cell.find("b"));
    inside.is_some_and(|bold| bold.text().trim() == cell.text().trim())
}

/// The marker of a list item, as the list's type says.
fn marker(list: &Element, number: i64) -> String {
    if list.name == "ul" {
        return "• ".to_owned();
    }
    let style = list.attribute("style").unwrap_or_default().to_ascii_lowercase();
    let kind = match list.attribute("type") {
        Some(kind @ ("a" | "A" | "i" | "I")) => kind,
        _ if style.contains("lower-alpha") || style.contains("lower-latin") => "a",
        _ if style.contains("lower-roman") => "i",
        _ => "1",
    };
    let plain = usize::try_from(number).unwrap_or(0);
    format!(
        "{}. ",
        super::docx::number(
            plain,
            match kind {
                "a" => "lowerLetter",
                "A" => "upperLetter",
                "i" => "lowerRoman",
                "I" => "upperRoman",
                _ => "decimal",
            }
        )
    )
}

fn gather_rows<'e>(table: &'e Element, rows: &mut Vec<&'e Element>) {
    for child in table.elements() {
        match child.name.as_str() {
            "tr" => rows.push(child),
            "thead" | "tbody" | "tfoot" => gather_rows(child, rows),
            _ => {}
        }
    }
}

/// The text of a cell; its blocks are parted by blanks.
fn cell_text(cell: &Element) -> String {
    let mut walker = Walker::default();
    walker.block(cell);
    walker.flush();
    walker.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
