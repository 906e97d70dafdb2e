//! Kinds, statuses and values against `samples/expected`.

use std::path::Path;

use dpascan::pack::Patterns;
use dpascan::report::{Report, RequirementReport, Value, VendorReport};

use crate::expected::{self, Differences, Expected};

/// Compares one vendor; differences must be exactly the known ones.
pub(crate) fn compare(path: &Path, report: &Report, patterns: &Patterns) {
    let wanted = expected::read(path);
    let vendor = report
        .vendors
        .iter()
        .find(|v| v.vendor == wanted.vendor)
        .unwrap_or_else(|| panic!("no vendor {}", wanted.vendor));
    let differences = differences(&wanted, vendor, patterns);
    if std::env::var_os("UPDATE_KNOWN_MISSES").is_some() {
        expected::update(path, &wanted, &differences);
        return;
    }
    let mut said = Vec::new();
    for (key, (want, got)) in &differences {
        match wanted.known_misses.get(key) {
            None => said.push(format!("new miss: {key}: wanted {want}, got {got}")),
            Some(known) if known.got != *got => said
                .push(format!("changed: {key}: wanted {want}, got {got}, known was {}", known.got)),
            Some(_) => {}
        }
    }
    said.extend(
        wanted
            .known_misses
            .iter()
            .filter(|(key, _)| !differences.contains_key(*key))
            .map(|(key, miss)| format!("mended, take it out: {key} ({})", miss.why)),
    );
    assert!(said.is_empty(), "{}\nUPDATE_KNOWN_MISSES=1 writes the table anew", said.join("\n"));
}

fn differences(wanted: &Expected, vendor: &VendorReport, patterns: &Patterns) -> Differences {
    let mut out = Differences::new();
    let mut compare = |key: String, want: &str, got: &str| {
        if want != got {
            out.insert(key, (want.to_owned(), got.to_owned()));
        }
    };
    let file = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    for (name, document) in &wanted.documents {
        let found = vendor.documents.iter().find(|d| file(&d.path) == *name);
        compare(
            format!("document:{name}:kind"),
            &document.kind,
            found.map_or("no document", |d| &d.kind),
        );
        compare(
            format!("document:{name}:status"),
            &document.status,
            found.map_or("no document", |d| &d.status),
        );
        if let Some(reason) = &document.reason {
            compare(
                format!("document:{name}:reason"),
                reason,
                found.and_then(|d| d.reason.as_deref()).unwrap_or("none"),
            );
        }
    }
    for document in
        vendor.documents.iter().filter(|d| !wanted.documents.contains_key(&file(&d.path)))
    {
        compare(format!("document:{}", document.path), "no document", &document.status);
    }
    for (id, status) in &wanted.requirements {
        compare(
            id.clone(),
            status,
            &vendor
                .requirements
                .iter()
                .find(|r| r.id == *id)
                .map_or("no verdict".to_owned(), status_of),
        );
    }
    // Whether there is an agreement at all is listed where there is none.
    let unlisted = |r: &&RequirementReport| {
        !wanted.requirements.contains_key(&r.id) && r.id != "dossier.dpa-present"
    };
    for requirement in vendor.requirements.iter().filter(unlisted) {
        compare(requirement.id.clone(), "no verdict", &status_of(requirement));
    }
    for value in &wanted.values {
        let got: &[Value] = vendor
            .requirements
            .iter()
            .find(|r| r.id == value.requirement)
            .map_or(&[], |r| &r.values);
        if !holds(got, &value.name, &value.value, patterns) {
            compare(
                format!("value:{}:{}", value.requirement, value.name),
                &value.value.to_string(),
                &shown(got),
            );
        }
    }
    out
}

fn status_of(requirement: &RequirementReport) -> String {
    serde_json::to_value(requirement.status).unwrap().as_str().unwrap().to_owned()
}

fn shown(values: &[Value]) -> String {
    let mut list: Vec<String> = values.iter().map(|v| format!("{} {}", v.name, v.value)).collect();
    list.sort();
    if list.is_empty() { "nothing".to_owned() } else { list.join(", ") }
}

/// Whether the wanted value is among `got`: a number with its unit, or every name of a list.
fn holds(got: &[Value], name: &str, wanted: &toml::Value, patterns: &Patterns) -> bool {
    let codes = |name: &str| {
        got.iter().filter(|v| v.name == name).filter_map(|v| v.value.as_str()).collect::<Vec<_>>()
    };
    let list = || wanted.as_array().unwrap().iter().map(|w| w.as_str().unwrap());
    match name {
        "countries" => {
            let code = |w: &str| {
                let known = patterns
                    .values
                    .countries
                    .iter()
                    .find(|c| c.names.iter().any(|n| n.eq_ignore_ascii_case(w)));
                known.map_or_else(|| panic!("no pack knows the country {w}"), |c| c.code.clone())
            };
            list().all(|w| codes("country").contains(&code(w).as_str()))
        }
        "certificates" => list()
            .all(|w| codes("certificate").contains(&w.to_lowercase().replace(' ', "-").as_str())),
        _ => {
            let hours = |number: f64, unit: &str| number * if unit == "days" { 24.0 } else { 1.0 };
            #[expect(clippy::cast_precision_loss, reason = "small numbers of hours and days")]
            let want = hours(wanted.as_integer().unwrap() as f64, name);
            got.iter()
                .filter(|v| ["hours", "days"].contains(&v.name.as_str()))
                .any(|v| v.value.as_f64().is_some_and(|n| (hours(n, &v.name) - want).abs() < 0.01))
        }
    }
}
