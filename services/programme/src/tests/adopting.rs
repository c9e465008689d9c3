//! Plans of packs come into force, and later ones take their place.
use super::house::{Houses, MIGRATIONS, agency, house, now};
use crate::model::PlanFacts;
use crate::ops::adopt::{AgencyPorts, adopt_facts};
use crate::store::plans;
use crate::{Refused, model::plan::WholePlan};
use contracts::PlanId;
use db::Db;
use policy::OpContext;

const PLAN: &str = include_str!("plan_pack.toml");

fn facts(text: &str) -> PlanFacts {
    toml::from_str(text).unwrap()
}

async fn adopt(db: &Db, ports: AgencyPorts, facts: PlanFacts) -> Result<Option<PlanId>, Refused> {
    let cx = OpContext::system("test", now());
    db.write(move |tx| adopt_facts(tx, &cx, &ports, &facts, "plans/x.toml")).await
}

async fn whole(db: &Db, slug: &'static str) -> WholePlan {
    db.read(move |tx| {
        let plan = plans::plan_by_slug(tx, slug)?.unwrap();
        let id = plan.id;
        Ok::<_, db::DbError>(WholePlan {
            plan,
            targets: plans::targets(tx, id)?,
            tasks: plans::tasks(tx, id)?,
            agencies: plans::agencies_of_plan(tx, id)?,
            budgets: plans::budgets(tx, id)?,
            figures: plans::figures(tx, id)?,
        })
    })
    .await
    .unwrap()
}

async fn events(db: &Db) -> Vec<String> {
    db.read(|tx| tx.query("SELECT type FROM outbox ORDER BY type", &[], |row| row.get::<String>(0)))
        .await
        .unwrap()
}

/// The same plan a year later: the value and the term moved, one task gone, one new.
fn later() -> PlanFacts {
    let text = PLAN
        .replace("3050/QĐ-UBND", "99/QĐ-UBND")
        .replace("2024-11-12", "2026-01-10")
        .replace("value = 80", "value = 90")
        .replace("[\"2024/2025\"]", "[\"2026-Q4\"]")
        .replace("base_value = 41.5\n", "")
        .replace("base_date = \"2024-06-30\"\n", "")
        .replace("indicator = \"online_share\"\n", "");
    let mut later = facts(&text);
    later.figures.clear();
    later.earlier = Some("3050-qd-ubnd-2024".to_owned());
    later.relation = Some("amends".to_owned());
    later
}

