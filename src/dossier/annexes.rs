//! Annexes that an agreement announces, and whether a document of the vendor holds them.

use std::collections::BTreeMap;

use super::{Dossier, Paper, passage};
use crate::assess::named_annexes;
use crate::classify::Kind;
use crate::pack::{Patterns, SectionKind};
use crate::report::AnnouncedAnnex;
use crate::segment::{Clause, Contract};

/// A clause with more words is no heading of an annex.
const SHORT: usize = 14;
/// How far after its number the owner of an annex may stand, in bytes.
const REACH: usize = 90;

/// The annexes that the agreements that count announce, each once, in the order of the documents.
pub(super) fn announced(dossier: &Dossier<'_>) -> Vec<AnnouncedAnnex> {
    let mut out: BTreeMap<(usize, String), AnnouncedAnnex> = BTreeMap::new();
    let agreements = dossier.current().filter(|(p, _)| p.input.kind == Kind::Agreement);
    for (order, (paper, _)) in agreements.enumerate() {
        let contract = paper.input.contract;
        for sentence in &contract.sentences {
            let Some(clause) = contract.clauses.get(sentence.clause) else { continue };
            let text = contract.folded.get(sentence.folded);
            if !announces(clause, text, dossier.patterns) {
                continue;
            }
            for (name, label, after) in named_annexes(text, &dossier.patterns.structure) {
                let words = &dossier.patterns.dossier.words;
                // "Annex I and Annex II of the SCCs": what follows the last tells whose they are.
                let near = after.get(..after.floor_char_boundary(REACH)).unwrap_or(after);
                let others = words.annex_of_others.iter().any(|w| near.contains(w.as_str()));
                if others || out.contains_key(&(order, label.clone())) {
                    continue;
                }
                let supplied_by = dossier
                    .papers
                    .iter()
                    .find(|p| {
                        holds(p, &label, dossier.patterns)
                            || is_it(p, paper, sentence.folded, dossier.patterns)
                    })
                    .map(|p| p.input.path.to_owned());
                let evidence = passage(&paper.input, sentence.clause, sentence.folded, "annex");
                let name = format!("{name} {label}");
                out.insert((order, label), AnnouncedAnnex { name, supplied_by, evidence });
            }
        }
    }
    out.into_values().collect()
}

/// Whether a sentence can announce an annex: it stands where something is agreed, and promises it.
fn announces(clause: &Clause, text: &str, patterns: &Patterns) -> bool {
    let agreed = matches!(clause.kind, SectionKind::Operative | SectionKind::Definitions);
    let words = &patterns.dossier.words;
    let bare = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let opens =
        |word: &String| bare.strip_prefix(word.as_str()).is_some_and(|r| r.starts_with(' '));
    agreed
        && !clause.is_heading
        && !words.conditional.iter().any(opens)
        && !words.annex_not_promised.iter().any(|w| text.contains(w.as_str()))
}

/// Whether a document holds an annex with this number: a heading names it.
fn holds(paper: &Paper<'_>, label: &str, patterns: &Patterns) -> bool {
    let contract = paper.input.contract;
    contract.clauses.iter().any(|clause| {
        if clause.kind == SectionKind::Contents {
            return false;
        }
        let text = heading(contract, clause);
        named_annexes(text, &patterns.structure).first().is_some_and(|(name, own, after)| {
            // "Annex 2" opens the line; "see annex 2" does not.
            let opens =
                text.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(name.as_str());
            own == label && opens && !after.starts_with("van deze") && !after.starts_with("of this")
        })
    })
}

/// The text of a clause that may be a heading; nothing of others.
fn heading<'c>(contract: &'c Contract, clause: &Clause) -> &'c str {
    let text = contract.folded.get(clause.folded);
    let short = text.split(' ').count() <= SHORT && !text.ends_with('.');
    if clause.is_heading || short { text } else { "" }
}

/// Whether a document is the annex that a sentence speaks of, by what it is there for.
fn is_it(
    paper: &Paper<'_>,
    announcing: &Paper<'_>,
    sentence: crate::text::Span<crate::text::Fold>,
    patterns: &Patterns,
) -> bool {
    let Some(role) = paper.role else { return false };
    let term = patterns.table.term(&format!("document:annex/{role}"));
    let hits = term.map_or(&[][..], |term| announcing.input.hits.of(term));
    hits.iter().any(|h| sentence.start <= h.start as usize && (h.end as usize) <= sentence.end)
}
