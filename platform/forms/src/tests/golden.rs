//! The HTML of one page as committed; a golden file changes only on purpose: read the difference, then replace it.
use super::*;
use crate::{StepRef, View};

fn check(name: &str, html: &str) {
    let path = format!("{}/src/tests/golden/{name}.html", env!("CARGO_MANIFEST_DIR"));
    let wanted = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        wanted.trim() == html.trim(),
        "{name} is not what {path} says; it is now:\n<<<{name}\n{html}\n>>>"
    );
}

fn page_after(outcome: &PageOutcome, step: &str) -> String {
    let link = |at: &StepRef| format!("/ho-so/nhap/1/{at}");
    let (form, cx) = (form(), context());
    let view = View { form: &form, answers: &outcome.answers, cx: &cx, labels: &Words, link: &link };
    let summary = view.render_errors(&outcome.errors);
    summary + &view.render_page(&step.parse().unwrap(), &outcome.errors).unwrap()
}

#[test]
fn a_page_with_three_mistakes_keeps_what_was_typed() {
    let list: Vec<(&str, &str)> = CHILD
        .iter()
        .filter(|(name, _)| *name != "child_name-given" && *name != "child_sex")
        .map(|(name, value)| if *name == "child_born-d" { (*name, "31") } else { (*name, *value) })
        .collect();
    check("child-wrong", &page_after(&submit(&Answers::default(), "child", &list), "child"));
}

#[test]
fn a_fresh_page_is_quiet() {
    let mut outcome = submit(&Answers::default(), "child", CHILD);
    outcome.answers = Answers::default();
    check("child-fresh", &page_after(&outcome, "child"));
}

#[test]
fn an_address_offers_the_communes_and_the_former_names() {
    let outcome =
        submit(&almost_done(), "mother-home", &[("mother_home-q", "Yên Khê"), ("_act", "find:mother_home")]);
    check("address-found", &page_after(&outcome, "mother-home"));
}

#[test]
fn the_boxes_of_every_other_kind_are_drawn() {
    check("result", &page_after(&submit(&almost_done(), "result", RESULT), "result"));
}

#[test]
fn a_prefilled_field_shows_its_source() {
    let mut answers = submit(&Answers::default(), "child", CHILD).answers;
    answers = submit(&answers, "mother-known", &[("has_mother", "yes")]).answers;
    answers.prefill(
        "mother_number",
        serde_json::json!("040199000862"),
        "Cơ sở dữ liệu quốc gia về dân cư",
        now(),
    );
    let mut outcome = submit(&answers, "mother", &[("mother_name-given", "Thương"), ("_act", "save")]);
    outcome.errors.clear();
    check("mother-prefilled", &page_after(&outcome, "mother"));
}

#[test]
fn items_are_listed_with_their_names() {
    let one = submit_item(
        &almost_done(),
        "siblings",
        Some(0),
        &[("sibling_name-family", "Lô"), ("sibling_name-given", "Mai")],
    );
    check("siblings", &page_after(&one, "siblings"));
}

#[test]
fn files_show_their_receipts() {
    let mut answers = almost_done();
    answers.add_file(&form(), "proof", receipt(1, 1_812_000)).unwrap();
    answers.add_file(&form(), "proof", receipt(2, 0)).unwrap();
    let outcome = submit(&answers, "papers", &[]);
    let link = |at: &StepRef| format!("/{at}");
    let (form, cx) = (form(), context());
    let view = View { form: &form, answers: &outcome.answers, cx: &cx, labels: &Words, link: &link };
    let upload = view
        .render_upload("papers", "/ho-so/nhap/1/tep", "<input type=\"hidden\" name=\"csrf\" value=\"x\">")
        .unwrap();
    check("papers", &(upload + &page_after(&outcome, "papers")));
}

#[test]
fn the_check_page_ends_with_a_button_that_names_the_act() {
    let mut answers = almost_done();
    answers.prefill("capital", serde_json::json!({"minor": 1, "currency": "VND"}), "Nguồn", now());
    let link = |at: &StepRef| format!("/ho-so/nhap/1/{at}?kiem-tra=1");
    let (form, cx) = (form(), context());
    let view = View { form: &form, answers: &answers, cx: &cx, labels: &Words, link: &link };
    check("check", &(view.render_check() + &view.render_submit(true)));
}
