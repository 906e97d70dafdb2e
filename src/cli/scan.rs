//! `dpascan scan`: folders in, a report out.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use clap::ArgMatches;

use super::args::{Cli, ColorArg, FormatArg, LangArg, ScanArgs, SeverityArg, VendorByArg};
use super::config::{Config, choice, nearest};
use super::deliver::{Delivery, Form, places};
use super::output::{self, Target, fault, say};
use super::progress::Watch;
use super::{CLEAN, GAPS, INCOMPLETE};
use crate::discover::{self, Found, Request};
use crate::extract::{Limits, Passwords, Reader, ReaderOptions};
use crate::lang::Lang;
use crate::pack::{Patterns, Profile};
use crate::register;
use crate::render;
use crate::report::{Report, Severity, Status};
use crate::review::Review;
use crate::scan::{self as pipeline, Progress, Settings};

/// What was typed and configured, as what it means.
struct Options {
    lang: Lang,
    color: ColorArg,
    formats: Vec<FormatArg>,
    vendor_by: VendorByArg,
    fail_on: Severity,
    threads: u16,
    profile: String,
    patterns: Option<PathBuf>,
    limits: Limits,
    reading: ReaderOptions,
    max_list_age: u32,
    as_of: String,
    form: Form,
}

pub(super) fn run(cli: &Cli, args: &ScanArgs, matches: &ArgMatches) -> anyhow::Result<u8> {
    let start = args
        .paths
        .first()
        .filter(|p| *p != Path::new("-"))
        .map_or(Path::new("."), PathBuf::as_path);
    let config = Config::load(start, cli.no_config)?;
    let options = options(cli, args, &config)?;
    if args.print_config {
        let scan_matches = matches.subcommand_matches("scan").unwrap_or(matches);
        output::write(&config.describe(scan_matches), &Target::Stdout, false, true)?;
        return Ok(CLEAN);
    }
    let places = places(&options.formats, args.output.as_deref())?;
    let clock = Instant::now();
    let found = find(args, options.limits.max_bytes)?;
    let reader = Reader::new(options.limits.clone(), options.reading.clone());
    // The children and what else is needed get ready while the packs are read.
    reader.prepare(found.files.len().min(options.limits.threads));
    // Without a thread to spare the first document waits for it.
    let _ = std::thread::Builder::new().name("prepare".to_owned()).spawn(pipeline::prepare);
    let patterns = load_on(options.patterns.as_deref(), Some(&options.as_of))?;
    let profile = profile(&patterns, &options.profile)?;
    let loaded = clock.elapsed();
    let reviews = super::review::beside(args.reviews.as_deref(), &args.paths)?;
    let list = args.register.as_deref().map(register).transpose()?;
    let inputs = Inputs { found: &found, reader: &reader, reviews: &reviews };
    let scan = || judge(cli, args, &options, (&patterns, profile), &inputs);
    let pool = pool(options.threads)?;
    let mut report = pool.install(scan);
    report.register = list.map(|list| register::compare(&list, &report.vendors, &report.as_of));
    for old in report.stale.iter().filter(|_| !cli.quiet) {
        say(&render::stale(old, options.lang));
    }
    let delivery = Delivery {
        cli,
        lang: options.lang,
        color: options.color,
        force: args.force,
        form: options.form.clone(),
    };
    pool.install(|| delivery.deliver(&report, &options.formats, &places))?;
    if cli.verbose > 1 {
        for (name, reason) in &found.skipped_names {
            say(&format!("passed over ({reason}): {name}"));
        }
        say(&format!("packs {loaded:.1?}, all {:.1?}", clock.elapsed()));
    }
    let code = verdict(&report, &options, args.exit_zero, cli.quiet);
    // The process ends here: the system takes its memory back at once, piece by piece takes longer.
    std::mem::forget((report, patterns));
    Ok(code)
}

/// The list of applications in use.
fn register(file: &Path) -> anyhow::Result<Vec<register::Listed>> {
    let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
    register::parse(&bytes).map_err(|why| {
        fault(
            format!("{}: {why}", file.display()),
            "a register has columns vendor, aliases, product, last_review, expires; only vendor is needed",
        )
    })
}

