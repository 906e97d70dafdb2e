//! The fence from outside: hostile neighbours, limits as settings, and a program that is killed.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use super::nasty;

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dpascan"));
    command.current_dir(folder).env("XDG_CONFIG_HOME", folder).stdin(Stdio::null());
    command
}

const AGREEMENT: &str = "<h1>Verwerkersovereenkomst</h1><p>Artikel 1. Verwerker verwerkt persoonsgegevens uitsluitend \
    in opdracht.</p><p>Artikel 2. Verwerker meldt een datalek binnen 24 uur.</p>";

fn put(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn vendors(folder: &Path) -> Vec<serde_json::Value> {
    let out = command(folder).args(["scan", ".", "--format", "json"]).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    report["vendors"].as_array().unwrap().clone()
}

/// The vendors of a folder but `kwaad`, as text; and the documents of `kwaad`.
fn apart(folder: &Path, settings: &[(&str, &str)]) -> (String, Vec<serde_json::Value>) {
    let out = command(folder)
        .args(["scan", ".", "--format", "json", "--timeout", "2"])
        .envs(settings.iter().copied())
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let (mut bad, good): (Vec<_>, Vec<_>) =
        report["vendors"].as_array().unwrap().iter().partition(|v| v["vendor"] == "kwaad");
    let documents = bad.pop().map(|v| v["documents"].as_array().unwrap().clone());
    (serde_json::to_string_pretty(&good).unwrap(), documents.unwrap_or_default())
}

#[test]
fn hostile_neighbours_change_nothing_for_the_others() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "acme/vo.html", AGREEMENT);
    put(folder.path(), "zeta/vo.html", AGREEMENT.replace("24", "48"));
    let (alone, none) = apart(folder.path(), &[]);
    assert!(none.is_empty());
    let hostile = nasty::documents();
    for (name, bytes) in &hostile {
        put(folder.path(), &format!("kwaad/{name}"), bytes);
    }
    let (together, documents) = apart(folder.path(), &[]);
    assert_eq!(together, alone, "byte for byte");
    let rows: Vec<&str> = documents.iter().filter_map(|d| d["path"].as_str()).collect();
    for (name, _) in &hostile {
        assert!(rows.contains(&format!("kwaad/{name}").as_str()), "{name} is no row: {rows:?}");
    }
    for document in documents {
        let status = document["status"].as_str().unwrap();
        assert!(["read", "partial", "unreadable"].contains(&status), "{document}");
        let told = document["reason"].as_str().is_some_and(|r| !r.is_empty());
        assert!(told || status == "read", "{document}");
    }
}

#[cfg(debug_assertions)]
#[test]
fn whatever_a_document_makes_its_reader_do_the_others_read_the_same() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "acme/vo.html", AGREEMENT);
    put(folder.path(), "zeta/vo.html", AGREEMENT.replace("24", "48"));
    let (alone, _) = apart(folder.path(), &[]);
    let faults = [
        ("panic", "crashed"),
        ("abort", "crashed"),
        ("overflow", "crashed"),
        ("oom", "out-of-memory"),
        ("flood", "crashed"),
        ("garbage", "crashed"),
        ("hang", "out-of-time"),
    ];
    for (fault, _) in faults {
        put(folder.path(), &format!("kwaad/{fault}.html"), format!("<p>fault:{fault} {AGREEMENT}"));
    }
    let (together, documents) = apart(folder.path(), &[("DPASCAN_FAULT", "by-document")]);
    assert_eq!(together, alone, "byte for byte");
    for (fault, code) in faults {
        let path = format!("kwaad/{fault}.html");
        let row = documents.iter().find(|d| d["path"] == path.as_str()).unwrap();
        assert_eq!(row["status"], "unreadable", "{row}");
        let reason = row["reason"].as_str().unwrap();
        assert_eq!(reason.split(':').next(), Some(code), "{reason}");
    }
}

/// A report that takes a while to write.
fn long_report(folder: &Path) -> PathBuf {
    put(folder, "in/acme/vo.html", AGREEMENT.repeat(400));
    let path = folder.join("from.json");
    let made = command(folder)
        .args(["scan", "in", "--format", "json", "--exit-zero", "-o"])
        .arg(&path)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let mut report: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let vendor = report["vendors"][0].clone();
    report["vendors"] = serde_json::Value::Array(vec![vendor; 100]);
    std::fs::write(&path, report.to_string()).unwrap();
    path
}

