use super::support::{OFFICER, Site, session};
use http::StatusCode;

const TYPED: &str =
    "csrf=AAAA&_seen=abc&ly-do=C%C3%B2n+thi%E1%BA%BFu+ch%E1%BB%AF+k%C3%BD&ten=L%C3%B4+Sa&password=bi-mat-lam";
const LOGIN: &str = "/dang-nhap";

#[tokio::test]
async fn a_form_sent_after_the_session_ended_gives_back_what_was_typed() {
    let site = Site::plain();
    let ended = session("het-han-het-han-het-han");
    let from = ("referer", "http://localhost:8080/ban?trang=2");
    for cookie in ["", ended.as_str()] {
        let answer = site.post_form("/ban", &[("cookie", cookie), from], TYPED).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        let text = answer.text();
        assert!(text.contains("Còn thiếu chữ ký\nLô Sa</textarea>"), "{text}");
        assert!(!text.contains("bi-mat-lam") && !text.contains("abc") && !text.contains("AAAA\n"));
        assert!(text.contains(&format!("{LOGIN}?next=%2Fban%3Ftrang%3D2")), "back to the page it stood on");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn an_open_page_whose_session_ended_asks_to_sign_in_and_keeps_the_words() {
    let site = Site::plain();
    let ended = session("het-han-het-han-het-han");
    let answer = site.post_form("/demo", &[("cookie", ended.as_str())], TYPED).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.text().contains("Còn thiếu chữ ký") && answer.text().contains("/dang-nhap?next=%2Fdemo"));
    // A visitor without an account lost her token only: the words come back, nobody asks her to sign in.
    let visitor = site.post_form("/demo", &[], TYPED).await;
    assert_eq!(visitor.status, StatusCode::FORBIDDEN);
    assert!(
        visitor.text().contains("Còn thiếu chữ ký") && visitor.text().contains("tải lại trang rồi gửi lại")
    );
    // Nothing was taken from the one who is signed in with another token either.
    let officer = session(OFFICER);
    let answer = site.post_form("/ban", &[("cookie", officer.as_str())], TYPED).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn words_from_another_site_are_not_shown_and_markup_stays_words() {
    let site = Site::plain();
    let foreign = site.post_form("/ban", &[("origin", "https://evil.example")], TYPED).await;
    assert_eq!(foreign.status, StatusCode::UNAUTHORIZED);
    assert!(!foreign.text().contains("Còn thiếu"));
    let markup = "ten=%3C%2Ftextarea%3E%3Cscript%3E";
    let answer = site.post_form("/ban", &[("referer", "https://evil.example/x")], markup).await;
    assert!(
        !answer.text().contains("</textarea><script>") && answer.text().contains("/dang-nhap?next=%2Fban\"")
    );
}
