//! A small province: a committee, four departments, 130 communes; a leader, a planner, and officers of agencies.
use crate::model::{Assignment, Deed};
use crate::ops::{self, Command, NewAssignment, NoticeRef, Source};
use crate::{Deps, Refused, store};
use base::{Date, Id, Timestamp};
use calendar::{FixedClock, PolicyBook, WorkCalendar};
use contracts::{
    AccountId, AgencyCandidate, AgencyFact, AgencyId, AgencyNames, AssignmentId, Directory, HoldingFact,
    HoldingId, PositionId, UnitFact, UnitId, WorkingTime,
};
use db::testing::TestDb;
use db::{Db, DbError, Tx};
pub use policy::testing::{Accounts, Answer, Site};
use policy::{Actor, GrantRow, OpContext, Scope, Standing};
use std::sync::Arc;
use web::{Module, Secret, WebConfig};

/// Friday 20 November 2026, 10:24 in Vietnam.
pub fn now() -> Timestamp {
    Timestamp::from_local("2026-11-20T10:24:00".parse().unwrap())
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub const MIGRATIONS: &[db::MigrationSet] = &[db::MIGRATIONS, policy::MIGRATIONS, crate::MIGRATIONS];

pub const COMMUNES: u8 = 130;

/// 1: the province's committee; 2–5: departments; 10 and on: communes.
pub fn agency(number: u8) -> AgencyFact {
    let (name, kind, parent) = match number {
        1 => ("Ủy ban nhân dân tỉnh Nghệ An".to_owned(), "provincial_committee", None),
        2 => ("Sở Khoa học và Công nghệ".to_owned(), "department", Some(1)),
        3 => ("Sở Tài chính".to_owned(), "department", Some(1)),
        4 => ("Sở Nông nghiệp và Môi trường".to_owned(), "department", Some(1)),
        5 => ("Văn phòng Ủy ban nhân dân tỉnh".to_owned(), "office", Some(1)),
        n => (format!("Ủy ban nhân dân xã Số {}", n - 9), "commune_committee", Some(1)),
    };
    AgencyFact {
        id: agency_id(number),
        code: format!("H41.{number}"),
        name,
        kind: kind.to_owned(),
        unit: UnitId::from(Id::from_bytes([number; 16])),
        parent: parent.map(agency_id),
    }
}

pub fn agency_id(number: u8) -> AgencyId {
    AgencyId::from(Id::from_bytes([number; 16]))
}

fn all() -> Vec<AgencyFact> {
    (1..=5).chain(10..10 + COMMUNES).map(agency).collect()
}

/// The agencies of the fixture, as `org` would answer.
pub struct Book;

impl Directory for Book {
    fn agencies(&self, _: &mut Tx<'_>, ids: &[AgencyId]) -> Result<Vec<AgencyFact>, DbError> {
        Ok(all().into_iter().filter(|one| ids.contains(&one.id)).collect())
    }
    fn agency_by_code(&self, _: &mut Tx<'_>, code: &str, _: Date) -> Result<Option<AgencyFact>, DbError> {
        Ok(all().into_iter().find(|one| one.code == code))
    }
    fn agencies_of_kind(
        &self,
        _: &mut Tx<'_>,
        unit: UnitId,
        kind: &str,
        _: Date,
    ) -> Result<Vec<AgencyFact>, DbError> {
        Ok(all().into_iter().filter(|one| one.unit == unit && one.kind == kind).collect())
    }
    fn units(&self, _: &mut Tx<'_>, _: &[UnitId]) -> Result<Vec<UnitFact>, DbError> {
        Ok(Vec::new())
    }
    fn communes(&self, _: &mut Tx<'_>, _: Date) -> Result<Vec<UnitFact>, DbError> {
        Ok(Vec::new())
    }
}

impl AgencyNames for Book {
    /// By the whole name; "Sở Thông tin và Truyền thông" lives on in two departments.
    fn candidates(&self, _: &mut Tx<'_>, printed: &str, _: Date) -> Result<Vec<AgencyCandidate>, DbError> {
        let asked = text::fold(printed);
        let one = |agency, reason| AgencyCandidate { agency, reason };
        if asked == "so thong tin va truyen thong" {
            return Ok(vec![one(agency(2), "successor"), one(agency(5), "successor")]);
        }
        let same = |found: &AgencyFact| {
            let name = text::fold(&found.name);
            name == asked
                || name == format!("{asked} tinh")
                || name.replace("uy ban nhan dan", "ubnd") == asked
        };
        Ok(all().into_iter().filter(same).map(|found| one(found, "same_name")).collect())
    }
    fn of_group(&self, _: &mut Tx<'_>, group: &str, _: Date) -> Result<Vec<AgencyFact>, DbError> {
        let wanted: &[&str] =
            if group == "communes" { &["commune_committee"] } else { &["department", "office"] };
        Ok(all().into_iter().filter(|one| wanted.contains(&one.kind.as_str())).collect())
    }
}

struct Hours(WorkCalendar);

impl WorkingTime for Hours {
    fn calendar(&self) -> WorkCalendar {
        self.0.clone()
    }
    fn policies(&self) -> PolicyBook {
        PolicyBook::default()
    }
}

/// The province, open for work.
pub struct World {
    pub deps: Deps,
    pub clock: Arc<FixedClock>,
    pub accounts: Accounts,
    _folder: tempfile::TempDir,
    _db: Option<TestDb>,
}

/// Reach of `tasks.assign`.
pub enum Far {
    All,
    Province,
    Only(u8),
}

impl World {
    pub fn new() -> Self {
        let test = TestDb::sqlite(MIGRATIONS);
        Self::on(test.db(), Some(test))
    }

    pub fn on(db: Db, test: Option<TestDb>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let deps = Deps {
            db,
            objects: objects::Objects::open(folder.path()).unwrap(),
            directory: Arc::new(Book),
            names: Arc::new(Book),
            time: Arc::new(Hours(WorkCalendar::standard().unwrap())),
        };
        let clock = Arc::new(FixedClock::new(now()));
        Self { deps, clock, accounts: Accounts::default(), _folder: folder, _db: test }
    }

    fn person(&self, account: u8, at: u8, role: &str, grants: Vec<(&str, Scope)>) -> OpContext {
        use calendar::Clock;
        let id = Id::from_bytes([account; 16]);
        let holding = HoldingFact {
            holding: HoldingId::from(id),
            position: PositionId::from(id),
            agency: agency_id(at),
            agency_name: agency(at).name,
            role: role.to_owned(),
            title: role.to_owned(),
        };
        let grants = grants
            .into_iter()
            .map(|(permission, scope)| GrantRow {
                permission: permission.to_owned(),
                scope,
                holding: holding.holding,
            })
            .collect();
        let standing = Standing { account: Some(AccountId::from(id)), holdings: vec![holding], grants };
        OpContext {
            actor: Actor::Officer(AccountId::from(id)),
            standing: Arc::new(standing),
            ..OpContext::anonymous(self.clock.now())
        }
    }

    /// Somebody who assigns (and does what her own agency has to do).
    pub fn leader(&self, account: u8, at: u8, far: Far) -> OpContext {
        let scope = match far {
            Far::All => Scope::All,
            Far::Province => Scope::Agencies(all().into_iter().map(|one| one.id).collect()),
            Far::Only(number) => Scope::Agencies(vec![agency_id(number)]),
        };
        let own = Scope::Agencies(vec![agency_id(at)]);
        self.person(account, at, "vice_chair", vec![("tasks.assign", scope), ("tasks.do", own)])
    }

    /// An officer who does her agency's work.
    pub fn officer(&self, account: u8, at: u8) -> OpContext {
        self.person(account, at, "case_officer", vec![("tasks.do", Scope::Agencies(vec![agency_id(at)]))])
    }

    pub fn stranger(&self, account: u8) -> OpContext {
        self.person(account, 1, "auditor", Vec::new())
    }

    pub fn citizen(&self, account: u8) -> OpContext {
        let id = AccountId::from(Id::from_bytes([account; 16]));
        OpContext { actor: Actor::Citizen(id), ..OpContext::anonymous(now()) }
    }

    /// The pages of this crate as the program serves them.
    pub fn site(&self) -> Site {
        let mut config = WebConfig::new(
            "http://localhost:8080",
            Secret::new([7; 32]),
            Arc::clone(&self.clock) as Arc<dyn calendar::Clock>,
        );
        config.province = "Nghệ An".to_owned();
        let words = |name: &'static str, locales| Module { locales, ..Module::new(name) };
        let modules = vec![
            words("base", base::LOCALES),
            words("text", text::LOCALES),
            words("objects", objects::LOCALES),
            words("policy", policy::LOCALES),
            words("calendar", calendar::LOCALES),
            crate::module(&self.deps),
        ];
        let (router, catalogue) = web::app_with(modules, config, self.accounts.clone()).unwrap();
        Site::new(router, catalogue)
    }

    /// A browser in which somebody is signed in.
    pub fn browser(&self, site: &Site, name: &str, cx: &OpContext) -> Site {
        let browser = site.other_browser();
        browser.set_session(&self.accounts.sign_in(name, cx));
        browser
    }

    /// The clock of the installation and of every later context goes on.
    pub fn wait(&self, at: &str) {
        self.clock.set(Timestamp::from_local(at.parse().unwrap()));
    }

    pub async fn row(&self, id: AssignmentId) -> Assignment {
        self.deps
            .db
            .read(move |tx| store::load(tx, id))
            .await
            .map_err(|error: DbError| error)
            .unwrap()
            .unwrap()
    }

    pub async fn parts(&self, id: AssignmentId) -> Vec<Assignment> {
        self.deps.db.read(move |tx| store::parts(tx, id)).await.map_err(|error: DbError| error).unwrap()
    }

    pub async fn kinds(&self, id: AssignmentId) -> Vec<String> {
        let entries = self
            .deps
            .db
            .read(move |tx| store::entries(tx, id))
            .await
            .map_err(|error: DbError| error)
            .unwrap();
        entries.into_iter().map(|entry| entry.kind).collect()
    }

    /// Does one act as the page would, against the version that stands.
    pub async fn act(&self, cx: &OpContext, id: AssignmentId, deed: Deed) -> Result<Assignment, Refused> {
        let command = Command {
            id,
            version: Some(self.row(id).await.version),
            once: String::new(),
            person: "Người Thử".to_owned(),
            deed,
            file: None,
        };
        ops::act(&self.deps, &self.at(cx), command).await
    }

    /// The same person at the clock of the installation.
    pub fn at(&self, cx: &OpContext) -> OpContext {
        use calendar::Clock;
        OpContext { now: self.clock.now(), request_id: Id::new(self.clock.now()), ..cx.clone() }
    }
}

/// Work for these agencies, due Tuesday 15 December 2026.
pub fn work(agencies: &[u8]) -> NewAssignment {
    NewAssignment {
        once: String::new(),
        person: "Phan Đình Bảo Long".to_owned(),
        source: Source::default(),
        notice: NoticeRef::default(),
        title: "Hoàn thiện cơ sở dữ liệu đất đai".to_owned(),
        product: "Biên bản nghiệm thu".to_owned(),
        words: String::new(),
        agencies: agencies.iter().map(|number| agency(*number)).collect(),
        helpers: Vec::new(),
        together: format!("{} cơ quan", agencies.len()),
        due: day("2026-12-15"),
        priority: crate::model::Priority::Normal,
    }
}

pub fn submit() -> Deed {
    Deed::Submit { words: String::new(), number: "12/BB-UBND".to_owned(), file: None }
}

pub fn confirm() -> Deed {
    Deed::Confirm { words: String::new() }
}
