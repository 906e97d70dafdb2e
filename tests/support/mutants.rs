//! Broken documents, made from whole ones: seeded, so that a number is enough to make one again.
//!
//! In: the sample contracts. Out: [`Mutants::make`], the same bytes for the same number. Packed
//! formats are unpacked first (ZIP entries, PDF streams), since a flipped bit in packed data only
//! tests the unpacker.

mod tokens;
mod wholes;

use std::path::{Path, PathBuf};

use tokens::{nests, tokens};
use wholes::{loose_pdf, mail, message, odt, rtf, unzipped, zipped};

/// No mutant is longer, in bytes.
const MAX_BYTES: usize = 4 << 20;

/// A whole document: its name, and its bytes.
#[derive(Clone, Debug)]
pub(crate) struct Whole {
    /// The name; its extension is the mutants' too.
    pub(crate) name: String,
    /// The bytes.
    pub(crate) bytes: Vec<u8>,
}

/// Makes mutants.
#[derive(Debug)]
pub(crate) struct Mutants {
    wholes: Vec<Whole>,
}

impl Mutants {
    /// From all files in `folder`, and from containers and other formats made of them.
    ///
    /// # Errors
    /// A folder or file that cannot be read.
    pub(crate) fn from_folder(folder: &Path) -> std::io::Result<Mutants> {
        let mut wholes = Vec::new();
        for path in files(folder)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            wholes.push(Whole { name, bytes: std::fs::read(path)? });
        }
        let with = |ending: &'static str| wholes.iter().filter(move |w| w.name.ends_with(ending));
        let mut more: Vec<Whole> = with(".pdf")
            .map(|pdf| Whole { name: format!("loose-{}", pdf.name), bytes: loose_pdf(&pdf.bytes) })
            .collect();
        for text in with(".md") {
            let words = String::from_utf8_lossy(&text.bytes).into_owned();
            more.push(Whole { name: "vo.rtf".into(), bytes: rtf(&words) });
            more.push(Whole { name: "vo.odt".into(), bytes: odt(&words) });
            more.push(Whole { name: "vo.msg".into(), bytes: message(&words)? });
            let attached: Vec<&Whole> = with(".docx").chain(with("scan-0412.pdf")).collect();
            more.push(Whole { name: "mail.eml".into(), bytes: mail(&words, &attached) });
            let parts: Vec<(String, Vec<u8>)> =
                attached.iter().map(|w| (w.name.clone(), w.bytes.clone())).collect();
            more.push(Whole { name: "map.zip".into(), bytes: zipped(&parts) });
        }
        wholes.append(&mut more);
        Ok(Mutants { wholes })
    }

    /// The mutant with this number; equal numbers give equal bytes.
    #[must_use]
    pub(crate) fn make(&self, number: u64) -> Whole {
        let mut dice = Dice(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0xd1ce);
        let kinds = ["pdf", "pdf", "docx", "html", "md", "rtf", "odt", "eml", "msg", "zip"];
        let kind = kinds[dice.below(kinds.len())];
        let of_kind: Vec<&Whole> =
            self.wholes.iter().filter(|w| extension(&w.name) == kind).collect();
        let whole = of_kind[dice.below(of_kind.len())];
        let packed = matches!(kind, "docx" | "odt" | "zip") && dice.below(4) > 0;
        let bytes = if packed {
            self.inside(&whole.bytes, kind, &mut dice)
        } else {
            self.changed(whole.bytes.clone(), kind, &mut dice)
        };
        Whole { name: format!("{number:06}.{kind}"), bytes }
    }

    /// Changes one part of a package, and packs it again.
    fn inside(&self, package: &[u8], kind: &str, dice: &mut Dice) -> Vec<u8> {
        let mut parts = unzipped(package);
        if parts.is_empty() {
            return package.to_vec();
        }
        // The text is what a reader works on; the other parts get their turn too.
        let text = parts
            .iter()
            .position(|(name, _)| name == "word/document.xml" || name == "content.xml")
            .filter(|_| dice.below(3) > 0);
        let chosen = text.unwrap_or_else(|| dice.below(parts.len()));
        let (name, bytes) = parts[chosen].clone();
        match dice.below(12) {
            0 => parts.push((name, bytes)),
            1 => drop(parts.remove(chosen)),
            2 => {
                let names = ["../../x", "", "word/", "\u{202e}fdp", "a/../b", "CON"];
                parts[chosen].0 = names[dice.below(names.len())].to_owned();
            }
            _ => {
                let kind = if kind == "zip" { extension(&name) } else { "xml" };
                parts[chosen].1 = self.changed(bytes, kind, dice);
            }
        }
        zipped(&parts)
    }

    /// One to five changes.
    fn changed(&self, mut bytes: Vec<u8>, kind: &str, dice: &mut Dice) -> Vec<u8> {
        for _ in 0..=dice.below(5) {
            bytes = self.change(bytes, kind, dice);
            bytes.truncate(MAX_BYTES);
        }
        bytes
    }

    fn change(&self, mut bytes: Vec<u8>, kind: &str, dice: &mut Dice) -> Vec<u8> {
        let length = bytes.len();
        let at = dice.below(length + 1);
        let most = dice.power(16);
        let span = dice.below((length - at).min(most) + 1);
        match dice.below(10) {
            0 => {
                for _ in 0..=dice.below(64) {
                    let at = dice.below(length.max(1));
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << dice.below(8);
                    }
                }
            }
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..at + span)),
            3 => {
                let piece = bytes[at..at + span].to_vec();
                let most = dice.power(12);
                let times = (1 + dice.below(most)).min(MAX_BYTES / (span + 1));
                bytes.splice(at..at, piece.repeat(times));
            }
            4 => {
                let other = &self.wholes[dice.below(self.wholes.len())].bytes;
                let from = dice.below(other.len() + 1);
                let length = dice.below((other.len() - from).min(65_536) + 1);
                bytes.splice(at..at + span, other[from..from + length].iter().copied());
            }
            5 | 6 => {
                let token = tokens(kind)[dice.below(tokens(kind).len())];
                bytes.splice(at..at, token.bytes());
            }
            7 | 8 => lie(&mut bytes, dice),
            _ => {
                let (open, close) = nests(kind)[dice.below(nests(kind).len())];
                let depth = dice.power(16);
                let room = MAX_BYTES / (open.len() + close.len() + 1);
                let depth = depth.min(room);
                bytes.splice(at..at, [open.repeat(depth), close.repeat(depth)].concat().bytes());
            }
        }
        bytes
    }
}

