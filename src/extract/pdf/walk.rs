//! The plain page, read without hayro's interpreter: most pages of contracts are text, lines and an
//! image, and what hayro prepares for drawing them takes longer than all else of reading.
//!
//! In: a page's operations. Out: what they draw, told to a [`Collector`] as hayro tells it, place by
//! place the same. What must stay true: whatever is not plain (patterns, masks, blending, layers,
//! letters that are drawings, fonts that lack) makes the page hayro's; nothing is left out or guessed.

mod draw;

use std::cell::RefCell;
use std::collections::HashMap;

use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape};
use hayro_interpret::util::{Float32Ext, Float64Ext, x_y_advances};
use hayro_interpret::{InterpreterCache, InterpreterSettings};
use hayro_syntax::Pdf;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Dict, Name, Number, Object, Stream};
use hayro_syntax::page::{Page, Resources};
use hayro_syntax::xref::XRef;

use super::codes::Fonts;
use super::collector::{Collector, Drawn, Ink, Mode, Run};
use super::colour::{self, Colour, Colours, Space};
use hayro_interpret::BlendMode;

/// Deeper saves and forms than these are no plain page.
const MOST_SAVES: usize = 1_000;
const MOST_FORMS: usize = 12;
/// Thousandths of a font size are what fonts count in.
const EM: f32 = 1000.0;

const FILL: Mode = Mode { fills: true, strokes: false };
const STROKE: Mode = Mode { fills: false, strokes: true };

/// What is known of a document from page to page.
pub(super) struct Walker<'a> {
    xref: &'a XRef,
    /// Whether the document has layers, which hayro knows about.
    layers: bool,
    settings: InterpreterSettings,
    fonts: RefCell<Fonts<'a>>,
    colours: Colours,
}

impl<'a> Walker<'a> {
    pub(super) fn new(pdf: &'a Pdf) -> Walker<'a> {
        let xref = pdf.xref();
        let root = xref.get::<Dict<'_>>(xref.root_id());
        Walker {
            xref,
            layers: root.is_none_or(|root| root.contains_key("OCProperties")),
            settings: InterpreterSettings::default(),
            fonts: RefCell::default(),
            colours: Colours::default(),
        }
    }

    /// Tells `out` what the page draws; `None` where hayro has to read it, from its start.
    pub(super) fn page(
        &self,
        page: &Page<'a>,
        start: Affine,
        cache: &InterpreterCache<'a>,
        out: &mut Collector<'_>,
    ) -> Option<()> {
        if self.layers {
            return None;
        }
        let bounds = out.bounds();
        let mut walk = Walk {
            walker: self,
            cache,
            out,
            state: State::new(start),
            saved: Vec::new(),
            path: BezPath::new(),
            start: Point::ZERO,
            last: Point::ZERO,
            clips_next: false,
            boxes: vec![bounds],
            clips: Vec::new(),
            run: Vec::new(),
            contents: 0,
            forms: 0,
        };
        walk.content(page.typed_operations(), page.resources())
    }
}

#[derive(Clone, Copy)]
struct Text {
    char_space: f32,
    word_space: f32,
    /// In hundredths.
    scaling: f32,
    leading: f32,
    font: Option<usize>,
    size: f32,
    rise: f32,
    mode: i64,
    matrix: Affine,
    line: Affine,
}

#[derive(Clone, Copy)]
struct State {
    ctm: Affine,
    fill: Colour,
    stroke: Colour,
    text: Text,
}

impl State {
    fn new(ctm: Affine) -> State {
        let text = Text {
            char_space: 0.0,
            word_space: 0.0,
            scaling: 100.0,
            leading: 0.0,
            font: None,
            size: 1.0,
            rise: 0.0,
            mode: 0,
            matrix: Affine::IDENTITY,
            line: Affine::IDENTITY,
        };
        State { ctm, fill: Colour::default(), stroke: Colour::default(), text }
    }
}

impl Text {
    fn next_line(&mut self, x: f64, y: f64) {
        self.line *= Affine::translate((x, y));
        self.matrix = self.line;
    }

    fn move_by(&mut self, x: f32, y: f32) {
        self.matrix *= Affine::new([1.0, 0.0, 0.0, 1.0, f64::from(x), f64::from(y)]);
    }
}

/// What is open while one content stream is read.
struct Scope<'r, 'a> {
    resources: &'r Resources<'a>,
    /// Its number among the content streams of the page: named colours mean nothing elsewhere.
    content: usize,
    fonts: HashMap<Vec<u8>, Option<usize>>,
    colours: HashMap<String, Option<Ink>>,
    /// The names of the colour spaces in use: of what is filled, of what is stroked.
    spaces: [Vec<u8>; 2],
}

/// One page on its way.
struct Walk<'w, 'a, 'c> {
    walker: &'w Walker<'a>,
    cache: &'w InterpreterCache<'a>,
    out: &'w mut Collector<'c>,
    state: State,
    /// Saved states, each with the number of clips that were open.
    saved: Vec<(State, usize)>,
    path: BezPath,
    start: Point,
    last: Point,
    /// Whether the path becomes a clip when it ends.
    clips_next: bool,
    boxes: Vec<Rect>,
    /// For each clip whether it was told; one that holds the whole page is not.
    clips: Vec<bool>,
    run: Vec<(u32, Affine)>,
    contents: usize,
    forms: usize,
}

