//! `dpascan verify`: a report held against the documents as they are now.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::args::{Cli, ColorArg, LangArg, ReadingArgs};
use super::config::{Config, choice};
use super::output::{self, Target, fault};
use super::{CLEAN, GAPS, INCOMPLETE};
use crate::discover::{self, Request};
use crate::lang::Lang;
use crate::render;
use crate::report::QuoteState;
use crate::scan::{self as pipeline, Settings};

#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes:
  0  every document is the same (or was moved), and every quote stands on its page
  1  a document changed or is gone, or a quote stands elsewhere or nowhere
  2  not done properly: usage, or something could not be read and so not be checked

Documents that the report does not know are named and change no exit code.")]
pub(super) struct VerifyArgs {
    /// The report, as `dpascan scan --format json` wrote it
    #[arg(value_name = "REPORT.json")]
    pub(super) report: PathBuf,
    /// The folder with the documents; files that were moved or renamed are found by their bytes
    #[arg(value_name = "FOLDER")]
    pub(super) folder: PathBuf,
    /// Form
    #[arg(short, long, value_enum, default_value = "terminal")]
    pub(super) format: VerifyFormat,
    /// Where to write: a file, or `-` for standard output
    #[arg(short, long, value_name = "FILE|-")]
    pub(super) output: Option<PathBuf>,
    /// Write over a file that is no report of dpascan
    #[arg(long)]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum VerifyFormat {
    /// What differs, for a person; -v for every quote
    Terminal,
    /// Every document and every quote, for programs
    Json,
}

pub(super) fn run(cli: &Cli, args: &VerifyArgs) -> anyhow::Result<u8> {
    let config = Config::load(&args.folder, cli.no_config)?;
    let lang: Lang = config.pick("lang", cli.lang, LangArg::Nl, choice)?.into();
    let color = config.pick("color", cli.color, ColorArg::Auto, choice)?;
    let overlay =
        config.pick("patterns", cli.patterns.clone().map(Some), None, |t| Ok(Some(t.into())))?;
    let report = super::render::load(&args.report)?;
    let patterns = super::scan::load(overlay.as_deref())?;
    // No profile judges here; the pipeline wants one to be named.
    let profile = patterns
        .profile(&report.profile)
        .or_else(|| patterns.profiles.values().next())
        .ok_or_else(|| fault("the packs hold no profile", "leave out --patterns"))?;
    let reader = super::reading::reader(&args.reading, &config)?;
    let request = Request { paths: vec![args.folder.clone()], ..Request::default() };
    let found = discover::find(&request)
        .map_err(|why| fault(why.to_string(), "name the folder that was scanned"))?;
    let settings = Settings {
        patterns: &patterns,
        profile,
        lang,
        vendor_by: discover::VendorBy::Auto,
        input_format: None,
        max_bytes: reader.limits().max_bytes,
        as_of: report.as_of.clone(),
        max_list_age: 0,
        generated_at: String::new(),
        root: Vec::new(),
        reviews: &[],
    };
    let checked = super::scan::watched(cli, |progress| {
        pipeline::verify(&report, &found, &reader, &settings, progress)
    });
    let target = match &args.output {
        Some(path) if path != Path::new("-") => Target::File(path.clone()),
        _ => Target::Stdout,
    };
    let text = match args.format {
        VerifyFormat::Json => render::plain_json(&checked),
        VerifyFormat::Terminal => {
            let look = output::look(cli, color, target != Target::Stdout);
            render::verification(&checked, lang, &look)
        }
    };
    output::write(&text, &target, args.force, cli.quiet)?;
    let unchecked = checked.quote_counts.contains_key(&QuoteState::NotCheckable);
    Ok(match (unchecked, checked.holds()) {
        (true, _) => INCOMPLETE,
        (false, false) => GAPS,
        (false, true) => CLEAN,
    })
}
