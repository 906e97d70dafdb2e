//! Reading the packs: files → requirements with resolved conditions.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::Patterns;
use super::builder::Builder;
use super::condition::{self, Atom, Condition, TermId};
use super::dossier::{self, DossierPack};
use super::files::{
    CatalogueFile, CertificateFile, CountryFile, FacetsFile, FrameFile, NamesFile, RequirementFile,
    TermFile,
};
use super::kinds;
use super::models::Model;
use super::outdated;
use super::schema::{Documents, Facets, Frame, Gives, Profile, Requirement, RestsOn, Scope};
use super::structure::{self, SectionKind, Structure};
use super::values::{FORMED, LISTED, PLACEHOLDER, Values};
use crate::lang::Lang;

/// A pack that cannot be used: which file, where in it, and why.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {what}", .line.map(|l| format!(":{l}")).unwrap_or_default())]
pub struct PackError {
    /// Path under `patterns/`, or of the overlay.
    pub file: String,
    /// Line, from 1, where known.
    pub line: Option<usize>,
    /// What is wrong, and what to do.
    pub what: String,
}

/// How sure one facet is: it is a mention in its place, not a whole obligation.
const FACET_CONFIDENCE: f32 = 0.85;

/// Pack files by their path under `patterns/`.
pub(super) type Files = BTreeMap<String, String>;

impl Patterns {
    /// Compiles pack files; the countries are not yet classed by a date.
    pub(super) fn compile(files: &Files) -> Result<Patterns, PackError> {
        let mut hash = Sha256::new();
        for (path, text) in files {
            hash.update(path.as_bytes());
            hash.update([0]);
            hash.update(text.as_bytes());
            hash.update([0]);
        }
        let hash = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
        compile(files, hash)
    }

    /// Classes the countries by the law of a date; without one, by the date of their list.
    pub(super) fn on(mut self, as_of: Option<&str>) -> Patterns {
        as_of.unwrap_or(&self.values.countries_as_of).clone_into(&mut self.as_of);
        for country in &self.values.countries {
            let class = match country.class_on(&self.as_of) {
                super::CountryClass::Eea => "@country_eea",
                super::CountryClass::Adequate => "@country_adequate",
                super::CountryClass::Third => "@country_third",
            };
            self.table.set_beside(&format!("@country:{}", country.code), class);
        }
        self
    }
}

/// Compiles `text` as the only requirement beside the terms and values of this source tree, for the
/// fuzz target of the packs.
///
/// # Errors
/// What is wrong with it, and where.
#[cfg(feature = "fuzzing")]
pub fn fuzzed(text: &str) -> Result<Patterns, PackError> {
    let mut files = Files::new();
    over(&Path::new(env!("CARGO_MANIFEST_DIR")).join("patterns"), &mut files)?;
    files.retain(|file, _| {
        !file.contains('/') || file.starts_with("values/") || file == "terms/structure.toml"
    });
    files.insert("gdpr/fuzzed.toml".to_owned(), text.to_owned());
    Patterns::compile(&files)
}

