//! Markdown → headings, paragraphs, list items and table rows; marks of emphasis go, the text of
//! links stays.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Document, Format, Limits, Line, LineKind, Opening, Unreadable, plain};

pub(super) fn read(bytes: &[u8], _limits: &Limits) -> Result<Document, Unreadable> {
    let text = plain::decode(bytes);
    let mut walker = Walker::default();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for event in Parser::new_ext(&text, options) {
        walker.take(event);
    }
    walker.flush();
    super::single_page(Format::Markdown, "markdown", walker.lines, Vec::new())
}

#[derive(Default)]
struct Walker {
    lines: Vec<Line>,
    text: String,
    kind: Option<LineKind>,
    /// For each open list the number of its next item, `None` for bullets.
    lists: Vec<Option<u64>>,
    cells: Option<Vec<String>>,
    /// Characters inside strong emphasis, to tell a paragraph that is bold as a whole.
    strong: usize,
    bold_letters: usize,
    opening: Opening,
    /// Inside front matter or HTML that shows nothing.
    silent: usize,
    /// Whether the next line of text continues the paragraph of the last.
    continues: bool,
}

impl Walker {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.add(&text),
            Event::SoftBreak if self.asked() => self.flush(),
            Event::SoftBreak => self.text.extend((self.silent == 0).then_some(SOFT)),
            Event::HardBreak => {
                self.flush();
                self.continues = true;
            }
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            Event::FootnoteReference(_) => {}
            Event::Rule => self.flush(),
            Event::TaskListMarker(done) => self.add(if done { "[x] " } else { "[ ] " }),
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.kind = Some(LineKind::Heading(depth(*level)));
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(*first);
            }
            Tag::Item => {
                self.flush();
                let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
                self.kind = Some(LineKind::ListItem(depth));
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "• ".to_owned(),
                };
                self.text.push_str(&marker);
            }
            Tag::TableHead | Tag::TableRow => {
                self.flush();
                self.cells = Some(Vec::new());
            }
            Tag::Strong => self.strong += 1,
            Tag::MetadataBlock(_) => self.silent += 1,
            Tag::Paragraph if self.kind.is_none() => self.flush(),
            Tag::CodeBlock(_) | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => self.flush(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::BlockQuote(_) => self.flush(),
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::TableCell => {
                let cell = parted(&std::mem::take(&mut self.text)).trim().to_owned();
                if let Some(cells) = &mut self.cells {
                    cells.push(cell);
                }
                self.bold_letters = 0;
                self.opening = Opening::default();
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let row = self.cells.take().unwrap_or_default().join(" | ");
                let kind = LineKind::TableRow { header: tag == TagEnd::TableHead };
                if !row.replace([' ', '|'], "").is_empty() {
                    self.lines
                        .push(Line::paragraph(row.trim_end_matches([' ', '|']).to_owned(), kind));
                }
            }
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::MetadataBlock(_) => self.silent = self.silent.saturating_sub(1),
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        if self.silent > 0 {
            return;
        }
        if self.strong > 0 {
            self.bold_letters += text.chars().filter(|c| c.is_alphanumeric()).count();
        }
        self.opening.add(text, self.strong > 0);
        // A paragraph that starts with a number of its own keeps it: Markdown takes "1." for a list.
        self.text.push_str(text);
    }

    /// Whether the line so far is a question and all of its paragraph: its answer is text of its
    /// own.
    fn asked(&self) -> bool {
        self.kind.is_none()
            && self.cells.is_none()
            && self.silent == 0
            && !self.text.contains(SOFT)
            && self.text.trim_end().ends_with('?')
    }

    /// Inline HTML shows nothing by itself, but a line break in a table cell parts words.
    fn html(&mut self, html: &str) {
        if is_blank_to_fill(html) {
            self.add(html.trim());
            return;
        }
        let tag = html.trim_start_matches(['<', '/']).to_ascii_lowercase();
        if ["br", "p", "div", "td", "li", "tr"].iter().any(|name| tag.starts_with(name)) {
            self.text.push(' ');
        }
    }

    fn flush(&mut self) {
        let text = parted(&std::mem::take(&mut self.text));
        let kind = self.kind.take().unwrap_or(LineKind::Text);
        let bold_letters = std::mem::take(&mut self.bold_letters);
        let opening = std::mem::take(&mut self.opening).letters();
        let first = !std::mem::take(&mut self.continues);
        for (index, part) in text.lines().enumerate() {
            let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
            if part.is_empty() || part == "•" {
                continue;
            }
            let letters = part.chars().filter(|c| c.is_alphanumeric()).count();
            // Items on lines of their own inside an item stand below it.
            let kind = match kind {
                LineKind::ListItem(depth) if index > 0 && opens_item(&part) => {
                    LineKind::ListItem(depth.saturating_add(1))
                }
                _ => kind,
            };
            let mut line = Line::paragraph(part, kind);
            line.starts_paragraph = first && index == 0;
            line.opens_bold = if index == 0 { opening } else { 0 };
            line.bold = matches!(kind, LineKind::Heading(_))
                || (letters > 0 && bold_letters * 10 >= letters * 9);
            self.lines.push(line);
        }
    }
}

/// The elements of HTML: <https://html.spec.whatwg.org/#elements-3>, and some that it dropped.
#[rustfmt::skip]
const ELEMENTS: [&str; 112] = [
    "a", "abbr", "address", "article", "aside", "audio", "b", "base", "bdi", "bdo", "blockquote",
    "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup",
    "data", "datalist", "dd", "del", "details", "dfn", "dialog", "div", "dl", "dt", "em", "embed",
    "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "head", "header",
    "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label", "legend", "li",
    "link", "main", "map", "mark", "menu", "meta", "meter", "nav", "noscript", "object", "ol",
    "optgroup", "option", "output", "p", "param", "picture", "pre", "progress", "q", "rp", "rt",
    "ruby", "s", "samp", "script", "search", "section", "select", "slot", "small", "source", "span",
    "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template",
    "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var",
    "video", "wbr",
];

