//! The built-in packs as the build script left them, and as they are where a folder lies over them.

use std::path::Path;

use include_dir::{Dir, include_dir};

use super::Patterns;
use super::load::{self, Files, PackError};

/// What [`super::prepare`] wrote when the program was built.
static PREPARED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/packs"));
/// The pack files as they were written, for folders that are laid over them.
static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/patterns");

impl Patterns {
    /// Reads the built-in packs and, where given, the folder laid over them.
    ///
    /// # Errors
    /// The first file that cannot be read or used, with its line.
    pub fn load(overlay: Option<&Path>) -> Result<Patterns, PackError> {
        Patterns::load_on(overlay, None)
    }

    /// The same, judging by the law of a date, `YYYY-MM-DD`; without one, by the date of the list
    /// of countries.
    ///
    /// # Errors
    /// The first file that cannot be read or used, with its line.
    pub fn load_on(overlay: Option<&Path>, as_of: Option<&str>) -> Result<Patterns, PackError> {
        let patterns = match overlay {
            None => postcard::from_bytes(PREPARED).map_err(|error| PackError {
                file: "the packs inside the program".to_owned(),
                line: None,
                what: format!("{error}: build the program anew"),
            })?,
            Some(dir) => {
                let mut files = Files::new();
                built_in(&BUILT_IN, &mut files);
                load::over(dir, &mut files)?;
                Patterns::compile(&files)?
            }
        };
        Ok(patterns.on(as_of))
    }
}

fn built_in(dir: &Dir<'_>, files: &mut Files) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if let Some(text) = file.contents_utf8().filter(|_| path.ends_with(".toml")) {
            files.insert(path, text.to_owned());
        }
    }
    dir.dirs().for_each(|d| built_in(d, files));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_build_prepared_is_what_the_pack_files_give() {
        let mut files = Files::new();
        built_in(&BUILT_IN, &mut files);
        let compiled = Patterns::compile(&files).unwrap();
        assert!(postcard::to_allocvec(&compiled).unwrap() == PREPARED);
        let read = Patterns::load(None).unwrap();
        assert_eq!(read.hash, compiled.hash);
        let examples = |p: &Patterns| -> Vec<_> {
            p.requirements.iter().flat_map(|r| r.examples.to_vec()).collect()
        };
        assert!(examples(&read).len() > 100);
        assert_eq!(examples(&read), examples(&compiled));
    }

    #[test]
    fn countries_are_found_with_the_class_of_the_date() {
        let class = |as_of: &str| {
            let table = Patterns::load_on(None, Some(as_of)).unwrap().table;
            let term = table.beside(table.term("@country:GB").unwrap()).unwrap();
            table.terms[term.0 as usize].name.clone()
        };
        assert_eq!(class("2019-01-01"), "@country_eea");
        assert_eq!(class("2022-01-01"), "@country_adequate");
    }
}
