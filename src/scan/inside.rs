//! One document inside a container, by the path under which reports show it.
//!
//! In: the container's bytes and the rest of the path. Out: the document's bytes. What must stay
//! true: the limits are those of a scan, and nothing is written anywhere.

use std::path::Path;

use super::read::format_of;
use crate::extract::{Inside, Reader, Unreadable};

/// Why a document could not be taken out.
#[derive(Debug)]
pub enum NotThere {
    /// The container, or the document in it, could not be read.
    Unreadable(Unreadable),
    /// Nothing stands at that path; these are the paths that are there.
    Holds(Vec<String>),
}

/// The bytes of the document at `inside`, a path with `/`, in the container `bytes` with this
/// file name. A path may lead through containers in containers.
///
/// # Errors
/// Why there is none.
pub fn take_out(
    bytes: &[u8],
    name: &Path,
    inside: &str,
    reader: &Reader,
) -> Result<Vec<u8>, NotThere> {
    let limits = reader.limits();
    let (mut left, mut parts_left) = (limits.max_expanded_bytes, limits.max_parts);
    let mut held: Vec<u8> = Vec::new();
    let mut name = name.to_owned();
    let mut inside = inside;
    for depth in 0..=limits.max_nesting {
        let container = if depth == 0 { bytes } else { &held };
        let format = format_of(container, &name).map_err(NotThere::Unreadable)?;
        let unpacked =
            reader.unpack(container, format, left, parts_left).map_err(NotThere::Unreadable)?;
        parts_left = parts_left.saturating_sub(unpacked.parts.len());
        let paths = unpacked.parts.iter().map(|part| part.path.clone()).collect();
        // A name in a container may hold what parts names elsewhere: the longest counts.
        let rest = |path: &str| match inside.strip_prefix(path) {
            Some("") => Some(""),
            Some(rest) => rest.strip_prefix('/'),
            None => None,
        };
        let found = unpacked.parts.into_iter().filter(|part| rest(&part.path).is_some());
        let Some(part) = found.max_by_key(|part| part.path.len()) else {
            return Err(NotThere::Holds(paths));
        };
        let after = rest(&part.path).unwrap_or_default();
        name = part.path.clone().into();
        held = match part.inside {
            Inside::Bytes(bytes) => bytes,
            Inside::Unread(why) => return Err(NotThere::Unreadable(why)),
            Inside::Skipped(_) => return Err(NotThere::Holds(paths)),
        };
        left = left.saturating_sub(u64::try_from(held.len()).unwrap_or(u64::MAX));
        if after.is_empty() {
            return Ok(held);
        }
        inside = after;
    }
    let most = limits.max_nesting;
    Err(NotThere::Unreadable(Unreadable::TooLarge(format!(
        "more than {most} containers one inside the other"
    ))))
}
