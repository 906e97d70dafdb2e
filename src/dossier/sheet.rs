//! What a document tells of itself: its title, version, date, signatures and blanks.

use super::signatures::{self, Signature};
use super::{Paper, dates};
use crate::find::Hit;
use crate::pack::{DossierWords, Patterns, SectionKind};
use crate::segment::Contract;
use crate::text::shingles;

/// How many clauses at the start tell title, version and date.
const HEAD: usize = 12;
/// A draft says so at once.
const TITLE: usize = 4;
/// A clause with more words is no title.
const SHORT: usize = 14;
/// A clause with more words speaks of more than its own date.
const LINE: usize = 60;
/// Words in a row by which texts are compared.
const WORDS: usize = 6;
/// How far after its word a date may stand, in bytes.
const REACH: usize = 40;

/// What a document tells of itself.
pub(super) struct Sheet {
    /// Its first line, without digits.
    pub(super) title: String,
    pub(super) version: Option<Version>,
    /// Date and what it is the date of.
    pub(super) date: Option<(String, &'static str)>,
    /// The clause that states the version, or else the date.
    pub(super) stated_at: Option<usize>,
    pub(super) signature: Option<Signature>,
    pub(super) stamp_blank: bool,
    /// Blanks to fill outside the signature block, as places in the folded text.
    pub(super) blanks: Vec<usize>,
    /// Where it calls itself a draft.
    pub(super) draft: Option<usize>,
    /// The first clause of the signature block.
    pub(super) signed_at: Option<usize>,
    /// The clause in which a signature lacks.
    pub(super) unsigned_at: Option<usize>,
    /// Hashes of its words in a row, sorted; none where there is no other document to compare with.
    words: Vec<u64>,
}

/// `2.1` as numbers that compare.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version(Vec<u32>);

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<String> = self.0.iter().map(u32::to_string).collect();
        f.write_str(&parts.join("."))
    }
}

impl Sheet {
    /// The sheet of a paper, which may be the only one of its vendor.
    pub(super) fn of(paper: &Paper<'_>, alone: bool, patterns: &Patterns) -> Sheet {
        let words = &patterns.dossier.words;
        let contract = paper.input.contract;
        let found = signatures::find(paper, words);
        let placeholder = patterns.table.term("@placeholder");
        let blanks = placeholder.map_or(&[][..], |term| paper.input.hits.of(term));
        let outside = |clause: u32| !found.clauses.contains(&(clause as usize));
        let version = version(contract, words);
        let effective = effective(contract, words).map(|(at, date)| (at, date, "effective"));
        let stated = effective.or_else(|| dated(contract).map(|(at, date)| (at, date, "dated")));
        Sheet {
            title: title(contract),
            stated_at: version.as_ref().map(|(at, _)| *at).or(stated.as_ref().map(|s| s.0)),
            version: version.map(|(_, version)| version),
            date: found
                .date
                .clone()
                .map(|date| (date, "signed"))
                .or_else(|| stated.map(|(_, date, of)| (date, of))),
            signature: found.signature,
            stamp_blank: found.stamp_blank,
            blanks: blanks
                .iter()
                .filter(|h| outside(h.clause) && !leads_to_page(contract, h))
                .map(|h| h.start as usize)
                .collect(),
            draft: draft(contract, words),
            signed_at: found.clauses.first().copied(),
            unsigned_at: found.blank_at.or(found.clauses.first().copied()),
            words: if alone { Vec::new() } else { hashes(contract) },
        }
    }

    /// Share of the words in a row that two documents have in common.
    #[expect(clippy::cast_precision_loss, reason = "counts of the words of two documents")]
    pub(super) fn likeness(&self, other: &Sheet) -> f32 {
        let both = self.words.iter().filter(|w| other.words.binary_search(w).is_ok()).count();
        let all = self.words.len() + other.words.len() - both;
        if all == 0 { 0.0 } else { both as f32 / all as f32 }
    }
}

