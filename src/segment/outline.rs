//! Blocks → clauses: headings, section kinds, lead-ins, and the one text of the contract.

use super::blocks::Block;
use super::numbering::Marker;
use super::{Clause, Contract};
use crate::extract::LineKind;
use crate::pack::{SectionKind, Structure};
use crate::text::{self, Span};

/// Levels of headings that the format does not number itself.
const ANNEX: u8 = 3;
const ARTICLE: u8 = 4;
const LABEL: u8 = 9;

pub(super) fn outline(blocks: &[Block], structure: &Structure) -> Contract {
    let body_size = usual_size(blocks);
    let mut contract = join(blocks);
    let mut state = State::default();
    let kinds = Kinds { structure };
    for (index, block) in blocks.iter().enumerate() {
        let level = heading_level(block, blocks.get(index + 1), body_size, &state);
        let folded =
            contract.clauses.get(index).map_or("", |c| contract.folded.get(c.folded)).to_owned();
        let Some(clause) = contract.clauses.get_mut(index) else { break };
        clause.label = block.marker.label().map(str::to_owned);
        clause.is_row = matches!(block.kind, LineKind::TableRow { .. });
        if let Some(level) = level {
            state.open(index, level, &folded, block, &kinds);
            clause.is_heading = true;
        } else {
            state.clause(index, block, &folded, &kinds);
        }
        clause.heading = if level.is_some() {
            state.stack.iter().rev().nth(1).map(|h| h.index)
        } else {
            state.stack.last().map(|h| h.index)
        };
        clause.kind = state.kind(clause.is_row);
        clause.lead_in = if level.is_some() { None } else { state.lead_in(index) };
    }
    finish(&mut contract, blocks);
    contract
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
    let mut leads: Vec<(usize, usize)> = Vec::new();
    let mut sections: Vec<(usize, usize)> = Vec::new();
    for index in 0..contract.clauses.len() {
        let mut lead = contract.clauses.get(index).and_then(|c| c.lead_in);
        while let Some(up) = lead {
            leads.push((up, index + 1));
            lead = contract.clauses.get(up).and_then(|c| c.lead_in).filter(|l| *l < up);
        }
        for heading in contract.headings(index) {
            sections.push((heading, index + 1));
        }
    }
    for (clause, end) in leads {
        if let Some(c) = contract.clauses.get_mut(clause) {
            c.items_end = c.items_end.max(end);
        }
    }
    for (clause, end) in sections {
        if let Some(c) = contract.clauses.get_mut(clause) {
            c.section_end = c.section_end.max(end);
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

/// The font size, in points, that most text has.
fn usual_size(blocks: &[Block]) -> f32 {
    let mut sizes: Vec<(i32, usize)> = Vec::new();
    for block in blocks {
        #[expect(clippy::cast_possible_truncation, reason = "font sizes are small")]
        let size = (block.size * 4.0).round() as i32;
        match sizes.iter_mut().find(|(s, _)| *s == size) {
            Some((_, n)) => *n += block.text.len(),
            None => sizes.push((size, block.text.len())),
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "font sizes are small")]
    sizes.iter().max_by_key(|(_, n)| *n).map_or(0.0, |(s, _)| *s as f32 / 4.0)
}

/// The level of a block that is a heading, from 1; `None` where it is text.
fn heading_level(block: &Block, next: Option<&Block>, body_size: f32, state: &State) -> Option<u8> {
    let text = block.text.trim();
    let words = text.split_whitespace().count();
    if let LineKind::Heading(level) = block.kind {
        return (words <= 30).then_some(match block.marker {
            Marker::Annex(_) => level.min(ANNEX),
            _ => level,
        });
    }
    if block.kind != LineKind::Text
        && !(matches!(block.kind, LineKind::ListItem(0))
            && matches!(block.marker, Marker::Article(_) | Marker::Dotted(..))
            && block.bold)
    {
        return None;
    }
    if words == 0
        || text.contains("....")
        || state.in_contents() && text.ends_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let ended = text.ends_with(['.', ';', ',', '?', '!']) && !text.ends_with("B.V.");
    let after = text.get(block.words_at.min(text.len())..).unwrap_or("");
    let capital =
        after.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "\"“‘(".contains(c));
    let large = block.size > body_size * 1.12 && body_size > 0.0;
    let shouts = after.chars().filter(|c| c.is_alphabetic()).count() > 3
        && !after.chars().any(char::is_lowercase);
    let styled = block.bold || large || shouts;
    match &block.marker {
        Marker::Annex(_) if words <= 16 && !ended => Some(ANNEX),
        Marker::Article(_) if words <= 16 && (!ended || words <= 6) => Some(ARTICLE),
        Marker::Dotted(_, parts) if !text.ends_with([';', ',', ':']) && (capital || styled) => {
            let deeper =
                next.is_some_and(|n| matches!(&n.marker, Marker::Dotted(_, d) if d > parts));
            let same =
                next.is_some_and(|n| matches!(&n.marker, Marker::Dotted(_, d) if d == parts));
            let fits = words <= 14 && !ended && (styled || deeper || (words <= 9 && !same));
            fits.then_some(ARTICLE + u8::try_from(*parts).unwrap_or(4).min(4) - 1)
        }
        Marker::Letter(_) | Marker::None
            if block.bold && words <= 12 && !ended && !text.ends_with(':') && capital =>
        {
            Some(if large { ARTICLE } else { LABEL - 1 })
        }
        Marker::None => {
            let fits = words <= 12 && !ended && !text.ends_with(':') && capital && block.lines <= 2;
            if fits && (large || shouts) {
                return Some(ARTICLE);
            }
            let label =
                fits && words <= 7 && block.certain && block.size <= 0.0 && !text.contains(": ");
            let text_follows = next.is_some_and(|n| {
                n.text.split_whitespace().count() > words.max(4)
                    || matches!(n.kind, LineKind::ListItem(_) | LineKind::TableRow { .. })
                    || n.marker == Marker::Bullet
            });
            (label && text_follows && !state.in_list()).then_some(LABEL)
        }
        _ => None,
    }
}

struct Kinds<'a> {
    structure: &'a Structure,
}

impl Kinds<'_> {
    /// The kind that a heading gives its section.
    fn of_heading(&self, folded: &str) -> Option<SectionKind> {
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

    /// Whether a clause lays a duty on somebody and defines nothing.
    fn is_duty(&self, folded: &str) -> bool {
        let words: Vec<&str> = folded.split(' ').collect();
        let opening = words.iter().take(12);
        let defines = folded
            .trim_start_matches(|c: char| !c.is_alphanumeric() && c != '"' && c != '\'')
            .starts_with(['"', '\''])
            || opening
                .clone()
                .any(|w| w.ends_with(':') || self.structure.defines.iter().any(|d| d == w));
        words.len() >= 15
            && !defines
            && words.iter().take(25).any(|w| self.structure.duties.iter().any(|d| d == w))
    }

    /// The kind that a clause has by its own words.
    fn of_clause(&self, folded: &str) -> Option<SectionKind> {
        let bare = folded.trim_start_matches(|c: char| !c.is_alphabetic());
        let opens = |phrases: &Vec<String>| phrases.iter().any(|p| bare.starts_with(p.as_str()));
        if let Some((kind, _)) = self.structure.openings.iter().find(|(_, phrases)| opens(phrases))
        {
            return Some(*kind);
        }
        let head = folded.get(..folded.len().min(200)).unwrap_or(folded);
        self.structure
            .inside
            .iter()
            .find(|(_, phrases)| phrases.iter().any(|p| head.contains(p.as_str())))
            .map(|(kind, _)| *kind)
    }
}

#[derive(Clone, Copy)]
struct Open {
    index: usize,
    level: u8,
    kind: Option<SectionKind>,
}

/// What is open while the blocks go by.
#[derive(Default)]
struct State {
    stack: Vec<Open>,
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
}

impl State {
    fn in_contents(&self) -> bool {
        self.stack.last().is_some_and(|h| h.kind == Some(SectionKind::Contents))
    }

    fn in_list(&self) -> bool {
        self.in_list
    }

    fn open(&mut self, index: usize, level: u8, folded: &str, block: &Block, kinds: &Kinds<'_>) {
        while self.stack.last().is_some_and(|h| h.level >= level) {
            self.stack.pop();
        }
        let kind = match block.marker {
            Marker::Annex(_) => Some(SectionKind::Annex),
            _ => kinds.of_heading(folded),
        };
        self.stack.push(Open { index, level, kind });
        self.leads.clear();
        self.current_lead = None;
        self.header = None;
        self.opened = None;
        self.own = None;
        self.defining = false;
        self.in_list = false;
    }

    fn clause(&mut self, index: usize, block: &Block, folded: &str, kinds: &Kinds<'_>) {
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
        // A duty among the definitions shows that the heading after them was not recognised.
        let defined =
            self.stack.iter().rev().find_map(|h| h.kind) == Some(SectionKind::Definitions);
        if defined && by_words.is_none() && self.opened.is_none() && kinds.is_duty(folded) {
            self.opened = Some(SectionKind::Operative);
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
        let short = block.text.split_whitespace().count() <= 25;
        let depth = depth.unwrap_or_else(|| {
            if short
                && self.leads.first().is_some_and(|_| block.certain && block.marker == Marker::None)
            {
                9
            } else {
                0
            }
        });
        while self.leads.last().is_some_and(|(d, _)| *d >= depth) {
            self.leads.pop();
        }
        self.current_lead = if depth == 0 { None } else { self.leads.last().map(|(_, i)| *i) };
        if leads_in(folded) {
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

/// Whether a clause leads in what follows it.
fn leads_in(folded: &str) -> bool {
    let end = folded.trim_end();
    if end.ends_with(':') {
        return true;
    }
    if end.ends_with(['.', ';', '?', '!']) {
        let last = end.rsplit(". ").next().unwrap_or(end);
        return [
            "volgende",
            "following",
            "hieronder",
            "below",
            "onderstaande",
            "navolgende",
            "in ieder geval",
            "at least",
            "in het bijzonder",
        ]
        .iter()
        .any(|w| last.contains(w));
    }
    end.split(' ').count() >= 3
}
