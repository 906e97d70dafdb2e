//! The shape of pack files: requirements, frames, profiles.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::OnceLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::condition::{Condition, TermId};
use super::structure::SectionKind;
use crate::lang::{Lang, Words};

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Dutch.
    pub nl: Words,
    /// English.
    pub en: Words,
}

impl Bilingual {
    /// The text in `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &Words {
        match lang {
            Lang::En => &self.en,
            Lang::Nl => &self.nl,
        }
    }
}

/// How grave a gap in a requirement is; the words of the report.
pub(super) type SeverityName = String;

/// Which documents of a dossier can fill a requirement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Documents {
    /// Those that oblige the processor: agreements, annexes, terms.
    #[default]
    Contracts,
    /// Those that tell people what is done with their data: privacy statements.
    Statements,
    /// All that the vendor says in writing.
    Any,
}

/// What a verdict on a requirement rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JudgedBy {
    /// The frames and facets.
    #[default]
    Text,
    /// A person: no text can tell, and the report keeps it in sight.
    Person,
    /// The language that the documents are written in.
    Language,
    /// How the agreements are signed; frames may tell of another way to conclude them.
    Signatures,
    /// The version or date that the agreements bear.
    Version,
    /// The annexes that the agreements announce, and the blanks in them.
    Annexes,
    /// The public model that the text was made from (`models`); frames may tell of one by name.
    Models,
    /// Whether the documents contradict each other on the requirements of `others`.
    Conflicts,
    /// How many of the requirements of `others` are found.
    Others,
}

impl JudgedBy {
    /// Whether wording can decide it too, so that frames stand in the requirement.
    #[must_use]
    pub fn reads_text(self) -> bool {
        matches!(self, JudgedBy::Text | JudgedBy::Signatures | JudgedBy::Models)
    }

    /// Whether the documents seen together decide it.
    #[must_use]
    pub fn sees_dossier(self) -> bool {
        !matches!(self, JudgedBy::Text | JudgedBy::Person | JudgedBy::Language)
    }
}

/// What else than wording a requirement rests on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RestsOn {
    /// For [`JudgedBy::Models`]: the beginning of a model's id, and what a text made from it gives.
    pub models: BTreeMap<String, Gives>,
    /// For [`JudgedBy::Conflicts`] and [`JudgedBy::Others`]: the other requirements.
    pub others: Vec<String>,
    /// For [`JudgedBy::Others`]: how many of them are needed.
    pub count: Option<Count>,
}

/// How many other requirements must be found.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// For `met`.
    pub met: usize,
    /// For `partial`.
    pub partial: usize,
}

/// One requirement, compiled.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Requirement {
    /// The id, such as `breach.deadline`.
    pub id: String,
    /// The part of the id before the dot.
    pub group: String,
    /// Default severity: `info`, `low`, `medium`, `high` or `critical`.
    pub severity: SeverityName,
    /// Which documents can fill it.
    pub documents: Documents,
    /// What the verdict rests on.
    pub judged_by: JudgedBy,
    /// What else it rests on.
    pub rests_on: RestsOn,
    /// A condition over whole documents without which the requirement does not apply.
    pub applies: Option<Frame>,
    /// Where the demand comes from.
    pub legal_basis: Vec<String>,
    /// Title.
    pub title: Bilingual,
    /// Why it matters.
    pub why: Bilingual,
    /// What counts as met.
    pub met: Bilingual,
    /// What counts as partial; empty where nothing does.
    pub partial: Bilingual,
    /// What counts as contradicted; empty where nothing does.
    pub contradicted: Bilingual,
    /// Wording that repairs it.
    pub remedy: Bilingual,
    /// What to ask the vendor.
    pub question: Bilingual,
    /// Passages near the topic.
    pub topic: Option<Condition>,
    /// The ways in which a document may speak about it.
    pub frames: Vec<Frame>,
    /// Things to be counted.
    pub facets: Option<Facets>,
    /// Limits on values.
    pub norms: Vec<Norm>,
    /// Dependence on other requirements.
    pub adjust: Vec<Adjust>,
    /// The requirement's own tests.
    pub examples: Examples,
    /// The pack file that it came from, relative to `patterns/`.
    pub file: String,
}

/// The window in which a frame is tested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// One sentence; a list item is one sentence with its lead-in.
    #[default]
    Sentence,
    /// A paragraph, list item or table row with its lead-in; a lead-in with all its items.
    Clause,
    /// An article or headed section with everything in it.
    Section,
    /// The document.
    Document,
}

/// What a matching frame says about the requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gives {
    /// It is fulfilled.
    Met,
    /// It is fulfilled in part.
    Partial,
    /// The opposite is said.
    Contradicted,
    /// What is met elsewhere is weakened.
    Limits,
}

