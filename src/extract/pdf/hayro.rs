//! The first reader: hayro interprets a page and tells this device of every glyph that it draws.

use std::sync::Arc;

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, Paint, RenderContent, SoftMask, TransformExt,
    interpret_page,
};

use super::super::{Limits, Unreadable, container};
use super::decode::Decoder;
use super::face::{Known, advance_of, is_stretched};
use super::glyph::{Glyph, RawPage, Rule};
use super::sight::{self, Sight};
use super::{Glyphs, annotation, form, layer};

/// More rules than this on a page are a drawing, not tables.
const MAX_RULES: usize = 20_000;
/// A filled shape thinner than this, in points, is a rule.
const THIN: f64 = 2.5;
/// Smaller than this, in points, nobody can read.
const TINY: f32 = 1.0;

/// Opens the PDF and hands it to `then`.
pub(super) fn with<T>(
    bytes: &[u8],
    limits: &Limits,
    then: impl FnOnce(&Opened<'_>) -> T,
) -> Result<T, Unreadable> {
    let pdf = open(bytes, limits)?;
    if form::is_dynamic(&pdf) {
        let why = "a form that only Adobe Reader lays out (XFA): open it there and print it to PDF";
        return Err(Unreadable::Unsupported(why.to_owned()));
    }
    let opened = Opened {
        pdf: &pdf,
        cache: InterpreterCache::new(),
        max_glyphs: limits.max_glyphs,
        known: Known::default(),
        decoder: Decoder::default(),
    };
    Ok(then(&opened))
}

/// Opens the PDF, with one of the known passwords where it is locked.
pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Pdf, Unreadable> {
    let bytes = Arc::new(bytes.to_vec());
    let empty = String::new();
    for password in std::iter::once(&empty).chain(&limits.passwords.0) {
        let data = bytes.clone();
        let loaded = std::panic::catch_unwind(|| Pdf::new_with_password(data, password));
        let loaded = loaded.map_err(|_| {
            Unreadable::Crashed("the reader panicked on the file's structure".to_owned())
        })?;
        match loaded {
            Ok(pdf) => return Ok(pdf),
            Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => {}
            Err(LoadPdfError::Decryption(_)) => {
                return Err(Unreadable::Malformed(
                    "the encryption is broken or unknown".to_owned(),
                ));
            }
            Err(LoadPdfError::Invalid) => {
                return Err(Unreadable::Malformed("no structure of a PDF".to_owned()));
            }
        }
    }
    Err(Unreadable::Encrypted)
}

/// A PDF that hayro could open.
pub(super) struct Opened<'a> {
    pdf: &'a Pdf,
    cache: InterpreterCache<'a>,
    max_glyphs: usize,
    known: Known,
    decoder: Decoder,
}

impl Glyphs for Opened<'_> {
    fn flags(&self) -> Vec<String> {
        let signatures = form::signatures(self.pdf);
        let told = [
            (container::has_embedded(self.pdf), container::EMBEDDED),
            (signatures.signed > 0, "signed-digitally"),
            (signatures.empty > 0, "signature-field-empty"),
        ];
        told.into_iter().filter(|(is, _)| *is).map(|(_, flag)| flag.to_owned()).collect()
    }

    fn len(&self) -> usize {
        self.pdf.pages().len()
    }

    fn page(&self, index: usize) -> Result<RawPage, String> {
        let page = self.pdf.pages().get(index).ok_or("no such page")?;
        let (mut raw, _) = self.draw(page, RenderContent::PAGE);
        if annotation::any(page) {
            let (drawn, covers) = self.draw(page, RenderContent::ANNOTATIONS);
            sight::hide_all(&mut raw.glyphs, &covers);
            let told = annotation::read(page, drawn.glyphs, form::needs_appearances(self.pdf));
            raw.glyphs.extend(told.glyphs);
            raw.notes = told.notes;
        }
        sight::seen_first(&mut raw.glyphs);
        Ok(raw)
    }

    fn told(&self, index: usize) -> Vec<Glyph> {
        let page = self.pdf.pages().get(index).filter(|page| annotation::any(page));
        page.map_or_else(Vec::new, |page| annotation::read(page, Vec::new(), false).glyphs)
    }

    fn has_layers_off(&self) -> bool {
        layer::any_off(self.pdf)
    }
}