/// The report of a scan, for commands that need one to work on.
pub(super) fn report(cli: &Cli, args: &ScanArgs, reviews: &[Review]) -> anyhow::Result<Report> {
    let start = args.paths.first().map_or(Path::new("."), PathBuf::as_path);
    let config = Config::load(start, cli.no_config)?;
    let options = options(cli, args, &config)?;
    let patterns = load_on(options.patterns.as_deref(), Some(&options.as_of))?;
    let profile = profile(&patterns, &options.profile)?;
    let found = find(args, options.limits.max_bytes)?;
    let reader = Reader::new(options.limits.clone(), options.reading.clone());
    let inputs = Inputs { found: &found, reader: &reader, reviews };
    let scan = || judge(cli, args, &options, (&patterns, profile), &inputs);
    Ok(pool(options.threads)?.install(scan))
}

fn options(cli: &Cli, args: &ScanArgs, config: &Config) -> anyhow::Result<Options> {
    let formats = match args.format.as_slice() {
        [] => vec![config.pick("format", None, FormatArg::Terminal, choice)?],
        some => some.to_vec(),
    };
    let (mut limits, reading) = super::reading::settings(&args.reading, config)?;
    let number = |text: &str| text.parse::<u16>().map_err(|e| e.to_string());
    let days = |text: &str| text.parse::<u32>().map_err(|e| e.to_string());
    let threads = config.pick("threads", args.threads, 0, number)?;
    if threads > 0 {
        limits.threads = usize::from(threads);
    }
    Ok(Options {
        lang: config.pick("lang", cli.lang, LangArg::Nl, choice)?.into(),
        color: config.pick("color", cli.color, ColorArg::Auto, choice)?,
        formats,
        vendor_by: config.pick("vendor-by", args.vendor_by, VendorByArg::Auto, choice)?,
        fail_on: config.pick("fail-on", args.fail_on, SeverityArg::High, choice)?.into(),
        threads,
        profile: config
            .pick("profile", args.profile.clone(), "onderwijs".into(), |t| Ok(t.to_string()))?,
        patterns: config
            .pick("patterns", cli.patterns.clone().map(Some), None, |t| Ok(Some(t.into())))?,
        limits,
        reading,
        max_list_age: config.pick("max-list-age", args.max_list_age, 90, days)?,
        as_of: args.as_of.clone().unwrap_or_else(today),
        form: Form::of(&args.form, config)?,
    })
}

/// Longer lists are no lists of passwords: all of them go with every request to a child.
const MOST_PASSWORD_BYTES: usize = 32 << 10;

/// The passwords of a file, one a line; blanks belong to a password.
pub(super) fn passwords(file: Option<&Path>) -> anyhow::Result<Passwords> {
    let Some(file) = file else { return Ok(Passwords::default()) };
    let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
    if bytes.len() > MOST_PASSWORD_BYTES {
        return Err(fault(
            format!("{}: more than {MOST_PASSWORD_BYTES} bytes", file.display()),
            "a password file holds one password a line",
        ));
    }
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.trim_start_matches('\u{feff}').lines();
    Ok(Passwords(lines.filter(|line| !line.is_empty()).map(str::to_string).collect()))
}

/// Loads the packs; a broken one is a fault that names its file and line.
pub(super) fn load(overlay: Option<&Path>) -> anyhow::Result<Patterns> {
    load_on(overlay, None)
}

/// The date of today in universal time, `YYYY-MM-DD`.
pub(super) fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// The time of now, as reports write it.
pub(super) fn now() -> String {
    jiff::fmt::temporal::DateTimePrinter::new()
        .precision(Some(0))
        .timestamp_to_string(&jiff::Timestamp::now())
}

pub(super) fn load_on(overlay: Option<&Path>, as_of: Option<&str>) -> anyhow::Result<Patterns> {
    Patterns::load_on(overlay, as_of).map_err(|why| {
        fault(
            why.to_string(),
            "`dpascan patterns check` tells all that is wrong; docs/PATTERNS.md tells the rules",
        )
    })
}

pub(super) fn profile<'a>(patterns: &'a Patterns, id: &str) -> anyhow::Result<&'a Profile> {
    patterns.profile(id).ok_or_else(|| {
        let hint = nearest(id, patterns.profiles.keys().map(String::as_str));
        fault(format!("there is no profile `{id}`"), hint)
    })
}

fn find(args: &ScanArgs, max_bytes: u64) -> anyhow::Result<Found> {
    let mut request = Request { manifest: args.vendors.clone(), ..Request::default() };
    for path in &args.paths {
        if path == Path::new("-") {
            request.standard_input = Some(output::standard_input(max_bytes)?);
        } else {
            request.paths.push(path.clone());
        }
    }
    if let Some(list) = &args.files_from {
        request.listed = listed(list)?;
    }
    found(&request)
}

