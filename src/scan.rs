//! The pipeline: the only module that knows the order of the stages.
//!
//! In: the files that were found. Out: a [`Report`]. The unit of parallel work is the file (read,
//! segment, find); a vendor is judged over all its documents together. What must stay true: the
//! same bytes, packs and settings give the same report, whatever the number of threads.

mod batches;
mod dossier;
mod facts;
mod inside;
mod read;
mod reading;
mod summary;
mod unpack;
mod verify;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::classify::Kind;
use crate::discover::{self, Found, Named, SourceFile, Vendor, VendorBy};
use crate::dossier::{Dossier, Paper};
use crate::extract::{Format, Reader};
use crate::find;
use crate::lang::Lang;
use crate::pack::{Patterns, Profile};
use crate::parties;
use crate::report::{
    Catalogue, DocumentReport, Reading, Report, RequirementReport, SCHEMA_VERSION, Stale, Status,
    SubProcessor, Tool, Value, VendorReport,
};
use crate::review::{self, Review};
use read::{Cache, Outcome, ReadFile};
use unpack::{Opened, Opener};

pub use inside::{NotThere, take_out};
pub use read::{Viewed, view};
pub use summary::summary;
pub use verify::verify;

/// What decides a report beside the files.
#[derive(Clone, Debug)]
pub struct Settings<'a> {
    /// The packs.
    pub patterns: &'a Patterns,
    /// The profile that judges.
    pub profile: &'a Profile,
    /// The language of the report.
    pub lang: Lang,
    /// By what files are put together to vendors.
    pub vendor_by: VendorBy,
    /// The format of standard input, where the user named it.
    pub input_format: Option<Format>,
    /// Files with more bytes than this are not read.
    pub max_bytes: u64,
    /// The date on which the law is looked at, `YYYY-MM-DD`.
    pub as_of: String,
    /// A list of countries older than so many days on that date is reported; 0: never.
    pub max_list_age: u32,
    /// The time to write into the report.
    pub generated_at: String,
    /// The paths as the user typed them.
    pub root: Vec<String>,
    /// What people decided before.
    pub reviews: &'a [Review],
}

/// Is told how far the scan is; called from many threads.
pub trait Progress: Sync {
    /// Reading starts of so many files.
    fn begin(&self, files: usize);
    /// A file is being read.
    fn file(&self, shown: &str);
    /// A file is done.
    fn done(&self);
    /// A part of a container, under its shown path, was passed over for this reason.
    fn passed_over(&self, shown: &str, reason: &str);
}

/// Nobody wants to know.
impl Progress for () {
    fn begin(&self, _files: usize) {}
    fn file(&self, _shown: &str) {}
    fn done(&self) {}
    fn passed_over(&self, _shown: &str, _reason: &str) {}
}

/// Gets ready what the stages need besides the packs. A scan does so by itself: who has something
/// else to do before it starts, such as reading the packs, saves the time by a thread that does this.
pub fn prepare() {
    parties::prepare();
    find::prepare();
}

/// Up to so many files are held in memory until all are read, where only reading tells whose they
/// are; else every vendor is judged as soon as its own are, and its files are let go of.
const HELD: usize = 64;

/// Reads, groups and judges.
#[must_use]
pub fn scan(
    found: &Found,
    reader: &Reader,
    settings: &Settings<'_>,
    progress: &dyn Progress,
) -> Report {
    progress.begin(found.files.len());
    let cache = Cache::default();
    let opener = Opener { reader, settings, cache: &cache };
    let scan = Scan { found, opener, settings, progress };
    let (judged, inside) = if scan.holds_all() { scan.whole() } else { scan.batches() };
    let skipped = unpack::skipped(&found.skipped, &inside);
    Report {
        schema_version: SCHEMA_VERSION.into(),
        tool: Tool {
            name: env!("CARGO_PKG_NAME").into(),
            version: env!("CARGO_PKG_VERSION").into(),
        },
        catalogue: Catalogue {
            version: settings.patterns.version.clone(),
            hash: settings.patterns.hash.clone(),
        },
        profile: settings.profile.id.clone(),
        as_of: settings.as_of.clone(),
        generated_at: settings.generated_at.clone(),
        root: settings.root.clone(),
        stale: stale(settings),
        register: None,
        unused_reviews: review::unused(
            settings.reviews,
            &judged.iter().map(|v| v.vendor.as_str()).collect::<Vec<_>>(),
        ),
        summary: summary(&judged, &skipped),
        vendors: judged,
    }
}

/// The vendors judged, in their order; and what was passed over inside files, with the reason.
type Judged = (Vec<VendorReport>, Vec<(String, String)>);

