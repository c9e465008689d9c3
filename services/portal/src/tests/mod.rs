//! Pages over a catalogue of three procedures, on both databases.
use crate::{Deps, module};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use base::{Currency, Date, Money, Timestamp};
use calendar::FixedClock;
use contracts::{
    CaseRule, Catalogue, Channel, ChannelRule, ComponentRule, FeeDue, FeeKind, FeeRule, Figures, Level,
    Limit, LimitUnit, Mode, ProcedureFact, ProcedureId, PublicFigures, Receiving, ResultRule,
};
use db::{Db, DbError, Tx};
use http_body_util::BodyExt;
use std::sync::Arc;
use tower::ServiceExt;

mod rules;

const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

pub(crate) fn component(name: &str) -> ComponentRule {
    ComponentRule {
        code: "p1".to_owned(),
        name: name.to_owned(),
        help: String::new(),
        issuer: String::new(),
        originals: 1,
        copies: 0,
        mandatory: true,
        when: None,
        is_form: false,
        compare_original: false,
        replaced_by: None,
    }
}

pub(crate) fn fee(amount: Option<i64>, channel: Option<Channel>) -> FeeRule {
    FeeRule {
        code: "f".to_owned(),
        name: "Bản sao".to_owned(),
        kind: FeeKind::Fee,
        formula: amount.is_none().then(|| "quantity * 2000".to_owned()),
        amount: amount.map(|minor| Money { minor, currency: Currency::Vnd }),
        channel,
        due: FeeDue::BeforeReceipt,
        source: "NQ 01".to_owned(),
    }
}

pub(crate) fn case(unit: LimitUnit, channels: &[Channel], process: bool) -> CaseRule {
    let limit = Limit { amount: 3, unit, source: String::new() };
    CaseRule {
        code: "thong-thuong".to_owned(),
        name: "Thông thường".to_owned(),
        help: String::new(),
        channels: channels
            .iter()
            .map(|channel| ChannelRule { channel: *channel, limit: Some(limit.clone()) })
            .collect(),
        components: vec![component("Giấy chứng sinh")],
        fees: Vec::new(),
        counts: Vec::new(),
        form: None,
        process: process.then(|| "p@1".to_owned()),
    }
}

pub(crate) fn procedure(code: &str, name: &str, mode: Mode, cases: Vec<CaseRule>) -> ProcedureFact {
    ProcedureFact {
        id: ProcedureId::new(NOW),
        code: code.to_owned(),
        version: 1,
        name: name.to_owned(),
        field: "Hộ tịch".to_owned(),
        level: Level::Commune,
        receiving: Receiving::OwnCommune,
        resolving_kind: "commune_committee".to_owned(),
        resolving_code: None,
        mode,
        audience: Vec::new(),
        cases,
        result: ResultRule { name: "Giấy khai sinh".to_owned(), ..ResultRule::default() },
        supplements: Vec::new(),
        immediate: false,
        synonyms: vec!["giay khai sinh".to_owned()],
        life_event: Some("sinh-con".to_owned()),
        steps: vec!["Bạn nộp.".to_owned()],
        conditions: Vec::new(),
        legal_basis: vec!["Luật Hộ tịch 60/2014/QH13".to_owned()],
        published_by: "163/QĐ-BTP".to_owned(),
        effective_from: Date::constant(2025, 7, 1),
        notes: Vec::new(),
        office_notes: Vec::new(),
    }
}

struct Three(Vec<Arc<ProcedureFact>>);

impl Catalogue for Three {
    fn version(&self, _: &mut Tx<'_>, id: ProcedureId) -> Result<Option<Arc<ProcedureFact>>, DbError> {
        Ok(self.0.iter().find(|one| one.id == id).cloned())
    }
    fn in_force(&self, _: &mut Tx<'_>, code: &str, _: Date) -> Result<Option<Arc<ProcedureFact>>, DbError> {
        Ok(self.0.iter().find(|one| one.code == code).cloned())
    }
    fn all_in_force(&self, _: &mut Tx<'_>, _: Date) -> Result<Vec<Arc<ProcedureFact>>, DbError> {
        Ok(self.0.clone())
    }
}

