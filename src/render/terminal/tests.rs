use super::*;
use crate::render::clean::NASTY;
use crate::render::fixture::report;

fn look(width: usize, color: bool) -> Look {
    Look { width, color, all: true, suppressed: true }
}

#[test]
fn nothing_nasty_gets_out() {
    for nasty in NASTY {
        for lang in Lang::ALL {
            let out = terminal(&report(nasty), lang, &look(80, false));
            let bad = out.chars().find(|c| {
                *c != '\n' && super::super::clean::line(&c.to_string()).is_empty() && *c != ' '
            });
            assert_eq!(bad, None, "{nasty:?}");
        }
        let json = crate::render::json(&report(nasty));
        assert!(!json.contains('\u{1b}') && !json.contains('\u{202e}'));
        assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report(nasty));
    }
}

#[test]
fn every_line_fits_and_wide_terminals_are_used() {
    let text = "een tamelijk lange tekst over de termijn van melding die vaker dan eens moet worden afgebroken";
    for width in [40, 60, 80, 120] {
        let out = terminal(&report(text), Lang::Nl, &look(width, false));
        let longest = out.lines().map(|l| l.chars().count()).max().unwrap();
        assert!(longest <= width, "{longest} columns in {width}");
        assert!(longest > width - 12, "{longest} columns in {width}");
    }
}

#[test]
fn what_was_not_read_stands_before_the_verdicts() {
    let out = terminal(&report("tekst"), Lang::En, &look(80, false));
    let at = |what: &str| out.find(what).unwrap_or_else(|| panic!("{what} in {out}"));
    assert!(at("NOT READ") < at("SUMMARY"));
    assert!(at("SUMMARY") < at("Core"));
    assert!(at("Core") < at("CRITICAL"));
}
