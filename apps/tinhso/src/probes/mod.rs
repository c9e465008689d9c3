//! Health, readiness, numbers and the API's description: what machines ask of the program.
use crate::numbers::{DossiersNow, Waiting};
use crate::{Parts, store};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base::RefusalKind;
use db::DbError;
use http::{HeaderValue, header};
use parking_lot::Mutex;
use std::sync::Arc;
use std::time::{Duration, Instant};
use web::{Access, ClientAddress, Failure, Module, RouteKind, Routes};

/// A good answer holds this long, so that a probe every few milliseconds does not become work.
const GOOD_FOR: Duration = Duration::from_secs(1);

/// Dossiers as they stand are counted again after this: whoever scrapes every second costs no more.
const DOSSIERS_FOR: Duration = Duration::from_secs(15);

#[derive(Clone)]
struct Probes {
    parts: Parts,
    ready: Arc<Mutex<Ready>>,
    dossiers: Arc<Mutex<Option<(Instant, DossiersNow)>>>,
}

#[derive(Default)]
struct Ready {
    /// Migrations are asked for until none is missing; a running program's schema does not go back.
    migrated: bool,
    last_good: Option<Instant>,
}

/// The program's own module.
pub(crate) fn module(parts: &Parts) -> Module {
    let state = Probes { parts: parts.clone(), ready: Arc::default(), dossiers: Arc::default() };
    let mut module = Module::new("tinhso");
    module.migrations = crate::MIGRATIONS;
    module.locales = crate::LOCALES;
    module.routes = Routes::with(state)
        .get("/healthz", "get_health", Access::Public, health)
        .kind(RouteKind::Probe)
        .get("/readyz", "get_readiness", Access::Public, readiness)
        .kind(RouteKind::Probe)
        .get("/metrics", "get_metrics", Access::Public, metrics)
        .kind(RouteKind::Probe)
        .get("/api/openapi.json", "get_openapi", Access::Public, openapi)
        .kind(RouteKind::Probe)
        .into_vec();
    module.jobs = vec![parts.places.job()];
    module
}

/// The process answers.
async fn health() -> Response {
    text("text/plain; charset=utf-8", "ok\n".to_owned())
}

/// The process can do its work: the schema is this program's, a row can be written and read.
async fn readiness(State(probes): State<Probes>) -> Result<Response, Failure> {
    let migrated = {
        let ready = probes.ready.lock();
        if ready.last_good.is_some_and(|at| at.elapsed() < GOOD_FOR) {
            return Ok(text("text/plain; charset=utf-8", "ready\n".to_owned()));
        }
        ready.migrated
    };
    if !migrated {
        refuse_pending(&probes).await?;
    }
    let (db, now) = (&probes.parts.db, probes.parts.clock.now());
    db.write(move |tx| store::probe_write(tx, now)).await?;
    db.read(store::installation).await?;
    *probes.ready.lock() = Ready { migrated: true, last_good: Some(Instant::now()) };
    Ok(text("text/plain; charset=utf-8", "ready\n".to_owned()))
}

async fn refuse_pending(probes: &Probes) -> Result<(), Failure> {
    let db = probes.parts.db.clone();
    let asked = tokio::task::spawn_blocking(move || db::pending(&db, &crate::migration_sets())).await;
    let pending = asked.unwrap_or(Err(DbError::Panicked))?;
    if pending.is_empty() {
        return Ok(());
    }
    Err(Failure::new(RefusalKind::Unavailable, "tinhso.not_migrated")
        .because(format!("{} steps pending", pending.len())))
}

/// Prometheus reads here; the addresses that may are a setting.
async fn metrics(
    State(probes): State<Probes>,
    ClientAddress(address): ClientAddress,
) -> Result<Response, Failure> {
    if !probes.parts.metrics_from.contains(&address.to_canonical()) {
        return Err(Failure::not_found());
    }
    let counted = probes.parts.db.read(|tx| {
        Ok::<_, DbError>(Waiting {
            dead_jobs: jobs::dead_jobs(tx)?.len(),
            dead_letters: jobs::dead_letters(tx)?.len(),
        })
    });
    // Numbers are wanted most while the database is away.
    let waiting = counted.await.ok();
    // What cannot be read now is counted the next time.
    let _ = probes.parts.numbers.happened.catch_up(&probes.parts.db).await;
    let dossiers = dossiers(&probes).await;
    let page = probes.parts.numbers.page(&probes.parts.db.metrics(), waiting, dossiers);
    Ok(text("text/plain; version=0.0.4; charset=utf-8", page))
}

/// Open and late dossiers, counted from the index of the open ones, at most every quarter of a minute.
async fn dossiers(probes: &Probes) -> Option<DossiersNow> {
    if let Some((at, dossiers)) = *probes.dossiers.lock()
        && at.elapsed() < DOSSIERS_FOR
    {
        return Some(dossiers);
    }
    let now = probes.parts.clock.now();
    let counted = probes.parts.db.read(move |tx| {
        let (open, late) = (::dossiers::store::open_now(tx)?, ::dossiers::store::late_now(tx, now)?);
        Ok::<_, DbError>(DossiersNow { open, late })
    });
    let dossiers = counted.await.ok()?;
    *probes.dossiers.lock() = Some((Instant::now(), dossiers));
    Some(dossiers)
}

async fn openapi() -> Response {
    text("application/json", crate::openapi::document())
}

fn text(kind: &'static str, body: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], body).into_response()
}
