//! What stands before the vendors where a paper tells of several: what was not read, the matrix of
//! vendors and core lines, and of whom there is no agreement.

use super::vendor::Writer;
use super::{capital, cell};
use crate::render::select;
use crate::report::DocumentReport;

impl Writer<'_> {
    pub(super) fn overview(&mut self) {
        let report = self.report;
        self.paper.heading(1, self.label("html_title"));
        self.frame();
        let summary = &report.summary;
        self.paper.text(
            self.words.counted("counts", &[summary.vendors, summary.documents, summary.unreadable]),
        );
        let unread: Vec<(&str, &DocumentReport)> = report
            .vendors
            .iter()
            .flat_map(|v| v.documents.iter().map(move |d| (v.vendor.as_str(), d)))
            .filter(|(_, document)| select::not_wholly(document))
            .collect();
        if !unread.is_empty() {
            let title = self.words.counted("unread_title", &[unread.len(), summary.documents]);
            self.paper.heading(2, title);
            let line = |(vendor, d): (&str, &DocumentReport)| {
                format!("{vendor}: {} ({})", d.path, select::about(d, self.words))
            };
            self.paper.bullets(unread.into_iter().map(line).collect::<Vec<_>>());
        }
        self.lists();
        self.matrix();
        let without: Vec<String> = report
            .vendors
            .iter()
            .filter(|v| !select::has_agreement(v))
            .map(|v| v.vendor.clone())
            .collect();
        if !without.is_empty() {
            let title = self.words.counted("without_agreement", &[without.len()]);
            self.paper.heading(2, capital(&title));
            self.paper.bullets(without);
        }
    }

    /// The list of applications in use, and reviews of vendors that the report does not have.
    pub(super) fn lists(&mut self) {
        let words = self.words;
        if let Some(register) = &self.report.register {
            self.paper.heading(2, words.counted("register", &[register.entries.len()]));
            self.paper.bullets(select::register(register, words));
        }
        let unused = &self.report.unused_reviews;
        if !unused.is_empty() {
            self.paper.heading(2, words.counted("reviews", &[unused.len()]));
            self.paper.bullets(unused.iter().map(|told| select::review_line(told, words)));
        }
    }

    /// Vendors by core lines.
    fn matrix(&mut self) {
        let columns = select::core_lines(self.report);
        let mut head = vec![(20, self.label("html_vendor")), (11, self.label("html_light"))];
        head.extend(columns.iter().map(|(_, title)| (15, *title)));
        head.push((9, self.label("html_score")));
        let rows = self.report.vendors.iter().map(|vendor| {
            let lines = select::lines(vendor, true);
            let mut row = vec![cell(&vendor.vendor), self.light(vendor.light)];
            row.extend(columns.iter().map(|(id, _)| {
                let line = lines.iter().find(|line| line.id == *id);
                line.map_or_else(|| cell(""), |line| self.status(line.rollup.status))
            }));
            row.push(cell(vendor.score.map(|s| s.to_string()).unwrap_or_default()));
            row
        });
        let rows = rows.collect();
        self.paper.heading(2, self.label("html_overview"));
        self.paper.table(&head, rows);
    }
}
