//! What goes wrong between us and PostgreSQL.
use super::{EXAMPLE, id, paper, papers};
use crate::testing::TestDb;
use crate::{Db, DbError, params};
use base::Id;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

fn pid(tx: &mut crate::Tx<'_>) -> Result<i64, DbError> {
    tx.query_one("SELECT pg_backend_pid()", params![], |row| row.get(0))
}

fn terminate(db: &Db, pid: i64) {
    let gone: Result<bool, DbError> = db.read_blocking(move |tx| {
        tx.query_one("SELECT pg_terminate_backend(?1, 2000)", params![pid], |row| row.get(0))
    });
    assert_eq!(gone, Ok(true));
}

#[test]
fn a_connection_that_died_between_closures_is_replaced_unseen() {
    let Some(test) = TestDb::postgres_with(&[EXAMPLE], |config| config.pool = 1) else { return };
    let Some(other) = TestDb::postgres(&[]) else { return };
    let before = test.read_blocking(pid).unwrap();
    terminate(&other, before);
    assert_eq!(test.write_blocking(|tx| paper(tx, 1)), Ok(()));
    assert_ne!(test.read_blocking(pid).unwrap(), before);
    assert_eq!(test.read_blocking(papers), Ok(1));
}

#[test]
fn a_connection_that_dies_inside_a_closure_means_running_it_again() {
    let Some(test) = TestDb::postgres(&[EXAMPLE]) else { return };
    let Some(other) = TestDb::postgres(&[]) else { return };
    let (runs, db) = (Arc::new(AtomicU32::new(0)), other.db());
    let counted = Arc::clone(&runs);
    let written = test.write_blocking(move |tx| {
        paper(tx, 1)?;
        if counted.fetch_add(1, Ordering::Relaxed) == 0 {
            terminate(&db, pid(tx)?);
        }
        paper(tx, 2)
    });
    assert_eq!(written, Ok(()));
    assert_eq!((runs.load(Ordering::Relaxed), test.read_blocking(papers)), (2, Ok(2)));
}

#[test]
fn a_connection_lost_during_commit_is_outcome_unknown() {
    let Some(test) = TestDb::postgres(&[EXAMPLE]) else { return };
    // Fires while COMMIT is under way.
    test.migrate_blocking(|tx| {
        tx.batch(
            "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL; END $$; \
             CREATE CONSTRAINT TRIGGER die AFTER INSERT ON counter DEFERRABLE INITIALLY DEFERRED \
             FOR EACH ROW EXECUTE FUNCTION die()",
        )
    })
    .unwrap();
    let lost =
        test.write_blocking(|tx| tx.execute("INSERT INTO counter (agency, last) VALUES ('A', 1)", params![]));
    assert_eq!(lost, Err(DbError::OutcomeUnknown));
    assert_eq!(test.write_blocking(|tx| paper(tx, 1)), Ok(()), "the pool goes on");
}

#[test]
fn a_commit_that_the_server_refuses_is_unavailable() {
    let Some(test) = TestDb::postgres(&[EXAMPLE]) else { return };
    test.migrate_blocking(|tx| {
        tx.batch(
            "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$; \
             CREATE CONSTRAINT TRIGGER no AFTER INSERT ON counter DEFERRABLE INITIALLY DEFERRED \
             FOR EACH ROW EXECUTE FUNCTION no()",
        )
    })
    .unwrap();
    let refused =
        test.write_blocking(|tx| tx.execute("INSERT INTO counter (agency, last) VALUES ('A', 1)", params![]));
    assert!(matches!(refused, Err(DbError::Unavailable(_))), "{refused:?}");
    let left: Result<Vec<i64>, DbError> =
        test.read_blocking(|tx| tx.query("SELECT last FROM counter", params![], |row| row.get(0)));
    assert_eq!(left, Ok(vec![]));
}

/// Two closures that lock the same two rows in opposite order; the first run of each waits for the other.
fn cross(
    test: &TestDb,
    keys: [Id; 2],
    meet: &Arc<std::sync::Barrier>,
) -> std::thread::JoinHandle<Result<u32, DbError>> {
    let (db, meet, first) = (test.db(), Arc::clone(meet), AtomicU32::new(0));
    std::thread::spawn(move || {
        db.write_blocking(move |tx| {
            let run = first.fetch_add(1, Ordering::Relaxed);
            tx.lock("account", keys[0])?;
            if run == 0 {
                meet.wait();
            }
            tx.lock("account", keys[1])?;
            tx.execute("UPDATE account SET balance = balance + 1", params![])?;
            Ok(run)
        })
    })
}

