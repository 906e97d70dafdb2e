//! Hits of one vendor's documents + the requirements of a profile → verdicts with evidence.
//!
//! In: the vendor's read documents. Out: one [`RequirementReport`] a requirement, in the profile's
//! order. What must stay true: every verdict but `missing` and `unknown` shows a passage; nothing
//! is `missing` while a document of the vendor is unread.

mod actor;
mod confidence;
mod evaluate;
pub mod examples;
mod frames;
mod near;
mod reference;
mod roles;
#[cfg(test)]
mod tests;
mod verdict;
mod window;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::classify::Kind;
use crate::find::Hits;
use crate::lang::Lang;
use crate::pack::{Documents, JudgedBy, OUTDATED, Patterns, Profile, Requirement, SectionKind};
use crate::report::{
    Evidence, NearMiss, Polarity, RequirementReport, Searched, Severity, Status, Value,
};
use crate::segment::Contract;
use crate::text::{self, Fold, Span};
use evaluate::Ground;
pub(crate) use reference::named as named_annexes;

/// Text below this quality, 0 to 1, cannot prove that something is missing.
const READABLE: f32 = 0.55;
/// The reason of what no text can tell: a person judges it.
pub const MANUAL: &str = "manual";
/// How many passages of a kind are shown.
const SHOWN: usize = 3;

/// A read document of the vendor.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// Path as shown in the report.
    pub path: &'a str,
    /// Its clauses.
    pub contract: &'a Contract,
    /// Its hits.
    pub hits: &'a Hits,
    /// What kind of document it is.
    pub kind: Kind,
    /// Number of pages.
    pub pages: usize,
    /// Text quality from 0 to 1.
    pub quality: f32,
}

/// A document with its windows, which every frame is tested in.
pub struct Prepared<'a> {
    input: Input<'a>,
    windows: window::Windows,
    /// What its words do in a sentence; looked up when the first frame asks who is obliged.
    roles: OnceLock<roles::Roles>,
}

impl<'a> Prepared<'a> {
    /// Builds the windows of a document.
    #[must_use]
    pub fn new(input: Input<'a>) -> Prepared<'a> {
        let windows = window::Windows::of(input.contract);
        Prepared { input, windows, roles: OnceLock::new() }
    }

    /// What conditions are tested against, where hits in sections of these kinds count.
    fn ground<'g>(&'g self, kinds: &'g [SectionKind], patterns: &'g Patterns) -> Ground<'g> {
        let Input { contract, hits, .. } = self.input;
        Ground { contract, hits, kinds, patterns, roles: &self.roles }
    }
}

impl<'a> std::ops::Deref for Prepared<'a> {
    type Target = Input<'a>;

    fn deref(&self) -> &Input<'a> {
        &self.input
    }
}

/// The documents of a vendor by what they can fill, each prepared once a way.
struct Dossier<'a> {
    inputs: &'a [Input<'a>],
    prepared: [OnceLock<Vec<Prepared<'a>>>; 3],
}

impl<'a> Dossier<'a> {
    fn new(inputs: &'a [Input<'a>]) -> Dossier<'a> {
        Dossier { inputs, prepared: Default::default() }
    }

    /// The documents that can fill such a requirement.
    fn of(&self, wanted: Documents) -> &[Prepared<'a>] {
        let place = match wanted {
            Documents::Contracts => 0,
            Documents::Statements => 1,
            // Mostly all of them are contracts, which need not be prepared a second time.
            Documents::Any if self.inputs.iter().all(|i| binds(i.kind)) => 0,
            Documents::Any => 2,
        };
        self.prepared.get(place).map_or(&[], |cell| {
            cell.get_or_init(|| {
                self.inputs
                    .iter()
                    .filter(|i| match wanted {
                        Documents::Contracts => binds(i.kind),
                        Documents::Statements => self.tells(i.kind),
                        Documents::Any => i.kind != Kind::Message,
                    })
                    .map(|i| Prepared::new(*i))
                    .collect()
            })
        })
    }

    /// Whether a document of this kind is the vendor's privacy statement. Where no document is one
    /// for sure, a text without a known title may be.
    fn tells(&self, kind: Kind) -> bool {
        if self.inputs.iter().any(|i| i.kind == Kind::PrivacyStatement) {
            return kind == Kind::PrivacyStatement;
        }
        matches!(
            kind,
            Kind::Policy | Kind::Terms | Kind::OtherContract | Kind::Other | Kind::Unknown
        )
    }
}

