//! What the operations of a plain page draw: paths, images, forms and text, by the arithmetic of
//! hayro's interpreter, so that every place comes out the same.

use super::{
    Affine, BezPath, BlendMode, Collector, Colour, Dict, Drawn, EM, FILL, Float32Ext, Float64Ext,
    Ink, MOST_FORMS, Name, Number, Object, PathEl, Point, Rect, Resources, Run, STROKE, Scope,
    Shape, Space, Stream, TypedIter, Walk, colour, x_y_advances,
};

impl<'a> Walk<'_, 'a, '_> {
    /// What an extended graphics state sets; `None` where it sets more than what shows.
    pub(super) fn graphics_state(&mut self, gs: &Dict<'a>) -> Option<()> {
        for key in gs.keys() {
            match &*key {
                b"CA" => {
                    self.state.stroke.alpha = gs.get::<f32>(key).unwrap_or(self.state.stroke.alpha);
                }
                b"ca" => {
                    self.state.fill.alpha = gs.get::<f32>(key).unwrap_or(self.state.fill.alpha);
                }
                b"BM" => {
                    let mode = gs.get::<Name<'_>>(key)?;
                    matches!(&*mode, b"Normal" | b"Compatible").then_some(())?;
                }
                b"SMask" => {
                    let mask = gs.get::<Name<'_>>(key)?;
                    (&*mask == b"None").then_some(())?;
                }
                b"Font" | b"TR" | b"TR2" => return None,
                _ => {}
            }
        }
        Some(())
    }

    fn colour(&mut self, which: usize) -> &mut Colour {
        if which == 0 { &mut self.state.fill } else { &mut self.state.stroke }
    }

    fn set(&mut self, which: usize, space: Space, ink: Ink) {
        let colour = self.colour(which);
        (colour.space, colour.ink) = (space, ink);
    }

    pub(super) fn plain(&mut self, which: usize, space: Space, parts: &[f32]) {
        self.set(which, space, colour::plain(parts));
    }

    pub(super) fn cmyk(
        &mut self,
        which: usize,
        parts: &[f32],
        scope: &Scope<'_, 'a>,
    ) -> Option<()> {
        let operation = colour::operation(None, parts, "k");
        let walker = self.walker;
        let ink = walker.colours.everywhere(operation, scope.resources, self.cache, walker.xref)?;
        self.set(which, Space::Cmyk, ink);
        Some(())
    }

    /// A colour space is chosen, and with it its first colour.
    pub(super) fn space(
        &mut self,
        which: usize,
        name: &Name<'_>,
        scope: &mut Scope<'_, 'a>,
    ) -> Option<()> {
        let kept = scope.spaces.get_mut(which)?;
        kept.clear();
        kept.extend_from_slice(name);
        let ink = self.named(which, None, scope)?;
        self.set(which, Space::Named { content: scope.content }, ink);
        Some(())
    }

    /// The parts of a colour in the space that is in use.
    pub(super) fn parts(
        &mut self,
        which: usize,
        numbers: &[Number],
        scope: &mut Scope<'_, 'a>,
    ) -> Option<()> {
        let parts: Vec<f32> = numbers.iter().map(|n| n.as_f32()).collect();
        let space = self.colour(which).space;
        let ink = match space {
            Space::Grey if parts.len() == 1 => colour::plain(&parts),
            Space::Rgb if parts.len() == 3 => colour::plain(&parts),
            Space::Named { content } if content == scope.content => {
                self.named(which, Some(&parts), scope)?
            }
            _ => return None,
        };
        self.colour(which).ink = ink;
        Some(())
    }

    /// The ink of a colour in the named space in use: of these parts, or its first.
    fn named(&self, which: usize, parts: Option<&[f32]>, scope: &mut Scope<'_, 'a>) -> Option<Ink> {
        let operator = if parts.is_some() { "sc" } else { "" };
        let name = scope.spaces.get(which)?;
        let operation = colour::operation(Some(name), parts.unwrap_or_default(), operator);
        if let Some(known) = scope.colours.get(&operation) {
            return *known;
        }
        let ink = colour::ask(&operation, scope.resources, self.cache, self.walker.xref);
        scope.colours.insert(operation, ink);
        ink
    }

