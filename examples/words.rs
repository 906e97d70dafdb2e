//! How many words of PDFs are read as they should be: by file, held against known text or against
//! another program.
//!
//! In: a folder of PDFs, and either the true text of each beside it (`NAME.txt` for `NAME.pdf`,
//! without running heads) or a command that writes a PDF's text, with `FILE` where the path goes.
//! Out: for each file the share of our words that are theirs (precision), the share of theirs that
//! are ours (recall), F1, and with `--worst` the words that differ most.
//!
//! ```sh
//! cargo run --release --example words -- contracts/
//! cargo run --release --example words -- contracts/ --worst 8 --against pdftotext FILE -
//! ```
//!
//! Words are compared as a bag, in lower case, with the hyphens at line ends undone on both sides.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use dpascan::extract::{self, Format, Limits, PdfReader};
use dpascan::pack::Patterns;
use dpascan::segment;
use unicode_normalization::UnicodeNormalization;

type Bag = BTreeMap<String, usize>;

struct Settings {
    folder: PathBuf,
    worst: usize,
    against: Vec<String>,
    reader: PdfReader,
}

fn main() -> Result<(), Box<dyn Error>> {
    let settings = settings(env::args().skip(1))?;
    let patterns = Patterns::load(None)?;
    let mut files: Vec<PathBuf> = fs::read_dir(&settings.folder)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf")))
        .collect();
    files.sort();
    let mut out = io::stdout().lock();
    writeln!(out, "precision  recall      F1  file")?;
    let (mut sum, mut least, mut count) = (0.0, 1.0_f64, 0_u32);
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(theirs) = theirs(&settings, &path)? else { continue };
        match ours(&settings, &path, &patterns)? {
            Err(why) => writeln!(out, "{:>26}  {name} ({})", "-", why.code())?,
            Ok(ours) => {
                let (precision, recall, f1) = scores(&ours, &theirs);
                writeln!(out, "{precision:>9.4} {recall:>7.4} {f1:>7.4}  {name}")?;
                worst(&mut out, &ours, &theirs, settings.worst)?;
                sum += f1;
                least = least.min(f1);
                count += 1;
            }
        }
    }
    if count > 0 {
        writeln!(out, "{count} files: mean F1 {:.4}, least {least:.4}", sum / f64::from(count))?;
    }
    Ok(())
}

fn settings(arguments: impl Iterator<Item = String>) -> Result<Settings, Box<dyn Error>> {
    const USAGE: &str = "words FOLDER [--reader auto|hayro|pdf-extract] [--worst N] \
                         [--against COMMAND with FILE in it]";
    let mut arguments = arguments;
    let folder = arguments.next().ok_or(USAGE)?.into();
    let mut settings = Settings { folder, worst: 0, against: Vec::new(), reader: PdfReader::Auto };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--worst" => settings.worst = arguments.next().ok_or(USAGE)?.parse()?,
            "--reader" => {
                settings.reader = match arguments.next().as_deref() {
                    Some("auto") => PdfReader::Auto,
                    Some("hayro") => PdfReader::Hayro,
                    Some("pdf-extract") => PdfReader::PdfExtract,
                    _ => return Err(USAGE.into()),
                }
            }
            "--against" => settings.against = arguments.by_ref().collect(),
            _ => return Err(USAGE.into()),
        }
    }
    Ok(settings)
}

/// What the other side reads; `None` where there is nothing to compare with.
fn theirs(settings: &Settings, path: &Path) -> Result<Option<Bag>, Box<dyn Error>> {
    let Some((program, arguments)) = settings.against.split_first() else {
        return Ok(fs::read_to_string(path.with_extension("txt")).ok().map(|text| bag(&text)));
    };
    let file = path.as_os_str();
    let arguments = arguments.iter().map(|argument| match argument.as_str() {
        "FILE" => file.to_owned(),
        other => other.into(),
    });
    let output = Command::new(program).args(arguments).output()?;
    let words = bag(&String::from_utf8_lossy(&output.stdout));
    Ok((!words.is_empty()).then_some(words))
}

/// What this program reads: held against another program with the running heads, which the other
/// one keeps, and else without.
fn ours(
    settings: &Settings,
    path: &Path,
    patterns: &Patterns,
) -> Result<Result<Bag, extract::Unreadable>, Box<dyn Error>> {
    let bytes = fs::read(path)?;
    let read = extract::read(&bytes, Format::Pdf, &Limits::default(), settings.reader);
    Ok(read.map(|document| {
        if settings.against.is_empty() {
            return bag(&segment::segment(&document, &patterns.structure).raw);
        }
        let lines: Vec<&str> = document
            .pages
            .iter()
            .flat_map(|page| &page.lines)
            .map(|line| line.text.as_str())
            .collect();
        bag(&lines.join("\n"))
    }))
}

/// The words of a text, each as often as it stands there.
fn bag(text: &str) -> Bag {
    let plain: String =
        text.nfkc().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}')).collect();
    let mut joined = String::new();
    for line in plain.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        let lower = line.trim_start().starts_with(char::is_lowercase);
        if lower && joined.ends_with('-') {
            joined.pop();
        } else {
            joined.push('\n');
        }
        joined.push_str(line.trim_start());
    }
    let mut bag = Bag::new();
    for word in joined.to_lowercase().split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            *bag.entry(word.to_owned()).or_default() += 1;
        }
    }
    bag
}

#[expect(clippy::cast_precision_loss, reason = "documents have far fewer than 2^52 words")]
fn scores(ours: &Bag, theirs: &Bag) -> (f64, f64, f64) {
    let size = |bag: &Bag| bag.values().sum::<usize>().max(1) as f64;
    let both: usize =
        ours.iter().map(|(word, n)| theirs.get(word).map_or(0, |m| (*n).min(*m))).sum();
    let (precision, recall) = (both as f64 / size(ours), both as f64 / size(theirs));
    (precision, recall, 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE))
}

/// The words that one side has more often than the other: `+` ours, `-` theirs.
fn worst(out: &mut impl io::Write, ours: &Bag, theirs: &Bag, most: usize) -> io::Result<()> {
    for (sign, these, those) in [('+', ours, theirs), ('-', theirs, ours)] {
        let mut more: Vec<(usize, &str)> = these
            .iter()
            .map(|(word, n)| (n.saturating_sub(those.get(word).copied().unwrap_or(0)), word))
            .filter(|(more, _)| *more > 0)
            .map(|(more, word)| (more, word.as_str()))
            .collect();
        more.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        for (more, word) in more.iter().take(most) {
            writeln!(out, "          {sign}{more} {word}")?;
        }
    }
    Ok(())
}
