//! A new day off moves the due times of open dossiers, on both databases, and what was printed stays readable.
use super::fixture::{World, now, procedure};
use super::walk::{dossier, walk_in};
use crate::ops::{HandOver, hand_over, receive_walk_in, recompute_open_due_times};
use crate::store;
use base::Date;
use calendar::{CalendarData, DayEntry, DayKind, DayName, PolicyBook, Provenance, WorkCalendar};
use contracts::WorkingTime;
use db::DbError;
use std::sync::Arc;

struct With(WorkCalendar);
impl WorkingTime for With {
    fn calendar(&self) -> WorkCalendar {
        self.0.clone()
    }
    fn policies(&self) -> PolicyBook {
        PolicyBook::default()
    }
}

/// The standard calendar with Friday 20 November 2026 off.
fn day_off() -> WorkCalendar {
    let mut data = CalendarData::standard();
    data.entries.push(DayEntry {
        date: Date::constant(2026, 11, 20),
        kind: DayKind::Holiday,
        name: DayName::Other,
        title: "Nghỉ bão".to_owned(),
        instead_of: None,
        provenance: Provenance::decided("Công điện 01"),
    });
    WorkCalendar::new(data).unwrap()
}

async fn moves(world: World) {
    let staff = world.staff("c1").await;
    let id = receive_walk_in(&world.deps, &staff.clerk, walk_in(&staff, &world, "k1")).await.unwrap().id;
    hand_over(&world.deps, &staff.clerk, HandOver { dossiers: vec![id] }).await.unwrap();
    let printed = dossier(&world.deps, id).await.due_at.unwrap();
    let unchanged = world.deps.clone();
    assert_eq!(tokio::task::block_in_place(|| recompute_open_due_times(&unchanged, now())).unwrap(), 0);
    let mut changed = world.deps.clone();
    changed.time = Arc::new(With(day_off()));
    assert_eq!(tokio::task::block_in_place(|| recompute_open_due_times(&changed, now())).unwrap(), 1);
    assert_eq!(tokio::task::block_in_place(|| recompute_open_due_times(&changed, now())).unwrap(), 0, "once");
    let moved = dossier(&world.deps, id).await.due_at.unwrap();
    assert_eq!((moved.to_local().day(), moved.to_local().hour()), (23, 17), "the next working day");
    let lines = world.deps.db.read(move |tx| store::entries(tx, id)).await.map_err(|e: DbError| e).unwrap();
    let line = lines.iter().find(|line| line.kind == "due_recomputed").unwrap();
    assert_eq!(line.detail["before"], serde_json::json!(printed));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_day_off_moves_open_due_times_on_sqlite() {
    moves(World::with(vec![procedure()]).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_day_off_moves_open_due_times_on_postgres() {
    if let Some(world) = World::on_postgres(vec![procedure()]).await {
        moves(world).await;
    }
}
