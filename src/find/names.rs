//! Names and brands by their form: `@name`.
//!
//! In: rows of tables and openings of list items, and the organisations found already. Out: a hit
//! for every name. What must stay true: words of which each names a kind of service, data or place
//! are no name; in running text only a legal form makes a name.

use super::Finder;
use crate::pack::{Columns, Patterns, TermId};
use crate::text::{self, Raw, Span, fold_phrase};

/// A longer name is a description.
const WORDS: usize = 6;
/// What parts the name from the rest of a list item.
const PARTS: [&str; 8] = [" - ", " – ", " — ", ": ", " (", ", ", "; ", " | "];

pub(super) fn find(finder: &mut Finder<'_>, patterns: &Patterns) {
    let table = &patterns.table;
    let Some(name) = table.term("@name") else { return };
    if let Some(organisation) = table.term("@organisation") {
        for hit in finder.hits.of(organisation).to_vec() {
            finder.push(name, hit);
        }
    }
    let mut places = Vec::new();
    let contract = finder.contract;
    for clause in contract.clauses.iter().filter(|clause| !clause.is_heading) {
        let raw = contract.raw.get(clause.body.start..clause.body.end).unwrap_or("");
        let start = clause.body.start;
        if clause.is_row {
            let header = clause.lead_in.and_then(|lead| contract.clauses.get(lead));
            // The first row says what the columns hold.
            let Some(header) = header.filter(|header| header.is_row) else { continue };
            let header = contract.raw.get(header.body.start..header.body.end).unwrap_or("");
            let columns = of_names(header, &patterns.values.columns);
            for (column, (at, cell)) in text::cells(raw).enumerate() {
                if column == 0 || columns.contains(&column) {
                    places.push((start + at, cell));
                }
            }
        } else {
            let bare = raw.trim_start_matches(|c: char| !c.is_alphanumeric());
            let cut = PARTS.iter().filter_map(|mark| bare.find(mark)).min();
            let opening = bare.get(..cut.unwrap_or(bare.len())).unwrap_or("");
            places.push((start + (raw.len() - bare.len()), opening));
        }
    }
    let country = table.term("@country");
    for (at, words) in places {
        let bare = words.trim_start_matches(|c: char| !c.is_alphanumeric());
        let at = at + (words.len() - bare.len());
        let bare = bare.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !bare.is_empty() && is_name(bare, patterns, country) {
            let span = Span::<Raw>::new(at, at + bare.len());
            let folded = contract.folded.from_raw(span);
            if let Some(hit) = finder.hit(folded.start, folded.end) {
                finder.push(name, hit);
            }
        }
    }
}

/// Which columns hold names, by the words of their headers.
fn of_names(header: &str, columns: &Columns) -> Vec<usize> {
    let named = |cell: &str| {
        let folded = format!(" {} ", fold_phrase(cell));
        let lists = [&columns.party, &columns.name];
        lists.into_iter().flatten().any(|word| folded.contains(&format!(" {word} ")))
    };
    let cells = text::cells(header).enumerate();
    cells.filter(|(_, (_, cell))| named(cell)).map(|(column, _)| column).collect()
}

/// Whether one of these few words is a name: it has a capital or is a domain, and is no word of
/// the vocabulary or of the list of kinds.
fn is_name(words: &str, patterns: &Patterns, country: Option<TermId>) -> bool {
    let one = text::one_blank(words);
    one.split(' ').count() <= WORDS
        && one.split([' ', '/', '(', ')', ',', '&']).any(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            let folded = fold_phrase(word);
            let capital = word.contains(char::is_uppercase);
            let domain = word.rsplit_once('.').is_some_and(|(before, ending)| {
                before.len() > 1
                    && ending.len() > 1
                    && ending.bytes().all(|b| b.is_ascii_lowercase())
            });
            folded.chars().filter(|c| c.is_alphabetic()).count() > 1
                && (capital || domain)
                && !is_common(&folded, patterns, country)
        })
}

fn is_common(word: &str, patterns: &Patterns, country: Option<TermId>) -> bool {
    let table = &patterns.table;
    // Terms of one requirement have a slash in their name; phrases and values their own mark.
    let shared = |term: &TermId| {
        let name = table.terms.get(term.0 as usize).map_or("", |term| term.name.as_str());
        Some(*term) == country || !name.contains(['/', '"', '@', ':'])
    };
    let listed = |known: &String| match (known.strip_prefix('*'), known.strip_suffix('*')) {
        (Some(end), _) => word.ends_with(end),
        (_, Some(start)) => word.starts_with(start),
        _ => known == word,
    };
    patterns.values.common.iter().any(listed) || table.terms_of(word).iter().any(shared)
}
