//! The answer before ordering on paper, before everything else that is told of a vendor.

use super::vendor::Writer;
use super::{Block, bold, plain};
use crate::render::select::answer::{self, Reason, Reply};
use crate::report::ScreenQuestion;

impl Writer<'_> {
    pub(super) fn answer(&mut self, reply: &Reply<'_>) {
        let mut line = vec![bold(reply.answer.to_uppercase())];
        line.push(plain(format!(" · {}", reply.by)));
        self.paper.blocks.push(Block::Text(line));
        if !reply.unread.is_empty() {
            self.paper.heading(2, self.label("screen_unread"));
            self.paper.bullets(reply.unread.iter().map(|path| (*path).to_owned()));
        }
        if !reply.reasons.is_empty() {
            self.paper.heading(2, self.label("screen_reasons"));
            let items = reply.reasons.iter().map(|reason| self.reason(reason)).collect();
            self.paper.list(Some(1), items);
        }
        if !reply.arrange.is_empty() {
            self.paper.heading(2, self.label("screen_arrange"));
            self.paper.bullets(reply.arrange.iter().map(|one| one.of.text.clone()));
        }
        self.asked("screen_questions", Some(1), reply.questions);
        self.asked("screen_manual", None, reply.manual);
    }

    /// Title and status, what the policy says of it, and the passage that decides.
    fn reason(&self, reason: &Reason<'_>) -> Vec<Block> {
        let mut out = vec![Block::Text(vec![bold(&*reason.line)])];
        if !reason.of.text.is_empty() {
            out.push(Block::Text(vec![plain(&*reason.of.text)]));
        }
        if let Some(evidence) = &reason.of.evidence {
            let text = answer::quoted(evidence, usize::MAX, self.words);
            out.push(Block::Quote(vec![plain(text)]));
        }
        out
    }

    fn asked(&mut self, title: &'static str, from: Option<usize>, questions: &[ScreenQuestion]) {
        if questions.is_empty() {
            return;
        }
        self.paper.heading(2, self.words.fill(title, &[&questions.len()]));
        let line = |one: &ScreenQuestion| vec![Block::Text(vec![plain(&*one.question)])];
        self.paper.list(from, questions.iter().map(line).collect());
    }
}
