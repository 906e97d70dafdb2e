//! The tables as CSV, for dashboards and spreadsheets.
//!
//! In: [`Report`] alone. Out: one file a table. What must stay true: keys and codes are English
//! and stable; no text of a document can act as a formula.

use std::io::{self, Write};

use super::table::{self, Cell, Table};
use super::{clean, messages};
use crate::lang::Lang;
use crate::report::Report;

/// The form of a CSV file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// What a Dutch Excel opens with a double click: `;`, decimal comma, a byte order mark, lines
    /// that end in CR LF. Numbers of articles carry a word before them, or `4.3` became a date.
    DutchExcel,
    /// RFC 4180: `,`, decimal point, no byte order mark, CR LF.
    Rfc4180,
    /// Tabs, decimal point, no byte order mark, LF; for `cut`, `COPY` and the like.
    Tab,
}

impl Dialect {
    fn separator(self) -> u8 {
        match self {
            Dialect::DutchExcel => b';',
            Dialect::Rfc4180 => b',',
            Dialect::Tab => b'\t',
        }
    }

    fn ends(self) -> ::csv::Terminator {
        match self {
            Dialect::DutchExcel | Dialect::Rfc4180 => ::csv::Terminator::CRLF,
            Dialect::Tab => ::csv::Terminator::Any(b'\n'),
        }
    }

    fn number(self, number: f64) -> String {
        let text = number.to_string();
        if self == Dialect::DutchExcel { text.replace('.', ",") } else { text }
    }

    fn field(self, key: &str, cell: &Cell, article: &str) -> String {
        match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) if key == "article" && self == Dialect::DutchExcel => {
                let bare = text.starts_with(|c: char| c.is_ascii_digit());
                clean::csv(&if bare { format!("{article} {text}") } else { text.clone() })
            }
            Cell::Text(text) | Cell::Code(text, _) => clean::csv(text),
            Cell::Whole(number) => number.to_string(),
            Cell::Number(number) | Cell::Share(number) => self.number(*number),
            Cell::Date(date) => date.clone(),
        }
    }
}

/// The name and the bytes of every file, in the order of [`super::TABLES`], and behind them those
/// of the tables that have something to tell.
///
/// # Errors
/// What the writer of CSV says; into memory it does not fail.
pub fn csv(report: &Report, lang: Lang, dialect: Dialect) -> io::Result<Vec<(String, Vec<u8>)>> {
    let words = messages(lang);
    let file = |table: Table| {
        let mut bytes = Vec::new();
        write(&table, dialect, words.label("article"), &mut bytes)?;
        Ok((format!("{}.csv", table.name), bytes))
    };
    table::tables(report, words).into_iter().map(file).collect()
}

fn write(table: &Table, dialect: Dialect, article: &str, out: &mut dyn Write) -> io::Result<()> {
    if dialect == Dialect::DutchExcel {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = ::csv::WriterBuilder::new()
        .delimiter(dialect.separator())
        .terminator(dialect.ends())
        .from_writer(out);
    writer.write_record(table.columns.iter().map(|column| column.key))?;
    for row in &table.rows {
        let fields =
            table.columns.iter().zip(row).map(|(c, cell)| dialect.field(c.key, cell, article));
        writer.write_record(fields)?;
    }
    writer.flush()
}

#[cfg(test)]
mod tests;
