//! Fields, annotations and signatures, in PDFs written by hand.

use super::super::super::{Document, Limits, Unreadable};
use super::super::{PdfReader, read};
use super::source::{Source, lines, show};

fn document(source: &Source) -> Document {
    read(&source.bytes(), &Limits::default(), PdfReader::Auto).unwrap()
}

/// Every line as a reader sees it.
fn texts(document: &Document) -> Vec<&str> {
    let seen = document.pages.iter().flat_map(|page| &page.lines).filter(|line| !line.hidden);
    seen.map(|line| line.text.as_str()).collect()
}

/// A page with `body` and these annotations.
fn page(body: &str, annotations: &[&str]) -> Source {
    let mut pdf = Source::new();
    let numbers: Vec<String> =
        annotations.iter().map(|source| format!("{} 0 R", pdf.object(source))).collect();
    let fields = numbers.join(" ");
    pdf.page_with(body, &format!("/Annots [{fields}]"));
    pdf.catalog(&format!("/AcroForm << /Fields [{fields}] >>"));
    pdf
}

fn text_field(rect: &str, value: &str, more: &str) -> String {
    format!(
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (f) /Rect [{rect}] /V {value} /DA (/F1 10 Tf) {more} >>"
    )
}

#[test]
fn values_without_an_appearance_stand_in_their_lines() {
    let body = show(&[
        (50, 700, "The processor is"),
        (50, 680, "Breaches are notified within"),
        (50, 660, "The law of"),
        (200, 660, "applies."),
    ]);
    let pdf = page(
        &body,
        &[
            &text_field("140 694 300 710", "(Zonnebloem Software B.V.)", ""),
            &text_field("190 674 240 690", "<FEFF0037003200200068006F007500720073>", ""),
            "<< /Type /Annot /Subtype /Widget /FT /Ch /T (land) /Rect [110 654 190 670] /V (NL) \
             /Opt [[(NL) (Nederland)] [(BE) (Belgium)]] >>",
        ],
    );
    assert_eq!(
        texts(&document(&pdf)),
        [
            "The processor is Zonnebloem Software B.V.",
            "Breaches are notified within 72 hours",
            "The law of Nederland applies."
        ]
    );
}

#[test]
fn a_long_value_is_broken_into_lines_of_its_field_and_keeps_its_words() {
    let value = "Naam, adres en leerlingnummer van de leerlingen, en de resultaten van toetsen die \
                 zij in het systeem maken, zolang de overeenkomst duurt";
    let field = text_field("50 500 250 690", &format!("({value})"), "/Ff 4096 /F 4");
    let read = document(&page(&show(&[(50, 700, "Gegevens:")]), &[&field]));
    let lines = texts(&read);
    assert!(lines.len() > 3, "{lines:?}");
    assert_eq!(lines[1..].join(" "), value);
    let place = &read.pages[0].lines[1];
    assert!(place.left >= 50.0 && place.right <= 250.0 && (110.0..300.0).contains(&place.top));
}

#[test]
fn what_an_appearance_draws_is_not_doubled() {
    let mut pdf = Source::new();
    let form = pdf.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 160 16] /Resources << /Font << /F1 3 0 R >> >>",
        "BT /F1 10 Tf 2 4 Td (72 uur) Tj ET",
    );
    let field =
        pdf.object(text_field("150 694 310 710", "(72 uur)", &format!("/AP << /N {form} 0 R >>")));
    pdf.page_with(&show(&[(50, 700, "Meldtermijn:")]), &format!("/Annots [{field} 0 R]"));
    assert_eq!(texts(&document(&pdf)), ["Meldtermijn: 72 uur"]);
}

#[test]
fn a_value_that_runs_over_the_edge_of_its_field_is_read_whole() {
    let mut pdf = Source::new();
    let value = "De verwerker bewaart de gegevens een jaar en wist ze daarna";
    let form = pdf.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 100 40] /Resources << /Font << /F1 3 0 R >> >>",
        format!("BT /F1 10 Tf 2 28 Td ({value}) Tj ET"),
    );
    let field = pdf.object(text_field(
        "50 660 150 700",
        &format!("({value})"),
        &format!("/AP << /N {form} 0 R >>"),
    ));
    pdf.page_with(&show(&[(50, 720, "Termijn:")]), &format!("/Annots [{field} 0 R]"));
    let read = document(&pdf);
    assert_eq!(texts(&read).join(" "), format!("Termijn: {value}"));
    assert!(read.flags.is_empty(), "{:?}", read.flags);
}

#[test]
fn a_stale_appearance_gives_way_where_viewers_draw_anew() {
    for (anew, expected) in [("true", "Meldtermijn: 24 uur"), ("false", "Meldtermijn: 72 uur")] {
        let mut pdf = Source::new();
        let form = pdf.stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 160 16] /Resources << /Font << /F1 3 0 R >> >>",
            "BT /F1 10 Tf 2 4 Td (72 uur) Tj ET",
        );
        let field = pdf.object(text_field(
            "150 694 310 710",
            "(24 uur)",
            &format!("/AP << /N {form} 0 R >>"),
        ));
        pdf.page_with(&show(&[(50, 700, "Meldtermijn:")]), &format!("/Annots [{field} 0 R]"));
        pdf.catalog(&format!("/AcroForm << /NeedAppearances {anew} /Fields [{field} 0 R] >>"));
        assert_eq!(texts(&document(&pdf)), [expected]);
    }
}

