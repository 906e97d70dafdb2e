//! What changed between two reports, for a terminal, a browser, or as Markdown; JSON is the data.
//!
//! In: a [`Difference`]. Out: text. What must stay true: all forms say the same, made from one view.

mod terminal;

use askama::Template;

use super::html::{cleaned, policy};
use super::messages::word;
use super::{Messages, clean, messages, select};
use crate::lang::Lang;
use crate::report::{
    Change, Difference, DocumentChange, DocumentDifference, Passage, RequirementDifference,
    VendorDifference, VendorGrade,
};

pub use terminal::difference as difference_terminal;

const STYLE: &str = include_str!("html/report.css");

/// Everything that is shown, in words.
struct View {
    /// From when to when.
    title: String,
    /// What the two reports were made with.
    origins: [String; 2],
    /// What beside the documents differs.
    caveats: Vec<String>,
    /// How often each change was seen: code, sentence, number.
    counts: Vec<(&'static str, String, usize)>,
    /// The vendors with something to tell.
    vendors: Vec<VendorView>,
    /// Vendors that came, and that went, in words.
    moved: Vec<String>,
    /// How many have nothing to tell.
    quiet: usize,
}

struct VendorView {
    name: String,
    /// How it stands, and how it stood.
    standing: String,
    documents: Vec<(&'static str, String)>,
    parts: Vec<Part>,
}

/// The requirements with one change.
struct Part {
    code: &'static str,
    title: String,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    title: String,
    /// `found → not found`.
    way: String,
    /// Passages with the sign of what became of them, and their place.
    passages: Vec<(&'static str, String, String)>,
}

impl View {
    fn of(found: &Difference, words: &Messages) -> View {
        let date = |at: &str| at.split_once('T').map_or(at, |(date, _)| date).to_owned();
        let origin = |o: &crate::report::Origin| {
            let (profile, as_of) = (words.label("profile"), words.label("as_of"));
            let (tool, packs) = (&o.tool, words.label("html_packs"));
            let (made, version) = (&o.generated_at, &o.catalogue.version);
            format!(
                "{made} · {profile} {} · {as_of} {} · dpascan {tool} · {packs} {version}",
                o.profile, o.as_of
            )
        };
        let vendors: Vec<VendorView> =
            found.vendors.iter().map(|v| VendorView::of(v, words)).collect();
        let all = vendors.len();
        let vendors: Vec<_> = vendors.into_iter().filter(VendorView::tells).collect();
        View {
            title: words.fill(
                "diff_title",
                &[&date(&found.old.generated_at), &date(&found.new.generated_at)],
            ),
            origins: [origin(&found.old), origin(&found.new)],
            caveats: found
                .caveats
                .iter()
                .map(|c| words.fill(&format!("diff_caveat_{}", c.code), &[&c.old, &c.new]))
                .collect(),
            counts: Change::ALL
                .iter()
                .filter_map(|c| Some((*c, *found.counts.get(c)?)))
                .map(|(c, n)| (code(c), words.label(&format!("diff_{}", code(c))).to_owned(), n))
                .collect(),
            moved: moved(found, words),
            quiet: all - vendors.len(),
            vendors,
        }
    }
}

/// The names of the vendors that came, and of those that went.
fn moved(found: &Difference, words: &Messages) -> Vec<String> {
    let named = |label: &str, of: fn(&VendorDifference) -> bool| {
        let names: Vec<&str> =
            found.vendors.iter().filter(|v| of(v)).map(|v| v.vendor.as_str()).collect();
        (!names.is_empty()).then(|| words.fill(label, &[&names.join(", ")]))
    };
    let came = named("diff_vendors_added", |v| v.old.is_none());
    let went = named("diff_vendors_gone", |v| v.new.is_none());
    came.into_iter().chain(went).collect()
}

impl VendorView {
    fn of(vendor: &VendorDifference, words: &Messages) -> VendorView {
        let name = match &vendor.was {
            Some(was) => format!("{} ({})", vendor.vendor, words.fill("diff_was", &[was])),
            None => vendor.vendor.clone(),
        };
        VendorView {
            name,
            standing: standing(vendor, words),
            documents: vendor
                .documents
                .iter()
                .filter(|d| d.change != DocumentChange::Unchanged)
                .map(|d| document(d, words))
                .collect(),
            parts: Change::ALL
                .iter()
                .filter(|change| **change != Change::Unchanged)
                .filter_map(|change| part(vendor, *change, words))
                .collect(),
        }
    }

