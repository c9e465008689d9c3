//! The program as a browser sees it, for the tests of services: sessions, cookies, the CSRF value of the page.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "test support: a panic is how a test fails"
)]
use crate::{Actor, OpContext, Standing};
use axum::Router;
use axum::body::Body;
use base::Id;
use http::{Extensions, HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;
use web::{Authenticator, Failure, Principal, PrincipalKind};

type SignedIn = HashMap<String, (Principal, Arc<Standing>)>;

/// Session tokens and who is behind them.
#[derive(Clone, Default)]
pub struct Accounts(Arc<Mutex<SignedIn>>);

impl Accounts {
    /// Signs somebody in; answers the session token (at least 16 signs).
    pub fn sign_in(&self, name: &str, cx: &OpContext) -> String {
        let kind = match cx.actor {
            Actor::Officer(_) => PrincipalKind::Officer,
            Actor::Machine(_) => PrincipalKind::Machine,
            _ => PrincipalKind::Citizen,
        };
        let account = cx.actor.account().unwrap().id();
        let permissions: BTreeSet<String> =
            cx.standing.grants.iter().map(|grant| grant.permission.clone()).collect();
        let token = format!("token-{account}");
        let principal = Principal {
            account,
            name: name.to_owned(),
            kind,
            session: Id::new(cx.now),
            permissions: Arc::new(permissions),
        };
        self.0.lock().unwrap().insert(token.clone(), (principal, Arc::clone(&cx.standing)));
        token
    }
}

impl Authenticator for Accounts {
    async fn authenticate(
        &self,
        token: &str,
        extensions: &mut Extensions,
    ) -> Result<Option<Principal>, Failure> {
        let found = self.0.lock().unwrap().get(token).cloned();
        Ok(found.map(|(principal, standing)| {
            extensions.insert(standing);
            principal
        }))
    }

    async fn authenticate_machine(
        &self,
        token: &str,
        extensions: &mut Extensions,
    ) -> Result<Option<Principal>, Failure> {
        self.authenticate(token, extensions).await
    }
}

/// One browser: keeps its cookies and reads the CSRF value of the page it posts from.
pub struct Site {
    pub router: Router,
    pub catalogue: Arc<web::Catalogue>,
    jar: Mutex<HashMap<String, String>>,
    token: Mutex<String>,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    }
    pub fn location(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        self.header("location")
    }
    pub fn has(&self, words: &str) -> bool {
        self.text().contains(words)
    }
    /// The value of a hidden field.
    pub fn hidden(&self, name: &str) -> String {
        let text = self.text();
        let (_, rest) = text
            .rsplit_once(&format!("name=\"{name}\" value=\""))
            .unwrap_or_else(|| panic!("no {name} in {text}"));
        rest.split('"').next().unwrap().to_owned()
    }
}

impl Site {
    pub fn new(router: Router, catalogue: Arc<web::Catalogue>) -> Self {
        Self { router, catalogue, jar: Mutex::default(), token: Mutex::default() }
    }

    /// Another browser at the same program.
    pub fn other_browser(&self) -> Self {
        Self::new(self.router.clone(), Arc::clone(&self.catalogue))
    }

    pub fn set_session(&self, token: &str) {
        self.jar.lock().unwrap().insert("tinhso".to_owned(), token.to_owned());
    }

    /// A machine's bearer token.
    pub fn set_token(&self, token: &str) {
        *self.token.lock().unwrap() = token.to_owned();
    }

    /// Asks as a machine does.
    pub async fn ask(&self, path: &str) -> Answer {
        let token = format!("Bearer {}", self.token.lock().unwrap());
        let request =
            Request::builder().uri(path).header("host", "localhost:8080").header("authorization", token);
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    fn cookies(&self) -> String {
        let jar = self.jar.lock().unwrap();
        jar.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    pub async fn send(&self, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let mut builder = Request::builder().method(method).uri(path).header("host", "localhost:8080");
        builder = builder.header("accept", "text/html").header("cookie", self.cookies());
        if !kind.is_empty() {
            builder = builder.header("content-type", kind).header("origin", "http://localhost:8080");
        }
        let response = self.router.clone().oneshot(builder.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        let mut jar = self.jar.lock().unwrap();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            jar.insert(name.to_owned(), value.to_owned());
        }
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "", Vec::new()).await
    }

    /// Opens `page`, then posts `fields` to `path` with that page's CSRF value.
    pub async fn post_from(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.get(page).await.hidden("csrf");
        self.post(path, &csrf, fields).await
    }

    pub async fn post(&self, path: &str, csrf: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = format!("csrf={}", escaped(csrf));
        for (name, value) in fields {
            body.push_str(&format!("&{}={}", escaped(name), escaped(value)));
        }
        self.send("POST", path, "application/x-www-form-urlencoded", body.into_bytes()).await
    }

    /// A multipart form: text fields first, then files as (field, file name, bytes).
    pub async fn upload(
        &self,
        path: &str,
        csrf: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        const EDGE: &str = "----ranh-gioi-2026";
        let mut body = Vec::new();
        let all = std::iter::once(("csrf", csrf)).chain(fields.iter().copied());
        for (name, value) in all {
            body.extend(
                format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .bytes(),
            );
        }
        for (name, file, bytes) in files {
            let head = format!(
                "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend(head.bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend(format!("--{EDGE}--\r\n").bytes());
        self.send("POST", path, &format!("multipart/form-data; boundary={EDGE}"), body).await
    }
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b == b'-' || b == b'_' {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}
