use super::support::{Answer, OFFICER, Site, session};
use http::StatusCode;

/// Opens the form as `cookie` (none: a new visitor) and gives the cookie and the token.
async fn open(site: &Site, cookie: Option<&str>) -> (String, String) {
    let headers: Vec<(&str, &str)> = cookie.iter().map(|value| ("cookie", *value)).collect();
    let answer = site.get("/demo", &headers).await;
    let token = answer.csrf();
    let cookie = cookie.map_or_else(|| answer.cookie("tinhso-pre"), str::to_owned);
    (cookie, token)
}

async fn send(site: &Site, cookie: &str, token: &str, more: &[(&str, &str)]) -> Answer {
    let mut headers = vec![("cookie", cookie)];
    headers.extend_from_slice(more);
    site.post_form("/demo", &headers, &format!("csrf={token}&ten=a")).await
}

#[tokio::test]
async fn a_visitor_without_an_account_can_send_the_form_they_opened() {
    let site = Site::plain();
    let (cookie, token) = open(&site, None).await;
    let answer = send(&site, &cookie, &token, &[]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/demo"));
}

#[tokio::test]
async fn a_form_without_a_token_or_with_another_visitors_token_is_refused() {
    let site = Site::plain();
    let (cookie, _) = open(&site, None).await;
    let (_, foreign) = open(&site, None).await;
    for token in ["", "AAAA", foreign.as_str()] {
        let answer = send(&site, &cookie, token, &[]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{token}");
        assert!(answer.text().contains("tải lại trang rồi gửi lại"));
    }
    assert_eq!(site.post_form("/demo", &[("cookie", &cookie)], "ten=a").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_token_from_before_signing_in_dies_with_the_sign_in() {
    let site = Site::plain();
    let (_, before) = open(&site, None).await;
    let officer = session(OFFICER);
    assert_eq!(send(&site, &officer, &before, &[]).await.status, StatusCode::FORBIDDEN);
    let (_, own) = open(&site, Some(&officer)).await;
    assert_eq!(send(&site, &officer, &own, &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_token_looks_different_on_every_page_and_stays_good() {
    let site = Site::plain();
    let (cookie, first) = open(&site, None).await;
    let (_, second) = open(&site, Some(&cookie)).await;
    assert_ne!(first, second);
    for token in [first, second] {
        assert_eq!(send(&site, &cookie, &token, &[]).await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_request_that_began_on_another_site_is_refused_even_with_the_token() {
    let site = Site::plain();
    let (cookie, token) = open(&site, None).await;
    for header in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        assert_eq!(send(&site, &cookie, &token, &[header]).await.status, StatusCode::FORBIDDEN, "{header:?}");
    }
    for header in [("sec-fetch-site", "same-origin"), ("origin", "http://localhost:8080")] {
        assert_eq!(send(&site, &cookie, &token, &[header]).await.status, StatusCode::SEE_OTHER, "{header:?}");
    }
}

#[tokio::test]
async fn over_https_only_the_public_address_counts_as_origin() {
    let site = Site::at("https://tinh.example");
    let page = site.get("/demo", &[]).await;
    let (cookie, token) = (page.cookie("__Host-tinhso-pre"), page.csrf());
    let by_host = [("origin", "http://localhost:8080")];
    assert_eq!(send(&site, &cookie, &token, &by_host).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        send(&site, &cookie, &token, &[("origin", "https://tinh.example")]).await.status,
        StatusCode::SEE_OTHER
    );
}
