//! A report, years later: are the documents still those, and does every quote stand where it says?
//!
//! In: a [`Report`] and the files of a folder. Out: a [`Verification`]. What must stay true: nothing
//! is called found that was not read again, and what cannot be read is said, not guessed.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::read::{self, Cache, Outcome, ReadFile};
use super::unpack::Opener;
use super::{Progress, Settings};
use crate::discover::Found;
use crate::extract::Reader;
use crate::report::{
    DocumentCheck, DocumentReport, DocumentState, QuoteCheck, QuoteState, Report,
    RequirementReport, SCHEMA_VERSION, VendorReport, Verification, Whereabouts,
};
use crate::segment::Contract;
use crate::text::{fold, shingles};

/// What a lead-in and its passage are joined with in a quote.
const JOIN: &str = " … ";
/// The share of a quote's pairs of words that a page must hold where both were recognised from a
/// picture: another version of the recogniser reads single letters otherwise.
const ALIKE: f64 = 0.7;

/// Holds `report` against the files in `found`.
#[must_use]
pub fn verify(
    report: &Report,
    found: &Found,
    reader: &Reader,
    settings: &Settings<'_>,
    progress: &dyn Progress,
) -> Verification {
    progress.begin(found.files.len());
    let cache = Cache::default();
    let opener = Opener { reader, settings, cache: &cache };
    let files: Vec<ReadFile> = found
        .files
        .par_iter()
        .flat_map_iter(|file| {
            progress.file(&file.shown);
            let opened = opener.file(file);
            progress.done();
            opened.files
        })
        .collect();
    let now = Now::of(&files);
    let mut documents: Vec<DocumentCheck> = report
        .vendors
        .iter()
        .flat_map(|v| v.documents.iter().map(|d| now.document(&v.vendor, d)))
        .collect();
    documents.extend(now.unknown(report));
    let quotes: Vec<QuoteCheck> =
        report.vendors.par_iter().flat_map_iter(|v| now.quotes(v)).collect();
    Verification {
        schema_version: SCHEMA_VERSION.into(),
        report: report.into(),
        document_counts: counted(documents.iter().map(|d| d.state)),
        quote_counts: counted(quotes.iter().map(|q| q.state)),
        documents,
        quotes,
    }
}

fn counted<T: Ord>(all: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    counts
}

/// The files as they are now.
struct Now<'a> {
    files: &'a [ReadFile],
    texts: Vec<Option<Text<'a>>>,
    by_path: BTreeMap<&'a str, usize>,
    by_bytes: BTreeMap<&'a str, usize>,
}

/// The letters of a document that was read.
struct Text<'a> {
    contract: &'a Contract,
    letters: String,
    /// Where each page starts in `letters`, and its number.
    pages: Vec<(usize, u32)>,
    /// Whether pages of it were not read.
    partial: bool,
}

