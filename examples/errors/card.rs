//! The accuracy card of a build: counts and intervals of several labelled sets.
//!
//! In: sets as `NAME=REPORT.json,LABELS[,CLASSED.md]`. Out: Markdown. What must stay true: all
//! sets were judged by the same build, and no document is named.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::{Decision, Label, Report, calibration, classes, decide, labels, row, table};

/// One labelled set with the report on it.
struct Set {
    name: String,
    report: Report,
    labels: Vec<Label>,
    /// The classes that somebody gave to its wrong decisions, by document and requirement.
    classes: BTreeMap<(String, String), String>,
}

/// Decisions that should be a gap, that are one, and that are both.
#[derive(Default)]
struct Overlap {
    labelled: usize,
    reported: usize,
    both: usize,
}

/// What stands above the counts.
const METHOD: &str = "\
# Accuracy

Made by `cargo run --example errors -- card …` ([LABELS.md](LABELS.md)); do not edit it by hand. It is true of the build named below, and of no other.

**Method.** People read each document whole and labelled every requirement before they saw a report: `met`, `partial`, `missing` or `contradicted`, by the criteria that
`dpascan explain ID` prints; or, where others had labelled single sentences, only `present` and `absent`. A verdict is right where its status is that of the label. The documents are
agreements that vendors publish; none of them, and none of their sentences, is part of this project. A *development* set was read while the packs were written, so its figures flatter.
A *closed* set was never opened (only its totals were
printed now and then): it alone tells what to expect of your own contracts. The readers were careful and no lawyers; labels of single sentences are known to be incomplete
(an obligation that nobody marked counts as absent), which costs precision here and not in truth.

**Reading the tables.** The interval is Wilson's, at 95 %; decisions on one document are not independent, so the true interval is wider. *Gap* is every status but `met`. P is the share of
what was reported that is labelled so, R the share of what is labelled that was reported.
";

/// The card of these sets.
///
/// # Errors
/// A set that is not of the form, a file that cannot be read, or sets of different builds.
pub(super) fn card(sets: &[String]) -> Result<String, Box<dyn Error>> {
    let sets: Vec<Set> = sets.iter().map(|set| read(set)).collect::<Result<_, _>>()?;
    let first = sets.first().ok_or("no set: give NAME=REPORT.json,LABELS")?;
    let build = |s: &Set| (s.report.tool.version.clone(), s.report.catalogue.hash.clone());
    if let Some(other) = sets.iter().find(|s| build(s) != build(first)) {
        return Err(format!(
            "`{}` was judged by another build than `{}`: scan again",
            other.name, first.name
        )
        .into());
    }
    let mut out = METHOD.to_owned();
    writeln!(
        out,
        "\n**Build.** {} {}, catalogue {} (hash `{}`), judged by the law of {}.",
        first.report.tool.name,
        first.report.tool.version,
        first.report.catalogue.version,
        first.report.catalogue.hash,
        first.report.as_of
    )?;
    summary(&sets, &mut out)?;
    let all: Vec<Decision<'_>> = sets.iter().flat_map(|s| decide(&s.report, &s.labels)).collect();
    for (title, key) in [("language", 0), ("requirement", 1)] {
        table(title, &mut out)?;
        let mut groups: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for decision in &all {
            let group =
                groups.entry(if key == 0 { decision.language } else { decision.id }).or_default();
            group.0 += usize::from(decision.right());
            group.1 += 1;
        }
        for (name, (right, all)) in groups {
            row(name, right, all, &mut out)?;
        }
    }
    calibration(&all, &mut out)?;
    misses(&sets, &mut out)?;
    // One title a page; the tables stand under it.
    Ok(out.replace("\n# ", "\n## "))
}

