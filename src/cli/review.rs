//! `dpascan review add|list|check`: what people decided, kept in `reviews.toml` beside the contracts.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::args::{Cli, Command, date};
use super::config::{Config, nearest};
use super::output::{self, Target, fault};
use super::{CLEAN, GAPS};
use crate::dossier::quoted;
use crate::report::{DocumentReport, Report, ReviewReport, ReviewState, VendorReport};
use crate::review::{self, Decision, Review};

/// The name of the file in a folder of contracts.
const NAME: &str = "reviews.toml";

const EXAMPLES: &str = "\
Examples:
  dpascan review add contracts/ --vendor acme --requirement breach.deadline --verdict met \\
      --quote \"binnen een etmaal\" --reason \"artikel 4 zegt het\" --owner FG
  dpascan review add contracts/ --vendor acme --requirement audit.right --verdict waived \\
      --until 2027-01-01 --reason \"besproken, wordt nagezonden\" --owner FG
  dpascan review check contracts/";

#[derive(Debug, Args)]
#[command(before_help = EXAMPLES)]
pub(super) struct ReviewArgs {
    #[command(subcommand)]
    pub(super) command: ReviewCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum ReviewCommand {
    /// Add an entry, bound to the text as it is now; it takes the place of an earlier one
    Add(Box<AddArgs>),
    /// List the entries
    List(Place),
    /// Tell what becomes of every entry; exit code 1 where one no longer holds
    Check(Place),
}

#[derive(Debug, Args)]
pub(super) struct Place {
    /// The folder of contracts
    pub(super) folder: PathBuf,
    /// The file [default: reviews.toml in that folder]
    #[arg(long, value_name = "FILE")]
    pub(super) reviews: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct AddArgs {
    #[command(flatten)]
    pub(super) place: Place,
    /// The vendor, as reports name it
    #[arg(long)]
    pub(super) vendor: String,
    /// The requirement, such as `breach.deadline`
    #[arg(long, value_name = "ID")]
    pub(super) requirement: String,
    /// What was decided
    #[arg(long, value_enum)]
    pub(super) verdict: VerdictArg,
    /// Why
    #[arg(long)]
    pub(super) reason: String,
    /// Who answers for it
    #[arg(long)]
    pub(super) owner: String,
    /// The last day on which it counts, YYYY-MM-DD; a waiver needs one
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) until: Option<String>,
    /// The document's own words that decide; `met` needs them
    #[arg(long, value_name = "WORDS")]
    pub(super) quote: Option<String>,
    /// The document in which they stand, as reports name it [default: the first that holds them]
    #[arg(long, value_name = "PATH")]
    pub(super) document: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum VerdictArg {
    Met,
    Partial,
    Missing,
    Contradicted,
    #[value(alias = "not_applicable")]
    NotApplicable,
    Waived,
}

impl From<VerdictArg> for Decision {
    fn from(verdict: VerdictArg) -> Decision {
        match verdict {
            VerdictArg::Met => Decision::Met,
            VerdictArg::Partial => Decision::Partial,
            VerdictArg::Missing => Decision::Missing,
            VerdictArg::Contradicted => Decision::Contradicted,
            VerdictArg::NotApplicable => Decision::NotApplicable,
            VerdictArg::Waived => Decision::Waived,
        }
    }
}

pub(super) fn run(cli: &Cli, args: &ReviewArgs) -> anyhow::Result<u8> {
    match &args.command {
        ReviewCommand::Add(args) => add(cli, args),
        ReviewCommand::List(place) => list(place),
        ReviewCommand::Check(place) => check(cli, place),
    }
}

/// The entries beside the scanned folders, or of the file that was named.
pub(super) fn beside(named: Option<&Path>, paths: &[PathBuf]) -> anyhow::Result<Vec<Review>> {
    if let Some(file) = named {
        return load(file);
    }
    let files = paths.iter().map(|path| path.join(NAME)).filter(|file| file.is_file());
    Ok(files.map(|file| load(&file)).collect::<anyhow::Result<Vec<_>>>()?.concat())
}

fn load(file: &Path) -> anyhow::Result<Vec<Review>> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    review::parse(&text).map_err(|why| broken(file, &why))
}

fn broken(file: &Path, why: &review::ReviewError) -> anyhow::Error {
    fault(
        format!("{}: {why}", file.display()),
        "an entry is a [[review]] with vendor, requirement, verdict, reason, owner; `dpascan review add` writes one",
    )
}

impl Place {
    fn file(&self) -> PathBuf {
        self.reviews.clone().unwrap_or_else(|| self.folder.join(NAME))
    }
}

/// A report of the folder as a scan of it would judge it.
fn scanned(cli: &Cli, folder: &Path, reviews: &[Review]) -> anyhow::Result<Report> {
    let typed = [Path::new("dpascan").as_os_str(), "scan".as_ref(), folder.as_os_str()];
    let mut parsed = Cli::try_parse_from(typed)?;
    parsed.quiet = true;
    parsed.lang = cli.lang;
    parsed.no_config = cli.no_config;
    parsed.patterns.clone_from(&cli.patterns);
    let Command::Scan(args) = &parsed.command else {
        return Err(fault(
            "the scan of the folder cannot be asked for",
            "run `dpascan scan` on it",
        ));
    };
    super::scan::report(&parsed, args, reviews)
}

fn add(cli: &Cli, args: &AddArgs) -> anyhow::Result<u8> {
    let decision = Decision::from(args.verdict);
    lacks(args, decision)?;
    let report = scanned(cli, &args.place.folder, &[])?;
    let vendor = vendor(&report, &args.vendor)?;
    let requirement = vendor.requirements.iter().find(|r| r.id == args.requirement);
    let requirement = requirement.ok_or_else(|| {
        let known = vendor.requirements.iter().map(|r| r.id.as_str());
        fault(
            format!("{} has no requirement `{}`", vendor.vendor, args.requirement),
            nearest(&args.requirement, known),
        )
    })?;
    let mut entry = Review {
        vendor: vendor.vendor.clone(),
        requirement: args.requirement.clone(),
        verdict: decision,
        reason: args.reason.clone(),
        owner: args.owner.clone(),
        until: args.until.clone(),
        quote: None,
        document: None,
        document_sha256: None,
        clause_sha256: None,
        finding_sha256: None,
    };
    if let Some(words) = &args.quote {
        let (document, quote, clause) = passage(cli, args, vendor, words)?;
        entry.quote = Some(quote);
        entry.document = Some(document.path.clone());
        entry.document_sha256 = Some(document.sha256.clone());
        entry.clause_sha256 = Some(review::hash(&clause));
    } else {
        entry.finding_sha256 = Some(review::finding(requirement, &vendor.documents));
    }
    let file = args.place.file();
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(why) => return Err(why).with_context(|| file.display().to_string()),
    };
    let text = review::add(&text, &entry).map_err(|why| broken(&file, &why))?;
    output::write(&text, &Target::File(file), true, cli.quiet)?;
    Ok(CLEAN)
}

