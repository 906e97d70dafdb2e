//! The condition language: `(notify & breach) ~40 @hours` → a tree over terms.
//!
//! In: text and a resolver that gives each name its term. Out: [`Condition`]. The set of kinds is
//! small and closed; it is the only place where the packs' power grows.

use serde::{Deserialize, Serialize};

/// Index of a term in the compiled table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TermId(pub u32);

/// On which side of the left operand the right one is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// On either side.
    Both,
    /// Before it.
    Before,
    /// After it.
    After,
}

/// A condition over the terms of a window. Distances count the words between two matches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    /// A hit of the term.
    Term(TermId),
    /// Both, at most so many words apart; `After` means that the second follows the first.
    Near(Box<Condition>, Box<Condition>, u32, Side),
    /// The first, with no match of the second within so many words on that side.
    Without(Box<Condition>, Box<Condition>, u32, Side),
    /// All of them in the window.
    All(Vec<Condition>),
    /// Any of them.
    Any(Vec<Condition>),
    /// No match in the window.
    Not(Box<Condition>),
    /// Its matches where what they name acts: not "the Controller's", "customer data", "of the
    /// processor".
    Acting(Box<Condition>),
    /// The first in cells of a table whose column is headed by the second; or, where the flag says
    /// so, everywhere but there.
    Column(Box<Condition>, Box<Condition>, bool),
    /// At least so many different texts.
    Count(u32, Box<Condition>),
    /// A match in the heading path of the window.
    Heading(Box<Condition>),
}

impl Condition {
    /// Sets of terms of each of which at least one must have a hit in the window: what makes a
    /// window worth testing.
    #[must_use]
    pub fn required(&self) -> Vec<Vec<TermId>> {
        match self {
            Condition::Term(t) => vec![vec![*t]],
            Condition::Near(a, b, ..) => [a.required(), b.required()].concat(),
            Condition::Without(a, ..)
            | Condition::Count(_, a)
            | Condition::Acting(a)
            | Condition::Column(a, ..) => a.required(),
            Condition::All(parts) => parts.iter().flat_map(Condition::required).collect(),
            Condition::Any(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    match part.required().into_iter().min_by_key(Vec::len) {
                        Some(set) => all.extend(set),
                        None => return Vec::new(),
                    }
                }
                vec![all]
            }
            Condition::Not(_) | Condition::Heading(_) => Vec::new(),
        }
    }

    /// Every term in it, in any role.
    pub fn terms(&self, out: &mut Vec<TermId>) {
        match self {
            Condition::Term(t) => out.push(*t),
            Condition::Near(a, b, ..)
            | Condition::Without(a, b, ..)
            | Condition::Column(a, b, _) => {
                a.terms(out);
                b.terms(out);
            }
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|p| p.terms(out));
            }
            Condition::Not(a)
            | Condition::Count(_, a)
            | Condition::Acting(a)
            | Condition::Heading(a) => a.terms(out),
        }
    }
}

