//! Plain text → lines and pages: UTF-8, UTF-16 with its mark, else Windows-1252; a form feed ends
//! a page.

use super::{
    Asides, Document, Format, Limits, Line, LineKind, Page, PageReader, PageState, Unreadable,
    quality,
};

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let text = decode(bytes);
    // Text with so many NUL bytes is another kind of file under a wrong name.
    if text.chars().take(4096).filter(|c| *c == '\0').count() > 8 {
        return Err(Unreadable::Malformed("not text: it holds NUL bytes".to_owned()));
    }
    let mut pages = Vec::new();
    for (index, part) in text.split('\u{c}').enumerate() {
        if index >= limits.max_pages {
            return Err(Limits::too_many_pages(limits.max_pages));
        }
        let lines = lines(part);
        let state = if lines.is_empty() { PageState::Blank } else { PageState::Read };
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        pages.push(Page {
            number,
            quality: quality::of_lines(&lines),
            lines,
            state,
            width: 0.0,
            height: 0.0,
            ocr: false,
            reader: PageReader::Own,
        });
    }
    if pages.last().is_some_and(|page| page.lines.is_empty()) && pages.len() > 1 {
        pages.pop();
    }
    if pages.iter().all(|page| page.lines.is_empty()) {
        return Err(Unreadable::Empty);
    }
    Ok(Document {
        format: Format::Text,
        reader: "text".to_owned(),
        pages,
        flags: Vec::new(),
        asides: Asides::default(),
    })
}

/// A line longer than this, in characters, was not broken to fit a width.
const WIDEST: usize = 120;

/// Lines that are not blank. Where lines were broken to fit a width, one after a blank line starts
/// a paragraph; else every line is a paragraph.
fn lines(text: &str) -> Vec<Line> {
    let long = text.lines().filter(|l| l.chars().count() > WIDEST).count();
    let broken = long * 20 <= text.lines().count();
    let mut out = Vec::new();
    let mut after_blank = true;
    for line in text.lines() {
        if line.trim().is_empty() {
            after_blank = true;
            continue;
        }
        let mut kept = Line::paragraph(line.trim_end().to_owned(), LineKind::Text);
        kept.starts_paragraph = after_blank || !broken;
        after_blank = false;
        out.push(kept);
    }
    out
}

/// The text of bytes whose encoding is not declared.
pub(super) fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        return encoding.decode_without_bom_handling(body).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Vec<Vec<String>> {
        let document = read(bytes, &Limits::default()).expect("plain text is read");
        document
            .pages
            .into_iter()
            .map(|page| page.lines.into_iter().map(|line| line.text).collect())
            .collect()
    }

    #[test]
    fn every_usual_encoding_gives_the_same_text() {
        let expected = vec![vec!["Financiële gegevens".to_owned()]];
        assert_eq!(text("Financiële gegevens".as_bytes()), expected);
        assert_eq!(text("\u{feff}Financiële gegevens".as_bytes()), expected);
        assert_eq!(text(b"Financi\xeble gegevens\r\n"), expected);
        let utf16: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain("Financiële gegevens".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(text(&utf16), expected);
    }

    #[test]
    fn a_form_feed_ends_a_page() {
        assert_eq!(
            text(b"een\n\ntwee\x0cdrie\n\x0c"),
            vec![vec!["een".to_owned(), "twee".to_owned()], vec!["drie".to_owned()]]
        );
    }

    #[test]
    fn nothing_is_empty_and_binary_is_malformed() {
        assert_eq!(read(b" \n", &Limits::default()), Err(Unreadable::Empty));
        assert_eq!(read(&[0; 64], &Limits::default()).map_err(|e| e.code()), Err("malformed"));
    }
}
