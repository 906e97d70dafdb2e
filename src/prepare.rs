//! The build script: compiles the packs, so that the program reads them at once instead of parsing
//! a megabyte of TOML at every start. A pack that cannot be used stops the build, with its line.
//!
//! It is the program's own code that does it: the modules below are those of the library, which
//! knows by `cfg(prepared)` that their outcome is there.
#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    unexpected_cfgs,
    clippy::wrong_self_convention,
    reason = "the build uses a part of what the library's modules offer"
)]
#![allow(clippy::print_stdout, reason = "a build script speaks to cargo by printing")]

mod lang;
mod pack;
mod text;

use std::path::PathBuf;

fn main() -> Result<(), String> {
    println!("cargo::rustc-check-cfg=cfg(prepared)");
    println!("cargo::rustc-cfg=prepared");
    println!("cargo::rerun-if-changed=patterns");
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).ok_or(name.to_owned());
    let packs = folder("CARGO_MANIFEST_DIR")?.join("patterns");
    let prepared = pack::prepare(&packs).map_err(|error| format!("patterns/{error}"))?;
    let to = folder("OUT_DIR")?.join("packs");
    std::fs::write(&to, prepared).map_err(|error| format!("{}: {error}", to.display()))
}
