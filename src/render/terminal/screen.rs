//! The answer before ordering, for a person at a terminal: the answer, what decides it, what to
//! arrange, what to ask, and what a person must still judge.

use super::paint::{BOLD, Look, PLAIN, Paint, RED, light_style, sign};
use crate::lang::Lang;
use crate::render::select::{DOUBTFUL, of_passage};
use crate::render::{Messages, clean, messages};
use crate::report::{Answer, Light, Report, Screen, ScreenQuestion, ScreenReason, VendorReport};

/// Quotes are cut here, in characters, unless everything is asked for.
const QUOTE: usize = 300;

/// The answer for every vendor of the report that has one.
#[must_use]
pub fn screen(report: &Report, lang: Lang, look: &Look) -> String {
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
        if let Some(screen) = &vendor.screen {
            one(vendor, screen, words, &mut paint);
        }
    }
    paint.finish()
}

fn one(vendor: &VendorReport, screen: &Screen, words: &Messages, paint: &mut Paint) {
    paint.gap();
    paint.rule();
    let (code, light) = match screen.answer {
        Answer::Go => ("screen_go", Light::Green),
        Answer::Conditions => ("screen_conditions", Light::Orange),
        Answer::NoGo => ("screen_no_go", Light::Red),
        Answer::Undecided => ("screen_undecided", Light::Grey),
    };
    let answer = words.label(code).to_uppercase();
    let by = words.fill("screen_policy", &[&screen.policy]);
    paint.block(
        0,
        &format!("{} · {answer}", vendor.vendor),
        light_style(light),
        &format!("· {by}"),
    );
    if !screen.unread.is_empty() {
        paint.gap();
        paint.heading(2, words.label("screen_unread"), RED);
        for path in &screen.unread {
            paint.text(4, path);
        }
    }
    if !screen.reasons.is_empty() {
        paint.gap();
        paint.heading(2, words.label("screen_reasons"), BOLD);
        for decides in &screen.reasons {
            reason(decides, words, paint);
        }
    }
    conditions(screen, words, paint);
    list("screen_questions", &screen.questions, true, words, paint);
    list("screen_manual", &screen.manual, false, words, paint);
    super::vendor::documents(vendor, words, paint);
}

fn reason(decides: &ScreenReason, words: &Messages, paint: &mut Paint) {
    let (mark, style) = sign(decides.status);
    let doubt = if decides.confidence < DOUBTFUL {
        format!(" ({})", words.label("check"))
    } else {
        String::new()
    };
    let text = format!(
        "{}: {}{doubt} [{}]",
        decides.title,
        words.status(decides.status),
        decides.requirement
    );
    paint.block(4, mark, style, &text);
    if !decides.text.is_empty() {
        paint.block(6, "→", PLAIN, &decides.text);
    }
    if let Some(evidence) = &decides.evidence {
        let quote = if paint.look().all {
            clean::line(&evidence.quote)
        } else {
            clean::cap(&clean::line(&evidence.quote), QUOTE)
        };
        paint.text(6, &format!("“{quote}” ({})", of_passage(words, evidence)));
    }
}

/// What to arrange, apart from what stands among the reasons already.
fn conditions(screen: &Screen, words: &Messages, paint: &mut Paint) {
    let rest: Vec<&ScreenReason> =
        screen.conditions.iter().filter(|c| !screen.reasons.contains(c)).collect();
    if rest.is_empty() {
        return;
    }
    paint.gap();
    paint.heading(2, words.label("screen_arrange"), BOLD);
    for condition in rest {
        let (mark, style) = sign(condition.status);
        paint.block(4, mark, style, &format!("{} [{}]", condition.text, condition.requirement));
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
