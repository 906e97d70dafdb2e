//! RTF → paragraphs and table rows. Hidden text is marked, deleted text does not count.
//!
//! In: bytes of any origin. Out: one page of lines. What must stay true: groups are kept on a bounded
//! stack, never by recursion, and what a program would not show is never judged.

mod packed;
mod token;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::{Document, Format, Limits, Line, LineKind, Unreadable};
pub(super) use packed::unpacked;
use token::{Token, Tokens};

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    if !bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        return Err(Unreadable::Malformed("no RTF".to_owned()));
    }
    let mut reader = Reader::new();
    for token in Tokens::new(bytes) {
        match token {
            Token::Open => {
                if reader.stack.len() >= limits.max_depth {
                    return Err(Unreadable::TooLarge(format!(
                        "groups nested deeper than {}",
                        limits.max_depth
                    )));
                }
                reader.stack.push(reader.state.clone());
            }
            Token::Close => reader.close(),
            Token::Star => reader.starred = true,
            Token::Word(word, number) => reader.word(word, number),
            Token::Byte(byte) => reader.byte(byte),
            Token::Char(c) => reader.put(c),
        }
        if reader.size > limits.max_text_bytes {
            return Err(Unreadable::TooLarge(format!(
                "more than {} bytes of text",
                limits.max_text_bytes
            )));
        }
    }
    if reader.depth_was_open() {
        reader.flag("partial");
    }
    reader.paragraph();
    reader.row();
    super::single_page(Format::Rtf, "rtf", reader.lines, reader.flags)
}

/// What a group may change and its end undoes.
#[derive(Clone)]
struct State {
    /// A destination that is no text of the document (fonts, pictures, fields' instructions).
    skipped: bool,
    hidden: bool,
    deleted: bool,
    bold: bool,
    encoding: &'static Encoding,
    /// How many characters stand in for a `\u` in programs that know none.
    fallback: usize,
    in_table: bool,
}

struct Reader {
    state: State,
    stack: Vec<State>,
    starred: bool,
    /// Fallback characters still to be passed over.
    pass: usize,
    /// Bytes of the code page that wait for their neighbours.
    bytes: Vec<u8>,
    surrogate: Option<u16>,
    shown: String,
    hidden: String,
    letters: usize,
    bold: usize,
    outline: Option<u8>,
    cells: Vec<String>,
    cell: Vec<String>,
    lines: Vec<Line>,
    flags: Vec<String>,
    size: usize,
    default: &'static Encoding,
    fonts: std::collections::BTreeMap<i32, &'static Encoding>,
    in_fonts: bool,
    font: i32,
}

/// Destinations whose text is not the document's.
const NOT_TEXT: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "objdata",
    "fldinst",
    "themedata",
    "colorschememapping",
    "latentstyles",
    "datastore",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "filetbl",
    "revtbl",
    "bkmkstart",
    "bkmkend",
    "template",
    "panose",
    "falt",
    "mmathPr",
    "nonshppict",
    "private",
    "annotation",
    "atnid",
    "atnauthor",
    "atnref",
    "atndate",
    "atnparent",
    "sp",
    "sn",
    "sv",
    "pgdsctbl",
    "upr",
    "xe",
    "tc",
    "txe",
    "rxe",
];
/// Starred destinations that hold text all the same.
const TEXT_THOUGH_STARRED: &[&str] = &["shptxt", "shpinst", "footnote", "ud", "fldrslt"];

impl Reader {
    fn new() -> Reader {
        Reader {
            state: State {
                skipped: false,
                hidden: false,
                deleted: false,
                bold: false,
                encoding: WINDOWS_1252,
                fallback: 1,
                in_table: false,
            },
            stack: Vec::new(),
            starred: false,
            pass: 0,
            bytes: Vec::new(),
            surrogate: None,
            shown: String::new(),
            hidden: String::new(),
            letters: 0,
            bold: 0,
            outline: None,
            cells: Vec::new(),
            cell: Vec::new(),
            lines: Vec::new(),
            flags: Vec::new(),
            size: 0,
            default: WINDOWS_1252,
            fonts: std::collections::BTreeMap::new(),
            in_fonts: false,
            font: 0,
        }
    }

