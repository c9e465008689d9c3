//! The planner's pages as a browser sees them.
use super::house::{MIGRATIONS, Site, agency, house, now, officer, site};
use calendar::FixedClock;
use db::Db;
use http::StatusCode;
use policy::testing::{Accounts, Answer, Site as Browser};
use std::sync::Arc;
use web::{Module, Secret, WebConfig};

const TEXT: &[u8] = include_bytes!("plan.txt");

/// The program with two planners and one officer who may only read.
struct Program {
    _site: Site,
    one: Browser,
    two: Browser,
    reader: Browser,
}

fn program(db: &Db) -> Program {
    let site = site(db);
    let clock = Arc::new(FixedClock::new(now()));
    let mut config = WebConfig::new("http://localhost:8080", Secret::new([7; 32]), clock);
    config.province = "Nghệ An".to_owned();
    let words = |name: &'static str, locales| Module { locales, ..Module::new(name) };
    let modules = vec![
        words("base", base::LOCALES),
        words("text", text::LOCALES),
        words("objects", objects::LOCALES),
        words("policy", policy::LOCALES),
        words("calendar", calendar::LOCALES),
        crate::module(&site.deps),
    ];
    let accounts = Accounts::default();
    let (router, catalogue) = web::app_with(modules, config, accounts.clone()).unwrap();
    let first = Browser::new(router, catalogue);
    let browser = |name: &str, cx: &policy::OpContext| {
        let browser = first.other_browser();
        browser.set_session(&accounts.sign_in(name, cx));
        browser
    };
    Program {
        one: browser("Đặng Thị Hồng Phượng", &house().planner),
        two: browser("Cao Xuân Trường", &officer(73, crate::PERMISSIONS)),
        reader: browser("Lê Văn Đọc", &officer(74, &["programme.read"])),
        _site: site,
    }
}

/// Uploads the text and answers the address where it is corrected.
async fn upload(browser: &Browser, name: &str, bytes: &[u8]) -> Answer {
    let csrf = browser.get("/ke-hoach/nhap").await.hidden("csrf");
    browser.upload("/ke-hoach/nhap", &csrf, &[], &[("tep", name, bytes)]).await
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before}"));
    rest.split(after).next().unwrap()
}

/// No key stands where a sentence should.
fn worded(answer: &Answer) {
    let text = answer.text();
    for key in ["programme-planner-", "programme-doubt-", "programme-warn-", "refusal-programme"] {
        assert!(!text.contains(key), "{}", between(&text, key, "<"));
    }
}

