//! Who may do what when a plan is followed, and what its lists read.
use super::track_fixture::{
    CLERK, FARMING, FIRST_COMMUNE, House, MIGRATIONS, STANDING, agency, clerk, day, officer, september,
};
use super::track_money::money;
use crate::model::money::Stage;
use crate::ops::track::{self, Ports, TrackRefused};
use crate::store;
use db::Db;

db::contract! {
    migrations: MIGRATIONS;

    async fn who_may_do_what(db: Db) {
        let house = House::new(&db, 1).await;
        house.tick(september()).await;
        let now = september();
        let denied = |result: Result<(), TrackRefused>| matches!(result, Err(TrackRefused::Denied(_) | TrackRefused::NotYours));
        // read, report (own agency), chase, close, accept-all, bind, money, rule
        let table: [(&str, Vec<&str>, [bool; 8]); 5] = [
            ("planner", super::track_fixture::PLANNER.to_vec(), [true, true, true, true, true, true, true, true]),
            ("clerk", CLERK.to_vec(), [true, true, false, false, false, false, true, false]),
            ("reader", vec!["programme.read"], [true, false, false, false, false, false, false, false]),
            ("reporter", vec!["programme.report"], [false, true, false, false, false, false, true, false]),
            ("nobody", vec![], [false; 8]),
        ];
        for (name, permissions, allowed) in table {
            let cx = officer(FARMING, &permissions, now);
            let (deps, slug) = (&house.deps, House::SLUG);
            let rule = crate::model::path::Rule {
                from: day("2027-01-01"), path_percent: 95, task_days: 15, task_percent: 80, remind_days: 7, source: "x".to_owned(),
            };
            let seen = {
                let page = db.read({ let (id, subject) = (house.view(now).await.rounds[0].id, house.land.id());
                    move |tx| store::track::reports::last(tx, id, subject, agency(FARMING)) }).await.unwrap();
                page.map_or(0, |report| report.revision)
            };
            let spent = { let line = house.budgets[0];
                db.read(move |tx| store::track::money::history(tx, line)).await.unwrap().iter().map(|row| row.revision).max().unwrap_or(0) };
            let mut report = house.report(house.land, FARMING, 10);
            report.seen = seen;
            let found = [
                !denied(track::plan_page(deps, &cx, slug).await.map(|_| ())),
                !denied(track::send_report(deps, &cx, report).await.map(|_| ())),
                !denied(track::chase(deps, &cx, slug, "2026-q3", None, ("", "x")).await.map(|_| ())),
                !denied(track::close_round(deps, &cx, slug, "2026-q3").await.map(|_| ())),
                !denied(track::accept_round(deps, &cx, slug, "2026-q3").await.map(|_| ())),
                !denied(track::bind_target(deps, &cx, slug, house.near, "", 99).await),
                !denied(track::enter_money(deps, &cx, money(&house, 0, Stage::Paid, 1, spent)).await.map(|_| ())),
                !denied(track::put_path_rule(deps, &cx, rule).await),
            ];
            assert_eq!(found, allowed, "{name}");
        }
        let visitor = policy::OpContext::anonymous(now);
        assert!(matches!(track::plan_page(&house.deps, &visitor, House::SLUG).await, Err(TrackRefused::Denied(_))));
        assert!(track::public_plan(&house.deps, now, House::SLUG).await.is_ok());
        // Reporting for another agency is refused whatever one may do in one's own.
        let mut other = house.report(house.late, STANDING, 10);
        other.reason = "x".to_owned();
        let refused = track::send_report(&house.deps, &clerk(FARMING, now), other).await;
        assert!(denied(refused.map(|_| ())));
    }

    async fn no_list_of_a_plan_reads_a_whole_table(db: Db) {
        let mut all = vec![
            store::track::rounds::of_plan_sql(),
            store::track::rounds::open_sql(),
            store::track::reports::of_subject_sql(),
            store::track::reports::of_round_sql(),
            store::track::subjects::UNBASED_SQL.to_owned(),
        ];
        for (table, way) in [
            ("round", "plan = ?1 AND code = ?2"),
            ("round_agency", "round = ?1"),
            ("round_agency", "agency = ?1"),
            ("round_subject", "round = ?1"),
            ("report", "round = ?1 AND subject = ?2 AND agency = ?3"),
            ("report", "plan = ?1 AND kind = ?2"),
            ("progress", "subject = ?1"),
            ("progress", "plan = ?1 AND kind = ?2"),
            ("progress", "agency = ?1"),
            ("evidence", "owner = ?1"),
            ("chase", "agency = ?1 AND round = ?2"),
            ("chase", "round = ?1"),
            ("question", "task = ?1"),
            ("question", "plan = ?1 AND answered_at IS NULL"),
            ("question", "agency = ?1 AND answered_at >= ?2"),
            ("money", "plan = ?1 AND current = ?2"),
            ("money", "budget = ?1"),
        ] {
            all.push(format!("SELECT 1 FROM plan_{table} WHERE {way}"));
        }
        for sql in all {
            let (asked, text) = (db.clone(), sql.clone());
            let plan = tokio::task::spawn_blocking(move || db::explain(&asked, &text)).await.unwrap().unwrap();
            assert!(plan.full_scans.is_empty(), "{sql}\n{:?}", plan.lines);
        }
    }
}

/// Five plans of 200 tasks, each task led by every one of 130 communes: what a page reads does not grow with communes.
#[tokio::test]
async fn a_page_of_a_big_plan_reads_a_handful_of_statements() {
    use crate::model::plan::{PlanTask, TaskAgency, WholePlan};
    let test = db::testing::TestDb::sqlite(MIGRATIONS);
    let db = test.db();
    let house = House::new(&db, 130).await;
    for number in 0..5 {
        let mut rows: WholePlan = super::track_fixture::whole(&format!("ke-hoach-{number}"));
        let first = rows.tasks[0].clone();
        for position in 10..207 {
            let id = contracts::PlanTaskId::new(september());
            rows.tasks.push(PlanTask { id, position, code: format!("9.{position}"), ..first.clone() });
            rows.agencies.push(TaskAgency { task: id, ..rows.agencies[1].clone() });
        }
        db.write(move |tx| store::plans::insert_plan(tx, &rows)).await.unwrap();
    }
    house.tick(september()).await;
    let one = clerk(FIRST_COMMUNE, september());
    let (listed, _) = track::plan_page(&house.deps, &one, "ke-hoach-0").await.unwrap();
    assert_eq!(listed.view.tasks.len(), 200);
    assert_eq!(track::agency_page(&house.deps, &one, None).await.unwrap().plans.len(), 6);
    let ports = Ports::of(&house.deps);
    let asked = db
        .read(move |tx| {
            let mut asked = Vec::new();
            for slug in [House::SLUG, "ke-hoach-0"] {
                let (plan, before) = (track::view::plan_of(tx, slug)?, tx.statements());
                track::view::plan_view(tx, &ports, plan, september())?;
                asked.push(tx.statements() - before);
            }
            Ok::<_, TrackRefused>(asked)
        })
        .await
        .unwrap();
    assert_eq!(asked[0], asked[1], "two hundred tasks ask no more than two");
}
