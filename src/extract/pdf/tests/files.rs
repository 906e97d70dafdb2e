//! Whole files, written by hand: how pages are turned, filled, broken and hidden.

use super::super::super::{
    Document, Limits, LineKind, PageReader, PageState, Passwords, Unreadable,
};
use super::super::{PdfReader, draw, read};
use super::source::{Source, lines, show};

fn open(bytes: &[u8]) -> Document {
    read(bytes, &Limits::default(), PdfReader::Auto).unwrap()
}

fn of(content: &str, entries: &str) -> Document {
    open(&Source::new().page_with(content, entries).bytes())
}

/// The lines of a document, seen or hidden.
fn texts(document: &Document, hidden: bool) -> Vec<&str> {
    let all = document.pages.iter().flat_map(|page| &page.lines);
    all.filter(|line| line.hidden == hidden).map(|line| line.text.as_str()).collect()
}

const PROSE: [&str; 6] = [
    "The processor shall process personal data only on",
    "documented instructions of the controller, and it",
    "shall tell the controller at once if it holds that",
    "such an instruction is against the law. This duty",
    "does not end with the agreement, and it holds for",
    "all persons who act under the processor as well.",
];

#[test]
fn pages_turned_any_way_read_upright() {
    for (entries, matrix) in [
        ("/Rotate 90", "0 1 -1 0 600 0"),
        ("/Rotate 180", "-1 0 0 -1 600 800"),
        ("/Rotate 270", "0 -1 1 0 0 800"),
        ("", "1 0 0 1 0 0"),
    ] {
        let document = of(&format!("q {matrix} cm {} Q", lines(40, 500, &PROSE)), entries);
        assert_eq!(texts(&document, false), PROSE, "{entries}");
        let first = &document.pages[0].lines[0];
        assert!((first.left - 40.0).abs() < 2.0, "{entries}: {}", first.left);
    }
    // Turned text on a page that is not turned itself: a table laid on its side.
    let document = of(&format!("q 0 1 -1 0 600 0 cm {} Q", lines(40, 500, &PROSE)), "");
    assert_eq!(texts(&document, false), PROSE);
}

#[test]
fn lines_know_their_page_and_place() {
    let mut pdf = Source::new();
    pdf.page(&show(&[(72, 700, "On the first page.")])).page("").page(&show(&[(
        100,
        650,
        "On the third.",
    )]));
    let document = open(&pdf.bytes());
    let states: Vec<(u32, PageState)> =
        document.pages.iter().map(|p| (p.number, p.state)).collect();
    assert_eq!(states, [(1, PageState::Read), (2, PageState::Blank), (3, PageState::Read)]);
    let (first, third) = (&document.pages[0].lines[0], &document.pages[2].lines[0]);
    assert_eq!((first.left.round(), first.top.round(), first.size.round()), (72.0, 100.0, 10.0));
    assert_eq!((third.left.round(), third.top.round()), (100.0, 150.0));
    assert!(first.right > 130.0 && first.right < 200.0);
    assert!(document.pages.iter().all(|page| page.reader == PageReader::Hayro));
}

#[test]
fn columns_come_one_after_the_other() {
    let right: Vec<String> =
        PROSE.iter().map(|line| line.replace("processor", "supplier")).collect();
    let right: Vec<&str> = right.iter().map(String::as_str).collect();
    let content = show(&[(
        40,
        740,
        "A title that goes over both columns of the page, as titles of contracts often do",
    )]) + &lines(40, 700, &PROSE)
        + &lines(320, 700, &right);
    let document = of(&content, "");
    let read = texts(&document, false);
    assert_eq!(read[1..7], PROSE);
    assert_eq!(read[7..], right);
}

