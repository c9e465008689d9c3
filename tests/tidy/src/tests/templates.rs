use super::told;
use crate::templates::{ALLOWED_WORDS, SHOW_ROOMS, inline_code, literal_words};
use crate::tree::File;

fn template(text: &str) -> Vec<File> {
    vec![File::new("services/portal/templates/start.html", text)]
}

#[test]
fn a_template_that_takes_every_word_from_the_catalogue_passes() {
    let text = "{% extends \"frame.html\" %}{# ghi chú #}<!-- chú thích -->\n<h1 class=\"lead\">{{ frame.l.t(\"portal-title\") }}</h1>\n\
        <a href=\"/ho-so?a=1\" title=\"{{ frame.l.t(\"portal-more\") }}\">{{ n }} / 30 &nbsp;·</a>{% if a > b %}→{% endif %}";
    assert_eq!(told(&literal_words(&template(text))), Vec::<String>::new());
    assert!(inline_code(&template(text)).is_empty());
}

#[test]
fn words_between_tags_in_attributes_and_in_code_are_told() {
    let text =
        "<h1>Hồ sơ</h1>\n<p>Ok</p>\n<img alt=\"Logo\">\n<input value=\"Nộp\">\n{{ x.or(\"Không có\") }}";
    let found = told(&literal_words(&template(text)));
    assert_eq!(found.len(), 5, "{found:?}");
    assert_eq!(found.first().unwrap(), "services/portal/templates/start.html:1: says «Hồ sơ» itself");
}

#[test]
fn scripts_styles_and_handlers_are_told() {
    let text = "<script src=\"/a.js\" defer></script>\n<script>x()</script>\n<style>p{}</style>\n<p style=\"color:red\">\n\
        <button onclick=\"x()\">\n<a href=\"javascript:x()\">\n<p data-once=\"a\">";
    let found = told(&inline_code(&template(text)));
    assert_eq!(
        found,
        [
            "services/portal/templates/start.html:2: a <script> of its own",
            "services/portal/templates/start.html:3: a <style> of its own",
            "services/portal/templates/start.html:4: the attribute style",
            "services/portal/templates/start.html:5: the attribute onclick",
            "services/portal/templates/start.html:6: a javascript: address",
        ]
    );
}

#[test]
fn the_list_of_allowed_words_only_shrinks() {
    assert!(ALLOWED_WORDS.is_empty(), "this number only goes down");
    assert!(SHOW_ROOMS.len() <= 1, "this number only goes down");
}

#[test]
fn names_of_keys_and_attributes_put_together_are_no_words() {
    let text = "<p><kbd>Ctrl</kbd> + <kbd class=\"k\">J</kbd></p>{% let a %} aria-describedby=\"{{ id }}-h\" data-upload{% endlet %}";
    assert_eq!(told(&literal_words(&template(text))), Vec::<String>::new());
    assert_eq!(
        literal_words(&template("<p><kbd>J</kbd> xuống</p>{% let a %} class=\"x\" Mở{% endlet %}")).len(),
        2
    );
}