fn matrix(n: [Number; 6]) -> Affine {
    Affine::new(n.map(|n| n.as_f64()))
}

fn point(x: Number, y: Number) -> Point {
    Point::new(x.as_f64(), y.as_f64())
}

impl<'a> Walk<'_, 'a, '_> {
    fn content(&mut self, mut ops: TypedIter<'_>, resources: &Resources<'a>) -> Option<()> {
        let depth = self.saved.len();
        self.contents += 1;
        let mut scope = Scope {
            resources,
            content: self.contents,
            fonts: HashMap::new(),
            colours: HashMap::new(),
            spaces: [Vec::new(), Vec::new()],
        };
        self.save()?;
        while let Some(op) = ops.next() {
            self.operation(op, &mut scope)?;
        }
        self.path.truncate(0);
        self.clips_next = false;
        while self.saved.len() > depth {
            self.restore();
        }
        Some(())
    }

    fn save(&mut self) -> Option<()> {
        self.saved.push((self.state, self.clips.len()));
        (self.saved.len() < MOST_SAVES).then_some(())
    }

    fn restore(&mut self) {
        let Some((state, clips)) = self.saved.pop() else { return };
        while self.clips.len() > clips {
            if self.clips.pop() == Some(true) {
                self.out.sight.pop_clip();
                self.boxes.pop();
            }
        }
        self.state = state;
    }

    fn operation(&mut self, op: Op<'_, '_>, scope: &mut Scope<'_, 'a>) -> Option<()> {
        match op {
            Op::SaveState(_) => self.save()?,
            Op::RestoreState(_) => self.restore(),
            Op::Transform(t) => self.state.ctm *= matrix([t.0, t.1, t.2, t.3, t.4, t.5]),
            Op::SetGraphicsState(gs) => {
                if let Some(gs) = scope.resources.get_ext_g_state(gs.0) {
                    self.graphics_state(&gs)?;
                }
            }
            Op::XObject(x) => {
                if let Some(stream) = scope.resources.get_x_object(x.0) {
                    self.object(&stream, scope.resources)?;
                }
            }
            Op::InlineImage(image) => self.image(image.0)?,
            Op::BeginMarkedContentWithProperties(marked) => {
                draw::is_no_layer(marked.1, scope.resources).then_some(())?;
            }
            Op::Shading(_) => return None,
            op => return self.paint_or_text(op, scope),
        }
        Some(())
    }

    fn paint_or_text(&mut self, op: Op<'_, '_>, scope: &mut Scope<'_, 'a>) -> Option<()> {
        match op {
            Op::NonStrokeColorDeviceGray(c) => self.plain(0, Space::Grey, &[c.0.as_f32()]),
            Op::StrokeColorDeviceGray(c) => self.plain(1, Space::Grey, &[c.0.as_f32()]),
            Op::NonStrokeColorDeviceRgb(c) => {
                self.plain(0, Space::Rgb, &[c.0, c.1, c.2].map(|n| n.as_f32()));
            }
            Op::StrokeColorDeviceRgb(c) => {
                self.plain(1, Space::Rgb, &[c.0, c.1, c.2].map(|n| n.as_f32()));
            }
            Op::NonStrokeColorCmyk(c) => {
                self.cmyk(0, &[c.0, c.1, c.2, c.3].map(|n| n.as_f32()), scope)?;
            }
            Op::StrokeColorCmyk(c) => {
                self.cmyk(1, &[c.0, c.1, c.2, c.3].map(|n| n.as_f32()), scope)?;
            }
            Op::ColorSpaceNonStroke(space) => self.space(0, space.0, scope)?,
            Op::ColorSpaceStroke(space) => self.space(1, space.0, scope)?,
            Op::NonStrokeColor(c) => self.parts(0, &c.0, scope)?,
            Op::StrokeColor(c) => self.parts(1, &c.0, scope)?,
            Op::NonStrokeColorNamed(c) if c.1.is_none() => self.parts(0, &c.0, scope)?,
            Op::StrokeColorNamed(c) if c.1.is_none() => self.parts(1, &c.0, scope)?,
            Op::NonStrokeColorNamed(_) | Op::StrokeColorNamed(_) => return None,
            op => return self.path_or_text(op, scope),
        }
        Some(())
    }

