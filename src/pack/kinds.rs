//! Words that tell the kind of a document: `patterns/kinds.toml`, with examples beside them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::builder::Builder;
use super::load::PackError;

use crate::lang::Lang;

/// The file, under `patterns/`.
pub(super) const FILE: &str = "kinds.toml";

/// What tells kinds of document apart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kinds {
    /// The words of each kind by its name.
    pub kinds: BTreeMap<String, KindWords>,
    /// Small documents and the kind that each must be taken for.
    #[serde(default)]
    pub example: Vec<KindExample>,
}

/// The words of one kind; the term `document:KIND/title` holds the titles, and so on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindWords {
    /// Phrases in the first lines or headings that name the kind.
    pub titles: Vec<String>,
    /// Phrases that only this kind uses in its text.
    #[serde(default)]
    pub text: Vec<String>,
    /// Phrases with which it names itself.
    #[serde(default)]
    pub itself: Vec<String>,
    /// Phrases with which a text says of itself that it is one, whatever it is called.
    #[serde(default)]
    pub declares: Vec<String>,
    /// What it may be there for, such as `security-annex`.
    #[serde(default)]
    pub roles: BTreeMap<String, RoleWords>,
}

/// The words of a role.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleWords {
    /// Phrases in the title that name the role.
    pub titles: Vec<String>,
}

/// A small document and its kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindExample {
    /// Its language.
    pub lang: Lang,
    /// The code of the kind in reports.
    pub kind: String,
    /// The code of the role, where it has one.
    #[serde(default)]
    pub role: Option<String>,
    /// The document, in Markdown.
    pub text: String,
}

/// The words are terms too: all are found in the one pass.
pub(super) fn terms(kinds: &Kinds, table: &mut Builder) -> Result<(), PackError> {
    let mut add = |name: String, phrases: &[String]| {
        let id = table.term_or_new(&name);
        phrases.iter().try_for_each(|phrase| {
            table.add_phrase(id, phrase).map_err(|what| PackError {
                file: FILE.to_owned(),
                line: None,
                what,
            })
        })
    };
    for (kind, words) in &kinds.kinds {
        add(format!("document:{kind}/title"), &words.titles)?;
        add(format!("document:{kind}/text"), &words.text)?;
        add(format!("document:{kind}/itself"), &words.itself)?;
        add(format!("document:{kind}/declares"), &words.declares)?;
        for (role, words) in &words.roles {
            add(format!("document:{kind}/{role}"), &words.titles)?;
        }
    }
    Ok(())
}
