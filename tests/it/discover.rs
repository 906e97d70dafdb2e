//! Finding files in folders of the kinds that people have.

use std::path::{Path, PathBuf};

use dpascan::discover::{Content, FindError, Found, Request, find};

fn tree(files: &[&str]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for file in files {
        let path = root.path().join(file);
        if file.ends_with('/') {
            std::fs::create_dir_all(path).unwrap();
        } else {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, file).unwrap();
        }
    }
    root
}

fn look(paths: &[PathBuf]) -> Found {
    find(&Request { paths: paths.to_vec(), ..Request::default() }).unwrap()
}

fn names(found: &Found) -> Vec<&str> {
    found.files.iter().map(|f| f.shown.as_str()).collect()
}

#[test]
fn what_nobody_misses_is_counted_and_the_rest_is_listed_in_order() {
    let root = tree(&[
        "b/z.pdf",
        "b/a/y.docx",
        "a.pdf",
        ".git/config",
        "b/~$y.docx",
        "b/data.json",
        "b/Thumbs.db",
        "b/scan.jpg",
        "pagina_files/x.html",
        "vendors.toml",
        "leeg/",
    ]);
    std::fs::write(root.path().join("vendors.toml"), "exclude = [\"a.pdf\"]").unwrap();
    let found = look(&[root.path().to_path_buf()]);
    assert_eq!(names(&found), ["b/a/y.docx", "b/scan.jpg", "b/z.pdf"]);
    assert_eq!(found.empty_folders, ["leeg"]);
    let skipped: Vec<(&str, usize)> = found.skipped.iter().map(|(k, v)| (k.as_str(), *v)).collect();
    assert_eq!(
        skipped,
        [
            ("excluded", 1),
            ("hidden", 1),
            ("lock-file", 1),
            ("not-a-document", 1),
            ("parts-of-a-page", 1),
            ("settings", 1),
            ("system-file", 1)
        ]
    );
    assert_eq!(found.files[0].folder.as_deref(), Some("b"));
}

#[test]
fn several_paths_are_named_from_what_they_share() {
    let root = tree(&["in/acme/a.pdf", "in/acme/sub/b.pdf", "in/beta/a.pdf", "in/los.pdf"]);
    let at = |name: &str| root.path().join("in").join(name);
    let found = look(&[at("acme"), at("beta"), at("los.pdf"), at("los.pdf")]);
    assert_eq!(names(&found), ["acme/a.pdf", "acme/sub/b.pdf", "beta/a.pdf", "los.pdf"]);
    let folders: Vec<Option<&str>> = found.files.iter().map(|f| f.folder.as_deref()).collect();
    assert_eq!(folders, [Some("acme"), Some("acme"), Some("beta"), None]);
    assert_eq!(names(&look(&[at("acme/a.pdf")])), ["a.pdf"]);
    let years = tree(&["2024/acme/a.pdf", "2025/acme/a.pdf"]);
    let found = look(&[years.path().join("2024"), years.path().join("2025")]);
    assert_eq!(names(&found), ["2024/acme/a.pdf", "2025/acme/a.pdf"]);
    assert!(found.files.iter().all(|f| f.folder.as_deref() == Some("acme")));
}

#[test]
fn a_typed_path_must_exist_and_a_listed_one_becomes_a_row() {
    let missing = PathBuf::from("/does/not/exist.pdf");
    let typed = find(&Request { paths: vec![missing.clone()], ..Request::default() });
    assert!(matches!(typed, Err(FindError::Path { .. })));
    let listed = find(&Request { listed: vec![missing], ..Request::default() }).unwrap();
    assert_eq!(names(&listed), ["exist.pdf"]);
    assert!(matches!(listed.files[0].content, Content::Failed(_)));
}

