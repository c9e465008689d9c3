//! One event after the other; twice, late and corrected ones; the count from the beginning.
use super::support::{
    MIGRATIONS, again, agency, at, cells, day, deliver, deps, event, facts, now, total, with_facts,
};
use crate::{ops, store};
use db::Db;

db::contract! {
    migrations: MIGRATIONS;

    async fn a_dossier_counts_once_for_each_fact_on_its_day_and_for_its_agency(db: Db) {
        with_facts(&db).await;
        let (deps, town) = deps(&db);
        let mut filed = event(1, 11, None);
        filed.online = true;
        deliver(&deps, &town, "dossiers.filed", filed, 1).await;
        assert!(cells(&db).await.is_empty(), "filed is not received");
        let mut received = event(1, 11, Some("2026-11-02T08:00:00"));
        received.online = true;
        deliver(&deps, &town, "dossiers.received", received.clone(), 2).await;
        deliver(&deps, &town, "dossiers.received", event(2, 12, Some("2026-11-02T23:59:00")), 1).await;
        let mut closed = received.clone();
        closed.status = 9;
        closed.closed_at = Some(at("2026-11-05T09:00:00"));
        deliver(&deps, &town, "dossiers.resolved", closed, 3).await;
        let all = cells(&db).await;
        let one = |fact: &str, span: &str, on: &str, number| {
            all.get(&(fact.to_owned(), span.to_owned(), day(on), agency(number))).copied()
        };
        assert_eq!(one("received", "d", "2026-11-02", 11), Some(1));
        assert_eq!(one("received", "d", "2026-11-02", 12), Some(1), "the day is Vietnam's");
        assert_eq!(one("received_online", "d", "2026-11-02", 11), Some(1));
        assert_eq!(one("received_online", "d", "2026-11-02", 12), None);
        assert_eq!(one("closed_in_time", "d", "2026-11-05", 11), Some(1));
        assert_eq!(one("received", "m", "2026-11-01", 11), Some(1));
        assert_eq!(one("closed_late", "d", "2026-11-05", 11), None);
    }

    async fn a_correction_moves_the_number_and_a_result_taken_back_leaves_it(db: Db) {
        with_facts(&db).await;
        let (deps, town) = deps(&db);
        let received = event(1, 11, Some("2026-11-02T08:00:00"));
        deliver(&deps, &town, "dossiers.received", received.clone(), 1).await;
        let mut closed = received.clone();
        closed.status = 9;
        closed.closed_at = Some(at("2026-11-20T09:00:00"));
        deliver(&deps, &town, "dossiers.resolved", closed.clone(), 2).await;
        assert_eq!(total(&db, "closed_late").await, 1);
        deliver(&deps, &town, "dossiers.reopened", received.clone(), 3).await;
        assert_eq!((total(&db, "closed").await, total(&db, "closed_late").await), (0, 0));
        // The true time of receipt is earlier, in the month before.
        let mut entered = received.clone();
        entered.received_at = Some(at("2026-10-30T08:00:00"));
        deliver(&deps, &town, "dossiers.changed", entered, 4).await;
        let all = cells(&db).await;
        let key = |span: &str, on: &str| ("received".to_owned(), span.to_owned(), day(on), agency(11));
        assert_eq!(all.get(&key("m", "2026-10-01")), Some(&1));
        assert_eq!(all.get(&key("m", "2026-11-01")), None, "nought is gone from the comparison");
        assert_eq!(all.get(&key("d", "2026-10-30")), Some(&1));
    }

    async fn an_event_twice_or_late_changes_nothing(db: Db) {
        with_facts(&db).await;
        let (deps, town) = deps(&db);
        let received = event(1, 11, Some("2026-11-02T08:00:00"));
        let mut closed = received.clone();
        closed.closed_at = Some(at("2026-11-03T09:00:00"));
        deliver(&deps, &town, "dossiers.received", received.clone(), 1).await;
        deliver(&deps, &town, "dossiers.resolved", closed.clone(), 5).await;
        let before = cells(&db).await;
        again(&deps, "dossiers.resolved", closed, 5).await;
        again(&deps, "dossiers.received", received.clone(), 1).await;
        let mut stale = received.clone();
        stale.received_at = Some(at("2026-01-02T08:00:00"));
        again(&deps, "dossiers.changed", stale, 4).await;
        assert_eq!(cells(&db).await, before);
        // Acts count one by one: two requests are two, the same one twice is one.
        let mut first = received.clone();
        first.at = at("2026-11-02T09:00:00");
        let mut second = received;
        second.at = at("2026-11-02T10:00:00");
        for (event, seq) in [(first.clone(), 2), (second, 3), (first, 2)] {
            again(&deps, "dossiers.supplement_requested", event, seq).await;
        }
        assert_eq!(total(&db, "supplement_asked").await, 2, "also when they come after a later event");
    }

    async fn a_new_body_is_another_number_that_takes_over_when_it_is_whole(db: Db) {
        with_facts(&db).await;
        let (deps, town) = deps(&db);
        for number in 1..=6 {
            let mut event = event(number, 11, Some("2026-11-02T08:00:00"));
            event.online = number % 2 == 0;
            deliver(&deps, &town, "dossiers.received", event, 1).await;
        }
        let old = number_of(&db, "received").await;
        let mut body = facts().into_iter().find(|fact| fact.code == "received").unwrap();
        body.when = "received_at != null and not(online)".to_owned();
        db.write(move |tx| {
            store::add_fact(tx, &body, now())?;
            store::raise_revision(tx)?;
            ops::enqueue_rebuild(tx, now())
        })
        .await
        .unwrap();
        assert_eq!(number_of(&db, "received").await, old, "the one in use stays in use");
        let (handle, work) = (db.clone(), deps.clone());
        tokio::task::spawn_blocking(move || ops::rebuild_all(&handle, &work, now())).await.unwrap().unwrap();
        let new = number_of(&db, "received").await;
        assert!(new > old);
        let sum = db.read(move |tx| store::sums(tx, new, day("2026-01-01"), day("2026-12-31"))).await.unwrap();
        assert_eq!(sum.iter().map(|(_, n)| n).sum::<i64>(), 3);
        let left = db.read(move |tx| store::sums(tx, old, day("2026-01-01"), day("2026-12-31"))).await.unwrap();
        assert!(left.is_empty(), "the old counters are removed");
        // A change of a dossier that the old number counted takes nothing from anybody.
        let mut changed = event(2, 11, Some("2026-11-03T08:00:00"));
        changed.online = true;
        again(&deps, "dossiers.changed", changed, 9).await;
        let left = db.read(move |tx| store::sums(tx, old, day("2026-01-01"), day("2026-12-31"))).await.unwrap();
        assert!(left.is_empty());
    }

    async fn the_job_counts_an_older_database_and_goes_on_where_it_stood(db: Db) {
        let (deps, town) = deps(&db);
        let kinds = crate::module(&deps).jobs;
        for number in 0..=250 {
            deliver(&deps, &town, "dossiers.received", event(number, 11, Some("2026-11-02T08:00:00")), 1).await;
        }
        assert!(cells(&db).await.is_empty(), "there is no fact yet");
        db.write(|tx| {
            for fact in facts() {
                store::add_fact(tx, &fact, now())?;
            }
            store::raise_revision(tx)
        })
        .await
        .unwrap();
        let handle = db.clone();
        let ran = tokio::task::spawn_blocking(move || {
            // The clock's look enqueues; the job runs until nothing is left.
            (0..8).map(|turn| jobs::run_ready(&handle, &kinds, now().plus_seconds(turn * 2), 10).unwrap()).sum::<usize>()
        })
        .await
        .unwrap();
        assert!(ran >= 2, "{ran}");
        assert_eq!(total(&db, "received").await, 251);
        let state = db.read(store::rebuild).await.unwrap().unwrap();
        assert!(state.finished_at.is_some() && state.dossiers == 251, "{state:?}");
    }
}

async fn number_of(db: &Db, code: &'static str) -> i64 {
    let book = db.read(ops::Book::load).await.unwrap();
    book.fact(code).unwrap().number
}