/// Lays the pack files of a folder over `files`.
pub(super) fn over(dir: &Path, files: &mut Files) -> Result<(), PackError> {
    for entry in walkdir::WalkDir::new(dir).sort_by_file_name() {
        let fail = |what: String| PackError { file: dir.display().to_string(), line: None, what };
        let entry = entry
            .map_err(|e| fail(format!("cannot read the folder given with --patterns: {e}")))?;
        let path = entry.path();
        if !entry.file_type().is_file() || path.extension().is_none_or(|e| e != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(path)
            .map_err(|e| fail(format!("cannot read {}: {e}", path.display())))?;
        let name = path.strip_prefix(dir).unwrap_or(path).to_string_lossy().replace('\\', "/");
        files.insert(name, text);
    }
    Ok(())
}

fn toml_of<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, PackError> {
    toml::from_str(text).map_err(|e| {
        let line = e.span().map(|s| text.get(..s.start).unwrap_or("").matches('\n').count() + 1);
        PackError { file: file.to_owned(), line, what: e.message().to_owned() }
    })
}

fn one<T: DeserializeOwned>(files: &Files, file: &str) -> Result<T, PackError> {
    let text = files.get(file).ok_or_else(|| PackError {
        file: file.to_owned(),
        line: None,
        what: "this file is missing".to_owned(),
    })?;
    toml_of(file, text)
}

fn compile(files: &Files, hash: String) -> Result<Patterns, PackError> {
    let catalogue: CatalogueFile = one(files, "catalogue.toml")?;
    let countries: CountryFile = one(files, "values/countries.toml")?;
    let values = Values {
        countries: countries.country,
        certificates: one::<CertificateFile>(files, "values/certificates.toml")?.certificate,
        columns: one(files, "values/columns.toml")?,
        common: one::<NamesFile>(files, "values/names.toml")?.common,
        countries_as_of: countries.as_of,
        states: countries.states,
    };
    let mut table = Builder::default();
    for name in FORMED.iter().chain(&LISTED).chain([&PLACEHOLDER]) {
        table.term_or_new(&format!("@{name}"));
    }
    listed(&mut table, &values)?;
    shared(files, &mut table)?;
    let mut requirements = Vec::new();
    for (file, text) in files {
        if ["terms/", "values/", "profiles/", "models/"].iter().any(|p| file.starts_with(p))
            || !file.contains('/')
        {
            continue;
        }
        let parsed: RequirementFile = toml_of(file, text)?;
        requirements.push(Compiler::of(&mut table, file, text, &parsed).requirement(parsed)?);
    }
    let file = outdated::FILE;
    let text = files.get(file).map_or("", String::as_str);
    for parsed in outdated::requirements(toml_of(file, text)?, &values) {
        requirements.push(Compiler::of(&mut table, file, text, &parsed).requirement(parsed)?);
    }
    requirements.sort_by(|a, b| a.id.cmp(&b.id));
    for pair in requirements.windows(2) {
        if let [a, b] = pair
            && a.id == b.id
        {
            return Err(PackError {
                file: b.file.clone(),
                line: None,
                what: format!("the id `{}` stands in {} too", b.id, a.file),
            });
        }
    }
    let structure: Structure = one(files, "terms/structure.toml")?;
    affirming(&structure, &mut table)?;
    let kinds: kinds::Kinds = one(files, kinds::FILE)?;
    kinds::terms(&kinds, &mut table)?;
    let dossier: DossierPack = one(files, dossier::FILE)?;
    compared(&dossier, &requirements)?;
    let profiles = profiles(files, &requirements)?;
    let models = files.iter().filter(|(file, _)| file.starts_with("models/"));
    let models =
        models.map(|(file, text)| toml_of(file, text)).collect::<Result<Vec<Model>, _>>()?;
    Ok(Patterns {
        version: catalogue.version,
        hash,
        requirements,
        profiles,
        structure,
        kinds,
        dossier,
        values,
        as_of: String::new(),
        models,
        table: table.finish(),
    })
}

/// What only looks like a denial is a term too.
fn affirming(structure: &Structure, table: &mut Builder) -> Result<(), PackError> {
    let affirms = table.term_or_new(structure::AFFIRMS);
    for phrase in &structure.affirms {
        table.add_phrase(affirms, phrase).map_err(|what| PackError {
            file: "terms/structure.toml".to_owned(),
            line: None,
            what,
        })?;
    }
    Ok(())
}

fn listed(table: &mut Builder, values: &Values) -> Result<(), PackError> {
    let mut add = |names: &[String], terms: &[&str], file: &str| {
        for name in names {
            for term in terms {
                let id = table.term_or_new(term);
                table.add_phrase(id, name).map_err(|what| PackError {
                    file: file.to_owned(),
                    line: None,
                    what,
                })?;
            }
        }
        Ok(())
    };
    for country in &values.countries {
        let own = format!("@country:{}", country.code);
        add(&country.names, &["@country", &own], "values/countries.toml")?;
    }
    for certificate in &values.certificates {
        let own = format!("@certificate:{}", certificate.id);
        add(&certificate.names, &["@certificate", &own], "values/certificates.toml")?;
    }
    Ok(())
}

fn shared(files: &Files, table: &mut Builder) -> Result<(), PackError> {
    for (file, text) in
        files.iter().filter(|(f, _)| f.starts_with("terms/") && *f != "terms/structure.toml")
    {
        let terms: BTreeMap<String, TermFile> = toml_of(file, text)?;
        for (name, term) in terms {
            let id = table.term_or_new(&name);
            let lang = if file.starts_with("terms/nl") { Lang::Nl } else { Lang::En };
            table.stands_in(id, file, &[lang], term.only.is_some());
            for phrase in &term.phrases {
                table.add_phrase(id, phrase).map_err(|what| PackError {
                    file: file.clone(),
                    line: line_of(text, phrase),
                    what,
                })?;
            }
        }
    }
    Ok(())
}

/// What documents are compared on must be a requirement.
fn compared(pack: &DossierPack, requirements: &[Requirement]) -> Result<(), PackError> {
    let known = |id: &str| requirements.iter().any(|r| r.id == id);
    pack.conflict.iter().find(|c| !known(&c.requirement)).map_or(Ok(()), |unknown| {
        let what = format!("`{}` is a requirement that no pack has", unknown.requirement);
        Err(PackError { file: dossier::FILE.to_owned(), line: None, what })
    })
}

fn profiles(
    files: &Files,
    requirements: &[Requirement],
) -> Result<BTreeMap<String, Profile>, PackError> {
    let mut out = BTreeMap::new();
    for (file, text) in files.iter().filter(|(f, _)| f.starts_with("profiles/")) {
        let profile: Profile = toml_of(file, text)?;
        let rolled = profile.rollups.iter().flat_map(|r| &r.requirements);
        for id in profile.requirements.iter().map(|r| &r.id).chain(rolled) {
            if !requirements.iter().any(|r| r.id == *id) {
                let what = format!("the profile names the requirement `{id}`, which no pack has");
                return Err(PackError { file: file.clone(), line: line_of(text, id), what });
            }
        }
        out.insert(profile.id.clone(), profile);
    }
    Ok(out)
}

/// The line, from 1, on which `needle` first stands.
fn line_of(text: &str, needle: &str) -> Option<usize> {
    text.find(needle).map(|at| text.get(..at).unwrap_or("").matches('\n').count() + 1)
}

struct Compiler<'a> {
    table: &'a mut Builder,
    file: &'a str,
    text: &'a str,
    id: String,
    documents: Documents,
}

