//! Rounds, reports, chases, questions, money and binding, on both databases.
use super::track_fixture::{
    FARMING, FIRST_COMMUNE, House, MIGRATIONS, STANDING, agency, at, clerk, day, officer, planner, september,
};
use crate::model::path::TargetState;
use crate::ops::track::{self, NewFile, TrackRefused};
use crate::store;
use base::Refusal;
use db::Db;
use rust_decimal::Decimal;

db::contract! {
    migrations: MIGRATIONS;

    async fn rounds_open_by_themselves_and_once(db: Db) {
        let house = House::new(&db, 4).await;
        assert_eq!(house.tick(september()).await, 1, "the year before has passed");
        assert_eq!(house.tick(september()).await, 0);
        let view = house.view(september()).await;
        let codes: Vec<&str> = view.rounds.iter().map(|round| round.code.as_str()).collect();
        assert_eq!(codes, ["2026-q3"]);
        let plan = house.plan;
        let q3 = view.rounds[0].id;
        let (tally, agencies, missing) = db.read(move |tx| store::track::rounds::sums(tx, q3)).await.unwrap();
        // Agriculture: one task, one value; the standing office: one task; four communes: one task each.
        assert_eq!((tally.expected, tally.reported, agencies, missing), (7, 0, 6, 6));
        let events = db.read(move |tx| policy::audit_trail(tx, q3.id())).await.unwrap();
        assert_eq!(events.len(), 1);
        assert_eq!(house.tick(at("2026-11-22")).await, 1, "the year, not the fourth quarter");
        let codes: Vec<String> = db
            .read(move |tx| store::track::rounds::rounds(tx, plan)).await.unwrap().into_iter().map(|r| r.code).collect();
        assert_eq!(codes, ["2026", "2026-q3"]);
    }

    async fn two_nodes_that_open_rounds_at_once_open_each_once(db: Db) {
        let house = House::new(&db, 2).await;
        let (a, b) = tokio::join!(house.tick(september()), house.tick(september()));
        assert_eq!(a + b, 1);
        let view = house.view(september()).await;
        assert_eq!(view.rounds.len(), 1);
        let id = view.rounds[0].id;
        let (tally, ..) = db.read(move |tx| store::track::rounds::sums(tx, id)).await.unwrap();
        assert_eq!(tally.expected, 5);
    }

    async fn a_report_counts_once_accepted_and_a_returned_one_is_owed_again(db: Db) {
        let house = House::new(&db, 2).await;
        house.tick(september()).await;
        let cx = clerk(FARMING, september());
        let mut report = house.report(house.land, FARMING, 65);
        let file = objects::Digest::of(b"x");
        report.files = vec![NewFile { name: "bien-ban.pdf".to_owned(), media_type: "application/pdf".to_owned(), digest: file.sha256, size: 1 }];
        let id = track::send_report(&house.deps, &cx, report.clone()).await.unwrap();
        let view = house.view(september()).await;
        assert_eq!(view.tasks[0].task.done, 0, "sent is not accepted");
        let round = view.rounds[0].id;
        let tally = |db: &Db| { let db = db.clone(); async move { db.read(move |tx| store::track::rounds::sums(tx, round)).await.unwrap().0 } };
        assert_eq!(tally(&db).await.reported, 1);
        let boss = planner(september());
        track::return_report(&house.deps, &boss, House::SLUG, id, "Thiếu biên bản").await.unwrap();
        assert_eq!(tally(&db).await.reported, 0);
        let again = track::return_report(&house.deps, &boss, House::SLUG, id, "x").await;
        assert!(matches!(again, Err(TrackRefused::Answered)));
        report.seen = 1;
        report.percent = Some(70);
        let second = track::send_report(&house.deps, &cx, report.clone()).await.unwrap();
        assert_eq!(tally(&db).await.reported, 1);
        track::accept_report(&house.deps, &boss, House::SLUG, second).await.unwrap();
        assert_eq!((tally(&db).await.reported, tally(&db).await.accepted), (1, 1));
        let view = house.view(september()).await;
        assert_eq!((view.tasks[0].task.done, view.tasks[0].task.done_at), (70, Some(day("2026-08-31"))));
        report.seen = 2;
        report.percent = Some(75);
        let third = track::send_report(&house.deps, &cx, report).await.unwrap();
        track::return_report(&house.deps, &boss, House::SLUG, third, "Chưa khớp").await.unwrap();
        assert_eq!(tally(&db).await.reported, 1, "one of this round stands accepted");
        let page = track::task_page(&house.deps, &boss, House::SLUG, house.land).await.unwrap();
        assert_eq!(page.reports.len(), 3);
        assert_eq!(page.evidence.len(), 3, "each revision keeps its own file");
        let states: Vec<&str> = page.reports.iter().map(|report| report.state.as_str()).collect();
        assert_eq!(states.iter().filter(|state| **state == "returned").count(), 2);
    }

    async fn two_people_who_report_the_same_at_once_both_keep_their_words(db: Db) {
        let house = House::new(&db, 2).await;
        house.tick(september()).await;
        let (one, two) = (clerk(FARMING, september()), clerk(FARMING, september()));
        let mut report = house.report(house.land, FARMING, 65);
        let mut other = report.clone();
        other.words = "Đã nghiệm thu 121 xã.".to_owned();
        other.percent = Some(68);
        let (a, b) = tokio::join!(
            track::send_report(&house.deps, &one, report.clone()),
            track::send_report(&house.deps, &two, other.clone()),
        );
        let lost = if a.is_ok() { b } else { report = other.clone(); a };
        let Err(refused) = lost else { panic!("one of two must be told") };
        assert_eq!((refused.code(), refused.kind().status()), ("programme.overtaken", 409));
        // The one who was told has seen the first report now and sends hers as the second.
        let mut second = if report.percent == Some(68) { house.report(house.land, FARMING, 65) } else { other };
        second.seen = 1;
        track::send_report(&house.deps, &two, second).await.unwrap();
        let page = track::task_page(&house.deps, &two, House::SLUG, house.land).await.unwrap();
        let mut words: Vec<&str> = page.reports.iter().map(|report| report.words.as_str()).collect();
        words.sort_unstable();
        assert_eq!(words, ["Đã nghiệm thu 118 xã.", "Đã nghiệm thu 121 xã."]);
        let round = page.rounds.values().find(|round| round.code == "2026-q3").map(|round| round.id).unwrap();
        let (tally, ..) = db.read(move |tx| store::track::rounds::sums(tx, round)).await.unwrap();
        assert_eq!(tally.reported, 1, "two revisions are one report");
    }

    async fn nobody_accepts_what_one_has_sent(db: Db) {
        let house = House::new(&db, 1).await;
        house.tick(september()).await;
        let one = officer(FARMING, super::track_fixture::PLANNER, september());
        let id = track::send_report(&house.deps, &one, house.report(house.land, FARMING, 65)).await.unwrap();
        track::send_report(&house.deps, &clerk(FIRST_COMMUNE, september()), house.report(house.teams, FIRST_COMMUNE, 50)).await.unwrap();
        let own = track::accept_report(&house.deps, &one, House::SLUG, id).await.unwrap_err();
        assert_eq!((own.code(), own.kind().status()), ("programme.own_report", 403));
        let all = track::accept_round_until(&house.deps, &one, House::SLUG, "2026-q3", september()).await.unwrap();
        assert_eq!((all.reports, all.own), (1, 1));
        track::accept_report(&house.deps, &planner(september()), House::SLUG, id).await.unwrap();
    }

    async fn last_years_percent_is_not_this_years_and_the_last_revision_of_a_round_holds(db: Db) {
        let house = House::new(&db, 1).await;
        house.tick(september()).await;
        let land = house.land;
        db.write(move |tx| tx.execute("UPDATE plan_task SET cadence = 'quarterly' WHERE id = ?1", db::params![land])).await.unwrap();
        let (cx, boss) = (clerk(FARMING, september()), planner(september()));
        for (seen, (percent, on, done, at)) in (0..).zip([
            (80, "2026-08-31", 80, "2026-08-31"),
            (60, "2026-08-20", 60, "2026-08-31"),
            (90, "2026-05-20", 0, "2026-08-31"),
        ]) {
            let mut report = house.report(land, FARMING, percent);
            (report.seen, report.as_of) = (seen, day(on));
            let id = track::send_report(&house.deps, &cx, report).await.unwrap();
            track::accept_report(&house.deps, &boss, House::SLUG, id).await.unwrap();
            let view = house.view(september()).await;
            assert_eq!((view.tasks[0].task.done, view.tasks[0].task.done_at), (done, Some(day(at))), "{on}");
        }
    }

    async fn a_task_of_every_commune_is_as_far_as_the_mean_of_what_was_accepted(db: Db) {
        let house = House::new(&db, 4).await;
        house.tick(september()).await;
        for (n, percent) in [(0, 100), (1, 100), (2, 50)] {
            let of = FIRST_COMMUNE + n;
            let report = house.report(house.teams, of, percent);
            track::send_report(&house.deps, &clerk(of, september()), report).await.unwrap();
        }
        let boss = planner(september());
        assert_eq!(track::accept_round(&house.deps, &boss, House::SLUG, "2026-q3").await.unwrap(), 3);
        let page = track::task_page(&house.deps, &boss, House::SLUG, house.teams).await.unwrap();
        assert_eq!(page.row.task.done, 62);
        assert_eq!((page.leading.len(), track::finished(&page.progress, &page.leading)), (4, 2));
        let outside = house.report(house.teams, FARMING, 10);
        let refused = track::send_report(&house.deps, &clerk(FARMING, september()), outside).await;
        assert!(matches!(refused, Err(TrackRefused::NotYours)));
    }
}

