//! The answer before ordering, for a person at a terminal: the answer, what decides it, what to
//! arrange, what to ask, and what a person must still judge.

use super::paint::{BOLD, Look, PLAIN, Paint, RED, light_style, sign};
use crate::lang::Lang;
use crate::render::select::answer::{self, Reason, Reply};
use crate::render::{Messages, messages};
use crate::report::{Report, ScreenQuestion};

/// Quotes are cut here, in characters, unless everything is asked for.
const QUOTE: usize = 300;

/// The answer for every vendor of a report that answers before ordering.
pub(super) fn screen(report: &Report, lang: Lang, look: &Look) -> String {
    let words = messages(lang);
    let mut paint = Paint::new(*look);
    let head = format!(
        "{} {} · {} · {} {}",
        report.tool.name,
        report.tool.version,
        words.label("screen_title"),
        words.label("as_of"),
        report.as_of
    );
    paint.heading(0, &head, BOLD);
    paint.text(0, words.label("screen_disclaimer"));
    for vendor in &report.vendors {
        if let Some(reply) = answer::reply(vendor, words) {
            one(&reply, words, &mut paint);
            super::vendor::documents(vendor, words, &mut paint);
        }
    }
    paint.finish()
}

fn one(reply: &Reply<'_>, words: &Messages, paint: &mut Paint) {
    paint.gap();
    paint.rule();
    paint.block(
        0,
        &format!("{} · {}", reply.vendor, reply.answer.to_uppercase()),
        light_style(reply.light),
        &format!("· {}", reply.by),
    );
    if !reply.unread.is_empty() {
        paint.gap();
        paint.heading(2, words.label("screen_unread"), RED);
        for path in &reply.unread {
            paint.text(4, path);
        }
    }
    if !reply.reasons.is_empty() {
        paint.gap();
        paint.heading(2, words.label("screen_reasons"), BOLD);
        for decides in &reply.reasons {
            reason(decides, words, paint);
        }
    }
    if !reply.arrange.is_empty() {
        paint.gap();
        paint.heading(2, words.label("screen_arrange"), BOLD);
        for condition in &reply.arrange {
            let (mark, style) = sign(condition.status);
            let of = condition.of;
            paint.block(4, mark, style, &format!("{} [{}]", of.text, of.requirement));
        }
    }
    list("screen_questions", reply.questions, true, words, paint);
    list("screen_manual", reply.manual, false, words, paint);
}

fn reason(decides: &Reason<'_>, words: &Messages, paint: &mut Paint) {
    let (mark, style) = sign(decides.status);
    let of = decides.of;
    paint.block(4, mark, style, &format!("{} [{}]", decides.line, of.requirement));
    if !of.text.is_empty() {
        paint.block(6, "→", PLAIN, &of.text);
    }
    if let Some(evidence) = &of.evidence {
        let most = if paint.look().all { usize::MAX } else { QUOTE };
        paint.text(6, &answer::quoted(evidence, most, words));
    }
}

fn list(
    title: &str,
    questions: &[ScreenQuestion],
    numbered: bool,
    words: &Messages,
    paint: &mut Paint,
) {
    if questions.is_empty() {
        return;
    }
    paint.gap();
    paint.heading(2, &words.fill(title, &[&questions.len()]), BOLD);
    for (at, question) in questions.iter().enumerate() {
        let lead = if numbered { format!("{}.", at + 1) } else { "☐".to_owned() };
        paint.block(4, &lead, PLAIN, &question.question);
    }
}
