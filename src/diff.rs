//! Two reports → what changed between them, by vendor and requirement.
//!
//! In: two [`Report`]s. Out: a [`Difference`]. What must stay true: only what documents say counts.
//! A passage is known by its letters, so that a move to another page, a renamed file or a new
//! number of a clause is no change; and what may have changed a verdict beside the documents (other
//! packs, another profile, another date) is said.

mod documents;
#[cfg(test)]
mod tests;
mod vendors;

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::report::{
    Caveat, Change, Difference, Evidence, Passage, Report, RequirementDifference,
    RequirementReport, SCHEMA_VERSION, Status, VendorDifference, VendorGrade, VendorReport,
};
use crate::review;
use crate::text::fold;

/// Digits of a fingerprint.
const FINGERPRINT: usize = 16;

/// What changed from `old` to `new`.
#[must_use]
pub fn diff(old: &Report, new: &Report) -> Difference {
    let mut vendors: Vec<VendorDifference> = vendors::pair(&old.vendors, &new.vendors)
        .into_iter()
        .map(|(before, after)| vendor(before, after))
        .collect();
    vendors.sort_by(|a, b| a.vendor.cmp(&b.vendor));
    let mut counts = BTreeMap::new();
    for requirement in vendors.iter().flat_map(|v| &v.requirements) {
        *counts.entry(requirement.change).or_default() += 1;
    }
    Difference {
        schema_version: SCHEMA_VERSION.into(),
        old: old.into(),
        new: new.into(),
        caveats: caveats(old, new),
        counts,
        vendors,
    }
}

fn caveats(old: &Report, new: &Report) -> Vec<Caveat> {
    // The first digits tell two hashes apart for a reader.
    let packs = |r: &Report| {
        let hash: String = r.catalogue.hash.chars().take(8).collect();
        format!("{} ({hash})", r.catalogue.version)
    };
    let mut all = Vec::new();
    let mut add = |code: &str, differs: bool, old: String, new: String| {
        if differs {
            all.push(Caveat { code: code.into(), old, new });
        }
    };
    add("profile", old.profile != new.profile, old.profile.clone(), new.profile.clone());
    add("catalogue", old.catalogue != new.catalogue, packs(old), packs(new));
    let (before, after) = (&old.tool.version, &new.tool.version);
    add("tool", before != after, before.clone(), after.clone());
    add("as_of", old.as_of != new.as_of, old.as_of.clone(), new.as_of.clone());
    let unread = |r: &Report| {
        let all = r.vendors.iter().flat_map(|v| &v.documents);
        all.filter(|d| matches!(d.status.as_str(), "unreadable" | "partial")).count()
    };
    add("unread", unread(new) > 0, unread(old).to_string(), unread(new).to_string());
    all
}

fn vendor(old: Option<&VendorReport>, new: Option<&VendorReport>) -> VendorDifference {
    let name = |v: Option<&VendorReport>| v.map(|v| v.vendor.clone()).unwrap_or_default();
    let documents = |v: Option<&VendorReport>| v.map(|v| v.documents.clone()).unwrap_or_default();
    let both = old.zip(new);
    VendorDifference {
        vendor: name(new.or(old)),
        was: both.filter(|(a, b)| a.vendor != b.vendor).map(|(a, _)| a.vendor.clone()),
        old: old.map(standing),
        new: new.map(standing),
        documents: documents::differences(&documents(old), &documents(new)),
        requirements: both.map(|(a, b)| requirements(a, b)).unwrap_or_default(),
    }
}

fn standing(vendor: &VendorReport) -> VendorGrade {
    let gaps = vendor.requirements.iter().filter(|r| gap(r.status) > 0).count();
    VendorGrade { light: vendor.light, score: vendor.score, gaps }
}

/// How grave a gap is; 0 is none.
fn gap(status: Status) -> u8 {
    match status {
        Status::Met | Status::NotApplicable | Status::Unknown => 0,
        Status::Partial => 1,
        Status::Missing => 2,
        Status::Contradicted => 3,
    }
}

fn requirements(old: &VendorReport, new: &VendorReport) -> Vec<RequirementDifference> {
    let before: BTreeMap<&str, &RequirementReport> =
        old.requirements.iter().map(|r| (r.id.as_str(), r)).collect();
    let known: BTreeSet<&str> = new.requirements.iter().map(|r| r.id.as_str()).collect();
    let both = new.requirements.iter().map(|r| (before.get(r.id.as_str()).copied(), Some(r)));
    let left = old.requirements.iter().filter(|r| !known.contains(r.id.as_str()));
    both.chain(left.map(|r| (Some(r), None)))
        .filter_map(|(old, new)| requirement(old, new))
        .collect()
}

