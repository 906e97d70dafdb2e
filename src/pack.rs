//! The packs: everything a lawyer changes, read once and compiled into one immutable [`Patterns`].
//!
//! In: the built-in `patterns/` folder, compiled when the program was built (`src/prepare.rs`), and,
//! where given, a folder laid over it, compiled when it is read. Out: requirements
//! with their conditions, profiles, and the table of terms ready for one pass over a text. What
//! must stay true: a pack that loads is whole (every term known, both languages present), and no
//! pack can make matching slow.

mod builder;
mod check;
mod condition;
mod dossier;
mod files;
mod kinds;
mod load;
mod models;
mod outdated;
mod phrase;
#[cfg(prepared)]
mod prepared;
mod schema;
mod structure;
mod table;
mod trie;
mod values;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use check::{Finding, check};
pub use condition::{Condition, Side, TermId};
pub use dossier::{Check, ConflictSpec, DossierExample, DossierPack, DossierPaper, DossierWords};
pub use kinds::{KindExample, KindWords, Kinds};
pub use load::PackError;
#[cfg(feature = "fuzzing")]
pub use load::fuzzed;
pub use models::{Model, ModelClause};
pub use outdated::GROUP as OUTDATED;
pub use phrase::{Literal, Step};
pub use schema::{
    Adjust, Bilingual, Count, Documents, Example, Examples, Facets, Frame, Gives, JudgedBy, Norm,
    Profile, ProfileRequirement, Requirement, RestsOn, RollupSpec, Scope,
};
pub(crate) use structure::AFFIRMS;
pub use structure::{SectionKind, Structure};
pub use table::{Follower, LiteralInfo, Table, TermInfo};
pub use values::{Certificate, Columns, Country, CountryClass, Edition, States, Values};

/// The terms that name somebody who can act.
pub const ACTORS: [&str; 7] =
    ["processor", "controller", "sub_processor", "subject", "authority", "staff", "third_party"];

/// Everything the packs say, compiled.
#[derive(Debug, Serialize, Deserialize)]
pub struct Patterns {
    /// Version of the catalogue, such as `2026.11`.
    pub version: String,
    /// SHA-256 over the paths and bytes of every pack file, in hexadecimal.
    pub hash: String,
    /// The requirements, sorted by id.
    pub requirements: Vec<Requirement>,
    /// The profiles by id.
    pub profiles: BTreeMap<String, Profile>,
    /// Words that mark the parts of a document.
    pub structure: Structure,
    /// Words that tell the kind of a document.
    pub kinds: Kinds,
    /// What is looked for in the documents of a vendor together.
    pub dossier: DossierPack,
    /// Countries and certificates.
    pub values: Values,
    /// The date, `YYYY-MM-DD`, by which countries are classed and frames count.
    #[serde(skip)]
    pub as_of: String,
    /// Fingerprints of model agreements, sorted by id.
    pub models: Vec<Model>,
    /// The compiled terms.
    pub table: Table,
}

impl Patterns {
    /// The requirement with this id.
    #[must_use]
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        let at = self.requirements.binary_search_by(|r| r.id.as_str().cmp(id)).ok()?;
        self.requirements.get(at)
    }

    /// The profile with this id.
    #[must_use]
    pub fn profile(&self, id: &str) -> Option<&Profile> {
        self.profiles.get(id)
    }
}

/// The packs in `folder` compiled and written for [`Patterns::load`] to read at once: the build
/// script calls it, so that no scan has to parse and compile them.
///
/// # Errors
/// The first file that cannot be read or used, with its line.
pub fn prepare(folder: &std::path::Path) -> Result<Vec<u8>, PackError> {
    let mut files = load::Files::new();
    load::over(folder, &mut files)?;
    let patterns = Patterns::compile(&files)?;
    postcard::to_allocvec(&patterns).map_err(|error| PackError {
        file: folder.display().to_string(),
        line: None,
        what: error.to_string(),
    })
}
