use super::*;
use crate::report::Severity;

fn requirement(status: Status) -> RequirementReport {
    RequirementReport {
        id: "breach.deadline".into(),
        group: "breach".into(),
        title: "Termijn".into(),
        severity: Severity::Critical,
        status,
        reasons: vec![],
        norm: None,
        confidence: 0.7,
        values: vec![],
        evidence: vec![],
        searched: None,
        near_misses: vec![],
        legal_basis: vec![],
        why: "".into(),
        remedy: "".into(),
        question: "".into(),
    }
}

fn document(sha256: &str) -> DocumentReport {
    let json = serde_json::json!({"path": "vo.pdf", "sha256": sha256, "format": "pdf", "kind": "agreement",
        "kind_reason": "", "language": "nl", "pages": 1, "status": "read", "reason": null, "reader": null, "quality": null, "flags": []});
    serde_json::from_value(json).unwrap()
}

/// One document, `aa`, with one clause.
struct One;

const CLAUSE: &str = "Verwerker bericht de school over een lek binnen een etmaal.";

impl Passages for One {
    fn find(&self, sha256: &str, quote: &str) -> Option<(Evidence, String)> {
        (sha256 == "aa" && CLAUSE.contains(quote)).then(|| {
            let evidence = Evidence {
                document: "vo.pdf".into(),
                page: 1,
                article: None,
                heading: None,
                quote: quote.into(),
                polarity: Polarity::Supports,
                frame: "review".into(),
                start: 0,
                end: 1,
                ocr: false,
            };
            (evidence, hash(CLAUSE))
        })
    }
}

fn entry(verdict: Decision) -> Review {
    Review {
        vendor: "Acme".into(),
        requirement: "breach.deadline".into(),
        verdict,
        reason: "zie artikel 4".into(),
        owner: "FG".into(),
        until: Some("2027-01-01".into()),
        quote: None,
        document: None,
        document_sha256: None,
        clause_sha256: None,
        finding_sha256: None,
    }
}

fn quoting(quote: &str) -> Review {
    Review {
        quote: Some(quote.into()),
        document_sha256: Some("aa".into()),
        clause_sha256: Some(hash(CLAUSE)),
        ..entry(Decision::Met)
    }
}

fn state(review: Review, sha256: &str, as_of: &str) -> (ReviewState, RequirementReport) {
    let mut all = [requirement(Status::Missing)];
    let told = apply(&[review], "ACME", &mut all, &[document(sha256)], &One, as_of);
    let [judged] = all;
    (told[0].state, judged)
}

#[test]
fn met_stands_on_a_passage_that_is_there_and_on_its_document() {
    let (applied, judged) = state(quoting("binnen een etmaal"), "aa", "2026-06-01");
    assert_eq!((applied, judged.status), (ReviewState::Applied, Status::Met));
    assert_eq!(judged.evidence[0].quote, "binnen een etmaal");
    assert_eq!(judged.reasons, ["reviewed"]);
    let other = |review, sha, as_of| {
        let (state, judged) = state(review, sha, as_of);
        assert_eq!(judged.status, Status::Missing, "{state:?}");
        state
    };
    assert_eq!(other(quoting("binnen 24 uur"), "aa", "2026-06-01"), ReviewState::NoPassage);
    assert_eq!(other(quoting("binnen een etmaal"), "bb", "2026-06-01"), ReviewState::Changed);
    assert_eq!(other(quoting("binnen een etmaal"), "aa", "2027-01-02"), ReviewState::Expired);
    assert_eq!(other(entry(Decision::Met), "aa", "2026-06-01"), ReviewState::NoPassage);
    let moved = Review { clause_sha256: Some("0".into()), ..quoting("binnen een etmaal") };
    assert_eq!(other(moved, "aa", "2026-06-01"), ReviewState::Changed);
}

#[test]
fn a_waiver_holds_for_the_finding_that_it_was_made_on() {
    let on = finding(&requirement(Status::Missing), &[document("aa")]);
    let waiver = Review { finding_sha256: Some(on), ..entry(Decision::Waived) };
    let (applied, judged) = state(waiver.clone(), "aa", "2026-06-01");
    assert_eq!((applied, judged.status), (ReviewState::Applied, Status::NotApplicable));
    assert_eq!(judged.reasons, ["waived"]);
    assert_eq!(state(waiver, "bb", "2026-06-01").0, ReviewState::Changed);
}

#[test]
fn what_does_nothing_is_told() {
    let strange = Review { requirement: "no.such".into(), ..entry(Decision::Waived) };
    assert_eq!(state(strange, "aa", "2026-06-01").0, ReviewState::Unused);
    assert_eq!(unused(&[entry(Decision::Waived)], &["Other"])[0].state, ReviewState::Unused);
    assert!(unused(&[entry(Decision::Waived)], &["acme"]).is_empty());
    let mut met = [requirement(Status::Met)];
    let told = apply(
        &[quoting("binnen een etmaal")],
        "acme",
        &mut met,
        &[document("aa")],
        &One,
        "2026-06-01",
    );
    assert_eq!(told[0].state, ReviewState::Unneeded);
}

#[test]
fn the_file_keeps_its_comments_and_one_entry_a_finding() {
    let text = "# van de FG\n\n[[review]] # eerste\nvendor = \"Zee\"\nrequirement = \"audit.right\"\nverdict = \"missing\"\nreason = \"x\"\nowner = \"FG\"\n";
    let once = add(text, &quoting("binnen een etmaal")).unwrap();
    let twice = add(&once, &quoting("een lek")).unwrap();
    assert!(twice.starts_with("# van de FG\n\n[[review]] # eerste\n"), "{twice}");
    let read = parse(&twice).unwrap();
    assert_eq!(read.len(), 2);
    assert_eq!(read[1].quote.as_deref(), Some("een lek"));
    assert_eq!(parse(&add("", &read[1]).unwrap()).unwrap(), [read[1].clone()]);
}

#[test]
fn a_broken_file_says_what_and_where() {
    let say = |text: &str| parse(text).unwrap_err().to_string();
    assert!(say("[[review]]\nvendr = 1").contains("vendr"));
    let head = "[[review]]\nvendor = \"A\"\nrequirement = \"b\"\nreason = \"r\"\nowner = \"o\"\n";
    assert!(
        say(&format!("{head}verdict = \"met\"")).contains("entry 1 (A, b): `met` needs `quote`")
    );
    assert!(say(&format!("{head}verdict = \"waived\"")).contains("until"));
    assert!(say(&format!("{head}verdict = \"missing\"\nuntil = \"soon\"")).contains("no date"));
}
