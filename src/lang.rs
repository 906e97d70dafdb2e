//! The languages of contracts and of reports, and the detection of a document's language.
//!
//! In: text. Out: a label. The label informs the reader; it never switches matching off, since
//! bilingual contracts exist.

use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A language that the vocabulary and the reports know.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    En,
    /// Dutch, the default of reports.
    #[default]
    Nl,
}

impl Lang {
    /// Every language, in the order of the vocabulary files.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Nl];

    /// The ISO 639-1 code: `en` or `nl`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Nl => "nl",
        }
    }
}

/// Words of the packs: they stand in the report of every vendor, and all of these share them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct Words(Arc<str>);

impl Deref for Words {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Default for Words {
    fn default() -> Words {
        Words("".into())
    }
}

impl std::fmt::Display for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self)
    }
}

impl From<String> for Words {
    fn from(words: String) -> Words {
        Words(words.into())
    }
}

impl From<&str> for Words {
    fn from(words: &str) -> Words {
        Words(words.into())
    }
}

impl Serialize for Words {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }
}

/// The ISO 639-1 code of the language that `text` is mostly written in (`nl`, `en`, `de`, …);
/// `None` where there is too little text to tell (fewer than 40 letters), or where it could be
/// several languages that the vocabulary does not know.
#[must_use]
pub fn detect(text: &str) -> Option<&'static str> {
    let letters = text.chars().filter(|c| c.is_alphabetic()).take(40).count();
    if letters < 40 {
        return None;
    }
    let info = whatlang::detect(text)?;
    Some(match info.lang() {
        whatlang::Lang::Nld | whatlang::Lang::Afr => "nl",
        whatlang::Lang::Eng => "en",
        _ if !info.is_reliable() => return None,
        whatlang::Lang::Deu => "de",
        whatlang::Lang::Fra => "fr",
        whatlang::Lang::Spa => "es",
        whatlang::Lang::Ita => "it",
        _ => "other",
    })
}

/// Whether the vocabulary knows the language with this ISO 639-1 code: what is written in another
/// one can be read and not judged.
#[must_use]
pub fn is_known(code: &str) -> bool {
    Lang::ALL.iter().any(|lang| lang.code() == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_dutch_from_english_and_stays_silent_on_scraps() {
        assert_eq!(
            detect(
                "De verwerker verwerkt de persoonsgegevens uitsluitend in opdracht van de school."
            ),
            Some("nl")
        );
        assert_eq!(
            detect(
                "The processor processes the personal data only on the instructions of the school."
            ),
            Some("en")
        );
        assert_eq!(detect("Artikel 7"), None);
    }
}
