//! The shape of pack files as they are written, before terms are looked up.
//!
//! In: TOML. Out: the same as plain data, for [`super::load`] to compile. What must stay true: a key
//! that is not known here is an error.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::schema::{Adjust, Bilingual, Count, Documents, Example, Gives, JudgedBy, Norm, Scope};
use super::values::{Certificate, Country, States};

#[derive(Deserialize)]
pub(super) struct CatalogueFile {
    pub(super) version: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TermFile {
    pub(super) phrases: Vec<String>,
    pub(super) only: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnTerm {
    #[serde(default)]
    pub(super) nl: Vec<String>,
    #[serde(default)]
    pub(super) en: Vec<String>,
    pub(super) only: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequirementFile {
    pub(super) id: String,
    pub(super) severity: String,
    #[serde(default)]
    pub(super) documents: Documents,
    #[serde(default)]
    pub(super) judged_by: JudgedBy,
    #[serde(default)]
    pub(super) models: BTreeMap<String, Gives>,
    #[serde(default)]
    pub(super) others: Vec<String>,
    pub(super) count: Option<Count>,
    pub(super) applies: Option<String>,
    pub(super) legal_basis: Vec<String>,
    pub(super) topic: Option<String>,
    pub(super) title: Bilingual,
    pub(super) why: Bilingual,
    pub(super) met: Bilingual,
    #[serde(default)]
    pub(super) partial: Bilingual,
    #[serde(default)]
    pub(super) contradicted: Bilingual,
    pub(super) remedy: Bilingual,
    pub(super) question: Bilingual,
    #[serde(default)]
    pub(super) terms: BTreeMap<String, OwnTerm>,
    #[serde(default)]
    pub(super) frame: Vec<FrameFile>,
    pub(super) facets: Option<FacetsFile>,
    #[serde(default)]
    pub(super) norm: Vec<Norm>,
    #[serde(default)]
    pub(super) adjust: Vec<Adjust>,
    #[serde(default)]
    pub(super) example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FrameFile {
    pub(super) name: String,
    pub(super) gives: Gives,
    pub(super) when: String,
    #[serde(default, rename = "in")]
    pub(super) scope: Scope,
    pub(super) not: Option<String>,
    pub(super) actor: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) kinds: Option<Vec<String>>,
    #[serde(default)]
    pub(super) values: Vec<String>,
    pub(super) confidence: Option<f32>,
    #[serde(default = "yes")]
    pub(super) negatable: bool,
    #[serde(default)]
    pub(super) mentions: bool,
    #[serde(default)]
    pub(super) beats: Vec<String>,
    pub(super) since: Option<String>,
    pub(super) until: Option<String>,
}

impl FrameFile {
    /// A frame over a whole document that says no more than that its condition holds.
    pub(super) fn plain(name: &str, when: String) -> FrameFile {
        FrameFile {
            name: name.into(),
            gives: Gives::Partial,
            when,
            scope: Scope::Document,
            not: None,
            actor: None,
            reason: None,
            kinds: None,
            values: Vec::new(),
            confidence: None,
            negatable: false,
            mentions: true,
            beats: Vec::new(),
            since: None,
            until: None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FacetsFile {
    pub(super) met: usize,
    pub(super) partial: usize,
    #[serde(default, rename = "in")]
    pub(super) scope: Scope,
    pub(super) kinds: Option<Vec<String>>,
    pub(super) not: Option<String>,
    pub(super) items: BTreeMap<String, String>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
pub(super) struct CountryFile {
    pub(super) as_of: String,
    pub(super) states: States,
    #[serde(default)]
    pub(super) country: Vec<Country>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NamesFile {
    pub(super) common: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct CertificateFile {
    #[serde(default)]
    pub(super) certificate: Vec<Certificate>,
}
