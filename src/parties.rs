//! Who is who in one document: the names that it gives its controller and its processor.
//!
//! In: a [`Contract`]. Out: [`Parties`]: folded names that count as controller or processor in
//! this document alone. What must stay true: a name is given a role only where the document's own
//! words do so; in doubt there is no name.

mod names;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::pack::{Patterns, SectionKind, Structure, TermId};
use crate::segment::Contract;
use crate::text::{self, Span, fold_phrase};

/// How many clauses at the start are read for names, beside the definitions.
const OPENING: usize = 40;
/// How many words after a pronoun may tell its role.
const STATED: usize = 5;
/// Of a document with so many words pronouns count sooner: they stand in it a few times only. In
/// one or two sentences they tell nothing.
const SHORT: std::ops::Range<usize> = 60..500;
/// How often a pronoun or a brand must stand in a document before it counts as a party's name.
const OFTEN: usize = 4;

/// The names of the parties in one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    /// Folded names of the processor, sorted.
    pub processor: BTreeSet<String>,
    /// Folded names of the controller, sorted.
    pub controller: BTreeSet<String>,
    /// Those of the processor's names that tell who it is: no titles, no pronouns. Folded, sorted.
    pub processor_names: BTreeSet<String>,
    /// The processor's name with its legal form, as written.
    pub processor_name: Option<String>,
    /// Whether the text speaks in the first person.
    pub first_person: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Role {
    Controller,
    Processor,
}

impl Role {
    fn other(self) -> Role {
        match self {
            Role::Controller => Role::Processor,
            Role::Processor => Role::Controller,
        }
    }
}

static QUOTED: LazyLock<Regex> = LazyLock::new(|| pattern(r#"["']([ -~&&[^"'()]]{2,48})["']"#));
static ORGANISATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)((?:[A-Z0-9][A-Za-z0-9&.'\-]*)(?:[ ,]{1,2}[A-Za-z0-9&.'\-]+){0,4}?),? \(?(?:B\.V\.?|BV|N\.V\.|NV|V\.?O\.?F\.?|vof|C\.V\.|Inc\.?|LLC|L\.L\.C\.|Ltd\.?|Limited|GmbH|AG|S\.A\.S?\.?|SARL|S\.?r\.?l\.?|Corp\.?|Corporation|BVBA|ApS|A/S|AB|Oy|PLC|plc|Pty|LLP|UG|OÜ|PBC|eenmanszaak)(?:[\s,.;:)]|$)",
    )
});

/// Gets ready what [`resolve`] needs besides the packs; it does so itself where nobody did before.
pub fn prepare() {
    LazyLock::force(&QUOTED);
    LazyLock::force(&ORGANISATION);
    names::prepare();
}

#[expect(clippy::expect_used, reason = "the expressions are constants; the tests run them")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant expression")
}

/// Names with a legal form in `text`, as (start, end, name without its form), in bytes.
pub fn organisations<'t>(
    text: &'t str,
    structure: &'t Structure,
) -> impl Iterator<Item = (usize, usize, &'t str)> {
    ORGANISATION.captures_iter(text).filter_map(|c| {
        let (all, name) = (c.get(0)?, c.get(1)?);
        let end =
            all.start() + all.as_str().trim_end_matches([' ', ',', ';', ':', ')', '\n']).len();
        let before = joined(name.as_str(), structure);
        Some((name.start() + before, end, name.as_str().get(before..)?))
    })
}

/// How many bytes of a name stand before the last word that parts it from something else.
fn joined(name: &str, structure: &Structure) -> usize {
    let mut from = 0;
    let mut at = 0;
    let mut parted = false;
    for word in name.split_inclusive(' ') {
        let bare = word.trim_end_matches([' ', ',']);
        parted |= structure.before_name.iter().any(|word| word == bare);
        // The name proper starts at the next capital.
        if parted && bare.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
            from = at;
            parted = false;
        }
        at += word.len();
    }
    from
}

/// A name without the number of a list or the year of a copyright before it: "2. Acme Ltd",
/// "2026 Acme Ltd".
fn unnumbered(name: &str) -> &str {
    let Some((first, rest)) = name.split_once(' ') else { return name };
    let year = || first.len() == 4 && (first.starts_with("19") || first.starts_with("20"));
    let digits = || first.bytes().all(|b| b.is_ascii_digit());
    let number = || first.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if digits() && year() || first.ends_with('.') && number() { rest } else { name }
}

