//! Two acts on the same work at the same moment: one comes first, the other is refused, and everything adds up.
use super::fixture::{Far, MIGRATIONS, World, day, submit, work};
use crate::Refused;
use crate::model::{Deed, Phase};
use crate::ops::{self, Command, Gather, GatherDeed};
use db::Db;

fn words() -> String {
    "lời".to_owned()
}

/// Pairs that cannot both happen: what both are tried on, and the two acts.
fn pairs() -> Vec<(Vec<Deed>, Deed, Deed)> {
    let ask = Deed::AskExtension { to: day("2026-12-31"), reason: words() };
    let grant = Deed::GrantExtension { to: day("2026-12-31"), words: String::new() };
    let confirm = Deed::Confirm { words: String::new() };
    vec![
        (vec![Deed::Accept, submit()], confirm.clone(), Deed::Return { reason: words() }),
        (vec![Deed::Accept, submit()], confirm.clone(), Deed::Withdraw { reason: words() }),
        (vec![Deed::Accept, submit()], confirm.clone(), confirm),
        (vec![Deed::Accept], submit(), Deed::Withdraw { reason: words() }),
        (vec![ask], grant, Deed::RefuseExtension { words: words() }),
        (vec![], Deed::Accept, Deed::Accept),
    ]
}

db::contract! {
    migrations: MIGRATIONS;

    async fn of_two_acts_at_once_one_happens(db: Db) {
        let world = World::on(db, None);
        let leader = world.leader(1, 1, Far::Province);
        let agency = world.officer(2, 4);
        for round in 0..4_u8 {
            for (before, one, two) in pairs() {
                let agencies: &[u8] = if round.is_multiple_of(2) { &[4] } else { &[4, 3] };
                let root = ops::assign(&world.deps, &leader, work(agencies)).await.unwrap();
                let parts = world.parts(root).await;
                let own = parts.iter().find(|part| part.agency == Some(super::fixture::agency_id(4)));
                let id = own.map_or(root, |part| part.id);
                for deed in before {
                    let cx = if deed.is_assigners() { &leader } else { &agency };
                    world.act(cx, id, deed).await.unwrap();
                }
                let seen = world.row(id).await;
                let command = |deed: &Deed| Command {
                    id, version: Some(seen.version), once: String::new(), person: String::new(), deed: deed.clone(), file: None,
                };
                let who = |deed: &Deed| if deed.is_assigners() { &leader } else { &agency };
                let (first, second) = tokio::join!(
                    ops::act(&world.deps, who(&one), command(&one)),
                    ops::act(&world.deps, who(&two), command(&two))
                );
                let happened = [&first, &second].into_iter().filter(|done| done.is_ok()).count();
                assert_eq!(happened, 1, "{one:?} {two:?}: {first:?} {second:?}");
                let refused = first.and(second).unwrap_err();
                assert!(matches!(refused, Refused::Stale), "{refused}");
                let after = world.row(id).await;
                assert_eq!((after.version, after.entries), (seen.version + 1, seen.entries + 1));
            }
        }
    }

    async fn a_hand_in_while_the_rest_is_taken_back_is_either_before_or_refused(db: Db) {
        let world = World::on(db, None);
        let leader = world.leader(1, 1, Far::Province);
        let agency = world.officer(2, 4);
        for _ in 0..6 {
            let root = ops::assign(&world.deps, &leader, work(&[3, 4])).await.unwrap();
            let parts = world.parts(root).await;
            let id = parts.iter().find(|part| part.agency == Some(super::fixture::agency_id(4))).unwrap().id;
            world.act(&agency, id, Deed::Accept).await.unwrap();
            let hand_in = Command {
                id, version: Some(2), once: String::new(), person: String::new(), deed: submit(), file: None,
            };
            let take = Gather {
                id: root, once: String::new(), person: String::new(),
                deed: GatherDeed::WithdrawRest { reason: words() },
            };
            let (sent, taken) = tokio::join!(
                ops::act(&world.deps, &agency, hand_in),
                ops::gather_act(&world.deps, &leader, take)
            );
            assert_eq!(taken.unwrap(), 2);
            assert!(matches!(sent, Ok(_) | Err(Refused::Stale | Refused::Phase)));
            let whole = world.row(root).await;
            assert_eq!((whole.phase, whole.waits_since), (Phase::Withdrawn, None));
        }
    }
}
