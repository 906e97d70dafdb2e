//! Tests of the whole: one binary, so that it links once.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that meets the unexpected should stop there"
)]

mod browser;
mod cli;
mod containers;
mod contract;
#[cfg(unix)]
mod dashboards;
mod dates;
mod diff;
mod discover;
mod fence;
mod layering;
mod mutants;
mod nasty;
mod office;
mod program;
mod reading;
mod review;
mod screen;
mod traps;
mod verify;
