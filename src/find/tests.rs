use crate::extract::{self, Format, Limits, PdfReader};
use crate::pack::Patterns;
use crate::{find, parties, segment};

/// The texts, folded, that stand for a term in a document.
fn hits(text: &str, term: &str, patterns: &Patterns) -> Vec<String> {
    let read =
        extract::read(text.as_bytes(), Format::Markdown, &Limits::default(), PdfReader::default());
    let contract = segment::segment(&read.unwrap(), &patterns.structure);
    let parties = parties::resolve(&contract, patterns);
    let hits = find::find(&contract, &parties, patterns);
    let found = hits.of(patterns.table.term(term).unwrap()).iter();
    let words = |hit: &find::Hit| {
        let text = &contract.folded.text;
        text.get(hit.start as usize..hit.end as usize).unwrap().to_owned()
    };
    found.map(words).collect()
}

#[test]
fn a_brand_in_an_address_is_no_party() {
    let patterns = Patterns::load(None).unwrap();
    let named = |rest: &str| {
        let text = format!("Verwerker: Kievit B.V.\n\n{rest}");
        hits(&text, "processor", &patterns).iter().filter(|name| *name == "kievit").count()
    };
    let plain = named("Niets.");
    for address in [
        "Schrijf aan hallo@kievit.nl.",
        "Zie https://kievit.nl en www.kievit.nl.",
        "Lees kievit.nl/voorwaarden.",
        "Lees help.nl/kievit.",
    ] {
        assert_eq!(named(address), plain, "{address}");
    }
    assert_eq!(named("Kievit meldt het."), plain + 1);
    assert_eq!(named("Kievit.nl meldt het."), plain + 1);
}

#[test]
fn what_somebody_cannot_do_is_not_what_they_can() {
    let patterns = Patterns::load(None).unwrap();
    let may = |text: &str| hits(text, "may", &patterns);
    assert_eq!(may("You can audit us."), ["can"]);
    assert!(may("You can't audit us. You can’t ask for reports.").is_empty());
    assert_eq!(hits("We can't help.", "negation", &patterns), ["can't"]);
}

#[test]
fn people_laws_and_courts_of_a_state_are_no_place() {
    let patterns = Patterns::load(None).unwrap();
    let third = |text: &str| !hits(text, "@country_third", &patterns).is_empty();
    for none in [
        "Users in California may ask where their data is.",
        "California, Oregon and Ohio residents have more rights.",
        "The laws of the State of Delaware apply.",
        "Acme is a Delaware corporation.",
        "Individuals who live in Virginia.",
    ] {
        assert!(!third(none), "{none}");
    }
    for place in ["The servers are in Virginia.", "Customer data is stored in Ohio."] {
        assert!(third(place), "{place}");
    }
}

#[test]
fn a_name_is_no_kind_of_service() {
    let patterns = Patterns::load(None).unwrap();
    let names = |text: &str| hits(text, "@name", &patterns);
    let table = "| Service | Provider | Place |\n|---|---|---|\n| Hosting | Noordwolk | Turku |\n| E-mailverzending | postduif.eu | Graz |";
    assert_eq!(names(table), ["noordwolk", "postduif.eu"]);
    let kinds = "| Dienst | Gegevens |\n|---|---|\n| Databaseplatform | Sessies |\n| Payment provider | Namen |";
    assert!(names(kinds).is_empty());
    assert_eq!(names("- Noordwolk: hosting in Finland\n- Klantenservice: telefoon"), ["noordwolk"]);
}
