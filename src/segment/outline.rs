//! Blocks → clauses: headings, section kinds, lead-ins, and the one text of the contract.

use std::collections::BTreeMap;

use super::blocks::Block;
use super::headings::{Around, LABEL, Look, heading_level, look, numbered, usual_size};
use super::kinds::{Kinds, leads_in};
use super::numbering::Marker;
use super::{Clause, Contract};
use crate::extract::LineKind;
use crate::pack::{SectionKind, Structure};
use crate::text::{self, Span};

pub(super) fn outline(blocks: &[Block], structure: &Structure) -> Contract {
    let body_size = usual_size(blocks);
    let mut contract = join(blocks);
    let mut state = State { numbered: numbered(blocks), ..State::default() };
    let kinds = Kinds { structure };
    for (index, block) in blocks.iter().enumerate() {
        let level = heading_level(
            block,
            blocks.get(index + 1),
            body_size,
            Around { contents: state.in_contents(), list: state.in_list, led: state.led_items },
            structure,
        )
        .map(|level| state.beside(block).unwrap_or(level));
        let folded =
            contract.clauses.get(index).map_or("", |c| contract.folded.get(c.folded)).to_owned();
        let Some(clause) = contract.clauses.get_mut(index) else { break };
        clause.label = block.marker.label().map(str::to_owned);
        clause.is_row = matches!(block.kind, LineKind::TableRow { .. });
        if let Some(level) = level {
            state.open(index, level, &folded, block, &kinds);
            state.heads_list(index, level, blocks.get(index + 1));
            state.asks(index, block);
            clause.is_heading = true;
        } else {
            state.clause(index, block, blocks.get(index + 1), &folded, &kinds);
        }
        clause.heading = if level.is_some() {
            state.stack.iter().rev().nth(1).map(|h| h.index)
        } else {
            state.stack.last().map(|h| h.index)
        };
        clause.kind = state.kind(clause.is_row);
        clause.lead_in = if level.is_some() { None } else { state.lead_in(index) };
    }
    rescue(&mut contract, &kinds);
    finish(&mut contract, blocks);
    contract
}

/// Share of the words that sections of a kind which obliges nobody can have; above it, the heading
/// that ends them was not recognised.
const MOST: f32 = 0.6;

/// Whether a section of this kind stands before or after what is agreed.
fn introduces(kind: SectionKind) -> bool {
    use SectionKind::{Contents, Definitions, Parties, Recitals, Signature};
    matches!(kind, Contents | Definitions | Parties | Recitals | Signature)
}

/// Where parties, recitals, definitions, contents or signatures take up most of the document, what
/// follows the first duty among them is operative: otherwise all of it would count for nothing.
fn rescue(contract: &mut Contract, kinds: &Kinds<'_>) {
    let words = |c: &Clause| contract.folded.get(c.folded).split(' ').count();
    let all: usize = contract.clauses.iter().map(words).sum();
    let taken: usize = contract.clauses.iter().filter(|c| introduces(c.kind)).map(words).sum();
    #[expect(clippy::cast_precision_loss, reason = "a share for comparison")]
    let share = taken as f32 / all.max(1) as f32;
    if share <= MOST {
        return;
    }
    let is_duty = |c: &Clause| introduces(c.kind) && kinds.is_duty(contract.folded.get(c.folded));
    let Some(first) = contract.clauses.iter().position(is_duty) else { return };
    for clause in contract.clauses.iter_mut().skip(first).filter(|c| introduces(c.kind)) {
        clause.kind = SectionKind::Operative;
    }
}