#[test]
fn a_deadlock_is_run_again_and_both_succeed() {
    let Some(test) = TestDb::postgres(&[EXAMPLE]) else { return };
    let (left, right) = (id(), id());
    test.write_blocking(move |tx| {
        tx.execute("INSERT INTO account (id, balance) VALUES (?1, 0), (?2, 0)", params![left, right])
    })
    .unwrap_or_else(|e: DbError| panic!("{e}"));
    let meet = Arc::new(std::sync::Barrier::new(2));
    let (a, b) = (cross(&test, [left, right], &meet), cross(&test, [right, left], &meet));
    let runs = a.join().unwrap().unwrap() + b.join().unwrap().unwrap();
    assert!(runs >= 1, "one of the two ran again");
    assert!(test.metrics().retries >= 1);
    let balances: Result<Vec<i64>, DbError> =
        test.read_blocking(|tx| tx.query("SELECT balance FROM account", params![], |row| row.get(0)));
    assert_eq!(balances, Ok(vec![2, 2]));
}

#[test]
fn a_serialisation_failure_is_run_again_and_gives_up_at_last() {
    let Some(test) = TestDb::postgres_with(&[EXAMPLE], |config| config.attempts_max = 3) else { return };
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let raise = "DO $$ BEGIN RAISE 'collision' USING ERRCODE = '40001'; END $$";
    let given_up = test.write_blocking(move |tx| {
        counted.fetch_add(1, Ordering::Relaxed);
        paper(tx, 1)?;
        tx.execute(raise, params![])
    });
    assert_eq!((given_up, runs.load(Ordering::Relaxed)), (Err(DbError::Contention), 3));
    let (runs, counted) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let (count, swallowed) = (Arc::clone(&runs), Arc::clone(&counted));
    let second = test.write_blocking(move |tx| {
        if count.fetch_add(1, Ordering::Relaxed) == 0 {
            // Even a closure that swallows the failure runs again.
            swallowed.fetch_add(u32::from(tx.execute(raise, params![]).is_err()), Ordering::Relaxed);
            return Ok(());
        }
        paper(tx, 1)
    });
    assert_eq!((second, runs.load(Ordering::Relaxed)), (Ok(()), 2));
    assert_eq!(test.read_blocking(papers), Ok(1));
}

#[test]
fn a_lock_held_too_long_times_out() {
    let limit = Duration::from_millis(300);
    let Some(test) = TestDb::postgres_with(&[EXAMPLE], |config| config.write_limit = limit) else { return };
    let key = id();
    test.write_blocking(move |tx| {
        tx.execute("INSERT INTO account (id, balance) VALUES (?1, 0)", params![key])
    })
    .unwrap_or_else(|e: DbError| panic!("{e}"));
    let mut config = test.config().clone();
    config.write_limit = Duration::from_secs(5);
    let patient = Db::open(&config).unwrap();
    let hasty = test.db();
    let inner = patient.write_blocking(move |tx| {
        tx.lock("account", key)?;
        Ok::<_, DbError>(hasty.write_blocking(move |tx| tx.lock("account", key)))
    });
    assert_eq!(inner, Ok(Err(DbError::TimedOut)));
}

#[test]
fn a_table_that_changes_under_a_prepared_statement_is_met_by_preparing_anew() {
    let Some(test) = TestDb::postgres_with(&[EXAMPLE], |config| config.pool = 1) else { return };
    let all = |tx: &mut crate::Tx<'_>| tx.query("SELECT * FROM counter", params![], |_| Ok(()));
    assert_eq!(test.read_blocking(all), Ok(vec![]));
    let mut config = test.config().clone();
    config.pool = 1;
    Db::open(&config)
        .unwrap()
        .migrate_blocking(|tx| tx.batch("ALTER TABLE counter ADD COLUMN more BIGINT"))
        .unwrap();
    assert_eq!(test.read_blocking(all), Ok(vec![]));
    assert_eq!(test.metrics().retries, 1);
}

#[test]
fn a_wrong_collation_refuses_to_start() {
    let Some(test) = TestDb::postgres(&[]) else { return };
    let name = test.config().schema.clone().unwrap();
    let mut config = test.config().clone();
    // CREATE DATABASE runs in no transaction; a client of its own makes and drops it.
    let run = |sql: String| {
        let url = test.config().url.clone();
        std::thread::spawn(move || {
            postgres::Client::connect(&url, postgres::NoTls).and_then(|mut client| client.batch_execute(&sql))
        })
        .join()
        .unwrap()
    };
    let made = run(format!(
        "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'"
    ));
    made.unwrap();
    let (server, _) = config.url.rsplit_once('/').unwrap();
    config.url = format!("{server}/{name}");
    config.schema = None;
    let opened = Db::open(&config).map(drop);
    run(format!("DROP DATABASE {name}")).unwrap();
    assert!(matches!(opened, Err(DbError::Setup(_))), "{opened:?}");
}
