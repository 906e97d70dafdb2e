//! Names of the processor that no quotes introduce: a label, a title, a title of the document, and
//! the name that keeps doing a processor's duties.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::{OFTEN, OPENING, Parties, Role, first_name, organisations, pattern};
use crate::pack::{Patterns, TermId};
use crate::segment::Contract;
use crate::text::fold_phrase;

/// So many organisations can be the one that the document keeps naming: the first ones.
const CANDIDATES: usize = 256;
/// How many clauses at the start can be the title.
const TITLE: usize = 3;

static DUTIFUL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)([A-Z][A-Za-z0-9&.'\-]*[A-Za-z0-9](?: [A-Z][A-Za-z0-9&.'\-]*[A-Za-z0-9])?) (?:shall|will|zal|treft|meldt|verwerkt|stelt|informeert|verleent|garandeert|processes|notifies|assists|ensures|maintains|bewaart|gebruikt|uses|helpt|schakelt|neemt|zorgt|verwijdert|ondersteunt|werkt|handelt|behandelt|biedt|host|helps|provides|engages|deletes|implements|takes|acts|is (?:de |the )?(?:verwerker|processor))(?-u:\b)",
    )
});
/// The same where the verb stands first: "zal Leerkompas de school informeren".
static DUTIFUL_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)(?:zal|zullen|treft|meldt|verwerkt|stelt|informeert|verleent|garandeert|bewaart|gebruikt|helpt|schakelt|neemt|zorgt|verwijdert|ondersteunt|handelt) ([A-Z][A-Za-z0-9&.'\-]*[A-Za-z0-9])(?-u:\b)",
    )
});

/// A name of up to four words with a capital, at `name`. Latin letters are spelled out here and
/// below: what Unicode calls a letter takes longer to prepare than a contract takes to read.
const NAME: &str = r"(?P<name>[A-Z][0-9A-Za-z_À-ɏ&.'’\-]*[0-9A-Za-z_À-ɏ](?: (?:[A-Z&][0-9A-Za-z_À-ɏ&.'’\-]*|van|de|der|den)){0,3})";
/// The title of a party, a word, at `title`.
const TITLED: &str = "(?P<title>[0-9A-Za-z_À-ɏ]+)";

/// "Verwerker: Leerkompas" as a line of its own, also with "Naam:" between.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?m)^[0-9.\s|]*(?P<title>[A-Z][a-zÀ-ɏ]+(?: [A-Za-zÀ-ɏ]+)?) ?[:|]\s+(?:(?:Naam|Name|Bedrijfsnaam|Company) ?[:|]\s*)?{NAME} ?(?:$|[,;(|.\n])"
    ))
});
/// "Leerkompas acts as the processor".
static ACTS_AS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"{NAME},? (?:is|acts as|acting as|as|als|handelt als|treedt op als|(?:wordt |worden |kan |hierbij )*aangemerkt (?:kan |worden |wordt |hierbij )*als|geldt als) (?:de |een |the |a |an |[Dd]ata )*{TITLED}"
    ))
});
/// "As the processor, Acme assists": the title before the name; and "Acme (the processor)".
static AS_TITLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?:As|Als) (?:de |een |the |a |an |[Dd]ata )*{TITLED},? (?:[a-z]+ )?{NAME}"))
});
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r#"{NAME} ?\((?:de |het |the |hierna |[Dd]ata )*["'“”‘’„]?{TITLED}["'“”‘’„]?\)"#
    ))
});
/// "2. Klaver Digitaal, verwerker;"
static APPOSED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"{NAME}, (?:de |the |hierna |als |as |[Dd]ata )*(?P<title>[A-Za-z][a-z]+)(?:[.,;]|$)"
    ))
});
/// The other way round, "Data Processor (Service Provider)": another title or name of the party.
static ALSO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<title>[A-Z][a-z]+(?: [A-Z]?[a-z]+)?) \((?:de |het |the |hierna )*(?P<name>[A-Z][0-9A-Za-z_À-ɏ]+(?: [A-Z][0-9A-Za-z_À-ɏ]+){0,2})\)",
    )
});
/// "\"the council\" means the controller".
static MEANS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r#"["“‘'](?:[Tt]he |[Dd]e |[Hh]et )?(?P<name>[0-9A-Za-z_À-ɏ]+(?: [0-9A-Za-z_À-ɏ]+){{0,2}})["”’'] (?:means|refers to|betekent|staat voor|is) (?:the |de |het |[Dd]ata )*{TITLED}"#
    ))
});
/// "… en is Leerkompas de verwerker".
static IS_THE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?:is|zijn) {NAME} (?:de |een |the |a |[Dd]ata )+{TITLED}"))
});

