//! `dpascan patterns list|check`.

use std::path::Path;

use clap::ArgMatches;

use super::args::{Cli, LangArg, PatternsArgs, PatternsCommand};
use super::config::{Config, choice, nearest};
use super::output::{self, Target, fault, say};
use super::{CLEAN, INCOMPLETE};
use crate::lang::Lang;
use crate::pack::{self, Patterns};

pub(super) fn run(cli: &Cli, args: &PatternsArgs, _matches: &ArgMatches) -> anyhow::Result<u8> {
    let config = Config::load(Path::new("."), cli.no_config)?;
    let lang = config.pick("lang", cli.lang, LangArg::Nl, choice)?.into();
    let overlay =
        config.pick("patterns", cli.patterns.clone().map(Some), None, |t| Ok(Some(t.into())))?;
    let patterns = super::scan::load(overlay.as_deref())?;
    match &args.command {
        PatternsCommand::List { profile } => list(&patterns, profile.as_deref(), lang),
        PatternsCommand::Check => check(&patterns, cli.quiet),
    }
}

fn list(patterns: &Patterns, profile: Option<&str>, lang: Lang) -> anyhow::Result<u8> {
    let ids: Vec<&str> = match profile {
        None => patterns.requirements.iter().map(|r| r.id.as_str()).collect(),
        Some(id) => {
            let profile = patterns.profile(id).ok_or_else(|| {
                fault(
                    format!("there is no profile `{id}`"),
                    nearest(id, patterns.profiles.keys().map(String::as_str)),
                )
            })?;
            profile.requirements.iter().map(|r| r.id.as_str()).collect()
        }
    };
    let width = ids.iter().map(|id| id.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for id in ids {
        let title = patterns.requirement(id).map(|r| r.title.get(lang)).unwrap_or_default();
        out.push_str(&format!("{id:width$}  {title}\n"));
    }
    output::write(&out, &Target::Stdout, false, true)?;
    Ok(CLEAN)
}

fn check(patterns: &Patterns, quiet: bool) -> anyhow::Result<u8> {
    let findings = pack::check(patterns);
    let mut out = String::new();
    for finding in &findings {
        out.push_str(&format!("{}: {}\n", finding.file, finding.what));
    }
    output::write(&out, &Target::Stdout, false, true)?;
    if !quiet {
        let n = patterns.requirements.len();
        say(&format!(
            "{n} requirements, {} profiles, {} findings",
            patterns.profiles.len(),
            findings.len()
        ));
    }
    Ok(if findings.is_empty() { CLEAN } else { INCOMPLETE })
}
