use crate::rules::{Query, nearest, words_of};
use crate::{Entry, typo_distance};

#[test]
fn a_code_stays_one_word_and_punctuation_falls() {
    let entry = Entry {
        id: "1.001193".into(),
        title: "Đăng ký khai sinh (cấp xã); bản sao".into(),
        ..Entry::default()
    };
    let words: Vec<String> = words_of(&entry).into_keys().collect();
    assert_eq!(words, ["1.001193", "ban", "cap", "dang", "khai", "ky", "sao", "sinh", "xa"]);
}

#[test]
fn a_query_knows_whether_its_last_word_is_finished() {
    assert!(Query::read("khai si").open_end);
    assert!(!Query::read("khai sinh ").open_end);
    assert_eq!(Query::read("  ĐĂNG   Ký ").folded, "dang ky");
    assert!(Query::read("!!! … ---").words.is_empty());
    let long = "từ ".repeat(5_000);
    assert_eq!(Query::read(&long).words.len(), crate::QUERY_WORDS_MAX);
}

#[test]
fn edits_are_counted_with_swaps_and_bounded() {
    assert_eq!(typo_distance("khia", "khai", 1), Some(1));
    assert_eq!(typo_distance("sinh", "sih", 1), Some(1));
    assert_eq!(typo_distance("sinh", "sinh", 1), Some(0));
    assert_eq!(typo_distance("sinh", "dung", 1), None);
    assert_eq!(typo_distance("", "ab", 1), None);
}

#[test]
fn the_nearest_word_keeps_the_first_letter_and_numbers_are_left_alone() {
    let known: Vec<String> = ["khai", "thai", "chai", "dung"].map(str::to_owned).to_vec();
    assert_eq!(nearest("khia", &known).as_deref(), Some("khai"));
    assert_eq!(nearest("khaii", &known).as_deref(), Some("khai"));
    assert_eq!(nearest("zzzz", &known), None);
    assert_eq!(nearest("ab", &known), None);
    assert_eq!(nearest("12345", &["12346".to_owned()]), None);
}
