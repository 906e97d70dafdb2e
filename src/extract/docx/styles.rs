//! `word/styles.xml`: which styles are headings, bold or numbered, through what they are based on.

use std::collections::BTreeMap;

use super::super::xml::Element;

/// What a paragraph's style and own properties say together.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// Level of a heading, from 1.
    pub(super) heading: Option<u8>,
    /// List and level, from 0.
    pub(super) numbering: Option<(String, usize)>,
    /// Whether its text is bold.
    pub(super) bold: bool,
}

#[derive(Clone, Debug, Default)]
struct Raw {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    list: Option<String>,
    level: Option<usize>,
    bold: Option<bool>,
}

/// All paragraph styles by id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: BTreeMap<String, Raw>,
    default: Option<String>,
}

/// Longer chains of styles are a loop.
const MAX_CHAIN: usize = 32;

impl Styles {
    pub(super) fn new(xml: &Element) -> Styles {
        let mut styles = Styles::default();
        for style in xml.elements().flat_map(|root| root.all("style")) {
            let Some(id) = style.attribute("styleId") else {
                continue;
            };
            let mut raw = Raw::from_properties(style.child("pPr"));
            raw.name = value(style, "name").unwrap_or_default().to_lowercase();
            raw.based_on = value(style, "basedOn").map(str::to_owned);
            raw.bold = style.child("rPr").and_then(|properties| is_on(properties, "b"));
            if style.attribute("default") == Some("1")
                && style.attribute("type") == Some("paragraph")
            {
                styles.default = Some(id.to_owned());
            }
            styles.by_id.insert(id.to_owned(), raw);
        }
        styles
    }

    /// The style of a paragraph with these properties.
    pub(super) fn of(&self, properties: Option<&Element>) -> Style {
        let own = Raw::from_properties(properties);
        let mut chain = vec![own];
        let mut next = properties
            .and_then(|p| value(p, "pStyle"))
            .map(str::to_owned)
            .or_else(|| self.default.clone());
        while let Some(raw) = next.as_ref().and_then(|id| self.by_id.get(id)) {
            chain.push(raw.clone());
            next.clone_from(&raw.based_on);
            if chain.len() > MAX_CHAIN {
                break;
            }
        }
        let heading = chain.iter().find_map(|raw| raw.outline.or_else(|| heading_name(&raw.name)));
        let list = chain.iter().find_map(|raw| raw.list.clone());
        let level = chain.iter().find_map(|raw| raw.level).unwrap_or(0);
        Style {
            // Level 10 (9 in the file) is body text.
            heading: heading.filter(|level| *level <= 9),
            numbering: list.filter(|list| list != "0").map(|list| (list, level)),
            bold: chain.iter().find_map(|raw| raw.bold).unwrap_or(false),
        }
    }
}

impl Raw {
    fn from_properties(properties: Option<&Element>) -> Raw {
        let numbering = properties.and_then(|p| p.child("numPr"));
        Raw {
            outline: properties
                .and_then(|p| value(p, "outlineLvl"))
                .and_then(|v| v.parse::<u8>().ok())
                .map(|level| level.saturating_add(1)),
            list: numbering.and_then(|n| value(n, "numId")).map(str::to_owned),
            level: numbering.and_then(|n| value(n, "ilvl")).and_then(|v| v.parse().ok()),
            ..Raw::default()
        }
    }
}

/// The level of styles that are headings by name: "heading 1" in the file whatever the language
/// of the program, but translated in documents that other programs wrote.
fn heading_name(name: &str) -> Option<u8> {
    if matches!(name, "title" | "titel") {
        return Some(1);
    }
    let rest = ["heading", "kop", "überschrift"].iter().find_map(|word| name.strip_prefix(word))?;
    rest.trim().parse().ok()
}

/// The `val` of a child element.
pub(super) fn value<'e>(parent: &'e Element, name: &str) -> Option<&'e str> {
    parent.child(name)?.attribute("val")
}

/// A switch such as `<w:b/>` or `<w:b w:val="0"/>`; `None` where it is absent.
pub(super) fn is_on(properties: &Element, name: &str) -> Option<bool> {
    let switch = properties.child(name)?;
    Some(!matches!(switch.attribute("val"), Some("0" | "false" | "off" | "none")))
}
