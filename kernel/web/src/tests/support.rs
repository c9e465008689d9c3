//! A small program with one route of each kind, and a client that remembers cookies.
use crate::{
    Access, Audience, Authenticator, Failure, Form, Frame, IfMatch, Json, MenuItem, Module, Office, Part,
    Principal, PrincipalKind, Route, RouteKind, Secret, Shell, Upload, WebConfig, app_with, page, see_other,
};
use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use base::{Id, RefusalKind, Timestamp};
use calendar::FixedClock;
use http::{Extensions, HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;
use tower::ServiceExt;

pub const CITIZEN: &str = "citizen-token-0123456789";
pub const OFFICER: &str = "officer-token-0123456789";
pub const MACHINE: &str = "machine-token-0123456789";

pub struct Accounts;

fn principal(name: &str, kind: PrincipalKind, permissions: &[&str]) -> Principal {
    let now = Timestamp::from_micros(1_700_000_000_000_000);
    Principal {
        account: Id::new(now),
        name: name.to_owned(),
        kind,
        session: Id::new(now),
        permissions: Arc::new(permissions.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>()),
    }
}

impl Authenticator for Accounts {
    async fn authenticate(
        &self,
        token: &str,
        extensions: &mut Extensions,
    ) -> Result<Option<Principal>, Failure> {
        match token {
            CITIZEN => Ok(Some(principal("Vi Thị <b>Hoài</b> Thương", PrincipalKind::Citizen, &[]))),
            OFFICER => {
                extensions.insert(Office("Cán bộ tiếp nhận · xã Con Cuông".to_owned()));
                Ok(Some(principal("Lữ Thị Thanh Huyền", PrincipalKind::Officer, &["demo.desk"])))
            }
            "broken-store-0123456789" => Err(Failure::new(RefusalKind::Unavailable, "db.unavailable")),
            _ => Ok(None),
        }
    }
    async fn authenticate_machine(
        &self,
        token: &str,
        _: &mut Extensions,
    ) -> Result<Option<Principal>, Failure> {
        Ok((token == MACHINE).then(|| principal("sở", PrincipalKind::Machine, &["demo.sync"])))
    }
}

#[derive(Template)]
#[template(
    source = "{% extends \"frame.html\" %}{% import \"components.html\" as ui %}{% block main %}<h1>{{ frame.title }}</h1><p>{{ said }}</p><form method=\"post\" action=\"/demo\">{% call ui::csrf(frame) %}{% endcall %}{% call ui::once(frame) %}{% endcall %}{% call ui::field_text(frame, \"ten\", \"Tên\", \"\", said, errors) %}{% endcall %}</form>{% endblock %}",
    ext = "html"
)]
pub struct DemoPage {
    frame: Frame,
    said: String,
    errors: crate::Errors,
}

#[derive(Deserialize)]
struct DemoForm {
    #[serde(default)]
    ten: String,
    #[serde(default)]
    giay: Vec<String>,
    #[serde(default)]
    tuoi: Option<u8>,
    #[serde(default)]
    dong_y: bool,
}

#[derive(Serialize, Deserialize)]
pub struct Note {
    pub text: String,
}

async fn show(shell: Shell) -> Response {
    let said = "Xin chào <script>alert('x')</script> & \"bạn\"".to_owned();
    page(DemoPage { frame: shell.frame("demo-title"), said, errors: crate::Errors::new() })
}

async fn take(Form(form): Form<DemoForm>) -> Response {
    let all = format!("{}|{}|{:?}|{}", form.ten, form.giay.join(","), form.tuoi, form.dong_y);
    (
        [(
            "x-said",
            percent_encoding::utf8_percent_encode(&all, percent_encoding::NON_ALPHANUMERIC).to_string(),
        )],
        see_other("/demo"),
    )
        .into_response()
}

async fn take_files(mut upload: Upload) -> Result<Response, Failure> {
    let mut said = Vec::new();
    while let Some(part) = upload.next().await? {
        match part {
            Part::Field { name, value } => said.push(format!("{name}={value}")),
            Part::File(mut file) => {
                let outcome = loop {
                    match file.chunk().await {
                        Ok(Some(_)) => {}
                        Ok(None) => break format!("{}:{}", file.file_name, file.received()),
                        Err(failure) if failure.code() == "web.file_too_large" => {
                            break failure.code().to_owned();
                        }
                        Err(failure) => return Err(failure),
                    }
                };
                said.push(outcome);
            }
        }
    }
    Ok(Json(Note { text: said.join(";") }).into_response())
}

async fn echo(Json(note): Json<Note>) -> Json<Note> {
    Json(note)
}

async fn put_note(if_match: IfMatch) -> Result<Response, Failure> {
    if_match.expect(12)?;
    Ok(([(header::ETAG, crate::etag(13))], StatusCode::NO_CONTENT).into_response())
}

async fn file() -> Response {
    crate::FileAnswer::bytes("Giấy chứng sinh (bản 2).pdf", "application/pdf", &b"%PDF-1.7"[..])
        .into_response()
}

async fn long_file() -> Result<Response, Failure> {
    let mut file = tempfile::tempfile().expect("a file");
    std::io::Write::write_all(&mut file, &vec![b'a'; 200_000]).expect("written");
    std::io::Seek::rewind(&mut file).expect("rewound");
    Ok(crate::FileAnswer::stream("quet.pdf", "application/pdf", 200_000, file).into_response())
}

async fn panics() -> Response {
    panic!("số định danh 040199123866")
}

