//! The second reader: `pdf-extract`, page by page, since it stops at the first page that it
//! cannot read. It panics by intention on broken input; the caller catches that.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{
    ColorSpace, Document, MediaBox, OutputDev, OutputError, Path, PathOp, Transform,
};

use super::super::{Limits, Unreadable};
use super::Glyphs;
use super::glyph::{Glyph, RawPage, Rule};

/// A PDF that `pdf-extract` could open.
pub(super) struct Opened {
    document: Document,
    pages: Vec<u32>,
}

/// Opens the PDF, with the empty password or a known one where it is encrypted.
pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Opened, Unreadable> {
    let loaded = catch_unwind(AssertUnwindSafe(|| {
        let mut document =
            Document::load_mem(bytes).map_err(|error| Unreadable::Malformed(error.to_string()))?;
        if document.is_encrypted() {
            let known = limits.passwords.0.iter().map(String::as_str);
            if !std::iter::once("").chain(known).any(|word| document.decrypt(word).is_ok()) {
                return Err(Unreadable::Encrypted);
            }
        }
        let pages = document.get_pages().into_keys().collect();
        Ok(Opened { document, pages })
    }));
    loaded.unwrap_or_else(|_| {
        Err(Unreadable::Crashed("the reader panicked on the file's structure".to_owned()))
    })
}

impl Glyphs for Opened {
    fn len(&self) -> usize {
        self.pages.len()
    }

    fn page(&self, index: usize) -> Result<RawPage, String> {
        let number = *self.pages.get(index).ok_or("no such page")?;
        let mut collector = Collector::default();
        pdf_extract::output_doc_page(&self.document, &mut collector, number)
            .map_err(|error| error.to_string())?;
        Ok(collector.page)
    }
}

/// More than this on a page is no text that a person wrote.
const MAX_GLYPHS: usize = 200_000;

#[derive(Default)]
struct Collector {
    page: RawPage,
    left: f64,
    top: f64,
    lost: Lost,
}

/// The pen's way, where the widths of a font are lost to this reader: it then draws all letters of
/// a run in one place.
#[derive(Default)]
struct Lost {
    /// Where this reader put the last letter without a width.
    last: Option<(f64, f64)>,
    /// How far the letters of this run have really come.
    way: f64,
}

impl Lost {
    /// How far behind a letter of this advance is drawn.
    fn behind(&mut self, x: f64, y: f64, advance: f64, size: f64) -> f64 {
        // Kerning moves the pen a little; more than that, or backwards, is a place of its own.
        let same = self.last.is_some_and(|(last_x, last_y)| {
            (y - last_y).abs() < 0.1 * size && (-0.3 * size..size).contains(&(x - last_x))
        });
        if !same {
            self.way = 0.0;
        }
        let behind = self.way;
        self.last = Some((x, y));
        self.way += advance;
        behind
    }
}

impl OutputDev for Collector {
    fn begin_page(
        &mut self,
        _number: u32,
        media: &MediaBox,
        _art: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.left = media.llx;
        self.top = media.ury;
        self.page.width = f(media.urx - media.llx);
        self.page.height = f(media.ury - media.lly);
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        trm: &Transform,
        width: f64,
        _spacing: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        if self.page.glyphs.len() >= MAX_GLYPHS {
            self.page.overfull = true;
            return Ok(());
        }
        let mut chars = text.chars();
        let Some(first) = chars.next() else {
            return Ok(());
        };
        let rest = chars.as_str();
        let size = trm.m21.hypot(trm.m22) * font_size.abs();
        let along = trm.m11.hypot(trm.m12) * font_size.abs();
        // Some producers' widths are lost to this reader and come as zero.
        let advance = if width > 0.0 { width * along } else { 0.5 * along };
        let behind = if width > 0.0 {
            0.0
        } else {
            self.lost.behind(trm.m31, trm.m32, advance, size.max(along))
        };
        let angle = (-trm.m12).atan2(trm.m11).to_degrees();
        if !(trm.m31.is_finite() && trm.m32.is_finite() && size.is_finite() && advance.is_finite())
        {
            return Ok(());
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "an angle in degrees lies within ±180"
        )]
        self.page.glyphs.push(Glyph {
            text: first,
            more: (!rest.is_empty()).then(|| rest.into()),
            x: f(trm.m31 - self.left + behind),
            y: f(self.top - trm.m32),
            advance: f(advance),
            size: f(size),
            angle: angle.round() as i16,
            bold: false,
            thickness: 0.0,
            hidden: false,
            invisible: false,
        });
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn fill(
        &mut self,
        ctm: &Transform,
        _: &ColorSpace,
        _: &[f64],
        path: &Path,
    ) -> Result<(), OutputError> {
        for op in &path.ops {
            if let PathOp::Rect(x, y, w, h) = op {
                let (x0, y0) =
                    (ctm.m11 * x + ctm.m31 - self.left, self.top - (ctm.m22 * y + ctm.m32));
                let (x1, y1) = (x0 + ctm.m11 * w, y0 - ctm.m22 * h);
                let rule = Rule {
                    x0: f(x0.min(x1)),
                    y0: f(y0.min(y1)),
                    x1: f(x0.max(x1)),
                    y1: f(y0.max(y1)),
                };
                if (rule.x1 - rule.x0).min(rule.y1 - rule.y0) < 2.5
                    && self.page.rules.len() < 20_000
                {
                    self.page.rules.push(rule);
                }
            }
        }
        Ok(())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "points on a page need no more than f32")]
fn f(value: f64) -> f32 {
    value as f32
}