/// One way in which a document may speak about a requirement.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Frame {
    /// Unique in the requirement.
    pub name: String,
    /// What a match says.
    pub gives: Gives,
    /// The condition.
    pub when: Condition,
    /// Sets of terms of each of which the window must have a hit; follows from `when`.
    pub needs: Vec<Vec<TermId>>,
    /// The window.
    pub scope: Scope,
    /// Blocks the frame where it matches in the same window.
    pub not: Option<Condition>,
    /// The term of the actor who must be the sentence's subject, where one is demanded.
    pub actor: Option<TermId>,
    /// Reason code for `partial` and `limits`.
    pub reason: Option<String>,
    /// Section kinds in which it counts.
    pub kinds: Vec<SectionKind>,
    /// Values to take along.
    pub values: Vec<TermId>,
    /// 0 to 1.
    pub confidence: f32,
    /// Whether a denied duty in the sentence blocks it.
    pub negatable: bool,
    /// Whether a mention is enough: the title on a clause's own line counts too.
    pub mentions: bool,
    /// Names of frames that do not count where this one matches.
    pub beats: Vec<String>,
    /// First date, `YYYY-MM-DD`, on which it counts.
    pub since: Option<String>,
    /// Last date on which it counts.
    pub until: Option<String>,
}

impl Frame {
    /// Whether the frame counts on a date, `YYYY-MM-DD`.
    #[must_use]
    pub fn in_force(&self, date: &str) -> bool {
        self.since.as_deref().is_none_or(|since| since <= date)
            && self.until.as_deref().is_none_or(|until| date <= until)
    }
}

/// A requirement that counts different things.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Facets {
    /// How many different facets make it met.
    pub met: usize,
    /// How many make it partial.
    pub partial: usize,
    /// The facets, each a frame.
    pub items: Vec<Frame>,
}

/// A limit on a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Norm {
    /// Name of the value, such as `hours`.
    pub value: String,
    /// Largest value inside the norm.
    pub max: Option<f64>,
    /// Smallest value inside the norm.
    pub min: Option<f64>,
    /// Status outside it: `partial` or `contradicted`.
    pub beyond: Gives,
}

/// A status that depends on another requirement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adjust {
    /// The frame on which the met status rests alone; any frame where absent.
    pub frame: Option<String>,
    /// The other requirement.
    pub other: String,
    /// Its statuses that matter.
    pub is: Vec<String>,
    /// The new status.
    pub gives: Gives,
    /// The reason code.
    pub reason: String,
}

/// A test that stands beside its requirement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Language of the text.
    pub lang: Lang,
    /// The status that it must give.
    pub status: String,
    /// A small document, in Markdown.
    pub text: String,
    /// Values that must be found, by name; compared as text.
    #[serde(default)]
    pub values: BTreeMap<String, toml::Value>,
    /// What the example is about.
    #[serde(default)]
    pub note: String,
}

/// The examples of a requirement. Only who checks the packs looks at them: until then they stay as
/// they were written.
#[derive(Clone, Debug, Default)]
pub struct Examples {
    written: String,
    read: OnceLock<Vec<Example>>,
}

impl From<Vec<Example>> for Examples {
    fn from(examples: Vec<Example>) -> Examples {
        Examples { written: String::new(), read: OnceLock::from(examples) }
    }
}

impl Deref for Examples {
    type Target = [Example];

    fn deref(&self) -> &[Example] {
        let read = || serde_json::from_str(&self.written).expect("the build wrote this JSON");
        self.read.get_or_init(read)
    }
}

impl Serialize for Examples {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let written = serde_json::to_string(&**self).map_err(serde::ser::Error::custom)?;
        to.serialize_str(&written)
    }
}

impl<'de> Deserialize<'de> for Examples {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Examples, D::Error> {
        Ok(Examples { written: String::deserialize(from)?, read: OnceLock::new() })
    }
}

/// A view on the requirements for one kind of user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The id, such as `onderwijs`.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// What it is for.
    #[serde(default)]
    pub about: Bilingual,
    /// The requirements in the order of the report.
    #[serde(rename = "requirement")]
    pub requirements: Vec<ProfileRequirement>,
    /// Lines that sum several requirements up, in order.
    #[serde(default, rename = "rollup")]
    pub rollups: Vec<RollupSpec>,
}

impl Profile {
    /// A profile of nothing but these requirements.
    pub(crate) fn of<'a>(ids: impl Iterator<Item = &'a str>) -> Profile {
        let requirement = |id: &str| ProfileRequirement { id: id.to_owned(), severity: None };
        Profile {
            id: String::new(),
            title: Bilingual::default(),
            about: Bilingual::default(),
            requirements: ids.map(requirement).collect(),
            rollups: Vec::new(),
        }
    }
}

/// A requirement in a profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileRequirement {
    /// The requirement's id.
    pub id: String,
    /// Overrides the requirement's own severity.
    pub severity: Option<SeverityName>,
}

/// A line that sums several requirements up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RollupSpec {
    /// The id, such as `V1` or `ownership`.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// The requirements that it sums up.
    pub requirements: Vec<String>,
}