    pub(super) fn curve(&mut self, a: Point, b: Point, to: Point) {
        if !self.path.elements().is_empty() {
            self.last = to;
            self.path.curve_to(a, b, to);
        }
    }

    pub(super) fn close(&mut self) {
        let drawn = self.path.elements();
        if drawn.last() != Some(&PathEl::ClosePath) && !self.path.is_empty() {
            self.path.close_path();
            self.last = self.start;
        }
    }

    pub(super) fn paint(&mut self, fills: bool, strokes: bool) {
        let ctm = self.state.ctm;
        if fills {
            let look = self.state.fill.look();
            let bounds = bounds(&self.path);
            let (right, down) = x_y_advances(&ctm);
            #[expect(
                clippy::cast_possible_truncation,
                reason = "as hayro tells a line from a shape"
            )]
            let thin = |length: f64| (length as f32).is_nearly_zero();
            if thin(bounds.width() * right.length()) || thin(bounds.height() * down.length()) {
                let mut line = BezPath::new();
                line.move_to((bounds.x0, bounds.y0));
                line.line_to((bounds.x1, bounds.y1));
                self.out.path(&line, ctm, look, STROKE);
            } else {
                tell(self.out, &self.path, |out, path| out.path(path, ctm, look, FILL));
            }
        }
        if strokes {
            let look = self.state.stroke.look();
            tell(self.out, &self.path, |out, path| out.path(path, ctm, look, STROKE));
        }
        self.end_path();
    }

    pub(super) fn end_path(&mut self) {
        if std::mem::take(&mut self.clips_next) && !self.path.elements().is_empty() {
            let path = self.state.ctm * self.path.clone();
            self.clip(&path);
        }
        self.path.truncate(0);
    }

    fn clip(&mut self, path: &BezPath) {
        let around = self.boxes.last().copied().unwrap_or(Rect::new(0.0, 0.0, 1.0, 1.0));
        let bounds = match as_rect(path) {
            Some(rect) => {
                let holds_all = around.min_x().is_nearly_greater_or_equal(rect.min_x())
                    && around.min_y().is_nearly_greater_or_equal(rect.min_y())
                    && around.max_x().is_nearly_less_or_equal(rect.max_x())
                    && around.max_y().is_nearly_less_or_equal(rect.max_y());
                if holds_all {
                    self.clips.push(false);
                    return;
                }
                self.out.sight.push_clip(rect, true);
                rect
            }
            None => {
                self.out.sight.push_clip_path(path);
                path.bounding_box()
            }
        };
        self.boxes.push(around.intersect(bounds));
        self.clips.push(true);
    }

    /// An image or a form.
    pub(super) fn object(&mut self, stream: &Stream<'a>, resources: &Resources<'a>) -> Option<()> {
        let dict = stream.dict();
        match dict.get::<Name<'_>>("Subtype").as_deref() {
            Some(b"Image") => self.image(stream),
            Some(b"Form") => self.form(stream, resources),
            _ => Some(()),
        }
    }

    pub(super) fn image(&mut self, stream: &Stream<'_>) -> Option<()> {
        let dict = stream.dict();
        if dict.contains_key("OC") {
            return None;
        }
        let length = |short: &str, long: &str| dict.get::<u32>(short).or_else(|| dict.get(long));
        let (Some(width), Some(height)) = (length("W", "Width"), length("H", "Height")) else {
            return Some(());
        };
        if width == 0 || height == 0 {
            return Some(());
        }
        let (width, height) = (f64::from(width), f64::from(height));
        let unit = Affine::new([1.0 / width, 0.0, 0.0, -1.0 / height, 0.0, 1.0]);
        self.out.push_group(self.state.fill.alpha, false, BlendMode::Normal);
        self.out.image((width, height), self.state.ctm * unit);
        self.out.pop_group();
        Some(())
    }

    fn form(&mut self, stream: &Stream<'a>, resources: &Resources<'a>) -> Option<()> {
        let dict = stream.dict();
        if dict.contains_key("OC") || self.forms >= MOST_FORMS {
            return None;
        }
        let Ok(content) = stream.decoded_data() else { return Some(()) };
        let Some([x0, y0, x1, y1]) = dict.get::<[f32; 4]>("BBox") else { return Some(()) };
        let own = dict.get("Resources").map(Resources::new);
        let matrix = dict.get::<[f64; 6]>("Matrix").unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        let is_group = dict.get::<Dict<'_>>("Group").is_some();
        self.forms += 1;
        self.path.truncate(0);
        self.save()?;
        self.state.ctm *= Affine::new(matrix);
        if is_group {
            self.out.push_group(self.state.fill.alpha, false, BlendMode::Normal);
            self.state.fill.alpha = 1.0;
            self.state.stroke.alpha = 1.0;
        }
        let bounds = Rect::new(x0.into(), y0.into(), x1.into(), y1.into());
        self.out.sight.push_clip_path(&(self.state.ctm * bounds.to_path(0.1)));
        self.content(TypedIter::new(content.as_ref()), own.as_ref().unwrap_or(resources))?;
        self.out.sight.pop_clip();
        if is_group {
            self.out.pop_group();
        }
        self.restore();
        self.forms -= 1;
        Some(())
    }

    /// The number of the font with this name.
    pub(super) fn font(&self, name: &Name<'_>, scope: &mut Scope<'_, 'a>) -> Option<usize> {
        if let Some(known) = scope.fonts.get(&**name) {
            return *known;
        }
        let dict = scope.resources.get_font(name)?;
        let number = self.walker.fonts.borrow_mut().number(&dict, &self.walker.settings);
        scope.fonts.insert(name.to_vec(), number);
        number
    }

    pub(super) fn show(&mut self, bytes: &[u8]) -> Option<()> {
        self.append(bytes)?;
        self.show_run()
    }

    pub(super) fn adjust(&mut self, by: f32) -> Option<()> {
        let text = &mut self.state.text;
        let horizontal = self.walker.fonts.borrow().get(text.font?)?.horizontal;
        let scaling = if horizontal { text.scaling / 100.0 } else { 1.0 };
        let by = -by / EM * text.size * scaling;
        let (x, y) = if horizontal { (by, 0.0) } else { (0.0, by) };
        text.move_by(x, y);
        Some(())
    }

    /// Puts the glyphs of a text into the run.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Option<()> {
        let text = &mut self.state.text;
        let mut fonts = self.walker.fonts.borrow_mut();
        let table = fonts.get_mut(text.font?)?;
        let scaling = text.scaling / 100.0;
        let size = f64::from(text.size);
        let form =
            Affine::new([size * f64::from(scaling), 0.0, 0.0, size, 0.0, f64::from(text.rise)]);
        let unit = Affine::scale(1.0 / f64::from(EM));
        let mut at = 0;
        while at < bytes.len() {
            let (code, length) = table.next(bytes, at);
            at += length;
            let place = table.place(code, self.out.decoder)?;
            let drawn = table.code(place)?;
            let placed = text.matrix
                * form
                * unit
                * Affine::translate(drawn.displacement)
                * Affine::scale_non_uniform(drawn.stretch, 1.0);
            self.run.push((place, placed));
            let word_space = if code == 32 && length == 1 { text.word_space } else { 0.0 };
            #[expect(clippy::cast_possible_truncation, reason = "as hayro moves the pen")]
            let step = |by: f64| by as f32 / EM * text.size + text.char_space + word_space;
            let (x, y) = if table.horizontal {
                (step(drawn.step.x) * scaling, 0.0)
            } else {
                (0.0, step(drawn.step.y))
            };
            text.move_by(x, y);
        }
        Some(())
    }

    /// Draws the glyphs of the run, as the text's mode says.
    pub(super) fn show_run(&mut self) -> Option<()> {
        if self.run.is_empty() {
            return Some(());
        }
        let text = &self.state.text;
        let fonts = self.walker.fonts.borrow();
        let table = fonts.get(text.font?)?;
        let first = self.run.first().and_then(|(place, _)| table.code(*place));
        let known = self.out.known;
        let bold =
            first.and_then(|code| *code.bold.get_or_init(|| known.is_bold(Some(&code.glyph))));
        let outlines = self.run.iter().map(|(place, _)| table.code(*place).map(|code| &code.glyph));
        let places = self.run.iter().map(|(_, place)| *place);
        let mut run = Run {
            transform: self.state.ctm,
            ink: self.state.fill.look().ink,
            invisible: text.mode == 3,
            stretched: super::super::face::is_stretched(places, first.map(|code| &code.glyph)),
            bold: bold == Some(true),
            thickness: if bold.is_none() { known.thickness(outlines) } else { 0.0 },
        };
        let glyphs = || {
            self.run.iter().filter_map(|(place, at)| {
                let code = table.code(*place)?;
                let (text, more) = (code.text, code.more.clone());
                Some(Drawn { place: *at, advance: code.advance, text, more })
            })
        };
        if text.mode != 1 {
            self.out.run(&run, glyphs());
        }
        if matches!(text.mode, 1 | 2) {
            run.ink = self.state.stroke.look().ink;
            self.out.run(&run, glyphs());
        }
        self.run.clear();
        Some(())
    }
}

