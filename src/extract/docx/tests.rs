//! DOCX files built here, part by part.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::{Limits, LineKind, Unreadable};
use super::read;

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a part starts");
        writer.write_all(text.as_bytes()).expect("a part is written");
    }
    writer.finish().expect("the container closes").into_inner()
}

fn document(body: &str) -> String {
    format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>")
}

const NUMBERING: &str = "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='0'>\
    <w:lvl w:ilvl='0'><w:start w:val='4'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>\
    <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.%2'/></w:lvl>\
    <w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%3)'/></w:lvl>\
    </w:abstractNum><w:num w:numId='7'><w:abstractNumId w:val='0'/></w:num></w:numbering>";

const STYLES: &str = "<w:styles xmlns:w='w'><w:style w:type='paragraph' w:styleId='Kop1'><w:name w:val='heading 1'/>\
    <w:pPr><w:numPr><w:numId w:val='7'/></w:numPr><w:outlineLvl w:val='0'/></w:pPr></w:style></w:styles>";

fn paragraph(level: usize, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='7'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

fn lines(parts: &[(&str, &str)]) -> Vec<(LineKind, String)> {
    let document = read(&zipped(parts), &Limits::default()).expect("the file is read");
    document
        .pages
        .into_iter()
        .flat_map(|page| page.lines)
        .map(|line| (line.kind, line.text))
        .collect()
}

#[test]
fn automatic_numbers_are_counted() {
    let heading =
        "<w:p><w:pPr><w:pStyle w:val='Kop1'/></w:pPr><w:r><w:t>Subverwerkers</w:t></w:r></w:p>";
    let body = [
        heading,
        &paragraph(1, "Toestemming."),
        &paragraph(2, "vooraf;"),
        &paragraph(2, "schriftelijk."),
        &paragraph(1, "Lijst."),
        heading,
    ]
    .concat();
    let found = lines(&[
        ("word/document.xml", &document(&body)),
        ("word/numbering.xml", NUMBERING),
        ("word/styles.xml", STYLES),
    ]);
    let texts: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "4. Subverwerkers",
            "4.1 Toestemming.",
            "a) vooraf;",
            "b) schriftelijk.",
            "4.2 Lijst.",
            "5. Subverwerkers"
        ]
    );
    assert_eq!(found[0].0, LineKind::Heading(1));
    assert_eq!(found[2].0, LineKind::ListItem(2));
}

#[test]
fn deleted_text_does_not_count_and_changes_are_told() {
    let body = "<w:p><w:r><w:t>binnen </w:t></w:r><w:del><w:r><w:delText>72</w:delText></w:r></w:del><w:ins><w:r><w:t>24</w:t></w:r></w:ins><w:r><w:t xml:space='preserve'> uur</w:t></w:r></w:p>";
    let read = read(&zipped(&[("word/document.xml", &document(body))]), &Limits::default())
        .expect("the file is read");
    assert_eq!(read.pages[0].lines[0].text, "binnen 24 uur");
    assert_eq!(read.flags, ["open-changes"]);
}

#[test]
fn tables_become_rows_and_hidden_text_is_marked() {
    let cell = |text: &str| {
        format!("<w:tc><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p></w:tc>")
    };
    let plain = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>geheim</w:t></w:r></w:p>",
        cell("Naam"),
        cell("Land"),
        plain("Acme &amp; co"),
        plain("Ierland")
    );
    let read = read(&zipped(&[("word/document.xml", &document(&body))]), &Limits::default())
        .expect("the file is read");
    let lines = &read.pages[0].lines;
    assert_eq!(
        (lines[0].text.as_str(), lines[0].kind),
        ("Naam | Land", LineKind::TableRow { header: true })
    );
    assert_eq!(
        (lines[1].text.as_str(), lines[1].kind),
        ("Acme & co | Ierland", LineKind::TableRow { header: false })
    );
    assert!(lines[2].hidden);
}

#[test]
fn a_label_is_as_long_as_word_allows() {
    let long = NUMBERING.replace("'%1.'", &format!("'{}%1.'", "x".repeat(400)));
    let found = lines(&[
        ("word/document.xml", &document(&paragraph(0, "Doel"))),
        ("word/numbering.xml", &long),
    ]);
    assert_eq!(found[0].1, format!("{} Doel", "x".repeat(255)));
}

#[test]
fn bombs_hit_a_limit() {
    let deep = format!("{}{}", "<w:p>".repeat(5_000), "</w:p>".repeat(5_000));
    let outcome = read(&zipped(&[("word/document.xml", &document(&deep))]), &Limits::default());
    assert_eq!(outcome.map_err(|reason| reason.code()), Err("too-large"));
    let wide = document(&" ".repeat(1 << 20));
    let limits = Limits { max_expanded_bytes: 1 << 16, ..Limits::default() };
    assert_eq!(
        read(&zipped(&[("word/document.xml", &wide)]), &limits).map_err(|reason| reason.code()),
        Err("too-large")
    );
    let entities = "<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><w:document xmlns:w='w'><w:body><w:p><w:r><w:t>x&b;y</w:t></w:r></w:p></w:body></w:document>";
    assert_eq!(lines(&[("word/document.xml", entities)]), [(LineKind::Text, "xy".to_owned())]);
    assert_eq!(
        read(b"PK\x03\x04nonsense", &Limits::default()).map_err(|reason| reason.code()),
        Err("malformed")
    );
    assert!(matches!(
        read(&zipped(&[("a", "b")]), &Limits::default()),
        Err(Unreadable::Malformed(_))
    ));
}

#[test]
fn comments_are_remarks_and_no_text_and_broken_ones_cost_nothing() {
    let document = document("<w:p><w:r><w:t>Artikel 1</w:t></w:r></w:p>");
    let comments = "<w:comments xmlns:w='w'><w:comment w:id='0'><w:p><w:r><w:t>Waarom geen </w:t></w:r>\
        <w:r><w:t>24 uur?</w:t></w:r></w:p><w:p><w:r><w:t>Jan</w:t></w:r></w:p></w:comment><w:comment/></w:comments>";
    for (part, told) in [(comments, Some("Waarom geen 24 uur? Jan")), ("<w:comments", None)] {
        let parts = [("word/document.xml", document.as_str()), ("word/comments.xml", part)];
        let read = read(&zipped(&parts), &Limits::default()).expect("the file is read");
        assert_eq!(read.pages[0].lines.len(), 1);
        assert_eq!(read.flags, ["comments"]);
        let notes: Vec<&str> = read.asides.notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(notes, Vec::from_iter(told));
    }
}

#[test]
fn empty_fields_deleted_rows_and_embedded_files_are_told() {
    let row = |text: &str, change: &str| {
        format!(
            "<w:tr><w:trPr>{change}</w:trPr><w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr>"
        )
    };
    let body = format!(
        "<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>[naam]</w:t></w:r></w:sdtContent></w:sdt></w:p><w:tbl>{}{}</w:tbl>",
        row("weg", "<w:del/>"),
        row("blijft", "")
    );
    let parts = [("word/document.xml", document(&body)), ("word/embeddings/a.bin", "x".into())];
    let parts: Vec<(&str, &str)> =
        parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let read = read(&zipped(&parts), &Limits::default()).expect("the file is read");
    let texts: Vec<&str> = read.pages[0].lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["[naam]", "blijft | x"]);
    assert_eq!(read.flags, ["placeholders", "open-changes", "embedded-objects"]);
}
