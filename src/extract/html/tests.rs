//! Small pages, and what is read from them.

use super::super::{Limits, LineKind};
use super::read;

fn lines(html: &str) -> Vec<(LineKind, String)> {
    let document = read(html.as_bytes(), &Limits::default()).expect("HTML is read");
    document
        .pages
        .into_iter()
        .flat_map(|page| page.lines)
        .map(|line| (line.kind, line.text))
        .collect()
}

#[test]
fn structure_stays_and_navigation_goes() {
    let html = "<nav>Menu</nav><script>x</script><h2>Art. 1</h2><p>De <b>verwerker</b> &amp; co<br>meldt</p>\
        <ol start=3 type=a><li><p>eerste</p><ul><li>diep</li></ul></li><li>tweede</li></ol>\
        <table><tr><th>Naam</th><th>Land</th></tr><tr><td>Acme<br>B.V.</td><td>Ierland</td></tr></table>";
    assert_eq!(
        lines(html),
        [
            (LineKind::Heading(2), "Art. 1".to_owned()),
            (LineKind::Text, "De verwerker & co".to_owned()),
            (LineKind::Text, "meldt".to_owned()),
            (LineKind::ListItem(0), "c. eerste".to_owned()),
            (LineKind::ListItem(1), "• diep".to_owned()),
            (LineKind::ListItem(0), "d. tweede".to_owned()),
            (LineKind::TableRow { header: true }, "Naam | Land".to_owned()),
            (LineKind::TableRow { header: false }, "Acme B.V. | Ierland".to_owned()),
        ]
    );
}

#[test]
fn declared_encoding_counts() {
    assert_eq!(lines("<p>café"), [(LineKind::Text, "café".to_owned())]);
    let document =
        read(b"<meta charset=iso-8859-1><p>caf\xe9", &Limits::default()).expect("HTML is read");
    assert_eq!(document.pages[0].lines[0].text, "café");
}

#[test]
fn hidden_text_is_marked() {
    let document =
        read(b"<p>a</p><p style='display: none'>b</p>", &Limits::default()).expect("HTML is read");
    assert!(document.pages[0].lines[1].hidden);
    assert_eq!(document.flags, ["hidden-text"]);
}

#[test]
fn small_letters_are_no_hidden_text() {
    for (style, hidden) in [
        ("font-size: 0", true),
        ("font-size:0px; color: red", true),
        ("font-size: 1px", true),
        ("font-size: 0.05em", true),
        ("font-size: 0.875rem", false),
        ("padding: 0; font-size: .9em", false),
        ("font-size: 80%", false),
        ("font-size: 05.5pt", false),
        ("opacity: 0", true),
        ("opacity: 0.85", false),
        ("display: none !important", true),
        ("display: nonesuch", false),
    ] {
        let html = format!("<p>One.</p><ul style='{style}'><li>Encryption at rest.</li></ul>");
        let document = read(html.as_bytes(), &Limits::default()).expect("HTML is read");
        assert_eq!(document.pages[0].lines[1].hidden, hidden, "{style}");
    }
}
