//! What can be typed.

mod form;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::compare::CompareArgs;
use super::diff::DiffArgs;
use super::generate::GenerateArgs;
use super::review::ReviewArgs;
use super::screen::ScreenArgs;
use super::verify::VerifyArgs;
use crate::discover::VendorBy;
use crate::extract::{Format, Ocr, PdfReader};
use crate::lang::Lang;
use crate::report::Severity;

pub(super) use form::{DialectArg, FormArgs, FormatArg};

const EXAMPLES: &str = "\
Examples:
  dpascan scan contracts/                          a summary per vendor, in Dutch
  dpascan scan contracts/ --lang en --format json -o report.json
  dpascan explain breach.deadline --lang en        what a requirement means
";

const AFTER: &str = "\
Exit codes:
  0  everything was read; no gap at or above --fail-on
  1  gaps at or above --fail-on
  2  not done properly: usage, a broken pattern, nothing to scan, or a document that could not be read

Nothing leaves this machine: no network, no telemetry. Reports compare text; they are no legal advice.";

const SCAN_EXAMPLES: &str = "\
Examples:
  dpascan scan contracts/                          one vendor per first-level folder
  dpascan scan new-app.pdf terms.docx --vendor-by party
  dpascan scan contracts/ --format json --format terminal -o out/
  curl -s https://example.com/dpa | dpascan scan - --input-format html
";

/// Reads processor agreements and tells per vendor which required clauses are found, weak, absent or contradicted.
#[derive(Debug, Parser)]
#[command(name = "dpascan", version, before_help = EXAMPLES, after_help = AFTER, propagate_version = true, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,

    /// Language of the report [default: nl]
    #[arg(
        long,
        global = true,
        value_enum,
        env = "DPASCAN_LANG",
        hide_env = true,
        help_heading = "Output"
    )]
    pub(super) lang: Option<LangArg>,

    /// When to use colour [default: auto]
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        env = "DPASCAN_COLOR",
        hide_env = true,
        help_heading = "Output"
    )]
    pub(super) color: Option<ColorArg>,

    /// Own packs, laid over the built-in ones
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "DPASCAN_PATTERNS",
        hide_env = true,
        help_heading = "Patterns"
    )]
    pub(super) patterns: Option<PathBuf>,

    /// Only faults on standard error
    #[arg(short, long, global = true, help_heading = "Behaviour")]
    pub(super) quiet: bool,

    /// Write everything out; twice: name the files that were passed over, and timings
    #[arg(short, long, global = true, action = clap::ArgAction::Count, help_heading = "Behaviour")]
    pub(super) verbose: u8,

    /// Show the findings that people waived, with their passages
    #[arg(long, global = true, help_heading = "Output")]
    pub(super) show_suppressed: bool,

    /// Read no dpascan.toml
    #[arg(long, global = true, help_heading = "Behaviour")]
    pub(super) no_config: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Judge the agreements in folders and files, vendor by vendor
    Scan(Box<ScanArgs>),
    /// Show a report that was written as JSON in another form; no document is read
    Render(RenderArgs),
    /// Show what the scanner sees in one document: pages, clauses, kinds
    Extract(ExtractArgs),
    /// Show what a requirement means and what counts
    Explain(ExplainArgs),
    /// List the requirements, or check the packs
    Patterns(PatternsArgs),
    /// Answer before ordering, by your own policy: go, go on conditions, or no go
    Screen(ScreenArgs),
    /// Show clause by clause where a document deviates from a reference of your own
    Compare(CompareArgs),
    /// Show what changed between two reports: new, worsened, improved, fixed
    Diff(DiffArgs),
    /// Check, years later, that the documents of a report and its quotes are still there
    Verify(Box<VerifyArgs>),
    /// Record what people decided about findings: verdicts and waivers in reviews.toml
    Review(ReviewArgs),
    /// Make files: the fingerprint of your own model, the schema of reports, manual pages, completions
    Generate(GenerateArgs),
}

