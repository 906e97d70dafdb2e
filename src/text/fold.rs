//! Folding: one normal form for matching, with a map back to the original.
//!
//! Lower case; diacritics off; ligatures, quotes, dashes and zero-width characters unified;
//! hyphenation at line ends undone; every run of white space one blank.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use super::{Fold, Raw, Span};

/// A folded text with its map back.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    /// The folded text: mostly ASCII; letters of other scripts stay as they are, in lower case.
    pub text: String,
    /// For each byte of `text`, and for its end, the byte in the original where it came from.
    map: Vec<u32>,
    /// Byte offset in `text` of each word, in order; words are separated by blanks.
    words: Vec<u32>,
    /// For each run of [`BLOCK`] bytes of `text`, how many words start before it.
    blocks: Vec<u32>,
}

/// How many bytes lie between two entries of the index of words.
const BLOCK: usize = 32;

impl Folded {
    /// The part of the folded text in `span`; empty where the span is out of range.
    #[must_use]
    pub fn get(&self, span: Span<Fold>) -> &str {
        self.text.get(span.start..span.end).unwrap_or("")
    }

    /// The place in the original of a span of the folded text. It ends where the last folded
    /// byte's character ends, so that trailing white space of the original is not included.
    #[must_use]
    pub fn to_raw(&self, span: Span<Fold>, raw: &str) -> Span<Raw> {
        let start = self.map_at(span.start);
        if span.is_empty() {
            return Span::new(start, start);
        }
        let last = self.map_at(span.end - 1);
        let width = raw.get(last..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Span::new(start, last + width)
    }

    /// The span of the folded text that came from `span` of the original.
    #[must_use]
    pub fn from_raw(&self, span: Span<Raw>) -> Span<Fold> {
        let bytes = self.text.len();
        let at = |raw: usize| {
            self.map.get(..bytes).map_or(0, |m| m.partition_point(|&r| (r as usize) < raw))
        };
        let mut start = at(span.start);
        let mut end = at(span.end);
        let text = self.text.as_bytes();
        while start < end && text.get(start) == Some(&b' ') {
            start += 1;
        }
        while end > start && text.get(end - 1) == Some(&b' ') {
            end -= 1;
        }
        Span::new(start, end)
    }

    /// The number of the word, from 0, in which the byte `offset` of the folded text lies.
    #[must_use]
    pub fn word_at(&self, offset: usize) -> u32 {
        let block = (offset / BLOCK).min(self.blocks.len().saturating_sub(1));
        let from = self.blocks.get(block).map_or(0, |&w| w as usize);
        let later = self.words.get(from..).unwrap_or(&[]);
        let after = from + later.iter().take_while(|&&w| (w as usize) <= offset).count();
        u32::try_from(after.saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// As [`word_at`](Folded::word_at), looked for from a word that is not far from it.
    #[must_use]
    pub fn word_from(&self, near: u32, offset: usize) -> u32 {
        let starts = |word: u32| self.words.get(word as usize).map(|&start| start as usize);
        let mut word = near;
        while word > 0 && starts(word).is_none_or(|start| start > offset) {
            word -= 1;
        }
        while starts(word + 1).is_some_and(|start| start <= offset) {
            word += 1;
        }
        word
    }

    /// The byte offset in the folded text at which word number `word` starts.
    #[must_use]
    pub fn word_start(&self, word: u32) -> usize {
        self.words.get(word as usize).map_or(self.text.len(), |&w| w as usize)
    }

    /// Number of words.
    #[must_use]
    pub fn word_count(&self) -> usize {
        self.words.len()
    }

    /// The stretches of the original inside `span` that were left out because a word was broken
    /// there at a line end, as half-open byte ranges in order.
    pub(super) fn joints<'r>(
        &'r self,
        span: Span<Fold>,
        raw: &'r str,
    ) -> impl Iterator<Item = (usize, usize)> + 'r {
        (span.start + 1..span.end).filter_map(move |at| {
            let before = self.map_at(at - 1);
            let here = self.map_at(at);
            // Nearly always the next byte came from the next byte.
            if here <= before + 1 {
                return None;
            }
            let width = raw.get(before..)?.chars().next()?.len_utf8();
            let gap = raw.get(before + width..here)?;
            (gap.contains('\n') && self.text.as_bytes().get(at) != Some(&b' '))
                .then_some((before + width, here))
        })
    }

    fn map_at(&self, offset: usize) -> usize {
        self.map.get(offset).or(self.map.last()).map_or(0, |&r| r as usize)
    }

    fn index_words(&mut self) {
        let mut word = 0;
        for block in 0..=self.text.len() / BLOCK {
            while self.words.get(word).is_some_and(|&w| (w as usize) < block * BLOCK) {
                word += 1;
            }
            self.blocks.push(u32::try_from(word).unwrap_or(u32::MAX));
        }
    }

    fn push(&mut self, c: char, from: usize) {
        let from = u32::try_from(from).unwrap_or(u32::MAX);
        if c == ' ' {
            if !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
                self.map.push(from);
            }
            return;
        }
        if self.text.is_empty() || self.text.ends_with(' ') {
            self.words.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        }
        let before = self.text.len();
        self.text.push(c);
        for _ in before..self.text.len() {
            self.map.push(from);
        }
    }
}

