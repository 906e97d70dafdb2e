//! How easy a text is to read: a measure of sentence and word length, and no verdict.
//!
//! English: Reading Ease, R. Flesch, "A new readability yardstick", Journal of Applied Psychology
//! 32 (1948) 221–233. Dutch: the same fitted to Dutch, W. H. Douma, "De leesbaarheid van
//! landbouwbladen" (Wageningen, 1960). In both 100 is very easy, 60 plain, below 30 very hard.

use crate::lang::Lang;

/// A text shorter than this, in words, gives no measure that means something (Flesch's samples
/// have a hundred words).
const ENOUGH: usize = 100;

/// How easy a text is to read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Which measure it is: `flesch` or `flesch-douma`.
    pub measure: &'static str,
    /// Its value, rounded to one decimal; about 0 to 100, the higher the easier.
    pub ease: f64,
    /// Mean number of words in a sentence, rounded to one decimal.
    pub words_per_sentence: f64,
}

/// Measures sentences of one language; `None` where there are fewer than a hundred words.
pub fn reading<'a>(sentences: impl Iterator<Item = &'a str>, lang: Lang) -> Option<Reading> {
    let (mut count, mut words, mut parts) = (0usize, 0usize, 0usize);
    for sentence in sentences {
        let before = words;
        for word in sentence.split(|c: char| !c.is_alphabetic() && c != '\'') {
            let heard = syllables(word, lang);
            words += usize::from(heard > 0);
            parts += heard;
        }
        count += usize::from(words > before);
    }
    if words < ENOUGH || count == 0 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of words in one document")]
    let (count, words, parts) = (count as f64, words as f64, parts as f64);
    let (per_sentence, per_word) = (words / count, parts / words);
    let (measure, ease) = match lang {
        Lang::En => ("flesch", 206.835 - 1.015 * per_sentence - 84.6 * per_word),
        Lang::Nl => ("flesch-douma", 206.84 - 0.93 * per_sentence - 77.0 * per_word),
    };
    let short = |value: f64| (value * 10.0).round() / 10.0;
    Some(Reading { measure, ease: short(ease), words_per_sentence: short(per_sentence) })
}

/// Groups of vowels, which are syllables but for a silent English e; a diaeresis starts a new one.
/// 0 for what is no word.
fn syllables(word: &str, lang: Lang) -> usize {
    let word = word.trim_matches('\'').to_lowercase();
    if word.is_empty() {
        return 0;
    }
    let (mut groups, mut inside) = (0, false);
    for c in word.chars() {
        let vowel = "aeiouyàáâäèéêëìíîïòóôöùúûüý".contains(c);
        if vowel && (!inside || "äëïöü".contains(c)) {
            groups += 1;
        }
        inside = vowel;
    }
    let silent = lang == Lang::En
        && groups > 1
        && word.ends_with('e')
        && !word.ends_with("le")
        && !word.ends_with("ee");
    (groups - usize::from(silent)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_syllables_as_they_are_heard() {
        let all = |words: &[(&str, usize)], lang| {
            for (word, wanted) in words {
                assert_eq!(syllables(word, lang), *wanted, "{word}");
            }
        };
        all(&[("gegevens", 3), ("geïnformeerd", 4), ("wij", 1), ("NAW", 1), ("", 0)], Lang::Nl);
        all(&[("store", 1), ("table", 2), ("privacy", 3), ("agree", 2), ("the", 1)], Lang::En);
    }

    #[test]
    fn short_words_in_short_sentences_read_easily() {
        let ease = |text: &str, lang| {
            let many: Vec<&str> = std::iter::repeat_n(text, 30).collect();
            reading(many.into_iter(), lang).unwrap()
        };
        let plain = ease("Wij slaan je naam op.", Lang::Nl);
        assert_eq!((plain.measure, plain.words_per_sentence), ("flesch-douma", 5.0));
        let hard =
            "Verwerkingsverantwoordelijke implementeert overeenkomstige beveiligingsmaatregelen";
        assert!(plain.ease > 90.0 && ease(hard, Lang::Nl).ease < 0.0);
        assert!(ease("We keep your name.", Lang::En).ease > 100.0);
    }

    #[test]
    fn a_few_words_give_no_measure() {
        assert_eq!(reading(["Wij slaan je naam op."].into_iter(), Lang::Nl), None);
    }
}
