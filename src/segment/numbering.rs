//! Clause numbers at the start of a paragraph: `Artikel 7`, `7.2`, `(a)`, `iv.`, bullets, annexes.

use crate::pack::Structure;

/// How a paragraph is numbered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// `Bijlage 2`, with its name.
    Annex(String),
    /// `Artikel 7`, with its number.
    Article(String),
    /// `7.2`: the label and how many numbers it has.
    Dotted(String, usize),
    /// `(a)` or `b.`
    Letter(String),
    /// `(iv)` where it cannot be a letter.
    Roman(String),
    /// A bullet or dash.
    Bullet,
    /// Nothing.
    None,
}

impl Marker {
    /// The number as printed, without brackets and full stops.
    pub(super) fn label(&self) -> Option<&str> {
        match self {
            Marker::Annex(l)
            | Marker::Article(l)
            | Marker::Dotted(l, _)
            | Marker::Letter(l)
            | Marker::Roman(l) => Some(l),
            Marker::Bullet | Marker::None => None,
        }
    }
}

/// The marker at the start of `text`, and the byte at which the words after it start.
pub(super) fn marker(text: &str, structure: &Structure) -> (Marker, usize) {
    let start = text.len() - text.trim_start().len();
    let body = text.get(start..).unwrap_or("");
    let (marker, length) = of(body, structure);
    let rest = body.get(length..).unwrap_or("");
    let blanks = rest.len()
        - rest
            .trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, ':' | '.' | '–' | '—' | '-')
            })
            .len();
    let blanks = if matches!(marker, Marker::None) { 0 } else { blanks };
    (marker, start + length + blanks)
}

fn of(body: &str, structure: &Structure) -> (Marker, usize) {
    let first = body.chars().next().unwrap_or(' ');
    if "•◦▪·●○■□‣➢✓✔*o".contains(first) || matches!(first, '-' | '–' | '—')
    {
        let width = first.len_utf8();
        let after = body.get(width..).and_then(|r| r.chars().next());
        return if after.is_some_and(char::is_whitespace) || "•▪●■‣➢✓✔".contains(first)
        {
            (Marker::Bullet, width)
        } else {
            (Marker::None, 0)
        };
    }
    if let Some(found) = named(body, structure) {
        return found;
    }
    dotted(body).or_else(|| lettered(body)).unwrap_or((Marker::None, 0))
}

/// `Artikel 7`, `Annex B`.
fn named(body: &str, structure: &Structure) -> Option<(Marker, usize)> {
    if let Some(rest) = body.strip_prefix('§') {
        let (number, end) = number_at(rest.trim_start())?;
        return Some((Marker::Article(number), body.len() - rest.trim_start().len() + end));
    }
    let word_end =
        body.find(|c: char| c.is_whitespace() || c == ':' || c == '-').unwrap_or(body.len());
    let word = body.get(..word_end)?;
    let lower = word.to_lowercase();
    let opens = word.chars().next().is_some_and(char::is_uppercase);
    let rest = body.get(word_end..)?.trim_start();
    let used = body.len() - rest.len();
    if opens && structure.annex.contains(&lower) {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '.').unwrap_or(rest.len());
        let name = rest.get(..end)?.trim_end_matches('.');
        let numbered = !name.is_empty()
            && (name.len() <= 4
                && name.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '.'));
        return Some(if numbered {
            (Marker::Annex(format!("{word} {name}")), used + end)
        } else {
            (Marker::Annex(word.to_owned()), word_end)
        });
    }
    if opens && structure.article.contains(&lower) {
        let (number, end) = number_at(rest)?;
        let ended = rest.get(..end)?.ends_with('.');
        let of_a_law = !ended && of_a_law(rest.get(end..)?, structure);
        return (!of_a_law).then_some((Marker::Article(number), used + end));
    }
    None
}

/// Whether what follows the number of an article makes it one of a law: " 36 AVG: …",
/// " 28(3) of the GDPR requires …".
fn of_a_law(after: &str, structure: &Structure) -> bool {
    if !after.starts_with([' ', '(']) {
        return false;
    }
    let lower = after.to_lowercase();
    let mut words = lower
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ':' | ';'))
        .filter(|word| !word.is_empty());
    let joins = |word: &str| {
        word.contains(|c: char| c.is_ascii_digit()) && !word.contains(char::is_alphabetic)
            || structure.before_law.iter().any(|known| known == word)
    };
    let law = words.by_ref().take(8).find(|word| !joins(word));
    law.is_some_and(|law| structure.laws.iter().any(|known| known == law))
}

fn number_at(text: &str) -> Option<(String, usize)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let number = text.get(..end)?.trim_end_matches('.');
    let roman_end = text.find(|c: char| !"IVX".contains(c)).unwrap_or(text.len());
    if number.is_empty() || !number.starts_with(|c: char| c.is_ascii_digit()) {
        let roman = text.get(..roman_end).filter(|r| !r.is_empty())?;
        return Some((roman.to_owned(), roman_end));
    }
    // A letter may follow: 5a.
    let letter = text.get(end..)?.chars().next().filter(char::is_ascii_lowercase);
    let alone = letter.is_some()
        && text.get(end + 1..).is_none_or(|r| !r.starts_with(char::is_alphanumeric));
    match letter.filter(|_| alone) {
        Some(l) => Some((format!("{number}{l}"), end + 1)),
        None => Some((number.to_owned(), end)),
    }
}

