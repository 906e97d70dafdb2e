//! What a policy answers.

use super::*;
use crate::report::{DocumentReport, Light, Severity, Value};
use std::collections::BTreeMap;

fn patterns() -> Patterns {
    Patterns::load(None).unwrap()
}

fn verdict(id: &str, status: Status, severity: Severity) -> RequirementReport {
    RequirementReport {
        id: id.into(),
        group: id.split('.').next().unwrap().into(),
        title: id.into(),
        severity,
        status,
        reasons: vec![],
        confidence: 0.9,
        values: vec![],
        evidence: vec![],
        searched: None,
        near_misses: vec![],
        legal_basis: vec![],
        why: "".into(),
        remedy: format!("arrange {id}").into(),
        question: format!("{id}?").into(),
        norm: None,
    }
}

fn document(kind: &str, status: &str) -> DocumentReport {
    DocumentReport {
        path: format!("{kind}.pdf"),
        sha256: String::new(),
        format: "pdf".into(),
        kind: kind.into(),
        kind_reason: String::new(),
        role: None,
        standing: None,
        language: None,
        pages: 1,
        status: status.into(),
        reason: None,
        reader: None,
        quality: None,
        flags: vec![],
        reading: crate::report::Reading::default(),
        model: None,
    }
}

fn vendor(requirements: Vec<RequirementReport>) -> VendorReport {
    VendorReport {
        vendor: "app".into(),
        light: Light::Grey,
        score: None,
        rollups: BTreeMap::new(),
        documents: vec![document("general-terms", "read")],
        requirements: requirements.into(),
        facts: BTreeMap::new(),
        sub_processors: vec![],
        conflicts: vec![],
        annexes: vec![],
        reviews: vec![],
        screen: None,
    }
}

const POLICY: &str = r#"
name = "ours"
[[rule]]
requirement = "prescreen.ads"
is = ["contradicted"]
answer = "no-go"
text = { nl = "Geen reclame." }
[[rule]]
requirement = "prescreen.dpa-available"
is = ["missing", "unknown"]
answer = "conditions"
[[rule]]
requirement = "prescreen.delete-after-session"
is = ["met"]
answer = "conditions"
value = "months"
above = 24
"#;

fn ours() -> Policy {
    Policy::read(POLICY, &patterns()).unwrap()
}

#[test]
fn the_gravest_rule_answers_and_says_why_in_the_policys_words() {
    use Severity::High;
    let ads = || verdict("prescreen.ads", Status::Contradicted, High);
    let dpa = || verdict("prescreen.dpa-available", Status::Missing, High);
    let screen = ours().screen(&vendor(vec![dpa(), ads()]), Lang::En);
    assert_eq!(screen.answer, Answer::NoGo);
    assert_eq!(screen.reasons.len(), 1);
    assert_eq!(screen.reasons[0].text, "Geen reclame.", "one language will do");
    assert_eq!(screen.conditions[0].text, "arrange prescreen.dpa-available");
    assert_eq!(ours().screen(&vendor(vec![dpa()]), Lang::Nl).answer, Answer::Conditions);
}

#[test]
fn a_go_shows_what_it_rests_on() {
    let met = verdict("prescreen.ads", Status::Met, Severity::High);
    let screen = ours().screen(&vendor(vec![met]), Lang::Nl);
    assert_eq!(screen.answer, Answer::Go);
    assert_eq!(screen.reasons[0].requirement, "prescreen.ads");
}

#[test]
fn what_is_unread_is_never_a_go_and_a_no_go_stays_one() {
    for status in ["unreadable", "partial"] {
        let mut unread = vendor(vec![verdict("prescreen.ads", Status::Met, Severity::High)]);
        unread.documents.push(document("unknown", status));
        let screen = ours().screen(&unread, Lang::Nl);
        assert_eq!(screen.answer, Answer::Undecided);
        assert_eq!(screen.unread, ["unknown.pdf"]);
        unread.requirements =
            vec![verdict("prescreen.ads", Status::Contradicted, Severity::High)].into();
        assert_eq!(ours().screen(&unread, Lang::Nl).answer, Answer::NoGo);
    }
    let mut none = vendor(vec![]);
    none.documents.clear();
    assert_eq!(ours().screen(&none, Lang::Nl).answer, Answer::Undecided);
}

#[test]
fn a_rule_may_hold_a_value_against_a_bound() {
    let kept = |months: f64| {
        let mut met = verdict("prescreen.delete-after-session", Status::Met, Severity::Low);
        met.values.push(Value {
            name: "months".into(),
            value: months.into(),
            unit: None,
            text: String::new(),
            label: None,
            class: None,
            document: String::new(),
            page: 1,
        });
        ours().screen(&vendor(vec![met]), Lang::Nl).answer
    };
    assert_eq!((kept(24.0), kept(36.0)), (Answer::Go, Answer::Conditions));
}

#[test]
fn what_only_a_person_can_judge_stays_in_sight_and_is_not_asked_of_the_vendor() {
    let mut manual = verdict("prescreen.necessity", Status::Unknown, Severity::Info);
    manual.reasons.push(MANUAL.into());
    let open = verdict("prescreen.ads", Status::Missing, Severity::High);
    let clause = verdict("breach.deadline", Status::Missing, Severity::Critical);
    let mut app = vendor(vec![manual, open, clause]);
    let screen = ours().screen(&app, Lang::Nl);
    let ids = |all: &[ScreenQuestion]| {
        all.iter().map(|q| q.requirement.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids(&screen.manual), "prescreen.necessity");
    assert_eq!(ids(&screen.questions), "prescreen.ads", "no agreement is one question");
    app.documents.push(document("agreement", "read"));
    assert_eq!(ids(&ours().screen(&app, Lang::Nl).questions), "breach.deadline prescreen.ads");
}

#[test]
fn the_policy_that_comes_along_can_be_used_and_a_wrong_one_says_where() {
    let patterns = patterns();
    let default = Policy::read(DEFAULT, &patterns).unwrap();
    assert!(default.requirements().len() > 10);
    let wrong = |text: &str| Policy::read(text, &patterns).unwrap_err().to_string();
    assert!(wrong("name = \"x\"").contains("no rules"));
    assert!(wrong(&POLICY.replace("prescreen.ads", "prescreen.adds")).contains("prescreen.adds"));
    assert!(
        wrong(&POLICY.replace("answer = \"no-go\"", "answer = \"perhaps\"")).contains("line 6")
    );
    assert!(wrong(&POLICY.replace("value = \"months\"", "")).contains("never hold"));
}
