//! Money by stage, tasks as they are judged, the report of a round, rules by day; on both databases.
use super::track_fixture::{FARMING, House, MIGRATIONS, STANDING, at, clerk, day, planner, september};
use crate::model::money::Stage;
use crate::model::path::TaskState;
use crate::ops::track::{self, NewMoney, Ports, TrackRefused};
use crate::store;
use contracts::Plans;
use db::Db;
use rust_decimal::Decimal;

fn state_of(view: &track::PlanView, task: contracts::PlanTaskId) -> TaskState {
    view.tasks.iter().find(|row| row.task.id == task).unwrap().state
}

pub(super) fn money(house: &House, budget: usize, stage: Stage, dong: i64, seen: i64) -> NewMoney {
    NewMoney {
        slug: House::SLUG.to_owned(),
        budget: house.budgets[budget],
        stage,
        dong,
        as_of: day("2026-08-31"),
        words: String::new(),
        files: Vec::new(),
        seen,
        by: "Châu".to_owned(),
    }
}

db::contract! {
    migrations: MIGRATIONS;

    async fn money_adds_up_by_source_and_year_and_the_last_amount_holds(db: Db) {
        let house = House::new(&db, 1).await;
        let (boss, cx) = (planner(september()), clerk(FARMING, september()));
        let billion = 1_000_000_000;
        for (budget, stage, dong, seen) in [
            (0, Stage::Allotted, 55 * billion, 0),
            (0, Stage::Contracted, 38 * billion, 0),
            (0, Stage::Paid, 20 * billion, 0),
            (0, Stage::Paid, 21_700_000_000, 1),
            (1, Stage::Allotted, 46 * billion, 0),
        ] {
            track::enter_money(&house.deps, &boss, money(&house, budget, stage, dong, seen)).await.unwrap();
        }
        let too_much = track::enter_money(&house.deps, &cx, money(&house, 0, Stage::Paid, 39 * billion, 2)).await;
        assert!(matches!(too_much, Err(TrackRefused::Entry { field: "words", problem: "overtakes" })));
        let stale = track::enter_money(&house.deps, &cx, money(&house, 0, Stage::Paid, 22 * billion, 1)).await;
        assert!(matches!(stale, Err(TrackRefused::Overtaken)));
        let minus = track::enter_money(&house.deps, &cx, money(&house, 0, Stage::Paid, -1, 2)).await;
        assert!(matches!(minus, Err(TrackRefused::Entry { field: "dong", .. })));
        let not_theirs = track::enter_money(&house.deps, &cx, money(&house, 1, Stage::Paid, 1, 0)).await;
        assert!(matches!(not_theirs, Err(TrackRefused::NotYours)), "a line without their task");
        for stage in [Stage::Estimate, Stage::Allotted] {
            let seen = i64::from(stage == Stage::Allotted);
            let theirs = track::enter_money(&house.deps, &cx, money(&house, 0, stage, 1, seen)).await;
            assert!(matches!(theirs, Err(TrackRefused::NotYours)), "the standing office's stage");
        }
        let (_, view) = track::money_page(&house.deps, &boss, House::SLUG).await.unwrap();
        let found: Vec<_> = view
            .totals
            .iter()
            .map(|t| (t.source.as_str(), t.stages.estimate, t.stages.allotted, t.stages.contracted, t.stages.paid))
            .collect();
        assert_eq!(
            found,
            [
                ("Ngân sách tỉnh", Some(46_500_000_000), Some(46 * billion), None, None),
                ("Đầu tư công", Some(62 * billion), Some(55 * billion), Some(38 * billion), Some(21_700_000_000)),
            ]
        );
        // Recomputed from the rows themselves: the last of each line and stage, the plan's own sum left out.
        let (plan, lines) = (house.plan, house.budgets);
        let paid = db
            .read(move |tx| {
                let mut sum = 0;
                for line in &lines[..2] {
                    let all = store::track::money::history(tx, *line)?;
                    let last = all.into_iter().filter(|row| row.stage == Stage::Paid).max_by_key(|row| row.revision);
                    sum += last.map_or(0, |row| row.dong);
                }
                assert_eq!(store::track::money::current(tx, plan)?.len(), 4);
                Ok::<_, db::DbError>(sum)
            })
            .await
            .unwrap();
        assert_eq!(crate::rules::totals::overall(&view.totals).paid, Some(paid));
    }

    async fn two_who_enter_the_same_stage_at_once_do_not_overwrite_each_other(db: Db) {
        let house = House::new(&db, 1).await;
        let boss = planner(september());
        let (a, b) = tokio::join!(
            track::enter_money(&house.deps, &boss, money(&house, 0, Stage::Allotted, 5, 0)),
            track::enter_money(&house.deps, &boss, money(&house, 0, Stage::Allotted, 6, 0)),
        );
        assert!(a.is_ok() != b.is_ok());
        let lost = a.err().or(b.err()).unwrap();
        assert!(matches!(lost, TrackRefused::Overtaken));
    }

    async fn tasks_are_judged_by_day_progress_and_silence(db: Db) {
        let house = House::new(&db, 2).await;
        house.tick(september()).await;
        let view = house.view(september()).await;
        assert_eq!(state_of(&view, house.late), TaskState::Missed);
        assert_eq!(state_of(&view, house.land), TaskState::OnCourse);
        let silent = house.view(at("2026-09-15")).await;
        assert_eq!(state_of(&silent, house.land), TaskState::NotReported);
        assert_eq!(state_of(&silent, house.teams), TaskState::NotReported);
        let close = house.view(at("2026-11-30")).await;
        assert_eq!(state_of(&close, house.land), TaskState::AtRisk);
        let summaries = crate::ops::track::PlanSummaries { ports: Ports::of(&house.deps) };
        let all = db.read(move |tx| summaries.summaries(tx, at("2026-09-15"))).await.unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].tasks.missed, all[0].tasks.no_data, all[0].targets.no_data), (1, 2, 2));
        assert_eq!(all[0].attention.len(), 5);
        assert_eq!(all[0].attention[0].state, "missed");
        assert!(all[0].attention[0].href.starts_with("/ke-hoach/3050-qd-ubnd-2024/nhiem-vu/"));
    }

    async fn the_report_of_a_round_says_what_was_done_what_is_late_and_what_changed(db: Db) {
        let house = House::new(&db, 1).await;
        house.tick(september()).await;
        let (cx, boss) = (clerk(FARMING, september()), planner(september()));
        track::send_report(&house.deps, &cx, house.report(house.land, FARMING, 60)).await.unwrap();
        track::send_report(&house.deps, &cx, house.value("57.5")).await.unwrap();
        track::accept_round(&house.deps, &boss, House::SLUG, "2026-q3").await.unwrap();
        let november = at("2026-11-22");
        house.tick(november).await;
        let mut late = house.report(house.late, STANDING, 80);
        late.round = "2026".to_owned();
        late.reason = "Chờ hướng dẫn".to_owned();
        track::send_report(&house.deps, &clerk(STANDING, november), late).await.unwrap();
        let mut land = house.report(house.land, FARMING, 90);
        land.round = "2026".to_owned();
        track::send_report(&house.deps, &clerk(FARMING, november), land).await.unwrap();
        let ports = Ports::of(&house.deps);
        let report = db
            .read(move |tx| {
                let plan = store::plans::plan_by_slug(tx, House::SLUG)?.unwrap();
                let round = store::track::rounds::round_by_code(tx, plan.id, "2026")?.unwrap();
                track::round_report(tx, &ports, plan, round, november)
            })
            .await
            .unwrap();
        assert_eq!(report.before.as_ref().unwrap().code, "2026-q3");
        let land = report.tasks.iter().find(|task| task.row.task.id == house.land).unwrap();
        assert_eq!((land.percent_before, land.reports[0].1.percent), (Some(60), Some(90)));
        let late = report.tasks.iter().find(|task| task.row.task.id == house.late).unwrap();
        assert_eq!(late.reasons(), [("Sở Khoa học và Công nghệ", "Chờ hướng dẫn")]);
        assert_eq!(report.targets[0].before, Some(Decimal::new(575, 1)));
        assert_eq!(report.silent.len(), 2, "the commune, and agriculture with its number");
        assert_eq!((report.tally.expected, report.tally.reported), (4, 2));
    }

    async fn a_rule_holds_from_its_day(db: Db) {
        let house = House::new(&db, 1).await;
        let boss = planner(september());
        let rule = crate::model::path::Rule {
            from: day("2026-10-01"), path_percent: 90, task_days: 90, task_percent: 95, remind_days: 3,
            source: "Thông báo 12/TB-UBND".to_owned(),
        };
        track::put_path_rule(&house.deps, &boss, rule.clone()).await.unwrap();
        let before = house.view(at("2026-09-30")).await;
        assert_eq!((before.rule.path_percent, state_of(&before, house.land)), (95, TaskState::OnCourse));
        let after = house.view(at("2026-10-01")).await;
        assert_eq!((after.rule.path_percent, state_of(&after, house.land)), (90, TaskState::AtRisk));
        let past = crate::model::path::Rule { from: day("2026-08-01"), ..rule.clone() };
        assert!(matches!(track::put_path_rule(&house.deps, &boss, past).await, Err(TrackRefused::Entry { field: "from", .. })));
        let unsigned = crate::model::path::Rule { source: " ".to_owned(), ..rule };
        assert!(matches!(track::put_path_rule(&house.deps, &boss, unsigned).await, Err(TrackRefused::Entry { field: "source", .. })));
    }
}
