//! Outdated terms: `patterns/values/outdated.toml` → requirements of the group `outdated`.
//!
//! In: entries with a date, words, a message and what came instead. Out: the same shape as any
//! requirement file, so that finding, evidence, examples and `explain` are those of every other
//! requirement. What must stay true: an outdated term is found only where the law of the date says
//! so, and never where the text itself calls it history or denies that it is used.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::files::{FrameFile, OwnTerm, RequirementFile};
use super::schema::{Bilingual, Documents, Example, JudgedBy, Scope};
use super::values::Values;

/// Where the entries stand.
pub(super) const FILE: &str = "values/outdated.toml";

/// The group of requirements that stand in a report only where something is found.
pub const GROUP: &str = "outdated";

/// What keeps a term from being held against a text: words of history beside it, a denial before it.
const GUARDS: &str = "!~12 superseded_word !<8 not_used";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutdatedFile {
    #[serde(default)]
    outdated: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    severity: String,
    /// First date on which the term is out of date.
    since: Option<String>,
    /// Last date on which the entry counts.
    until: Option<String>,
    source: Vec<String>,
    title: Bilingual,
    message: Bilingual,
    instead: Bilingual,
    #[serde(default)]
    nl: Vec<String>,
    #[serde(default)]
    en: Vec<String>,
    only: Option<String>,
    /// Another condition than the bare word; `word` in it is the list above.
    when: Option<String>,
    not: Option<String>,
    reason: Option<String>,
    /// Section kinds beside those in which something is agreed.
    #[serde(default)]
    also_in: Vec<String>,
    /// Certificates whose outdated editions belong here.
    #[serde(default)]
    editions: Vec<String>,
    #[serde(default)]
    example: Vec<Example>,
}

/// The entries as requirements.
pub(super) fn requirements(file: OutdatedFile, values: &Values) -> Vec<RequirementFile> {
    file.outdated.into_iter().map(|entry| requirement(entry, values)).collect()
}

fn requirement(entry: Entry, values: &Values) -> RequirementFile {
    let mut terms = BTreeMap::new();
    let mut frame = Vec::new();
    let mut kinds: Vec<String> =
        ["operative", "annex", "table"].iter().map(ToString::to_string).collect();
    kinds.extend(entry.also_in.iter().cloned());
    let one = |name: &str, when: String, since: Option<String>| FrameFile {
        scope: Scope::Sentence,
        not: entry.not.clone(),
        reason: Some(entry.reason.clone().unwrap_or_else(|| "outdated".to_owned())),
        kinds: Some(kinds.clone()),
        confidence: Some(0.85),
        since,
        until: entry.until.clone(),
        ..FrameFile::plain(name, when)
    };
    if !entry.nl.is_empty() || !entry.en.is_empty() {
        let when = entry.when.clone().unwrap_or_else(|| "word".to_owned());
        frame.push(one("in-use", format!("({when}) {GUARDS}"), entry.since.clone()));
        let word = OwnTerm { nl: entry.nl, en: entry.en, only: entry.only };
        terms.insert("word".to_owned(), word);
    }
    for id in &entry.editions {
        for edition in values.certificate(id).map_or(&[][..], |c| &c.outdated) {
            let name = format!("{id}-{}", edition.edition).replace(['-', '.'], "_");
            let phrases = phrases(values, id, &edition.edition);
            terms.insert(name.clone(), OwnTerm { nl: phrases.clone(), en: phrases, only: None });
            let when = format!("{name} {GUARDS}");
            frame.push(one(&name.replace('_', "-"), when, Some(edition.since.clone())));
        }
    }
    RequirementFile {
        id: entry.id,
        severity: entry.severity,
        documents: Documents::Contracts,
        judged_by: JudgedBy::Text,
        models: BTreeMap::new(),
        others: Vec::new(),
        count: None,
        applies: None,
        legal_basis: entry.source,
        topic: None,
        met: Bilingual {
            nl: "Staat alleen in het rapport waar het verouderde begrip nog als geldend wordt gebruikt.".into(),
            en: "Stands in the report only where the outdated term is still used as if in force.".into(),
        },
        partial: entry.title.clone(),
        contradicted: Bilingual::default(),
        remedy: Bilingual {
            nl: format!("Gebruik in plaats daarvan: {}.", entry.instead.nl).into(),
            en: format!("Use instead: {}.", entry.instead.en).into(),
        },
        question: Bilingual {
            nl: format!("Kunt u dit bijwerken naar: {}?", entry.instead.nl).into(),
            en: format!("Can you update this to: {}?", entry.instead.en).into(),
        },
        title: entry.title,
        why: entry.message,
        terms,
        frame,
        facets: None,
        norm: Vec::new(),
        adjust: Vec::new(),
        example: entry.example,
    }
}

/// The ways to write one edition of a norm: `ISO/IEC 27001:2013`, `iso 27001-2013`.
fn phrases(values: &Values, id: &str, edition: &str) -> Vec<String> {
    let names = values.certificate(id).map_or(&[][..], |c| &c.names);
    names
        .iter()
        .filter(|name| !name.contains(['*', '(']))
        .flat_map(|name| [format!("{name}:{edition}"), format!("{name}-{edition}")])
        .collect()
}
