//! (being written) Stand-in: only what the pipeline touches.

use std::marker::PhantomData;

/// Marks spans of a document's original text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raw {}

/// A half-open span of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span<T> {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    text: PhantomData<T>,
}

impl<T> Span<T> {
    /// The span from `start` up to, not including, `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end: end.max(start), text: PhantomData }
    }
}
