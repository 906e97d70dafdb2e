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
#[cfg(unix)]
mod dashboards;
mod contract;
mod dates;
mod diff;
mod discover;
mod fence;
mod layering;
mod review;
mod verify;
mod reading;
mod mutants;
mod nasty;
mod office;
mod screen;
