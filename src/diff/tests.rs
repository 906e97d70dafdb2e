use super::*;
use crate::report::{DocumentChange, DocumentReport};
use serde_json::json;

// From JSON, as an older report comes: fields that were added since take their defaults.

fn document(path: &str, sha256: &str) -> DocumentReport {
    serde_json::from_value(json!({
        "path": path, "sha256": sha256, "format": "pdf", "kind": "agreement", "kind_reason": "",
        "language": null, "pages": 3, "status": "read", "reason": null, "reader": null,
        "quality": null, "flags": [],
    }))
    .unwrap()
}

fn requirement(id: &str, status: Status, quotes: &[(&str, u32)]) -> RequirementReport {
    let evidence = quotes.iter().map(|(quote, page)| {
        json!({
            "document": "vo.pdf", "page": page, "article": null, "heading": null, "quote": quote,
            "polarity": "supports", "frame": "f", "start": 0, "end": 1,
        })
    });
    serde_json::from_value(json!({
        "id": id, "group": id.split('.').next(), "title": id.to_uppercase(), "severity": "high",
        "status": status, "reasons": [], "confidence": 1.0, "values": [],
        "evidence": evidence.collect::<Vec<_>>(), "searched": null, "near_misses": [],
        "legal_basis": [], "why": "", "remedy": "", "question": "",
    }))
    .unwrap()
}

