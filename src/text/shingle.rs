//! Shingles: hashes of so many words in a row, by which texts are compared without keeping them.

/// A hash of each run of `length` words of a folded text, in order; a shorter text gives one hash
/// of all its words, an empty one none. The hashes stay the same from build to build.
#[must_use]
pub fn shingles(folded: &str, length: usize) -> Vec<u64> {
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if words.is_empty() {
        return Vec::new();
    }
    words.windows(length.clamp(1, words.len())).map(hash).collect()
}

/// FNV-1a over the words with a blank between them.
fn hash(words: &[&str]) -> u64 {
    let bytes = words.iter().flat_map(|w| w.bytes().chain([b' ']));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_count() {
        assert_eq!(shingles("de verwerker, meldt", 2), shingles("de  verwerker meldt.", 2));
        assert_eq!(shingles("een twee drie", 2).len(), 2);
        assert_eq!(shingles("een", 6).len(), 1);
        assert!(shingles(" - ", 2).is_empty());
        assert_ne!(shingles("een twee", 2), shingles("twee een", 2));
    }

    #[test]
    fn stored_fingerprints_outlive_a_build() {
        assert_eq!(shingles("a", 1), [620_373_080_799_520_836]);
    }
}
