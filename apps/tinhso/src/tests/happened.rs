use super::support::{Site, opened, parts};
use base::{Id, Timestamp};
use calendar::{Clock, SystemClock};
use db::{Db, DbError};
use http::StatusCode;

const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

fn emit(db: &Db, stream: Id, kind: &'static str) {
    db.write_blocking(move |tx| tx.emit(stream, kind, 1, &serde_json::json!({}), NOW)).unwrap();
}

fn count(page: &str, name: &str) -> Option<u64> {
    page.lines().find_map(|line| line.strip_prefix(name)).and_then(|rest| rest.trim().parse().ok())
}

fn happened(page: &str, word: &str) -> Option<u64> {
    count(page, &format!("tinhso_dossiers_total{{happened=\"{word}\"}}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dossiers_are_counted_by_what_was_committed_and_by_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let parts = parts(opened(dir.path(), "tinhso.db"), None);
    let site = Site::new(&parts, "127.0.0.1");
    let page = site.get("/metrics").await;
    assert_eq!(page.status, StatusCode::OK);
    for word in ["received", "filed_online", "accepted", "supplement_asked", "resolved", "returned"] {
        assert_eq!(happened(&page.body, word), Some(0), "{word} has its zero");
    }
    let (desk, online) = (Id::new(NOW), Id::new(NOW));
    let db = parts.db.clone();
    let now = SystemClock.now();
    let relay = tokio::task::spawn_blocking(move || {
        emit(&db, desk, "dossiers.received");
        for kind in
            ["dossiers.filed", "dossiers.received", "dossiers.supplement_requested", "dossiers.withdrawn"]
        {
            emit(&db, online, kind);
        }
        emit(&db, desk, "dossiers.handed_over");
        let lost = db.write_blocking(move |tx| {
            tx.emit(Id::new(NOW), "dossiers.received", 1, &serde_json::json!({}), NOW)?;
            Err::<(), DbError>(DbError::ReadOnly)
        });
        assert_eq!(lost, Err(DbError::ReadOnly));
        jobs::relay_once(&db, &[], now, 100).unwrap();
        // Committed, not delivered yet: counted with the next turn of the relay.
        emit(&db, Id::new(NOW), "dossiers.stopped");
    });
    relay.await.unwrap();
    site.get("/metrics").await;
    let page = site.get("/metrics").await.body;
    let told =
        ["received", "filed_online", "accepted", "supplement_asked", "withdrawn", "resolved", "stopped"];
    assert_eq!(told.map(|word| happened(&page, word)), [1, 1, 1, 1, 1, 0, 0].map(Some), "{page}");
    let later = parts.db.clone();
    let relay = tokio::task::spawn_blocking(move || {
        jobs::relay_once(&later, &[], now.plus_seconds(30), 100).unwrap();
        // A delivery that becomes visible late stands before one that was read.
        emit(&later, Id::new(NOW), "dossiers.received");
        jobs::relay_once(&later, &[], now.plus_seconds(10), 100).unwrap();
    });
    relay.await.unwrap();
    let page = site.get("/metrics").await.body;
    assert_eq!(happened(&page, "stopped"), Some(1));
    assert_eq!(happened(&page, "received"), Some(2));
    assert_eq!(happened(&page, "accepted"), Some(1), "nothing is counted twice");
    assert_eq!(count(&page, "tinhso_dossiers_open "), Some(0));
    assert_eq!(count(&page, "tinhso_dossiers_late "), Some(0));
}
