//! Typed values by their form: durations, money, names, places, dates, blanks to fill.

use std::sync::LazyLock;

use regex::Regex;

use super::Finder;
use crate::pack::{Patterns, TermId};
use crate::parties::organisations;
use crate::text::Span;

/// A typed value and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueHit {
    /// Its term, such as `@hours`.
    pub term: TermId,
    /// What it is, for the report: `hours`, `country`, `certificate`, `organisation`, …
    pub name: &'static str,
    /// First byte in the folded text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The number, where it is one: in hours, days, months, euros or percent.
    pub number: Option<f64>,
    /// The code or name, where it is none: `NL`, `ISO 27001`.
    pub code: Option<String>,
    /// The unit as the text says it: `hours`, `days`, `working-days`, `months`, `EUR`, `USD`, `percent`.
    pub unit: Option<&'static str>,
}

const NUMBERS: [(&str, f64); 67] = [
    ("een", 1.0),
    ("twee", 2.0),
    ("drie", 3.0),
    ("vier", 4.0),
    ("vijf", 5.0),
    ("zes", 6.0),
    ("zeven", 7.0),
    ("acht", 8.0),
    ("negen", 9.0),
    ("tien", 10.0),
    ("elf", 11.0),
    ("twaalf", 12.0),
    ("dertien", 13.0),
    ("veertien", 14.0),
    ("vijftien", 15.0),
    ("zestien", 16.0),
    ("achttien", 18.0),
    ("twintig", 20.0),
    ("eenentwintig", 21.0),
    ("vierentwintig", 24.0),
    ("dertig", 30.0),
    ("zesendertig", 36.0),
    ("veertig", 40.0),
    ("vijfenveertig", 45.0),
    ("achtenveertig", 48.0),
    ("vijftig", 50.0),
    ("zestig", 60.0),
    ("tweeenzeventig", 72.0),
    ("zesennegentig", 96.0),
    ("tachtig", 80.0),
    ("negentig", 90.0),
    ("honderd", 100.0),
    ("anderhalf", 1.5),
    ("a", 1.0),
    ("an", 1.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("eighteen", 18.0),
    ("twenty", 20.0),
    ("twenty-one", 21.0),
    ("twenty-four", 24.0),
    ("twenty four", 24.0),
    ("thirty", 30.0),
    ("thirty-six", 36.0),
    ("forty", 40.0),
    ("forty-five", 45.0),
    ("forty-eight", 48.0),
    ("forty eight", 48.0),
    ("sixty", 60.0),
    ("seventy-two", 72.0),
    ("seventy two", 72.0),
    ("ninety", 90.0),
    ("hundred", 100.0),
    ("half", 0.5),
];

#[expect(clippy::expect_used, reason = "the expressions are constants; the tests run them")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant expression")
}

