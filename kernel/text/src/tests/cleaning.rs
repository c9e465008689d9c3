use crate::*;
use base::Refusal;
use proptest::prelude::*;

#[test]
fn a_line_is_composed_squeezed_and_trimmed() {
    for (text, cleaned) in [
        ("  Nguye\u{302}\u{303}n \t Văn\u{a0}An \r\n", "Nguyễn Văn An"),
        ("xã\u{200b} Yên\u{ad} Na\u{feff}", "xã Yên Na"),
        ("Cảm ơn 🙏", "Cảm ơn 🙏"),
        ("", ""),
    ] {
        assert_eq!(clean_line(text).unwrap(), cleaned);
    }
}

#[test]
fn what_hides_or_reverses_text_is_refused() {
    for c in [
        '\0',
        '\u{7}',
        '\u{1b}',
        '\u{7f}',
        '\u{9b}',
        '\u{202e}',
        '\u{2066}',
        '\u{200f}',
        '\u{fffe}',
        '\u{1ffff}',
    ] {
        let text = format!("số{c}12");
        assert_eq!(clean_line(&text), Err(TextError::ControlCharacter), "{:x}", u32::from(c));
        assert_eq!(clean_text(&text), Err(TextError::ControlCharacter));
        assert_eq!(clean_name(&text), Err(TextError::ControlCharacter));
    }
    for c in ['\n', '\r', '\u{b}', '\u{85}', '\u{2028}'] {
        assert_eq!(clean_line(&format!("một{c}hai")), Err(TextError::LineBreak));
    }
}

#[test]
fn a_text_keeps_its_lines() {
    assert_eq!(
        clean_text("\r\n  Kính gửi:  \r\n\r\n1.\tĐơn\rHết \n\n").unwrap(),
        "  Kính gửi:\n\n1. Đơn\nHết"
    );
    assert_eq!(clean_text("👨‍👩‍👧 gia đình").unwrap(), "👨‍👩‍👧 gia đình", "joined emoji stay whole");
}

#[test]
fn limits_count_characters_not_bytes() {
    assert_eq!(clean_line_within("ộộộ", 3).unwrap(), "ộộộ");
    assert_eq!(clean_line_within("ộộộộ", 3), Err(TextError::TooLong { max: 3 }));
    assert_eq!(clean_line_within("o\u{323}\u{302}o\u{323}\u{302}", 2).unwrap(), "ộộ");
    assert_eq!(clean_text_within(&"a".repeat(5_000_000), 10), Err(TextError::TooLong { max: 10 }));
}

#[test]
fn names_are_letters_with_marks_and_little_else() {
    for name in [
        "Nguyễn Thị An",
        "H'Hen Niê",
        "K’Brêu",
        "Y Bhăm Ênuôl",
        "Jean-Pierre",
        "Lò Văn Ó",
        "Đinh",
        "Võ T. Sáu",
    ] {
        assert_eq!(clean_name(name).unwrap(), name);
    }
    for name in ["An 2", "Nguyễn 🙏", "𠊛", "An <b>", "a@b", "- An", "'An", "An|Bình", "An; Bình"] {
        assert_eq!(clean_name(name), Err(TextError::NotInName), "{name}");
    }
    for name in ["", "  ", "\u{200b}"] {
        assert_eq!(clean_name(name), Err(TextError::NameEmpty));
    }
    assert!(matches!(clean_name(&"An ".repeat(60)), Err(TextError::TooLong { max: NAME_CHARS_MAX })));
}

#[test]
fn every_refusal_has_its_sentence() {
    for error in [
        TextError::ControlCharacter,
        TextError::LineBreak,
        TextError::TooLong { max: 1 },
        TextError::NotInName,
        TextError::NameEmpty,
    ] {
        let key = format!("refusal-{} = ", error.code().replace(['.', '_'], "-"));
        let sentence = LOCALES[0].1.lines().find(|line| line.starts_with(&key)).expect(&key);
        for (name, _) in error.args() {
            assert!(sentence.contains(&format!("${name}")));
        }
        assert_eq!(error.kind().status(), 422);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_was_cleaned_is_clean(text in prop_oneof![any::<String>(), "[ a-zĐộ\t\n\r\u{200b}\u{300}-\u{323}🙏]{0,40}"]) {
        if let Ok(line) = clean_line(&text) {
            prop_assert_eq!(clean_line(&line), Ok(line.clone()));
            prop_assert_eq!(nfc(&line), line);
        }
        if let Ok(cleaned) = clean_text(&text) {
            prop_assert_eq!(clean_text(&cleaned), Ok(cleaned));
        }
        if let Ok(name) = clean_name(&text) {
            prop_assert!(name.chars().all(|c| u32::from(c) <= 0xFFFF));
            prop_assert_eq!(clean_name(&name), Ok(name));
        }
    }
}