#[test]
fn a_ruled_table_becomes_rows_with_cells_apart() {
    let mut content = show(&[
        (50, 700, "Name"),
        (200, 700, "Country"),
        (350, 700, "Ground"),
        (50, 680, "Acme Hosting"),
        (200, 680, "Ireland"),
        (350, 680, "within the"),
        (350, 668, "EEA"),
        (50, 650, "Mailbird Inc."),
        (200, 650, "United States"),
        (350, 650, "clauses of 2021"),
    ]);
    for y in [714, 694, 662, 642] {
        content.push_str(&format!("45 {y} m 500 {y} l S\n"));
    }
    for x in [45, 195, 345, 500] {
        content.push_str(&format!("{x} 714 m {x} 642 l S\n"));
    }
    let document = of(&content, "");
    assert_eq!(
        texts(&document, false),
        [
            "Name | Country | Ground",
            "Acme Hosting | Ireland | within the EEA",
            "Mailbird Inc. | United States | clauses of 2021"
        ]
    );
    let kinds: Vec<LineKind> = document.pages[0].lines.iter().map(|line| line.kind).collect();
    assert!(kinds.iter().all(|kind| matches!(kind, LineKind::TableRow { .. })), "{kinds:?}");
}

#[test]
fn spaced_letters_ligatures_and_kerning_make_words() {
    let ligatures = "/Resources << /Font << /F1 3 0 R /F4 << /Type /Font /Subtype /Type1 /BaseFont \
        /Helvetica /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [1 /fi /fl /ffi] >> >> >> >>";
    let content = "BT /F1 12 Tf 3 Tc 50 700 Td (DATA PROCESSING AGREEMENT) Tj 0 Tc ET\n\
        BT /F4 10 Tf 50 680 Td (certi\\001cate, con\\002ict, e\\003cient) Tj ET\n\
        BT /F1 10 Tf 50 660 Td [(W) 120 (ithin) -300 (72) -278 (ho) 15 (urs)] TJ ET";
    let document = of(content, ligatures);
    assert_eq!(
        texts(&document, false),
        ["DATA PROCESSING AGREEMENT", "certificate, conflict, efficient", "Within 72 hours"]
    );
}

#[test]
fn invisible_characters_vanish_and_hyphens_stay_where_they_are_seen() {
    // A map of the font gives what no encoding has: a zero-width space and a soft hyphen.
    let map = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> \
        endcodespacerange 3 beginbfchar <01> <200b> <02> <00ad> <03> <feff> endbfchar \
        1 beginbfrange <20> <7e> <0020> endbfrange endcmap end";
    let mut pdf = Source::new();
    let map = pdf.stream("", map);
    let widths: Vec<&str> = (0..=126).map(|code| if code < 32 { "0" } else { "500" }).collect();
    let font = pdf.object(format!(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 0 /LastChar 126 /Widths [{}] \
         /Encoding /WinAnsiEncoding /ToUnicode {map} 0 R >>",
        widths.join(" ")
    ));
    pdf.page_with(
        "BT /F8 10 Tf 50 700 Td (sub\\001processor con\\002trol) Tj 0 -14 Td (within the Euro-) Tj 0 -14 Td (pean Union) Tj ET",
        &format!("/Resources << /Font << /F8 {font} 0 R >> >>"),
    );
    let document = open(&pdf.bytes());
    assert_eq!(texts(&document, false), ["subprocessor control", "within the Euro-", "pean Union"]);
}

#[test]
fn what_nobody_sees_is_marked_in_every_way_of_hiding() {
    let seen = show(&[(50, 700, "Seen by everybody who looks.")]);
    for (way, content, entries) in [
        ("white", "1 g BT /F1 10 Tf 50 600 Td (white on white) Tj ET", ""),
        ("tiny", "BT /F1 0.5 Tf 50 600 Td (far too small) Tj ET", ""),
        ("no ink", "BT 3 Tr /F1 10 Tf 50 600 Td (without any ink) Tj ET", ""),
        ("covered", "BT /F1 10 Tf 50 600 Td (under a patch) Tj ET 1 g 40 590 200 20 re f", ""),
        ("clipped", "q 0 0 30 30 re W n BT /F1 10 Tf 50 600 Td (outside the clip) Tj ET Q", ""),
        ("off", "BT /F1 10 Tf 900 600 Td (beside the page) Tj ET", ""),
        (
            "clear",
            "/G gs BT /F1 10 Tf 50 600 Td (wholly transparent) Tj ET",
            "/Resources << /Font << /F1 3 0 R >> /ExtGState << /G << /ca 0 /CA 0 >> >> >>",
        ),
    ] {
        let document = of(&format!("{seen}{content}"), entries);
        assert_eq!(texts(&document, false), ["Seen by everybody who looks."], "{way}");
        assert_eq!(texts(&document, true).len(), 1, "{way}");
        assert_eq!(document.flags, ["hidden-text"], "{way}");
    }
    let on_black = "0 g 40 590 200 20 re f 1 g BT /F1 10 Tf 50 600 Td (white on black) Tj ET";
    assert_eq!(texts(&of(on_black, ""), false), ["white on black"]);
}

