//! `patterns check`: what loads but is not whole.

use std::collections::BTreeSet;

use super::Patterns;
use super::condition::TermId;
use super::schema::{Bilingual, JudgedBy, Requirement};
use crate::lang::Lang;

/// Reason codes that a report may show.
const REASONS: [&str; 18] = [
    "vague",
    "hedged",
    "conditional",
    "no-value",
    "value-out-of-norm",
    "wrong-actor",
    "definition-only",
    "recital-only",
    "restates-law",
    "referenced-not-supplied",
    "placeholder",
    "planned",
    "outdated",
    "cost-barrier",
    "scope-limited",
    "subset",
    "table-unclear",
    "low-confidence",
];

/// Terms, beside the actors, that the program itself looks for.
const BUILT_IN: [&str; 10] = [
    "no_duty",
    "must",
    "instructions",
    "breach",
    "security_measures",
    "audit",
    "confidential",
    "delete",
    "personal_data",
    "exception",
];

/// Something in a pack that should be mended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file under `patterns/`.
    pub file: String,
    /// What is wrong.
    pub what: String,
}

/// Looks through all packs; nothing found means that they are whole. The examples are run by
/// [`crate::assess::examples`].
#[must_use]
pub fn check(patterns: &Patterns) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut used: BTreeSet<TermId> =
        super::ACTORS.iter().chain(&BUILT_IN).filter_map(|n| patterns.table.term(n)).collect();
    alternatives(patterns, &mut out);
    for requirement in &patterns.requirements {
        texts(requirement, &mut out);
        frames(requirement, &mut out);
        examples(requirement, &mut out);
        rests_on(requirement, patterns, &mut out);
        let mut terms = Vec::new();
        requirement.topic.iter().for_each(|t| t.terms(&mut terms));
        for frame in &requirement.frames {
            frame.when.terms(&mut terms);
            frame.not.iter().for_each(|n| n.terms(&mut terms));
        }
        requirement.applies.iter().for_each(|a| a.when.terms(&mut terms));
        if let Some(facets) = &requirement.facets {
            for facet in &facets.items {
                facet.not.iter().for_each(|n| n.terms(&mut terms));
                facet.when.terms(&mut terms);
            }
        }
        used.extend(terms);
        for rule in &requirement.adjust {
            if patterns.requirement(&rule.other).is_none() {
                say(
                    &mut out,
                    requirement,
                    format!("[[adjust]] names the requirement `{}`, which no pack has", rule.other),
                );
            }
        }
    }
    for (index, term) in patterns.table.terms.iter().enumerate() {
        let id = TermId(u32::try_from(index).unwrap_or(u32::MAX));
        if term.name.starts_with(['@', '"'])
            || term.name.starts_with("document:")
            || term.name.starts_with("structure:")
        {
            continue;
        }
        if !used.contains(&id) {
            out.push(Finding {
                file: term.file.clone(),
                what: format!("nothing uses the term `{}`", term.name),
            });
        }
        let lacks = Lang::ALL
            .iter()
            .filter(|l| !term.langs.contains(l))
            .map(|l| l.code())
            .collect::<Vec<_>>();
        if !lacks.is_empty() && !term.one_language {
            out.push(Finding {
                file: term.file.clone(),
                what: format!(
                    "the term `{}` has no phrases in {}; add some, or `only`",
                    term.name,
                    lacks.join(", ")
                ),
            });
        }
    }
    out.sort();
    out.dedup();
    out
}

fn say(out: &mut Vec<Finding>, requirement: &Requirement, what: String) {
    out.push(Finding { file: requirement.file.clone(), what });
}

fn texts(requirement: &Requirement, out: &mut Vec<Finding>) {
    let needed: [(&str, &Bilingual); 5] = [
        ("title", &requirement.title),
        ("why", &requirement.why),
        ("met", &requirement.met),
        ("remedy", &requirement.remedy),
        ("question", &requirement.question),
    ];
    for (name, text) in needed {
        for lang in Lang::ALL {
            if text.get(lang).trim().is_empty() {
                say(out, requirement, format!("[{name}] has no text in {}", lang.code()));
            }
        }
    }
    if !["info", "low", "medium", "high", "critical"].contains(&requirement.severity.as_str()) {
        say(out, requirement, format!("`{}` is no severity", requirement.severity));
    }
    if requirement.legal_basis.is_empty() {
        say(out, requirement, "legal_basis is empty".to_owned());
    }
}

