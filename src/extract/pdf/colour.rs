//! How colours look, for [`super::walk`]: plain grey and RGB are told at once; of every other colour
//! hayro is asked, once, by having it fill a square with it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write;

use hayro_interpret::font::GlyphRun;
use hayro_interpret::kurbo::{Affine, BezPath, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, interpret,
};
use hayro_syntax::content::TypedIter;
use hayro_syntax::page::Resources;
use hayro_syntax::xref::XRef;

use super::collector::{self, Ink, Look};
use super::sight::OPAQUE;

/// So many colours are remembered; a page of more is a picture.
const MOST_COLOURS: usize = 4_096;

/// The space that the numbers of a colour count in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    Grey,
    Rgb,
    Cmyk,
    /// One that the resources in use name; told by the content that it was set in.
    Named {
        content: usize,
    },
}

/// What is painted with.
#[derive(Clone, Copy)]
pub(super) struct Colour {
    pub(super) space: Space,
    /// As it looks without transparency.
    pub(super) ink: Ink,
    pub(super) alpha: f32,
}

impl Default for Colour {
    fn default() -> Colour {
        Colour { space: Space::Grey, ink: Ink::Seen, alpha: 1.0 }
    }
}

impl Colour {
    pub(super) fn look(self) -> Look {
        // hayro counts opacity in 255 steps, as all colours.
        let alpha = steps(self.alpha) / 255.0;
        let ink = if alpha < collector::FAINT { Ink::None } else { self.ink };
        Look { ink, opaque: alpha >= OPAQUE }
    }
}

fn steps(part: f32) -> f32 {
    (part * 255.0 + 0.5).floor().clamp(0.0, 255.0)
}

/// The ink of a colour whose space has no say in it.
pub(super) fn plain(parts: &[f32]) -> Ink {
    let least = parts.iter().copied().map(steps).fold(255.0, f32::min);
    if least / 255.0 > collector::WHITE { Ink::White } else { Ink::Seen }
}

/// A colour as a content stream sets it: what [`Colours::ink`] asks of.
pub(super) fn operation(name: Option<&[u8]>, parts: &[f32], operator: &str) -> String {
    let mut out = String::new();
    if let Some(name) = name {
        out.push('/');
        for byte in name {
            let _ = match byte {
                b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => write!(out, "{}", char::from(*byte)),
                _ => write!(out, "#{byte:02x}"),
            };
        }
        out.push_str(" cs ");
    }
    for part in parts {
        let _ = write!(out, "{part} ");
    }
    out.push_str(operator);
    out
}

/// What was asked of hayro.
#[derive(Default)]
pub(super) struct Colours {
    /// Of colours that mean the same wherever they stand.
    known: RefCell<HashMap<String, Option<Ink>>>,
}

impl Colours {
    /// The ink of a colour that means the same everywhere.
    pub(super) fn everywhere<'a>(
        &self,
        operation: String,
        resources: &Resources<'a>,
        cache: &InterpreterCache<'a>,
        xref: &'a XRef,
    ) -> Option<Ink> {
        if let Some(known) = self.known.borrow().get(&operation) {
            return *known;
        }
        let ink = ask(&operation, resources, cache, xref);
        let mut known = self.known.borrow_mut();
        if known.len() < MOST_COLOURS {
            known.insert(operation, ink);
        }
        ink
    }
}

/// What hayro takes a colour for that is set so; `None` where it is no plain colour.
pub(super) fn ask<'a>(
    operation: &str,
    resources: &Resources<'a>,
    cache: &InterpreterCache<'a>,
    xref: &'a XRef,
) -> Option<Ink> {
    let content = format!("{operation} 0 0 9 9 re f");
    let page = Rect::new(0.0, 0.0, 9.0, 9.0);
    let settings = InterpreterSettings::default();
    let mut context = Context::new(Affine::IDENTITY, page, cache, xref, settings);
    let mut square = Square(None);
    interpret(TypedIter::new(content.as_bytes()), resources, &mut context, &mut square);
    square.0
}

/// Sees what a square is filled with.
struct Square(Option<Ink>);

impl<'a> Device<'a> for Square {
    fn draw_path(&mut self, _: &BezPath, props: DrawProps<'a>, _: &DrawMode) {
        self.0 = match props.paint {
            hayro_interpret::Paint::Color(_) => Some(collector::ink(&props.paint)),
            hayro_interpret::Paint::Pattern(_) => None,
        };
    }
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
