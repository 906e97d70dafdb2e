//! The JSON contract as JSON Schema, made from the types themselves.

use schemars::generate::SchemaSettings;

use super::plain_json;
use crate::report::{Report, SCHEMA_VERSION};

/// The JSON Schema (draft 2020-12) of the report that this build writes. Keys may be added to the
/// contract, so the schema allows keys that it does not know.
#[must_use]
pub fn schema() -> String {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<Report>();
    schema.insert("title".into(), format!("Report of dpascan, version {SCHEMA_VERSION}").into());
    plain_json(&schema)
}
