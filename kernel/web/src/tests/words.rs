use crate::{Catalogue, CatalogueError, LOCALES, arg};

fn catalogue() -> std::sync::Arc<Catalogue> {
    let vi =
        "a-plain = Hồ sơ\na-count = Có { $n } hồ sơ của { $who }\n-brand = Tỉnh\na-term = { -brand } Số\n";
    let en = "a-plain = Dossier\n";
    Catalogue::build("vi", [("a", "vi", vi), ("a", "en", en)]).expect("builds")
}

#[test]
fn a_missing_word_shows_and_is_counted() {
    let catalogue = catalogue();
    let vi = catalogue.lang("vi");
    assert_eq!(vi.t("a-plain"), "Hồ sơ");
    assert!(catalogue.missing().is_empty());
    assert_eq!(vi.t("a-nothing"), "⟦a-nothing⟧");
    assert_eq!(vi.with("a-none", &[("n", 1)]), "⟦a-none⟧");
    assert_eq!(vi.t("a-count"), "⟦a-count⟧", "a message whose arguments were not given is missing too");
    assert_eq!(catalogue.missing(), ["a-count", "a-none", "a-nothing"]);
}

#[test]
fn numbers_are_written_the_vietnamese_way_without_hidden_marks() {
    let vi = catalogue().lang("vi");
    assert_eq!(
        vi.with("a-count", &[("n", arg(&1_234_567)), ("who", arg("An"))]),
        "Có 1.234.567 hồ sơ của An"
    );
    assert_eq!(vi.with("a-count", &[("n", arg(&97.8)), ("who", arg("An"))]), "Có 97,8 hồ sơ của An");
    assert_eq!(
        vi.with("a-count", &[("n", arg(&9_007_199_254_740_993_i64)), ("who", arg(""))]),
        "Có 9.007.199.254.740.993 hồ sơ của "
    );
    assert_eq!(vi.t("a-term"), "Tỉnh Số");
}

#[test]
fn another_language_falls_back_message_by_message() {
    let catalogue = catalogue();
    let en = catalogue.lang("en");
    assert_eq!((en.t("a-plain").as_ref(), en.t("a-term").as_ref(), en.code()), ("Dossier", "Tỉnh Số", "en"));
    assert_eq!(catalogue.lang("th").code(), "vi");
}

#[test]
fn bad_words_stop_the_start() {
    let twice = Catalogue::build("vi", [("a", "vi", "x = 1\n"), ("b", "vi", "x = 2\n")]);
    assert!(matches!(twice, Err(CatalogueError::Twice { .. })));
    let syntax = Catalogue::build("vi", [("a", "vi", "x = { $n\n")]);
    assert!(matches!(syntax, Err(CatalogueError::Syntax { .. })));
}

#[test]
fn every_error_family_and_own_refusal_has_its_words() {
    let texts = LOCALES.iter().map(|(language, text)| ("web", *language, *text));
    let vi = Catalogue::build("vi", texts).expect("builds").lang("vi");
    for family in [
        "sign-in",
        "forbidden",
        "not-found",
        "method",
        "conflict",
        "too-large",
        "too-many",
        "unavailable",
        "internal",
        "bad-request",
    ] {
        assert!(
            vi.has(&format!("web-error-{family}-title")) && vi.has(&format!("web-error-{family}-text")),
            "{family}"
        );
    }
    for key in vi.catalogue().keys("vi") {
        assert!(key.starts_with("web-") || key.starts_with("refusal-web-"), "{key}");
    }
}
