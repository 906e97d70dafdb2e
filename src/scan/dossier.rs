//! What a scan hands to the dossier, and `dossier.dpa-present`: whether a vendor has an agreement
//! at all. No pattern can find that.

use super::Settings;
use super::read::Text;
use crate::assess::Input;
use crate::dossier::{Dossier, Paper};
use crate::render::messages;
use crate::report::{DocumentReport, Evidence, RequirementReport, Searched, Severity, Status};
use crate::review::{self, Passages};

/// The requirement's id.
pub(super) const ID: &str = "dossier.dpa-present";

/// The verdict, or nothing where the profile judges documents that are no agreements.
pub(super) fn present(
    settings: &Settings<'_>,
    dossier: &Dossier<'_>,
    documents: &[DocumentReport],
) -> Option<RequirementReport> {
    let ids = || settings.profile.requirements.iter().map(|r| r.id.as_str());
    if ids().any(|id| id.starts_with("statement.") || id.starts_with("prescreen.")) {
        return None;
    }
    let unread = documents.iter().any(|d| matches!(d.status.as_str(), "unreadable" | "partial"));
    let (status, reasons): (Status, Vec<String>) = if dossier.has_agreement() {
        (Status::Met, vec![])
    } else if unread {
        (Status::Unknown, vec!["unreadable".into()])
    } else if dossier.has_duties() {
        (Status::Missing, vec!["no-agreement".into(), "terms-judged".into()])
    } else {
        (Status::Missing, vec!["no-agreement".into()])
    };
    let words = &messages(settings.lang).dossier;
    let read = || documents.iter().filter(|d| matches!(d.status.as_str(), "read" | "partial"));
    let mut languages: Vec<String> = read().filter_map(|d| d.language.clone()).collect();
    languages.sort();
    languages.dedup();
    let searched = (status == Status::Missing).then(|| Searched {
        documents: read().count(),
        pages: read().map(|d| d.pages as usize).sum(),
        clauses: 0,
        languages,
        quality: read().filter_map(|d| d.quality).fold(1.0, f32::min),
    });
    Some(RequirementReport {
        id: ID.into(),
        group: "dossier".into(),
        title: words.title.clone(),
        severity: Severity::Critical,
        status,
        reasons,
        confidence: 0.9,
        values: vec![],
        norm: None,
        evidence: vec![],
        searched,
        near_misses: vec![],
        legal_basis: vec!["GDPR art. 28(3)".into()],
        why: words.why.as_str().into(),
        remedy: words.remedy.as_str().into(),
        question: words.question.as_str().into(),
    })
}

/// A read document as one of its vendor's.
pub(super) fn paper<'a>(path: &'a str, text: &'a Text) -> Paper<'a> {
    Paper {
        input: Input {
            path,
            contract: &text.contract,
            hits: &text.hits,
            kind: text.kind.kind,
            pages: text.about.pages as usize,
            quality: text.about.quality,
        },
        role: text.kind.role.as_deref(),
        has_duties: text.kind.has_duties,
        flags: &text.about.flags,
        model: text.model.as_ref(),
    }
}

/// The texts of a vendor, for whoever looks for a passage in them.
pub(super) struct Texts<'a> {
    pub(super) dossier: &'a Dossier<'a>,
    pub(super) documents: &'a [DocumentReport],
}

impl Passages for Texts<'_> {
    fn find(&self, document_sha256: &str, quote: &str) -> Option<(Evidence, String)> {
        let named = self.documents.iter().filter(|d| d.sha256 == document_sha256);
        named
            .into_iter()
            .find_map(|document| self.dossier.quoted(&document.path, quote))
            .map(|(evidence, clause)| (evidence, review::hash(&clause)))
    }
}
