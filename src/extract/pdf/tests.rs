//! The layout, on pages that are drawn here glyph by glyph.

mod files;
mod fonts;
mod forms;
mod source;
mod walk;

use super::super::{Line, LineKind};
use super::glyph::{Glyph, RawPage, Rule};
use super::layout;

const SIZE: f32 = 10.0;
const WIDTH: f32 = 5.0;

/// A page on which tests write in a font whose letters are all half as wide as high.
#[derive(Default)]
struct Paper(RawPage);

impl Paper {
    fn new() -> Paper {
        Paper(RawPage { width: 600.0, height: 800.0, ..RawPage::default() })
    }

    /// Writes with drawn blanks.
    fn write(&mut self, x: f32, y: f32, text: &str) -> &mut Paper {
        self.spaced(x, y, text, 0.0, true)
    }

    fn spaced(&mut self, x: f32, y: f32, text: &str, tracking: f32, blanks: bool) -> &mut Paper {
        let mut at = x;
        for c in text.chars() {
            if c != ' ' || blanks {
                self.0.glyphs.push(glyph(c, at, y));
            }
            at += WIDTH + tracking;
        }
        self
    }

    fn rule(&mut self, x0: f32, y0: f32, x1: f32, y1: f32) -> &mut Paper {
        self.0.rules.push(Rule { x0, y0, x1, y1 });
        self
    }

    fn lines(&self) -> Vec<Line> {
        layout::lines(&self.0)
    }

    fn texts(&self) -> Vec<String> {
        self.lines().into_iter().map(|line| line.text).collect()
    }
}

fn glyph(text: char, x: f32, y: f32) -> Glyph {
    Glyph {
        text,
        more: None,
        x,
        y,
        advance: WIDTH,
        size: SIZE,
        angle: 0,
        bold: false,
        thickness: 0.0,
        hidden: false,
        invisible: false,
    }
}

#[test]
fn words_come_from_blanks_from_gaps_and_despite_tracking() {
    let mut paper = Paper::new();
    paper.write(50.0, 100.0, "drawn blanks");
    paper.spaced(50.0, 120.0, "only gaps here", 0.0, false);
    paper.spaced(50.0, 140.0, "LETTER SPACED", 3.0, true);
    assert_eq!(paper.texts(), ["drawn blanks", "only gaps here", "LETTER SPACED"]);
}

#[test]
fn ligatures_doubles_and_invisible_signs() {
    let mut paper = Paper::new();
    paper.write(50.0, 100.0, "e\u{fb03}cient").write(50.3, 100.0, "e");
    paper.write(50.0, 120.0, "Ori¨enta");
    // The accent stands over the letter that follows it.
    for glyph in paper.0.glyphs.iter_mut().filter(|glyph| glyph.y > 119.0 && glyph.x > 69.0) {
        glyph.x -= WIDTH;
    }
    paper.write(50.0, 140.0, "sub\u{200b}processor");
    for glyph in paper.0.glyphs.iter_mut().filter(|glyph| glyph.y > 139.0 && glyph.x > 66.0) {
        glyph.x -= WIDTH;
    }
    assert_eq!(paper.texts(), ["efficient", "Oriënta", "subprocessor"]);
}

fn columns(paper: &mut Paper) {
    for (row, (left, right)) in [
        ("the first column runs along", "while the second one has its"),
        ("over several lines of text,", "own text that must be read"),
        ("each of which fills nearly", "only after the first column"),
        ("all the width that it has,", "has come to its very end as"),
        ("and so it goes to its end.", "every reader would do that."),
    ]
    .into_iter()
    .enumerate()
    {
        let y = 100.0 + 12.0 * f32::from(u8::try_from(row).expect("few rows"));
        paper.write(50.0, y, left).write(220.0, y + 1.0, right);
    }
}

#[test]
fn columns_are_read_one_after_the_other() {
    let mut paper = Paper::new();
    paper.write(50.0, 60.0, "a title that stands over both of the columns of this page here");
    columns(&mut paper);
    let texts = paper.texts();
    assert!(texts[0].starts_with("a title"));
    assert_eq!(texts[5], "and so it goes to its end.");
    assert_eq!(texts[6], "while the second one has its");
    assert_eq!(texts.len(), 11);
}

#[test]
fn hanging_numbers_belong_to_their_lines() {
    let mut paper = Paper::new();
    for (row, number) in ["1.1", "1.2", "1.3", "1.4"].into_iter().enumerate() {
        let y = 100.0 + 12.0 * f32::from(u8::try_from(row).expect("few rows"));
        paper.write(50.0, y, number).write(90.0, y, "The processor shall do what it must.");
    }
    assert_eq!(paper.texts()[1], "1.2 The processor shall do what it must.");
}

