//! ODT files built here, part by part.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::{Document, Limits};
use super::read;

fn document(styles: &str, body: &str) -> Document {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("content.xml", SimpleFileOptions::default()).expect("a part starts");
    let content = format!(
        "<o:document-content xmlns:o='o' xmlns:t='t' xmlns:s='s'><o:automatic-styles>{styles}</o:automatic-styles>\
        <o:body><o:text>{body}</o:text></o:body></o:document-content>"
    );
    writer.write_all(content.as_bytes()).expect("a part is written");
    let bytes = writer.finish().expect("the container closes").into_inner();
    read(&bytes, &Limits::default()).expect("the file is read")
}

fn texts(document: &Document) -> Vec<&str> {
    document.pages[0].lines.iter().map(|line| line.text.as_str()).collect()
}

#[test]
fn remarks_are_told_apart_from_the_text() {
    let body = "<t:p>Artikel 1<o:annotation><dc:creator>Jan</dc:creator><t:p>Waarom geen</t:p>\
        <t:p>24 uur?</t:p></o:annotation></t:p>";
    let read = document("", body);
    assert_eq!(texts(&read), ["Artikel 1"]);
    assert_eq!(read.flags, ["comments"]);
    assert_eq!(read.asides.notes[0].text, "Waarom geen 24 uur?");
}

#[test]
fn levels_far_apart_cost_no_more_than_levels_side_by_side() {
    // Once every level in between was looked at, which took years for a file of one heading.
    let level = |at: &str, shown: &str| {
        format!(
            "<t:outline-level-style t:level='{at}' s:num-format='1' t:display-levels='{shown}'/>"
        )
    };
    let far = "18446744073709551615";
    let styles = format!(
        "<t:outline-style>{}{}{}</t:outline-style>",
        level("1", "1"),
        level(far, far),
        level("2", "0")
    );
    let heading = |at: &str| format!("<t:h t:outline-level='{at}'>Kop</t:h>");
    let body = [heading("1"), heading("2"), heading(far)].concat();
    assert_eq!(texts(&document(&styles, &body)), ["1 Kop", "Kop", "1.1.1 Kop"]);
}
