//! The administration pages and the API, through the shell.
use super::catalogue::{SETS, publish};
use super::sample::{day, file, now, officer, record};
use crate::{CatalogueReader, module};
use ::web::{Authenticator, Failure, Principal, PrincipalKind, Secret, WebConfig};
use axum::Router;
use axum::body::Body;
use base::Id;
use calendar::FixedClock;
use db::Db;
use http::{Extensions, Request, StatusCode, header};
use http_body_util::BodyExt;
use policy::OpContext;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use tower::ServiceExt;

const MANAGER: &str = "manager-token-0123456789";
const READER: &str = "reader-token-0123456789";
const CLERK: &str = "clerk-token-0123456789";

struct Accounts;

fn enter(cx: &OpContext, kind: PrincipalKind, extensions: &mut Extensions) -> Principal {
    extensions.insert(Arc::clone(&cx.standing));
    let permissions: BTreeSet<String> =
        cx.standing.grants.iter().map(|grant| grant.permission.clone()).collect();
    Principal {
        account: cx.standing.account.unwrap().id(),
        name: "Người thử".to_owned(),
        kind,
        // The same session at every request, else no CSRF token would hold.
        session: Id::from_bytes([7; 16]),
        permissions: Arc::new(permissions),
    }
}

impl Authenticator for Accounts {
    async fn authenticate(
        &self,
        token: &str,
        extensions: &mut Extensions,
    ) -> Result<Option<Principal>, Failure> {
        let cx = match token {
            MANAGER => officer(&[crate::MANAGE, crate::READ]),
            READER => officer(&[crate::READ]),
            CLERK => officer(&["dossiers.desk"]),
            _ => return Ok(None),
        };
        Ok(Some(enter(&cx, PrincipalKind::Officer, extensions)))
    }

    async fn authenticate_machine(
        &self,
        token: &str,
        extensions: &mut Extensions,
    ) -> Result<Option<Principal>, Failure> {
        Ok((token == MANAGER).then(|| enter(&officer(&[crate::MANAGE]), PrincipalKind::Machine, extensions)))
    }
}

struct Browser {
    router: Router,
    words: Arc<::web::Catalogue>,
}

struct Answer {
    status: StatusCode,
    location: String,
    text: String,
}

impl Answer {
    fn csrf(&self) -> String {
        let (_, rest) = self.text.rsplit_once("name=\"csrf\" value=\"").expect("a form on the page");
        rest.split('"').next().unwrap().to_owned()
    }

    fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.text.split_once(&start).expect("a hidden field");
        rest.split('"').next().unwrap().to_owned()
    }
}

