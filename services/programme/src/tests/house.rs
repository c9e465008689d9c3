//! A small province for the tests of plans: its agencies by code, its names, one planner.
use crate::Deps;
use crate::ops::adopt::AgencyPorts;
use base::{Date, Id, Timestamp};
use contracts::{
    AccountId, AgencyCandidate, AgencyFact, AgencyId, AgencyNames, Assignments, Directory, HoldingFact,
    HoldingId, IndicatorFact, Indicators, Measured, UnitFact, UnitId,
};
use db::{Db, DbError, Tx};
use policy::{Actor, GrantRow, OpContext, Scope, Standing};
use std::sync::Arc;

pub const MIGRATIONS: [db::MigrationSet; 2] = [policy::MIGRATIONS, crate::MIGRATIONS];

pub fn now() -> Timestamp {
    let day: Date = "2026-11-20".parse().unwrap();
    Timestamp::from_local(day.at(10, 46, 0, 0))
}

/// Code, name, kind.
const AGENCIES: &[(&str, &str, &str)] = &[
    ("H41", "Ủy ban nhân dân tỉnh Nghệ An", "provincial_committee"),
    ("H41.01", "Văn phòng UBND tỉnh", "office"),
    ("H41.02", "Sở Nội vụ", "department"),
    ("H41.06", "Sở Nông nghiệp và Môi trường", "department"),
    ("H41.08", "Sở Khoa học và Công nghệ", "department"),
    ("H41.09", "Sở Văn hóa, Thể thao và Du lịch", "department"),
    ("H41.77", "UBND xã Con Cuông", "commune_committee"),
    ("H41.78", "UBND xã Môn Sơn", "commune_committee"),
];

/// Former names and the codes of what they became.
const FORMER: &[(&str, &[&str], &str)] = &[
    ("so thong tin va truyen thong", &["H41.08", "H41.09"], "successor"),
    ("so tai nguyen va moi truong", &["H41.06"], "successor"),
    ("uy ban nhan dan huyen con cuong", &["H41.77", "H41.78"], "district"),
    ("ubnd huyen con cuong", &["H41.77", "H41.78"], "district"),
];

pub fn agency(code: &str) -> AgencyId {
    let at = AGENCIES.iter().position(|(known, ..)| *known == code).unwrap();
    AgencyId::from(Id::from_bytes([u8::try_from(at + 1).unwrap(); 16]))
}

fn fact(code: &str) -> AgencyFact {
    let (code, name, kind) = AGENCIES.iter().find(|(known, ..)| *known == code).unwrap();
    AgencyFact {
        id: agency(code),
        code: (*code).to_owned(),
        name: (*name).to_owned(),
        kind: (*kind).to_owned(),
        unit: UnitId::from(Id::from_bytes([200; 16])),
        parent: (*code != "H41").then(|| agency("H41")),
    }
}

pub struct Town;

impl AgencyNames for Town {
    fn candidates(&self, _: &mut Tx<'_>, printed: &str, _: Date) -> Result<Vec<AgencyCandidate>, DbError> {
        let wanted = text::fold(printed);
        let same = AGENCIES.iter().find(|(_, name, _)| text::fold(name) == wanted);
        if let Some((code, ..)) = same {
            return Ok(vec![AgencyCandidate { agency: fact(code), reason: "same_name" }]);
        }
        let former = FORMER.iter().find(|(name, ..)| *name == wanted);
        Ok(former.map_or_else(Vec::new, |(_, codes, reason)| {
            codes.iter().map(|code| AgencyCandidate { agency: fact(code), reason }).collect()
        }))
    }

    fn of_group(&self, _: &mut Tx<'_>, group: &str, _: Date) -> Result<Vec<AgencyFact>, DbError> {
        let wanted = if group == "communes" { "commune_committee" } else { "department" };
        Ok(AGENCIES.iter().filter(|(.., kind)| *kind == wanted).map(|(code, ..)| fact(code)).collect())
    }
}

impl Directory for Town {
    fn agencies(&self, _: &mut Tx<'_>, ids: &[AgencyId]) -> Result<Vec<AgencyFact>, DbError> {
        let known = |id: &AgencyId| AGENCIES.iter().find(|(code, ..)| agency(code) == *id);
        Ok(ids.iter().filter_map(known).map(|(code, ..)| fact(code)).collect())
    }

