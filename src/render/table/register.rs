//! The table for the register of processing: what the documents tell for it, and room for what
//! only the controller knows.

use super::rows::QUOTE;
use super::{Cell, Column, Source, Table, hidden, joined, maybe, product, shown, text};
use crate::render::{clean, select};
use crate::report::{RequirementReport, Status, VendorReport};

/// A row for every vendor with the columns of a register (GDPR art. 30). `controller` and
/// `legal_ground` are empty: no contract of a vendor decides them.
pub(super) fn register(source: &Source<'_>) -> Table {
    const COLUMNS: &[Column] = &[
        hidden("run_id"),
        shown("processing", 24),
        shown("controller", 20),
        shown("processor", 28),
        shown("purpose", 50),
        shown("legal_ground", 20),
        shown("data_subjects", 50),
        shown("data_categories", 50),
        shown("retention", 50),
        shown("security", 50),
        shown("agreement", 12),
        shown("agreement_document", 40),
        shown("recipients", 40),
        shown("storage_countries", 20),
        shown("transfer", 50),
        shown("vendor", 22),
        shown("as_of", 12),
    ];
    let rows = source.report.vendors.iter().map(|vendor| row(source, vendor)).collect();
    Table { name: "register", columns: COLUMNS, rows }
}

fn row(source: &Source<'_>, vendor: &VendorReport) -> Vec<Cell> {
    let named = match product(vendor) {
        Cell::Empty => text(&vendor.vendor),
        product => product,
    };
    let agreement = select::agreements(vendor).next();
    vec![
        source.run(),
        named,
        Cell::Empty,
        text(&select::legal_name(vendor)),
        said(vendor, &["scope.purpose"]),
        Cell::Empty,
        said(vendor, &["scope.data-subjects"]),
        said(vendor, &["scope.data-types"]),
        said(vendor, &["retention.periods", "exit.delete-or-return"]),
        said(vendor, &["security.described", "security.obligation"]),
        source.yes_or_no(agreement.is_some()),
        maybe(agreement.map(|d| d.path.as_str())),
        text(&recipients(vendor)),
        text(&joined(vendor, "storage_countries", ", ")),
        said(vendor, &["eea.mechanism", "eea.transfer-control"]),
        text(&vendor.vendor),
        source.as_of(),
    ]
}

/// The passage of the first of these requirements that the documents fulfil, wholly or in part.
fn said(vendor: &VendorReport, ids: &[&str]) -> Cell {
    let found = |r: &&RequirementReport| matches!(r.status, Status::Met | Status::Partial);
    let first = ids.iter().find_map(|id| {
        let of = vendor.requirements.iter().find(|r| r.id == *id).filter(found)?;
        select::supporting(of)
    });
    maybe(first.map(|passage| clean::cap(&passage.quote, QUOTE)).as_deref())
}

/// The sub-processors by name: those of the tables, else those that the agreement names.
fn recipients(vendor: &VendorReport) -> String {
    let mut names: Vec<&str> = Vec::new();
    for value in vendor.facts.get("sub_processors").into_iter().flatten() {
        let name = value.value.as_str().filter(|_| value.name != "country");
        names.extend(name.filter(|name| !names.contains(name)));
    }
    names.join("; ")
}