async fn refuses() -> Result<Response, Failure> {
    Err(Failure::new(RefusalKind::Conflict, "demo.fee_unpaid").arg("sum", "15.000 đ"))
}

async fn slow() -> &'static str {
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    "late"
}

async fn number(axum::extract::Path(id): axum::extract::Path<u32>) -> String {
    id.to_string()
}

async fn gives_draft(shell: Shell) -> Response {
    ([(header::SET_COOKIE, shell.draft_cookie("ho-so-1"))], "ok").into_response()
}

async fn cursor(
    shell: Shell,
    axum::extract::RawQuery(query): axum::extract::RawQuery,
) -> Result<String, Failure> {
    let cursor = shell.cursor("demo-list");
    match query {
        None => Ok(cursor.seal(&("2026-11-20", 7))),
        Some(text) => cursor.open::<(String, i64)>(&text).map(|(day, number)| format!("{day} {number}")),
    }
}

pub fn demo() -> Module {
    let mut module = Module::new("demo");
    module.permissions = &["demo.desk", "demo.other", "demo.sync"];
    module.menu = vec![
        MenuItem { key: "demo-menu", href: "/demo", audience: Audience::Public, order: 1 },
        MenuItem {
            key: "demo-menu-desk",
            href: "/ban",
            audience: Audience::Permission("demo.desk"),
            order: 2,
        },
        MenuItem {
            key: "demo-menu-other",
            href: "/khac",
            audience: Audience::Permission("demo.other"),
            order: 3,
        },
    ];
    module.locales = &[(
        "vi",
        "demo-title = Trang thử\ndemo-menu = Thủ tục\ndemo-menu-desk = Quầy\ndemo-menu-other = Khác\ndemo-count = Có { $n } hồ sơ\nrefusal-demo-fee-unpaid = Còn { $sum } lệ phí chưa trả.\n",
    )];
    module.routes = vec![
        Route::get("/demo", "show_demo", Access::Public, show),
        Route::post("/demo", "take_demo", Access::Public, take),
        Route::post("/demo/tep", "take_files", Access::Public, take_files),
        Route::get("/demo/ban-nhap", "give_draft", Access::Public, gives_draft),
        Route::get("/demo/so/{id}", "show_number", Access::Public, number),
        Route::get("/demo/danh-sach", "list_demo", Access::Public, cursor),
        Route::get("/demo/tep-ve", "get_file", Access::SignedIn, file).kind(RouteKind::File),
        Route::get("/demo/tep-dai", "get_long_file", Access::Public, long_file).kind(RouteKind::File),
        Route::get("/demo/hong", "panic_demo", Access::Public, panics),
        Route::get("/demo/tu-choi", "refuse_demo", Access::Public, refuses),
        Route::get("/demo/cham", "slow_demo", Access::Public, slow),
        Route::get("/toi", "show_mine", Access::Citizen, show),
        Route::get("/tai-khoan", "show_account", Access::SignedIn, show),
        Route::get("/ban", "show_desk", Access::Permission("demo.desk"), show),
        Route::post("/ban", "take_desk", Access::Permission("demo.desk"), take),
        Route::get("/khac", "show_other", Access::Permission("demo.other"), show),
        Route::post("/api/v1/notes", "create_note", Access::Public, echo),
        Route::put("/api/v1/notes/1", "update_note", Access::Public, put_note),
        Route::get("/api/v1/refusal", "refuse_api", Access::Public, refuses),
        Route::get("/api/v1/mine", "get_mine", Access::SignedIn, || async { "{}" }),
        Route::get("/api/v1/sync", "get_sync", Access::Machine("demo.sync"), || async { "{}" }),
    ];
    module
}

pub const NOON: i64 = 1_795_406_400_000_000;

pub fn config(public_url: &str) -> WebConfig {
    let clock = Arc::new(FixedClock::new(Timestamp::from_micros(NOON)));
    let mut config = WebConfig::new(public_url, Secret::new([7; 32]), clock);
    config.province = "Nghệ An".to_owned();
    config.timeout = std::time::Duration::from_millis(400);
    config
}

pub struct Site {
    pub router: Router,
    pub catalogue: Arc<crate::Catalogue>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
    /// The csrf value of the page's last form.
    pub fn csrf(&self) -> String {
        let text = self.text();
        let (_, rest) = text.rsplit_once("name=\"csrf\" value=\"").expect("a form");
        rest.split('"').next().expect("a value").to_owned()
    }
    /// `name=value` of the cookie that was set.
    pub fn cookie(&self, name: &str) -> String {
        self.headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .find(|value| value.starts_with(&format!("{name}=")))
            .and_then(|value| value.split(';').next())
            .expect("the cookie")
            .to_owned()
    }
}

impl Site {
    pub fn at(public_url: &str) -> Self {
        Self::with(config(public_url))
    }

    pub fn plain() -> Self {
        Self::at("http://localhost:8080")
    }

    pub fn with(config: WebConfig) -> Self {
        let (router, catalogue) =
            app_with(vec![demo(), crate::gallery_module()], config, Accounts).expect("the app folds");
        Self { router, catalogue }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("infallible");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(request("GET", path, headers, Body::empty())).await
    }

    pub async fn post_form(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
        all.extend_from_slice(headers);
        self.send(request("POST", path, &all, Body::from(body.to_owned()))).await
    }
}

pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
    let mut builder = Request::builder().method(method).uri(path).header("host", "localhost:8080");
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(body).expect("a request")
}

pub fn session(token: &str) -> String {
    format!("tinhso={token}")
}
