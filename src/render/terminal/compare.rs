//! A comparison for a person at a terminal: the deviations in order, with the words that differ.

use super::paint::{BOLD, PLAIN, RED};
use super::{Look, Paint};
use crate::lang::Lang;
use crate::render::{clean, messages};
use crate::report::{Comparison, Deviation, DeviationKind, Piece, PieceKind, Side};

/// Words of unchanged text shown on either side of a change.
const AROUND: usize = 5;
/// Clauses that stand on one side alone are cut here, in characters, unless all is asked for.
const CLAUSE: usize = 200;

/// The comparison as text. `names` are those of the reference and of the document.
#[must_use]
pub fn comparison(found: &Comparison, names: [&str; 2], lang: Lang, look: &Look) -> String {
    let words = messages(lang);
    let mut paint = Paint::new(*look);
    paint.heading(0, &words.fill("compare_title", &[&names[1], &names[0]]), BOLD);
    paint.text(0, words.label("disclaimer"));
    let counts: Vec<String> =
        found.counts.iter().map(|(kind, n)| format!("{n} {}", words.label(label(*kind)))).collect();
    let share = format!("{:.0}", found.share * 100.0);
    paint.text(0, &format!("{} · {}", words.fill("compare_share", &[&share]), counts.join(", ")));
    for deviation in &found.clauses {
        if deviation.kind != DeviationKind::Same {
            one(deviation, words, &mut paint);
        }
    }
    if found.clauses.iter().all(|d| d.kind == DeviationKind::Same) {
        paint.gap();
        paint.text(0, words.label("compare_none"));
    }
    paint.finish()
}

fn label(kind: DeviationKind) -> &'static str {
    match kind {
        DeviationKind::Same => "compare_same",
        DeviationKind::Changed => "compare_changed",
        DeviationKind::Moved => "compare_moved",
        DeviationKind::Missing => "compare_missing",
        DeviationKind::Added => "compare_added",
    }
}

fn one(deviation: &Deviation, words: &crate::render::Messages, paint: &mut Paint) {
    let place = |side: &Side| {
        let article = side.article.as_deref().map(|a| format!("{a}, ")).unwrap_or_default();
        format!("{article}{} {}", words.label("page_short"), side.page)
    };
    let (sign, style) = match deviation.kind {
        DeviationKind::Missing => ("-", RED),
        DeviationKind::Added => ("+", BOLD),
        DeviationKind::Moved => (">", BOLD),
        DeviationKind::Same | DeviationKind::Changed => ("~", BOLD),
    };
    let at = match (&deviation.reference, &deviation.document) {
        (Some(from), Some(to)) if place(from) != place(to) => {
            format!("{} → {}", place(from), place(to))
        }
        (_, Some(side)) | (Some(side), None) => place(side),
        (None, None) => String::new(),
    };
    paint.gap();
    paint.block(0, sign, style, &format!("{} ({at})", words.label(label(deviation.kind))));
    if let Some(side) = deviation.document.as_ref().or(deviation.reference.as_ref()) {
        if let Some(heading) = &side.heading {
            paint.dim(2, heading);
        }
        if deviation.diff.is_empty() {
            let text = clean::line(&side.text);
            let text = if paint.look().all { text } else { clean::cap(&text, CLAUSE) };
            paint.text(2, &text);
            return;
        }
    }
    let all = paint.look().all;
    paint.block(2, "", PLAIN, &short(&deviation.diff, all));
    if all {
        let share = format!("{:.0}", deviation.similarity * 100.0);
        paint.lead(2, "", &words.fill("compare_alike", &[&share]));
    }
}

/// The pieces with marks that need no colour: `[-gone-]`, `{+new+}`; long unchanged words are cut.
fn short(diff: &[Piece], all: bool) -> String {
    let mut parts = Vec::new();
    for (at, piece) in diff.iter().enumerate() {
        let text = clean::line(&piece.text);
        parts.push(match piece.kind {
            PieceKind::Gone => format!("[-{text}-]"),
            PieceKind::New => format!("{{+{text}+}}"),
            PieceKind::Same if all => text,
            PieceKind::Same => cut(&text, at == 0, at + 1 == diff.len()),
        });
    }
    parts.join(" ")
}

fn cut(text: &str, first: bool, last: bool) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let head = if first { 0 } else { AROUND };
    let tail = if last { 0 } else { AROUND };
    if words.len() <= head + tail + 1 {
        return text.to_owned();
    }
    let (before, rest) = words.split_at(head);
    let (_, after) = rest.split_at(rest.len() - tail);
    [before.join(" ").as_str(), "…", after.join(" ").as_str()].join(" ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(kind: PieceKind, text: &str) -> Piece {
        Piece { kind, text: text.into() }
    }

    #[test]
    fn a_change_is_marked_without_colour_and_the_rest_is_cut() {
        let diff = [
            piece(PieceKind::Same, "one two three four five six seven eight"),
            piece(PieceKind::Gone, "24"),
            piece(PieceKind::New, "72"),
            piece(PieceKind::Same, "hours"),
        ];
        assert_eq!(short(&diff, false), "… four five six seven eight [-24-] {+72+} hours");
        assert!(short(&diff, true).starts_with("one two"));
    }

    #[test]
    fn nothing_nasty_gets_out_and_every_line_fits() {
        for nasty in clean::NASTY {
            let side = || {
                Some(Side {
                    article: Some(nasty.to_string()),
                    heading: Some(nasty.to_string()),
                    page: 1,
                    text: nasty.to_string(),
                })
            };
            let found = Comparison {
                share: 0.5,
                counts: [(DeviationKind::Changed, 1)].into(),
                clauses: vec![Deviation {
                    kind: DeviationKind::Changed,
                    similarity: 0.5,
                    reference: side(),
                    document: side(),
                    diff: vec![piece(PieceKind::Gone, nasty), piece(PieceKind::New, nasty)],
                }],
            };
            let look = Look { width: 80, color: false, all: true, suppressed: true };
            let text = comparison(&found, [nasty, nasty], Lang::En, &look);
            assert!(text.lines().all(|l| l.chars().count() <= 80));
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        }
    }
}
