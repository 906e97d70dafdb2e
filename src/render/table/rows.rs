//! The tables of findings, facts, sub-processors and documents.

use super::{
    Cell, Column, Source, Table, code, count, hidden, maybe, product, share, shown, text, typed,
};
use crate::render::messages::{severity_code, status_code, word};
use crate::render::{clean, select};
use crate::report::{
    DocumentReport, Place, Polarity, RequirementReport, SubProcessor, Value, VendorReport,
};

/// Quotes are cut here, in characters: a cell is no page.
pub(super) const QUOTE: usize = 300;

/// A row for every vendor and requirement, in the order of the report.
pub(super) fn findings(source: &Source<'_>) -> Table {
    const COLUMNS: &[Column] = &[
        hidden("run_id"),
        shown("vendor", 22),
        shown("product", 16),
        shown("requirement_id", 26),
        hidden("group"),
        hidden("profile"),
        shown("severity", 12),
        shown("status", 16),
        shown("reason", 28),
        shown("confidence", 10),
        shown("value", 12),
        shown("unit", 10),
        shown("norm", 12),
        shown("document", 32),
        shown("page", 8),
        shown("article", 10),
        shown("quote", 60),
        shown("remedy", 60),
        hidden("catalogue_version"),
        hidden("as_of"),
        shown("title", 40),
        hidden("severity_rank"),
        hidden("status_rank"),
        hidden("open"),
        shown("action", 28),
        shown("question", 60),
        hidden("polarity"),
        hidden("ocr"),
    ];
    let rows = source.report.vendors.iter().flat_map(|vendor| {
        vendor.requirements.iter().map(|requirement| finding(source, vendor, requirement))
    });
    Table { name: "findings", columns: COLUMNS, rows: rows.collect() }
}

fn finding(source: &Source<'_>, vendor: &VendorReport, of: &RequirementReport) -> Vec<Cell> {
    let words = source.words;
    let reasons = |shown: &dyn Fn(&str) -> String| {
        of.reasons.iter().map(|reason| shown(reason)).collect::<Vec<_>>().join(", ")
    };
    let passage = select::deciding(of).first().copied();
    let value = of.values.first();
    let action = select::action(of);
    let action_word = action.map(|a| words.label(a)).unwrap_or_default();
    vec![
        source.run(),
        text(&vendor.vendor),
        product(vendor),
        text(&of.id),
        text(&of.group),
        text(&source.report.profile),
        code(severity_code(of.severity), words.severity(of.severity)),
        code(status_code(of.status), words.status(of.status)),
        code(&reasons(&str::to_owned), &reasons(&|r| word(&words.reason, r).to_owned())),
        share(of.confidence),
        value.map_or(Cell::Empty, |v| typed(&v.value)),
        maybe(value.and_then(|v| v.unit.as_deref())),
        maybe(of.norm.as_deref()),
        maybe(passage.map(|p| p.document.as_str())),
        passage.map_or(Cell::Empty, |p| Cell::Whole(i64::from(p.page))),
        maybe(passage.and_then(|p| p.article.as_deref())),
        maybe(passage.map(|p| clean::cap(&p.quote, QUOTE)).as_deref()),
        text(&of.remedy),
        source.catalogue(),
        source.as_of(),
        text(&of.title),
        count(select::severity_rank(of.severity)),
        count(select::status_rank(of.status)),
        source.yes_or_no(select::is_gap(of.status)),
        code(action.map(|a| a.trim_start_matches("action_")).unwrap_or_default(), action_word),
        text(&of.question),
        maybe(passage.map(|p| polarity(p.polarity))),
        source.yes_or_no(passage.is_some_and(|p| p.ocr)),
    ]
}

fn polarity(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Supports => "supports",
        Polarity::Weakens => "weakens",
        Polarity::Contradicts => "contradicts",
    }
}

/// A row for every fact of a vendor and every value of it.
pub(super) fn facts(source: &Source<'_>) -> Table {
    const COLUMNS: &[Column] = &[
        hidden("run_id"),
        shown("vendor", 22),
        shown("fact", 24),
        shown("value", 28),
        shown("unit", 14),
        shown("document", 36),
        shown("page", 8),
        shown("text", 32),
        hidden("type"),
        shown("label", 20),
        shown("class", 14),
        hidden("catalogue_version"),
        hidden("as_of"),
    ];
    let rows = source.report.vendors.iter().flat_map(|vendor| {
        let all = vendor.facts.iter().flat_map(|(name, all)| all.iter().map(move |v| (name, v)));
        all.map(|(name, value)| fact(source, vendor, name, value))
    });
    Table { name: "facts", columns: COLUMNS, rows: rows.collect() }
}

