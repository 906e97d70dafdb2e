//! A tree of beginnings: all literals of the packs, walked once from each place where one may start.
//!
//! In: texts with numbers. Out: [`Trie`], which tells every text that stands at a place. What must
//! stay true: walking never looks back, so that the work grows with the text alone; the written form
//! is small and is read in one go, since a scan waits for it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A tree whose edges carry bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Trie {
    labels: Vec<u8>,
    values: Vec<u32>,
    nodes: Vec<Node>,
    /// The first byte of each node's label, apart: looking for a child passes over many.
    firsts: Vec<u8>,
    /// For each byte the node under the root that starts with it; 0 where there is none.
    roots: Vec<u32>,
    openings: Openings,
}

/// Which three bytes texts begin with: from most places of a document none does, and one look here
/// tells so without walking the tree. Others may share a place in it with one of them.
#[derive(Clone, Debug, Default)]
struct Openings {
    bits: Vec<u64>,
    /// The first bytes of texts that are shorter than three.
    short: Vec<u8>,
}

impl Openings {
    const BYTES: usize = 3;
    const BITS: usize = 1 << 16;

    fn of(trie: &Trie) -> Openings {
        let mut out = Openings { bits: vec![0; Openings::BITS / 64], short: Vec::new() };
        let root = trie.nodes.first().map_or((0, 0), |node| node.children);
        let mut open: Vec<(u32, Vec<u8>)> = (root.0..root.1).map(|n| (n, Vec::new())).collect();
        while let Some((number, mut begun)) = open.pop() {
            let Some(node) = trie.nodes.get(number as usize) else { continue };
            begun.extend(part(&trie.labels, node.label).iter().take(Openings::BYTES - begun.len()));
            match begun.as_slice() {
                [a, b, c, ..] => {
                    let (word, bit) = Openings::place([*a, *b, *c]);
                    if let Some(word) = out.bits.get_mut(word) {
                        *word |= bit;
                    }
                }
                [first, ..] if node.values.0 < node.values.1 => out.short.push(*first),
                _ => {}
            }
            if begun.len() < Openings::BYTES {
                open.extend((node.children.0..node.children.1).map(|n| (n, begun.clone())));
            }
        }
        out.short.sort_unstable();
        out.short.dedup();
        out
    }

    fn place([a, b, c]: [u8; 3]) -> (usize, u64) {
        let mixed = u32::from_le_bytes([a, b, c, 0]).wrapping_mul(0x9e37_79b1) >> 16;
        ((mixed >> 6) as usize, 1 << (mixed & 63))
    }

    /// Whether a text may begin so.
    fn may_begin(&self, rest: &[u8]) -> bool {
        let known = match rest {
            [a, b, c, ..] => {
                let (word, bit) = Openings::place([*a, *b, *c]);
                self.bits.get(word).is_some_and(|word| word & bit != 0)
            }
            _ => true,
        };
        known || rest.first().is_some_and(|first| self.short.contains(first))
    }
}

/// A node with the bytes that lead to it. Its children stand in a row, sorted by their first byte.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    label: (u32, u32),
    children: (u32, u32),
    values: (u32, u32),
}

/// How it is written: everything in the order of the nodes, level by level, so that counts tell
/// where each node's share begins.
#[derive(Serialize, Deserialize)]
struct Written {
    labels: Vec<u8>,
    values: Vec<u32>,
    label_lengths: Vec<u8>,
    children: Vec<u8>,
    value_counts: Vec<u8>,
}

/// A text and the numbers that share it.
type Entry<'t> = (&'t [u8], Vec<u32>);

/// A label in [`Written`] is no longer than this; longer ones are cut in two.
const MOST: usize = u8::MAX as usize;

