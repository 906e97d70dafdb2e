//! Fingerprints of public models and of a user's own: `patterns/models/*.toml`.
//!
//! In: hashes by clause, as `dpascan generate fingerprint` writes them. Out: [`Model`]. What must
//! stay true: no word of a model's text is kept, only hashes and the numbers of its clauses.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A model agreement by its hashes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The id, such as `model-vo-3.0`.
    pub id: String,
    /// The name of the model.
    pub title: String,
    /// Its version.
    pub version: String,
    /// The date of that version, `YYYY-MM-DD`, or empty.
    #[serde(default)]
    pub date: String,
    /// Where its text can be had.
    #[serde(default)]
    pub source: String,
    /// Numbers under which the model offers several wordings, of which a text holds one.
    #[serde(default)]
    pub alternatives: Vec<String>,
    /// Its clauses in order.
    #[serde(rename = "clause")]
    pub clauses: Vec<ModelClause>,
}

/// A clause of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelClause {
    /// Its number, such as `7.2`; empty for what stands before the first number.
    pub article: String,
    /// Hashes of its shingles, sorted, eight hexadecimal digits each in the file.
    #[serde(serialize_with = "written", deserialize_with = "read")]
    pub hashes: Vec<u32>,
}

fn written<S: Serializer>(hashes: &[u32], to: S) -> Result<S::Ok, S::Error> {
    if !to.is_human_readable() {
        return hashes.serialize(to);
    }
    to.serialize_str(&hashes.iter().map(|h| format!("{h:08x}")).collect::<String>())
}

fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u32>, D::Error> {
    if !from.is_human_readable() {
        return Vec::deserialize(from);
    }
    let text = String::deserialize(from)?;
    let digits: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let wrong = || serde::de::Error::custom("hashes are eight hexadecimal digits each");
    if !digits.len().is_multiple_of(8) {
        return Err(wrong());
    }
    digits
        .chunks(8)
        .map(|eight| {
            u32::from_str_radix(&eight.iter().collect::<String>(), 16).map_err(|_| wrong())
        })
        .collect()
}