fn frames(requirement: &Requirement, out: &mut Vec<Finding>) {
    let names: Vec<&str> = requirement.frames.iter().map(|f| f.name.as_str()).collect();
    for (index, frame) in requirement.frames.iter().enumerate() {
        if names.iter().take(index).any(|n| *n == frame.name) {
            say(out, requirement, format!("two frames have the name `{}`", frame.name));
        }
        if let Some(reason) = frame.reason.as_ref().filter(|r| !REASONS.contains(&r.as_str())) {
            say(out, requirement, format!("frame `{}`: `{reason}` is no reason code", frame.name));
        }
        for beaten in frame.beats.iter().filter(|b| !names.contains(&b.as_str())) {
            say(
                out,
                requirement,
                format!("frame `{}` beats `{beaten}`, which is no frame here", frame.name),
            );
        }
        if frame.when.required().is_empty() {
            say(
                out,
                requirement,
                format!("frame `{}` can never match: it demands no word at all", frame.name),
            );
        }
    }
    let judged = !names.is_empty() || requirement.facets.is_some();
    if !judged && requirement.judged_by == JudgedBy::Text {
        say(out, requirement, "there are neither frames nor facets".to_owned());
    }
    if judged && !requirement.judged_by.reads_text() {
        say(out, requirement, "`judged_by` stands beside frames or facets".to_owned());
    }
}

/// Whether a model offers several wordings where it says so.
fn alternatives(patterns: &Patterns, out: &mut Vec<Finding>) {
    for model in &patterns.models {
        for number in &model.alternatives {
            if model.clauses.iter().filter(|c| c.article == *number).count() < 2 {
                let what = format!("there are no two clauses `{number}` to choose from");
                out.push(Finding { file: format!("models/{}.toml", model.id), what });
            }
        }
    }
}

/// Whether what a requirement rests on is there: models, and other requirements.
fn rests_on(requirement: &Requirement, patterns: &Patterns, out: &mut Vec<Finding>) {
    let on = &requirement.rests_on;
    let is = |judged_by| requirement.judged_by == judged_by;
    for start in on.models.keys() {
        if !patterns.models.iter().any(|model| model.id.starts_with(start.as_str())) {
            say(out, requirement, format!("no model's id begins with `{start}`"));
        }
    }
    for other in on.others.iter().filter(|other| patterns.requirement(other).is_none()) {
        say(out, requirement, format!("`others` names `{other}`, which is no requirement"));
    }
    let wanted = [
        ("models", is(JudgedBy::Models), !on.models.is_empty()),
        ("others", is(JudgedBy::Others) || is(JudgedBy::Conflicts), !on.others.is_empty()),
        ("count", is(JudgedBy::Others), on.count.is_some()),
    ];
    for (key, needed, there) in wanted {
        if needed != there {
            let what = if there { "is no use with this `judged_by`" } else { "is lacking" };
            say(out, requirement, format!("`{key}` {what}"));
        }
    }
}

fn examples(requirement: &Requirement, out: &mut Vec<Finding>) {
    // What takes two documents has its examples in `dossier.toml`.
    if matches!(
        requirement.judged_by,
        JudgedBy::Person | JudgedBy::Language | JudgedBy::Conflicts | JudgedBy::Models
    ) {
        return;
    }
    for lang in Lang::ALL {
        let found = if requirement.group == super::OUTDATED { "partial" } else { "met" };
        // What does not apply where nothing is said can never be missing where something is.
        let spared = requirement.applies.is_some() || requirement.judged_by == JudgedBy::Annexes;
        let absent = if spared { "not_applicable" } else { "missing" };
        for status in [found, absent] {
            if !requirement.examples.iter().any(|e| e.lang == lang && e.status == status) {
                say(
                    out,
                    requirement,
                    format!("there is no example for `{status}` in {}", lang.code()),
                );
            }
        }
    }
    for status in requirement.examples.iter().map(|e| e.status.as_str()) {
        if !["met", "partial", "missing", "contradicted", "not_applicable"].contains(&status) {
            say(out, requirement, format!("`{status}` is no status for an example"));
        }
    }
}
