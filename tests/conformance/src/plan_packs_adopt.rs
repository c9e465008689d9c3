//! The plans of the sample provinces come into force in their own provinces, with the whole country of 2025 behind them:
//! every printed name leads to an agency of today, to a group, or out of the province.
use crate::plan_packs::{PLANS, Shipped, file_of};
use base::{Date, Timestamp};
use contracts::AgencyId;
use db::testing::TestDb;
use db::{DbError, params};
use org::OrgDirectory;
use policy::OpContext;
use programme::PlanFacts;
use programme::model::plan::{PlanTarget, PlanTask, TaskAgency};
use programme::ops::adopt::{AgencyPorts, adopt_facts};
use programme::rules::faults::faults;
use programme::store::plans;
use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

fn now() -> Timestamp {
    let day: Date = "2026-11-20".parse().unwrap();
    Timestamp::from_local(day.at(10, 46, 0, 0))
}

fn facts(plan: &Shipped) -> PlanFacts {
    let mut facts: PlanFacts = toml::from_str(&fs::read_to_string(file_of(plan)).unwrap()).unwrap();
    facts.slug = Some(plan.slug.to_owned());
    facts
}

struct Adopted {
    targets: Vec<PlanTarget>,
    tasks: Vec<PlanTask>,
    agencies: Vec<TaskAgency>,
    /// Codes of agencies, empty where an agency has none.
    codes: BTreeMap<AgencyId, String>,
    /// Rows of money that a task of the plan has.
    bound: usize,
}

impl Adopted {
    /// Codes and groups of those who lead a task, in their order; `-` is out of the province.
    fn leads(&self, code: &str) -> Vec<String> {
        let task = self.tasks.iter().find(|task| task.code == code).unwrap();
        let of_task = self.agencies.iter().filter(|one| one.task == task.id && one.role == "lead");
        let who = |one: &TaskAgency| match (one.agency, &one.group_code) {
            (Some(agency), _) => self.codes[&agency].clone(),
            (None, Some(group)) => group.clone(),
            (None, None) => "-".to_owned(),
        };
        of_task.map(who).collect()
    }
}

async fn adopt(province: &str) -> Adopted {
    let plan = PLANS.iter().find(|plan| plan.province == province).unwrap();
    let facts = facts(plan);
    assert_eq!(faults(&facts), Vec::new(), "{province}");
    let db = TestDb::sqlite(&[policy::MIGRATIONS, org::MIGRATIONS, programme::MIGRATIONS]);
    org::import_country(&db, &org::pack::CountryPack::embedded().unwrap(), now()).await.unwrap();
    let folder = file_of(plan).parent().and_then(std::path::Path::parent).unwrap().join("org.toml");
    let own = org::pack::ProvincePack::from_toml(&fs::read_to_string(folder).unwrap()).unwrap();
    org::import_province(&db, &own, now()).await.unwrap();
    let ports = AgencyPorts { names: Arc::new(OrgDirectory), directory: Arc::new(OrgDirectory) };
    let cx = OpContext::system("test", now());
    let adopted = db.write(move |tx| adopt_facts(tx, &cx, &ports, &facts, "plan.toml")).await;
    let id = adopted.unwrap_or_else(|refused| panic!("{province}: {refused:?}")).unwrap();
    db.read(move |tx| {
        let codes = tx.query("SELECT agency_id, code FROM org_agency_v", &[], |row| {
            Ok((row.get::<AgencyId>(0)?, row.get::<Option<String>>(1)?.unwrap_or_default()))
        })?;
        let sql = "SELECT COUNT(*) FROM plan_budget WHERE plan = ?1 AND task IS NOT NULL";
        let bound: i64 = tx.query_one(sql, params![id], |row| row.get(0))?;
        Ok::<_, DbError>(Adopted {
            targets: plans::targets(tx, id)?,
            tasks: plans::tasks(tx, id)?,
            agencies: plans::agencies_of_plan(tx, id)?,
            codes: codes.into_iter().collect(),
            bound: usize::try_from(bound).unwrap(),
        })
    })
    .await
    .unwrap()
}

fn bases(adopted: &Adopted) -> usize {
    adopted.targets.iter().filter(|target| target.base_value.is_some()).count()
}

fn out_of_the_province(adopted: &Adopted) -> Vec<&str> {
    let nobody = |task: &&PlanTask| adopted.leads(&task.code).iter().all(|who| who == "-");
    adopted.tasks.iter().filter(nobody).map(|task| task.code.as_str()).collect()
}

#[tokio::test]
async fn nghe_an_leads_with_the_departments_of_today() {
    let plan = adopt("nghe-an").await;
    assert_eq!(plan.leads("1.6"), ["H41.08"]);
    assert_eq!(plan.leads("1.1"), ["departments", "communes"]);
    assert_eq!(plan.leads("1.3"), ["-", "departments", "-", "-"]);
    assert_eq!(plan.leads("3.2"), ["H41.08", "H41.07", "H41.05"]);
    assert_eq!(plan.leads("4.1"), ["H41.06"]);
    assert_eq!(plan.leads("5.1"), ["H41.08", "H41.01"]);
    assert_eq!(plan.leads("13"), ["H41.08"]);
    assert_eq!(out_of_the_province(&plan), ["1.5"]);
    assert_eq!(bases(&plan), 3);
    assert_eq!(plan.bound, 0);
}

#[tokio::test]
async fn son_la_has_what_its_plan_has() {
    let plan = adopt("son-la").await;
    assert_eq!(plan.tasks.iter().filter(|task| task.due.is_some()).count(), 0);
    assert_eq!(plan.leads("10"), ["H52.08"]);
    assert_eq!(bases(&plan), 4);
    assert_eq!(plan.targets.iter().filter(|target| target.indicator.is_some()).count(), 4);
}

#[tokio::test]
async fn quang_ngai_knows_the_departments_of_before_the_merger() {
    let plan = adopt("quang-ngai").await;
    assert_eq!(plan.leads("1.4"), ["H48.08"]);
    assert_eq!(plan.leads("1.5"), ["H48.08", "H48.04"]);
    // Vocational training went to education, payments of labour to home affairs.
    assert_eq!(plan.leads("6.7"), ["H48.10"]);
    assert_eq!(plan.leads("10.4"), ["-", "H48.10", "H48.11", "H48.02"]);
    // The police has no code of its own.
    assert_eq!(plan.leads("10.1"), [""]);
    assert_eq!(plan.leads("10.5"), ["communes"]);
    assert_eq!(out_of_the_province(&plan), ["9.5", "10.2"]);
    let due = |code: &str| plan.tasks.iter().find(|task| task.code == code).unwrap().due.unwrap().to_string();
    assert_eq!(
        (due("8.4"), due("9.7"), due("4.6")),
        ("2024-12-30".into(), "2024-11-30".into(), "2025-12-31".into())
    );
    assert!(plan.bound > 20, "{}", plan.bound);
}

#[tokio::test]
async fn tay_ninh_gives_a_compound_name_to_both_groups() {
    let plan = adopt("tay-ninh").await;
    assert_eq!(plan.leads("2.2"), ["departments", "communes"]);
    assert_eq!(plan.leads("1.6"), ["H53.08"]);
    assert_eq!(plan.leads("4.6"), ["H53.06"]);
    assert_eq!(plan.leads("4.7"), ["H53.05", "-"]);
    assert_eq!(out_of_the_province(&plan), ["3.1"]);
    assert_eq!(plan.targets.iter().filter(|target| target.indicator.is_some()).count(), 3);
}
