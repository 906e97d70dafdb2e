//! `samples/expected/*.toml`: what a careful reader finds, and where the program is known to differ.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// The head of the table that [`update`] rewrites.
const TABLE: &str = "[known_misses]";

/// One vendor's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    pub(crate) vendor: String,
    pub(crate) documents: BTreeMap<String, Document>,
    pub(crate) requirements: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) values: Vec<Value>,
    /// Where the program says something else today. A test demands that this is exactly so: a miss
    /// that is mended must leave the table.
    #[serde(default)]
    pub(crate) known_misses: BTreeMap<String, Miss>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    pub(crate) kind: String,
    pub(crate) status: String,
    pub(crate) reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Value {
    pub(crate) requirement: String,
    pub(crate) name: String,
    pub(crate) value: toml::Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Miss {
    pub(crate) got: String,
    pub(crate) why: String,
}

/// The files, one a vendor.
pub(crate) fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/expected");
    let mut out: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    out.sort();
    out
}

pub(crate) fn read(path: &Path) -> Expected {
    toml::from_str(&std::fs::read_to_string(path).unwrap())
        .unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// A difference: what was wanted and what came out.
pub(crate) type Differences = BTreeMap<String, (String, String)>;

/// Writes the table anew, at the end of the file. A reason stays as long as its miss is the same.
pub(crate) fn update(path: &Path, old: &Expected, new: &Differences) {
    let text = std::fs::read_to_string(path).unwrap();
    let kept = text.find(TABLE).and_then(|at| text.get(..at)).unwrap_or(&text).trim_end();
    let mut out = format!("{kept}\n");
    if !new.is_empty() {
        write!(out, "\n{TABLE}\n").unwrap();
    }
    for (key, (wanted, got)) in new {
        let why = old
            .known_misses
            .get(key)
            .filter(|m| m.got == *got)
            .map_or_else(|| format!("wanted {wanted}"), |m| m.why.clone());
        let quote = |text: &str| toml::Value::from(text).to_string();
        writeln!(out, "{} = {{ got = {}, why = {} }}", quote(key), quote(got), quote(&why))
            .unwrap();
    }
    std::fs::write(path, out).unwrap();
}
