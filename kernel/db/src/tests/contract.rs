//! What both databases promise.
use super::{EXAMPLE, NOW, id, paper, papers};
use crate::testing::join_all;
use crate::{ConstraintKind, Db, DbError, Engine, Json, Param, explain, params};
use base::{Date, Id, Refusal, RefusalKind, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

base::typed_id!(AccountId);

#[derive(Debug, PartialEq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    BothSides,
}

#[derive(Debug, thiserror::Error)]
enum NoMoney {
    #[error("not enough")]
    NotEnough,
    #[error(transparent)]
    Db(#[from] DbError),
}

crate::contract! {
    migrations: [EXAMPLE];

    async fn every_type_comes_back_as_it_was_bound(db: Db) {
        let day = Date::new(2025, 7, 1).unwrap();
        let key = AccountId::new(NOW);
        let read = db.write(move |tx| {
            let data = serde_json::json!({"tiền": "1.50", "n": [1, null]});
            let none: Option<AccountId> = None;
            tx.execute(
                "INSERT INTO every (id, at, day, data, flag, count, words, raw) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![key, NOW, day, Json(data), true, i64::MAX, "Nguyễn Thị Ánh", vec![0u8, 255]],
            )?;
            tx.execute("INSERT INTO every (id, count, at) VALUES (?1, ?2, ?3)", params![id(), -7i32, none.map(|_| NOW)])?;
            tx.query_one(
                "SELECT id, at, day, data, flag, count, words, raw FROM every WHERE id = ?1 AND flag = ?2",
                params![&key, true],
                |row| Ok((
                    row.get::<AccountId>(0)?, row.get::<Timestamp>(1)?, row.get::<Date>(2)?, row.get::<Json>(3)?,
                    row.get::<bool>(4)?, row.get::<Option<i64>>(5)?, row.get::<String>(6)?, row.get::<Vec<u8>>(7)?,
                )),
            )
        }).await;
        let (read_key, at, read_day, Json(data), flag, count, words, raw) = read.unwrap_or_else(|e: DbError| panic!("{e}"));
        assert_eq!((read_key, at, read_day, flag, count), (key, NOW, day, true, Some(i64::MAX)));
        assert_eq!(data["tiền"], "1.50");
        assert_eq!((words.as_str(), raw.as_slice()), ("Nguyễn Thị Ánh", [0u8, 255].as_slice()));
        let nulls = db.read(|tx| tx.query_one(
            "SELECT at, day, data, flag, words, raw, id FROM every WHERE count = -7 AND flag IS NULL",
            params![],
            |row| Ok((
                row.get::<Option<Timestamp>>(0)?, row.get::<Option<Date>>(1)?, row.get::<Option<Json>>(2)?,
                row.get::<Option<bool>>(3)?, row.get::<Option<String>>(4)?, row.get::<Option<Vec<u8>>>(5)?,
                row.get::<Option<Id>>(6)?.is_some(),
            )),
        )).await;
        assert_eq!(nulls, Ok::<_, DbError>((None, None, None, None, None, None, true)));
    }

    async fn optional_typed_ids_bind_and_json_is_searchable(db: Db) {
        let owner = AccountId::new(NOW);
        let found: Result<i64, DbError> = db.write(move |tx| {
            tx.execute("INSERT INTO account (id, balance) VALUES (?1, 0)", params![owner])?;
            let (some, none) = (Some(owner), None::<AccountId>);
            tx.execute("INSERT INTO paper (id, agency, account) VALUES (?1, 'A', ?2)", params![id(), some])?;
            tx.execute("INSERT INTO paper (id, agency, account) VALUES (?1, 'A', ?2)", params![id(), &none])?;
            tx.execute("INSERT INTO every (id, data) VALUES (?1, ?2)", params![id(), Param::Json("{\"k\": \"v\"}")])?;
            let json: i64 = tx.query_one("SELECT count(*) FROM every WHERE data->>'k' = ?1", params!["v"], |r| r.get(0))?;
            let optional: i64 = tx.query_one(
                "SELECT count(*) FROM paper WHERE (account = ?1 OR ?1 IS NULL)", params![some], |r| r.get(0))?;
            Ok(json * 10 + optional)
        }).await;
        assert_eq!(found, Ok(11));
    }

    async fn text_columns_read_into_enums_and_a_wrong_type_is_told_by_its_column(db: Db) {
        let read = db.read(|tx| {
            let word = tx.query_one("SELECT CAST('both_sides' AS TEXT)", params![], |row| row.get::<Word>(0))?;
            let wrong = tx.query_one("SELECT 1, CAST('x' AS TEXT)", params![], |row| row.get::<i64>(1));
            let again: i64 = tx.query_one("SELECT 5", params![], |row| row.get(0))?;
            Ok::<_, DbError>((word, wrong, again))
        }).await.unwrap();
        assert_eq!(read.0, Word::BothSides);
        assert!(matches!(read.1, Err(DbError::Column { index: 1, .. })), "{:?}", read.1);
        assert_eq!(read.2, 5, "a value of the wrong type does not poison");
    }

    async fn a_refusal_rolls_back_and_keeps_its_own_type(db: Db) {
        let refused = db.write(|tx| {
            paper(tx, 1)?;
            Err::<(), _>(NoMoney::NotEnough)
        }).await;
        assert!(matches!(refused, Err(NoMoney::NotEnough)));
        assert_eq!(db.read(papers).await, Ok(0));
    }

    async fn after_a_failed_statement_nothing_more_runs_and_nothing_stays(db: Db) {
        let swallowed = db.write(|tx| {
            paper(tx, 1)?;
            let failed = paper(tx, 1);
            assert!(matches!(failed, Err(DbError::Constraint { kind: ConstraintKind::Unique, .. })), "{failed:?}");
            assert_eq!(papers(tx), Err(DbError::Poisoned));
            Ok::<_, DbError>(())
        }).await;
        assert_eq!(swallowed, Err(DbError::Poisoned));
        assert_eq!(db.read(papers).await, Ok(0));
        let wrong = db.write(|tx| tx.execute("INSERT INTO nowhere VALUES (1)", params![])).await;
        assert!(matches!(wrong, Err(DbError::Sql { .. })), "{wrong:?}");
    }

    async fn constraints_are_told_apart(db: Db) {
        let tell = |sql: &'static str| {
            let db = db.clone();
            async move {
                match db.write(move |tx| tx.execute(sql, params![id()])).await {
                    Err(DbError::Constraint { kind, .. }) => kind,
                    other => panic!("{other:?}"),
                }
            }
        };
        assert_eq!(tell("INSERT INTO account (id, balance) VALUES (?1, -1)").await, ConstraintKind::Check);
        assert_eq!(tell("INSERT INTO paper (id, agency) VALUES (?1, NULL)").await, ConstraintKind::NotNull);
        assert_eq!(tell("INSERT INTO paper (id, agency, account) VALUES (?1, 'A', ?1)").await, ConstraintKind::ForeignKey);
    }