/// The one text, the folded text, and a clause for every block.
fn join(blocks: &[Block]) -> Contract {
    let mut raw = String::new();
    let mut pages: Vec<(usize, u32)> = Vec::new();
    let mut bodies = Vec::new();
    for block in blocks {
        if !raw.is_empty() {
            raw.push_str("\n\n");
        }
        for &(at, page) in &block.pages {
            if pages.last().is_none_or(|(_, p)| *p != page) {
                pages.push((raw.len() + at, page));
            }
        }
        bodies.push((raw.len(), raw.len() + block.text.len()));
        raw.push_str(&block.text);
    }
    let folded = text::fold(&raw);
    let clauses = bodies
        .into_iter()
        .zip(blocks)
        .enumerate()
        .map(|(index, ((start, end), block))| {
            let body = Span::new(start, end);
            Clause {
                label: None,
                kind: SectionKind::Operative,
                is_heading: false,
                is_row: false,
                heading: None,
                lead_in: None,
                items_end: index + 1,
                page: block.pages.first().map_or(1, |(_, p)| *p),
                body,
                folded: folded.from_raw(body),
                opens_bold: block.opens_bold,
                sentences: 0..0,
                section_end: index + 1,
            }
        })
        .collect();
    Contract {
        raw,
        folded,
        clauses,
        sentences: Vec::new(),
        pages,
        language: None,
        hidden_text: false,
        ocr_pages: Vec::new(),
    }
}

/// Ends of sections, and of the items that a clause leads in.
fn finish(contract: &mut Contract, blocks: &[Block]) {
    let mut above = Vec::new();
    for index in 0..contract.clauses.len() {
        let mut lead = contract.clauses.get(index).and_then(|c| c.lead_in);
        while let Some(up) = lead {
            let Some(clause) = contract.clauses.get_mut(up) else { break };
            clause.items_end = clause.items_end.max(index + 1);
            lead = clause.lead_in.filter(|l| *l < up);
        }
        above.extend(contract.headings(index));
        for heading in above.drain(..) {
            if let Some(clause) = contract.clauses.get_mut(heading) {
                clause.section_end = clause.section_end.max(index + 1);
            }
        }
    }
    // The numbers of list items are read with the number of the clause that leads them in.
    let labels: Vec<Option<String>> =
        (0..contract.clauses.len()).map(|i| full_label(contract, blocks, i)).collect();
    for (clause, label) in contract.clauses.iter_mut().zip(labels) {
        clause.label = label;
    }
}

fn full_label(contract: &Contract, blocks: &[Block], index: usize) -> Option<String> {
    let clause = contract.clauses.get(index)?;
    let own = clause.label.clone()?;
    match blocks.get(index)?.marker {
        Marker::Letter(_) | Marker::Roman(_) => {
            let above =
                clause.lead_in.and_then(|l| full_label(contract, blocks, l)).or_else(|| {
                    contract
                        .headings(index)
                        .find_map(|h| contract.clauses.get(h).and_then(|c| c.label.clone()))
                });
            Some(above.map_or_else(|| own.clone(), |a| format!("{a}({own})")))
        }
        _ => Some(own),
    }
}

#[derive(Clone, Copy)]
struct Open {
    index: usize,
    level: u8,
    kind: Option<SectionKind>,
    /// Whether its section is not of that kind alone.
    shared: bool,
    look: Look,
}

/// What is open while the blocks go by.
#[derive(Default)]
struct State {
    stack: Vec<Open>,
    /// How many headings of a look carry a number.
    numbered: BTreeMap<Look, usize>,
    /// Candidates for lead-ins: (depth, clause), outermost first.
    leads: Vec<(u32, usize)>,
    /// The lead-in of the clause at hand.
    current_lead: Option<usize>,
    /// The header row of the table at hand.
    header: Option<usize>,
    /// A kind that a clause opened, until the next heading.
    opened: Option<SectionKind>,
    /// A kind for this clause alone.
    own: Option<SectionKind>,
    /// Whether the clause before was a definition that leads items in.
    defining: bool,
    in_list: bool,
    /// Whether the clause before was a numbered item that a line led in.
    led_items: bool,
    /// The heading right above that asks something.
    asked: Option<usize>,
}

impl State {
    fn in_contents(&self) -> bool {
        self.stack.last().is_some_and(|h| h.kind == Some(SectionKind::Contents))
    }

