//! What went wrong, and how often: a report held against labels.
//!
//! In: a JSON report and a folder of labels (`docs/LABELS.md` has their form). Out, on standard
//! output as Markdown: every wrong decision with its passages and a line for its class, then
//! counts by status, requirement and language, and how far the confidence can be trusted. An
//! earlier output whose class lines were filled in is read back, so that no class is lost:
//!
//! ```sh
//! dpascan scan DIR --vendor-by file --format json -o report.json
//! cargo run --example errors -- report.json labels [classed.md] > errors.md
//! ```
//!
//! `card` sums several such sets up as the accuracy card of a build (`docs/ACCURACY.md`), without
//! naming a document:
//!
//! ```sh
//! cargo run --example errors -- card "closed set=report.json,labels[,classed.md]" … > card.md
//! ```

mod card;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::{env, fs, io};

use serde::Deserialize;

/// What may stand in a class line.
const CLASSES: &str = "segmenting, alias, term, frame-loose, frame-narrow, section-kind, actor, \
                       hedge, value, reference, label";
/// Lower ends of the confidence bins.
const BINS: [f32; 7] = [0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
/// Longest passage shown, in characters.
const SHOWN: usize = 400;

#[derive(Deserialize)]
struct Report {
    tool: Tool,
    catalogue: Catalogue,
    profile: String,
    as_of: String,
    vendors: Vec<Vendor>,
}

#[derive(Deserialize)]
struct Tool {
    name: String,
    version: String,
}

#[derive(Deserialize)]
struct Catalogue {
    version: String,
    hash: String,
}

#[derive(Deserialize)]
struct Vendor {
    documents: Vec<Read>,
    requirements: Vec<Verdict>,
}

#[derive(Deserialize)]
struct Read {
    path: String,
    language: Option<String>,
}

#[derive(Deserialize)]
struct Verdict {
    id: String,
    status: String,
    reasons: Vec<String>,
    confidence: f32,
    evidence: Vec<Passage>,
    near_misses: Vec<Passage>,
}

#[derive(Deserialize)]
struct Passage {
    page: u32,
    article: Option<String>,
    quote: String,
    #[serde(default)]
    frame: String,
    #[serde(default)]
    lacks: Vec<String>,
}

/// One line of a label file; lines without a requirement are notes about the whole document.
#[derive(Deserialize)]
struct Label {
    doc: String,
    requirement: Option<String>,
    #[serde(default)]
    status: String,
    #[serde(default)]
    quote: String,
    #[serde(default)]
    note: String,
}

/// A label and what the report says about it.
struct Decision<'a> {
    label: &'a Label,
    id: &'a str,
    language: &'a str,
    verdict: Option<&'a Verdict>,
}

impl Decision<'_> {
    fn got(&self) -> &str {
        self.verdict.map_or("none", |v| v.status.as_str())
    }

    /// Labels that know no more than `present` and `absent` are met by any status of that side.
    fn right(&self) -> bool {
        match self.label.status.as_str() {
            "present" => matches!(self.got(), "met" | "partial" | "contradicted"),
            "absent" => self.got() == "missing",
            status => self.got() == status,
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let given: Vec<String> = env::args().skip(1).collect();
    if let Some(("card", sets)) = given.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        io::stdout().write_all(card::card(sets)?.as_bytes())?;
        return Ok(());
    }
    let (Some(report), Some(folder)) = (given.first(), given.get(1)) else {
        return Err("usage: errors REPORT.json LABELS [CLASSED.md], or errors card NAME=REPORT.json,LABELS[,CLASSED.md]…".into());
    };
    let report: Report = serde_json::from_str(&fs::read_to_string(report)?)?;
    let labels = labels(Path::new(folder))?;
    let classes = match given.get(2) {
        Some(path) => classes(&fs::read_to_string(path)?),
        None => BTreeMap::new(),
    };
    let decisions = decide(&report, &labels);
    let mut out = String::new();
    errors(&decisions, &classes, &mut out)?;
    counts(&decisions, &mut out)?;
    calibration(&decisions, &mut out)?;
    io::stdout().write_all(out.as_bytes())?;
    Ok(())
}

