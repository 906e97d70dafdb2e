//! `dpascan` reads a folder of contracts and reports, per vendor, which required clauses of a
//! processor agreement are found, weak, absent or contradicted, each with the passage that decides.
//!
//! The modules are stages in the order of the data; each owns the type that it hands on, and may
//! use only the modules above it in this list (`tests/it/layering.rs` keeps it so).

pub mod lang;
pub mod report;
pub mod text;
pub mod pack;
pub mod discover;
pub mod extract;
pub mod segment;
pub mod model;
pub mod compare;
pub mod review;
pub mod diff;
pub mod parties;
pub mod find;
pub mod rows;
pub mod classify;
pub mod assess;
pub mod dossier;
pub mod register;
pub mod policy;
pub mod render;
pub mod scan;
pub mod cli;
