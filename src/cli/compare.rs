//! `dpascan compare`: where a document deviates from any reference, clause by clause.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::args::{Cli, ColorArg, LangArg};
use super::config::{Config, choice};
use super::output::{self, Target, fault};
use super::{CLEAN, GAPS};
use crate::compare::compare;
use crate::discover::shown;
use crate::extract::{Limits, Reader, ReaderOptions};
use crate::lang::Lang;
use crate::pack::Patterns;
use crate::render::{comparison, messages, plain_json};
use crate::report::{Comparison, DeviationKind, SCHEMA_VERSION};
use crate::scan::{Viewed, view};

#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 no deviation, 1 deviations, 2 a document could not be read")]
pub(super) struct CompareArgs {
    /// The document
    pub(super) file: PathBuf,
    /// What it is compared with: a model, or an earlier version
    #[arg(long, value_name = "FILE")]
    pub(super) reference: PathBuf,
    /// Form: deviations for a person, or every clause as JSON
    #[arg(short, long, value_enum, default_value = "terminal")]
    pub(super) format: PairFormat,
    /// Where to write: a file, or `-` for standard output
    #[arg(short, long, value_name = "FILE|-")]
    pub(super) output: Option<PathBuf>,
    /// Write over a file that is no report of dpascan
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PairFormat {
    Terminal,
    Json,
}

/// What reading a document outside a scan needs.
pub(super) struct Reading {
    patterns: Patterns,
    reader: Reader,
    lang: Lang,
}

impl Reading {
    pub(super) fn new(cli: &Cli, config: &Config) -> anyhow::Result<Reading> {
        let overlay = config
            .pick("patterns", cli.patterns.clone().map(Some), None, |t| Ok(Some(t.into())))?;
        Ok(Reading {
            patterns: super::scan::load(overlay.as_deref())?,
            reader: Reader::new(Limits::default(), ReaderOptions::default()),
            lang: config.pick("lang", cli.lang, LangArg::Nl, choice)?.into(),
        })
    }

    pub(super) fn read(&self, path: &Path) -> anyhow::Result<Viewed> {
        let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
        view(&bytes, path, None, &self.reader, &self.patterns).map_err(|why| {
            let words = messages(self.lang);
            let help = words.unread_help.get(why.code()).cloned().unwrap_or_default();
            let said = words.unread.get(why.code()).map_or(why.code(), String::as_str);
            fault(format!("{}: {said} ({})", path.display(), why.code()), help)
        })
    }
}

#[derive(Serialize)]
struct Compared<'a> {
    schema_version: &'static str,
    reference: String,
    document: String,
    #[serde(flatten)]
    found: &'a Comparison,
}

pub(super) fn run(cli: &Cli, args: &CompareArgs) -> anyhow::Result<u8> {
    let config = Config::load(&args.file, cli.no_config)?;
    let color = config.pick("color", cli.color, ColorArg::Auto, choice)?;
    let reading = Reading::new(cli, &config)?;
    let reference = reading.read(&args.reference)?;
    let document = reading.read(&args.file)?;
    let found = compare(&reference.contract, &document.contract);
    let target = match &args.output {
        Some(path) if path != Path::new("-") => Target::File(path.clone()),
        _ => Target::Stdout,
    };
    let names = [shown(&args.reference), shown(&args.file)];
    let text = match args.format {
        PairFormat::Json => plain_json(&Compared {
            schema_version: SCHEMA_VERSION,
            reference: names[0].clone(),
            document: names[1].clone(),
            found: &found,
        }),
        PairFormat::Terminal => {
            let look = output::look(cli, color, target != Target::Stdout);
            comparison(&found, [&names[0], &names[1]], reading.lang, &look)
        }
    };
    output::write(&text, &target, args.force, cli.quiet)?;
    let deviates = found.clauses.iter().any(|d| d.kind != DeviationKind::Same);
    Ok(if deviates { GAPS } else { CLEAN })
}
