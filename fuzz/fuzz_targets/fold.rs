//! Folding: the map leads back to whole characters, and folding twice changes nothing.
#![no_main]

use dpascan::text::{Span, fold};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &str| {
    let folded = fold(raw);
    let text = &folded.text;
    assert_eq!(&fold(text).text, text);
    let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    starts.push(text.len());
    for pair in starts.windows(2) {
        let span = folded.to_raw(Span::new(pair[0], pair[1]), raw);
        assert!(raw.get(span.start..span.end).is_some(), "{span:?}");
    }
    let whole = folded.to_raw(Span::new(0, text.len()), raw);
    assert!(raw.get(whole.start..whole.end).is_some());
});
