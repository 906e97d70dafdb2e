use super::*;
use crate::extract::{Asides, Format, Line, LineKind, Page, PageReader, PageState};
use crate::pack::Patterns;

/// A line of a page: its words, whether they are bold, and whether the line reaches the margin.
fn line(text: &str, bold: bool, full: bool) -> Line {
    let right = if full { 500.0 } else { 200.0 };
    Line {
        bold,
        right,
        left: 72.0,
        size: 11.0,
        gap_above: 1.3,
        starts_paragraph: false,
        ..Line::paragraph(text.to_owned(), LineKind::Text)
    }
}

fn contract(lines: Vec<Line>) -> Contract {
    let page = Page {
        number: 1,
        lines,
        quality: 1.0,
        state: PageState::Read,
        ocr: false,
        reader: PageReader::Own,
        width: 595.0,
        height: 842.0,
    };
    let document = Document {
        format: Format::Pdf,
        reader: "test".to_owned(),
        pages: vec![page],
        flags: Vec::new(),
        asides: Asides::default(),
    };
    segment(&document, &Patterns::load(None).unwrap().structure)
}

#[test]
fn a_clause_may_bear_its_title_on_its_own_line() {
    let title = |text: &str, kind: LineKind| {
        let one = contract(vec![Line { kind, ..line(text, false, true) }]);
        one.title_of(0).map(|span| one.folded.get(span).to_owned())
    };
    let row = LineKind::TableRow { header: false };
    assert_eq!(title("3.1 Retention. Thirty days.", LineKind::Text).as_deref(), Some("retention"));
    assert_eq!(title("Retention | thirty days", row).as_deref(), Some("retention"));
    let long = "The processor keeps the data for thirty days. Then it deletes them.";
    assert_eq!(title(long, LineKind::Text), None);
}

#[test]
fn words_without_a_verb_that_open_a_numbered_or_bold_clause_are_its_title() {
    let title = |text: &str, letters: u32| {
        let one = contract(vec![Line { opens_bold: letters, ..line(text, false, true) }]);
        let first = one.sentences.iter().find(|s| s.is_title);
        first.map(|s| one.folded.get(s.folded).to_owned())
    };
    let numbered = "5.6 Bijstand bij datalekken (artikel 33). De verwerker helpt de school.";
    assert_eq!(title(numbered, 0).as_deref(), Some("5.6 bijstand bij datalekken (artikel 33)."));
    let bold = "Deletion of data. Acme deletes the data at the end.";
    assert_eq!(title(bold, 14).as_deref(), Some("deletion of data."));
    assert_eq!(title(bold, 0), None);
    for statement in [
        "5.6 Acme helpt de school. Zij doet dat gratis.",
        "5.6 No sub-processors. All work is done by Acme.",
        "5.6 Audits once in 12 months. They cost nothing.",
        "5.6 Data encrypted at rest. Keys are kept apart.",
        "5.6 Assistance with data breaches.",
        "5.6 Verzoeken stuurt Verwerker door aan de school. Meer niet.",
        "5.6 Your data with us. They stay yours.",
    ] {
        assert_eq!(title(statement, 0), None, "{statement}");
    }
}

#[test]
fn a_line_right_above_a_list_leads_it_in() {
    let leads =
        |lines: Vec<Line>| contract(lines).clauses.iter().map(|c| c.lead_in).collect::<Vec<_>>();
    let lines = |words: [&str; 4]| words.map(|words| line(words, false, false)).to_vec();
    let numbers = lines(["Persoonsgegevens", "1. Naam", "2. Polisnummer", "3. Bedrag"]);
    assert_eq!(leads(numbers), [None, Some(0), Some(0), Some(0)]);
    let bullets = lines(["Bewaartermijnen", "- logs", "- back-ups", "- rapporten"]);
    assert_eq!(leads(bullets), [None, Some(0), Some(0), Some(0)]);
    let ended = lines(["Dat is alles.", "- logs", "- back-ups", "- rapporten"]);
    assert_eq!(leads(ended), [None, None, None, None]);
}

#[test]
fn a_question_says_nothing_and_leads_in_its_answer() {
    let paragraph = |text: &str, bold| Line { starts_paragraph: true, ..line(text, bold, false) };
    let answer = "Only our support staff can see them, and they are bound to secrecy.";
    for bold in [true, false] {
        let size = if bold { 11.0 } else { 0.0 };
        let own_line = contract(vec![
            Line { size, ..paragraph("Who can see the data of our pupils?", bold) },
            Line { size, ..paragraph(answer, false) },
            Line { size, ..paragraph("Fees are paid each month, in advance, by bank.", false) },
        ]);
        let leads: Vec<_> = own_line.clauses.iter().map(|c| c.lead_in).collect();
        assert_eq!(leads, [None, Some(0), None], "{bold}");
        assert!(own_line.sentences[0].asks, "{bold}");
    }
    let inside = contract(vec![line(&format!("Can you see our data? {answer}"), false, true)]);
    let question = inside.sentences[0];
    assert_eq!((question.asks, question.lead), (true, None));
    assert_eq!(inside.sentences[1].lead, Some(question.folded));
    let row = |text: &str| {
        let row = LineKind::TableRow { header: false };
        let row = contract(vec![Line { kind: row, ..line(text, false, true) }]);
        row.sentences.iter().any(|s| s.asks)
    };
    assert!(!row("Can you see it? | No"));
    assert!(row("Can you see it? | ☐ yes ☐ no"));
    assert!(!row("Can you see it? | ☒ yes ☐ no"));
    assert!(!row("Can you see it? | ☐ yes ☐ no, by nobody"));
}