#[test]
fn a_program_killed_while_it_writes_leaves_a_whole_report_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let from = long_report(folder.path());
    let out = folder.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let report = out.join("r.json");
    let started = Instant::now();
    let write = || {
        let mut write = command(folder.path());
        write.arg("render").arg(&from).args(["--format", "json", "-o"]).arg(&report);
        write.stderr(Stdio::null()).spawn().unwrap()
    };
    assert!(write().wait().unwrap().success());
    let whole = std::fs::read(&report).unwrap();
    let takes = started.elapsed();
    for over in [false, true] {
        for step in 0..20 {
            if over {
                std::fs::write(&report, &whole).unwrap();
            } else if report.exists() {
                std::fs::remove_file(&report).unwrap();
            }
            let mut program = write();
            std::thread::sleep(takes * step / 18);
            let _ = program.kill();
            program.wait().unwrap();
            for entry in std::fs::read_dir(&out).unwrap() {
                let path = entry.unwrap().path();
                assert_eq!(path, report, "nothing beside it");
                assert_eq!(std::fs::read(&path).unwrap(), whole, "all of it");
            }
            assert!(!over || report.exists(), "the old report is gone");
        }
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert!(write().wait().unwrap().success());
        let mode = std::fs::metadata(&report).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "a report is for its owner");
    }
}

#[test]
fn limits_come_from_flags_and_files_and_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "acme/vo.html", AGREEMENT);
    put(
        folder.path(),
        "dpascan.toml",
        "max-pages = 7\nmax-memory = \"512M\"\nmax-file-size = 10\n",
    );
    let out =
        command(folder.path()).args(["scan", ".", "--print-config", "--timeout", "3"]).output();
    let shown = String::from_utf8(out.unwrap().stdout).unwrap();
    for line in ["max-pages = 7 ", "max-memory = 512M ", "max-file-size = 10 ", "timeout = 3 "] {
        assert!(shown.contains(line), "{line} in {shown}");
    }
    let reason = &vendors(folder.path())[0]["documents"][0]["reason"];
    assert_eq!(reason, "too-large: more than 10 bytes (--max-file-size)");
}

#[cfg(all(target_os = "linux", debug_assertions))]
#[test]
fn a_killed_program_leaves_no_child_even_where_that_is_busy() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "acme/vo.html", AGREEMENT);
    let mut program = command(folder.path())
        .args(["scan", ".", "--format", "json", "-o", "out.json", "--timeout", "1000"])
        .env("DPASCAN_FAULT", "hang")
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let child = wait_for(|| child_of(program.id()));
    program.kill().unwrap();
    program.wait().unwrap();
    wait_for(|| (state(child).is_none_or(|(state, _)| state == 'Z')).then_some(()));
    let mut left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["acme"], "no report, no temporary file");
}

#[cfg(all(target_os = "linux", debug_assertions))]
fn wait_for<T>(mut seen: impl FnMut() -> Option<T>) -> T {
    for _ in 0..3_000 {
        if let Some(found) = seen() {
            return found;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("it never came")
}

/// State and parent of a process.
#[cfg(all(target_os = "linux", debug_assertions))]
fn state(process: u32) -> Option<(char, u32)> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut fields = stat.rsplit(") ").next()?.split(' ');
    Some((fields.next()?.chars().next()?, fields.next()?.parse().ok()?))
}

#[cfg(all(target_os = "linux", debug_assertions))]
fn child_of(parent: u32) -> Option<u32> {
    let processes = std::fs::read_dir("/proc").ok()?;
    processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .find(|process| state(*process).is_some_and(|(_, above)| above == parent))
}

#[test]
fn nothing_that_speaks_to_a_network_is_built_in() {
    // What the linker leaves in is looked at by `.ci/binary`.
    let lock = include_str!("../../Cargo.lock");
    let names = lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    const ANYWHERE: [&str; 9] =
        ["socket", "http", "tls", "openssl", "curl", "tokio", "hyper", "reqwest", "telemetry"];
    const WORDS: [&str; 12] = [
        "dns", "mio", "quinn", "quic", "h2", "h3", "ureq", "rpc", "async", "smol", "polling",
        "sentry",
    ];
    for name in names {
        let speaks = ANYWHERE.iter().any(|part| name.contains(part))
            || name.split(['-', '_']).any(|word| WORDS.contains(&word));
        assert!(!speaks, "{name} in Cargo.lock may speak to a network");
    }
}