#[test]
fn boxes_are_ticked_or_not_however_they_are_drawn() {
    let mut pdf = Source::new();
    let tick = pdf.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 12 12] /Resources << /Font << /F3 5 0 R >> >>",
        "BT /F3 10 Tf 2 2 Td (4) Tj ET",
    );
    let yes = pdf.object(format!(
        "<< /Subtype /Widget /FT /Btn /T (a) /Rect [50 698 62 710] /V /Ja /AS /Ja \
         /AP << /N << /Ja {tick} 0 R >> >> >>"
    ));
    // A radio button takes its kind and value from the field above it.
    let group = pdf.object("<< /FT /Btn /Ff 32768 /T (b) /V /one >>");
    let no = pdf.object(format!(
        "<< /Subtype /Widget /Parent {group} 0 R /Rect [50 678 62 690] /AS /Off >>"
    ));
    let body = show(&[(70, 700, "in the European Union"), (70, 680, "elsewhere")]);
    pdf.page_with(&body, &format!("/Annots [{yes} 0 R {no} 0 R]"));
    assert_eq!(texts(&document(&pdf)), ["☒ in the European Union", "☐ elsewhere"]);
}

#[test]
fn text_boxes_and_stamps_are_text_and_remarks_are_not() {
    let pdf = page(
        &lines(50, 700, &["The processor keeps the data for ten years."]),
        &[
            "<< /Subtype /FreeText /Rect [50 640 300 660] /Contents (Amended: for one year.) /DA (/Helv 10 Tf) >>",
            "<< /Subtype /Stamp /Rect [400 100 500 130] /Name /Draft >>",
            "<< /Subtype /Text /Rect [300 700 320 720] /Contents (Is this not too long?) >>",
        ],
    );
    let read = document(&pdf);
    assert_eq!(
        texts(&read),
        ["The processor keeps the data for ten years.", "Amended: for one year.", "Draft"]
    );
    assert_eq!(read.asides.notes[0].text, "Is this not too long?");
    assert_eq!(
        (read.asides.notes[0].page, read.flags.as_slice()),
        (1, &["comments".to_owned()][..])
    );
}

#[test]
fn a_field_that_is_not_shown_is_hidden_text_and_a_password_is_none() {
    let pdf = page(
        &lines(50, 700, &["Seen by everybody."]),
        &[
            &text_field("50 600 300 620", "(Seen by nobody)", "/F 2"),
            &text_field("50 500 300 520", "(secret)", "/Ff 8192"),
        ],
    );
    let read = document(&pdf);
    assert_eq!(texts(&read), ["Seen by everybody."]);
    let hidden: Vec<&str> =
        read.pages[0].lines.iter().filter(|l| l.hidden).map(|l| l.text.as_str()).collect();
    assert_eq!(hidden, ["Seen by nobody"]);
}

#[test]
fn signature_fields_are_told_as_signed_or_empty() {
    let flags = |fields: &str| {
        let mut pdf = Source::new();
        pdf.page(&lines(50, 700, &["Signed by the parties."]));
        pdf.catalog(&format!("/AcroForm << /Fields [{fields}] >>"));
        document(&pdf).flags
    };
    let signed = "<< /FT /Sig /T (one) /V << /Type /Sig /SubFilter /adbe.pkcs7.detached >> >>";
    let empty = "<< /FT /Sig /T (two) >>";
    let stamp = "<< /FT /Sig /T (three) /V << /Type /DocTimeStamp /SubFilter /ETSI.RFC3161 >> >>";
    assert_eq!(flags(signed), ["signed-digitally"]);
    assert_eq!(flags(&format!("{signed} {empty}")), ["signature-field-empty", "signed-digitally"]);
    assert_eq!(
        flags(&format!("<< /T (above) /FT /Sig /Kids [{}] >>", "<< /T (below) >>")),
        ["signature-field-empty"]
    );
    assert!(flags(stamp).is_empty());
}

#[test]
fn a_form_that_a_program_lays_out_is_not_taken_for_its_waiting_page() {
    let mut pdf = Source::new();
    pdf.page(&lines(50, 700, &["Please wait while the document is loaded."]));
    pdf.catalog("/NeedsRendering true /AcroForm << /Fields [] /XFA (x) >>");
    let outcome = read(&pdf.bytes(), &Limits::default(), PdfReader::Auto);
    assert!(matches!(outcome, Err(Unreadable::Unsupported(_))), "{outcome:?}");
}

#[test]
fn the_second_reader_gets_the_values_too() {
    let pdf = page(
        &show(&[(50, 700, "The processor is")]),
        &[&text_field("140 694 300 710", "(Zonnebloem Software B.V.)", "")],
    );
    let read = read(&pdf.bytes(), &Limits::default(), PdfReader::Both).unwrap();
    assert!(read.asides.disagreements.is_empty(), "{:?}", read.asides);
}

#[test]
fn thousands_of_fields_and_remarks_stay_within_bounds() {
    let mut pdf = Source::new();
    let long = "woord ".repeat(4_000);
    let field = pdf.object(text_field("50 50 500 700", &format!("({long})"), "/Ff 4096"));
    let note = pdf.object("<< /Subtype /Text /Rect [300 700 320 720] /Contents (Why?) >>");
    let all = format!("{field} 0 R {note} 0 R ").repeat(3_000);
    let all = pdf.object(format!("[{all}]"));
    for _ in 0..2 {
        pdf.page_with(&show(&[(50, 750, "Seen.")]), &format!("/Annots {all} 0 R"));
    }
    let read = document(&pdf);
    let letters: usize = texts(&read).iter().map(|text| text.len()).sum();
    assert!(letters > 1_000 && letters < 500_000, "{letters}");
    assert_eq!(read.asides.notes.len(), 1_000);
}
