//! The pages themselves: whole words, numbers that lead to what is behind them, journeys of the three people.
use super::support::{
    MIGRATIONS, agency, at, definitions, deliver, deps, event, now, officer, with_definitions, with_facts,
};
use calendar::FixedClock;
use db::testing::TestDb;
use http::StatusCode;
use policy::OpContext;
use policy::testing::{Accounts, Site};
use std::sync::Arc;
use web::{Module, Secret, WebConfig};

/// The pages over a database with dossiers.
pub struct Office {
    accounts: Accounts,
    router: axum::Router,
    catalogue: Arc<web::Catalogue>,
    _db: TestDb,
}

pub async fn opened() -> Office {
    let test = TestDb::sqlite(MIGRATIONS);
    with_facts(&test.db()).await;
    with_definitions(&test.db(), definitions()).await;
    let (deps, town) = deps(&test.db());
    for number in 1..=60_u8 {
        let mut one = event(number, 11 + number % 2, Some("2026-10-12T08:00:00"));
        one.online = number % 3 == 0;
        deliver(&deps, &town, "dossiers.received", one.clone(), 1).await;
        if number % 4 == 0 {
            one.closed_at = Some(at("2026-11-05T09:00:00"));
            deliver(&deps, &town, "dossiers.resolved", one, 2).await;
        }
    }
    let clock = Arc::new(FixedClock::new(now()));
    let mut config =
        WebConfig::new("http://localhost:8080", Secret::new([7; 32]), clock as Arc<dyn calendar::Clock>);
    config.province = "Nghệ An".to_owned();
    let words = |name: &'static str, locales| Module { locales, ..Module::new(name) };
    let modules = vec![
        words("base", base::LOCALES),
        words("db", db::LOCALES),
        words("text", text::LOCALES),
        words("policy", policy::LOCALES),
        crate::module(&deps),
    ];
    let accounts = Accounts::default();
    let (router, catalogue) = web::app_with(modules, config, accounts.clone()).unwrap();
    Office { accounts, router, catalogue, _db: test }
}

impl Office {
    pub fn nobody(&self) -> Site {
        Site::new(self.router.clone(), Arc::clone(&self.catalogue))
    }

    pub fn signed_in(&self, cx: &OpContext) -> Site {
        let site = self.nobody();
        site.set_session(&self.accounts.sign_in("Đặng Thị Hồng Phượng", cx));
        site
    }