    async fn a_panic_rolls_back_only_its_own_closure_and_answers_500(db: Db) {
        let (kept, panicked, kept_too) = tokio::join!(
            db.write(|tx| paper(tx, 1)),
            db.write(|tx| -> Result<(), DbError> { paper(tx, 2)?; panic!("a defect") }),
            db.write(|tx| paper(tx, 3)),
        );
        assert_eq!((kept, kept_too), (Ok(()), Ok(())));
        assert_eq!(panicked, Err(DbError::Panicked));
        assert_eq!(DbError::Panicked.kind(), RefusalKind::Internal);
        let numbers = db.read(|tx| tx.query("SELECT number FROM paper ORDER BY number", params![], |r| r.get(0))).await;
        assert_eq!(numbers, Ok::<Vec<i64>, DbError>(vec![1, 3]));
        assert_eq!(db.metrics().panics, 1);
    }

    async fn a_read_may_not_write(db: Db) {
        let refused = db.read(|tx| paper(tx, 1)).await;
        assert_eq!(refused, Err(DbError::ReadOnly));
        let key = id();
        assert_eq!(db.read(move |tx| tx.lock("account", key)).await, Err(DbError::ReadOnly));
    }

    async fn a_read_sees_every_answered_write(db: Db) {
        for number in 0..200 {
            db.write(move |tx| paper(tx, number)).await.unwrap();
            assert_eq!(db.read(papers).await, Ok(number + 1));
        }
    }

    async fn a_read_sees_one_snapshot(db: Db) {
        let writer = db.clone();
        let seen = db.read(move |tx| {
            let before = papers(tx)?;
            let fresh = papers(tx)? + 1;
            writer.write_blocking(move |tx| paper(tx, fresh))?;
            Ok::<_, DbError>((before, papers(tx)?))
        }).await;
        assert_eq!(seen, Ok((0, 0)));
        assert_eq!(db.read(papers).await, Ok(1));
    }

    async fn lock_tells_whether_the_row_exists(db: Db) {
        let key = AccountId::new(NOW);
        let found = db.write(move |tx| {
            let before = tx.lock("account", key)?;
            tx.execute("INSERT INTO account (id, balance) VALUES (?1, 5)", params![key])?;
            Ok::<_, DbError>((before, tx.lock("account", key)?))
        }).await;
        assert_eq!(found, Ok((false, true)));
    }

