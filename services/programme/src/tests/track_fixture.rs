//! A plan in force with two departments and some communes, without the importer.
use crate::Deps;
use crate::model::plan::{Plan, PlanBudget, PlanTarget, PlanTask, TaskAgency, WholePlan};
use crate::model::track::Subject;
use crate::ops::track::{self, NewReport};
use crate::store::plans;
use base::{Date, Id, Timestamp};
use calendar::{PolicyBook, WorkCalendar};
use contracts::{
    AccountId, AgencyCandidate, AgencyFact, AgencyId, AgencyNames, AssignmentCounts, AssignmentFact,
    Assignments, Directory, HoldingFact, HoldingId, IndicatorFact, Indicators, Measured, PlanId,
    PlanSourceId, PlanTaskId, PositionId, TargetId, UnitFact, UnitId, WorkingTime,
};
use db::{Db, DbError, Tx};
use policy::{Actor, GrantRow, OpContext, Scope, Standing};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

pub const MIGRATIONS: &[db::MigrationSet] = &[db::MIGRATIONS, policy::MIGRATIONS, crate::MIGRATIONS];

/// Tuesday 1 September 2026, 9:00 in Vietnam: the round of the third quarter is open.
pub fn september() -> Timestamp {
    Timestamp::from_local("2026-09-01T09:00:00".parse().unwrap())
}

