//! The clock marks half of the time and the last day, once.
use super::fixture::{Far, MIGRATIONS, World, day, work};
use crate::model::Deed;
use crate::ops;
use base::Timestamp;
use db::Db;

fn at(text: &str) -> Timestamp {
    Timestamp::from_local(text.parse().unwrap())
}

async fn run(world: &World, moment: &str) -> usize {
    let (deps, moment) = (world.deps.clone(), at(moment));
    tokio::task::spawn_blocking(move || ops::run_timers(&deps, moment).unwrap()).await.unwrap()
}

db::contract! {
    migrations: MIGRATIONS;

    async fn half_of_the_time_and_the_end_are_marked_once_each(db: Db) {
        let world = World::on(db, None);
        let leader = world.leader(1, 1, Far::Province);
        let id = ops::assign(&world.deps, &leader, work(&[3, 4])).await.unwrap();
        assert_eq!(run(&world, "2026-11-25T08:00:00").await, 0);
        assert_eq!(run(&world, "2026-12-04T08:00:00").await, 2);
        assert_eq!(run(&world, "2026-12-04T08:01:00").await, 0);
        assert_eq!(run(&world, "2026-12-15T23:59:00").await, 0);
        assert_eq!(run(&world, "2026-12-16T00:00:00").await, 2);
        assert_eq!(run(&world, "2026-12-20T00:00:00").await, 0);
        let part = world.parts(id).await[0].id;
        assert_eq!(world.kinds(part).await, ["assigned", "half_time", "overdue"]);
        assert_eq!(world.kinds(id).await, ["assigned"], "the parent has no clock of its own");
    }

    async fn a_new_day_is_marked_again_when_it_is_over_and_work_elsewhere_is_left_alone(db: Db) {
        let world = World::on(db, None);
        let (leader, agency) = (world.leader(1, 1, Far::Province), world.officer(2, 4));
        let id = ops::assign(&world.deps, &leader, work(&[4])).await.unwrap();
        world.act(&agency, id, Deed::Accept).await.unwrap();
        // The clock stood for a month: only the end is told.
        assert_eq!(run(&world, "2026-12-16T07:00:00").await, 1);
        world.wait("2026-12-16T08:00:00");
        let ask = Deed::AskExtension { to: day("2026-12-31"), reason: "Mưa lũ".to_owned() };
        world.act(&agency, id, ask).await.unwrap();
        world.act(&leader, id, Deed::GrantExtension { to: day("2026-12-31"), words: String::new() }).await.unwrap();
        assert_eq!(run(&world, "2026-12-31T12:00:00").await, 0);
        // A page that was open before the mark is not stale behind it.
        let seen = world.row(id).await.version;
        assert_eq!(run(&world, "2027-01-01T00:00:00").await, 1);
        assert_eq!(world.row(id).await.version, seen);
        let withdraw = Deed::Withdraw { reason: "Thôi".to_owned() };
        world.act(&leader, id, withdraw).await.unwrap();
        assert_eq!(run(&world, "2028-01-01T00:00:00").await, 0);
        assert_eq!(
            world.kinds(id).await,
            ["assigned", "accepted", "overdue", "extension_asked", "extension_granted", "overdue", "withdrawn"]
        );
    }
}
