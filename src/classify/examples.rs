//! The examples of `patterns/kinds.toml`: small documents with the kind that each must be taken for.

use super::{KindVerdict, classify};
use crate::extract::{self, Format, Limits, PdfReader};
use crate::find;
use crate::pack::{KindExample, Patterns};
use crate::parties;
use crate::segment;

/// What is wrong with an example, in words; nothing where it is taken for what it is.
#[must_use]
pub fn run(example: &KindExample, patterns: &Patterns) -> Option<String> {
    let Some(got) = classified(&example.text, patterns) else {
        return Some("the example's text is empty".to_owned());
    };
    if got.kind.code() == example.kind && got.role == example.role {
        return None;
    }
    let role = |role: &Option<String>| role.as_ref().map_or(String::new(), |r| format!(" ({r})"));
    Some(format!(
        "wanted {}{}, got {}{}: {}",
        example.kind,
        role(&example.role),
        got.kind.code(),
        role(&got.role),
        got.reason
    ))
}

fn classified(text: &str, patterns: &Patterns) -> Option<KindVerdict> {
    let read =
        extract::read(text.as_bytes(), Format::Markdown, &Limits::default(), PdfReader::default());
    let contract = segment::segment(&read.ok()?, &patterns.structure);
    let parties = parties::resolve(&contract, patterns);
    let hits = find::find(&contract, &parties, patterns);
    Some(classify(&contract, &hits, patterns))
}
