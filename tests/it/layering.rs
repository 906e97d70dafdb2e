//! The order of the modules in `src/lib.rs` is the order in which they may use each other.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules that may use only these, whatever the order allows.
const NARROW: &[(&str, &[&str])] = &[
    ("discover", &["lang", "report", "text"]),
    ("extract", &["lang", "report", "text"]),
    ("render", &["lang", "report"]),
];

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// The modules named as `crate::x` or in `crate::{x, y::z}`.
fn used(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let word = |text: &str| -> String {
        text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    for (at, found) in code.match_indices("crate::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + found.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            names.insert(word(rest));
            continue;
        };
        let (mut depth, mut item) = (0, String::new());
        for c in list.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    names.insert(word(&item));
                    item.clear();
                    continue;
                }
                _ => {}
            }
            item.push(c);
        }
        names.insert(word(&item));
    }
    names.remove("");
    names
}

#[test]
fn modules_use_only_what_stands_above_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = fs::read_to_string(root.join("lib.rs")).unwrap();
    let order: Vec<&str> =
        lib.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(order.len() > 10, "src/lib.rs names the modules");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files.sort();
    let mut faults = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&root).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        let module = first.trim_end_matches(".rs");
        let Some(place) = order.iter().position(|m| *m == module) else { continue };
        for other in used(&fs::read_to_string(&file).unwrap()) {
            let Some(above) = order.iter().position(|m| *m == other) else { continue };
            let narrow = NARROW.iter().find(|(name, _)| *name == module);
            let allowed =
                narrow.is_none_or(|(_, only)| other == module || only.contains(&other.as_str()));
            if above > place || !allowed {
                faults.push(format!("{} uses {other}", inside.display()));
            }
        }
    }
    assert!(faults.is_empty(), "edges against the order in src/lib.rs:\n{}", faults.join("\n"));
}

#[test]
fn the_reader_of_uses_sees_every_form() {
    let code = "use crate::a::B;\nuse crate::{c, d::{E, F}, g};\nlet x = crate::h::i();\n// crate::not\nmycrate::no();";
    assert_eq!(used(code).into_iter().collect::<Vec<_>>(), ["a", "c", "d", "g", "h"]);
}