/// Finds out who is who.
#[must_use]
pub fn resolve(contract: &Contract, patterns: &Patterns) -> Parties {
    let mut parties = Parties::default();
    let (Some(processor), Some(controller)) =
        (patterns.table.term("processor"), patterns.table.term("controller"))
    else {
        return parties;
    };
    let roles = |name: &str| role_of(&patterns.table.terms_of(name), processor, controller);
    for (index, clause) in contract.clauses.iter().enumerate() {
        if index >= OPENING && clause.kind != SectionKind::Definitions {
            continue;
        }
        let text = contract.folded.get(clause.folded);
        let raw = contract.raw.get(clause.body.start..clause.body.end).unwrap_or("");
        let mut groups = alias_groups(text, patterns);
        groups.sort_by_key(|(_, at)| *at);
        let own: Vec<Option<Role>> =
            groups.iter().map(|(names, _)| names.iter().find_map(|n| roles(n))).collect();
        // Both go through the clause once, side by side: a clause may hold thousands of either.
        let all = || organisations(raw, &patterns.structure);
        let mut named = (!groups.is_empty()).then(all).into_iter().flatten().peekable();
        let mut from = 0;
        for ((names, at), own_role) in groups.iter().zip(&own) {
            let place = Span::new(clause.folded.start + at, clause.folded.start + at + 1);
            let until = contract
                .folded
                .to_raw(place, &contract.raw)
                .start
                .saturating_sub(clause.body.start);
            // The organisation that stands between the group before and this one is the one named.
            let mut organisation = None;
            while let Some(next) = named.next_if(|(start, ..)| *start < until) {
                organisation = Some(next).filter(|(start, ..)| *start >= from);
            }
            from = from.max(until);
            let other =
                own.iter().flatten().next().filter(|_| organisation.is_some()).map(|r| r.other());
            let known = own_role
                .or(other)
                .or_else(|| role_nearby(text, *at, patterns, processor, controller));
            let Some(role) = known
                .filter(|_| own_role.is_some() || organisation.is_some() || index < OPENING / 2)
            else {
                continue;
            };
            for name in names {
                // A general title keeps its general role; what names the contract names no party.
                let thing = |w: &String| name.split(' ').any(|part| part.ends_with(w.as_str()));
                let other_thing = patterns.structure.no_party.iter().any(thing);
                if !other_thing && (roles(name).is_none() || roles(name) == Some(role)) {
                    parties.add(role, name);
                }
            }
            if let Some((start, end, name)) = organisation {
                parties.organisation(role, raw.get(start..end).unwrap_or(name), name);
            }
        }
    }
    parties.name_by_block(contract, patterns, &roles);
    parties.plain_name(contract, patterns, processor);
    parties.brand(contract, patterns);
    parties.pronouns(contract, patterns);
    // "Onderwijsinstelling" names the controller, whatever stands around it.
    parties.processor.retain(|name| roles(name) != Some(Role::Controller));
    parties.controller.retain(|name| roles(name) != Some(Role::Processor));
    let shared: Vec<String> =
        parties.processor.intersection(&parties.controller).cloned().collect();
    for name in shared {
        parties.processor.remove(&name);
        parties.controller.remove(&name);
    }
    parties
}

fn role_of(terms: &[TermId], processor: TermId, controller: TermId) -> Option<Role> {
    match (terms.contains(&processor), terms.contains(&controller)) {
        (true, false) => Some(Role::Processor),
        (false, true) => Some(Role::Controller),
        _ => None,
    }
}