struct Fixed;
impl Figures for Fixed {
    fn public(&self, _: &mut Tx<'_>, _: Timestamp) -> Result<PublicFigures, DbError> {
        Ok(PublicFigures {
            received_today: 1284,
            received_online_today: 642,
            closed_this_month: 1000,
            closed_in_time_this_month: 978,
            late_now: 46,
        })
    }
}

async fn app(db: &Db) -> axum::Router {
    let all = [Channel::Online, Channel::InPerson];
    let list = vec![
        procedure("1.001193", "Đăng ký khai sinh", Mode::Local, vec![case(LimitUnit::SameDay, &all, true)]),
        procedure(
            "1.000894",
            "Đăng ký kết hôn",
            Mode::National,
            vec![case(LimitUnit::WorkingDay, &all, false)],
        ),
        procedure(
            "2.000815",
            "Chứng thực bản sao <b>từ</b> bản chính",
            Mode::Local,
            vec![case(LimitUnit::Hour, &[Channel::InPerson], true)],
        ),
    ];
    let mut list = list;
    if let Some(birth) = list.first_mut() {
        birth.notes = vec!["Lệ phí đăng ký muộn do Hội đồng nhân dân tỉnh quyết định.".to_owned()];
        birth.office_notes = vec!["Câu hỏi còn mở: bản ghi không nêu thời hạn.".to_owned()];
    }
    let indexed = list.clone();
    db.write(move |tx| {
        for one in &indexed {
            let entry = search::Entry {
                kind: "procedure".to_owned(),
                id: one.code.clone(),
                title: one.name.clone(),
                synonyms: one.synonyms.clone(),
                ..search::Entry::default()
            };
            search::put(tx, &entry)?;
        }
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
    let deps = Deps {
        db: db.clone(),
        catalogue: Arc::new(Three(list.into_iter().map(Arc::new).collect())),
        figures: Arc::new(Fixed),
        behind: |_| Ok(true),
        since: NOW,
    };
    let clock = Arc::new(FixedClock::new(NOW));
    let mut config = web::WebConfig::new("http://localhost:8080", web::Secret::fresh(), clock);
    config.footer_links = crate::FOOTER_LINKS.to_vec();
    config.hotline = "0238 1022".to_owned();
    let words = web::Module { locales: base::LOCALES, ..web::Module::new("base") };
    web::app(vec![module(&deps), words], config, web::Nobody).unwrap()
}

async fn get(app: &axum::Router, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).header("accept", "text/html").body(Body::empty()).unwrap();
    let answer = app.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

db::contract! {
    migrations: [db::MIGRATIONS, search::MIGRATIONS];

    async fn the_home_page_tells_the_figures_with_what_they_are_of(db: Db) {
        let app = app(&db).await;
        let (status, html) = get(&app, "/").await;
        assert_eq!(status, StatusCode::OK);
        for words in ["1.284", "50,0%", "97,8%", "978 trên 1.000", "46", "Sinh con"] {
            assert!(html.contains(words), "{words}");
        }
        assert!(!html.contains('⟦'), "a word is missing");
    }

    /// `/tra-cuu` of dossiers reads these two names; a browser journey (20-citizen) posts from here.
    async fn the_look_up_box_sends_what_the_look_up_page_reads(db: Db) {
        let (_, html) = get(&app(&db).await, "/").await;
        assert!(html.contains("action=\"/tra-cuu\"") && html.contains("name=\"csrf\""));
        assert!(html.contains("name=\"ma\"") && html.contains("name=\"so\""), "code and digits");
        assert!(!html.contains("name=\"code\"") && !html.contains("name=\"digits\""));
    }

    async fn words_without_marks_find_the_procedure(db: Db) {
        let app = app(&db).await;
        let (status, html) = get(&app, "/thu-tuc?q=dang+ky+khai+sinh").await;
        assert_eq!(status, StatusCode::OK);
        assert!(html.contains("/thu-tuc/1.001193"));
        assert!(html.contains("Trong ngày"));
        assert!(!html.contains('⟦'));
    }

    async fn a_search_that_finds_nothing_says_what_to_do(db: Db) {
        let (status, html) = get(&app(&db).await, "/thu-tuc?q=zzzzqqq").await;
        assert_eq!(status, StatusCode::OK);
        assert!(html.contains("Chưa tìm thấy việc này"));
    }

    async fn a_life_event_lists_its_procedures_and_may_be_narrowed(db: Db) {
        let app = app(&db).await;
        let (_, all) = get(&app, "/thu-tuc?viec=sinh-con").await;
        assert!(all.contains("1.000894") && all.contains("2.000815"));
        let (_, same_day) = get(&app, "/thu-tuc?viec=sinh-con&loc=trong-ngay").await;
        assert!(same_day.contains("/thu-tuc/1.001193") && !same_day.contains("/thu-tuc/1.000894"));
    }

    async fn each_mode_has_its_own_one_button(db: Db) {
        let app = app(&db).await;
        let (_, here) = get(&app, "/thu-tuc/1.001193").await;
        assert!(here.contains("action=\"/nop\"") && here.contains("Trong ngày*"));
        let (_, national) = get(&app, "/thu-tuc/1.000894").await;
        assert!(national.contains("Cổng Dịch vụ công quốc gia") && !national.contains("action=\"/nop\""));
        let (_, counter) = get(&app, "/thu-tuc/2.000815").await;
        assert!(counter.contains("Việc này nộp tại Trung tâm") && !counter.contains("action=\"/nop\""));
        assert!(counter.contains("&#60;b&#62;"), "names are escaped");
        assert!(!here.contains('⟦') && !national.contains('⟦') && !counter.contains('⟦'));
    }

    async fn citizens_read_the_notes_for_them_and_no_working_note(db: Db) {
        let app = app(&db).await;
        for path in ["/thu-tuc/1.001193", "/thu-tuc?q=khai+sinh"] {
            let (_, html) = get(&app, path).await;
            assert!(!html.contains("Câu hỏi còn mở"), "{path}");
            assert!(html.contains("Theo mức của HĐND tỉnh"), "{path}: the council sets it, so it is not nothing");
        }
        let (_, html) = get(&app, "/thu-tuc/1.001193").await;
        assert!(html.contains("do Hội đồng nhân dân tỉnh quyết định"));
    }

    async fn an_unknown_or_malformed_code_is_not_found(db: Db) {
        let app = app(&db).await;
        assert_eq!(get(&app, "/thu-tuc/1.999999").await.0, StatusCode::NOT_FOUND);
        assert_eq!(get(&app, "/thu-tuc/abc").await.0, StatusCode::NOT_FOUND);
    }

    async fn the_pages_about_the_house_answer(db: Db) {
        let app = app(&db).await;
        let told = [
            ("/kha-nang-tiep-can", ["WCAG 2.2", "Chưa kiểm tra", "0238 1022"]),
            ("/quyen-rieng-tu", ["91/2025/QH15", "30 ngày", "0238 1022"]),
            ("/tinh-trang", ["đang chạy bình thường", env!("CARGO_PKG_VERSION"), "đang chậm"]),
        ];
        for (path, words) in told {
            let (status, html) = get(&app, path).await;
            assert_eq!(status, StatusCode::OK, "{path}");
            assert!(!html.contains('⟦'), "{path}");
            for word in words {
                assert!(html.contains(word), "{path}: {word}");
            }
        }
        let (_, html) = get(&app, "/thu-tuc").await;
        for (_, path) in crate::FOOTER_LINKS {
            assert!(html.contains(&format!("<li><a href=\"{path}\">")), "{path} stands in the footer");
        }
    }
}
