//! Tables and lists of sub-processors → rows: name, service, data, country, ground.
//!
//! In: a contract with its hits. Out: the rows in the order of the document, each with the clause
//! that it stands in. What must stay true: every field is the document's own words, cut from one
//! row, and a table that does not speak of sub-processors gives nothing.

use std::collections::BTreeSet;

use crate::find::{Hits, ValueHit};
use crate::pack::{Columns, Patterns};
use crate::segment::Contract;
use crate::text::{self, Fold, Raw, Span};

/// A longer name is a sentence.
const NAME_WORDS: usize = 8;
/// A longer list item is a clause about sub-processors, not the name of one.
const ITEM_WORDS: usize = 45;

/// One sub-processor as the document lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Index of its clause.
    pub clause: usize,
    /// Its name.
    pub name: String,
    /// What it does.
    pub service: Option<String>,
    /// Which data it sees.
    pub data: Option<String>,
    /// Codes of the countries that the row names, in order.
    pub countries: Vec<String>,
    /// On what a transfer rests.
    pub ground: Option<String>,
}

/// What a column holds; the order is that of [`Columns::lists`].
const PARTY: usize = 0;
const NAME: usize = 1;
const SERVICE: usize = 2;
const DATA: usize = 3;
const COUNTRY: usize = 4;
const GROUND: usize = 5;

/// The sub-processors that a document lists.
#[must_use]
pub fn sub_processors(contract: &Contract, hits: &Hits, patterns: &Patterns) -> Vec<Row> {
    let reader = Reader { contract, hits, columns: &patterns.values.columns, patterns };
    let mut rows: Vec<Row> = Vec::new();
    let mut done: BTreeSet<usize> = BTreeSet::new();
    for index in 0..contract.clauses.len() {
        if done.contains(&index) {
            continue;
        }
        if reader.is_row(index) {
            let table = reader.table(index);
            rows.extend(reader.read_table(&table));
            done.extend(table);
        } else if let Some(row) = reader.item(index) {
            rows.push(row);
        }
    }
    let mut seen = BTreeSet::new();
    rows.retain(|row| seen.insert((text::fold(&row.name).text, row.countries.clone())));
    rows
}

struct Reader<'a> {
    contract: &'a Contract,
    hits: &'a Hits,
    columns: &'a Columns,
    patterns: &'a Patterns,
}

type Cell<'a> = (Span<Raw>, &'a str);

impl<'a> Reader<'a> {
    fn is_row(&self, clause: usize) -> bool {
        self.contract.clauses.get(clause).is_some_and(|c| c.is_row)
    }

    /// A row that starts a table, and the rows that it heads.
    fn table(&self, first: usize) -> Vec<usize> {
        let under = |&index: &usize| {
            let clause = self.contract.clauses.get(index);
            clause.is_some_and(|c| c.is_row && c.lead_in == Some(first))
        };
        std::iter::once(first)
            .chain((first + 1..self.contract.clauses.len()).take_while(under))
            .collect()
    }