#[derive(Debug, Args)]
#[command(before_help = SCAN_EXAMPLES, after_help = AFTER)]
pub(super) struct ScanArgs {
    /// Folders and files; `-` is one document on standard input
    #[arg(value_name = "PATH", required_unless_present_any = ["files_from", "print_config"], help_heading = "Input")]
    pub(super) paths: Vec<PathBuf>,

    /// Read a list of files, one a line, from FILE or `-`
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub(super) files_from: Option<PathBuf>,

    /// Format of the document on standard input
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Input")]
    pub(super) input_format: Option<InputFormat>,

    /// By what files are put together to vendors [default: auto]
    #[arg(
        long,
        value_enum,
        value_name = "WAY",
        env = "DPASCAN_VENDOR_BY",
        hide_env = true,
        help_heading = "Input"
    )]
    pub(super) vendor_by: Option<VendorByArg>,

    /// Which files belong to which vendor [default: vendors.toml in the scanned folder]
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub(super) vendors: Option<PathBuf>,

    /// The list of applications in use (CSV): who on it has no agreement, and who is not on it
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub(super) register: Option<PathBuf>,

    /// What people decided before [default: reviews.toml in the scanned folder]
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub(super) reviews: Option<PathBuf>,

    #[command(flatten)]
    pub(super) reading: ReadingArgs,

    /// Which requirements, and how grave [default: onderwijs]
    #[arg(
        long,
        value_name = "ID",
        env = "DPASCAN_PROFILE",
        hide_env = true,
        help_heading = "Patterns"
    )]
    pub(super) profile: Option<String>,

    /// Judge by the law and lists of this date, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Patterns")]
    pub(super) as_of: Option<String>,

    /// Warn where the list of countries is older than so many days on that date; 0: never [default: 90]
    #[arg(long, value_name = "DAYS", help_heading = "Patterns")]
    pub(super) max_list_age: Option<u32>,

    /// Form of the report; several need -o DIR [default: terminal]
    #[arg(
        short,
        long,
        value_enum,
        env = "DPASCAN_FORMAT",
        hide_env = true,
        help_heading = "Output"
    )]
    pub(super) format: Vec<FormatArg>,

    /// Where to write: a file, a folder, or `-` for standard output
    #[arg(short, long, value_name = "FILE|DIR|-", help_heading = "Output")]
    pub(super) output: Option<PathBuf>,

    #[command(flatten)]
    pub(super) form: FormArgs,

    /// Write over a file that is no report of dpascan
    #[arg(long, help_heading = "Output")]
    pub(super) force: bool,

    /// Gaps (missing, deviating or found in part) of this severity or graver give exit code 1 [default: high]
    #[arg(
        long,
        value_enum,
        value_name = "SEVERITY",
        env = "DPASCAN_FAIL_ON",
        hide_env = true,
        help_heading = "Behaviour"
    )]
    pub(super) fail_on: Option<SeverityArg>,

    /// Exit with 0 whenever a report was made
    #[arg(long, help_heading = "Behaviour")]
    pub(super) exit_zero: bool,

    /// Number of threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512), env = "DPASCAN_THREADS", hide_env = true, help_heading = "Behaviour")]
    pub(super) threads: Option<u16>,

    /// Show every setting and where it comes from, and stop
    #[arg(long, help_heading = "Behaviour")]
    pub(super) print_config: bool,
}

