//! A report becomes files: which form goes where, and what a form needs to know of the place.
//!
//! In: a [`Report`], forms, and targets. Out: bytes on standard output or whole files.

use std::path::{Component, Path};

use anyhow::Context;

use super::args::{Cli, ColorArg, FormatArg};
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
}

impl Delivery<'_> {
    /// Writes the report in each form to its target.
    pub(super) fn deliver(
        &self,
        report: &Report,
        formats: &[FormatArg],
        targets: &[Target],
    ) -> anyhow::Result<()> {
        for (format, target) in formats.iter().zip(targets) {
            let text = match format {
                FormatArg::Json => render::json(report),
                FormatArg::Html => {
                    let documents = documents(report, target);
                    render::html(report, self.lang, documents.as_deref())
                }
                FormatArg::Terminal => {
                    let look = output::look(self.cli, self.color, *target != Target::Stdout);
                    render::terminal(report, self.lang, &look)
                }
            };
            output::write(&text, target, self.force, self.cli.quiet)?;
        }
        Ok(())
    }
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

/// Where each format goes.
pub(super) fn targets(formats: &[FormatArg], output: Option<&Path>) -> anyhow::Result<Vec<Target>> {
    let several = formats.len() > 1;
    let named = |format: &FormatArg, folder: &Path| {
        Target::File(folder.join(match format {
            FormatArg::Terminal => "report.txt",
            FormatArg::Json => "report.json",
            FormatArg::Html => "report.html",
        }))
    };
    match output {
        None if several => Err(fault("several formats need a folder to go to", "add -o DIR")),
        None => Ok(vec![Target::Stdout]),
        Some(path) if path == Path::new("-") && several => {
            Err(fault("standard output holds one format only", "give -o DIR, or one --format"))
        }
        Some(path) if path == Path::new("-") => Ok(vec![Target::Stdout]),
        Some(path) if several || path.is_dir() || path.to_string_lossy().ends_with('/') => {
            std::fs::create_dir_all(path)
                .with_context(|| format!("cannot make the folder {}", path.display()))?;
            Ok(formats.iter().map(|f| named(f, path)).collect())
        }
        Some(path) => Ok(vec![Target::File(path.to_path_buf())]),
    }
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
