//! The phrase language: one line of a pack → the literals that are looked for.
//!
//! In: `stelt .. (onverwijld)? in kennis`. Out: every alternative as a sequence of literals with
//! the number of words allowed between them. Nothing here is a regular expression, so no phrase
//! can be slow.

use crate::text::fold_phrase;

/// How many words `..` allows between its neighbours.
const DEFAULT_GAP: u32 = 4;
/// More alternatives than this in one phrase are refused.
const MAX_VARIANTS: usize = 4096;

/// A run of characters to be found, and whether it must start and end at a word's edge.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Literal {
    /// Folded text.
    pub text: String,
    /// Whether it must start where a word starts.
    pub left_edge: bool,
    /// Whether it must end where a word ends.
    pub right_edge: bool,
}

/// One alternative of a phrase: literals in order. `min` and `max` count the words that may stand
/// between a literal and the one before it; both are 0 for the first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// What to find.
    pub literal: Literal,
    /// Fewest words before it.
    pub min: u32,
    /// Most words before it.
    pub max: u32,
}

#[derive(Clone, Debug, PartialEq)]
enum Item {
    Word(String),
    Gap(u32, u32),
}

/// Compiles a phrase into its alternatives.
///
/// # Errors
/// Says what is wrong with the phrase: unbalanced groups, nothing to find, too many alternatives.
pub(super) fn compile(phrase: &str) -> Result<Vec<Vec<Step>>, String> {
    let mut chars: Vec<char> = phrase.chars().collect();
    chars.push(' ');
    let (alternatives, rest) = sequence(&chars, 0, 0)?;
    if rest < chars.len() {
        return Err(format!("unbalanced `)` in phrase `{phrase}`"));
    }
    let mut out = Vec::new();
    for items in alternatives {
        for steps in steps(&items) {
            if steps.is_empty() {
                return Err(format!("the phrase `{phrase}` can match nothing at all"));
            }
            out.push(steps);
        }
    }
    out.sort();
    out.dedup();
    if out.len() > MAX_VARIANTS {
        return Err(format!(
            "the phrase `{phrase}` has {} alternatives; at most {MAX_VARIANTS} are allowed: split it",
            out.len()
        ));
    }
    Ok(out)
}

type Parsed = (Vec<Vec<Item>>, usize);

/// Parses up to the end, a `|` or a `)`; returns the alternatives of one sequence.
fn sequence(chars: &[char], mut at: usize, depth: usize) -> Result<Parsed, String> {
    let mut so_far: Vec<Vec<Item>> = vec![Vec::new()];
    let mut word = String::new();
    let end_word = |word: &mut String, so_far: &mut Vec<Vec<Item>>| {
        if !word.is_empty() {
            let item = gap_of(word).unwrap_or_else(|| Item::Word(word.clone()));
            so_far.iter_mut().for_each(|items| items.push(item.clone()));
            word.clear();
        }
    };
    while let Some(&c) = chars.get(at) {
        match c {
            // "33(3)" is written so; a bracket inside a word is no group.
            '(' if !word.is_empty() => {
                let inside: String =
                    chars.get(at..).unwrap_or(&[]).iter().take_while(|c| **c != ')').collect();
                if inside.contains(['|', ' ']) {
                    return Err("a group `( )` must stand apart, with blanks around it".to_owned());
                }
                word.push_str(&inside);
                word.push(')');
                at += inside.chars().count() + 1;
                continue;
            }
            '(' => {
                let (group, next) = group(chars, at + 1, depth + 1)?;
                at = next;
                let optional = chars.get(at) == Some(&'?');
                at += usize::from(optional);
                let glued =
                    chars.get(at).is_some_and(|c| c.is_alphanumeric() || *c == '*' || *c == '-');
                if glued {
                    return Err("a group `( )` must stand apart, with blanks around it".to_owned());
                }
                let mut next_so_far = if optional { so_far.clone() } else { Vec::new() };
                for left in &so_far {
                    for right in &group {
                        next_so_far.push(left.iter().chain(right).cloned().collect());
                    }
                }
                so_far = next_so_far;
                if so_far.len() > MAX_VARIANTS {
                    return Err(format!("more than {MAX_VARIANTS} alternatives in one phrase"));
                }
                continue;
            }
            '|' | ')' if depth > 0 => break,
            ')' => return Err("unbalanced `)`".to_owned()),
            c if c.is_whitespace() => end_word(&mut word, &mut so_far),
            c => word.push(c),
        }
        at += 1;
    }
    end_word(&mut word, &mut so_far);
    Ok((so_far, at))
}