    fn depth_was_open(&self) -> bool {
        !self.stack.is_empty()
    }

    fn flag(&mut self, flag: &str) {
        if !self.flags.iter().any(|known| known == flag) {
            self.flags.push(flag.to_owned());
        }
    }

    fn close(&mut self) {
        self.decode();
        self.pass = 0;
        if let Some(state) = self.stack.pop() {
            // Cells and rows end by their own words; only their being open outlives a group.
            let in_table = self.state.in_table;
            self.state = state;
            self.state.in_table |= in_table;
        }
        if self.stack.len() <= 1 {
            self.in_fonts = false;
        }
        self.starred = false;
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        if word != "'" {
            self.decode();
        }
        let starred = std::mem::take(&mut self.starred);
        let on = number != Some(0);
        if word == "fonttbl" {
            self.in_fonts = true;
        }
        if NOT_TEXT.contains(&word) || (starred && !TEXT_THOUGH_STARRED.contains(&word)) {
            if matches!(word, "annotation" | "atnid") {
                self.flag("comments");
            }
            if matches!(word, "object" | "objdata") {
                self.flag("embedded-objects");
            }
            self.state.skipped = true;
            return;
        }
        match word {
            "ansicpg" => {
                self.default =
                    code_page(number.and_then(|n| u16::try_from(n).ok()).unwrap_or(1252));
                self.state.encoding = self.default;
            }
            "f" => self.set_font(number.unwrap_or(0)),
            "fcharset" if self.in_fonts => {
                self.fonts.insert(self.font, charset(number.unwrap_or(0), self.default));
            }
            "uc" => {
                self.state.fallback =
                    number.and_then(|n| usize::try_from(n).ok()).unwrap_or(1).min(8);
            }
            "u" => self.unicode(number.unwrap_or(0)),
            "v" => self.state.hidden = on,
            "deleted" => {
                self.state.deleted = on;
                self.flag("open-changes");
            }
            "revised" => self.flag("open-changes"),
            "b" => self.state.bold = on,
            "plain" => {
                self.state.hidden = false;
                self.state.deleted = false;
                self.state.bold = false;
                self.state.encoding = self.default;
            }
            "par" | "sect" | "page" => self.paragraph(),
            "pard" => {
                self.state.in_table = false;
                self.outline = None;
            }
            "intbl" => self.state.in_table = true,
            "outlinelevel" => self.outline = number.and_then(|n| u8::try_from(n).ok()),
            "cell" | "nestcell" => self.end_cell(),
            "row" | "nestrow" => self.row(),
            "bin" => {}
            _ => {
                if let Some(c) = sign(word) {
                    self.put(c);
                }
            }
        }
    }

    fn set_font(&mut self, font: i32) {
        self.font = font;
        if !self.in_fonts {
            self.state.encoding = self.fonts.get(&font).copied().unwrap_or(self.default);
        }
    }

    fn unicode(&mut self, number: i32) {
        let Ok(unit) = u16::try_from(number & 0xffff) else { return };
        match (self.surrogate.take(), unit) {
            (_, 0xd800..=0xdbff) => self.surrogate = Some(unit),
            (Some(high), 0xdc00..=0xdfff) => {
                let c = char::decode_utf16([high, unit]).next().and_then(Result::ok);
                self.put(c.unwrap_or('\u{fffd}'));
            }
            (_, unit) => self.put(char::from_u32(u32::from(unit)).unwrap_or('\u{fffd}')),
        }
        self.pass = self.state.fallback;
    }

    /// A byte of the code page.
    fn byte(&mut self, byte: u8) {
        if self.pass > 0 {
            self.pass -= 1;
        } else if !self.state.skipped && !self.state.deleted {
            self.bytes.push(byte);
            if self.bytes.len() >= 4_096 && byte == b' ' {
                self.decode();
            }
        }
    }

    fn decode(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let (text, _) = self.state.encoding.decode_without_bom_handling(&bytes);
        for c in text.chars() {
            self.add(c);
        }
    }

    fn put(&mut self, c: char) {
        self.decode();
        self.add(c);
    }

