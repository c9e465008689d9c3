//! What goes wrong with files, queues and threads.
use super::{EXAMPLE, NOW, id, paper, papers};
use crate::testing::TestDb;
use crate::{Db, DbConfig, DbError, DbMetrics, params, verify_backup};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// Keeps the writer busy until the answered flag is set, so that what comes next shares a batch.
fn hold(db: &Db) -> (Arc<AtomicBool>, std::thread::JoinHandle<Result<(), DbError>>) {
    let open = Arc::new(AtomicBool::new(false));
    let (gate, db) = (Arc::clone(&open), db.clone());
    let waiting = std::thread::spawn(move || {
        db.write_blocking(move |_| {
            while !gate.load(Ordering::Acquire) {
                std::thread::sleep(Duration::from_millis(1));
            }
            Ok::<(), DbError>(())
        })
    });
    std::thread::sleep(Duration::from_millis(30));
    (open, waiting)
}

#[test]
fn a_full_disk_answers_unavailable_to_the_guilty_and_keeps_the_others() {
    let test = TestDb::sqlite_with(&[EXAMPLE], |config| config.batch_time_max = Duration::from_secs(60));
    let pages: i64 = test
        .write_blocking(|tx| tx.query_one("PRAGMA page_count", params![], |row| row.get(0)))
        .unwrap_or_else(|e: DbError| panic!("{e}"));
    test.write_blocking(move |tx| {
        tx.query_one(&format!("PRAGMA max_page_count = {}", pages + 20), params![], |row| row.get::<i64>(0))
    })
    .unwrap_or_else(|e: DbError| panic!("{e}"));
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let (open, held) = hold(&test);
    let db = test.db();
    let (left, fat, right) = runtime().block_on(async {
        let left = db.write(move |tx| {
            counted.fetch_add(1, Ordering::Relaxed);
            paper(tx, 1)
        });
        let fat = db.write(|tx| {
            for _ in 0..100 {
                tx.execute("INSERT INTO every (id, raw) VALUES (?1, ?2)", params![id(), vec![7u8; 100_000]])?;
            }
            Ok::<(), DbError>(())
        });
        let right = db.write(|tx| paper(tx, 2));
        let release = async { open.store(true, Ordering::Release) };
        let (left, fat, right, ()) = tokio::join!(left, fat, right, release);
        (left, fat, right)
    });
    assert_eq!(held.join().unwrap(), Ok(()));
    assert_eq!((left, right), (Ok(()), Ok(())));
    assert!(matches!(fat, Err(DbError::Unavailable(_))), "{fat:?}");
    assert_eq!(test.read_blocking(papers), Ok(2));
    let metrics = test.metrics();
    // Whether SQLite destroys the batch or only fails the statement is its choice; both ways end the same.
    assert_eq!(u64::from(runs.load(Ordering::Relaxed)), 1 + metrics.replays);
}

#[test]
fn a_destroyed_batch_runs_its_members_again_alone() {
    let test = TestDb::sqlite_with(&[EXAMPLE], |config| config.batch_time_max = Duration::from_secs(60));
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let (open, held) = hold(&test);
    let db = test.db();
    let (left, guilty, right) = runtime().block_on(async {
        let left = db.write(move |tx| {
            counted.fetch_add(1, Ordering::Relaxed);
            paper(tx, 1)
        });
        // What SQLITE_FULL, IOERR and NOMEM do: the whole transaction is gone.
        let guilty = db.write(|tx| {
            paper(tx, 2)?;
            tx.execute("ROLLBACK", params![]).map(drop)
        });
        let right = db.write(|tx| paper(tx, 3));
        let release = async { open.store(true, Ordering::Release) };
        let (left, guilty, right, ()) = tokio::join!(left, guilty, right, release);
        (left, guilty, right)
    });
    assert_eq!(held.join().unwrap(), Ok(()));
    assert_eq!((left, right), (Ok(()), Ok(())));
    assert!(matches!(guilty, Err(DbError::Unavailable(_))), "{guilty:?}");
    let numbers: Result<Vec<i64>, DbError> = test.read_blocking(|tx| {
        tx.query("SELECT number FROM paper ORDER BY number", params![], |row| row.get(0))
    });
    assert_eq!(numbers, Ok(vec![1, 3]));
    assert_eq!((runs.load(Ordering::Relaxed), test.metrics().replays), (2, 1));
}

