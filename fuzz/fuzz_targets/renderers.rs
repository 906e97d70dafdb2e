//! A report whose texts are hostile, in every form: nothing speaks to the program that shows it.
#![no_main]

use std::sync::LazyLock;

use dpascan::lang::Lang;
use dpascan::render::{self, Look};
use dpascan::report::Report;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// A report of the samples; `seeds.sh` makes it.
const BASE: &str = include_str!("../seeds/report.json");
/// Keys whose text comes from documents, file names or packs.
const TEXTS: [&str; 14] = [
    "vendor", "path", "quote", "heading", "article", "title", "why", "remedy", "question", "text",
    "value", "reason", "name", "service",
];

static REPORT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(BASE).expect("a report is JSON"));

fuzz_target!(|text: &str| {
    let mut pieces = text.split('\u{1}').cycle();
    let mut value = REPORT.clone();
    replace(&mut value, &mut pieces);
    let report: Report = serde_json::from_value(value).expect("texts do not change the form");
    for lang in Lang::ALL {
        let look = Look { width: 80, color: false, all: true, suppressed: true };
        let shown = render::terminal(&report, lang, &look);
        assert!(!shown.chars().any(|c| c != '\n' && c.is_control()), "{text:?}");
        let page = render::html(&report, lang, Some(""));
        assert_eq!(page.matches("<script").count(), 1, "{text:?}");
        assert_eq!(page.matches("<style").count(), 1, "{text:?}");
        assert!(!page.chars().any(|c| c != '\n' && c.is_control()), "{text:?}");
    }
    let json = render::json(&report);
    assert!(!json.chars().any(|c| c != '\n' && c.is_control()), "{text:?}");
    assert_eq!(serde_json::from_str::<Report>(&json).expect("JSON"), report);
});

fn replace<'a>(value: &mut Value, pieces: &mut impl Iterator<Item = &'a str>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, pieces)),
        Value::Object(entries) => {
            for (key, value) in entries {
                match value {
                    Value::String(text) if TEXTS.contains(&key.as_str()) => {
                        *text = pieces.next().unwrap_or_default().to_owned();
                    }
                    other => replace(other, pieces),
                }
            }
        }
        _ => {}
    }
}