/// Folds a document's text. Texts over 4 GiB are outside the map's range; the readers' limits
/// keep them away.
#[must_use]
pub fn fold(raw: &str) -> Folded {
    let mut folded = Folded {
        text: String::with_capacity(raw.len()),
        map: Vec::with_capacity(raw.len() + 1),
        words: Vec::with_capacity(raw.len() / 6),
        blocks: Vec::new(),
    };
    let mut seen = None;
    let mut skip_to = 0;
    for (at, c) in raw.char_indices() {
        if at < skip_to {
            continue;
        }
        if c.is_ascii_alphanumeric() {
            folded.push(c.to_ascii_lowercase(), at);
            continue;
        }
        match c {
            c if c.is_whitespace() => folded.push(' ', at),
            '-' | '\u{ad}' | '\u{2010}' | '\u{2011}' => {
                if let Some(next) = line_end_hyphen(raw, at + c.len_utf8()) {
                    let keep =
                        keeps_hyphen(raw, at, next, seen.get_or_insert_with(|| words_of(raw)));
                    if keep {
                        folded.push('-', at);
                    }
                    skip_to = next;
                } else if c != '\u{ad}' {
                    folded.push('-', at);
                }
            }
            c if c.is_ascii() => folded.push(c, at),
            _ => fold_char(c, &mut |x| folded.push(x, at)),
        }
    }
    if folded.text.ends_with(' ') {
        folded.text.pop();
        folded.map.pop();
    }
    folded.map.push(u32::try_from(raw.len()).unwrap_or(u32::MAX));
    folded.index_words();
    folded
}

/// Folds a phrase of a pack, which has no line ends: the same normal form, without a map.
#[must_use]
pub fn fold_phrase(phrase: &str) -> String {
    fold(phrase).text
}

/// The byte after a hyphen at a line end from which the word goes on, where it goes on in lower case.
fn line_end_hyphen(raw: &str, after: usize) -> Option<usize> {
    let rest = raw.get(after..)?;
    let trimmed = rest.trim_start();
    let gap = rest.get(..rest.len() - trimmed.len())?;
    let goes_on = gap.contains('\n')
        && gap.matches('\n').count() == 1
        && trimmed.starts_with(char::is_lowercase);
    goes_on.then_some(after + gap.len())
}

/// Whether the hyphen is the word's own: the joined word is unseen in the document and the
/// hyphenated one is seen, or the line end cuts an enumeration ("privacy- en …").
fn keeps_hyphen(raw: &str, hyphen: usize, next: usize, seen: &HashSet<String>) -> bool {
    let left = raw.get(..hyphen).map_or("", |s| {
        let from = s
            .rfind(|c: char| !c.is_alphanumeric() && c != '-')
            .map_or(0, |i| i + s.get(i..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8));
        s.get(from..).unwrap_or("")
    });
    let right = raw.get(next..).map_or("", |s| {
        let to = s.find(|c: char| !c.is_alphanumeric()).unwrap_or(s.len());
        s.get(..to).unwrap_or("")
    });
    let (left, right) = (left.to_lowercase(), right.to_lowercase());
    !seen.contains(&format!("{left}{right}")) && seen.contains(&format!("{left}-{right}"))
}

