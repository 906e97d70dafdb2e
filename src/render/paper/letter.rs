//! The letter to a vendor: what was read, and numbered questions, each with its passage and the
//! wording that we propose.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Block, Paper, bold, capital, day, labelled, long_date, plain};
use crate::lang::Lang;
use crate::render::messages::{Messages, messages, word};
use crate::render::{clean, select};
use crate::report::{DocumentReport, Evidence, Report, RequirementReport, Status, VendorReport};

/// Longer passages are cut in a letter, in characters: the vendor has the document.
const QUOTE: usize = 500;
/// How many passages a question shows.
const PASSAGES: usize = 2;

/// Who writes the letter. What is not given stays in the letter as a blank between brackets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sender {
    /// The organisation.
    pub organisation: Option<String>,
    /// Its address, line by line.
    pub address: Vec<String>,
    /// The place before the date.
    pub place: Option<String>,
    /// Who signs.
    pub name: Option<String>,
    /// In which function.
    pub role: Option<String>,
    /// Our reference.
    pub reference: Option<String>,
    /// Within how many days an answer is asked for.
    pub reply_within_days: Option<u16>,
    /// Names and addresses of vendors, by the vendor's name in the report.
    pub addressee: BTreeMap<String, Vec<String>>,
}

/// A letter for every vendor of whom something is to be asked: the vendor's name and the letter.
#[must_use]
pub fn letters(report: &Report, lang: Lang, sender: &Sender) -> Vec<(String, Paper)> {
    let words = messages(lang);
    let of = |vendor: &VendorReport| {
        let parts = parts(vendor, words);
        let some = parts.iter().any(|part| !part.questions.is_empty());
        some.then(|| (vendor.vendor.clone(), letter(report, vendor, parts, lang, sender)))
    };
    report.vendors.iter().filter_map(of).collect()
}

/// Questions under one heading.
struct Part {
    title: &'static str,
    questions: Vec<Vec<Block>>,
}

fn letter(
    report: &Report,
    vendor: &VendorReport,
    parts: Vec<Part>,
    lang: Lang,
    sender: &Sender,
) -> Paper {
    let words = messages(lang);
    let mut paper = Paper {
        lang,
        title: capital(words.label(subject(vendor))),
        maker: format!("{} {}", report.tool.name, report.tool.version),
        made: report.generated_at.clone(),
        blocks: Vec::new(),
    };
    head(&mut paper, report, vendor, words, sender);
    let total = parts.iter().map(|part| part.questions.len()).sum::<usize>();
    // Before ordering there is nothing yet between the two to change.
    let intro = if vendor.screen.is_some() { "screen_letter_intro" } else { "letter_intro" };
    paper.text(words.fill(intro, &[&long_date(&report.as_of, lang)]));
    documents(&mut paper, vendor, words);
    paper.text(match reply_by(report, sender) {
        Some(date) => words.fill("letter_ask_by", &[&total, &long_date(&date, lang)]),
        None => words.fill("letter_ask", &[&total]),
    });
    let mut number = 1;
    for part in parts.into_iter().filter(|part| !part.questions.is_empty()) {
        paper.heading(2, words.label(part.title));
        let many = part.questions.len();
        paper.list(Some(number), part.questions);
        number += many;
    }
    close(&mut paper, words, sender);
    paper
}

/// What a letter is about: an agreement, or a product that is not ordered yet.
fn subject(vendor: &VendorReport) -> &'static str {
    if vendor.screen.is_some() { "screen_letter_subject" } else { "letter_subject" }
}

fn head(
    paper: &mut Paper,
    report: &Report,
    vendor: &VendorReport,
    words: &'static Messages,
    sender: &Sender,
) {
    let blank = |given: Option<&str>, label: &str| {
        given.map_or_else(|| words.label(label).to_owned(), str::to_owned)
    };
    let mut from = vec![blank(sender.organisation.as_deref(), "letter_organisation")];
    match sender.address.as_slice() {
        [] => from.push(words.label("letter_address").to_owned()),
        lines => from.extend_from_slice(lines),
    }
    let to = match sender.addressee.get(&vendor.vendor) {
        Some(lines) => lines.clone(),
        None => vec![
            select::legal_name(vendor),
            words.label("letter_attention").to_owned(),
            words.label("letter_vendor_address").to_owned(),
        ],
    };
    let place = blank(sender.place.as_deref(), "letter_place");
    let date = long_date(&report.generated_at, paper.lang);
    paper.blocks.push(Block::Lines(from));
    paper.blocks.push(Block::Lines(to));
    paper.text(format!("{place}, {date}"));
    let subject = words.label(subject(vendor));
    let product = select::products(vendor);
    let subject =
        if product.is_empty() { subject.to_owned() } else { format!("{subject} – {product}") };
    paper.blocks.push(labelled(words.label("letter_about"), &subject));
    if let Some(reference) = &sender.reference {
        paper.blocks.push(labelled(words.label("letter_reference"), reference));
    }
    paper.text(words.label("letter_dear"));
}