/// Compiles the expressions, which the first document would else wait for.
pub(super) fn prepare() {
    let verbs = [&DUTIFUL, &DUTIFUL_AFTER];
    let names = [&LABELLED, &ACTS_AS, &AS_TITLED, &BRACKETED, &APPOSED, &ALSO, &MEANS, &IS_THE];
    for expression in names.into_iter().chain(verbs) {
        LazyLock::force(expression);
    }
}

impl Parties {
    /// The organisation that the whole document keeps naming, where no party has been named yet.
    pub(super) fn brand(&mut self, contract: &Contract, patterns: &Patterns) {
        if self.processor_name.is_some() {
            return;
        }
        let mut best: Option<(usize, &str, &str)> = None;
        let mut counted = BTreeSet::new();
        for (start, end, name) in organisations(&contract.raw, &patterns.structure) {
            let folded = fold_phrase(name);
            let first = folded.split(' ').next().unwrap_or("").to_owned();
            if self.controller.contains(&folded) || first.len() < 3 {
                continue;
            }
            // The same word again counts no more, and the text is not read for every name in a
            // list of thousands.
            if counted.len() >= CANDIDATES || !counted.insert(first.clone()) {
                continue;
            }
            let times = contract.folded.text.matches(first.as_str()).count();
            if times >= OFTEN && best.is_none_or(|(n, ..)| times > n) {
                best = contract.raw.get(start..end).map(|full| (times, full, name));
            }
        }
        if let Some((_, full, name)) = best {
            self.organisation(Role::Processor, full, name);
        } else if let Some(name) = self.most_dutiful(contract, patterns) {
            self.processor_names.insert(name.clone());
            self.processor.insert(name);
        }
    }

    /// "Verwerker: Leerkompas", "Leerkompas is de verwerker", "Acme acts as processor": a name
    /// without a legal form that the opening calls the processor.
    pub(super) fn plain_name(
        &mut self,
        contract: &Contract,
        patterns: &Patterns,
        processor: TermId,
    ) {
        let is_processor =
            |title: &str| patterns.table.terms_of(&fold_phrase(title)).contains(&processor);
        let mut named = BTreeSet::new();
        for clause in contract.clauses.iter().take(OPENING) {
            let raw = contract.raw.get(clause.body.start..clause.body.end).unwrap_or("");
            for expression in [&*LABELLED, &*ACTS_AS, &*IS_THE, &*AS_TITLED, &*BRACKETED, &*APPOSED]
            {
                for found in expression.captures_iter(raw) {
                    let (Some(name), Some(title)) = (found.name("name"), found.name("title"))
                    else {
                        continue;
                    };
                    // "Between Blue Hours": the name starts after what names nobody.
                    let folded = fold_phrase(name.as_str());
                    let folded = without_joining(&folded, patterns).to_owned();
                    let general =
                        folded.split(' ').any(|part| patterns.structure.names_nobody(part));
                    let known = !patterns.table.terms_of(&folded).is_empty()
                        || self.controller.contains(&folded);
                    if is_processor(title.as_str()) && !general && !known && folded.len() > 2 {
                        named.insert(folded);
                    }
                }
            }
        }
        self.also_titled(contract, patterns);
        if named.is_empty() && self.processor_name.is_none() {
            named.extend(self.titled(contract, patterns));
        }
        for folded in named {
            if let Some(first) = first_name(&folded) {
                self.processor.insert(first.to_owned());
            }
            self.processor.insert(folded.clone());
            self.processor_names.insert(folded);
        }
    }

    /// The titles that a party has beside its role, by [`ALSO`] and [`MEANS`].
    fn also_titled(&mut self, contract: &Contract, patterns: &Patterns) {
        let roles = ["processor", "controller"].map(|role| patterns.table.term(role));
        for clause in contract.clauses.iter().take(OPENING) {
            let raw = contract.raw.get(clause.body.start..clause.body.end).unwrap_or("");
            for found in ALSO.captures_iter(raw).chain(MEANS.captures_iter(raw)) {
                let (Some(title), Some(name)) = (found.name("title"), found.name("name")) else {
                    continue;
                };
                let terms = patterns.table.terms_of(&fold_phrase(title.as_str()));
                let [processor, controller] =
                    roles.map(|role| role.is_some_and(|role| terms.contains(&role)));
                let name = fold_phrase(name.as_str());
                let general = name.split(' ').any(|part| patterns.structure.names_nobody(part));
                match (processor, controller) {
                    (true, false) if !general => self.processor.insert(name),
                    (false, true) if !general => self.controller.insert(name),
                    _ => false,
                };
            }
        }
    }

