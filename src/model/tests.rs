//! A model, a copy of it with names filled in and one clause changed, and a stranger.

use super::*;
use crate::extract::{self, Format, Limits, PdfReader};
use crate::pack::Patterns;
use crate::segment;

const MODEL: &str = "# Verwerkersovereenkomst\n\n## Artikel 1 Opdracht\n\n1.1 De verwerker verwerkt de gegevens uitsluitend zoals schriftelijk is \
    opgedragen in de bijlage van [naam].\n\n\
    1.2 De verwerker wijst degene die de opdracht gaf erop wanneer een opdracht met de wet in strijd lijkt te zijn.\n\n\
    ## Artikel 2 Lekken\n\n2.1 De verwerker vertelt binnen vierentwintig uur na ontdekking wat er is gelekt, van wie, \
    en wat eraan wordt gedaan om de schade klein te houden.\n";

fn contract(text: &str) -> Contract {
    let patterns = Patterns::load(None).unwrap();
    let document =
        extract::read(text.as_bytes(), Format::Markdown, &Limits::default(), PdfReader::default())
            .unwrap();
    segment::segment(&document, &patterns.structure)
}

fn model(clauses: Vec<ModelClause>) -> Model {
    Model {
        id: "own".into(),
        title: "Own model".into(),
        version: "2".into(),
        date: String::new(),
        source: String::new(),
        alternatives: Vec::new(),
        clauses,
    }
}

#[test]
fn a_filled_in_copy_is_known_with_the_clause_that_deviates() {
    let own = model(fingerprint(&contract(MODEL), &[]));
    let same = recognise(&contract(MODEL), std::slice::from_ref(&own)).unwrap();
    assert_eq!((same.share, same.deviating), (1.0, vec![]));

    let changed = MODEL.replace("[naam]", "Stichting De Beuk").replace(
        "binnen vierentwintig uur na ontdekking wat er is gelekt, van wie",
        "op verzoek en tegen vergoeding van de kosten die dat geeft wat er bekend is",
    );
    let copy = recognise(&contract(&changed), std::slice::from_ref(&own)).unwrap();
    assert!(copy.share < 1.0, "{copy:?}");
    assert_eq!(copy.deviating, ["2.1"]);

    let stranger =
        "# Agreement\n\n1. The processor acts on documented instructions of the controller only.\n";
    assert_eq!(recognise(&contract(stranger), &[own]), None);
}

#[test]
fn what_copies_share_is_the_model() {
    let filled = |name: &str| contract(&MODEL.replace("[naam]", name));
    let shared = fingerprint(&filled("Stichting De Beuk te Zwolle"), &[filled("de school")]);
    let alone = fingerprint(&filled("Stichting De Beuk te Zwolle"), &[]);
    let model_of = |clauses| recognise(&contract(MODEL), &[model(clauses)]).unwrap();
    assert!((model_of(shared).share - 1.0).abs() < f32::EPSILON);
    assert!(model_of(alone).share < 1.0);
}

#[test]
fn a_fingerprint_is_read_back_as_it_was_written() {
    let own = model(fingerprint(&contract(MODEL), &[]));
    let text = toml::to_string(&own).unwrap();
    assert!(!text.contains("verwerker"));
    assert_eq!(toml::from_str::<Model>(&text).unwrap(), own);
}

/// Clauses of an agreement of its own, `count` of them.
fn of_its_own(count: usize) -> String {
    (1..=count)
        .map(|n| {
            format!(
                "{n}. The supplier keeps record {n} of what it does for the customer, hands it over in week {n} \
                 of the year, answers questions on it in {n} days and charges nothing for that work.\n\n"
            )
        })
        .collect()
}

#[test]
fn an_agreement_that_annexes_a_model_was_not_made_from_it() {
    let own = model(fingerprint(&contract(MODEL), &[]));
    let body = MODEL.strip_prefix("# Verwerkersovereenkomst\n\n").unwrap();
    let with = |before: &str| contract(&format!("# Agreement\n\n{before}# Model\n\n{body}"));
    let cover =
        "1. What follows is all that we agree on, and our general terms stand behind it.\n\n";
    let few = recognise(&with(cover), std::slice::from_ref(&own)).unwrap();
    assert!(few.of_document.unwrap() < 1.0, "{few:?}");
    assert_eq!(recognise(&with(&of_its_own(12)), &[own]), None);
}

#[test]
fn a_choice_that_the_model_leaves_does_not_deviate() {
    let base = "# Agreement\n\n1. The supplier acts on written orders of the customer only and on no others.\n\n2. ";
    let one = "The supplier asks the customer beforehand for leave in writing for each helper whom it wants to hire.";
    let other = "The supplier may hire helpers from a list that both know, and tells a month ahead who joins that list.";
    let with = |text: &str| contract(&format!("{base}{text}\n"));
    let mut clauses = fingerprint(&with(one), &[]);
    clauses.extend(fingerprint(&with(other), &[]).into_iter().filter(|c| c.article == "2"));
    let own = Model { alternatives: vec!["2".into()], ..model(clauses) };
    for text in [one, other] {
        let copy = recognise(&with(text), std::slice::from_ref(&own)).unwrap();
        assert_eq!((copy.share, copy.deviating), (1.0, vec![]));
    }
    let third = "The supplier hires whom it likes, tells nobody of it and is not to be asked for any names at all.";
    assert_eq!(recognise(&with(third), &[own]).unwrap().deviating, ["2"]);
}