impl Browser {
    fn new(db: &Db) -> Self {
        let clock = Arc::new(FixedClock::new(now()));
        let config = WebConfig::new("http://localhost:8080", Secret::new([7; 32]), clock);
        let catalogue = Arc::new(CatalogueReader::new());
        let modules = vec![module(db, &catalogue, "Nghệ An")];
        let (router, words) = ::web::app_with(modules, config, Accounts).unwrap();
        Self { router, words }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let location =
            response.headers().get(header::LOCATION).map_or("", |value| value.to_str().unwrap()).to_owned();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answer { status, location, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    fn request(method: &str, token: &str, path: &str) -> http::request::Builder {
        let builder = Request::builder().method(method).uri(path).header(header::HOST, "localhost:8080");
        if token.is_empty() { builder } else { builder.header(header::COOKIE, format!("tinhso={token}")) }
    }

    async fn get(&self, token: &str, path: &str) -> Answer {
        self.send(Self::request("GET", token, path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form with the token of the page at `from`.
    async fn post(&self, token: &str, from: &Answer, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = from.csrf();
        let pairs: Vec<String> = std::iter::once(("csrf", csrf.as_str()))
            .chain(fields.iter().copied())
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let request = Self::request("POST", token, path)
            .header(header::ORIGIN, "http://localhost:8080")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(pairs.join("&")))
            .unwrap();
        self.send(request).await
    }

    async fn upload(&self, from: &Answer, bytes: &[u8]) -> Answer {
        let mut body: Vec<u8> = Vec::new();
        for (name, value) in [("csrf", from.csrf().as_str()), ("tu", "1"), ("tu-m", "1"), ("tu-y", "2026")] {
            body.extend(
                format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        body.extend(b"--X\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"a.json\"\r\n\r\n");
        body.extend(bytes);
        body.extend(b"\r\n--X--\r\n");
        let request = Self::request("POST", MANAGER, "/quan-tri/thu-tuc/nap")
            .header(header::ORIGIN, "http://localhost:8080")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=X")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    async fn api(&self, method: &str, token: &str, path: &str, body: &Value) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost:8080")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        self.send(request).await
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

const PLACEHOLDER: &str = "Trực tiếp3Miễn phí(Mức lệ phí do Hội đồng nhân dân tỉnh quyết định)";
const OVERLAY: [(&str, &str); 9] = [
    ("can-cu", "Nghị quyết 5/2026/NQ-HĐND"),
    ("loai", "fee"),
    ("so", "50.000"),
    ("loai-phi", "fee"),
    ("don-vi", "working_day"),
    ("truong-hop", ""),
    ("tu", "1"),
    ("tu-m", "3"),
    ("tu-y", "2026"),
];

db::contract! {
    migrations: [SETS[0], SETS[1], SETS[2], SETS[3], SETS[4], SETS[5]];

    async fn a_catalogue_is_imported_answered_and_published_by_pages(db: Db) {
        let browser = Browser::new(&db);
        let page = browser.get(MANAGER, "/quan-tri/thu-tuc/nap").await;
        let bad = browser.upload(&page, b"{}").await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bad.text.contains("không phải danh mục dạng JSON"), "{}", bad.text);

        let records = file(&[record(&[("kenh_parsed", json!([PLACEHOLDER]))]), json!(7)]);
        let done = browser.upload(&page, &records).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        assert!(done.text.contains("1 bản nháp") && done.text.contains("Không phải một bản ghi"));

        let drafts = browser.get(MANAGER, "/quan-tri/thu-tuc/ban-nhap").await;
        let (_, rest) = drafts.text.split_once("/quan-tri/thu-tuc/ban-nhap/").unwrap();
        let path = format!("/quan-tri/thu-tuc/ban-nhap/{}", rest.split('"').next().unwrap());
        let draft = browser.get(MANAGER, &path).await;
        assert!(draft.text.contains("3 ngày làm việc") && draft.text.contains("Có thu, mức do tỉnh quyết định"));

        let version = draft.hidden("row_version");
        let fields = [("row_version", version.as_str()), ("q-limit", "0")];
        let answered = browser.post(MANAGER, &draft, &format!("{path}/tra-loi"), &fields).await;
        assert_eq!((answered.status, answered.location.as_str()), (StatusCode::SEE_OTHER, path.as_str()));
        let stale = browser.post(MANAGER, &draft, &format!("{path}/tra-loi"), &fields).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);

        let draft = browser.get(MANAGER, &path).await;
        let version = draft.hidden("row_version");
        let to = format!("{path}/cong-bo");
        let wrong = [("row_version", version.as_str()), ("tu", "31"), ("tu-m", "2"), ("tu-y", "2026")];
        let again = browser.post(MANAGER, &draft, &to, &wrong).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text.contains("value=\"31\""), "what was typed stays");
        let right = [("row_version", version.as_str()), ("tu", "1"), ("tu-m", "2"), ("tu-y", "2026")];
        let published = browser.post(MANAGER, &draft, &to, &right).await;
        assert_eq!(published.location, "/quan-tri/thu-tuc/1.999001", "{}", published.text);

        let detail = browser.get(READER, "/quan-tri/thu-tuc/1.999001").await;
        assert!(detail.text.contains("đang được đối chiếu với quy định của tỉnh"), "the open fee is told");
        assert!(detail.text.contains("3 ngày làm việc"));
        assert_eq!(browser.get(MANAGER, &path).await.location, "/quan-tri/thu-tuc/1.999001");
        assert_eq!(browser.words.missing(), Vec::<String>::new());
    }

    async fn a_decision_of_the_province_is_laid_and_taken_back_by_pages(db: Db) {
        publish(&db, 1, "2026-01-01", None).await;
        let browser = Browser::new(&db);
        let path = "/quan-tri/thu-tuc/1.999001";
        let to = format!("{path}/quyet-dinh");
        let page = browser.get(MANAGER, path).await;
        let empty = browser.post(MANAGER, &page, &to, &[("loai", "fee")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        for sentence in ["Nhập số và ngày của quyết định", "Nhập ngày, tháng, năm có thật", "Nhập số tiền bằng đồng"] {
            assert!(empty.text.contains(sentence), "{sentence}");
        }
        let mut longer = OVERLAY.to_vec();
        longer[1] = ("loai", "limit");
        longer[2] = ("so", "9");
        let refused = browser.post(MANAGER, &page, &to, &longer).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("chỉ được rút ngắn thời hạn"));

        assert_eq!(browser.post(MANAGER, &page, &to, &OVERLAY).await.location, path);
        let laid = browser.get(MANAGER, path).await;
        assert!(laid.text.contains("50.000 đ") && laid.text.contains("Nghị quyết 5/2026/NQ-HĐND"));
        let id = laid.hidden("id");
        let ended = browser.post(MANAGER, &laid, &format!("{path}/thoi-quyet-dinh"), &[("id", &id)]).await;
        assert_eq!(ended.location, path, "{}", ended.text);
        assert!(browser.get(MANAGER, path).await.text.contains("tính theo công thức"));
        assert_eq!(browser.words.missing(), Vec::<String>::new());
    }

    async fn working_notes_are_read_by_the_administrator_and_not_by_programs(db: Db) {
        publish(&db, 1, "2026-01-01", None).await;
        let browser = Browser::new(&db);
        let detail = browser.get(READER, "/quan-tri/thu-tuc/1.999001").await;
        assert!(detail.text.contains("Ghi chú nội bộ") && detail.text.contains("Câu hỏi còn mở: bản ghi"));
        let open = browser.get("", "/api/v1/procedures/1.999001").await;
        assert_eq!(open.status, StatusCode::OK);
        assert!(open.text.contains("1.999001") && !open.text.contains("Câu hỏi còn mở"), "{}", open.text);
    }

    async fn the_mode_is_switched_and_a_procedure_closed_by_pages(db: Db) {
        publish(&db, 1, "2026-01-01", None).await;
        let browser = Browser::new(&db);
        let path = "/quan-tri/thu-tuc/1.999001";
        let page = browser.get(MANAGER, path).await;
        let switched = browser.post(MANAGER, &page, &format!("{path}/cach-nop"), &[("mode", "local")]).await;
        assert_eq!(switched.location, path);
        let list = browser.get(READER, "/quan-tri/thu-tuc?q=cap+phep").await;
        assert!(list.text.contains("Nộp tại đây") && list.text.contains("1.999001"));
        let close = format!("{path}/thoi-hieu-luc");
        let closed = browser.post(MANAGER, &page, &close, &[("ngay", "1"), ("ngay-m", "10"), ("ngay-y", "2026")]).await;
        assert_eq!(closed.location, path);
        let later = browser.post(MANAGER, &page, &close, &[("ngay", "1"), ("ngay-m", "11"), ("ngay-y", "2026")]).await;
        assert_eq!(later.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(browser.get(READER, "/quan-tri/thu-tuc").await.text.contains("Không có thủ tục nào"));
        assert_eq!(browser.words.missing(), Vec::<String>::new());
    }

    async fn every_route_asks_for_its_permission(db: Db) {
        publish(&db, 1, "2026-01-01", None).await;
        let browser = Browser::new(&db);
        let page = browser.get(MANAGER, "/quan-tri/thu-tuc/1.999001").await;
        for path in ["/quan-tri/thu-tuc", "/quan-tri/thu-tuc/ban-nhap", "/quan-tri/thu-tuc/1.999001"] {
            assert_eq!(browser.get(READER, path).await.status, StatusCode::OK, "{path}");
            assert_eq!(browser.get(CLERK, path).await.status, StatusCode::FORBIDDEN, "{path}");
            assert_eq!(browser.get("", path).await.status, StatusCode::SEE_OTHER, "{path}");
        }
        assert_eq!(browser.get(READER, "/quan-tri/thu-tuc/nap").await.status, StatusCode::FORBIDDEN);
        for act in ["cach-nop", "quyet-dinh", "thoi-quyet-dinh", "thoi-hieu-luc"] {
            let path = format!("/quan-tri/thu-tuc/1.999001/{act}");
            assert_eq!(browser.post(READER, &page, &path, &[]).await.status, StatusCode::FORBIDDEN, "{act}");
        }
        assert_eq!(browser.get(READER, "/quan-tri/thu-tuc/9.9").await.status, StatusCode::NOT_FOUND);
        let shown = browser.get(READER, "/quan-tri/thu-tuc/1.999001").await;
        assert!(!shown.text.contains("cach-nop"), "no button for what one may not do");
        for (method, path) in [("PUT", "mode"), ("POST", "overlays"), ("POST", "closing")] {
            let path = format!("/api/v1/procedures/1.999001/{path}");
            assert_eq!(browser.api(method, "nobody-token-0123456789", &path, &json!({})).await.status, StatusCode::UNAUTHORIZED);
        }
    }

    async fn the_api_lists_shows_and_changes(db: Db) {
        publish(&db, 1, "2026-01-01", None).await;
        let browser = Browser::new(&db);
        let list: Value = serde_json::from_str(&browser.get("", "/api/v1/procedures?on=2026-06-01").await.text).unwrap();
        assert_eq!(list["procedures"][0]["code"], "1.999001");
        let one = browser.get("", "/api/v1/procedures/1.999001").await;
        let fact: Value = serde_json::from_str(&one.text).unwrap();
        assert_eq!((&fact["version"], &fact["mode"]), (&json!(1), &json!("national")));
        assert_eq!(browser.get("", "/api/v1/procedures/1.999001?on=2020-01-01").await.status, StatusCode::NOT_FOUND);
        assert_eq!(browser.get("", "/api/v1/procedures?on=hello").await.status, StatusCode::UNPROCESSABLE_ENTITY);

        let at = "/api/v1/procedures/1.999001";
        let switched = browser.api("PUT", MANAGER, &format!("{at}/mode"), &json!({ "mode": "assisted" })).await;
        assert_eq!(switched.status, StatusCode::OK, "{}", switched.text);
        let overlay = json!({
            "change": { "kind": "limit", "limit": { "amount": 2, "unit": "working_day" } },
            "decision": "Quyết định 1/2026/QĐ-UBND", "effective_from": "2026-02-01",
        });
        let laid = browser.api("POST", MANAGER, &format!("{at}/overlays"), &overlay).await;
        assert_eq!(laid.status, StatusCode::OK, "{}", laid.text);
        let fact: Value = serde_json::from_str(&browser.get("", at).await.text).unwrap();
        assert_eq!((&fact["mode"], &fact["cases"][0]["channels"][0]["limit"]["amount"]), (&json!("assisted"), &json!(2)));
        let closed = browser.api("POST", MANAGER, &format!("{at}/closing"), &json!({ "on": "2026-10-01" })).await;
        assert_eq!(closed.status, StatusCode::OK, "{}", closed.text);
        assert_eq!(browser.get("", at).await.status, StatusCode::NOT_FOUND);
        assert_eq!(day("2026-11-22"), now().date());
    }
}
