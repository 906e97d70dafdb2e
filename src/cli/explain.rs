//! `dpascan explain`: what a requirement means and what counts, from the pack itself.

use std::path::Path;

use clap::ArgMatches;

use super::CLEAN;
use super::args::{Cli, ColorArg, ExplainArgs, LangArg};
use super::config::{Config, choice, nearest};
use super::output::{self, Target, fault};
use crate::render::{Paint, messages};

pub(super) fn run(cli: &Cli, args: &ExplainArgs, _matches: &ArgMatches) -> anyhow::Result<u8> {
    let config = Config::load(Path::new("."), cli.no_config)?;
    let lang = config.pick("lang", cli.lang, LangArg::Nl, choice)?.into();
    let color = config.pick("color", cli.color, ColorArg::Auto, choice)?;
    let overlay =
        config.pick("patterns", cli.patterns.clone().map(Some), None, |t| Ok(Some(t.into())))?;
    let patterns = super::scan::load(overlay.as_deref())?;
    let Some(wanted) = patterns.requirement(&args.id) else {
        let hint = nearest(&args.id, patterns.requirements.iter().map(|r| r.id.as_str()));
        return Err(fault(
            format!("there is no requirement `{}`", args.id),
            format!("{hint}; `dpascan patterns list` names all"),
        ));
    };
    let words = messages(lang);
    let mut paint = Paint::new(output::look(cli, color, false));
    paint.bold(&format!("{} – {}", wanted.id, wanted.title.get(lang)));
    paint.text(
        2,
        &format!(
            "{}: {} · {}: {}",
            words.label("severity"),
            words.severity(crate::assess::severity(&wanted.severity)),
            words.label("group"),
            wanted.group
        ),
    );
    paint.text(2, &format!("{}: {}", words.label("basis"), wanted.legal_basis.join("; ")));
    for (label, text) in [
        ("why", &wanted.why),
        ("explain_met", &wanted.met),
        ("explain_partial", &wanted.partial),
        ("explain_contradicted", &wanted.contradicted),
        ("remedy", &wanted.remedy),
        ("question", &wanted.question),
    ] {
        let text = text.get(lang);
        if !text.trim().is_empty() {
            paint.gap();
            paint.bold(words.label(label));
            paint.text(2, text);
        }
    }
    output::write(&paint.finish(), &Target::Stdout, false, true)?;
    Ok(CLEAN)
}