    fn cells(&self, clause: usize) -> Vec<Cell<'a>> {
        let Some(body) = self.contract.clauses.get(clause).map(|c| c.body) else {
            return Vec::new();
        };
        let whole = self.contract.raw.get(body.start..body.end).unwrap_or("");
        let place = |(at, cell): (usize, &'a str)| {
            let start = body.start + at;
            (Span::new(start, start + cell.len()), cell.trim())
        };
        text::cells(whole).map(place).collect()
    }

    /// Which columns a header names: a cell may name two, such as "location / safeguard".
    fn kinds(&self, cell: &str) -> Vec<usize> {
        let words = padded(&text::fold(cell).text);
        let named = |list: &&Vec<String>| list.iter().any(|word| words.contains(&padded(word)));
        let lists = self.columns.lists();
        let short = words.split_whitespace().count() <= NAME_WORDS;
        lists.iter().enumerate().filter(|(_, l)| short && named(l)).map(|(kind, _)| kind).collect()
    }

    fn read_table(&self, table: &[usize]) -> Vec<Row> {
        let Some((&head, body)) = table.split_first() else { return Vec::new() };
        let header: Vec<Vec<usize>> =
            self.cells(head).iter().map(|(_, cell)| self.kinds(cell)).collect();
        // Once a table, not once a row: a header can have as many cells as the table has rows.
        let places: [Option<usize>; 6] =
            std::array::from_fn(|kind| header.iter().position(|kinds| kinds.contains(&kind)));
        let column = |kind: usize| places.get(kind).copied().flatten();
        let about = column(PARTY).is_some() || self.spoken_of(head);
        let name = column(PARTY).or_else(|| column(NAME).filter(|_| header.len() > 1));
        if let (true, Some(name)) = (about && !body.is_empty(), name) {
            let others = [SERVICE, DATA, COUNTRY, GROUND]
                .iter()
                .any(|kind| column(*kind).is_some_and(|at| at != name));
            let keyed = header.iter().skip(1).all(Vec::is_empty) && self.keyed(table);
            if others || (header.len() == 1 && column(PARTY).is_some()) {
                return body.iter().filter_map(|row| self.row(*row, name, &column)).collect();
            }
            if keyed {
                return self.by_key(table);
            }
        }
        Vec::new()
    }

    /// Whether the first cells of the rows are the headers.
    fn keyed(&self, table: &[usize]) -> bool {
        let kinds: BTreeSet<usize> = table
            .iter()
            .filter_map(|row| self.cells(*row).first().map(|(_, cell)| self.kinds(cell)))
            .flatten()
            .collect();
        (kinds.contains(&PARTY) || kinds.contains(&NAME))
            && (kinds.contains(&COUNTRY) || kinds.contains(&SERVICE))
    }

    fn row(&self, row: usize, name: usize, column: &dyn Fn(usize) -> Option<usize>) -> Option<Row> {
        let cells = self.cells(row);
        let own = cells.get(name).and_then(|(_, cell)| proper(cell))?;
        let field = |kind: usize| {
            let at = column(kind).filter(|at| *at != name)?;
            cells.get(at).map(|(_, cell)| text::one_blank(cell)).filter(|cell| !cell.is_empty())
        };
        let place = column(COUNTRY).filter(|at| *at != name).and_then(|at| cells.get(at));
        let whole = self.contract.clauses.get(row)?.body;
        Some(Row {
            clause: row,
            name: own,
            service: field(SERVICE),
            data: field(DATA),
            countries: self.countries(place.map_or(whole, |(span, _)| *span)),
            ground: field(GROUND),
        })
    }

    /// A table whose first column names the fields: a row starts where a name stands.
    fn by_key(&self, table: &[usize]) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        for &index in table {
            let cells = self.cells(index);
            let (Some((_, key)), Some((span, said))) = (cells.first(), cells.get(1)) else {
                continue;
            };
            let kinds = self.kinds(key);
            let words = Some(text::one_blank(said)).filter(|w| !w.is_empty());
            if kinds.contains(&PARTY) || kinds.contains(&NAME) {
                rows.extend(proper(said).map(|name| Row {
                    clause: index,
                    name,
                    service: None,
                    data: None,
                    countries: Vec::new(),
                    ground: None,
                }));
                continue;
            }
            let Some(row) = rows.last_mut() else { continue };
            for kind in kinds {
                match kind {
                    SERVICE => row.service = row.service.take().or_else(|| words.clone()),
                    DATA => row.data = row.data.take().or_else(|| words.clone()),
                    COUNTRY => row.countries.extend(self.countries(*span)),
                    GROUND => row.ground = row.ground.take().or_else(|| words.clone()),
                    _ => {}
                }
            }
        }
        rows
    }

    /// A list item under words about sub-processors: `Acme B.V. (hosting, Germany)`.
    fn item(&self, index: usize) -> Option<Row> {
        let clause = self.contract.clauses.get(index).filter(|c| !c.is_heading)?;
        let lead = clause.lead_in.filter(|lead| !self.is_row(*lead));
        // Under a bare heading stand addresses and remarks too: there the item must name somebody.
        let listed = match lead {
            Some(lead) => self.names_them(lead),
            None => {
                let heading = self.contract.headings(index).next();
                heading.is_some_and(|h| self.names_them(h)) && self.names_an_organisation(index)
            }
        };
        let body = self.contract.raw.get(clause.body.start..clause.body.end)?;
        let body = body.trim_start_matches(|c: char| !c.is_alphanumeric());
        if !listed || body.split_whitespace().count() > ITEM_WORDS {
            return None;
        }
        let cut = [" - ", " – ", " — ", ": ", " (", ", ", "; "]
            .iter()
            .filter_map(|mark| body.find(mark).map(|at| (at, mark.len())))
            .min()?;
        let name = proper(body.get(..cut.0)?).filter(|name| self.kinds(name).is_empty())?;
        let countries = self.countries(clause.body);
        // A name in a list shows itself by its country; without one it may be any words.
        if countries.is_empty()
            || !name.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        {
            return None;
        }
        let rest = body.get(cut.0 + cut.1..).unwrap_or("").trim_end_matches(['.', ';', ')']);
        let service = Some(text::one_blank(rest)).filter(|s| !s.is_empty());
        Some(Row { clause: index, name, service, data: None, countries, ground: None })
    }

    /// Whether the headings above a table, or the paragraph before it, speak of sub-processors.
    fn spoken_of(&self, head: usize) -> bool {
        self.contract.headings(head).take(2).any(|h| self.names_them(h))
            || head.checked_sub(1).is_some_and(|before| self.names_them(before))
    }

    fn names_them(&self, clause: usize) -> bool {
        let Some(term) = self.patterns.table.term("sub_processor") else { return false };
        // Hits stand in the order of the text, and so in that of the clauses.
        let hits = self.hits.of(term);
        let first = hits.partition_point(|hit| (hit.clause as usize) < clause);
        hits.get(first).is_some_and(|hit| hit.clause as usize == clause)
    }

    fn names_an_organisation(&self, clause: usize) -> bool {
        let Some(span) = self.contract.clauses.get(clause).map(|c| c.folded) else { return false };
        self.values(span).any(|v| v.name == "organisation")
    }

    /// The values inside a stretch of the folded text; all of them are sorted by place.
    fn values(&self, span: Span<Fold>) -> impl Iterator<Item = &'a ValueHit> {
        let all = &self.hits.values;
        let first = all.partition_point(|v| (v.start as usize) < span.start);
        let later = all.get(first..).unwrap_or_default().iter();
        let here = later.take_while(move |v| (v.start as usize) < span.end);
        here.filter(move |v| v.end as usize <= span.end)
    }

    /// The countries that are named in a stretch of the text.
    fn countries(&self, span: Span<Raw>) -> Vec<String> {
        let span = self.contract.folded.from_raw(span);
        let mut codes: Vec<String> = Vec::new();
        for value in self.values(span).filter(|v| v.name == "country") {
            if let Some(code) = value.code.as_ref().filter(|code| !codes.contains(code)) {
                codes.push(code.clone());
            }
        }
        codes
    }
}

/// Folded words with blanks around them, so that whole words can be looked for.
fn padded(folded: &str) -> String {
    let mut out = String::from(" ");
    for word in folded.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()) {
        out.push_str(word);
        out.push(' ');
    }
    out
}

/// The words of a cell where they can be a name: something, and no sentence, blank or "none".
fn proper(cell: &str) -> Option<String> {
    let name = text::one_blank(cell.trim_matches(|c: char| "*_•●-–[] ".contains(c)));
    let words = name.split(' ').count();
    let folded = text::fold(&name).text;
    let nobody = [
        "geen",
        "none",
        "n.v.t.",
        "nvt",
        "n/a",
        "not applicable",
        "niet van toepassing",
        "naam",
        "name",
    ];
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    (letters > 1 && words <= NAME_WORDS && !nobody.contains(&folded.as_str())).then_some(name)
}

#[cfg(test)]
mod tests;
