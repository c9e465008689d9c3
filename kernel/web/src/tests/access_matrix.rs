use super::support::{CITIZEN, MACHINE, OFFICER, Site, demo, session};
use crate::{Access, AppError, Module, Nobody, Route, app, safe_next};
use http::StatusCode;

async fn status(site: &Site, path: &str, headers: &[(&str, &str)]) -> u16 {
    site.get(path, headers).await.status.as_u16()
}

#[tokio::test]
async fn each_kind_of_visitor_passes_only_the_doors_meant_for_them() {
    let site = Site::plain();
    let (citizen, officer) = (session(CITIZEN), session(OFFICER));
    let draft = site.get("/demo/ban-nhap", &[]).await.cookie("tinhso-draft");
    let bearer = format!("Bearer {MACHINE}");
    let visitors: [(&str, Vec<(&str, &str)>); 5] = [
        ("nobody", vec![]),
        ("draft", vec![("cookie", &draft)]),
        ("citizen", vec![("cookie", &citizen)]),
        ("officer", vec![("cookie", &officer)]),
        ("machine", vec![("authorization", &bearer)]),
    ];
    // 303 = shown the way to the sign-in page.
    let matrix: [(&str, [u16; 5]); 7] = [
        ("/demo", [200, 200, 200, 200, 200]),
        ("/toi", [303, 200, 200, 200, 303]),
        ("/tai-khoan", [303, 303, 200, 200, 303]),
        ("/ban", [303, 303, 403, 200, 303]),
        ("/khac", [303, 303, 403, 403, 303]),
        ("/api/v1/mine", [401, 401, 200, 200, 403]),
        ("/api/v1/sync", [401, 401, 403, 403, 200]),
    ];
    for (path, expected) in matrix {
        for ((who, headers), wanted) in visitors.iter().zip(expected) {
            assert_eq!(status(&site, path, headers).await, wanted, "{who} at {path}");
        }
    }
}

#[tokio::test]
async fn a_forged_or_foreign_draft_cookie_opens_nothing() {
    let site = Site::plain();
    let draft = site.get("/demo/ban-nhap", &[]).await.cookie("tinhso-draft");
    let forged = format!("{}x", draft.trim_end_matches(|c: char| c.is_ascii_alphanumeric()));
    assert_eq!(status(&site, "/toi", &[("cookie", &forged)]).await, 303);
    let twice = format!("{draft}; {draft}");
    assert_eq!(
        status(&site, "/toi", &[("cookie", &twice)]).await,
        303,
        "two cookies of one name are a trick"
    );
}

#[tokio::test]
async fn an_ended_session_is_asked_to_sign_in_and_to_come_back() {
    let answer = Site::plain().get("/ban?loc=1&q=a", &[("cookie", &session("ended-token-0123456789"))]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/dang-nhap?next=%2Fban%3Floc%3D1%26q%3Da");
}

#[tokio::test]
async fn a_form_sent_without_a_session_is_told_so_instead_of_lost_in_a_redirect() {
    let answer = Site::plain().post_form("/ban", &[], "ten=a").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.text().contains("Cần đăng nhập"));
}

#[tokio::test]
async fn a_store_that_cannot_answer_is_503_and_never_lets_through() {
    let answer = Site::plain().get("/ban", &[("cookie", &session("broken-store-0123456789"))]).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.header("retry-after"), "5");
}

#[tokio::test]
async fn a_wrong_method_is_405_with_the_right_ones_named() {
    let site = Site::plain();
    let answer = site.send(super::support::request("DELETE", "/demo", &[], axum::body::Body::empty())).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.header("allow").contains("POST") && answer.header("allow").contains("GET"));
    assert!(answer.text().contains("Không làm được như vậy ở đây"));
}

#[tokio::test]
async fn a_slash_too_many_is_forgiven_but_never_leads_away() {
    let site = Site::plain();
    let answer = site.get("/demo/?a=1", &[]).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (308, "/demo?a=1"));
    for path in ["//evil.example/", "/%5Cevil.example\\/"] {
        assert_ne!(site.get(path, &[]).await.header("location"), "//evil.example", "{path}");
    }
    assert_eq!(site.get("//evil.example/", &[]).await.status, StatusCode::NOT_FOUND);
}

#[test]
fn only_local_paths_are_safe_to_return_to() {
    for good in ["/", "/ban", "/ho-so/1?loc=2", "/a%2Fb"] {
        assert_eq!(safe_next(good), Some(good));
    }
    for bad in
        ["", "ban", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb", "/a b", "/ă"]
    {
        assert_eq!(safe_next(bad), None, "{bad}");
    }
}

fn one(route: Route) -> Module {
    let mut module = Module::new("extra");
    module.routes = vec![route];
    module
}

#[test]
fn the_app_does_not_start_with_two_answers_to_one_address() {
    let config = || super::support::config("http://localhost");
    let twice = one(Route::get("/demo", "show_again", Access::Public, || async { "" }));
    assert!(matches!(app(vec![demo(), twice], config(), Nobody), Err(AppError::RouteTwice(..))));
    let operation = one(Route::get("/x", "show_demo", Access::Public, || async { "" }));
    assert!(matches!(app(vec![demo(), operation], config(), Nobody), Err(AppError::OperationTwice(_))));
    let permission = one(Route::get("/x", "show_x", Access::Permission("no.one"), || async { "" }));
    assert!(matches!(app(vec![permission], config(), Nobody), Err(AppError::UnknownPermission { .. })));
    let reserved = one(Route::get("/-/x", "show_x", Access::Public, || async { "" }));
    assert!(matches!(app(vec![reserved], config(), Nobody), Err(AppError::ReservedPath(_))));
}
