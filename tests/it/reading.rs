//! What the report and `extract` tell of the reading of PDFs.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

#[path = "../../src/extract/pdf/tests/source.rs"]
mod source;

use source::{Source, lines, show};

const AGREEMENT: [&str; 4] = [
    "Verwerkersovereenkomst",
    "1. De verwerker verwerkt de persoonsgegevens van de school uitsluitend in opdracht van de school.",
    "2. De verwerker bewaart de gegevens tot het einde van de overeenkomst en wist ze daarna.",
    "3. De verwerker verleent de school bijstand bij verzoeken van betrokkenen.",
];

fn dpascan(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dpascan"))
        .args(arguments)
        .arg("--no-config")
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// The only document of the report.
fn document(folder: &Path, arguments: &[&str]) -> Value {
    let all = [&["scan", ".", "--format", "json", "--ocr", "off"], arguments].concat();
    let report: Value = serde_json::from_slice(&dpascan(folder, &all).stdout).unwrap();
    report["vendors"][0]["documents"][0].clone()
}

/// A folder with one agreement that hides a clause in white on its second page.
fn folder() -> tempfile::TempDir {
    let mut pdf = Source::new();
    pdf.page(&lines(50, 700, &AGREEMENT));
    let white = show(&[(50, 500, "De verwerker meldt een datalek binnen 24 uur aan de school.")]);
    pdf.page(&format!(
        "{} 1 g {white}",
        lines(50, 700, &["4. Geschillen gaan naar de rechter in Utrecht."])
    ));
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("vo.pdf"), pdf.bytes()).unwrap();
    folder
}

#[test]
fn hidden_text_is_told_and_fulfils_nothing() {
    let folder = folder();
    let document = document(folder.path(), &[]);
    assert_eq!(document["flags"], json!(["hidden-text"]));
    assert_eq!(
        document["reading"]["hidden"],
        json!([{
            "page": 2,
            "words": 11,
            "excerpt": "De verwerker meldt een datalek binnen 24 uur aan de school.",
        }])
    );
    let report = dpascan(folder.path(), &["scan", ".", "--format", "json"]).stdout;
    let report: Value = serde_json::from_slice(&report).unwrap();
    let breach = report["vendors"][0]["requirements"]
        .as_array()
        .unwrap()
        .iter()
        .find(|r| r["id"] == "breach.deadline")
        .unwrap();
    assert_eq!((&breach["status"], &breach["evidence"]), (&json!("missing"), &json!([])));
    for (arguments, words) in [
        (&["scan", ".", "--lang", "en"][..], "Hidden text, judged by nobody: 11 words on p. 2"),
        (&["scan", "."], "Verborgen tekst, niet meegeteld: 11 woorden"),
        (&["scan", ".", "--format", "html"], "Verborgen tekst, niet meegeteld: 11 woorden"),
        (&["extract", "vo.pdf", "--lang", "en"], "Page 2 [hidden] De verwerker meldt een datalek"),
    ] {
        let out = String::from_utf8(dpascan(folder.path(), arguments).stdout).unwrap();
        assert!(out.contains(words), "{arguments:?}: {out}");
    }
    let bare = dpascan(folder.path(), &["extract", "vo.pdf", "--format", "text"]).stdout;
    assert!(!String::from_utf8(bare).unwrap().contains("datalek"));
}

#[test]
fn every_page_has_its_reader_and_quality_in_the_report() {
    let folder = folder();
    let page = |arguments: &[&str]| document(folder.path(), arguments)["reading"]["pages"].clone();
    let pages = page(&[]);
    assert_eq!(
        (&pages[0]["first"], &pages[0]["last"], &pages[0]["reader"], &pages[0]["state"]),
        (&json!(1), &json!(2), &json!("hayro"), &json!("read"))
    );
    assert!(pages[0]["quality"].as_f64().unwrap() > 0.8 && pages[1].is_null());
    assert_eq!(page(&["--pdf-reader", "pdf-extract"])[0]["reader"], "pdf-extract");
}

#[test]
fn a_cross_check_names_the_pages_that_two_readers_read_differently() {
    let folder = folder();
    // The second reader cannot tell white from black; words alone are compared.
    assert!(document(folder.path(), &["--cross-check"])["reading"]["disagreements"].is_null());
    let mut pdf = Source::new();
    let shown = pdf.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 600 200] /Resources << /Font << /F1 3 0 R >> >>",
        lines(10, 150, &AGREEMENT),
    );
    let over = pdf.object(format!(
        "<< /Subtype /Watermark /Rect [0 200 600 400] /AP << /N {shown} 0 R >> >>"
    ));
    pdf.page_with(&lines(50, 700, &AGREEMENT[..2]), &format!("/Annots [{over} 0 R]"));
    std::fs::write(folder.path().join("vo.pdf"), pdf.bytes()).unwrap();
    let found = document(folder.path(), &["--cross-check"])["reading"]["disagreements"][0].clone();
    assert_eq!(found["page"], 1);
    assert!(found["agreement"].as_f64().unwrap() < 0.9);
    assert!(found["only_hayro"].as_array().unwrap().contains(&json!("bijstand")), "{found}");
    let said = dpascan(folder.path(), &["scan", ".", "--cross-check", "--lang", "en"]).stdout;
    assert!(String::from_utf8(said).unwrap().contains("Two readers read p. 1 differently"));
    let both = dpascan(folder.path(), &["scan", ".", "--cross-check", "--pdf-reader", "hayro"]);
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn fields_of_a_form_are_judged_and_signatures_are_told() {
    let mut pdf = Source::new();
    let field = pdf.object(
        "<< /Subtype /Widget /FT /Tx /T (uren) /Rect [300 640 330 656] /V (24) /DA (/F1 10 Tf) >>",
    );
    let sign =
        pdf.object("<< /Subtype /Widget /FT /Sig /T (handtekening) /Rect [50 100 200 150] >>");
    let text = [
        &AGREEMENT[..3],
        &["3. De verwerker meldt een datalek aan de school binnen            uur na ontdekking."],
    ]
    .concat();
    pdf.page_with(&lines(50, 688, &text), &format!("/Annots [{field} 0 R {sign} 0 R]"));
    pdf.catalog(&format!("/AcroForm << /Fields [{field} 0 R {sign} 0 R] >>"));
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("vo.pdf"), pdf.bytes()).unwrap();
    let text = dpascan(folder.path(), &["extract", "vo.pdf", "--format", "text"]).stdout;
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains("binnen 24 uur"), "{text}");
    assert_eq!(document(folder.path(), &[])["flags"], json!(["signature-field-empty"]));
    let said = dpascan(folder.path(), &["scan", "."]).stdout;
    assert!(String::from_utf8(said).unwrap().contains("digitale handtekening is leeg"));
}
