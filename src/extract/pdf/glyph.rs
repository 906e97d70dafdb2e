//! What both PDF readers hand to the layout: glyphs with places, rules, and how much image.

/// One drawn glyph. Places are in points from the page's top left corner, y downwards.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// The character, or the first of several (ligatures).
    pub(super) text: char,
    /// The further characters.
    pub(super) more: Option<Box<str>>,
    /// Where the glyph's origin stands on the baseline.
    pub(super) x: f32,
    /// See `x`.
    pub(super) y: f32,
    /// How far the pen moves along the baseline.
    pub(super) advance: f32,
    /// Font size as seen on the page.
    pub(super) size: f32,
    /// Direction of the baseline, in whole degrees clockwise, 0 for upright text.
    pub(super) angle: i16,
    /// Whether the font is bold.
    pub(super) bold: bool,
    /// Thickness of the strokes, in font sizes, where the font does not say its weight; else 0.
    pub(super) thickness: f32,
    /// Whether nobody can see it.
    pub(super) hidden: bool,
    /// Whether it is drawn without ink (the text layer that OCR lays over a scan is such).
    pub(super) invisible: bool,
}

impl Glyph {
    /// Pushes the glyph's text.
    pub(super) fn push_to(&self, out: &mut String) {
        out.push(self.text);
        if let Some(more) = &self.more {
            out.push_str(more);
        }
    }
}

/// A thin drawn line, horizontal or vertical.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    pub(super) x0: f32,
    pub(super) y0: f32,
    pub(super) x1: f32,
    pub(super) y1: f32,
}

impl Rule {
    /// Whether it runs from left to right.
    pub(super) fn is_horizontal(&self) -> bool {
        self.x1 - self.x0 >= self.y1 - self.y0
    }
}

/// A page as a reader gives it.
#[derive(Clone, Debug, Default)]
pub(super) struct RawPage {
    pub(super) width: f32,
    pub(super) height: f32,
    /// In the order in which they are drawn.
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    /// Share of the page that images cover, 0 to 1.
    pub(super) image_share: f32,
    /// Number of filled or stroked paths.
    pub(super) drawn: usize,
    /// Whether glyphs were left out because there were too many.
    pub(super) overfull: bool,
    /// Remarks that readers pinned to the page: no part of its text.
    pub(super) notes: Vec<String>,
}

/// Strokes this many times thicker than those of the page's body text are bold.
const BOLD_STROKES: f32 = 1.3;

impl RawPage {
    /// Marks as bold what is drawn with thicker strokes than most text of the page, in fonts that
    /// do not say their weight.
    pub(super) fn mark_bold_strokes(&mut self) {
        let mut known: Vec<f32> =
            self.glyphs.iter().map(|glyph| glyph.thickness).filter(|t| *t > 0.0).collect();
        if known.is_empty() {
            return;
        }
        let middle = known.len() / 2;
        let (_, &mut body, _) = known.select_nth_unstable_by(middle, f32::total_cmp);
        for glyph in &mut self.glyphs {
            glyph.bold |= glyph.thickness > BOLD_STROKES * body;
        }
    }

    /// Text without ink over an image of the whole page is what OCR read in that image: a reader
    /// of the page sees it. Says whether that is so here, and clears the marks.
    pub(super) fn unveil_text_layer(&mut self) -> bool {
        let invisible = self.glyphs.iter().filter(|glyph| glyph.invisible).count();
        if self.image_share < 0.4 || invisible * 2 < self.glyphs.len() || invisible == 0 {
            return false;
        }
        for glyph in self.glyphs.iter_mut().filter(|glyph| glyph.invisible) {
            glyph.hidden = false;
        }
        true
    }
}
