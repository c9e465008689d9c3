//! The life of the work of one agency.
use super::fixture::{Far, MIGRATIONS, World, confirm, day, now, submit, work};
use crate::model::{Deed, Phase, State};
use crate::ops::{self, AssignedWork, Brought, Command};
use crate::{Refused, store};
use contracts::Assignments;
use db::{Db, DbError};

fn words(text: &str) -> String {
    text.to_owned()
}

db::contract! {
    migrations: MIGRATIONS;

    async fn work_goes_from_the_leader_to_the_agency_and_back_to_her_confirmation(db: Db) {
        let world = World::on(db, None);
        let leader = world.leader(1, 1, Far::Province);
        let agency = world.officer(2, 4);
        let id = ops::assign(&world.deps, &leader, work(&[4])).await.unwrap();
        let today = now().date();
        assert_eq!(world.row(id).await.state(today), State::NotAccepted);
        world.act(&agency, id, Deed::Accept).await.unwrap();
        assert_eq!(world.row(id).await.state(today), State::InTime);
        let report = Deed::Report { percent: 60, words: words("Đã đo đạc xong"), file: None };
        world.act(&agency, id, report).await.unwrap();
        world.act(&agency, id, Deed::Ask { words: words("Có cần nghiệm thu riêng không?") }).await.unwrap();
        assert!(world.row(id).await.waits_since.is_some());
        world.act(&leader, id, Deed::Answer { words: words("Có") }).await.unwrap();
        assert!(world.row(id).await.waits_since.is_none());
        world.act(&agency, id, submit()).await.unwrap();
        assert_eq!(world.row(id).await.state(today), State::AwaitingConfirmation);
        world.act(&leader, id, Deed::Return { reason: words("Thiếu chữ ký") }).await.unwrap();
        let returned = world.row(id).await;
        assert_eq!((returned.phase, returned.product_number.as_str()), (Phase::Accepted, ""));
        world.act(&agency, id, submit()).await.unwrap();
        let done = world.act(&leader, id, confirm()).await.unwrap();
        assert_eq!(done.state(today), State::DoneInTime);
        assert_eq!(
            world.kinds(id).await,
            ["assigned", "accepted", "reported", "asked", "answered", "submitted", "returned", "submitted", "confirmed"]
        );
        let counts = world.deps.db.read(move |tx| AssignedWork.counts(tx, now())).await
            .map_err(|error: DbError| error).unwrap();
        assert_eq!((counts.done_in_time, counts.not_accepted, counts.awaiting_confirmation), (1, 0, 0));
    }

    async fn an_extension_moves_the_day_and_the_first_day_is_kept(db: Db) {
        let world = World::on(db, None);
        let (leader, agency) = (world.leader(1, 1, Far::Province), world.officer(2, 4));
        let id = ops::assign(&world.deps, &leader, work(&[4])).await.unwrap();
        world.act(&agency, id, Deed::Accept).await.unwrap();
        let ask = |to: &str| Deed::AskExtension { to: day(to), reason: words("Mưa lũ") };
        let early = world.act(&agency, id, ask("2026-12-10")).await;
        assert!(matches!(early, Err(Refused::Field("extension"))));
        // Saturday 26 December: the day moves to the Monday behind it.
        let asked = world.act(&agency, id, ask("2026-12-26")).await.unwrap();
        assert_eq!(asked.extension_to, Some(day("2026-12-28")));
        assert!(matches!(world.act(&agency, id, ask("2026-12-30")).await, Err(Refused::ExtensionOpen)));
        let refuse = Deed::RefuseExtension { words: String::new() };
        assert!(matches!(world.act(&leader, id, refuse).await, Err(Refused::Field("extension-words"))));
        let grant = Deed::GrantExtension { to: day("2026-12-28"), words: String::new() };
        let granted = world.act(&leader, id, grant.clone()).await.unwrap();
        assert_eq!((granted.due, granted.first_due), (day("2026-12-28"), day("2026-12-15")));
        assert!(matches!(world.act(&leader, id, grant).await, Err(Refused::NothingAsked)));
    }

    async fn work_handed_in_after_its_day_is_done_late(db: Db) {
        let world = World::on(db, None);
        let (leader, agency) = (world.leader(1, 1, Far::Province), world.officer(2, 4));
        let id = ops::assign(&world.deps, &leader, work(&[4])).await.unwrap();
        world.act(&agency, id, Deed::Accept).await.unwrap();
        world.wait("2026-12-15T23:50:00");
        assert_eq!(world.row(id).await.state(day("2026-12-15")), State::InTime);
        world.wait("2026-12-16T00:01:00");
        assert_eq!(world.row(id).await.state(day("2026-12-16")), State::Overdue);
        world.act(&agency, id, submit()).await.unwrap();
        let done = world.act(&leader, id, confirm()).await.unwrap();
        assert_eq!(done.state(day("2026-12-16")), State::DoneLate);
    }

    async fn the_same_hand_in_sent_twice_at_once_is_one_act(db: Db) {
        let world = World::on(db, None);
        let (leader, agency) = (world.leader(1, 1, Far::Province), world.officer(2, 4));
        let id = ops::assign(&world.deps, &leader, work(&[4])).await.unwrap();
        world.act(&agency, id, Deed::Accept).await.unwrap();
        let command = || Command {
            id,
            version: Some(2),
            once: words("mot-lan"),
            person: words("Lan"),
            deed: submit(),
            file: Some(Brought { name: words("bb.pdf"), bytes: bytes::Bytes::from_static(b"%PDF-1.4 ok") }),
        };
        let (one, two) = tokio::join!(
            ops::act(&world.deps, &agency, command()),
            ops::act(&world.deps, &agency, command())
        );
        assert_eq!((one.unwrap().phase, two.unwrap().phase), (Phase::Submitted, Phase::Submitted));
        assert_eq!(world.kinds(id).await, ["assigned", "accepted", "submitted"]);
        let files = world.deps.db.read(move |tx| store::files(tx, id)).await.map_err(|error: DbError| error).unwrap();
        assert_eq!(files.len(), 1);
        // Another command against the page of before comes too late.
        let late = ops::act(&world.deps, &agency, Command { once: words("khac"), ..command() }).await;
        assert!(matches!(late, Err(Refused::Stale)));
    }

    async fn a_word_sent_once_is_of_one_deed_on_one_work(db: Db) {
        let world = World::on(db, None);
        let (leader, agency) = (world.leader(1, 1, Far::Province), world.officer(2, 4));
        let one = ops::assign(&world.deps, &leader, work(&[4])).await.unwrap();
        let two = ops::assign(&world.deps, &leader, work(&[4])).await.unwrap();
        for id in [one, two] {
            for deed in [Deed::Accept, Deed::Ask { words: words("Có bản đồ cũ không?") }] {
                let command =
                    Command { id, version: None, once: words("k1"), person: words("Lan"), deed, file: None };
                ops::act(&world.deps, &agency, command.clone()).await.unwrap();
                ops::act(&world.deps, &agency, command).await.unwrap();
            }
            assert_eq!(world.kinds(id).await, ["assigned", "accepted", "asked"]);
        }
    }

    async fn done_needs_a_document_and_another_person_to_confirm(db: Db) {
        let world = World::on(db, None);
        // A planner assigns to her own department and does it herself.
        let planner = world.leader(1, 2, Far::All);
        let id = ops::assign(&world.deps, &planner, work(&[2])).await.unwrap();
        world.act(&planner, id, Deed::Accept).await.unwrap();
        let bare = Deed::Submit { words: words("Xong"), number: words("  "), file: None };
        assert!(matches!(world.act(&planner, id, bare).await, Err(Refused::NoProduct)));
        world.act(&planner, id, submit()).await.unwrap();
        assert!(matches!(world.act(&planner, id, confirm()).await, Err(Refused::SamePerson)));
        let colleague = world.leader(3, 2, Far::All);
        assert_eq!(world.act(&colleague, id, confirm()).await.unwrap().phase, Phase::Done);
    }

    async fn a_chased_page_is_not_stale_and_the_reminder_is_written_down(db: Db) {
        let world = World::on(db, None);
        let (leader, agency) = (world.leader(1, 1, Far::Province), world.officer(2, 4));
        let id = ops::assign(&world.deps, &leader, work(&[4])).await.unwrap();
        let seen = world.row(id).await.version;
        world.act(&leader, id, Deed::Chase { words: words("Sắp hết hạn") }).await.unwrap();
        let accept = Command {
            id, version: Some(seen), once: String::new(), person: words("Lan"), deed: Deed::Accept, file: None,
        };
        ops::act(&world.deps, &agency, accept).await.unwrap();
        assert_eq!(world.kinds(id).await, ["assigned", "chased", "accepted"]);
    }

    async fn what_was_assigned_from_a_number_is_found_by_its_source(db: Db) {
        let world = World::on(db, None);
        let leader = world.leader(1, 1, Far::Province);
        let mut new = work(&[4]);
        new.source = ops::Source::read("indicator:online_share", "Hồ sơ trực tuyến", "/chi-so/online_share").unwrap();
        let id = ops::assign(&world.deps, &leader, new).await.unwrap();
        ops::assign(&world.deps, &leader, work(&[3])).await.unwrap();
        let found = world.deps.db
            .read(move |tx| AssignedWork.of_source(tx, "indicator:online_share", now())).await
            .map_err(|error: DbError| error).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].id, found[0].state, found[0].due), (id, "not_accepted", day("2026-12-15")));
        // Whoever reads the number need not know the work: its own words stay away.
        let words = super::fixture::work(&[4]).title;
        assert!(!found[0].title.is_empty() && !found[0].title.contains(&words));
    }
}

#[test]
fn an_address_brings_no_source_that_is_none() {
    assert!(ops::Source::read("plan-task:0190-ab", "", "").is_some());
    for key in ["plan:1", "indicator:", "indicator:a b", "dossier:<script>", "x"] {
        assert!(ops::Source::read(key, "", "").is_none(), "{key}");
    }
    let outside = ops::Source::read("indicator:a", "", "//evil.example").unwrap();
    assert_eq!(outside.href, "");
}
