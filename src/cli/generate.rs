//! `dpascan generate`: files that dpascan itself reads.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::CLEAN;
use super::args::{Cli, date};
use super::config::Config;
use super::output::{self, Target, fault};
use crate::model;
use crate::pack::Model;
use crate::segment::Contract;

#[derive(Debug, Args)]
pub(super) struct GenerateArgs {
    #[command(subcommand)]
    pub(super) command: GenerateCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum GenerateCommand {
    /// The fingerprint of a model agreement: hashes, no text; for the folder models/ of --patterns
    Fingerprint(FingerprintArgs),
}

#[derive(Debug, Args)]
pub(super) struct FingerprintArgs {
    /// The model, or a filled-in copy of it
    pub(super) file: PathBuf,
    /// Further copies: only what all of them share is kept
    #[arg(long, value_name = "FILE")]
    pub(super) shared_with: Vec<PathBuf>,
    /// Id of the model, such as `acme-dpa-2`
    #[arg(long)]
    pub(super) id: String,
    /// Name of the model
    #[arg(long)]
    pub(super) title: String,
    /// Version of the model (not `--version`, which tells that of dpascan)
    #[arg(long, value_name = "VERSION", default_value = "")]
    pub(super) edition: String,
    /// Date of that version, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) date: Option<String>,
    /// Where the text can be had
    #[arg(long, value_name = "URL", default_value = "")]
    pub(super) source: String,
    /// Where to write: a file, or `-` for standard output
    #[arg(short, long, value_name = "FILE|-")]
    pub(super) output: Option<PathBuf>,
    /// Write over a file that is no report of dpascan
    #[arg(long)]
    pub(super) force: bool,
}

pub(super) fn run(cli: &Cli, args: &GenerateArgs) -> anyhow::Result<u8> {
    match &args.command {
        GenerateCommand::Fingerprint(args) => fingerprint(cli, args),
    }
}

fn fingerprint(cli: &Cli, args: &FingerprintArgs) -> anyhow::Result<u8> {
    let config = Config::load(&args.file, cli.no_config)?;
    let reading = super::compare::Reading::new(cli, &config)?;
    let read = |path: &Path| -> anyhow::Result<Contract> { Ok(reading.read(path)?.contract) };
    let contract = read(&args.file)?;
    let copies =
        args.shared_with.iter().map(|path| read(path)).collect::<anyhow::Result<Vec<_>>>()?;
    let clauses = model::fingerprint(&contract, &copies);
    if clauses.is_empty() {
        return Err(fault("the files share no words in a row", "name copies of one model"));
    }
    let made = Model {
        id: args.id.clone(),
        title: args.title.clone(),
        version: args.edition.clone(),
        date: args.date.clone().unwrap_or_default(),
        source: args.source.clone(),
        clauses,
    };
    let target = match &args.output {
        Some(path) if path != Path::new("-") => Target::File(path.clone()),
        _ => Target::Stdout,
    };
    output::write(&toml::to_string(&made)?, &target, args.force, cli.quiet)?;
    Ok(CLEAN)
}