pub fn at(text: &str) -> Timestamp {
    Timestamp::from_local(format!("{text}T09:00:00").parse().unwrap())
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn agency(number: u8) -> AgencyId {
    AgencyId::from(Id::from_bytes([number; 16]))
}

/// Standing office (science and technology), agriculture, and communes from 10 on.
pub const STANDING: u8 = 1;
pub const FARMING: u8 = 2;
pub const FIRST_COMMUNE: u8 = 10;

fn fact(id: AgencyId) -> AgencyFact {
    let number = id.id().as_bytes()[0];
    let name = match number {
        STANDING => "Sở Khoa học và Công nghệ".to_owned(),
        FARMING => "Sở Nông nghiệp và Môi trường".to_owned(),
        n => format!("Ủy ban nhân dân xã số {n}"),
    };
    let unit = UnitId::from(Id::from_bytes([200; 16]));
    AgencyFact { id, code: format!("H41.{number}"), name, kind: "department".to_owned(), unit, parent: None }
}

/// Whether more is better, the value, its day.
type Known = (bool, Option<Decimal>, Date);

/// Answers every port from memory.
#[derive(Default)]
pub struct World {
    pub communes: u8,
    /// Code → (rising, value, day).
    pub values: Mutex<BTreeMap<String, Known>>,
}

impl Directory for World {
    fn agencies(&self, _: &mut Tx<'_>, ids: &[AgencyId]) -> Result<Vec<AgencyFact>, DbError> {
        Ok(ids.iter().map(|id| fact(*id)).collect())
    }
    fn agency_by_code(&self, _: &mut Tx<'_>, _: &str, _: Date) -> Result<Option<AgencyFact>, DbError> {
        Ok(None)
    }
    fn agencies_of_kind(
        &self,
        _: &mut Tx<'_>,
        _: UnitId,
        _: &str,
        _: Date,
    ) -> Result<Vec<AgencyFact>, DbError> {
        Ok(Vec::new())
    }
    fn units(&self, _: &mut Tx<'_>, _: &[UnitId]) -> Result<Vec<UnitFact>, DbError> {
        Ok(Vec::new())
    }
    fn communes(&self, _: &mut Tx<'_>, _: Date) -> Result<Vec<UnitFact>, DbError> {
        Ok(Vec::new())
    }
}

impl AgencyNames for World {
    fn candidates(&self, _: &mut Tx<'_>, _: &str, _: Date) -> Result<Vec<AgencyCandidate>, DbError> {
        Ok(Vec::new())
    }
    fn of_group(&self, _: &mut Tx<'_>, group: &str, _: Date) -> Result<Vec<AgencyFact>, DbError> {
        assert_eq!(group, "communes");
        Ok((FIRST_COMMUNE..FIRST_COMMUNE + self.communes).map(|n| fact(agency(n))).collect())
    }
}

impl Indicators for World {
    fn list(&self, _: &mut Tx<'_>) -> Result<Vec<IndicatorFact>, DbError> {
        let values = self.values.lock().unwrap();
        Ok(values
            .iter()
            .map(|(code, (rising, ..))| IndicatorFact {
                code: code.clone(),
                title: format!("Chỉ số {code}"),
                unit: "%".to_owned(),
                rising: *rising,
                counted: true,
                responsible: "Văn phòng Ủy ban nhân dân tỉnh".to_owned(),
            })
            .collect())
    }
    fn latest(&self, _: &mut Tx<'_>, codes: &[String], now: Timestamp) -> Result<Vec<Measured>, DbError> {
        let values = self.values.lock().unwrap();
        let known = codes.iter().filter_map(|code| Some((code, values.get(code)?)));
        Ok(known
            .map(|(code, (_, value, to))| Measured {
                code: code.clone(),
                value: *value,
                numerator: None,
                denominator: None,
                from: Date::constant(2026, 1, 1),
                to: *to,
                as_of: now,
            })
            .collect())
    }
    fn monthly(&self, tx: &mut Tx<'_>, code: &str, _: Date, _: Date) -> Result<Vec<Measured>, DbError> {
        self.latest(tx, &[code.to_owned()], september())
    }
}

impl Assignments for World {
    fn counts(&self, _: &mut Tx<'_>, _: Timestamp) -> Result<AssignmentCounts, DbError> {
        Ok(AssignmentCounts::default())
    }
    fn of_source(&self, _: &mut Tx<'_>, _: &str, _: Timestamp) -> Result<Vec<AssignmentFact>, DbError> {
        Ok(Vec::new())
    }
}

impl WorkingTime for World {
    fn calendar(&self) -> WorkCalendar {
        WorkCalendar::new(calendar::CalendarData::standard()).unwrap()
    }
    fn policies(&self) -> PolicyBook {
        PolicyBook::default()
    }
}

/// A province whose plan is in force.
pub struct House {
    pub deps: Deps,
    pub world: Arc<World>,
    pub plan: PlanId,
    /// Of agriculture alone, of every commune, and one that was due in June.
    pub land: PlanTaskId,
    pub teams: PlanTaskId,
    pub late: PlanTaskId,
    /// 60 % in 2026, 100 % in 2030, owned by agriculture; 40 % at the end of 2023.
    pub near: TargetId,
    pub far: TargetId,
    /// Two lines of 2026 and the plan's own sum of them.
    pub budgets: [Id; 3],
    _folder: tempfile::TempDir,
}

fn task(plan: PlanId, position: i64, code: &str, text: &str, due: Option<&str>) -> PlanTask {
    PlanTask {
        id: PlanTaskId::new(september()),
        plan,
        position,
        continues: None,
        group_title: "4. Phát triển dữ liệu số".to_owned(),
        code: code.to_owned(),
        text: text.to_owned(),
        deadlines: Vec::new(),
        due: due.map(day),
        first_due: due.map(day),
        cadence: String::new(),
        product: "Cơ sở dữ liệu".to_owned(),
        legal_basis: String::new(),
        note: String::new(),
        line: 0,
        end_line: 0,
        done: 0,
        done_at: None,
        ended_at: None,
        version: 1,
    }
}

fn target(plan: PlanId, position: i64, year: i64, value: &str) -> PlanTarget {
    PlanTarget {
        id: TargetId::new(september()),
        plan,
        position,
        continues: None,
        pillar: "Kinh tế số".to_owned(),
        text: format!("Đến năm {year}, {value}% hộ nông dân có dữ liệu số"),
        measure: "Hộ nông dân có dữ liệu số".to_owned(),
        comparator: "≥".to_owned(),
        value: value.to_owned(),
        unit: "%".to_owned(),
        unit_normalised: "%".to_owned(),
        level: "tỉnh".to_owned(),
        year: Some(year),
        owner: Some(agency(FARMING)),
        owner_printed: "Sở NN&MT".to_owned(),
        line: 0,
        end_line: 0,
        indicator: None,
        base_value: Some("40".to_owned()),
        base_date: Some(day("2023-12-31")),
        ended_at: None,
        version: 1,
    }
}

fn lead(task: PlanTaskId, of: Option<AgencyId>, group: Option<&str>) -> TaskAgency {
    TaskAgency {
        task,
        role: "lead".to_owned(),
        position: 1,
        printed: "như in".to_owned(),
        agency: of,
        group_code: group.map(str::to_owned),
    }
}

fn budget(
    plan: PlanId,
    task: Option<PlanTaskId>,
    text: &str,
    source: &str,
    dong: i64,
    is_sum: bool,
) -> PlanBudget {
    PlanBudget {
        id: Id::new(september()),
        plan,
        task,
        position: 1,
        text: text.to_owned(),
        source_of_money: source.to_owned(),
        year: Some(2026),
        amount: (dong / 1_000_000).to_string(),
        unit: "triệu đồng".to_owned(),
        dong: Some(dong),
        is_sum,
        line: 0,
        end_line: 0,
    }
}

/// The rows of a plan; also used many at once to measure.
pub fn whole(slug: &str) -> WholePlan {
    let id = PlanId::new(september());
    let plan = Plan {
        id,
        source: PlanSourceId::from(Id::from_bytes([99; 16])),
        slug: slug.to_owned(),
        number: "3050/QĐ-UBND".to_owned(),
        issued: Some(day("2024-11-15")),
        issuer: "Ủy ban nhân dân tỉnh".to_owned(),
        title: "Đề án chuyển đổi số đến năm 2030".to_owned(),
        period_from: Some(2024),
        period_to: Some(2030),
        standing: agency(STANDING),
        state: "in_force".to_owned(),
        earlier: None,
        relation: None,
        adopted_at: at("2024-12-01"),
        adopted_by: None,
        version: 1,
    };
    let land = task(id, 1, "4.1", "Hoàn thiện cơ sở dữ liệu đất đai", Some("2026-12-15"));
    let teams = task(id, 2, "4.2", "Lập tổ công nghệ số cộng đồng", None);
    let late = task(id, 3, "2.2", "Ban hành cơ chế thử nghiệm", Some("2026-06-30"));
    WholePlan {
        agencies: vec![
            lead(land.id, Some(agency(FARMING)), None),
            lead(teams.id, None, Some("communes")),
            lead(late.id, Some(agency(STANDING)), None),
        ],
        budgets: vec![
            budget(id, Some(land.id), "Cơ sở dữ liệu đất đai", "Đầu tư công", 62_000_000_000, false),
            budget(id, None, "Tập huấn", "Ngân sách tỉnh", 46_500_000_000, false),
            budget(id, None, "Tổng cộng", "", 108_500_000_000, true),
        ],
        targets: vec![target(id, 1, 2026, "60"), target(id, 2, 2030, "100")],
        tasks: vec![land, teams, late],
        figures: Vec::new(),
        plan,
    }
}

pub async fn put_source(db: &Db) {
    db.write(insert_source).await.unwrap();
}

/// A text that nobody reads here.
pub fn insert_source(tx: &mut Tx<'_>) -> Result<(), DbError> {
    let identity = serde_json::json!({});
    tx.execute(
        "INSERT INTO plan_source (id, file_name, size, identity, state, line_count, read_at, version)
         VALUES (?1, 'mau.txt', 0, ?2, 'adopted', 0, 0, 1)",
        db::params![Id::from_bytes([99; 16]), db::Json(identity)],
    )?;
    Ok(())
}

impl House {
    pub async fn new(db: &Db, communes: u8) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let world = Arc::new(World { communes, ..World::default() });
        let deps = Deps {
            db: db.clone(),
            objects: objects::Objects::open(folder.path()).unwrap(),
            directory: Arc::clone(&world) as _,
            names: Arc::clone(&world) as _,
            time: Arc::clone(&world) as _,
            indicators: Arc::clone(&world) as _,
            assignments: Arc::clone(&world) as _,
        };
        put_source(db).await;
        let rows = whole("3050-qd-ubnd-2024");
        let written = rows.clone();
        db.write(move |tx| plans::insert_plan(tx, &written)).await.unwrap();
        Self {
            deps,
            world,
            plan: rows.plan.id,
            land: rows.tasks[0].id,
            teams: rows.tasks[1].id,
            late: rows.tasks[2].id,
            near: rows.targets[0].id,
            far: rows.targets[1].id,
            budgets: [rows.budgets[0].id, rows.budgets[1].id, rows.budgets[2].id],
            _folder: folder,
        }
    }

    /// Runs the job of the clock.
    pub async fn tick(&self, now: Timestamp) -> usize {
        let deps = self.deps.clone();
        tokio::task::spawn_blocking(move || track::keep_rounds(&deps, now)).await.unwrap().unwrap()
    }

    pub const SLUG: &'static str = "3050-qd-ubnd-2024";

    pub async fn view(&self, now: Timestamp) -> track::PlanView {
        track::public_plan(&self.deps, now, Self::SLUG).await.unwrap().0.view
    }

    /// A report of a task in the round of the third quarter.
    pub fn report(&self, task: PlanTaskId, of: u8, percent: i64) -> NewReport {
        NewReport {
            slug: Self::SLUG.to_owned(),
            round: "2026-q3".to_owned(),
            kind: Subject::Task,
            subject: task.id(),
            agency: agency(of),
            percent: Some(percent),
            figure: None,
            figure_total: None,
            figure_of: String::new(),
            as_of: day("2026-08-31"),
            words: "Đã nghiệm thu 118 xã.".to_owned(),
            reason: String::new(),
            files: Vec::new(),
            seen: 0,
            by: "Trần Thị Minh Châu".to_owned(),
        }
    }

    pub fn value(&self, value: &str) -> NewReport {
        NewReport {
            kind: Subject::Target,
            subject: self.near.id(),
            percent: None,
            figure: Some(value.to_owned()),
            ..self.report(self.land, FARMING, 0)
        }
    }
}