    async fn returning_and_upserts_work_alike(db: Db) {
        let answer = db.write(|tx| {
            let sql = "INSERT INTO counter (agency, last) VALUES (?1, 1) \
                       ON CONFLICT (agency) DO UPDATE SET last = counter.last + 1 RETURNING last";
            let first: i64 = tx.query_one(sql, params!["A"], |row| row.get(0))?;
            let second: i64 = tx.query_one(sql, params!["A"], |row| row.get(0))?;
            let both: Vec<i64> = tx.query(
                "INSERT INTO paper (id, agency, number) VALUES (?1, 'A', 1), (?2, 'A', 2) RETURNING number",
                params![id(), id()], |row| row.get(0))?;
            // Reading only the first row of several must not lose the others' change.
            let one: Option<i64> = tx.query_opt("UPDATE paper SET number = number + 10 RETURNING number", params![], |r| r.get(0))?;
            let changed = tx.execute("UPDATE paper SET number = number + 100 WHERE number > ?1", params![10])?;
            Ok::<_, DbError>((first, second, both, one.is_some(), changed))
        }).await;
        assert_eq!(answer, Ok((1, 2, vec![1, 2], true, 2)));
    }

    async fn placeholders_and_values_must_agree(db: Db) {
        for (sql, values) in [("SELECT ?1", 2), ("SELECT ?", 1), ("SELECT $1", 1)] {
            let refused = db.read(move |tx| tx.query_opt(sql, &vec![Param::Null; values], |_| Ok(()))).await;
            assert!(matches!(refused, Err(DbError::Value(_))), "{sql}: {refused:?}");
        }
    }

