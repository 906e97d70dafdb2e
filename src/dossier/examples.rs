//! The examples of `patterns/dossier.toml`, small dossiers with the findings that they must give;
//! and those of requirements that rest on a dossier, of one document.

use super::{Dossier, Paper};
use crate::assess::Input;
use crate::assess::examples::Outcome;
use crate::classify::{self, Kind};
use crate::extract::{self, Format, Limits, PdfReader};
use crate::find::{self, Hits};
use crate::lang::Lang;
use crate::model;
use crate::pack::{DossierExample, Example, Patterns, Profile, Requirement};
use crate::parties;
use crate::segment::{self, Contract};

/// A document of an example, through the stages.
pub(super) struct Read {
    name: String,
    contract: Contract,
    hits: Hits,
    kind: Kind,
    role: Option<String>,
}

/// What is wrong with an example, in words; nothing where it gives the findings that it must.
#[must_use]
pub fn run(example: &DossierExample, patterns: &Patterns) -> Option<String> {
    let read: Option<Vec<Read>> =
        example.document.iter().map(|d| read(&d.name, &d.text, patterns)).collect();
    let Some(read) = read else { return Some("the text of a document is empty".to_owned()) };
    let papers: Vec<Paper<'_>> = read.iter().map(paper).collect();
    let dossier = Dossier::of(&papers, patterns);
    let (conflicts, annexes) = (dossier.conflicts(), dossier.annexes());
    let mut found: Vec<String> = dossier
        .findings(&conflicts, &annexes, false, Lang::En)
        .into_iter()
        .map(|finding| finding.id)
        .collect();
    let mut wanted = example.finds.clone();
    found.sort();
    wanted.sort();
    let kinds: Vec<String> =
        read.iter().map(|r| format!("{}: {}", r.name, r.kind.code())).collect();
    (found != wanted).then(|| {
        format!(
            "{}: wanted {wanted:?}, got {found:?}; {}; {:?}",
            example.note,
            kinds.join(", "),
            dossier.standings()
        )
    })
}

/// Judges an example of a requirement that rests on the dossier; the document is an agreement.
#[must_use]
pub fn judge(example: &Example, requirement: &Requirement, patterns: &Patterns) -> Outcome {
    let Some(mut read) = read("example", &example.text, patterns) else {
        return Outcome::of(example, None);
    };
    read.kind = Kind::Agreement;
    let model = model::recognise(&read.contract, &patterns.models);
    let papers = [Paper { model: model.as_ref(), ..paper(&read) }];
    let dossier = Dossier::of(&papers, patterns);
    let wanted = std::iter::once(&requirement.id).chain(&requirement.rests_on.others);
    let profile = Profile::of(wanted.map(String::as_str));
    let mut verdicts = dossier.requirements(false, &profile, Lang::En);
    dossier.judge(&mut verdicts, &dossier.conflicts(), &dossier.annexes(), false);
    Outcome::of(example, verdicts.iter().find(|v| v.id == requirement.id))
}

pub(super) fn read(name: &str, text: &str, patterns: &Patterns) -> Option<Read> {
    let read =
        extract::read(text.as_bytes(), Format::Markdown, &Limits::default(), PdfReader::default());
    let contract = segment::segment(&read.ok()?, &patterns.structure);
    let parties = parties::resolve(&contract, patterns);
    let hits = find::find(&contract, &parties, patterns);
    let verdict = classify::classify(&contract, &hits, patterns);
    Some(Read { name: name.to_owned(), contract, hits, kind: verdict.kind, role: verdict.role })
}

pub(super) fn paper(read: &Read) -> Paper<'_> {
    Paper {
        has_duties: false,
        input: Input {
            path: &read.name,
            contract: &read.contract,
            hits: &read.hits,
            kind: read.kind,
            pages: 1,
            quality: 1.0,
        },
        role: read.role.as_deref(),
        flags: &[],
        model: None,
    }
}
