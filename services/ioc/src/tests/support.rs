//! A house whose numbers a test sets, its site, and a person with the rights the test gives her.
use crate::Deps;
use crate::doors;
use axum::Router;
use axum::body::Body;
use base::{Date, Id, Timestamp};
use calendar::FixedClock;
use contracts::{
    AccountId, AgencyId, AssignmentCounts, AssignmentFact, Assignments, Figures, HoldingFact, HoldingId,
    IndicatorFact, Indicators, Measured, PathCounts, PlanAttention, PlanId, PlanSummary, Plans, PositionId,
    PublicFigures,
};
use db::{Db, DbError, Tx};
use http::{Extensions, Request, StatusCode};
use http_body_util::BodyExt;
use policy::{GrantRow, Scope, Standing};
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;
use web::{Authenticator, Failure, Feed, FeedLimits, Module, Principal, PrincipalKind, Secret, WebConfig};

/// 10:46 on Friday 20/11/2026 in Vietnam.
pub const NOW: Timestamp = Timestamp::from_micros(1_795_146_360_000_000);

/// What the ports answer, and how often the house was counted.
#[derive(Default)]
pub struct House {
    pub figures: Mutex<PublicFigures>,
    pub work: Mutex<AssignmentCounts>,
    pub plans: Mutex<Vec<PlanSummary>>,
    pub indicators: Mutex<Vec<(IndicatorFact, Option<Decimal>)>>,
    pub counted: AtomicUsize,
}

impl Figures for House {
    fn public(&self, _: &mut Tx<'_>, _: Timestamp) -> Result<PublicFigures, DbError> {
        self.counted.fetch_add(1, Ordering::Relaxed);
        Ok(*self.figures.lock().unwrap())
    }
}

impl Assignments for House {
    fn counts(&self, _: &mut Tx<'_>, _: Timestamp) -> Result<AssignmentCounts, DbError> {
        Ok(*self.work.lock().unwrap())
    }
    fn of_source(&self, _: &mut Tx<'_>, _: &str, _: Timestamp) -> Result<Vec<AssignmentFact>, DbError> {
        Ok(Vec::new())
    }
}

impl Plans for House {
    fn summaries(&self, _: &mut Tx<'_>, _: Timestamp) -> Result<Vec<PlanSummary>, DbError> {
        Ok(self.plans.lock().unwrap().clone())
    }
}

pub fn measured(code: &str, value: Option<Decimal>, to: Date) -> Measured {
    Measured {
        code: code.to_owned(),
        value,
        numerator: None,
        denominator: None,
        from: Date::constant(2026, 1, 1),
        to,
        as_of: NOW,
    }
}

impl Indicators for House {
    fn list(&self, _: &mut Tx<'_>) -> Result<Vec<IndicatorFact>, DbError> {
        Ok(self.indicators.lock().unwrap().iter().map(|(fact, _)| fact.clone()).collect())
    }
    fn latest(&self, _: &mut Tx<'_>, codes: &[String], now: Timestamp) -> Result<Vec<Measured>, DbError> {
        let all = self.indicators.lock().unwrap();
        let asked = all.iter().filter(|(fact, _)| codes.contains(&fact.code));
        Ok(asked.map(|(fact, value)| measured(&fact.code, *value, now.date())).collect())
    }
    fn monthly(&self, _: &mut Tx<'_>, code: &str, _: Date, to: Date) -> Result<Vec<Measured>, DbError> {
        let october = measured(code, Some(Decimal::new(951, 1)), Date::constant(2026, 10, 31));
        Ok(vec![october, measured(code, Some(Decimal::new(972, 1)), to)])
    }
}

pub fn indicator(code: &str, title: &str) -> IndicatorFact {
    IndicatorFact {
        code: code.to_owned(),
        title: title.to_owned(),
        unit: "%".to_owned(),
        rising: true,
        counted: true,
        responsible: "Văn phòng Ủy ban nhân dân tỉnh".to_owned(),
    }
}

pub fn plan(title: &str, targets: PathCounts, tasks: PathCounts) -> PlanSummary {
    PlanSummary {
        id: PlanId::new(NOW),
        title: title.to_owned(),
        number: "3050/QĐ-UBND".to_owned(),
        href: "/ke-hoach/3050".to_owned(),
        targets,
        tasks,
        attention: vec![
            PlanAttention {
                title: "Kinh tế số <GRDP>".to_owned(),
                state: "missed",
                href: "/ke-hoach/3050/chi-tieu/0191".to_owned(),
                detail: "11,2 %, phải đạt 15 %".to_owned(),
            },
            PlanAttention {
                title: "Hạ tầng IoT".to_owned(),
                state: "no_data",
                href: "/ke-hoach/3050/nhiem-vu/0192".to_owned(),
                detail: "Hạn 31/12/2026".to_owned(),
            },
        ],
    }
}

