//! The fence from outside: hostile neighbours, limits as settings, and a program that is killed.

use std::path::Path;
use std::process::{Command, Stdio};

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

#[test]
fn hostile_neighbours_change_nothing_for_the_others() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "acme/vo.html", AGREEMENT);
    put(folder.path(), "zeta/vo.html", AGREEMENT.replace("24", "48"));
    let alone = vendors(folder.path());
    let deep = "[".repeat(200_000);
    let hostile = [
        ("kwaad/diep.pdf", format!("%PDF-1.4\n1 0 obj\n{deep}\nendobj\ntrailer<</Root 1 0 R>>").into_bytes()),
        ("kwaad/kring.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>".to_vec()),
        ("kwaad/leeg.docx", b"PK\x03\x04".to_vec()),
        ("kwaad/diep.html", "<div>".repeat(100_000).into_bytes()),
    ];
    for (name, bytes) in &hostile {
        put(folder.path(), name, bytes);
    }
    let together = vendors(folder.path());
    let bad = together.iter().find(|v| v["vendor"] == "kwaad").unwrap();
    let documents = bad["documents"].as_array().unwrap();
    assert_eq!(documents.len(), hostile.len());
    for document in documents {
        assert_eq!(document["status"], "unreadable", "{document}");
        assert!(document["reason"].as_str().is_some_and(|r| !r.is_empty()), "{document}");
    }
    let others: Vec<_> = together.into_iter().filter(|v| v["vendor"] != "kwaad").collect();
    assert_eq!(others, alone);
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
    let lock = include_str!("../../Cargo.lock");
    for name in [
        "hyper",
        "reqwest",
        "ureq",
        "curl",
        "tokio",
        "mio",
        "socket2",
        "rustls",
        "native-tls",
        "openssl",
        "h2",
        "quinn",
        "async-std",
        "isahc",
        "attohttpc",
    ] {
        assert!(!lock.contains(&format!("name = \"{name}\"")), "{name}");
    }
}