impl<'a> Now<'a> {
    fn of(files: &'a [ReadFile]) -> Now<'a> {
        let texts = files.par_iter().map(Text::of).collect();
        let mut now = Now { files, texts, by_path: BTreeMap::new(), by_bytes: BTreeMap::new() };
        for (index, file) in files.iter().enumerate() {
            now.by_path.insert(&file.shown, index);
            if !file.sha256.is_empty() {
                now.by_bytes.entry(&file.sha256).or_insert(index);
            }
        }
        now
    }

    /// Which file a document of the report is now: at its path with its bytes, else by its bytes,
    /// else at its path.
    fn find(&self, document: &DocumentReport) -> Option<(DocumentState, usize)> {
        let at_path = self.by_path.get(document.path.as_str()).copied();
        let by_bytes = self.by_bytes.get(document.sha256.as_str()).copied();
        let same =
            |index: usize| self.files.get(index).is_some_and(|f| f.sha256 == document.sha256);
        match (at_path, by_bytes) {
            (Some(index), _) if same(index) => Some((DocumentState::Same, index)),
            (_, Some(index)) => Some((DocumentState::Moved, index)),
            (Some(index), None) => Some((DocumentState::Changed, index)),
            (None, None) => None,
        }
    }

    fn document(&self, vendor: &str, document: &DocumentReport) -> DocumentCheck {
        let found = self.find(document);
        let file = found.and_then(|(_, index)| self.files.get(index));
        DocumentCheck {
            vendor: Some(vendor.to_owned()),
            path: document.path.clone(),
            state: found.map_or(DocumentState::Gone, |(state, _)| state),
            now: file.map(|f| f.shown.clone()).filter(|shown| *shown != document.path),
            unread: file.and_then(unread),
        }
    }

    /// Files whose bytes the report does not know, unless they are what became of a document.
    fn unknown(&self, report: &Report) -> Vec<DocumentCheck> {
        let all = || report.vendors.iter().flat_map(|v| &v.documents);
        let bytes: BTreeSet<&str> = all().map(|d| d.sha256.as_str()).collect();
        let changed: BTreeSet<usize> = all()
            .filter_map(|d| self.find(d))
            .filter(|(state, _)| *state == DocumentState::Changed)
            .map(|(_, index)| index)
            .collect();
        let strange = self
            .files
            .iter()
            .enumerate()
            .filter(|(index, f)| !changed.contains(index) && !bytes.contains(f.sha256.as_str()))
            .map(|(_, file)| file);
        strange
            .map(|file| DocumentCheck {
                vendor: None,
                path: file.shown.clone(),
                state: DocumentState::New,
                now: None,
                unread: unread(file),
            })
            .collect()
    }

    /// Every quote of a vendor: those that decide, and the nearest to what is missing.
    fn quotes(&self, vendor: &VendorReport) -> Vec<QuoteCheck> {
        let of = |requirement: &RequirementReport| {
            let near =
                requirement.near_misses.iter().map(|n| (&n.document, n.page, &n.quote, false));
            let all = requirement.evidence.iter().map(|e| (&e.document, e.page, &e.quote, e.ocr));
            let check = |(document, page, quote, ocr): (&String, u32, &String, bool)| {
                let (state, at, reason) = self.quote(vendor, document, page, quote, ocr);
                QuoteCheck {
                    vendor: vendor.vendor.clone(),
                    requirement: requirement.id.clone(),
                    document: document.clone(),
                    page,
                    quote: quote.clone(),
                    state,
                    at,
                    reason,
                }
            };
            all.chain(near).map(check).collect::<Vec<_>>()
        };
        vendor.requirements.iter().flat_map(of).collect()
    }

    fn quote(
        &self,
        vendor: &VendorReport,
        document: &str,
        page: u32,
        quote: &str,
        ocr: bool,
    ) -> (QuoteState, Option<Whereabouts>, Option<String>) {
        let listed = vendor.documents.iter().find(|d| d.path == document);
        let file = listed.and_then(|d| self.find(d)).map(|(_, index)| index);
        let text = file.and_then(|index| self.texts.get(index)).and_then(Option::as_ref);
        let ocr = ocr || listed.is_some_and(|d| d.flags.iter().any(|flag| flag == "ocr"));
        if let Some(text) = text {
            let pages = text.pages_of(quote);
            let recognised = text.contract.ocr_pages.contains(&page);
            if pages.contains(&page) || (ocr && recognised && text.alike(quote, page)) {
                return (QuoteState::Found, None, None);
            }
        }
        if let Some(at) = self.elsewhere(file, quote) {
            return (QuoteState::Elsewhere, Some(at), None);
        }
        let why = match text {
            Some(text) if ocr && !text.contract.ocr_pages.contains(&page) && text.partial => {
                Some("ocr".to_owned())
            }
            Some(text) if text.partial => Some("partial".to_owned()),
            Some(_) => None,
            None if ocr && file.is_some() => Some("ocr".to_owned()),
            None => file.and_then(|index| self.files.get(index)).and_then(unread),
        };
        let state = if why.is_some() { QuoteState::NotCheckable } else { QuoteState::NotFound };
        (state, None, why)
    }

    /// Where a quote stands that does not stand on its page: in its own document first.
    fn elsewhere(&self, own: Option<usize>, quote: &str) -> Option<Whereabouts> {
        let others = (0..self.files.len()).filter(|index| Some(*index) != own);
        own.into_iter().chain(others).find_map(|index| {
            let text = self.texts.get(index)?.as_ref()?;
            let page = *text.pages_of(quote).first()?;
            Some(Whereabouts { document: self.files.get(index)?.shown.clone(), page })
        })
    }
}

/// Why a file was not read.
fn unread(file: &ReadFile) -> Option<String> {
    match &*file.outcome {
        Outcome::Unread(why) => Some(read::reason(why)),
        Outcome::Read(_) | Outcome::Opened => None,
    }
}

impl<'a> Text<'a> {
    fn of(file: &'a ReadFile) -> Option<Text<'a>> {
        let text = file.outcome.text()?;
        let contract = &text.contract;
        let (mut all, mut pages) = (String::new(), Vec::new());
        let ends = contract.pages.iter().skip(1).map(|(start, _)| *start);
        for ((start, number), end) in contract.pages.iter().zip(ends.chain([contract.raw.len()])) {
            pages.push((all.len(), *number));
            all.push_str(&letters(contract.raw.get(*start..end).unwrap_or_default()));
        }
        let partial = !text.about.missing.is_empty();
        Some(Text { contract, letters: all, pages, partial })
    }

    /// The pages on which a quote starts, ascending. Its lead-in may stand on a page before; it has
    /// to stand in the document.
    fn pages_of(&self, quote: &str) -> Vec<u32> {
        let mut parts: Vec<String> =
            quote.split(JOIN).map(letters).filter(|part| !part.is_empty()).collect();
        let Some(own) = parts.pop() else { return Vec::new() };
        if !parts.iter().all(|lead| self.letters.contains(lead.as_str())) {
            return Vec::new();
        }
        let mut pages: Vec<u32> = self
            .letters
            .match_indices(own.as_str())
            .map(|(at, _)| {
                let after = self.pages.partition_point(|(start, _)| *start <= at);
                self.pages.get(after.saturating_sub(1)).map_or(1, |(_, number)| *number)
            })
            .collect();
        pages.dedup();
        pages
    }

    /// Whether a page holds most of the pairs of words of a quote.
    fn alike(&self, quote: &str, page: u32) -> bool {
        let raw = &self.contract.raw;
        let starts = self.contract.pages.iter().map(|(start, _)| *start);
        let ends = starts.skip(1).chain([raw.len()]);
        let there = self.contract.pages.iter().zip(ends).find(|((_, number), _)| *number == page);
        let Some(((start, _), end)) = there else { return false };
        let pairs = |text: &str| shingles(&fold(text).text, 2);
        let held: BTreeSet<u64> =
            pairs(raw.get(*start..end).unwrap_or_default()).into_iter().collect();
        let wanted = pairs(quote);
        let share = |n: usize| u32::try_from(n).map_or(0.0, f64::from);
        let found = wanted.iter().filter(|pair| held.contains(pair)).count();
        !wanted.is_empty() && share(found) >= ALIKE * share(wanted.len())
    }
}

/// What is compared: letters and digits, folded; how lines break and cells part does not matter.
fn letters(text: &str) -> String {
    fold(text).text.chars().filter(|c| c.is_alphanumeric()).collect()
}