/// An ordinary day.
pub fn house() -> Arc<House> {
    let targets = PathCounts { met: 5, on_course: 12, at_risk: 3, missed: 2, no_data: 1 };
    let tasks = PathCounts { met: 19, on_course: 18, at_risk: 7, missed: 3, no_data: 0 };
    let house = House::default();
    *house.figures.lock().unwrap() = PublicFigures {
        received_today: 1284,
        received_online_today: 920,
        closed_this_month: 1000,
        closed_in_time_this_month: 978,
        late_now: 46,
    };
    *house.work.lock().unwrap() = AssignmentCounts {
        not_accepted: 4,
        in_time: 30,
        overdue: 9,
        awaiting_confirmation: 3,
        done_in_time: 50,
        done_late: 6,
    };
    house.plans.lock().unwrap().push(plan("Đề án chuyển đổi số", targets, tasks));
    house.indicators.lock().unwrap().extend([
        (indicator("a_missing", "Chưa có số"), None),
        (indicator("online_share", "Hồ sơ trực tuyến"), Some(Decimal::new(716, 1))),
    ]);
    Arc::new(house)
}

/// An officer behind every cookie `officer-…`, with the rights of the test; gone when the test says so.
pub struct Person {
    pub held: Mutex<BTreeSet<String>>,
    pub gone: AtomicBool,
}

pub struct Door(pub Arc<Person>);

impl Authenticator for Door {
    async fn authenticate(
        &self,
        token: &str,
        extensions: &mut Extensions,
    ) -> Result<Option<Principal>, Failure> {
        if !token.starts_with("officer-") || self.0.gone.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let held = self.0.held.lock().unwrap().clone();
        let account = AccountId::new(NOW);
        let holding = HoldingFact {
            holding: HoldingId::new(NOW),
            position: PositionId::new(NOW),
            agency: AgencyId::new(NOW),
            agency_name: "Ủy ban nhân dân tỉnh".to_owned(),
            role: "chair".to_owned(),
            title: "Chủ tịch".to_owned(),
        };
        let grants = held
            .iter()
            .map(|permission| GrantRow {
                permission: permission.clone(),
                scope: Scope::All,
                holding: holding.holding,
            })
            .collect();
        extensions.insert(Arc::new(Standing { account: Some(account), holdings: vec![holding], grants }));
        Ok(Some(Principal {
            account: account.id(),
            name: "Phan Đình Bảo Long".to_owned(),
            kind: PrincipalKind::Officer,
            session: Id::from_bytes([9; 16]),
            permissions: Arc::new(held),
        }))
    }
}

pub struct Site {
    pub router: Router,
    pub words: Arc<web::Catalogue>,
    pub house: Arc<House>,
    pub person: Arc<Person>,
    pub deps: Deps,
    pub feed: Feed,
}

pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
}

pub const ALL: [&str; 5] = ["ioc.view", "dossiers.leader", "tasks.assign", "tasks.do", "indicators.read"];

impl Site {
    pub fn new(db: Db, house: Arc<House>, limits: FeedLimits) -> Self {
        Self::pinning(db, house, limits, &[])
    }

    pub fn pinning(db: Db, house: Arc<House>, limits: FeedLimits, pinned: &[&str]) -> Self {
        let clock = Arc::new(FixedClock::new(NOW));
        let deps = Deps {
            db,
            clock: Arc::clone(&clock) as Arc<dyn calendar::Clock>,
            indicators: Arc::clone(&house) as Arc<dyn Indicators>,
            plans: Arc::clone(&house) as Arc<dyn Plans>,
            assignments: Arc::clone(&house) as Arc<dyn Assignments>,
            figures: Arc::clone(&house) as Arc<dyn Figures>,
            pinned: pinned.iter().map(|code| (*code).to_owned()).collect(),
        };
        let feed = doors::feed(&deps, limits);
        let mut module = crate::module(&deps);
        module.routes = doors::routes_with(&deps, feed.clone());
        // Rights of services that this site does not have.
        let others = Module {
            permissions: &["dossiers.leader", "workflow.act", "tasks.assign", "tasks.do", "indicators.read"],
            ..Module::new("others")
        };
        let base = Module { locales: base::LOCALES, ..Module::new("base") };
        let mut config =
            WebConfig::new("http://localhost:8080", Secret::new([7; 32]), Arc::clone(&clock) as _);
        config.province = "Nghệ An".to_owned();
        let held = ALL.iter().map(|name| (*name).to_owned()).collect();
        let person = Arc::new(Person { held: Mutex::new(held), gone: AtomicBool::new(false) });
        let modules = vec![base, policy::module(), others, module];
        let (router, words) = web::app_with(modules, config, Door(Arc::clone(&person))).unwrap();
        Self { router, words, house, person, deps, feed }
    }

    pub fn may(&self, held: &[&str]) {
        *self.person.held.lock().unwrap() = held.iter().map(|name| (*name).to_owned()).collect();
    }

    pub async fn get(&self, path: &str, cookie: Option<&str>) -> Answer {
        let mut request = Request::builder().uri(path).header("host", "localhost:8080");
        if let Some(token) = cookie {
            request = request.header("cookie", format!("tinhso={token}"));
        }
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let status = response.status();
        let location = response.headers().get("location").and_then(|value| value.to_str().ok());
        let location = location.unwrap_or_default().to_owned();
        let stream = response
            .headers()
            .get("content-type")
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event"));
        // A stream has no end to wait for.
        let body = if stream {
            String::new()
        } else {
            String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
        };
        Answer { status, location, body }
    }

    pub async fn page(&self, path: &str) -> String {
        let answer = self.get(path, Some(OFFICER)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.body
    }
}

pub const OFFICER: &str = "officer-0123456789abcdef";
