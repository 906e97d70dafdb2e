//! Lines of a given width: wrapping, hanging indents, and colour that never carries the meaning.

use anstyle::{AnsiColor, Color, Style};

use crate::render::clean;
use crate::report::{Light, Status};

/// How the terminal looks.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Columns.
    pub width: usize,
    /// Whether colours may be used. The words are the same without them.
    pub color: bool,
    /// Whether everything is written out: passages of what was found too, lists without a cut.
    pub all: bool,
    /// Findings that people waived are shown with their passages.
    pub suppressed: bool,
}

/// A page of text that grows by lines.
#[derive(Debug)]
pub struct Paint {
    out: String,
    look: Look,
}

/// Bold.
pub(crate) const BOLD: Style = Style::new().bold();
/// Without emphasis.
pub(crate) const PLAIN: Style = Style::new();
/// Less bright.
pub(crate) const DIM: Style = Style::new().dimmed();

const fn colour(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(colour))).bold()
}

/// Red, for warnings.
pub(crate) const RED: Style = colour(AnsiColor::Red);

/// Green, for what is mended.
pub(crate) const GREEN: Style = colour(AnsiColor::Green);

/// The sign of a status, different for each, and its colour.
pub(super) fn sign(status: Status) -> (&'static str, Style) {
    match status {
        Status::Met => ("✓", colour(AnsiColor::Green)),
        Status::Partial => ("~", colour(AnsiColor::Yellow)),
        Status::Missing => ("✗", RED),
        Status::Contradicted => ("!", RED),
        Status::Unknown => ("?", colour(AnsiColor::Magenta)),
        Status::NotApplicable => ("-", DIM),
    }
}

/// The colour of a traffic light.
pub(super) fn light_style(light: Light) -> Style {
    match light {
        Light::Red => RED,
        Light::Orange => colour(AnsiColor::Yellow),
        Light::Green => colour(AnsiColor::Green),
        Light::Grey => colour(AnsiColor::Magenta),
    }
}

impl Paint {
    /// An empty page.
    #[must_use]
    pub fn new(look: Look) -> Paint {
        Paint { out: String::new(), look: Look { width: look.width.max(40), ..look } }
    }

    /// The page as text.
    #[must_use]
    pub fn finish(self) -> String {
        self.out
    }

    /// How the page looks.
    #[must_use]
    pub fn look(&self) -> Look {
        self.look
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.out.push('\n');
    }

    /// A line of dashes.
    pub fn rule(&mut self) {
        let dashes = "─".repeat(self.look.width);
        self.write(DIM, &dashes);
        self.out.push('\n');
    }

    /// A paragraph: `lead` in `style` at column `indent`, then `text`, wrapped; further lines stand
    /// under the start of the text. Both may hold anything.
    pub(crate) fn block(&mut self, indent: usize, lead: &str, style: Style, text: &str) {
        let lead = clean::line(lead);
        let text = clean::line(text);
        let start = indent + columns(&lead) + usize::from(!lead.is_empty());
        // Beside a long lead there is too little room: further lines stand near the margin.
        let hang = if start > self.look.width / 2 { indent + 2 } else { start };
        let room = self.look.width.saturating_sub(hang).max(10);
        self.out.push_str(&" ".repeat(indent));
        let mut column = indent;
        let words = lead.split(' ').map(|w| (w, style)).chain(text.split(' ').map(|w| (w, PLAIN)));
        for (word, style) in words.filter(|(word, _)| !word.is_empty()) {
            for (part, piece) in pieces(word, room).enumerate() {
                let blank = usize::from(part == 0 && column > indent);
                if column + blank + columns(piece) > self.look.width && column > indent {
                    self.out.push('\n');
                    self.out.push_str(&" ".repeat(hang));
                    column = hang;
                } else if blank == 1 {
                    self.out.push(' ');
                    column += 1;
                }
                self.write(style, piece);
                column += columns(piece);
            }
        }
        self.out.push('\n');
    }

    /// A plain paragraph.
    pub fn text(&mut self, indent: usize, text: &str) {
        self.block(indent, "", PLAIN, text);
    }

    /// A heading.
    pub(crate) fn heading(&mut self, indent: usize, text: &str, style: Style) {
        self.block(indent, text, style, "");
    }

