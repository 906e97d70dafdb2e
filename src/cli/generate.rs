//! `dpascan generate`: files that dpascan itself reads.

use std::path::Path;

use super::CLEAN;
use super::args::{Cli, FingerprintArgs, GenerateArgs, GenerateCommand};
use super::config::Config;
use super::output::{self, Target, fault};
use crate::model;
use crate::pack::Model;
use crate::segment::Contract;

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