    fn add(&mut self, c: char) {
        if self.state.skipped || self.state.deleted {
            return;
        }
        self.size += c.len_utf8();
        if self.state.hidden {
            self.hidden.push(c);
            return;
        }
        if c.is_alphanumeric() {
            self.letters += 1;
            self.bold += usize::from(self.state.bold);
        }
        self.shown.push(c);
    }

    /// Ends a paragraph; in a table it stays in its cell.
    fn paragraph(&mut self) {
        self.decode();
        self.surrogate = None;
        let shown = std::mem::take(&mut self.shown);
        let hidden = std::mem::take(&mut self.hidden);
        let bold = self.letters > 0 && self.bold * 10 >= self.letters * 9;
        (self.letters, self.bold) = (0, 0);
        let parts: Vec<String> =
            shown.split('\n').map(fold).filter(|part| !part.is_empty()).collect();
        if self.state.in_table {
            self.cell.extend(parts);
        } else {
            for (index, part) in parts.into_iter().enumerate() {
                let kind = match self.outline.filter(|level| index == 0 && *level < 9) {
                    Some(level) => LineKind::Heading(level + 1),
                    None => LineKind::Text,
                };
                let mut line = Line::paragraph(part, kind);
                line.starts_paragraph = index == 0;
                line.bold = bold;
                self.lines.push(line);
            }
        }
        let hidden = fold(&hidden);
        if !hidden.is_empty() {
            let mut line = Line::paragraph(hidden, LineKind::Text);
            line.hidden = true;
            self.lines.push(line);
            self.flag("hidden-text");
        }
    }

    fn end_cell(&mut self) {
        self.state.in_table = true;
        self.paragraph();
        let text = std::mem::take(&mut self.cell).join(" ");
        self.cells.push(text);
    }

    fn row(&mut self) {
        self.decode();
        self.cell
            .extend(Some(fold(&std::mem::take(&mut self.shown))).filter(|text| !text.is_empty()));
        if !self.cell.is_empty() {
            let text = std::mem::take(&mut self.cell).join(" ");
            self.cells.push(text);
        }
        let cells = std::mem::take(&mut self.cells);
        let text = cells.join(" | ").trim_end_matches([' ', '|']).to_owned();
        if !text.replace([' ', '|'], "").is_empty() {
            let kind =
                if cells.len() > 1 { LineKind::TableRow { header: false } } else { LineKind::Text };
            self.lines.push(Line::paragraph(text, kind));
        }
        self.state.in_table = false;
    }
}

fn fold(text: &str) -> String {
    text.replace(['\u{ad}', '\u{200b}', '\u{feff}'], "")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Control words that stand for a sign.
fn sign(word: &str) -> Option<char> {
    Some(match word {
        "tab" | "~" | "enspace" | "emspace" => ' ',
        "line" | "lbr" => '\n',
        "emdash" => '—',
        "endash" => '–',
        "bullet" => '•',
        "lquote" => '‘',
        "rquote" => '’',
        "ldblquote" => '“',
        "rdblquote" => '”',
        "_" => '-',
        _ => return None,
    })
}

/// The encoding of a Windows code page; Western where it is unknown.
pub(super) fn code_page(number: u16) -> &'static Encoding {
    let label = match number {
        65001 => "utf-8".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10000 => "macintosh".to_owned(),
        874 | 1250..=1258 => format!("windows-{number}"),
        28591..=28606 => format!("iso-8859-{}", number - 28590),
        _ => "windows-1252".to_owned(),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

/// The encoding of a font's character set.
fn charset(number: i32, default: &'static Encoding) -> &'static Encoding {
    match number {
        77 => code_page(10000),
        128 => code_page(932),
        129 => code_page(949),
        134 => code_page(936),
        136 => code_page(950),
        161 => code_page(1253),
        162 => code_page(1254),
        163 => code_page(1258),
        177 => code_page(1255),
        178 => code_page(1256),
        186 => code_page(1257),
        204 => code_page(1251),
        222 => code_page(874),
        238 => code_page(1250),
        0 => code_page(1252),
        _ => default,
    }
}

#[cfg(test)]
mod tests;