    /// Whether there is anything to show of it.
    fn tells(&self) -> bool {
        !(self.documents.is_empty() && self.parts.is_empty())
    }
}

/// `ORANGE → RED · score 80 → 60`, or that the vendor came or went.
fn standing(vendor: &VendorDifference, words: &Messages) -> String {
    let light = |s: &VendorGrade| words.light(s.light).to_uppercase();
    let score = |s: &VendorGrade| s.score.map_or("–".to_owned(), |score| score.to_string());
    let gaps = words.label("html_gaps");
    match (&vendor.old, &vendor.new) {
        (Some(old), Some(new)) => {
            let way = |a: String, b: String| if a == b { a } else { format!("{a} → {b}") };
            format!(
                "{} · {} {} · {gaps} {}",
                way(light(old), light(new)),
                words.label("html_score"),
                way(score(old), score(new)),
                way(old.gaps.to_string(), new.gaps.to_string())
            )
        }
        (None, Some(new)) => {
            format!("{} · {} · {gaps} {}", words.label("diff_vendor_added"), light(new), new.gaps)
        }
        (Some(old), None) => {
            format!("{} · {} · {gaps} {}", words.label("diff_vendor_gone"), light(old), old.gaps)
        }
        (None, None) => String::new(),
    }
}

fn document(document: &DocumentDifference, words: &Messages) -> (&'static str, String) {
    let (sign, label) = match document.change {
        DocumentChange::Added => ("+", "diff_document_added"),
        DocumentChange::Gone => ("-", "diff_document_gone"),
        DocumentChange::Changed => ("~", "diff_document_changed"),
        DocumentChange::Moved => (">", "diff_document_moved"),
        DocumentChange::Unchanged => ("=", "diff_unchanged"),
    };
    let mut about = words.fill(label, &[&document.was.as_deref().unwrap_or_default()]);
    if matches!(document.status.as_str(), "unreadable" | "partial") {
        let label = format!("diff_status_{}", document.status);
        about.push_str(&format!(", {}", words.label(&label)));
    }
    (sign, format!("{} ({about})", document.path))
}

fn part(vendor: &VendorDifference, change: Change, words: &Messages) -> Option<Part> {
    let of = vendor.requirements.iter().filter(|r| r.change == change);
    // The gravest first; the order of the report decides among equals.
    let mut of: Vec<_> = of.collect();
    of.sort_by_key(|r| std::cmp::Reverse(r.severity));
    let label = words.label(&format!("diff_{}", code(change))).to_owned();
    (!of.is_empty()).then(|| Part {
        code: code(change),
        title: words.fill("gaps", &[&label, &of.len()]),
        rows: of.into_iter().map(|r| row(r, words)).collect(),
    })
}

fn row(requirement: &RequirementDifference, words: &Messages) -> Row {
    let status = |s| words.status(s).to_owned();
    let way = match (requirement.old, requirement.new) {
        (Some(old), Some(new)) if old == new => status(new),
        (Some(old), Some(new)) => format!("{} → {}", status(old), status(new)),
        (None, Some(new)) => status(new),
        (Some(old), None) => format!("{} → –", status(old)),
        (None, None) => String::new(),
    };
    let decided = requirement.decided.as_ref().map(|code| word(&words.reason, code));
    let way = decided.map_or(way.clone(), |how| format!("{way} ({how})"));
    let passage = |sign, p: &Passage| {
        let at = select::place(words, &p.document, p.page, p.article.as_deref());
        (sign, p.quote.clone(), at)
    };
    let went = requirement.went.iter().map(|p| passage("-", p));
    let came = requirement.came.iter().map(|p| passage("+", p));
    Row {
        id: requirement.id.clone(),
        title: requirement.title.clone(),
        way: format!("{way} · {}", words.severity(requirement.severity)),
        passages: went.chain(came).collect(),
    }
}

/// The name of a change in labels and classes.
fn code(change: Change) -> &'static str {
    match change {
        Change::New => "new_gap",
        Change::Worsened => "worsened",
        Change::Unclear => "unclear",
        Change::Improved => "improved",
        Change::Fixed => "fixed",
        Change::Changed => "changed",
        Change::Added => "added",
        Change::Dropped => "dropped",
        Change::Unchanged => "unchanged",
    }
}

#[derive(Template)]
#[template(path = "diff.html")]
struct Page {
    words: &'static Messages,
    lang: &'static str,
    policy: String,
    style: &'static str,
    version: &'static str,
    view: View,
}

/// The difference as one HTML file that loads nothing and needs no script.
#[must_use]
pub fn difference_html(found: &Difference, lang: Lang) -> String {
    let words = messages(lang);
    let page = Page {
        words,
        lang: lang.code(),
        policy: policy(STYLE, None),
        style: STYLE,
        version: env!("CARGO_PKG_VERSION"),
        view: View::of(&cleaned(found), words),
    };
    page.render().expect("writing into a string does not fail, and the template calls nothing else")
}

/// The difference as Markdown.
#[must_use]
pub fn difference_markdown(found: &Difference, lang: Lang) -> String {
    let words = messages(lang);
    let view = View::of(found, words);
    let say = clean::markdown;
    // By its first line the program knows the file as one of its own.
    let mut out = concat!("<!-- dpascan ", env!("CARGO_PKG_VERSION"), " -->\n").to_owned();
    out.push_str(&format!("# {}\n\n{}\n\n", say(&view.title), words.label("disclaimer")));
    for (label, origin) in ["diff_old", "diff_new"].into_iter().zip(&view.origins) {
        out.push_str(&format!("- {}: {}\n", words.label(label), say(origin)));
    }
    for caveat in &view.caveats {
        out.push_str(&format!("\n> **{}** {}\n", words.label("diff_mind"), say(caveat)));
    }
    out.push_str(&format!("\n## {}\n\n", words.label("html_overview")));
    for (_, label, count) in &view.counts {
        out.push_str(&format!("- {}: {count}\n", say(label)));
    }
    for line in &view.moved {
        out.push_str(&format!("- {}\n", say(line)));
    }
    if view.vendors.is_empty() {
        out.push_str(&format!("\n{}\n", words.label("diff_none")));
    }
    for vendor in &view.vendors {
        out.push_str(&format!("\n## {}\n\n{}\n", say(&vendor.name), say(&vendor.standing)));
        if !vendor.documents.is_empty() {
            out.push_str(&format!("\n### {}\n\n", words.label("documents")));
        }
        for (_, document) in &vendor.documents {
            out.push_str(&format!("- {}\n", say(document)));
        }
        for part in &vendor.parts {
            out.push_str(&format!("\n### {}\n\n", say(&part.title)));
            for row in &part.rows {
                out.push_str(&format!(
                    "- **{}**: {} ({})\n",
                    say(&row.title),
                    say(&row.way),
                    say(&row.id)
                ));
                for (sign, quote, place) in &row.passages {
                    let label = words.label(if *sign == "-" { "diff_went" } else { "diff_came" });
                    out.push_str(&format!("  - {label}: “{}” ({})\n", say(quote), say(place)));
                }
            }
        }
    }
    if view.quiet > 0 {
        out.push_str(&format!("\n{}\n", say(&words.fill("diff_quiet", &[&view.quiet]))));
    }
    out
}

#[cfg(test)]
mod tests;
