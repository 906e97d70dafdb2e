//! A report becomes files: which form goes where, and what a form needs to know of the place.
//!
//! In: a [`Report`], forms, and places. Out: bytes on standard output or whole files.

use std::io::{IsTerminal, Write};
use std::path::{Component, Path, PathBuf};

use anyhow::Context;
use clap::ValueEnum;

use super::args::{Cli, ColorArg, DialectArg, FormArgs, FormatArg};
use super::config::{Config, choice};
use super::output::{self, Target, fault};
use crate::lang::Lang;
use crate::render;
use crate::report::Report;

/// How a report is delivered.
pub(super) struct Delivery<'a> {
    /// What holds for the whole program.
    pub(super) cli: &'a Cli,
    /// The language of the words around the report's own.
    pub(super) lang: Lang,
    /// Whether a terminal's report is coloured.
    pub(super) color: ColorArg,
    /// Whether files of others are written over.
    pub(super) force: bool,
    /// What some forms leave to choose.
    pub(super) form: Form,
}

/// What some forms leave to choose, as what it means.
#[derive(Clone, Debug)]
pub(super) struct Form {
    dialect: render::Dialect,
    sender: render::Sender,
}

impl Form {
    /// The choices that were typed or configured.
    pub(super) fn of(args: &FormArgs, config: &Config) -> anyhow::Result<Form> {
        let dialect =
            config.pick("csv-dialect", args.csv_dialect, DialectArg::DutchExcel, choice)?;
        let sender = config.pick("sender", args.sender.clone().map(Some), None, |path| {
            Ok(Some(PathBuf::from(path)))
        })?;
        Ok(Form {
            dialect: dialect.into(),
            sender: sender.as_deref().map_or_else(none, sender_of)?,
        })
    }
}

fn none() -> anyhow::Result<render::Sender> {
    Ok(render::Sender::default())
}

fn sender_of(path: &Path) -> anyhow::Result<render::Sender> {
    let text = crate::discover::settings(path).with_context(|| path.display().to_string())?;
    toml::from_str(&text).map_err(|why| {
        fault(
            format!("{}: {why}", path.display()),
            "a sender has `organisation`, `address` (a list of lines), `place`, `name`, `role`, \
             `reference`, `reply_within_days` and a table `addressee`",
        )
    })
}

/// Where a form goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// To one target.
    One(Target),
    /// Into a folder, as several files.
    Folder(PathBuf),
}

/// What is said where every vendor's documents hold what is asked for.
const NO_LETTER: &str = "there is nothing to ask of any vendor, so there is no letter";

/// What a form makes of a report.
enum Made {
    /// The bytes of one file.
    One(Vec<u8>),
    /// Files with their names.
    Several(Vec<(String, Vec<u8>)>),
}

impl Delivery<'_> {
    /// Writes the report in each form to its place.
    pub(super) fn deliver(
        &self,
        report: &Report,
        formats: &[FormatArg],
        places: &[Place],
    ) -> anyhow::Result<()> {
        for (format, place) in formats.iter().zip(places) {
            // What can be written as it is made is never held as a whole.
            if let (FormatArg::Ndjson | FormatArg::Json, Place::One(target)) = (format, place) {
                self.write(target, |out| match format {
                    FormatArg::Json => render::write_json(report, out),
                    _ => render::ndjson(report, out),
                })?;
                continue;
            }
            self.put(self.make(report, *format, place)?, *format, place)?;
        }
        Ok(())
    }

    fn make(&self, report: &Report, format: FormatArg, place: &Place) -> anyhow::Result<Made> {
        let target = match place {
            Place::One(target) => target,
            Place::Folder(folder) => &Target::File(folder.clone()),
        };
        Ok(match format {
            FormatArg::Json => Made::One(render::json(report).into_bytes()),
            FormatArg::Html => {
                let documents = documents(report, target);
                Made::One(render::html(report, self.lang, documents.as_deref()).into_bytes())
            }
            FormatArg::Terminal => {
                let look = output::look(self.cli, self.color, *target != Target::Stdout);
                Made::One(render::terminal(report, self.lang, &look).into_bytes())
            }
            FormatArg::Ndjson => {
                let mut lines = Vec::new();
                render::ndjson(report, &mut lines)?;
                Made::One(lines)
            }
            FormatArg::Csv => Made::Several(render::csv(report, self.lang, self.form.dialect)?),
            FormatArg::Xlsx => Made::One(render::xlsx(report, self.lang)?),
            FormatArg::Docx => Made::One(render::paper(report, self.lang).to_docx()?),
            FormatArg::Markdown => {
                Made::One(render::paper(report, self.lang).to_markdown().into_bytes())
            }
            FormatArg::Letter | FormatArg::LetterMarkdown => self.letters(report, format)?,
        })
    }

    /// A letter for each vendor of whom something is asked.
    fn letters(&self, report: &Report, format: FormatArg) -> anyhow::Result<Made> {
        let letters = render::letters(report, self.lang, &self.form.sender);
        let ending = format.letter().unwrap_or_default();
        let mut names: Vec<String> = Vec::new();
        let mut files = Vec::new();
        for (vendor, paper) in letters {
            let bytes = match format {
                FormatArg::Letter => paper.to_docx()?,
                _ => paper.to_markdown().into_bytes(),
            };
            let name = free_name(&render::clean::file_name(&vendor), &names);
            files.push((format!("{name}.{ending}"), bytes));
            names.push(name);
        }
        Ok(Made::Several(files))
    }

    fn put(&self, made: Made, format: FormatArg, place: &Place) -> anyhow::Result<()> {
        let files = match made {
            Made::One(bytes) => vec![(format.file().unwrap_or_default().to_owned(), bytes)],
            Made::Several(files) => files,
        };
        match (place, files.as_slice()) {
            (Place::One(target), [(_, bytes)]) => self.write(target, |out| out.write_all(bytes)),
            (Place::One(_), []) => Err(fault(NO_LETTER, "--format docx writes the report")),
            (Place::One(_), _) => Err(several_files(format)),
            (Place::Folder(_), []) if !self.cli.quiet => {
                output::say(NO_LETTER);
                Ok(())
            }
            (Place::Folder(folder), files) => files.iter().try_for_each(|(name, bytes)| {
                self.write(&Target::File(folder.join(name)), |out| out.write_all(bytes))
            }),
        }
    }

    fn write(
        &self,
        target: &Target,
        content: impl Fn(&mut dyn Write) -> std::io::Result<()>,
    ) -> anyhow::Result<()> {
        output::write_with(target, self.force, self.cli.quiet, content)
    }
}