impl<'a> Compiler<'a> {
    fn of(
        table: &'a mut Builder,
        file: &'a str,
        text: &'a str,
        parsed: &RequirementFile,
    ) -> Compiler<'a> {
        Compiler { table, file, text, id: parsed.id.clone(), documents: parsed.documents }
    }

    fn wrong(&self, near: &str, what: String) -> PackError {
        PackError { file: self.file.to_owned(), line: line_of(self.text, near), what }
    }

    fn requirement(mut self, parsed: RequirementFile) -> Result<Requirement, PackError> {
        for (name, term) in &parsed.terms {
            let id = self.table.term_or_new(&format!("{}/{name}", self.id));
            let langs: Vec<Lang> = [(Lang::Nl, &term.nl), (Lang::En, &term.en)]
                .into_iter()
                .filter(|(_, p)| !p.is_empty())
                .map(|(l, _)| l)
                .collect();
            self.table.stands_in(id, self.file, &langs, term.only.is_some());
            for phrase in term.nl.iter().chain(&term.en) {
                self.table.add_phrase(id, phrase).map_err(|what| self.wrong(phrase, what))?;
            }
        }
        let applies = parsed
            .applies
            .map(|when| {
                self.frame(FrameFile {
                    kinds: Some(vec!["*".into()]),
                    ..FrameFile::plain("applies", when)
                })
            })
            .transpose()?;
        let topic = parsed.topic.as_deref().map(|t| self.condition(t)).transpose()?;
        let frames =
            parsed.frame.into_iter().map(|f| self.frame(f)).collect::<Result<Vec<_>, _>>()?;
        let facets = parsed.facets.as_ref().map(|f| self.facets(f)).transpose()?;
        let group = self.id.split('.').next().unwrap_or("").to_owned();
        Ok(Requirement {
            id: self.id.clone(),
            group,
            severity: parsed.severity,
            documents: parsed.documents,
            judged_by: parsed.judged_by,
            rests_on: RestsOn { models: parsed.models, others: parsed.others, count: parsed.count },
            applies,
            legal_basis: parsed.legal_basis,
            title: parsed.title,
            why: parsed.why,
            met: parsed.met,
            partial: parsed.partial,
            contradicted: parsed.contradicted,
            remedy: parsed.remedy,
            question: parsed.question,
            topic,
            frames,
            facets,
            norms: parsed.norm,
            adjust: parsed.adjust,
            examples: parsed.example.into(),
            file: self.file.to_owned(),
        })
    }

    fn frame(&mut self, f: FrameFile) -> Result<Frame, PackError> {
        let actor = f
            .actor
            .as_deref()
            .map(|a| {
                self.table
                    .term(a)
                    .ok_or_else(|| self.wrong(a, format!("there is no term `{a}` for the actor")))
            })
            .transpose()?;
        let values = f
            .values
            .iter()
            .map(|v| {
                self.table
                    .term(&format!("@{v}"))
                    .ok_or_else(|| self.wrong(v, format!("there is no typed value `@{v}`")))
            })
            .collect::<Result<_, _>>()?;
        let when = self.condition(&f.when)?;
        Ok(Frame {
            needs: when.required(),
            when,
            not: f.not.as_deref().map(|n| self.condition(n)).transpose()?,
            kinds: self.kinds(f.kinds.as_deref())?,
            confidence: f.confidence.unwrap_or(if f.scope == Scope::Sentence { 0.9 } else { 0.8 }),
            name: f.name,
            gives: f.gives,
            scope: f.scope,
            actor,
            reason: f.reason,
            values,
            negatable: f.negatable,
            mentions: f.mentions,
            beats: f.beats,
            since: f.since,
            until: f.until,
        })
    }

    fn facets(&mut self, f: &FacetsFile) -> Result<Facets, PackError> {
        let kinds = self.kinds(f.kinds.as_deref())?;
        let not = f.not.as_deref().map(|n| self.condition(n)).transpose()?;
        let mut items = Vec::new();
        for (name, when) in &f.items {
            let when = self.condition(when)?;
            items.push(Frame {
                name: name.clone(),
                gives: Gives::Partial,
                needs: when.required(),
                when,
                scope: f.scope,
                not: not.clone(),
                actor: None,
                reason: None,
                kinds: kinds.clone(),
                values: Vec::new(),
                confidence: FACET_CONFIDENCE,
                negatable: true,
                mentions: true,
                beats: Vec::new(),
                since: None,
                until: None,
            });
        }
        Ok(Facets { met: f.met, partial: f.partial, items })
    }

    fn kinds(&self, names: Option<&[String]>) -> Result<Vec<SectionKind>, PackError> {
        let Some(names) = names else {
            // A statement has no considerations or definitions that bind less than the rest of it.
            return Ok(match self.documents {
                Documents::Contracts => SectionKind::DEFAULT.to_vec(),
                Documents::Statements | Documents::Any => SectionKind::TOLD.to_vec(),
            });
        };
        if names.iter().any(|n| n == "*") {
            return Ok(SectionKind::ALL.to_vec());
        }
        names
            .iter()
            .map(|n| {
                let kind: Result<SectionKind, serde::de::value::Error> =
                    Deserialize::deserialize(serde::de::value::StrDeserializer::new(n));
                kind.map_err(|e| self.wrong(n, e.to_string()))
            })
            .collect()
    }

    fn condition(&mut self, text: &str) -> Result<Condition, PackError> {
        let table = &mut *self.table;
        let own = &self.id;
        let parsed = condition::parse(text, &mut |atom| resolve(table, own, atom));
        parsed.map_err(|what| self.wrong(text, what))
    }
}

fn resolve(table: &mut Builder, own: &str, atom: Atom<'_>) -> Result<TermId, String> {
    match atom {
        Atom::Name(name) => table
            .term(&format!("{own}/{name}"))
            .or_else(|| table.term(name))
            .ok_or_else(|| format!("there is no term `{name}`: write it under [terms] or in patterns/terms/, or put a phrase in quotes")),
        Atom::Value(name) => table.term(&format!("@{name}")).ok_or_else(|| format!("there is no typed value `@{name}`")),
        Atom::Phrase(phrase) => {
            let name = format!("\"{phrase}\"");
            if let Some(id) = table.term(&name) {
                return Ok(id);
            }
            let id = table.term_or_new(&name);
            table.add_phrase(id, phrase)?;
            Ok(id)
        }
    }
}
