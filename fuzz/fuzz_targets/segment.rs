//! Any text → clauses and sentences with sound spans, and then every later stage.
#![no_main]

use std::sync::LazyLock;

use dpascan::assess::{Input, assess};
use dpascan::extract::{Format, Limits, PdfReader, read};
use dpascan::lang::Lang;
use dpascan::pack::Patterns;
use dpascan::{classify, find, parties, rows, segment};
use libfuzzer_sys::fuzz_target;

static PATTERNS: LazyLock<Patterns> =
    LazyLock::new(|| Patterns::load(None).expect("the packs are sound"));

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let format = [Format::Text, Format::Markdown, Format::Html][usize::from(*first) % 3];
    let Ok(document) = read(rest, format, &Limits::default(), PdfReader::Auto) else { return };
    let contract = segment::segment(&document, &PATTERNS.structure);
    for clause in &contract.clauses {
        assert!(contract.raw.get(clause.body.start..clause.body.end).is_some());
        assert!(contract.folded.text.get(clause.folded.start..clause.folded.end).is_some());
        for sentence in &contract.sentences[clause.sentences.clone()] {
            assert!(clause.folded.start <= sentence.folded.start);
            assert!(sentence.folded.end <= clause.folded.end);
        }
    }
    let parties = parties::resolve(&contract, &PATTERNS);
    let hits = find::find(&contract, &parties, &PATTERNS);
    let kind = classify::classify(&contract, &hits, &PATTERNS).kind;
    let _ = rows::sub_processors(&contract, &hits, &PATTERNS);
    // Judging takes as long as all before it: every fourth kind of first byte asks for it.
    if first / 3 % 4 == 0 {
        let profile = PATTERNS.profile("onderwijs").expect("the profile is there");
        let input =
            Input { path: "any", contract: &contract, hits: &hits, kind, pages: 1, quality: 1.0 };
        let _ = assess(&[input], false, &PATTERNS, profile, Lang::En);
    }
});
