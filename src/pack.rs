//! (being written) Stand-in: only what the pipeline touches.

use std::path::Path;

use crate::lang::Lang;
use crate::report::Severity;

/// A text in both languages.
#[derive(Clone, Debug, Default)]
pub struct Bilingual {
    /// English.
    pub en: String,
    /// Dutch.
    pub nl: String,
}

impl Bilingual {
    /// The text in `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Nl => &self.nl,
        }
    }
}

/// A requirement.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "stand-in")]
pub struct Requirement {
    pub id: String,
    pub group: String,
    pub severity: Severity,
    pub title: Bilingual,
    pub why: Bilingual,
    pub met: Bilingual,
    pub partial: Bilingual,
    pub contradicted: Bilingual,
    pub remedy: Bilingual,
    pub question: Bilingual,
    pub legal_basis: Vec<String>,
}

/// A profile.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "stand-in")]
pub struct Profile {
    pub id: String,
    pub title: Bilingual,
    pub requirements: Vec<ProfileRequirement>,
    pub rollups: Vec<RollupSpec>,
}

/// A requirement in a profile.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "stand-in")]
pub struct ProfileRequirement {
    pub id: String,
    pub severity: Option<Severity>,
}

/// A roll-up.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "stand-in")]
pub struct RollupSpec {
    pub id: String,
    pub title: Bilingual,
    pub requirements: Vec<String>,
}

/// Stand-in.
#[derive(Clone, Debug)]
pub struct Structure;

/// All packs.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "stand-in")]
pub struct Patterns {
    pub requirements: Vec<Requirement>,
    pub profiles: std::collections::BTreeMap<String, Profile>,
    pub structure: Structure,
    pub hash: String,
    pub version: String,
}

/// What is wrong with a pack.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct PackError(pub String);

/// A finding of `patterns check`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "stand-in")]
pub struct Finding {
    pub file: String,
    pub what: String,
}

/// Checks the packs.
#[must_use]
pub fn check(_patterns: &Patterns) -> Vec<Finding> {
    Vec::new()
}

impl Patterns {
    /// Loads the packs.
    ///
    /// # Errors
    /// A broken pack.
    pub fn load(_overlay: Option<&Path>) -> Result<Patterns, PackError> {
        let two = |nl: &str, en: &str| Bilingual { nl: nl.into(), en: en.into() };
        Ok(Patterns {
            requirements: vec![Requirement {
                id: "breach.deadline".into(),
                group: "breach".into(),
                severity: Severity::High,
                title: two("Termijn voor de melding van een datalek", "Deadline for notifying a breach"),
                why: two("Waarom.", "Why."),
                met: two("Een termijn.", "A term."),
                partial: two("Vaag.", "Vague."),
                contradicted: two("", ""),
                remedy: two("Herstel.", "Remedy."),
                question: two("Binnen hoeveel uur?", "Within how many hours?"),
                legal_basis: vec!["GDPR art. 33(2)".into()],
            }],
            profiles: [("onderwijs".to_string(), Profile {
                id: "onderwijs".into(),
                title: two("Onderwijs", "Education"),
                requirements: vec![ProfileRequirement { id: "breach.deadline".into(), severity: None }],
                rollups: vec![RollupSpec {
                    id: "V7".into(),
                    title: two("Aansprakelijkheid datalekken", "Liability for breaches"),
                    requirements: vec!["breach.deadline".into()],
                }],
            })].into(),
            structure: Structure,
            hash: "0".repeat(64),
            version: "0".into(),
        })
    }

    /// The requirement with this id.
    #[must_use]
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|r| r.id == id)
    }

    /// The profile with this id.
    #[must_use]
    pub fn profile(&self, id: &str) -> Option<&Profile> {
        self.profiles.get(id)
    }
}