/// Whether what Markdown takes for a tag is a blank of a form: `<name of the supplier>`, `<plaats>`.
fn is_blank_to_fill(html: &str) -> bool {
    let inner = html.trim().strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let Some(inner) = inner.filter(|inner| inner.starts_with(|c: char| c.is_alphabetic())) else {
        return false;
    };
    let hint = |c: char| c.is_alphanumeric() || " -/,.".contains(c);
    let name = inner.split([' ', '/']).next().unwrap_or("");
    let words = inner.contains(' ') || name.chars().all(|c| c.is_lowercase()) && name.len() > 3;
    let element = ELEMENTS.contains(&name.to_ascii_lowercase().as_str());
    words && !element && inner.chars().all(hint) && !inner.ends_with('/')
}

/// A line end inside a paragraph, which Markdown shows as a blank.
const SOFT: char = '\u{1e}';

/// The text of a paragraph with its line ends as blanks, but for those before a numbered item:
/// "shall:\na) keep …;\nb) report …" is written as a list, though Markdown knows no such one.
fn parted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut item = false;
    for (index, line) in text.split(SOFT).enumerate() {
        let opens = opens_item(line);
        let ended = item || out.trim_end().ends_with([':', ';', ',', '.']);
        if index > 0 {
            out.push(if opens && ended { '\n' } else { ' ' });
        }
        item |= opens && (ended || index == 0);
        out.push_str(line);
    }
    out
}

/// Whether a line opens with `a)`, `(a)`, `ii.` or `1)`.
fn opens_item(line: &str) -> bool {
    let line = line.trim_start();
    let line = line.strip_prefix('(').unwrap_or(line);
    let end = line.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(line.len());
    let (number, rest) = line.split_at(end);
    let roman = number.bytes().all(|b| b"ivx".contains(&b));
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    let letter = number.len() == 1 && number.bytes().all(|b| b.is_ascii_lowercase());
    (letter || number.len() <= 4 && roman || number.len() <= 2 && digits)
        && !number.is_empty()
        && rest.starts_with([')', '.'])
        && rest.get(1..).is_some_and(|rest| rest.starts_with(' '))
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(LineKind, String)> {
        let document = read(text.as_bytes(), &Limits::default()).expect("Markdown is read");
        document
            .pages
            .into_iter()
            .flat_map(|page| page.lines)
            .map(|line| (line.kind, line.text))
            .collect()
    }

    #[test]
    fn structure_stays_and_marks_go() {
        let text = "# Artikel 1 *Definities*\n\nDe **verwerker** en [de school](https://example.org).\n\n3. eerste\n4. tweede\n   - diep\n\n| Naam | Land |\n|---|---|\n| Acme | Ierland |\n";
        assert_eq!(
            lines(text),
            [
                (LineKind::Heading(1), "Artikel 1 Definities".to_owned()),
                (LineKind::Text, "De verwerker en de school.".to_owned()),
                (LineKind::ListItem(0), "3. eerste".to_owned()),
                (LineKind::ListItem(0), "4. tweede".to_owned()),
                (LineKind::ListItem(1), "• diep".to_owned()),
                (LineKind::TableRow { header: true }, "Naam | Land".to_owned()),
                (LineKind::TableRow { header: false }, "Acme | Ierland".to_owned()),
            ]
        );
    }

    #[test]
    fn a_blank_to_fill_in_is_no_tag() {
        let text = "Seat in <plaats>, held by <name of supplier>.\n\nA <br/> b <span>c</span> <details open> <Trans> <p align=left>";
        let lines: Vec<String> = lines(text).into_iter().map(|(_, text)| text).collect();
        assert_eq!(lines, ["Seat in <plaats>, held by <name of supplier>.", "A b c"]);
    }

    #[test]
    fn a_question_on_a_line_of_its_own_is_no_part_of_its_answer() {
        let text = "**Who owns it?**\nThe school does.\n\nWe ask: who owns it?\nNobody.\n\nIt is yours. Really?\nYes";
        let lines: Vec<String> = lines(text).into_iter().map(|(_, text)| text).collect();
        assert_eq!(
            lines,
            [
                "Who owns it?",
                "The school does.",
                "We ask: who owns it?",
                "Nobody.",
                "It is yours. Really?",
                "Yes"
            ]
        );
    }

    #[test]
    fn lettered_lines_are_items_and_other_line_ends_are_blanks() {
        let text = "Acme shall:\na) keep\nsecrets;\nb) report breaches.\n\nAs article\n28. Further";
        let document = read(text.as_bytes(), &Limits::default()).unwrap();
        let lines: Vec<&str> =
            document.pages.iter().flat_map(|page| &page.lines).map(|l| l.text.as_str()).collect();
        assert_eq!(
            lines,
            ["Acme shall:", "a) keep secrets;", "b) report breaches.", "As article 28. Further"]
        );
    }

    #[test]
    fn a_paragraph_that_is_bold_as_a_whole_says_so() {
        let document = read(b"**1. Doel**\n\nTekst met **een** woord.", &Limits::default())
            .expect("Markdown is read");
        let bold: Vec<bool> =
            document.pages.iter().flat_map(|page| &page.lines).map(|line| line.bold).collect();
        assert_eq!(bold, [true, false]);
    }
}