/// Groups of names that stand together after "hereinafter", or in quotes inside brackets; with the
/// byte in the clause at which the group starts.
fn alias_groups(text: &str, patterns: &Patterns) -> Vec<(Vec<String>, usize)> {
    let mut out = Vec::new();
    let mut last_end = 0;
    for quoted in QUOTED.captures_iter(text) {
        let (Some(all), Some(name)) = (quoted.get(0), quoted.get(1)) else { continue };
        if all.start() < last_end {
            continue;
        }
        let before = text
            .get(all.start().saturating_sub(48)..all.start())
            .or_else(|| text.get(all.start().saturating_sub(47)..all.start()))
            .unwrap_or("");
        let introduced =
            patterns.structure.introduces_alias.iter().any(|w| before.contains(w.as_str()));
        let open = before.rfind('(').filter(|i| before.get(*i..).is_some_and(|b| !b.contains(')')));
        if !introduced && open.is_none() {
            continue;
        }
        let mut names = vec![clean(name.as_str())];
        let mut end = all.end();
        // "A" or "B", "A" dan wel "B"
        while let Some(next) = text.get(end..).and_then(|rest| QUOTED.captures(rest)) {
            let (Some(m), Some(n)) = (next.get(0), next.get(1)) else { break };
            let between = text.get(end..end + m.start()).unwrap_or("").trim();
            if ![
                "of", "or", "en", "and", "dan wel", ",", "of ook", "en/of", "and/or", ", de",
                "or the", "of de", "and the",
            ]
            .contains(&between)
            {
                break;
            }
            names.push(clean(n.as_str()));
            end += m.end();
        }
        last_end = end;
        names.retain(|n| n.len() > 1);
        out.push((names, all.start()));
    }
    // hierna te noemen Opdrachtnemer (no quotes)
    for word in &patterns.structure.introduces_alias {
        for (at, _) in text.match_indices(word.as_str()) {
            let rest = text
                .get(at + word.len()..)
                .unwrap_or("")
                .trim_start_matches(|c: char| !c.is_alphanumeric() && c != '"' && c != '\'');
            let rest =
                rest.strip_prefix("de ").or_else(|| rest.strip_prefix("the ")).unwrap_or(rest);
            let name: String =
                rest.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
            if name.len() > 3 {
                out.push((vec![name], at));
            }
        }
    }
    out
}

