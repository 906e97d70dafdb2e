//! Every example of every pack, as a test of its own: `breach.deadline::nl::met::1`.
//!
//! `cargo test --test patterns breach.deadline` runs those of one requirement.

#![expect(clippy::indexing_slicing, reason = "the indices come from counting the same lists")]

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;

use dpascan::assess::examples::{Behaviour, run};
use dpascan::pack::{Patterns, check};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let patterns = match Patterns::load(None) {
        Ok(patterns) => Arc::new(patterns),
        Err(why) => {
            let broken = Trial::test("packs::load", move || Err(Failed::from(why.to_string())));
            return libtest_mimic::run(&arguments, vec![broken]).exit_code();
        }
    };
    let mut trials = Vec::new();
    for (at, requirement) in patterns.requirements.iter().enumerate() {
        let mut numbers: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (index, example) in requirement.examples.iter().enumerate() {
            let number = numbers.entry((example.lang.code(), &example.status)).or_default();
            *number += 1;
            let name = format!(
                "{}::{}::{}::{number}",
                requirement.id,
                example.lang.code(),
                example.status
            );
            let patterns = Arc::clone(&patterns);
            trials.push(Trial::test(name, move || judge(&patterns, at, index)));
        }
    }
    for index in 0..patterns.kinds.example.len() {
        let example = &patterns.kinds.example[index];
        let name = format!("kinds::{}::{}::{index}", example.kind, example.lang.code());
        let patterns = Arc::clone(&patterns);
        trials.push(Trial::test(name, move || {
            let example = &patterns.kinds.example[index];
            let wrong = dpascan::classify::examples::run(example, &patterns);
            wrong.map_or(Ok(()), |what| Err(format!("{what}\n{}", example.text.trim()).into()))
        }));
    }
    for index in 0..patterns.dossier.example.len() {
        let example = &patterns.dossier.example[index];
        let name = format!("dossier::{}::{index}", example.lang.code());
        let patterns = Arc::clone(&patterns);
        trials.push(Trial::test(name, move || {
            let wrong =
                dpascan::dossier::examples::run(&patterns.dossier.example[index], &patterns);
            wrong.map_or(Ok(()), |what| Err(what.into()))
        }));
    }
    trials.push(Trial::test("packs::check", move || whole(&patterns)));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn judge(patterns: &Patterns, requirement: usize, example: usize) -> Result<(), Failed> {
    let requirement = &patterns.requirements[requirement];
    let example = &requirement.examples[example];
    let outcome = if requirement.judged_by.sees_dossier() {
        dpascan::dossier::examples::judge(example, requirement, patterns)
    } else {
        run(example, requirement, patterns)
    };
    if outcome.behaviour == Behaviour::Agrees && outcome.values.is_empty() {
        return Ok(());
    }
    let values = if outcome.values.is_empty() {
        String::new()
    } else {
        format!("\nvalues that did not come out: {}", outcome.values.join(", "))
    };
    Err(format!(
        "{:?}: wanted {}, got {}{values}\n{}\n{}",
        outcome.behaviour,
        example.status,
        outcome.got,
        requirement.file,
        example.text.trim()
    )
    .into())
}

fn whole(patterns: &Patterns) -> Result<(), Failed> {
    let findings = check(patterns);
    if findings.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = findings.iter().map(|f| format!("{}: {}", f.file, f.what)).collect();
    Err(lines.join("\n").into())
}
