use super::*;
use crate::render::clean::NASTY;
use crate::render::fixture::difference;
use crate::render::{Look, difference_terminal};

fn tags(text: &str) -> Vec<String> {
    let page = difference_html(&difference(text), Lang::Nl).replace(STYLE, "");
    page.split('<').skip(1).map(|part| part.split(['>', ' ']).next().unwrap().to_owned()).collect()
}

#[test]
fn text_of_strangers_is_text_in_every_form() {
    let plain = tags("tekst");
    for nasty in NASTY {
        assert_eq!(tags(nasty), plain, "{nasty:?}");
        let found = difference(nasty);
        let look = Look { width: 80, color: false, all: true, suppressed: false };
        for out in [
            difference_terminal(&found, Lang::En, &look),
            difference_markdown(&found, Lang::Nl),
            difference_html(&found, Lang::En),
        ] {
            let bad = out
                .chars()
                .find(|c| *c != '\n' && *c != ' ' && clean::line(&c.to_string()).is_empty());
            assert_eq!(bad, None, "{nasty:?}");
        }
        let terminal = difference_terminal(&found, Lang::Nl, &look);
        assert!(terminal.lines().all(|line| line.chars().count() <= 80), "{terminal}");
    }
}

#[test]
fn every_form_tells_the_caveats_the_changes_and_both_passages() {
    let found = difference("een passage");
    let look = Look { width: 80, color: false, all: false, suppressed: false };
    for out in [
        difference_terminal(&found, Lang::En, &look),
        difference_markdown(&found, Lang::En),
        difference_html(&found, Lang::En),
    ] {
        let one = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(one.contains("a verdict may have changed because the patterns did"), "{one}");
        let upper = one.to_uppercase();
        for change in Change::ALL.iter().filter(|c| **c != Change::Unchanged) {
            let label = messages(Lang::En).label(&format!("diff_{}", code(*change))).to_uppercase();
            assert!(upper.contains(&format!("{label} (1)")), "{label} in {upper}");
        }
        assert!(one.contains("een passage"));
        assert!(one.contains("found → not found"));
    }
}

#[test]
fn the_page_allows_its_style_and_no_script() {
    let page = difference_html(&difference("tekst"), Lang::Nl);
    assert!(page.contains("script-src &#39;none&#39;") && !page.contains("<script"));
    assert!(!page.contains(" style=") && !page.contains("http:") && !page.contains("https:"));
}
