//! Strings that do harm somewhere: one set, against which every output is tested.
//!
//! A string is here because of one reader that it speaks to (a terminal, a browser, a spreadsheet,
//! a word processor, a Markdown viewer, a log); each output is tested against all of them.

/// The set. Tests of an output put each of these in every place that holds a stranger's text.
pub(crate) const NASTY: &[&str] = &[
    // Terminals: colours, the cursor, links, the clipboard, titles, strings without an end.
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}[2J\u{1b}[1;1Hgone",
    "\u{1b}]8;;https://example.com\u{7}link\u{1b}]8;;\u{7}",
    "\u{1b}]52;c;ZXZpbA==\u{7}clip",
    "\u{1b}]0;title\u{1b}\\after",
    "\u{1b}]unfinished",
    "\u{1b}P1$r\u{1b}\\dcs",
    "\u{1b}",
    "\u{1b}c",
    "\u{9b}31mc1",
    "\u{9d}52;c;x\u{9c}c1 string",
    "line\r\nbreak\rback\u{8}\u{8}space\u{7f}",
    "nul\u{0}byte",
    "sep\u{2028}line\u{2029}para\u{85}next\u{b}\u{c}",
    // What turns, hides or fakes text.
    "\u{202e}fdp.txt",
    "a\u{2066}b\u{2069}c",
    "zero\u{200b}width\u{feff}",
    "tag\u{e0041}\u{e007f}",
    "stack\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}ed",
    // Browsers.
    "<script>alert(1)</script>\"'&",
    "</script></style></title><script>alert(1)</script>",
    "--><img src=x onerror=alert(1)><!--",
    "\" onmouseover=\"alert(1)\" x='",
    "' autofocus onfocus=alert(1) '",
    "javascript:alert(1)",
    "&lt;script&gt;&#x1b;&amp;",
    "{{7*7}}${7*7}<%= 7*7 %>",
    // Spreadsheets: what begins a formula, also behind quotes, blanks and line ends, and separators.
    "=HYPERLINK(\"http://example.com\")",
    "+1-1@SUM(A1)|cmd",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u{a0}=1+1",
    "\"=1+1\"",
    "'=1+1",
    "x;=1+1;y",
    "x,=1+1,\"y",
    "x\"\n=1+1;\"",
    "\u{ff1d}1+1",
    "\u{ff0b}1",
    "\u{ff0d}1",
    "\u{ff20}SUM(1)",
    "\u{200b}=1+1",
    "\u{feff}=1+1",
    // XML: characters and marks that it does not allow, and what Excel takes for an escape.
    "]]><x/>",
    "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;",
    "illegal\u{1}\u{b}\u{1f}\u{fffe}\u{ffff}",
    "_x000D_ _x005F_x0041_",
    "[sheet]:*?/\\'name'",
    // Word processors: what would be a field.
    "{ INCLUDETEXT \"file:///etc/passwd\" }",
    "{ HYPERLINK \"http://example.com\" } DDEAUTO",
    // Markdown.
    "[click](javascript:alert(1)) ![x](http://example.com/x.png)",
    "# heading\n- item\n1. one\n> quote\n    code",
    "***bold*** __under__ ~~gone~~ `code` ```",
    "| a | b |\n|---|---|\n| c | d |",
    "<img src=x onerror=alert(1)> <http://example.com> https://example.com www.example.com",
    "[ref]: http://example.com\n\n[^1]: note",
    "ends with a backslash\\",
    "\\u001b[31m \"quoted\" \\",
    // Logs, lines and JSON.
    "{\"vendor\":\"other\"}\n{\"vendor\":\"third\"}",
    "\"}],\"status\":\"met\",\"x\":[{\"y\":\"",
    // Places in a file system.
    "../../../etc/passwd",
    "..\\..\\windows\\x.pdf",
    "C:\\CON",
    "//host/share/x.pdf",
    LONG,
];

/// Longer than a cell of a spreadsheet (32,767) and than a name of a file, and without a blank.
const LONG: &str = match std::str::from_utf8(&[b'W'; 40_000]) {
    Ok(text) => text,
    Err(_) => "",
};