/// How documents are read, and what one of them may cost. A limit that is hit is a row of the
/// report with its reason.
#[derive(Debug, Args)]
pub(super) struct ReadingArgs {
    /// Recognise letters on pages that are pictures, with tesseract where it is installed [default: auto]
    #[arg(
        long,
        value_enum,
        value_name = "WHEN",
        env = "DPASCAN_OCR",
        hide_env = true,
        help_heading = "Reading"
    )]
    pub(super) ocr: Option<OcrArg>,

    /// Which reader gives the text of PDFs [default: auto]
    #[arg(
        long,
        value_enum,
        value_name = "READER",
        env = "DPASCAN_PDF_READER",
        hide_env = true,
        conflicts_with = "cross_check",
        help_heading = "Reading"
    )]
    pub(super) pdf_reader: Option<PdfReaderArg>,

    /// Read every page of a PDF with both readers, and report the pages on which they differ
    #[arg(long, help_heading = "Reading")]
    pub(super) cross_check: bool,

    /// Files larger than this are not read [default: 100M]
    #[arg(long, value_name = "SIZE", value_parser = size, env = "DPASCAN_MAX_FILE_SIZE", hide_env = true, help_heading = "Reading")]
    pub(super) max_file_size: Option<u64>,

    /// Documents of more pages than this are not read [default: 5000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), env = "DPASCAN_MAX_PAGES", hide_env = true, help_heading = "Reading")]
    pub(super) max_pages: Option<u64>,

    /// Processor time for one document, in seconds; larger files get more [default: 10]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400), env = "DPASCAN_TIMEOUT", hide_env = true, help_heading = "Reading")]
    pub(super) timeout: Option<u64>,

    /// Memory of a reading process [default: 1G]
    #[arg(long, value_name = "SIZE", value_parser = size, env = "DPASCAN_MAX_MEMORY", hide_env = true, help_heading = "Reading")]
    pub(super) max_memory: Option<u64>,

    /// Passwords for locked PDFs and archives, one a line; they stay out of reports and logs
    #[arg(long, value_name = "FILE", help_heading = "Reading")]
    pub(super) password_file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OcrArg {
    /// Pages without text that can be read
    Auto,
    /// Never
    Off,
    /// Every page of a PDF
    Force,
}

