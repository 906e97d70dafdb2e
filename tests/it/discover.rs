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
