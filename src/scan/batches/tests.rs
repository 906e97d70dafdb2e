use std::fs;
use std::path::Path;

use crate::discover::{self, Request, VendorBy};
use crate::extract::{Limits, Reader, ReaderOptions};
use crate::lang::Lang;
use crate::pack::Patterns;
use crate::review::{Decision, Review};
use crate::scan::read::Cache;
use crate::scan::unpack::Opener;
use crate::scan::{HELD, Scan, Settings};

fn agreement(processor: &str, hours: u32) -> String {
    format!(
        "Verwerkersovereenkomst\n\nPartijen\n\nStichting De Linde, hierna te noemen: Verwerkingsverantwoordelijke, en\n\n\
         {processor}, hierna te noemen: Verwerker,\n\nkomen het volgende overeen.\n\n\
         Artikel 1 Beveiliging\n\n1.1 Verwerker meldt een datalek binnen {hours} uur na ontdekking aan Verwerkingsverantwoordelijke.\n\n\
         1.2 Verwerker verwerkt de persoonsgegevens uitsluitend in opdracht van Verwerkingsverantwoordelijke.\n"
    )
}

fn write(folder: &Path) {
    let put = |path: &str, text: String| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put("acme/overeenkomst.txt", agreement("Acme B.V.", 24));
    put("acme/ouder.txt", agreement("Acme B.V.", 48));
    put("berk/overeenkomst.txt", agreement("Berk B.V.", 72));
    // Names the vendor of a folder: known only when it is read.
    put("los.txt", agreement("Berk B.V.", 36));
    put("eik-1.txt", agreement("Eik Software B.V.", 24));
    put("eik-2.txt", agreement("Eik Software B.V.", 96));
    put("kopie/eik.txt", agreement("Eik Software B.V.", 24));
    fs::create_dir(folder.join("leeg")).unwrap();
    let listed = "[[vendor]]\nname = \"Niets op papier\"\nproducts = [\"Rekenen\"]\n[[vendor]]\nname = \"acme\"\nfolder = \"acme\"\nproducts = [\"Taal\"]\n";
    put("vendors.toml", listed.into());
}

fn settings<'a>(
    patterns: &'a Patterns,
    vendor_by: VendorBy,
    reviews: &'a [Review],
) -> Settings<'a> {
    Settings {
        patterns,
        profile: patterns.profile("onderwijs").unwrap(),
        lang: Lang::Nl,
        vendor_by,
        input_format: None,
        max_bytes: 1 << 20,
        as_of: "2026-11-24".into(),
        max_list_age: 0,
        generated_at: String::new(),
        root: Vec::new(),
        reviews,
    }
}

#[test]
fn vendors_judged_one_by_one_are_as_when_all_is_read_first() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let found =
        discover::find(&Request { paths: vec![folder.path().into()], ..Request::default() })
            .unwrap();
    let patterns = Patterns::load(None).unwrap();
    let reader = Reader::new(Limits::default(), ReaderOptions::default());
    let waived = |vendor: &str| Review {
        vendor: vendor.into(),
        requirement: "breach.deadline".into(),
        verdict: Decision::Waived,
        reason: "apart geregeld".into(),
        owner: "FG".into(),
        until: None,
        quote: None,
        document: None,
        document_sha256: None,
        clause_sha256: None,
        finding_sha256: None,
    };
    let reviews = ["acme", "berk", "kopie", "eik-1.txt", "Eik Software B.V."].map(waived);
    for vendor_by in [VendorBy::Auto, VendorBy::Folder, VendorBy::File, VendorBy::Party] {
        let settings = settings(&patterns, vendor_by, &reviews);
        let judged = |whole: bool| {
            let cache = Cache::default();
            let opener = Opener { reader: &reader, settings: &settings, cache: &cache };
            let scan = Scan { found: &found, opener, settings: &settings, progress: &() };
            if whole { scan.whole() } else { scan.batches() }
        };
        let (whole, batches) = (judged(true), judged(false));
        assert!(whole.0.len() >= 4, "{vendor_by:?}: {} vendors", whole.0.len());
        let decided = whole.0.iter().filter(|vendor| !vendor.reviews.is_empty()).count();
        assert!(decided > 0, "{vendor_by:?}: no review counted");
        assert!(whole == batches, "{vendor_by:?}");
    }
}

#[test]
fn of_many_files_the_verdicts_are_kept_folded_up() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..=HELD {
        fs::write(folder.path().join(format!("{number}.txt")), format!("Notitie {number}."))
            .unwrap();
    }
    let found =
        discover::find(&Request { paths: vec![folder.path().into()], ..Request::default() })
            .unwrap();
    let patterns = Patterns::load(None).unwrap();
    let reader = Reader::new(Limits::default(), ReaderOptions::default());
    let report = crate::scan::scan(&found, &reader, &settings(&patterns, VendorBy::File, &[]), &());
    assert_eq!(report.vendors.len(), HELD + 1);
    assert!(report.vendors.iter().all(|vendor| vendor.requirements.is_folded()));
}