    fn path_or_text(&mut self, op: Op<'_, '_>, scope: &mut Scope<'_, 'a>) -> Option<()> {
        match op {
            Op::RectPath(r) => {
                let (x, y) = (r.0.as_f64(), r.1.as_f64());
                let rect = Rect::new(x, y, x + r.2.as_f64(), y + r.3.as_f64());
                self.path.extend(rect.path_elements(0.1));
                self.last = Point::new(x, y);
                self.start = self.last;
            }
            Op::MoveTo(m) => {
                self.last = point(m.0, m.1);
                self.start = self.last;
                self.path.move_to(self.last);
            }
            Op::LineTo(l) if !self.path.elements().is_empty() => {
                let mut to = point(l.0, l.1);
                let before = std::mem::replace(&mut self.last, to);
                if before == to {
                    // As hayro draws a line without length.
                    to.x += 0.0001;
                }
                self.path.line_to(to);
            }
            Op::CubicTo(c) => self.curve(point(c.0, c.1), point(c.2, c.3), point(c.4, c.5)),
            Op::CubicStartTo(c) => self.curve(self.last, point(c.0, c.1), point(c.2, c.3)),
            Op::CubicEndTo(c) => {
                self.curve(point(c.0, c.1), point(c.2, c.3), point(c.2, c.3));
            }
            Op::ClosePath(_) => self.close(),
            Op::FillPathEvenOdd(_)
            | Op::FillPathNonZero(_)
            | Op::FillPathNonZeroCompatibility(_) => self.paint(true, false),
            Op::FillAndStrokeEvenOdd(_) | Op::FillAndStrokeNonZero(_) => self.paint(true, true),
            Op::CloseFillAndStrokeEvenOdd(_) | Op::CloseFillAndStrokeNonZero(_) => {
                self.close();
                self.paint(true, true);
            }
            Op::StrokePath(_) => self.paint(false, true),
            Op::CloseAndStrokePath(_) => {
                self.close();
                self.paint(false, true);
            }
            Op::EndPath(_) => self.end_path(),
            Op::ClipNonZero(_) | Op::ClipEvenOdd(_) => self.clips_next = true,
            op => return self.text(op, scope),
        }
        Some(())
    }

    fn text(&mut self, op: Op<'_, '_>, scope: &mut Scope<'_, 'a>) -> Option<()> {
        let text = &mut self.state.text;
        match op {
            Op::BeginText(_) => (text.matrix, text.line) = (Affine::IDENTITY, Affine::IDENTITY),
            Op::SetTextMatrix(m) => {
                text.line = matrix([m.0, m.1, m.2, m.3, m.4, m.5]);
                text.matrix = text.line;
            }
            Op::TextFont(font) => {
                text.size = font.1.as_f32();
                self.state.text.font = Some(self.font(font.0, scope)?);
            }
            Op::ShowText(s) => self.show(s.0.as_bytes())?,
            Op::ShowTexts(s) => {
                for object in s.0.iter::<Object<'_>>() {
                    match object {
                        Object::Number(by) => self.adjust(by.as_f32())?,
                        Object::String(s) => self.append(s.as_bytes())?,
                        _ => {}
                    }
                }
                self.show_run()?;
            }
            Op::HorizontalScaling(n) => text.scaling = n.0.as_f32(),
            Op::TextLeading(n) => text.leading = n.0.as_f32(),
            Op::CharacterSpacing(n) => text.char_space = n.0.as_f32(),
            Op::WordSpacing(n) => text.word_space = n.0.as_f32(),
            Op::TextRise(n) => text.rise = n.0.as_f32(),
            Op::NextLine(n) => text.next_line(n.0.as_f64(), n.1.as_f64()),
            Op::NextLineUsingLeading(_) => text.next_line(0.0, -f64::from(text.leading)),
            Op::NextLineAndShowText(n) => {
                text.next_line(0.0, -f64::from(text.leading));
                self.show(n.0.as_bytes())?;
            }
            Op::NextLineAndSetLeading(n) => {
                text.leading = -n.1.as_f32();
                text.next_line(n.0.as_f64(), n.1.as_f64());
            }
            Op::ShowTextWithParameters(t) => {
                (text.word_space, text.char_space) = (t.0.as_f32(), t.1.as_f32());
                text.next_line(0.0, -f64::from(text.leading));
                self.show(t.2.as_bytes())?;
            }
            Op::TextRenderingMode(mode) => {
                text.mode = mode.0.as_i64();
                // Text that becomes a clip is hayro's.
                (!(4..=7).contains(&text.mode)).then_some(())?;
            }
            _ => {}
        }
        Some(())
    }
}