fn fact(source: &Source<'_>, vendor: &VendorReport, name: &str, value: &Value) -> Vec<Cell> {
    vec![
        source.run(),
        text(&vendor.vendor),
        code(name, &source.words.fact(name)),
        typed(&value.value),
        maybe(value.unit.as_deref()),
        text(&value.document),
        Cell::Whole(i64::from(value.page)),
        text(&clean::cap(&value.text, QUOTE)),
        text(&value.name),
        maybe(value.label.as_deref()),
        value.class.as_deref().map_or(Cell::Empty, |class| source.class(class)),
        source.catalogue(),
        source.as_of(),
    ]
}

/// A row for every sub-processor and country; one without countries has one row.
pub(super) fn sub_processors(source: &Source<'_>) -> Table {
    const COLUMNS: &[Column] = &[
        hidden("run_id"),
        shown("vendor", 22),
        shown("name", 30),
        shown("service", 32),
        shown("data", 32),
        shown("country", 10),
        shown("class", 14),
        shown("condition", 30),
        shown("ground", 24),
        shown("document", 36),
        shown("page", 8),
        hidden("as_of"),
    ];
    let rows = source.report.vendors.iter().flat_map(|vendor| {
        vendor.sub_processors.iter().flat_map(|one| {
            let places: Vec<Option<&Place>> = match one.countries.as_slice() {
                [] => vec![None],
                some => some.iter().map(Some).collect(),
            };
            places.into_iter().map(|place| sub_processor(source, vendor, one, place))
        })
    });
    Table { name: "subprocessors", columns: COLUMNS, rows: rows.collect() }
}

fn sub_processor(
    source: &Source<'_>,
    vendor: &VendorReport,
    one: &SubProcessor,
    place: Option<&Place>,
) -> Vec<Cell> {
    vec![
        source.run(),
        text(&vendor.vendor),
        text(&one.name),
        maybe(one.service.as_deref()),
        maybe(one.data.as_deref()),
        maybe(place.map(|p| p.code.as_str())),
        place.map_or(Cell::Empty, |p| source.class(&p.class)),
        maybe(place.and_then(|p| p.condition.as_deref())),
        maybe(one.ground.as_deref()),
        text(&one.document),
        Cell::Whole(i64::from(one.page)),
        source.as_of(),
    ]
}

/// A row for every document.
pub(super) fn documents(source: &Source<'_>) -> Table {
    const COLUMNS: &[Column] = &[
        hidden("run_id"),
        shown("vendor", 22),
        shown("path", 44),
        hidden("sha256"),
        shown("format", 10),
        shown("kind", 24),
        shown("kind_reason", 30),
        shown("language", 10),
        shown("pages", 8),
        shown("status", 22),
        shown("reason", 36),
        hidden("reader"),
        shown("quality", 10),
        shown("flags", 20),
        shown("model", 28),
        shown("model_version", 10),
        shown("model_share", 10),
        hidden("as_of"),
    ];
    let rows = source.report.vendors.iter().flat_map(|vendor| {
        vendor.documents.iter().map(|document| {
            let mut row = vec![source.run(), text(&vendor.vendor)];
            row.extend(about(source, document));
            row
        })
    });
    Table { name: "documents", columns: COLUMNS, rows: rows.collect() }
}

fn about(source: &Source<'_>, document: &DocumentReport) -> Vec<Cell> {
    let words = source.words;
    let model = document.model.as_ref();
    let status = words.label(&format!("document_{}", document.status)).to_owned();
    vec![
        text(&document.path),
        text(&document.sha256),
        text(&document.format),
        code(&document.kind, word(&words.kind, &document.kind)),
        text(&document.kind_reason),
        maybe(document.language.as_deref()),
        Cell::Whole(i64::from(document.pages)),
        code(&document.status, &status),
        maybe(document.reason.as_deref()),
        maybe(document.reader.as_deref()),
        document.quality.map_or(Cell::Empty, share),
        text(&document.flags.join(", ")),
        maybe(model.map(|m| m.title.as_str())),
        maybe(model.map(|m| m.version.as_str())),
        model.map_or(Cell::Empty, |m| share(m.share)),
        source.as_of(),
    ]
}

impl Source<'_> {
    /// How European law sees a country.
    fn class(&self, class: &str) -> Cell {
        code(class, self.words.label(&format!("class_{class}")))
    }
}