fn requirement(
    old: Option<&RequirementReport>,
    new: Option<&RequirementReport>,
) -> Option<RequirementDifference> {
    let (before, after) = (passages(old), passages(new));
    let only = |these: &[Passage], others: &[Passage]| {
        let known: BTreeSet<&str> = others.iter().map(|p| p.fingerprint.as_str()).collect();
        let own = these.iter().filter(|p| !known.contains(p.fingerprint.as_str()));
        own.cloned().collect::<Vec<_>>()
    };
    let (went, came) = (only(&before, &after), only(&after, &before));
    let shown = new.or(old)?;
    let same = went.is_empty() && came.is_empty();
    let change = change(old.map(|r| r.status), new.map(|r| r.status), &shown.group, same);
    Some(RequirementDifference {
        id: shown.id.clone(),
        title: shown.title.clone(),
        severity: shown.severity,
        change,
        old: old.map(|r| r.status),
        new: new.map(|r| r.status),
        decided: new.and_then(|r| r.reasons.iter().find(|r| review::decided(r)).cloned()),
        went,
        came,
    })
}

/// What became of a requirement of `group`; `same`: by the same passages.
fn change(old: Option<Status>, new: Option<Status>, group: &str, same: bool) -> Change {
    let (before, after) = (old.map(gap), new.map(gap));
    let judged = |status: Option<Status>| status.is_some_and(|s| s != Status::Unknown);
    match (before, after) {
        // Findings of this group stand in a report only where there is something to tell.
        (Some(1..), None) if group == "outdated" => Change::Fixed,
        (_, None) => Change::Dropped,
        (None | Some(0), Some(1..)) => Change::New,
        (None, Some(_)) => Change::Added,
        (Some(a), Some(b)) if a == b => match (judged(old), judged(new)) {
            (true, false) => Change::Worsened,
            (false, true) => Change::Improved,
            _ if same && old == new => Change::Unchanged,
            _ => Change::Changed,
        },
        (Some(_), Some(0)) if !judged(new) => Change::Unclear,
        (Some(_), Some(0)) => Change::Fixed,
        (Some(a), Some(b)) if b > a => Change::Worsened,
        (Some(_), Some(_)) => Change::Improved,
    }
}

/// The passages of a requirement in their order, each once.
fn passages(requirement: Option<&RequirementReport>) -> Vec<Passage> {
    let mut seen = BTreeSet::new();
    let all = requirement.into_iter().flat_map(|r| r.evidence.iter().map(|e| passage(&r.id, e)));
    all.filter(|passage| seen.insert(passage.fingerprint.clone())).collect()
}

fn passage(id: &str, evidence: &Evidence) -> Passage {
    Passage {
        fingerprint: fingerprint(id, &evidence.quote),
        document: evidence.document.clone(),
        page: evidence.page,
        article: evidence.article.clone(),
        quote: evidence.quote.clone(),
    }
}

/// What knows a passage again: see [`Passage::fingerprint`].
fn fingerprint(id: &str, quote: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(id);
    for part in quote.split(" … ") {
        hash.update([0]);
        let folded = fold(without_number(part)).text;
        let letters: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
        hash.update(letters);
    }
    let hash: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    hash.chars().take(FINGERPRINT).collect()
}

/// Words before the number of a clause.
const CLAUSE: [&str; 6] = ["artikel", "article", "art.", "clause", "section", "§"];

/// A passage without the number or letter of its clause: `4.3 De …`, `a) de …`, `Artikel 7. De …`.
fn without_number(passage: &str) -> &str {
    let Some((first, rest)) = passage.trim_start().split_once(' ') else { return passage };
    if CLAUSE.contains(&first.to_lowercase().as_str())
        && rest.starts_with(|c: char| c.is_ascii_digit())
    {
        return rest.split_once(' ').map_or(passage, |(_, words)| words);
    }
    let inside = first.trim_matches(['(', ')', '.', ':']);
    let marked = first.len() > inside.len();
    let number = inside.starts_with(|c: char| c.is_ascii_digit())
        && inside.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '(' | ')'))
        && inside.chars().filter(char::is_ascii_alphabetic).count() <= 2;
    let letter = marked
        && inside.chars().count() <= 4
        && inside.chars().all(|c| c.is_ascii_lowercase())
        && (inside.len() == 1 || inside.chars().all(|c| matches!(c, 'i' | 'v' | 'x')));
    let dotted = number && (marked || inside.contains('.'));
    if dotted || letter { rest } else { passage }
}
