//! How much a page's text looks like words: 0 for letter soup, 1 for prose.
//!
//! A font without a map to Unicode gives private-use characters, control characters, or letters
//! that are all others; each of these shows without knowing the language.

use std::borrow::Cow;

use super::Line;

/// Little words of the languages that agreements are written in; prose cannot avoid them.
const LITTLE_WORDS: &[&str] = &[
    "de", "het", "een", "van", "en", "in", "op", "te", "is", "dat", "die", "voor", "met", "aan",
    "of", "door", "niet", "the", "of", "and", "to", "a", "in", "for", "is", "by", "with", "or",
    "be", "as", "on", "der", "die", "das", "und", "zu", "den", "von", "mit", "le", "la", "les",
    "et", "des", "du", "el", "que", "y", "il", "di", "e",
];

/// The most bytes that one of them has.
const LONGEST_LITTLE: usize = 4;

/// The quality of the visible text of `lines`.
#[must_use]
pub(super) fn of_lines(lines: &[Line]) -> f32 {
    let mut tally = Tally::default();
    for line in lines.iter().filter(|line| !line.hidden) {
        tally.add(&line.text);
    }
    tally.quality()
}

#[derive(Default)]
struct Tally {
    characters: u32,
    undecoded: u32,
    words: u32,
    wordlike: u32,
    little: u32,
}

impl Tally {
    fn add(&mut self, text: &str) {
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            self.characters += 1;
            if is_undecoded(c) {
                self.undecoded += 1;
            }
        }
        for word in text.split(|c: char| !c.is_alphabetic()) {
            let length = word.chars().count();
            if length < 2 {
                continue;
            }
            let lower = if word.bytes().all(|b| b.is_ascii_lowercase()) {
                Cow::Borrowed(word)
            } else {
                Cow::Owned(word.to_lowercase())
            };
            if lower.len() <= LONGEST_LITTLE && LITTLE_WORDS.contains(&&*lower) {
                self.little += 1;
            }
            self.words += 1;
            if looks_like_word(word, &lower, length) {
                self.wordlike += 1;
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts on a page are far below 2^24")]
    fn quality(&self) -> f32 {
        if self.characters == 0 {
            return 1.0;
        }
        let decoded = 1.0 - self.undecoded as f32 / self.characters as f32;
        if self.words < 8 {
            return decoded;
        }
        let wordlike = self.wordlike as f32 / self.words as f32;
        // Names and codes are not words, so a good page stays below 1 before this is scaled.
        let mut quality = decoded * (wordlike / 0.85).min(1.0);
        if self.words >= 60 && (self.little as f32) < 0.02 * self.words as f32 {
            quality *= 0.5;
        }
        quality
    }
}

/// Whether the character stands for a code that no map could turn into text.
#[must_use]
pub(super) fn is_undecoded(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
        || (c.is_control() && !c.is_whitespace())
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'à'..='æ' | 'è'..='ï' | 'ò'..='ö' | 'ø'..='ý' | 'ÿ' | 'œ')
}

fn looks_like_word(word: &str, lower: &str, length: usize) -> bool {
    if lower.chars().any(|c| u32::from(c) > 0x24f) {
        return true;
    }
    if length <= 5 && word.chars().all(char::is_uppercase) {
        return true;
    }
    let vowels = lower.chars().filter(|c| is_vowel(*c)).count();
    let inner_capitals = word.chars().skip(1).filter(|c| c.is_uppercase()).count();
    let all_capitals = word.chars().all(char::is_uppercase);
    vowels > 0 && length <= 40 && vowels * 6 >= length && (all_capitals || inner_capitals <= 2)
}

#[cfg(test)]
mod tests {
    use super::super::{Line, LineKind};
    use super::*;

    #[test]
    fn little_words_are_little() {
        let longest = LITTLE_WORDS.iter().map(|word| word.len()).max();
        assert_eq!(longest, Some(LONGEST_LITTLE));
    }

    fn quality(text: &str) -> f32 {
        of_lines(&[Line::paragraph(text.to_owned(), LineKind::Text)])
    }

    #[test]
    fn prose_is_good_and_soup_is_not() {
        let prose =
            "De verwerker verwerkt de persoonsgegevens uitsluitend in opdracht van de school.";
        assert!(quality(prose) > 0.95);
        let shifted: String = prose
            .chars()
            .map(|c| {
                if c.is_ascii_lowercase() {
                    char::from((c as u8 - b'a' + 3) % 26 + b'a')
                } else {
                    c
                }
            })
            .collect();
        assert!(quality(&shifted.repeat(8)) < 0.6, "{}", quality(&shifted.repeat(8)));
        assert!(quality("\u{e001}\u{e002}\u{e003} \u{fffd}\u{fffd}") < 0.1);
    }
}