db::contract! {
    migrations: MIGRATIONS;

    async fn a_plan_of_a_pack_has_its_owners_dates_money_and_starting_points(db: Db) {
        let Houses { ports, .. } = house();
        let id = adopt(&db, ports.clone(), facts(PLAN)).await.unwrap().unwrap();
        let plan = whole(&db, "3050-qd-ubnd-2024").await;
        assert_eq!(plan.plan.id, id);
        assert_eq!((plan.plan.period_from, plan.plan.period_to), (Some(2024), Some(2030)));
        assert_eq!(plan.plan.standing, agency("H41.08"));
        let target = &plan.targets[0];
        assert_eq!((target.value.as_str(), target.owner), ("80", Some(agency("H41.01"))));
        assert_eq!(target.base_value.as_deref(), Some("41.5"));
        assert_eq!(target.indicator.as_deref(), Some("online_share"));
        let task = &plan.tasks[0];
        assert_eq!(task.due.unwrap().to_string(), "2025-12-31");
        assert_eq!(task.due, task.first_due);
        let rows: Vec<_> = plan.agencies.iter().map(|row| (row.role.as_str(), row.agency, row.group_code.as_deref())).collect();
        assert!(rows.contains(&("lead", Some(agency("H41.08")), None)));
        assert!(rows.contains(&("coordinating", None, Some("departments"))));
        assert!(rows.contains(&("coordinating", None, Some("communes"))));
        assert_eq!(plan.budgets[0].dong, Some(12_500_000_000));
        assert_eq!(plan.budgets[0].task, Some(task.id));
        assert_eq!(plan.figures[0].rate.as_deref(), Some("41.5"));
        assert_eq!(events(&db).await, ["programme.adopted"]);
        // Installing again writes nothing.
        assert_eq!(adopt(&db, ports, facts(PLAN)).await.unwrap(), None);
        assert_eq!(events(&db).await.len(), 1);
    }

    async fn an_amendment_goes_on_with_what_it_does_not_name_and_keeps_the_first_date(db: Db) {
        let Houses { ports, .. } = house();
        let mut first = facts(PLAN);
        let mut second_task = first.tasks[0].clone();
        second_task.code = Some("2.3".to_owned());
        second_task.text = "Mở lớp bồi dưỡng kỹ năng cho tổ công nghệ cộng đồng".to_owned();
        first.tasks.push(second_task);
        adopt(&db, ports.clone(), first).await.unwrap().unwrap();
        let old = whole(&db, "3050-qd-ubnd-2024").await;
        adopt(&db, ports, later()).await.unwrap().unwrap();
        let new = whole(&db, "99-qd-ubnd-2026").await;
        assert_eq!(new.plan.earlier, Some(old.plan.id));
        let target = &new.targets[0];
        assert_eq!((target.value.as_str(), target.continues), ("90", Some(old.targets[0].id)));
        assert_eq!(target.base_value.as_deref(), Some("41.5"));
        assert_eq!(target.indicator.as_deref(), Some("online_share"));
        let task = &new.tasks[0];
        assert_eq!(task.due.unwrap().to_string(), "2026-12-31");
        assert_eq!(task.first_due.unwrap().to_string(), "2025-12-31");
        assert_eq!(new.tasks[1].continues, Some(old.tasks[1].id), "what is not named goes on");
        assert!(new.agencies.iter().any(|row| row.task == new.tasks[1].id));
        let old = whole(&db, "3050-qd-ubnd-2024").await;
        assert_eq!(old.plan.state, "amended");
        assert!(old.targets.iter().all(|row| row.ended_at.is_some()));
        assert!(old.tasks.iter().all(|row| row.ended_at.is_some()));
        assert_eq!(events(&db).await, ["programme.adopted", "programme.adopted", "programme.ended"]);
    }

    async fn an_amendment_goes_on_with_money_and_with_what_each_agency_has_done(db: Db) {
        let Houses { ports, .. } = house();
        let mut first = facts(PLAN);
        let mut other = first.budgets[0].clone();
        other.year = Some(2031);
        first.budgets.push(other);
        adopt(&db, ports.clone(), first).await.unwrap().unwrap();
        let old = whole(&db, "3050-qd-ubnd-2024").await;
        let (plan, line, task) = (old.plan.id, old.budgets.clone(), old.tasks[0].id);
        db.write(move |tx| {
            for (at, row) in line.iter().enumerate() {
                tx.execute(
                    "INSERT INTO plan_money (id, plan, budget, stage, revision, dong, as_of, words, entered_at, entered_by, entered_name, current)
                     VALUES (?1, ?2, ?3, 'paid', 1, ?4, ?5, '', ?6, NULL, 'Chi', ?7)",
                    db::params![base::Id::new(now()), plan, row.id, 7_000_000 + i64::try_from(at).unwrap(), now().date(), now(), true],
                )?;
            }
            for (at, percent) in [("H41.08", 80), ("H41.01", 40)] {
                tx.execute(
                    "INSERT INTO plan_progress (subject, agency, plan, kind, report, round, percent, figure_of, words, reason, state, sent_at, sent_name, as_of, accepted_percent, accepted_as_of, accepted_at)
                     VALUES (?1, ?2, ?3, 'task', ?4, ?5, ?6, '', '', '', 'accepted', ?7, 'Chi', ?8, ?6, ?8, ?7)",
                    db::params![task, agency(at), plan, base::Id::new(now()), base::Id::new(now()), percent, now(), now().date()],
                )?;
            }
            Ok::<_, db::DbError>(())
        }).await.unwrap();
        adopt(&db, ports, later()).await.unwrap().unwrap();
        let new = whole(&db, "99-qd-ubnd-2026").await;
        assert_eq!(new.budgets.len(), 2, "the line of 2031 is not named and goes on");
        assert_eq!(new.budgets[1].task, Some(new.tasks[0].id));
        let (plan, task) = (new.plan.id, new.tasks[0].id);
        let (money, done) = db.read(move |tx| {
            let money: Vec<i64> = tx.query("SELECT dong FROM plan_money WHERE plan = ?1 ORDER BY dong", db::params![plan], |row| row.get(0))?;
            let done: Vec<i64> = tx.query("SELECT accepted_percent FROM plan_progress WHERE subject = ?1 ORDER BY accepted_percent", db::params![task], |row| row.get(0))?;
            Ok::<_, db::DbError>((money, done))
        }).await.unwrap();
        assert_eq!((money, done), (vec![7_000_000, 7_000_001], vec![40, 80]));
        assert_eq!(whole(&db, "3050-qd-ubnd-2024").await.budgets.len(), 2, "the earlier plan keeps its own");
    }

    async fn a_replacement_ends_what_it_does_not_name(db: Db) {
        let Houses { ports, .. } = house();
        adopt(&db, ports.clone(), facts(PLAN)).await.unwrap().unwrap();
        let mut next = later();
        next.relation = Some("replaces".to_owned());
        next.tasks[0].text = "Lắp mạng không dây ở nhà văn hóa thôn".to_owned();
        next.tasks[0].code = None;
        next.budgets.clear();
        adopt(&db, ports.clone(), next.clone()).await.unwrap().unwrap();
        let new = whole(&db, "99-qd-ubnd-2026").await;
        assert_eq!(new.tasks.len(), 1);
        assert_eq!(new.tasks[0].continues, None);
        assert_eq!(whole(&db, "3050-qd-ubnd-2024").await.plan.state, "replaced");
        // The plan it changes is no longer in force.
        next.document.number = Some("100/QĐ-UBND".to_owned());
        assert!(matches!(adopt(&db, ports, next).await, Err(Refused::EarlierUnknown)));
    }

    async fn a_name_that_nobody_bears_and_a_plan_without_a_follower_are_refused(db: Db) {
        let Houses { ports, .. } = house();
        let mut open = facts(PLAN);
        open.tasks[0].lead = vec!["Sở Hàng hải".to_owned()];
        let refused = adopt(&db, ports.clone(), open).await.unwrap_err();
        assert!(matches!(&refused, Refused::AgencyOpen(name) if name == "Sở Hàng hải"), "{refused}");
        let mut nobody = facts(PLAN);
        nobody.standing = None;
        assert!(matches!(adopt(&db, ports.clone(), nobody).await, Err(Refused::NoStanding)));
        let mut empty = facts(PLAN);
        empty.targets.clear();
        empty.tasks.clear();
        assert!(matches!(adopt(&db, ports, empty).await, Err(Refused::Empty)));
        assert!(events(&db).await.is_empty());
    }

    async fn only_the_program_itself_installs_plans(db: Db) {
        let Houses { ports, planner, .. } = house();
        let refused = db.write(move |tx| adopt_facts(tx, &planner, &ports, &facts(PLAN), "x")).await;
        assert!(matches!(refused, Err(Refused::Denied(_))));
    }
}