    /// The level of the open heading that a heading without a number stands beside: one of the
    /// same look, where the numbers do not tell the levels apart. "1 DEFINITIONS" is followed by
    /// "SECURITY" as its equal; a bold word among numbered bold articles is a label inside one.
    fn beside(&self, block: &Block) -> Option<u8> {
        let own = look(block);
        let styled = block.kind == LineKind::Text && block.marker == Marker::None && own.0;
        let few = own.2 || self.numbered.get(&own).is_some_and(|n| *n == 1);
        // A number may be set smaller than the words; capitals are look enough.
        let alike = |h: &Open| h.look == own || own.2 && h.look.2 && h.look.0 == own.0;
        let equal = |h: &&Open| alike(h) && h.kind != Some(SectionKind::Annex);
        self.stack.iter().find(equal).filter(|_| styled && few).map(|h| h.level)
    }

    fn open(&mut self, index: usize, level: u8, folded: &str, block: &Block, kinds: &Kinds<'_>) {
        while self.stack.last().is_some_and(|h| h.level >= level) {
            self.stack.pop();
        }
        let agrees = kinds.structure.agreeing.iter().any(|w| folded.contains(w.as_str()));
        let kind = match block.marker {
            Marker::Annex(_) => Some(SectionKind::Annex),
            _ if agrees => Some(SectionKind::Operative),
            // "Article 2" stands under no heading that introduces or ends the agreement.
            Marker::Article(_) => kinds.of_heading(folded).or(self.around()),
            _ => kinds.of_heading(folded),
        };
        let shared = kind == Some(SectionKind::Definitions) && kinds.is_shared(folded);
        self.stack.push(Open { index, level, kind, shared, look: look(block) });
        self.leads.clear();
        self.current_lead = None;
        self.header = None;
        self.opened = None;
        self.own = None;
        self.defining = false;
        self.in_list = false;
        self.led_items = false;
    }

    /// What an article is that stands under the open headings, where that is not what they are.
    fn around(&self) -> Option<SectionKind> {
        let kind = self.stack.iter().rev().find_map(|h| h.kind)?;
        introduces(kind).then_some(SectionKind::Operative)
    }

    /// A line right above a list leads its items in, though it was taken for a small heading.
    fn heads_list(&mut self, index: usize, level: u8, next: Option<&Block>) {
        let short = |block: &Block| block.text.split_whitespace().count() <= ITEM_WORDS;
        if level >= LABEL && next.is_some_and(|next| opens_list(next) && short(next)) {
            self.leads.push((0, index));
        }
    }

    /// A question leads in what answers it: the paragraph or the items right below.
    fn asks(&mut self, index: usize, block: &Block) {
        self.asked = block.asks().then_some(index);
        self.leads.extend(self.asked.map(|question| (0, question)));
    }

