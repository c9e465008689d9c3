use crate::{
    Event, JobError, JobKind, Runner, Subscription, dead_jobs, dead_letters, enqueue, relay_once, retry,
    run_ready,
};
use base::{Id, Timestamp};
use db::{Db, DbError, params};
use parking_lot::Mutex;
use std::sync::Arc;

const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

type Seen = Arc<Mutex<Vec<(Id, i64)>>>;

fn listener(seen: &Seen, refuse: Arc<Mutex<Option<Id>>>) -> Subscription {
    let seen = Arc::clone(seen);
    Subscription {
        name: "tests.listener",
        kinds: &["tests.happened"],
        handle: Arc::new(move |_, event: &Event| {
            if *refuse.lock() == Some(event.stream) {
                return Err(JobError::Failed("not now".to_owned()));
            }
            seen.lock().push((event.stream, event.stream_seq));
            Ok(())
        }),
    }
}

async fn emit(db: &Db, stream: Id, times: usize) {
    for _ in 0..times {
        db.write(move |tx| tx.emit(stream, "tests.happened", 1, &serde_json::json!({}), NOW)).await.unwrap();
    }
}

db::contract! {
    migrations: [db::MIGRATIONS, crate::MIGRATIONS];

    async fn every_event_reaches_its_subscription_once_and_in_order_of_its_stream(db: Db) {
        let (seen, refuse): (Seen, _) = (Arc::default(), Arc::new(Mutex::new(None)));
        let subscriptions = [listener(&seen, refuse)];
        let (a, b) = (Id::new(NOW), Id::new(NOW));
        emit(&db, a, 3).await;
        emit(&db, b, 2).await;
        assert_eq!(relay_once(&db, &subscriptions, NOW, 500).unwrap(), 5);
        assert_eq!(relay_once(&db, &subscriptions, NOW, 500).unwrap(), 0);
        let of = |stream| seen.lock().iter().filter(|(s, _)| *s == stream).map(|(_, n)| *n).collect::<Vec<_>>();
        assert_eq!((of(a), of(b)), (vec![1, 2, 3], vec![1, 2]));
    }

    async fn a_failing_event_stops_only_its_stream_and_goes_on_after_it_is_mended(db: Db) {
        let seen: Seen = Arc::default();
        let (bad, good) = (Id::new(NOW), Id::new(NOW));
        let refuse = Arc::new(Mutex::new(Some(bad)));
        let subscriptions = [listener(&seen, Arc::clone(&refuse))];
        emit(&db, bad, 2).await;
        emit(&db, good, 1).await;
        relay_once(&db, &subscriptions, NOW, 500).unwrap();
        assert_eq!(*seen.lock(), vec![(good, 1)]);
        *refuse.lock() = None;
        for second in 1..=4 {
            relay_once(&db, &subscriptions, NOW.plus_seconds(second * 300), 500).unwrap();
        }
        assert_eq!(*seen.lock(), vec![(good, 1), (bad, 1), (bad, 2)]);
    }

    async fn after_ten_tries_an_event_waits_for_a_person_who_may_retry_it(db: Db) {
        let seen: Seen = Arc::default();
        let stream = Id::new(NOW);
        let refuse = Arc::new(Mutex::new(Some(stream)));
        let subscriptions = [listener(&seen, Arc::clone(&refuse))];
        emit(&db, stream, 1).await;
        for round in 0..12 {
            relay_once(&db, &subscriptions, NOW.plus_seconds(round * 400), 500).unwrap();
        }
        let dead = db.read(dead_letters).await.unwrap();
        assert_eq!(dead.len(), 1);
        assert_eq!(dead[0].error, "not now");
        *refuse.lock() = None;
        let (name, event) = (dead[0].subscription.clone(), dead[0].event);
        let later = NOW.plus_seconds(10_000);
        assert!(db.write(move |tx| retry(tx, &name, event, later)).await.unwrap());
        relay_once(&db, &subscriptions, later, 500).unwrap();
        assert_eq!(*seen.lock(), vec![(stream, 1)]);
        assert!(db.read(dead_letters).await.unwrap().is_empty());
    }

    async fn the_same_work_enqueued_twice_runs_once_and_not_before_its_time(db: Db) {
        let runs = Arc::new(Mutex::new(0));
        let counted = Arc::clone(&runs);
        let kinds = [JobKind::on_demand("tests.work", move |_, _| { *counted.lock() += 1; Ok(()) })];
        db.write(|tx| {
            enqueue(tx, "tests.work", "a", &serde_json::json!({}), NOW.plus_seconds(60))?;
            enqueue(tx, "tests.work", "a", &serde_json::json!({}), NOW)
        }).await.unwrap();
        assert_eq!(run_ready(&db, &kinds, NOW, 10).unwrap(), 0);
        assert_eq!(run_ready(&db, &kinds, NOW.plus_seconds(61), 10).unwrap(), 1);
        assert_eq!(run_ready(&db, &kinds, NOW.plus_seconds(62), 10).unwrap(), 0);
        assert_eq!(*runs.lock(), 1);
    }

    async fn a_job_of_the_clock_runs_once_in_each_slot(db: Db) {
        let runs = Arc::new(Mutex::new(0));
        let counted = Arc::clone(&runs);
        let kinds = [JobKind::every("tests.tick", 20, move |_, _| { *counted.lock() += 1; Ok(()) })];
        for second in 0..60 {
            run_ready(&db, &kinds, NOW.plus_seconds(second), 10).unwrap();
        }
        assert_eq!(*runs.lock(), 3);
    }

    async fn a_job_that_keeps_failing_is_kept_for_a_person(db: Db) {
        let kinds = [JobKind::on_demand("tests.work", |_, _| Err(JobError::Failed("broken".to_owned())))];
        db.write(|tx| enqueue(tx, "tests.work", "a", &serde_json::json!({}), NOW)).await.unwrap();
        for round in 0..12 {
            run_ready(&db, &kinds, NOW.plus_seconds(round * 400), 10).unwrap();
        }
        let dead = db.read(dead_jobs).await.unwrap();
        assert_eq!(dead, vec![("tests.work".to_owned(), "a".to_owned(), "broken".to_owned())]);
    }

    async fn a_worker_that_lost_its_lease_cannot_settle_what_another_claimed(db: Db) {
        db.write(|tx| enqueue(tx, "tests.work", "a", &serde_json::json!({}), NOW)).await.unwrap();
        let inner = db.clone();
        let kinds = [JobKind::on_demand("tests.work", move |_, run| {
            // another node took the row meanwhile
            let id = run.id;
            inner.write_blocking(move |tx| {
                tx.execute("UPDATE job SET fence = fence + 1 WHERE id = ?1", params![id])
            })?;
            Ok(())
        })];
        run_ready(&db, &kinds, NOW, 1).unwrap();
        let open = db.read(|tx| tx.query_one(
            "SELECT count(*) FROM job WHERE done_at IS NULL", params![], |row| row.get::<i64>(0),
        )).await;
        assert_eq!(open.map_err(|e: DbError| e.to_string()), Ok(1));
    }

    async fn the_runner_delivers_by_itself_and_stops_when_asked(db: Db) {
        let (seen, refuse): (Seen, _) = (Arc::default(), Arc::new(Mutex::new(None)));
        let stream = Id::new(NOW);
        emit(&db, stream, 1).await;
        let runner = Runner::start(db.clone(), Arc::new(|| NOW), vec![listener(&seen, refuse)], Vec::new()).unwrap();
        for _ in 0..100 {
            if !seen.lock().is_empty() { break; }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        runner.stop();
        assert_eq!(*seen.lock(), vec![(stream, 1)]);
    }
}
