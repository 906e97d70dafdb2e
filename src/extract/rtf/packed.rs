//! The packed RTF of Outlook messages ([MS-OXRTFCP]): a dictionary of 4 KiB that starts with words.

use super::super::Limits;

/// What the dictionary holds before the first byte.
const START: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
/// Bytes in the dictionary.
const WINDOW: usize = 4_096;

/// The RTF; `None` where it is not packed in this way.
pub(in super::super) fn unpacked(packed: &[u8], limits: &Limits) -> Option<Vec<u8>> {
    let data = packed.get(16..)?;
    match packed.get(8..12)? {
        b"MELA" => return Some(data.to_vec()),
        b"LZFu" => {}
        _ => return None,
    }
    let mut window = [0_u8; WINDOW];
    window.get_mut(..START.len())?.copy_from_slice(START);
    let mut at = START.len();
    let mut out = Vec::new();
    let mut bytes = data.iter().copied();
    while let Some(control) = bytes.next() {
        for bit in 0..8 {
            if out.len() > limits.max_text_bytes {
                return None;
            }
            if control >> bit & 1 == 0 {
                let Some(byte) = bytes.next() else { return Some(out) };
                put(byte, &mut window, &mut at, &mut out);
                continue;
            }
            let (Some(high), Some(low)) = (bytes.next(), bytes.next()) else { return Some(out) };
            let token = usize::from(u16::from_be_bytes([high, low]));
            let mut from = token >> 4;
            if from == at {
                return Some(out);
            }
            for _ in 0..(token & 15) + 2 {
                let byte = window.get(from).copied().unwrap_or_default();
                put(byte, &mut window, &mut at, &mut out);
                from = (from + 1) % WINDOW;
            }
        }
    }
    Some(out)
}

fn put(byte: u8, window: &mut [u8; WINDOW], at: &mut usize, out: &mut Vec<u8>) {
    out.push(byte);
    if let Some(place) = window.get_mut(*at) {
        *place = byte;
    }
    *at = (*at + 1) % WINDOW;
}
