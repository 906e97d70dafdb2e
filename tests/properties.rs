//! What must hold for any text at all: nothing panics, spans are sound, the same text gives the same.

#![expect(clippy::unwrap_used, reason = "a failing test panics")]

use std::sync::LazyLock;

use dpascan::assess::{Input, assess};
use dpascan::classify;
use dpascan::extract::{self, Format, Limits, PdfReader};
use dpascan::find::{self, Hits};
use dpascan::lang::Lang;
use dpascan::pack::Patterns;
use dpascan::parties;
use dpascan::report::RequirementReport;
use dpascan::segment::{self, Contract};
use proptest::prelude::*;

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns::load(None).unwrap());

/// Pieces of contracts, of their marks, and of what breaks careless programs.
const PIECES: [&str; 44] = [
    "# Artikel 1 Definities\n",
    "## 2. Breaches\n",
    "Bijlage A\n",
    "Annex 1 – Security\n",
    "1.1 ",
    "2.3.4 ",
    "(a) ",
    "b) ",
    "iv. ",
    "- ",
    "* ",
    "| a | b |\n|---|---|\n",
    "| c | d |\n",
    "\n",
    "\n\n",
    "\u{c}",
    "\t",
    "Verwerker meldt een datalek binnen 24 uur aan de school. ",
    "Processor shall notify Controller within 72 hours. ",
    "Acme Learning B.V. (hierna: \"Acme\"), hierna te noemen Verwerker; ",
    "art. 28 lid 3 AVG ",
    "the following: ",
    "worden opgeslagen in Nederland en de Verenigde Staten ",
    "ISO 27001 ",
    "persoons-\n",
    "gegevens ",
    "niet verplicht ",
    "zonder toestemming ",
    "wij ",
    "u ",
    "[vul in] ",
    "……… ",
    "__________ ",
    "\"",
    "“hierna: ",
    "( ",
    "İ",
    "ß",
    "ﬁ",
    "e\u{301}",
    "\u{ad}",
    "\u{200b}",
    "😀",
    "\u{202e}",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => "[A-Za-z0-9 .,;:()\"'|#*_-]{0,24}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn contract(text: &str, format: Format) -> Option<Contract> {
    let document =
        extract::read(text.as_bytes(), format, &Limits::default(), PdfReader::default()).ok()?;
    Some(segment::segment(&document, &PATTERNS.structure))
}

fn judged(contract: &Contract) -> (Hits, Vec<RequirementReport>) {
    let parties = parties::resolve(contract, &PATTERNS);
    let hits = find::find(contract, &parties, &PATTERNS);
    let kind = classify::classify(contract, &hits, &PATTERNS).kind;
    let input = Input { path: "any", contract, hits: &hits, kind, pages: 1, quality: 1.0 };
    let profile = PATTERNS.profile("onderwijs").unwrap();
    let verdicts = assess(&[input], false, &PATTERNS, profile, Lang::En);
    (hits, verdicts)
}

/// Spans are ordered, do not overlap, and cut no character.
fn sound(contract: &Contract) {
    let (mut raw, mut folded) = (0, 0);
    for clause in &contract.clauses {
        assert!(raw <= clause.body.start && clause.body.start <= clause.body.end, "{clause:?}");
        assert!(
            folded <= clause.folded.start && clause.folded.start <= clause.folded.end,
            "{clause:?}"
        );
        assert!(contract.raw.get(clause.body.start..clause.body.end).is_some(), "{clause:?}");
        assert!(
            contract.folded.text.get(clause.folded.start..clause.folded.end).is_some(),
            "{clause:?}"
        );
        assert!(
            clause.page >= 1 && clause.page == contract.page_at(clause.body.start),
            "{clause:?}"
        );
        (raw, folded) = (clause.body.end, clause.folded.end);
        let sentences = contract.sentences.get(clause.sentences.clone());
        for sentence in sentences.unwrap() {
            assert!(
                clause.folded.start <= sentence.folded.start
                    && sentence.folded.end <= clause.folded.end,
                "{clause:?} {sentence:?}"
            );
            assert!(
                contract.folded.text.get(sentence.folded.start..sentence.folded.end).is_some(),
                "{sentence:?}"
            );
        }
    }
}

/// Processor time of this thread: a busy machine changes nothing about it.
#[cfg(unix)]
fn spent() -> std::time::Duration {
    use nix::time::{ClockId, clock_gettime};

    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).unwrap().into()
}

/// What is found in a text is found outside the fence, so that no text may cost the square of its
/// length. Each of these once did.
#[cfg(unix)]
#[test]
fn what_is_said_over_and_over_costs_no_more_than_its_length() {
    for piece in [
        "De verwerker slaat op in de VS en NL ",
        "Acme B.V. (hierna: \"Verwerker\") en ",
        "En meldt de verwerker een datalek? en ",
        "Data processor sub-processor data controller ",
        "doorgifte buiten de EER modelcontractbepalingen ",
    ] {
        let cost = |bytes: usize| {
            let text = piece.repeat(bytes / piece.len());
            let before = spent();
            let contract = contract(&text, Format::Text).unwrap();
            let parties = parties::resolve(&contract, &PATTERNS);
            let hits = find::find(&contract, &parties, &PATTERNS);
            let _ = classify::classify(&contract, &hits, &PATTERNS);
            spent() - before
        };
        // Once for what is made at the first use.
        cost(1_000);
        let (short, long) = (cost(10_000), cost(100_000));
        assert!(long < short * 35, "{piece:?}: {short:?} for a tenth of {long:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn clauses_are_sound(text in text(), markdown in any::<bool>()) {
        let format = if markdown { Format::Markdown } else { Format::Text };
        if let Some(contract) = contract(&text, format) {
            sound(&contract);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for format in [Format::Markdown, Format::Text, Format::Html] {
            if let Ok(document) = extract::read(&bytes, format, &Limits::default(), PdfReader::default()) {
                sound(&segment::segment(&document, &PATTERNS.structure));
            }
        }
    }

    #[test]
    fn judging_never_panics_and_quotes_the_text(text in text(), markdown in any::<bool>()) {
        let format = if markdown { Format::Markdown } else { Format::Text };
        let Some(contract) = contract(&text, format) else { return Ok(()) };
        let (hits, verdicts) = judged(&contract);
        for evidence in verdicts.iter().flat_map(|v| &v.evidence) {
            prop_assert!(contract.raw.get(evidence.start..evidence.end).is_some_and(|t| !t.is_empty()), "{:?}", evidence);
        }
        let (again_hits, again) = judged(&contract);
        prop_assert_eq!(format!("{hits:?}"), format!("{again_hits:?}"));
        prop_assert_eq!(verdicts, again);
    }
}