/// One scan on its way.
struct Scan<'a> {
    found: &'a Found,
    opener: Opener<'a>,
    settings: &'a Settings<'a>,
    progress: &'a dyn Progress,
}

impl Scan<'_> {
    /// Reads the file with this index, and all that stands in it.
    fn open(&self, index: usize) -> Opened {
        let Some(file) = self.found.files.get(index) else { return Opened::default() };
        self.progress.file(&file.shown);
        let opened = self.opener.file(file);
        self.progress.done();
        for (shown, reason) in &opened.skipped {
            self.progress.passed_over(shown, reason);
        }
        opened
    }

    /// Whether there are few files, of which some tell their vendor only when they are read.
    fn holds_all(&self) -> bool {
        let settled = |file| discover::settled(file, self.settings.vendor_by, self.found).is_some();
        self.found.files.len() <= HELD && !self.found.files.iter().all(settled)
    }

    /// Reads everything, then judges.
    fn whole(&self) -> Judged {
        let sizes = self.found.files.iter().map(SourceFile::size);
        let opened = largest_first(sizes, |index| self.open(index));
        let files = self.found.files.iter().zip(&opened);
        // What stands in a container belongs to the container's vendor: it is named by its container.
        let named: Vec<Named<'_>> = files
            .flat_map(|(file, opened)| opened.files.iter().map(move |_| name(file, &opened.files)))
            .collect();
        let vendors = discover::group(&named, self.settings.vendor_by, self.found);
        let (read, inside): (Vec<_>, Vec<_>) =
            opened.into_iter().map(|opened| (opened.files, opened.skipped)).unzip();
        let read: Vec<ReadFile> = read.into_iter().flatten().collect();
        let judged = vendors.par_iter().map(|vendor| judge(vendor, &read, self.settings)).collect();
        (judged, inside.into_iter().flatten().collect())
    }
}

/// Does a piece of work for each size, the largest first: one that starts last keeps all others
/// waiting. The outcomes come in the order of the sizes.
fn largest_first<T: Send>(
    sizes: impl Iterator<Item = u64>,
    work: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    let mut order: Vec<(u64, usize)> = sizes.zip(0..).collect();
    order.sort_by_key(|(size, index)| (std::cmp::Reverse(*size), *index));
    let mut done: Vec<(usize, T)> =
        order.into_iter().par_bridge().map(|(_, index)| (index, work(index))).collect();
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

/// Lists of the packs that are too old on the date of the report.
fn stale(settings: &Settings<'_>) -> Vec<Stale> {
    let listed = &settings.patterns.values.countries_as_of;
    let date = |text: &str| text.parse::<jiff::civil::Date>().ok();
    let age = date(&settings.as_of)
        .zip(date(listed))
        .and_then(|(now, then)| now.since(then).ok())
        .and_then(|span| u32::try_from(span.get_days()).ok());
    let old = age.filter(|days| settings.max_list_age > 0 && *days > settings.max_list_age);
    old.map(|days| Stale { list: "countries".into(), as_of: listed.clone(), days })
        .into_iter()
        .collect()
}

/// What a file tells of its vendor: the processor that it, or the first document in it, names.
fn name<'a>(file: &'a SourceFile, read: &'a [ReadFile]) -> Named<'a> {
    let texts = || read.iter().filter_map(|read| read.outcome.text());
    let party = |text: &'a read::Text| text.parties.processor_name.as_deref();
    let agreements = texts().filter(|text| text.kind.kind == Kind::Agreement);
    Named {
        file,
        party: agreements.chain(texts()).find_map(party),
        annex: texts().next().is_some()
            && texts().all(|text| matches!(text.kind.kind, Kind::Annex | Kind::Message)),
    }
}

/// What was gathered of a vendor's documents before anything is judged.
#[derive(Default)]
struct Gathered<'a> {
    documents: Vec<DocumentReport>,
    /// The documents that can be judged, and where each stands among `documents`.
    papers: Vec<Paper<'a>>,
    places: Vec<usize>,
    /// Whether something could not be read, or not wholly.
    unread: bool,
    sub_processors: Vec<SubProcessor>,
    /// How easily the documents read.
    reading: Vec<Value>,
}

