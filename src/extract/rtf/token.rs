//! RTF bytes → groups, control words and characters; never fails, never looks back.

/// One step of an RTF file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A group opens.
    Open,
    /// A group closes.
    Close,
    /// `\*`: what follows is a destination that may be passed over.
    Star,
    /// A control word or sign, and its number.
    Word(&'a str, Option<i32>),
    /// A byte of text in the code page in force.
    Byte(u8),
    /// A character, whatever the code page.
    Char(char),
}

/// Steps through the bytes.
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Tokens<'a> {
        Tokens { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn run(&mut self, of: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        while self.peek().is_some_and(&of) {
            self.at += 1;
        }
        std::str::from_utf8(self.bytes.get(start..self.at).unwrap_or_default()).unwrap_or_default()
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let first = self.peek()?;
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return Some(match first {
                b'*' => Token::Star,
                b'\\' | b'{' | b'}' => Token::Byte(first),
                b'~' => Token::Char('\u{a0}'),
                b'_' => Token::Char('-'),
                b'\n' | b'\r' => Token::Word("par", None),
                b'\'' => {
                    let digits = self.bytes.get(self.at..self.at + 2).unwrap_or_default();
                    let code = std::str::from_utf8(digits).ok();
                    match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
                        Some(byte) => {
                            self.at += 2;
                            Token::Byte(byte)
                        }
                        None => Token::Word("", None),
                    }
                }
                _ => Token::Word("", None),
            });
        }
        let word = self.run(|byte| byte.is_ascii_alphabetic());
        let minus = self.peek() == Some(b'-');
        self.at += usize::from(minus);
        let digits = self.run(|byte| byte.is_ascii_digit());
        let number: Option<i32> = digits.get(..digits.len().min(9)).and_then(|d| d.parse().ok());
        let number = number.map(|number| if minus { -number } else { number });
        if minus && digits.is_empty() {
            self.at -= 1;
        } else if self.peek() == Some(b' ') {
            self.at += 1;
        }
        if word == "bin" {
            let length = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
            self.at = self.at.saturating_add(length).min(self.bytes.len());
        }
        Some(Token::Word(word, number))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = self.peek()?;
            self.at += 1;
            return Some(match byte {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => return self.control(),
                b'\r' | b'\n' | 0 => continue,
                b'\t' => Token::Char(' '),
                byte => Token::Byte(byte),
            });
        }
    }
}
