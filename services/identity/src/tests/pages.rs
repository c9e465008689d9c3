//! Sign-in, cookies and one's own account, through the shell as a browser sees it.
use super::support::{Browser, PASSWORD, World, migrations};
use crate::IdentityError;
use crate::SampleAccounts;
use crate::ops::{issue_one_time_link, require_password_change};
use ::web::Access;
use db::testing::TestDb;
use http::StatusCode;

const SAMPLES: &str = include_str!("../../../../packs/nghe-an/accounts.toml");
const NEW: &str = "chín con cá lội ngược dòng";

async fn world() -> (TestDb, World) {
    let db = TestDb::sqlite(&migrations());
    let world = World::new(db.db()).await;
    (db, world)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_is_host_bound_and_secure_on_https_and_plain_on_a_laptop() {
    let (_db, world) = world().await;
    world.person("tiepnhan", &["reception_officer"]).await;
    let browser = Browser::new(&world, "https://nghean.example");
    let answer = browser.sign_in("tiepnhan").await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/quay"));
    let cookie = answer.set_cookie("__Host-tinhso").unwrap();
    for flag in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=43200"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    assert!(!cookie.contains("Domain"));
    let browser = Browser::new(&world, "http://localhost:8080");
    let cookie = browser.sign_in("tiepnhan").await.set_cookie("tinhso").unwrap();
    assert!(cookie.contains("HttpOnly") && !cookie.contains("Secure"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planted_session_token_is_never_taken_over() {
    let (_db, world) = world().await;
    world.person("tiepnhan", &["reception_officer"]).await;
    let browser = Browser::new(&world, "http://localhost:8080");
    let planted = "A".repeat(43);
    browser.plant("tinhso", &planted);
    browser.sign_in("tiepnhan").await;
    assert_ne!(browser.cookie("tinhso").unwrap(), planted);
    let thief = browser.another();
    thief.plant("tinhso", &planted);
    assert_eq!(thief.get("/tai-khoan").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_again_ends_the_session_that_the_browser_came_with() {
    let (_db, world) = world().await;
    world.person("tiepnhan", &["reception_officer"]).await;
    world.person("kyduyet", &["signer"]).await;
    let browser = Browser::new(&world, "http://localhost:8080");
    browser.sign_in("tiepnhan").await;
    let first = browser.cookie("tinhso").unwrap();
    assert_eq!(browser.sign_in("kyduyet").await.status, StatusCode::SEE_OTHER);
    let old = browser.another();
    old.plant("tinhso", &first);
    assert_eq!(old.get("/tai-khoan").await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/tai-khoan").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_comes_back_with_the_name_and_without_the_password() {
    let (_db, world) = world().await;
    world.person("tiepnhan", &["reception_officer"]).await;
    let browser = Browser::new(&world, "http://localhost:8080");
    let wrong = [("login", "tiepnhan"), ("password", "sai mật khẩu rồi nhé")];
    let answer = browser.submit("/dang-nhap", "/dang-nhap", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("Tên đăng nhập hoặc mật khẩu chưa đúng."));
    assert!(answer.text.contains("<title>Lỗi: Đăng nhập"));
    assert!(answer.text.contains("value=\"tiepnhan\"") && !answer.text.contains("sai mật khẩu rồi nhé"));
    assert!(browser.cookie("tinhso").is_none());
    let unknown = [("login", "khongco"), ("password", "sai mật khẩu rồi nhé")];
    let other = browser.submit("/dang-nhap", "/dang-nhap", &unknown).await;
    assert_eq!(other.status, answer.status);
    for _ in 0..4 {
        browser.submit("/dang-nhap", "/dang-nhap", &wrong).await;
    }
    let waits = browser.sign_in("tiepnhan").await;
    assert_eq!(waits.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(waits.headers["retry-after"], "30");
    assert!(waits.text.contains("Thử quá nhiều lần"));
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_made_elsewhere_are_refused() {
    let (_db, world) = world().await;
    world.person("tiepnhan", &["reception_officer"]).await;
    let browser = Browser::new(&world, "http://localhost:8080");
    let fields = [("login", "tiepnhan"), ("password", PASSWORD)];
    assert_eq!(browser.post("/dang-nhap", "", &fields).await.status, StatusCode::FORBIDDEN);
    let stolen = browser.get("/dang-nhap").await;
    let csrf =
        stolen.text.rsplit_once("name=\"csrf\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
    let other = browser.another();
    assert_eq!(other.post("/dang-nhap", &csrf, &fields).await.status, StatusCode::FORBIDDEN);
    browser.sign_in("tiepnhan").await;
    assert_eq!(browser.post("/dang-xuat", &csrf, &[]).await.status, StatusCode::FORBIDDEN);
    assert!(browser.cookie("tinhso").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn after_signing_in_one_comes_back_to_ones_page_and_nowhere_else() {
    let (_db, world) = world().await;
    world.person("tiepnhan", &["reception_officer"]).await;
    for (next, target) in [
        ("/tai-khoan?x=1", "/tai-khoan?x=1"),
        ("https://elsewhere.example/", "/quay"),
        ("//elsewhere.example", "/quay"),
        ("/\\elsewhere.example", "/quay"),
        ("", "/quay"),
    ] {
        let browser = Browser::new(&world, "http://localhost:8080");
        let fields = [("login", "tiepnhan"), ("password", PASSWORD), ("next", next)];
        let answer = browser.submit("/dang-nhap", "/dang-nhap", &fields).await;
        assert_eq!(answer.location(), target);
    }
    let browser = Browser::new(&world, "http://localhost:8080");
    assert_eq!(browser.get("/tai-khoan").await.location(), "/dang-nhap?next=%2Ftai%2Dkhoan");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_accounts_stand_on_the_page_and_one_press_signs_in() {
    let db = TestDb::sqlite(&migrations());
    let samples = SampleAccounts::from_toml(SAMPLES).unwrap();
    let world = World::with_samples(db.db(), Some(samples.clone())).await;
    let hash = crate::ops::hash_blocking(&samples.password).unwrap();
    let id = world.person("tiepnhan.concuong", &["reception_officer"]).await;
    world
        .db
        .write::<_, IdentityError, _>(move |tx| {
            let account = crate::store::accounts::by_id(tx, id)?.unwrap();
            let cx = policy::OpContext::system("test", super::support::NOON);
            let account = cx.authorize_system(crate::MANAGE, account)?;
            Ok(crate::store::accounts::set_password(tx, &account, &hash, cx.now)?)
        })
        .await
        .unwrap();
    let browser = Browser::new(&world, "http://localhost:8080");
    let page = browser.get("/dang-nhap").await;
    for account in &samples.accounts {
        assert!(page.text.contains(&account.name) && page.text.contains(&account.role), "{}", account.login);
    }
    assert!(page.text.contains(&samples.password));
    assert!(page.text.len() < 30_000, "{} bytes", page.text.len());
    let answer = browser.submit("/dang-nhap", "/dang-nhap", &[("mau", "tiepnhan.concuong")]).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/quay"));
    let unknown = browser.another().submit("/dang-nhap", "/dang-nhap", &[("mau", "khongco")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.missing_words(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_sample_the_page_is_a_plain_form() {
    let (_db, world) = world().await;
    world.person("tiepnhan.concuong", &["reception_officer"]).await;
    let browser = Browser::new(&world, "http://localhost:8080");
    let page = browser.get("/dang-nhap").await;
    assert!(!page.text.contains("Tài khoản mẫu") && !page.text.contains("name=\"mau\""));
    let pressed = browser.submit("/dang-nhap", "/dang-nhap", &[("mau", "tiepnhan.concuong")]).await;
    assert_eq!(pressed.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_registers_sees_her_account_and_signs_out() {
    let (_db, world) = world().await;
    let browser = Browser::new(&world, "http://localhost:8080");
    let mut fields = vec![("name", "Vi Thị Hoài Thương"), ("login", "0912 345 678")];
    fields.extend([("password", PASSWORD), ("again", "khác")]);
    let differ = browser.submit("/dang-ky", "/dang-ky", &fields).await;
    assert_eq!(differ.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(differ.text.contains("chưa giống nhau") && differ.text.contains("Vi Thị Hoài Thương"));
    fields[3] = ("again", PASSWORD);
    let made = browser.submit("/dang-ky", "/dang-ky", &fields).await;
    assert_eq!((made.status, made.location()), (StatusCode::SEE_OTHER, "/tai-khoan"));
    let page = browser.get("/tai-khoan").await;
    assert!(page.text.contains("chưa được đối chiếu") && page.text.contains("0912345678"));
    assert!(!page.text.contains("Vị trí công tác"));
    assert_eq!(page.headers["cache-control"], "no-store");
    let out = browser.submit("/tai-khoan", "/dang-xuat", &[]).await;
    assert_eq!(out.location(), "/dang-nhap?tin=da-ra");
    assert!(browser.cookie("tinhso").is_none());
    assert!(browser.get("/dang-nhap?tin=da-ra").await.text.contains("Bạn đã đăng xuất."));
    assert_eq!(browser.missing_words(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_changes_the_password_and_goes_on_while_other_browsers_are_out() {
    let (_db, world) = world().await;
    world.person("tiepnhan", &["reception_officer"]).await;
    let here = Browser::new(&world, "http://localhost:8080");
    let there = here.another();
    here.sign_in("tiepnhan").await;
    there.sign_in("tiepnhan").await;
    assert!(here.get("/tai-khoan").await.text.contains("Đăng xuất các máy khác"));
    let before = here.cookie("tinhso").unwrap();
    let wrong = [("current", "sai mật khẩu rồi nhé"), ("password", NEW), ("again", NEW)];
    let refused = here.submit("/tai-khoan/mat-khau", "/tai-khoan/mat-khau", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = [("current", PASSWORD), ("password", NEW), ("again", NEW)];
    let done = here.submit("/tai-khoan/mat-khau", "/tai-khoan/mat-khau", &right).await;
    assert_eq!(done.location(), "/tai-khoan?tin=mat-khau");
    assert_ne!(here.cookie("tinhso").unwrap(), before);
    assert!(here.get("/tai-khoan?tin=mat-khau").await.text.contains("Đã đổi mật khẩu"));
    assert_eq!(there.get("/tai-khoan").await.status, StatusCode::SEE_OTHER);
    assert_eq!(here.missing_words(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_switches_position_and_signs_other_browsers_out() {
    let (_db, world) = world().await;
    let id = world.person("kiemnhiem", &["reception_officer"]).await;
    let second = world.seats.put(id, world.agency, "signer");
    let (here, there) = {
        let here = Browser::new(&world, "http://localhost:8080");
        let there = here.another();
        (here, there)
    };
    here.sign_in("kiemnhiem").await;
    there.sign_in("kiemnhiem").await;
    let position = second.position.to_string();
    let chosen = here.submit("/tai-khoan", "/tai-khoan/vi-tri", &[("position", &position)]).await;
    assert_eq!(chosen.location(), "/tai-khoan?tin=vi-tri");
    let page = here.get("/tai-khoan").await;
    assert!(page.text.contains(&format!("value=\"{position}\" checked")));
    assert!(
        page.text.contains("Chức danh signer · UBND xã Con Cuông"),
        "the masthead says in which position"
    );
    let all = here.submit("/tai-khoan", "/tai-khoan/vi-tri", &[("position", "")]).await;
    assert_eq!(all.status, StatusCode::SEE_OTHER);
    here.submit("/tai-khoan", "/tai-khoan/phien", &[]).await;
    assert_eq!(there.get("/tai-khoan").await.status, StatusCode::SEE_OTHER);
    assert_eq!(here.get("/tai-khoan").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_page_sets_the_password_and_is_kept_by_no_cache() {
    let (_db, world) = world().await;
    let id = world.person("tiepnhan", &["reception_officer"]).await;
    let (cx, seats) = (world.administrator(contracts::AccountId::new(world.now())), world.seats.clone());
    let (token, _) = world
        .db
        .write::<_, IdentityError, _>(move |tx| issue_one_time_link(tx, &cx, &*seats, id))
        .await
        .unwrap();
    let browser = Browser::new(&world, "http://localhost:8080");
    let path = format!("/lien-ket/{}", token.reveal());
    let page = browser.get(&path).await;
    assert_eq!((page.status, page.headers["cache-control"].to_str().unwrap()), (StatusCode::OK, "no-store"));
    assert!(page.text.contains("Chào Lữ Thị Thanh Huyền"));
    let weak = browser.submit(&path, &path, &[("password", "ngắn"), ("again", "ngắn")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = browser.submit(&path, &path, &[("password", NEW), ("again", NEW)]).await;
    assert_eq!(done.location(), "/dang-nhap?tin=mat-khau");
    let gone = browser.get(&path).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert!(gone.text.contains("đã dùng hoặc đã hết hạn"));
    assert_eq!(browser.missing_words(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_must_change_the_password_is_led_there_and_gets_no_further() {
    let (_db, world) = world().await;
    let id = world.person("quantri2", &["administrator"]).await;
    let cx = world.administrator(contracts::AccountId::new(world.now()));
    world.identity.manage(&cx, id, require_password_change).await.unwrap();
    let browser = Browser::new(&world, "http://localhost:8080");
    let fields = [("login", "quantri2"), ("password", PASSWORD), ("next", "/quan-tri/tai-khoan")];
    let answer = browser.submit("/dang-nhap", "/dang-nhap", &fields).await;
    assert_eq!(answer.location(), "/tai-khoan/mat-khau");
    assert_eq!(browser.get("/quan-tri/tai-khoan").await.status, StatusCode::FORBIDDEN);
    assert!(browser.get("/tai-khoan").await.text.contains("Bạn cần đổi mật khẩu"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_lets_through_whom_it_names_and_nobody_else() {
    let (_db, world) = world().await;
    world.person("congdan", &[]).await;
    world.person("tiepnhan", &["reception_officer"]).await;
    world.person("quantri", &["administrator"]).await;
    let somebody = world.person("nguoikhac", &["signer"]).await;
    let visitor = Browser::new(&world, "http://localhost:8080");
    let people = ["congdan", "tiepnhan", "quantri"];
    let mut browsers = Vec::new();
    for login in people {
        let browser = visitor.another();
        browser.sign_in(login).await;
        browsers.push((login, browser));
    }
    for route in crate::module(&world.identity).routes {
        let path = route.path.replace("{id}", &somebody.to_string()).replace("{token}", "khong-co");
        let method = route.method.as_str();
        let open = matches!(route.access, Access::Public);
        let answer = visitor.send(method, &path, &[], String::new()).await;
        // A form without its token is stopped behind the door: 403 with the refusal's own sentence.
        let stopped = |answer: &super::support::Answer| {
            answer.status == StatusCode::UNAUTHORIZED
                || answer.location().starts_with("/dang-nhap?next=")
                || answer.text.contains("Vị trí công tác của bạn không được giao việc này")
        };
        if route.operation != "get_me" {
            assert_eq!(!stopped(&answer), open, "a visitor at {method} {path}: {}", answer.status);
        }
        for (login, browser) in &browsers {
            let expected = match route.access {
                Access::Permission(_) => *login == "quantri",
                _ => true,
            };
            if route.operation == "delete_session" {
                continue;
            }
            let answer = browser.send(method, &path, &[], String::new()).await;
            assert_eq!(!stopped(&answer), expected, "{login} at {method} {path}: {}", answer.status);
            assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{method} {path}");
        }
    }
}
