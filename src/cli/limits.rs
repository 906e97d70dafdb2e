//! What reading one document may cost, as options: flags, variables and settings become [`Limits`].

use clap::Args;

use super::args::size;
use super::config::Config;
use crate::extract::Limits;

/// The options that every command that reads documents has.
#[derive(Debug, Args)]
pub(super) struct LimitArgs {
    /// Files larger than this are not read, such as 50M [default: 100M]
    #[arg(long, value_name = "SIZE", value_parser = size, env = "DPASCAN_MAX_FILE_SIZE", hide_env = true, help_heading = "Limits")]
    pub(super) max_file_size: Option<u64>,

    /// Documents with more pages than this are not read [default: 5000]
    #[arg(long, value_name = "N", value_parser = count, env = "DPASCAN_MAX_PAGES", hide_env = true, help_heading = "Limits")]
    pub(super) max_pages: Option<u64>,

    /// Seconds of work for one document; larger files get more [default: 10]
    #[arg(long, value_name = "SECONDS", value_parser = count, env = "DPASCAN_TIMEOUT", hide_env = true, help_heading = "Limits")]
    pub(super) timeout: Option<u64>,

    /// Memory of a reading process, such as 512M [default: 1G]
    #[arg(long, value_name = "SIZE", value_parser = size, env = "DPASCAN_MAX_MEMORY", hide_env = true, help_heading = "Limits")]
    pub(super) max_memory: Option<u64>,
}

impl LimitArgs {
    /// The limits that count.
    pub(super) fn limits(&self, config: &Config) -> anyhow::Result<Limits> {
        let usual = Limits::default();
        let pages = u64::try_from(usual.max_pages).unwrap_or(u64::MAX);
        let pages = config.pick("max-pages", self.max_pages, pages, count)?;
        let timeout = config.pick("timeout", self.timeout, usual.cpu_seconds, count)?;
        Ok(Limits {
            max_bytes: config.pick("max-file-size", self.max_file_size, usual.max_bytes, size)?,
            max_pages: usize::try_from(pages).unwrap_or(usize::MAX),
            max_memory: config.pick("max-memory", self.max_memory, usual.max_memory, size)?,
            ..usual.with_timeout(timeout)
        })
    }
}

/// A number from 1 up to what no document needs.
fn count(text: &str) -> Result<u64, String> {
    let number = text.trim().parse().ok().filter(|n| (1..=1_000_000).contains(n));
    number.ok_or_else(|| "expected a number from 1 to 1000000".to_string())
}