/// What an entry cannot do without is asked for before the folder is read.
fn lacks(args: &AddArgs, decision: Decision) -> anyhow::Result<()> {
    match decision {
        Decision::Waived if args.until.is_none() => Err(fault(
            "a waiver needs an end: nothing is accepted for ever",
            "add --until YYYY-MM-DD",
        )),
        Decision::Met if args.quote.is_none() => Err(fault(
            "`met` needs the document's own words",
            "add --quote \"…\"; `dpascan extract FILE --format text` shows them",
        )),
        _ => Ok(()),
    }
}

fn vendor<'r>(report: &'r Report, name: &str) -> anyhow::Result<&'r VendorReport> {
    let wanted = name.to_lowercase();
    report.vendors.iter().find(|v| v.vendor.to_lowercase() == wanted).ok_or_else(|| {
        let known = report.vendors.iter().map(|v| v.vendor.as_str());
        fault(format!("there is no vendor `{name}`"), nearest(name, known))
    })
}

/// The document with these words, the words as they stand there, and their clause.
fn passage<'v>(
    cli: &Cli,
    args: &AddArgs,
    vendor: &'v VendorReport,
    words: &str,
) -> anyhow::Result<(&'v DocumentReport, String, String)> {
    let config = Config::load(&args.place.folder, cli.no_config)?;
    let reading = super::compare::Reading::new(cli, &config)?;
    let named = |d: &&DocumentReport| args.document.as_ref().is_none_or(|wanted| *wanted == d.path);
    let read = |d: &&DocumentReport| matches!(d.status.as_str(), "read" | "partial");
    // Words of a document that another one stands for decide nothing.
    let counts = |d: &&DocumentReport| d.standing.as_ref().is_none_or(|s| s.state == "current");
    for document in vendor.documents.iter().filter(named).filter(read).filter(counts) {
        let path = if args.place.folder.is_dir() {
            args.place.folder.join(&document.path)
        } else {
            args.place.folder.clone()
        };
        // What stands in a container is no file of its own.
        if !path.is_file() {
            continue;
        }
        let contract = reading.read(&path)?.contract;
        if let Some((found, clause)) = quoted(&document.path, &contract, words) {
            return Ok((document, found.quote, clause));
        }
    }
    let place = args.document.as_deref().unwrap_or("any document of the vendor that counts");
    Err(fault(
        format!("the words \u{201c}{words}\u{201d} do not stand in {place}"),
        "quote the document's own words; `dpascan extract FILE --format text` shows them",
    ))
}

fn list(place: &Place) -> anyhow::Result<u8> {
    let mut out = String::new();
    for entry in load(&place.file())? {
        let until = entry.until.as_deref().unwrap_or("-");
        let (vendor, id) = (&entry.vendor, &entry.requirement);
        let line = format!(
            "{vendor}\t{id}\t{}\t{until}\t{}\t{}",
            entry.verdict.code(),
            entry.owner,
            entry.reason
        );
        out.push_str(&format!("{}\n", cells(&line)));
    }
    output::write(&out, &Target::Stdout, false, true)?;
    Ok(CLEAN)
}

/// A line of cells between tabs, each safe for a terminal.
fn cells(line: &str) -> String {
    line.split('\t').map(crate::render::clean::line).collect::<Vec<_>>().join("\t")
}

fn check(cli: &Cli, place: &Place) -> anyhow::Result<u8> {
    let reviews = load(&place.file())?;
    let report = scanned(cli, &place.folder, &reviews)?;
    let all: Vec<&ReviewReport> =
        report.vendors.iter().flat_map(|v| &v.reviews).chain(&report.unused_reviews).collect();
    let mut out = String::new();
    for told in &all {
        let until = told.until.as_deref().unwrap_or("-");
        let line = format!(
            "{}\t{}\t{}\t{}\t{until}\t{}",
            told.state.code(),
            told.vendor,
            told.requirement,
            told.verdict,
            told.reason
        );
        out.push_str(&format!("{}\n", cells(&line)));
    }
    output::write(&out, &Target::Stdout, false, true)?;
    let holds = all.iter().all(|told| told.state == ReviewState::Applied);
    Ok(if holds { CLEAN } else { GAPS })
}
