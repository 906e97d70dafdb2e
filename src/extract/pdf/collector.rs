//! What a page draws, gathered: glyphs, rules, and how much of it images cover.
//!
//! Whoever reads the page tells a [`Collector`] of everything that is drawn: hayro as its device,
//! [`super::walk`] by the same functions.

use hayro_interpret::font::GlyphRun;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};

use super::decode::Decoder;
use super::face::{self, Known, advance_of};
use super::glyph::{Glyph, RawPage, Rule};
use super::sight::{self, Sight};

/// More rules than this on a page are a drawing, not tables.
const MAX_RULES: usize = 20_000;
/// A filled shape thinner than this, in points, is a rule.
const THIN: f64 = 2.5;
/// Smaller than this, in points, nobody can read.
const TINY: f32 = 1.0;
/// What is painted with less of its ink than this cannot be seen.
pub(super) const FAINT: f32 = 0.02;
/// What is lighter than this in all its parts is white.
pub(super) const WHITE: f32 = 0.97;

/// Gathers glyphs, rules and the cover by images of one page.
pub(super) struct Collector<'s> {
    pub(super) page: RawPage,
    pub(super) known: &'s Known,
    pub(super) decoder: &'s Decoder,
    bounds: Rect,
    /// Filled shapes and images that are not white: white text shows on them.
    dark: Vec<Rect>,
    /// For each open transparency group whether it is wholly transparent.
    clear_groups: Vec<bool>,
    pub(super) sight: Sight,
    max_glyphs: usize,
}

/// How something is painted, as far as it shows.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) ink: Ink,
    /// Whether it lets nothing through.
    pub(super) opaque: bool,
}

/// What is done with a path.
#[derive(Clone, Copy)]
pub(super) struct Mode {
    pub(super) fills: bool,
    pub(super) strokes: bool,
}

/// What the glyphs of a run have in common.
pub(super) struct Run {
    pub(super) transform: Affine,
    pub(super) ink: Ink,
    pub(super) invisible: bool,
    /// Whether a substitute for the font is stretched glyph by glyph.
    pub(super) stretched: bool,
    pub(super) bold: bool,
    pub(super) thickness: f32,
}

/// A glyph of a run.
pub(super) struct Drawn {
    pub(super) place: Affine,
    /// In thousandths of the font size.
    pub(super) advance: Option<f32>,
    pub(super) text: char,
    pub(super) more: Option<Box<str>>,
}