/// The documents that were read, which the questions refer to.
fn documents(paper: &mut Paper, vendor: &VendorReport, words: &Messages) {
    let read: Vec<String> = vendor
        .documents
        .iter()
        .filter(|d| matches!(d.status.as_str(), "read" | "partial"))
        .map(|d| {
            let pages = words.fill("pages", &[&d.pages]);
            let kind = word(&words.kind, &d.kind);
            let about = if d.kind == "unknown" { pages } else { format!("{kind}, {pages}") };
            format!("{} ({about})", select::file_name(&d.path))
        })
        .collect();
    if read.is_empty() {
        paper.text(words.label("letter_nothing_read"));
    } else {
        paper.text(words.label("letter_read"));
        paper.bullets(read);
    }
}

fn reply_by(report: &Report, sender: &Sender) -> Option<String> {
    let days = i64::from(sender.reply_within_days?);
    let date = day(&report.generated_at)?;
    date.checked_add(jiff::Span::new().try_days(days).ok()?).ok().map(|date| date.to_string())
}

/// What is asked, by how pressing it is; what could be accepted as it is stays out.
fn parts(vendor: &VendorReport, words: &Messages) -> Vec<Part> {
    let unread: Vec<&DocumentReport> =
        vendor.documents.iter().filter(|d| select::not_wholly(d)).collect();
    let titles = [
        ("action_repair", "letter_repair"),
        ("action_negotiate", "letter_negotiate"),
        ("action_ask", "letter_clarify"),
    ];
    let mut parts: Vec<Part> = titles
        .into_iter()
        .map(|(action, title)| {
            let asked = select::SEVERITIES.into_iter().flat_map(|severity| {
                let order = vendor.requirements.iter().filter(move |r| r.severity == severity);
                let asked = order.filter(|r| select::answer::asks(vendor, r));
                asked.filter(|r| select::action(r) == Some(action)).filter(|r| {
                    // What could not be judged for want of a document is one question: that one.
                    r.status != Status::Unknown || unread.is_empty()
                })
            });
            Part { title, questions: asked.map(|r| question(r, words)).collect() }
        })
        .collect();
    if !unread.is_empty() {
        let question = vec![unreadable(&unread, words)];
        parts.insert(0, Part { title: "letter_unread", questions: question });
    }
    parts
}

/// One numbered question: title, passage, question, proposal.
fn question(of: &RequirementReport, words: &Messages) -> Vec<Block> {
    let mut out = vec![Block::Text(vec![bold(&of.title)])];
    let passages = apart(&select::deciding(of));
    match (of.status, passages.is_empty()) {
        (Status::Unknown, true) => out.push(said(words.label("letter_unknown"))),
        (_, true) => out.push(said(words.label("letter_not_found"))),
        (Status::Contradicted, false) => out.push(said(words.label("letter_deviates"))),
        (_, false) => out.push(said(words.label("letter_in_part"))),
    }
    for passage in passages.into_iter().take(PASSAGES) {
        let quote = format!("“{}”", clean::cap(&clean::line(&passage.quote), QUOTE));
        let at = select::place(
            words,
            select::file_name(&passage.document),
            passage.page,
            passage.article.as_deref(),
        );
        out.push(Block::Quote(vec![plain(format!("{quote} ({at})"))]));
    }
    if !of.question.is_empty() {
        out.push(labelled(words.label("letter_question"), &of.question));
    }
    if !of.remedy.is_empty() {
        out.push(labelled(words.label("letter_proposal"), &of.remedy));
    }
    out
}

/// The passages without those that another one holds: frames may match a sentence and its clause.
fn apart<'a>(passages: &[&'a Evidence]) -> Vec<&'a Evidence> {
    let inside = |at: usize, one: &Evidence| {
        passages.iter().enumerate().any(|(other, long)| {
            let longer = long.quote.len() > one.quote.len() || other < at;
            other != at
                && long.document == one.document
                && longer
                && long.quote.contains(&one.quote)
        })
    };
    let kept = passages.iter().enumerate().filter(|(at, one)| !inside(*at, one));
    kept.map(|(_, one)| *one).collect()
}

fn unreadable(unread: &[&DocumentReport], words: &Messages) -> Vec<Block> {
    let mut out = vec![
        Block::Text(vec![bold(words.label("letter_unread_title"))]),
        said(words.label("letter_unread_ask")),
    ];
    for document in unread {
        let why = word(&words.unread, select::reason_code(document));
        let name = select::file_name(&document.path);
        out.push(said(&format!("– {name}: {why}")));
    }
    out
}

fn said(text: &str) -> Block {
    Block::Text(vec![plain(text)])
}

fn close(paper: &mut Paper, words: &'static Messages, sender: &Sender) {
    paper.text(words.label("letter_note"));
    paper.text(words.label("letter_close"));
    let given = |given: Option<&String>, label: &str| {
        given.map_or_else(|| words.label(label).to_owned(), Clone::clone)
    };
    paper.text(words.label("letter_regards"));
    paper.blocks.push(Block::Lines(vec![
        given(sender.organisation.as_ref(), "letter_organisation"),
        String::new(),
        String::new(),
        given(sender.name.as_ref(), "letter_name"),
        given(sender.role.as_ref(), "letter_role"),
    ]));
}
