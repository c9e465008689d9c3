use super::support::{Site, opened, parts};
use crate::open::Opened;
use crate::serve::answer;
use axum::Router;
use axum::routing::get;
use db::{Db, DbConfig};
use http::StatusCode;
use objects::Objects;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[tokio::test]
async fn health_readiness_and_numbers_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let parts = parts(opened(dir.path(), "tinhso.db"), None);
    let site = Site::new(&parts, "127.0.0.1");
    assert_eq!(site.get("/healthz").await.body, "ok\n");
    let ready = site.get("/readyz").await;
    assert_eq!((ready.status, ready.body.as_str()), (StatusCode::OK, "ready\n"));
    let numbers = site.get("/metrics").await;
    assert_eq!(numbers.status, StatusCode::OK);
    for name in [
        "tinhso_db_commits_total",
        "tinhso_db_wal_bytes",
        "tinhso_jobs_dead 0",
        "process_resident_memory_bytes",
    ] {
        assert!(numbers.body.contains(name), "{name}\n{}", numbers.body);
    }
    let elsewhere = Site::new(&parts, "10.9.8.7");
    assert_eq!(elsewhere.get("/metrics").await.status, StatusCode::NOT_FOUND);
    let api = site.get("/api/openapi.json").await;
    assert_eq!(api.body, crate::openapi::document());
}

#[tokio::test]
async fn a_schema_that_is_behind_is_not_ready_until_it_is_migrated() {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", dir.path().join("tinhso.db").display());
    let db = Db::open(&DbConfig::new(url)).unwrap();
    let sets = crate::migration_sets();
    // All but the last: what an older program would have left.
    db::migrate(&db, &sets[..sets.len() - 1]).unwrap();
    let objects = Objects::open(dir.path().join("objects")).unwrap();
    let parts = parts(Opened { db: db.clone(), objects }, None);
    let site = Site::new(&parts, "127.0.0.1");
    let behind = site.get("/readyz").await;
    assert_eq!(behind.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(!behind.retry_after.is_empty());
    assert_eq!(site.get("/healthz").await.status, StatusCode::OK, "the process is well all the same");
    db::migrate(&db, &sets).unwrap();
    assert_eq!(site.get("/readyz").await.status, StatusCode::OK);
}

async fn slow_site() -> (TcpListener, Router) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let router = Router::new().route(
        "/{ms}",
        get(|axum::extract::Path(ms): axum::extract::Path<u64>| async move {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            "done"
        }),
    );
    (listener, router)
}

async fn ask(address: std::net::SocketAddr, ms: u64) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET /{ms} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer).await;
    answer
}

#[tokio::test]
async fn a_request_under_way_is_finished_before_the_program_stops() {
    let (listener, router) = slow_site().await;
    let address = listener.local_addr().unwrap();
    let stop = async { tokio::time::sleep(Duration::from_millis(150)).await };
    let (served, told) = tokio::join!(answer(listener, router, stop, 10), ask(address, 500));
    served.unwrap();
    assert!(told.ends_with("done"), "{told}");
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn a_request_that_never_ends_does_not_hold_the_program() {
    let (listener, router) = slow_site().await;
    let address = listener.local_addr().unwrap();
    let begun = Instant::now();
    let stop = async { tokio::time::sleep(Duration::from_millis(150)).await };
    tokio::select! {
        served = answer(listener, router, stop, 1) => served.unwrap(),
        _ = ask(address, 60_000) => panic!("it was not to be answered"),
    }
    assert!(begun.elapsed() < Duration::from_secs(20));
}
