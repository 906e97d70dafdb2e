//! Two contracts clause by clause: what is the same, changed, moved, missing or added.
//!
//! In: the reference and the document, as clauses. Out: a [`Comparison`]. What must stay true: every
//! clause of either stands in exactly one entry, and the same two texts give the same entries.

use std::collections::{BTreeMap, BTreeSet};

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::report::{Comparison, Deviation, DeviationKind, Piece, PieceKind, Side};
use crate::segment::Contract;
use crate::text::{self, shingles};

/// Words in a row that are compared.
const WORDS: usize = 3;
/// Clauses that share less of these, 0 to 1, are different clauses.
const ALIKE: f32 = 0.4;
/// The same for clauses with the same number in both texts.
const ALIKE_BY_NUMBER: f32 = 0.12;
/// Words in a row that stand in more clauses than this tell nothing of any one of them.
const COMMON: usize = 40;

/// A clause of one of the two texts.
struct Unit {
    side: Side,
    /// The folded text without the clause's number.
    folded: String,
    hashes: BTreeSet<u64>,
}

/// Compares a document with a reference.
#[must_use]
pub fn compare(reference: &Contract, document: &Contract) -> Comparison {
    let (model, own) = (units(reference), units(document));
    let pairs = align(&model, &own);
    let in_order = longest_run(&pairs);
    let of_model: BTreeMap<usize, usize> = pairs.iter().map(|(m, o)| (*m, *o)).collect();
    let of_own: BTreeMap<usize, usize> = pairs.iter().map(|(m, o)| (*o, *m)).collect();
    // What is missing stands behind the clause that it followed in the reference.
    let mut placed: Vec<((usize, usize), Deviation)> = Vec::new();
    let mut after = 0;
    for (at, unit) in model.iter().enumerate() {
        match of_model.get(&at) {
            Some(there) if in_order.contains(&at) => after = there + 1,
            Some(_) => {}
            None => placed.push(((after, at + 1), lone(DeviationKind::Missing, Some(unit), None))),
        }
    }
    for (at, unit) in own.iter().enumerate() {
        let deviation = match of_own.get(&at).and_then(|m| Some((*m, model.get(*m)?))) {
            Some((m, from)) => paired(from, unit, in_order.contains(&m)),
            None => lone(DeviationKind::Added, None, Some(unit)),
        };
        placed.push(((at + 1, 0), deviation));
    }
    placed.sort_by_key(|(key, _)| *key);
    let deviations: Vec<Deviation> = placed.into_iter().map(|(_, deviation)| deviation).collect();
    let mut counts: BTreeMap<DeviationKind, usize> = BTreeMap::new();
    for deviation in &deviations {
        *counts.entry(deviation.kind).or_default() += 1;
    }
    Comparison { share: share(&deviations, model.len()), counts, clauses: deviations }
}

/// How much of the reference's clauses the document holds, 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "counts of the clauses of one document")]
fn share(deviations: &[Deviation], clauses: usize) -> f32 {
    if clauses == 0 {
        return 0.0;
    }
    let held: f32 = deviations.iter().filter(|d| d.reference.is_some()).map(|d| d.similarity).sum();
    (held / clauses as f32 * 100.0).round() / 100.0
}

fn units(contract: &Contract) -> Vec<Unit> {
    let mut out = Vec::new();
    for (index, clause) in contract.clauses.iter().enumerate().filter(|(_, c)| !c.is_heading) {
        let words = contract.raw.get(clause.body.start..clause.body.end).unwrap_or("");
        let text = text::one_blank(without_number(words, clause.label.as_deref()));
        let folded = text::fold(&text).text;
        let hashes: BTreeSet<u64> = shingles(&folded, WORDS).into_iter().collect();
        if hashes.is_empty() {
            continue;
        }
        let side = Side {
            article: contract.full_article(index),
            heading: contract.heading_text(index),
            page: clause.page,
            text,
        };
        out.push(Unit { side, folded, hashes });
    }
    out
}

/// The words of a clause behind its number: renumbering changes nothing that is agreed.
fn without_number<'t>(words: &'t str, label: Option<&str>) -> &'t str {
    let Some(label) = label else { return words };
    let head = words.split_whitespace().next().unwrap_or("");
    let spoken = head.chars().all(char::is_alphabetic) && head.len() > 3;
    let rest = if spoken { words.get(head.len()..).unwrap_or(words).trim_start() } else { words };
    let number = rest.split_whitespace().next().unwrap_or("");
    let bare = number.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() || !(label.contains(bare) || bare.contains(label)) {
        return words;
    }
    rest.get(number.len()..).unwrap_or(words).trim_start()
}