impl Trie {
    /// The tree over these texts; several numbers may share a text.
    pub(super) fn new<'t>(texts: impl IntoIterator<Item = (&'t [u8], u32)>) -> Trie {
        let mut sorted: BTreeMap<&[u8], Vec<u32>> = BTreeMap::new();
        for (text, number) in texts {
            sorted.entry(text).or_default().push(number);
        }
        let sorted: Vec<Entry<'_>> = sorted.into_iter().collect();
        let mut out = Written {
            labels: Vec::new(),
            values: Vec::new(),
            label_lengths: vec![0],
            children: Vec::new(),
            value_counts: Vec::new(),
        };
        // Each level holds, per node, the texts below it and how many of their bytes are behind.
        let mut level: Vec<(&[Entry<'_>], usize)> = vec![(&sorted, 0)];
        while !level.is_empty() {
            let mut next = Vec::new();
            for (texts, depth) in level {
                let here = texts.first().filter(|(text, _)| text.len() == depth);
                let values = here.map_or(&[][..], |(_, values)| values);
                out.values.extend(values);
                out.value_counts.push(count(values.len()));
                let below = texts.get(usize::from(here.is_some())..).unwrap_or_default();
                let mut children = 0;
                for group in below.chunk_by(|a, b| a.0.get(depth) == b.0.get(depth)) {
                    let shared = shared(group, depth).min(depth + MOST);
                    let label = group.first().and_then(|(text, _)| text.get(depth..shared));
                    out.labels.extend(label.unwrap_or_default());
                    out.label_lengths.push(count(shared - depth));
                    next.push((group, shared));
                    children += 1;
                }
                out.children.push(count(children));
            }
            level = next;
        }
        Trie::from(out)
    }

    /// Calls `found` with the number and the end of every text that stands at `at`, shortest first.
    pub(super) fn at(&self, text: &[u8], at: usize, mut found: impl FnMut(u32, usize)) {
        let mut rest = text.get(at..).unwrap_or_default();
        if !self.openings.may_begin(rest) {
            return;
        }
        let Some(&byte) = rest.first() else { return };
        let mut next = self.roots.get(usize::from(byte)).copied().unwrap_or(0);
        while let Some(node) = self.nodes.get(next as usize).filter(|_| next != 0) {
            let label = part(&self.labels, node.label);
            // Labels are short: comparing byte by byte is faster than a call that compares.
            if rest.len() < label.len() || label.iter().zip(rest).any(|(a, b)| a != b) {
                return;
            }
            rest = rest.get(label.len()..).unwrap_or_default();
            for value in part(&self.values, node.values) {
                found(*value, text.len() - rest.len());
            }
            let Some(byte) = rest.first() else { return };
            let place = part(&self.firsts, node.children).iter().position(|first| first == byte);
            let Some(place) = place.and_then(|place| u32::try_from(place).ok()) else { return };
            next = node.children.0 + place;
        }
    }
}

/// How far all texts of the group agree; they are sorted, so the ends of the row decide.
fn shared(group: &[Entry<'_>], from: usize) -> usize {
    let (Some((first, _)), Some((last, _))) = (group.first(), group.last()) else { return from };
    let same = first.iter().zip(*last).skip(from).take_while(|(a, b)| a == b).count();
    from + same
}

fn part<T>(all: &[T], (from, to): (u32, u32)) -> &[T] {
    all.get(from as usize..to as usize).unwrap_or_default()
}

fn count(n: usize) -> u8 {
    u8::try_from(n).expect("texts are UTF-8, labels are cut, and few literals share a text")
}

impl From<Written> for Trie {
    fn from(written: Written) -> Trie {
        let mut nodes = Vec::with_capacity(written.label_lengths.len());
        let mut from = Node { children: (1, 1), ..Node::default() };
        let counts = written.label_lengths.iter().zip(&written.children).zip(&written.value_counts);
        for ((label, children), values) in counts {
            let next = |(_, from): (u32, u32), n: &u8| (from, from + u32::from(*n));
            from = Node {
                label: next(from.label, label),
                children: next(from.children, children),
                values: next(from.values, values),
            };
            nodes.push(from);
        }
        let Written { labels, values, .. } = written;
        let first = |node: &Node| labels.get(node.label.0 as usize).copied().unwrap_or(0);
        let firsts: Vec<u8> = nodes.iter().map(first).collect();
        let mut roots = vec![0; 256];
        let (from, to) = nodes.first().map_or((0, 0), |root| root.children);
        for (child, byte) in (from..to).zip(part(&firsts, (from, to))) {
            if let Some(entry) = roots.get_mut(usize::from(*byte)) {
                *entry = child;
            }
        }
        let mut trie = Trie { labels, values, nodes, firsts, roots, openings: Openings::default() };
        trie.openings = Openings::of(&trie);
        trie
    }
}

impl Serialize for Trie {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let counts = |range: fn(&Node) -> (u32, u32)| {
            self.nodes.iter().map(|node| count((range(node).1 - range(node).0) as usize)).collect()
        };
        let written = Written {
            labels: self.labels.clone(),
            values: self.values.clone(),
            label_lengths: counts(|node| node.label),
            children: counts(|node| node.children),
            value_counts: counts(|node| node.values),
        };
        written.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Trie {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Trie, D::Error> {
        Written::deserialize(from).map(Trie::from)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(trie: &Trie, text: &str, at: usize) -> Vec<(u32, usize)> {
        let mut out = Vec::new();
        trie.at(text.as_bytes(), at, |number, end| out.push((number, end)));
        out
    }

    #[test]
    fn finds_all_that_starts_at_a_place_even_twice_and_after_being_written() {
        let texts = ["data", "datalek", "data", "lek"];
        let trie = Trie::new(texts.iter().zip(0..).map(|(t, n)| (t.as_bytes(), n)));
        let read: Trie = postcard::from_bytes(&postcard::to_allocvec(&trie).unwrap()).unwrap();
        for trie in [trie, read] {
            assert_eq!(found(&trie, "het datalek", 4), [(0, 8), (2, 8), (1, 11)]);
            assert_eq!(found(&trie, "het datalek", 8), [(3, 11)]);
            assert_eq!(found(&trie, "het datalek", 0), []);
            assert_eq!(found(&trie, "dat", 0), []);
        }
    }

    #[test]
    fn a_text_longer_than_a_label_is_found_too() {
        let long = "a".repeat(700);
        let trie = Trie::new([(long.as_bytes(), 7), (b"aaaab".as_slice(), 8)]);
        assert_eq!(found(&trie, &format!("{long}a"), 1), [(7, 701)]);
        assert_eq!(found(&trie, "aaaabc", 0), [(8, 5)]);
    }

    proptest! {
        #[test]
        fn finds_what_starts_with_finds(texts in proptest::collection::vec("[abé]{1,5}", 0..30), text in "[abé]{0,12}") {
            let trie = Trie::new(texts.iter().zip(0..).map(|(t, n)| (t.as_bytes(), n)));
            for (at, _) in text.char_indices() {
                let mut wanted: Vec<(u32, usize)> = (0..)
                    .zip(&texts)
                    .filter(|(_, t)| text.split_at(at).1.starts_with(t.as_str()))
                    .map(|(n, t)| (n, at + t.len()))
                    .collect();
                wanted.sort_by_key(|(n, end)| (*end, *n));
                prop_assert_eq!(found(&trie, &text, at), wanted);
            }
        }
    }
}
