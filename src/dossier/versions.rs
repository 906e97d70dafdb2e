//! Which of several versions counts: one text twice, an older beside a newer, a draft beside what
//! was signed.

use super::sheet::Sheet;
use super::signatures::Signature;
use super::{COPY, CURRENT, Paper};
use crate::classify::Kind;
use crate::report::Standing;

/// Texts that share so much are one text.
const SAME: f32 = 0.95;
/// Texts of one kind that share so much are versions of one another.
const VERSIONS: f32 = 0.4;
/// The same where they have the same title.
const VERSIONS_BY_TITLE: f32 = 0.15;
/// Kinds of which a vendor has one that counts; amendments and certificates stand side by side.
const REPLACED: [Kind; 5] =
    [Kind::Agreement, Kind::Annex, Kind::Terms, Kind::OtherContract, Kind::PrivacyStatement];

/// Why one document goes before another.
struct Before {
    winner: usize,
    state: &'static str,
    why: &'static str,
}

/// The standing of every document.
pub(super) fn standings(papers: &[Paper<'_>], sheets: &[Sheet]) -> Vec<Standing> {
    let mut out: Vec<Standing> = sheets.iter().map(standing).collect();
    for (first, paper) in papers.iter().enumerate() {
        for (second, other) in papers.iter().enumerate().skip(first + 1) {
            let comparable = paper.input.kind == other.input.kind
                && paper.role == other.role
                && REPLACED.contains(&paper.input.kind)
                && paper.input.contract.language == other.input.contract.language;
            let (Some(a), Some(b)) = (sheets.get(first), sheets.get(second)) else { continue };
            let Some(before) = comparable.then(|| compare((first, a), (second, b))).flatten()
            else {
                continue;
            };
            let loser = if before.winner == first { second } else { first };
            let by = papers.get(before.winner).map(|p| p.input.path.to_owned());
            if let Some(standing) = out.get_mut(loser).filter(|s| s.state == CURRENT) {
                standing.state = before.state.into();
                standing.why = Some(before.why.into());
                standing.by = by;
            }
        }
    }
    out
}

fn standing(sheet: &Sheet) -> Standing {
    Standing {
        state: CURRENT.into(),
        version: sheet.version.as_ref().map(ToString::to_string),
        date: sheet.date.as_ref().map(|(date, _)| date.clone()),
        date_of: sheet.date.as_ref().map(|(_, of)| (*of).to_owned()),
        signature: sheet.signature.map(|s| s.code().to_owned()),
        stamp_blank: sheet.stamp_blank,
        blanks: sheet.blanks.len(),
        ..Standing::default()
    }
}

/// Which of two documents of one kind goes first, where they are versions of one another and one
/// of them shows it.
fn compare((first, a): (usize, &Sheet), (second, b): (usize, &Sheet)) -> Option<Before> {
    let likeness = a.likeness(b);
    let titled = !a.title.is_empty() && a.title == b.title;
    if likeness < if titled { VERSIONS_BY_TITLE } else { VERSIONS } {
        return None;
    }
    let signed = |s: &Sheet| matches!(s.signature, Some(Signature::Digital | Signature::Signed));
    let open = |s: &Sheet| s.draft.is_some() || matches!(s.signature, Some(Signature::Blank));
    let won = |a_wins: bool, state, why| {
        Some(Before { winner: if a_wins { first } else { second }, state, why })
    };
    if signed(a) != signed(b) && (open(a) || open(b)) {
        return won(signed(a), "draft", "signed");
    }
    if a.draft.is_some() != b.draft.is_some() {
        return won(b.draft.is_some(), "draft", "final");
    }
    if let (Some(x), Some(y)) = (&a.version, &b.version)
        && x != y
    {
        return won(x > y, "superseded", "newer-version");
    }
    if let (Some((x, _)), Some((y, _))) = (&a.date, &b.date)
        && x != y
    {
        return won(x > y, "superseded", "newer-date");
    }
    // Of two copies the first by path is kept.
    if likeness >= SAME { won(true, COPY, "same-text") } else { None }
}
