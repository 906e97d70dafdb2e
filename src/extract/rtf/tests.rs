//! RTF written here.

use super::super::{Limits, LineKind};
use super::{read, unpacked};

fn lines(rtf: &str) -> Vec<(LineKind, String, bool)> {
    let document = read(rtf.as_bytes(), &Limits::default()).expect("the file is read");
    let lines = document.pages.into_iter().flat_map(|page| page.lines);
    lines.map(|line| (line.kind, line.text, line.hidden)).collect()
}

fn texts(rtf: &str) -> Vec<String> {
    lines(rtf).into_iter().map(|(_, text, _)| text).collect()
}

#[test]
fn paragraphs_signs_and_code_pages() {
    let rtf = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset238 Arial CE;}}{\colortbl;\red0;}{\*\generator X;}{\info{\title Niet dit}}
\pard\plain\f0 Artikel 1\tab Geheimhouding\par
De verwerker caf\'e9 co\u246?rdineert \u-10179?\u-8704? {\b vet}\line regel twee\par
{\f1 \'b3\'f3d\'9f} \{x\}\par}";
    assert_eq!(
        texts(rtf),
        [
            "Artikel 1 Geheimhouding",
            "De verwerker café coördineert 😀 vet",
            "regel twee",
            "łódź {x}"
        ]
    );
}

#[test]
fn hidden_text_is_marked_and_deleted_text_does_not_count() {
    let rtf = r"{\rtf1 binnen {\deleted 72}{\revised 24} uur{\v geheim}\par}";
    let document = read(rtf.as_bytes(), &Limits::default()).expect("the file is read");
    let found: Vec<(&str, bool)> =
        document.pages[0].lines.iter().map(|line| (line.text.as_str(), line.hidden)).collect();
    assert_eq!(found, [("binnen 24 uur", false), ("geheim", true)]);
    assert_eq!(document.flags, ["open-changes", "hidden-text"]);
}

#[test]
fn tables_become_rows() {
    let rtf = r"{\rtf1 \trowd\pard\intbl Naam\cell Land\cell\row\trowd\pard\intbl Acme\par bv\cell Ierland\cell\row\pard Na de tabel\par}";
    let row = LineKind::TableRow { header: false };
    assert_eq!(
        lines(rtf),
        [
            (row, "Naam | Land".into(), false),
            (row, "Acme bv | Ierland".into(), false),
            (LineKind::Text, "Na de tabel".into(), false)
        ]
    );
}

#[test]
fn hostile_rtf_ends_as_a_reason_or_as_what_is_left() {
    let code = |bytes: &[u8]| read(bytes, &Limits::default()).map_err(|why| why.code());
    assert_eq!(
        code(format!("{{\\rtf1 {}", "{".repeat(100_000)).as_bytes()).err(),
        Some("too-large")
    );
    assert_eq!(code(b"{\\rtf1 }").err(), Some("empty"));
    assert_eq!(code(b"tekst").err(), Some("malformed"));
    let cut = read(b"{\\rtf1 {tekst", &Limits::default()).expect("what is left is read");
    assert_eq!(cut.flags, ["partial"]);
    for odd in
        ["\\", "\\'", "\\'zz", "\\u", "\\u-", "\\bin99999999999 x", "\\uc999999999\\u65 x", "}}}}x"]
    {
        let _ = code(format!("{{\\rtf1 {odd}").as_bytes());
    }
}

#[test]
fn packed_rtf_is_unpacked() {
    // Length, raw length, "LZFu", checksum; then a control byte, literals and the end mark.
    let mut packed = vec![0; 8];
    packed.extend(b"LZFu\0\0\0\0");
    // Seven literals, then a reference to where the next byte will stand: the end.
    packed.push(0b1000_0000);
    packed.extend(b"{\\rtf1 ");
    let end: u16 = ((207 + 7) << 4) & 0xfff0;
    packed.extend(end.to_be_bytes());
    assert_eq!(unpacked(&packed, &Limits::default()).as_deref(), Some(&b"{\\rtf1 "[..]));
    let mut raw = vec![0; 8];
    raw.extend(b"MELA\0\0\0\0{\\rtf1 x}");
    assert_eq!(unpacked(&raw, &Limits::default()).as_deref(), Some(&b"{\\rtf1 x}"[..]));
    assert_eq!(unpacked(b"kort", &Limits::default()), None);
}