/// The documents of a request; that there are none is a fault.
pub(super) fn found(request: &Request) -> anyhow::Result<Found> {
    let found = discover::find(request).map_err(|why| match why {
        discover::FindError::Path { .. } => fault(why.to_string(), "name a folder or a file that exists"),
        discover::FindError::Manifest(_) => {
            fault(why.to_string(), "a vendors.toml has `exclude`, and `[[vendor]]` with `name`, `folder`, `files`, `products`")
        }
    })?;
    if found.files.is_empty() && found.manifest.vendors.is_empty() && found.empty_folders.is_empty()
    {
        let skipped: Vec<String> =
            found.skipped.iter().map(|(reason, n)| format!("{n} {reason}")).collect();
        let skipped = if skipped.is_empty() {
            "nothing is there".into()
        } else {
            format!("passed over: {}", skipped.join(", "))
        };
        return Err(fault(
            format!("no documents found ({skipped})"),
            "dpascan reads PDF, DOCX, ODT, RTF, HTML, Markdown and text, also in e-mails and ZIP archives; -vv names what was passed over",
        ));
    }
    Ok(found)
}

/// The paths of a list, one a line, or separated by NUL.
fn listed(list: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let bytes = if list == Path::new("-") {
        output::standard_input(u64::MAX - 1)?
    } else {
        std::fs::read(list).with_context(|| list.display().to_string())?
    };
    let separator = if bytes.contains(&0) { 0 } else { b'\n' };
    Ok(bytes
        .split(|b| *b == separator)
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .filter(|line| !line.is_empty())
        .map(path_of)
        .collect())
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// The threads that work; 0: as many as there are processors.
fn pool(threads: u16) -> anyhow::Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(usize::from(threads))
        .build()
        .context("cannot start threads")
}

/// What a scan works on.
struct Inputs<'a> {
    found: &'a Found,
    reader: &'a Reader,
    reviews: &'a [Review],
}

fn judge(
    cli: &Cli,
    args: &ScanArgs,
    options: &Options,
    (patterns, profile): (&Patterns, &Profile),
    inputs: &Inputs<'_>,
) -> Report {
    let Inputs { found, reader, reviews } = *inputs;
    let typed = args.paths.iter().chain(&args.files_from).map(|p| discover::shown(p));
    let settings = Settings {
        patterns,
        profile,
        lang: options.lang,
        vendor_by: options.vendor_by.into(),
        input_format: args.input_format.map(Into::into),
        max_bytes: options.limits.max_bytes,
        as_of: options.as_of.clone(),
        max_list_age: options.max_list_age,
        generated_at: now(),
        root: typed.collect(),
        reviews,
    };
    let report = watched(cli, |progress| pipeline::scan(found, reader, &settings, progress));
    if let Some(fence) = reader.fence().filter(|_| cli.verbose > 1) {
        say(&format!("reading process: {fence}"));
    }
    report
}

/// Does work while showing how far it is.
pub(super) fn watched<T>(cli: &Cli, work: impl FnOnce(&dyn Progress) -> T) -> T {
    let watch = Watch::new(cli.quiet);
    let done = work(&watch);
    for (name, reason) in watch.end().iter().filter(|_| cli.verbose > 1) {
        say(&format!("passed over ({reason}): {name}"));
    }
    done
}

/// The exit code; what makes it 2 is said on standard error.
fn verdict(report: &Report, options: &Options, exit_zero: bool, quiet: bool) -> u8 {
    let gap =
        report.vendors.iter().flat_map(|v| v.requirements.marks()).any(|(severity, status)| {
            severity >= options.fail_on
                && matches!(status, Status::Missing | Status::Contradicted | Status::Partial)
        });
    let incomplete = render::incomplete(report);
    if incomplete && !quiet {
        say(&format!(
            "incomplete: {} of {} documents could not be read, or not wholly",
            unread(report),
            report.summary.documents
        ));
    }
    match (incomplete, gap) {
        _ if exit_zero => CLEAN,
        (true, _) => INCOMPLETE,
        (false, true) => GAPS,
        (false, false) => CLEAN,
    }
}

fn unread(report: &Report) -> usize {
    let all = report.vendors.iter().flat_map(|v| &v.documents);
    all.filter(|d| matches!(d.status.as_str(), "unreadable" | "partial")).count()
}
