//! The model behind a text: which public model agreement it was made from, and where it deviates.
//!
//! In: a contract and the fingerprints of the packs. Out: the model with the share of it that the
//! text holds, and the share of the text that is the model's. What must stay true: it is told by
//! hashes of words in a row alone, so headings, page breaks and filled-in names do not matter, and
//! no model's text is needed.

use std::collections::BTreeSet;

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
/// An agreement of one's own that annexes or quotes a model was not made from it. It is told by its
/// length: what it agrees in other words, beyond those that stand in the place of the model's, is
/// more than this share of the model. Filled-in copies come to a tenth, a DPA with the European
/// clauses for transfers behind it to eight tenths.
const OWN: f32 = 0.5;

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

/// Whether a fingerprint keeps this hash of any clause, however long.
fn sampled(hash: u32) -> bool {
    hash.is_multiple_of(SAMPLE)
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
            hashes.retain(|h| sampled(*h));
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

/// The model that a contract was made from: of those of which it holds enough, and that it does not
/// merely annex or quote, the one of which it holds the largest share.
#[must_use]
pub fn recognise(contract: &Contract, models: &[Model]) -> Option<ModelMatch> {
    if models.is_empty() {
        return None;
    }
    let text = all(contract);
    let held = |model| (share_held(&counts(model, &text)), model);
    let mut known: Vec<(f32, &Model)> =
        models.iter().map(held).filter(|(share, _)| *share >= RECOGNISED).collect();
    if known.is_empty() {
        return None;
    }
    let agreed = agreed(contract);
    known.retain(|(_, model)| Sizes::of(model, &agreed, &text).is_made_from());
    let (share, model) =
        known.into_iter().max_by(|(a, x), (b, y)| a.total_cmp(b).then_with(|| y.id.cmp(&x.id)))?;
    Some(ModelMatch {
        id: model.id.clone(),
        title: model.title.clone(),
        version: model.version.clone(),
        share: hundredths(share),
        of_document: Some(hundredths(Sizes::of(model, &agreed, &text).share_of_document())),
        deviating: deviating(&counts(model, &text)),
    })
}

fn hundredths(share: f32) -> f32 {
    (share * 100.0).round() / 100.0
}

/// The sampled hashes of what a contract agrees and explains.
fn agreed(contract: &Contract) -> BTreeSet<u32> {
    by_article(contract)
        .into_iter()
        .flat_map(|(_, hashes)| hashes)
        .filter(|h| sampled(*h))
        .collect()
}

/// How much of a text and of a model are the same, in sampled hashes.
struct Sizes {
    /// The model's that the text holds, in its annexes too: a text may be an annex as a whole.
    shared: usize,
    /// The model's that it does not hold.
    missing: usize,
    /// What the text agrees in words of its own.
    own: usize,
}

impl Sizes {
    fn of(model: &Model, agreed: &BTreeSet<u32>, text: &[u32]) -> Sizes {
        let hashes = model.clauses.iter().flat_map(|c| &c.hashes).copied();
        let known: BTreeSet<u32> = hashes.filter(|h| sampled(*h)).collect();
        let shared = known.iter().filter(|h| holds(text, **h)).count();
        Sizes { shared, missing: known.len() - shared, own: agreed.difference(&known).count() }
    }

    fn is_made_from(&self) -> bool {
        share(self.own.saturating_sub(self.missing), self.shared + self.missing) <= OWN
    }

    fn share_of_document(&self) -> f32 {
        share(self.shared, self.shared + self.own)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of the words of one document")]
fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// What a text holds of the clauses of one number.
struct Count<'m> {
    article: &'m str,
    held: usize,
    whole: usize,
}

impl Count<'_> {
    fn share(&self) -> f32 {
        share(self.held, self.whole)
    }
}

/// What a text holds of a model, number by number. Where the model leaves a choice, the wording
/// counts of which the text holds most.
fn counts<'m>(model: &'m Model, text: &[u32]) -> Vec<Count<'m>> {
    let mut counts: Vec<Count<'m>> = Vec::new();
    for clause in &model.clauses {
        let held = clause.hashes.iter().filter(|h| holds(text, **h)).count();
        let one = Count { article: &clause.article, held, whole: clause.hashes.len() };
        match counts.iter_mut().find(|c| c.article == one.article) {
            None => counts.push(one),
            Some(known) if model.alternatives.contains(&clause.article) => {
                if one.share() > known.share() {
                    *known = one;
                }
            }
            Some(known) => {
                known.held += one.held;
                known.whole += one.whole;
            }
        }
    }
    counts
}

fn share_held(counts: &[Count<'_>]) -> f32 {
    share(counts.iter().map(|c| c.held).sum(), counts.iter().map(|c| c.whole).sum())
}

/// The numbers of the clauses that the text does not hold as the model has them.
fn deviating(counts: &[Count<'_>]) -> Vec<String> {
    let numbered = counts.iter().filter(|c| !c.article.is_empty());
    numbered.filter(|c| c.share() < KEPT).map(|c| c.article.to_owned()).collect()
}

#[cfg(test)]
mod tests;
