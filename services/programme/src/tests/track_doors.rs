//! The pages of tracking as a browser sees them: a clerk reports, the standing office chases and accepts, a leader looks,
//! anybody reads.
use super::track_fixture::{FARMING, House, MIGRATIONS, STANDING, clerk, officer, planner, september};
use db::testing::TestDb;
use http::StatusCode;
use policy::testing::{Accounts, Answer, Site as Browser};
use std::collections::HashMap;
use std::sync::Arc;
use web::{Module, Secret, WebConfig};

/// A browser for each person; nobody's has no session.
struct Site {
    browsers: HashMap<&'static str, Browser>,
    nobody: Browser,
    house: House,
    _db: TestDb,
}

impl Site {
    async fn new() -> Self {
        let db = TestDb::sqlite(MIGRATIONS);
        let house = House::new(&db.db(), 3).await;
        house.tick(september()).await;
        let now = september();
        let clock = Arc::new(calendar::FixedClock::new(now));
        let mut config = WebConfig::new("http://localhost:8080", Secret::new([7; 32]), clock);
        config.province = "Nghệ An".to_owned();
        let words = |name: &'static str, locales| Module { locales, ..Module::new(name) };
        let modules = vec![
            words("base", base::LOCALES),
            words("text", text::LOCALES),
            words("objects", objects::LOCALES),
            words("policy", policy::LOCALES),
            crate::module(&house.deps),
        ];
        let accounts = Accounts::default();
        let (router, catalogue) = web::app_with(modules, config, accounts.clone()).unwrap();
        let nobody = Browser::new(router, catalogue);
        let people = [
            ("phuong", planner(now)),
            ("chau", clerk(FARMING, now)),
            ("long", officer(STANDING, &["programme.read", "tasks.assign"], now)),
        ];
        let browsers = people.map(|(name, cx)| {
            let browser = nobody.other_browser();
            browser.set_session(&accounts.sign_in(name, &cx));
            (name, browser)
        });
        Self { browsers: browsers.into(), nobody, house, _db: db }
    }

    fn of(&self, who: &str) -> &Browser {
        self.browsers.get(who).unwrap_or(&self.nobody)
    }

    async fn get(&self, who: &str, path: &str) -> Answer {
        self.of(who).get(path).await
    }

    async fn post(&self, who: &str, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.of(who).post_from(page, path, fields).await
    }

    async fn upload(
        &self,
        who: &str,
        page: &str,
        path: &str,
        fields: &[(&str, &str)],
        file: Option<&[u8]>,
    ) -> Answer {
        let csrf = self.get(who, page).await.hidden("csrf");
        let files: Vec<_> = file.map(|bytes| ("files", "bien-ban.pdf", bytes)).into_iter().collect();
        self.of(who).upload(path, &csrf, fields, &files).await
    }

    fn whole(&self, answer: &Answer) {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert!(self.nobody.catalogue.missing().is_empty(), "{:?}", self.nobody.catalogue.missing());
        assert!(!answer.has("⟦") && !answer.has("style=") && !answer.has("<script>"));
    }
}

const PLAN: &str = "/ke-hoach/3050-qd-ubnd-2024";

