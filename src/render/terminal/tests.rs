use super::*;
use crate::render::clean::NASTY;
use crate::render::fixture::{self, answered, report};

fn look(width: usize, color: bool) -> Look {
    Look { width, color, all: true, suppressed: true }
}

#[test]
fn nothing_nasty_gets_out() {
    for nasty in NASTY {
        for lang in Lang::ALL {
            let out = [report(nasty), answered(nasty)]
                .map(|report| terminal(&report, lang, &look(80, false)))
                .concat();
            let bad = out.chars().find(|c| {
                *c != '\n' && super::super::clean::line(&c.to_string()).is_empty() && *c != ' '
            });
            assert_eq!(bad, None, "{nasty:?}");
            let out = verification(&fixture::verification(nasty), lang, &look(80, false));
            assert!(!out.chars().any(|c| c.is_control() && c != '\n'), "{out:?}");
            assert!(out.lines().all(|l| l.chars().count() <= 80), "{out}");
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
fn what_is_of_low_severity_is_counted_and_told_with_v_only() {
    let mut report = report("tekst");
    for requirement in &mut report.vendors[0].requirements {
        requirement.severity = crate::report::Severity::Low;
    }
    report.vendors.truncate(1);
    let look = |all| Look { width: 80, color: false, all, suppressed: false };
    let short = terminal(&report, Lang::En, &look(false));
    assert!(short.contains("Gaps of severity low: 3; -v shows them."), "{short}");
    assert!(!short.contains("LOW (3)"));
    let whole = terminal(&report, Lang::En, &look(true));
    assert!(whole.contains("LOW (3)") && !whole.contains("-v shows"), "{whole}");
}

#[test]
fn the_table_of_vendors_names_more_where_there_is_room() {
    let mut report = report("tekst");
    for vendor in &mut report.vendors {
        let line = vendor.rollups["core.ownership"].clone();
        let line = crate::report::Rollup { title: "Zeggenschap en meer".into(), ..line };
        vendor.rollups.insert("core.ownership".into(), line);
    }
    let table = |width| {
        let out = terminal(&report, Lang::En, &look(width, false));
        out.lines().find(|l| l.contains("Vendor ")).unwrap().to_owned()
    };
    assert_eq!(
        table(42).split_whitespace().collect::<Vec<_>>(),
        ["Vendor", "!", "✗", "~", "?", "✓", "Score"]
    );
    assert!(table(60).contains("Zeggenschap") && !table(60).contains("deviates"));
    assert!(table(120).contains("Zeggenschap  deviates  not found"));
    let narrow = terminal(&report, Lang::En, &look(42, false));
    assert!(narrow.contains("! deviates · ✗ not"), "{narrow}");
}

#[test]
fn what_was_not_read_stands_before_the_verdicts() {
    let out = terminal(&report("tekst"), Lang::En, &look(80, false));
    let at = |what: &str| out.find(what).unwrap_or_else(|| panic!("{what} in {out}"));
    assert!(at("NOT READ") < at("SUMMARY"));
    assert!(at("SUMMARY") < at("Core"));
    assert!(at("Core") < at("CRITICAL"));
}
