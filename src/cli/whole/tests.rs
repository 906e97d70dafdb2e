use super::*;

fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    super::put(path, &|out| out.write_all(bytes))
}

fn with_name(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    super::with_name(folder, path, &|out| out.write_all(bytes))
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_is_written_and_written_over_for_its_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.json");
    for text in ["one", "two, which is longer", "3"] {
        put(&path, text.as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        assert_eq!(names(folder.path()), ["r.json"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
    with_name(folder.path(), &path, b"four").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "four");
    assert_eq!(names(folder.path()), ["r.json"]);
}

#[test]
fn what_a_killed_process_left_is_swept_and_what_a_live_one_holds_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in [".dpascan-left", ".dpascan-held", ".other", "dpascan-x"] {
        fs::write(at(name), "half").unwrap();
    }
    let held = File::open(at(".dpascan-held")).unwrap();
    hold(&held).unwrap();
    put(&at("r.json"), b"whole").unwrap();
    assert_eq!(names(folder.path()), [".dpascan-held", ".other", "dpascan-x", "r.json"]);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_device_a_device() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("elsewhere")).unwrap();
    fs::write(at("elsewhere/r.json"), "old").unwrap();
    std::os::unix::fs::symlink("elsewhere/r.json", at("r.json")).unwrap();
    put(&at("r.json"), b"new").unwrap();
    assert!(fs::symlink_metadata(at("r.json")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(at("elsewhere/r.json")).unwrap(), "new");
    put(Path::new("/dev/null"), b"gone").unwrap();
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    assert!(put(&at("elsewhere"), b"x").is_err(), "a folder is no file");
    assert!(put(&at("nowhere/r.json"), b"x").is_err());
}
