//! (being written) Stand-in: only what the pipeline touches.

use crate::pack::Patterns;
use crate::segment::Contract;

/// The names of the parties in one document.
#[derive(Clone, Debug, Default)]
pub struct Parties {
    /// The processor's name with its legal form, as written.
    pub processor_name: Option<String>,
}

/// Resolves the parties.
#[must_use]
pub fn resolve(_contract: &Contract, _patterns: &Patterns) -> Parties {
    Parties::default()
}
