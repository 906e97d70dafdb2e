//! How documents are read, as it was typed and configured, for every command that reads.

use super::args::{OcrArg, PdfReaderArg, ReadingArgs, size};
use super::config::{Config, choice};
use crate::extract::{Limits, PdfReader, Reader, ReaderOptions};

/// How many times its processor time a document may take by the clock: a busy machine is no fault
/// of a document, so this only ends what stands still.
const STALL: u64 = 6;

/// The limits for one document and the ways of reading it.
pub(super) fn settings(
    args: &ReadingArgs,
    config: &Config,
) -> anyhow::Result<(Limits, ReaderOptions)> {
    let usual = Limits::default();
    let number = |text: &str| match text.parse::<u64>() {
        Ok(0) => Err("must be at least 1".to_owned()),
        Ok(number) => Ok(number),
        Err(why) => Err(why.to_string()),
    };
    let pages = u64::try_from(usual.max_pages).unwrap_or(u64::MAX);
    let pages = config.pick("max-pages", args.max_pages, pages, number)?;
    let cpu_seconds = config.pick("timeout", args.timeout, usual.cpu_seconds, number)?;
    let limits = Limits {
        max_bytes: config.pick("max-file-size", args.max_file_size, usual.max_bytes, size)?,
        max_pages: usize::try_from(pages).unwrap_or(usize::MAX),
        cpu_seconds,
        stall_seconds: cpu_seconds.saturating_mul(STALL),
        max_memory: config.pick("max-memory", args.max_memory, usual.max_memory, size)?,
        passwords: super::scan::passwords(args.password_file.as_deref())?,
        threads: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        ..usual
    };
    let ocr = config.pick("ocr", args.ocr, OcrArg::Auto, choice)?.into();
    let pdf_reader = if args.cross_check {
        PdfReader::Both
    } else {
        config.pick("pdf-reader", args.pdf_reader, PdfReaderArg::Auto, choice)?.into()
    };
    Ok((limits, ReaderOptions { ocr, pdf_reader, ..ReaderOptions::default() }))
}

/// A reader with these settings.
pub(super) fn reader(args: &ReadingArgs, config: &Config) -> anyhow::Result<Reader> {
    settings(args, config).map(|(limits, options)| Reader::new(limits, options))
}
