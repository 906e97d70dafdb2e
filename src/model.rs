//! The model behind a text: which public model agreement it was made from, and where it deviates.
//!
//! In: a contract and the fingerprints of the packs. Out: the model with the share of it that the
//! text holds. What must stay true: it is told by hashes of words in a row alone, so headings, page
//! breaks and filled-in names do not matter, and no model's text is needed.

use std::collections::{BTreeMap, BTreeSet};

use crate::pack::{Model, ModelClause, SectionKind};
use crate::report::ModelMatch;
use crate::segment::Contract;
use crate::text::shingles;

/// Words in a row that one hash stands for.
const WORDS: usize = 6;
/// Of a clause with more hashes than this, one in [`SAMPLE`] is kept.
const WHOLE: usize = 16;
const SAMPLE: u32 = 4;
/// A text that holds less of a model was not made from it.
const RECOGNISED: f32 = 0.4;
/// A clause of which the text holds less than this deviates.
const KEPT: f32 = 0.75;

/// What is agreed and explained; annexes, parties and signatures are filled in by each user.
const KINDS: [SectionKind; 3] =
    [SectionKind::Operative, SectionKind::Definitions, SectionKind::Recitals];

/// The hashes of a contract by clause number, in the order of the document.
fn by_article(contract: &Contract) -> Vec<(String, BTreeSet<u32>)> {
    let mut out: Vec<(String, BTreeSet<u32>)> = Vec::new();
    for (index, clause) in contract.clauses.iter().enumerate() {
        if clause.is_heading || clause.is_row || !KINDS.contains(&clause.kind) {
            continue;
        }
        let article = contract.full_article(index).unwrap_or_default();
        let hashes = shingles(contract.folded.get(clause.folded), WORDS).into_iter().map(short);
        match out.last_mut() {
            Some((last, all)) if *last == article => all.extend(hashes),
            _ => out.push((article, hashes.collect())),
        }
    }
    out
}

fn short(hash: u64) -> u32 {
    // The upper half, which varies most.
    (hash >> 32) as u32
}

/// Every hash of a contract, wherever it stands, sorted.
fn all(contract: &Contract) -> Vec<u32> {
    let clauses = contract.clauses.iter();
    let hashes = clauses.flat_map(|c| shingles(contract.folded.get(c.folded), WORDS));
    let mut all: Vec<u32> = hashes.map(short).collect();
    all.sort_unstable();
    all
}

fn holds(sorted: &[u32], hash: u32) -> bool {
    sorted.binary_search(&hash).is_ok()
}

/// The clauses of a fingerprint: what `contract` and every one of the `copies` share.
#[must_use]
pub fn fingerprint(contract: &Contract, copies: &[Contract]) -> Vec<ModelClause> {
    let shared: Vec<Vec<u32>> = copies.iter().map(all).collect();
    let mut clauses: Vec<ModelClause> = Vec::new();
    let mut seen = BTreeSet::new();
    for (article, mut hashes) in by_article(contract) {
        // Words that stand in several clauses tell nothing of any one of them.
        hashes.retain(|h| shared.iter().all(|copy| holds(copy, *h)) && seen.insert(*h));
        if hashes.len() > WHOLE {
            hashes.retain(|h| h % SAMPLE == 0);
        }
        if !hashes.is_empty() {
            clauses.push(ModelClause { article, hashes: hashes.into_iter().collect() });
        }
    }
    // What stands before the first number is the parties' own, unless nothing has a number.
    if clauses.iter().any(|c| !c.article.is_empty()) {
        clauses.retain(|c| !c.article.is_empty());
    }
    clauses
}

/// The model of which a contract holds the largest share, where it holds enough of one.
#[must_use]
pub fn recognise(contract: &Contract, models: &[Model]) -> Option<ModelMatch> {
    if models.is_empty() {
        return None;
    }
    let text = all(contract);
    let best = models
        .iter()
        .map(|model| (held(model, &text), model))
        .max_by(|(a, x), (b, y)| a.total_cmp(b).then_with(|| y.id.cmp(&x.id)));
    let (share, model) = best.filter(|(share, _)| *share >= RECOGNISED)?;
    Some(ModelMatch {
        id: model.id.clone(),
        title: model.title.clone(),
        version: model.version.clone(),
        share: (share * 100.0).round() / 100.0,
        deviating: deviating(model, &text),
    })
}

fn held(model: &Model, text: &[u32]) -> f32 {
    let hashes = || model.clauses.iter().flat_map(|c| &c.hashes);
    share(hashes().filter(|h| holds(text, **h)).count(), hashes().count())
}

#[expect(clippy::cast_precision_loss, reason = "counts of the words of one document")]
fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// The numbers of the clauses that the text does not hold as the model has them.
fn deviating(model: &Model, text: &[u32]) -> Vec<String> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for clause in model.clauses.iter().filter(|c| !c.article.is_empty()) {
        let (held, whole) = counts.entry(&clause.article).or_insert_with(|| {
            order.push(&clause.article);
            (0, 0)
        });
        *held += clause.hashes.iter().filter(|h| holds(text, **h)).count();
        *whole += clause.hashes.len();
    }
    let deviates = |article: &&str| {
        counts.get(article).is_some_and(|(held, whole)| share(*held, *whole) < KEPT)
    };
    order.into_iter().filter(deviates).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
