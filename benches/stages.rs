//! What each stage of matching costs, in bytes of text a second on one core.
//!
//! The text is that of `samples/contracts`, all documents over and over until there is one megabyte
//! of it; `one document` is the same text in one piece, which tells whether a stage's cost grows
//! faster than its text. `docs/BENCHMARKS.md` holds the figures.

#![expect(clippy::expect_used, reason = "a bench without its samples has nothing to measure")]

use std::hint::black_box;
use std::path::Path;

use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use dpascan::assess::{Input, assess};
use dpascan::classify::{self, Kind};
use dpascan::extract::{self, Document, Format, Limits, PdfReader};
use dpascan::find::{self, Hits};
use dpascan::lang::Lang;
use dpascan::pack::{Patterns, Profile};
use dpascan::parties::{self, Parties};
use dpascan::segment::{self, Contract};
use dpascan::text::fold;

/// Bytes of text that are measured.
const WANTED: usize = 1_000_000;

/// The samples' documents, as read.
fn documents() -> Vec<Document> {
    let mut paths = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/contracts");
    for vendor in std::fs::read_dir(root).expect("the samples") {
        let files = std::fs::read_dir(vendor.expect("a vendor").path()).expect("a folder");
        paths.extend(files.map(|f| f.expect("a document").path()));
    }
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let format = match path.extension()?.to_str()? {
            "pdf" => Format::Pdf,
            "docx" => Format::Docx,
            "html" => Format::Html,
            "md" => Format::Markdown,
            _ => return None,
        };
        let bytes = std::fs::read(path).ok()?;
        extract::read(&bytes, format, &Limits::default(), PdfReader::default()).ok()
    };
    paths.iter().filter_map(read).collect()
}

fn bytes(document: &Document) -> usize {
    document.pages.iter().flat_map(|p| &p.lines).map(|l| l.text.len() + 1).sum()
}

/// The documents over and over until there are `WANTED` bytes.
fn enough(some: &[Document]) -> Vec<Document> {
    let mut out = Vec::new();
    let mut have = 0;
    for document in some.iter().cycle() {
        if have >= WANTED {
            break;
        }
        have += bytes(document);
        out.push(document.clone());
    }
    out
}

/// All of them as one document, page after page.
fn one(all: &[Document]) -> Document {
    let mut out = all.first().expect("a document").clone();
    out.pages = all.iter().flat_map(|d| &d.pages).cloned().collect();
    for (page, number) in out.pages.iter_mut().zip(1..) {
        page.number = number;
    }
    out
}

struct Work<'p> {
    patterns: &'p Patterns,
    profile: &'p Profile,
}

impl Work<'_> {
    fn segment(&self, document: &Document) -> Contract {
        segment::segment(document, &self.patterns.structure)
    }

    fn assess(&self, contract: &Contract, hits: &Hits) -> usize {
        let input =
            Input { path: "sample", contract, hits, kind: Kind::Agreement, pages: 1, quality: 1.0 };
        assess(&[input], false, self.patterns, self.profile, Lang::Nl).len()
    }

    /// All that is done between the reader and the report, for one document.
    fn all(&self, document: &Document) -> usize {
        let contract = self.segment(document);
        let parties = parties::resolve(&contract, self.patterns);
        let hits = find::find(&contract, &parties, self.patterns);
        black_box(classify::classify(&contract, &hits, self.patterns));
        self.assess(&contract, &hits)
    }
}

fn stages(group: &mut BenchmarkGroup<'_, WallTime>, work: &Work<'_>, documents: &[Document]) {
    group.throughput(Throughput::Bytes(documents.iter().map(bytes).sum::<usize>() as u64));
    let contracts: Vec<Contract> = documents.iter().map(|d| work.segment(d)).collect();
    let parties: Vec<Parties> =
        contracts.iter().map(|c| parties::resolve(c, work.patterns)).collect();
    let hits: Vec<Hits> =
        contracts.iter().zip(&parties).map(|(c, p)| find::find(c, p, work.patterns)).collect();
    group.bench_function("fold", |b| {
        b.iter(|| contracts.iter().for_each(|c| drop(black_box(fold(&c.raw)))));
    });
    group.bench_function("segment", |b| {
        b.iter(|| documents.iter().for_each(|d| drop(black_box(work.segment(d)))));
    });
    group.bench_function("parties", |b| {
        b.iter(|| {
            contracts.iter().for_each(|c| drop(black_box(parties::resolve(c, work.patterns))));
        });
    });
    group.bench_function("find", |b| {
        b.iter(|| {
            contracts
                .iter()
                .zip(&parties)
                .for_each(|(c, p)| drop(black_box(find::find(c, p, work.patterns))));
        });
    });
    group.bench_function("classify", |b| {
        b.iter(|| {
            contracts
                .iter()
                .zip(&hits)
                .for_each(|(c, h)| drop(black_box(classify::classify(c, h, work.patterns))));
        });
    });
    group.bench_function("assess", |b| {
        b.iter(|| contracts.iter().zip(&hits).map(|(c, h)| work.assess(c, h)).sum::<usize>());
    });
    group
        .bench_function("all", |b| b.iter(|| documents.iter().map(|d| work.all(d)).sum::<usize>()));
}

fn benches(criterion: &mut Criterion) {
    let patterns = Patterns::load(None).expect("the built-in packs");
    let profile = patterns.profile("onderwijs").expect("the profile");
    let work = Work { patterns: &patterns, profile };
    let documents = enough(&documents());
    let mut group = criterion.benchmark_group("documents");
    stages(&mut group, &work, &documents);
    group.finish();
    let mut group = criterion.benchmark_group("one document");
    group.sample_size(10);
    stages(&mut group, &work, &[one(&documents)]);
    group.finish();
    criterion.bench_function("packs/load", |b| {
        b.iter(|| Patterns::load(None).expect("the built-in packs"));
    });
}

criterion_group! {
    name = all;
    config = Criterion::default().sample_size(10).warm_up_time(std::time::Duration::from_secs(1)).measurement_time(std::time::Duration::from_secs(3));
    targets = benches
}
criterion_main!(all);