    fn clause(
        &mut self,
        index: usize,
        block: &Block,
        next: Option<&Block>,
        folded: &str,
        kinds: &Kinds<'_>,
    ) {
        self.own = None;
        let by_words = kinds.of_clause(folded);
        match by_words {
            Some(kind @ (SectionKind::Recitals | SectionKind::Signature)) => {
                self.opened = Some(kind);
            }
            Some(kind) => self.own = Some(kind),
            None => {}
        }
        if block.text.contains("....")
            && block.text.trim_end().ends_with(|c: char| c.is_ascii_digit())
        {
            self.own = Some(SectionKind::Contents);
        }
        if matches!(block.marker, Marker::Article(_) | Marker::Annex(_)) {
            self.opened = None;
        }
        // The recitals end where the parties agree; a paragraph that does both is still theirs.
        if self.kind(false) == SectionKind::Recitals
            && kinds.structure.agreeing.iter().any(|w| folded.contains(w.as_str()))
        {
            self.opened = Some(SectionKind::Operative);
            self.own = Some(SectionKind::Recitals);
        }
        // A duty among the definitions shows that the heading after them was not recognised.
        let above = self.stack.iter().rev().find(|h| h.kind.is_some());
        let defined = above.filter(|h| h.kind == Some(SectionKind::Definitions));
        if let Some(section) = defined.filter(|_| by_words.is_none() && self.opened.is_none()) {
            if section.shared {
                self.own = (!kinds.defines(folded)).then_some(SectionKind::Operative);
            } else if kinds.is_duty(folded) {
                self.opened = Some(SectionKind::Operative);
            }
        }
        let depth = depth(block);
        self.in_list = depth.is_some();
        if let LineKind::TableRow { header } = block.kind {
            if header || self.header.is_none() {
                self.header = Some(index);
            }
            self.current_lead = self.header.filter(|h| *h != index);
            return;
        }
        self.header = None;
        let question = self.asked.take();
        if question.is_some() && depth.is_none() {
            self.leads.clear();
        }
        let short = block.text.split_whitespace().count() <= 25;
        let inside =
            short && !self.leads.is_empty() && block.certain && block.marker == Marker::None;
        let depth = depth.unwrap_or(if inside { 9 } else { 0 });
        while self.leads.last().is_some_and(|(d, _)| *d >= depth) {
            self.leads.pop();
        }
        self.current_lead = if depth == 0 { question } else { self.leads.last().map(|(_, i)| *i) };
        let numbered = matches!(block.marker, Marker::Dotted(..));
        self.led_items = numbered && self.current_lead.is_some();
        if is_label(block, next) || leads_in(folded, kinds.structure) {
            self.leads.push((depth, index));
        } else if depth == 0 {
            self.leads.clear();
        }
        // The items of "in this agreement is meant by:" are definitions too.
        if self.own == Some(SectionKind::Definitions) {
            self.defining = true;
        } else if self.defining && self.current_lead.is_some() {
            self.own = Some(SectionKind::Definitions);
        } else {
            self.defining = false;
        }
    }

    fn lead_in(&self, index: usize) -> Option<usize> {
        self.current_lead.filter(|l| *l < index)
    }

    fn kind(&self, row: bool) -> SectionKind {
        if let Some(kind) = self.own.or(self.opened) {
            return kind;
        }
        let nearest = self.stack.iter().rev().find_map(|h| h.kind);
        match nearest {
            Some(SectionKind::Annex) | None if row => {
                if nearest.is_some() {
                    SectionKind::Annex
                } else {
                    SectionKind::Table
                }
            }
            Some(kind) => kind,
            None => SectionKind::Operative,
        }
    }
}

/// A short line has no more words.
const LABEL_WORDS: usize = 8;
/// A longer item under a heading is a clause, and no item of a list.
const ITEM_WORDS: usize = 12;

/// Whether a block is a short line right above a list.
fn is_label(block: &Block, next: Option<&Block>) -> bool {
    block.marker == Marker::None
        && block.text.split_whitespace().count() <= LABEL_WORDS
        && !block.text.trim_end().ends_with(['.', ';', ',', '?', '!'])
        && next.is_some_and(opens_list)
}

/// Whether a block is the first item of a list.
fn opens_list(block: &Block) -> bool {
    let first = |label: &str| matches!(label.trim_end_matches(['.', ')']), "1" | "a" | "A" | "i");
    match &block.marker {
        Marker::Bullet => true,
        Marker::Dotted(label, 1) | Marker::Letter(label) | Marker::Roman(label) => first(label),
        _ => false,
    }
}

/// How deep a list item stands, from 1; `None` for a paragraph. Numbered clauses are paragraphs of
/// a depth that grows with their number.
fn depth(block: &Block) -> Option<u32> {
    if let LineKind::ListItem(d) = block.kind {
        return Some(u32::from(d) + 10);
    }
    match &block.marker {
        Marker::Dotted(_, parts) => u32::try_from(*parts).ok(),
        Marker::Letter(_) => Some(6),
        Marker::Roman(_) => Some(7),
        Marker::Bullet => Some(8),
        _ => None,
    }
}