/// A unit of time, with the number, word or both that stand before it.
static DURATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u)\b(uur|uren|hours?|hrs|etmaal|etmalen|(?:kalender|werk)?dag(?:en)?|(?:calendar|business|working|clock)?[ -]?days?|werkdag(?:en)?|we(?:ek|ken)|weeks?|maand(?:en)?|months?|jaar|jaren|years?)\b",
    )
});
/// "24h", "48u": half days alone, since "9u" is a time of the day.
static GLUED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?-u)\b(12|24|36|48|60|72|96|120)(?: ?h|u)\b"));
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[^a-z0-9])([a-z]+(?:[- ][a-z]+)?|[0-9]{1,3}(?:[.,][0-9])?) ?[\])>]? ?(?:\( ?([a-z-]+|[0-9]{1,3}) ?\))? ?-?$",
    )
});
static MONEY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u)\b(eur|euro|usd|gbp)\b ?(\d[\d.,]*)(?: ?(miljoen|million|mln|m))?|[$] ?(\d[\d.,]*)(?: ?(million|m))?|\b(\d[\d.,]*) (euro|eur|usd|dollars?)\b",
    )
});
static PERCENT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?-u)\b(\d{1,3}(?:[.,]\d+)?) ?(?:%|procent\b|percent\b)"));
static URL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?:https?://|www\.)[!-~&&[^<>"')\]]]+|(?-u:\b)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:nl|com|eu|io|org|net|app|dev|be|de)(?:/[!-~&&[^<>"')\]]]*)?"#,
    )
});
static EMAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?-u)[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+"));
static REGISTRATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)(?:kvk|k\.v\.k\.|kamer van koophandel|handelsregister|chamber of commerce|company (?:registration )?(?:number|no)|registration (?:number|no)|registered (?:number|no|under)|register(?:ed)? (?:in|at|with)|hrb|siren|siret|brin|trade register|companies house|registernummer|ondernemingsnummer|kbo|btw|vat|cvr|orgnr|org\.? ?nr\.?|ust-?id(?:nr)?|uid|abn|acn|oib|crn|rcs)[ -~&&[^|]]{0,60}?(?-u:\b)[a-z]{0,3} ?[0-9][[0-9] .]{4,14}(?-u:\b)|(?-u:\b)(?:hrb|che|siren) ?[[0-9].-]{4,14}(?-u:\b)|(?-u:\b)delaware(?-u:\b)",
    )
});
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u)\b\d{4} ?[a-z]{2}\b[ ,)]|\b[a-z]{4,}(?:straat|weg|laan|plein|singel|kade|gracht|dijk|hof|steeg|strasse|str\.) \d+|\b\d{1,5}[a-z]? (?:[a-z.'-]+ ){1,4}(?:street|st\.?|road|rd\.?|avenue|ave\.?|boulevard|blvd\.?|drive|lane|way|square|suite|court|place|parkway|highway)\b|\b[a-z]{2} \d{5}(?:-\d{4})?\b|\b(?:rue|avenue|allee|strasse|calle) [a-z ]{2,30}\d+|\bvia (?:[a-z]+ ){1,3}\d{1,4},? \d{5}\b|\b\d+,? (?:rue|avenue|boulevard|place) |\b\d{5} [a-z]{4,}\b|\b[a-z]+(?:str\.|strasse|straat|weg) \d+|\b(?:[a-z]\d[\dw] ?[0-9a-z]{2}\d[0-9a-z]|[a-z]\d[\dw] ?[0-9a-z]\d[0-9a-z]{2}|[a-z]\d[\dw] ?\d[0-9a-z]{3}|[a-z]\d[\dw] ?[a-z]\d[0-9a-z]{2}|[a-z]{1,2}\d[a-z\d]? \d[a-z]{2})\b|\bgevestigd (?:en kantoorhoudende )?(?:te|in|aan) [a-z]{3,}|\b(?:registered office|principal place of business|principal office|head office|having its (?:registered )?(?:seat|office)|place of business)\b[ :,]{1,3}(?:(?:is|in|at|of|under|located|situated|address)[ :,]{1,2}){0,3}[a-z0-9]{3,}",
    )
});
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u)\b(?:\d{1,2} ?(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|january|february|march|may|june|july|august|october)(?: ?,? ?\d{4})|(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2},? \d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}[-/]\d{1,2}[-/]\d{4})\b",
    )
});
static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\[[^\]\n]{0,60}\]|<[a-z][^<>\n]{1,60}>|_{4,}|(?:\. ?){8,}|(?-u:\b)x{3,}(?-u:\b)|(?-u:\b)(?:tbd|n\.t\.b\.|nader te bepalen|in te vullen|nog in te vullen|to be (?:completed|confirmed|determined|filled in|inserted)|(?:please )?insert (?:the|your|here|details|name|type|categor)[a-z]*)(?-u:\b)|\{\{[^}]{1,40}\}\}",
    )
});

/// Compiles the expressions, which the first document would else wait for.
pub(super) fn prepare() {
    let plain = [&DURATION, &GLUED, &BEFORE, &MONEY, &PERCENT, &URL, &EMAIL];
    let long = [&REGISTRATION, &ADDRESS, &DATE, &PLACEHOLDER];
    for expression in plain.into_iter().chain(long) {
        LazyLock::force(expression);
    }
}

pub(super) fn find(finder: &mut Finder<'_>, patterns: &Patterns) {
    let text = finder.contract.folded.text.as_str();
    durations(finder, patterns, text);
    money(finder, patterns, text);
    for found in PERCENT.captures_iter(text) {
        if let (Some(all), Some(number)) = (found.get(0), found.get(1)) {
            add(
                finder,
                patterns,
                "@percent",
                all.start(),
                all.end(),
                decimal(number.as_str()),
                None,
                Some("percent"),
            );
        }
    }
    for (name, expression) in [
        ("@url", &URL),
        ("@email", &EMAIL),
        ("@registration", &REGISTRATION),
        ("@address", &ADDRESS),
        ("@date", &DATE),
        ("@placeholder", &PLACEHOLDER),
    ] {
        for found in expression.find_iter(text) {
            let (start, words) = (found.start(), found.as_str());
            if name == "@address"
                && (a_year(finder, words, start)
                    || a_standard(text, start)
                    || a_code(finder, words, start)
                    || a_country(patterns, words))
            {
                continue;
            }
            add(
                finder,
                patterns,
                name,
                found.start(),
                found.end(),
                None,
                Some(found.as_str().to_owned()),
                None,
            );
        }
    }
    let contract = finder.contract;
    for (start, end, _) in organisations(&contract.raw, &patterns.structure) {
        let folded = contract.folded.from_raw(Span::new(start, end));
        let name = contract.raw.get(start..end).map(crate::text::one_blank);
        add(finder, patterns, "@organisation", folded.start, folded.end, None, name, None);
    }
    listed(finder, patterns);
}

