//! The administrator's pages and `GET /api/v1/me`.
use super::support::{Browser, PASSWORD, World, migrations};
use crate::model::AccountKind;
use db::testing::TestDb;
use http::StatusCode;

const NEW: &str = "chín con cá lội ngược dòng";

async fn office() -> (TestDb, World, Browser) {
    let db = TestDb::sqlite(&migrations());
    let world = World::new(db.db()).await;
    world.person("quantri", &["administrator"]).await;
    let browser = Browser::new(&world, "http://localhost:8080");
    let answer = browser.sign_in("quantri").await;
    assert_eq!(answer.location(), "/quan-tri/tai-khoan");
    (db, world, browser)
}

fn secret(text: &str) -> String {
    let (_, rest) = text.split_once("readonly>").expect("a secret on the page");
    rest.split('<').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_made_invited_and_used() {
    let (_db, world, admin) = office().await;
    let list = "/quan-tri/tai-khoan";
    let wrong =
        [("kind", "officer"), ("name", "Kha Văn Thành"), ("login", "kha.thanh"), ("agency", "H41.99")];
    let refused = admin.submit("/quan-tri/tai-khoan/moi", list, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("Không có cơ quan nào mang mã này") && refused.text.contains("Kha Văn Thành")
    );
    let right =
        [("kind", "officer"), ("name", "Kha Văn Thành"), ("login", "kha.thanh"), ("agency", "H41.77")];
    let made = admin.submit("/quan-tri/tai-khoan/moi", list, &right).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let page = made.location().to_owned();
    assert!(admin.get(list).await.text.contains("Chưa đặt mật khẩu"));
    let link = admin.submit(&page, &format!("{page}/lien-ket"), &[]).await;
    let url = secret(&link.text);
    let path = url.strip_prefix("http://localhost:8080").unwrap();
    let newcomer = admin.another();
    assert!(newcomer.get(path).await.text.contains("Đặt mật khẩu lần đầu"));
    newcomer.submit(path, path, &[("password", NEW), ("again", NEW)]).await;
    let answer =
        newcomer.submit("/dang-nhap", "/dang-nhap", &[("login", "kha.thanh"), ("password", NEW)]).await;
    assert_eq!(answer.location(), "/tai-khoan");
    assert!(newcomer.get("/tai-khoan").await.text.contains("Bạn chưa được giao vị trí nào"));
    for (act, word) in [("khoa", "Tạm khóa"), ("mo-khoa", "Đang dùng"), ("dong", "Đã đóng")] {
        let done = admin.submit(&page, &format!("{page}/viec"), &[("viec", act)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}");
        assert!(admin.get(&page).await.text.contains(word));
    }
    assert_eq!(newcomer.get("/tai-khoan").await.status, StatusCode::SEE_OTHER, "closed means out");
    let unknown = admin.submit(&page, &format!("{page}/viec"), &[("viec", "xoa")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(admin.missing_words(), Vec::<String>::new());
    drop(world);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_gets_a_token_that_the_interface_knows() {
    let (_db, world, admin) = office().await;
    let machine =
        world.account(AccountKind::Machine, "may.dongbo", "Máy đồng bộ", &["machine"], world.agency).await;
    let page = format!("/quan-tri/tai-khoan/{machine}");
    let wrong = [("token_name", "Trục của sở"), ("days", "nhiều")];
    let refused = admin.submit(&page, &format!("{page}/ma-may"), &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Số ngày từ 1 đến 366."));
    let right = [("token_name", "Trục của sở"), ("days", "30"), ("roles", "machine")];
    let made = admin.submit(&page, &format!("{page}/ma-may"), &right).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    let token = secret(&made.text);
    assert!(token.starts_with("tsm_"));
    assert!(!admin.get(&page).await.text.contains(&token), "shown once");
    let program = admin.another();
    let bearer = format!("Bearer {token}");
    let me = program.send("GET", "/api/v1/me", &[("authorization", &bearer)], String::new()).await;
    assert_eq!(me.status, StatusCode::OK);
    let me: serde_json::Value = serde_json::from_str(&me.text).unwrap();
    assert_eq!(
        (&me["kind"], &me["positions"][0]["permissions"]["dossiers.view"]),
        (&"machine".into(), &"1".into())
    );
    let nobody = program.get("/api/v1/me").await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let forged =
        program.send("GET", "/api/v1/me", &[("authorization", "Bearer tsm_khong-co")], String::new()).await;
    assert_eq!(forged.status, StatusCode::UNAUTHORIZED);
    // The token opens no page, nor does it act as a session's cookie.
    let page_by_token = program.send("GET", "/tai-khoan", &[("authorization", &bearer)], String::new()).await;
    assert_eq!(page_by_token.status, StatusCode::SEE_OTHER);
    let shown = admin.get(&page).await;
    let (_, rest) = shown.text.split_once("name=\"token\" value=\"").unwrap();
    let id = rest.split('"').next().unwrap().to_owned();
    let revoked = admin.submit(&page, &format!("{page}/thu-hoi"), &[("token", &id)]).await;
    assert_eq!(revoked.status, StatusCode::SEE_OTHER);
    let me = program.send("GET", "/api/v1/me", &[("authorization", &bearer)], String::new()).await;
    assert_eq!(me.status, StatusCode::UNAUTHORIZED);
    assert_eq!(admin.missing_words(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_goes_on_by_a_sealed_cursor() {
    let (_db, world, admin) = office().await;
    for number in 0..60 {
        world.account(AccountKind::Officer, &format!("so{number}.x"), "Lô Thị Ánh", &[], world.agency).await;
    }
    let first = admin.get("/quan-tri/tai-khoan").await;
    let (_, rest) = first.text.split_once("/quan-tri/tai-khoan?sau=").expect("a link to the next page");
    let cursor = rest.split('"').next().unwrap().to_owned();
    let second = admin.get(&format!("/quan-tri/tai-khoan?sau={cursor}")).await;
    assert_eq!(second.status, StatusCode::OK);
    assert!(second.text.contains("11 tài khoản ở trang này"), "60 and the administrator");
    let bent = format!("/quan-tri/tai-khoan?sau=A{cursor}");
    assert_eq!(admin.get(&bent).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let found = admin.get("/quan-tri/tai-khoan?q=so59").await;
    assert!(found.text.contains("1 tài khoản ở trang này") && found.text.contains("so59.x"));
    assert!(admin.get("/quan-tri/tai-khoan?q=khongai").await.text.contains("Không có tài khoản nào"));
    let odd = admin.get("/quan-tri/tai-khoan/khong-phai-ma").await;
    assert!(odd.status.is_client_error());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_at_the_interface_is_known_by_her_session() {
    let (_db, world, admin) = office().await;
    let me = admin.get("/api/v1/me").await;
    let me: serde_json::Value = serde_json::from_str(&me.text).unwrap();
    assert_eq!(
        (&me["kind"], &me["positions"][0]["permissions"]["identity.manage"]),
        (&"officer".into(), &"all".into())
    );
    world.person("congdan", &[]).await;
    let citizen = admin.another();
    citizen.submit("/dang-nhap", "/dang-nhap", &[("login", "congdan"), ("password", PASSWORD)]).await;
    let me: serde_json::Value = serde_json::from_str(&citizen.get("/api/v1/me").await.text).unwrap();
    assert_eq!((&me["kind"], me["positions"].as_array().unwrap().len()), (&"citizen".into(), 0));
}