fn read(set: &str) -> Result<Set, Box<dyn Error>> {
    let (name, paths) =
        set.split_once('=').ok_or_else(|| format!("`{set}` is not NAME=REPORT.json,LABELS"))?;
    let mut paths = paths.split(',');
    let (Some(report), Some(folder)) = (paths.next(), paths.next()) else {
        return Err(format!("`{set}` is not NAME=REPORT.json,LABELS").into());
    };
    Ok(Set {
        name: name.to_owned(),
        report: serde_json::from_str(&fs::read_to_string(report)?)?,
        labels: labels(Path::new(folder))?,
        classes: match paths.next() {
            Some(path) => classes(&fs::read_to_string(path)?),
            None => BTreeMap::new(),
        },
    })
}

/// A line a set: how many are right, and how well gaps and absences are told.
fn summary(sets: &[Set], out: &mut String) -> Result<(), Box<dyn Error>> {
    table("set", out)?;
    for set in sets {
        let decisions = decide(&set.report, &set.labels);
        let right = decisions.iter().filter(|d| d.right()).count();
        row(&set.name, right, decisions.len(), out)?;
    }
    writeln!(
        out,
        "\n| set | profile | documents | gap P | gap R | missing P | missing R | missing F1 |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    )?;
    for set in sets {
        let decisions = decide(&set.report, &set.labels);
        let documents: BTreeSet<&str> = decisions.iter().map(|d| d.label.doc.as_str()).collect();
        let gap = overlap(&decisions, |status| !matches!(status, "met" | "present"));
        let missing = overlap(&decisions, |status| matches!(status, "missing" | "absent"));
        let (p, r) = missing.precision_and_recall();
        let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        let (gap_p, gap_r) = gap.precision_and_recall();
        writeln!(
            out,
            "| {} | {} | {} | {gap_p:.3} | {gap_r:.3} | {p:.3} | {r:.3} | {f1:.3} |",
            set.name,
            set.report.profile,
            documents.len()
        )?;
    }
    Ok(())
}

fn overlap(decisions: &[Decision<'_>], counts: impl Fn(&str) -> bool) -> Overlap {
    let mut out = Overlap::default();
    for decision in decisions {
        let coarse = matches!(decision.label.status.as_str(), "present" | "absent");
        // Where a label knows no more than present, anything found is no gap.
        let got = match decision.got() {
            "partial" | "contradicted" if coarse => "met",
            got => got,
        };
        let (labelled, reported) = (counts(&decision.label.status), counts(got));
        out.labelled += usize::from(labelled);
        out.reported += usize::from(reported);
        out.both += usize::from(labelled && reported);
    }
    out
}

impl Overlap {
    #[expect(clippy::cast_precision_loss, reason = "counts of decisions are small")]
    fn precision_and_recall(&self) -> (f64, f64) {
        let share = |of: usize| self.both as f64 / of.max(1) as f64;
        (share(self.reported), share(self.labelled))
    }
}

/// Wrong decisions by what was labelled and reported, and by class where somebody classed them.
fn misses(sets: &[Set], out: &mut String) -> Result<(), Box<dyn Error>> {
    let mut kinds: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut by_class: BTreeMap<String, usize> = BTreeMap::new();
    for set in sets {
        for decision in decide(&set.report, &set.labels).iter().filter(|d| !d.right()) {
            let label = decision.label;
            *kinds.entry((label.status.clone(), decision.got().to_owned())).or_default() += 1;
            let class = set.classes.get(&(label.doc.clone(), decision.id.to_owned()));
            *by_class.entry(class.map_or("not classed", String::as_str).to_owned()).or_default() +=
                1;
        }
    }
    writeln!(out, "\n# Misses\n\n| labelled | reported | decisions |\n| --- | --- | ---: |")?;
    for ((labelled, reported), n) in kinds {
        writeln!(out, "| {labelled} | {reported} | {n} |")?;
    }
    writeln!(out, "\n| class | wrong |\n| --- | ---: |")?;
    for (class, n) in by_class {
        writeln!(out, "| {class} | {n} |")?;
    }
    Ok(())
}
