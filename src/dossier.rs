//! The documents of one vendor seen together: which of them count, which goes first, what they say
//! against each other, and what is not there.
//!
//! In: the vendor's read documents. Out: [`Dossier`]: a standing for each document, and from it the
//! verdicts, conflicts, announced annexes and findings about the dossier. What must stay true: a
//! document that another one stands for is shown and not judged, and nothing here reads more than
//! the texts: where two texts give no order, none is made up.

mod annexes;
mod conflicts;
mod dates;
pub mod examples;
mod findings;
mod judged;
mod rank;
mod sheet;
mod signatures;
#[cfg(test)]
mod tests;
mod versions;

use crate::assess::Input;
use crate::classify::Kind;
use crate::lang::Lang;
use crate::pack::{Patterns, Profile};
use crate::report::{
    AnnouncedAnnex, Conflict, Evidence, ModelMatch, Polarity, RequirementReport, Standing,
};
use crate::segment::Contract;
use crate::text::{self, Fold, Span};
use sheet::Sheet;

/// A document of the vendor and what is known of it.
#[derive(Clone, Copy)]
pub struct Paper<'a> {
    /// What is judged of it.
    pub input: Input<'a>,
    /// What an annex is there for.
    pub role: Option<&'a str>,
    /// What its reader flagged.
    pub flags: &'a [String],
    /// Whether it lays duties on a processor though it is no agreement.
    pub has_duties: bool,
    /// The public model that it was made from.
    pub model: Option<&'a ModelMatch>,
}

/// The documents of one vendor with their standing.
pub struct Dossier<'a> {
    papers: &'a [Paper<'a>],
    sheets: Vec<Sheet>,
    standings: Vec<Standing>,
    patterns: &'a Patterns,
}

impl<'a> Dossier<'a> {
    /// Looks the documents through.
    #[must_use]
    pub fn of(papers: &'a [Paper<'a>], patterns: &'a Patterns) -> Dossier<'a> {
        let sheets: Vec<Sheet> =
            papers.iter().map(|paper| Sheet::of(paper, papers.len() == 1, patterns)).collect();
        let mut standings = versions::standings(papers, &sheets);
        rank::number(papers, patterns, &mut standings);
        Dossier { papers, sheets, standings, patterns }
    }

    /// The standings, in the order of the documents.
    #[must_use]
    pub fn standings(&self) -> &[Standing] {
        &self.standings
    }

    /// Whether a document that counts is an agreement.
    #[must_use]
    pub fn has_agreement(&self) -> bool {
        self.current().any(|(paper, _)| paper.input.kind == Kind::Agreement)
    }

    /// Whether a document that counts lays duties on a processor though it is no agreement.
    #[must_use]
    pub fn has_duties(&self) -> bool {
        self.current().any(|(paper, _)| paper.has_duties)
    }

    /// The verdicts over the documents that count, by their rank.
    #[must_use]
    pub fn requirements(
        &self,
        unread: bool,
        profile: &Profile,
        lang: Lang,
    ) -> Vec<RequirementReport> {
        rank::assess(self, unread, profile, lang)
    }

    /// What the documents say against each other.
    #[must_use]
    pub fn conflicts(&self) -> Vec<Conflict> {
        conflicts::find(self)
    }

    /// The annexes that the agreements announce.
    #[must_use]
    pub fn annexes(&self) -> Vec<AnnouncedAnnex> {
        annexes::announced(self)
    }

    /// Gives the requirements that rest on the documents seen together their verdict.
    pub fn judge(
        &self,
        requirements: &mut [RequirementReport],
        conflicts: &[Conflict],
        annexes: &[AnnouncedAnnex],
        unread: bool,
    ) {
        judged::judge(self, requirements, &judged::Seen { conflicts, annexes, unread });
    }

    /// The findings about the dossier itself.
    #[must_use]
    pub fn findings(
        &self,
        conflicts: &[Conflict],
        annexes: &[AnnouncedAnnex],
        unread: bool,
        lang: Lang,
    ) -> Vec<RequirementReport> {
        findings::find(self, conflicts, annexes, unread, lang)
    }

    /// The passage with these words in a document that counts, and the text of its clause.
    #[must_use]
    pub fn quoted(&self, path: &str, quote: &str) -> Option<(Evidence, String)> {
        let (paper, _) = self.current().find(|(paper, _)| paper.input.path == path)?;
        quoted(path, paper.input.contract, quote)
    }

    /// The documents that count.
    fn current(&self) -> impl Iterator<Item = (&Paper<'a>, &Standing)> {
        self.papers.iter().zip(&self.standings).filter(|(_, standing)| standing.state == CURRENT)
    }
}

/// The state of a document that is judged.
const CURRENT: &str = "current";
/// The state of a document that holds the text of another one.
const COPY: &str = "copy";

/// The passage with these words in a document, and the text of its clause. Reports put the words
/// that lead a passage in before ` … `; what stands after it is looked for.
#[must_use]
pub fn quoted(path: &str, contract: &Contract, quote: &str) -> Option<(Evidence, String)> {
    let words = quote.rsplit(" … ").next().unwrap_or(quote);
    let wanted = text::fold(words).text;
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return None;
    }
    let start = contract.folded.text.find(wanted)?;
    let clause = contract.clause_at(start)?;
    let mut found = cut(path, contract, clause, Span::new(start, start + wanted.len()), "review");
    found.polarity = Polarity::Supports;
    Some((found, contract.folded.get(contract.clauses.get(clause)?.folded).to_owned()))
}

/// A passage of a document, as evidence.
fn passage(input: &Input<'_>, clause: usize, span: Span<Fold>, frame: &str) -> Evidence {
    cut(input.path, input.contract, clause, span, frame)
}

fn cut(path: &str, contract: &Contract, clause: usize, span: Span<Fold>, frame: &str) -> Evidence {
    let body = contract.folded.to_raw(span, &contract.raw);
    Evidence {
        document: path.to_owned(),
        page: contract.page_at(body.start),
        article: contract.article(clause),
        heading: contract.heading_text(clause),
        quote: text::quote(&contract.folded, span, &contract.raw),
        polarity: Polarity::Weakens,
        frame: frame.to_owned(),
        start: body.start,
        end: body.end,
        ocr: contract.ocr_pages.contains(&contract.page_at(body.start)),
    }
}