/// Puts another number in the place of one: a length, an offset, a count, a size.
fn lie(bytes: &mut Vec<u8>, dice: &mut Dice) {
    const LIES: [&str; 14] = [
        "0",
        "-1",
        "1",
        "255",
        "65536",
        "2147483647",
        "2147483648",
        "4294967295",
        "4294967296",
        "9223372036854775807",
        "99999999999999999999999",
        "1e400",
        "-0.0000001",
        "1000000",
    ];
    let from = dice.below(bytes.len() + 1);
    let Some(start) = bytes[from..].iter().position(u8::is_ascii_digit).map(|i| i + from) else {
        return;
    };
    let digits = bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
    bytes.splice(start..start + digits, LIES[dice.below(LIES.len())].bytes());
}

fn extension(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or_default()
}

/// All files below a folder, in order.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            out.extend(files(&path)?);
        } else {
            out.push(path);
        }
    }
    out.sort();
    Ok(out)
}

/// Numbers that look like chance and are none (`SplitMix64`).
struct Dice(u64);

impl Dice {
    /// A power of two under that of `end`: small numbers as often as large ones.
    fn power(&mut self, end: usize) -> usize {
        1 << self.below(end)
    }

    /// A number under `end`; 0 where there is none.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(z % end).unwrap_or(0)
    }
}
