//! What changed, for a person at a terminal.

use super::{VendorView, View};
use crate::lang::Lang;
use crate::render::terminal::{BOLD, DIM, GREEN, PLAIN, RED};
use crate::render::{Look, Messages, Paint, clean, messages};
use crate::report::Difference;

/// Passages are cut here, in characters, unless all is asked for.
const QUOTE: usize = 200;

/// The difference as text.
#[must_use]
pub fn difference(found: &Difference, lang: Lang, look: &Look) -> String {
    let words = messages(lang);
    let view = View::of(found, words);
    let mut paint = Paint::new(*look);
    let head = concat!("dpascan ", env!("CARGO_PKG_VERSION"));
    paint.heading(0, &format!("{head} · {}", view.title), BOLD);
    paint.text(0, words.label("disclaimer"));
    if look.all {
        for (label, origin) in ["diff_old", "diff_new"].into_iter().zip(&view.origins) {
            paint.block(0, &format!("{}:", words.label(label)), DIM, origin);
        }
    }
    for caveat in &view.caveats {
        paint.block(0, "!", RED, caveat);
    }
    paint.gap();
    paint.heading(0, words.label("summary"), BOLD);
    let width = view.counts.iter().map(|(_, label, _)| label.chars().count()).max().unwrap_or(0);
    for (code, label, count) in &view.counts {
        paint.pair(2, (sign(code), style(code)), label, width, &count.to_string());
    }
    for line in &view.moved {
        paint.text(2, line);
    }
    if view.vendors.is_empty() {
        paint.text(2, words.label("diff_none"));
    }
    for one in &view.vendors {
        paint.gap();
        vendor(one, words, &mut paint);
    }
    if view.quiet > 0 {
        paint.gap();
        paint.text(0, &words.fill("diff_quiet", &[&view.quiet]));
    }
    paint.finish()
}

fn sign(code: &str) -> &'static str {
    match code {
        "new_gap" | "worsened" => "!",
        "unclear" => "?",
        "improved" | "fixed" => "✓",
        "changed" => "~",
        _ => "·",
    }
}

fn style(code: &str) -> anstyle::Style {
    match code {
        "new_gap" | "worsened" => RED,
        "improved" | "fixed" => GREEN,
        _ => PLAIN,
    }
}

fn vendor(vendor: &VendorView, words: &Messages, paint: &mut Paint) {
    paint.rule();
    paint.block(0, &vendor.name, BOLD, &format!("· {}", vendor.standing));
    if !vendor.documents.is_empty() {
        paint.gap();
        paint.dim(2, words.label("documents"));
        for (sign, document) in &vendor.documents {
            paint.block(4, sign, BOLD, document);
        }
    }
    for part in &vendor.parts {
        paint.gap();
        paint.heading(
            2,
            &part.title.to_uppercase(),
            if style(part.code) == PLAIN { BOLD } else { style(part.code) },
        );
        for row in &part.rows {
            let text = format!("{}: {} [{}]", row.title, row.way, row.id);
            paint.block(4, sign(part.code), style(part.code), &text);
            for (sign, quote, place) in &row.passages {
                let quote = clean::line(quote);
                let quote = if paint.look().all { quote } else { clean::cap(&quote, QUOTE) };
                paint.block(8, sign, BOLD, &format!("“{quote}” ({place})"));
            }
        }
    }
}
