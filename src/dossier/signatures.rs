//! Signature blocks: fields for name, date, signature and stamp, filled in or left blank.
//!
//! A picture of a signature is no text, so an empty signature field proves nothing; a date that
//! nobody wrote does.

use std::collections::BTreeSet;

use super::{Paper, dates};
use crate::pack::{DossierWords, SectionKind};
use crate::segment::Contract;

/// Name and date stand at most so many clauses from the line for the signature.
const NEAR: usize = 10;
/// Longer than any label with what stands around it, in bytes.
const LABEL: usize = 200;
/// A cell with more words holds more than a place and a date.
const PLACE_AND_DATE: usize = 5;

/// How a document is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signature {
    /// With a digital signature.
    Digital,
    /// Names and dates are filled in.
    Signed,
    /// Some of them are.
    Half,
    /// None of them are.
    Blank,
}

impl Signature {
    pub(super) fn code(self) -> &'static str {
        match self {
            Signature::Digital => "digital",
            Signature::Signed => "signed",
            Signature::Half => "half",
            Signature::Blank => "blank",
        }
    }
}

/// What was found of signatures.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) signature: Option<Signature>,
    /// The latest date in the block.
    pub(super) date: Option<String>,
    pub(super) stamp_blank: bool,
    /// The first clause in which a date was left blank, or else a name or signature.
    pub(super) blank_at: Option<usize>,
    /// The clauses of the block.
    pub(super) clauses: BTreeSet<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Name,
    Date,
    Signature,
    Stamp,
    Other,
}

/// Fields that are filled in and that are not.
#[derive(Default)]
struct Count {
    filled: usize,
    blank: usize,
}

impl Count {
    fn add(&mut self, filled: bool) {
        *if filled { &mut self.filled } else { &mut self.blank } += 1;
    }
}

/// Reads the signature block of a document.
pub(super) fn find(paper: &Paper<'_>, words: &DossierWords) -> Found {
    let contract = paper.input.contract;
    let fields: Vec<(usize, Vec<(Field, &str)>)> = contract
        .clauses
        .iter()
        .enumerate()
        .map(|(index, clause)| (index, fields(contract.folded.get(clause.folded), words)))
        .filter(|(_, fields)| !fields.is_empty())
        .collect();
    let signs =
        |index: usize| contract.clauses.get(index).map(|c| c.kind) == Some(SectionKind::Signature);
    let mut clauses: BTreeSet<usize> = (0..contract.clauses.len()).filter(|i| signs(*i)).collect();
    clauses.extend(
        fields
            .iter()
            .filter(|(_, f)| f.iter().any(|(f, _)| *f == Field::Signature))
            .map(|(i, _)| *i),
    );
    clauses.extend((1..contract.clauses.len()).filter(|i| dated_by_both(contract, *i)));
    let near =
        |index: usize| clauses.range(index.saturating_sub(NEAR)..=index + NEAR).next().is_some();
    let block: Vec<&(usize, Vec<(Field, &str)>)> =
        fields.iter().filter(|(index, _)| near(*index)).collect();
    let (mut names, mut days, mut lines, mut stamps) =
        (Count::default(), Count::default(), Count::default(), Count::default());
    let mut found: Vec<String> = Vec::new();
    for (field, value) in block.iter().flat_map(|(_, fields)| fields) {
        match field {
            Field::Name => names.add(filled(value)),
            Field::Date => {
                days.add(filled(value));
                found.extend(dates::find(value).into_iter().map(|(_, date)| date));
            }
            Field::Signature => lines.add(filled(value)),
            Field::Stamp => stamps.add(filled(value)),
            Field::Other => {}
        }
    }
    let blank = |wanted: Field| {
        let empty = |fields: &[(Field, &str)]| {
            fields.iter().any(|(field, value)| *field == wanted && !filled(value))
        };
        block.iter().find(|(_, fields)| empty(fields)).map(|(index, _)| *index)
    };
    let blank_at = [Field::Date, Field::Name, Field::Signature].into_iter().find_map(blank);
    let loose = if days.filled + days.blank == 0 { loose(contract, &clauses) } else { Vec::new() };
    let signature = match (digital(paper, words), clauses.is_empty()) {
        (true, _) => Some(Signature::Digital),
        (false, true) => empty_field(paper).then_some(Signature::Blank),
        (false, false) => signed(&names, &days, &lines, !loose.is_empty()),
    };
    clauses.extend(block.iter().map(|(index, _)| *index));
    found.extend(loose);
    Found {
        signature,
        date: found.into_iter().max(),
        stamp_blank: stamps.blank > 0,
        blank_at,
        clauses,
    }
}

fn signed(names: &Count, days: &Count, lines: &Count, loose_date: bool) -> Option<Signature> {
    Some(if days.filled > 0 {
        if days.blank + names.blank == 0 { Signature::Signed } else { Signature::Half }
    } else if days.blank > 0 {
        Signature::Blank
    } else if loose_date || lines.filled > 0 {
        Signature::Signed
    } else if lines.blank > 0 && names.filled == 0 {
        Signature::Blank
    } else {
        return None;
    })
}

fn digital(paper: &Paper<'_>, words: &DossierWords) -> bool {
    let text = &paper.input.contract.folded.text;
    paper.flags.iter().any(|flag| flag == "signed-digitally")
        || words.digitally.iter().any(|phrase| text.contains(phrase.as_str()))
}

