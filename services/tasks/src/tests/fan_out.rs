//! One task for 130 communes, and gathered again.
use super::fixture::{COMMUNES, Far, MIGRATIONS, World, agency_id, confirm, day, now, submit, work};
use crate::model::{Deed, Phase, State};
use crate::ops::{self, AssignedWork, Gather, GatherDeed};
use crate::rules::{PartFact, gather};
use crate::{Refused, store};
use contracts::Assignments;
use db::{Db, DbError};

fn every_commune() -> Vec<u8> {
    (10..10 + COMMUNES).collect()
}

fn ask(id: contracts::AssignmentId, once: &str, deed: GatherDeed) -> Gather {
    Gather { id, once: once.to_owned(), person: "Long".to_owned(), deed }
}

db::contract! {
    migrations: MIGRATIONS;

    async fn work_for_130_communes_is_given_out_and_gathered_again(db: Db) {
        let world = World::on(db, None);
        let leader = world.leader(1, 1, Far::Province);
        let id = ops::assign(&world.deps, &leader, work(&every_commune())).await.unwrap();
        let parts = world.parts(id).await;
        assert_eq!((parts.len(), world.row(id).await.parts), (130, 130));
        assert!(parts.iter().all(|part| part.due == day("2026-12-15") && part.phase == Phase::Given));
        for part in parts.iter().take(5) {
            let officer = world.officer(100, part.agency.unwrap().id().as_bytes()[0]);
            world.act(&officer, part.id, Deed::Accept).await.unwrap();
            world.act(&officer, part.id, submit()).await.unwrap();
        }
        let half = &parts[5];
        let officer = world.officer(101, half.agency.unwrap().id().as_bytes()[0]);
        world.act(&officer, half.id, Deed::Accept).await.unwrap();
        world.act(&officer, half.id, Deed::Report { percent: 50, words: "Một nửa".to_owned(), file: None }).await.unwrap();
        assert!(world.row(id).await.waits_since.is_some());
        let chosen = parts.iter().take(5).map(|part| part.id).collect();
        let confirmed = ops::gather_act(&world.deps, &leader, ask(id, "a", GatherDeed::Confirm { parts: chosen })).await;
        assert_eq!(confirmed.unwrap(), 5);
        let seen = ops::view(&world.deps, &leader, id).await.unwrap();
        let sum = seen.gathered.unwrap();
        assert_eq!((sum.done, sum.of, sum.submitted, sum.percent), (5, 130, 0, (500 + 50) / 130));
        assert_eq!((seen.row.phase, seen.row.percent, seen.row.waits_since), (Phase::Accepted, 4, None));
        // Whoever has not handed in is chased with one click, twice clicked is once chased.
        let rest = || ask(id, "b", GatherDeed::ChaseRest { words: "Sắp hết hạn".to_owned() });
        assert_eq!(ops::gather_act(&world.deps, &leader, rest()).await.unwrap(), 125);
        assert_eq!(ops::gather_act(&world.deps, &leader, rest()).await.unwrap(), 125);
        assert_eq!(world.kinds(id).await, ["assigned", "parts_confirmed", "parts_chased"]);
        assert_eq!(world.kinds(parts[129].id).await, ["assigned", "chased"]);
        let counts = world.deps.db.read(move |tx| AssignedWork.counts(tx, now())).await
            .map_err(|error: DbError| error).unwrap();
        assert_eq!((counts.not_accepted, counts.in_time, counts.done_in_time), (124, 1, 5));
        // What is left is taken back: the whole is done by those who did it.
        let reason = GatherDeed::WithdrawRest { reason: "Đã có hệ thống chung".to_owned() };
        assert_eq!(ops::gather_act(&world.deps, &leader, ask(id, "c", reason)).await.unwrap(), 125);
        let whole = world.row(id).await;
        assert_eq!((whole.phase, whole.percent, whole.late), (Phase::Done, 100, false));
        assert!(whole.closed_at.is_some());
    }

    async fn the_parent_follows_the_nearest_open_part(db: Db) {
        let world = World::on(db, None);
        let leader = world.leader(1, 1, Far::Province);
        let id = ops::assign(&world.deps, &leader, work(&[3, 4])).await.unwrap();
        let parts = world.parts(id).await;
        let of = |number: u8| parts.iter().find(|part| part.agency == Some(agency_id(number))).unwrap().id;
        let (finance, farms) = (world.officer(2, 3), world.officer(3, 4));
        world.act(&finance, of(3), Deed::Accept).await.unwrap();
        let ask = Deed::AskExtension { to: day("2027-03-31"), reason: "Chờ kinh phí".to_owned() };
        world.act(&finance, of(3), ask).await.unwrap();
        let grant = Deed::GrantExtension { to: day("2027-03-31"), words: String::new() };
        world.act(&leader, of(3), grant).await.unwrap();
        assert_eq!(world.row(id).await.due, day("2026-12-15"));
        world.wait("2026-12-17T08:00:00");
        assert_eq!(world.row(id).await.state(day("2026-12-17")), State::Overdue);
        world.act(&farms, of(4), Deed::Accept).await.unwrap();
        world.act(&farms, of(4), submit()).await.unwrap();
        world.act(&leader, of(4), confirm()).await.unwrap();
        let whole = world.row(id).await;
        assert_eq!((whole.due, whole.first_due, whole.late), (day("2027-03-31"), day("2026-12-15"), true));
        assert_eq!(whole.state(day("2026-12-17")), State::InTime);
    }

    async fn a_parent_is_moved_by_its_parts_alone(db: Db) {
        let world = World::on(db, None);
        let leader = world.leader(1, 1, Far::Province);
        let id = ops::assign(&world.deps, &leader, work(&[3, 4])).await.unwrap();
        let withdraw = Deed::Withdraw { reason: "Nhầm".to_owned() };
        assert!(matches!(world.act(&leader, id, withdraw).await, Err(Refused::Phase)));
        assert!(matches!(world.act(&leader, id, confirm()).await, Err(Refused::Phase)));
        let none = ask(id, "x", GatherDeed::Confirm { parts: Vec::new() });
        assert!(matches!(ops::gather_act(&world.deps, &leader, none).await, Err(Refused::Phase)));
    }

    async fn twenty_communes_that_hand_in_at_once_are_all_gathered(db: Db) {
        let world = World::on(db, None);
        let leader = world.leader(1, 1, Far::Province);
        let id = ops::assign(&world.deps, &leader, work(&every_commune()[..20])).await.unwrap();
        let parts = world.parts(id).await;
        let mut running = Vec::new();
        for part in &parts {
            let officer = world.officer(90, part.agency.unwrap().id().as_bytes()[0]);
            let (deps, part) = (world.deps.clone(), part.id);
            let command = move |deed, version| ops::Command {
                id: part, version: Some(version), once: String::new(), person: String::new(), deed, file: None,
            };
            // Each commune on its own, all at the same time.
            running.push(async move {
                ops::act(&deps, &officer, command(Deed::Accept, 1)).await.unwrap();
                ops::act(&deps, &officer, command(submit(), 2)).await.unwrap();
            });
        }
        let mut all = tokio::task::JoinSet::new();
        for one in running {
            all.spawn(one);
        }
        while let Some(done) = all.join_next().await {
            done.unwrap();
        }
        let whole = world.row(id).await;
        assert_eq!(whole.phase, Phase::Submitted);
        let facts = world.deps.db.read(move |tx| store::part_facts(tx, id)).await.map_err(|e: DbError| e).unwrap();
        assert_eq!(gather(&facts).submitted, 20);
    }
}

#[test]
fn a_fan_out_is_whatever_its_parts_are() {
    let part = |phase, percent, due: &str| PartFact {
        phase,
        due: day(due),
        late: false,
        percent,
        waits_since: None,
    };
    let given = part(Phase::Given, 0, "2026-12-15");
    let gone = part(Phase::Withdrawn, 80, "2026-12-01");
    assert_eq!(gather(&[given, given]).phase, Phase::Given);
    assert_eq!(gather(&[given, gone]).of, 1);
    assert_eq!(gather(&[gone, gone]).phase, Phase::Withdrawn);
    let done = PartFact { late: true, ..part(Phase::Done, 30, "2026-12-15") };
    let sum = gather(&[done, gone]);
    assert_eq!((sum.phase, sum.percent, sum.late, sum.due), (Phase::Done, 100, true, None));
    let mixed = gather(&[done, part(Phase::Submitted, 100, "2026-12-15")]);
    assert_eq!(mixed.phase, Phase::Submitted);
    assert_eq!(gather(&[done, given]).phase, Phase::Accepted);
}
