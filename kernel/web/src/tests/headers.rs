use super::support::{OFFICER, Site, session};
use http::StatusCode;

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let site = Site::plain();
    for path in ["/demo", "/khong-co", "/api/v1/refusal", "/demo/hong", "/-/khong-co.css", "/ban"] {
        let answer = site.get(path, &[]).await;
        assert_eq!(answer.header("content-security-policy"), crate::outer::CSP, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("x-request-id").len(), 36, "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}: no HSTS over http");
    }
}

#[tokio::test]
async fn the_policy_allows_nothing_inline_and_no_other_site() {
    for wanted in ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
        assert!(crate::outer::CSP.contains(wanted));
    }
    assert!(!crate::outer::CSP.contains("unsafe"));
    let page = Site::plain().get("/_thu-vien", &[]).await.text();
    assert!(!page.contains(" style=") && !page.contains("<style") && !page.contains(" onclick="));
    assert_eq!(page.matches("<script").count(), 1, "one script, by address");
}

#[tokio::test]
async fn https_adds_hsts_and_host_prefixed_secure_cookies() {
    let site = Site::at("https://tinh.example");
    let answer = site.get("/demo", &[]).await;
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-tinhso-pre="));
    for flag in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(flag), "{flag}");
    }
    assert!(!cookie.contains("Domain"));
}

#[tokio::test]
async fn http_uses_an_ordinary_cookie_without_secure() {
    let answer = Site::plain().get("/demo", &[]).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("tinhso-pre=") && cookie.contains("HttpOnly") && !cookie.contains("Secure"));
}

#[tokio::test]
async fn pages_of_signed_in_people_are_not_stored_and_public_ones_are_revalidated() {
    let site = Site::plain();
    assert_eq!(site.get("/demo", &[]).await.header("cache-control"), "private, no-cache");
    let answer = site.get("/demo", &[("cookie", &session(OFFICER))]).await;
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn html_is_compressed_only_for_those_who_take_it() {
    let site = Site::plain();
    let zipped = site.get("/_thu-vien", &[("accept-encoding", "br, gzip;q=0.8")]).await;
    assert_eq!(zipped.header("content-encoding"), "gzip");
    assert_eq!(zipped.header("vary"), "accept-encoding");
    let mut plain = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(zipped.bytes.as_slice()), &mut plain)
        .expect("gzip");
    assert!(plain.contains("Thư viện thành phần"));
    assert_eq!(site.get("/_thu-vien", &[]).await.header("content-encoding"), "");
    assert_eq!(
        site.get("/_thu-vien", &[("accept-encoding", "gzip;q=0")]).await.header("content-encoding"),
        ""
    );
}

#[tokio::test]
async fn head_answers_like_get_without_a_body() {
    let site = Site::plain();
    let answer = site.send(super::support::request("HEAD", "/demo", &[], axum::body::Body::empty())).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.bytes.is_empty());
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
}

#[tokio::test]
async fn a_file_is_a_sandboxed_download_with_its_vietnamese_name() {
    let answer = Site::plain().get("/demo/tep-ve", &[("cookie", &session(OFFICER))]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("content-length"), "8");
    let name = answer.header("content-disposition");
    assert!(name.starts_with("attachment; filename=\"giay_chung_sinh__ban_2_.pdf\""), "{name}");
    assert!(name.contains("filename*=UTF-8''Gi%E1%BA%A5y%20ch%E1%BB%A9ng%20sinh"), "{name}");
}

#[tokio::test]
async fn a_long_file_is_streamed_whole_and_not_packed() {
    let answer = Site::plain().get("/demo/tep-dai", &[("accept-encoding", "gzip")]).await;
    assert_eq!((answer.bytes.len(), answer.header("content-length")), (200_000, "200000"));
    assert_eq!(answer.header("content-encoding"), "");
}
