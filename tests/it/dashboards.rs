//! docs/DASHBOARDS.md is done as it says: its commands are run, its queries are asked.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const PAGE: &str = include_str!("../../docs/DASHBOARDS.md");

/// The blocks of a page in order: their language and what stands in them.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once("\n```") {
        let (language, after) = after.split_once('\n').unwrap();
        let (inside, after) = after.split_once("\n```").unwrap();
        out.push((language, inside));
        rest = after;
    }
    out
}

/// Runs a command in `folder` with the program on the path, and gives what it prints.
fn run(folder: &Path, program: &str, arguments: &[&str], input: &str) -> String {
    let here = Path::new(env!("CARGO_BIN_EXE_dpascan")).parent().unwrap().to_path_buf();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(here).chain(std::env::split_paths(&path)));
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("PATH", path.unwrap())
        .env("XDG_CONFIG_HOME", folder)
        .env("DPASCAN_OCR", "off")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.success() && !told.contains("rror"), "{arguments:?} {input}\n{told}");
    String::from_utf8(out.stdout).unwrap()
}

/// The names of the columns of a box.
fn columns(drawn: &str) -> Vec<String> {
    let head = drawn.lines().nth(1).unwrap_or_default();
    head.split('│').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// The rows that a query gives, without its head.
fn ask(folder: &Path, query: &str) -> Vec<Vec<String>> {
    let text = run(folder, "sqlite3", &["-bail", "-tabs", "contracts.db"], query);
    text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn every_command_and_every_query_of_the_page_works_on_the_samples() {
    if Command::new("sqlite3").arg("--version").output().is_err() {
        // .ci/run installs it where it can.
        use std::io::stderr;
        writeln!(stderr(), "passed over: sqlite3 is not installed").unwrap();
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for name in ["samples", "docs"] {
        std::os::unix::fs::symlink(root.join(name), folder.join(name)).unwrap();
    }
    let mut asked = 0;
    let mut names = Vec::new();
    for (language, inside) in blocks(PAGE) {
        match language {
            "sh" => drop(run(folder, "sh", &["-eu", "-c", inside], "")),
            "sql" => {
                let rows = ask(folder, inside);
                let makes = inside.starts_with("CREATE");
                assert_eq!(rows.is_empty(), makes, "{inside}");
                let head = run(folder, "sqlite3", &["-box", "contracts.db"], inside);
                names = columns(&head);
                asked += 1;
            }
            // What stands below a query is of its form; the figures change with the packs.
            "text" if inside.starts_with('┌') => assert_eq!(columns(inside), names),
            _ => {}
        }
    }
    assert!(asked >= 10, "{asked} queries");
    // Both runs are there, once each, whatever is loaded again.
    let load = "sqlite3 contracts.db < docs/dashboards/load.sql";
    run(folder, "sh", &["-eu", "-c", load], "");
    let one = |query: &str| ask(folder, query).concat().join(" ");
    assert_eq!(one("SELECT count(*), sum(vendors) FROM runs"), "2 26");
    assert_eq!(one("SELECT count(*) FROM vendors"), "26");
    assert_eq!(
        one("SELECT DISTINCT typeof(score) FROM vendors WHERE score IS NOT NULL"),
        "integer"
    );
    assert_eq!(one("SELECT count(*) FROM findings WHERE article = '' OR value = ''"), "0");
    let deadline = "SELECT value, typeof(value), unit FROM facts JOIN newest USING (run_id) \
        WHERE fact = 'breach_deadline' AND vendor = 'brightharbor'";
    assert_eq!(one(deadline), "72 integer hours");
    grafana(folder, root);
}

/// Every query of the dashboard works on the same database.
fn grafana(folder: &Path, root: &Path) {
    let text = std::fs::read_to_string(root.join("docs/dashboards/grafana/dpascan.json")).unwrap();
    let board: serde_json::Value = serde_json::from_str(&text).unwrap();
    let panels = board["panels"].as_array().unwrap();
    assert!(panels.len() > 5);
    for panel in panels {
        let target = &panel["targets"][0];
        assert_eq!(target["queryText"], target["rawQueryText"]);
        assert!(
            !ask(folder, target["queryText"].as_str().unwrap()).is_empty(),
            "{}",
            panel["title"]
        );
    }
}

#[test]
fn the_tables_of_the_load_are_those_of_the_program() {
    let load = include_str!("../../docs/dashboards/load.sql");
    for name in dpascan::render::TABLES {
        assert!(load.contains(&format!("CREATE TABLE IF NOT EXISTS {name} (")), "{name}");
        assert!(load.contains(&format!(".import --csv csv/{name}.csv stage")), "{name}");
        assert!(PAGE.contains(&format!("| `{name}` |")), "{name}");
    }
}
