use super::support::{opened, text, tinhso};
use crate::backup;
use crate::store::{self, Installation, InstallationKind};
use base::{Id, Timestamp};
use db::testing::TestDb;
use db::{Db, DbConfig, DbError, params};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

fn now() -> Timestamp {
    Timestamp::from_micros(1_763_800_000_000_000)
}

fn mark(db: &Db, kind: InstallationKind) {
    let marker = Installation {
        kind,
        province: "40".to_owned(),
        province_name: "Nghệ An".to_owned(),
        created_at: now(),
        ready_at: None,
    };
    db.write_blocking(move |tx| store::mark(tx, &marker)).unwrap();
}

/// One command: an event of a stream, numbered without a gap, an answer to remember, a file that both name.
fn command(opened: &crate::open::Opened, stream: Id, key: &str) {
    let digest = opened.objects.put_bytes(key.as_bytes()).unwrap();
    let key = key.to_owned();
    opened
        .db
        .write_blocking(move |tx| {
            tx.emit(stream, "test.done", 1, &serde_json::json!({ "file": digest.sha256 }), now())?;
            tx.remember("test", &key, &digest.sha256, now())
        })
        .unwrap();
}

#[test]
fn a_backup_under_64_writers_is_whole_and_its_counters_have_no_gap() {
    let dir = tempfile::tempdir().unwrap();
    let opened = Arc::new(opened(dir.path(), "tinhso.db"));
    mark(&opened.db, InstallationKind::Production);
    let streams: Arc<Vec<Id>> = Arc::new((0..8).map(|_| Id::new(now())).collect());
    let (stop, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let writers: Vec<_> = (0..64usize)
        .map(|writer| {
            let (opened, streams) = (Arc::clone(&opened), Arc::clone(&streams));
            let (stop, done) = (Arc::clone(&stop), Arc::clone(&done));
            std::thread::spawn(move || {
                let mut number = 0;
                while !stop.load(Ordering::SeqCst) {
                    command(&opened, streams[writer % streams.len()], &format!("{writer}/{number}"));
                    done.fetch_add(1, Ordering::SeqCst);
                    number += 1;
                    std::thread::sleep(std::time::Duration::from_millis(2));
                }
            })
        })
        .collect();
    while done.load(Ordering::SeqCst) < 200 {
        std::thread::yield_now();
    }
    let answered = done.load(Ordering::SeqCst);
    let folder = dir.path().join("backup");
    backup::take(&opened.db, &dir.path().join("objects"), None, &folder, now()).unwrap();
    stop.store(true, Ordering::SeqCst);
    for writer in writers {
        writer.join().unwrap();
    }
    let target = dir.path().join("restored");
    let ran = tinhso(&["restore", text(&folder), "--data", text(&target)]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let db = Db::open(&DbConfig::new(format!("sqlite:{}", target.join("tinhso.db").display()))).unwrap();
    let restored = objects::Objects::open(target.join("objects")).unwrap();
    let rows: Vec<(Id, i64, String)> = db
        .read_blocking(|tx| {
            tx.query(
                "SELECT stream, stream_seq, body ->> 'file' FROM outbox ORDER BY stream, stream_seq",
                params![],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
        })
        .unwrap();
    assert!(rows.len() >= answered, "{} of {answered} answered before the backup began", rows.len());
    for stream in streams.iter() {
        let numbers: Vec<i64> =
            rows.iter().filter(|(of, ..)| of == stream).map(|(_, number, _)| *number).collect();
        let expected: Vec<i64> = (1..=i64::try_from(numbers.len()).unwrap()).collect();
        assert_eq!(numbers, expected);
    }
    for (_, _, digest) in &rows {
        restored.verify(digest).unwrap();
    }
    let remembered: i64 = db
        .read_blocking(|tx| {
            tx.query_one("SELECT count(*) FROM idempotency WHERE scope = 'test'", params![], |row| row.get(0))
        })
        .unwrap();
    assert_eq!(usize::try_from(remembered).unwrap(), rows.len());
}

fn small_backup(dir: &Path, kind: InstallationKind) -> std::path::PathBuf {
    let opened = opened(dir, "tinhso.db");
    mark(&opened.db, kind);
    command(&opened, Id::new(now()), "a");
    let folder = dir.join("backup");
    backup::take(&opened.db, &dir.join("objects"), None, &folder, now()).unwrap();
    folder
}

#[test]
fn a_backup_is_never_written_over_anything_nor_restored_over_anything() {
    let dir = tempfile::tempdir().unwrap();
    let folder = small_backup(dir.path(), InstallationKind::Production);
    let again = tinhso(&["backup", text(&folder), "--data", text(dir.path())]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("không trống"), "{}", again.err);
    let over = tinhso(&["restore", text(&folder), "--data", text(dir.path())]);
    assert_eq!(over.code, 1);
    assert!(over.err.contains("Đã có dữ liệu"), "{}", over.err);
}

#[test]
fn damage_anywhere_is_found_before_anything_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let folder = small_backup(dir.path(), InstallationKind::Production);
    let object = fs::read_dir(folder.join("objects")).unwrap().next().unwrap().unwrap().path();
    let object = fs::read_dir(object).unwrap().next().unwrap().unwrap().path();
    let files = [folder.join("database.sqlite"), object];
    for (number, file) in files.iter().enumerate() {
        let good = fs::read(file).unwrap();
        let mut bad = good.clone();
        bad[0] ^= 1;
        fs::write(file, bad).unwrap();
        let target = dir.path().join(format!("target-{number}"));
        let ran = tinhso(&["restore", text(&folder), "--data", text(&target)]);
        assert_eq!(ran.code, 1);
        assert!(ran.err.contains("bị hỏng"), "{}", ran.err);
        assert!(!target.exists());
        fs::write(file, good).unwrap();
    }
    fs::remove_file(folder.join("manifest.json")).unwrap();
    let ran = tinhso(&["restore", text(&folder), "--data", text(&dir.path().join("target"))]);
    assert!(ran.err.contains("thiếu manifest.json"), "{}", ran.err);
}

#[test]
fn a_backup_of_a_newer_program_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let folder = small_backup(dir.path(), InstallationKind::Production);
    let path = folder.join("manifest.json");
    let newer = fs::read_to_string(&path)
        .unwrap()
        .replace("tinhso/0001_create_installation", "tinhso/9999_from_the_future");
    fs::write(&path, newer).unwrap();
    let target = dir.path().join("target");
    let ran = tinhso(&["restore", text(&folder), "--data", text(&target)]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("9999_from_the_future"), "{}", ran.err);
    assert!(!target.exists());
}

#[test]
fn a_manifest_cannot_name_a_place_outside_the_backup() {
    let dir = tempfile::tempdir().unwrap();
    let folder = small_backup(dir.path(), InstallationKind::Production);
    let path = folder.join("manifest.json");
    let good = fs::read_to_string(&path).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&good).unwrap();
    let digest = manifest["objects"][0]["sha256"].as_str().unwrap();
    for bad in [good.replace(digest, "../../../etc/passwd"), good.replace("database.sqlite", "../tinhso.db")]
    {
        fs::write(&path, bad).unwrap();
        let ran = tinhso(&["restore", text(&folder), "--data", text(&dir.path().join("target"))]);
        assert_eq!(ran.code, 1, "{}", ran.out);
    }
}

