//! The plain reader against hayro's interpreter: the same pages, the same places.

use std::path::Path;

use super::super::super::Limits;
use super::super::hayro;
use super::source::Source;

/// How many pages were read plainly, of how many; every one of those as hayro reads it.
fn plain_pages(bytes: &[u8], name: &str) -> (usize, usize) {
    let read = hayro::with(bytes, &Limits::default(), |opened| {
        let pages: Vec<_> = (0..).map_while(|index| opened.both(index)).collect();
        for (number, (plain, full)) in pages.iter().enumerate() {
            if let Some(plain) = plain {
                assert_eq!(plain, full, "page {} of {name}", number + 1);
            }
        }
        (pages.iter().filter(|(plain, _)| plain.is_some()).count(), pages.len())
    });
    read.unwrap_or((0, 0))
}

fn is_plain(content: &str, entries: &str) -> bool {
    plain_pages(&Source::new().page_with(content, entries).bytes(), content) == (1, 1)
}

#[test]
fn what_is_plain_is_read_as_hayro_reads_it() {
    for content in [
        "BT /F1 10 Tf 50 700 Td (Text) Tj 0 -14 TD (more) Tj T* [(k) 120 (er) -900 (ned)] TJ ET",
        "BT /F2 12 Tf 2 Tc 5 Tw 80 Tz 14 TL 3 Ts 1 0 0.2 1 50 700 Tm (a b) ' 1 2 (c d) \" ET",
        "q 0.5 0 0 2 10 20 cm BT /F1 9 Tf 3 Tr 40 100 Td (unseen) Tj 1 Tr (edge) Tj 2 Tr (both) Tj ET Q BT /F1 9 Tf (out) Tj ET",
        "1 1 1 rg BT /F1 10 Tf 50 700 Td (white) Tj ET 0 0 0.5 rg 40 690 100 30 re f 1 g BT /F1 10 Tf 50 700 Td (on blue) Tj ET",
        "BT /F1 10 Tf 50 700 Td (covered) Tj ET 0 0 0 0 k 40 690 100 30 re f 0.1 0.2 0 0 K 0 0 m 50 0 l 50 50 l s",
        "/DeviceRGB cs 1 1 1 sc BT /F1 10 Tf 50 700 Td (white) Tj ET /DeviceGray CS 0.3 SC 10 10 m 10 500 l S",
        "q 0 0 100 100 re W n BT /F1 10 Tf 50 700 Td (clipped) Tj ET Q q 0 0 m 300 0 l 0 800 l h W* n BT /F1 10 Tf 50 300 Td (odd) Tj ET Q Q Q",
        "10 10 m 10 10 l S 20 20 0 50 re f 30 30 50 0 re B 5 5 m 9 9 20 9 30 5 c 40 1 50 5 v 60 1 70 5 y b*",
        "/P << /MCID 0 >> BDC BT /F1 10 Tf 50 700 Td (marked) Tj ET EMC /Artifact BMC EMC EMC",
        "q 50 0 0 50 10 10 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u{7f} EI Q",
    ] {
        assert!(is_plain(content, ""), "{content}");
    }
}

#[test]
fn forms_states_and_images_are_plain_while_nothing_blends() {
    let resources = |state: &str, more: &str| {
        let mut source = Source::new();
        let image = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8";
        let image = source.stream(image, "x");
        let fonts = "/Font << /F1 3 0 R >>";
        let form = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 90 90] /Matrix [2 0 0 2 5 5] /Group << /S /Transparency >> /Resources << {fonts} >>"
        );
        let form =
            source.stream(&form, "Q q BT /F1 10 Tf 20 20 Td (in the form) Tj ET 0 0 9 9 re W n");
        let own = format!(
            "/Resources << {fonts} /XObject << /I {image} 0 R /X {form} 0 R >> /ExtGState << /G << {state} >> >> {more} >>"
        );
        source.page_with(
            "/G gs q 600 0 0 300 0 0 cm /I Do Q /X Do BT /F1 10 Tf 20 500 Td (after) Tj ET",
            &own,
        );
        plain_pages(&source.bytes(), state)
    };
    assert_eq!(resources("/LW 2 /BM /Normal /SMask /None", ""), (1, 1));
    assert_eq!(resources("/ca 0.01 /CA 0.5", ""), (1, 1));
    assert_eq!(resources("/BM /Multiply", ""), (0, 1));
    assert_eq!(resources("/SMask << /S /Alpha >>", ""), (0, 1));
}

#[test]
fn what_is_not_plain_is_left_to_hayro() {
    for content in [
        "BT /F1 10 Tf 7 Tr 50 700 Td (a clip) Tj ET",
        "BT /F9 10 Tf 50 700 Td (no such font) Tj ET",
        "BT 50 700 Td (no font) Tj ET",
        "/Pattern cs /P1 scn 0 0 9 9 re f",
        "/S1 sh",
        "/OC << /OC 9 0 R >> BDC EMC",
    ] {
        assert!(!is_plain(content, ""), "{content}");
    }
    let mut layered = Source::new();
    layered.catalog("/OCProperties << /OCGs [] /D << >> >>").page("0 0 9 9 re f");
    assert_eq!(plain_pages(&layered.bytes(), "layers"), (0, 1));
}

#[test]
fn the_sample_contracts_are_read_the_same_both_ways() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/contracts");
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let pdfs = files.filter(|file| file.path().extension().is_some_and(|end| end == "pdf"));
    let mut sum = (0, 0);
    for file in pdfs {
        let bytes = std::fs::read(file.path()).unwrap_or_default();
        let (plain, all) = plain_pages(&bytes, &file.path().display().to_string());
        sum = (sum.0 + plain, sum.1 + all);
    }
    assert!(sum.1 == 0 || sum.0 * 2 > sum.1, "only {} of {} pages are plain", sum.0, sum.1);
}
