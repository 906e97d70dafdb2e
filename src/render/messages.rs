//! The words of the interface: one TOML file a language, with the same keys.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::lang::Lang;
use crate::report::{Light, Severity, Status};

/// The words of one language. A key too many or too few is an error when the file is read, and
/// the tests read every file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Messages {
    /// Statuses of requirements by their code.
    pub status: BTreeMap<String, String>,
    /// Severities by their code.
    pub severity: BTreeMap<String, String>,
    /// Traffic lights by their code.
    pub light: BTreeMap<String, String>,
    /// Kinds of document by their code.
    pub kind: BTreeMap<String, String>,
    /// Why a document was not read, by its code.
    pub unread: BTreeMap<String, String>,
    /// What to do about it.
    pub unread_help: BTreeMap<String, String>,
    /// Why an entry of a folder was passed over, by its code.
    pub skipped: BTreeMap<String, String>,
    /// Reason codes of verdicts.
    pub reason: BTreeMap<String, String>,
    /// Labels and sentences by name.
    pub label: BTreeMap<String, String>,
    /// The finding that a vendor has no agreement.
    pub dossier: Dossier,
}

/// The texts of `dossier.dpa-present`, which no pattern can find: it is about what is not there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dossier {
    /// Title.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What repairs it.
    pub remedy: String,
    /// What to ask the vendor.
    pub question: String,
}

static EN: LazyLock<Messages> = LazyLock::new(|| read(include_str!("messages/en.toml")));
static NL: LazyLock<Messages> = LazyLock::new(|| read(include_str!("messages/nl.toml")));

/// The words in `lang`.
#[must_use]
pub fn messages(lang: Lang) -> &'static Messages {
    match lang {
        Lang::En => &EN,
        Lang::Nl => &NL,
    }
}

fn read(text: &str) -> Messages {
    toml::from_str(text).expect("the built-in messages are read by a test of every build")
}

impl Messages {
    /// The label called `name`, or the name itself.
    #[must_use]
    pub fn label<'a>(&'a self, name: &'a str) -> &'a str {
        word(&self.label, name)
    }

    /// A label with its blanks `{0}`, `{1}` … filled.
    #[must_use]
    pub fn fill(&self, name: &str, with: &[&dyn std::fmt::Display]) -> String {
        let mut text = self.label(name).to_string();
        for (index, value) in with.iter().enumerate() {
            text = text.replace(&format!("{{{index}}}"), &value.to_string());
        }
        text
    }

    /// A label with its blanks filled with counts.
    #[must_use]
    pub fn counted<const N: usize>(&self, name: &str, with: &[usize; N]) -> String {
        let counts: Vec<&dyn std::fmt::Display> =
            with.iter().map(|count| count as &dyn std::fmt::Display).collect();
        self.fill(name, &counts)
    }

    /// The word for a traffic light by its code.
    #[must_use]
    pub fn light_word<'a>(&'a self, code: &'a str) -> &'a str {
        word(&self.light, code)
    }

    /// The word for a fact by its code, or the code itself.
    #[must_use]
    pub fn fact(&self, code: &str) -> String {
        let key = format!("fact_{code}");
        self.label.get(&key).map_or(code, String::as_str).to_owned()
    }

    /// The word for a status.
    #[must_use]
    pub fn status(&self, status: Status) -> &str {
        word(&self.status, status_code(status))
    }

    /// The word for a severity.
    #[must_use]
    pub fn severity(&self, severity: Severity) -> &str {
        word(&self.severity, severity_code(severity))
    }

    /// The word for a traffic light.
    #[must_use]
    pub fn light(&self, light: Light) -> &str {
        word(&self.light, light_code(light))
    }
}

/// The word for a code, or the code where a language has no word for it.
#[must_use]
pub(super) fn word<'a>(words: &'a BTreeMap<String, String>, code: &'a str) -> &'a str {
    words.get(code).map_or(code, String::as_str)
}

/// The code of a severity, as JSON has it.
#[must_use]
pub(super) fn severity_code(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
        Severity::Critical => "critical",
    }
}

/// The code of a traffic light, as JSON has it.
#[must_use]
pub(super) fn light_code(light: Light) -> &'static str {
    match light {
        Light::Red => "red",
        Light::Orange => "orange",
        Light::Green => "green",
        Light::Grey => "grey",
    }
}

/// The code of a status, as JSON has it.
#[must_use]
pub(super) fn status_code(status: Status) -> &'static str {
    match status {
        Status::Met => "met",
        Status::Partial => "partial",
        Status::Missing => "missing",
        Status::Contradicted => "contradicted",
        Status::Unknown => "unknown",
        Status::NotApplicable => "not_applicable",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(lang: Lang) -> Vec<String> {
        let text = match lang {
            Lang::En => include_str!("messages/en.toml"),
            Lang::Nl => include_str!("messages/nl.toml"),
        };
        let table: toml::Table = toml::from_str(text).unwrap();
        let mut keys: Vec<String> = table
            .iter()
            .flat_map(|(name, part)| {
                part.as_table().unwrap().keys().map(move |key| format!("{name}.{key}"))
            })
            .collect();
        keys.sort();
        keys
    }

    #[test]
    fn every_language_has_the_same_keys_and_the_same_blanks() {
        assert_eq!(keys(Lang::En), keys(Lang::Nl));
        for (name, text) in &messages(Lang::En).label {
            let blanks = |text: &str| {
                (0..5).filter(|n| text.contains(&format!("{{{n}}}"))).collect::<Vec<_>>()
            };
            assert_eq!(blanks(text), blanks(&messages(Lang::Nl).label[name]), "{name}");
        }
    }

    #[test]
    fn no_verdict_on_the_law_is_spoken() {
        for text in [include_str!("messages/en.toml"), include_str!("messages/nl.toml")] {
            for word in ["compliant", "unlawful", "onrechtmatig", "goedgekeurd", "approved"] {
                assert!(!text.to_lowercase().contains(word), "{word}");
            }
        }
    }
}
