//! Contracts that differ in one way each.

use std::sync::LazyLock;

use super::*;
use crate::extract::{self, Format, Limits, PdfReader};
use crate::pack::Patterns;
use crate::segment;

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns::load(None).unwrap());

const CLAUSES: [&str; 4] = [
    "The processor acts on the written instructions of the controller and on nothing else.",
    "The processor reports every breach to the controller within 24 hours after finding it.",
    "The processor engages nobody else without the prior written consent of the controller.",
    "After the end the processor deletes all data and confirms this to the controller in writing.",
];

fn contract(clauses: &[&str]) -> Contract {
    let mut text = "# Data processing agreement\n\n".to_owned();
    for (at, clause) in clauses.iter().enumerate() {
        text.push_str(&format!("{}. {clause}\n\n", at + 1));
    }
    let document =
        extract::read(text.as_bytes(), Format::Markdown, &Limits::default(), PdfReader::default())
            .unwrap();
    segment::segment(&document, &PATTERNS.structure)
}

fn kinds(document: &[&str]) -> Vec<DeviationKind> {
    let comparison = compare(&contract(&CLAUSES), &contract(document));
    comparison.clauses.into_iter().map(|d| d.kind).collect()
}

#[test]
fn the_same_text_has_no_deviation() {
    let comparison = compare(&contract(&CLAUSES), &contract(&CLAUSES));
    assert!(comparison.clauses.iter().all(|d| d.kind == DeviationKind::Same));
    assert!((comparison.share - 1.0).abs() < f32::EPSILON);
}

#[test]
fn a_changed_clause_shows_the_words_that_went_and_came() {
    let changed = CLAUSES.map(|c| c.replace("within 24 hours after", "within 72 hours after"));
    let changed: Vec<&str> = changed.iter().map(String::as_str).collect();
    let comparison = compare(&contract(&CLAUSES), &contract(&changed));
    let found: Vec<&Deviation> =
        comparison.clauses.iter().filter(|d| d.kind != DeviationKind::Same).collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, DeviationKind::Changed);
    let of = |kind| found[0].diff.iter().filter(move |p| p.kind == kind).map(|p| p.text.as_str());
    assert_eq!(of(PieceKind::Gone).collect::<Vec<_>>(), ["24"]);
    assert_eq!(of(PieceKind::New).collect::<Vec<_>>(), ["72"]);
}

#[test]
fn what_is_missing_stands_where_it_was_and_renumbering_is_no_change() {
    use DeviationKind::{Missing, Same};
    assert_eq!(kinds(&[CLAUSES[0], CLAUSES[2], CLAUSES[3]]), [Same, Missing, Same, Same]);
}

#[test]
fn added_and_moved_clauses_are_told_apart() {
    use DeviationKind::{Added, Moved, Same};
    let new = "Fees for any help that is given under these terms are due monthly in advance.";
    assert_eq!(
        kinds(&[CLAUSES[0], new, CLAUSES[1], CLAUSES[2], CLAUSES[3]]),
        [Same, Added, Same, Same, Same]
    );
    assert_eq!(kinds(&[CLAUSES[3], CLAUSES[0], CLAUSES[1], CLAUSES[2]]), [Moved, Same, Same, Same]);
}

#[test]
fn nothing_in_common_is_all_missing_and_all_added() {
    let comparison = compare(&contract(&CLAUSES[..1]), &contract(&["Prices rise each year."]));
    let kinds: Vec<DeviationKind> = comparison.clauses.iter().map(|d| d.kind).collect();
    assert_eq!(kinds, [DeviationKind::Missing, DeviationKind::Added]);
    assert!(comparison.share.abs() < f32::EPSILON);
}
