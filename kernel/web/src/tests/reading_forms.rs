use super::support::Site;
use crate::form_values::{group, read};
use crate::{Fields, Form};
use http::StatusCode;
use serde::Deserialize;

async fn said(site: &Site, body: &str) -> String {
    let page = site.get("/demo", &[]).await;
    let (cookie, token) = (page.cookie("tinhso-pre"), page.csrf());
    let answer = site.post_form("/demo", &[("cookie", &cookie)], &format!("{body}&csrf={token}")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    percent_encoding::percent_decode_str(answer.header("x-said")).decode_utf8_lossy().into_owned()
}

#[tokio::test]
async fn repeated_fields_are_lists_empty_numbers_are_none_and_absent_boxes_are_unticked() {
    let site = Site::plain();
    assert_eq!(said(&site, "ten=An&giay=1&giay=2&tuoi=&dong_y=on").await, "An|1,2|None|true");
    assert_eq!(said(&site, "tuoi=+18+").await, "||Some(18)|false");
}

#[tokio::test]
async fn decomposed_vietnamese_arrives_composed() {
    // "Nguyễn" as e + circumflex + tilde
    assert_eq!(said(&Site::plain(), "ten=Nguye%CC%82%CC%83n").await, "Nguyễn||None|false");
}

#[tokio::test]
async fn a_field_of_the_wrong_kind_is_422_and_a_body_too_large_is_413() {
    let site = Site::plain();
    let page = site.get("/demo", &[]).await;
    let (cookie, token) = (page.cookie("tinhso-pre"), page.csrf());
    let answer = site.post_form("/demo", &[("cookie", &cookie)], &format!("csrf={token}&tuoi=x")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let huge = format!("csrf={token}&ten={}", "a".repeat(1024 * 1024));
    let answer = site.post_form("/demo", &[("cookie", &cookie)], &huge).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[derive(Deserialize, PartialEq, Debug)]
#[serde(rename_all = "kebab-case")]
enum Channel {
    AtDesk,
    ByPost,
}

#[derive(Deserialize)]
struct Wide {
    kenh: Channel,
    so: Vec<i64>,
    con: Option<String>,
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn enums_lists_of_numbers_and_absent_options_read_from_fields() {
    let wide: Wide = read(group(pairs(&[("kenh", "by-post"), ("so", "1"), ("so", "-2")]))).expect("reads");
    assert_eq!((wide.kenh, wide.so, wide.con), (Channel::ByPost, vec![1, -2], None));
    assert!(read::<Wide>(group(pairs(&[("kenh", "x"), ("so", "1")]))).is_err());
    assert_ne!(Channel::AtDesk, Channel::ByPost);
}

#[test]
fn a_form_whose_fields_are_data_keeps_all_of_them() {
    let Form(fields) =
        Form::<Fields>(read(group(pairs(&[("b", "1"), ("a", "2"), ("b", "3")]))).expect("reads"));
    assert_eq!(fields.all("b"), ["1", "3"]);
    assert_eq!((fields.text("a"), fields.get("c")), ("2", None));
    assert!(fields.has("b", "3") && !fields.has("b", "2"));
}
