//! A small province in memory: two communes with a centre each, a department, their people, and the dossiers' history.
use crate::model::{Definition, FactBody};
use crate::{Counter, Deps, ops, store};
use base::{Date, Id, Timestamp};
use contracts::{
    AccountId, AgencyCandidate, AgencyFact, AgencyId, AgencyNames, Directory, DossierEvent, DossierHappened,
    DossierHistory, DossierId, HoldingFact, HoldingId, PositionId, UnitFact, UnitId,
};
use db::{Db, DbError, Tx};
use policy::{Actor, GrantRow, OpContext, Scope, Standing};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

pub const MIGRATIONS: &[db::MigrationSet] =
    &[db::MIGRATIONS, jobs::MIGRATIONS, policy::MIGRATIONS, crate::MIGRATIONS];

/// Friday 20 November 2026, 10:24 in Vietnam.
pub fn now() -> Timestamp {
    at("2026-11-20T10:24:00")
}

pub fn at(local: &str) -> Timestamp {
    Timestamp::from_local(local.parse().unwrap())
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn id(number: u8) -> Id {
    Id::from_bytes([number; 16])
}

/// Agencies by number: 11, 12 centres of communes 1 and 2; 21, 22 their committees; 31 the department; 41 the centre of
/// former commune 9, which commune 1 took over.
pub fn agency(number: u8) -> AgencyId {
    AgencyId::from(id(number))
}

pub fn town() -> Vec<AgencyFact> {
    let fact = |number: u8, code: &str, name: &str, kind: &str, unit: u8| AgencyFact {
        id: agency(number),
        code: code.to_owned(),
        name: name.to_owned(),
        kind: kind.to_owned(),
        unit: UnitId::from(id(unit)),
        parent: None,
    };
    vec![
        fact(11, "H41.77.01", "Trung tâm Phục vụ hành chính công xã Con Cuông", "commune_centre", 101),
        fact(12, "H41.108.01", "Trung tâm Phục vụ hành chính công xã Châu Khê", "commune_centre", 102),
        fact(21, "H41.77", "Ủy ban nhân dân xã Con Cuông", "commune_committee", 101),
        fact(22, "H41.108", "Ủy ban nhân dân xã Châu Khê", "commune_committee", 102),
        fact(31, "H41.08", "Sở Khoa học và Công nghệ tỉnh Nghệ An", "department", 100),
        fact(41, "", "Bộ phận Một cửa xã Yên Khê", "commune_centre", 109),
    ]
}

/// Directory, names and history of the town.
#[derive(Clone, Default)]
pub struct Town {
    pub history: Arc<Mutex<BTreeMap<DossierId, Vec<DossierHappened>>>>,
}

impl Directory for Town {
    fn agencies(&self, _: &mut Tx<'_>, ids: &[AgencyId]) -> Result<Vec<AgencyFact>, DbError> {
        Ok(town().into_iter().filter(|one| ids.contains(&one.id)).collect())
    }
    fn agency_by_code(&self, _: &mut Tx<'_>, code: &str, _: Date) -> Result<Option<AgencyFact>, DbError> {
        Ok(town().into_iter().find(|one| one.code == code))
    }
    fn agencies_of_kind(
        &self,
        _: &mut Tx<'_>,
        unit: UnitId,
        kind: &str,
        _: Date,
    ) -> Result<Vec<AgencyFact>, DbError> {
        Ok(town().into_iter().filter(|one| one.unit == unit && one.kind == kind).collect())
    }
    fn units(&self, tx: &mut Tx<'_>, ids: &[UnitId]) -> Result<Vec<UnitFact>, DbError> {
        let all = self.communes(tx, now().date())?;
        Ok(all.into_iter().filter(|one| ids.contains(&one.id)).collect())
    }
    fn communes(&self, _: &mut Tx<'_>, _: Date) -> Result<Vec<UnitFact>, DbError> {
        let unit = |number: u8, name: &str| UnitFact {
            id: UnitId::from(id(number)),
            code: number.to_string(),
            full_name: name.to_owned(),
            parent: None,
        };
        Ok(vec![unit(101, "Xã Con Cuông"), unit(102, "Xã Châu Khê")])
    }
}

impl AgencyNames for Town {
    fn candidates(&self, _: &mut Tx<'_>, printed: &str, _: Date) -> Result<Vec<AgencyCandidate>, DbError> {
        let all = town();
        let same = all.iter().filter(|one| one.name.starts_with(printed) && one.id != agency(41));
        let mut found: Vec<AgencyCandidate> =
            same.map(|one| AgencyCandidate { agency: one.clone(), reason: "same_name" }).collect();
        if printed == "Bộ phận Một cửa xã Yên Khê" {
            found.push(AgencyCandidate { agency: all[0].clone(), reason: "successor" });
        }
        Ok(found)
    }
    fn of_group(&self, _: &mut Tx<'_>, group: &str, _: Date) -> Result<Vec<AgencyFact>, DbError> {
        let kind = if group == "communes" { "commune_committee" } else { "department" };
        Ok(town().into_iter().filter(|one| one.kind == kind).collect())
    }
}

impl DossierHistory for Town {
    fn replay(
        &self,
        _: &mut Tx<'_>,
        after: Option<DossierId>,
        limit: i64,
    ) -> Result<Vec<(DossierId, Vec<DossierHappened>)>, DbError> {
        let all = self.history.lock().unwrap();
        let next = all.iter().filter(|(dossier, _)| after.is_none_or(|last| **dossier > last));
        Ok(next.take(usize::try_from(limit).unwrap()).map(|(id, list)| (*id, list.clone())).collect())
    }
    fn codes(&self, _: &mut Tx<'_>, ids: &[DossierId]) -> Result<Vec<(DossierId, String)>, DbError> {
        Ok(ids.iter().map(|id| (*id, format!("H41.77.01-261120-{:04}", id.id().as_bytes()[15]))).collect())
    }
}

/// Operations over `db`, and the town behind them.
pub fn deps(db: &Db) -> (Deps, Town) {
    let town = Town::default();
    let deps = Deps {
        db: db.clone(),
        directory: Arc::new(town.clone()),
        names: Arc::new(town.clone()),
        history: Arc::new(town.clone()),
        counter: Counter::default(),
    };
    (deps, town)
}

/// An officer with these permissions over these agencies; none: over all.
pub fn officer(number: u8, permissions: &[&'static str], agencies: Option<&[AgencyId]>) -> OpContext {
    let account = AccountId::from(id(number));
    let holding = HoldingFact {
        holding: HoldingId::from(id(number)),
        position: PositionId::from(id(number)),
        agency: agencies.and_then(|list| list.first().copied()).unwrap_or(agency(31)),
        agency_name: "Sở Khoa học và Công nghệ".to_owned(),
        role: "case_officer".to_owned(),
        title: "Chuyên viên".to_owned(),
    };
    let scope = || agencies.map_or(Scope::All, |list| Scope::Agencies(list.to_vec()));
    let grants = permissions
        .iter()
        .map(|permission| GrantRow {
            permission: (*permission).to_owned(),
            scope: if *permission == "indicators.read" { Scope::All } else { scope() },
            holding: holding.holding,
        })
        .collect();
    OpContext {
        actor: Actor::Officer(account),
        standing: Arc::new(Standing { account: Some(account), holdings: vec![holding], grants }),
        ..OpContext::anonymous(now())
    }
}

pub fn statistician() -> OpContext {
    officer(1, crate::PERMISSIONS, None)
}

pub fn at_time(cx: &OpContext, when: Timestamp) -> OpContext {
    OpContext { now: when, ..cx.clone() }
}

/// The facts of the first pack.
pub fn facts() -> Vec<FactBody> {
    pack("su-kien.toml").0
}

/// The definitions of the first pack.
pub fn definitions() -> Vec<Definition> {
    ["ho-so.toml", "bao-cao.toml"].iter().flat_map(|file| pack(file).1).collect()
}

pub fn definition(code: &str) -> Definition {
    definitions().into_iter().find(|one| one.code == code).unwrap()
}

fn pack(file: &str) -> (Vec<FactBody>, Vec<Definition>) {
    #[derive(serde::Deserialize)]
    struct File {
        #[serde(default)]
        fact: Vec<FactBody>,
        #[serde(default)]
        indicator: Vec<Definition>,
    }
    let path = format!("{}/../../packs/chi-so/indicators/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    (file.fact, file.indicator)
}

/// Stores the pack's facts, ready to count.
pub async fn with_facts(db: &Db) {
    db.write(|tx| {
        for fact in facts() {
            store::add_fact(tx, &fact, now())?;
        }
        store::settle_facts(tx)?;
        store::raise_revision(tx)
    })
    .await
    .unwrap();
}

/// Stores definitions from 2026-01-01 on.
pub async fn with_definitions(db: &Db, list: Vec<Definition>) {
    db.write(move |tx| {
        for one in &list {
            store::put_definition(tx, one, day("2026-01-01"), "", None, now())?;
        }
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
}

/// A dossier received at `received` by agency `number`.
pub fn event(dossier: u8, number: u8, received: Option<&str>) -> DossierEvent {
    DossierEvent {
        dossier: DossierId::from(Id::from_bytes([
            0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, dossier,
        ])),
        status: if received.is_some() { 2 } else { 1 },
        receiving: agency(number),
        resolving: agency(number + 10),
        procedure_code: "1.001193".to_owned(),
        at: received.map_or(now(), at),
        online: false,
        received_at: received.map(at),
        due_at: received.map(|text| at(text).plus_seconds(5 * 86_400)),
        closed_at: None,
    }
}

/// Delivers one event and remembers it in the history.
pub async fn deliver(deps: &Deps, town: &Town, kind: &'static str, event: DossierEvent, seq: i64) {
    let happened = DossierHappened { kind: kind.to_owned(), event: event.clone() };
    town.history.lock().unwrap().entry(event.dossier).or_default().push(happened);
    again(deps, kind, event, seq).await;
}

/// Delivers an event (once more).
pub async fn again(deps: &Deps, kind: &'static str, event: DossierEvent, seq: i64) {
    let counter = deps.counter.clone();
    deps.db.write(move |tx| ops::count_event(&counter, tx, kind, &event, seq)).await.unwrap();
}

/// Counters by the fact's code: (code, span, day, agency) → count.
pub async fn cells(db: &Db) -> BTreeMap<(String, String, Date, AgencyId), i64> {
    db.read::<_, DbError, _>(|tx| {
        let names: BTreeMap<i64, String> =
            store::facts(tx)?.into_iter().map(|fact| (fact.number, fact.body.code)).collect();
        let all = store::cells::all_cells(tx)?;
        Ok(all
            .into_iter()
            .filter_map(|(fact, span, day, agency, count)| {
                Some(((names.get(&fact)?.clone(), span, day, agency), count))
            })
            .collect())
    })
    .await
    .unwrap()
}

/// The sum of a fact over all days.
pub async fn total(db: &Db, code: &str) -> i64 {
    cells(db).await.iter().filter(|((fact, span, ..), _)| fact == code && span == "d").map(|(_, n)| n).sum()
}