fn empty_field(paper: &Paper<'_>) -> bool {
    paper.flags.iter().any(|flag| flag == "signature-field-empty")
}

/// Whether this is a row of a place and date for each party, below a row of their names:
/// "c. janssen, directeur | p. van hout, directeur", "venlo, 12 juni 2026 | eindhoven, 10 juni 2026".
fn dated_by_both(contract: &Contract, index: usize) -> bool {
    let cells = |index: usize| -> Option<Vec<&str>> {
        let clause = contract.clauses.get(index).filter(|c| c.is_row)?;
        let cells: Vec<&str> = contract.folded.get(clause.folded).split('|').collect();
        (cells.len() >= 2).then_some(cells)
    };
    let dated = |cell: &&str| {
        cell.split_whitespace().count() <= PLACE_AND_DATE && !dates::find(cell).is_empty()
    };
    let name = |cell: &&str| filled(cell) && !cell.contains(|c: char| c.is_ascii_digit());
    let above = index.checked_sub(1).and_then(cells);
    cells(index).zip(above).is_some_and(|(dates, names)| {
        dates.len() == names.len() && dates.iter().all(dated) && names.iter().all(name)
    })
}

/// Dates in the block that stand in no field: "E. Hathaway | 9 June 2026".
fn loose(contract: &Contract, clauses: &BTreeSet<usize>) -> Vec<String> {
    let texts = clauses.iter().filter_map(|i| contract.clauses.get(*i));
    texts.flat_map(|c| dates::find(contract.folded.get(c.folded))).map(|(_, date)| date).collect()
}

/// The fields of a clause: "naam: h. terpstra | naam: j. oldekamp", "name | jane doe | john roe".
fn fields<'t>(folded: &'t str, words: &DossierWords) -> Vec<(Field, &'t str)> {
    let cells: Vec<&str> = folded.split('|').map(str::trim).collect();
    if let [label, values @ ..] = cells.as_slice()
        && !values.is_empty()
        && values.iter().all(|value| in_cell(value, words).is_empty())
        && let Some(field) = whole(label.trim_end_matches(':').trim_end(), words)
    {
        return values.iter().map(|value| (field, *value)).collect();
    }
    cells.into_iter().flat_map(|cell| in_cell(cell, words)).collect()
}

/// The field of which this is the label.
fn whole(label: &str, words: &DossierWords) -> Option<Field> {
    let is = |list: &[String]| list.iter().any(|word| word == label);
    [
        (Field::Signature, &words.signature),
        (Field::Date, &words.signed_on),
        (Field::Name, &words.name),
        (Field::Stamp, &words.stamp),
        (Field::Other, &words.other_field),
    ]
    .into_iter()
    .find(|(_, list)| is(list))
    .map(|(field, _)| field)
}

/// Labels with a colon in running text, each with what stands up to the next.
fn in_cell<'t>(cell: &'t str, words: &DossierWords) -> Vec<(Field, &'t str)> {
    let mut starts: Vec<(usize, usize, Field)> = Vec::new();
    let bare = |text: &'t str| text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let opening = cell.len() - bare(cell).len();
    for (colon, _) in cell.match_indices(':') {
        let before = cell.get(..colon).unwrap_or("").trim_end();
        // The longest label that ends here, at the edge of a word. No label is as long as the part
        // looked at, so that a cell of many colons is not read once for each.
        let near = before.floor_char_boundary(before.len().saturating_sub(LABEL));
        let blanks = before.get(near..).unwrap_or("").match_indices(' ');
        let mut from = std::iter::once(0).chain(blanks.map(|(at, _)| near + at + 1));
        let label = from.find_map(|at| {
            let label = if at == 0 { before.get(opening..)? } else { bare(before.get(at..)?) };
            // Two letters ("by") are a label only where nothing stands before them.
            (label.len() > 3 || at == 0).then(|| whole(label, words)).flatten().map(|f| (at, f))
        });
        if let Some((at, field)) = label {
            starts.push((at, colon + 1, field));
        }
    }
    let ends = starts.iter().skip(1).map(|(at, ..)| *at).chain([cell.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|((_, from, field), to)| (*field, cell.get(*from..to).unwrap_or("")))
        .collect()
}

/// Whether somebody wrote something; "[name]" and "....." are nobody's.
fn filled(value: &str) -> bool {
    let mut depth = 0usize;
    let written = value.chars().filter(|c| {
        match c {
            '[' | '<' | '{' => depth += 1,
            ']' | '>' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && c.is_alphanumeric()
    });
    written.take(2).count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Patterns;

    #[test]
    fn fields_are_read_in_cells_rows_and_lines() {
        let words = Patterns::load(None).unwrap().dossier.words;
        let shown = |text: &str| {
            fields(text, &words)
                .into_iter()
                .map(|(f, v)| format!("{f:?}{}", if filled(v) { "+" } else { "-" }))
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (text, wanted) in [
            ("naam: h. terpstra | naam: ..........", "Name+ Name-"),
            ("plaats en datum: amersfoort, 14 april 2026", "Date+"),
            ("name: ______ title: ______ date: 3 may 2026", "Name- Other- Date+"),
            ("date | 3 may 2026 | [date]", "Date+ Date-"),
            ("handtekening: | handtekening:", "Signature- Signature-"),
            ("by: _______", "Signature-"),
            ("the notice is given by: the processor", ""),
            ("stempel:", "Stamp-"),
        ] {
            assert_eq!(shown(text), wanted, "{text}");
        }
    }
}
