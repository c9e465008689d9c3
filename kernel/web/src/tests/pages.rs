use super::support::{CITIZEN, OFFICER, Site, config, session};
use crate::see_other;
use http::StatusCode;

#[tokio::test]
async fn data_on_a_page_is_escaped() {
    let text = Site::plain().get("/demo", &[("cookie", &session(CITIZEN))]).await.text();
    assert!(!text.contains("<script>alert") && !text.contains("<b>Hoài</b>"));
    assert!(text.contains("&#60;script&#62;") || text.contains("&lt;script&gt;"));
}

#[tokio::test]
async fn the_public_masthead_shows_public_entries_and_the_way_to_sign_in() {
    let text = Site::plain().get("/demo", &[]).await.text();
    assert!(text.contains(r#"<html lang="vi">"#) && text.contains(r##"<a class="skip" href="#main">"##));
    assert!(text.contains(r#"<a href="/demo" aria-current="page">Thủ tục</a>"#));
    assert!(text.contains(r#"href="/dang-nhap?next=%2Fdemo""#));
    assert!(!text.contains("Quầy") && text.contains("<body>"));
    assert!(text.contains("<title>Trang thử – Tỉnh Số Nghệ An</title>"));
    assert!(text.contains(r#"href="tel:1022""#), "help stands in the same place on every page (WCAG 3.2.6)");
}

#[tokio::test]
async fn an_officer_at_work_sees_ink_their_name_and_only_their_own_entries() {
    let text = Site::plain().get("/ban", &[("cookie", &session(OFFICER))]).await.text();
    assert!(text.contains(r#"<body class="desk">"#));
    assert!(
        text.contains(
            "<a href=\"/tai-khoan\"><b>Lữ Thị Thanh Huyền</b></a><br>Cán bộ tiếp nhận · xã Con Cuông"
        )
    );
    assert!(text.contains(r#"<a href="/ban" aria-current="page">Quầy</a>"#));
    assert!(!text.contains(">Khác</a>") && !text.contains(">Thủ tục</a>"));
    assert!(text.contains(r#"href="tel:1022""#));
}

#[tokio::test]
async fn an_officer_on_a_public_page_sees_the_public_masthead() {
    let text = Site::plain().get("/demo", &[("cookie", &session(OFFICER))]).await.text();
    assert!(text.contains("<body>") && text.contains(">Thủ tục</a>"));
}

#[tokio::test]
async fn a_sample_installation_says_so_on_every_page_and_a_real_one_never() {
    let mut sample = config("http://localhost");
    sample.sample = true;
    let site = Site::with(sample);
    for path in ["/demo", "/khong-co", "/demo/hong"] {
        assert!(site.get(path, &[]).await.text().contains("dữ liệu mẫu"), "{path}");
    }
    assert!(!Site::plain().get("/demo", &[]).await.text().contains("dữ liệu mẫu"));
}

#[tokio::test]
async fn a_panic_is_a_500_page_that_tells_a_code_and_no_detail() {
    let answer = Site::plain().get("/demo/hong", &[]).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    let text = answer.text();
    assert!(text.contains("Trang này đang gặp lỗi") && !text.contains("040199123866"));
    let code =
        text.split(r#"<b class="code">"#).nth(1).and_then(|rest| rest.split('<').next()).expect("a code");
    assert_eq!((code.len(), code.chars().nth(3)), (8, Some('-')));
}

#[tokio::test]
async fn a_refusal_is_told_in_its_own_sentence() {
    let answer = Site::plain().get("/demo/tu-choi", &[]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text().contains("Còn 15.000 đ lệ phí chưa trả."));
}

#[tokio::test]
async fn an_unknown_page_and_a_bad_path_value_get_our_pages() {
    let site = Site::plain();
    let missing = site.get("/khong-co", &[]).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(missing.text().contains("Không tìm thấy trang"));
    let bad = site.get("/demo/so/abc", &[]).await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    assert!(bad.text().contains("Chưa hiểu yêu cầu này") && !bad.text().contains("Cannot parse"));
}

#[tokio::test]
async fn a_page_that_takes_too_long_is_503() {
    let answer = Site::plain().get("/demo/cham", &[]).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.text().contains("trả lời chậm"));
}

#[tokio::test]
async fn the_gallery_shows_every_component_with_every_word() {
    let site = Site::plain();
    let answer = site.get("/_thu-vien", &[]).await;
    assert_eq!(answer.status, StatusCode::OK);
    let text = answer.text();
    assert!(!text.contains('⟦'), "missing: {:?}", site.catalogue.missing());
    for wanted in [
        "error-summary",
        "class=\"due late\"",
        "class=\"timeline\"",
        "class=\"stats\"",
        "data-tick",
        "class=\"empty\"",
    ] {
        assert!(text.contains(wanted), "{wanted}");
    }
    assert!(text.contains(r##"<li><a href="#so">Số định danh có 12 chữ số, bạn nhập 11</a></li>"##));
    assert!(text.contains(r#"aria-describedby="so-e" aria-invalid="true""#));
    let mut ids: Vec<&str> = text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "ids are unique");
}

#[test]
fn a_redirect_never_leaves_the_house() {
    let to = |path: &str| see_other(path).headers()["location"].to_str().expect("ascii").to_owned();
    assert_eq!(to("/ho-so/1?q=a%20b"), "/ho-so/1?q=a%20b");
    assert_eq!(to("/tim?q=khai sinh đ"), "/tim?q=khai%20sinh%20%C4%91");
    for bad in ["//evil.example", "https://evil.example", "javascript:alert(1)"] {
        assert_eq!(to(bad), "/", "{bad}");
    }
}