#[test]
fn what_is_marked_framed_or_written_again_is_seen() {
    let states = "/Resources << /Font << /F1 3 0 R >> /ExtGState << /M << /BM /Multiply >> /H << /ca 0.4 >> >> >>";
    let text = "BT /F1 10 Tf 50 600 Td (Within 24 hours.) Tj ET";
    for (way, content) in [
        ("text marker", format!("{text} /M gs 1 1 0 rg 40 590 200 20 re f")),
        ("half transparent", format!("{text} /H gs 1 1 0 rg 40 590 200 20 re f")),
        ("struck out", format!("{text} 1 0 0 rg 40 602 200 1 re f")),
        ("frame", format!("{text} 40 590 200 20 re S")),
        ("shade behind", format!("0.8 g 40 590 200 20 re f 0 g {text}")),
        ("patched and set again", format!("{text} 1 g 40 590 200 20 re f 0 g {text}")),
        ("clip around it", format!("q 40 590 200 20 re W n {text} Q")),
        ("after a clip", format!("q 0 0 30 30 re W n Q {text}")),
    ] {
        assert_eq!(texts(&of(&content, states), false), ["Within 24 hours."], "{way}");
    }
}

#[test]
fn an_annotation_can_cover_what_the_page_says() {
    let mut pdf = Source::new();
    let patch =
        pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 300 20]", "1 g 0 0 300 20 re f");
    let over = pdf
        .object(format!("<< /Subtype /Square /Rect [40 590 340 610] /AP << /N {patch} 0 R >> >>"));
    let body = show(&[(50, 700, "Everybody sees this."), (50, 600, "Nobody sees this.")]);
    let document = open(&pdf.page_with(&body, &format!("/Annots [{over} 0 R]")).bytes());
    assert_eq!(texts(&document, false), ["Everybody sees this."]);
    assert_eq!(texts(&document, true), ["Nobody sees this."]);
}

#[test]
fn a_layer_that_is_switched_off_is_hidden_text() {
    let mut pdf = Source::new();
    let layer = pdf.object("<< /Type /OCG /Name (Terms) >>");
    pdf.catalog(&format!("/OCProperties << /OCGs [{layer} 0 R] /D << /OFF [{layer} 0 R] >> >>"));
    let hidden = show(&[(50, 600, "The processor may sell the data to third parties.")]);
    pdf.page_with(
        &format!(
            "{} /OC /L BDC {hidden} EMC",
            show(&[(50, 700, "The processor sells nothing of it.")])
        ),
        &format!("/Resources << /Font << /F1 3 0 R >> /Properties << /L {layer} 0 R >> >>"),
    );
    let document = open(&pdf.bytes());
    assert_eq!(texts(&document, false), ["The processor sells nothing of it."]);
    assert_eq!(texts(&document, true), ["The processor may sell the data to third parties."]);
}

#[test]
fn junk_before_the_file_and_wrong_tables_are_mended() {
    let whole = Source::new().page(&lines(50, 700, &PROSE)).bytes();
    let mut junk = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n".to_vec();
    junk.extend(&whole);
    assert_eq!(texts(&open(&junk), false), PROSE);
    let text = whole.clone();
    let at = text.windows(9).rposition(|w| w == b"startxref").unwrap();
    for tail in ["startxref\n999999\n%%EOF\n", "startxref\n7\n%%EOF\n", "%%EOF\n"] {
        let mut broken = whole[..at].to_vec();
        broken.extend(tail.bytes());
        let document = open(&broken);
        assert_eq!(texts(&document, false), PROSE, "{tail}");
        assert!(document.flags.is_empty(), "{tail}: {:?}", document.flags);
    }
    // Offsets that all point elsewhere.
    let table = whole.windows(5).rposition(|w| w == b"xref\n").unwrap();
    let table = whole[..table].windows(5).rposition(|w| w == b"xref\n").unwrap_or(table);
    let mut shifted = whole.clone();
    for byte in shifted[table + 20..at].iter_mut().filter(|byte| **byte == b'1') {
        *byte = b'7';
    }
    assert_eq!(texts(&open(&shifted), false), PROSE);
}

