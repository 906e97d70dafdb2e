//! `vendors.toml`: what the user knows better than any rule about which file belongs to whom.
//!
//! ```toml
//! exclude = ["concepten/**"]
//! [[vendor]]
//! name = "Acme Learning"
//! folder = "acme"              # or a list; everything below it
//! files = ["*acme*.pdf"]       # names, or paths where a `/` is in them
//! products = ["Acme Toets"]
//! ```

use std::path::{Path, PathBuf};

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use serde::Deserialize;

/// Why a `vendors.toml` cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// It cannot be opened.
    #[error("{}: {why}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// The system's words.
        why: std::io::Error,
    },
    /// It is not what it should be.
    #[error("{}: {why}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// Place and fault.
        why: String,
    },
}

/// The vendors that the user named, of all scanned folders together.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    /// In the order of the file.
    pub vendors: Vec<Listed>,
    exclude: Vec<GlobSet>,
}

/// A vendor that the user named.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The name to report.
    pub name: String,
    /// What is bought from it.
    pub products: Vec<String>,
    files: GlobSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    #[serde(default)]
    exclude: Vec<String>,
    #[serde(default)]
    vendor: Vec<VendorForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VendorForm {
    name: String,
    #[serde(default)]
    folder: OneOrMore,
    #[serde(default)]
    files: OneOrMore,
    #[serde(default)]
    products: OneOrMore,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl Default for OneOrMore {
    fn default() -> Self {
        OneOrMore::More(Vec::new())
    }
}

impl OneOrMore {
    fn list(self) -> Vec<String> {
        match self {
            OneOrMore::One(one) => vec![one],
            OneOrMore::More(more) => more,
        }
    }
}

impl Manifest {
    /// Adds the vendors of the file at `path`; `prefix` is what stands before the names shown of
    /// the folder that the file speaks of (empty, or ending in `/`).
    ///
    /// # Errors
    /// The file cannot be opened, or says something that is not understood.
    pub fn add(&mut self, path: &Path, prefix: &str) -> Result<(), ManifestError> {
        let text = super::settings(path)
            .map_err(|why| ManifestError::Open { path: path.to_path_buf(), why })?;
        self.add_text(&text, prefix)
            .map_err(|why| ManifestError::Content { path: path.to_path_buf(), why })
    }

    fn add_text(&mut self, text: &str, prefix: &str) -> Result<(), String> {
        let form: FileForm = toml::from_str(text).map_err(|e| e.to_string())?;
        let prefix = globset::escape(prefix);
        self.exclude.push(globs(form.exclude.iter().map(|g| rooted(g, &prefix)))?);
        for vendor in form.vendor {
            if vendor.name.trim().is_empty() {
                return Err("a [[vendor]] has an empty name".into());
            }
            let folders = vendor.folder.list();
            let folders = folders
                .iter()
                .map(|f| format!("{prefix}{}/**", globset::escape(f.trim_matches('/'))));
            let files = vendor.files.list();
            let files = files.iter().map(|g| rooted(g, &prefix));
            self.vendors.push(Listed {
                name: vendor.name.trim().to_string(),
                products: vendor.products.list(),
                files: globs(folders.chain(files))?,
            });
        }
        Ok(())
    }

    /// Whether the user wants this file left out.
    #[must_use]
    pub fn excludes(&self, shown: &str) -> bool {
        self.exclude.iter().any(|set| set.is_match(shown))
    }

    /// The vendor that the user gave this file to, the first in the file's order.
    #[must_use]
    pub fn vendor_of(&self, shown: &str) -> Option<&Listed> {
        self.vendors.iter().find(|v| v.files.is_match(shown))
    }
}

/// A glob with a `/` counts from the folder of the file, one without fits a name at any depth.
fn rooted(glob: &str, prefix: &str) -> String {
    let glob = glob.trim_start_matches("./");
    if glob.contains('/') {
        format!("{prefix}{}", glob.trim_start_matches('/'))
    } else {
        format!("{prefix}**/{glob}")
    }
}

fn globs(patterns: impl Iterator<Item = String>) -> Result<GlobSet, String> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let glob: Glob = GlobBuilder::new(&pattern)
            .case_insensitive(true)
            .literal_separator(true)
            .build()
            .map_err(|e| e.to_string())?;
        set.add(glob);
    }
    set.build().map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
        exclude = ["concepten/**", "*.bak.pdf"]
        [[vendor]]
        name = "Acme"
        folder = "acme"
        products = ["Toets", "Boek"]
        [[vendor]]
        name = "Beta"
        files = ["*beta*.pdf", "los/b.md"]
    "#;

    #[test]
    fn folders_and_globs_name_the_vendor() {
        let mut manifest = Manifest::default();
        manifest.add_text(TEXT, "").unwrap();
        let name = |shown: &str| manifest.vendor_of(shown).map(|v| v.name.as_str());
        assert_eq!(name("acme/sub/x.pdf"), Some("Acme"));
        assert_eq!(name("map/VO_Beta_v3.PDF"), Some("Beta"));
        assert_eq!(name("los/b.md"), Some("Beta"));
        assert_eq!(name("anders/b.md"), None);
        assert!(manifest.excludes("concepten/x.pdf"));
        assert!(manifest.excludes("diep/oud.bak.pdf"));
        assert!(!manifest.excludes("acme/concepten.pdf"));
    }

    #[test]
    fn a_prefix_keeps_two_folders_apart() {
        let mut manifest = Manifest::default();
        manifest.add_text(TEXT, "2025/").unwrap();
        assert!(manifest.vendor_of("acme/x.pdf").is_none());
        assert!(manifest.vendor_of("2025/acme/x.pdf").is_some());
    }

    #[test]
    fn unknown_keys_and_bad_globs_are_errors() {
        let mut manifest = Manifest::default();
        assert!(
            manifest
                .add_text("[[vendor]]\nname = \"A\"\nfolders = \"a\"", "")
                .unwrap_err()
                .contains("folders")
        );
        assert!(manifest.add_text("exclude = [\"a[\"]", "").is_err());
    }
}
