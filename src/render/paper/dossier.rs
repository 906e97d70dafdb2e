//! What documents say against each other and what people decided, on paper.

use super::vendor::Writer;
use super::{Block, bold, plain};
use crate::render::select;
use crate::report::{Evidence, VendorReport};

impl Writer<'_> {
    /// Where documents contradict each other, and which of them goes first.
    pub(super) fn conflicts(&mut self, vendor: &VendorReport) {
        if !vendor.conflicts.is_empty() {
            self.paper.heading(2, self.label("conflicts"));
        }
        for conflict in &vendor.conflicts {
            self.told(select::conflict(vendor, conflict, self.words), &conflict.evidence);
        }
    }

    /// What people decided, with the passages that it is about.
    pub(super) fn reviews(&mut self, vendor: &VendorReport) {
        if !vendor.reviews.is_empty() {
            self.paper.heading(2, self.words.counted("reviews", &[vendor.reviews.len()]));
        }
        for told in &vendor.reviews {
            self.told(select::review_line(told, self.words), &told.evidence);
        }
    }

    /// A line with its passages.
    fn told(&mut self, line: String, passages: &[Evidence]) {
        self.paper.blocks.push(Block::Text(vec![bold(line)]));
        for passage in passages {
            let text = self.passage(passage, usize::MAX);
            self.paper.blocks.push(Block::Quote(vec![plain(text)]));
        }
    }
}
