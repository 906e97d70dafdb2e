use super::*;

#[test]
fn every_kind_of_the_packs_is_known_and_has_examples_in_both_languages() {
    let patterns = Patterns::load(None).unwrap();
    for name in patterns.kinds.kinds.keys() {
        let kind = Kind::of(name).unwrap_or_else(|| panic!("{name}"));
        for lang in crate::lang::Lang::ALL {
            let has =
                patterns.kinds.example.iter().any(|e| e.kind == kind.code() && e.lang == lang);
            assert!(has, "{name} has no example in {}", lang.code());
        }
    }
}
