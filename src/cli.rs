//! The command line: what was typed becomes settings, a report becomes bytes and an exit code.
//!
//! Standard output carries the report and nothing else; progress, warnings and faults go to
//! standard error. What must stay true: a fault or an unread file never looks like a clean result.

mod args;
mod config;
mod deliver;
mod explain;
mod compare;
mod diff;
mod extract;
mod generate;
mod output;
mod patterns;
mod progress;
mod reading;
mod render;
mod review;
mod scan;
mod verify;
mod whole;
mod screen;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};

use args::{Cli, Command};
use output::Fault;

/// Everything was read, and nothing at or above the threshold was found.
const CLEAN: u8 = 0;
/// Gaps at or above the threshold.
const GAPS: u8 = 1;
/// Not done, or not done properly.
const INCOMPLETE: u8 = 2;

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    // The child process for reading: before anything else, since it has to start fast.
    if crate::extract::is_worker_call(&arguments) {
        return crate::extract::run_worker();
    }
    if let [_, hidden, rest @ ..] = arguments.as_slice()
        && hidden.to_str() == Some(crate::extract::OCR_ARGUMENT)
    {
        return crate::extract::run_ocr(rest);
    }
    if arguments.len() < 2 {
        let help = Cli::command().render_help().ansi().to_string();
        anstream::eprint!("{help}");
        return ExitCode::from(INCOMPLETE);
    }
    let matches = match Cli::command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(fault) => return usage(&fault),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(fault) => return usage(&fault),
    };
    let done = match &cli.command {
        Command::Scan(scan_args) => scan::run(&cli, scan_args, &matches),
        Command::Screen(screen_args) => screen::run(&cli, screen_args),
        Command::Render(render_args) => render::run(&cli, render_args),
        Command::Extract(extract_args) => extract::run(&cli, extract_args, &matches),
        Command::Explain(explain_args) => explain::run(&cli, explain_args, &matches),
        Command::Generate(generate_args) => generate::run(&cli, generate_args),
        Command::Review(review_args) => review::run(&cli, review_args),
        Command::Compare(compare_args) => compare::run(&cli, compare_args),
        Command::Diff(diff_args) => diff::run(&cli, diff_args),
        Command::Verify(verify_args) => verify::run(&cli, verify_args),
        Command::Patterns(patterns_args) => patterns::run(&cli, patterns_args, &matches),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        // Whoever reads our output has seen enough.
        Err(fault) if output::is_broken_pipe(&fault) => ExitCode::from(CLEAN),
        Err(fault) => {
            tell(&fault);
            ExitCode::from(INCOMPLETE)
        }
    }
}

/// Help and version are asked for and go to standard output; the rest is a fault of usage.
fn usage(fault: &clap::Error) -> ExitCode {
    let asked = matches!(fault.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    // Nothing better can be done where even this cannot be written.
    let _ = fault.print();
    ExitCode::from(if asked { CLEAN } else { INCOMPLETE })
}

/// A fault: what and where, then what to do.
fn tell(fault: &anyhow::Error) {
    let chain: Vec<String> = fault.chain().map(ToString::to_string).collect();
    let mut lines = chain.join(": ");
    if let Some(hint) = fault.downcast_ref::<Fault>().and_then(|f| f.hint.as_deref()) {
        lines.push_str(&format!("\n  {hint}"));
    }
    output::say(&format!("dpascan: {lines}"));
}