#[test]
fn a_samples_backup_comes_back_as_a_sample() {
    let dir = tempfile::tempdir().unwrap();
    let folder = small_backup(dir.path(), InstallationKind::Sample);
    let target = dir.path().join("target");
    assert_eq!(tinhso(&["restore", text(&folder), "--data", text(&target)]).code, 0);
    assert!(target.join("sample.db").exists() && !target.join("tinhso.db").exists());
}

#[test]
fn postgres_is_saved_and_restored_by_its_own_tools() {
    let Some(test) = TestDb::postgres(&crate::migration_sets()) else { return };
    let dir = tempfile::tempdir().unwrap();
    let db = test.db();
    let (url, schema) = (db.config().url.clone(), db.config().schema.clone().unwrap());
    mark(&db, InstallationKind::Production);
    let folder = dir.path().join("backup");
    backup::take(&db, &dir.path().join("objects"), Some(&schema), &folder, now()).unwrap();
    let config = config_file(dir.path(), &url, &schema);
    let data = dir.path().join("data");
    let restore = || tinhso(&["restore", text(&folder), "--data", text(&data), "--config", text(&config)]);
    let over = restore();
    assert!(over.err.contains("Đã có dữ liệu tại PostgreSQL"), "{}", over.err);
    for sql in [format!("DROP SCHEMA {schema} CASCADE"), format!("CREATE SCHEMA {schema}")] {
        db.write_blocking(move |tx| tx.execute(&sql, params![]).map(drop)).unwrap();
    }
    let ran = restore();
    assert_eq!(ran.code, 0, "{}", ran.err);
    let found = db.read_blocking(store::installation).unwrap().unwrap();
    assert_eq!(found.province, "40");
    assert!(db::schema_dump(&db).unwrap().tables.contains_key("dossier"));
}

fn config_file(dir: &Path, url: &str, schema: &str) -> std::path::PathBuf {
    let path = dir.join("tinhso.toml");
    fs::write(&path, format!("database = \"{url}\"\ndatabase_schema = \"{schema}\"\n")).unwrap();
    path
}

#[test]
fn the_two_databases_have_one_schema() {
    db::testing::assert_same_schema(&crate::migration_sets());
}

#[test]
fn an_error_of_the_database_keeps_its_own_words() {
    let error: backup::BackupError = DbError::Busy.into();
    assert_eq!(base::Refusal::code(&error), "db.busy");
}
