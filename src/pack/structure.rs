//! Words that mark the parts of a document: `patterns/terms/structure.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a part of a document is for. Only some parts can fulfil a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectionKind {
    /// Who the parties are.
    Parties,
    /// Considerations.
    Recitals,
    /// What words mean.
    Definitions,
    /// What is agreed.
    Operative,
    /// An annex.
    Annex,
    /// A table row outside an annex.
    Table,
    /// The signature block.
    Signature,
    /// A table of contents.
    Contents,
    /// The law, quoted.
    QuoteOfLaw,
}

impl SectionKind {
    /// Every kind.
    pub const ALL: [SectionKind; 9] = [
        SectionKind::Parties,
        SectionKind::Recitals,
        SectionKind::Definitions,
        SectionKind::Operative,
        SectionKind::Annex,
        SectionKind::Table,
        SectionKind::Signature,
        SectionKind::Contents,
        SectionKind::QuoteOfLaw,
    ];

    /// The kinds that can fulfil a requirement unless a frame says otherwise.
    pub const DEFAULT: [SectionKind; 3] =
        [SectionKind::Operative, SectionKind::Annex, SectionKind::Table];

    /// The kinds in which a text that obliges nobody, such as a privacy statement, tells something.
    pub const TOLD: [SectionKind; 7] = [
        SectionKind::Operative,
        SectionKind::Annex,
        SectionKind::Table,
        SectionKind::Parties,
        SectionKind::Recitals,
        SectionKind::Definitions,
        SectionKind::Signature,
    ];
}

/// The term under which the phrases of [`Structure::affirms`] are found.
pub(crate) const AFFIRMS: &str = "structure:affirms";

/// The words, all folded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Structure {
    /// Words that number an article: `artikel`, `article`, `section`, `clause`.
    pub article: Vec<String>,
    /// Words that name an annex: `bijlage`, `annex`, `schedule`.
    pub annex: Vec<String>,
    /// For every letter of GDPR art. 28(3), the requirements that fulfil it.
    pub article_28: Vec<Vec<String>>,
    /// Words in a heading that tell the kind of its section.
    pub headings: BTreeMap<SectionKind, Vec<String>>,
    /// Beginnings of a clause that tell its kind.
    pub openings: BTreeMap<SectionKind, Vec<String>>,
    /// Words in a clause that tell its kind.
    pub inside: BTreeMap<SectionKind, Vec<String>>,
    /// Abbreviations whose full stop ends no sentence.
    pub abbreviations: Vec<String>,
    /// Words after which a number at the start of a line goes on with the sentence: `article`, `of`.
    pub refers: Vec<String>,
    /// Words in the last sentence of a clause that announce a list though it ends with a full stop.
    pub leads_in: Vec<String>,
    /// Words with which the recitals end and the agreement begins.
    pub agreeing: Vec<String>,
    /// Verbs with which one party makes the other act: `instructs`, `verplicht`.
    pub delegates: Vec<String>,
    /// Words before which a party's title only says whose they are: `customer data`.
    pub attributed: Vec<String>,
    /// Words between a pronoun and the role that it is given: `are`, `bent`.
    pub states: Vec<String>,
    /// Words with which a sentence goes on after a condition: `dan`.
    pub then: Vec<String>,
    /// Single words that deny: `not`, `zonder`.
    pub denies: Vec<String>,
    /// Phrases that open with such a word and deny nothing: `not only`, `without delay`.
    pub affirms: Vec<String>,
    /// Words that introduce the name that a document gives a party: `hierna`, `hereinafter`.
    pub introduces_alias: Vec<String>,
    /// Words that part a name from what stands before it: `as`, `tussen`.
    pub before_name: Vec<String>,
    /// Words that can stand before an item inside a sentence: `and`.
    pub joins_items: Vec<String>,
    /// Short names of laws of which articles are cited: `avg`.
    pub laws: Vec<String>,
    /// Words between the number of an article and the law that it is of: `van`, `lid`.
    pub before_law: Vec<String>,
    /// Words beside boxes to tick: `yes`.
    pub choices: Vec<String>,
    /// Words that show that a clause defines a word: `means`.
    pub defines: Vec<String>,
    /// Words that show that a clause lays down a duty: `shall`.
    pub duties: Vec<String>,
    /// Words in a quoted name that show that it names a thing, not a party: `agreement`, `avg`.
    pub no_party: Vec<String>,
    /// Whole words that stand before a verb of duty and name nobody: `this`, `toegang`.
    pub no_name: Vec<String>,
    /// Pronouns for the party that wrote the text.
    pub first_person: Vec<String>,
    /// Pronouns for its reader.
    pub second_person: Vec<String>,
    /// Words that mark the noun after them as not the subject: prepositions.
    pub prepositions: Vec<String>,
    /// Words that mark the noun after them as the one who acts in a passive sentence: `door`, `by`.
    pub agent: Vec<String>,
    /// Words between a preposition and its noun: articles, possessives.
    pub articles: Vec<String>,
    /// Finite verbs beside which a subject stands: `zal`, `shall`, `is`.
    pub finite_verbs: Vec<String>,
    /// Other verbs: a few words with one of them are a sentence, and no title.
    pub verbs: Vec<String>,
    /// Dutch titles of parties: without a preposition before it one is the subject of a sentence.
    pub actors: Vec<String>,
    /// Verbs that make the verb after or before them passive: `wordt`, `be`.
    pub passive: Vec<String>,
    /// Dutch modal verbs, which put the subject after them when something else opens the sentence.
    pub inverting_modals: Vec<String>,
    /// Other Dutch verbs that do so.
    pub inverting_verbs: Vec<String>,
    /// Legal forms that follow the name of an organisation.
    pub legal_forms: Vec<String>,
}

impl Structure {
    /// Whether this folded word names no party: an article, a thing that contracts speak of, or
    /// what else stands before a verb of duty.
    #[must_use]
    pub fn names_nobody(&self, word: &str) -> bool {
        let lists = [&self.no_party, &self.no_name, &self.articles];
        lists.into_iter().flatten().any(|known| known == word)
    }
}
