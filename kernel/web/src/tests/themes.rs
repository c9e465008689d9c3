use crate::{Theme, ThemeError};

#[test]
fn a_theme_holds_known_tokens_with_plain_values_only() {
    assert!(
        Theme::parse("/* tím */ :root { --brand: #5b2a86; --brand-deep: #3d1c5a; --brand-tint: #f1eaf7 }")
            .is_ok()
    );
    for bad in ["", "body{}", ":root{--brand:#000}body{display:none}", ":root{--brand}", ":root{{}"] {
        assert!(Theme::parse(bad).is_err(), "{bad}");
    }
    assert!(matches!(Theme::parse(":root{--s1:1px}"), Err(ThemeError::Token(_))));
    for bad in ["url(x)", "expression(1)", "red}body{}", "#000;x", "\\75rl"] {
        assert!(Theme::parse(&format!(":root{{--brand:{bad}}}")).is_err(), "{bad}");
    }
    assert_eq!(Theme::parse(&" ".repeat(5000)), Err(ThemeError::Shape));
}

#[test]
fn a_theme_that_cannot_be_read_is_refused() {
    assert!(matches!(Theme::parse(":root{--brand:#8fcbe0}"), Err(ThemeError::Contrast(..))));
    assert!(matches!(Theme::parse(":root{--ink:#999999}"), Err(ThemeError::Contrast(..))));
}
