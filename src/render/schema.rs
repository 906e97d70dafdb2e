//! The JSON contract as JSON Schema, made from the types themselves.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

use super::plain_json;
use crate::report::{Difference, Report, SCHEMA_VERSION, Verification};

/// Which part of the JSON contract a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contract {
    /// What `dpascan scan --format json` writes.
    Report,
    /// What `dpascan diff --format json` writes.
    Diff,
    /// What `dpascan verify --format json` writes.
    Verify,
}

/// The JSON Schema (draft 2020-12) of what this build writes. Keys may be added to the contract,
/// so the schema allows keys that it does not know.
#[must_use]
pub fn schema(of: Contract) -> String {
    match of {
        Contract::Report => written::<Report>("Report of dpascan"),
        Contract::Diff => written::<Difference>("Report of dpascan, two compared"),
        Contract::Verify => written::<Verification>("Report of dpascan, held against documents"),
    }
}

fn written<T: JsonSchema>(title: &str) -> String {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<T>();
    schema.insert("title".into(), format!("{title}, version {SCHEMA_VERSION}").into());
    plain_json(&schema)
}
