//! Titles on the line of their clause: "5.6 Assistance with breaches. The processor …", and
//! questions: "Who can see the data? Only our support staff."
//!
//! In: a contract with its sentences. Out: the same, with those sentences marked that are a title
//! or a question. What must stay true: words that say something by themselves stay a sentence; in
//! doubt there is no title; a question with an answer behind it in its own sentence is none.

use super::Contract;
use crate::pack::Structure;

/// Longer words, in number, are a sentence.
const WORDS: usize = 8;

/// Marks the sentence that opens a numbered clause, or one that opens in bold, as its title, where
/// it has no verb and another sentence follows it.
pub(super) fn mark(contract: &mut Contract, structure: &Structure) {
    let mut titles = Vec::new();
    for clause in &contract.clauses {
        // What a line leads in completes the words of that line.
        if clause.is_heading || clause.is_row || clause.lead_in.is_some() {
            continue;
        }
        let mut sentences = clause.sentences.clone().filter(|at| {
            // The number of a clause can stand apart: "10.1." before its title.
            contract
                .sentences
                .get(*at)
                .is_some_and(|s| contract.folded.get(s.folded).chars().any(char::is_alphabetic))
        });
        let (Some(first), Some(_)) = (sentences.next(), sentences.next()) else { continue };
        let Some(span) = contract.sentences.get(first).map(|s| s.folded) else { continue };
        let raw = contract.folded.to_raw(span, &contract.raw);
        let raw = contract.raw.get(raw.start..raw.end).unwrap_or("");
        let letters = raw.chars().filter(|c| c.is_alphabetic()).count();
        let bold = u32::try_from(letters).is_ok_and(|letters| letters == clause.opens_bold);
        let words = contract.folded.get(span);
        let words = match &clause.label {
            Some(_) => words.trim_start_matches(|c: char| !c.is_alphabetic()),
            None if bold => words,
            None => continue,
        };
        if without_verb(words, structure) {
            titles.push(first);
        }
    }
    for title in titles {
        if let Some(sentence) = contract.sentences.get_mut(title) {
            sentence.is_title = true;
        }
    }
    questions(contract, structure);
}

/// Marks the sentences that ask something, and lets each lead in the one that answers it: what
/// holds, the answer says. A row has its answer in another cell.
fn questions(contract: &mut Contract, structure: &Structure) {
    for clause in &contract.clauses {
        for at in clause.sentences.clone() {
            let Some(question) = contract.sentences.get_mut(at).filter(|s| s.lead.is_none()) else {
                continue;
            };
            let (span, text) = (question.folded, contract.folded.get(question.folded));
            let open = !clause.is_row && text.trim_end().ends_with('?');
            question.asks = open || unanswered(text, structure);
            let answer = (open && clause.sentences.contains(&(at + 1))).then_some(at + 1);
            if let Some(answer) = answer.and_then(|at| contract.sentences.get_mut(at)) {
                answer.lead = answer.lead.or(Some(span));
            }
        }
    }
}

/// Whether a question has boxes to tick behind it and none is ticked: "ISO 27001? ☐ yes ☐ no".
fn unanswered(folded: &str, structure: &Structure) -> bool {
    const TICKED: [char; 6] = ['☒', '☑', '✓', '✔', '✗', '■'];
    let Some((_, answer)) = folded.rsplit_once('?') else { return false };
    let blank = answer.contains('☐') || answer.contains("[ ]");
    let mut words = answer.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    blank && !answer.contains(TICKED) && words.all(|w| structure.choices.iter().any(|c| c == w))
}

/// Whether these few folded words only name something: no verb, no denial, no number.
pub(super) fn without_verb(folded: &str, structure: &Structure) -> bool {
    // What stands in brackets, such as an article of the law, belongs to the name.
    let (mut depth, mut outside) = (0_u32, String::new());
    for c in folded.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    if outside.contains([':', ';', '|', '@']) || !outside.trim_end().ends_with('.') {
        return false;
    }
    let lists = [
        &structure.verbs,
        &structure.finite_verbs,
        &structure.duties,
        &structure.passive,
        &structure.inverting_modals,
        &structure.inverting_verbs,
        &structure.delegates,
        &structure.denies,
    ];
    let has = |list: &[String], word: &str| list.iter().any(|known| known == word);
    let (mut count, mut before) = (0, "");
    let words = outside.split(|c: char| !c.is_alphanumeric() && c != '\'');
    for word in words.filter(|word| !word.is_empty()) {
        count += 1;
        let number = word.contains(|c: char| c.is_ascii_digit());
        let speaks = has(&structure.first_person, word) || has(&structure.second_person, word);
        // "Verzoeken stuurt Verwerker door": whatever the verb is, somebody acts.
        let subject = has(&structure.actors, word)
            && !has(&structure.prepositions, before)
            && !has(&structure.agent, before);
        if number || speaks || subject || lists.iter().any(|list| has(list, word)) {
            return false;
        }
        if !has(&structure.articles, word) {
            before = word;
        }
    }
    (1..=WORDS).contains(&count)
}
