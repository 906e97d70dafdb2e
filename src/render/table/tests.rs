use super::*;
use crate::lang::Lang;
use crate::render::fixture::{answered, report};
use crate::render::messages;
use crate::report::Status;

fn table(report: &Report, name: &str) -> Table {
    tables(report, messages(Lang::Nl)).into_iter().find(|t| t.name == name).unwrap()
}

/// The cells of a column.
fn column(report: &Report, name: &str, key: &str) -> Vec<Cell> {
    let table = table(report, name);
    let at = table.columns.iter().position(|c| c.key == key).unwrap();
    table.rows.iter().map(|row| row[at].clone()).collect()
}

#[test]
fn every_row_has_a_cell_for_every_column() {
    let all = |report: Report| tables(&report, messages(Lang::Nl));
    for table in [all(report("tekst")), all(answered("tekst"))].concat() {
        assert!(!table.rows.is_empty(), "{}", table.name);
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{}", table.name);
        assert_eq!(table.columns[0].key, "run_id");
        let mut keys: Vec<_> = table.columns.iter().map(|c| c.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), table.columns.len(), "{}", table.name);
    }
}

#[test]
fn cells_are_typed_and_hold_code_and_word() {
    let report = report("tekst");
    let status = column(&report, "findings", "status");
    assert_eq!(status[0], Cell::Code("contradicted".into(), "wijkt af".into()));
    assert_eq!(column(&report, "findings", "confidence")[0], Cell::Share(0.5));
    assert_eq!(column(&report, "findings", "page")[0], Cell::Whole(4));
    assert_eq!(column(&report, "findings", "as_of")[0], Cell::Date("2026-01-01".into()));
    assert_eq!(column(&report, "findings", "severity_rank")[0], Cell::Whole(4));
    assert_eq!(column(&report, "vendors", "open_critical"), [Cell::Whole(3), Cell::Whole(3)]);
    assert_eq!(column(&report, "subprocessors", "class")[0].clone(), {
        Cell::Code("third".into(), "derde land".into())
    });
}

#[test]
fn the_action_follows_status_and_severity() {
    let mut report = report("tekst");
    let vendor = &mut report.vendors[0];
    vendor.requirements[1].severity = crate::report::Severity::Low;
    vendor.requirements[2].confidence = 0.9;
    let actions: Vec<String> = column(&report, "findings", "action")
        .into_iter()
        .take(6)
        .map(|cell| if let Cell::Code(code, _) = cell { code } else { String::new() })
        .collect();
    assert_eq!(actions, ["repair", "accept", "negotiate", "ask", "accept", ""]);
}

#[test]
fn a_run_is_named_by_what_decided_it_and_not_by_its_hour() {
    let one = report("tekst");
    let mut later = one.clone();
    later.generated_at = "2026-01-01T09:00:00Z".into();
    assert_eq!(run_id(&one), run_id(&later));
    assert_eq!(run_id(&one).len(), 12);
    later.vendors[0].requirements[0].status = Status::Met;
    assert_ne!(run_id(&one), run_id(&later));
    let mut policy = answered("tekst");
    let before = run_id(&policy);
    policy.vendors[0].screen.as_mut().unwrap().policy_hash = "ff".into();
    assert_ne!(run_id(&policy), before);
    let mut other = one.clone();
    other.vendors[0].documents[0].sha256 = "ff".into();
    assert_ne!(run_id(&one), run_id(&other));
}
