//! The answer before ordering: what leads, in which order and in which words, for every output.
//!
//! First the answer and whose it is, then what is unread, what decides, what to arrange besides,
//! what to ask, and what a person must still judge.

use super::{DOUBTFUL, of_passage};
use crate::render::{Messages, clean};
use crate::report::{
    Answer, Evidence, Light, Report, RequirementReport, Screen, ScreenQuestion, ScreenReason,
    Status, VendorReport,
};

/// The answer for one app or vendor, in words.
pub(in crate::render) struct Reply<'a> {
    pub(in crate::render) vendor: &'a str,
    /// The code of the answer, as JSON has it.
    pub(in crate::render) code: &'static str,
    /// `no go`.
    pub(in crate::render) answer: &'a str,
    /// The light whose colour says the answer again.
    pub(in crate::render) light: Light,
    /// Whose answer it is.
    pub(in crate::render) by: String,
    pub(in crate::render) unread: Vec<&'a str>,
    pub(in crate::render) reasons: Vec<Reason<'a>>,
    /// What to arrange, apart from what stands among the reasons already.
    pub(in crate::render) arrange: Vec<Reason<'a>>,
    pub(in crate::render) questions: &'a [ScreenQuestion],
    pub(in crate::render) manual: &'a [ScreenQuestion],
}

/// A rule that holds, in words.
pub(in crate::render) struct Reason<'a> {
    pub(in crate::render) of: &'a ScreenReason,
    pub(in crate::render) status: Status,
    /// `Advertising: deviates`, with a word where a person should look.
    pub(in crate::render) line: String,
}

/// The code of an answer, as JSON has it.
pub(in crate::render) fn code(answer: Answer) -> &'static str {
    match answer {
        Answer::Go => "go",
        Answer::Conditions => "conditions",
        Answer::NoGo => "no-go",
        Answer::Undecided => "undecided",
    }
}

/// The word for an answer.
pub(in crate::render) fn word(answer: Answer, words: &Messages) -> &str {
    words.label(match answer {
        Answer::Go => "screen_go",
        Answer::Conditions => "screen_conditions",
        Answer::NoGo => "screen_no_go",
        Answer::Undecided => "screen_undecided",
    })
}

/// The light whose colour says an answer again.
fn light(answer: Answer) -> Light {
    match answer {
        Answer::Go => Light::Green,
        Answer::Conditions => Light::Orange,
        Answer::NoGo => Light::Red,
        Answer::Undecided => Light::Grey,
    }
}

/// Whether a report answers before ordering: every vendor has an answer, and it leads.
pub(in crate::render) fn answers(report: &Report) -> bool {
    !report.vendors.is_empty() && report.vendors.iter().all(|v| v.screen.is_some())
}

/// The title of a report, and what it is not.
pub(in crate::render) fn title<'w>(report: &Report, words: &'w Messages) -> (&'w str, &'w str) {
    if answers(report) {
        (words.label("screen_heading"), words.label("screen_disclaimer"))
    } else {
        (words.label("html_title"), words.label("disclaimer"))
    }
}

/// The answer for a vendor, where it has one.
pub(in crate::render) fn reply<'a>(
    vendor: &'a VendorReport,
    words: &'a Messages,
) -> Option<Reply<'a>> {
    let screen = vendor.screen.as_ref()?;
    Some(Reply {
        vendor: &vendor.vendor,
        code: code(screen.answer),
        answer: word(screen.answer, words),
        light: light(screen.answer),
        by: words.fill("screen_policy", &[&screen.policy]),
        unread: screen.unread.iter().map(String::as_str).collect(),
        reasons: screen.reasons.iter().map(|r| reason(r, words)).collect(),
        arrange: arrange(screen).map(|r| reason(r, words)).collect(),
        questions: &screen.questions,
        manual: &screen.manual,
    })
}

fn reason<'a>(of: &'a ScreenReason, words: &Messages) -> Reason<'a> {
    let doubt = if of.confidence < DOUBTFUL {
        format!(" ({})", words.label("check"))
    } else {
        String::new()
    };
    let line = format!("{}: {}{doubt}", of.title, words.status(of.status));
    Reason { of, status: of.status, line }
}

/// What to arrange, apart from what stands among the reasons already.
fn arrange(screen: &Screen) -> impl Iterator<Item = &ScreenReason> {
    screen.conditions.iter().filter(|c| !screen.reasons.contains(c))
}

/// Whether a question about this belongs to those for the vendor: an answer has chosen its own.
pub(in crate::render) fn asks(vendor: &VendorReport, requirement: &RequirementReport) -> bool {
    let chosen = |s: &Screen| s.questions.iter().any(|q| q.requirement == requirement.id);
    vendor.screen.as_ref().is_none_or(chosen)
}

/// `“…” (file, p. 4, art. 7.2)`, cut after so many characters.
pub(in crate::render) fn quoted(evidence: &Evidence, most: usize, words: &Messages) -> String {
    let quote = clean::cap(&clean::line(&evidence.quote), most);
    format!("“{quote}” ({})", of_passage(words, evidence))
}
