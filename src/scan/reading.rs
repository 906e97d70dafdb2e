//! What the report tells of the reading of one document, page by page.

use crate::extract::{Document, Format, PageState};
use crate::report::{Disagreement, PagesRead, Reading, Unjudged};
use crate::text;

/// Excerpts are cut here, in characters.
const EXCERPT: usize = 160;

/// How the document was read, and what in it nobody judges.
pub(super) fn reading(document: &Document) -> Reading {
    Reading {
        pages: if document.format == Format::Pdf { pages(document) } else { Vec::new() },
        disagreements: document.asides.disagreements.iter().map(disagreement).collect(),
        hidden: hidden(document),
        notes: notes(document),
    }
}

fn pages(document: &Document) -> Vec<PagesRead> {
    let mut out: Vec<PagesRead> = Vec::new();
    for page in &document.pages {
        let (reader, state) = (page.reader.name(), state(page.state));
        let quality = (page.quality * 1000.0).round() / 1000.0;
        match out.last_mut().filter(|run| run.reader == reader && run.state == state) {
            Some(run) => {
                run.last = page.number;
                run.quality = run.quality.min(quality);
            }
            None => out.push(PagesRead {
                first: page.number,
                last: page.number,
                reader: reader.to_owned(),
                state: state.to_owned(),
                quality,
            }),
        }
    }
    out
}

fn state(state: PageState) -> &'static str {
    match state {
        PageState::Read => "read",
        PageState::Blank => "blank",
        PageState::Scanned => "scanned",
        PageState::Garbled => "garbled",
        PageState::Failed => "failed",
    }
}

fn disagreement(found: &crate::extract::Disagreement) -> Disagreement {
    let plain = |words: &[String]| words.iter().map(|word| excerpt(word)).collect();
    Disagreement {
        page: found.page,
        agreement: found.agreement,
        only_hayro: plain(&found.only_hayro),
        only_pdf_extract: plain(&found.only_pdf_extract),
    }
}

/// The hidden text of each page that has any.
fn hidden(document: &Document) -> Vec<Unjudged> {
    let of = |page: &crate::extract::Page| {
        let lines = page.lines.iter().filter(|line| line.hidden).map(|line| line.text.as_str());
        unjudged(page.number, &lines.collect::<Vec<_>>().join(" "))
    };
    document.pages.iter().filter_map(of).collect()
}

fn notes(document: &Document) -> Vec<Unjudged> {
    document.asides.notes.iter().filter_map(|note| unjudged(note.page, &note.text)).collect()
}

fn unjudged(page: u32, text: &str) -> Option<Unjudged> {
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    (words > 0).then(|| Unjudged { page, words, excerpt: excerpt(text) })
}

/// The start of a text, on one line and without control characters.
fn excerpt(text: &str) -> String {
    let start: String = text.chars().filter(|c| c.is_whitespace() || !c.is_control()).collect();
    let start = text::one_blank(&start);
    if start.chars().count() <= EXCERPT {
        return start;
    }
    start.chars().take(EXCERPT).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Asides, Line, LineKind, Note, Page, PageReader};

    fn page(number: u32, reader: PageReader, quality: f32, hidden: &str) -> Page {
        let mut line = Line::paragraph(hidden.to_owned(), LineKind::Text);
        line.hidden = true;
        let seen = Line::paragraph("seen by everybody".to_owned(), LineKind::Text);
        Page {
            number,
            lines: vec![seen, line],
            quality,
            state: PageState::Read,
            width: 0.0,
            height: 0.0,
            ocr: reader == PageReader::Ocr,
            reader,
        }
    }

    #[test]
    fn pages_alike_are_one_entry_and_hidden_text_is_told_by_page() {
        let document = Document {
            format: Format::Pdf,
            reader: String::new(),
            pages: vec![
                page(1, PageReader::Hayro, 1.0, ""),
                page(2, PageReader::Hayro, 0.91, "within 24\u{7} hours"),
                page(3, PageReader::Ocr, 0.8, &"very ".repeat(100)),
            ],
            flags: vec![],
            asides: Asides {
                notes: vec![Note { page: 2, text: "Why?".to_owned() }],
                ..Asides::default()
            },
        };
        let reading = reading(&document);
        let runs: Vec<(u32, u32, &str, f32)> = reading
            .pages
            .iter()
            .map(|run| (run.first, run.last, run.reader.as_str(), run.quality))
            .collect();
        assert_eq!(runs, [(1, 2, "hayro", 0.91), (3, 3, "ocr", 0.8)]);
        let hidden: Vec<(u32, usize)> = reading.hidden.iter().map(|h| (h.page, h.words)).collect();
        assert_eq!(hidden, [(2, 3), (3, 100)]);
        assert_eq!(reading.hidden[0].excerpt, "within 24 hours");
        assert_eq!(reading.hidden[1].excerpt.chars().count(), EXCERPT + 1);
        assert_eq!(reading.notes, [Unjudged { page: 2, words: 1, excerpt: "Why?".to_owned() }]);
    }
}
