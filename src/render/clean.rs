//! Text of strangers, made harmless for the place where it is going to stand.
//!
//! One function a target. None of them changes what the text says to a reader; they take away
//! what would speak to the program that shows it.

/// For a terminal, on one line: no control characters, no escape sequences with what they carry,
/// no marks that turn the reading direction or hide; white space folded to one blank.
#[must_use]
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            skip_sequence(&mut chars);
        } else if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !speaks_to_machine(c) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// For JSON that is already written: the same characters, but as `\u` escapes, so that showing the
/// file in a terminal or an editor is harmless too. Nothing else than strings holds such characters.
#[must_use]
pub fn json(written: &str) -> String {
    if !written.chars().any(escaped_in_json) {
        return written.to_string();
    }
    let mut out = String::with_capacity(written.len());
    for c in written.chars() {
        if escaped_in_json(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// For Markdown, on one line: every character that could mark something up or start a tag, a link
/// or an entity stands behind a backslash.
#[must_use]
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in line(text).chars() {
        if matches!(
            c,
            '\\' | '`'
                | '*'
                | '_'
                | '{'
                | '}'
                | '['
                | ']'
                | '<'
                | '>'
                | '#'
                | '|'
                | '~'
                | '&'
                | '!'
                | '$'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    // What would start a list, a quote or a rule at the start of a line.
    if out.starts_with(['-', '+', '=']) {
        out.insert(0, '\\');
    }
    out
}

/// At most `limit` characters, cut between words, with an ellipsis where something was cut.
#[must_use]
pub fn cap(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_string();
    }
    let head: String = text.chars().take(limit.saturating_sub(2)).collect();
    let whole = head.rsplit_once(' ').map_or(head.as_str(), |(words, _)| words);
    format!("{} …", whole.trim_end())
}

/// Leaves out an escape sequence whose ESC has been read: `ESC [ … letter`, a string sequence
/// (`ESC ]`, `P`, `X`, `^`, `_`) up to its end on the same line, or the one character after ESC.
fn skip_sequence(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    match chars.next() {
        Some('[') => {
            while chars.next_if(|c| ('\u{20}'..='\u{3f}').contains(c)).is_some() {}
            chars.next_if(|c| ('\u{40}'..='\u{7e}').contains(c));
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            while let Some(c) = chars.next_if(|c| *c != '\n') {
                if c == '\u{7}' || c == '\u{9c}' {
                    break;
                }
                if c == '\u{1b}' {
                    chars.next_if_eq(&'\\');
                    break;
                }
            }
        }
        _ => {}
    }
}

fn escaped_in_json(c: char) -> bool {
    c != '\n' && c != '\t' && speaks_to_machine(c)
}

/// Control characters (C0, DEL, C1), direction marks, invisible marks and joiners, line and
/// paragraph separators, language tags, and places without a character.
fn speaks_to_machine(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Strings that do harm somewhere; every output is tested against all of them.
#[cfg(test)]
pub(crate) const NASTY: &[&str] = &[
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}[2J\u{1b}[1;1Hgone",
    "\u{1b}]8;;https://example.com\u{7}link\u{1b}]8;;\u{7}",
    "\u{1b}]52;c;ZXZpbA==\u{7}clip",
    "\u{1b}]0;title\u{1b}\\after",
    "\u{1b}]unfinished",
    "\u{1b}P1$r\u{1b}\\dcs",
    "\u{1b}",
    "\u{9b}31mc1",
    "\u{9d}52;c;x\u{9c}c1 string",
    "\u{202e}fdp.txt",
    "a\u{2066}b\u{2069}c",
    "zero\u{200b}width\u{feff}",
    "tag\u{e0041}\u{e007f}",
    "line\r\nbreak\rback\u{8}\u{8}space\u{7f}",
    "nul\u{0}byte",
    "sep\u{2028}line\u{2029}para\u{85}next",
    "<script>alert(1)</script>\"'&",
    "=HYPERLINK(\"http://example.com\")",
    "+1-1@SUM(A1)|cmd",
    "\\u001b[31m \"quoted\" \\",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_nasty_reaches_the_terminal() {
        for nasty in NASTY {
            let clean = line(nasty);
            assert!(!clean.chars().any(speaks_to_machine), "{nasty:?} gave {clean:?}");
            assert!(!clean.contains('\n'));
        }
        assert_eq!(line("\u{1b}[31mred\u{1b}[0m"), "red");
        assert_eq!(line("\u{1b}]8;;https://example.com\u{7}link\u{1b}]8;;\u{7}"), "link");
        assert_eq!(line("  Artikel 7\n  lid\u{a0}2 "), "Artikel 7 lid 2");
        assert_eq!(line("één € – ‘x’"), "één € – ‘x’");
    }

    #[test]
    fn json_keeps_the_data_and_loses_the_bytes() {
        for nasty in NASTY {
            let written = json(&serde_json::to_string(nasty).unwrap());
            assert!(!written.chars().any(speaks_to_machine), "{nasty:?} gave {written:?}");
            assert_eq!(&serde_json::from_str::<String>(&written).unwrap(), nasty);
        }
    }

    #[test]
    fn markdown_shows_what_it_is_given() {
        for nasty in NASTY {
            let written = markdown(nasty);
            assert!(!written.chars().any(speaks_to_machine), "{nasty:?} gave {written:?}");
            // A reader of Markdown sees the very text, and no link, tag or emphasis.
            let source = format!("x {written}");
            let events: Vec<_> = pulldown_cmark::Parser::new(&source).collect();
            let tags = events.iter().filter(|e| {
                !matches!(e, pulldown_cmark::Event::Text(_))
                    && !matches!(e, pulldown_cmark::Event::Start(pulldown_cmark::Tag::Paragraph))
                    && !matches!(e, pulldown_cmark::Event::End(pulldown_cmark::TagEnd::Paragraph))
            });
            assert_eq!(tags.count(), 0, "{nasty:?} gave {events:?}");
            let read: String = events
                .into_iter()
                .filter_map(|e| match e {
                    pulldown_cmark::Event::Text(text) => Some(text.into_string()),
                    _ => None,
                })
                .collect();
            assert_eq!(read.trim_end(), format!("x {}", line(nasty)).trim_end());
        }
    }

    #[test]
    fn a_cap_cuts_between_words() {
        assert_eq!(cap("een twee drie", 20), "een twee drie");
        assert_eq!(cap("een twee drie", 11), "een twee …");
        assert_eq!(cap("éééééééééé", 5), "ééé …");
    }
}