/// Whether a match of the form of a Dutch postcode is a year and a small word: `2018 is`, not `1234 AB`.
fn a_year(finder: &Finder<'_>, text: &str, start: usize) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let blanks = text.bytes().skip(digits).take_while(|b| *b == b' ').count();
    let letters = start + digits + blanks;
    let form = digits == 4 && text.len() - digits - blanks == 3;
    form && !finder.in_capitals(letters, letters + 2)
}

/// Whether a match of the form of an Irish or British postcode is another code: those are written
/// in capitals.
fn a_code(finder: &Finder<'_>, text: &str, start: usize) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_lowercase).count();
    let digits = text.bytes().skip(letters).take_while(u8::is_ascii_digit).count();
    let form = (1..=2).contains(&letters) && (1..=2).contains(&digits) && text.len() <= 8;
    form && !finder.in_capitals(start, start + text.len())
}

/// Whether a match of the form of a postcode is the number of a standard: `ISO 27001 certification`.
fn a_standard(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or("").trim_end();
    let word = before.rsplit([' ', '/', '-', '(']).next().unwrap_or("");
    matches!(word, "iso" | "iec" | "nen" | "bs" | "din")
}

/// Whether what was found of a seat is a country alone: "gevestigd te Nederland" is no address.
fn a_country(patterns: &Patterns, words: &str) -> bool {
    let seat = words.starts_with("gevestigd ");
    let country = patterns.table.term("@country");
    let last = words.rsplit(' ').next().unwrap_or("");
    seat && country.is_some_and(|country| patterns.table.terms_of(last).contains(&country))
}

/// Countries and certificates were found with the phrases; here they get their codes.
fn listed(finder: &mut Finder<'_>, patterns: &Patterns) {
    let countries = patterns.values.countries.iter().map(|c| ("@country", "country", &c.code));
    let codes = countries
        .chain(patterns.values.certificates.iter().map(|c| ("@certificate", "certificate", &c.id)));
    let mut found = Vec::new();
    for (kind, name, code) in codes {
        let (Some(term), Some(own)) =
            (patterns.table.term(kind), patterns.table.term(&format!("{kind}:{code}")))
        else {
            continue;
        };
        found.extend(finder.hits.of(own).iter().map(|h| ValueHit {
            term,
            name,
            start: h.start,
            end: h.end,
            number: None,
            code: Some(code.clone()),
            unit: None,
        }));
    }
    finder.hits.values.extend(found);
}

fn durations(finder: &mut Finder<'_>, patterns: &Patterns, text: &str) {
    for found in GLUED.captures_iter(text) {
        let (Some(all), Some(number)) = (found.get(0), found.get(1)) else { continue };
        let number = number.as_str().parse().ok();
        for name in ["@hours", "@duration"] {
            add(finder, patterns, name, all.start(), all.end(), number, None, Some("hours"));
        }
    }
    for unit in DURATION.find_iter(text) {
        let from = text
            .get(..unit.start())
            .map_or(0, |t| t.char_indices().rev().take(40).last().map_or(0, |(i, _)| i));
        let before = text.get(from..unit.start()).unwrap_or("");
        let Some(found) = BEFORE.captures(before.trim_end()) else { continue };
        let spoken = found.get(1).map_or("", |m| m.as_str());
        let bracketed = found.get(2).map_or("", |m| m.as_str());
        let last = spoken.rsplit(' ').next().unwrap_or(spoken);
        let number = value_of(bracketed).or_else(|| value_of(spoken)).or_else(|| value_of(last));
        let word = unit.as_str();
        let etmaal = word.starts_with("etma");
        let Some(number) = number.or(etmaal.then_some(1.0)) else { continue };
        let start = found.get(1).map_or(unit.start(), |m| {
            if value_of(spoken).is_some() { from + m.start() } else { from + m.end() - last.len() }
        });
        let working =
            word.starts_with("werk") || word.starts_with("business") || word.starts_with("working");
        let (name, factor, label) = match word {
            w if etmaal || w.starts_with("uur") || w.starts_with("uren") || w.starts_with('h') => {
                ("@hours", if etmaal { 24.0 } else { 1.0 }, "hours")
            }
            w if w.contains("dag") || w.contains("day") => {
                ("@days", 1.0, if working { "working-days" } else { "days" })
            }
            w if w.starts_with("we") => ("@days", 7.0, "days"),
            w if w.starts_with("ma") || w.starts_with("mo") => ("@months", 1.0, "months"),
            _ => ("@months", 12.0, "months"),
        };
        for name in [name, "@duration"] {
            add(
                finder,
                patterns,
                name,
                start,
                unit.end(),
                Some(number * factor),
                None,
                Some(label),
            );
        }
    }
}