/// What an atom of an expression names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Atom<'a> {
    /// A named term.
    Name(&'a str),
    /// A phrase in quotes.
    Phrase(&'a str),
    /// A typed value, without its `@`.
    Value(&'a str),
}

/// Parses an expression; `resolve` gives each atom its term, or says why there is none.
///
/// # Errors
/// Says what is wrong and near which character (from 1).
pub(super) fn parse(
    text: &str,
    resolve: &mut dyn FnMut(Atom<'_>) -> Result<TermId, String>,
) -> Result<Condition, String> {
    let mut parser = Parser { text, at: 0, depth: 0, resolve };
    let condition = parser.any()?;
    parser.blanks();
    if parser.at < text.len() {
        return Err(parser
            .wrong("expected an operator (`&`, `|`, `~N`, `>N`, `!~N`, `!<N`, `!>N`, `#`, `!#`) or the end"));
    }
    Ok(condition)
}

struct Parser<'a, 'r> {
    text: &'a str,
    at: usize,
    depth: usize,
    resolve: &'r mut dyn FnMut(Atom<'_>) -> Result<TermId, String>,
}

impl<'a> Parser<'a, '_> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn wrong(&self, what: &str) -> String {
        let near: String = self.rest().chars().take(20).collect();
        format!("{what}, at character {} near `{near}`", self.at + 1)
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn take(&mut self, token: &str) -> bool {
        self.blanks();
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn any(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.all()?];
        while self.take("|") {
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Condition::Any))
    }

    fn all(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.near()?];
        while self.take("&") {
            parts.push(self.near()?);
        }
        Ok(one_or(parts, Condition::All))
    }

    fn near(&mut self) -> Result<Condition, String> {
        let mut left = self.unary()?;
        loop {
            let operator = ["!~", "!<", "!>", "!#", "~", ">", "#"].into_iter().find(|op| {
                // `!` also opens a negated operand, which only follows `&` or `|`.
                self.take(op)
            });
            let Some(operator) = operator else { return Ok(left) };
            if operator.ends_with('#') {
                let header = Box::new(self.unary()?);
                left = Condition::Column(Box::new(left), header, operator == "!#");
                continue;
            }
            let words = self
                .number()
                .ok_or_else(|| self.wrong("expected a number of words after the operator"))?;
            let right = Box::new(self.unary()?);
            let boxed = Box::new(left);
            left = match operator {
                "!~" => Condition::Without(boxed, right, words, Side::Both),
                "!<" => Condition::Without(boxed, right, words, Side::Before),
                "!>" => Condition::Without(boxed, right, words, Side::After),
                "~" => Condition::Near(boxed, right, words, Side::Both),
                _ => Condition::Near(boxed, right, words, Side::After),
            };
        }
    }

    fn number(&mut self) -> Option<u32> {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let number = self.rest().get(..digits)?.parse().ok()?;
        self.at += digits;
        Some(number)
    }

    fn unary(&mut self) -> Result<Condition, String> {
        self.depth += 1;
        if self.depth > 64 {
            return Err(self.wrong("the expression is nested too deeply"));
        }
        let result = self.operand();
        self.depth -= 1;
        result
    }

    fn operand(&mut self) -> Result<Condition, String> {
        self.blanks();
        if self.take("!") {
            return Ok(Condition::Not(Box::new(self.unary()?)));
        }
        if self.take("#") {
            return Ok(Condition::Heading(Box::new(self.unary()?)));
        }
        if self.take("^") {
            return Ok(Condition::Acting(Box::new(self.unary()?)));
        }
        if self.take("(") {
            let inner = self.any()?;
            return if self.take(")") { Ok(inner) } else { Err(self.wrong("expected `)`")) };
        }
        if let Some(number) = self.number() {
            return if self.take("*") {
                Ok(Condition::Count(number, Box::new(self.unary()?)))
            } else {
                Err(self.wrong("expected `*` after the number"))
            };
        }
        self.atom()
    }

    fn atom(&mut self) -> Result<Condition, String> {
        let rest = self.rest();
        let (atom, length) = if let Some(quoted) = rest.strip_prefix('"') {
            let end =
                quoted.find('"').ok_or_else(|| self.wrong("a phrase lacks its closing quote"))?;
            (Atom::Phrase(quoted.get(..end).unwrap_or("")), end + 2)
        } else {
            let value = rest.starts_with('@');
            let name = rest.get(usize::from(value)..).unwrap_or("");
            let length =
                name.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
            if length == 0 {
                return Err(self.wrong("expected a term, a phrase in quotes, or `(`"));
            }
            let name = name.get(..length).unwrap_or("");
            (if value { Atom::Value(name) } else { Atom::Name(name) }, length + usize::from(value))
        };
        let term = (self.resolve)(atom).map_err(|e| self.wrong(&e))?;
        self.at += length;
        Ok(Condition::Term(term))
    }
}

fn one_or(mut parts: Vec<Condition>, many: fn(Vec<Condition>) -> Condition) -> Condition {
    if parts.len() == 1 { parts.remove(0) } else { many(parts) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Condition, String> {
        parse(text, &mut |atom| match atom {
            Atom::Name("a") => Ok(TermId(0)),
            Atom::Name("b") => Ok(TermId(1)),
            Atom::Phrase(_) => Ok(TermId(2)),
            Atom::Value("hours") => Ok(TermId(3)),
            _ => Err("no such term".to_owned()),
        })
    }

    #[test]
    fn binds_near_before_and_before_or() {
        let a = || Box::new(Condition::Term(TermId(0)));
        let b = || Box::new(Condition::Term(TermId(1)));
        assert_eq!(
            parsed("a ~5 b & !a | 2*b").unwrap(),
            Condition::Any(vec![
                Condition::All(vec![Condition::Near(a(), b(), 5, Side::Both), Condition::Not(a())]),
                Condition::Count(2, b()),
            ])
        );
        assert_eq!(parsed("^a !# b").unwrap(), {
            let acting = Box::new(Condition::Acting(a()));
            Condition::Column(acting, b(), true)
        });
        assert_eq!(parsed("a !<3 b").unwrap(), Condition::Without(a(), b(), 3, Side::Before));
        assert_eq!(parsed("#(a | \"x y\") & @hours").unwrap().required(), vec![vec![TermId(3)]]);
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        for bad in ["", "a b", "a ~ b", "(a", "a &", "\"x", "c", "@days", "3a", "a)"] {
            assert!(parsed(bad).is_err(), "{bad} should be refused");
        }
        assert!(parsed("a & c").unwrap_err().contains("at character 5"));
    }
}
