//! Names of files as text: always valid UTF-8, always with `/`, never two files under one name.

use std::path::{Component, Path};

/// A path as it is shown: components joined by `/`, bytes that are no UTF-8 written as `\xNN`, and
/// a backslash too (where it does not part folders), so that no name looks like another.
#[must_use]
pub fn shown(path: &Path) -> String {
    let mut out = String::new();
    for component in path.components() {
        let part = match component {
            Component::CurDir => continue,
            Component::RootDir => {
                out.push('/');
                continue;
            }
            other => other.as_os_str(),
        };
        if !out.is_empty() && !out.ends_with('/') {
            out.push('/');
        }
        for chunk in part.as_encoded_bytes().utf8_chunks() {
            out.push_str(&chunk.valid().replace('\\', "\\x5C"));
            for byte in chunk.invalid() {
                out.push_str(&format!("\\x{byte:02X}"));
            }
        }
    }
    out
}

/// Why an entry of a folder is passed over because of its name, if it is.
#[must_use]
pub(super) fn passed_over(name: &str, is_folder: bool) -> Option<&'static str> {
    if name.starts_with("~$") || name.starts_with(".~lock.") || name.starts_with(".#") {
        return Some("lock-file");
    }
    if matches!(
        name,
        "__MACOSX" | "Thumbs.db" | "desktop.ini" | "$RECYCLE.BIN" | "System Volume Information"
    ) {
        return Some("system-file");
    }
    if name.starts_with('.') {
        return Some("hidden");
    }
    if is_folder {
        // A browser's "save page" puts scripts and pictures in such a folder beside the page.
        return (name.ends_with("_files") || name.ends_with("_bestanden"))
            .then_some("parts-of-a-page");
    }
    if matches!(name, "vendors.toml" | "dpascan.toml" | "reviews.toml") {
        return Some("settings");
    }
    let extension = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase())?;
    NOT_DOCUMENTS.contains(&extension.as_str()).then_some("not-a-document")
}

/// Why a file inside a container is passed over because of its path there, if it is.
#[must_use]
pub fn passed_over_inside(path: &str) -> Option<&'static str> {
    let mut folders: Vec<&str> = path.split('/').collect();
    let name = folders.pop().unwrap_or_default();
    folders
        .into_iter()
        .find_map(|folder| passed_over(folder, true))
        .or_else(|| passed_over(name, false))
}

/// Extensions of what never is a contract. What is in neither this list nor a reader's is a row
/// in the report, since a contract may hide in it (a photograph, an old Word file, a spreadsheet).
const NOT_DOCUMENTS: &[&str] = &[
    "avi", "bak", "bat", "bin", "bmp", "bz2", "c", "cfg", "class", "cpp", "crt", "css", "csv",
    "dat", "db", "dll", "dmg", "eot", "exe", "flac", "gif", "gz", "h", "ico", "ics", "ini", "iso",
    "jar", "java", "js", "json", "jsonl", "key", "lnk", "lock", "log", "map", "mkv", "mov", "mp3",
    "mp4", "mpeg", "msi", "ogg", "otf", "p12", "p7s", "pem", "pfx", "php", "png", "ps1", "py",
    "pyc", "rs", "sh", "sig", "so", "sql", "sqlite", "svg", "tar", "tgz", "tmp", "toml", "ts",
    "tsv", "ttf", "typ", "url", "vcf", "wasm", "wav", "webm", "webp", "woff", "woff2", "xml",
    "xsd", "xsl", "xz", "yaml", "yml", "zst",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_with_slashes_and_without_dots() {
        assert_eq!(shown(Path::new("./a/./b.pdf")), "a/b.pdf");
        assert_eq!(shown(Path::new("/a//b")), "/a/b");
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_utf8_stay_apart() {
        use std::os::unix::ffi::OsStrExt;
        let name = |bytes: &[u8]| shown(Path::new(std::ffi::OsStr::from_bytes(bytes)));
        assert_eq!(name(b"a\xFF.pdf"), "a\\xFF.pdf");
        assert_ne!(name(b"a\xFF.pdf"), name(b"a\xFE.pdf"));
        assert_ne!(name(b"a\xFF.pdf"), name(b"a\\xFF.pdf"));
    }

    #[test]
    fn lock_files_and_hidden_files_are_known_by_name() {
        assert_eq!(passed_over("~$contract.docx", false), Some("lock-file"));
        assert_eq!(passed_over(".~lock.contract.odt#", false), Some("lock-file"));
        assert_eq!(passed_over(".git", true), Some("hidden"));
        assert_eq!(passed_over("overeenkomst_files", true), Some("parts-of-a-page"));
        assert_eq!(passed_over("report.JSON", false), Some("not-a-document"));
        assert_eq!(passed_over("scan.jpg", false), None);
        assert_eq!(passed_over("overeenkomst", false), None);
    }
}