    /// The name beside the title: "Data Processing Agreement | Leerkompas".
    fn titled(&self, contract: &Contract, patterns: &Patterns) -> Option<String> {
        let titles = patterns.table.term("document:agreement/title")?;
        let general = |word: &str| {
            word.len() < 3
                || word.contains(|c: char| c.is_ascii_digit())
                || patterns.structure.names_nobody(word)
                || !patterns.table.terms_of(word).is_empty()
        };
        contract.clauses.iter().take(TITLE).find_map(|clause| {
            let raw = contract.raw.get(clause.body.start..clause.body.end)?;
            let parts: Vec<&str> =
                raw.split(['|', '–', '—', '·', '•', ':']).flat_map(|p| p.split(" - ")).collect();
            let (of, names): (Vec<&str>, Vec<&str>) =
                parts.iter().partition(|part| patterns.table.holds(&fold_phrase(part), titles));
            let [name] = names.as_slice() else { return None };
            let folded = fold_phrase(name);
            let named = folded.split(' ').count() <= 3
                && name.trim().starts_with(char::is_uppercase)
                && !folded.split(' ').any(general)
                && !self.controller.contains(&folded);
            // A name that stands in the title alone may be anybody's.
            let again = contract.folded.text.matches(folded.as_str()).count() > 1;
            (!of.is_empty() && named && again).then_some(folded)
        })
    }

    /// The unknown name that most often stands right before a verb of duty: in a document that
    /// calls nobody the processor, its brand is.
    fn most_dutiful(&self, contract: &Contract, patterns: &Patterns) -> Option<String> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let before = DUTIFUL.captures_iter(&contract.raw);
        for found in before.chain(DUTIFUL_AFTER.captures_iter(&contract.raw)) {
            let Some(name) = found.get(1) else { continue };
            let folded = fold_phrase(name.as_str());
            let known = !patterns.table.terms_of(&folded).is_empty()
                || self.controller.contains(&folded)
                || self.processor.contains(&folded);
            let plain = folded.split(' ').any(|part| patterns.structure.names_nobody(part));
            if !known && !plain && folded.len() > 2 {
                *counts.entry(folded).or_default() += 1;
            }
        }
        // A short text names its duties once or twice; its brand stands all over it.
        let everywhere = |name: &str| {
            let words = contract.folded.text.split(|c: char| !c.is_alphanumeric());
            words.filter(|word| *word == name).count() >= OFTEN
        };
        counts
            .into_iter()
            .filter(|(name, n)| *n >= OFTEN || *n >= OFTEN / 2 && everywhere(name))
            .max_by_key(|(_, n)| *n)
            .map(|(name, _)| name)
    }
}

/// A name without the words before it that name nobody and only join it to the sentence.
fn without_joining<'n>(name: &'n str, patterns: &Patterns) -> &'n str {
    let structure = &patterns.structure;
    let joins = |word: &str| {
        structure.names_nobody(word) || structure.prepositions.iter().any(|known| known == word)
    };
    let mut rest = name;
    while let Some((_, after)) = rest.split_once(' ').filter(|(first, _)| joins(first)) {
        rest = after;
    }
    rest
}

#[cfg(test)]
mod tests {
    use crate::extract::{self, Format, Limits, PdfReader};
    use crate::pack::Patterns;
    use crate::{parties, segment};

    #[test]
    fn a_name_beside_the_title_is_the_processor() {
        let patterns = Patterns::load(None).unwrap();
        let parties = |text: &str| {
            let read = extract::read(
                text.as_bytes(),
                Format::Markdown,
                &Limits::default(),
                PdfReader::default(),
            );
            let contract = segment::segment(&read.unwrap(), &patterns.structure);
            parties::resolve(&contract, &patterns)
        };
        let names = |text: &str| parties(text).processor_names;
        let body = "Wij verwerken gegevens alleen op instructie.";
        let named =
            format!("# Verwerkersovereenkomst | Planbord\n\n{body} Planbord staat in Utrecht.");
        assert!(names(&named).contains("planbord"));
        let apposed =
            "Partijen: 1. Stichting De Brug, verantwoordelijke, en 2. Klaver Digitaal, verwerker.";
        assert!(names(apposed).contains("klaver digitaal"));
        let quoted = "This DPA is between Blue Hours (\"Processor\") and the customer.";
        assert!(names(quoted).contains("blue hours"));
        let school = "Tussen de Onderwijsinstelling als verwerkingsverantwoordelijke en Lumio B.V. (\"Leverancier\") als verwerker.";
        assert!(names(school).contains("lumio"));
        assert!(!parties(school).processor.contains("onderwijsinstelling"));
        let means = "In this document \"the council\" means the controller.";
        assert!(parties(means).controller.contains("council"));
        let also = "Data Processor (Web Team) - Tom Turek. Data Controller (Client).";
        assert!(parties(also).processor.contains("web team"));
        for title in ["Verwerkersovereenkomst | Versie 2", "Handleiding | Planbord"] {
            assert!(names(&format!("# {title}\n\n{body} Planbord staat in Utrecht.")).is_empty());
        }
    }
}
