//! Fonts without a map to Unicode, built table by table.

use super::super::super::{Limits, PageState};
use super::super::{PdfReader, read};
use super::source::Source;

const TEXT: &str = "De verwerker meldt een datalek binnen vierentwintig uur nadat het is ontdekt.";

/// The letters of the text in the order in which the font numbers them, from glyph 1 on.
fn alphabet() -> Vec<char> {
    let mut letters: Vec<char> = TEXT.chars().collect();
    letters.sort_unstable_by(|a, b| b.cmp(a));
    letters.dedup();
    letters
}

fn be16(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

/// A TrueType font of empty glyphs, with a table of characters if asked for.
fn font(mapped: bool) -> Vec<u8> {
    let letters = alphabet();
    let count = u16::try_from(letters.len() + 1).unwrap();
    let mut groups: Vec<(u32, u32)> =
        (1..).zip(&letters).map(|(glyph, c)| (u32::from(*c), glyph)).collect();
    groups.sort_unstable();
    let mut cmap = be16(&[0, 1, 3, 10, 0, 12, 12, 0]);
    let length = 16 + 12 * u32::try_from(groups.len()).unwrap();
    for value in [length, 0, u32::try_from(groups.len()).unwrap()] {
        cmap.extend(value.to_be_bytes());
    }
    for (code, glyph) in groups {
        for value in [code, code, glyph] {
            cmap.extend(value.to_be_bytes());
        }
    }
    let mut head = be16(&[1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, 1000]);
    head.resize(54, 0);
    let mut hhea = be16(&[1, 0, 800, 200]);
    hhea.resize(34, 0);
    hhea.extend(count.to_be_bytes());
    let mut maxp = be16(&[1, 0, count]);
    maxp.resize(32, 0);
    let hmtx = be16(&[500, 0]).repeat(usize::from(count));
    let loca = vec![0; 2 * (usize::from(count) + 1)];
    let mut tables: Vec<(&[u8; 4], Vec<u8>)> = vec![
        (b"glyf", vec![0; 4]),
        (b"head", head),
        (b"hhea", hhea),
        (b"hmtx", hmtx),
        (b"loca", loca),
        (b"maxp", maxp),
    ];
    if mapped {
        tables.insert(0, (b"cmap", cmap));
    }
    let number = u16::try_from(tables.len()).unwrap();
    let mut file = be16(&[1, 0, number, 64, 2, 32]);
    let mut at = 12 + 16 * tables.len();
    for (tag, table) in &tables {
        file.extend(*tag);
        for value in [0, at, table.len()] {
            file.extend(u32::try_from(value).unwrap().to_be_bytes());
        }
        at += table.len().next_multiple_of(4);
    }
    for (_, table) in &tables {
        file.extend(table);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    file
}

/// A page in that font, by numbers of glyphs.
fn pdf(mapped: bool) -> Vec<u8> {
    let mut pdf = Source::new();
    let program = pdf.stream("", font(mapped));
    let about = pdf.object(format!(
        "<< /Type /FontDescriptor /FontName /AAAAAA+Plain /Flags 4 /FontBBox [0 0 1 1] \
         /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 /FontFile2 {program} 0 R >>"
    ));
    let cid = pdf.object(format!(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Plain /DW 500 /CIDToGIDMap /Identity \
         /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> \
         /FontDescriptor {about} 0 R >>"
    ));
    let composite = pdf.object(format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Plain /Encoding /Identity-H \
         /DescendantFonts [{cid} 0 R] >>"
    ));
    let letters = alphabet();
    let codes: String = TEXT
        .chars()
        .map(|c| format!("{:04x}", letters.iter().position(|l| *l == c).unwrap() + 1))
        .collect();
    pdf.page_with(
        &format!("BT /F9 10 Tf 50 700 Td <{codes}> Tj ET"),
        &format!("/Resources << /Font << /F9 {composite} 0 R >> >>"),
    );
    pdf.bytes()
}

#[test]
fn letters_without_a_map_are_read_by_the_tables_of_their_font() {
    let document = read(&pdf(true), &Limits::default(), PdfReader::Auto).unwrap();
    let page = &document.pages[0];
    assert_eq!((page.state, page.lines[0].text.as_str()), (PageState::Read, TEXT));
}

#[test]
fn without_these_too_the_page_is_garbled_and_not_empty() {
    let document = read(&pdf(false), &Limits::default(), PdfReader::Auto).unwrap();
    assert_eq!(
        (document.pages[0].state, document.flags.as_slice()),
        (PageState::Garbled, &["garbled-pages".to_owned()][..])
    );
}
