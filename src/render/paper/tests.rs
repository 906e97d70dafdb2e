use std::io::Read;

use super::*;
use crate::render::clean::{self, NASTY};
use crate::render::fixture::{answered, report};
use crate::report::{Report, Status};

/// A part of a Word document.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The elements of an XML text in order, with their attributes.
fn elements(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut out = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                out.push(format!("{tag:?}"));
            }
            quick_xml::events::Event::Eof => return out,
            _ => {}
        }
    }
}

/// What Markdown makes of a text: every kind of element, without the words.
fn kinds(markdown: &str) -> Vec<String> {
    use pulldown_cmark::{Event, Options, Parser};
    let all = Parser::new_ext(markdown, Options::all());
    all.filter_map(|event| match event {
        Event::Start(tag) => Some(format!("{tag:?}")),
        Event::End(_) | Event::Text(_) => None,
        other => Some(format!("{other:?}")),
    })
    .collect()
}

/// The papers of a text: of a report, of an answer before ordering, and the letters.
fn papers_of(text: &str, lang: Lang) -> Vec<Paper> {
    [papers(&report(text), lang), papers(&answered(text), lang)].concat()
}

fn papers(report: &Report, lang: Lang) -> Vec<Paper> {
    let mut all = vec![paper(report, lang)];
    all.extend(letters(report, lang, &Sender::default()).into_iter().map(|(_, letter)| letter));
    all
}

#[test]
fn text_of_strangers_adds_nothing_but_text() {
    let more = ["**x**", "[a](http://b.example)", "![a](b)", "# h", "1. x", "- x", "www.b.example"];
    let more = more.iter().chain(&["a|b", "<b>x</b>", "`x`", "&lt;", "x\u{fffe}y", "---", "> x"]);
    let plain: Vec<(Vec<String>, Vec<String>)> = papers_of("tekst", Lang::Nl)
        .iter()
        .map(|paper| {
            let main = part(&paper.to_docx().unwrap(), "word/document.xml");
            (kinds(&paper.to_markdown()), elements(&main))
        })
        .collect();
    for nasty in NASTY.iter().chain(more).filter(|nasty| !clean::line(nasty).is_empty()) {
        for (plain, paper) in plain.iter().zip(papers_of(nasty, Lang::Nl)) {
            let text = paper.to_markdown();
            assert_eq!(kinds(&text), plain.0, "{text}");
            assert!(!text.contains("http://") && !text.contains("www."), "{text}");
            let main = part(&paper.to_docx().unwrap(), "word/document.xml");
            assert_eq!(elements(&main), plain.1);
            let visible = |c: char| c == '\n' || !clean::xml(c.encode_utf8(&mut [0; 4])).is_empty();
            assert!(main.chars().all(|c| c == ' ' || visible(c)), "{main}");
        }
    }
}

#[test]
fn both_forms_say_the_same_in_the_same_order() {
    let words = |text: &str| -> Vec<String> {
        let letters = |c: char| if c.is_alphanumeric() { c } else { ' ' };
        text.chars()
            .map(letters)
            .collect::<String>()
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    };
    for paper in papers_of("tekst", Lang::En) {
        let markdown = paper.to_markdown();
        let (_, markdown) = markdown.split_once('\n').unwrap();
        let mut kept = String::new();
        for event in pulldown_cmark::Parser::new_ext(markdown, pulldown_cmark::Options::all()) {
            match event {
                pulldown_cmark::Event::Text(text) => kept.push_str(&text),
                pulldown_cmark::Event::End(_) | pulldown_cmark::Event::HardBreak => kept.push(' '),
                _ => {}
            }
        }
        let main = part(&paper.to_docx().unwrap(), "word/document.xml");
        let main = main.replace("</w:p>", " ").replace("<w:br/>", " ");
        let mut inside = true;
        let docx: String = main
            .chars()
            .filter(|c| {
                let shown = inside && *c != '<';
                inside = match c {
                    '<' => false,
                    '>' => true,
                    _ => inside,
                };
                shown && *c != '>'
            })
            .collect();
        assert_eq!(words(&kept), words(&docx.replace("&apos;", "'").replace("&quot;", "\"")));
    }
}

#[test]
fn a_letter_asks_numbered_questions_with_passage_and_proposal() {
    let mut report = report("tekst");
    report.vendors.truncate(1);
    let vendor = &mut report.vendors[0];
    vendor.documents.retain(|d| d.status == "read");
    vendor
        .requirements
        .retain(|r| matches!(r.status, Status::Contradicted | Status::Missing | Status::Met));
    vendor.requirements[0].title = "Eigen doelen".into();
    vendor.requirements[0].evidence[0].quote = "De aanbieder mag alles.".into();
    vendor.requirements[0].question = "Waarom?".into();
    vendor.requirements[0].remedy = "De aanbieder mag niets.".into();
    vendor.requirements[1].title = "Meldtermijn".into();
    vendor.requirements[1].evidence.clear();
    let sender = Sender {
        organisation: Some("Stichting De Eik".into()),
        place: Some("Delft".into()),
        reply_within_days: Some(14),
        ..Sender::default()
    };
    let all = letters(&report, Lang::Nl, &sender);
    assert_eq!(all.len(), 1);
    let text = all[0].1.to_markdown();
    let mut from = 0;
    for expected in [
        "Stichting De Eik\\\n\\[adres\\]",
        "Delft, 1 januari 2026",
        "**Betreft:** vragen en voorstellen",
        "Wij lazen deze documenten",
        "samen 2. Wilt u ze per nummer beantwoorden, uiterlijk 15 januari 2026?",
        "## Graag aanpassen voordat wij ondertekenen",
        "1. **Eigen doelen**\n\n   Dit wijkt af",
        "   > “De aanbieder mag alles.” (tekst, blz. 4, tekst)\n\n   **Vraag:** Waarom?",
        "   **Voorstel voor de tekst:** De aanbieder mag niets.\n\n2. **Meldtermijn**",
        "Hierover vonden wij niets in de aangeleverde documenten.",
        "Met vriendelijke groet,\n\nStichting De Eik\\\n\\[naam\\]",
    ] {
        let rest = text.get(from..).unwrap();
        from += rest.find(expected).unwrap_or_else(|| panic!("{expected} in {text}"));
    }
    report.vendors[0].requirements.retain(|r| r.status == Status::Met);
    assert!(letters(&report, Lang::Nl, &sender).is_empty());
}

