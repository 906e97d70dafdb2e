//! Walks folders and lists in a fixed order, without leaving them.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::names::passed_over;
use super::{Content, Found, ManifestError, Request, SourceFile, shown};

/// Why nothing could be looked through.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// A path that the user typed is not there, or cannot be looked at.
    #[error("{}: {why}", path.display())]
    Path {
        /// As typed.
        path: PathBuf,
        /// The system's words.
        why: std::io::Error,
    },
    /// A `vendors.toml` is broken.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
}

/// Finds the files that `request` asks for.
///
/// # Errors
/// A typed path that is not there, or a broken `vendors.toml`. Everything else is a row.
pub fn find(request: &Request) -> Result<Found, FindError> {
    let mut found = Found::default();
    let all: Vec<&Path> =
        request.paths.iter().chain(&request.listed).map(PathBuf::as_path).collect();
    let base = common_folder(&all);
    if let Some(manifest) = &request.manifest {
        found.manifest.add(manifest, "")?;
    }
    for path in &request.paths {
        let about =
            fs::metadata(path).map_err(|why| FindError::Path { path: path.clone(), why })?;
        let name = path.strip_prefix(&base).unwrap_or(path);
        if about.is_dir() {
            let prefix = if all.len() == 1 { String::new() } else { format!("{}/", shown(name)) };
            let prefix = if prefix == "/" { String::new() } else { prefix };
            let manifest = path.join("vendors.toml");
            if request.manifest.is_none() && manifest.is_file() {
                found.manifest.add(&manifest, &prefix)?;
            }
            walk(path, &prefix, &mut found);
        } else {
            single(path, name, &mut found);
        }
    }
    for path in &request.listed {
        single(path, path.strip_prefix(&base).unwrap_or(path), &mut found);
    }
    if let Some(bytes) = &request.standard_input {
        let content = Content::Bytes(bytes.clone());
        found.files.push(SourceFile { shown: "-".into(), folder: None, root: None, content });
    }
    let manifest = std::mem::take(&mut found.manifest);
    let (out, keep): (Vec<_>, Vec<_>) =
        std::mem::take(&mut found.files).into_iter().partition(|f| manifest.excludes(&f.shown));
    for file in out {
        found.skip(file.shown, "excluded");
    }
    found.files = keep;
    found.manifest = manifest;
    found.files.sort_by(|a, b| a.shown.cmp(&b.shown));
    // The same path typed twice is one file; two files never share the name shown.
    found.files.dedup_by(|a, b| a.shown == b.shown);
    found.empty_folders.sort();
    found.empty_folders.dedup();
    found.skipped_names.sort();
    Ok(found)
}

/// A file that was named by hand: kept whatever its name.
fn single(path: &Path, name: &Path, found: &mut Found) {
    let shown_name = shown(name);
    let mut parts = name.components();
    let first = parts.next().map(|c| shown(Path::new(c.as_os_str())));
    let folder =
        if parts.next().is_some() { first.filter(|f| f != "/" && f != "..") } else { None };
    let content = match fs::metadata(path) {
        Ok(about) if about.is_dir() => Content::Failed("is a folder".into()),
        Ok(_) => Content::File(path.to_path_buf()),
        Err(why) => Content::Failed(why.to_string()),
    };
    found.files.push(SourceFile { shown: shown_name, folder, root: None, content });
}

/// The folder that all typed paths share: what is cut off before names are shown. One folder is
/// its own; a lone file's is the folder that it stands in.
fn common_folder(paths: &[&Path]) -> PathBuf {
    let mut folders = paths
        .iter()
        .map(|p| if paths.len() == 1 && p.is_dir() { *p } else { p.parent().unwrap_or(p) });
    let Some(first) = folders.next() else { return PathBuf::new() };
    let mut base = first.to_path_buf();
    for folder in folders {
        while !folder.starts_with(&base) {
            if !base.pop() {
                return PathBuf::new();
            }
        }
    }
    base
}

fn walk(root: &Path, prefix: &str, found: &mut Found) {
    let home = fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
    let root_name = home.file_name().map(|n| shown(Path::new(n)));
    let first = found.files.len();
    let mut entries = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(fault) => {
                not_opened(root, prefix, &root_name, &fault, found);
                continue;
            }
        };
        if entry.depth() == 0 {
            continue;
        }
        let place = Place::new(root, prefix, &root_name, entry.path());
        let is_folder = entry.file_type().is_dir();
        let reason = passed_over(&entry.file_name().to_string_lossy(), is_folder)
            .or_else(|| leaves(&entry, &home).then_some("link-outside"))
            .or_else(|| (!is_folder && !entry.file_type().is_file()).then_some("not-a-file"));
        if let Some(reason) = reason {
            if is_folder {
                entries.skip_current_dir();
            }
            found.skip(place.shown, reason);
        } else if is_folder {
            if entry.depth() == 1
                && fs::read_dir(entry.path()).is_ok_and(|mut inside| inside.next().is_none())
            {
                found.empty_folders.push(place.last);
            }
        } else {
            found.files.push(place.file(Content::File(entry.path().to_path_buf())));
        }
    }
    // Of several scanned folders, one that holds documents itself is a vendor's, with all below it.
    let here =
        |file: &SourceFile| !file.shown.get(prefix.len()..).unwrap_or_default().contains('/');
    let files = found.files.get_mut(first..).unwrap_or_default();
    if !prefix.is_empty() && files.iter().any(here) {
        for file in files {
            file.folder.clone_from(&root_name);
        }
    }
}

/// How an entry is named.
struct Place {
    shown: String,
    last: String,
    folder: Option<String>,
    root: Option<String>,
}

impl Place {
    fn new(root: &Path, prefix: &str, root_name: &Option<String>, path: &Path) -> Place {
        let inside = path.strip_prefix(root).unwrap_or(path);
        let mut parts = inside.components().map(|c| shown(Path::new(c.as_os_str())));
        let first = parts.next();
        let deeper = parts.next().is_some();
        let folder = first.filter(|_| deeper);
        Place {
            shown: format!("{prefix}{}", shown(inside)),
            last: path.file_name().map(|n| shown(Path::new(n))).unwrap_or_default(),
            folder,
            root: root_name.clone(),
        }
    }

    fn file(self, content: Content) -> SourceFile {
        SourceFile { shown: self.shown, folder: self.folder, root: self.root, content }
    }
}

/// Whether a link leads out of the folder that is scanned.
fn leaves(entry: &DirEntry, home: &Path) -> bool {
    entry.path_is_symlink()
        && !fs::canonicalize(entry.path()).is_ok_and(|target| target.starts_with(home))
}

/// A folder or link that cannot be opened is a row, unless its name says that nobody misses it.
fn not_opened(
    root: &Path,
    prefix: &str,
    root_name: &Option<String>,
    fault: &walkdir::Error,
    found: &mut Found,
) {
    let path = fault.path().unwrap_or(root);
    let place = Place::new(root, prefix, root_name, path);
    if let Some(reason) = path.file_name().and_then(|n| passed_over(&n.to_string_lossy(), false)) {
        found.skip(place.shown, reason);
    } else if fault.loop_ancestor().is_some() {
        found.skip(place.shown, "link-loop");
    } else {
        let why = fault.io_error().map_or_else(|| fault.to_string(), ToString::to_string);
        let mut place = place;
        if place.shown.is_empty() {
            place.shown = ".".into();
        }
        found.files.push(place.file(Content::Failed(why)));
    }
}
