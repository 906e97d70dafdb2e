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

/// For a cell of CSV, on one line: as [`line()`], and where a spreadsheet would take the text for a
/// formula, an apostrophe before it. The quotes around a cell are the writer's work.
#[must_use]
pub fn csv(text: &str) -> String {
    let clean = line(text);
    if starts_formula(&clean) { format!("'{clean}") } else { clean }
}

/// Whether a spreadsheet could take a text for a formula: it begins with `=`, `+`, `-` or `@`,
/// also in their full width, or behind quotes or blanks that a program may take away.
#[must_use]
pub fn starts_formula(text: &str) -> bool {
    text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''))
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '−', '﹢', '﹣', '﹦', '﹫'])
}

/// For Markdown, on one line: as [`line()`], with a backslash before whatever could be markup, a
/// link or raw HTML. Digits, which make a list at the start of a line, lose nothing by that.
#[must_use]
pub fn markdown(text: &str) -> String {
    let clean = line(text);
    let mut out = String::with_capacity(clean.len());
    let digits = clean.chars().take_while(char::is_ascii_digit).count();
    let mut rest = clean.chars();
    let mut at = 0;
    while let Some(c) = rest.next() {
        let active = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~')
            || matches!(c, '$' | '@' | '^' | '{' | '}');
        // A list, a heading, a rule or a list of definitions begins a line.
        let opens = at == 0 && matches!(c, '#' | '+' | '-' | '=' | ':');
        let numbers = at == digits && at > 0 && matches!(c, '.' | ')');
        // Readers make a link of an address even without marks.
        let links = (c == ':' && rest.as_str().starts_with("//"))
            || (c == '.' && out.to_ascii_lowercase().ends_with("www"));
        if active || opens || numbers || links {
            out.push('\\');
        }
        out.push(c);
        at += 1;
    }
    out
}

/// For XML, on one line: as [`line()`], without the places of Unicode that XML knows no character
/// for. Escaping `<`, `&` and quotes is the writer's work.
#[must_use]
pub fn xml(text: &str) -> String {
    line(text).chars().filter(|c| !is_noncharacter(*c)).collect()
}

/// For the name of a file: letters, digits and blanks as they are, everything else a dash; never
/// empty, hidden, longer than file systems take, or a name that Windows keeps for devices.
#[must_use]
pub fn file_name(text: &str) -> String {
    const DEVICES: [&str; 22] = [
        "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
        "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    ];
    let kept: String =
        line(text)
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '&') {
                    c
                } else {
                    '-'
                }
            })
            .take(60)
            .collect();
    let kept = kept.trim_matches(['.', '-', ' ']);
    let stem = kept.split('.').next().unwrap_or_default().to_lowercase();
    if kept.is_empty() || DEVICES.contains(&stem.trim()) {
        return format!("vendor-{kept}").trim_end_matches('-').to_owned();
    }
    kept.to_owned()
}

/// For HTML, on one line: as [`xml`]. Escaping is the template's work.
#[must_use]
pub fn html(text: &str) -> String {
    xml(text)
}

/// For a cell of a workbook: as [`xml`], and no longer than Excel holds, with an ellipsis where
/// something was cut. Excel counts in units of UTF-16.
#[must_use]
pub fn xlsx(text: &str) -> String {
    const MOST: usize = 32_767;
    let clean = xml(text);
    if clean.encode_utf16().count() <= MOST {
        return clean;
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < MOST
    };
    let mut out: String = clean.chars().take_while(fits).collect();
    out.push('…');
    out
}

fn is_noncharacter(c: char) -> bool {
    u32::from(c) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c)
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

#[cfg(test)]
pub(crate) use super::nasty::NASTY;

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
    fn a_cell_of_csv_is_no_formula() {
        for nasty in NASTY {
            let cell = csv(nasty);
            assert!(!starts_formula(&cell) || cell.starts_with('\''), "{cell:?}");
        }
        assert_eq!(csv("=1+1"), "'=1+1");
        assert_eq!(csv(" \u{200b}＝1"), "'＝1");
        assert_eq!(csv("\"=1\""), "'\"=1\"");
        assert_eq!(csv("art. 4 - 5"), "art. 4 - 5");
    }

    #[test]
    fn markdown_is_escaped_where_it_could_act_and_nowhere_else() {
        assert_eq!(markdown("Artikel 7.2 (a), lid 1: 24 uur!"), "Artikel 7.2 (a), lid 1: 24 uur!");
        assert_eq!(markdown("12.1 Bewerker"), "12\\.1 Bewerker");
        assert_eq!(markdown("# a_b|c"), "\\# a\\_b\\|c");
        assert_eq!(markdown("https://x.nl www.x.nl a@x.nl"), "https\\://x.nl www\\.x.nl a\\@x.nl");
    }

    #[test]
    fn a_vendor_names_a_file_and_no_other_place() {
        for nasty in NASTY.iter().chain(&["../../etc/passwd", "C:\\x", "..", "", ".bashrc", "a/b"])
        {
            let name = file_name(nasty);
            assert!(!name.is_empty() && !name.starts_with('.') && !name.ends_with(['.', ' ']));
            assert!(!name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']), "{name}");
        }
        assert_eq!(file_name("Acme & Zn. B.V."), "Acme & Zn. B.V");
        assert_eq!(file_name("CON"), "vendor-CON");
        assert_eq!(file_name("../x"), "x");
        assert_eq!(file_name(&"é".repeat(300)).chars().count(), 60);
    }

    #[test]
    fn xml_holds_only_characters_that_xml_knows() {
        for nasty in NASTY {
            assert!(!xml(nasty).chars().any(|c| speaks_to_machine(c) || is_noncharacter(c)));
        }
        assert_eq!(xml("a\u{ffff}b\u{fdd0}c\u{1ffff}"), "abc");
    }

    #[test]
    fn a_cell_of_a_workbook_holds_no_more_than_excel_does() {
        for text in ["a".repeat(40_000), "𝄞".repeat(20_000)] {
            let cell = xlsx(&text);
            assert!(cell.encode_utf16().count() <= 32_767 && cell.ends_with('…'));
            assert!(cell.encode_utf16().count() > 32_760);
        }
        assert_eq!(xlsx(&"a".repeat(32_767)).len(), 32_767);
    }

    #[test]
    fn a_cap_cuts_between_words() {
        assert_eq!(cap("een twee drie", 20), "een twee drie");
        assert_eq!(cap("een twee drie", 11), "een twee …");
        assert_eq!(cap("éééééééééé", 5), "ééé …");
    }
}
