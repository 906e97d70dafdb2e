//! Lines → blocks: paragraphs, headings, list items and table rows.
//!
//! Formats that know their paragraphs say so; for PDF and plain text the gap above, the indent,
//! the length of the line before and a clause number tell.

use super::furniture::Placed;
use super::numbering::{Marker, marker};
use crate::extract::{Line, LineKind};
use crate::pack::Structure;

/// A paragraph before it is known what it is for.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Its lines, joined with line ends.
    pub(super) text: String,
    /// Where pages start in `text`, as (byte, page); the first is at 0.
    pub(super) pages: Vec<(usize, u32)>,
    /// What the format says.
    pub(super) kind: LineKind,
    /// Its number.
    pub(super) marker: Marker,
    /// Byte in `text` at which the words after the number start.
    pub(super) words_at: usize,
    /// Whether all of it is bold.
    pub(super) bold: bool,
    /// How many letters in bold open it, after its number.
    pub(super) opens_bold: u32,
    /// Font size in points of its first line, 0 where unknown.
    pub(super) size: f32,
    /// Number of lines.
    pub(super) lines: usize,
    /// Whether the format knew that a paragraph starts here.
    pub(super) certain: bool,
}

impl Block {
    /// Whether it ends as a question.
    pub(super) fn asks(&self) -> bool {
        self.text.trim_end().ends_with('?')
    }
}

pub(super) fn blocks(lines: &[Placed<'_>], structure: &Structure) -> Vec<Block> {
    let layout = Layout::of(lines);
    let mut out: Vec<Block> = Vec::new();
    let mut previous: Option<Placed<'_>> = None;
    for &(page, line) in lines {
        let (found, words_at) = marker(&line.text, structure);
        let starts = match (previous, out.last()) {
            (Some(before), Some(block)) => {
                layout.starts_block(before, (page, line), &found, block, structure)
            }
            _ => true,
        };
        match out.last_mut() {
            Some(block) if !starts => {
                block.text.push('\n');
                if block.pages.last().is_none_or(|(_, p)| *p != page) {
                    block.pages.push((block.text.len(), page));
                }
                block.text.push_str(&line.text);
                block.bold &= line.bold;
                block.lines += 1;
            }
            _ => out.push(Block {
                text: line.text.clone(),
                pages: vec![(0, page)],
                kind: line.kind,
                marker: found,
                words_at,
                bold: line.bold,
                opens_bold: line.opens_bold,
                size: line.size,
                lines: 1,
                certain: line.starts_paragraph,
            }),
        }
        previous = Some((page, line));
    }
    romans(&mut out);
    out
}

/// An `i` that does not follow an `h` counts in Roman numbers, and so do a `v` and an `x` among such.
fn romans(blocks: &mut [Block]) {
    let mut last = String::new();
    for block in blocks {
        let (Marker::Letter(label) | Marker::Roman(label)) = &block.marker else { continue };
        let small = label.to_ascii_lowercase();
        let roman = match small.as_str() {
            "i" => last != "h",
            "v" => last == "iv",
            "x" => last == "ix",
            _ => false,
        };
        if roman {
            block.marker = Marker::Roman(label.clone());
        }
        last = small;
    }
}

/// What is usual in this document.
struct Layout {
    /// Median distance between lines, in font sizes.
    gap: f32,
    /// Right edge that most full lines reach.
    right: f32,
    /// Whether lines have places on a page.
    placed: bool,
}

impl Layout {
    fn of(lines: &[Placed<'_>]) -> Layout {
        let quantile = |mut values: Vec<f32>, q: f32| {
            values.sort_by(f32::total_cmp);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "an index into a list of lines"
            )]
            let at = ((values.len() as f32) * q) as usize;
            values.get(at.min(values.len().saturating_sub(1))).copied().unwrap_or(0.0)
        };
        let gaps =
            lines.iter().map(|(_, l)| l.gap_above).filter(|g| *g > 0.0 && *g < 4.0).collect();
        let rights: Vec<f32> = lines.iter().map(|(_, l)| l.right).collect();
        Layout {
            gap: quantile(gaps, 0.4),
            placed: rights.iter().any(|r| *r > 0.0),
            right: quantile(rights, 0.85),
        }
    }

    fn starts_block(
        &self,
        (before_page, before): Placed<'_>,
        (page, line): Placed<'_>,
        found: &Marker,
        block: &Block,
        structure: &Structure,
    ) -> bool {
        if line.starts_paragraph || line.kind != LineKind::Text || before.kind != LineKind::Text {
            return true;
        }
        let ended = before.text.trim_end().ends_with(['.', ':', ';', '?', '!']);
        if is_marker(found, before, ended, structure) {
            return true;
        }
        let lower = line.text.trim_start().starts_with(char::is_lowercase);
        if self.placed {
            let styled = (line.bold != before.bold && !(lower && block.lines > 1))
                || (line.size - before.size).abs() > 0.9;
            let short = before.right < self.right - 0.18 * self.right.max(1.0);
            if page != before_page {
                return styled || (ended && !lower) || (short && !lower);
            }
            let wide = line.gap_above > self.gap * 1.3 + 0.05;
            let sideways = line.gap_above <= 0.0;
            // A bold run-in heading that fills its line goes on in plain letters on the next.
            let runs_on = !short && !ended && line.size - before.size <= 0.9;
            return wide
                || (styled && !lower && !runs_on)
                || (short && ended)
                || (short && !lower && before.text.split_whitespace().count() <= 8)
                || (sideways && ended);
        }
        line.gap_above > 1.5 || (page != before_page && ended)
    }
}

/// Whether a marker at a line's start is a clause number, not a wrapped reference.
fn is_marker(found: &Marker, before: &Line, ended: bool, structure: &Structure) -> bool {
    let last =
        before.text.trim_end().rsplit(char::is_whitespace).next().unwrap_or("").to_lowercase();
    let refers = structure.refers.contains(&last);
    match found {
        Marker::None => false,
        Marker::Bullet => true,
        Marker::Annex(_) => !refers && (ended || before.text.split_whitespace().count() < 8),
        Marker::Article(_) => !refers && (ended || before.text.split_whitespace().count() < 12),
        Marker::Dotted(label, parts) => !refers && (*parts > 1 || ended || label.len() < 3),
        Marker::Letter(_) | Marker::Roman(_) => !refers,
    }
}
