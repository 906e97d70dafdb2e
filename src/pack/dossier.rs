//! What the packs say of a vendor's documents seen together: `patterns/dossier.toml`.

use serde::{Deserialize, Serialize};

use super::schema::Bilingual;
use crate::lang::Lang;

/// The file, under `patterns/`.
pub(super) const FILE: &str = "dossier.toml";

/// The words, findings and comparisons of a dossier.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DossierPack {
    /// By what a draft, a version, a signature and an announced annex are known; folded.
    pub words: DossierWords,
    /// The findings that a dossier can give.
    pub check: Vec<Check>,
    /// On what documents are held against each other.
    pub conflict: Vec<ConflictSpec>,
    /// Small dossiers with the findings that they must give.
    #[serde(default)]
    pub example: Vec<DossierExample>,
}

/// Words, folded.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DossierWords {
    /// Fields that hold the name of who signs.
    pub name: Vec<String>,
    /// Fields that hold the date.
    pub signed_on: Vec<String>,
    /// Fields for the signature.
    pub signature: Vec<String>,
    /// Fields for a stamp.
    pub stamp: Vec<String>,
    /// Fields that end the one before them.
    pub other_field: Vec<String>,
    /// Words of a digital signature.
    pub digitally: Vec<String>,
    /// Words of a draft in a title.
    pub draft: Vec<String>,
    /// Words before the number of a version.
    pub version: Vec<String>,
    /// Words before the date from which it counts.
    pub effective: Vec<String>,
    /// Words after the number of an annex that belongs to something else.
    pub annex_of_others: Vec<String>,
    /// Words of a sentence that does not promise the annex that it names.
    pub annex_not_promised: Vec<String>,
    /// Openings of a sentence that promises it in some cases only.
    pub conditional: Vec<String>,
}

/// A finding about a dossier; it has no frames, since no single text shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The id, such as `dossier.incomplete`.
    pub id: String,
    /// `info`, `low`, `medium`, `high` or `critical`.
    pub severity: String,
    /// Where the demand comes from.
    pub legal_basis: Vec<String>,
    /// Title.
    pub title: Bilingual,
    /// Why it matters.
    pub why: Bilingual,
    /// What repairs it.
    pub remedy: Bilingual,
    /// What to ask the vendor.
    pub question: Bilingual,
}

/// A requirement on which documents are held against each other.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConflictSpec {
    /// Its id.
    pub requirement: String,
    /// Names of typed values that must agree.
    #[serde(default)]
    pub values: Vec<String>,
}

/// A small dossier.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DossierExample {
    /// Its language.
    pub lang: Lang,
    /// The ids of the findings that it must give, no more and no less.
    pub finds: Vec<String>,
    /// What it is about.
    #[serde(default)]
    pub note: String,
    /// Its documents.
    pub document: Vec<DossierPaper>,
}

/// A document of a small dossier, in Markdown.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DossierPaper {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl DossierPack {
    /// The finding with this id.
    #[must_use]
    pub fn check(&self, id: &str) -> Option<&Check> {
        self.check.iter().find(|check| check.id == id)
    }
}
