use super::*;
use crate::render::clean::NASTY;
use crate::render::fixture::{answered, report};

/// Tags that the page of a report holds, in order, without what stands between them.
fn tags(report: &Report) -> Vec<String> {
    let page = html(report, Lang::Nl, Some("../contracts/"));
    let page = page.replace(SCRIPT, "").replace(STYLE, "");
    page.split('<').skip(1).map(|part| part.split(['>', ' ']).next().unwrap().to_owned()).collect()
}

#[test]
fn text_of_strangers_adds_nothing_to_the_page_but_text() {
    for of in [report, answered] {
        let plain = tags(&of("tekst"));
        // Headings and links may fall away where a text holds nothing at all.
        for nasty in NASTY.iter().filter(|nasty| !clean::line(nasty).is_empty()) {
            assert_eq!(tags(&of(nasty)), plain, "{nasty:?}");
            let page = html(&of(nasty), Lang::En, Some(""));
            assert!(
                !page
                    .chars()
                    .any(|c| c != '\n' && clean::line(&c.to_string()).is_empty() && c != ' ')
            );
        }
    }
}

#[test]
fn links_lead_to_documents_only() {
    let words = messages(Lang::Nl);
    let to = |base, name| Links { words, base: Some(base) }.to(name, 4);
    assert_eq!(to("../map 1/", "een map/x#1.pdf"), "./../map%201/een%20map/x%231.pdf#page=4");
    assert_eq!(to("", "javascript:alert(1)"), "./javascript%3Aalert%281%29#page=4");
    assert_eq!(to("", "//host/x"), "");
    assert_eq!(Links { words, base: None }.to("x.pdf", 1), "");
}

#[test]
fn the_policy_allows_this_style_and_this_script_and_no_other() {
    let page = html(&report("tekst"), Lang::Nl, None);
    let inside = |open: &str, close: &str| {
        let after = page.split_once(open).unwrap().1;
        after.split_once(close).unwrap().0.to_owned()
    };
    for (text, directive) in [
        (inside("<style>", "</style>"), "style-src"),
        (inside("<script>", "</script>"), "script-src"),
    ] {
        let hash = BASE64.encode(Sha256::digest(text));
        // The template escapes the quotes around the hash and what else is no letter.
        let policy = inside("Security-Policy\" content=\"", "\">").replace("&#39;", "'");
        let policy = policy.replace("&#43;", "+");
        assert!(policy.contains(&format!("{directive} 'sha256-{hash}'")), "{policy}");
    }
    assert!(!page.contains(" style=") && !page.contains("http:") && !page.contains("https:"));
    assert!(!page.contains(" onclick") && !page.contains(" onload"));
}

#[test]
fn models_sub_processors_countries_and_labels_are_shown() {
    let mut report = report("tekst");
    let first = &mut report.vendors[0];
    first.documents[0].model = Some(crate::report::ModelMatch {
        id: "m".into(),
        title: "Model X".into(),
        version: "3.0".into(),
        share: 0.97,
        of_document: None,
        deviating: vec!["5.2".into(), "8.1".into()],
    });
    first.sub_processors[0].name = "Wolk B.V.".into();
    first.sub_processors[0].countries[0].code = "BR".into();
    let mut certificate = first.facts["breach_deadline"][0].clone();
    (certificate.name, certificate.text) = ("certificate".into(), "ISO 27001".into());
    certificate.label = Some("ISO/IEC 27001".into());
    first.facts.insert("certificates".into(), vec![certificate]);
    let page = html(&report, Lang::En, Some("../map/"));
    for text in [
        "made from Model X 3.0 (97% of it is in the text); deviates in 5.2, 8.1",
        "<th scope=\"row\">Wolk B.V.</th><td>BR (third country)</td><td class=\"number\">1</td>",
        "<th scope=\"row\">Wolk B.V.</th><td>tekst</td><td></td><td class=\"third\">BR (third country)</td>",
        "ISO/IEC 27001 (“ISO 27001”)",
        "<a href=\"./../map/tekst#page=2\">tekst, p. 2</a>",
    ] {
        assert!(page.contains(text), "{text}");
    }
}

#[test]
fn every_finding_is_there_without_the_script_and_unread_documents_come_first() {
    let report = report("tekst");
    let page = html(&report, Lang::En, None);
    let at = |what: &str| page.find(what).unwrap_or_else(|| panic!("{what}"));
    assert!(at("NOT READ") < at("id=\"overview\""));
    assert!(at("id=\"overview\"") < at("id=\"vendor-1\""));
    let findings = page.matches("<article class=\"finding\" data-status").count();
    // Contradicted, missing, partial and met are told whole; unknown and not applicable as lists.
    assert_eq!(findings, report.vendors.len() * 4);
    assert_eq!(html(&report, Lang::En, None), page);
}

#[test]
fn a_page_that_answers_leads_with_the_answer_and_compares_no_vendors() {
    let page = html(&answered("tekst"), Lang::En, Some("map/"));
    let places: Vec<usize> = [
        "<h1>The answer before ordering</h1>",
        "<span class=\"light red\">NO GO</span>",
        "Not read, or not wholly: no go-ahead",
        "What decides",
        "<a href=\"./map/tekst#page=4\">",
        "To arrange first",
        "Questions for the provider (1)",
        "Still for a person to judge (1)",
        "id=\"overview\"",
        "id=\"vendor-1\"",
    ]
    .iter()
    .map(|what| page.find(what).unwrap_or_else(|| panic!("{what} in {page}")))
    .collect();
    assert!(places.is_sorted(), "{places:?}");
    // Light, score and the table of vendors say something else than the policy.
    for never in ["id=\"matrix\"", "id=\"filters\"", "score 40"] {
        assert!(!page.contains(never), "{never}");
    }
    assert!(!html(&report("tekst"), Lang::En, None).contains("class=\"answer"));
}