/// Somebody with rights: own agency (`programme.report`) or everywhere (all others).
pub fn officer(of: u8, permissions: &[&str], now: Timestamp) -> OpContext {
    let account = AccountId::from(Id::from_bytes([of.wrapping_add(100); 16]));
    let holding = HoldingFact {
        holding: HoldingId::from(Id::from_bytes([of; 16])),
        position: PositionId::from(Id::from_bytes([of; 16])),
        agency: agency(of),
        agency_name: fact(agency(of)).name,
        role: "case_officer".to_owned(),
        title: "Chuyên viên".to_owned(),
    };
    let grants = permissions
        .iter()
        .map(|permission| GrantRow {
            permission: (*permission).to_owned(),
            scope: if *permission == "programme.report" {
                Scope::Agencies(vec![agency(of)])
            } else {
                Scope::All
            },
            holding: holding.holding,
        })
        .collect();
    let standing = Standing { account: Some(account), holdings: vec![holding], grants };
    OpContext { actor: Actor::Officer(account), standing: Arc::new(standing), ..OpContext::anonymous(now) }
}

pub const PLANNER: &[&str] = &["programme.read", "programme.plan", "programme.follow", "programme.report"];
pub const CLERK: &[&str] = &["programme.read", "programme.report"];

pub fn planner(now: Timestamp) -> OpContext {
    // Not the clerk of the standing office: nobody accepts what one has sent.
    let account = AccountId::from(Id::from_bytes([250; 16]));
    OpContext { actor: Actor::Officer(account), ..officer(STANDING, PLANNER, now) }
}

pub fn clerk(of: u8, now: Timestamp) -> OpContext {
    officer(of, CLERK, now)
}
