//! The file of a requirement, as somebody writes it: read, or refused with a line.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = dpascan::pack::fuzzed(text);
});