fn clean(name: &str) -> String {
    let name =
        name.trim().trim_start_matches("de ").trim_start_matches("the ").trim_start_matches("het ");
    name.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// The role that a word just before or after the group gives it: "Acme (\"Acme\"), the processor".
fn role_nearby(
    text: &str,
    at: usize,
    patterns: &Patterns,
    processor: TermId,
    controller: TermId,
) -> Option<Role> {
    let from = text.get(..at).map_or(0, |t| t.char_indices().rev().nth(30).map_or(0, |(i, _)| i));
    let window = text
        .get(from..)
        .map(|t| t.char_indices().nth(90).map_or(t, |(i, _)| t.get(..i).unwrap_or(t)))?;
    let mut best: Option<(usize, Role)> = None;
    patterns.table.places(window, |literal, start, end| {
        let edge = |i: Option<usize>| {
            i.and_then(|i| window.as_bytes().get(i)).is_none_or(|b| !b.is_ascii_alphanumeric())
        };
        // A word in quotes is the name of a group of its own.
        let quoted = start
            .checked_sub(1)
            .and_then(|i| window.as_bytes().get(i))
            .is_some_and(|b| matches!(b, b'"' | b'\''));
        if quoted || !edge(start.checked_sub(1)) || !edge(Some(end)) {
            return;
        }
        if let Some(role) = role_of(patterns.table.whole(literal), processor, controller) {
            let distance = start.abs_diff(at - from);
            if best.is_none_or(|(d, _)| distance < d) {
                best = Some((distance, role));
            }
        }
    });
    best.map(|(_, role)| role)
}

/// The word by which an organisation calls itself, where that is not all of its name.
fn first_name(folded: &str) -> Option<&str> {
    folded.split(' ').next().filter(|w| {
        w.len() > 3
            && folded.contains(' ')
            && !["stichting", "the", "gemeente", "vereniging"].contains(w)
    })
}

impl Parties {
    fn add(&mut self, role: Role, name: &str) {
        let set = match role {
            Role::Processor => &mut self.processor,
            Role::Controller => &mut self.controller,
        };
        set.insert(name.to_owned());
    }

    fn organisation(&mut self, role: Role, full: &str, name: &str) {
        let folded = fold_phrase(name);
        if folded.len() > 2 {
            self.add(role, &folded);
        }
        // Acme Learning B.V. calls itself Acme.
        if let Some(first) = first_name(&folded) {
            self.add(role, first);
        }
        if role == Role::Processor && folded.len() > 2 {
            self.processor_names.insert(folded);
        }
        if role == Role::Processor && self.processor_name.is_none() {
            self.processor_name = Some(unnumbered(&text::one_blank(full)).to_owned());
        }
    }

    /// "Verwerker: Acme B.V." and a label on a line of its own above the name.
    fn name_by_block(
        &mut self,
        contract: &Contract,
        patterns: &Patterns,
        roles: &dyn Fn(&str) -> Option<Role>,
    ) {
        let mut label: Option<Role> = None;
        for clause in contract.clauses.iter().take(OPENING) {
            let text = contract.folded.get(clause.folded);
            let raw = contract.raw.get(clause.body.start..clause.body.end).unwrap_or("");
            let head = clean(
                text.split([':', '|', '('])
                    .next()
                    .unwrap_or("")
                    .trim()
                    .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' '),
            );
            let here = if head.split(' ').count() <= 3 { roles(&head) } else { None };
            label = here.or(label);
            if let Some(role) = label
                && let Some((start, end, name)) = organisations(raw, &patterns.structure).next()
            {
                self.organisation(role, raw.get(start..end).unwrap_or(name), name);
                label = None;
            }
        }
    }

    /// "wij" is the processor and "u" the controller where the text is written so.
    fn pronouns(&mut self, contract: &Contract, patterns: &Patterns) {
        let structure = &patterns.structure;
        let words: Vec<&str> = contract
            .folded
            .text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let is = |list: &[String], word: &str| list.iter().any(|known| known == word);
        let count = |list: &[String]| words.iter().filter(|word| is(list, word)).count();
        let (first, second) = (count(&structure.first_person), count(&structure.second_person));
        let short = SHORT.contains(&contract.folded.word_count());
        // "We are the processor", "between you, the controller, and us, the processor".
        let stated = |pronouns: &[String], role: &str| {
            let Some(role) = patterns.table.term(role) else { return false };
            let joins = |word: &str| is(&structure.states, word) || is(&structure.articles, word);
            words.iter().enumerate().filter(|(_, word)| is(pronouns, word)).any(|(at, _)| {
                let after = words.iter().skip(at + 1).take(STATED);
                let title = after.copied().find(|word| !joins(word));
                title.is_some_and(|word| patterns.table.terms_of(word).contains(&role))
            })
        };
        let first = first.max(if stated(&structure.first_person, "processor") { OFTEN } else { 0 });
        let second =
            second.max(if stated(&structure.second_person, "controller") { OFTEN } else { 0 });
        if first >= if short { OFTEN / 2 } else { OFTEN } {
            self.first_person = true;
            self.processor.extend(patterns.structure.first_person.iter().cloned());
        }
        // Where nobody has a title and both speak, there is nobody else whom they could be.
        let alone = first > 0
            && second > 0
            && first.min(second) < OFTEN
            && contract.folded.word_count() >= SHORT.start
            && ["processor", "controller"].into_iter().all(|role| {
                let term = patterns.table.term(role);
                term.is_some_and(|term| !patterns.table.holds(&contract.folded.text, term))
            });
        if alone {
            self.first_person = true;
            self.processor.extend(structure.first_person.iter().cloned());
            self.controller.extend(structure.second_person.iter().cloned());
        }
        if second >= if short { OFTEN / 2 } else { OFTEN } {
            self.controller.extend(patterns.structure.second_person.iter().cloned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_begins_behind_what_joins_it_and_is_shown_without_its_number() {
        let patterns = Patterns::load(None).unwrap();
        let found: Vec<&str> = organisations(
            "Platform aan Klaver Digitaal B.V. en 2 Broers B.V.",
            &patterns.structure,
        )
        .map(|(.., name)| name)
        .collect();
        assert_eq!(found, ["Klaver Digitaal", "2 Broers"]);
        assert_eq!(unnumbered("2. Klaver Digitaal B.V."), "Klaver Digitaal B.V.");
        assert_eq!(unnumbered("2026 Open Gate Inc."), "Open Gate Inc.");
        assert_eq!(unnumbered("360 Graden B.V."), "360 Graden B.V.");
        assert_eq!(unnumbered("2 Broers B.V."), "2 Broers B.V.");
    }
}