/// Pairs of clauses, each clause at most once, sorted by their place in the document.
fn align(model: &[Unit], own: &[Unit]) -> Vec<(usize, usize)> {
    let mut holders: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, unit) in model.iter().enumerate() {
        for hash in &unit.hashes {
            holders.entry(*hash).or_default().push(at);
        }
    }
    let mut alike: Vec<(f32, usize, usize)> = Vec::new();
    for (o, unit) in own.iter().enumerate() {
        let mut near: BTreeSet<usize> = BTreeSet::new();
        for hash in &unit.hashes {
            near.extend(holders.get(hash).into_iter().flatten().take(COMMON));
        }
        for m in near {
            let Some(other) = model.get(m) else { continue };
            let likeness = likeness(other, unit);
            let numbered = other.side.article.is_some() && other.side.article == unit.side.article;
            if likeness >= if numbered { ALIKE_BY_NUMBER } else { ALIKE } {
                alike.push((likeness, m, o));
            }
        }
    }
    alike.sort_by(|(a, m, o), (b, n, p)| {
        b.total_cmp(a).then(m.abs_diff(*o).cmp(&n.abs_diff(*p))).then((m, o).cmp(&(n, p)))
    });
    let (mut used_model, mut used_own) = (BTreeSet::new(), BTreeSet::new());
    let mut pairs = Vec::new();
    for (_, m, o) in alike {
        if !used_model.contains(&m) && !used_own.contains(&o) {
            used_model.insert(m);
            used_own.insert(o);
            pairs.push((m, o));
        }
    }
    pairs.sort_by_key(|(_, o)| *o);
    pairs
}

/// Share of the runs of words that two clauses have in common, 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "counts of the words of one clause")]
fn likeness(a: &Unit, b: &Unit) -> f32 {
    if a.folded == b.folded {
        return 1.0;
    }
    let common = a.hashes.intersection(&b.hashes).count();
    2.0 * common as f32 / (a.hashes.len() + b.hashes.len()).max(1) as f32
}

/// The clauses of the reference that stand in the same order in both texts: as many as possible.
fn longest_run(pairs: &[(usize, usize)]) -> BTreeSet<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(pairs.len());
    for (at, (model, _)) in pairs.iter().enumerate() {
        let before = (0..at)
            .filter(|b| pairs.get(*b).is_some_and(|(m, _)| m < model))
            .max_by_key(|b| (best.get(*b).map_or(0, |(length, _)| *length), std::cmp::Reverse(*b)));
        let length = before.and_then(|b| best.get(b)).map_or(0, |(length, _)| *length) + 1;
        best.push((length, before));
    }
    let mut last = (0..best.len())
        .max_by_key(|at| (best.get(*at).map_or(0, |(l, _)| *l), std::cmp::Reverse(*at)));
    let mut out = BTreeSet::new();
    while let Some(at) = last {
        out.extend(pairs.get(at).map(|(model, _)| *model));
        last = best.get(at).and_then(|(_, before)| *before);
    }
    out
}

fn lone(kind: DeviationKind, reference: Option<&Unit>, document: Option<&Unit>) -> Deviation {
    Deviation {
        kind,
        similarity: 0.0,
        reference: reference.map(|u| u.side.clone()),
        document: document.map(|u| u.side.clone()),
        diff: Vec::new(),
    }
}

fn paired(reference: &Unit, document: &Unit, in_order: bool) -> Deviation {
    let same = reference.folded == document.folded;
    let diff = if same { Vec::new() } else { words(&reference.side.text, &document.side.text) };
    let kind = match (in_order, same) {
        (false, _) => DeviationKind::Moved,
        (true, true) => DeviationKind::Same,
        (true, false) => DeviationKind::Changed,
    };
    Deviation {
        kind,
        similarity: (likeness(reference, document) * 100.0).round() / 100.0,
        reference: Some(reference.side.clone()),
        document: Some(document.side.clone()),
        diff,
    }
}

/// The words that went and came; case and diacritics do not count.
fn words(from: &str, to: &str) -> Vec<Piece> {
    let (old, new): (Vec<&str>, Vec<&str>) = (from.split(' ').collect(), to.split(' ').collect());
    let folded = |words: &[&str]| words.iter().map(|w| text::fold(w).text).collect::<Vec<_>>();
    let mut out: Vec<Piece> = Vec::new();
    let mut push = |kind, words: Option<&[&str]>| {
        if let Some(words) = words.filter(|w| !w.is_empty()) {
            out.push(Piece { kind, text: words.join(" ") });
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, &folded(&old), &folded(&new)) {
        let (tag, gone, come) = op.as_tag_tuple();
        match tag {
            DiffTag::Equal => push(PieceKind::Same, new.get(come)),
            DiffTag::Delete => push(PieceKind::Gone, old.get(gone)),
            DiffTag::Insert => push(PieceKind::New, new.get(come)),
            DiffTag::Replace => {
                push(PieceKind::Gone, old.get(gone));
                push(PieceKind::New, new.get(come));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;
