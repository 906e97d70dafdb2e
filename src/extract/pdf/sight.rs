//! What the page itself keeps from sight: letters outside the clip, and letters that something
//! opaque is painted over.

use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape, Vec2};
use hayro_interpret::{BlendMode, DrawProps, Paint};

use super::glyph::Glyph;

/// How often, on one page, a letter is held against a shape that is painted later. A page of
/// thousands of shapes over thousands of letters is a drawing.
const MOST_LOOKS: usize = 5_000_000;
/// How many opaque rectangles are remembered.
const MOST_COVERS: usize = 10_000;
/// What is painted with less than this of its ink lets through what is below.
pub(super) const OPAQUE: f32 = 0.98;
/// A shape that fills this share of its bounds is a rectangle.
const RECTANGLE: f64 = 0.97;
/// Lower shapes, in points, underline or strike out; they cover nothing.
const LOW: f64 = 4.0;

/// The clips and groups that are open while a page is drawn.
#[derive(Default)]
pub(super) struct Sight {
    /// Bounds of the open clips, each within the one before, and whether it is no rectangle.
    clips: Vec<(Rect, bool)>,
    /// For each open transparency group whether it lets through what is below.
    groups: Vec<bool>,
    /// What opaque rectangles cover, for what is drawn below by somebody else.
    pub(super) covers: Vec<Rect>,
    looks: usize,
}

impl Sight {
    pub(super) fn push_clip(&mut self, bounds: Rect, is_rectangle: bool) {
        let (within, odd) = self.clips.last().copied().unwrap_or((bounds, false));
        // An intersection of what does not meet would have its edges the wrong way round.
        let both = within.intersect(bounds);
        self.clips.push((both, odd || !is_rectangle));
    }

    pub(super) fn push_clip_path(&mut self, path: &BezPath) {
        let is_rectangle = rectangle(path, Affine::IDENTITY).is_some();
        self.push_clip(path.bounding_box(), is_rectangle);
    }

    pub(super) fn pop_clip(&mut self) {
        self.clips.pop();
    }

    pub(super) fn push_group(&mut self, opacity: f32, masked: bool, blend: BlendMode) {
        self.groups.push(opacity < OPAQUE || masked || blend != BlendMode::Normal);
    }

    pub(super) fn pop_group(&mut self) {
        self.groups.pop();
    }

    /// Whether a letter of this size, with its baseline from `at` to `end`, lies wholly outside the
    /// clip.
    pub(super) fn clips_away(&self, at: Point, size: f32, end: impl FnOnce() -> Point) -> bool {
        let Some((clip, _)) = self.clips.last() else { return false };
        let end = end();
        let along = (end - at).normalize();
        let up = Vec2::new(along.y, -along.x) * (0.7 * f64::from(size));
        let letter = Rect::from_points(at, end + up).union(Rect::from_points(end, at + up));
        let apart = letter.intersect(*clip);
        apart.width() <= 0.0 || apart.height() <= 0.0
    }

    /// Hides the letters below a path that is filled with opaque ink now, where it covers them.
    pub(super) fn paint(&mut self, path: &BezPath, transform: Affine, below: &mut [Glyph]) {
        if self.looks > MOST_LOOKS {
            return;
        }
        if self.groups.contains(&true) || self.clips.last().is_some_and(|(_, odd)| *odd) {
            return;
        }
        let Some(mut cover) = rectangle(path, transform) else { return };
        if let Some((clip, _)) = self.clips.last() {
            cover = cover.intersect(*clip);
        }
        if cover.height() < LOW || cover.width() < LOW {
            return;
        }
        self.looks += below.len() + 1;
        if self.covers.len() < MOST_COVERS {
            self.covers.push(cover);
        }
        hide(below, cover);
    }
}

/// Hides the letters that one of `covers` lies over, as far as that can be looked at.
pub(super) fn hide_all(below: &mut [Glyph], covers: &[Rect]) {
    for cover in covers.iter().take(MOST_LOOKS / below.len().max(1)) {
        hide(below, *cover);
    }
}

/// Hides the letters whose middle lies under `cover`.
fn hide(below: &mut [Glyph], cover: Rect) {
    for glyph in below {
        if !glyph.hidden && cover.contains(middle(glyph)) {
            glyph.hidden = true;
        }
    }
}

/// Puts what is seen before what is not: of a letter that is drawn twice, the one below a cover and
/// the other on it, the layout keeps the first.
pub(super) fn seen_first(glyphs: &mut [Glyph]) {
    if glyphs.iter().any(|glyph| glyph.hidden) {
        glyphs.sort_by_key(|glyph| glyph.hidden);
    }
}

fn middle(glyph: &Glyph) -> Point {
    let (sin, cos) = match glyph.angle {
        0 => (0.0, 1.0),
        angle => f64::from(angle).to_radians().sin_cos(),
    };
    let (along, up) = (0.5 * f64::from(glyph.advance), 0.3 * f64::from(glyph.size));
    Point::new(
        f64::from(glyph.x) + along * cos + up * sin,
        f64::from(glyph.y) + along * sin - up * cos,
    )
}

/// Whether what is painted so lets nothing through.
pub(super) fn is_opaque(props: &DrawProps<'_>) -> bool {
    let solid = match &props.paint {
        Paint::Color(color) => {
            let [_, _, _, alpha] = color.to_rgba().components();
            alpha >= OPAQUE
        }
        Paint::Pattern(_) => false,
    };
    solid && props.soft_mask.is_none() && props.blend_mode == BlendMode::Normal
}

/// The path's bounds on the page, where it fills them.
fn rectangle(path: &BezPath, transform: Affine) -> Option<Rect> {
    let bounds = transform.transform_rect_bbox(path.bounding_box());
    let area = path.area().abs() * transform.determinant().abs();
    (bounds.area() > 0.0 && area >= RECTANGLE * bounds.area()).then_some(bounds)
}
