//! The forms of a report, and what some of them leave to choose.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::render::Dialect;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FormatArg {
    /// For a person at a terminal
    Terminal,
    /// The stable contract for programs
    Json,
    /// One file for a browser, to read, filter, print and mail
    Html,
    /// Flat tables for dashboards, a folder of files: -o DIR
    Csv,
    /// JSON, one vendor a line
    Ndjson,
    /// A workbook for Excel
    Xlsx,
    /// The report on paper, for Word
    Docx,
    /// The same as Markdown
    Markdown,
    /// A letter to each vendor with numbered questions and proposed wording, for Word
    Letter,
    /// The same as Markdown
    LetterMarkdown,
}

impl FormatArg {
    /// The file's name in a folder of reports; none where the form is several files.
    pub(in crate::cli) fn file(self) -> Option<&'static str> {
        match self {
            FormatArg::Terminal => Some("report.txt"),
            FormatArg::Json => Some("report.json"),
            FormatArg::Html => Some("report.html"),
            FormatArg::Ndjson => Some("report.ndjson"),
            FormatArg::Xlsx => Some("report.xlsx"),
            FormatArg::Docx => Some("report.docx"),
            FormatArg::Markdown => Some("report.md"),
            FormatArg::Csv | FormatArg::Letter | FormatArg::LetterMarkdown => None,
        }
    }

    /// The ending of the files of a form that is a letter a vendor.
    pub(in crate::cli) fn letter(self) -> Option<&'static str> {
        match self {
            FormatArg::Letter => Some("docx"),
            FormatArg::LetterMarkdown => Some("md"),
            _ => None,
        }
    }

    /// Whether a terminal cannot show it.
    pub(in crate::cli) fn binary(self) -> bool {
        matches!(self, FormatArg::Xlsx | FormatArg::Docx | FormatArg::Letter)
    }
}

/// What some forms of a report leave to choose.
#[derive(Debug, Args)]
pub(in crate::cli) struct FormArgs {
    /// Form of CSV files [default: dutch-excel]
    #[arg(
        long,
        value_enum,
        value_name = "DIALECT",
        env = "DPASCAN_CSV_DIALECT",
        hide_env = true,
        help_heading = "Output"
    )]
    pub(in crate::cli) csv_dialect: Option<DialectArg>,

    /// Who writes the letters: a TOML file with `organisation`, `address`, `place`, `name`, `role`
    #[arg(
        long,
        value_name = "FILE",
        env = "DPASCAN_SENDER",
        hide_env = true,
        help_heading = "Output"
    )]
    pub(in crate::cli) sender: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum DialectArg {
    /// `;`, decimal comma, byte order mark: a Dutch Excel opens it with a double click
    DutchExcel,
    /// `,` and decimal point: what most programs read
    Rfc4180,
    /// Tabs and decimal point
    Tab,
}

impl From<DialectArg> for Dialect {
    fn from(dialect: DialectArg) -> Dialect {
        match dialect {
            DialectArg::DutchExcel => Dialect::DutchExcel,
            DialectArg::Rfc4180 => Dialect::Rfc4180,
            DialectArg::Tab => Dialect::Tab,
        }
    }
}
