//! `dpascan patterns list|check`.

use std::path::Path;

use clap::ArgMatches;
use rayon::prelude::*;

use super::args::{Cli, LangArg, PatternsArgs, PatternsCommand};
use super::config::{Config, choice, nearest};
use super::output::{self, Target, fault, say};
use super::{CLEAN, INCOMPLETE};
use crate::assess::examples::{self, Behaviour};
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
        let title = patterns.requirement(id).map_or("", |r| r.title.get(lang));
        out.push_str(&format!("{id:width$}  {title}\n"));
    }
    output::write(&out, &Target::Stdout, false, true)?;
    Ok(CLEAN)
}

/// The examples that do not behave.
fn examples(patterns: &Patterns) -> Vec<pack::Finding> {
    let all: Vec<_> = patterns
        .requirements
        .iter()
        .flat_map(|r| r.examples.iter().enumerate().map(move |e| (r, e)))
        .collect();
    let judged = all.par_iter().map(|(requirement, (index, example))| {
        let outcome = if requirement.judged_by.sees_dossier() {
            crate::dossier::examples::judge(example, requirement, patterns)
        } else {
            examples::run(example, requirement, patterns)
        };
        let name = format!(
            "{} example {} ({}, {})",
            requirement.id,
            index + 1,
            example.lang.code(),
            example.status
        );
        let behaves = match outcome.behaviour {
            Behaviour::Agrees if outcome.values.is_empty() => return None,
            Behaviour::Agrees => {
                format!("missing: {name} lacks the value {}", outcome.values.join(", "))
            }
            Behaviour::Noisy => format!("noisy: {name} gives {}", outcome.got),
            Behaviour::Missing => format!("missing: {name} gives {}", outcome.got),
        };
        Some(pack::Finding {
            file: requirement.file.clone(),
            what: format!("{behaves}\n    {}", example.text.trim().replace('\n', "\n    ")),
        })
    });
    judged.collect::<Vec<_>>().into_iter().flatten().collect()
}

fn check(patterns: &Patterns, quiet: bool) -> anyhow::Result<u8> {
    let mut findings = pack::check(patterns);
    findings.extend(examples(patterns));
    findings.extend(patterns.kinds.example.iter().filter_map(|example| {
        let what = crate::classify::examples::run(example, patterns)?;
        Some(pack::Finding {
            file: "kinds.toml".into(),
            what: format!("{what}\n    {}", example.text.trim()),
        })
    }));
    findings.extend(patterns.dossier.example.iter().filter_map(|example| {
        let what = crate::dossier::examples::run(example, patterns)?;
        Some(pack::Finding { file: "dossier.toml".into(), what })
    }));
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