#[test]
fn unread_documents_are_asked_for_before_anything_else() {
    let all = letters(&report("tekst"), Lang::En, &Sender::default());
    let text = all[0].1.to_markdown();
    let at = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what} in {text}"));
    assert!(at("1. **Readable documents**") < at("## Please change before we sign"));
    assert!(at("## Please change before we sign") < at("\n2. **tekst**"));
    assert!(!text.contains("We could not judge this."));
}

#[test]
fn the_report_leads_with_documents_and_summary() {
    let mut one = report("tekst");
    one.vendors.truncate(1);
    let text = paper(&one, Lang::Nl).to_markdown();
    let mut from = 0;
    for expected in [
        "# tekst",
        "## Documenten",
        "## Samenvatting",
        "## Kern",
        "## Overzicht",
        "## Bevindingen: kritiek (3)",
        "## Feiten uit de documenten",
        "## Subverwerkers in tabellen",
        "## Vragen aan de leverancier",
        "## Niet te beoordelen (1)",
        "## Documenten spreken elkaar tegen",
        "**tekst (tekst gaat voor: zo staat het in de rangorde)**",
        "## Oordeel van mensen (1)",
        "## Bijlage: Gevonden (1)",
        "## Lijst van toepassingen: 1 regels",
    ] {
        let rest = text.get(from..).unwrap();
        from += rest.find(expected).unwrap_or_else(|| panic!("{expected} in {text}"));
    }
    let all = paper(&report("tekst"), Lang::Nl).to_markdown();
    assert!(all.find("NIET OF NIET HELEMAAL GELEZEN").unwrap() < all.find("| rood |").unwrap());
}

#[test]
fn a_word_document_is_the_same_every_time_and_holds_no_link() {
    let one = paper(&report("tekst"), Lang::Nl);
    let bytes = one.to_docx().unwrap();
    assert_eq!(bytes, one.to_docx().unwrap());
    assert!(!part(&bytes, "word/_rels/document.xml.rels").contains("External"));
    assert!(!part(&bytes, "word/document.xml").contains("hyperlink"));
    assert!(part(&bytes, "word/styles.xml").contains("nl-NL"));
    let core = part(&bytes, "docProps/core.xml");
    assert!(
        core.contains("<dc:creator>dpascan 0.0.0</dc:creator>")
            && core.contains("2026-01-01T00:00:00Z")
    );
    // Lists count anew: every one of them has a number of its own.
    let numbering = part(&bytes, "word/numbering.xml");
    assert_eq!(numbering.matches("<w:startOverride").count(), 2);
}

#[test]
fn days_are_written_as_people_do() {
    assert_eq!(long_date("2026-03-01T10:00:00Z", Lang::Nl), "1 maart 2026");
    assert_eq!(long_date("2026-12-31", Lang::En), "31 December 2026");
    assert_eq!(long_date("soon", Lang::En), "soon");
}

#[test]
fn an_answer_leads_and_asks_what_the_policy_chose() {
    let text = paper(&answered("tekst"), Lang::Nl).to_markdown();
    let places: Vec<usize> = [
        "# tekst",
        "**NO GO**",
        "Niet of niet helemaal gelezen: geen go",
        "## Dit beslist",
        "“tekst” (tekst, blz. 4",
        "## Eerst te regelen",
        "## Vragen aan de aanbieder (1)",
        "## Nog door een mens te beoordelen (1)",
        "## Documenten",
    ]
    .iter()
    .map(|what| text.replace('\\', "").find(what).unwrap_or_else(|| panic!("{what} in {text}")))
    .collect();
    assert!(places.is_sorted(), "{places:?} in {text}");
    assert!(!text.contains("rood"), "the light is not the policy's answer: {text}");
    let letter = letters(&answered("tekst"), Lang::Nl, &Sender::default());
    let letter = letter[0].1.to_markdown();
    assert!(letter.contains("vragen over uw product"), "{letter}");
    assert!(!letter.contains("bij uw verwerkersovereenkomst"), "{letter}");
    let mut none = answered("tekst");
    none.vendors[0].screen.as_mut().unwrap().questions.clear();
    none.vendors[0].documents.retain(|d| d.status == "read");
    assert!(letters(&none, Lang::Nl, &Sender::default()).is_empty(), "nothing to ask, no letter");
}
