//! `dpascan generate`: files for dpascan itself, and for what works with it: the schema of its
//! reports, manual pages, completions.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, CommandFactory, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::CLEAN;
use super::args::{Cli, date};
use super::config::Config;
use super::output::{self, Target, fault};
use crate::model;
use crate::pack::Model;
use crate::render;
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
    /// The JSON Schema of what `--format json` writes
    Schema {
        /// Of which command
        #[arg(long, value_enum, value_name = "WHAT", default_value = "report")]
        of: ContractArg,
        #[command(flatten)]
        to: To,
    },
    /// The manual page; with -o DIR one file for each command too
    Man {
        /// Folder for the pages, made where it is not there
        #[arg(short, long, value_name = "DIR")]
        output: Option<PathBuf>,
        /// Write over files that are there
        #[arg(long)]
        force: bool,
    },
    /// Completions of the command line for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
        #[command(flatten)]
        to: To,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ContractArg {
    /// The report of `dpascan scan`
    Report,
    /// The changes of `dpascan diff`
    Diff,
    /// The checks of `dpascan verify`
    Verify,
}

impl From<ContractArg> for render::Contract {
    fn from(of: ContractArg) -> render::Contract {
        match of {
            ContractArg::Report => render::Contract::Report,
            ContractArg::Diff => render::Contract::Diff,
            ContractArg::Verify => render::Contract::Verify,
        }
    }
}

/// Where one file goes.
#[derive(Debug, Args)]
pub(super) struct To {
    /// Where to write: a file, or `-` for standard output
    #[arg(short, long, value_name = "FILE|-")]
    output: Option<PathBuf>,
    /// Write over a file that is no report of dpascan
    #[arg(long)]
    force: bool,
}

impl To {
    fn write(&self, text: &str, quiet: bool) -> anyhow::Result<u8> {
        output::write(text, &target(self.output.as_deref()), self.force, quiet)?;
        Ok(CLEAN)
    }
}

fn target(output: Option<&Path>) -> Target {
    match output {
        Some(path) if path != Path::new("-") => Target::File(path.to_path_buf()),
        _ => Target::Stdout,
    }
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
        GenerateCommand::Schema { of, to } => to.write(&render::schema((*of).into()), cli.quiet),
        GenerateCommand::Man { output, force } => manual(cli, output.as_deref(), *force),
        GenerateCommand::Completions { shell, to } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "dpascan", &mut script);
            to.write(&String::from_utf8_lossy(&script), cli.quiet)
        }
    }
}

/// The page of the whole program on standard output, or the pages of all commands in a folder.
fn manual(cli: &Cli, folder: Option<&Path>, force: bool) -> anyhow::Result<u8> {
    let mut command = Cli::command();
    // Makes the names of commands inside commands whole, such as `dpascan patterns check`.
    command.build();
    let Some(folder) = folder.filter(|path| *path != Path::new("-")) else {
        output::write(&page(command)?, &Target::Stdout, false, cli.quiet)?;
        return Ok(CLEAN);
    };
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let mut rest = vec![command];
    while let Some(command) = rest.pop() {
        rest.extend(command.get_subcommands().cloned());
        let name = command.get_display_name().unwrap_or(command.get_name()).replace(' ', "-");
        let file = Target::File(folder.join(format!("{name}.1")));
        output::write(&page(command)?, &file, force, cli.quiet)?;
    }
    Ok(CLEAN)
}

/// The manual page of one command.
fn page(command: clap::Command) -> anyhow::Result<String> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
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
        alternatives: Vec::new(),
        clauses,
    };
    let target = target(args.output.as_deref());
    output::write(&toml::to_string(&made)?, &target, args.force, cli.quiet)?;
    Ok(CLEAN)
}
