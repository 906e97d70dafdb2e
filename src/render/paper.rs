//! What is read on paper: the report of a vendor and the letter to it, as Word and as Markdown.
//!
//! In: [`Report`](crate::report::Report) alone. Out: a [`Paper`], which is headings, paragraphs,
//! lists and tables, and from it the bytes of either form, so that nothing is said twice. What must
//! stay true: a paper holds texts as they are; whoever writes it out cleans them for its form.

mod docx;
mod dossier;
mod letter;
mod markdown;
mod overview;
mod screen;
mod vendor;

pub use letter::{Sender, letters};
pub use vendor::paper;

use crate::lang::Lang;

/// A text for paper.
#[derive(Clone, Debug)]
pub struct Paper {
    lang: Lang,
    title: String,
    /// Which program made it, and its version.
    maker: String,
    /// The moment in which the report was made (RFC 3339).
    made: String,
    blocks: Vec<Block>,
}

/// A part of a paper.
#[derive(Clone, Debug)]
enum Block {
    /// A heading of a level from 1 to 4.
    Heading(usize, String),
    /// A paragraph.
    Text(Vec<Run>),
    /// The words of a document.
    Quote(Vec<Run>),
    /// Lines below each other, such as an address.
    Lines(Vec<String>),
    /// A list.
    List(List),
    /// A table.
    Table(Table),
    /// What follows starts on a new page.
    NewPage,
}

/// A list; an item is blocks, of which the first stands beside the number.
#[derive(Clone, Debug)]
struct List {
    /// The number of the first item; a list without one has bullets. A list that does not begin
    /// at 1 goes on with the numbers of the one before it.
    from: Option<usize>,
    items: Vec<Vec<Block>>,
}

/// A table with a head.
#[derive(Clone, Debug)]
struct Table {
    /// Width and title of each column; the widths are shares of their sum.
    head: Vec<(u16, String)>,
    rows: Vec<Vec<TableCell>>,
}

/// A cell.
#[derive(Clone, Debug)]
struct TableCell {
    text: String,
    /// A colour that says again what the text says.
    tone: Option<Tone>,
}

/// Colours of statuses and lights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Red,
    Orange,
    Green,
    Grey,
}

/// Words of one look.
#[derive(Clone, Debug)]
struct Run {
    text: String,
    bold: bool,
}

fn plain(text: impl Into<String>) -> Run {
    Run { text: text.into(), bold: false }
}

fn bold(text: impl Into<String>) -> Run {
    Run { text: text.into(), bold: true }
}

/// A paragraph that begins with a bold label: `Vraag: …`.
fn labelled(label: &str, text: &str) -> Block {
    Block::Text(vec![bold(format!("{label}: ")), plain(text)])
}

fn cell(text: impl Into<String>) -> TableCell {
    TableCell { text: text.into(), tone: None }
}

impl Paper {
    fn heading(&mut self, level: usize, text: impl Into<String>) {
        self.blocks.push(Block::Heading(level, text.into()));
    }

    fn text(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(vec![plain(text)]));
    }

    /// A table, where it has rows.
    fn table(&mut self, head: &[(u16, &str)], rows: Vec<Vec<TableCell>>) {
        if rows.is_empty() {
            return;
        }
        let head = head.iter().map(|(width, title)| (*width, (*title).to_owned())).collect();
        self.blocks.push(Block::Table(Table { head, rows }));
    }

    /// A list, where it has items.
    fn list(&mut self, from: Option<usize>, items: Vec<Vec<Block>>) {
        if !items.is_empty() {
            self.blocks.push(Block::List(List { from, items }));
        }
    }

    /// A list of single lines, where there are any.
    fn bullets(&mut self, lines: impl IntoIterator<Item = String>) {
        let items = lines.into_iter().map(|line| vec![Block::Text(vec![plain(line)])]);
        self.list(None, items.collect());
    }

    /// The paper as Markdown (`CommonMark` with GitHub's tables).
    #[must_use]
    pub fn to_markdown(&self) -> String {
        markdown::markdown(self)
    }

    /// The paper as a Word document (Office Open XML).
    ///
    /// # Errors
    /// What the writers of XML and ZIP say; into memory they do not fail.
    pub fn to_docx(&self) -> std::io::Result<Vec<u8>> {
        docx::docx(self)
    }
}

/// The text with a capital first, as a heading has it.
fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// A day as people write it: `24 november 2026`; what is no date stays as it is.
fn long_date(moment: &str, lang: Lang) -> String {
    const NL: [&str; 12] = [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let Some(date) = day(moment) else { return moment.to_owned() };
    let month = usize::try_from(date.month()).unwrap_or(1).saturating_sub(1);
    let name = match lang {
        Lang::Nl => NL.get(month),
        Lang::En => EN.get(month),
    };
    format!("{} {} {}", date.day(), name.copied().unwrap_or_default(), date.year())
}

/// The day of a moment (RFC 3339) or of a date.
fn day(moment: &str) -> Option<jiff::civil::Date> {
    moment.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests;
