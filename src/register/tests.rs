use super::*;

fn vendor(name: &str, kind: Option<&str>) -> VendorReport {
    let documents: Vec<serde_json::Value> = kind
        .into_iter()
        .map(|kind| {
            serde_json::json!({"path": "a.pdf", "sha256": "", "format": "pdf", "kind": kind, "kind_reason": "",
                "language": null, "pages": 1, "status": "read", "reason": null, "reader": null, "quality": null, "flags": []})
        })
        .collect();
    let json = serde_json::json!({"vendor": name, "light": "grey", "score": null, "rollups": {}, "documents": documents,
        "requirements": [], "facts": {}, "conflicts": []});
    serde_json::from_value(json).unwrap()
}

const LIST: &str = "Leverancier;Applicatie;Ook bekend als;Laatste beoordeling;Einddatum\n\
    Toetsbakker B.V.;Rekenrups;;01-03-2026;31-12-2026\n\
    Wolkenpost;;Cloudmail | Wolk;1-2-2024;2026-05-01\n\
    Klaslijst;;;;2026-07-01\n";

#[test]
fn a_dutch_list_is_held_against_the_documents() {
    let list = parse(format!("\u{feff}{LIST}").as_bytes()).unwrap();
    let vendors = [
        vendor("toetsbakker", Some("agreement")),
        vendor("cloudmail", Some("privacy-statement")),
        vendor("onbekend", Some("agreement")),
    ];
    let report = compare(&list, &vendors, "2026-06-01");
    let shown: Vec<(Option<&str>, String)> =
        report.entries.iter().map(|e| (e.matched.as_deref(), e.notes.join(" "))).collect();
    assert_eq!(
        shown,
        [
            (Some("toetsbakker"), String::new()),
            (Some("cloudmail"), "no-agreement review-due expired".to_owned()),
            (None, "no-agreement never-reviewed expires-soon".to_owned()),
        ]
    );
    assert_eq!(report.not_listed, ["onbekend"]);
}

#[test]
fn an_english_list_with_commas_is_read_and_a_broken_one_says_where() {
    let list =
        parse(b"vendor,product,last_review\nAcme Ltd,\"Maths, junior\",2026-01-31\n").unwrap();
    assert_eq!(list[0].product.as_deref(), Some("Maths, junior"));
    assert!(parse(b"name,x\na,b\n").unwrap_err().to_string().contains("vendor"));
    let fault = parse(b"vendor,expires\nAcme,soon\n").unwrap_err().to_string();
    assert!(fault.starts_with("line 2: `soon`"), "{fault}");
}