impl<'a> Opened<'a> {
    /// What a part of the page draws, and what it covers.
    fn draw(&self, page: &Page<'a>, part: RenderContent) -> (RawPage, Vec<Rect>) {
        let (width, height) = page.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let start = page.initial_transform(true).to_kurbo();
        let settings = InterpreterSettings { render_content: part, ..Default::default() };
        let mut context = Context::new(start, bounds, &self.cache, self.pdf.xref(), settings);
        let mut collector = Collector {
            page: RawPage { width, height, ..RawPage::default() },
            known: &self.known,
            decoder: &self.decoder,
            bounds,
            dark: Vec::new(),
            clear_groups: Vec::new(),
            sight: Sight::default(),
            max_glyphs: self.max_glyphs,
        };
        interpret_page(page, &mut context, &mut collector);
        (collector.page, collector.sight.covers)
    }
}

/// Gathers glyphs, rules and the cover by images of one page.
struct Collector<'s> {
    page: RawPage,
    known: &'s Known,
    decoder: &'s Decoder,
    bounds: Rect,
    /// Filled shapes and images that are not white: white text shows on them.
    dark: Vec<Rect>,
    /// For each open transparency group whether it is wholly transparent.
    clear_groups: Vec<bool>,
    sight: Sight,
    max_glyphs: usize,
}

impl Collector<'_> {
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

    fn add_fill(&mut self, rect: Rect, paint: &Paint<'_>) {
        let visible = !matches!(ink(paint), Ink::White | Ink::None);
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

    /// Whether nothing that is drawn now can be seen, wherever it stands.
    fn draws_nothing(&self, mode: &DrawMode) -> bool {
        matches!(mode, DrawMode::Invisible) || self.clear_groups.contains(&true)
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
        self.page.drawn += 1;
        self.sight.paint(path, &props, mode, &mut self.page.glyphs);
        match mode {
            DrawMode::Invisible => {}
            DrawMode::Stroke(_) => self.add_stroke(path, props.transform),
            DrawMode::Fill(_) => self
                .add_fill(props.transform.transform_rect_bbox(path.bounding_box()), &props.paint),
            DrawMode::FillAndStroke(..) => {
                self.add_fill(
                    props.transform.transform_rect_bbox(path.bounding_box()),
                    &props.paint,
                );
                self.add_stroke(path, props.transform);
            }
        }
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
        self.sight.push_group(opacity, mask.is_some(), blend);
        self.clear_groups.push(opacity < 0.02);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        // Filled and stroked text comes twice; the second time adds nothing but weight.
        let glyphs = run.glyphs();
        let stretched = is_stretched(glyphs);
        let weight = glyphs.first().map_or(Some(false), |glyph| self.known.is_bold(glyph));
        let thickness = if weight.is_none() { self.known.thickness(glyphs) } else { 0.0 };
        let ink = if self.draws_nothing(mode) { Ink::None } else { ink(&props.paint) };
        let mut form = Form::default();
        for glyph in glyphs {
            if self.page.glyphs.len() >= self.max_glyphs {
                self.page.overfull = true;
                return;
            }
            let placed = props.transform * glyph.transform();
            let origin = placed * Point::ZERO;
            form = form.or_of(placed);
            let size = form.size;
            let unit = if stretched { size } else { form.unit };
            let advance = advance_of(glyph).unwrap_or(500.0) / 1000.0 * unit;
            if !(origin.x.is_finite()
                && origin.y.is_finite()
                && size.is_finite()
                && advance.is_finite())
            {
                continue;
            }
            let [right, down, ..] = form.linear;
            let end = origin + Vec2::new(right, down).normalize() * f64::from(advance);
            let (text, more) = self.decoder.text_of(glyph);
            self.page.glyphs.push(Glyph {
                text,
                more,
                x: f(origin.x),
                y: f(origin.y),
                advance,
                size,
                angle: form.angle,
                bold: weight == Some(true),
                thickness,
                hidden: self.is_hidden(origin, size, ink)
                    || self.sight.clips_away(origin, end, size),
                invisible: matches!(mode, DrawMode::Invisible),
            });
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let area = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let shown = props.transform.transform_rect_bbox(area).intersect(self.bounds);
        let share = shown.area() / self.bounds.area().max(1.0);
        self.page.image_share = (self.page.image_share + f(share)).min(1.0);
        if self.dark.len() < MAX_RULES {
            self.dark.push(shown);
        }
    }

    fn pop_clip(&mut self) {
        self.sight.pop_clip();
    }

    fn pop_transparency_group(&mut self) {
        self.sight.pop_group();
        self.clear_groups.pop();
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
#[derive(Clone, Copy)]
enum Ink {
    None,
    White,
    Seen,
}

fn ink(paint: &Paint<'_>) -> Ink {
    match paint {
        Paint::Pattern(_) => Ink::Seen,
        Paint::Color(color) => {
            let [red, green, blue, alpha] = color.to_rgba().components();
            if alpha < 0.02 {
                Ink::None
            } else if red.min(green).min(blue) > 0.97 {
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