#[test]
fn white_alone_can_make_a_table() {
    let mut paper = Paper::new();
    for (row, (name, place, task)) in [
        ("NAME", "PLACE", "TASK"),
        ("Acme Ltd", "Dublin", "Hosting"),
        ("Foo GmbH", "Bonn", "Mail"),
        ("Bar BV", "Utrecht", "Backup"),
    ]
    .into_iter()
    .enumerate()
    {
        let y = 100.0 + 20.0 * f32::from(u8::try_from(row).expect("few rows"));
        paper.write(50.0, y, name).write(200.0, y, place).write(350.0, y, task);
    }
    let lines = paper.lines();
    assert_eq!(lines[0].text, "NAME | PLACE | TASK");
    assert_eq!(lines[0].kind, LineKind::TableRow { header: true });
    assert_eq!(lines[3].text, "Bar BV | Utrecht | Backup");
}

#[test]
fn rules_make_cells_and_cells_mend_their_words() {
    let mut paper = Paper::new();
    for y in [90.0, 130.0, 170.0] {
        paper.rule(40.0, y, 300.0, y + 0.5);
    }
    for x in [40.0, 150.0, 300.0] {
        paper.rule(x, 90.0, x + 0.5, 170.0);
    }
    paper.write(50.0, 105.0, "Onderwijs-").write(50.0, 117.0, "instelling").write(
        160.0,
        105.0,
        "de school",
    );
    paper.write(50.0, 145.0, "Hosting").write(160.0, 145.0, "in Ierland");
    paper.write(50.0, 200.0, "After the table.");
    assert_eq!(
        paper.texts(),
        ["Onderwijsinstelling | de school", "Hosting | in Ierland", "After the table."]
    );
}

#[test]
fn places_that_no_page_has_make_no_lines() {
    for wild in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, f32::MIN] {
        let mut paper = Paper::new();
        paper.write(50.0, 100.0, "Seen").rule(40.0, 90.0, wild, 90.5);
        for (x, y, advance, size) in [
            (wild, 100.0, WIDTH, SIZE),
            (50.0, wild, WIDTH, SIZE),
            (50.0, 120.0, wild, SIZE),
            (50.0, 140.0, WIDTH, wild),
        ] {
            paper.0.glyphs.push(Glyph { x, y, advance, size, ..glyph('a', x, y) });
        }
        assert_eq!(paper.texts(), ["Seen"], "{wild}");

        // Turned text is placed from the other side of the page.
        let mut paper = Paper::new();
        (paper.0.width, paper.0.height) = (wild, wild);
        for angle in [90, -90, 180] {
            paper.0.glyphs.push(Glyph { angle, ..glyph('a', 50.0, 100.0) });
        }
        assert_eq!(paper.texts(), [""; 0], "{wild}");
    }
}

#[test]
fn a_table_that_begins_far_off_the_page_keeps_its_rows_apart() {
    let mut paper = Paper::new();
    for y in [-1e10, 90.0, 170.0] {
        paper.rule(40.0, y, 300.0, y + 0.5);
    }
    for x in [40.0, 150.0, 300.0] {
        paper.rule(x, -1e10, x + 0.5, 170.0);
    }
    paper.write(50.0, -1e9, "Far").write(160.0, -1e9, "away");
    paper.write(50.0, 105.0, "Hosting").write(160.0, 105.0, "in Ierland");
    assert_eq!(paper.texts(), ["Far | away", "Hosting | in Ierland"]);
}

#[test]
fn turned_text_is_read_too_and_comes_last() {
    let mut paper = Paper::new();
    paper.write(50.0, 100.0, "upright text of the page");
    for (index, c) in "turned".chars().enumerate() {
        let mut glyph =
            glyph(c, 20.0, 300.0 - WIDTH * f32::from(u8::try_from(index).expect("few letters")));
        glyph.angle = -90;
        paper.0.glyphs.push(glyph);
    }
    assert_eq!(paper.texts(), ["upright text of the page", "turned"]);
}

#[test]
fn what_stands_off_the_page_or_is_marked_is_hidden() {
    let mut paper = Paper::new();
    paper.write(50.0, 100.0, "seen").write(700.0, 100.0, "unseen");
    let hidden: Vec<(String, bool)> =
        paper.lines().into_iter().map(|line| (line.text, line.hidden)).collect();
    assert_eq!(hidden, [("seen".to_owned(), false), ("unseen".to_owned(), true)]);
}

#[test]
fn superscripts_stay_on_their_line() {
    let mut paper = Paper::new();
    paper.write(50.0, 100.0, "Union").write(50.0, 112.0, "next line");
    let mut note = glyph('2', 75.0, 96.0);
    note.size = 6.0;
    note.advance = 3.0;
    paper.0.glyphs.push(note);
    assert_eq!(paper.texts(), ["Union2", "next line"]);
}

#[test]
fn gaps_are_in_units_of_the_line() {
    let mut paper = Paper::new();
    paper.write(50.0, 100.0, "one").write(50.0, 112.0, "two").write(50.0, 142.0, "three");
    let gaps: Vec<f32> = paper.lines().iter().map(|line| line.gap_above).collect();
    assert_eq!(gaps, [0.0, 1.2, 3.0]);
}
