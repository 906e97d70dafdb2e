//! What others build on: the published JSON Schema, manual pages, completions.
//!
//! `UPDATE_SCHEMA=1 cargo test --test it schema` writes docs/report.schema.json anew.

use std::path::Path;
use std::process::Command;

fn generate(arguments: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_dpascan"))
        .arg("generate")
        .args(arguments)
        .args(["--no-config", "--quiet"])
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// The schemas by the name of the command that writes what they describe.
const SCHEMAS: [&str; 3] = ["report", "diff", "verify"];

#[test]
fn the_published_schemas_are_those_of_this_build() {
    for name in SCHEMAS {
        let path = format!("docs/{name}.schema.json");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let made = generate(&["schema", "--of", name]);
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        assert!(
            std::fs::read_to_string(&path).unwrap_or_default() == made,
            "docs/{name}.schema.json is not fresh: UPDATE_SCHEMA=1 cargo test --test it schema"
        );
    }
    assert_eq!(generate(&["schema"]), generate(&["schema", "--of", "report"]));
}

/// Whether what a command wrote fits the published schema of it.
pub(crate) fn fits(name: &str, written: &serde_json::Value) {
    let path = format!("{}/docs/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
    let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> =
        schema.iter_errors(written).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(!schema.is_valid(&serde_json::json!({})));
}

#[test]
fn every_field_and_every_word_of_the_schema_is_described() {
    fn walk(at: &str, value: &serde_json::Value, bare: &mut Vec<String>) {
        let described =
            |v: &serde_json::Value| v["description"].as_str().is_some_and(|d| d.len() > 3);
        for (name, field) in value["properties"].as_object().into_iter().flatten() {
            if !described(field) {
                bare.push(format!("{at}.{name}"));
            }
        }
        for word in value["oneOf"].as_array().into_iter().flatten() {
            if !described(word) {
                bare.push(format!("{at}: {word}"));
            }
        }
    }
    let mut bare = Vec::new();
    for name in SCHEMAS {
        let schema: serde_json::Value =
            serde_json::from_str(&generate(&["schema", "--of", name])).unwrap();
        walk(name, &schema, &mut bare);
        let types = schema["$defs"].as_object().unwrap();
        assert!(types.len() > 3);
        for (name, kind) in types {
            walk(name, kind, &mut bare);
        }
    }
    assert!(bare.is_empty(), "without a doc comment in src/report.rs: {bare:?}");
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("man");
    generate(&["man", "-o", out.to_str().unwrap()]);
    let page = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
    assert!(page("dpascan.1").contains("dpascan\\-scan(1)"));
    assert!(page("dpascan-scan.1").contains("\\-\\-fail\\-on"));
    assert!(page("dpascan-scan.1").contains("Exit codes"));
    assert!(page("dpascan-patterns-check.1").contains("dpascan patterns check"));
    assert_eq!(generate(&["man"]), page("dpascan.1"));
}

#[test]
fn completions_name_the_commands_for_each_shell() {
    for (shell, mark) in [
        ("bash", "complete -F _dpascan"),
        ("zsh", "#compdef dpascan"),
        ("fish", "complete -c dpascan"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let script = generate(&["completions", shell]);
        assert!(script.contains(mark), "{shell}");
        for word in ["scan", "fail-on", "fingerprint"] {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
    }
}
