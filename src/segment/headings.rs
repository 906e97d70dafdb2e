//! Which blocks are headings, of which level, and how they look.
//!
//! In: a block, the one after it and the usual font size. Out: a level from 1, or nothing. What
//! must stay true: a sentence is no heading, however it is set.

use std::collections::BTreeMap;

use super::blocks::Block;
use super::numbering::Marker;
use super::titles::without_verb;
use crate::extract::LineKind;
use crate::pack::Structure;
use crate::text::fold_phrase;

/// Levels of headings that the format does not number itself.
const ANNEX: u8 = 3;
const ARTICLE: u8 = 4;
pub(super) const LABEL: u8 = 9;

/// A longer question is a sentence of its paragraph.
const QUESTION_WORDS: usize = 24;

/// The font size, in points, that most text has.
pub(super) fn usual_size(blocks: &[Block]) -> f32 {
    let mut sizes: Vec<(i32, usize)> = Vec::new();
    for block in blocks {
        #[expect(clippy::cast_possible_truncation, reason = "font sizes are small")]
        let size = (block.size * 4.0).round() as i32;
        match sizes.iter_mut().find(|(s, _)| *s == size) {
            Some((_, n)) => *n += block.text.len(),
            None => sizes.push((size, block.text.len())),
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "font sizes are small")]
    sizes.iter().max_by_key(|(_, n)| *n).map_or(0.0, |(s, _)| *s as f32 / 4.0)
}

/// How a heading looks: bold, its size in quarters of a point, and whether it is all in capitals.
pub(super) type Look = (bool, i32, bool);

pub(super) fn look(block: &Block) -> Look {
    #[expect(clippy::cast_possible_truncation, reason = "font sizes are small")]
    let size = (block.size * 4.0).round() as i32;
    (block.bold, size, shouts(block))
}

/// Whether the words after the number are all in capitals.
fn shouts(block: &Block) -> bool {
    let words = block.text.get(block.words_at.min(block.text.len())..).unwrap_or("");
    words.chars().filter(|c| c.is_alphabetic()).count() > 3
        && !words.chars().any(char::is_lowercase)
}

/// How many short paragraphs of a look carry a number of the first level.
pub(super) fn numbered(blocks: &[Block]) -> BTreeMap<Look, usize> {
    let mut out = BTreeMap::new();
    for block in blocks.iter().filter(|b| {
        matches!(b.marker, Marker::Dotted(_, 1) | Marker::Article(_))
            && b.text.split_whitespace().count() <= 14
    }) {
        *out.entry(look(block)).or_default() += 1;
    }
    out
}

/// What a block stands among.
#[derive(Clone, Copy)]
pub(super) struct Around {
    /// A table of contents.
    pub(super) contents: bool,
    /// The items of a list.
    pub(super) list: bool,
    /// Items that a line leads in.
    pub(super) led: bool,
}

/// The level of a block that is a heading, from 1; `None` where it is text.
pub(super) fn heading_level(
    block: &Block,
    next: Option<&Block>,
    body_size: f32,
    around: Around,
    structure: &Structure,
) -> Option<u8> {
    let text = block.text.trim();
    let words = text.split_whitespace().count();
    if let LineKind::Heading(level) = block.kind {
        return (words <= 30).then_some(match block.marker {
            Marker::Annex(_) => level.min(ANNEX),
            _ => level,
        });
    }
    if block.kind != LineKind::Text
        && !(matches!(block.kind, LineKind::ListItem(0))
            && matches!(block.marker, Marker::Article(_) | Marker::Dotted(..))
            && block.bold)
    {
        return None;
    }
    if words == 0
        || text.contains("....")
        || around.contents && text.ends_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let after = text.get(block.words_at.min(text.len())..).unwrap_or("");
    // "Deletion of data." in bold is a heading for all its full stop.
    let names = || block.bold && without_verb(&fold_phrase(after), structure);
    let asks = block.asks();
    let ended = text.ends_with(['.', ';', ',', '!']) && !text.ends_with("B.V.") && !names()
        || asks && !block.bold;
    let capital =
        after.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "\"“‘(".contains(c));
    let large = block.size > body_size * 1.12 && body_size > 0.0;
    let shouts = shouts(block);
    let styled = block.bold || large || shouts;
    match &block.marker {
        Marker::Annex(_) if words <= 16 && !ended => Some(ANNEX),
        Marker::Article(_) if words <= 16 && (!ended || words <= 6) => Some(ARTICLE),
        Marker::Dotted(_, parts) if !text.ends_with([';', ',', ':']) && (capital || styled) => {
            let deeper =
                next.is_some_and(|n| matches!(&n.marker, Marker::Dotted(_, d) if d > parts));
            let same =
                next.is_some_and(|n| matches!(&n.marker, Marker::Dotted(_, d) if d == parts));
            // "10.2 Liability is limited" before article 11 is the last of its items.
            let followed = next.is_some_and(|n| {
                !matches!(n.kind, LineKind::Heading(_))
                    && !matches!(n.marker, Marker::Article(_) | Marker::Annex(_))
                    && !matches!(&n.marker, Marker::Dotted(_, d) if d < parts)
            });
            let last = words <= 9 && !same && followed && !around.led;
            let fits = words <= 14 && !ended && (styled || deeper || last);
            fits.then_some(ARTICLE + u8::try_from(*parts).unwrap_or(4).min(4) - 1)
        }
        Marker::Letter(_) | Marker::None
            if block.bold
                && words <= if asks { QUESTION_WORDS } else { 12 }
                && !ended
                && !text.ends_with(':')
                && capital =>
        {
            Some(if large { ARTICLE } else { LABEL - 1 })
        }
        Marker::None => {
            let fits = words <= 12 && !ended && !text.ends_with(':') && capital && block.lines <= 2;
            if fits && (large || shouts) {
                return Some(ARTICLE);
            }
            let found =
                fits && words <= 7 && labels(block, next) || capital && asks_of(block, next);
            (found && !around.list).then_some(LABEL)
        }
        _ => None,
    }
}

/// Whether a line, in a format that knows its paragraphs and not its fonts, names the text below.
fn labels(block: &Block, next: Option<&Block>) -> bool {
    let words = block.text.split_whitespace().count();
    let follows = |n: &Block| {
        n.text.split_whitespace().count() > words.max(4)
            || matches!(n.kind, LineKind::ListItem(_) | LineKind::TableRow { .. })
            || n.marker == Marker::Bullet
    };
    let plain = block.certain && block.size <= 0.0;
    plain && !block.text.trim().contains(": ") && next.is_some_and(follows)
}

/// Whether such a line asks what the text below it answers.
fn asks_of(block: &Block, next: Option<&Block>) -> bool {
    let answers = |n: &Block| matches!(n.kind, LineKind::Text | LineKind::ListItem(_)) && !n.asks();
    let plain = block.certain && block.size <= 0.0;
    let short = block.text.split_whitespace().count() <= QUESTION_WORDS;
    plain && short && block.asks() && next.is_some_and(answers)
}