db::contract! {
    migrations: MIGRATIONS;

    async fn what_a_report_lacks_is_said_at_its_field(db: Db) {
        let house = House::new(&db, 1).await;
        house.tick(september()).await;
        let cx = clerk(FARMING, september());
        let field = |result: Result<base::Id, TrackRefused>| match result {
            Err(TrackRefused::Entry { field, problem }) => (field, problem),
            other => panic!("{other:?}"),
        };
        let mut report = house.report(house.land, FARMING, 101);
        assert_eq!(field(track::send_report(&house.deps, &cx, report.clone()).await), ("percent", "percent"));
        report.percent = Some(10);
        report.words = "  ".to_owned();
        assert_eq!(field(track::send_report(&house.deps, &cx, report.clone()).await), ("words", "empty"));
        report.words = "x".to_owned();
        report.as_of = day("2022-12-31");
        assert_eq!(field(track::send_report(&house.deps, &cx, report.clone()).await), ("as_of", "early"));
        report.as_of = day("2026-09-02");
        assert_eq!(field(track::send_report(&house.deps, &cx, report).await), ("as_of", "future"));
        let late = house.report(house.late, STANDING, 50);
        let own = clerk(STANDING, september());
        assert_eq!(field(track::send_report(&house.deps, &own, late.clone()).await), ("reason", "late"));
        let with_reason = crate::ops::track::NewReport { reason: "Chờ hướng dẫn của bộ".to_owned(), ..late };
        track::send_report(&house.deps, &own, with_reason).await.unwrap();
        assert_eq!(field(track::send_report(&house.deps, &cx, house.value("sáu mươi")).await), ("figure", "number"));
        let closed = track::close_round(&house.deps, &planner(september()), House::SLUG, "2026-q3").await;
        assert!(closed.is_ok());
        let after = track::send_report(&house.deps, &cx, house.report(house.land, FARMING, 10)).await;
        assert!(matches!(after, Err(TrackRefused::NoRound)));
    }

    async fn chasing_all_reaches_whoever_is_silent_and_stands_at_their_page(db: Db) {
        let house = House::new(&db, 3).await;
        house.tick(september()).await;
        let of = FIRST_COMMUNE;
        track::send_report(&house.deps, &clerk(of, september()), house.report(house.teams, of, 100)).await.unwrap();
        let boss = planner(september());
        let note = ("Đề nghị báo cáo trước thứ Sáu", "Đặng Thị Hồng Phượng");
        let chased = track::chase(&house.deps, &boss, House::SLUG, "2026-q3", None, note).await.unwrap();
        assert_eq!(chased, 4, "two communes, agriculture, the standing office itself");
        assert_eq!(track::chase(&house.deps, &boss, House::SLUG, "2026-q3", None, note).await.unwrap(), 0);
        let page = track::agency_page(&house.deps, &clerk(FARMING, september()), None).await.unwrap();
        assert_eq!(page.plans.len(), 1);
        assert_eq!((page.plans[0].chases.len(), page.plans[0].tally.missing()), (1, 2));
        assert_eq!(page.plans[0].chases[0].note, note.0);
        assert!(!page.plans[0].remind, "thirteen days are left");
        let page = track::agency_page(&house.deps, &clerk(FARMING, at("2026-09-07")), None).await.unwrap();
        assert!(page.plans[0].remind, "seven days are left");
        let done = track::agency_page(&house.deps, &clerk(of, at("2026-09-07")), None).await.unwrap();
        assert!(!done.plans[0].remind && done.plans[0].chases.is_empty());
        let one = track::chase(&house.deps, &boss, House::SLUG, "2026-q3", Some(agency(of)), note).await;
        assert!(matches!(one, Err(TrackRefused::NobodyMissing)));
        let round = track::round_page(&house.deps, &boss, House::SLUG, "2026-q3").await.unwrap();
        assert_eq!(round.agencies.len(), 5);
        assert_eq!(round.agencies.iter().filter(|row| row.row.chased == 1).count(), 4);
        assert_eq!(round.agencies.last().unwrap().row.tally.missing(), 0);
        assert_eq!(round.waiting.len(), 1);
    }

    async fn a_question_gets_one_answer(db: Db) {
        let house = House::new(&db, 1).await;
        let (cx, boss) = (clerk(FARMING, september()), planner(september()));
        let asked = track::ask_question(&house.deps, &cx, house.land, agency(FARMING), ("Tính cả xã đảo?", "Châu"), "k1").await.unwrap();
        let again = track::ask_question(&house.deps, &cx, house.land, agency(FARMING), ("Tính cả xã đảo?", "Châu"), "k1").await.unwrap();
        assert_eq!(again, asked, "a second click asks nothing more");
        let stranger = clerk(FIRST_COMMUNE, september());
        let not_theirs =
            track::ask_question(&house.deps, &stranger, house.land, agency(FIRST_COMMUNE), ("?", "An"), "").await;
        assert!(matches!(not_theirs, Err(TrackRefused::NotYours)));
        let denied = track::answer_question(&house.deps, &cx, asked, ("Có", "Châu")).await;
        assert!(matches!(denied, Err(TrackRefused::Denied(_))));
        assert_eq!(track::answer_question(&house.deps, &boss, asked, ("Có", "Phượng")).await.unwrap(), house.land);
        let twice = track::answer_question(&house.deps, &boss, asked, ("Không", "Phượng")).await;
        assert!(matches!(twice, Err(TrackRefused::Answered)));
        let page = track::agency_page(&house.deps, &cx, None).await.unwrap();
        assert_eq!(page.answered.len(), 1);
        assert_eq!(page.answered[0].answer.as_deref(), Some("Có"));
    }

    async fn a_reported_value_stands_against_the_broken_path_once_accepted(db: Db) {
        let house = House::new(&db, 1).await;
        house.tick(september()).await;
        let view = house.view(september()).await;
        assert!(view.targets.iter().all(|row| row.state == TargetState::NoData));
        let (cx, boss) = (clerk(FARMING, september()), planner(september()));
        track::send_report(&house.deps, &cx, house.value("57.5")).await.unwrap();
        track::accept_round(&house.deps, &boss, House::SLUG, "2026-q3").await.unwrap();
        let view = house.view(september()).await;
        // 40 at the end of 2023, 60 at the end of 2026: on 31 August 2026 57.77 is asked for.
        let near = &view.targets[0];
        assert_eq!(near.state, TargetState::OnCourse);
        assert!((near.expected.unwrap() - Decimal::new(5777, 2)).abs() < Decimal::new(2, 2), "{:?}", near.expected);
        assert_eq!(view.targets[1].state, TargetState::OnCourse, "the same number on the same line");
        let later = house.view(at("2027-01-05")).await;
        assert_eq!(later.targets[0].state, TargetState::Missed);
        let page = track::target_page(&house.deps, &boss, House::SLUG, house.far).await.unwrap();
        assert_eq!((page.siblings.len(), page.history.len()), (2, 1));
    }

    async fn binding_takes_every_year_of_the_measure_and_reads_the_indicator(db: Db) {
        let house = House::new(&db, 1).await;
        let value = (true, Some(Decimal::from(62)), day("2026-09-01"));
        house.world.values.lock().unwrap().insert("ho_so_truc_tuyen".to_owned(), value);
        let boss = planner(september());
        let bind = |code: &'static str, version| track::bind_target(&house.deps, &boss, House::SLUG, house.near, code, version);
        assert!(matches!(bind("khong_co", 1).await, Err(TrackRefused::NoIndicator)));
        assert!(matches!(bind("ho_so_truc_tuyen", 7).await, Err(TrackRefused::Overtaken)));
        bind("ho_so_truc_tuyen", 1).await.unwrap();
        let view = house.view(september()).await;
        assert_eq!(view.targets[0].state, TargetState::MetEarly);
        assert!(view.targets.iter().all(|row| row.target.indicator.as_deref() == Some("ho_so_truc_tuyen")));
        house.tick(september()).await;
        let owed = track::agency_page(&house.deps, &clerk(FARMING, september()), None).await.unwrap();
        assert_eq!(owed.plans[0].tally.expected, 1, "a bound target is not reported by hand");
        bind("", 2).await.unwrap();
        assert_eq!(house.view(september()).await.targets[0].state, TargetState::NoData);
        let clerk = clerk(FARMING, september());
        let denied = track::bind_target(&house.deps, &clerk, House::SLUG, house.near, "ho_so_truc_tuyen", 3).await;
        assert!(matches!(denied, Err(TrackRefused::Denied(_))));
    }
}

