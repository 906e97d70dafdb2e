//! The program, run as its users run it.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs `dpascan` in `folder`, with no settings but those in it and nothing on standard input.
pub(crate) fn dpascan(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dpascan"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("DPASCAN_LANG")
        .env_remove("DPASCAN_POLICY")
        .env("XDG_CONFIG_HOME", folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}
