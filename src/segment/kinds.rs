//! What a heading or a clause says about its own section, by its words.
//!
//! In: folded text. Out: a section kind, or whether it lays down a duty or leads a list in. What
//! must stay true: every word that is looked for comes from `terms/structure.toml`.

use super::Contract;
use crate::pack::{SectionKind, Structure};

/// The words of the structure file, asked about one clause.
pub(super) struct Kinds<'a> {
    pub(super) structure: &'a Structure,
}

impl Kinds<'_> {
    /// The kind that a heading gives its section.
    pub(super) fn of_heading(&self, folded: &str) -> Option<SectionKind> {
        let words: Vec<&str> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        self.structure.headings.iter().find_map(|(kind, phrases)| {
            let found = phrases.iter().any(|phrase| {
                let wanted: Vec<&str> = phrase.split(' ').collect();
                // One word of many does not make a section: "Partijen" does, "Verplichtingen van partijen" does not.
                words.len() <= wanted.len() + 4
                    && words
                        .windows(wanted.len())
                        .take(if *kind == SectionKind::Definitions { 4 } else { 2 })
                        .any(|w| {
                            w.iter().zip(&wanted).all(|(have, want)| {
                                want.strip_suffix('*')
                                    .map_or(have == want, |stem| have.starts_with(stem))
                            })
                        })
            });
            found.then_some(*kind)
        })
    }

    /// Whether a heading names something beside the kind of its section: "Definities en rollen".
    pub(super) fn is_shared(&self, folded: &str) -> bool {
        let parts: Vec<&str> = folded
            .split([',', '&', '/'])
            .flat_map(|part| part.split(" en "))
            .flat_map(|part| part.split(" and "))
            .collect();
        parts.len() > 1 && parts.iter().any(|part| self.of_heading(part).is_none())
    }

    /// Whether a clause says what a word means.
    pub(super) fn defines(&self, folded: &str) -> bool {
        folded
            .trim_start_matches(|c: char| !c.is_alphanumeric() && c != '"' && c != '\'')
            .starts_with(['"', '\''])
            || folded
                .split(' ')
                .take(12)
                .any(|w| w.ends_with(':') || self.structure.defines.iter().any(|d| d == w))
    }

    /// Whether a clause lays a duty on somebody and defines nothing.
    pub(super) fn is_duty(&self, folded: &str) -> bool {
        let words: Vec<&str> = folded.split(' ').collect();
        words.len() >= 15
            && !self.defines(folded)
            && words.iter().take(25).any(|w| self.structure.duties.iter().any(|d| d == w))
    }

    /// The kind that a clause has by its own words.
    pub(super) fn of_clause(&self, folded: &str) -> Option<SectionKind> {
        let bare = folded.trim_start_matches(|c: char| !c.is_alphabetic());
        let opens = |phrases: &Vec<String>| phrases.iter().any(|p| bare.starts_with(p.as_str()));
        if let Some((kind, _)) = self.structure.openings.iter().find(|(_, phrases)| opens(phrases))
        {
            return Some(*kind);
        }
        // A list of defined words says only at its end what it is.
        let reach = if defined_first(bare) { 600 } else { 200 };
        let head = folded.get(..folded.len().min(reach)).unwrap_or(folded);
        self.structure
            .inside
            .iter()
            .find(|(_, phrases)| phrases.iter().any(|p| head.contains(p.as_str())))
            .map(|(kind, _)| *kind)
    }
}

/// Whether a clause opens with a word in quotes, after the article and "term" at most.
fn defined_first(bare: &str) -> bool {
    bare.split(' ').take(4).any(|word| word.starts_with(['"', '\'']) || word.ends_with(['"', '\'']))
}

/// Fewer words are no sentence that agrees something.
const AGREED_WORDS: usize = 8;

/// Marks the sentences that agree something in clauses that for the rest say what words mean or who
/// the parties are: "\"Breach\" means a loss of data. Acme shall report every Breach." The first
/// sentence of a definition is that, but where the clause only later says what a word means; under
/// "Parties and scope" whatever has a verb counts.
pub(super) fn operative_sentences(contract: &mut Contract, structure: &Structure) {
    let kinds = Kinds { structure };
    let has = |lists: &[&Vec<String>], word: &str| {
        lists.iter().any(|list| list.iter().any(|known| known == word))
    };
    let mut operative = Vec::new();
    for (index, clause) in contract.clauses.iter().enumerate() {
        let (skip, verbs) = match clause.kind {
            SectionKind::Definitions if explains_later(contract, index, &kinds) => {
                (0, vec![&structure.duties, &structure.finite_verbs, &structure.verbs])
            }
            SectionKind::Definitions => (1, vec![&structure.duties]),
            SectionKind::Parties if !clause.is_row && !clause.is_heading => {
                let heading = contract.headings(index).next();
                let heading = heading.and_then(|heading| contract.clauses.get(heading));
                if !heading.is_some_and(|h| kinds.is_shared(contract.folded.get(h.folded))) {
                    continue;
                }
                (0, vec![&structure.duties, &structure.finite_verbs, &structure.verbs])
            }
            _ => continue,
        };
        for at in clause.sentences.clone().skip(skip) {
            let Some(sentence) = contract.sentences.get(at) else { continue };
            let text = contract.folded.get(sentence.folded);
            let defines = clause.kind == SectionKind::Definitions && kinds.defines(text);
            if text.split(' ').count() >= AGREED_WORDS
                && !defines
                && text.split(' ').any(|word| has(&verbs, word))
            {
                operative.push(at);
            }
        }
    }
    for at in operative {
        if let Some(sentence) = contract.sentences.get_mut(at) {
            sentence.is_operative = true;
        }
    }
}

/// Whether a clause that is a definition by its words alone, and not by its heading, opens with a
/// sentence that defines nothing: "Acme reports breaches promptly. \"Promptly\" means …".
fn explains_later(contract: &Contract, index: usize, kinds: &Kinds<'_>) -> bool {
    let text = |span| contract.folded.get(span);
    let headed = contract.headings(index).any(|heading| {
        let heading = contract.clauses.get(heading).map(|h| text(h.folded));
        heading.and_then(|h| kinds.of_heading(h)) == Some(SectionKind::Definitions)
    });
    let sentences = contract.clauses.get(index).map_or(0..0, |clause| clause.sentences.clone());
    let first = contract.sentences.get(sentences.start).filter(|_| !sentences.is_empty());
    !headed && first.is_some_and(|first| !kinds.defines(text(first.folded)))
}

/// Whether a clause leads in what follows it.
pub(super) fn leads_in(folded: &str, structure: &Structure) -> bool {
    let end = folded.trim_end();
    if end.ends_with(':') {
        return true;
    }
    if end.ends_with(['.', ';', '?', '!']) {
        let last = end.rsplit(". ").next().unwrap_or(end);
        return structure.leads_in.iter().any(|w| last.contains(w.as_str()));
    }
    end.split(' ').count() >= 3
}