impl<'s> Collector<'s> {
    pub(super) fn new(
        (width, height): (f32, f32),
        known: &'s Known,
        decoder: &'s Decoder,
        max_glyphs: usize,
    ) -> Collector<'s> {
        Collector {
            page: RawPage { width, height, ..RawPage::default() },
            known,
            decoder,
            bounds: Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
            dark: Vec::new(),
            clear_groups: Vec::new(),
            sight: Sight::default(),
            max_glyphs,
        }
    }

    pub(super) fn bounds(&self) -> Rect {
        self.bounds
    }

    fn add_rule(&mut self, rect: Rect) {
        if self.page.rules.len() < MAX_RULES {
            self.page.rules.push(Rule {
                x0: f(rect.x0),
                y0: f(rect.y0),
                x1: f(rect.x1),
                y1: f(rect.y1),
            });
        }
    }

    fn add_fill(&mut self, rect: Rect, ink: Ink) {
        let visible = matches!(ink, Ink::Seen);
        if rect.width().min(rect.height()) < THIN {
            if rect.width().max(rect.height()) > 2.0 * THIN {
                self.add_rule(rect);
            }
        } else if visible && self.dark.len() < MAX_RULES {
            self.dark.push(rect);
        }
    }

    /// Straight pieces of a stroked path, as rules.
    fn add_stroke(&mut self, path: &BezPath, transform: Affine) {
        let (mut start, mut last) = (Point::ZERO, Point::ZERO);
        for element in path.elements().iter().take(MAX_RULES) {
            let next = match element {
                PathEl::MoveTo(p) => {
                    start = transform * *p;
                    last = start;
                    continue;
                }
                PathEl::LineTo(p) => transform * *p,
                PathEl::ClosePath => start,
                PathEl::QuadTo(_, p) | PathEl::CurveTo(_, _, p) => {
                    last = transform * *p;
                    continue;
                }
            };
            let rect = Rect::from_points(last, next);
            if rect.width().min(rect.height()) < 1.0 && rect.width().max(rect.height()) > 2.0 * THIN
            {
                self.add_rule(rect);
            }
            last = next;
        }
    }

    /// A path is painted.
    pub(super) fn path(&mut self, path: &BezPath, transform: Affine, look: Look, mode: Mode) {
        self.page.drawn += 1;
        if mode.fills {
            if look.opaque {
                self.sight.paint(path, transform, &mut self.page.glyphs);
            }
            self.add_fill(transform.transform_rect_bbox(path.bounding_box()), look.ink);
        }
        if mode.strokes {
            self.add_stroke(path, transform);
        }
    }

    pub(super) fn push_group(&mut self, opacity: f32, masked: bool, blend: BlendMode) {
        self.sight.push_group(opacity, masked, blend);
        self.clear_groups.push(opacity < FAINT);
    }

    pub(super) fn pop_group(&mut self) {
        self.sight.pop_group();
        self.clear_groups.pop();
    }

    /// An image of so many points is drawn.
    pub(super) fn image(&mut self, (width, height): (f64, f64), transform: Affine) {
        let area = Rect::new(0.0, 0.0, width, height);
        let shown = transform.transform_rect_bbox(area).intersect(self.bounds);
        let share = shown.area() / self.bounds.area().max(1.0);
        self.page.image_share = (self.page.image_share + f(share)).min(1.0);
        if self.dark.len() < MAX_RULES {
            self.dark.push(shown);
        }
    }

    /// Glyphs are drawn. Filled and stroked text comes twice; the second time adds nothing but
    /// weight.
    pub(super) fn run(&mut self, run: &Run, glyphs: impl Iterator<Item = Drawn>) {
        let seen = !run.invisible && !self.clear_groups.contains(&true);
        let ink = if seen { run.ink } else { Ink::None };
        let mut form = Form::default();
        for glyph in glyphs {
            if self.page.glyphs.len() >= self.max_glyphs {
                self.page.overfull = true;
                return;
            }
            let placed = run.transform * glyph.place;
            let origin = placed * Point::ZERO;
            form = form.or_of(placed);
            let size = form.size;
            let unit = if run.stretched { size } else { form.unit };
            let advance = glyph.advance.unwrap_or(500.0) / 1000.0 * unit;
            if !(origin.x.is_finite()
                && origin.y.is_finite()
                && size.is_finite()
                && advance.is_finite())
            {
                continue;
            }
            let hidden = self.is_hidden(origin, size, ink)
                || self.sight.clips_away(origin, size, || {
                    let [right, down, ..] = form.linear;
                    origin + Vec2::new(right, down).normalize() * f64::from(advance)
                });
            self.page.glyphs.push(Glyph {
                text: glyph.text,
                more: glyph.more,
                x: f(origin.x),
                y: f(origin.y),
                advance,
                size,
                angle: form.angle,
                bold: run.bold,
                thickness: run.thickness,
                hidden,
                invisible: run.invisible,
            });
        }
    }

    fn is_hidden(&self, at: Point, size: f32, ink: Ink) -> bool {
        if size < TINY || !self.bounds.inflate(1.0, 1.0).contains(at) {
            return true;
        }
        // The baseline may run along the lower edge of a shape; look at the letter's middle.
        let middle = Point::new(at.x, at.y - f64::from(size) * 0.3);
        match ink {
            Ink::None => true,
            Ink::White => !self.dark.iter().any(|rect| rect.contains(middle)),
            Ink::Seen => false,
        }
    }
}

