//! Text strings of PDF objects (ISO 32000-1, 7.9.2.2): UTF-16 or UTF-8 with a mark, else the
//! encoding of PDF's own.

/// The codes of `PDFDocEncoding` from 0x18 and from 0x80 on that are others than in Latin-1.
const FROM_18: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
const FROM_80: [char; 33] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™',
    'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{fffd}', '€',
];

/// The text, with `\n` between lines.
pub(super) fn decode(bytes: &[u8]) -> String {
    let text = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => {
            let rest = bytes.get(mark..).unwrap_or_default();
            without_language(&encoding.decode_without_bom_handling(rest).0)
        }
        None => bytes.iter().map(|byte| character(*byte)).collect(),
    };
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn character(byte: u8) -> char {
    let (low, high) = (usize::from(byte).checked_sub(0x18), usize::from(byte).checked_sub(0x80));
    let special = low.and_then(|at| FROM_18.get(at)).or_else(|| FROM_80.get(high?));
    special.copied().unwrap_or(char::from(byte))
}

/// A language may be named inside, between two escapes; it is no text.
fn without_language(text: &str) -> String {
    text.split('\u{1b}').step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn strings_come_in_three_encodings() {
        assert_eq!(decode(b"72 hours \x85 \x80 \xa0 5"), "72 hours – • € 5");
        assert_eq!(decode(b"\xfe\xff\x00C\x00o\x00\xeb\x00r\x00d"), "Coërd");
        assert_eq!(decode(b"\xef\xbb\xbfCo\xc3\xabrd\rtwo"), "Coërd\ntwo");
        assert_eq!(decode(b"\xfe\xff\x00\x1b\x00n\x00l\x00\x1b\x00a"), "a");
    }
}