fn value_of(word: &str) -> Option<f64> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return decimal(word);
    }
    NUMBERS.iter().find(|(w, _)| *w == word).map(|(_, n)| *n)
}

/// A number as Dutch or English texts write it: `1.000,50`, `1,000.50`, `2,5`.
fn decimal(text: &str) -> Option<f64> {
    let text = text.trim_end_matches(['.', ',']);
    let Some(last) = text.rfind(['.', ',']) else { return text.parse().ok() };
    let tail = text.len() - last - 1;
    let whole: String = text.chars().filter(char::is_ascii_digit).collect();
    let number: f64 = whole.parse().ok()?;
    let digits = i32::try_from(tail).ok()?;
    Some(if tail == 3 { number } else { number / 10f64.powi(digits) })
}

fn money(finder: &mut Finder<'_>, patterns: &Patterns, text: &str) {
    for found in MONEY.captures_iter(text) {
        let Some(all) = found.get(0) else { continue };
        let group = |i| found.get(i).map(|m| m.as_str());
        let amount =
            group(2).or(group(4)).or(group(6)).and_then(|a| decimal(a).or_else(|| a.parse().ok()));
        let scale = if group(3).or(group(5)).is_some() { 1_000_000.0 } else { 1.0 };
        let currency = group(1).or(group(7)).unwrap_or("usd");
        let unit = if currency.starts_with("eur") {
            "EUR"
        } else if currency == "gbp" {
            "GBP"
        } else {
            "USD"
        };
        add(
            finder,
            patterns,
            "@money",
            all.start(),
            all.end(),
            amount.map(|a| a * scale),
            None,
            Some(unit),
        );
    }
}

#[expect(clippy::too_many_arguments, reason = "one line a value reads better than a builder")]
fn add(
    finder: &mut Finder<'_>,
    patterns: &Patterns,
    name: &'static str,
    start: usize,
    end: usize,
    number: Option<f64>,
    code: Option<String>,
    unit: Option<&'static str>,
) {
    let (Some(term), Some(hit)) = (patterns.table.term(name), finder.hit(start, end)) else {
        return;
    };
    finder.push(term, hit);
    let kind = match unit {
        Some("hours") => "hours",
        Some("days" | "working-days") => "days",
        Some("months") => "months",
        _ => name.trim_start_matches('@'),
    };
    finder.hits.values.push(ValueHit {
        term,
        name: kind,
        start: hit.start,
        end: hit.end,
        number,
        code,
        unit,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_as_both_languages_write_them() {
        assert_eq!(decimal("1.000.000,50"), Some(1_000_000.5));
        assert_eq!(decimal("10.000"), Some(10_000.0));
        assert_eq!(decimal("2,5"), Some(2.5));
        assert_eq!(value_of("achtenveertig"), Some(48.0));
    }

    #[test]
    fn irish_and_british_postcodes_are_addresses() {
        for code in ["dublin 2, d02k285, ireland", "d02 x285", "london sw1a 1aa", "m1 1ae"] {
            assert!(ADDRESS.is_match(code), "{code}");
        }
    }

    #[test]
    fn a_seat_that_is_left_blank_is_no_address() {
        for seat in ["registered office: main hall, galway", "having its seat in utrecht"] {
            assert!(ADDRESS.is_match(seat), "{seat}");
        }
        for blank in ["registered office: ____", "having its seat at [address],", "head office."] {
            assert!(!ADDRESS.is_match(blank), "{blank}");
        }
    }

    #[test]
    fn signs_that_are_no_letters_hide_no_number_and_no_blank() {
        let number = BEFORE.captures("≤24 ").and_then(|found| found.get(1));
        assert_eq!(number.map(|found| found.as_str()), Some("24"));
        assert!(PLACEHOLDER.is_match("verwerker: [☐ naam]"));
    }
}