db::contract! {
    migrations: MIGRATIONS;

    async fn a_target_that_names_nobody_is_answered_for_by_the_standing_office(db: Db) {
        let house = House::new(&db, 1).await;
        let mut rows = super::track_fixture::whole("12-kh-ubnd-2025");
        for (target, year) in rows.targets.iter_mut().zip([2025, 2024]) {
            target.owner = None;
            target.year = Some(year);
        }
        let (last, earlier) = (rows.targets[0].id, rows.targets[1].id);
        db.write(move |tx| store::plans::insert_plan(tx, &rows)).await.unwrap();
        house.tick(september()).await;
        let page = track::agency_page(&house.deps, &planner(september()), None).await.unwrap();
        let plan = page.plans.iter().find(|plan| plan.plan.slug == "12-kh-ubnd-2025").unwrap();
        let owed: Vec<_> = plan
            .rows
            .iter()
            .filter_map(|row| match row {
                track::OwedRow::Target { target, .. } => Some(target.id),
                track::OwedRow::Task { .. } => None,
            })
            .collect();
        assert_eq!(owed, [last], "of what has passed only the last, and not {earlier}");
        let mut report = house.value("55");
        report.slug = "12-kh-ubnd-2025".to_owned();
        report.subject = last.id();
        let refused = track::send_report(&house.deps, &clerk(FARMING, september()), report.clone()).await;
        assert!(matches!(refused, Err(TrackRefused::NotYours)));
        report.agency = agency(STANDING);
        track::send_report(&house.deps, &planner(september()), report).await.unwrap();
    }
}
