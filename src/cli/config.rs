//! Settings in layers: flags, then `DPASCAN_*` variables, then `dpascan.toml` upward from the
//! scanned folder, then the user's own `dpascan/config.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::ArgMatches;
use clap::ValueEnum;
use clap::parser::ValueSource;

use super::output::fault;

/// What a file may set: the names of the flags.
const KEYS: [&str; 17] = [
    "color",
    "csv-dialect",
    "fail-on",
    "format",
    "lang",
    "max-file-size",
    "max-list-age",
    "max-memory",
    "max-pages",
    "ocr",
    "patterns",
    "pdf-reader",
    "profile",
    "sender",
    "threads",
    "timeout",
    "vendor-by",
];

/// The settings of all files, the nearest file winning.
#[derive(Debug, Default)]
pub(super) struct Config {
    values: BTreeMap<String, (String, PathBuf)>,
}

impl Config {
    /// Reads the files that count for `start`, the scanned folder.
    pub(super) fn load(start: &Path, off: bool) -> anyhow::Result<Config> {
        let mut config = Config::default();
        if off {
            return Ok(config);
        }
        let start = std::path::absolute(start).unwrap_or_else(|_| start.to_path_buf());
        let near =
            start.ancestors().map(|folder| folder.join("dpascan.toml")).find(|path| path.is_file());
        let home = std::env::var_os("XDG_CONFIG_HOME")
            .map(PathBuf::from)
            .filter(|p| p.is_absolute())
            .or_else(|| std::env::home_dir().map(|home| home.join(".config")));
        let own =
            home.map(|home| home.join("dpascan").join("config.toml")).filter(|path| path.is_file());
        for path in near.into_iter().chain(own) {
            let text =
                crate::discover::settings(&path).with_context(|| path.display().to_string())?;
            config.add(&text, &path)?;
        }
        Ok(config)
    }

    /// Adds a file's settings below those that are there.
    fn add(&mut self, text: &str, path: &Path) -> anyhow::Result<()> {
        let table: toml::Table =
            toml::from_str(text).with_context(|| path.display().to_string())?;
        for (key, value) in table {
            if !KEYS.contains(&key.as_str()) {
                return Err(fault(
                    format!("{}: unknown setting `{key}`", path.display()),
                    nearest(&key, KEYS.into_iter()),
                ));
            }
            let value = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                other => {
                    let what = format!("{}: `{key}` is a {}", path.display(), other.type_str());
                    return Err(fault(what, "it should be a string or a number"));
                }
            };
            // A path is meant from where the file stands.
            let value = if matches!(key.as_str(), "patterns" | "sender") {
                path.parent().unwrap_or(Path::new("")).join(value).display().to_string()
            } else {
                value
            };
            self.values.entry(key).or_insert_with(|| (value, path.to_path_buf()));
        }
        Ok(())
    }

    /// The value that counts: the flag or variable, else the file's, else `default`.
    pub(super) fn pick<T>(
        &self,
        key: &str,
        typed: Option<T>,
        default: T,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> anyhow::Result<T> {
        match (typed, self.values.get(key)) {
            (Some(value), _) => Ok(value),
            (None, None) => Ok(default),
            (None, Some((text, path))) => parse(text).map_err(|why| {
                fault(
                    format!("{}: `{key} = {text}`: {why}", path.display()),
                    "dpascan scan --help tells what is possible",
                )
            }),
        }
    }

    /// Every setting with its value and where it comes from.
    pub(super) fn describe(&self, matches: &ArgMatches) -> String {
        let mut out = String::new();
        for key in KEYS {
            let id = key.replace('-', "_");
            let source = matches
                .try_contains_id(&id)
                .ok()
                .filter(|there| *there)
                .and_then(|_| matches.value_source(&id));
            let typed = || -> String {
                let raw = matches.try_get_raw(&id).ok().flatten();
                raw.map(|values| {
                    values.map(|v| v.to_string_lossy().into_owned()).collect::<Vec<_>>().join(", ")
                })
                .unwrap_or_default()
            };
            let line = match (source, self.values.get(key)) {
                (Some(ValueSource::CommandLine), _) => {
                    format!("{key} = {}    # command line", typed())
                }
                (Some(ValueSource::EnvVariable), _) => {
                    format!("{key} = {}    # DPASCAN_{}", typed(), id.to_uppercase())
                }
                (_, Some((value, path))) => format!("{key} = {value}    # {}", path.display()),
                _ => format!("# {key} is not set"),
            };
            out.push_str(&line);
            out.push('\n');
        }
        out
    }
}

/// Reads one of clap's words.
pub(super) fn choice<T: ValueEnum>(text: &str) -> Result<T, String> {
    T::from_str(text, true).map_err(|_| {
        let names: Vec<String> = T::value_variants()
            .iter()
            .filter_map(|v| Some(v.to_possible_value()?.get_name().to_string()))
            .collect();
        format!("expected one of {}", names.join(", "))
    })
}

/// A hint that names the nearest of what is possible, or all of it.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let best = known
        .clone()
        .map(|k| (strsim::jaro_winkler(word, k), k))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match best {
        Some((_, name)) => format!("did you mean `{name}`?"),
        None => format!("known are {}", known.collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_file_wins_and_unknown_keys_are_named() {
        let mut config = Config::default();
        config.add("lang = \"en\"", Path::new("a/dpascan.toml")).unwrap();
        config.add("lang = \"nl\"\nthreads = 2", Path::new("b/config.toml")).unwrap();
        assert_eq!(
            config.pick("lang", None, "x".to_string(), |t| Ok(t.to_string())).unwrap(),
            "en"
        );
        assert_eq!(
            config.pick("lang", Some("fr".to_string()), "x".into(), |t| Ok(t.to_string())).unwrap(),
            "fr"
        );
        assert_eq!(
            config
                .pick("threads", None, 1, |t| t.parse::<u16>().map_err(|e| e.to_string()))
                .unwrap(),
            2
        );
        assert!(
            config.add("languge = 1", Path::new("c")).unwrap_err().to_string().contains("languge")
        );
        assert_eq!(nearest("profil", KEYS.into_iter()), "did you mean `profile`?");
    }
}