fn words_of(raw: &str) -> HashSet<String> {
    raw.split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|w| w.len() > 3)
        .map(str::to_lowercase)
        .collect()
}

fn fold_char(c: char, push: &mut dyn FnMut(char)) {
    match c {
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => {}
        '‘' | '’' | '‚' | '‛' | '´' | '′' => push('\''),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => push('"'),
        '–' | '—' | '−' | '‒' | '―' => push('-'),
        '•' | '◦' | '▪' | '·' | '●' | '○' | '■' | '□' | '‣' | '➢' | '✓' | '✔' =>
        {
            push(' ');
        }
        '€' => "eur ".chars().for_each(&mut *push),
        'ß' | 'ẞ' => "ss".chars().for_each(&mut *push),
        'ø' | 'Ø' => push('o'),
        'æ' | 'Æ' => "ae".chars().for_each(&mut *push),
        'œ' | 'Œ' => "oe".chars().for_each(&mut *push),
        'ł' | 'Ł' => push('l'),
        'đ' | 'Đ' => push('d'),
        _ => {
            for part in c.nfkd().filter(|p| !unicode_normalization::char::is_combining_mark(*p)) {
                if part.is_whitespace() {
                    push(' ');
                } else if part != c && !part.is_ascii() {
                    // A subscript minus is a minus first, and that is a hyphen.
                    fold_char(part, push);
                } else {
                    part.to_lowercase().for_each(&mut *push);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn unifies_case_marks_quotes_and_blanks() {
        assert_eq!(
            fold("De  „Coöperatie”\u{a0}BEËINDIGT\tﬁnale").text,
            "de \"cooperatie\" beeindigt finale"
        );
        assert_eq!(fold("vrĳ — en").text, "vrij - en");
    }

    #[test]
    fn undoes_hyphenation_at_line_ends_but_keeps_real_hyphens() {
        assert_eq!(fold("de verwerkers-\novereenkomst").text, "de verwerkersovereenkomst");
        assert_eq!(fold("een back-up en een back-\nup").text, "een back-up en een back-up");
        assert_eq!(fold("privacy-\n\nbeleid").text, "privacy- beleid");
        assert_eq!(fold("EU-\nVS").text, "eu- vs");
    }

    #[test]
    fn drops_what_cannot_be_seen() {
        assert_eq!(fold("ver\u{200b}wer\u{ad}ker").text, "verwerker");
    }

    proptest! {
        #[test]
        fn spans_map_to_character_boundaries(raw in "(?s).{0,80}", a in 0usize..90, b in 0usize..90) {
            let folded = fold(&raw);
            let (a, b) = (a.min(folded.text.len()), b.min(folded.text.len()));
            let span = folded.to_raw(Span::new(a.min(b), a.max(b)), &raw);
            prop_assert!(raw.get(span.start..span.end).is_some());
        }

        #[test]
        fn a_word_is_the_same_from_wherever_it_is_looked_for(raw in "[a-zé .]{0,60}", offset in 0usize..70, near in 0u32..40) {
            let folded = fold(&raw);
            prop_assert_eq!(folded.word_from(near, offset), folded.word_at(offset));
        }

        #[test]
        fn folding_twice_changes_nothing(raw in "(?s)[^\u{20ac}]{0,80}") {
            // A final sigma folds by position; Greek is outside the promise.
            prop_assume!(!raw.chars().any(|c| ('\u{370}'..'\u{400}').contains(&c)));
            let once = fold(&raw).text;
            prop_assert_eq!(fold(&once).text, once);
        }

        #[test]
        fn every_word_of_plain_text_is_found_where_it_stands(words in proptest::collection::vec("[a-z]{1,8}", 1..20)) {
            let raw = words.join("\n ");
            let folded = fold(&raw);
            prop_assert_eq!(folded.word_count(), words.len());
            for (i, word) in words.iter().enumerate() {
                let start = folded.word_start(u32::try_from(i).unwrap());
                let span = folded.to_raw(Span::new(start, start + word.len()), &raw);
                prop_assert_eq!(raw.get(span.start..span.end), Some(word.as_str()));
            }
        }
    }
}