/// Tells `out` of a path; one that is a rectangle as the rectangle that it is.
fn tell(out: &mut Collector<'_>, path: &BezPath, told: impl Fn(&mut Collector<'_>, &BezPath)) {
    match as_rect(path) {
        Some(rect) => told(out, &rect.to_path(0.1)),
        None => told(out, path),
    }
}

/// Whether marked content has nothing to do with layers.
pub(super) fn is_no_layer(properties: &Object<'_>, resources: &Resources<'_>) -> bool {
    match properties {
        Object::Name(name) => {
            let dict = resources.properties.get::<Dict<'_>>(&**name);
            let kind = dict.and_then(|dict| dict.get::<Name<'_>>("Type"));
            kind.as_deref().is_none_or(|kind| kind != b"OCMD" && kind != b"OCG")
        }
        Object::Dict(dict) => !dict.contains_key("OC"),
        _ => false,
    }
}

/// The bounds of the points of a path.
fn bounds(path: &BezPath) -> Rect {
    let mut bounds: Option<Rect> = None;
    let mut include = |p: Point| {
        let at = Rect::new(p.x, p.y, p.x, p.y);
        bounds = Some(bounds.map_or(at, |bounds| bounds.union_pt(p)));
    };
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) | PathEl::LineTo(p) => include(p),
            PathEl::QuadTo(a, p) => [a, p].into_iter().for_each(&mut include),
            PathEl::CurveTo(a, b, p) => [a, b, p].into_iter().for_each(&mut include),
            PathEl::ClosePath => {}
        }
    }
    bounds.unwrap_or(Rect::ZERO)
}

/// The rectangle that a path is, where its sides run along the axes.
fn as_rect(path: &BezPath) -> Option<Rect> {
    let corners = match path.elements() {
        [
            PathEl::MoveTo(a),
            PathEl::LineTo(b),
            PathEl::LineTo(c),
            PathEl::LineTo(d),
            PathEl::ClosePath,
        ] => [*a, *b, *c, *d, *a],
        [
            PathEl::MoveTo(a),
            PathEl::LineTo(b),
            PathEl::LineTo(c),
            PathEl::LineTo(d),
            PathEl::LineTo(last),
        ] if a.x.is_nearly_equal(last.x) && a.y.is_nearly_equal(last.y) => [*a, *b, *c, *d, *last],
        _ => return None,
    };
    let mut before = None;
    for (from, to) in corners.iter().zip(corners.iter().skip(1)) {
        let same_x = from.x.is_nearly_equal(to.x);
        let same_y = from.y.is_nearly_equal(to.y);
        if same_x == same_y || before == Some(same_x) {
            return None;
        }
        before = Some(same_x);
    }
    Some(bounds(path))
}
