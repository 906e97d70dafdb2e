//! The organisation's own policy: verdicts on one app or vendor → go, go on conditions, no go.
//!
//! In: a judged [`VendorReport`] and a [`Policy`]. Out: a [`Screen`]. What must stay true: the
//! answer is the policy's, never the program's; nothing is a go while a document is unread.

#[cfg(test)]
mod tests;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::assess::MANUAL;
use crate::lang::Lang;
use crate::pack::Patterns;
use crate::report::{
    Answer, Evidence, Polarity, RequirementReport, Screen, ScreenQuestion, ScreenReason, Status,
    VendorReport,
};

/// The commented policy that comes with the program.
pub const DEFAULT: &str = include_str!("policy/default.toml");

/// How many reasons decide.
const REASONS: usize = 3;
/// The group of requirements that are judged on any document, not on an agreement alone.
const GROUP: &str = "prescreen";

/// A policy that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// It is no TOML of the right shape.
    #[error("line {line}: {what}")]
    Content {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// A rule names a requirement that no pack has.
    #[error("there is no requirement `{0}`")]
    Requirement(String),
    /// It has no rules, so that everything would be a go.
    #[error("there are no rules, so that everything would be a go")]
    Empty,
    /// A rule that can never hold.
    #[error(
        "the rule on `{0}` can never hold: give `is` at least one status, and `value` with `above` or `below`"
    )]
    Never(String),
}

/// A policy: rules in the order of their weight.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its name, shown with every answer.
    pub name: String,
    /// SHA-256 of its text, in hexadecimal.
    pub hash: String,
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default, rename = "rule")]
    rules: Vec<Rule>,
}

/// What a rule may answer; what is neither is a go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RuleAnswer {
    Conditions,
    NoGo,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    requirement: String,
    is: Vec<Status>,
    answer: RuleAnswer,
    value: Option<String>,
    above: Option<f64>,
    below: Option<f64>,
    #[serde(default)]
    text: Words,
}

/// The policy's own words; one language will do.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    nl: Option<String>,
    en: Option<String>,
}

impl Words {
    fn get(&self, lang: Lang) -> Option<&str> {
        let (first, second) = match lang {
            Lang::Nl => (&self.nl, &self.en),
            Lang::En => (&self.en, &self.nl),
        };
        first.as_deref().or(second.as_deref()).filter(|text| !text.trim().is_empty())
    }
}

impl Policy {
    /// Reads a policy.
    ///
    /// # Errors
    /// What is wrong, with its line; a rule on a requirement that `patterns` do not have.
    pub fn read(text: &str, patterns: &Patterns) -> Result<Policy, PolicyError> {
        let file: File = toml::from_str(text).map_err(|e| PolicyError::Content {
            line: e
                .span()
                .map_or(1, |s| text.get(..s.start).unwrap_or("").matches('\n').count() + 1),
            what: e.message().to_owned(),
        })?;
        if file.rules.is_empty() {
            return Err(PolicyError::Empty);
        }
        for rule in &file.rules {
            if patterns.requirement(&rule.requirement).is_none() {
                return Err(PolicyError::Requirement(rule.requirement.clone()));
            }
            let bounded = rule.above.is_some() || rule.below.is_some();
            if rule.is.is_empty() || bounded != rule.value.is_some() {
                return Err(PolicyError::Never(rule.requirement.clone()));
            }
        }
        let hash = Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
        Ok(Policy { name: file.name, hash, rules: file.rules })
    }