#[test]
fn a_late_refusal_undoes_its_own_rows_alone_whatever_shares_the_batch() {
    for round in 0..4_i64 {
        let test = TestDb::sqlite_with(&[EXAMPLE], |config| config.batch_time_max = Duration::from_secs(60));
        let (open, held) = hold(&test);
        let waiting: Vec<_> = (0..24_i64)
            .map(|number| {
                let db = test.db();
                std::thread::spawn(move || {
                    db.write_blocking(move |tx| match (number + round) % 6 {
                        // Refuses before it writes, after it wrote, or breaks down after it wrote.
                        0 => Err(DbError::Poisoned),
                        1 if round > 0 => paper(tx, number).and(Err(DbError::Poisoned)),
                        2 if round > 1 => {
                            paper(tx, number)?;
                            panic!("a bug of a closure, on purpose")
                        }
                        _ => paper(tx, number),
                    })
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(60));
        open.store(true, Ordering::Release);
        assert_eq!(held.join().unwrap(), Ok(()));
        let mut accepted = Vec::new();
        for (number, thread) in (0_i64..).zip(waiting) {
            if thread.join().unwrap().is_ok() {
                accepted.push(number);
            }
        }
        let stored: Result<Vec<i64>, DbError> = test.read_blocking(|tx| {
            tx.query("SELECT number FROM paper ORDER BY number", params![], |row| row.get(0))
        });
        assert_eq!(stored, Ok(accepted.clone()));
        assert_eq!(accepted.len(), [20, 16, 12, 12][usize::try_from(round).unwrap()]);
        assert_eq!(test.metrics().reruns, u64::from(round > 0), "only a late refusal undoes a batch");
    }
}

#[test]
fn a_failed_commit_answers_unavailable_to_all() {
    let test = TestDb::sqlite_with(&[EXAMPLE], |config| config.batch_time_max = Duration::from_secs(60));
    let (open, held) = hold(&test);
    let db = test.db();
    let (left, right) = runtime().block_on(async {
        let left = db.write(|tx| paper(tx, 1));
        // A reference checked at COMMIT, which migrations may not declare, makes COMMIT itself fail.
        let right = db.write(|tx| {
            tx.execute("PRAGMA defer_foreign_keys = ON", params![]).or(Ok(0)).map(drop)?;
            tx.execute("INSERT INTO paper (id, agency, account) VALUES (?1, 'A', ?1)", params![id()])
                .map(drop)
        });
        let release = async { open.store(true, Ordering::Release) };
        let (left, right, ()) = tokio::join!(left, right, release);
        (left, right)
    });
    assert!(matches!(held.join().unwrap(), Err(DbError::Unavailable(_))));
    assert!(matches!(left, Err(DbError::Unavailable(_))), "{left:?}");
    assert!(matches!(right, Err(DbError::Unavailable(_))), "{right:?}");
    assert_eq!(test.read_blocking(papers), Ok(0));
    assert_eq!(test.write_blocking(|tx| paper(tx, 1)), Ok(()), "the writer goes on");
}

#[test]
fn a_full_queue_answers_busy() {
    let test = TestDb::sqlite_with(&[EXAMPLE], |config| config.queue_max = 4);
    let (open, held) = hold(&test);
    let db = test.db();
    let answers = runtime().block_on(async {
        let write = |number| {
            let db = db.clone();
            async move { db.write(move |tx| paper(tx, number)).await }
        };
        let release = async { open.store(true, Ordering::Release) };
        let (a, b, c, d, e, ()) = tokio::join!(write(1), write(2), write(3), write(4), write(5), release);
        [a, b, c, d, e]
    });
    assert_eq!(held.join().unwrap(), Ok(()));
    assert_eq!(answers, [Ok(()), Ok(()), Ok(()), Ok(()), Err(DbError::Busy)]);
    assert_eq!(test.metrics().busy, 1);
}

#[test]
fn closures_that_wait_together_commit_together_up_to_the_limit() {
    let test = TestDb::sqlite_with(&[EXAMPLE], |config| {
        config.batch_time_max = Duration::from_secs(60);
        config.batch_closures_max = 10;
    });
    let before = test.metrics();
    let (open, held) = hold(&test);
    let threads: Vec<_> = (0..29)
        .map(|number| {
            let db = test.db();
            std::thread::spawn(move || db.write_blocking(move |tx| paper(tx, number)))
        })
        .collect();
    while test.metrics().write_queue < 29 {
        std::thread::sleep(Duration::from_millis(1));
    }
    open.store(true, Ordering::Release);
    assert_eq!(held.join().unwrap(), Ok(()));
    threads.into_iter().for_each(|thread| assert_eq!(thread.join().unwrap(), Ok(())));
    let after = test.metrics();
    assert_eq!(after.commits - before.commits, 3);
    assert_eq!(after.slow_on_processor, 0, "a sleeping closure uses no processor time");
}

#[test]
fn a_slow_closure_is_counted() {
    let test = TestDb::sqlite(&[EXAMPLE]);
    let spin = |tx: &mut crate::Tx<'_>| {
        let started = Instant::now();
        while started.elapsed() < Duration::from_millis(150) {
            std::hint::spin_loop();
        }
        papers(tx)
    };
    assert_eq!(test.write_blocking(spin), Ok(0));
    assert_eq!(test.metrics().slow_closures, 1);
    assert!(test.metrics().slowest_micros >= 150_000);
}

#[test]
fn a_write_past_its_limit_is_stopped_and_undone() {
    let test = TestDb::sqlite_with(&[EXAMPLE], |config| config.write_limit = Duration::from_millis(200));
    let stopped = test.write_blocking(|tx| {
        paper(tx, 1)?;
        tx.execute(
            "INSERT INTO paper (id, agency, number) WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n \
             WHERE x < 2000000000) SELECT CAST(x AS BLOB), 'B', x FROM n WHERE x % 1000000000 = 999",
            params![],
        )
    });
    assert!(matches!(stopped, Err(DbError::TimedOut | DbError::Unavailable(_))), "{stopped:?}");
    assert_eq!(test.read_blocking(papers), Ok(0));
    assert_eq!(test.write_blocking(|tx| paper(tx, 1)), Ok(()));
}

#[test]
fn a_long_write_ahead_log_is_truncated() {
    let test = TestDb::sqlite_with(&[EXAMPLE], |config| config.wal_bytes_max = 1024 * 1024);
    for _ in 0..4 {
        let row = |tx: &mut crate::Tx<'_>| {
            tx.execute("INSERT INTO every (id, raw) VALUES (?1, ?2)", params![id(), vec![7u8; 700_000]])
        };
        test.write_blocking(row).unwrap_or_else(|e: DbError| panic!("{e}"));
    }
    // The writer looks at the log after it has answered.
    let started = Instant::now();
    let short = |metrics: DbMetrics| metrics.wal_truncations > 0 && metrics.wal_bytes < 1024 * 1024;
    while !short(test.metrics()) {
        assert!(started.elapsed() < Duration::from_secs(10), "{:?}", test.metrics());
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_backup_under_writers_is_whole_and_consistent() {
    let test = TestDb::sqlite(&[EXAMPLE]);
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..16)
        .map(|_| {
            let (db, stop) = (test.db(), Arc::clone(&stop));
            std::thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let both = db.write_blocking(|tx| {
                        let number: i64 = tx.query_one(
                            "INSERT INTO counter (agency, last) VALUES ('A', 1) \
                             ON CONFLICT (agency) DO UPDATE SET last = counter.last + 1 RETURNING last",
                            params![],
                            |row| row.get(0),
                        )?;
                        paper(tx, number)
                    });
                    assert_eq!(both, Ok(()));
                }
            })
        })
        .collect();
    std::thread::sleep(Duration::from_millis(100));
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    test.backup_to(&copy).unwrap();
    assert!(matches!(test.backup_to(&copy), Err(DbError::Unavailable(_))), "never over an older copy");
    stop.store(true, Ordering::Relaxed);
    writers.into_iter().for_each(|writer| writer.join().unwrap());
    verify_backup(&copy, &[EXAMPLE]).unwrap();
    assert!(matches!(verify_backup(&copy, &[]), Err(DbError::NewerSchema { .. })));
    let restored = Db::open(&DbConfig::new(format!("sqlite:{}", copy.display()))).unwrap();
    let (last, count) = restored
        .read_blocking(|tx| {
            let last: i64 = tx.query_one("SELECT last FROM counter", params![], |row| row.get(0))?;
            Ok::<_, DbError>((last, papers(tx)?))
        })
        .unwrap();
    assert_eq!(last, count);
    assert!(last > 0);
}

