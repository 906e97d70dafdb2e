//! Dates in folded text, as both languages write them.

use std::sync::LazyLock;

use regex::Regex;

const MONTHS: [(&str, u8); 22] = [
    ("januari", 1),
    ("january", 1),
    ("februari", 2),
    ("february", 2),
    ("maart", 3),
    ("march", 3),
    ("april", 4),
    ("mei", 5),
    ("may", 5),
    ("juni", 6),
    ("june", 6),
    ("juli", 7),
    ("july", 7),
    ("augustus", 8),
    ("august", 8),
    ("september", 9),
    ("oktober", 10),
    ("october", 10),
    ("november", 11),
    ("december", 12),
    ("okt", 10),
    ("dec", 12),
];

/// Day month year, month day year, year-month-day, day-month-year.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the expression is a constant; the tests run it")]
    Regex::new(
        r"(?-u)\b(?:(\d{1,2})(?:st|nd|rd|th|e)? ?([a-z]{3,9}),? (\d{4})|([a-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})|(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}))\b",
    )
    .expect("a constant expression")
});

/// The dates in a folded text, as byte of their end and `YYYY-MM-DD`.
pub(super) fn find(folded: &str) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for found in DATE.captures_iter(folded) {
        let group = |i: usize| found.get(i).map(|m| m.as_str());
        let number = |i: usize| group(i).and_then(|t| t.parse::<u16>().ok());
        let month = |i: usize| {
            group(i)
                .and_then(|t| MONTHS.iter().find(|(name, _)| *name == t))
                .map(|(_, n)| u16::from(*n))
        };
        let parts = [
            (number(3), month(2), number(1)),
            (number(6), month(4), number(5)),
            (number(7), number(8), number(9)),
            (number(12), number(11), number(10)),
        ];
        let date = parts.into_iter().find_map(|(y, m, d)| Some((y?, m?, d?)));
        if let Some((year, month, day)) = date
            && (1990..2100).contains(&year)
            && (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && let Some(all) = found.get(0)
        {
            out.push((all.end(), format!("{year:04}-{month:02}-{day:02}")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates_of_both_languages_and_no_others() {
        for (text, wanted) in [
            ("amersfoort, 14 april 2026", "2026-04-14"),
            ("april 14, 2026", "2026-04-14"),
            ("2026-04-14", "2026-04-14"),
            ("14-4-2026", "2026-04-14"),
            ("1 maart 2025.", "2025-03-01"),
            ("14 potten 2026", ""),
            ("45-13-2026", ""),
        ] {
            let found = find(text).into_iter().map(|(_, d)| d).next().unwrap_or_default();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