    fn agency_by_code(&self, _: &mut Tx<'_>, code: &str, _: Date) -> Result<Option<AgencyFact>, DbError> {
        Ok(AGENCIES.iter().find(|(known, ..)| *known == code).map(|(code, ..)| fact(code)))
    }

    fn agencies_of_kind(
        &self,
        _: &mut Tx<'_>,
        _: UnitId,
        kind: &str,
        _: Date,
    ) -> Result<Vec<AgencyFact>, DbError> {
        Ok(AGENCIES.iter().filter(|(.., known)| *known == kind).map(|(code, ..)| fact(code)).collect())
    }

    fn units(&self, _: &mut Tx<'_>, _: &[UnitId]) -> Result<Vec<UnitFact>, DbError> {
        Ok(Vec::new())
    }

    fn communes(&self, _: &mut Tx<'_>, _: Date) -> Result<Vec<UnitFact>, DbError> {
        Ok(Vec::new())
    }
}

/// No indicator is defined, nothing is assigned.
struct Nothing;

impl Indicators for Nothing {
    fn list(&self, _: &mut Tx<'_>) -> Result<Vec<IndicatorFact>, DbError> {
        Ok(Vec::new())
    }

    fn latest(&self, _: &mut Tx<'_>, _: &[String], _: Timestamp) -> Result<Vec<Measured>, DbError> {
        Ok(Vec::new())
    }

    fn monthly(&self, _: &mut Tx<'_>, _: &str, _: Date, _: Date) -> Result<Vec<Measured>, DbError> {
        Ok(Vec::new())
    }
}

impl Assignments for Nothing {
    fn counts(&self, _: &mut Tx<'_>, _: Timestamp) -> Result<contracts::AssignmentCounts, DbError> {
        Ok(contracts::AssignmentCounts::default())
    }

    fn of_source(
        &self,
        _: &mut Tx<'_>,
        _: &str,
        _: Timestamp,
    ) -> Result<Vec<contracts::AssignmentFact>, DbError> {
        Ok(Vec::new())
    }
}

pub struct Houses {
    pub ports: AgencyPorts,
    /// Holds every permission of a planner over the whole province.
    pub planner: OpContext,
    /// Signed in, without any permission of this crate.
    pub stranger: OpContext,
}

pub fn officer(number: u8, permissions: &[&str]) -> OpContext {
    let account = AccountId::from(Id::from_bytes([number; 16]));
    let holding = HoldingFact {
        holding: HoldingId::from(Id::from_bytes([number; 16])),
        position: contracts::PositionId::from(Id::from_bytes([number; 16])),
        agency: agency("H41.08"),
        agency_name: "Sở Khoa học và Công nghệ".to_owned(),
        role: "planner".to_owned(),
        title: "Chuyên viên".to_owned(),
    };
    let grants = permissions
        .iter()
        .map(|permission| GrantRow {
            permission: (*permission).to_owned(),
            scope: Scope::All,
            holding: holding.holding,
        })
        .collect();
    let standing = Standing { account: Some(account), holdings: vec![holding], grants };
    OpContext { actor: Actor::Officer(account), standing: Arc::new(standing), ..OpContext::anonymous(now()) }
}

pub fn house() -> Houses {
    Houses {
        ports: AgencyPorts { names: Arc::new(Town), directory: Arc::new(Town) },
        planner: officer(71, crate::PERMISSIONS),
        stranger: officer(72, &[]),
    }
}

/// Whatever folder the objects lie in lives as long as the test.
pub struct Site {
    pub deps: Deps,
    pub folder: std::path::PathBuf,
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

struct Always;

impl contracts::WorkingTime for Always {
    fn calendar(&self) -> calendar::WorkCalendar {
        calendar::WorkCalendar::new(calendar::CalendarData::standard()).unwrap()
    }

    fn policies(&self) -> calendar::PolicyBook {
        calendar::PolicyBook::default()
    }
}

pub fn site(db: &Db) -> Site {
    let folder = std::env::temp_dir().join(format!("tinhso-programme-{}", Id::new(now())));
    let deps = Deps {
        db: db.clone(),
        objects: objects::Objects::open(&folder).unwrap(),
        directory: Arc::new(Town),
        names: Arc::new(Town),
        time: Arc::new(Always),
        indicators: Arc::new(Nothing),
        assignments: Arc::new(Nothing),
    };
    Site { deps, folder }
}
