//! One page as a picture in shades of grey, for reading by shape.
//!
//! In: the bytes of a PDF and a page. Out: a PGM file, and the scale that leads back to points.
//! Runs in the child process only, like every reader of PDFs.

use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use hayro_interpret::InterpreterSettings;
use serde::{Deserialize, Serialize};

use super::super::{Limits, Unreadable};

/// The resolution, in dots per inch, that recognisers of letters are trained for.
const RESOLUTION: f32 = 300.0;
/// Points per inch.
const INCH: f32 = 72.0;
/// More pixels than this on a page are a poster or a trap; the page is then drawn smaller.
const MAX_PIXELS: f32 = 30_000_000.0;
/// No side of a picture may be longer, in pixels.
const MAX_SIDE: f32 = 16_000.0;
/// Below this resolution letters of a contract cannot be told apart.
const TOO_COARSE: f32 = 100.0;

/// What leads from the picture back to the page.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::extract) struct Picture {
    /// Pixels for each point of the page.
    pub(in crate::extract) scale: f32,
}

/// Draws the page with this number, from 1; the bytes are a PGM file. A locked file is opened with
/// the passwords of `limits`, as for its text.
pub(in crate::extract) fn draw(
    bytes: &[u8],
    page: u32,
    limits: &Limits,
) -> Result<(Picture, Vec<u8>), Unreadable> {
    let pdf = super::open(bytes, limits)?;
    let index = usize::try_from(page).unwrap_or(usize::MAX).saturating_sub(1);
    let page = pdf
        .pages()
        .get(index)
        .ok_or_else(|| Unreadable::Malformed(format!("there is no page {page}")))?;
    let (width, height) = page.render_dimensions();
    let scale = scale(width, height)
        .ok_or_else(|| Unreadable::TooLarge("a page that is too large to draw".to_owned()))?;
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let drawn = render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &settings,
    );
    let mut file = format!("P5\n{} {}\n255\n", drawn.width(), drawn.height()).into_bytes();
    file.extend(drawn.data().iter().map(|dot| grey(dot.r, dot.g, dot.b)));
    Ok((Picture { scale }, file))
}

/// Pixels for each point, so that the picture keeps its bounds; `None` where it would be too coarse
/// to read then.
fn scale(width: f32, height: f32) -> Option<f32> {
    let area = (width * height).max(1.0);
    let fits = (MAX_PIXELS / area).sqrt().min(MAX_SIDE / width.max(height).max(1.0));
    let scale = fits.min(RESOLUTION / INCH);
    (scale >= TOO_COARSE / INCH && scale.is_finite()).then_some(scale)
}

/// The brightness of a colour (the weights of ITU-R BT.601, in 256ths).
fn grey(red: u8, green: u8, blue: u8) -> u8 {
    let sum = 77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue);
    u8::try_from(sum >> 8).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_page_is_drawn_at_full_resolution_and_a_poster_smaller_or_not() {
        assert_eq!(scale(595.0, 842.0), Some(RESOLUTION / INCH));
        let large = scale(1700.0, 2400.0).unwrap();
        assert!(large < RESOLUTION / INCH && 1700.0 * large * 2400.0 * large < MAX_PIXELS * 1.01);
        assert_eq!(scale(14_400.0, 14_400.0), None);
        assert_eq!((grey(255, 255, 255), grey(0, 0, 0)), (255, 0));
    }
}
