//! Which file belongs to which vendor: the user's list, else the folder, else the processor that
//! the document names, else the file's name.

use std::collections::BTreeMap;

use super::{Found, SourceFile};

/// By what files are put together to vendors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VendorBy {
    /// First-level folder, else the processor named in the document, else the file's name.
    #[default]
    Auto,
    /// First-level folder, else the scanned folder itself.
    Folder,
    /// Every file is a vendor of its own.
    File,
    /// The processor named in the document, else the folder, else the file's name.
    Party,
}

/// A file and what was learnt from reading it.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// The file.
    pub file: &'a SourceFile,
    /// The processor that its parties block names.
    pub party: Option<&'a str>,
    /// Whether it is an annex, which belongs to an agreement and rarely names parties.
    pub annex: bool,
}

/// A vendor and its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vendor {
    /// The name.
    pub name: String,
    /// Places in the list given to [`group`], ascending.
    pub files: Vec<usize>,
    /// What the user buys from it, as `vendors.toml` says.
    pub products: Vec<String>,
}

/// Puts files together to vendors, sorted by name. Vendors of `vendors.toml` and empty folders are
/// vendors too: having nothing on paper is what the report must tell of them.
#[must_use]
pub fn group(files: &[Named<'_>], by: VendorBy, found: &Found) -> Vec<Vendor> {
    let only = the_only_party(files, found);
    let mut vendors: BTreeMap<String, Vendor> = BTreeMap::new();
    let mut add = |name: &str, key: String, index: Option<usize>| {
        let vendor = vendors.entry(key).or_insert_with(|| Vendor {
            name: name.to_string(),
            files: Vec::new(),
            products: Vec::new(),
        });
        vendor.files.extend(index);
    };
    for (index, named) in files.iter().enumerate() {
        if let Some(listed) =
            found.manifest.vendor_of(&named.file.shown).filter(|_| by != VendorBy::File)
        {
            add(&listed.name, key(&listed.name), Some(index));
        } else {
            let name = name_of(named, by, only.as_deref());
            // One file, one vendor: names that differ in a sign only must not merge.
            let key = if by == VendorBy::File { name.clone() } else { key(&name) };
            add(&name, key, Some(index));
        }
    }
    if by != VendorBy::File {
        for listed in &found.manifest.vendors {
            add(&listed.name, key(&listed.name), None);
        }
        if matches!(by, VendorBy::Auto | VendorBy::Folder) {
            for folder in &found.empty_folders {
                add(folder, key(folder), None);
            }
        }
    }
    for listed in &found.manifest.vendors {
        if let Some(vendor) = vendors.get_mut(&key(&listed.name)) {
            vendor.products.extend(listed.products.iter().cloned());
        }
    }
    let mut vendors: Vec<Vendor> = vendors.into_values().collect();
    vendors.sort_by(|a, b| (a.name.to_lowercase(), &a.name).cmp(&(b.name.to_lowercase(), &b.name)));
    vendors
}

/// What tells the vendor of a file before anybody has read it; `None` where its text decides. Files
/// with the same answer belong together, though others may join them.
#[must_use]
pub fn settled(file: &SourceFile, by: VendorBy, found: &Found) -> Option<String> {
    let folder =
        || file.folder.as_deref().or(file.root.as_deref().filter(|_| by == VendorBy::Folder));
    match by {
        VendorBy::File => Some(file.shown.clone()),
        _ => match (found.manifest.vendor_of(&file.shown), by) {
            (Some(listed), _) => Some(key(&listed.name)),
            (None, VendorBy::Party) => None,
            (None, _) => folder().map(key),
        },
    }
}

fn name_of(named: &Named<'_>, by: VendorBy, only: Option<&str>) -> String {
    let file = named.file;
    let folder = file.folder.as_deref();
    let party = named.party.map(str::trim).filter(|p| !p.is_empty());
    let name = match by {
        VendorBy::File => return file.shown.clone(),
        VendorBy::Folder => folder.or(file.root.as_deref()),
        VendorBy::Party => party.or(folder),
        VendorBy::Auto => folder.or(party).or_else(|| only.filter(|_| named.annex)),
    };
    name.map_or_else(|| stem(&file.shown), str::to_string)
}

/// The file's name without its folders and extension.
fn stem(shown: &str) -> String {
    let name = shown.rsplit('/').next().unwrap_or(shown);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if stem.is_empty() { name.to_string() } else { stem.to_string() }
}

/// Where the loose files name one processor only, annexes without a name are that processor's.
fn the_only_party(files: &[Named<'_>], found: &Found) -> Option<String> {
    let loose = files
        .iter()
        .filter(|n| n.file.folder.is_none() && found.manifest.vendor_of(&n.file.shown).is_none());
    let mut parties: BTreeMap<String, &str> = BTreeMap::new();
    for party in loose.filter_map(|n| n.party) {
        parties.entry(key(party)).or_insert(party);
    }
    if parties.len() == 1 { parties.into_values().next().map(str::to_string) } else { None }
}

/// What two spellings of one vendor share: letters and digits without case and legal form.
fn key(name: &str) -> String {
    let folded: String = name.to_lowercase().chars().filter(|c| *c != '.').collect();
    let mut words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    while words.len() > 1 && words.last().is_some_and(|w| LEGAL_FORMS.contains(w)) {
        words.pop();
    }
    if words.is_empty() { name.to_string() } else { words.join(" ") }
}

const LEGAL_FORMS: &[&str] = &[
    "bv", "nv", "vof", "cv", "ua", "inc", "ltd", "llc", "gmbh", "ag", "sa", "sas", "bvba", "srl",
    "plc", "limited", "corp",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discover::Content;

    fn file(shown: &str) -> SourceFile {
        let folder = shown.split_once('/').map(|(f, _)| f.to_string());
        SourceFile {
            shown: shown.into(),
            folder,
            root: Some("contracten".into()),
            content: Content::Bytes(vec![]),
        }
    }

    /// `(path, party, annex)` of each file → `name: indexes`.
    fn grouped(
        files: &[(&str, Option<&str>, bool)],
        by: VendorBy,
        found: &Found,
    ) -> Vec<(String, Vec<usize>)> {
        let sources: Vec<SourceFile> = files.iter().map(|f| file(f.0)).collect();
        let named: Vec<Named<'_>> = sources
            .iter()
            .zip(files)
            .map(|(file, (_, party, annex))| Named { file, party: *party, annex: *annex })
            .collect();
        group(&named, by, found).into_iter().map(|v| (v.name, v.files)).collect()
    }

    #[test]
    fn the_folder_wins_over_the_party_and_the_party_over_the_name() {
        let files = [
            ("acme/a.pdf", Some("Beta B.V."), false),
            ("b.pdf", Some("Beta B.V."), false),
            ("c.pdf", None, false),
        ];
        let found = Found::default();
        assert_eq!(
            grouped(&files, VendorBy::Auto, &found),
            [("acme".into(), vec![0]), ("Beta B.V.".into(), vec![1]), ("c".into(), vec![2])]
        );
        assert_eq!(
            grouped(&files, VendorBy::Party, &found),
            [("Beta B.V.".into(), vec![0, 1]), ("c".into(), vec![2])]
        );
        assert_eq!(
            grouped(&files, VendorBy::Folder, &found),
            [("acme".into(), vec![0]), ("contracten".into(), vec![1, 2])]
        );
        assert_eq!(grouped(&files, VendorBy::File, &found).len(), 3);
    }

    #[test]
    fn spellings_of_one_name_are_one_vendor() {
        let files = [("a.pdf", Some("Acme B.V."), false), ("b.pdf", Some("ACME BV"), false)];
        assert_eq!(
            grouped(&files, VendorBy::Auto, &Found::default()),
            [("Acme B.V.".into(), vec![0, 1])]
        );
    }

    #[test]
    fn a_loose_annex_joins_the_only_party_and_no_other() {
        let found = Found::default();
        let one = [("a.pdf", Some("Acme"), false), ("bijlage.pdf", None, true)];
        assert_eq!(grouped(&one, VendorBy::Auto, &found), [("Acme".into(), vec![0, 1])]);
        let two = [
            ("a.pdf", Some("Acme"), false),
            ("b.pdf", Some("Beta"), false),
            ("bijlage.pdf", None, true),
        ];
        assert_eq!(grouped(&two, VendorBy::Auto, &found).len(), 3);
    }

    #[test]
    fn an_empty_folder_is_a_vendor_of_whom_there_is_nothing() {
        let found = Found { empty_folders: vec!["Leeg".into()], ..Found::default() };
        assert_eq!(grouped(&[], VendorBy::Auto, &found), [("Leeg".into(), vec![])]);
        assert_eq!(grouped(&[], VendorBy::File, &found), []);
    }
}