#[test]
fn a_file_that_is_cut_off_gives_what_is_left_and_says_so() {
    let mut pdf = Source::new();
    for page in 1..=4 {
        pdf.page(&format!(
            "{}{}",
            lines(50, 700, &PROSE),
            show(&[(50, 500, &format!("Page {page} ends."))])
        ));
    }
    let whole = pdf.bytes();
    let third = whole.windows(12).position(|w| w == b"Page 3 ends.").unwrap();
    let document = open(&whole[..third]);
    assert!(document.flags.contains(&"partial".to_owned()), "{:?}", document.flags);
    let read = texts(&document, false);
    assert!(read.contains(&"Page 1 ends.") && read.contains(&"Page 2 ends."), "{read:?}");
    // Cut off within the first page's words, nothing is left: that is no empty document.
    let first = whole.windows(6).position(|w| w == b"stream").unwrap();
    let nothing = super::super::read(&whole[..first + 10], &Limits::default(), PdfReader::Auto);
    assert_eq!(nothing.map_err(|why| why.code()), Err("malformed"));
    let no_tail = open(&whole[..whole.len() - 60]);
    assert_eq!((no_tail.pages.len(), no_tail.flags.as_slice()), (4, &["partial".to_owned()][..]));
}

/// The file, locked with this password.
fn locked(bytes: &[u8], password: &str) -> Vec<u8> {
    use pdf_extract::{Document as Other, EncryptionState, EncryptionVersion, Permissions};
    let mut document = Other::load_mem(bytes).unwrap();
    let state = EncryptionState::try_from(EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: password,
        key_length: 128,
        permissions: Permissions::all(),
    })
    .unwrap();
    document.encrypt(&state).unwrap();
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

#[test]
fn a_locked_file_is_read_and_drawn_with_its_password_alone() {
    let bytes = locked(&Source::new().page(&lines(50, 700, &PROSE)).bytes(), "sesame");
    let without = Limits::default();
    let with = Limits {
        passwords: Passwords(vec!["wrong".to_owned(), "sesame".to_owned()]),
        ..Limits::default()
    };
    assert_eq!(read(&bytes, &without, PdfReader::Auto), Err(Unreadable::Encrypted));
    assert_eq!(texts(&read(&bytes, &with, PdfReader::Auto).unwrap(), false), PROSE);
    assert_eq!(draw(&bytes, 1, &without), Err(Unreadable::Encrypted));
    let (_, picture) = draw(&bytes, 1, &with).unwrap();
    assert!(picture.iter().skip(20).any(|dot| *dot < 128), "nothing is drawn");
}

#[test]
fn readers_that_differ_are_told_with_the_page() {
    // A glyph that the file's own map gives other words than its shape: hayro follows the map.
    let document = |reader| {
        let bytes = Source::new().page(&lines(50, 700, &PROSE)).bytes();
        read(&bytes, &Limits::default(), reader).unwrap()
    };
    assert!(document(PdfReader::Both).asides.disagreements.is_empty());
    assert_eq!(document(PdfReader::PdfExtract).reader, "pdf-extract");
    // An annotation's picture of text is drawn by hayro alone.
    let mut pdf = Source::new();
    let shown = pdf.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 500 200] /Resources << /Font << /F1 3 0 R >> >>",
        lines(10, 150, &PROSE),
    );
    let ink = pdf.object(format!(
        "<< /Subtype /Watermark /Rect [50 200 550 400] /AP << /N {shown} 0 R >> >>"
    ));
    pdf.page(&lines(50, 700, &PROSE[..2]));
    pdf.page_with(&lines(50, 700, &PROSE[..3]), &format!("/Annots [{ink} 0 R]"));
    let crossed = read(&pdf.bytes(), &Limits::default(), PdfReader::Both).unwrap();
    let found = &crossed.asides.disagreements;
    assert_eq!(found.iter().map(|d| d.page).collect::<Vec<_>>(), [2]);
    assert!(found[0].only_hayro.contains(&"persons".to_owned()), "{found:?}");
    assert!(crossed.flags.contains(&"readers-disagree".to_owned()));
}