/// The vendor's documents; identical copies count once.
fn gather<'a>(vendor: &Vendor, read: &'a [ReadFile], settings: &Settings<'_>) -> Gathered<'a> {
    let mut out = Gathered::default();
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for read in vendor.files.iter().filter_map(|i| read.get(*i)) {
        let copy_of = seen.get(read.sha256.as_str()).copied();
        out.documents.push(document(read, copy_of));
        if copy_of.is_some() {
            continue;
        }
        if !read.sha256.is_empty() {
            seen.insert(&read.sha256, &read.shown);
        }
        out.unread |= read.trouble.is_some();
        match &*read.outcome {
            Outcome::Read(text) => {
                out.unread |= !text.about.missing.is_empty();
                let rows = facts::sub_processors(&read.shown, text, settings.patterns);
                out.sub_processors.extend(rows);
                out.places.push(out.documents.len() - 1);
                out.papers.push(dossier::paper(&read.shown, text));
                out.reading.extend(facts::reading(&read.shown, text));
            }
            Outcome::Opened => {}
            Outcome::Unread(_) => out.unread = true,
        }
    }
    out
}

/// One vendor over all its documents.
fn judge(vendor: &Vendor, read: &[ReadFile], settings: &Settings<'_>) -> VendorReport {
    let Gathered { mut documents, papers, places, unread, sub_processors, reading } =
        gather(vendor, read, settings);
    let dossier = Dossier::of(&papers, settings.patterns);
    for (place, standing) in places.into_iter().zip(dossier.standings()) {
        if let Some(document) = documents.get_mut(place) {
            document.standing = Some(standing.clone());
        }
    }
    let presence = dossier::present(settings, &dossier, &documents);
    // Nothing at all is one finding; where something could not be read, all the rest is unknown.
    // Without an agreement, terms or a main contract that bind the processor are judged.
    let alone =
        presence.as_ref().is_some_and(|p| p.status == Status::Missing) && !dossier.has_duties();
    let mut requirements: Vec<RequirementReport> = Vec::new();
    let (mut conflicts, mut annexes) = (Vec::new(), Vec::new());
    if !alone {
        requirements = dossier.requirements(unread, settings.profile, settings.lang);
        (conflicts, annexes) = (dossier.conflicts(), dossier.annexes());
        dossier.judge(&mut requirements, &conflicts, &annexes, unread);
    }
    if !alone && presence.is_some() {
        requirements.extend(dossier.findings(&conflicts, &annexes, unread, settings.lang));
    }
    if let Some(presence) = presence {
        requirements.retain(|r| r.id != dossier::ID);
        requirements.insert(0, presence);
    }
    let texts = dossier::Texts { dossier: &dossier, documents: &documents };
    let reviews = review::apply(
        settings.reviews,
        &vendor.name,
        &mut requirements,
        &documents,
        &texts,
        &settings.as_of,
    );
    let rollups = summary::rollups(settings.profile, settings.lang, &requirements, alone);
    let mut facts = facts::facts(vendor, &requirements, &sub_processors);
    if !reading.is_empty() {
        facts.insert("reading_ease".into(), reading);
    }
    VendorReport {
        vendor: vendor.name.clone(),
        light: summary::light(&requirements),
        score: summary::score(&requirements),
        rollups,
        documents,
        facts,
        sub_processors,
        conflicts,
        annexes,
        reviews,
        screen: None,
        requirements: requirements.into(),
    }
}

fn document(read: &ReadFile, copy_of: Option<&str>) -> DocumentReport {
    let mut out = DocumentReport {
        path: read.shown.clone(),
        sha256: read.sha256.clone(),
        format: read.format.clone(),
        kind: "unknown".into(),
        kind_reason: String::new(),
        role: None,
        language: None,
        pages: 0,
        status: "unreadable".into(),
        reason: None,
        reader: None,
        quality: None,
        flags: Vec::new(),
        reading: Reading::default(),
        model: None,
        standing: None,
    };
    match &*read.outcome {
        Outcome::Unread(why) => out.reason = Some(read::reason(why)),
        Outcome::Opened => {
            out.kind = "container".into();
            out.status = "read".into();
        }
        Outcome::Read(text) => {
            out.kind = text.kind.kind.code().into();
            out.kind_reason.clone_from(&text.kind.reason);
            out.role.clone_from(&text.kind.role);
            out.language = text.contract.language.map(str::to_string);
            out.pages = text.about.pages;
            out.status = if text.about.missing.is_empty() { "read" } else { "partial" }.into();
            out.reason = (!text.about.missing.is_empty()).then(|| text.about.missing.clone());
            out.reader = Some(text.about.reader.clone());
            out.quality = Some(text.about.quality);
            out.flags.clone_from(&text.about.flags);
            out.reading.clone_from(&text.about.reading);
            out.model.clone_from(&text.model);
        }
    }
    if let (Some(why), "read" | "partial") = (&read.trouble, out.status.as_str()) {
        out.status = "partial".into();
        out.reason = Some(read::reason(why));
    }
    if let Some(original) = copy_of {
        out.status = "duplicate".into();
        out.reason = Some(original.to_string());
    }
    out
}
