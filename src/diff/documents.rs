//! Which document of the newer report is which of the older: by its bytes, then by its path.

use crate::report::{DocumentChange, DocumentDifference, DocumentReport};

/// What became of each document, sorted by path.
pub(super) fn differences(
    old: &[DocumentReport],
    new: &[DocumentReport],
) -> Vec<DocumentDifference> {
    let mut old: Vec<&DocumentReport> = old.iter().collect();
    let mut new: Vec<&DocumentReport> = new.iter().collect();
    let bytes = |a: &DocumentReport, b: &DocumentReport| {
        a.sha256 == b.sha256 && (!a.sha256.is_empty() || a.path == b.path)
    };
    let same = |a: &DocumentReport, b: &DocumentReport| a.path == b.path && bytes(a, b);
    let path = |a: &DocumentReport, b: &DocumentReport| a.path == b.path;
    let mut out = Vec::new();
    // The surest first: who is found again is not looked for any more.
    out.extend(take(&mut old, &mut new, DocumentChange::Unchanged, same));
    out.extend(take(&mut old, &mut new, DocumentChange::Moved, bytes));
    out.extend(take(&mut old, &mut new, DocumentChange::Changed, path));
    out.extend(new.iter().map(|d| one(DocumentChange::Added, d, None)));
    out.extend(old.iter().map(|d| one(DocumentChange::Gone, d, None)));
    out.sort_by(|a, b| (&a.path, a.change).cmp(&(&b.path, b.change)));
    out
}

/// Takes the pairs that `fits` out of both lists.
fn take(
    old: &mut Vec<&DocumentReport>,
    new: &mut Vec<&DocumentReport>,
    change: DocumentChange,
    fits: impl Fn(&DocumentReport, &DocumentReport) -> bool,
) -> Vec<DocumentDifference> {
    let mut out = Vec::new();
    new.retain(|after| {
        let Some(at) = old.iter().position(|before| fits(before, after)) else { return true };
        let before = old.remove(at);
        let was = (before.path != after.path).then(|| before.path.clone());
        out.push(one(change, after, was));
        false
    });
    out
}

fn one(
    change: DocumentChange,
    document: &DocumentReport,
    was: Option<String>,
) -> DocumentDifference {
    DocumentDifference { change, path: document.path.clone(), was, status: document.status.clone() }
}
