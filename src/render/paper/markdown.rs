//! A paper as Markdown.

use super::{Block, List, Paper, Run, Table};
use crate::render::clean;

/// The paper, beginning with a comment by which the program knows its own files.
pub(super) fn markdown(paper: &Paper) -> String {
    let maker = clean::line(&paper.maker).replace("--", "");
    let mut out = format!("<!-- {maker} -->\n");
    blocks(&paper.blocks, "", &mut out);
    out
}

fn blocks(all: &[Block], indent: &str, out: &mut String) {
    for block in all {
        out.push('\n');
        one(block, indent, out);
    }
}

fn one(block: &Block, indent: &str, out: &mut String) {
    let mut line = |text: &str| {
        out.push_str(indent);
        out.push_str(text);
        out.push('\n');
    };
    match block {
        Block::Heading(level, text) => {
            line(&format!("{} {}", "#".repeat(*level), clean::markdown(text)));
        }
        Block::Text(runs) => line(&words(runs)),
        Block::Quote(runs) => line(&format!("> {}", words(runs))),
        Block::Lines(lines) => {
            let kept: Vec<String> = lines
                .iter()
                .map(|text| clean::markdown(text))
                .filter(|text| !text.is_empty())
                .collect();
            for (at, text) in kept.iter().enumerate() {
                line(&if at + 1 == kept.len() { text.clone() } else { format!("{text}\\") });
            }
        }
        Block::List(all) => list(all, indent, out),
        Block::Table(of) => table(of, indent, out),
        Block::NewPage => line("---"),
    }
}

fn list(list: &List, indent: &str, out: &mut String) {
    for (at, item) in list.items.iter().enumerate() {
        let mark = list.from.map_or_else(|| "-".to_owned(), |from| format!("{}.", from + at));
        let inner = format!("{indent}{}", " ".repeat(mark.chars().count() + 1));
        let mut text = String::new();
        blocks(item, &inner, &mut text);
        // The first line stands beside the mark, so its indentation gives way to it.
        let first = text.trim_start_matches('\n');
        let rest = first.strip_prefix(&inner).unwrap_or(first);
        let tight = list.from.is_none() || at == 0;
        out.push_str(if tight { "" } else { "\n" });
        out.push_str(&format!("{indent}{mark} {rest}"));
    }
}

fn table(table: &Table, indent: &str, out: &mut String) {
    let mut row = |cells: Vec<String>| {
        out.push_str(&format!("{indent}| {} |\n", cells.join(" | ")));
    };
    row(table.head.iter().map(|(_, title)| clean::markdown(title)).collect());
    row(table.head.iter().map(|_| "---".to_owned()).collect());
    for cells in &table.rows {
        row(cells.iter().map(|cell| clean::markdown(&cell.text)).collect());
    }
}

fn words(runs: &[Run]) -> String {
    let one = |run: &Run| {
        let text = clean::markdown(&run.text);
        if !run.bold || text.is_empty() {
            return text;
        }
        format!("**{text}**")
    };
    // Blanks at the edge of a bold run stand outside its marks, or they were no marks.
    let mut out = String::new();
    for run in runs {
        let text = one(run);
        if !out.is_empty() && !out.ends_with(' ') && !text.is_empty() {
            out.push(' ');
        }
        out.push_str(&text);
    }
    out
}
