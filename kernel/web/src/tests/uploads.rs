use super::support::{Answer, Site, request};
use axum::body::Body;
use http::StatusCode;

const LINE: &str = "----tinhso";

fn text(name: &str, value: &str) -> Vec<u8> {
    format!("--{LINE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes()
}

fn file(name: &str, file: &str, content: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "--{LINE}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
         Content-Type: image/jpeg\r\n\r\n"
    )
    .into_bytes();
    out.extend_from_slice(content);
    out.extend_from_slice(b"\r\n");
    out
}

async fn send(site: &Site, with_token: bool, parts: Vec<Vec<u8>>) -> Answer {
    let page = site.get("/demo", &[]).await;
    let mut body = if with_token { text("csrf", &page.csrf()) } else { Vec::new() };
    body.extend(parts.into_iter().flatten());
    body.extend(format!("--{LINE}--\r\n").into_bytes());
    let kind = format!("multipart/form-data; boundary={LINE}");
    let headers = [("cookie", &*page.cookie("tinhso-pre")), ("content-type", &kind), ("accept", "text/html")];
    site.send(request("POST", "/demo/tep", &headers, Body::from(body))).await
}

#[tokio::test]
async fn fields_and_files_come_in_order_and_an_empty_file_control_is_no_file() {
    let parts = vec![
        text("ten", "Lô Thị Mai"),
        file("anh", "C:\\Anh\\..\\giấy chứng sinh.jpg", b"1234567"),
        file("trong", "", b""),
        text("sau", "còn"),
    ];
    let answer = send(&Site::plain(), true, parts).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.text(), r#"{"text":"ten=Lô Thị Mai;giấy chứng sinh.jpg:7;sau=còn"}"#);
}

#[tokio::test]
async fn a_file_too_large_costs_only_itself() {
    let big = vec![0u8; 20 * 1024 * 1024 + 1];
    let parts =
        vec![text("truoc", "1"), file("anh", "to.jpg", &big), text("sau", "2"), file("b", "b.jpg", b"x")];
    let answer = send(&Site::plain(), true, parts).await;
    assert_eq!(answer.text(), r#"{"text":"truoc=1;web.file_too_large;sau=2;b.jpg:1"}"#);
}

#[tokio::test]
async fn an_upload_whose_first_part_is_not_the_token_is_refused() {
    let site = Site::plain();
    let answer = send(&site, false, vec![file("anh", "a.jpg", b"x")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(send(&site, false, vec![text("csrf", "AAAA")]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_said_to_have_broken_off() {
    let site = Site::plain();
    let page = site.get("/demo", &[]).await;
    let mut body = text("csrf", &page.csrf());
    body.extend_from_slice(
        format!("--{LINE}\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\nhalf")
            .as_bytes(),
    );
    let kind = format!("multipart/form-data; boundary={LINE}");
    let headers = [("cookie", &*page.cookie("tinhso-pre")), ("content-type", &kind)];
    let answer = site.send(request("POST", "/demo/tep", &headers, Body::from(body))).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Mạng bị ngắt"));
}

#[test]
fn file_names_lose_paths_controls_and_tricks() {
    let clean = crate::upload::clean_file_name;
    assert_eq!(clean("../../etc/passwd"), "passwd");
    assert_eq!(clean("anh\u{202e}gpj.exe"), "anhgpj.exe");
    assert_eq!(clean(".htaccess"), "htaccess");
    assert_eq!(clean("a\r\nb\"c.pdf"), "abc.pdf");
    assert_eq!(clean("///"), "tep");
}
