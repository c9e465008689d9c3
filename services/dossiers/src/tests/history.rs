//! Counting from the beginning sees what the events said: the same kinds in the same order, and the state that stands.
use super::fixture::{World, now, procedure};
use super::walk::{at, dossier, open_task, walk_in};
use crate::History;
use crate::ops::{self, Approve, HandOver, ProposeResult};
use crate::store;
use contracts::{DossierEvent, DossierHistory, DossierId};
use db::{DbError, Json, params};

/// Kinds and bodies that left for a dossier.
async fn left(world: &World, id: DossierId) -> Vec<(String, DossierEvent)> {
    let read = world.deps.db.read::<_, DbError, _>(move |tx| {
        tx.query(
            "SELECT type, body FROM outbox WHERE stream = ?1 AND type >= 'dossiers' AND type < 'dossiert' ORDER BY stream_seq",
            params![id],
            |row| Ok((row.get::<String>(0)?, row.get::<Json<DossierEvent>>(1)?.0)),
        )
    });
    read.await.unwrap()
}

async fn three_lives(world: World) {
    let (deps, staff) = (&world.deps, world.staff("c1").await);
    let mut ids = Vec::new();
    for n in 0..3 {
        let when = at(&staff.clerk, now().plus_seconds(n * 60));
        let cmd = walk_in(&staff, &world, &format!("k{n}"));
        ids.push(ops::receive_walk_in(deps, &when, cmd).await.unwrap().id);
    }
    for id in &ids[1..] {
        let when = at(&staff.clerk, now().plus_seconds(3600));
        ops::hand_over(deps, &when, HandOver { dossiers: vec![*id] }).await.unwrap();
    }
    let id = ids[2];
    let task = open_task(deps, id).await;
    let body = serde_json::json!({ "rows": [] });
    let cmd = ProposeResult { task: task.id, granted: true, title: "Giấy khai sinh".to_owned(), body };
    ops::propose_result(deps, &at(&staff.case_officer, now().plus_seconds(7200)), cmd).await.unwrap();
    let task = open_task(deps, id).await;
    let result = deps.db.read(move |tx| store::result_of(tx, id)).await.unwrap().unwrap().id;
    let cmd = Approve { task: task.id, result, signer_line: String::new(), signer_name: String::new() };
    ops::approve_result(deps, &at(&staff.chair, now().plus_seconds(9000)), cmd).await.unwrap();

    let pages = deps
        .db
        .read::<_, DbError, _>(|tx| {
            let first = History.replay(tx, None, 2)?;
            let rest = History.replay(tx, first.last().map(|(id, _)| *id), 2)?;
            Ok([first, rest].concat())
        })
        .await
        .unwrap();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    assert_eq!(pages.iter().map(|(id, _)| *id).collect::<Vec<_>>(), sorted, "every dossier once");
    for (id, happened) in pages {
        let events = left(&world, id).await;
        let told: Vec<&str> =
            happened.iter().map(|one| one.kind.as_str()).filter(|kind| *kind != "dossiers.changed").collect();
        assert_eq!(told, events.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>());
        let (last, (_, sent)) = (happened.last().unwrap(), events.last().unwrap());
        let state = |one: &DossierEvent| {
            (
                one.status,
                one.receiving,
                one.online,
                one.received_at,
                one.due_at,
                one.closed_at,
                one.procedure_code.clone(),
            )
        };
        assert_eq!(state(&last.event), state(sent));
        let row = dossier(deps, id).await;
        assert_eq!((last.event.received_at, last.event.closed_at), (row.received_at, row.closed_at));
        assert!(happened[0].event.closed_at.is_none(), "what had not come yet is not told");
        let codes = deps.db.read(move |tx| History.codes(tx, &[id])).await.unwrap();
        assert_eq!(codes, vec![(id, row.code.unwrap_or_default())]);
    }
}

mod the_last_thing_told_is_the_state_that_stands {
    use super::*;
    #[tokio::test]
    async fn on_sqlite() {
        three_lives(World::new().await).await;
    }
    #[tokio::test]
    async fn on_postgres() {
        if let Some(world) = World::on_postgres(vec![procedure()]).await {
            three_lives(world).await;
        }
    }
}