impl From<OcrArg> for Ocr {
    fn from(ocr: OcrArg) -> Ocr {
        match ocr {
            OcrArg::Auto => Ocr::Auto,
            OcrArg::Off => Ocr::Off,
            OcrArg::Force => Ocr::Force,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PdfReaderArg {
    /// hayro, and pdf-extract for pages that hayro reads badly
    Auto,
    /// hayro alone
    Hayro,
    /// pdf-extract alone
    PdfExtract,
}

impl From<PdfReaderArg> for PdfReader {
    fn from(reader: PdfReaderArg) -> PdfReader {
        match reader {
            PdfReaderArg::Auto => PdfReader::Auto,
            PdfReaderArg::Hayro => PdfReader::Hayro,
            PdfReaderArg::PdfExtract => PdfReader::PdfExtract,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct ExtractArgs {
    /// The document; `-` is standard input
    pub(super) file: PathBuf,
    /// Format of the document, where its name and first bytes do not tell
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) input_format: Option<InputFormat>,
    /// Form: clauses for a person, JSON, or the bare text in which evidence is counted
    #[arg(short, long, value_enum, default_value = "terminal")]
    pub(super) format: ExtractFormat,
    /// Where to write: a file, or `-` for standard output
    #[arg(short, long, value_name = "FILE|-")]
    pub(super) output: Option<PathBuf>,
    /// Write over a file that is no report of dpascan
    #[arg(long)]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The requirement's id, such as `breach.deadline`
    pub(super) id: String,
}

#[derive(Debug, Args)]
pub(super) struct PatternsArgs {
    #[command(subcommand)]
    pub(super) command: PatternsCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum PatternsCommand {
    /// List the requirements, all or those of a profile
    List {
        /// Only those of this profile
        #[arg(long, value_name = "ID")]
        profile: Option<String>,
    },
    /// Tell what is wrong with the packs: examples, words, languages
    Check,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LangArg {
    Nl,
    En,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Lang {
        match lang {
            LangArg::Nl => Lang::Nl,
            LangArg::En => Lang::En,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorArg {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Args)]
pub(super) struct RenderArgs {
    /// The report, as `dpascan scan --format json` wrote it
    #[arg(value_name = "REPORT.json")]
    pub(super) report: PathBuf,

    /// Form of the report; several need -o DIR
    #[arg(short, long, value_enum, default_value = "terminal")]
    pub(super) format: Vec<FormatArg>,

    /// Where to write: a file, a folder, or `-` for standard output
    #[arg(short, long, value_name = "FILE|DIR|-")]
    pub(super) output: Option<PathBuf>,

    #[command(flatten)]
    pub(super) form: FormArgs,

    /// Only this vendor; may be given more than once
    #[arg(long, value_name = "NAME")]
    pub(super) vendor: Vec<String>,

    /// Write over a file that is no report of dpascan
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ExtractFormat {
    Terminal,
    Json,
    Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum VendorByArg {
    /// First-level folder, else the processor named in the document, else the file's name
    Auto,
    /// First-level folder
    Folder,
    /// Every file is a vendor
    File,
    /// The processor named in the document
    Party,
}

impl From<VendorByArg> for VendorBy {
    fn from(by: VendorByArg) -> VendorBy {
        match by {
            VendorByArg::Auto => VendorBy::Auto,
            VendorByArg::Folder => VendorBy::Folder,
            VendorByArg::File => VendorBy::File,
            VendorByArg::Party => VendorBy::Party,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SeverityArg {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl From<SeverityArg> for Severity {
    fn from(severity: SeverityArg) -> Severity {
        match severity {
            SeverityArg::Info => Severity::Info,
            SeverityArg::Low => Severity::Low,
            SeverityArg::Medium => Severity::Medium,
            SeverityArg::High => Severity::High,
            SeverityArg::Critical => Severity::Critical,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum InputFormat {
    Pdf,
    Docx,
    Odt,
    Html,
    Markdown,
    Text,
    Rtf,
    Eml,
    Msg,
    Zip,
}

impl From<InputFormat> for Format {
    fn from(format: InputFormat) -> Format {
        match format {
            InputFormat::Pdf => Format::Pdf,
            InputFormat::Docx => Format::Docx,
            InputFormat::Odt => Format::Odt,
            InputFormat::Html => Format::Html,
            InputFormat::Markdown => Format::Markdown,
            InputFormat::Text => Format::Text,
            InputFormat::Rtf => Format::Rtf,
            InputFormat::Eml => Format::Mail,
            InputFormat::Msg => Format::Message,
            InputFormat::Zip => Format::Zip,
        }
    }
}

/// A number of bytes: `1000`, `64K`, `50M`, `2G`.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let lower = text.trim().to_ascii_lowercase();
    let lower = lower.trim_end_matches('b').trim_end_matches('i');
    let (digits, shift) = match lower.chars().last() {
        Some('k') => (lower.trim_end_matches('k'), 10),
        Some('m') => (lower.trim_end_matches('m'), 20),
        Some('g') => (lower.trim_end_matches('g'), 30),
        _ => (lower, 0),
    };
    let number: u64 =
        digits.trim().parse().map_err(|_| "expected a number of bytes, such as 50M".to_string())?;
    number.checked_mul(1 << shift).filter(|n| *n > 0).ok_or_else(|| "out of range".to_string())
}

/// A date, `YYYY-MM-DD`.
pub(super) fn date(text: &str) -> Result<String, String> {
    let date: jiff::civil::Date =
        text.parse().map_err(|_| "expected a date, such as 2026-01-31".to_string())?;
    Ok(date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn sizes_and_dates() {
        assert_eq!(size("50M"), Ok(50 << 20));
        assert_eq!(size("64KiB"), Ok(64 << 10));
        assert_eq!(size("1000"), Ok(1000));
        assert!(size("much").is_err() && size("0").is_err() && size("99999999999G").is_err());
        assert_eq!(date("2026-01-31").as_deref(), Ok("2026-01-31"));
        assert!(date("2026-13-01").is_err());
    }
}