    /// The requirements that its rules name, in order, without repetition.
    #[must_use]
    pub fn requirements(&self) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        for rule in &self.rules {
            if !out.contains(&rule.requirement.as_str()) {
                out.push(&rule.requirement);
            }
        }
        out
    }

    /// The answer for one app or vendor.
    #[must_use]
    pub fn screen(&self, vendor: &VendorReport, lang: Lang) -> Screen {
        let held: Vec<ScreenReason> = self
            .rules
            .iter()
            .filter_map(|rule| {
                let verdict = vendor.requirements.iter().find(|r| r.id == rule.requirement)?;
                rule.holds(verdict).then(|| rule.reason(verdict, lang))
            })
            .collect();
        let of = |answer| held.iter().filter(move |r: &&ScreenReason| r.answer == answer);
        let unread = unread(vendor);
        let nothing = !vendor.documents.iter().any(|d| matches!(d.status.as_str(), "read"));
        let answer = if of(Answer::NoGo).next().is_some() {
            Answer::NoGo
        } else if nothing || !unread.is_empty() {
            Answer::Undecided
        } else if of(Answer::Conditions).next().is_some() {
            Answer::Conditions
        } else {
            Answer::Go
        };
        let reasons = match answer {
            Answer::NoGo | Answer::Conditions => of(answer).take(REASONS).cloned().collect(),
            Answer::Go => self.in_favour(vendor, lang),
            Answer::Undecided => Vec::new(),
        };
        Screen {
            answer,
            policy: self.name.clone(),
            policy_hash: self.hash.clone(),
            reasons,
            conditions: of(Answer::Conditions).cloned().collect(),
            questions: questions(vendor),
            manual: vendor.requirements.iter().filter(|r| is_manual(r)).map(question).collect(),
            unread,
        }
    }

    /// What a go rests on: the first requirements of the policy that are met.
    fn in_favour(&self, vendor: &VendorReport, lang: Lang) -> Vec<ScreenReason> {
        self.requirements()
            .into_iter()
            .filter_map(|id| {
                let verdict = vendor.requirements.iter().find(|r| r.id == id)?;
                let rule = self.rules.iter().find(|r| r.requirement == id)?;
                (verdict.status == Status::Met).then(|| ScreenReason {
                    answer: Answer::Go,
                    text: String::new(),
                    ..rule.reason(verdict, lang)
                })
            })
            .take(REASONS)
            .collect()
    }
}

impl Rule {
    fn holds(&self, verdict: &RequirementReport) -> bool {
        self.is.contains(&verdict.status) && !is_manual(verdict) && self.bounds(verdict)
    }

    /// Whether a value stands outside the rule's bounds, where it has some.
    fn bounds(&self, verdict: &RequirementReport) -> bool {
        let Some(name) = &self.value else { return true };
        let numbers = verdict.values.iter().filter(|v| v.name == *name);
        numbers.filter_map(|v| v.value.as_f64()).any(|number| {
            self.above.is_some_and(|limit| number > limit)
                || self.below.is_some_and(|limit| number < limit)
        })
    }

    fn reason(&self, verdict: &RequirementReport, lang: Lang) -> ScreenReason {
        ScreenReason {
            requirement: verdict.id.clone(),
            title: verdict.title.clone(),
            status: verdict.status,
            answer: match self.answer {
                RuleAnswer::Conditions => Answer::Conditions,
                RuleAnswer::NoGo => Answer::NoGo,
            },
            text: self.text.get(lang).unwrap_or(&verdict.remedy).to_owned(),
            confidence: verdict.confidence,
            evidence: deciding(verdict).cloned(),
        }
    }
}

/// The passage that decides a verdict.
fn deciding(verdict: &RequirementReport) -> Option<&Evidence> {
    let wanted = match verdict.status {
        Status::Contradicted => Polarity::Contradicts,
        Status::Partial => Polarity::Weakens,
        _ => Polarity::Supports,
    };
    let passages = &verdict.evidence;
    passages.iter().find(|e| e.polarity == wanted).or_else(|| passages.first())
}

fn is_manual(verdict: &RequirementReport) -> bool {
    verdict.reasons.iter().any(|reason| reason == MANUAL)
}

fn unread(vendor: &VendorReport) -> Vec<String> {
    let not_wholly = |status: &str| matches!(status, "unreadable" | "partial");
    let documents = vendor.documents.iter();
    documents.filter(|d| not_wholly(&d.status)).map(|d| d.path.clone()).collect()
}

/// What to ask, the gravest first. Where there is no agreement, that it is absent is one question,
/// and not one for each of its clauses.
fn questions(vendor: &VendorReport) -> Vec<ScreenQuestion> {
    let agreement =
        vendor.documents.iter().any(|d| d.kind == "agreement" && d.status != "unreadable");
    let open = |r: &&RequirementReport| {
        matches!(
            r.status,
            Status::Contradicted | Status::Missing | Status::Partial | Status::Unknown
        ) && !is_manual(r)
            && (agreement || r.group == GROUP)
    };
    let mut asked: Vec<&RequirementReport> = vendor.requirements.iter().filter(open).collect();
    asked.sort_by_key(|r| std::cmp::Reverse(r.severity));
    asked.into_iter().map(question).collect()
}

fn question(verdict: &RequirementReport) -> ScreenQuestion {
    ScreenQuestion {
        requirement: verdict.id.clone(),
        title: verdict.title.clone(),
        question: verdict.question.to_string(),
    }
}
