//! Sentences that take a reader of words in: who is obliged, what an exception leaves of a rule,
//! and what a denial denies, in both languages.

use super::{Input, assess_one};
use crate::classify::Kind;
use crate::extract::{self, Format, Limits, PdfReader};
use crate::pack::Patterns;
use crate::report::Status;
use crate::{find, parties, segment};

/// Requirement, the statuses that are right, and the sentence in Dutch and in English.
const TRAPS: &str = include_str!("traps.tsv");

fn name(status: Status) -> &'static str {
    match status {
        Status::Met => "met",
        Status::Partial => "partial",
        Status::Missing => "missing",
        Status::Contradicted => "contradicted",
        Status::Unknown => "unknown",
        Status::NotApplicable => "not-applicable",
    }
}

fn status(text: &str, id: &str, patterns: &Patterns) -> Status {
    let document =
        extract::read(text.as_bytes(), Format::Markdown, &Limits::default(), PdfReader::default())
            .unwrap();
    let contract = segment::segment(&document, &patterns.structure);
    let parties = parties::resolve(&contract, patterns);
    let hits = find::find(&contract, &parties, patterns);
    let input = Input {
        path: "trap",
        contract: &contract,
        hits: &hits,
        kind: Kind::Agreement,
        pages: 1,
        quality: 1.0,
    };
    assess_one(input, patterns, patterns.requirement(id).unwrap()).status
}

#[test]
fn trap_sentences_take_nobody_in() {
    let patterns = Patterns::load(None).unwrap();
    let mut wrong = Vec::new();
    for line in TRAPS.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let mut cells = line.split('\t');
        let (id, wanted) = (cells.next().unwrap(), cells.next().unwrap());
        for text in cells {
            let got = name(status(text, id, &patterns));
            if !wanted.split('|').any(|w| w == got) {
                wrong.push(format!("{id}: {got}, not {wanted}: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