    async fn events_of_a_stream_are_numbered_without_a_gap(db: Db) {
        let (left, right) = (id(), id());
        let mut waiting = Vec::new();
        for round in 0..40 {
            let (db, stream) = (db.clone(), if round % 2 == 0 { left } else { right });
            waiting.push(async move {
                db.write(move |tx| {
                    tx.emit(stream, "papers.written", 1, &serde_json::json!({"round": round}), NOW)?;
                    if round % 8 == 0 { Err(DbError::NoRow) } else { Ok(()) }
                }).await
            });
        }
        let answers = join_all(waiting).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_err()).count(), 5);
        for (stream, count) in [(left, 15), (right, 20)] {
            let numbers = db.read(move |tx| tx.query(
                "SELECT stream_seq FROM outbox WHERE stream = ?1 ORDER BY stream_seq", params![stream], |r| r.get(0))).await;
            assert_eq!(numbers, Ok::<Vec<i64>, DbError>((1..=count).collect()));
        }
    }

    async fn a_command_is_done_once_however_often_it_comes(db: Db) {
        let mut waiting = Vec::new();
        for _ in 0..24 {
            let db = db.clone();
            waiting.push(async move {
                db.write(|tx| {
                    if let Some(answer) = tx.idempotent("account-1", "key-1")? {
                        return Ok(answer);
                    }
                    let number = papers(tx)? + 1;
                    paper(tx, number)?;
                    tx.remember("account-1", "key-1", "{\"b\":1,  \"a\":2}", NOW)?;
                    Ok::<_, DbError>("{\"b\":1,  \"a\":2}".to_owned())
                }).await
            });
        }
        for answer in join_all(waiting).await {
            match answer {
                Ok(text) => assert_eq!(text, "{\"b\":1,  \"a\":2}"),
                // Two that counted papers at the same moment collide on the number first: also undone.
                Err(error) => assert!(matches!(error, DbError::Constraint { .. }), "{error}"),
            }
        }
        assert_eq!(db.read(papers).await, Ok(1));
    }

    async fn bulk_writes_in_slices_and_says_how_many(db: Db) {
        let largest = Arc::new(AtomicU32::new(0));
        let seen = Arc::clone(&largest);
        let written = db.bulk((0..1_234i64).collect(), move |tx, slice| {
            seen.fetch_max(u32::try_from(slice.len()).unwrap(), Ordering::Relaxed);
            slice.iter().try_for_each(|number| paper(tx, *number))
        }).await;
        assert_eq!(written, Ok::<_, DbError>(1_234));
        assert_eq!(db.read(papers).await, Ok(1_234));
        assert_eq!(largest.load(Ordering::Relaxed), 500);
    }

    async fn a_report_reads_on_its_own_connection(db: Db) {
        db.write(|tx| paper(tx, 1)).await.unwrap();
        assert_eq!(db.report(papers).await, Ok(1));
    }

    async fn money_moved_by_many_at_once_is_neither_made_nor_lost(db: Db) {
        let accounts: Vec<Id> = (0..4).map(|_| id()).collect();
        let opened = accounts.clone();
        db.write(move |tx| {
            opened.iter().try_for_each(|key| {
                tx.execute("INSERT INTO account (id, balance) VALUES (?1, 100)", params![key]).map(drop)
            })
        }).await.unwrap_or_else(|e: DbError| panic!("{e}"));
        let mut waiting = Vec::new();
        for round in 0..120usize {
            let (from, to) = (accounts[round % 4], accounts[(round / 4 + 1 + round) % 4]);
            let db = db.clone();
            waiting.push(async move {
                db.write(move |tx| {
                    // Locked in the order of the request, so that PostgreSQL meets deadlocks and we run again.
                    if from == to || !tx.lock("account", from)? || !tx.lock("account", to)? {
                        return Ok(());
                    }
                    let balance: i64 = tx.query_one("SELECT balance FROM account WHERE id = ?1", params![from], |r| r.get(0))?;
                    if balance < 30 {
                        return Err(NoMoney::NotEnough);
                    }
                    tx.execute("UPDATE account SET balance = balance - 30 WHERE id = ?1", params![from])?;
                    tx.execute("UPDATE account SET balance = balance + 30, version = version + 1 WHERE id = ?1", params![to])?;
                    Ok(())
                }).await
            });
        }
        for answer in join_all(waiting).await {
            assert!(!matches!(answer, Err(NoMoney::Db(ref error)) if *error != DbError::Contention), "{answer:?}");
        }
        let total: Result<i64, DbError> = db.read(|tx| {
            tx.query_one("SELECT CAST(sum(balance) AS BIGINT) FROM account", params![], |r| r.get(0))
        }).await;
        assert_eq!(total, Ok(400));
    }

    async fn a_gapless_counter_written_last_stays_gapless(db: Db) {
        let mut waiting = Vec::new();
        for round in 0..100 {
            let db = db.clone();
            waiting.push(async move {
                db.write(move |tx| {
                    let key = id();
                    tx.execute("INSERT INTO paper (id, agency) VALUES (?1, 'A')", params![key])?;
                    let number: i64 = tx.query_one(
                        "INSERT INTO counter (agency, last) VALUES ('A', 1) \
                         ON CONFLICT (agency) DO UPDATE SET last = counter.last + 1 RETURNING last",
                        params![], |row| row.get(0))?;
                    tx.execute("UPDATE paper SET number = ?2 WHERE id = ?1", params![key, number])?;
                    if round % 10 == 0 { Err(DbError::NoRow) } else { Ok(()) }
                }).await
            });
        }
        join_all(waiting).await;
        let numbers = db.read(|tx| tx.query("SELECT number FROM paper ORDER BY number", params![], |r| r.get(0))).await;
        assert_eq!(numbers, Ok::<Vec<i64>, DbError>((1..=90).collect()));
    }

    async fn a_plan_tells_a_full_scan(db: Db) {
        let indexed = explain(&db, "SELECT id FROM paper WHERE agency = ?1 AND number > ?2").unwrap();
        assert_eq!(indexed.full_scans, Vec::<String>::new(), "{:?}", indexed.lines);
        let scan = explain(&db, "SELECT words FROM every WHERE words = ?1").unwrap();
        assert_eq!(scan.full_scans, ["every"], "{:?}", scan.lines);
        explain(&db, "SELECT words FROM every WHERE words = ?1").unwrap();
    }

    async fn the_engine_is_known_and_commits_are_counted(db: Db) {
        let before = db.metrics();
        db.write(|tx| paper(tx, 1)).await.unwrap();
        let after = db.metrics();
        assert_eq!(after.closures, before.closures + 1);
        assert_eq!(after.commits, before.commits + 1);
        assert_eq!(db.engine() == Engine::Sqlite, db.config().url.starts_with("sqlite:"));
    }

    async fn a_read_past_its_limit_is_stopped(db: Db) {
        let mut config = db.config().clone();
        config.read_limit = std::time::Duration::from_millis(200);
        let hasty = Db::open(&config).unwrap();
        let endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2000000000) \
                       SELECT CAST(sum(x % 7) AS BIGINT) FROM n";
        let stopped: Result<i64, _> = hasty.read(move |tx| tx.query_one(endless, params![], |row| row.get(0))).await;
        assert_eq!(stopped, Err(DbError::TimedOut));
        assert_eq!(DbError::TimedOut.kind(), RefusalKind::Unavailable);
        assert_eq!(hasty.read(papers).await, Ok(0), "the connection goes on");
    }
}
