//! The answer before ordering, at the top of the page.

use super::{Links, Passage, StatusView};
use crate::render::messages::light_code;
use crate::render::select::answer::{self, Reason};
use crate::report::{ScreenQuestion, VendorReport};

/// The answer for one vendor.
pub(super) struct AnswerView {
    pub(super) vendor: String,
    pub(super) answer: String,
    pub(super) light: &'static str,
    pub(super) by: String,
    pub(super) unread: Vec<String>,
    pub(super) reasons: Vec<ReasonView>,
    pub(super) arrange: Vec<String>,
    pub(super) questions: Vec<String>,
    pub(super) manual: Vec<String>,
}

/// A rule that holds.
pub(super) struct ReasonView {
    pub(super) line: String,
    pub(super) status: StatusView,
    pub(super) text: String,
    pub(super) id: String,
    pub(super) passage: Option<Passage>,
}

impl AnswerView {
    pub(super) fn of(vendor: &VendorReport, links: &Links<'_>) -> Option<AnswerView> {
        let reply = answer::reply(vendor, links.words)?;
        let asked = |all: &[ScreenQuestion]| all.iter().map(|q| q.question.clone()).collect();
        Some(AnswerView {
            vendor: reply.vendor.to_owned(),
            answer: reply.answer.to_uppercase(),
            light: light_code(reply.light),
            unread: reply.unread.iter().map(|path| (*path).to_owned()).collect(),
            reasons: reply.reasons.iter().map(|r| reason(r, links)).collect(),
            arrange: reply.arrange.iter().map(|r| r.of.text.clone()).collect(),
            questions: asked(reply.questions),
            manual: asked(reply.manual),
            by: reply.by,
        })
    }
}

fn reason(reason: &Reason<'_>, links: &Links<'_>) -> ReasonView {
    ReasonView {
        line: reason.line.clone(),
        status: StatusView::of(reason.status, links.words),
        text: reason.of.text.clone(),
        id: reason.of.requirement.clone(),
        passage: reason.of.evidence.as_ref().map(|e| links.passage(e)),
    }
}
