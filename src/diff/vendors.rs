//! Which vendor of the newer report is which of the older: by name, then by the bytes of documents,
//! since a renamed folder or file makes no other vendor. Passages tell nothing here: vendors of one
//! sector share the words of its model.

use std::collections::BTreeSet;

use crate::report::VendorReport;

type Pair<'a> = (Option<&'a VendorReport>, Option<&'a VendorReport>);

/// The vendors in pairs; one side is empty for those that only one report has.
pub(super) fn pair<'a>(old: &'a [VendorReport], new: &'a [VendorReport]) -> Vec<Pair<'a>> {
    let mut old: Vec<&VendorReport> = old.iter().collect();
    let mut new: Vec<&VendorReport> = new.iter().collect();
    let mut out: Vec<Pair<'a>> = Vec::new();
    new.retain(|after| {
        let Some(at) = old.iter().position(|before| before.vendor == after.vendor) else {
            return true;
        };
        out.push((Some(old.remove(at)), Some(after)));
        false
    });
    // Most alike first; among equals the order of the reports decides.
    while let Some((before, after)) = most_alike(&old, &new) {
        out.push((Some(old.remove(before)), Some(new.remove(after))));
    }
    out.extend(new.into_iter().map(|v| (None, Some(v))));
    out.extend(old.into_iter().map(|v| (Some(v), None)));
    out
}

/// The places of the two that share most documents, at least half of those of either.
fn most_alike(old: &[&VendorReport], new: &[&VendorReport]) -> Option<(usize, usize)> {
    let hashes = |all: &[&VendorReport]| all.iter().map(|v| documents(v)).collect::<Vec<_>>();
    let (old, new) = (hashes(old), hashes(new));
    let mut best: Option<(usize, usize, usize)> = None;
    for (a, before) in old.iter().enumerate() {
        for (b, after) in new.iter().enumerate() {
            let shared = before.intersection(after).count();
            let enough = shared > 0 && shared * 2 >= before.len().min(after.len());
            if enough && best.is_none_or(|(most, ..)| shared > most) {
                best = Some((shared, a, b));
            }
        }
    }
    best.map(|(_, a, b)| (a, b))
}

fn documents(vendor: &VendorReport) -> BTreeSet<String> {
    let hashes = vendor.documents.iter().map(|d| d.sha256.clone());
    hashes.filter(|hash| !hash.is_empty()).collect()
}