/// The lines of every `.jsonl` file of a folder, by file name.
fn labels(folder: &Path) -> Result<Vec<Label>, Box<dyn Error>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    paths.sort_by_key(fs::DirEntry::file_name);
    let mut out = Vec::new();
    for path in paths.iter().map(fs::DirEntry::path) {
        if path.extension().is_some_and(|e| e == "jsonl") {
            for (at, line) in fs::read_to_string(&path)?.lines().enumerate() {
                if !line.trim().is_empty() {
                    let label = serde_json::from_str(line);
                    out.push(label.map_err(|e| format!("{}:{}: {e}", path.display(), at + 1))?);
                }
            }
        }
    }
    Ok(out)
}

/// The class lines of an earlier output, by document and requirement.
fn classes(text: &str) -> BTreeMap<(String, String), String> {
    let mut at = None;
    let mut out = BTreeMap::new();
    for line in text.lines() {
        if let Some((id, doc)) = line.strip_prefix("### ").and_then(|h| h.split_once(" · ")) {
            at = Some((doc.to_owned(), id.to_owned()));
        } else if let (Some(class), Some(at)) = (line.strip_prefix("- class: "), &at)
            && !class.trim().is_empty()
        {
            out.insert(at.clone(), class.trim().to_owned());
        }
    }
    out
}

fn decide<'a>(report: &'a Report, labels: &'a [Label]) -> Vec<Decision<'a>> {
    let name = |path: &'a str| path.rsplit(['/', '\\']).next().unwrap_or(path);
    let mut read: BTreeMap<&str, (&Vendor, &str)> = BTreeMap::new();
    for vendor in &report.vendors {
        for document in &vendor.documents {
            let language = document.language.as_deref().unwrap_or("none");
            read.insert(name(&document.path), (vendor, language));
        }
    }
    labels
        .iter()
        .filter_map(|label| {
            let id = label.requirement.as_deref()?;
            let found = read.get(label.doc.as_str());
            let verdict = found.and_then(|(v, _)| v.requirements.iter().find(|r| r.id == id));
            Some(Decision { label, id, language: found.map_or("unread", |(_, l)| l), verdict })
        })
        .collect()
}

fn cut(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{} …", line.get(..at).unwrap_or(&line)),
        None => line,
    }
}

