//! The table of the answer before ordering; only reports of `dpascan screen` have it.

use super::rows::QUOTE;
use super::{Cell, Column, Source, Table, code, count, hidden, maybe, share, shown, text};
use crate::render::clean;
use crate::render::messages::status_code;
use crate::render::select::answer::{self, Reason};
use crate::report::{ScreenQuestion, VendorReport};

/// Its name.
pub(in crate::render) const NAME: &str = "answer";

/// A row for the answer and for every part of it, in the order in which every output tells them.
/// `part` is `answer`, `unread`, `reason`, `condition`, `question` or `manual`; `answer` is that of
/// the policy as a whole, or of the rule that holds.
pub(super) fn answer(source: &Source<'_>) -> Table {
    const COLUMNS: &[Column] = &[
        hidden("run_id"),
        shown("vendor", 22),
        shown("part", 18),
        shown("number", 8),
        shown("answer", 20),
        shown("title", 40),
        shown("status", 16),
        shown("text", 60),
        shown("quote", 60),
        shown("document", 32),
        shown("page", 8),
        shown("article", 10),
        shown("requirement_id", 26),
        shown("confidence", 10),
        shown("policy", 24),
        hidden("policy_hash"),
        hidden("as_of"),
    ];
    let vendors = source.report.vendors.iter();
    let rows = vendors.flat_map(|v| rows(source, v)).collect();
    Table { name: NAME, columns: COLUMNS, rows }
}

/// What a row says besides whose it is.
#[derive(Default)]
struct Part<'a> {
    reason: Option<&'a Reason<'a>>,
    title: &'a str,
    text: &'a str,
    document: &'a str,
    id: &'a str,
}

fn rows(source: &Source<'_>, vendor: &VendorReport) -> Vec<Vec<Cell>> {
    let Some(reply) = answer::reply(vendor, source.words) else { return Vec::new() };
    let (policy, hash) =
        vendor.screen.as_ref().map_or(("", ""), |s| (s.policy.as_str(), s.policy_hash.as_str()));
    let row = |name: &str, number: usize, part: &Part<'_>| {
        let told = part.reason.map(|r| r.of);
        let evidence = told.and_then(|of| of.evidence.as_ref());
        let own = match (name, told) {
            (_, Some(of)) => code(answer::code(of.answer), answer::word(of.answer, source.words)),
            ("answer", None) => code(reply.code, reply.answer),
            _ => Cell::Empty,
        };
        let document = evidence.map_or(part.document, |e| e.document.as_str());
        vec![
            source.run(),
            text(reply.vendor),
            code(name, source.words.label(&format!("part_{name}"))),
            count(number),
            own,
            text(told.map_or(part.title, |of| of.title.as_str())),
            told.map_or(Cell::Empty, |of| {
                code(status_code(of.status), source.words.status(of.status))
            }),
            text(told.map_or(part.text, |of| of.text.as_str())),
            maybe(evidence.map(|e| clean::cap(&e.quote, QUOTE)).as_deref()),
            text(document),
            evidence.map_or(Cell::Empty, |e| Cell::Whole(i64::from(e.page))),
            maybe(evidence.and_then(|e| e.article.as_deref())),
            text(told.map_or(part.id, |of| of.requirement.as_str())),
            told.map_or(Cell::Empty, |of| share(of.confidence)),
            text(policy),
            text(hash),
            source.as_of(),
        ]
    };
    let by = Part { text: &reply.by, ..Part::default() };
    let mut out = vec![row("answer", 1, &by)];
    let mut part = |name: &str, all: Vec<Part<'_>>| {
        out.extend(all.iter().zip(1..).map(|(part, number)| row(name, number, part)));
    };
    part("unread", reply.unread.iter().map(|d| Part { document: d, ..Part::default() }).collect());
    part("reason", reasons(&reply.reasons));
    part("condition", reasons(&reply.arrange));
    part("question", questions(reply.questions));
    part("manual", questions(reply.manual));
    out
}

fn reasons<'a>(all: &'a [Reason<'a>]) -> Vec<Part<'a>> {
    all.iter().map(|reason| Part { reason: Some(reason), ..Part::default() }).collect()
}

fn questions(all: &[ScreenQuestion]) -> Vec<Part<'_>> {
    all.iter()
        .map(|q| Part { title: &q.title, text: &q.question, id: &q.requirement, ..Part::default() })
        .collect()
}
