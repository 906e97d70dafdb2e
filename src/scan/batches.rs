//! Many files, or files that all tell their vendor before they are read: every vendor is judged as
//! soon as its own files are read.
//!
//! In: the files that were found. Out: the same as when all are read first, in memory that grows
//! with the report, not with the documents. Which file belongs to which vendor is known for sure
//! only when all are read; where a guess was wrong, the files of that vendor are read again.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::read::ReadFile;
use super::{HELD, Judged, Scan, judge, largest_first, name};
use crate::discover::{self, Named, SourceFile, Vendor};
use crate::report::VendorReport;

/// What is kept of a file.
struct Kept {
    party: Option<String>,
    annex: bool,
    skipped: Vec<(String, String)>,
}

/// Files that are likely to be one vendor's, judged as such.
struct Batch {
    members: Vec<usize>,
    kept: Vec<Kept>,
    judged: VendorReport,
}

impl Scan<'_> {
    /// Judges vendor by vendor.
    pub(super) fn batches(&self) -> Judged {
        let batches = self.likely();
        let sizes = batches.iter().map(|members| self.size(members));
        let done =
            largest_first(sizes, |index| self.batch(batches.get(index).map_or(&[], Vec::as_slice)));
        let mut kept: Vec<Option<Kept>> = Vec::new();
        kept.resize_with(self.found.files.len(), || None);
        let mut reports: BTreeMap<Vec<usize>, VendorReport> = BTreeMap::new();
        for batch in done {
            for (member, file) in batch.members.iter().zip(batch.kept) {
                if let Some(place) = kept.get_mut(*member) {
                    *place = Some(file);
                }
            }
            reports.insert(batch.members, batch.judged);
        }
        let kept: Vec<Kept> = kept.into_iter().flatten().collect();
        let judged = self.fitted(&self.vendors(self.found.files.iter(), &kept), reports);
        (judged, kept.into_iter().flat_map(|file| file.skipped).collect())
    }

    /// The files, by what tells their vendor before they are read; each of the others alone.
    fn likely(&self) -> Vec<Vec<usize>> {
        let mut settled: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut batches = Vec::new();
        for (index, file) in self.found.files.iter().enumerate() {
            match discover::settled(file, self.settings.vendor_by, self.found) {
                Some(key) => settled.entry(key).or_default().push(index),
                None => batches.push(vec![index]),
            }
        }
        batches.extend(settled.into_values());
        batches
    }

    fn size(&self, members: &[usize]) -> u64 {
        members.iter().filter_map(|i| self.found.files.get(*i)).map(SourceFile::size).sum()
    }

    fn batch(&self, members: &[usize]) -> Batch {
        let opened: Vec<_> = members.par_iter().map(|index| self.open(*index)).collect();
        let mut kept = Vec::new();
        let mut read: Vec<ReadFile> = Vec::new();
        for (index, opened) in members.iter().zip(opened) {
            let Some(file) = self.found.files.get(*index) else { continue };
            let Named { party, annex, .. } = name(file, &opened.files);
            let party = party.map(str::to_owned);
            kept.push(Kept { party, annex, skipped: opened.skipped });
            read.extend(opened.files);
        }
        // What people decided counts for a vendor by its name.
        let files = members.iter().filter_map(|index| self.found.files.get(*index));
        let likely = self.vendors(files, &kept).into_iter().find(|v| !v.files.is_empty());
        let (name, products) = likely.map_or_else(Default::default, |v| (v.name, v.products));
        let vendor = Vendor { name, products, files: (0..read.len()).collect() };
        let mut judged = judge(&vendor, &read, self.settings);
        if self.found.files.len() > HELD {
            // With thousands of vendors the verdicts are more than all else in memory.
            judged.requirements.fold();
        }
        Batch { members: members.to_vec(), kept, judged }
    }

    /// The vendors by what is known of these files, which they name by their place among them.
    fn vendors<'f>(
        &self,
        files: impl Iterator<Item = &'f SourceFile>,
        kept: &[Kept],
    ) -> Vec<Vendor> {
        let files = files.zip(kept);
        let named: Vec<Named<'_>> = files
            .map(|(file, kept)| Named { file, party: kept.party.as_deref(), annex: kept.annex })
            .collect();
        discover::group(&named, self.settings.vendor_by, self.found)
    }

    /// The reports of the vendors: those that fit, and new ones where the guess was wrong.
    fn fitted(
        &self,
        vendors: &[Vendor],
        mut reports: BTreeMap<Vec<usize>, VendorReport>,
    ) -> Vec<VendorReport> {
        let fits =
            |vendor: &Vendor| reports.remove(&vendor.files).filter(|r| r.vendor == vendor.name);
        let fitting: Vec<_> = vendors.iter().zip(vendors.iter().map(fits)).collect();
        fitting
            .into_par_iter()
            .map(|(vendor, judged)| judged.unwrap_or_else(|| self.again(vendor)))
            .collect()
    }

    /// Reads the files of a vendor once more and judges them together.
    fn again(&self, vendor: &Vendor) -> VendorReport {
        let files = vendor.files.iter().filter_map(|index| self.found.files.get(*index));
        let read: Vec<ReadFile> = files.flat_map(|file| self.opener.file(file).files).collect();
        let all = (0..read.len()).collect();
        judge(&Vendor { files: all, ..vendor.clone() }, &read, self.settings)
    }
}

#[cfg(test)]
mod tests;