    /// A line in bold.
    pub fn bold(&mut self, text: &str) {
        self.heading(0, text, BOLD);
    }

    /// A less bright line.
    pub fn dim(&mut self, indent: usize, text: &str) {
        self.heading(indent, text, DIM);
    }

    /// A paragraph behind a lead.
    pub fn lead(&mut self, indent: usize, lead: &str, text: &str) {
        self.block(indent, lead, DIM, text);
    }

    /// Two columns: a sign, the name padded to `left` columns, then `text`; or one below the other
    /// where they do not fit.
    pub(crate) fn pair(
        &mut self,
        indent: usize,
        sign: (&str, Style),
        name: &str,
        left: usize,
        text: &str,
    ) {
        let name = clean::line(name);
        let text = clean::line(text);
        let pad = left.saturating_sub(columns(&name));
        let used = indent + columns(sign.0) + 1 + columns(&name) + pad + 2 + columns(&text);
        if used > self.look.width {
            self.block(indent, sign.0, sign.1, &name);
            self.text(indent + 4, &text);
            return;
        }
        self.out.push_str(&" ".repeat(indent));
        self.write(sign.1, sign.0);
        self.out.push_str(&format!(" {name}{}  {text}", " ".repeat(pad)));
        self.out.truncate(self.out.trim_end().len());
        self.out.push('\n');
    }

    /// A row of a table: cells padded to their widths, numbers at the right; no row ends in blanks.
    pub(crate) fn row<'c>(
        &mut self,
        indent: usize,
        between: usize,
        cells: impl Iterator<Item = (&'c str, Style, usize, bool)>,
    ) {
        let mut blanks = indent;
        for (text, style, width, number) in cells {
            let text = clean::line(text);
            let pad = width.saturating_sub(columns(&text));
            blanks += if number { pad } else { 0 };
            if !text.is_empty() {
                self.out.push_str(&" ".repeat(blanks));
                self.write(style, &text);
                blanks = 0;
            }
            blanks += if number { between } else { pad + between };
        }
        self.out.push('\n');
    }

    fn write(&mut self, style: Style, text: &str) {
        if self.look.color && style != PLAIN && !text.is_empty() {
            self.out.push_str(&format!("{style}{text}{style:#}"));
        } else {
            self.out.push_str(text);
        }
    }
}

/// Columns that a text takes; wide characters are rare in contracts and counted as one.
pub(super) fn columns(text: &str) -> usize {
    text.chars().count()
}

/// A word in pieces of at most `width` columns: only a word longer than a line has several.
fn pieces(word: &str, width: usize) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let cut = rest.char_indices().nth(width).map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at(cut);
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(width: usize, color: bool) -> Look {
        Look { width, color, all: false, suppressed: false }
    }

    #[test]
    fn text_hangs_under_its_start_and_fits() {
        let mut paint = Paint::new(look(40, false));
        paint.block(
            2,
            "Vraag:",
            BOLD,
            "Binnen hoeveel uur meldt u een inbreuk aan de school en aan wie?",
        );
        assert_eq!(
            paint.finish(),
            "  Vraag: Binnen hoeveel uur meldt u een\n         inbreuk aan de school en aan\n         wie?\n"
        );
    }

    #[test]
    fn a_word_longer_than_the_line_is_cut_into_pieces() {
        let mut paint = Paint::new(look(40, false));
        paint.text(4, &"x".repeat(200));
        let out = paint.finish();
        assert!(out.lines().all(|l| columns(l) <= 40), "{out}");
        assert_eq!(out.matches('x').count(), 200);
    }

    #[test]
    fn colour_changes_no_word() {
        let draw = |color| {
            let mut paint = Paint::new(look(60, color));
            paint.block(0, "ROOD", RED, "tekst");
            paint.pair(2, sign(Status::Met), "naam", 10, "gevonden");
            paint.finish()
        };
        assert_ne!(draw(true), draw(false));
        let plain: String = draw(true).lines().map(|l| clean_keep_indent(l) + "\n").collect();
        assert_eq!(plain, draw(false));
    }

    fn clean_keep_indent(line: &str) -> String {
        let mut out = String::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('\u{1b}') {
            out.push_str(before);
            rest = after.split_once('m').map_or("", |(_, r)| r);
        }
        out + rest
    }
}
