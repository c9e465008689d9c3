use super::support::{Site, request};
use axum::body::Body;
use http::StatusCode;
use serde_json::Value;

async fn call(
    site: &Site,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> super::support::Answer {
    site.send(request(method, path, headers, Body::from(body.to_owned()))).await
}

const JSON: (&str, &str) = ("content-type", "application/json");

#[tokio::test]
async fn a_refusal_is_problem_json_with_code_and_request_id() {
    let answer = Site::plain().get("/api/v1/refusal", &[("accept", "text/html")]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem: Value = serde_json::from_slice(&answer.bytes).expect("json");
    assert_eq!(problem["type"], "urn:tinhso:refusal:demo.fee_unpaid");
    assert_eq!(problem["title"], "Còn 15.000 đ lệ phí chưa trả.");
    assert_eq!(problem["status"], 409);
    assert_eq!(problem["request_id"], answer.header("x-request-id"));
}

#[tokio::test]
async fn an_unknown_api_address_is_problem_json_too() {
    let answer = Site::plain().get("/api/v1/nothing", &[]).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (StatusCode::NOT_FOUND, "application/problem+json")
    );
    let machine = Site::plain().get("/nothing", &[("accept", "application/json")]).await;
    assert_eq!(machine.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn json_wants_its_type_its_shape_and_its_size() {
    let site = Site::plain();
    let good = call(&site, "POST", "/api/v1/notes", &[JSON], r#"{"text":"xin chào"}"#).await;
    assert_eq!((good.status, good.text().as_str()), (StatusCode::OK, r#"{"text":"xin chào"}"#));
    let shape = call(&site, "POST", "/api/v1/notes", &[JSON], r#"{"text":"040199123866""#).await;
    assert_eq!(shape.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!shape.text().contains("040199"), "what was sent is not repeated");
    let kind = call(&site, "POST", "/api/v1/notes", &[("content-type", "text/plain")], "{}").await;
    assert_eq!(kind.status, StatusCode::UNPROCESSABLE_ENTITY);
    let huge = format!(r#"{{"text":"{}"}}"#, "a".repeat(1024 * 1024));
    assert_eq!(
        call(&site, "POST", "/api/v1/notes", &[JSON], &huge).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let foreign = call(&site, "POST", "/api/v1/notes", &[JSON, ("sec-fetch-site", "cross-site")], "{}").await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_change_names_the_version_it_has_seen() {
    let site = Site::plain();
    let put = |version: &'static str| {
        let site = &site;
        async move {
            let headers = if version.is_empty() { vec![] } else { vec![("if-match", version)] };
            call(site, "PUT", "/api/v1/notes/1", &headers, "").await
        }
    };
    let good = put("\"v12\"").await;
    assert_eq!((good.status, good.header("etag")), (StatusCode::NO_CONTENT, "\"v13\""));
    assert_eq!(put("\"v11\"").await.status, StatusCode::CONFLICT);
    assert_eq!(put("*").await.status, StatusCode::CONFLICT);
    assert_eq!(put("").await.status, StatusCode::PRECONDITION_REQUIRED);
}

#[tokio::test]
async fn a_cursor_opens_only_where_it_was_made_and_unchanged() {
    let site = Site::plain();
    let text = site.get("/demo/danh-sach", &[]).await.text();
    assert_eq!(site.get(&format!("/demo/danh-sach?{text}"), &[]).await.text(), "2026-11-20 7");
    let mut other = crate::WebConfig::new(
        "http://localhost",
        crate::Secret::new([8; 32]),
        super::support::config("http://x").clock,
    );
    other.province = "Khác".to_owned();
    let foreign = Site::with(other).get("/demo/danh-sach", &[]).await.text();
    for bad in [format!("{text}A"), foreign, "x".to_owned()] {
        let answer = site.get(&format!("/demo/danh-sach?{bad}"), &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
    }
    let keys = crate::keys::Keys::new(crate::Secret::new([7; 32]));
    assert!(crate::Cursor::new(keys, "another-list").open::<(String, i64)>(&text).is_err());
}
