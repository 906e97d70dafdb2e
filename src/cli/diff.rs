//! `dpascan diff`: two reports, and what changed between them.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::args::{Cli, ColorArg, LangArg};
use super::config::{Config, choice};
use super::output::{self, Target};
use super::{CLEAN, GAPS};
use crate::diff::diff;
use crate::render;

#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes:
  0  nothing worsened
  1  at a vendor of both reports there is a new gap, or one that worsened
  2  a report could not be read

A passage is known by its words: a move to another page, a renamed file or a new number is no change.")]
pub(super) struct DiffArgs {
    /// The older report, as `dpascan scan --format json` wrote it
    #[arg(value_name = "OLD.json")]
    pub(super) old: PathBuf,
    /// The newer report
    #[arg(value_name = "NEW.json")]
    pub(super) new: PathBuf,
    /// Form
    #[arg(short, long, value_enum, default_value = "terminal")]
    pub(super) format: DiffFormat,
    /// Where to write: a file, or `-` for standard output
    #[arg(short, long, value_name = "FILE|-")]
    pub(super) output: Option<PathBuf>,
    /// Write over a file that is no report of dpascan
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For a person at a terminal
    Terminal,
    /// The data, for programs
    Json,
    /// One file for a browser
    Html,
    /// For a wiki, a merge request or a mail
    Markdown,
}

pub(super) fn run(cli: &Cli, args: &DiffArgs) -> anyhow::Result<u8> {
    let config = Config::load(Path::new("."), cli.no_config)?;
    let lang = config.pick("lang", cli.lang, LangArg::Nl, choice)?.into();
    let color = config.pick("color", cli.color, ColorArg::Auto, choice)?;
    let found = diff(&super::render::load(&args.old)?, &super::render::load(&args.new)?);
    let target = match &args.output {
        Some(path) if path != Path::new("-") => Target::File(path.clone()),
        _ => Target::Stdout,
    };
    let text = match args.format {
        DiffFormat::Json => render::plain_json(&found),
        DiffFormat::Html => render::difference_html(&found, lang),
        DiffFormat::Markdown => render::difference_markdown(&found, lang),
        DiffFormat::Terminal => {
            let look = output::look(cli, color, target != Target::Stdout);
            render::difference_terminal(&found, lang, &look)
        }
    };
    output::write(&text, &target, args.force, cli.quiet)?;
    let worse = found.counts.keys().any(|change| change.is_worse());
    Ok(if worse { GAPS } else { CLEAN })
}