    /// An officer with these permissions everywhere.
    pub fn browser(&self, permissions: &[&'static str]) -> Site {
        self.signed_in(&officer(40 + u8::try_from(permissions.len()).unwrap(), permissions, None))
    }

    /// A machine with these permissions everywhere, by its token.
    pub fn machine(&self, permissions: &[&'static str]) -> Site {
        let mut cx = officer(90, permissions, None);
        cx.actor = policy::Actor::Machine(cx.actor.account().unwrap());
        let site = self.nobody();
        site.set_token(&self.accounts.sign_in("Kho dữ liệu", &cx));
        site
    }

    /// Every word that was asked for is written.
    pub fn words_are_whole(&self) {
        assert_eq!(self.catalogue.missing(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_number_leads_to_what_it_is_made_of_and_to_the_records() {
    let office = opened().await;
    let site = office.browser(crate::PERMISSIONS);
    let list = site.get("/chi-so").await;
    assert!(list.has("33,3 %") && list.has("/chi-so/ty_le_ho_so_truc_tuyen"), "{}", list.text());
    assert!(list.has("Thiếu 2/2, Quý III/2026"), "{}", list.text());
    let page = site.get("/chi-so/ty_le_ho_so_truc_tuyen?cap=commune").await;
    for words in [
        "33,3 %",
        "received_online",
        "Xã Con Cuông",
        "Xã Châu Khê",
        "Tháng 10/2026",
        "<svg",
        "viec-giao/moi?tu=indicator%3Aty_le_ho_so_truc_tuyen",
    ] {
        assert!(page.has(words), "{words} in {}", page.text());
    }
    assert!(!page.has("style="), "the policy of the pages allows no style of their own");
    let link = "/chi-so/ty_le_ho_so_truc_tuyen/ho-so?su-kien=received&tu=2026-01-01&den=2026-11-20";
    assert!(page.has(&link.replace('&', "&#38;")) || page.has(link), "{}", page.text());
    let records = site.get(link).await;
    assert!(records.has("H41.77.01-261120-") && records.has("rel=\"next\""), "{}", records.text());
    assert!(!records.has("/ho-so/0000"), "no link for who may not open a dossier");
    let text = records.text();
    let next =
        text.split("href=\"").map(|rest| rest.split('"').next().unwrap()).find(|href| href.contains("sau="));
    let second = site.get(&next.unwrap().replace("&#38;", "&").replace("&amp;", "&")).await;
    assert_eq!(second.status, StatusCode::OK);
    assert_eq!(second.text().matches("H41.77.01-261120-").count(), 10, "60 records, 50 a page");
    let csv = site.get("/chi-so/ty_le_ho_so_truc_tuyen/so-lieu.csv?nam=2026&cap=agency").await;
    assert!(csv.text().starts_with('\u{feff}') && csv.has("20;60;33,333333;\"%\""), "{}", csv.text());
    let empty = site.get("/chi-so/ty_le_ho_so_dung_han?ky=2026-03-01").await;
    assert!(empty.has("mẫu số bằng 0"), "{}", empty.text());
    office.words_are_whole();
}

#[tokio::test]
async fn a_statistician_defines_with_a_preview_and_sees_every_flaw_at_its_field() {
    let office = opened().await;
    let site = office.browser(crate::PERMISSIONS);
    let csrf = site.get("/chi-so/moi").await.hidden("csrf");
    let form = |act: &'static str, numerator: &'static str| {
        vec![
            ("code", "ty_le_ton"),
            ("title", "Tỷ lệ hồ sơ chưa xong"),
            ("unit", "%"),
            ("direction", "down"),
            ("period", "month"),
            ("levels", "province"),
            ("levels", "agency"),
            ("numerator", numerator),
            ("denominator", "received"),
            ("decimals", "1"),
            ("window_day", "1"),
            ("deadline_days", "0"),
            ("method", "Hồ sơ nhận mà chưa xong chia cho hồ sơ nhận."),
            ("source", "Hồ sơ trên Tỉnh Số"),
            ("responsible", "Văn phòng Ủy ban nhân dân"),
            ("legal_basis", "766/QĐ-TTg"),
            ("from", "01/01/2026"),
            ("act", act),
        ]
    };
    let wrong = site.post("/chi-so/moi", &csrf, &form("save", "ty_le_ton - la_lung")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has("không được tính từ chính nó") && wrong.has("href=\"#numerator\""), "{}", wrong.text());
    assert!(wrong.has("Tỷ lệ hồ sơ chưa xong"), "what was typed is kept");
    let preview = site.post("/chi-so/moi", &csrf, &form("preview", "received - closed")).await;
    assert!(preview.has("75 %") && preview.has("Chưa lưu"), "{}", preview.text());
    assert_eq!(site.get("/chi-so/ty_le_ton").await.status, StatusCode::NOT_FOUND);
    let saved = site.post("/chi-so/moi", &csrf, &form("save", "received - closed")).await;
    assert_eq!(saved.location(), "/chi-so/ty_le_ton?xong=1");
    assert!(site.get("/chi-so/ty_le_ton?xong=1").await.has("Đã lưu định nghĩa"));
    let edit = site.get("/chi-so/ty_le_ton/sua").await;
    assert!(edit.has("received - closed") && edit.hidden("version") == "1", "{}", edit.text());
    let mut again = form("save", "closed");
    again.push(("version", "1"));
    let refused = site.post("/chi-so/ty_le_ton/sua", &csrf, &again).await;
    assert!(refused.has("Hãy ghi lý do sửa"), "{}", refused.text());
    again.push(("reason", "Tính theo hồ sơ xong"));
    let saved = site.post("/chi-so/ty_le_ton/sua", &csrf, &again).await;
    assert_eq!(saved.location(), "/chi-so/ty_le_ton?xong=1");
    let page = site.get("/chi-so/ty_le_ton").await;
    assert!(
        page.has("25 %") && page.has("Các lần sửa") && page.has("Tính theo hồ sơ xong"),
        "{}",
        page.text()
    );
    office.words_are_whole();
}

#[tokio::test]
async fn one_person_reports_another_approves_and_the_statistician_locks() {
    let office = opened().await;
    let own = [agency(21)];
    let reporter = office.signed_in(&officer(61, &["indicators.read", "indicators.report"], Some(&own)));
    let head_can = ["indicators.read", "indicators.report", "indicators.approve"];
    let head = office.signed_in(&officer(62, &head_can, Some(&own)));
    let list = reporter.get("/chi-so").await;
    assert!(list.has("Số liệu cơ quan phải gửi") && list.has("hạn 19/09/2026"), "{}", list.text());
    let path = "/chi-so/ho_co_cap_quang/bao-cao";
    let page = reporter.get(&format!("{path}?ky=2026-07-01")).await;
    assert!(page.has("Ủy ban nhân dân xã Con Cuông") && page.has("Thiếu, quá hạn"), "{}", page.text());
    let csrf = page.hidden("csrf");
    let id = agency(21).to_string();
    let given = |with: &'static str, version: &'static str| {
        vec![
            ("ky", "2026-07-01"),
            ("version", version),
            ("so-so_ho_co_cap_quang", with),
            ("so-tong_so_ho", "2.000"),
        ]
    };
    let send = |fields: Vec<(&'static str, &'static str)>| {
        let (site, csrf, id) = (&reporter, csrf.clone(), id.clone());
        async move {
            let mut all: Vec<(&str, &str)> = fields;
            all.push(("agency", &id));
            site.post(path, &csrf, &all).await
        }
    };
    let wrong = send(given("nhiều lắm", "0")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has("không phải là số") && wrong.has("nhiều lắm"), "{}", wrong.text());
    let sent = send(given("1.200", "0")).await.location();
    let page = reporter.get(&sent).await;
    assert!(
        page.has("chờ người khác duyệt") && page.has("Gửi quá hạn") && !page.has("/duyet\""),
        "{}",
        page.text()
    );
    let page = head.get(&format!("{path}?ky=2026-07-01")).await;
    let report = page.hidden("report");
    let act = [("report", report.as_str()), ("ky", "2026-07-01"), ("agency", id.as_str()), ("act", "return")];
    let silent = head.post("/chi-so/ho_co_cap_quang/duyet", &page.hidden("csrf"), &act).await;
    assert!(silent.has("phải ghi ý kiến"), "{}", silent.text());
    let act =
        [("report", report.as_str()), ("ky", "2026-07-01"), ("agency", id.as_str()), ("act", "approve")];
    let done = head.post("/chi-so/ho_co_cap_quang/duyet", &page.hidden("csrf"), &act).await.location();
    assert!(head.get(&done).await.has("60 %"));
    let number = head.get("/chi-so/ho_co_cap_quang").await;
    assert!(number.has("Từ số đã duyệt của 1/2 nơi báo cáo"), "{}", number.text());
    let boss = office.browser(crate::PERMISSIONS);
    let page = boss.get(&format!("{path}?ky=2026-07-01")).await;
    let locked =
        boss.post("/chi-so/ho_co_cap_quang/khoa", &page.hidden("csrf"), &[("ky", "2026-07-01")]).await;
    let locked_at = format!("Đã khóa {}", base::moment_vi(now()));
    assert!(boss.get(&locked.location()).await.has(&locked_at));
    let bare = send(given("1.300", "1")).await;
    assert!(bare.has("Hãy ghi lý do sửa") && bare.has("id=\"reason\""), "{}", bare.text());
    let mut fields = given("1.300", "1");
    fields.push(("reason", "Đếm sót bản Yên"));
    let page = reporter.get(&send(fields).await.location()).await;
    assert!(page.has("Sửa sau khi khóa: Đếm sót bản Yên") && page.has("Lần 1"), "{}", page.text());
    office.words_are_whole();
}

#[tokio::test]
async fn a_pasted_table_says_its_shifted_column_and_the_template_comes_back_right() {
    let office = opened().await;
    let site = office.browser(crate::PERMISSIONS);
    let page = site.get("/chi-so/ho_co_cap_quang/bao-cao?ky=2026-07-01").await;
    let template = site.get("/chi-so/ho_co_cap_quang/mau.csv?ky=2026-07-01").await.text();
    assert!(template.contains("\"H41.77\";\"Ủy ban nhân dân xã Con Cuông\";;;\"\""), "{template}");
    let (csrf, path) = (page.hidden("csrf"), "/chi-so/ho_co_cap_quang/bang");
    let shifted = template.replace("xã Con Cuông\";;;", "xã Con Cuông\";;1.200;2.000");
    let refused = site.upload(path, &csrf, &[("ky", "2026-07-01"), ("table", &shifted)], &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("Dòng 2") && refused.has("chưa dòng nào được lưu"), "{}", refused.text());
    let whole = template.replace(";;;\"\"", ";1.200;2.000;\"\"");
    let file: &[(&str, &str, &[u8])] = &[("file", "bang.csv", whole.as_bytes())];
    let sent = site.upload(path, &csrf, &[("ky", "2026-07-01"), ("table", "")], file).await.location();
    let page = site.get(&sent).await;
    assert!(page.has("Đã nhận bảng") && page.text().matches("Chờ duyệt").count() >= 2, "{}", page.text());
    let broken: &[(&str, &str, &[u8])] = &[("file", "bang.csv", &[0xff, 0xfe, 0x41])];
    let refused = site.upload(path, &csrf, &[("ky", "2026-07-01"), ("table", "")], broken).await;
    assert!(refused.has("UTF-8"), "{}", refused.text());
    office.words_are_whole();
}
