//! The packs' own tests: every example is a small document of its own, judged for its requirement.

use std::path::Path;

use super::{Input, assess_one};
use crate::classify::Kind;
use crate::extract::{self, Format, Limits, PdfReader};
use crate::find;
use crate::pack::{Example, Patterns, Requirement};
use crate::parties;
use crate::report::RequirementReport;
use crate::segment;

/// How an example behaved. The words are those of rule testers: a *noisy* rule sees what is not
/// there, a *missing* one does not see what is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// The status is the wanted one.
    Agrees,
    /// More was seen than is there.
    Noisy,
    /// Less was seen than is there.
    Missing,
}

/// The outcome of one example.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How it behaved.
    pub behaviour: Behaviour,
    /// The status that came out, and the frames that led to it.
    pub got: String,
    /// Values that were wanted and did not come out.
    pub values: Vec<String>,
}

/// Judges one example.
#[must_use]
pub fn run(example: &Example, requirement: &Requirement, patterns: &Patterns) -> Outcome {
    let read = extract::read(
        example.text.as_bytes(),
        Format::Markdown,
        &Limits::default(),
        PdfReader::default(),
    );
    let Ok(document) = read else { return Outcome::of(example, None) };
    let contract = segment::segment(&document, &patterns.structure);
    let parties = parties::resolve(&contract, patterns);
    let hits = find::find(&contract, &parties, patterns);
    let path = Path::new("example").to_string_lossy();
    let input = Input {
        path: &path,
        contract: &contract,
        hits: &hits,
        kind: Kind::Agreement,
        pages: 1,
        quality: 1.0,
    };
    Outcome::of(example, Some(&assess_one(input, patterns, requirement)))
}

impl Outcome {
    /// What a verdict is worth as the outcome of an example; none where its text is empty.
    #[must_use]
    pub fn of(example: &Example, verdict: Option<&RequirementReport>) -> Outcome {
        let Some(verdict) = verdict else {
            return Outcome {
                behaviour: Behaviour::Missing,
                got: "the example's text is empty".to_owned(),
                values: Vec::new(),
            };
        };
        let status = serde_json::to_value(verdict.status)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default();
        let frames: Vec<&str> = verdict.evidence.iter().map(|e| e.frame.as_str()).collect();
        let by = frames.join(", ");
        Outcome {
            behaviour: behaviour(&status, &example.status),
            values: lacking(example, verdict),
            got: if frames.is_empty() { status } else { format!("{status} by {by}") },
        }
    }
}

fn behaviour(got: &str, wanted: &str) -> Behaviour {
    let weight = |s: &str| match s {
        "met" => 2,
        "partial" => 1,
        _ => 0,
    };
    if got == wanted {
        Behaviour::Agrees
    } else if weight(got) > weight(wanted) || got == "contradicted" {
        Behaviour::Noisy
    } else {
        Behaviour::Missing
    }
}

/// The values of an example that did not come out.
fn lacking(example: &Example, verdict: &RequirementReport) -> Vec<String> {
    let plain = |v: &serde_json::Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    example
        .values
        .iter()
        .filter(|(name, wanted)| {
            let wanted = wanted.as_str().map_or_else(|| wanted.to_string(), str::to_owned);
            !verdict.values.iter().any(|v| v.name == **name && plain(&v.value) == wanted)
        })
        .map(|(name, wanted)| format!("{name} = {wanted}"))
        .collect()
}
