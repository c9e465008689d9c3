//! Whatever is submitted: no panic, nothing typed is lost, accepted answers read back.
use super::*;
use crate::rules::controls::{belongs, filled};
use crate::{StepRef, View, check_answers, journey, validate_all};
use proptest::prelude::*;

fn names() -> impl Strategy<Value = String> {
    let known = vec![
        "child_name-family",
        "child_name-given",
        "child_born-d",
        "child_born-m",
        "child_born-y",
        "child_sex",
        "child_people",
        "has_mother",
        "mother_name-given",
        "mother_born-d",
        "mother_born-m",
        "mother_born-y",
        "mother_number",
        "mother_paper",
        "mother_home-unit",
        "mother_home-province",
        "mother_home-found",
        "mother_home-q",
        "mother_home-village",
        "sibling_name-given",
        "sibling_year",
        "copies",
        "capital",
        "area",
        "phone",
        "email",
        "tax",
        "ways",
        "note",
        "_shown",
        "_act",
        "stranger",
    ];
    prop::sample::select(known).prop_map(str::to_owned)
}

fn values() -> impl Strategy<Value = String> {
    let telling = vec![
        "",
        " ",
        "yes",
        "no",
        "male",
        "04",
        "17230",
        "01",
        "2",
        "1.234,5",
        "12.5",
        "-0",
        "99999999999999999999",
        "7/11/2026",
        "31",
        "11",
        "2026",
        "1999",
        "0987654214",
        "040199000862",
        "a@b.vn",
        "desk",
        "Minh",
        "ả\u{0301}",
        "\u{0}",
        "\u{202e}abc",
        "😀",
        "<script>alert(1)</script>",
        "\" onfocus=\"x",
        "add",
        "remove:0",
        "remove:99",
        "find:mother_home",
        "wrong:mother_number",
        "province:mother_home",
        "drop:x",
        "save",
        "a b c",
        "\r\n\r\n",
    ];
    prop_oneof![3 => prop::sample::select(telling).prop_map(str::to_owned), 1 => ".{0,60}"]
}

/// Page, item, pairs.
type Sent = (String, Option<usize>, Vec<(String, String)>);

fn submissions() -> impl Strategy<Value = Vec<Sent>> {
    let pages =
        vec!["child", "mother-known", "mother", "mother-home", "siblings", "result", "papers", "nowhere"];
    let page = prop::sample::select(pages).prop_map(str::to_owned);
    let item = prop_oneof![3 => Just(None), 1 => (0usize..4).prop_map(Some)];
    prop::collection::vec((page, item, prop::collection::vec((names(), values()), 0..14)), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_submissions_keep_every_box_and_never_panic(list in submissions(), started in any::<bool>()) {
        let form = form();
        let cx = context();
        let link = |at: &StepRef| format!("/{at}");
        let mut answers = if started { almost_done() } else { Answers::default() };
        for (page, item, typed) in list {
            let Ok(outcome) = parse_page(&form, &answers, &page, item, &typed, &cx) else { continue };
            let definition = form.page(&page).unwrap();
            let is_list = definition.repeat.is_some() && item.is_none();
            if !outcome.errors.is_empty() && !is_list {
                let kept = &outcome.answers.typed[&Answers::slot(&page, item)];
                for pair in typed.iter().filter(|(name, _)| belongs(&definition.fields, name)) {
                    prop_assert!(kept.contains(pair), "{pair:?} was typed and lost");
                }
            }
            let view = View { form: &form, answers: &outcome.answers, cx: &cx, labels: &Quiet, link: &link };
            let html = view.render_page(&StepRef { page: page.clone(), item }, &outcome.errors);
            // Removing the last item may take the item's own page away.
            if let Ok(html) = html {
                prop_assert!(!html.contains("<script>") && !html.contains("\" onfocus=\""));
                for error in &outcome.errors {
                    prop_assert!(html.contains(&format!("id=\"{}\"", error.control)), "the summary's link leads to {}", error.control);
                }
            }
            prop_assert!(!view.render_errors(&outcome.errors).contains("<script>"));
            answers = outcome.answers;
            let stored = serde_json::to_string(&answers).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Answers>(&stored).unwrap(), &answers);
        }
        prop_assert!(!journey(&form, &answers, &cx).is_empty());
        let _ = validate_all(&form, &answers, &cx);
        prop_assert!(!check_answers(&form, &answers, &cx, &Quiet).is_empty());
    }

    #[test]
    fn an_accepted_answer_shown_in_its_boxes_reads_back_the_same(typed in prop::collection::vec((names(), values()), 0..20)) {
        let form = form();
        let cx = context();
        let base = almost_done();
        for page in ["child", "mother", "mother-home", "result"] {
            let outcome = parse_page(&form, &base, page, None, &typed, &cx).unwrap();
            let fields = &form.page(page).unwrap().fields;
            let again: Vec<(String, String)> = fields
                .iter()
                .filter_map(|field| outcome.answers.values.get(&field.id).map(|value| filled(field, value)))
                .flatten()
                .collect();
            let second = parse_page(&form, &outcome.answers, page, None, &again, &cx).unwrap();
            for field in fields {
                let first = outcome.answers.values.get(&field.id);
                if first.is_some_and(|value| !value.is_null()) {
                    prop_assert_eq!(first, second.answers.values.get(&field.id), "{}", field.id);
                }
            }
        }
    }
}

/// Keys instead of words: Fluent is too slow for thousands of pages.
struct Quiet;

impl Labels for Quiet {
    fn with(&self, key: &str, args: &[(&str, String)]) -> String {
        let values: Vec<&str> = args.iter().map(|(_, value)| value.as_str()).collect();
        format!("{key} {}", values.join(" "))
    }
}