#[test]
fn a_damaged_backup_is_found() {
    let test = TestDb::sqlite(&[EXAMPLE]);
    test.write_blocking(|tx| (0..200).try_for_each(|number| paper(tx, number))).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    test.backup_to(&copy).unwrap();
    let mut bytes = std::fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[4096..middle].fill(0xAA);
    std::fs::write(&copy, bytes).unwrap();
    assert!(verify_backup(&copy, &[EXAMPLE]).is_err());
}

#[test]
fn the_database_file_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/folder/tinhso.db");
    let db = Db::open(&DbConfig::new(format!("sqlite:{}", path.display()))).unwrap();
    crate::migrate(&db, &[]).unwrap();
    for suffix in ["", "-wal", "-shm"] {
        let mode = std::fs::metadata(format!("{}{suffix}", path.display())).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{suffix}");
    }
}

/// The child of the next test: writes pairs for ever and says each number once it is answered.
#[test]
#[ignore = "run by the test below"]
fn killed_child() {
    #[allow(clippy::disallowed_methods, reason = "how the parent tells where")]
    let path = std::env::var("TINHSO_TEST_KILLED_DB").expect("run by the test below");
    let db = Db::open(&DbConfig::new(format!("sqlite:{path}"))).unwrap();
    crate::migrate(&db, &[EXAMPLE]).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..8i64 {
            let db = db.clone();
            scope.spawn(move || {
                for round in 0..i64::MAX {
                    let number = round * 8 + thread;
                    let both = db.write_blocking(move |tx| {
                        paper(tx, number)?;
                        tx.emit(id(), "papers.written", 1, &number, NOW)
                    });
                    both.unwrap();
                    println!("ANSWERED {number}");
                }
            });
        }
    });
}

