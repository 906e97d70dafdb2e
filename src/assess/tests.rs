//! Sentences that take a reader of words in: who is obliged, what an exception leaves of a rule,
//! and what a denial denies, in both languages.

use super::{Input, assess_one};
use crate::classify::Kind;
use crate::extract::{self, Format, Limits, PdfReader};
use crate::pack::Patterns;
use crate::report::{RequirementReport, Status};
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
    judged(text, id, patterns).status
}

fn judged(text: &str, id: &str, patterns: &Patterns) -> RequirementReport {
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
    assess_one(input, patterns, patterns.requirement(id).unwrap())
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

#[test]
fn an_annex_counts_where_it_is_supplied_and_filled_in() {
    let patterns = Patterns::load(None).unwrap();
    let clause = "# 5. Subverwerkers\n\nDe lijst van subverwerkers staat in Bijlage 2.\n\n";
    let judge = |annex: &str| judged(&format!("{clause}{annex}"), "subprocessors.list", &patterns);
    let without = judge("");
    assert_eq!(without.status, Status::Partial);
    assert_eq!(without.reasons, ["referenced-not-supplied"]);
    let blank = judge(
        "# Bijlage 2: Subverwerkers\n\n| Naam | Land |\n|---|---|\n| [naam invullen] | [land invullen] |\n",
    );
    assert_eq!(blank.status, Status::Missing);
    let filled = judge(
        "# Bijlage 2: Subverwerkers\n\n| Subverwerker | Land |\n|---|---|\n| Wolkenhost B.V. | Nederland |\n| Postduif B.V. | Duitsland |\n",
    );
    assert_eq!(filled.status, Status::Met);
}

#[test]
fn reservations_and_near_misses_lower_the_confidence() {
    let patterns = Patterns::load(None).unwrap();
    let sure = |text: &str| judged(text, "breach.notice", &patterns);
    let plain = sure(
        "Processor notifies the controller of every personal data breach without undue delay.",
    );
    let hedged = sure(
        "Processor shall, where possible, notify the controller of a personal data breach without undue delay.",
    );
    assert!(plain.confidence > hedged.confidence, "{} {}", plain.confidence, hedged.confidence);
    let absent = sure("The parties wish each other well.");
    let near = sure("The controller notifies the supervisory authority of a personal data breach.");
    assert_eq!((absent.status, near.status), (Status::Missing, Status::Missing));
    assert!(absent.confidence > near.confidence);
}
