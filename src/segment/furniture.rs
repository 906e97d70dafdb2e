//! Running heads and page numbers: lines that repeat at the edges of pages go.

use std::collections::BTreeMap;

use crate::extract::{Document, Format, Line};

/// A line that stays, with its page number.
pub(super) type Placed<'d> = (u32, &'d Line);

/// How many lines at each edge of a page may be a running head.
const EDGE: usize = 3;

/// The visible lines without running heads and page numbers; and whether any line was hidden.
pub(super) fn without(document: &Document) -> (Vec<Placed<'_>>, bool) {
    let mut repeats: BTreeMap<String, usize> = BTreeMap::new();
    let paged = document.pages.len() > 1 && matches!(document.format, Format::Pdf | Format::Text);
    let visible =
        |lines: &'_ [Line]| lines.iter().filter(|l| !l.hidden && !l.text.trim().is_empty()).count();
    if paged {
        for page in &document.pages {
            let mut here: Vec<String> = edges(&page.lines).map(|l| shape(&l.text)).collect();
            here.sort();
            here.dedup();
            for shape in here {
                *repeats.entry(shape).or_default() += 1;
            }
        }
    }
    let read = document.pages.iter().filter(|p| visible(&p.lines) > 0).count();
    let enough = if read <= 3 { 2 } else { (read * 2 / 5).max(3) };
    let mut hidden = false;
    let mut out = Vec::new();
    for page in &document.pages {
        let count = visible(&page.lines);
        for (index, line) in page
            .lines
            .iter()
            .filter(|l| !l.text.trim().is_empty())
            .filter(|l| {
                hidden |= l.hidden;
                !l.hidden
            })
            .enumerate()
        {
            let at_edge = index < EDGE || index + EDGE >= count;
            let goes = || {
                let shape = shape(&line.text);
                let repeated = repeats.get(&shape).is_some_and(|&n| n >= enough) && shape.len() > 1;
                repeated || is_page_number(&shape)
            };
            if !(paged && at_edge && goes()) {
                out.push((page.number, line));
            }
        }
    }
    (out, hidden)
}

fn edges(lines: &[Line]) -> impl Iterator<Item = &Line> {
    let visible: Vec<&Line> =
        lines.iter().filter(|l| !l.hidden && !l.text.trim().is_empty()).collect();
    let count = visible.len();
    visible
        .into_iter()
        .enumerate()
        .filter(move |(i, _)| *i < EDGE || i + EDGE >= count)
        .map(|(_, l)| l)
}

/// Lower case, numbers as `#`, one blank: what stays the same in a running head.
fn shape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            c if c.is_ascii_digit() => {
                if !out.ends_with('#') {
                    out.push('#');
                }
            }
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.extend(c.to_lowercase()),
        }
    }
    out.trim_end().to_owned()
}

fn is_page_number(shape: &str) -> bool {
    let bare: String = shape.chars().filter(|c| c.is_alphanumeric() || *c == '#').collect();
    matches!(
        bare.as_str(),
        "#" | "page#"
            | "pagina#"
            | "blz#"
            | "p#"
            | "page#of#"
            | "pagina#van#"
            | "#of#"
            | "#van#"
            | "##"
            | "blad#van#"
            | "seite#von#"
            | "seite#"
            | "page##"
            | "pagina##"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Asides, LineKind, Page, PageReader, PageState};

    #[test]
    fn heads_and_numbers_go_and_text_stays() {
        let pages = (1..=4)
            .map(|number| Page {
                number,
                lines: [
                    "Acme – Overeenkomst v2",
                    &format!(
                        "Artikel {number} gaat over {}",
                        ["a", "b", "c", "d"][number as usize - 1]
                    ),
                    "en nog een regel",
                    "tekst",
                    &format!("Pagina {number} van 4"),
                ]
                .map(|t| Line::paragraph(t.to_owned(), LineKind::Text))
                .to_vec(),
                quality: 1.0,
                state: PageState::Read,
                width: 0.0,
                height: 0.0,
                ocr: false,
                reader: PageReader::Own,
            })
            .collect();
        let document = Document {
            format: Format::Pdf,
            reader: String::new(),
            pages,
            flags: vec![],
            asides: Asides::default(),
        };
        let (lines, hidden) = without(&document);
        let texts: Vec<&str> = lines.iter().map(|(_, l)| l.text.as_str()).collect();
        assert!(!hidden);
        assert!(texts.contains(&"Artikel 3 gaat over c"));
        assert!(!texts.iter().any(|t| t.contains("Acme") || t.contains("Pagina")));
    }
}
