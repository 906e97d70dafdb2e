//! Two readers of one page held against each other.
//!
//! Letters are compared in runs of four, without blanks, so that neither the order of columns nor
//! the spacing counts; words are named only to show a person what differs.

use std::collections::BTreeMap;

use super::super::{Disagreement, Line, Page, PageState};

/// Readers that agree on less than this share of a page's letters disagree.
const AGREED: f32 = 0.9;
/// Fewer letters than this prove nothing.
const FEW: usize = 12;
/// Text of a lower quality is none that a reader could stand for.
const PLAIN: f32 = 0.7;
/// How many words are named.
const SHOWN: usize = 12;

/// Where the two readers differ on a page; `None` where they agree well enough, or where one of
/// them has nothing to say.
pub(super) fn compare(first: &Page, second: &Page) -> Option<Disagreement> {
    // A reader that gives no text proves nothing about the other's.
    let fails = |page: &Page| page.state == PageState::Failed || page.quality < PLAIN;
    if fails(first) || fails(second) {
        return None;
    }
    let (ours, theirs) = (runs(&first.lines), runs(&second.lines));
    let size = |runs: &Runs| runs.values().sum::<usize>();
    if size(&ours).max(size(&theirs)) < FEW {
        return None;
    }
    let both = common(&ours, &theirs);
    let agreement = share(2 * both, size(&ours) + size(&theirs));
    (agreement < AGREED).then(|| Disagreement {
        page: first.number,
        agreement,
        only_hayro: words_without(&first.lines, &theirs),
        only_pdf_extract: words_without(&second.lines, &ours),
    })
}

/// The lines of `other` whose letters `page` does not have, marked as hidden: they stand on layers
/// that are switched off.
pub(super) fn unseen(page: &Page, other: &Page) -> Vec<Line> {
    let seen = runs(&page.lines);
    let is_new = |line: &&Line| {
        let own = runs(std::slice::from_ref(*line));
        let letters = own.values().sum::<usize>();
        letters >= FEW / 2 && common(&own, &seen) * 2 < letters
    };
    let hide = |line: &Line| Line { hidden: true, ..line.clone() };
    other.lines.iter().filter(is_new).map(hide).collect()
}

/// How often each run of four letters stands in a text.
type Runs = BTreeMap<[char; 4], usize>;

fn runs(lines: &[Line]) -> Runs {
    let mut out = Runs::new();
    for line in lines {
        let letters: Vec<char> = letters(&line.text).collect();
        for window in letters.windows(4) {
            if let Ok(run) = <[char; 4]>::try_from(window) {
                *out.entry(run).or_default() += 1;
            }
        }
    }
    out
}

fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

fn common(a: &Runs, b: &Runs) -> usize {
    a.iter().map(|(run, n)| b.get(run).map_or(0, |m| *n.min(m))).sum()
}

#[expect(clippy::cast_precision_loss, reason = "a page has far fewer than 2^24 letters")]
fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 { 1.0 } else { (part as f32 / whole as f32 * 1000.0).round() / 1000.0 }
}

/// The first words that the other side does not have.
fn words_without(lines: &[Line], other: &Runs) -> Vec<String> {
    let words = lines.iter().flat_map(|line| line.text.split_whitespace());
    let lacks = |word: &&str| {
        let letters: Vec<char> = letters(word).collect();
        letters.len() >= 4
            && letters.windows(4).any(|window| {
                <[char; 4]>::try_from(window).is_ok_and(|run| !other.contains_key(&run))
            })
    };
    words.filter(lacks).take(SHOWN).map(str::to_owned).collect()
}
