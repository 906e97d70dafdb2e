//! A page out of any bytes, for the fuzz target of the layout.

use super::super::Line;
use super::glyph::{Glyph, RawPage, Rule};
use super::layout;

/// Bytes for one glyph or rule.
const RECORD: usize = 8;

/// Lays out the page that `bytes` mean: the first two give its size, each eight after them a glyph
/// or a rule. Places are coarse, so that glyphs meet; some bytes make numbers that no page has.
#[must_use]
pub fn laid_out(bytes: &[u8]) -> Vec<Line> {
    let [width, height, records @ ..] = bytes else { return Vec::new() };
    let mut page = RawPage { width: place(*width), height: place(*height), ..RawPage::default() };
    for record in records.chunks_exact(RECORD) {
        let [kind, text, x, fine_x, y, fine_y, advance, size] = *record else { continue };
        let at = |coarse: u8, fine: u8| place(coarse) + f32::from(fine) / 64.0;
        let (x, y) = (at(x, fine_x), at(y, fine_y));
        if kind % 8 == 0 {
            let (x1, y1) = if kind < 128 { (x + place(size), y) } else { (x, y + place(size)) };
            page.rules.push(Rule { x0: x, y0: y, x1, y1 });
            continue;
        }
        let angle = [0, 0, 0, 0, 0, 1, 90, -90, 180, 37, -2, -180];
        page.glyphs.push(Glyph {
            text: char::from_u32(u32::from(text) * if kind % 16 == 1 { 97 } else { 1 })
                .unwrap_or('?'),
            more: (kind % 32 == 2).then(|| "fi".into()),
            x,
            y,
            advance: place(advance) / 8.0,
            size: place(size) / 8.0,
            angle: angle.get(usize::from(kind / 16)).copied().unwrap_or(0),
            bold: kind % 4 == 3,
            thickness: f32::from(kind % 5) / 20.0,
            hidden: kind % 64 == 5,
            invisible: kind % 64 == 6,
        });
    }
    page.unveil_text_layer();
    page.mark_bold_strokes();
    layout::lines(&page)
}

/// Places on a page, and a few that no page has.
fn place(byte: u8) -> f32 {
    match byte {
        255 => 1e30,
        254 => -1e30,
        253 => f32::INFINITY,
        252 => f32::NAN,
        251 => -40.0,
        250 => 1e-30,
        byte => f32::from(byte) * 3.0,
    }
}