#[test]
fn a_duty_behind_a_definition_counts() {
    let contract = contract(vec![
        line("1 DEFINITIONS", true, false),
        line(
            "\"Breach\" means a loss of personal data. Acme shall report every such loss to the school.",
            false,
            true,
        ),
    ]);
    let kinds: Vec<_> = (0..contract.sentences.len()).map(|s| contract.kind_of(s)).collect();
    let (defined, operative) = (SectionKind::Definitions, SectionKind::Operative);
    assert_eq!(kinds, [Some(defined), Some(defined), Some(operative)]);
}

#[test]
fn a_duty_before_the_meaning_of_its_words_counts() {
    let kinds = |text: &str| {
        let contract = contract(vec![line(text, false, true)]);
        (0..contract.sentences.len()).map(|s| contract.kind_of(s)).collect::<Vec<_>>()
    };
    let (defined, operative) = (Some(SectionKind::Definitions), Some(SectionKind::Operative));
    assert_eq!(
        kinds(
            "Acme promptly notifies the school of every data breach. \"Promptly\" means at once."
        ),
        [operative, defined]
    );
    assert_eq!(
        kinds(
            "\"Promptly\" means at once. Acme promptly notifies the school of every data breach."
        ),
        [defined, defined]
    );
}

#[test]
fn what_is_agreed_under_a_heading_of_the_parties_and_more_counts() {
    let contract = contract(vec![
        line("PARTIJEN EN ONDERWERP", true, false),
        line("Acme verwerkt gegevens alleen in opdracht van de school.", false, true),
        line("PARTIJEN", true, false),
        line("Acme B.V. en de school.", false, true),
    ]);
    let kinds: Vec<_> = (0..contract.sentences.len()).filter_map(|s| contract.kind_of(s)).collect();
    let (parties, operative) = (SectionKind::Parties, SectionKind::Operative);
    assert_eq!(kinds, [parties, operative, parties, parties]);
}

/// The kind of the clause that starts with `words`.
fn kind(contract: &Contract, words: &str) -> SectionKind {
    let found = contract
        .clauses
        .iter()
        .find(|c| contract.raw.get(c.body.start..c.body.end).is_some_and(|t| t.starts_with(words)));
    found.unwrap_or_else(|| panic!("no clause starts with {words}")).kind
}

#[test]
fn headings_without_a_number_end_numbered_definitions() {
    let contract = contract(vec![
        line("1 DEFINITIONS", true, false),
        line("\"Platform\" means the learning platform of Acme.", false, true),
        line("SECURITY", true, false),
        line("Acme keeps a log of every access to the platform.", false, true),
        line("SUB-PROCESSORS", true, false),
        line("Acme tells the school which helpers it has.", false, true),
    ]);
    assert_eq!(kind(&contract, "\"Platform\""), SectionKind::Definitions);
    assert_eq!(kind(&contract, "Acme keeps"), SectionKind::Operative);
    assert_eq!(kind(&contract, "Acme tells"), SectionKind::Operative);
}

#[test]
fn bold_words_among_numbered_articles_stay_inside_them() {
    let contract = contract(vec![
        line("Artikel 1 Definities", true, false),
        line("Persoonsgegevens", true, false),
        line("Alle gegevens over een leerling in het platform.", false, true),
        line("Artikel 2 Geheimhouding", true, false),
        line("Acme zwijgt over alles wat zij in het platform ziet.", false, true),
    ]);
    assert_eq!(kind(&contract, "Alle gegevens"), SectionKind::Definitions);
    assert_eq!(kind(&contract, "Acme zwijgt"), SectionKind::Operative);
}

#[test]
fn a_bold_run_in_heading_is_read_on_with_its_sentence() {
    let contract = contract(vec![
        line("2.2 List of Current Helpers and Notice of New Helpers. A list", true, true),
        line("Helpers may be found in Annex 2, which Acme keeps up to date at all", false, true),
        line("times.", false, false),
    ]);
    assert_eq!(contract.clauses.len(), 1);
    assert!(!contract.clauses[0].is_heading);
}

