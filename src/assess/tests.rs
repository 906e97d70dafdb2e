//! Sentences that take a reader of words in: who is obliged, what an exception leaves of a rule,
//! and what a denial denies, in both languages.

use super::{Input, assess_one};
use crate::classify::{self, Kind, KindVerdict};
use crate::extract::{self, Format, Limits, PdfReader};
use crate::pack::Patterns;
use crate::report::{RequirementReport, Status};
use crate::{find, parties, segment};

/// More of them beside the fifty of `tests/it/traps.tsv`: requirement, the statuses that are right,
/// and the sentence in Dutch and in English.
const TRAPS: &str = include_str!("traps.tsv");

fn name(status: Status) -> &'static str {
    match status {
        Status::Met => "met",
        Status::Partial => "partial",
        Status::Missing => "missing",
        Status::Contradicted => "contradicted",
        Status::Unknown => "unknown",
        Status::NotApplicable => "not-applicable",
    }
}

fn status(text: &str, id: &str, patterns: &Patterns) -> Status {
    judged(text, id, patterns).status
}

fn judged(text: &str, id: &str, patterns: &Patterns) -> RequirementReport {
    let requirement = patterns.requirement(id).unwrap();
    with_input(text, patterns, |input, _| assess_one(input, patterns, requirement))
}

