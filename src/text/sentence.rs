//! Sentences of a folded clause.
//!
//! A full stop ends a sentence where a blank and, in the original, a capital, a digit or a quote
//! follow, and the word before it is no abbreviation.

use super::{Fold, Folded, Span};

/// The sentences of `clause`, in order, without gaps but for blanks. `raw` is the text that was
/// folded; `abbreviations` are lower-case words with their full stop, such as `art.`.
#[must_use]
pub fn sentences(
    folded: &Folded,
    raw: &str,
    clause: Span<Fold>,
    abbreviations: &[String],
) -> Vec<Span<Fold>> {
    let text = folded.get(clause);
    let mut out = Vec::new();
    let mut start = 0;
    for (i, c) in text.char_indices() {
        if !matches!(c, '.' | '!' | '?') || text.as_bytes().get(i + 1) != Some(&b' ') {
            continue;
        }
        if c == '.' && is_abbreviation(text.get(start..=i).unwrap_or(""), abbreviations) {
            continue;
        }
        let next = folded.to_raw(Span::new(clause.start + i + 2, clause.start + i + 3), raw).start;
        let opens = raw
            .get(next..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(|c| c.is_uppercase() || c.is_numeric() || "\"'“‘„([".contains(c));
        if opens {
            out.push(Span::new(clause.start + start, clause.start + i + 1));
            start = i + 2;
        }
    }
    if start < text.len() {
        out.push(Span::new(clause.start + start, clause.end));
    }
    out
}

fn is_abbreviation(so_far: &str, abbreviations: &[String]) -> bool {
    let word = so_far.rsplit([' ', '(', '"', '\'']).next().unwrap_or("");
    let letters = word.trim_end_matches('.');
    // An initial, or a number such as "1." that opens a list.
    (letters.chars().count() == 1 && letters.chars().all(char::is_alphabetic))
        || (!letters.is_empty()
            && letters.len() <= 3
            && letters.chars().all(|c| c.is_ascii_digit())
            && so_far.len() == word.len())
        || abbreviations.iter().any(|a| a == word)
}

#[cfg(test)]
mod tests {
    use super::super::fold;
    use super::*;

    fn split(raw: &str) -> Vec<String> {
        let folded = fold(raw);
        let all = Span::new(0, folded.text.len());
        sentences(&folded, raw, all, &["art.".to_owned(), "b.v.".to_owned()])
            .into_iter()
            .map(|s| folded.get(s).to_owned())
            .collect()
    }

    #[test]
    fn ends_at_full_stops_before_capitals_only() {
        assert_eq!(split("Het is zo. Dan dit."), ["het is zo.", "dan dit."]);
        assert_eq!(
            split("Welke gegevens? Naam en klas. Klaar."),
            ["welke gegevens?", "naam en klas.", "klaar."]
        );
        assert_eq!(split("Zie art. 28 AVG van Acme B.V. Daarna.").len(), 1);
        assert_eq!(split("binnen 1.5 uur. en dan"), ["binnen 1.5 uur. en dan"]);
    }
}
