//! `dpascan screen`: one app or vendor, before it is ordered, by the organisation's own policy.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use super::args::{Cli, ColorArg, FormArgs, FormatArg, LangArg, ReadingArgs, date};
use super::config::{Config, choice, nearest};
use super::deliver::{Delivery, Form, places};
use super::output::{self, Target, fault, say};
use super::{CLEAN, GAPS, INCOMPLETE, reading, scan};
use crate::discover::{Found, Manifest, Request, VendorBy};
use crate::lang::Lang;
use crate::pack::{Patterns, Profile, ProfileRequirement};
use crate::policy::{self, Policy, PolicyError};
use crate::render;
use crate::report::{Answer, Report};
use crate::scan::{self as pipeline, Settings};

const EXAMPLES: &str = "\
Examples:
  dpascan screen new-app/                          terms, statement and agreement of one app
  dpascan screen terms.html privacy.html --lang en
  dpascan screen --print-policy > policy.toml      make the policy your own
  dpascan screen new-app/ --policy policy.toml --format json
  dpascan screen new-app/ --format html --format docx -o answer/   to mail and to file
";

const AFTER: &str = "\
Exit codes:
  0  go: no rule of the policy stands in the way
  1  go on conditions, or no go (`screen.answer` in the JSON tells which)
  2  no answer: usage, a broken policy, nothing to read, or a document that could not be read

The answer is that of your own policy. Texts are compared; what vendors do is not looked at.";

/// The profile that is judged; the rules of a policy may name more requirements.
const PROFILE: &str = "prescreen";

#[derive(Debug, Args)]
#[command(before_help = EXAMPLES, after_help = AFTER)]
pub(super) struct ScreenArgs {
    /// The documents of one app or vendor: a folder, or files; `-` is standard input
    #[arg(value_name = "PATH", required_unless_present = "print_policy", help_heading = "Input")]
    pub(super) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) reading: ReadingArgs,

    /// Your organisation's policy [default: the one that comes along]
    #[arg(
        long,
        value_name = "FILE",
        env = "DPASCAN_POLICY",
        hide_env = true,
        help_heading = "Policy"
    )]
    pub(super) policy: Option<PathBuf>,

    /// Print the policy that comes along, with comments, and stop
    #[arg(long, help_heading = "Policy")]
    pub(super) print_policy: bool,

    /// Judge by the law and lists of this date, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Policy")]
    pub(super) as_of: Option<String>,

    /// Form of the answer; repeat it for several, which need -o DIR [default: terminal]
    #[arg(short, long, value_enum, help_heading = "Output")]
    pub(super) format: Vec<FormatArg>,

    /// Where to write: a file, a folder, or `-` for standard output
    #[arg(short, long, value_name = "FILE|DIR|-", help_heading = "Output")]
    pub(super) output: Option<PathBuf>,

    #[command(flatten)]
    pub(super) form: FormArgs,

    /// Write over a file that is no report of dpascan
    #[arg(long, help_heading = "Output")]
    pub(super) force: bool,
}