/// Judges every requirement of a profile over the documents of one vendor. `unread` says whether
/// documents, or pages of documents, that could hold the answer could not be read.
#[must_use]
pub fn assess(
    inputs: &[Input<'_>],
    unread: bool,
    patterns: &Patterns,
    profile: &Profile,
    lang: Lang,
) -> Vec<RequirementReport> {
    let dossier = Dossier::new(inputs);
    let verdicts: Vec<verdict::Verdict> = profile
        .requirements
        .par_iter()
        .map(|wanted| {
            patterns.requirement(&wanted.id).map_or_else(verdict::Verdict::missing, |r| {
                verdict::judge(dossier.of(r.documents), patterns, r)
            })
        })
        .collect();
    let status_of = |id: &str| {
        profile
            .requirements
            .iter()
            .position(|r| r.id == id)
            .and_then(|i| verdicts.get(i))
            .map(|v| v.status)
    };
    profile
        .requirements
        .par_iter()
        .zip(&verdicts)
        .filter_map(|(wanted, verdict)| {
            let requirement = patterns.requirement(&wanted.id)?;
            let verdict = verdict::adjust(verdict.clone(), requirement, &status_of);
            // That nothing is outdated is no gap and no news.
            if requirement.group == OUTDATED && verdict.status == Status::Missing {
                return None;
            }
            let severity = severity(wanted.severity.as_ref().unwrap_or(&requirement.severity));
            let inputs = dossier.of(requirement.documents);
            let shown = Shown { lang, near: true };
            Some(report(inputs, unread, patterns, requirement, verdict, severity, shown))
        })
        .collect()
}

/// Judges one requirement over one document: what the examples of the packs are tested with.
#[must_use]
pub fn assess_one(
    input: Input<'_>,
    patterns: &Patterns,
    requirement: &Requirement,
) -> RequirementReport {
    one(&Prepared::new(input), patterns, requirement, Shown { lang: Lang::En, near: true })
}

/// As [`assess_one`], over a document that more than one requirement is judged over, and without
/// the passages that are near where nothing is found.
#[must_use]
pub fn assess_prepared(
    input: &Prepared<'_>,
    patterns: &Patterns,
    requirement: &Requirement,
) -> RequirementReport {
    one(input, patterns, requirement, Shown { lang: Lang::En, near: false })
}

fn one(
    input: &Prepared<'_>,
    patterns: &Patterns,
    requirement: &Requirement,
    shown: Shown,
) -> RequirementReport {
    let inputs = std::slice::from_ref(input);
    let verdict = verdict::judge(inputs, patterns, requirement);
    report(inputs, false, patterns, requirement, verdict, severity(&requirement.severity), shown)
}

/// How much a report shows of a verdict.
#[derive(Clone, Copy)]
struct Shown {
    lang: Lang,
    /// Whether the nearest passages are looked for where nothing is found.
    near: bool,
}

/// How many letters of GDPR art. 28(3), of the eight, this document fulfils, whatever its kind.
#[must_use]
pub fn article_28(input: Input<'_>, patterns: &Patterns) -> usize {
    let input = Prepared::new(input);
    let inputs = std::slice::from_ref(&input);
    let found = |id: &String| {
        patterns
            .requirement(id)
            .is_some_and(|r| verdict::judge(inputs, patterns, r).status == Status::Met)
    };
    patterns.structure.article_28.iter().filter(|ids| ids.iter().any(found)).count()
}

/// Whether a document of this kind can oblige the processor. A statement, a policy or an
/// assessment tells what somebody does; it promises the controller nothing.
fn binds(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Agreement
            | Kind::Amendment
            | Kind::Annex
            | Kind::Terms
            | Kind::OtherContract
            | Kind::Unknown
    )
}

