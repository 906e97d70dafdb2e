//! The `dpascan` program: everything is in [`dpascan::cli`].

use std::process::ExitCode;

/// Reading asks for memory in many small pieces: the system's own allocator cost an eighth of a
/// scan's processor time. Huge pages are off: clearing them costs more than short-lived children
/// gain by them.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    dpascan::cli::run()
}