/// What `judge` makes of an agreement with this text and of its parties.
fn with_input<T>(
    text: &str,
    patterns: &Patterns,
    judge: impl FnOnce(Input<'_>, &parties::Parties) -> T,
) -> T {
    let document =
        extract::read(text.as_bytes(), Format::Markdown, &Limits::default(), PdfReader::default())
            .unwrap();
    let contract = segment::segment(&document, &patterns.structure);
    let parties = parties::resolve(&contract, patterns);
    let hits = find::find(&contract, &parties, patterns);
    let input = Input {
        path: "trap",
        contract: &contract,
        hits: &hits,
        kind: Kind::Agreement,
        pages: 1,
        quality: 1.0,
    };
    judge(input, &parties)
}

const UNTITLED: [&str; 2] = [
    "Working together with your school\n\nBright Harbor Ltd. works for the school and is its processor. \
     The processor shall process personal data only on documented instructions of the school. \
     The processor shall ensure that persons authorised to process the data are bound to confidentiality. \
     The processor shall implement appropriate technical and organisational measures. \
     The processor shall not engage another processor without prior written authorisation of the controller. \
     The processor shall assist the controller in responding to requests of data subjects to exercise their rights. \
     The processor shall notify the controller of a personal data breach without undue delay. \
     After the end of the services the processor shall delete or return all personal data.",
    "Samen met uw school\n\nHeldere Haven B.V. werkt voor de school en is haar verwerker. \
     De verwerker verwerkt de persoonsgegevens uitsluitend op schriftelijke instructie van de verwerkingsverantwoordelijke. \
     De verwerker zorgt dat de personen die gegevens verwerken tot geheimhouding verplicht zijn. \
     De verwerker treft passende technische en organisatorische maatregelen. \
     De verwerker schakelt geen subverwerker in zonder voorafgaande schriftelijke toestemming van de verwerkingsverantwoordelijke. \
     De verwerker verleent de verwerkingsverantwoordelijke bijstand bij verzoeken van betrokkenen om hun rechten uit te oefenen. \
     De verwerker meldt een inbreuk in verband met persoonsgegevens zonder onredelijke vertraging aan de verwerkingsverantwoordelijke. \
     Na afloop wist of retourneert de verwerker alle persoonsgegevens.",
];

#[test]
fn what_lays_article_28_on_a_processor_is_an_agreement_by_any_name() {
    let patterns = Patterns::load(None).unwrap();
    let terms = || KindVerdict {
        kind: Kind::Terms,
        role: None,
        reason: "title: terms".into(),
        has_duties: false,
        called_agreement: false,
    };
    for text in UNTITLED {
        let kind = |text: &str, letters: Option<usize>| {
            with_input(text, &patterns, |input, parties| {
                let letters = letters.unwrap_or_else(|| super::article_28(input, &patterns));
                classify::reconsider(terms(), letters, input.contract, parties, &patterns)
            })
        };
        assert_eq!(kind(text, None).kind, Kind::Agreement, "{}", kind(text, None).reason);
        assert_eq!(kind(text, Some(1)), terms());
        assert_eq!(kind(text, Some(2)), KindVerdict { has_duties: true, ..terms() });
        // The same duties as one chapter of long terms leave them terms.
        let long = format!("{text}\n\n{}", "The customer pays within thirty days. ".repeat(1500));
        assert_eq!(kind(&long, None).kind, Kind::Terms);
    }
}

#[test]
fn three_letters_are_enough_between_a_named_controller_and_a_named_processor() {
    let patterns = Patterns::load(None).unwrap();
    let named = "This agreement is made between Oak School Trust (\"the controller\") and Bright Harbor Ltd. (\"the processor\").";
    for (text, kind) in
        [(named, Kind::Agreement), ("Oak School Trust buys software.", Kind::Unknown)]
    {
        let found = with_input(text, &patterns, |input, parties| {
            let unknown = KindVerdict {
                kind: Kind::Unknown,
                role: None,
                reason: String::new(),
                has_duties: false,
                called_agreement: false,
            };
            classify::reconsider(unknown, 3, input.contract, parties, &patterns)
        });
        assert_eq!(found.kind, kind, "{text}");
    }
}

#[test]
fn a_first_page_with_the_title_and_both_parties_is_an_agreement() {
    let patterns = Patterns::load(None).unwrap();
    let parties =
        "Between Oak School Trust (the \"Controller\") and Bright Harbor Ltd. (the \"Processor\").";
    let kind = |text: &str| {
        with_input(text, &patterns, |input, parties| {
            let kind = classify::classify(input.contract, input.hits, &patterns);
            classify::reconsider(kind, 0, input.contract, parties, &patterns)
        })
    };
    let first_page = kind(&format!("# Data Processing Agreement\n\n{parties}"));
    assert_eq!(first_page.kind, Kind::Agreement, "{}", first_page.reason);
    for text in [
        format!("# Newsletter\n\n{parties}"),
        "# Data Processing Agreement\n\nAsk our helpdesk.".to_owned(),
    ] {
        assert_eq!(kind(&text).kind, Kind::Unknown, "{text}");
    }
}

#[test]
fn few_duties_under_the_title_of_an_agreement_are_enough() {
    let patterns = Patterns::load(None).unwrap();
    let kind = |title: &str| {
        let duties = "The supplier processes personal data only on the customer's documented instructions. The supplier \
            binds its staff to confidentiality.";
        with_input(&format!("# {title}\n\n{duties}"), &patterns, |input, parties| {
            let kind = classify::classify(input.contract, input.hits, &patterns);
            let letters = super::article_28(input, &patterns);
            classify::reconsider(kind, letters, input.contract, parties, &patterns).kind
        })
    };
    assert_eq!(kind("Data Processing Agreement"), Kind::Agreement);
    assert_eq!(kind("How we work"), Kind::Unknown);
}

#[test]
fn trap_sentences_take_nobody_in() {
    let patterns = Patterns::load(None).unwrap();
    let mut wrong = Vec::new();
    for line in TRAPS.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let mut cells = line.split('\t');
        let (id, wanted) = (cells.next().unwrap(), cells.next().unwrap());
        for text in cells {
            let got = name(status(text, id, &patterns));
            if !wanted.split('|').any(|w| w == got) {
                wrong.push(format!("{id}: {got}, not {wanted}: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_annex_counts_where_it_is_supplied_and_filled_in() {
    let patterns = Patterns::load(None).unwrap();
    let clause = "# 5. Subverwerkers\n\nDe lijst van subverwerkers staat in Bijlage 2.\n\n";
    let judge = |annex: &str| judged(&format!("{clause}{annex}"), "subprocessors.list", &patterns);
    let without = judge("");
    assert_eq!(without.status, Status::Partial);
    assert_eq!(without.reasons, ["referenced-not-supplied"]);
    let blank = judge(
        "# Bijlage 2: Subverwerkers\n\n| Naam | Land |\n|---|---|\n| [naam invullen] | [land invullen] |\n",
    );
    assert_eq!(blank.status, Status::Missing);
    let filled = judge(
        "# Bijlage 2: Subverwerkers\n\n| Subverwerker | Land |\n|---|---|\n| Wolkenhost B.V. | Nederland |\n| Postduif B.V. | Duitsland |\n",
    );
    assert_eq!(filled.status, Status::Met);
}

#[test]
fn reservations_and_near_misses_lower_the_confidence() {
    let patterns = Patterns::load(None).unwrap();
    let sure = |text: &str| judged(text, "breach.notice", &patterns);
    let plain = sure(
        "Processor notifies the controller of every personal data breach without undue delay.",
    );
    let hedged = sure(
        "Processor shall, where possible, notify the controller of a personal data breach without undue delay.",
    );
    assert!(plain.confidence > hedged.confidence, "{} {}", plain.confidence, hedged.confidence);
    let absent = sure("The parties wish each other well.");
    let near = sure("The controller notifies the supervisory authority of a personal data breach.");
    assert_eq!((absent.status, near.status), (Status::Missing, Status::Missing));
    assert!(absent.confidence > near.confidence);
}
