//! (being written) Stand-in: only what the pipeline touches.

use crate::pack::Patterns;
use crate::parties::Parties;
use crate::segment::Contract;

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Hits;

/// Finds the terms.
#[must_use]
pub fn find(_contract: &Contract, _parties: &Parties, _patterns: &Patterns) -> Hits {
    Hits
}
