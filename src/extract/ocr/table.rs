//! `tesseract`'s table of words (TSV) → lines with their places.
//!
//! What must stay true: the words are those that were recognised, in their order; only the marks
//! that stand for a clause's number are read as the digits that they must be.

use super::super::{Line, LineKind};

/// The lines of a page and the mean confidence of its words, from 0 to 1. `scale` is the number of
/// pixels for each point.
pub(super) fn lines(tsv: &str, scale: f32) -> (Vec<Line>, f32) {
    let mut lines: Vec<(Place, Line)> = Vec::new();
    let (mut sure, mut letters) = (0.0_f32, 0.0_f32);
    for word in tsv.lines().filter_map(Word::parse) {
        let weight = f32::from(u16::try_from(word.text.chars().count()).unwrap_or(u16::MAX));
        sure += word.confidence / 100.0 * weight;
        letters += weight;
        let (left, right) = (word.left / scale, (word.left + word.width) / scale);
        let bottom = (word.top + word.height) / scale;
        match lines.last_mut() {
            Some((place, line)) if *place == word.place => {
                line.text.push(' ');
                line.text.push_str(word.text);
                line.right = line.right.max(right);
                line.top = line.top.max(bottom);
                line.size = line.size.max(word.height / scale);
            }
            _ => {
                let mut line = Line::paragraph(word.text.to_owned(), LineKind::Text);
                line.starts_paragraph = false;
                (line.left, line.right, line.top) = (left, right, bottom);
                line.size = word.height / scale;
                lines.push((word.place, line));
            }
        }
    }
    let mut lines: Vec<Line> = lines.into_iter().map(|(_, line)| line).collect();
    let mut last: Option<f32> = None;
    for line in &mut lines {
        line.gap_above =
            last.map_or(0.0, |above| ((line.top - above) / line.size.max(1.0)).max(0.0));
        last = Some(line.top);
        line.text = numbered(&line.text);
    }
    (lines, if letters > 0.0 { sure / letters } else { 0.0 })
}

/// Block, paragraph and line.
type Place = (u32, u32, u32);

struct Word<'t> {
    place: Place,
    left: f32,
    top: f32,
    width: f32,
    height: f32,
    confidence: f32,
    text: &'t str,
}

impl Word<'_> {
    /// A row of the table, where it is about a word.
    fn parse(row: &str) -> Option<Word<'_>> {
        let columns: Vec<&str> = row.split('\t').collect();
        let [level, _, block, paragraph, line, _, left, top, width, height, sure, text] =
            columns.as_slice()
        else {
            return None;
        };
        let text = text.trim();
        if *level != "5" || text.is_empty() {
            return None;
        }
        let number = |text: &str| text.parse::<f32>().ok().filter(|n| n.is_finite());
        Some(Word {
            place: (block.parse().ok()?, paragraph.parse().ok()?, line.parse().ok()?),
            left: number(left)?,
            top: number(top)?,
            width: number(width)?,
            height: number(height)?,
            confidence: number(sure)?.clamp(0.0, 100.0),
            text,
        })
    }
}

/// The line with its clause number in digits: `l.`, `I.2` or `|.` at its start stand for a one, `O`
/// for a zero, where the rest of the number leaves no other reading.
fn numbered(text: &str) -> String {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    if rest.is_empty() || !is_number_with_letters(first) {
        return text.to_owned();
    }
    let digits: String = first
        .chars()
        .map(|c| match c {
            'l' | 'I' | '|' => '1',
            'O' | 'o' => '0',
            other => other,
        })
        .collect();
    format!("{digits} {rest}")
}

/// Whether a word is a number with points in which letters took the place of some digits. Without
/// any digit it must be a lone `l.` or `|.`; `I.` is a Roman number.
fn is_number_with_letters(word: &str) -> bool {
    let shaped = word.contains('.')
        && word.len() <= 8
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, 'l' | 'I' | '|' | 'O' | 'o' | '.'))
        && !word.starts_with(['.', 'O', 'o']);
    let digits = word.chars().any(|c| c.is_ascii_digit());
    let letters = word.chars().any(|c| c.is_alphabetic() || c == '|');
    shaped && letters && (digits || matches!(word, "l." | "|."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
        1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t\n\
        5\t1\t1\t1\t1\t1\t300\t300\t100\t50\t96.5\tl.\n\
        5\t1\t1\t1\t1\t2\t420\t300\t300\t50\t91.5\tVerwerker\n\
        5\t1\t1\t1\t2\t1\t300\t400\t200\t50\t88\tmeldt\n\
        5\t1\t1\t1\t2\t2\t520\t400\t200\t50\t92\t \n\
        broken row\n";

    #[test]
    fn words_become_lines_with_places_in_points() {
        let (lines, quality) = lines(PAGE, 300.0 / 72.0);
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["1. Verwerker", "meldt"]);
        assert!((lines[0].left - 72.0).abs() < 0.1 && (lines[0].top - 84.0).abs() < 0.1);
        assert!((lines[1].gap_above - 2.0).abs() < 0.1);
        assert!((0.88..0.97).contains(&quality), "{quality}");
    }

    #[test]
    fn only_what_must_be_a_number_becomes_one() {
        for (read, meant) in [
            ("l. Doel", "1. Doel"),
            ("l.2 Doel", "1.2 Doel"),
            ("7.l Doel", "7.1 Doel"),
            ("1O.3 Doel", "10.3 Doel"),
            ("I. Inleiding", "I. Inleiding"),
            ("Il. faut", "Il. faut"),
            ("o. A.", "o. A."),
            ("lol. x", "lol. x"),
            ("1.2", "1.2"),
        ] {
            assert_eq!(numbered(read), meant);
        }
    }
}