fn errors(
    decisions: &[Decision<'_>],
    classes: &BTreeMap<(String, String), String>,
    out: &mut String,
) -> Result<(), Box<dyn Error>> {
    writeln!(out, "# Wrong decisions\n\nClasses: {CLASSES}.")?;
    let mut by_class: BTreeMap<&str, usize> = BTreeMap::new();
    for decision in decisions.iter().filter(|d| !d.right()) {
        let label = decision.label;
        writeln!(out, "\n### {} · {}\n", decision.id, label.doc)?;
        let class = classes.get(&(label.doc.clone(), decision.id.to_owned()));
        let class = class.map_or("", String::as_str);
        *by_class.entry(class).or_default() += 1;
        writeln!(out, "- class: {class}")?;
        write!(out, "- labelled {}, reported {}", label.status, decision.got())?;
        if let Some(verdict) = decision.verdict {
            write!(out, " at {:.2}", verdict.confidence)?;
            if !verdict.reasons.is_empty() {
                write!(out, " ({})", verdict.reasons.join(", "))?;
            }
        }
        writeln!(out, ", {}", decision.language)?;
        if !label.quote.is_empty() {
            writeln!(out, "- label: {}", cut(&label.quote))?;
        }
        if !label.note.is_empty() {
            writeln!(out, "- note: {}", cut(&label.note))?;
        }
        let Some(verdict) = decision.verdict else { continue };
        passages("found", &verdict.evidence, out)?;
        passages("near", &verdict.near_misses, out)?;
    }
    writeln!(out, "\n# By class\n\n| class | wrong |\n| --- | ---: |")?;
    for (class, wrong) in by_class {
        writeln!(out, "| {} | {wrong} |", if class.is_empty() { "not classed" } else { class })?;
    }
    Ok(())
}

fn passages(word: &str, passages: &[Passage], out: &mut String) -> Result<(), Box<dyn Error>> {
    for passage in passages {
        let article = passage.article.as_deref().map(|a| format!(", {a}")).unwrap_or_default();
        let why =
            if passage.frame.is_empty() { passage.lacks.join(", ") } else { passage.frame.clone() };
        writeln!(out, "- {word} (p. {}{article}; {why}): {}", passage.page, cut(&passage.quote))?;
    }
    Ok(())
}

/// The 95 % interval of a share, by Wilson, in percent.
fn interval(right: usize, all: usize) -> (f64, f64) {
    #[expect(clippy::cast_precision_loss, reason = "counts of decisions are small")]
    let (n, p, z) = (all as f64, right as f64 / all.max(1) as f64, 1.96_f64);
    if all == 0 {
        return (0.0, 100.0);
    }
    let middle = p + z * z / (2.0 * n);
    let spread = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let by = 1.0 + z * z / n;
    (100.0 * (middle - spread) / by, 100.0 * (middle + spread) / by)
}

fn row(name: &str, right: usize, all: usize, out: &mut String) -> Result<(), Box<dyn Error>> {
    #[expect(clippy::cast_precision_loss, reason = "counts of decisions are small")]
    let share = 100.0 * right as f64 / all.max(1) as f64;
    let (low, high) = interval(right, all);
    writeln!(out, "| {name} | {right} | {all} | {share:.1} | {low:.1}–{high:.1} |")?;
    Ok(())
}

fn counts(decisions: &[Decision<'_>], out: &mut String) -> Result<(), Box<dyn Error>> {
    writeln!(out, "\n# By status\n\n| labelled | reported | decisions |\n| --- | --- | ---: |")?;
    let mut confusion: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for decision in decisions {
        *confusion.entry((&decision.label.status, decision.got())).or_default() += 1;
    }
    for ((labelled, got), n) in confusion {
        writeln!(out, "| {labelled} | {got} | {n} |")?;
    }
    for (title, key) in [("language", 0), ("requirement", 1), ("document", 2)] {
        let mut groups: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for decision in decisions {
            let name = match key {
                0 => decision.language,
                1 => decision.id,
                _ => &decision.label.doc,
            };
            let group = groups.entry(name).or_default();
            group.0 += usize::from(decision.right());
            group.1 += 1;
        }
        table(title, out)?;
        for (name, (right, all)) in groups {
            row(name, right, all, out)?;
        }
    }
    let right = decisions.iter().filter(|d| d.right()).count();
    row("all", right, decisions.len(), out)
}

fn table(title: &str, out: &mut String) -> Result<(), Box<dyn Error>> {
    writeln!(out, "\n# By {title}\n\n| {title} | right | of | % | 95 % interval |")?;
    writeln!(out, "| --- | ---: | ---: | ---: | ---: |")?;
    Ok(())
}

fn calibration(decisions: &[Decision<'_>], out: &mut String) -> Result<(), Box<dyn Error>> {
    let mut groups: BTreeMap<(&str, usize), (usize, usize)> = BTreeMap::new();
    for decision in decisions {
        let Some(verdict) = decision.verdict else { continue };
        let bin = BINS.iter().rposition(|low| verdict.confidence >= *low).unwrap_or(0);
        for status in ["all", verdict.status.as_str()] {
            let group = groups.entry((status, bin)).or_default();
            group.0 += usize::from(decision.right());
            group.1 += 1;
        }
    }
    table("confidence", out)?;
    for ((status, bin), (right, all)) in groups {
        let low = BINS.get(bin).copied().unwrap_or(0.0);
        let high = BINS.get(bin + 1).copied().unwrap_or(1.0);
        row(&format!("{status}, {low:.2} to {high:.2}"), right, all, out)?;
    }
    Ok(())
}
