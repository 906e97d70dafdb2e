//! What can be mended in a PDF's bytes before any reader sees them.

use std::borrow::Cow;

/// Drops junk before the header, so that the offsets of the cross-reference table hold again, and
/// flags a file that ends before its end mark.
pub(super) fn repair(bytes: &[u8]) -> (Cow<'_, [u8]>, Vec<String>) {
    let mut flags = Vec::new();
    let header = find(bytes.get(..1024 + 5).unwrap_or(bytes), b"%PDF-").unwrap_or(0);
    let body = bytes.get(header..).unwrap_or(bytes);
    let tail = body.get(body.len().saturating_sub(2048)..).unwrap_or(body);
    if find(tail, b"%%EOF").is_none() {
        flags.push("partial".to_owned());
    }
    if header > 0 && !offsets_count_junk(bytes) {
        return (Cow::Owned(body.to_vec()), flags);
    }
    (Cow::Borrowed(bytes), flags)
}

/// Whether `startxref` points at a cross-reference table in the file as it stands, junk included.
fn offsets_count_junk(bytes: &[u8]) -> bool {
    let start = bytes.len().saturating_sub(2048);
    let Some(tail) = bytes.get(start..) else {
        return false;
    };
    let Some(at) = tail.windows(9).rposition(|window| window == b"startxref") else {
        return false;
    };
    let digits: String = tail
        .get(at + 9..)
        .unwrap_or_default()
        .iter()
        .map(|byte| char::from(*byte))
        .skip_while(|c| c.is_ascii_whitespace())
        .take_while(char::is_ascii_digit)
        .collect();
    let Some(target) = digits.parse::<usize>().ok().and_then(|offset| bytes.get(offset..)) else {
        return false;
    };
    target.starts_with(b"xref")
}

fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn junk_goes_and_a_missing_end_is_told() {
        let (bytes, flags) = repair(b"mail header\n%PDF-1.4\n1 0 obj");
        assert!(bytes.starts_with(b"%PDF-1.4"));
        assert_eq!(flags, ["partial"]);
        let (bytes, flags) = repair(b"%PDF-1.4\nstartxref\n0\n%%EOF\n");
        assert_eq!((bytes.len(), flags.len()), (27, 0));
    }
}
