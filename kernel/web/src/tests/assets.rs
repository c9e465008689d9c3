use super::support::{Site, config};
use crate::Theme;
use http::StatusCode;
use std::io::Read;

fn href(page: &str, ending: &str) -> String {
    let end = page.find(&format!("{ending}\"")).expect("the asset is linked") + ending.len();
    let start = page.get(..end).and_then(|head| head.rfind('"')).expect("a quote") + 1;
    page.get(start..end).expect("an address").to_owned()
}

#[tokio::test]
async fn embedded_files_are_kept_for_ever_under_a_name_made_of_their_content() {
    let site = Site::plain();
    let page = site.get("/demo", &[]).await.text();
    for (ending, kind) in [(".css", "text/css; charset=utf-8"), (".js", "text/javascript; charset=utf-8")] {
        let path = href(&page, ending);
        let answer = site.get(&path, &[("accept-encoding", "gzip")]).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("content-type"), kind);
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.header("content-encoding"), "gzip");
        assert_eq!(answer.header("set-cookie"), "");
        let plain = site.get(&path, &[]).await;
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(answer.bytes.as_slice()).read_to_end(&mut unpacked).expect("gzip");
        assert_eq!(unpacked, plain.bytes);
    }
    assert_eq!(site.get("/-/tinhso.000000000000.css", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn stylesheet_and_script_stay_within_their_budget() {
    let site = Site::plain();
    let page = site.get("/demo", &[]).await.text();
    for (ending, limit) in [(".css", 12 * 1024), (".js", 8 * 1024)] {
        let answer = site.get(&href(&page, ending), &[("accept-encoding", "gzip")]).await;
        assert!(answer.bytes.len() <= limit, "{ending}: {} bytes", answer.bytes.len());
    }
}

#[test]
fn the_stylesheet_is_plain_and_loads_nothing() {
    let css = include_str!("../../../../web/tinhso.css");
    for banned in ["@import", "url(", "@layer", ":has(", "http:", "https:"] {
        assert!(!css.contains(banned), "{banned}");
    }
    assert_eq!(css.matches('{').count(), css.matches('}').count());
}

#[tokio::test]
async fn a_province_changes_the_tokens_and_nothing_else() {
    let mut other = config("http://localhost");
    other.theme = Some(
        Theme::parse(":root { --brand: #5b2a86; --brand-deep: #3d1c5a; --brand-tint: #f1eaf7; }")
            .expect("a theme"),
    );
    let site = Site::with(other);
    let page = site.get("/demo", &[]).await.text();
    let theme = page
        .split("href=\"")
        .find(|rest| rest.starts_with("/-/tinh."))
        .and_then(|rest| rest.split('"').next());
    let answer = site.get(theme.expect("the theme is linked"), &[]).await;
    assert_eq!(answer.text().trim(), ":root{--brand:#5b2a86;--brand-deep:#3d1c5a;--brand-tint:#f1eaf7;}");
    assert!(page.find("/-/tinhso.") < page.find("/-/tinh."), "after the house's own sheet");
    assert!(!Site::plain().get("/demo", &[]).await.text().contains("/-/tinh."));
}

#[test]
fn every_drawing_is_hidden_from_screen_readers_and_carries_no_style() {
    for name in crate::pictogram::names() {
        let svg = crate::pictogram::svg(name);
        assert!(svg.starts_with("<svg ") && svg.contains("aria-hidden=\"true\""), "{name}");
        assert!(!svg.contains("style=") && !svg.contains("<script") && !svg.contains("href"), "{name}");
    }
    assert_eq!(crate::pictogram::svg("no such"), crate::pictogram::svg("sheet"));
}
