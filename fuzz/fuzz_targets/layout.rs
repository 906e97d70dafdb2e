//! Glyphs at any places → lines: no panic, and every number that comes out is one.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for line in dpascan::extract::laid_out(bytes) {
        for number in [line.left, line.right, line.top, line.gap_above, line.size] {
            assert!(!number.is_nan(), "{line:?}");
        }
        assert!(!line.text.contains('\n'), "{line:?}");
    }
});