fn hashes(contract: &Contract) -> Vec<u64> {
    let mut hashes = shingles(&contract.folded.text, WORDS);
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// Whether a blank is the row of dots in a table of contents: nothing but a number follows it.
fn leads_to_page(contract: &Contract, hit: &Hit) -> bool {
    let Some(clause) = contract.clauses.get(hit.clause as usize) else { return false };
    let rest = contract.folded.text.get(hit.end as usize..clause.folded.end).unwrap_or("");
    let number = |c: char| c.is_ascii_digit() || c == ' ' || c == '.';
    clause.kind == SectionKind::Contents || !rest.trim().is_empty() && rest.chars().all(number)
}

/// The clauses that can hold what stands above the first article.
fn head(contract: &Contract, clauses: usize) -> impl Iterator<Item = (usize, &str)> {
    contract
        .clauses
        .iter()
        .take(clauses)
        .enumerate()
        .map(|(index, clause)| (index, contract.folded.get(clause.folded)))
}

fn words_of(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(' ')
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|w| !w.is_empty())
}

fn title(contract: &Contract) -> String {
    let first = head(contract, HEAD).map(|(_, text)| text).find(|text| !text.trim().is_empty());
    let kept = words_of(first.unwrap_or("")).filter(|w| !w.contains(|c: char| c.is_ascii_digit()));
    kept.take(SHORT).collect::<Vec<_>>().join(" ")
}

/// `versie 2.1`, `version 3`, `v1.4` on the first lines.
fn version(contract: &Contract, words: &DossierWords) -> Option<(usize, Version)> {
    head(contract, HEAD).find_map(|(index, text)| {
        let mut before = "";
        for word in words_of(text).take(40) {
            let named = words.version.iter().any(|w| w.trim_end_matches('.') == before);
            let number = if named { Some(word) } else { word.strip_prefix('v') };
            let number = number.map(|n| n.strip_prefix('v').unwrap_or(n));
            if let Some(version) = number.and_then(parse).filter(|_| named || word.contains('.')) {
                return Some((index, version));
            }
            before = word;
        }
        None
    })
}

fn parse(number: &str) -> Option<Version> {
    let parts: Option<Vec<u32>> =
        number.split('.').map(|p| p.parse().ok().filter(|n| *n < 1000)).collect();
    let mut parts = parts?;
    while parts.len() > 1 && parts.last() == Some(&0) && parts.len() > 2 {
        parts.pop();
    }
    Some(Version(parts))
}

/// The date from which it counts, on the first lines.
fn effective(contract: &Contract, words: &DossierWords) -> Option<(usize, String)> {
    head(contract, HEAD).filter(|(_, text)| text.split(' ').count() <= LINE).find_map(
        |(index, text)| {
            words.effective.iter().find_map(|word| {
                let after = text.find(word.as_str())? + word.len();
                let until = text.ceil_char_boundary((after + REACH).min(text.len()));
                let found = dates::find(text.get(after..until)?).into_iter().next();
                found.map(|(_, date)| (index, date))
            })
        },
    )
}

/// The first date on the first lines.
fn dated(contract: &Contract) -> Option<(usize, String)> {
    head(contract, HEAD).filter(|(_, text)| text.split(' ').count() <= LINE).find_map(
        |(index, text)| dates::find(text).into_iter().next().map(|(_, date)| (index, date)),
    )
}

/// The clause in which the document calls itself a draft.
fn draft(contract: &Contract, words: &DossierWords) -> Option<usize> {
    let is = |text: &str, word: &str| {
        let all: Vec<&str> = words_of(text).collect();
        let wanted: Vec<&str> = words_of(word).collect();
        let short = all.len() <= SHORT;
        all.windows(wanted.len().max(1))
            .take(if short { SHORT } else { 1 })
            .any(|window| window == wanted.as_slice())
    };
    let found = head(contract, TITLE).find(|(_, text)| words.draft.iter().any(|w| is(text, w)));
    found.map(|(index, _)| index)
}