#[cfg(unix)]
#[test]
fn links_stay_inside_and_go_in_no_circle() {
    use std::os::unix::fs::symlink;
    let root = tree(&["in/acme/a.pdf", "out/secret.pdf", "in/beta/"]);
    let at = |name: &str| root.path().join(name);
    symlink(at("out/secret.pdf"), at("in/beta/secret.pdf")).unwrap();
    symlink(at("out"), at("in/beta/map")).unwrap();
    symlink(at("in"), at("in/acme/kring")).unwrap();
    symlink(at("in/acme/a.pdf"), at("in/beta/ook.pdf")).unwrap();
    symlink(at("in/weg.pdf"), at("in/beta/dood.pdf")).unwrap();
    let found = look(&[at("in")]);
    assert_eq!(names(&found), ["acme/a.pdf", "beta/dood.pdf", "beta/ook.pdf"]);
    assert!(matches!(found.files[1].content, Content::Failed(_)));
    assert_eq!(found.skipped.get("link-outside"), Some(&2));
    assert_eq!(found.skipped.get("link-loop"), Some(&1));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_shown_and_read() {
    use std::os::unix::ffi::OsStrExt;
    let root = tree(&[]);
    let odd = |bytes: &[u8]| root.path().join(Path::new(std::ffi::OsStr::from_bytes(bytes)));
    std::fs::write(odd(b"a\xff.md"), "x").unwrap();
    std::fs::write(odd(b"a\xfe.md"), "y").unwrap();
    std::fs::write(odd("\u{202e}fdp.md".as_bytes()), "z").unwrap();
    let found = look(&[root.path().to_path_buf()]);
    assert_eq!(found.files.len(), 3);
    assert!(found.files.iter().all(|f| f.read(10).is_ok()));
}

#[cfg(unix)]
fn pipe(path: &Path) {
    let made = std::process::Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

#[cfg(unix)]
#[test]
fn pipes_sockets_and_devices_are_never_read() {
    let root = tree(&["a.md", "acme/b.md"]);
    let at = |name: &str| root.path().join(name);
    pipe(&at("acme/pijp.pdf"));
    let _socket = std::os::unix::net::UnixListener::bind(at("acme/stekker.pdf")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", at("acme/nul.pdf")).unwrap();
    let found = look(&[root.path().to_path_buf()]);
    assert_eq!(names(&found), ["a.md", "acme/b.md"]);
    assert_eq!(found.skipped.get("not-a-file"), Some(&2));
    assert_eq!(found.skipped.get("link-outside"), Some(&1));
    // Named by hand they are rows, and nothing waits for what never comes.
    for path in [at("acme/pijp.pdf"), PathBuf::from("/dev/zero"), at("acme/nul.pdf")] {
        let found = look(&[path]);
        assert!(found.files[0].read(10).is_err_and(|why| why.contains("no regular file")));
    }
    // What was a file when the folder was walked may be a pipe by now.
    let found = look(&[root.path().to_path_buf()]);
    std::fs::remove_file(at("a.md")).unwrap();
    pipe(&at("a.md"));
    assert!(found.files[0].read(10).is_err());
}

#[test]
fn files_that_vanish_shrink_or_grow_are_read_as_they_are_then() {
    let root = tree(&["groeit.md", "krimpt.md", "weg.md", "map/x.md"]);
    let at = |name: &str| root.path().join(name);
    let found = look(&[root.path().to_path_buf()]);
    std::fs::write(at("groeit.md"), "x".repeat(100_000)).unwrap();
    std::fs::write(at("krimpt.md"), "").unwrap();
    std::fs::remove_file(at("weg.md")).unwrap();
    std::fs::remove_dir_all(at("map")).unwrap();
    let read: Vec<_> = found.files.iter().map(|f| (f.shown.as_str(), f.read(50))).collect();
    let length = |name: &str| {
        let (_, bytes) = read.iter().find(|(shown, _)| *shown == name).unwrap();
        bytes.as_ref().map(Vec::len).map_err(|why| !why.is_empty())
    };
    assert_eq!(length("groeit.md"), Ok(51), "one more than the limit, so that it shows");
    assert_eq!(length("krimpt.md"), Ok(0));
    assert_eq!(length("weg.md"), Err(true));
    assert_eq!(length("map/x.md"), Err(true));
}

#[test]
fn dots_in_a_path_and_paths_given_twice_make_one_row_of_each_file() {
    let root = tree(&["in/acme/a.md", "in/beta/b.md", "uit/c.md"]);
    let at = |name: &str| root.path().join(name);
    let found = look(&[at("in/acme/../../uit/../in")]);
    assert_eq!(names(&found), ["acme/a.md", "beta/b.md"], "the folder as it was typed");
    let found = look(&[at("in/acme/../beta")]);
    assert_eq!(names(&found), ["b.md"]);
    assert!(found.files.iter().all(|f| f.read(10).is_ok()));
}

#[cfg(target_os = "linux")]
#[test]
fn names_as_long_as_the_system_allows_are_found_and_what_is_deeper_is_a_row() {
    let root = tree(&[]);
    // A path may have 4,095 bytes and a name 255. What is deeper has to be made step by step.
    let mut deep = root.path().to_path_buf();
    let part = "m".repeat(255);
    while deep.as_os_str().len() + 1 + 255 + 8 < 4_096 {
        deep.push(&part);
    }
    std::fs::create_dir_all(&deep).unwrap();
    let room = (4_095 - deep.as_os_str().len() - 1).min(255);
    std::fs::write(deep.join("n".repeat(room - 3) + ".md"), "x").unwrap();
    let step = format!("cd \"$0\" && mkdir {part} && touch {part}/a.md");
    let made = std::process::Command::new("sh").args(["-c", &step]).arg(&deep).status().unwrap();
    assert!(made.success());
    let found = look(&[root.path().to_path_buf()]);
    let read: Vec<bool> = found.files.iter().map(|f| f.read(10).is_ok()).collect();
    assert_eq!(read, [false, true], "the folder that no path reaches, then the file");
    let typed = find(&Request { paths: vec![deep.join(&part)], ..Request::default() });
    assert!(matches!(typed, Err(FindError::Path { .. })));
}

#[test]
fn settings_without_an_end_are_refused() {
    let root = tree(&["vendors.toml"]);
    std::fs::write(root.path().join("vendors.toml"), "#".repeat(2 << 20)).unwrap();
    let found = find(&Request { paths: vec![root.path().to_path_buf()], ..Request::default() });
    assert!(found.is_err_and(|why| why.to_string().contains("more than 1048576 bytes")));
}

/// Whether files without rights cannot be read here; the system's first user reads everything.
#[cfg(unix)]
fn rights_count(file: &Path) -> bool {
    std::fs::File::open(file).is_err()
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_a_row_and_the_rest_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let root = tree(&["acme/a.md", "beta/b.md", "beta/dicht.md", "gamma/c.md"]);
    let at = |name: &str| root.path().join(name);
    let rights = |name: &str, mode| {
        std::fs::set_permissions(at(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    rights("beta/dicht.md", 0);
    rights("gamma", 0);
    if rights_count(&at("beta/dicht.md")) {
        let found = look(&[root.path().to_path_buf()]);
        assert_eq!(names(&found), ["acme/a.md", "beta/b.md", "beta/dicht.md", "gamma"]);
        let read: Vec<bool> = found.files.iter().map(|f| f.read(10).is_ok()).collect();
        assert_eq!(read, [true, true, false, false]);
        assert!(found.empty_folders.is_empty(), "a folder that is closed is not empty");
    }
    rights("gamma", 0o700);
}