pub(super) fn run(cli: &Cli, args: &ScreenArgs) -> anyhow::Result<u8> {
    if args.print_policy {
        output::write(policy::DEFAULT, &Target::Stdout, false, true)?;
        return Ok(CLEAN);
    }
    let start = args.paths.first().filter(|p| *p != Path::new("-"));
    let config = Config::load(start.map_or(Path::new("."), PathBuf::as_path), cli.no_config)?;
    let lang: Lang = config.pick("lang", cli.lang, LangArg::Nl, choice)?.into();
    let overlay =
        config.pick("patterns", cli.patterns.clone().map(Some), None, |t| Ok(Some(t.into())))?;
    let as_of = args.as_of.clone().unwrap_or_else(scan::today);
    let patterns = scan::load_on(overlay.as_deref(), Some(&as_of))?;
    let policy = read_policy(args.policy.as_deref(), &patterns)?;
    let profile = profile(&patterns, &policy)?;
    let formats = match args.format.as_slice() {
        [] => &[FormatArg::Terminal],
        some => some,
    };
    // A place that cannot be written to is told before the work.
    let places = places(formats, args.output.as_deref())?;
    let delivery = Delivery {
        cli,
        lang,
        color: config.pick("color", cli.color, ColorArg::Auto, choice)?,
        force: args.force,
        form: Form::of(&args.form, &config)?,
    };
    let (limits, options) = reading::settings(&args.reading, &config)?;
    let found = one_vendor(args, limits.max_bytes)?;
    let reviews = super::review::beside(None, &args.paths)?;
    let settings = Settings {
        patterns: &patterns,
        profile: &profile,
        lang,
        vendor_by: VendorBy::Folder,
        input_format: None,
        max_bytes: limits.max_bytes,
        as_of,
        max_list_age: 0,
        generated_at: scan::now(),
        root: args.paths.iter().map(|p| crate::discover::shown(p)).collect(),
        reviews: &reviews,
    };
    let reader = crate::extract::Reader::new(limits, options);
    let mut report =
        scan::watched(cli, |progress| pipeline::scan(&found, &reader, &settings, progress));
    for vendor in &mut report.vendors {
        vendor.screen = Some(policy.screen(vendor, lang));
    }
    delivery.deliver(&report, formats, &places)?;
    Ok(exit_code(&report, cli.quiet))
}

fn read_policy(file: Option<&Path>, patterns: &Patterns) -> anyhow::Result<Policy> {
    let text = match file {
        None => policy::DEFAULT.to_owned(),
        Some(file) => std::fs::read_to_string(file).with_context(|| file.display().to_string())?,
    };
    Policy::read(&text, patterns).map_err(|why| {
        let shown =
            file.map_or_else(|| "the policy that comes along".into(), |f| f.display().to_string());
        let hint = match &why {
            PolicyError::Requirement(id) => {
                nearest(id, patterns.requirements.iter().map(|r| r.id.as_str()))
            }
            _ => "`dpascan screen --print-policy` shows a policy with comments".to_owned(),
        };
        fault(format!("{shown}: {why}"), hint)
    })
}

/// The profile, with what the policy asks for besides.
fn profile(patterns: &Patterns, policy: &Policy) -> anyhow::Result<Profile> {
    let mut profile = scan::profile(patterns, PROFILE)?.clone();
    for id in policy.requirements() {
        if !profile.requirements.iter().any(|r| r.id == id) {
            profile.requirements.push(ProfileRequirement { id: id.to_owned(), severity: None });
        }
    }
    Ok(profile)
}

/// The documents, all of one vendor, that is named by the folder or the file.
fn one_vendor(args: &ScreenArgs, max_bytes: u64) -> anyhow::Result<Found> {
    let mut request = Request::default();
    for path in &args.paths {
        if path == Path::new("-") {
            request.standard_input = Some(output::standard_input(max_bytes)?);
        } else {
            request.paths.push(path.clone());
        }
    }
    let mut found = scan::found(&request)?;
    let name = name(args.paths.first().map_or(Path::new("-"), PathBuf::as_path));
    for file in &mut found.files {
        file.folder = Some(name.clone());
    }
    // A list of vendors divides; here everything is one.
    found.manifest = Manifest::default();
    found.empty_folders.clear();
    if found.files.is_empty() {
        return Err(fault("no documents found", "name a folder or files of one app or vendor"));
    }
    Ok(found)
}

fn name(path: &Path) -> String {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let part = if whole.is_dir() { whole.file_name() } else { whole.file_stem() };
    part.map_or_else(|| "-".to_owned(), |n| crate::discover::shown(Path::new(n)))
}

fn exit_code(report: &Report, quiet: bool) -> u8 {
    let answers = || report.vendors.iter().filter_map(|v| v.screen.as_ref());
    if render::incomplete(report) && !quiet {
        say("incomplete: a document could not be read, or not wholly");
    }
    let worst = answers().map(|s| s.answer).max().unwrap_or(Answer::Undecided);
    match worst {
        _ if render::incomplete(report) => INCOMPLETE,
        Answer::Go => CLEAN,
        Answer::Conditions | Answer::NoGo => GAPS,
        Answer::Undecided => INCOMPLETE,
    }
}