db::contract! {
    migrations: MIGRATIONS;

    async fn a_file_is_taken_in_and_every_tab_shows_what_was_found(db: Db) {
        let program = program(&db);
        let sent = upload(&program.one, "ke-hoach.txt", TEXT).await;
        let home = sent.location();
        for tab in ["", "?muc=chua-ro", "?muc=chi-tieu", "?muc=nhiem-vu", "?muc=hien-trang", "?muc=kinh-phi", "?muc=dong"] {
            let page = program.one.get(&format!("{home}{tab}")).await;
            assert_eq!(page.status, StatusCode::OK, "{tab}: {}", page.text());
            worded(&page);
            assert!(page.bytes.len() < 60_000, "{tab}: {}", page.bytes.len());
        }
        let tasks = program.one.get(&format!("{home}?muc=nhiem-vu")).await;
        assert!(tasks.has("Xây dựng danh mục dữ liệu mở") && tasks.has("chủ trì: Cục Công nghệ thông tin"));
        assert!(tasks.has("data-key=\"0\""));
        let again = upload(&program.two, "ban-khac.txt", TEXT).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert!(again.has(&home) && again.has("đã được đọc trước đây"));
        worded(&again);
        let list = program.one.get("/ke-hoach").await;
        assert!(list.has(&home));
        worded(&list);
    }

    async fn every_refusal_of_a_file_stands_in_words_on_the_page(db: Db) {
        let program = program(&db);
        for (name, bytes, words) in [
            ("anh.png", b"\x89PNG\r\n\x1a\n\x00\x00".as_slice(), "Loại tệp này không đọc được"),
            ("hong.pdf", b"%PDF-1.4 nothing".as_slice(), "Tệp hỏng"),
            ("trong.txt", b"   \n".as_slice(), "Tệp không có chữ"),
        ] {
            let answer = upload(&program.one, name, bytes).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", answer.text());
            assert!(answer.has(words), "{name}: {}", answer.text());
            worded(&answer);
        }
        let none = upload(&program.one, "", b"").await;
        assert!(none.has("Hãy chọn một tệp"), "{}", none.text());
        let large = vec![b'a'; 21 * 1024 * 1024];
        let answer = upload(&program.one, "lon.txt", &large).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(answer.has("Tệp nặng quá 20 MB"), "{}", answer.text());
    }

    async fn who_may_only_read_sees_the_list_and_no_door_to_correct(db: Db) {
        let program = program(&db);
        let home = upload(&program.one, "ke-hoach.txt", TEXT).await.location();
        let list = program.reader.get("/ke-hoach").await;
        assert_eq!(list.status, StatusCode::OK);
        assert!(!list.has(&home) && !list.has("/ke-hoach/nhap"));
        assert_eq!(program.reader.get(&home).await.status, StatusCode::FORBIDDEN);
        assert_eq!(program.reader.get("/ke-hoach/nhap").await.status, StatusCode::FORBIDDEN);
    }

    async fn a_row_is_confirmed_dropped_brought_back_and_added_without_a_script(db: Db) {
        let program = program(&db);
        let browser = &program.one;
        let home = upload(browser, "ke-hoach.txt", TEXT).await.location();
        let tab = format!("{home}?muc=chi-tieu");
        let page = browser.get(&tab).await;
        let handle = between(&page.text(), "name=\"bo\" value=\"", "\"").to_owned();
        let path = format!("{home}/tim-thay");
        let done = browser.post(&path, &page.hidden("csrf"), &[("ve", "muc=chi-tieu"), ("bo", &handle)]).await;
        assert!(done.location().starts_with(&tab), "{}", done.location());
        let page = browser.get(&tab).await;
        let dropped = between(&page.text(), "name=\"lai\" value=\"", "\"").to_owned();
        assert_eq!(dropped.split('.').next(), handle.split('.').next());
        let stale = browser.post(&path, &page.hidden("csrf"), &[("ve", "muc=chi-tieu"), ("dung", &handle)]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        worded(&stale);
        browser.post(&path, &page.hidden("csrf"), &[("ve", "muc=chi-tieu"), ("lai", &dropped)]).await.location();
        let new = format!("{home}/them?loai=task&dong=16");
        let form = browser.get(&new).await;
        worded(&form);
        let csrf = form.hidden("csrf");
        let wrong = browser.post(&format!("{home}/them"), &csrf, &[("loai", "task"), ("line", "16"), ("text", ""), ("deadlines", "bao giờ cũng được")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.has("bao giờ cũng được") && wrong.has("Không hiểu thời hạn này"));
        worded(&wrong);
        let fields = [("loai", "task"), ("line", "16"), ("end_line", "16"), ("text", "Mở lớp tập huấn"), ("lead", "Sở Nội vụ\nSở Khoa học và Công nghệ"), ("deadlines", "Quý III/2026")];
        let saved = browser.post(&format!("{home}/them"), &csrf, &fields).await.location();
        let page = browser.get(saved.split('#').next().unwrap()).await;
        assert!(page.has("Mở lớp tập huấn") && page.has("quý III/2026"), "{}", page.text());
    }

    async fn a_late_save_shows_both_values_and_keeps_what_was_typed(db: Db) {
        let program = program(&db);
        let home = upload(&program.one, "ke-hoach.txt", TEXT).await.location();
        let tab = format!("{home}?muc=nhiem-vu");
        let page = program.one.get(&tab).await;
        let edit = format!("{home}/sua/{}", between(&page.text(), &format!("{home}/sua/"), "\""));
        let (mine, theirs) = (program.one.get(&edit).await, program.two.get(&edit).await);
        worded(&mine);
        let version = mine.hidden("version");
        let first_fields = [("version", version.as_str()), ("text", "Sửa quy chế"), ("lead", "Sở Nội vụ"), ("product", "Quyết định"), ("line", "35"), ("end_line", "35")];
        program.one.post(&edit, &mine.hidden("csrf"), &first_fields).await.location();
        let csrf = theirs.hidden("csrf");
        let fields = [("version", version.as_str()), ("text", "Sửa quy chế"), ("lead", "Sở Nội vụ"), ("product", "Báo cáo"), ("line", "35"), ("end_line", "35")];
        let second = program.two.post(&edit, &csrf, &fields).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        assert!(second.has("value=\"Báo cáo\"") && second.has("Quyết định"), "{}", second.text());
        worded(&second);
        let version = second.hidden("version");
        let fields = [("version", version.as_str()), ("text", "Sửa quy chế"), ("lead", "Sở Nội vụ"), ("product", "Báo cáo"), ("line", "35"), ("end_line", "35")];
        program.two.post(&edit, &csrf, &fields).await.location();
        assert!(program.two.get(&edit).await.has("value=\"Báo cáo\""));
    }

    async fn a_text_is_settled_named_and_adopted_through_its_pages(db: Db) {
        let program = program(&db);
        let browser = &program.one;
        let home = upload(browser, "ke-hoach.txt", TEXT).await.location();
        let page = browser.get(&home).await.text();
        let (_, form) = page.split_once(&format!("{home}/nhan\"")).unwrap();
        let version = between(form, "name=\"version\" value=\"", "\"");
        let sent = [("ve", "muc=chua-ro"), ("version", version)];
        let refused = browser.post_from(&home, &format!("{home}/nhan"), &sent).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.has("chỗ phải làm rõ trước khi nhận kế hoạch"));
        worded(&refused);
        let standing = agency("H41.08").to_string();
        let form = browser.get(&format!("{home}/van-ban")).await;
        worded(&form);
        let version = form.hidden("version");
        let wrong = browser.post(&format!("{home}/van-ban"), &form.hidden("csrf"), &[("version", &version), ("number", "1/KH"), ("issued", "32/13/2026")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        worded(&wrong);
        let fields = [("version", version.as_str()), ("number", "1/KH-UBND"), ("issued", "05/01/2026"), ("title", "Kế hoạch năm 2026"), ("from", "2026"), ("to", "2028"), ("standing", &standing)];
        browser.post(&format!("{home}/van-ban"), &form.hidden("csrf"), &fields).await.location();
        let late = browser.post(&format!("{home}/van-ban"), &form.hidden("csrf"), &fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        for _ in 0..30 {
            let page = browser.get(&home).await;
            worded(&page);
            let text = page.text();
            let Some((_, rest)) = text.split_once("<li class=\"doubt\"") else { break };
            let item = rest.split("</li>").next().unwrap();
            let (doubt, version) = (between(item, "name=\"cho\" value=\"", "\""), between(item, "name=\"version\" value=\"", "\""));
            let named = item.contains("name=\"co-quan\"");
            let mut fields = vec![("ve", "muc=chua-ro"), ("cho", doubt), ("version", version)];
            if named {
                fields.extend([("v", "ten"), ("co-quan", standing.as_str())]);
            } else if item.contains("tra-loi") {
                fields.extend([("v", "qua"), ("tra-loi", "late")]);
            } else {
                fields.push(("v", "giu"));
            }
            browser.post(&format!("{home}/lam-ro"), &page.hidden("csrf"), &fields).await.location();
        }
        let before = browser.post_from(&home, &format!("{home}/nhan"), &[("ve", "muc=chua-ro"), ("version", "1")]).await;
        assert_eq!(before.status, StatusCode::CONFLICT, "the text was named meanwhile");
        let page = browser.get(&home).await.text();
        let (_, form) = page.split_once(&format!("{home}/nhan\"")).unwrap();
        let version = between(form, "name=\"version\" value=\"", "\"");
        let adopted = browser.post_from(&home, &format!("{home}/nhan"), &[("ve", "muc=chua-ro"), ("version", version)]).await;
        assert_eq!(adopted.location(), "/ke-hoach/1-kh-ubnd-2026", "{}", adopted.text());
        let list = program.reader.get("/ke-hoach").await;
        assert!(list.has("/ke-hoach/1-kh-ubnd-2026") && list.has("Kế hoạch năm 2026"));
        let closed = browser.get(&home).await;
        assert!(closed.has("đã được nhận thành kế hoạch") && !closed.has("name=\"bo\""));
        let same = program.reader.get("/ke-hoach/1-kh-ubnd-2026/khac/1-kh-ubnd-2026").await;
        assert_eq!(same.status, StatusCode::OK);
        assert!(same.has("Giữ nguyên"));
        worded(&same);
        assert_eq!(program.reader.get("/ke-hoach/1-kh-ubnd-2026/khac/khong-co").await.status, StatusCode::NOT_FOUND);
    }
}
