//! `word/numbering.xml`: the definitions of lists, and their counters while the text is walked.

use std::collections::{BTreeMap, BTreeSet};

use super::super::xml::Element;
use super::styles::value;

/// Labels longer than this are none: one stands before every paragraph of its list, so a long one
/// makes a small file a large text. Word allows as many characters.
pub(in super::super) const LONGEST_LABEL: usize = 255;

/// How one level of a list counts.
#[derive(Clone, Debug)]
struct Level {
    start: usize,
    format: String,
    /// Such as `%1.%2`.
    text: String,
    /// Whether all numbers in the text are plain digits.
    legal: bool,
}

#[derive(Debug, Default)]
struct List {
    definition: String,
    starts: BTreeMap<usize, usize>,
    overrides: BTreeMap<usize, Level>,
}

/// Lists and their counters.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: BTreeMap<String, BTreeMap<usize, Level>>,
    lists: BTreeMap<String, List>,
    /// By definition, since lists of one definition count on together; then by level.
    counters: BTreeMap<String, BTreeMap<usize, usize>>,
    seen: BTreeSet<String>,
}

impl Numbering {
    pub(super) fn new(xml: &Element) -> Numbering {
        let mut numbering = Numbering::default();
        let mut links: BTreeMap<String, String> = BTreeMap::new();
        let mut style_of: BTreeMap<String, String> = BTreeMap::new();
        for definition in xml.elements().flat_map(|root| root.all("abstractNum")) {
            let id = definition.attribute("abstractNumId").unwrap_or_default().to_owned();
            // A definition may stand for the one of a numbering style.
            if let Some(style) = value(definition, "styleLink") {
                style_of.insert(style.to_owned(), id.clone());
            }
            if let Some(style) = value(definition, "numStyleLink") {
                links.insert(id.clone(), style.to_owned());
            }
            numbering.definitions.insert(id, definition.all("lvl").filter_map(level).collect());
        }
        for list in xml.elements().flat_map(|root| root.all("num")) {
            let id = list.attribute("numId").unwrap_or_default().to_owned();
            let mut definition = value(list, "abstractNumId").unwrap_or_default().to_owned();
            if let Some(real) = links.get(&definition).and_then(|style| style_of.get(style)) {
                definition.clone_from(real);
            }
            let mut entry = List { definition, ..List::default() };
            for over in list.all("lvlOverride") {
                let at = over.attribute("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
                if let Some(start) =
                    value(over, "startOverride").and_then(|start| start.parse().ok())
                {
                    entry.starts.insert(at, start);
                }
                if let Some((at, level)) = over.child("lvl").and_then(level) {
                    entry.overrides.insert(at, level);
                }
            }
            numbering.lists.insert(id, entry);
        }
        numbering
    }

    /// The label of the next paragraph of this list at this level; `None` for an unknown list.
    pub(super) fn next(&mut self, list: &str, at: usize) -> Option<String> {
        let entry = self.lists.get(list)?;
        let levels = self.definitions.get(&entry.definition)?;
        let level_at = |at: usize| entry.overrides.get(&at).or_else(|| levels.get(&at));
        let level = level_at(at)?.clone();
        let counters = self.counters.entry(entry.definition.clone()).or_default();
        if self.seen.insert(list.to_owned()) {
            for (at, start) in &entry.starts {
                counters.insert(*at, start.saturating_sub(1));
            }
        }
        let start = entry.starts.get(&at).copied().unwrap_or(level.start);
        let count = counters.get(&at).map_or(start, |count| count.saturating_add(1));
        counters.insert(at, count);
        counters.retain(|other, _| *other <= at);
        if level.format == "bullet" {
            return Some("•".to_owned());
        }
        let mut label = level.text.clone();
        for other in 0..=at.min(8) {
            let place = format!("%{}", other + 1);
            if !label.contains(&place) {
                continue;
            }
            let definition = level_at(other);
            let format = definition.map_or("decimal", |level| level.format.as_str());
            let format = if level.legal { "decimal" } else { format };
            let count = counters
                .get(&other)
                .copied()
                .or_else(|| definition.map(|level| level.start))
                .unwrap_or(1);
            label = label.replace(&place, &number(count, format));
        }
        Some(label.trim().to_owned())
    }
}

fn level(element: &Element) -> Option<(usize, Level)> {
    let at = element.attribute("ilvl")?.parse().ok()?;
    let level = Level {
        start: value(element, "start").and_then(|start| start.parse().ok()).unwrap_or(1),
        format: value(element, "numFmt").unwrap_or("decimal").to_owned(),
        text: value(element, "lvlText").unwrap_or_default().chars().take(LONGEST_LABEL).collect(),
        legal: element.child("isLgl").is_some(),
    };
    Some((at, level))
}

/// A number in Word's formats.
pub(in super::super) fn number(number: usize, format: &str) -> String {
    match format {
        "lowerLetter" => letters(number),
        "upperLetter" => letters(number).to_uppercase(),
        "lowerRoman" => roman(number),
        "upperRoman" => roman(number).to_uppercase(),
        "decimalZero" => format!("{number:02}"),
        "none" => String::new(),
        _ => number.to_string(),
    }
}

/// a … z, aa … zz, as Word goes on.
fn letters(number: usize) -> String {
    let Some(index) = number.checked_sub(1) else {
        return String::new();
    };
    let letter = u8::try_from(index % 26).map_or('a', |offset| char::from(b'a' + offset));
    letter.to_string().repeat((index / 26 + 1).min(16))
}

fn roman(number: usize) -> String {
    const DIGITS: &[(usize, &str)] = &[
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if number > 3999 {
        return number.to_string();
    }
    let mut left = number;
    let mut out = String::new();
    for (value, digits) in DIGITS {
        while left >= *value {
            out.push_str(digits);
            left -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_does() {
        assert_eq!(number(28, "lowerLetter"), "bb");
        assert_eq!(number(4, "upperRoman"), "IV");
        assert_eq!(number(1994, "lowerRoman"), "mcmxciv");
        assert_eq!(number(7, "decimal"), "7");
    }
}
