//! `dpascan render`: a report that was written as JSON, in another form; no document is read.

use std::path::Path;

use anyhow::Context;

use super::CLEAN;
use super::args::{Cli, ColorArg, LangArg, RenderArgs};
use super::config::{Config, choice, nearest};
use super::deliver::{Delivery, Form, places};
use super::output::fault;
use crate::report::{Report, SCHEMA_VERSION};
use crate::scan::summary;

pub(super) fn run(cli: &Cli, args: &RenderArgs) -> anyhow::Result<u8> {
    let config = Config::load(Path::new("."), cli.no_config)?;
    let delivery = Delivery {
        cli,
        lang: config.pick("lang", cli.lang, LangArg::Nl, choice)?.into(),
        color: config.pick("color", cli.color, ColorArg::Auto, choice)?,
        force: args.force,
        form: Form::of(&args.form, &config)?,
    };
    let mut report = load(&args.report)?;
    if !args.vendor.is_empty() {
        keep(&mut report, &args.vendor)?;
    }
    let places = places(&args.format, args.output.as_deref())?;
    delivery.deliver(&report, &args.format, &places)?;
    Ok(CLEAN)
}

/// Leaves these vendors in a report, and counts again.
fn keep(report: &mut Report, names: &[String]) -> anyhow::Result<()> {
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    for name in names {
        if !report.vendors.iter().any(|vendor| same(&vendor.vendor, name)) {
            let hint = nearest(name, report.vendors.iter().map(|vendor| vendor.vendor.as_str()));
            return Err(fault(format!("the report has no vendor `{name}`"), hint));
        }
    }
    report.vendors.retain(|vendor| names.iter().any(|name| same(name, &vendor.vendor)));
    report.summary = summary(&report.vendors, &report.summary.skipped);
    Ok(())
}

/// Reads a report of a version of the contract that this build knows.
pub(super) fn load(path: &Path) -> anyhow::Result<Report> {
    let about = || format!("cannot read the report {}", path.display());
    let bytes = std::fs::read(path).with_context(about)?;
    let hint = "give a file that `dpascan scan --format json -o FILE` wrote";
    let head: serde_json::Value = serde_json::from_slice(&bytes)
        .map_err(|why| fault(format!("{} is no JSON: {why}", path.display()), hint))?;
    let version = head.get("schema_version").and_then(serde_json::Value::as_str).unwrap_or("");
    let major = |version: &str| version.split('.').next().map(str::to_owned);
    if major(version) != major(SCHEMA_VERSION) {
        let known = format!("this build reads version {SCHEMA_VERSION}");
        let what = if version.is_empty() {
            format!("{} is no report of dpascan; {known}", path.display())
        } else {
            format!("{} is a report of version {version}; {known}", path.display())
        };
        return Err(fault(what, hint));
    }
    serde_json::from_value(head)
        .map_err(|why| fault(format!("{} is no whole report: {why}", path.display()), hint))
}
