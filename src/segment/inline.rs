//! Enumerations inside a sentence: "Provider shall (a) keep data secret; (b) report breaches".
//!
//! In: the folded text of one sentence. Out: its stretches, so that each item is a sentence of its
//! own which the words before the first item lead in. What must stay true: the stretches follow
//! each other without gaps but for blanks, and a lone "(a)" or a reference to one parts nothing.

/// A stretch of a sentence, in bytes of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the words end that lead it in; they start where the sentence does. 0 for the first
    /// stretch, which holds them itself.
    pub(super) lead: usize,
}

/// How items are numbered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Series {
    Letters,
    Romans,
    Numbers,
}

const ROMANS: [&str; 12] =
    ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

/// More items than this are no sentence that anybody wrote.
const MOST: usize = 40;

/// The stretches of a sentence: one for each item, or the whole of it. Beside a comma or semicolon
/// one of the words `joins` can stand before an item.
pub(super) fn stretches(sentence: &str, joins: &[String]) -> Vec<Stretch> {
    let starts = items(sentence, joins);
    let (Some(&first), true) = (starts.first(), starts.len() > 1) else {
        return vec![Stretch { start: 0, end: sentence.len(), lead: 0 }];
    };
    let lead = sentence.get(..first).unwrap_or("").trim_end().len();
    let ends = starts.iter().skip(1).copied().chain([sentence.len()]);
    let mut from = 0;
    let parts = ends.map(|until| {
        let end = sentence.get(..until).unwrap_or(sentence).trim_end().len();
        let stretch = Stretch { start: from, end, lead: if from == 0 { 0 } else { lead } };
        from = until;
        stretch
    });
    parts.collect()
}

/// Where the items start, in bytes: at "(a)", "(b)" and so on, in a row from the first.
fn items(sentence: &str, joins: &[String]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut series = None;
    for (at, _) in sentence.match_indices('(') {
        let rest = sentence.get(at + 1..).unwrap_or("");
        let Some((number, after)) = rest.split_once(')').filter(|(n, _)| n.len() <= 4) else {
            continue;
        };
        let opens = after.starts_with(' ') && after.len() > 2;
        let before = sentence.get(..at).unwrap_or("").trim_end();
        if !opens || !(at == 0 || sentence.get(..at).is_some_and(|b| b.ends_with(' '))) {
            continue;
        }
        match series {
            None => {
                series = first(number);
                starts.extend(series.map(|_| at));
            }
            Some(kind)
                if starts.len() < MOST
                    && follows(before, joins)
                    && is_next(kind, number, starts.len()) =>
            {
                starts.push(at);
            }
            Some(_) => {}
        }
    }
    starts
}

/// The series that this number opens.
fn first(number: &str) -> Option<Series> {
    match number {
        "a" => Some(Series::Letters),
        "i" => Some(Series::Romans),
        "1" => Some(Series::Numbers),
        _ => None,
    }
}

/// Whether a number comes next after `count` items.
fn is_next(series: Series, number: &str, count: usize) -> bool {
    match series {
        Series::Letters => {
            let letter = u8::try_from(count).ok().and_then(|n| b'a'.checked_add(n));
            letter.is_some_and(|l| l.is_ascii_lowercase() && number.as_bytes() == [l])
        }
        Series::Romans => ROMANS.get(count).is_some_and(|r| *r == number),
        Series::Numbers => number.parse() == Ok(count + 1),
    }
}

/// Whether what stands before a number ends an item: "(a) or (b)" in a reference does not.
fn follows(before: &str, joins: &[String]) -> bool {
    let word = before.rsplit(' ').next().unwrap_or("");
    let ended = |text: &str| text.ends_with([',', ';', ':']);
    let item = if joins.iter().any(|joins| joins == word) {
        before.strip_suffix(word).unwrap_or("").trim_end()
    } else if ended(before) {
        before
    } else {
        return false;
    };
    // A row of names or titles is one list; an item with a sentence of its own has more words.
    let own = item.rsplit(')').next().unwrap_or("");
    let few = if item.ends_with(';') { 1 } else { 2 };
    own.split(' ').filter(|w| w.len() > 1).count() > few
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(sentence: &str) -> Vec<(&str, &str)> {
        let get = |from: usize, to: usize| sentence.get(from..to).unwrap();
        let cut = |s: &Stretch| (get(0, s.lead), get(s.start, s.end));
        let joins = ["and", "or", "en"].map(str::to_owned);
        stretches(sentence, &joins).iter().map(cut).collect()
    }

    #[test]
    fn items_of_a_sentence_are_led_in_by_what_stands_before_the_first() {
        assert_eq!(
            parts("provider shall (a) keep data secret; (b) report breaches; and (c) delete them."),
            [
                ("", "provider shall (a) keep data secret;"),
                ("provider shall", "(b) report breaches; and"),
                ("provider shall", "(c) delete them."),
            ]
        );
        assert_eq!(parts("(i) dit en ook dat; en (ii) nog meer").len(), 2);
    }

    #[test]
    fn references_and_lone_numbers_part_nothing() {
        for whole in [
            "as article 28(3)(a) and (b) say",
            "under point (a) or (b) of article 6",
            "points (a), (b) and (c) apply",
            "the processor (a) only",
            "(a) one thing here; (c) another thing",
            "the data (1) of pupils",
            "order of precedence: (1) this dpa, (2) order form, (3) terms of service.",
        ] {
            assert_eq!(parts(whole), [("", whole)]);
        }
    }
}