#[tokio::test]
async fn every_page_is_whole_for_whoever_may_see_it() {
    let site = Site::new().await;
    let (land, near, line) = (site.house.land, site.house.near, site.house.budgets[0]);
    for path in [
        PLAN.to_owned(),
        format!("{PLAN}?tru=1&nam=2026"),
        format!("{PLAN}?xem=tat-ca"),
        format!("{PLAN}/nhiem-vu"),
        format!("{PLAN}/nhiem-vu?trang-thai=missed&co-quan=communes"),
        format!("{PLAN}/nhiem-vu/{land}"),
        format!("{PLAN}/nhiem-vu/{}", site.house.teams),
        format!("{PLAN}/chi-tieu/{near}"),
        format!("{PLAN}/kinh-phi"),
        format!("{PLAN}/kinh-phi/{line}"),
        format!("{PLAN}/ky/2026-q3"),
        "/ke-hoach/quy-tac".to_owned(),
        "/cong-khai/ke-hoach".to_owned(),
        "/cong-khai/ke-hoach/3050-qd-ubnd-2024".to_owned(),
    ] {
        for who in ["phuong", "chau", "long"] {
            site.whole(&site.get(who, &path).await);
        }
        let stranger = site.get("", &path).await;
        let public = path.starts_with("/cong-khai");
        assert_eq!(stranger.status == StatusCode::OK, public, "{path}: {}", stranger.status);
    }
    site.whole(&site.get("chau", "/ke-hoach/viec").await);
    assert_eq!(site.get("long", "/ke-hoach/viec").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get("long", &format!("{PLAN}/chi-tieu/{land}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("long", "/ke-hoach/khong-co").await.status, StatusCode::NOT_FOUND);
    let leader = site.get("long", &format!("{PLAN}/nhiem-vu/{land}")).await;
    assert!(leader.has(&format!("/viec-giao/moi?tu=plan-task%3A{land}")));
    assert!(!site.get("chau", &format!("{PLAN}/nhiem-vu/{land}")).await.has("/viec-giao/moi"));
}

#[tokio::test]
async fn a_clerk_reports_in_a_minute_and_the_standing_office_accepts() {
    let site = Site::new().await;
    let mine = site.get("chau", "/ke-hoach/viec").await;
    assert!(
        mine.has("Hoàn thiện cơ sở dữ liệu đất đai") && mine.has("Hạn 14/09/2026")
            || mine.has("Hạn 14/9/2026")
    );
    let form = format!("{PLAN}/ky/2026-q3/bao-cao/task/{}", site.house.land);
    let agency = super::track_fixture::agency(FARMING).to_string();
    let typed = [
        ("agency", agency.as_str()),
        ("seen", "0"),
        ("percent", "sáu"),
        ("words", "Đã nghiệm thu"),
        ("as_of", "31/08/2026"),
    ];
    let wrong = site.upload("chau", &form, &form, &typed, None).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has("Hãy ghi một số từ 0 đến 100") && wrong.has("Đã nghiệm thu"));
    let mut right = typed;
    right[2] = ("percent", "65%");
    let sent = site.upload("chau", &form, &form, &right, Some(b"%PDF-1.7\n1 0 obj\n%%EOF")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    // The same form sent again by somebody who had not seen it: told, with what was typed kept.
    let twice = site.upload("chau", &form, &form, &right, None).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(
        twice.has("Người khác vừa ghi trước")
            && twice.has("name=\"seen\" value=\"1\"")
            && twice.has("Đã nghiệm thu")
    );
    let round = format!("{PLAN}/ky/2026-q3");
    let page = site.get("phuong", &round).await;
    site.whole(&page);
    assert!(page.has("bien-ban.pdf") && page.has("Chờ nhận: 1 báo cáo"));
    let text = page.text();
    let (_, rest) = text.split_once("name=\"report\" value=\"").unwrap();
    let id = rest.split('"').next().unwrap().to_owned();
    let silent =
        site.post("phuong", &round, &format!("{round}/tra-lai"), &[("report", &id), ("why", " ")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let accepted = site.post("phuong", &round, &format!("{round}/nhan"), &[("report", &id)]).await;
    assert_eq!(accepted.location(), format!("{round}?xong=nhan&n=1"));
    let task = site.get("long", &format!("{PLAN}/nhiem-vu/{}", site.house.land)).await;
    assert!(task.has("Đã làm 65%") && task.has("bien-ban.pdf"));
    let text = task.text();
    let (_, rest) = text.split_once("/ke-hoach/minh-chung/").unwrap();
    let file = rest.split('"').next().unwrap();
    let proof = site.get("long", &format!("/ke-hoach/minh-chung/{file}")).await;
    assert_eq!(proof.bytes, b"%PDF-1.7\n1 0 obj\n%%EOF");
    assert_ne!(site.get("", &format!("/ke-hoach/minh-chung/{file}")).await.status, StatusCode::OK);
    assert_eq!(
        site.post("chau", &form, &format!("{round}/don-doc"), &[]).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn one_click_chases_all_and_the_agency_sees_it() {
    let site = Site::new().await;
    let round = format!("{PLAN}/ky/2026-q3");
    let chased =
        site.post("phuong", &round, &format!("{round}/don-doc"), &[("note", "Đề nghị báo cáo sớm")]).await;
    assert_eq!(chased.location(), format!("{round}?xong=don-doc&n=5"));
    assert!(site.get("phuong", &chased.location()).await.has("Đã đôn đốc 5 cơ quan"));
    let mine = site.get("chau", "/ke-hoach/viec").await;
    assert!(mine.has("Đề nghị báo cáo sớm") && mine.has("phuong đôn đốc lúc"));
}

#[tokio::test]
async fn the_public_page_and_its_file_name_no_person() {
    let site = Site::new().await;
    let form = format!("{PLAN}/ky/2026-q3/bao-cao/task/{}", site.house.land);
    let agency = super::track_fixture::agency(FARMING).to_string();
    let typed = [
        ("agency", agency.as_str()),
        ("seen", "0"),
        ("percent", "65"),
        ("words", "Bà Trần Thị Lan đã ký"),
        ("as_of", "31/08/2026"),
    ];
    site.upload("chau", &form, &form, &typed, None).await;
    let round = format!("{PLAN}/ky/2026-q3");
    let empty = site.post("phuong", &round, &format!("{round}/nhan"), &[]).await;
    assert_eq!(empty.status, StatusCode::NOT_FOUND, "nothing named is not everything");
    let before =
        site.post("phuong", &round, &format!("{round}/nhan"), &[("tat-ca", "1"), ("den", "1")]).await;
    assert_eq!(
        before.location(),
        format!("{round}?xong=nhan&n=0&con=0"),
        "what came after the page was read waits"
    );
    let far = "9000000000000000";
    let all = site.post("phuong", &round, &format!("{round}/nhan"), &[("tat-ca", "1"), ("den", far)]).await;
    assert_eq!(all.location(), format!("{round}?xong=nhan&n=1&con=0"));
    for path in ["/cong-khai/ke-hoach/3050-qd-ubnd-2024", "/cong-khai/ke-hoach/3050-qd-ubnd-2024.csv"] {
        let page = site.get("", path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.has("Hoàn thiện cơ sở dữ liệu đất đai") && page.has("65"), "{}", page.text());
        for name in ["chau", "Trần Thị Lan", "phuong"] {
            assert!(!page.has(name), "{path} names {name}");
        }
    }
    let csv = site.get("", "/cong-khai/ke-hoach/3050-qd-ubnd-2024.csv").await.text();
    assert!(csv.starts_with('\u{feff}'));
    let heads = csv.lines().next().unwrap().matches(';').count();
    assert!(csv.lines().take(6).all(|line| line.matches(';').count() == heads), "{csv}");
    assert!(csv.contains("\"Ngân sách tỉnh\";\"46500000000\""));
}

#[tokio::test]
async fn money_is_entered_with_its_proof_and_the_plan_page_adds_it_up() {
    let site = Site::new().await;
    let line = format!("{PLAN}/kinh-phi/{}", site.house.budgets[0]);
    let fields = [
        ("stage", "paid"),
        ("dong", "30.900.000.000"),
        ("as_of", "31/08/2026"),
        ("words", ""),
        ("seen-paid", "0"),
    ];
    let entered = site.upload("chau", &line, &line, &fields, None).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text());
    let stale = site.upload("chau", &line, &line, &fields, None).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let plan = site.get("long", PLAN).await;
    assert!(plan.has("30,9") && plan.has("/ 108,5 tỷ"), "{}", plan.text());
}

#[tokio::test]
async fn a_bad_rule_is_told_at_each_field() {
    let site = Site::new().await;
    let fields = [
        ("from", "hôm nay"),
        ("path_percent", "x"),
        ("task_days", "15"),
        ("task_percent", "80"),
        ("remind_days", "7"),
    ];
    let wrong = site.post("phuong", "/ke-hoach/quy-tac", "/ke-hoach/quy-tac", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has("href=\"#from\"") && wrong.has("href=\"#path_percent\""));
}

#[tokio::test]
async fn the_standing_office_downloads_the_written_report_and_others_once_the_round_is_closed() {
    let site = Site::new().await;
    let round = format!("/ke-hoach/{}/ky/2026-q3", House::SLUG);
    let (docx, pdf) = (format!("{round}/bao-cao.docx"), format!("{round}/bao-cao.pdf"));
    let page = site.get("phuong", &round).await;
    assert!(page.has(&docx) && page.has(&pdf), "{}", page.text());
    let word = site.get("phuong", &docx).await;
    assert_eq!(word.status, StatusCode::OK);
    let read = crate::reading::read(&word.bytes, "bao-cao.docx").unwrap();
    assert!(read.lines.iter().any(|line| line == "I. TÌNH HÌNH CHUNG"), "{:?}", read.lines);
    let paper = site.get("phuong", &pdf).await;
    assert!(paper.status == StatusCode::OK && paper.bytes.starts_with(b"%PDF-"));
    for path in [&docx, &pdf] {
        assert_eq!(site.get("chau", path).await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.get("phuong", &path.replace("2026-q3", "2031")).await.status, StatusCode::NOT_FOUND);
    }
    assert!(!site.get("chau", &round).await.has("bao-cao.docx"), "no link to what is refused");
    crate::ops::track::close_round(&site.house.deps, &planner(september()), House::SLUG, "2026-q3")
        .await
        .unwrap();
    assert_eq!(site.get("chau", &docx).await.status, StatusCode::OK);
    assert_eq!(site.nobody.catalogue.missing(), Vec::<String>::new());
}
