//! A report becomes files: which form goes where, and what a form needs to know of the place.
//!
//! In: a [`Report`], forms, and places. Out: bytes on standard output or whole files.

use std::io::Write;
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
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    dialect: render::Dialect,
}

impl Form {
    /// The choices that were typed or configured.
    pub(super) fn of(args: &FormArgs, config: &Config) -> anyhow::Result<Form> {
        let dialect =
            config.pick("csv-dialect", args.csv_dialect, DialectArg::DutchExcel, choice)?;
        Ok(Form { dialect: dialect.into() })
    }
}

/// Where a form goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// To one target.
    One(Target),
    /// Into a folder, as several files.
    Folder(PathBuf),
}

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
            if let (FormatArg::Ndjson, Place::One(target)) = (format, place) {
                self.write(target, |out| render::ndjson(report, out))?;
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
        })
    }

    fn put(&self, made: Made, format: FormatArg, place: &Place) -> anyhow::Result<()> {
        let files = match made {
            Made::One(bytes) => vec![(format.file().unwrap_or_default().to_owned(), bytes)],
            Made::Several(files) => files,
        };
        match (place, files.as_slice()) {
            (Place::One(target), [(_, bytes)]) => self.write(target, |out| out.write_all(bytes)),
            (Place::One(_), _) => Err(several_files(format)),
            (Place::Folder(folder), files) => files.iter().try_for_each(|(name, bytes)| {
                self.write(&Target::File(folder.join(name)), |out| out.write_all(bytes))
            }),
        }
    }

    fn write(
        &self,
        target: &Target,
        content: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> anyhow::Result<()> {
        output::write_with(target, self.force, self.cli.quiet, content)
    }
}

fn several_files(format: FormatArg) -> anyhow::Error {
    let name = format.to_possible_value().map(|v| v.get_name().to_owned()).unwrap_or_default();
    fault(format!("{name} is several files, which need a folder to go to"), "add -o DIR")
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
    match format {
        FormatArg::Csv => Err(several_files(format)),
        _ => Ok(Place::One(Target::Stdout)),
    }
}

fn in_path(format: FormatArg, path: &Path, folder: bool) -> anyhow::Result<Place> {
    let made = |folder: PathBuf| {
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        anyhow::Ok(folder)
    };
    Ok(match format.file() {
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