impl<'a> Device<'a> for Collector<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        let look = Look { ink: ink(&props.paint), opaque: sight::is_opaque(&props) };
        let (fills, strokes) = match mode {
            DrawMode::Invisible => (false, false),
            DrawMode::Stroke(_) => (false, true),
            DrawMode::Fill(_) => (true, false),
            DrawMode::FillAndStroke(..) => (true, true),
        };
        self.path(path, props.transform, look, Mode { fills, strokes });
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.sight.push_clip_path(&clip.path);
    }

    fn push_clip_rect(&mut self, clip: &Rect) {
        self.sight.push_clip(*clip, true);
    }

    fn push_transparency_group(
        &mut self,
        opacity: f32,
        mask: Option<SoftMask<'a>>,
        blend: BlendMode,
    ) {
        self.push_group(opacity, mask.is_some(), blend);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let glyphs = run.glyphs();
        let first = glyphs.first().and_then(|glyph| face::outline(glyph));
        let weight = self.known.is_bold(first);
        let outlines = glyphs.iter().map(|glyph| face::outline(glyph));
        let run = Run {
            transform: props.transform,
            ink: ink(&props.paint),
            invisible: matches!(mode, DrawMode::Invisible),
            stretched: face::is_stretched(glyphs.iter().map(|glyph| glyph.transform()), first),
            bold: weight == Some(true),
            thickness: if weight.is_none() { self.known.thickness(outlines) } else { 0.0 },
        };
        let decoder = self.decoder;
        let drawn = glyphs.iter().map(|glyph| {
            let (text, more) = decoder.text_of(glyph);
            Drawn { place: glyph.transform(), advance: advance_of(glyph), text, more }
        });
        self.run(&run, drawn);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let size = (f64::from(image.width()), f64::from(image.height()));
        self.image(size, props.transform);
    }

    fn pop_clip(&mut self) {
        self.sight.pop_clip();
    }

    fn pop_transparency_group(&mut self) {
        self.pop_group();
    }
}

/// What a transformation makes of a font's square; all glyphs of a run mostly share it.
#[derive(Clone, Copy, Default)]
struct Form {
    linear: [f64; 4],
    /// Font size as seen on the page.
    size: f32,
    /// Length along the baseline of what is a font size wide.
    unit: f32,
    /// Direction of the baseline in degrees.
    angle: i16,
}

impl Form {
    /// This one where `placed` has the same, else that of `placed`.
    fn or_of(self, placed: Affine) -> Form {
        let [a, b, c, d, _, _] = placed.as_coeffs();
        let linear = [a, b, c, d];
        if linear == self.linear {
            return self;
        }
        let (along, up) = (Vec2::new(a, b) * 1000.0, Vec2::new(c, d) * 1000.0);
        Form {
            linear,
            size: f(up.hypot()),
            unit: f(along.hypot()),
            angle: degrees(along.y, along.x),
        }
    }
}

/// What a paint looks like on white paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    None,
    White,
    Seen,
}

pub(super) fn ink(paint: &Paint<'_>) -> Ink {
    match paint {
        Paint::Pattern(_) => Ink::Seen,
        Paint::Color(color) => {
            let [red, green, blue, alpha] = color.to_rgba().components();
            if alpha < FAINT {
                Ink::None
            } else if red.min(green).min(blue) > WHITE {
                Ink::White
            } else {
                Ink::Seen
            }
        }
    }
}

fn degrees(y: f64, x: f64) -> i16 {
    #[expect(clippy::cast_possible_truncation, reason = "an angle in degrees lies within ±180")]
    let angle = y.atan2(x).to_degrees().round() as i16;
    if angle == -180 { 180 } else { angle }
}

#[expect(clippy::cast_possible_truncation, reason = "points on a page need no more than f32")]
fn f(value: f64) -> f32 {
    value as f32
}
