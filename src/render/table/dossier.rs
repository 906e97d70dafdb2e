//! The tables of conflicts, of what people decided, and of the list of applications; a report has
//! them where there is something to tell.

use super::rows::QUOTE;
use super::{Cell, Column, Source, Table, code, count, date, hidden, maybe, shown, text};
use crate::render::clean;
use crate::render::messages::status_code;
use crate::report::{RegisterEntry, ReviewReport, VendorReport};

/// The names of these tables.
pub(in crate::render) const NAMES: [&str; 3] = ["conflicts", "reviews", "applications"];

/// A row for every passage of every conflict; `number` tells which belong together.
pub(super) fn conflicts(source: &Source<'_>) -> Table {
    const COLUMNS: &[Column] = &[
        hidden("run_id"),
        shown("vendor", 22),
        shown("number", 8),
        shown("requirement_id", 26),
        shown("title", 40),
        shown("quote", 60),
        shown("document", 36),
        shown("page", 8),
        shown("article", 10),
        shown("prevails", 36),
        shown("because", 30),
        hidden("as_of"),
    ];
    let rows = source.report.vendors.iter().flat_map(|vendor| {
        let numbered = vendor.conflicts.iter().zip(1..);
        numbered.flat_map(move |(conflict, number)| {
            let known = vendor.requirements.iter().find(|r| r.id == conflict.requirement);
            let because = conflict.because.as_ref().map_or(Cell::Empty, |because| {
                code(because, source.words.label(&format!("conflict_{because}")))
            });
            conflict.evidence.iter().map(move |passage| {
                vec![
                    source.run(),
                    text(&vendor.vendor),
                    count(number),
                    text(&conflict.requirement),
                    maybe(known.map(|r| r.title.as_str())),
                    text(&clean::cap(&passage.quote, QUOTE)),
                    text(&passage.document),
                    Cell::Whole(i64::from(passage.page)),
                    maybe(passage.article.as_deref()),
                    maybe(conflict.prevails.as_deref()),
                    because.clone(),
                    source.as_of(),
                ]
            })
        })
    });
    Table { name: "conflicts", columns: COLUMNS, rows: rows.collect() }
}

/// A row for every entry of `reviews.toml`.
pub(super) fn reviews(source: &Source<'_>) -> Table {
    const COLUMNS: &[Column] = &[
        hidden("run_id"),
        shown("vendor", 22),
        shown("requirement_id", 26),
        shown("title", 40),
        shown("verdict", 18),
        shown("was", 16),
        shown("state", 30),
        shown("until", 12),
        shown("owner", 20),
        shown("text", 60),
        hidden("as_of"),
    ];
    let row = |told: &ReviewReport| {
        let verdict = source.words.label(&format!("review_{}", told.verdict)).to_owned();
        let state = told.state.code();
        vec![
            source.run(),
            text(&told.vendor),
            text(&told.requirement),
            maybe(told.title.as_deref()),
            code(&told.verdict, &verdict),
            told.was.map_or(Cell::Empty, |was| code(status_code(was), source.words.status(was))),
            code(state, source.words.label(&format!("review_is_{state}"))),
            told.until.as_deref().map_or(Cell::Empty, date),
            text(&told.owner),
            text(&told.reason),
            source.as_of(),
        ]
    };
    let all = source.report.vendors.iter().flat_map(|vendor: &VendorReport| &vendor.reviews);
    let rows = all.chain(&source.report.unused_reviews).map(row).collect();
    Table { name: "reviews", columns: COLUMNS, rows }
}

/// A row for every line of the list of applications, and for every vendor that is not on it.
pub(super) fn applications(source: &Source<'_>) -> Table {
    const COLUMNS: &[Column] = &[
        hidden("run_id"),
        shown("vendor", 26),
        shown("product", 22),
        shown("matched", 22),
        shown("last_review", 12),
        shown("expires", 12),
        shown("notes", 44),
        hidden("as_of"),
    ];
    let row = |entry: &RegisterEntry| {
        let word = |note: &String| source.words.label(&format!("register_{note}")).to_owned();
        let words: Vec<String> = entry.notes.iter().map(word).collect();
        vec![
            source.run(),
            text(&entry.vendor),
            maybe(entry.product.as_deref()),
            maybe(entry.matched.as_deref()),
            entry.last_review.as_deref().map_or(Cell::Empty, date),
            entry.expires.as_deref().map_or(Cell::Empty, date),
            code(&entry.notes.join(", "), &words.join(", ")),
            source.as_of(),
        ]
    };
    let register = source.report.register.iter();
    let rows = register.flat_map(|list| {
        let strange = list.not_listed.iter().map(|vendor| RegisterEntry {
            vendor: vendor.clone(),
            matched: Some(vendor.clone()),
            notes: vec!["not-listed".into()],
            ..RegisterEntry::default()
        });
        list.entries.iter().cloned().chain(strange)
    });
    Table { name: "applications", columns: COLUMNS, rows: rows.map(|entry| row(&entry)).collect() }
}