/// The severity with this name; `info` for a name that is none.
#[must_use]
pub fn severity(name: &str) -> Severity {
    match name {
        "critical" => Severity::Critical,
        "high" => Severity::High,
        "medium" => Severity::Medium,
        "low" => Severity::Low,
        _ => Severity::Info,
    }
}

fn report(
    inputs: &[Prepared<'_>],
    unread: bool,
    patterns: &Patterns,
    requirement: &Requirement,
    verdict: verdict::Verdict,
    severity: Severity,
    shown: Shown,
) -> RequirementReport {
    let Shown { lang, near } = shown;
    let verdict = match requirement.judged_by {
        JudgedBy::Language => verdict::of_language(inputs, verdict),
        // What the dossier tells is added where the documents are seen together.
        _ => verdict,
    };
    let quality = inputs.iter().map(|i| i.quality).fold(1.0, f32::min);
    let mut reasons = verdict.reasons;
    let mut status = verdict.status;
    if requirement.judged_by == JudgedBy::Person {
        status = Status::Unknown;
        reasons.push(MANUAL.to_owned());
    } else if status == Status::Missing && (unread || inputs.is_empty() || quality < READABLE) {
        status = Status::Unknown;
        let why = match () {
            () if quality < READABLE => "text-quality",
            () if unread => "unread-documents",
            () => "no-such-document",
        };
        reasons.push(why.to_owned());
    } else if status == Status::Missing && !applies(inputs, patterns, requirement) {
        status = Status::NotApplicable;
    }
    let mut evidence = Vec::new();
    let (mut values, mut told) = (Vec::new(), BTreeSet::new());
    for (found, polarity) in &verdict.found {
        let Some(input) = inputs.get(found.document) else { continue };
        let shown = evidence.iter().filter(|e: &&Evidence| e.polarity == *polarity).count();
        if shown < SHOWN.max(verdict.facets) {
            let passage = passage(input, found, *polarity);
            let same = |e: &Evidence| e.quote == passage.quote && e.document == passage.document;
            if !evidence.iter().any(same) {
                evidence.push(passage);
            }
        }
        for hit in &found.values {
            let number = hit.number.filter(|_| hit.code.is_none()).map(f64::to_bits);
            if told.insert((hit.name, hit.code.as_deref(), number, hit.unit)) {
                values.extend(value(input, hit, patterns));
            }
        }
    }
    let nothing = matches!(status, Status::Missing | Status::Unknown);
    let near_misses =
        if nothing && near { near_misses(inputs, patterns, requirement) } else { Vec::new() };
    let sure = if nothing { confidence::of_absence(&near_misses) } else { verdict.confidence };
    let confidence = if inputs.is_empty() {
        0.0
    } else {
        (sure * (0.5 + 0.5 * quality) * 100.0).round() / 100.0
    };
    RequirementReport {
        id: requirement.id.clone(),
        group: requirement.group.clone(),
        title: requirement.title.get(lang).to_string(),
        severity,
        status,
        reasons,
        confidence,
        values,
        norm: norm(requirement),
        evidence,
        searched: nothing.then(|| searched(inputs, quality)),
        near_misses,
        legal_basis: requirement.legal_basis.clone(),
        why: requirement.why.get(lang).clone(),
        remedy: requirement.remedy.get(lang).clone(),
        question: requirement.question.get(lang).clone(),
    }
}

/// The limits of a requirement's values, as a reader says them.
fn norm(requirement: &Requirement) -> Option<String> {
    let limits = requirement.norms.iter().flat_map(|norm| {
        let limit = |sign: &str, limit: Option<f64>| {
            limit.map(|limit| format!("{sign} {limit} {}", norm.value))
        };
        [limit(">=", norm.min), limit("<=", norm.max)]
    });
    let limits: Vec<String> = limits.flatten().collect();
    (!limits.is_empty()).then(|| limits.join(", "))
}

/// Whether the documents speak of what the requirement is about, where it asks for that.
fn applies(inputs: &[Prepared<'_>], patterns: &Patterns, requirement: &Requirement) -> bool {
    requirement
        .applies
        .as_ref()
        .is_none_or(|frame| inputs.iter().any(|input| frames::holds(input, patterns, frame)))
}

fn searched(inputs: &[Prepared<'_>], quality: f32) -> Searched {
    let mut languages: Vec<String> =
        inputs.iter().filter_map(|i| i.contract.language).map(str::to_owned).collect();
    languages.sort();
    languages.dedup();
    Searched {
        documents: inputs.len(),
        pages: inputs.iter().map(|i| i.pages).sum(),
        clauses: inputs
            .iter()
            .map(|i| i.contract.clauses.iter().filter(|c| !c.is_heading).count())
            .sum(),
        languages,
        quality,
    }
}

fn near_misses(
    inputs: &[Prepared<'_>],
    patterns: &Patterns,
    requirement: &Requirement,
) -> Vec<NearMiss> {
    near::nearest(inputs, patterns, requirement, SHOWN)
        .into_iter()
        .filter_map(|near| {
            let contract = inputs.get(near.document)?.contract;
            let body = contract.folded.to_raw(near.quote, &contract.raw);
            Some(NearMiss {
                document: inputs.get(near.document)?.path.to_owned(),
                page: contract.page_at(body.start),
                article: contract.article(near.clause),
                quote: with_lead(contract, near.quote, near.lead),
                lacks: vec![near.lacks.to_owned()],
            })
        })
        .collect()
}

/// The document's own words, with the words that lead them in.
fn with_lead(contract: &Contract, quote: Span<Fold>, lead: Option<Span<Fold>>) -> String {
    let words = |span: Span<Fold>| text::quote(&contract.folded, span, &contract.raw);
    let quote = words(quote);
    lead.map(words)
        .filter(|lead| !lead.is_empty())
        .map_or_else(|| quote.clone(), |lead| format!("{lead} … {quote}"))
}

/// A found passage as the report shows it: the document's own words.
fn passage(input: &Input<'_>, found: &frames::Found, polarity: Polarity) -> Evidence {
    let contract = input.contract;
    let body = contract.folded.to_raw(found.quote, &contract.raw);
    let quote = with_lead(contract, found.quote, found.lead);
    Evidence {
        ocr: contract.ocr_pages.contains(&contract.page_at(body.start)),
        document: input.path.to_owned(),
        page: contract.page_at(body.start),
        article: contract.article(found.clause),
        heading: contract.heading_text(found.clause),
        quote,
        polarity,
        frame: found.name.clone(),
        start: body.start,
        end: body.end,
    }
}

fn value(input: &Input<'_>, hit: &crate::find::ValueHit, patterns: &Patterns) -> Option<Value> {
    let contract = input.contract;
    let span =
        contract.folded.to_raw(Span::new(hit.start as usize, hit.end as usize), &contract.raw);
    let code = hit.code.as_deref();
    let country = code.filter(|_| hit.name == "country").and_then(|c| patterns.values.country(c));
    let certificate =
        code.filter(|_| hit.name == "certificate").and_then(|c| patterns.values.certificate(c));
    Some(Value {
        name: hit.name.to_owned(),
        value: match (&hit.code, hit.number) {
            (Some(code), _) => serde_json::Value::from(code.as_str()),
            (None, Some(n)) if n.fract() == 0.0 => {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "whole numbers of hours, days or euros"
                )]
                let whole = n as i64;
                serde_json::Value::from(whole)
            }
            (None, Some(n)) => serde_json::Value::from(n),
            (None, None) => return None,
        },
        unit: hit.unit.map(str::to_owned),
        label: certificate.map(|c| c.title.clone()).filter(|t| !t.is_empty()),
        class: country.map(|c| c.class_on(&patterns.as_of).code().to_owned()),
        text: text::one_blank(contract.raw.get(span.start..span.end).unwrap_or("")),
        document: input.path.to_owned(),
        page: contract.page_at(span.start),
    })
}
