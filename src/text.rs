//! Text and places in it: typed byte spans, folding with its map back, sentences.
//!
//! In: the original text of a document. Out: [`Folded`], lower-case and without diacritics, in
//! which phrases are found; and, for every place in it, the place in the original. What must stay
//! true: the map is monotonic, and every folded span maps to a span on character boundaries.

mod fold;
mod reading;
mod sentence;
mod shingle;

use std::fmt;
use std::marker::PhantomData;

pub use fold::{Folded, fold, fold_phrase};
pub use reading::{Reading, reading};
pub use sentence::sentences;
pub use shingle::shingles;

/// Marks spans of a document's original text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Raw {}

/// Marks spans of a document's folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fold {}

/// A half-open span of bytes, typed by the text that it counts in, so that places in different
/// texts cannot be mixed.
pub struct Span<T> {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    text: PhantomData<T>,
}

impl<T> Span<T> {
    /// The span from `start` up to, not including, `end`; an `end` before `start` gives an empty span.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end: end.max(start), text: PhantomData }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn holds(&self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

impl<T> Clone for Span<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Span<T> {}

impl<T> PartialEq for Span<T> {
    fn eq(&self, other: &Self) -> bool {
        self.start == other.start && self.end == other.end
    }
}

impl<T> Eq for Span<T> {}

impl<T> fmt::Debug for Span<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A passage of the original as a reader reads it: one blank for any white space, and words that
/// were broken at a line end whole again, just where folding took them for one word.
#[must_use]
pub fn quote(folded: &Folded, span: Span<Fold>, raw: &str) -> String {
    let whole = folded.to_raw(span, raw);
    let mut out = String::new();
    let mut done = whole.start;
    for (from, to) in folded.joints(span, raw) {
        out.push_str(raw.get(done..from).unwrap_or(""));
        done = to;
    }
    out.push_str(raw.get(done..whole.end).unwrap_or(""));
    one_blank(&out)
}

/// The cells of a table's row, which readers put down with `|` between them, each with its first byte
/// in the row.
pub fn cells(row: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    row.split('|').map(move |cell| {
        let at = next;
        next += cell.len() + 1;
        (at, cell)
    })
}

/// The words of `text` with one blank between them and none around them: how quotes are shown.
#[must_use]
pub fn one_blank(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_know_where_they_stand() {
        assert_eq!(cells("a | b|").collect::<Vec<_>>(), [(0, "a "), (3, " b"), (6, "")]);
    }

    #[test]
    fn quotes_have_whole_words_and_keep_real_hyphens() {
        let raw = "een back-up van de verwer-\nkers-  \novereenkomst\n en een back-\nup";
        let folded = fold(raw);
        let all = Span::new(0, folded.text.len());
        assert_eq!(
            quote(&folded, all, raw),
            "een back-up van de verwerkersovereenkomst en een back-up"
        );
    }
}
