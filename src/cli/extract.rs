//! `dpascan extract`: what the scanner sees in one document.

use std::path::Path;

use anyhow::Context;
use clap::ArgMatches;
use serde::Serialize;

use super::CLEAN;
use super::args::{Cli, ColorArg, ExtractArgs, ExtractFormat, LangArg};
use super::config::{Config, choice};
use super::output::{self, Target, fault};
use crate::discover::shown;
use crate::extract::{Asides, Format, Page, PageReader, PageState, Reader, Unreadable};
use crate::render::{Paint, messages, plain_json};
use crate::report::SCHEMA_VERSION;
use crate::scan::{NotThere, Viewed, take_out, view};

#[derive(Serialize)]
struct Seen<'a> {
    schema_version: &'static str,
    path: String,
    format: Format,
    reader: &'a str,
    language: Option<&'a str>,
    kind: &'a str,
    kind_reason: &'a str,
    flags: &'a [String],
    pages: Vec<SeenPage<'a>>,
    asides: &'a Asides,
    clauses: Vec<SeenClause<'a>>,
    text: &'a str,
}

#[derive(Serialize)]
struct SeenPage<'a> {
    page: u32,
    state: PageState,
    quality: f32,
    reader: PageReader,
    lines: usize,
    /// Text that nobody sees who looks at the page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hidden: Vec<&'a str>,
}

#[derive(Serialize)]
struct SeenClause<'a> {
    number: Option<&'a str>,
    heading: Option<String>,
    kind: serde_json::Value,
    page: u32,
    start: usize,
    end: usize,
    text: &'a str,
}

pub(super) fn run(cli: &Cli, args: &ExtractArgs, _matches: &ArgMatches) -> anyhow::Result<u8> {
    let config = Config::load(&args.file, cli.no_config)?;
    let lang = config.pick("lang", cli.lang, LangArg::Nl, choice)?.into();
    let color = config.pick("color", cli.color, ColorArg::Auto, choice)?;
    let overlay =
        config.pick("patterns", cli.patterns.clone().map(Some), None, |t| Ok(Some(t.into())))?;
    let reader = super::reading::reader(&args.reading, &config)?;
    let unread = |why: &Unreadable| {
        let words = messages(lang);
        let help = words.unread_help.get(why.code()).cloned().unwrap_or_default();
        let said = words.unread.get(why.code()).map_or(why.code(), String::as_str);
        fault(format!("{}: {said} ({})", args.file.display(), why.code()), help)
    };
    let bytes = bytes(&args.file, &reader, &unread)?;
    let patterns = super::scan::load(overlay.as_deref())?;
    let seen = view(&bytes, &args.file, args.input_format.map(Into::into), &reader, &patterns)
        .map_err(|why| {
            // A container has no reader; a document that cannot be read has a reason of its own.
            let parts = matches!(why, Unreadable::Unsupported(_))
                .then(|| take_out(&bytes, &args.file, "", &reader));
            match parts {
                Some(Err(NotThere::Holds(paths))) if !paths.is_empty() => holds(&args.file, &paths),
                _ => unread(&why),
            }
        })?;
    if let Some(fence) = reader.fence().filter(|_| cli.verbose > 0) {
        output::say(&format!("reading process: {fence}"));
    }
    let target = match &args.output {
        Some(path) if path != Path::new("-") => Target::File(path.clone()),
        _ => Target::Stdout,
    };
    let name = shown(&args.file);
    let text = match args.format {
        ExtractFormat::Json => plain_json(&json(&seen, name)),
        ExtractFormat::Text => seen.contract.raw.clone(),
        ExtractFormat::Terminal => {
            let mut paint = Paint::new(output::look(cli, color, target != Target::Stdout));
            clauses(&seen, &name, &mut paint, messages(lang));
            paint.finish()
        }
    };
    output::write(&text, &target, args.force, cli.quiet)?;
    Ok(CLEAN)
}

/// The bytes of the document: of standard input, of a file, or of what stands in a container, under
/// the path that reports show (`archive.zip/agreement.pdf`).
fn bytes(
    path: &Path,
    reader: &Reader,
    unread: &dyn Fn(&Unreadable) -> anyhow::Error,
) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        return output::standard_input(reader.limits().max_bytes);
    }
    let container = path.ancestors().skip(1).find(|above| above.is_file());
    let Some(container) = container.filter(|_| !path.exists()) else {
        return std::fs::read(path).with_context(|| path.display().to_string());
    };
    let all = std::fs::read(container).with_context(|| container.display().to_string())?;
    let inside = path.strip_prefix(container).unwrap_or(path).to_string_lossy();
    take_out(&all, container, &inside.replace('\\', "/"), reader).map_err(|why| match why {
        NotThere::Unreadable(why) => unread(&why),
        NotThere::Holds(paths) => holds(container, &paths),
    })
}

