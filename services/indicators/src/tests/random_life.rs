//! Whatever happens to dossiers, in whatever order it is heard: counting event by event and counting from the beginning
//! give the same counters, and every counter is the number of the records behind it.
use super::support::{MIGRATIONS, again, agency, at, cells, deps, event, now, with_facts};
use crate::{ops, store};
use contracts::{DossierEvent, DossierHappened};
use db::testing::TestDb;
use db::{Db, DbError};
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
struct Step {
    dossier: u8,
    act: u8,
    day: i64,
    twice: bool,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0_u8..6, 0_u8..7, 0_i64..70, any::<bool>()).prop_map(|(dossier, act, day, twice)| Step {
        dossier,
        act,
        day,
        twice,
    });
    prop::collection::vec(step, 1..60)
}

/// The kind of an act and the state it leaves.
fn act(state: &mut DossierEvent, step: &Step, count: i64) -> &'static str {
    let when = at("2026-10-01T07:00:00").plus_seconds(step.day * 86_400 + count);
    state.at = when;
    match step.act {
        0 => {
            state.online = step.day % 2 == 0;
            "dossiers.filed"
        }
        1 => {
            state.status = 2;
            state.received_at = Some(when);
            state.due_at = Some(when.plus_seconds(5 * 86_400));
            "dossiers.received"
        }
        2 => {
            state.status = 9;
            state.closed_at = Some(when);
            "dossiers.resolved"
        }
        3 => {
            state.status = 4;
            state.closed_at = None;
            "dossiers.reopened"
        }
        4 => {
            state.received_at = state.received_at.map(|_| when);
            "dossiers.changed"
        }
        5 => {
            state.status = 3;
            state.closed_at = Some(when);
            "dossiers.refused"
        }
        _ => "dossiers.supplement_requested",
    }
}

async fn live(db: &Db, steps: &[Step]) {
    with_facts(db).await;
    let (deps, town) = deps(db);
    let mut states: BTreeMap<u8, (DossierEvent, i64)> = BTreeMap::new();
    let mut heard: Vec<(&'static str, DossierEvent, i64)> = Vec::new();
    for (count, step) in steps.iter().enumerate() {
        let (state, seq) = states.entry(step.dossier).or_insert_with(|| {
            let mut fresh = event(step.dossier, 11 + step.dossier % 2, None);
            fresh.resolving = agency(31);
            (fresh, 0)
        });
        let kind = act(state, step, i64::try_from(count).unwrap());
        *seq += 1;
        let happened = DossierHappened { kind: kind.to_owned(), event: state.clone() };
        town.history.lock().unwrap().entry(state.dossier).or_default().push(happened);
        heard.push((kind, state.clone(), *seq));
    }
    // Some come twice, and the second half of those comes late.
    let late: Vec<_> =
        heard.iter().zip(steps).filter(|(_, step)| step.twice).map(|(one, _)| one.clone()).collect();
    for (kind, event, seq) in heard.into_iter().chain(late) {
        again(&deps, kind, event, seq).await;
    }
    let counted = cells(db).await;
    let (handle, work) = (db.clone(), deps.clone());
    tokio::task::spawn_blocking(move || ops::rebuild_all(&handle, &work, now())).await.unwrap().unwrap();
    assert_eq!(cells(db).await, counted, "counting again changes nothing");
    stands_on_records(db).await;
    // Also into empty tables: the counters of a database that never heard an event.
    let fresh = match db.engine() {
        db::Engine::Sqlite => TestDb::sqlite(MIGRATIONS),
        db::Engine::Postgres => TestDb::postgres(MIGRATIONS).unwrap(),
    };
    with_facts(&fresh.db()).await;
    let (mut other, _) = super::support::deps(&fresh.db());
    other.history = deps.history.clone();
    let (handle, work) = (fresh.db(), other.clone());
    tokio::task::spawn_blocking(move || ops::rebuild_all(&handle, &work, now())).await.unwrap().unwrap();
    assert_eq!(cells(&fresh.db()).await, counted, "from the beginning");
}

async fn stands_on_records(db: &Db) {
    let (all, records) = db
        .read::<_, DbError, _>(|tx| Ok((store::cells::all_cells(tx)?, store::cells::all_records(tx)?)))
        .await
        .unwrap();
    let mut sums = BTreeMap::new();
    for (fact, record) in records {
        for (span, day) in [("d", record.day), ("m", record.day.first_of_month())] {
            *sums.entry((fact, span.to_owned(), day, record.agency)).or_insert(0_i64) += 1;
        }
    }
    let told: BTreeMap<_, _> =
        all.into_iter().map(|(fact, span, day, agency, count)| ((fact, span, day, agency), count)).collect();
    assert_eq!(told, sums);
}

fn run(test: &TestDb, steps: &[Step]) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(live(&test.db(), steps));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn both_ways_of_counting_agree_on_sqlite(steps in steps()) {
        run(&TestDb::sqlite(MIGRATIONS), &steps);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn both_ways_of_counting_agree_on_postgres(steps in steps()) {
        if let Some(test) = TestDb::postgres(MIGRATIONS) {
            run(&test, &steps);
        }
    }
}
