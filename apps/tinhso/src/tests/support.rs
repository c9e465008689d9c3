//! Running commands inside the test, and a site over an open installation.
use crate::open::Opened;
use crate::terminal::Terminal;
use crate::{Choices, Parts, migration_sets, modules, run};
use axum::Router;
use axum::body::{Body, to_bytes};
use calendar::{Clock, SystemClock};
use db::{Db, DbConfig};
use http::{Request, Response, StatusCode, header};
use objects::Objects;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt;
use web::{Catalogue, Secret, WebConfig};

pub struct Ran {
    pub code: u8,
    pub out: String,
    pub err: String,
}

/// One command with an empty environment, apart from `environment`.
pub fn tinhso_in(environment: &[(&str, &str)], arguments: &[&str]) -> Ran {
    let environment: BTreeMap<String, String> =
        environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let arguments: Vec<OsString> =
        std::iter::once("tinhso").chain(arguments.iter().copied()).map(OsString::from).collect();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = run(&arguments, environment, &mut out, &mut err);
    Ran { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

pub fn tinhso(arguments: &[&str]) -> Ran {
    tinhso_in(&[], arguments)
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

pub fn catalogue() -> Arc<Catalogue> {
    let locales = crate::modules::locales();
    let texts = web::LOCALES.iter().map(|(language, text)| ("web", *language, *text));
    Catalogue::build("vi", texts.chain(locales)).unwrap()
}

/// An open installation without any marker, migrated.
pub fn opened(dir: &Path, name: &str) -> Opened {
    let db = Db::open(&DbConfig::new(format!("sqlite:{}", dir.join(name).display()))).unwrap();
    db::migrate(&db, &migration_sets()).unwrap();
    Opened { db, objects: Objects::open(dir.join("objects")).unwrap() }
}

/// A made sample and its parts.
pub fn sample(dir: &Path, province: &str) -> Parts {
    let opened = opened(dir, "sample.db");
    let mut out = Vec::new();
    let mut terminal = Terminal::new(&catalogue(), &mut out);
    crate::sample::prepare(&opened, province, SystemClock.now(), &mut || false, &mut terminal).unwrap();
    parts(opened, crate::sample::accounts(province))
}

pub fn parts(opened: Opened, samples: Option<identity::SampleAccounts>) -> Parts {
    let choices = Choices {
        public_url: "http://localhost".to_owned(),
        province: "Nghệ An".to_owned(),
        samples,
        metrics_from: vec!["127.0.0.1".parse().unwrap()],
    };
    Parts::assemble(opened.db, opened.objects, Arc::new(SystemClock), choices)
        .map_err(|refusal| refusal.to_string())
        .unwrap()
}

/// The program's pages over these parts, without a network.
pub struct Site {
    router: Router,
    pub words: Arc<Catalogue>,
}

pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub retry_after: String,
    pub body: String,
}

impl Site {
    pub fn new(parts: &Parts, from: &str) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let mut config = WebConfig::new("http://localhost", Secret::new([3; 32]), clock);
        config.province = "Nghệ An".to_owned();
        config.peer_default = Some(format!("{from}:4000").parse().unwrap());
        let (router, words) = web::app_with(modules(parts), config, parts.identity.clone()).unwrap();
        Self { router, words }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let header = |name: http::HeaderName| {
            response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
        };
        let (location, retry_after) = (header(header::LOCATION), header(header::RETRY_AFTER));
        let status = response.status();
        let endless = response
            .headers()
            .get("content-type")
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
        // A stream ends with its session: only how it begins is asked here.
        let body = if endless { Body::empty() } else { response.into_body() };
        let bytes = to_bytes(body, 8 * 1024 * 1024).await.unwrap();
        Answer { status, location, retry_after, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }
}