#[test]
fn what_was_answered_survives_kill_9_and_nothing_is_half_done() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("killed.db");
    let mut answered = Vec::new();
    for _ in 0..3 {
        let _ = std::fs::remove_file(&path);
        let _ = std::fs::remove_file(path.with_extension("db-wal"));
        let _ = std::fs::remove_file(path.with_extension("db-shm"));
        answered.clear();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "tests::sqlite_faults::killed_child",
                "--ignored",
                "--nocapture",
                "--test-threads=1",
            ])
            .env("TINHSO_TEST_KILLED_DB", &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if let Some((_, number)) = line.split_once("ANSWERED ") {
                answered.push(number.parse::<i64>().unwrap());
            }
            if answered.len() == 300 {
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        assert!(answered.len() >= 300);
        let db = Db::open(&DbConfig::new(format!("sqlite:{}", path.display()))).unwrap();
        crate::migrate(&db, &[EXAMPLE]).unwrap();
        let (papers, events): (Vec<i64>, Vec<i64>) = db
            .read_blocking(|tx| {
                let papers =
                    tx.query("SELECT number FROM paper ORDER BY number", params![], |row| row.get(0))?;
                let events =
                    tx.query("SELECT CAST(body AS INTEGER) FROM outbox ORDER BY 1", params![], |row| {
                        row.get(0)
                    })?;
                Ok::<_, DbError>((papers, events))
            })
            .unwrap();
        assert_eq!(papers, events, "both rows of a closure or none");
        assert!(
            answered.iter().all(|number| papers.binary_search(number).is_ok()),
            "an answered write is on disk"
        );
    }
}
