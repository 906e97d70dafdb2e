//! The `dpascan` program: everything is in [`dpascan::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    dpascan::cli::run()
}