/// A vendor: its name, documents with their bytes, and requirements.
type Given<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [(&'a str, Status)]);

fn report(vendors: &[Given<'_>], quotes: &[(&str, u32)]) -> Report {
    let vendor = |(name, documents, requirements): &Given<'_>| {
        let documents = documents.iter().map(|(path, hash)| document(path, hash));
        let requirements = requirements.iter().map(|(id, s)| requirement(id, *s, quotes));
        json!({
            "vendor": name, "light": "green", "score": 90, "rollups": {},
            "documents": documents.collect::<Vec<_>>(),
            "requirements": requirements.collect::<Vec<_>>(), "facts": {}, "conflicts": [],
        })
    };
    serde_json::from_value(json!({
        "schema_version": SCHEMA_VERSION, "tool": {"name": "dpascan", "version": "0.1.0"},
        "catalogue": {"version": "1", "hash": "0"}, "profile": "onderwijs", "as_of": "2026-01-01",
        "generated_at": "2026-01-01T00:00:00Z", "root": [],
        "summary": {
            "vendors": 0, "vendors_without_agreement": 0, "documents": 0, "unreadable": 0,
            "skipped": {}, "statuses": {},
        },
        "vendors": vendors.iter().map(vendor).collect::<Vec<_>>(),
    }))
    .unwrap()
}

fn one(status: Status, quote: &str, page: u32) -> Report {
    report(&[("acme", &[("vo.pdf", "a")], &[("breach.deadline", status)])], &[(quote, page)])
}

const QUOTE: &str = "7.2 Verwerker meldt een datalek binnen 24 uur.";

#[test]
fn every_way_from_status_to_status_has_its_name() {
    use Status::{Contradicted, Met, Missing, NotApplicable, Partial, Unknown};
    for (old, new, expected) in [
        (Met, Missing, Change::New),
        (Unknown, Partial, Change::New),
        (Partial, Missing, Change::Worsened),
        (Missing, Contradicted, Change::Worsened),
        (Met, Unknown, Change::Worsened),
        (Missing, Unknown, Change::Unclear),
        (Contradicted, Partial, Change::Improved),
        (Unknown, Met, Change::Improved),
        (Missing, Met, Change::Fixed),
        (Partial, NotApplicable, Change::Fixed),
        (Met, NotApplicable, Change::Changed),
        (Met, Met, Change::Unchanged),
        (Unknown, Unknown, Change::Unchanged),
        (Missing, Missing, Change::Unchanged),
    ] {
        let found = diff(&one(old, QUOTE, 1), &one(new, QUOTE, 1));
        assert_eq!(found.vendors[0].requirements[0].change, expected, "{old:?} to {new:?}");
        assert_eq!(found.counts, [(expected, 1)].into());
        assert_eq!(expected.is_worse(), matches!(expected, Change::New | Change::Worsened));
    }
}

#[test]
fn a_move_to_another_page_a_new_number_and_new_line_ends_are_no_change() {
    for (quote, page) in [
        (QUOTE, 9),
        ("8.1 Verwerker meldt een datalek binnen 24 uur.", 1),
        ("Artikel 12. Verwerker meldt een datalek binnen 24 uur.", 1),
        ("a) Verwerker meldt een data-\nlek binnen 24 uur", 2),
        ("Verwerker  meldt een datalek binnen 24 uur.", 2),
    ] {
        let found = diff(&one(Status::Met, QUOTE, 1), &one(Status::Met, quote, page));
        assert_eq!(found.vendors[0].requirements[0].change, Change::Unchanged, "{quote}");
    }
    let other = "7.2 Verwerker meldt een datalek binnen 48 uur.";
    let found = diff(&one(Status::Met, QUOTE, 1), &one(Status::Met, other, 1));
    let requirement = &found.vendors[0].requirements[0];
    assert_eq!(requirement.change, Change::Changed);
    assert_eq!(
        (requirement.went[0].quote.as_str(), requirement.came[0].quote.as_str()),
        (QUOTE, other)
    );
    // A number that belongs to the words is kept.
    assert_ne!(fingerprint("x", "24 uur na ontdekking"), fingerprint("x", "48 uur na ontdekking"));
    assert_ne!(fingerprint("x", "de school"), fingerprint("y", "de school"));
}

#[test]
fn documents_are_known_by_their_bytes_and_then_by_their_path() {
    let documents = |all: &[(&str, &str)]| report(&[("acme", all, &[])], &[]);
    let old = documents(&[("a.pdf", "1"), ("b.pdf", "2"), ("c.pdf", "3"), ("d.pdf", "4")]);
    let new = documents(&[("a.pdf", "1"), ("b.pdf", "9"), ("e.pdf", "3"), ("f.pdf", "5")]);
    let found = diff(&old, &new);
    let seen: Vec<_> = found.vendors[0]
        .documents
        .iter()
        .map(|d| (d.path.as_str(), d.change, d.was.as_deref()))
        .collect();
    assert_eq!(
        seen,
        [
            ("a.pdf", DocumentChange::Unchanged, None),
            ("b.pdf", DocumentChange::Changed, None),
            ("d.pdf", DocumentChange::Gone, None),
            ("e.pdf", DocumentChange::Moved, Some("c.pdf")),
            ("f.pdf", DocumentChange::Added, None),
        ]
    );
}

#[test]
fn a_renamed_vendor_is_the_same_and_a_new_one_is_no_worsening() {
    let gaps: &[(&str, Status)] = &[("breach.deadline", Status::Missing)];
    let old = report(&[("acme", &[("x.pdf", "1")], gaps), ("weg", &[("w.pdf", "2")], gaps)], &[]);
    let new =
        report(&[("acme bv", &[("y.pdf", "1")], gaps), ("bij", &[("b.pdf", "3")], gaps)], &[]);
    let found = diff(&old, &new);
    let seen: Vec<_> = found
        .vendors
        .iter()
        .map(|v| (v.vendor.as_str(), v.was.as_deref(), v.old.is_some(), v.new.is_some()))
        .collect();
    assert_eq!(
        seen,
        [
            ("acme bv", Some("acme"), true, true),
            ("bij", None, false, true),
            ("weg", None, true, false)
        ]
    );
    assert_eq!(found.counts, [(Change::Unchanged, 1)].into());
}

#[test]
fn what_is_no_longer_asked_is_not_fixed_unless_it_is_a_finding_that_comes_and_goes() {
    let with = |all: &[(&str, Status)]| report(&[("acme", &[("vo.pdf", "1")], all)], &[]);
    let old = with(&[("a.x", Status::Missing), ("outdated.wbp", Status::Partial)]);
    let new = with(&[("a.y", Status::Missing), ("a.z", Status::Met)]);
    let found = diff(&old, &new);
    let seen: Vec<_> =
        found.vendors[0].requirements.iter().map(|r| (r.id.as_str(), r.change)).collect();
    assert_eq!(
        seen,
        [
            ("a.y", Change::New),
            ("a.z", Change::Added),
            ("a.x", Change::Dropped),
            ("outdated.wbp", Change::Fixed)
        ]
    );
}

#[test]
fn other_packs_another_profile_and_another_date_are_said() {
    let old = one(Status::Met, QUOTE, 1);
    let mut new = old.clone();
    new.generated_at = "2027-01-01T00:00:00Z".into();
    assert_eq!(diff(&old, &new).caveats, []);
    new.catalogue.hash = "1234567890".into();
    new.profile = "avg-art28".into();
    new.as_of = "2027-01-01".into();
    new.vendors[0].documents[0].status = "unreadable".into();
    let codes: Vec<_> = diff(&old, &new).caveats.into_iter().map(|c| c.code).collect();
    assert_eq!(codes, ["profile", "catalogue", "as_of", "unread"]);
}
