//! Broken documents end as rows. A few here; `examples/mutants.rs` makes thousands.

#[path = "../support/fate.rs"]
mod fate;
#[path = "../support/mutants.rs"]
#[expect(clippy::module_inception, reason = "shared with the example of that name")]
mod mutants;

use std::path::Path;
use std::time::Duration;

use dpascan::discover::VendorBy;
use dpascan::extract::{Limits, Ocr, Reader, ReaderOptions};
use dpascan::lang::Lang;
use dpascan::pack::Patterns;
use dpascan::scan::Settings;
use fate::fate;
use mutants::Mutants;

#[test]
fn whatever_is_broken_in_a_document_it_ends_as_a_row() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/contracts");
    let mutants = Mutants::from_folder(&samples).unwrap();
    let patterns = Patterns::load(None).unwrap();
    let settings = settings(&patterns);
    let reader = reader();
    let mut fates = Vec::new();
    for number in 0..60 {
        let mutant = mutants.make(number);
        assert_eq!(mutants.make(number).bytes, mutant.bytes, "the same number, the same bytes");
        let fate = fate(&mutant, &reader, &settings);
        assert!(fate.wrong.is_empty(), "{number}: {:?}", fate.wrong);
        assert!(fate.took < Duration::from_secs(60), "{number} took {:?}", fate.took);
        fates.push(fate.status);
    }
    let read = fates.iter().filter(|status| status.contains(" read")).count();
    assert!(
        (10..55).contains(&read),
        "mutants that are all whole, or all rubbish, test little: {fates:?}"
    );
}

#[test]
fn a_text_that_says_the_same_thousands_of_times_has_an_end() {
    let words = "verwerker verwerkt persoonsgegevens niet zonder toestemming en meldt een datalek \
                 door de subverwerker binnen 24 uur aan de school ";
    let page = format!("<h1>Verwerkersovereenkomst</h1><p>{}", words.repeat(1_500));
    let document = mutants::Whole { name: "lang.html".into(), bytes: page.into_bytes() };
    let patterns = Patterns::load(None).unwrap();
    let reader = reader();
    let fate = fate(&document, &reader, &settings(&patterns));
    assert_eq!(fate.status, "html read");
    assert!(fate.took < Duration::from_secs(100), "{:?}", fate.took);
}

fn reader() -> Reader {
    let options = ReaderOptions {
        worker_executable: Some(env!("CARGO_BIN_EXE_dpascan").into()),
        ocr: Ocr::Off,
        ..ReaderOptions::default()
    };
    Reader::new(Limits::default(), options)
}

fn settings(patterns: &Patterns) -> Settings<'_> {
    Settings {
        patterns,
        profile: patterns.profile("avg-art28").unwrap(),
        lang: Lang::Nl,
        vendor_by: VendorBy::File,
        input_format: None,
        max_bytes: 8 << 20,
        as_of: "2026-01-01".into(),
        max_list_age: 0,
        generated_at: "2026-01-01T00:00:00Z".into(),
        root: vec![".".into()],
        reviews: &[],
    }
}