/// `7.`, `7.2`, `7.2.1)`, `(7)`.
fn dotted(body: &str) -> Option<(Marker, usize)> {
    let open = body.starts_with('(');
    let digits = body.get(usize::from(open)..)?;
    let end = digits.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(digits.len());
    let run = digits.get(..end)?;
    let label = run.trim_end_matches('.');
    let parts: Vec<&str> = label.split('.').collect();
    let sane = parts
        .iter()
        .enumerate()
        .all(|(i, p)| !p.is_empty() && p.len() <= 2 && (i > 0 || !p.starts_with('0')));
    if !sane || parts.len() > 5 {
        return None;
    }
    let rest = digits.get(end..)?;
    let closed = rest.starts_with(')');
    if open != closed && open {
        return None;
    }
    let after = rest.get(usize::from(closed)..)?;
    let gap = after.starts_with(char::is_whitespace) || after.is_empty();
    let words = after.trim_start();
    let letter = words.starts_with(|c: char| c.is_alphabetic() || "\"“‘„([<\u{200b}".contains(c));
    // A bare number needs a capital after it: "28 lid 3" is no clause number.
    let bare = parts.len() == 1 && run == label && !closed;
    let fits = gap
        && (words.is_empty() && (run != label || parts.len() > 1) || letter)
        && (!bare || words.starts_with(char::is_uppercase));
    let used = usize::from(open) + end + usize::from(closed);
    fits.then(|| (Marker::Dotted(label.to_owned(), parts.len()), used))
}

/// `a.`, `a)`, `(a)`, `iv)`.
fn lettered(body: &str) -> Option<(Marker, usize)> {
    let open = body.starts_with('(');
    let text = body.get(usize::from(open)..)?;
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let word = text.get(..end)?;
    let close = text.get(end..)?.chars().next().filter(|c| matches!(c, ')' | '.'))?;
    if open && close != ')' {
        return None;
    }
    let after = text.get(end + 1..)?;
    if !(after.is_empty() || after.starts_with(char::is_whitespace)) {
        return None;
    }
    let used = usize::from(open) + end + 1;
    let roman = word.len() > 1 && word.len() <= 5 && word.bytes().all(|b| b"ivxIVX".contains(&b));
    if word.len() == 1 {
        return Some((Marker::Letter(word.to_owned()), used));
    }
    (roman || (word.len() == 2 && word.bytes().all(|b| Some(&b) == word.as_bytes().first())))
        .then(|| (Marker::Roman(word.to_owned()), used))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Patterns;

    fn of_text(text: &str) -> (Marker, String) {
        let patterns = Patterns::load(None).unwrap();
        let (marker, at) = marker(text, &patterns.structure);
        (marker, text.get(at..).unwrap_or("").to_owned())
    }

    #[test]
    fn reads_the_usual_numbers() {
        assert_eq!(
            of_text("Artikel 7: Geheimhouding"),
            (Marker::Article("7".into()), "Geheimhouding".into())
        );
        assert_eq!(of_text("Article IV – Audit"), (Marker::Article("IV".into()), "Audit".into()));
        assert_eq!(
            of_text("7.2 De verwerker"),
            (Marker::Dotted("7.2".into(), 2), "De verwerker".into())
        );
        assert_eq!(of_text("3. De school"), (Marker::Dotted("3".into(), 1), "De school".into()));
        assert_eq!(of_text("(b) to notify"), (Marker::Letter("b".into()), "to notify".into()));
        assert_eq!(of_text("iii) derde"), (Marker::Roman("iii".into()), "derde".into()));
        assert_eq!(of_text("• punt"), (Marker::Bullet, "punt".into()));
        assert_eq!(
            of_text("Bijlage 2 – Beveiliging"),
            (Marker::Annex("Bijlage 2".into()), "Beveiliging".into())
        );
    }

    #[test]
    fn articles_with_a_title_about_the_law_are_articles() {
        for text in ["Artikel 3. AVG", "Article 5 – GDPR", "Artikel 7 Rechten onder de AVG"] {
            assert!(matches!(of_text(text).0, Marker::Article(_)), "{text}");
        }
    }

    #[test]
    fn leaves_other_numbers_alone() {
        for text in [
            "28 lid 3 AVG",
            "2016/679 van het Parlement",
            "24 uur na ontdekking",
            "12.345,00 euro",
            "Verwerker meldt",
            "e.g. this",
            "Artikelen zijn er",
            "Artikel 36 AVG: Acme helpt de school.",
            "Art. 28 lid 3, onder a, van de AVG geldt.",
            "Article 28(3)(a) of the GDPR requires this.",
        ] {
            assert_eq!(of_text(text).0, Marker::None, "{text}");
        }
    }
}