#[test]
fn recitals_end_where_the_parties_agree() {
    let contract = contract(vec![
        line("Overwegende dat:", false, false),
        line("- Acme gegevens van leerlingen verwerkt;", false, false),
        line("Partijen komen het volgende overeen.", false, true),
        line("1.1 Acme verwerkt de gegevens alleen in opdracht van de school.", false, true),
    ]);
    assert_eq!(kind(&contract, "- Acme"), SectionKind::Recitals);
    assert_eq!(kind(&contract, "1.1 Acme"), SectionKind::Operative);
}

#[test]
fn a_number_after_a_word_that_refers_starts_no_clause() {
    let contract = contract(vec![
        line(
            "Acme helpt de school bij de nakoming van haar plichten op grond van artikel",
            false,
            true,
        ),
        line(
            "32 Sub tot en met 36 van de verordening, voor zover dat nodig is in het",
            false,
            true,
        ),
        line("licht van de aard van de verwerking.", false, false),
    ]);
    assert_eq!(contract.clauses.len(), 1);
}

#[test]
fn nested_items_are_led_in_by_every_level_above() {
    let contract = contract(vec![
        line("3. De melding van Acme bevat:", false, false),
        line("a. de aard van het datalek, met name:", false, false),
        line("i) het aantal leerlingen;", false, false),
        line("ii) het soort gegevens;", false, false),
        line("b. de gevolgen ervan.", false, false),
    ]);
    let leads: Vec<Option<usize>> = contract.clauses.iter().map(|c| c.lead_in).collect();
    assert_eq!(leads, [None, Some(0), Some(1), Some(1), Some(0)]);
    let labels: Vec<Option<&str>> = contract.clauses.iter().map(|c| c.label.as_deref()).collect();
    assert_eq!(labels, [Some("3"), Some("3(a)"), Some("3(a)(i)"), Some("3(a)(ii)"), Some("3(b)")]);
}

#[test]
fn a_paragraph_of_nothing_visible_has_no_sentence() {
    let contract = contract(vec![
        line("1. Acme meldt ieder datalek aan de school.", false, true),
        line("2. \u{ad}", false, false),
        line("\u{ad}", false, false),
    ]);
    assert!(contract.sentences.iter().all(|s| !s.folded.is_empty()));
}

#[test]
fn articles_under_the_words_with_which_parties_agree_are_operative() {
    let contract = contract(vec![
        line("DE PARTIJEN ZIJN HET VOLGENDE OVEREENGEKOMEN", true, false),
        line("Artikel 1. Definities", true, false),
        line("Datalek: een inbreuk op de beveiliging.", false, true),
        line("Artikel 2. Beveiliging", true, false),
        line("Leerkompas treft passende maatregelen.", false, true),
    ]);
    assert_eq!(kind(&contract, "Datalek"), SectionKind::Definitions);
    assert_eq!(kind(&contract, "Leerkompas"), SectionKind::Operative);
}

#[test]
fn an_article_under_the_parties_is_none_of_them() {
    let contract = contract(vec![
        line("PARTIES", true, false),
        line("Acme Ltd. and the school.", false, true),
        line("Article 1 Security", false, false),
        line("Acme takes suitable measures.", false, true),
    ]);
    assert_eq!(kind(&contract, "Acme Ltd."), SectionKind::Parties);
    assert_eq!(kind(&contract, "Acme takes"), SectionKind::Operative);
}

#[test]
fn a_document_is_not_recitals_for_the_most_part() {
    let duty = "Acme shall notify the school of every personal data breach without undue delay and \
                within one day after it was found.";
    let contract = contract(vec![
        line("RECITALS", true, false),
        line("The school buys a platform.", false, false),
        line(duty, false, false),
        line("Acme keeps a log of all access.", false, true),
    ]);
    assert_eq!(kind(&contract, "The school buys"), SectionKind::Recitals);
    assert_eq!(kind(&contract, "Acme shall notify"), SectionKind::Operative);
    assert_eq!(kind(&contract, "Acme keeps"), SectionKind::Operative);
}

#[test]
fn the_last_short_item_of_an_article_is_no_heading() {
    let contract = contract(vec![
        line("Artikel 10 Aansprakelijkheid", true, false),
        line("10.1 Leerkompas is aansprakelijk voor schade", false, false),
        line("10.2 Aansprakelijkheid is beperkt tot tien euro", false, false),
        line("Artikel 11 Contact", true, false),
        line("11.1 Beveiliging", false, false),
        line(
            "Leerkompas treft maatregelen en houdt ze bij, ook voor wie het platform niet meer gebruikt.",
            false,
            false,
        ),
    ]);
    let heading = |words: &str| {
        contract
            .clauses
            .iter()
            .find(|c| {
                contract.raw.get(c.body.start..c.body.end).is_some_and(|t| t.starts_with(words))
            })
            .is_some_and(|c| c.is_heading)
    };
    assert!(!heading("10.2"));
    assert!(heading("Artikel 11"));
}