fn group(chars: &[char], mut at: usize, depth: usize) -> Result<Parsed, String> {
    if depth > 8 {
        return Err("groups are nested too deeply".to_owned());
    }
    let mut all = Vec::new();
    loop {
        let (alternatives, next) = sequence(chars, at, depth)?;
        all.extend(alternatives);
        match chars.get(next) {
            Some('|') => at = next + 1,
            Some(')') => return Ok((all, next + 1)),
            _ => return Err("unbalanced `(`".to_owned()),
        }
    }
}

fn gap_of(word: &str) -> Option<Item> {
    if word == "_" {
        return Some(Item::Gap(1, 1));
    }
    let number = word.strip_prefix("..")?;
    if number.is_empty() {
        return Some(Item::Gap(0, DEFAULT_GAP));
    }
    number.parse().ok().map(|n| Item::Gap(0, n))
}

/// Turns words and gaps into literals; a hyphen gives three spellings.
fn steps(items: &[Item]) -> Vec<Vec<Step>> {
    let mut all: Vec<Vec<Step>> = vec![Vec::new()];
    let (mut min, mut max) = (0, 0);
    let mut joins = false;
    for item in items {
        match item {
            Item::Gap(least, most) => {
                min += least;
                max += most;
                joins = false;
            }
            Item::Word(word) => {
                let stem = word.trim_matches('*');
                let (left_edge, right_edge) = (!word.starts_with('*'), !word.ends_with('*'));
                let mut next = Vec::new();
                for text in spellings(stem) {
                    for steps in &all {
                        let mut steps = steps.clone();
                        match steps.last_mut() {
                            Some(last) if joins && last.literal.right_edge && left_edge => {
                                last.literal.text.push(' ');
                                last.literal.text.push_str(&text);
                                last.literal.right_edge = right_edge;
                            }
                            previous => {
                                let (min, max) =
                                    if previous.is_none() { (0, 0) } else { (min, max) };
                                steps.push(Step {
                                    literal: Literal { text: text.clone(), left_edge, right_edge },
                                    min,
                                    max,
                                });
                            }
                        }
                        next.push(steps);
                    }
                }
                all = next;
                (min, max) = (0, 0);
                joins = true;
            }
        }
    }
    all
}

fn spellings(stem: &str) -> Vec<String> {
    let folded = fold_phrase(stem);
    if folded.is_empty() {
        return Vec::new();
    }
    let inner = folded.trim_matches('-');
    if inner.contains('-') && inner.len() == folded.len() {
        let apart = folded.replace('-', " ");
        let joined = folded.replace('-', "");
        return vec![folded, apart, joined];
    }
    vec![folded]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(phrase: &str) -> Vec<String> {
        let show = |s: &Step| {
            let l = &s.literal;
            let mark = |edge: bool| if edge { "" } else { "*" };
            format!(
                "{}{}{}{}",
                if s.max > 0 { format!("<{}-{}>", s.min, s.max) } else { String::new() },
                mark(l.left_edge),
                l.text,
                mark(l.right_edge)
            )
        };
        compile(phrase)
            .unwrap()
            .iter()
            .map(|steps| steps.iter().map(show).collect::<Vec<_>>().join("+"))
            .collect()
    }

    #[test]
    fn expands_groups_options_hyphens_and_gaps() {
        assert_eq!(texts("binnen (de)? termijn"), ["binnen de termijn", "binnen termijn"]);
        assert_eq!(
            texts("(vooraf|voorafgaande) toestemming*"),
            ["vooraf toestemming*", "voorafgaande toestemming*"]
        );
        assert_eq!(texts("sub-processor*"), ["sub processor*", "sub-processor*", "subprocessor*"]);
        assert_eq!(texts("stelt .. in kennis"), ["stelt+<0-4>in kennis"]);
        assert_eq!(texts("niet ..9 zonder"), ["niet+<0-9>zonder"]);
        assert_eq!(texts("persoon* gegevens"), ["persoon*+gegevens"]);
        assert_eq!(texts("*overeenkomst"), ["*overeenkomst"]);
        assert_eq!(texts("art. 33(3)"), ["art. 33(3)"]);
    }

    #[test]
    fn refuses_what_cannot_work() {
        for bad in ["(a", "a)", "", "..", "(a|b)c", "((((((((((a))))))))))"] {
            assert!(compile(bad).is_err(), "{bad} should be refused");
        }
    }
}
