//! The verdicts of a vendor, which are nearly all of its report.
//!
//! In: the verdicts, as they were reached. Out: the same list, whenever somebody asks for it. What
//! must stay true: folded up or not, it is the same list, and what is written of it the same bytes.

use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{RequirementReport, Severity, Status};

/// The verdicts of a vendor, in the profile's order; folded up they take less than half of the memory.
///
/// Looking at them unfolds them for good. Writing them, copying them and asking for their
/// [`marks`](Verdicts::marks) does not, so that a report of thousands of vendors is never whole in
/// memory while it is written.
#[derive(Clone, Default)]
pub struct Verdicts {
    open: OnceLock<Vec<RequirementReport>>,
    folded: Option<Folded>,
}

#[derive(Clone)]
struct Folded {
    /// The list as JSON, compressed.
    bytes: Box<[u8]>,
    marks: Box<[(Severity, Status)]>,
}

impl Folded {
    /// The list again. These bytes were never outside of the process.
    fn unfold(&self) -> Vec<RequirementReport> {
        let text = lz4_flex::decompress_size_prepended(&self.bytes)
            .expect("what was compressed here can be decompressed");
        serde_json::from_slice(&text).expect("what was written here can be read")
    }
}

impl Verdicts {
    /// Folds the list up, for the time until it is asked for again.
    pub fn fold(&mut self) {
        if self.folded.is_some() {
            // Nobody changed it since.
            self.open = OnceLock::new();
            return;
        }
        // What cannot be written stays as it is: memory is all that this is about.
        let Ok(text) = serde_json::to_vec(&self.as_slice()) else { return };
        let marks = self.marks().collect();
        let bytes = lz4_flex::compress_prepend_size(&text).into_boxed_slice();
        *self = Verdicts { open: OnceLock::new(), folded: Some(Folded { bytes, marks }) };
    }

    /// Whether nobody has looked at the list since it was folded up.
    #[must_use]
    pub fn is_folded(&self) -> bool {
        self.folded.is_some() && self.open.get().is_none()
    }

    /// The severity and the status of each, without unfolding the list.
    pub fn marks(&self) -> impl Iterator<Item = (Severity, Status)> {
        let folded = self.folded.as_ref().filter(|_| self.is_folded());
        let (closed, open) = match folded {
            Some(folded) => (&*folded.marks, &[][..]),
            None => (&[][..], self.as_slice()),
        };
        closed.iter().copied().chain(open.iter().map(|r| (r.severity, r.status)))
    }
}

impl Deref for Verdicts {
    type Target = Vec<RequirementReport>;

    fn deref(&self) -> &Vec<RequirementReport> {
        self.open.get_or_init(|| self.folded.as_ref().map(Folded::unfold).unwrap_or_default())
    }
}

impl DerefMut for Verdicts {
    fn deref_mut(&mut self) -> &mut Vec<RequirementReport> {
        let folded = self.folded.take();
        let _ = self.open.get_or_init(|| folded.as_ref().map(Folded::unfold).unwrap_or_default());
        self.open.get_mut().expect("it was filled a line before")
    }
}

impl From<Vec<RequirementReport>> for Verdicts {
    fn from(list: Vec<RequirementReport>) -> Verdicts {
        Verdicts { open: OnceLock::from(list), folded: None }
    }
}

impl<'a> IntoIterator for &'a Verdicts {
    type Item = &'a RequirementReport;
    type IntoIter = std::slice::Iter<'a, RequirementReport>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a> IntoIterator for &'a mut Verdicts {
    type Item = &'a mut RequirementReport;
    type IntoIter = std::slice::IterMut<'a, RequirementReport>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl PartialEq for Verdicts {
    fn eq(&self, other: &Verdicts) -> bool {
        **self == **other
    }
}

impl std::fmt::Debug for Verdicts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.deref().fmt(f)
    }
}

impl Serialize for Verdicts {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match (self.open.get(), &self.folded) {
            (None, Some(folded)) => folded.unfold().serialize(to),
            _ => self.deref().serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for Verdicts {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Verdicts, D::Error> {
        Vec::deserialize(from).map(Verdicts::from)
    }
}
