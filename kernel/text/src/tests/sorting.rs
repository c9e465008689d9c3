use crate::*;
use proptest::prelude::*;
use std::cmp::Ordering;

#[test]
fn the_vietnamese_table_is_built_in() {
    assert!(crate::collate::COLLATOR.is_some());
}

/// CLDR `vi`: letters first, then the tones ngang, huyền, hỏi, ngã, sắc, nặng.
#[test]
fn letters_and_tones_sort_as_in_a_dictionary() {
    let sorted = [
        "An", "Àn", "Ản", "Ãn", "Án", "Ạn", "An Bình", "Anh", "Ành", "Ảnh", "Ánh", "Ạnh", "Ăn", "Ân", "Ba",
        "Ca", "Dung", "Dũng", "Đào", "Đức", "Em", "Ê", "Hòa", "Hoài", "Lan", "Lân", "Oanh", "Ổn", "Ơn", "Tu",
        "Tú", "Tư", "Từ", "Uyên", "Ước", "Vinh", "Xuân", "Yến",
    ];
    for pair in sorted.windows(2) {
        assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{} < {}", pair[0], pair[1]);
    }
}

#[test]
fn d_with_a_bar_comes_after_every_d() {
    assert_eq!(compare("Dương Văn", "Đa"), Ordering::Less);
    assert_eq!(compare("Đa", "Ea"), Ordering::Less);
}

#[test]
fn the_place_of_a_tone_and_composition_do_not_change_the_order() {
    assert_eq!(collation_key("Hoà"), collation_key("Hòa"));
    assert_eq!(collation_key("Nguye\u{302}\u{303}n"), collation_key("Nguyễn"));
    assert_eq!(collation_key("  xã   An "), collation_key("xã An"));
    assert_eq!(compare("an", "An"), Ordering::Less, "case decides last");
}

#[test]
fn people_sort_by_given_name_then_family_name() {
    let sorted = [
        "An",
        "Lê Văn An",
        "Nguyễn An",
        "Nguyễn Thị An",
        "Nguyễn Văn An",
        "Bùi Anh",
        "Vũ Ánh",
        "Trần Ba Đào",
        "Âu Đức",
        "Trần Thị Hoà",
        "Võ Thị Hòa",
    ];
    let mut shuffled = sorted.to_vec();
    shuffled.reverse();
    shuffled.sort_by_key(|name| person_collation_key(name));
    assert_eq!(shuffled, sorted);
}

proptest! {
    #[test]
    fn no_key_holds_a_zero_byte_and_keys_agree_with_the_collator(one in any::<String>(), other in any::<String>()) {
        let one: String = one.chars().filter(|c| *c != '\0').collect();
        prop_assert!(!collation_key(&one).contains(&0));
        prop_assert_eq!(compare(&one, &other), compare(&other, &one).reverse());
        let _ = person_collation_key(&other);
    }

    #[test]
    fn a_shorter_given_name_sorts_first_whatever_the_family(family in "[A-Z][a-z]{0,6}", given in "[A-Z][a-z]{0,4}") {
        let short = person_collation_key(&format!("{family} {given}"));
        let long = person_collation_key(&format!("An {given}h"));
        prop_assert!(short < long);
    }
}