/// What to say of a container whose parts have these paths, where none of them was meant.
fn holds(container: &Path, paths: &[String]) -> anyhow::Error {
    let shown: Vec<String> =
        paths.iter().take(NAMED).map(|path| format!("{}/{path}", container.display())).collect();
    let more = if paths.len() > NAMED { ", …" } else { "" };
    fault(
        format!("{}: no document of its own, or none at that path", container.display()),
        format!("name one of those in it: {}{more}", shown.join(", ")),
    )
}

/// So many parts of a container are named.
const NAMED: usize = 20;

fn json(seen: &Viewed, path: String) -> Seen<'_> {
    let contract = &seen.contract;
    Seen {
        schema_version: SCHEMA_VERSION,
        path,
        format: seen.document.format,
        reader: &seen.document.reader,
        language: contract.language,
        kind: seen.kind.kind.code(),
        kind_reason: &seen.kind.reason,
        flags: &seen.document.flags,
        pages: seen.document.pages.iter().map(seen_page).collect(),
        asides: &seen.document.asides,
        clauses: (0..contract.clauses.len()).filter_map(|index| seen_clause(seen, index)).collect(),
        text: &contract.raw,
    }
}

fn seen_page(page: &Page) -> SeenPage<'_> {
    SeenPage {
        page: page.number,
        state: page.state,
        quality: page.quality,
        reader: page.reader,
        lines: page.lines.len(),
        hidden: hidden(page).collect(),
    }
}

/// The lines of a page that nobody sees.
fn hidden(page: &Page) -> impl Iterator<Item = &str> {
    page.lines.iter().filter(|line| line.hidden).map(|line| line.text.as_str())
}

fn seen_clause(seen: &Viewed, index: usize) -> Option<SeenClause<'_>> {
    let contract = &seen.contract;
    let clause = contract.clauses.get(index)?;
    Some(SeenClause {
        number: clause.label.as_deref(),
        heading: contract.heading_text(index),
        kind: serde_json::to_value(clause.kind).unwrap_or_default(),
        page: clause.page,
        start: clause.body.start,
        end: clause.body.end,
        text: contract.raw.get(clause.body.start..clause.body.end).unwrap_or_default(),
    })
}

fn clauses(seen: &Viewed, name: &str, paint: &mut Paint, words: &crate::render::Messages) {
    let contract = &seen.contract;
    let kind = words.kind.get(seen.kind.kind.code()).map_or(seen.kind.kind.code(), String::as_str);
    paint.bold(name);
    let language = contract.language.unwrap_or("?");
    paint.text(2, &format!("{}: {kind} ({})", words.label("kind"), seen.kind.reason));
    let pages = words.fill("pages", &[&seen.document.pages.len()]);
    paint.text(
        2,
        &format!(
            "{}: {language} · {}: {} · {pages}",
            words.label("language"),
            words.label("reader"),
            seen.document.reader
        ),
    );
    if !seen.document.flags.is_empty() {
        paint.text(2, &seen.document.flags.join(", "));
    }
    let mut last = 0;
    let mut heading = None;
    for index in 0..contract.clauses.len() {
        let Some(clause) = seen_clause(seen, index) else { continue };
        if clause.page != last {
            last = clause.page;
            paint.gap();
            let quality =
                seen.document.pages.iter().find(|p| p.number == last).map_or(0.0, |p| p.quality);
            paint.bold(&format!(
                "{} · {} {quality:.2}",
                words.fill("page", &[&last]),
                words.label("quality")
            ));
        }
        if clause.heading.is_some() && clause.heading != heading {
            paint.dim(2, clause.heading.as_deref().unwrap_or_default());
        }
        heading.clone_from(&clause.heading);
        let lead = format!(
            "{} [{}]",
            clause.number.unwrap_or("·"),
            clause.kind.as_str().unwrap_or_default()
        );
        paint.lead(4, &lead, clause.text);
    }
    beside(seen, paint, words);
}

/// What no clause holds: hidden text, remarks, and pages that two readers read differently.
fn beside(seen: &Viewed, paint: &mut Paint, words: &crate::render::Messages) {
    let at = |page: u32, what: &str| format!("{} [{what}]", words.fill("page", &[&page]));
    let asides = &seen.document.asides;
    let hidden: Vec<(u32, &str)> = seen
        .document
        .pages
        .iter()
        .flat_map(|page| hidden(page).map(|text| (page.number, text)))
        .collect();
    if hidden.is_empty() && asides.notes.is_empty() && asides.disagreements.is_empty() {
        return;
    }
    paint.gap();
    for (page, text) in hidden {
        paint.lead(4, &at(page, words.label("hidden_line")), text);
    }
    for note in &asides.notes {
        paint.lead(4, &at(note.page, words.label("remark_line")), &note.text);
    }
    for found in &asides.disagreements {
        let text = format!(
            "{:.0}% · hayro: {} · pdf-extract: {}",
            found.agreement * 100.0,
            found.only_hayro.join(" "),
            found.only_pdf_extract.join(" ")
        );
        paint.lead(4, &at(found.page, words.label("readers_line")), &text);
    }
}