/// The name, or with a number where it is taken; file systems see no difference of case.
fn free_name(name: &str, taken: &[String]) -> String {
    let used = |name: &str| taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let mut free = name.to_owned();
    let mut number = 2;
    while used(&free) {
        free = format!("{name}-{number}");
        number += 1;
    }
    free
}

fn several_files(format: FormatArg) -> anyhow::Error {
    let name = format.to_possible_value().map(|v| v.get_name().to_owned()).unwrap_or_default();
    fault(
        format!("{name} is several files, which need a folder to go to"),
        "add -o DIR, or let `dpascan render --vendor NAME` choose one vendor",
    )
}

/// The way from a written report to the scanned folder, with `/` at the end; `None` where that is
/// not one folder, or not there.
fn documents(report: &Report, target: &Target) -> Option<String> {
    let [root] = report.root.as_slice() else { return None };
    let root = Path::new(root).canonicalize().ok().filter(|path| path.is_dir())?;
    let Target::File(file) = target else { return None };
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let way = way(&folder.canonicalize().ok()?, &root)?;
    Some(if way.is_empty() { String::new() } else { format!("{way}/") })
}

/// The relative way between two absolute folders, with `/`.
fn way(from: &Path, to: &Path) -> Option<String> {
    let (mut from, mut to) = (from.components().peekable(), to.components().peekable());
    if from.peek() != to.peek() {
        return None;
    }
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    let mut parts: Vec<String> = from.map(|_| "..".to_owned()).collect();
    for part in to {
        let Component::Normal(name) = part else { return None };
        parts.push(name.to_str()?.to_owned());
    }
    Some(parts.join("/"))
}

/// Where each format goes; folders that are needed are made.
pub(super) fn places(formats: &[FormatArg], output: Option<&Path>) -> anyhow::Result<Vec<Place>> {
    let several = formats.len() > 1;
    let path = match output {
        None if several => {
            return Err(fault("several formats need a folder to go to", "add -o DIR"));
        }
        Some(path) if path == Path::new("-") && several => {
            return Err(fault(
                "standard output holds one format only",
                "give -o DIR, or one --format",
            ));
        }
        None => None,
        Some(path) => Some(path).filter(|path| *path != Path::new("-")),
    };
    let Some(path) = path else {
        return formats.iter().map(|format| standard_output(*format)).collect();
    };
    let folder = several || path.is_dir() || path.to_string_lossy().ends_with('/');
    formats.iter().map(|format| in_path(*format, path, folder)).collect()
}

fn standard_output(format: FormatArg) -> anyhow::Result<Place> {
    if format == FormatArg::Csv {
        return Err(several_files(format));
    }
    if format.binary() && std::io::stdout().is_terminal() {
        return Err(fault("a terminal cannot show this form", "add -o FILE"));
    }
    Ok(Place::One(Target::Stdout))
}

fn in_path(format: FormatArg, path: &Path, folder: bool) -> anyhow::Result<Place> {
    let made = |folder: PathBuf| {
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        anyhow::Ok(folder)
    };
    let named = path.extension().is_some_and(|end| format.letter().is_some_and(|of| end == of));
    Ok(match format.file() {
        None if named && !folder => Place::One(Target::File(path.to_path_buf())),
        None if format.letter().is_some() => Place::Folder(made(path.join("letters"))?),
        None => Place::Folder(made(path.to_path_buf())?),
        Some(name) if folder => Place::One(Target::File(made(path.to_path_buf())?.join(name))),
        Some(_) => Place::One(Target::File(path.to_path_buf())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_documents_is_relative() {
        let way = |from: &str, to: &str| way(Path::new(from), Path::new(to));
        assert_eq!(way("/a/b", "/a/b/c d").as_deref(), Some("c d"));
        assert_eq!(way("/a/b", "/a/c").as_deref(), Some("../c"));
        assert_eq!(way("/a/b", "/a/b").as_deref(), Some(""));
    }
}
