//! Nghệ An in a fresh database: the whole country's territory, the province's agencies, five configured procedures with
//! the sample decisions, and one set of officers for every commune.
use super::answers::Home;
use crate::Fail;
use base::{Id, Timestamp};
use calendar::{PolicyBook, WorkCalendar};
use contracts::{
    AccountId, AgencyFact, AgencyId, Directory, HoldingFact, HoldingId, PositionId, UnitId, WorkingTime,
};
use db::{Db, MigrationSet};
use dossiers::{Deps, Settings};
use forms::{ListedCodes, ListedCommune, ListedPlaces, Place};
use org::OrgDirectory;
use org::pack::{CountryPack, ProvincePack};
use packs::{Dir, Readers};
use policy::{Actor, GrantRow, OpContext, Scope, Standing};
use procedures::{CatalogueReader, Change, NewOverlay};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Every table that the operations touch, in the printed order of the floors.
pub const MIGRATIONS: &[MigrationSet] = &[
    db::MIGRATIONS,
    jobs::MIGRATIONS,
    policy::MIGRATIONS,
    org::MIGRATIONS,
    parties::MIGRATIONS,
    packs::MIGRATIONS,
    forms::MIGRATIONS,
    workflow::MIGRATIONS,
    search::MIGRATIONS,
    procedures::MIGRATIONS,
    dossiers::MIGRATIONS,
];

const SECTORS: &[&str] =
    &["khai-sinh", "chung-thuc", "ho-kinh-doanh", "giay-phep-xay-dung", "an-toan-thuc-pham"];

struct Hours(WorkCalendar);

impl WorkingTime for Hours {
    fn calendar(&self) -> WorkCalendar {
        self.0.clone()
    }
    fn policies(&self) -> PolicyBook {
        PolicyBook::default()
    }
}

/// A commune with the people who work in it.
#[derive(Clone, Debug)]
pub struct Commune {
    pub home: Home,
    pub centre: AgencyId,
    pub committee: AgencyId,
    /// Agency that is asked for its opinion on a house.
    pub culture: AgencyId,
}

/// The open province.
pub struct Province {
    pub deps: Deps,
    pub communes: Vec<Commune>,
    pub provincial_centre: AgencyId,
    pub department: AgencyId,
    /// Who does the work of a role in an agency.
    officers: HashMap<(AgencyId, &'static str), OpContext>,
}

/// The checkout's packs.
#[must_use]
pub fn packs_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs")
}

fn text(path: &str) -> Result<String, Fail> {
    let path = packs_folder().join(path);
    std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()).into())
}

#[derive(serde::Deserialize)]
struct Overlays {
    local: Vec<String>,
    overlay: Vec<Decision>,
}

#[derive(serde::Deserialize)]
struct Decision {
    code: String,
    case: Option<String>,
    channel: Option<contracts::Channel>,
    decision: String,
    effective_from: String,
    change: Change,
}

impl Province {
    /// Founds the province in an empty database.
    ///
    /// # Errors
    /// What the packs or the database refuse.
    pub async fn found(db: Db, objects: &Path, now: Timestamp) -> Result<Self, Fail> {
        let country = CountryPack::from_texts(
            &text("vietnam/units.tsv")?,
            &text("vietnam/successions.tsv")?,
            &text("vietnam/resolutions.tsv")?,
        )?;
        org::import_country(&db, &country, now).await?;
        org::import_province(&db, &ProvincePack::from_toml(&text("nghe-an/org.toml")?)?, now).await?;
        let installed = db.clone();
        tokio::task::spawn_blocking(move || install_sectors(&installed, now)).await??;
        lay_decisions(&db, now).await?;
        Self::open(db, objects, now).await
    }

    /// Opens the province where it stands.
    ///
    /// # Errors
    /// The database's; a province without the expected agencies.
    pub async fn open(db: Db, objects: &Path, now: Timestamp) -> Result<Self, Fail> {
        let today = now.date();
        let read = db
            .read(move |tx| {
                let units = OrgDirectory.communes(tx, today)?;
                let mut list = Vec::new();
                for unit in units {
                    let one = |tx: &mut db::Tx<'_>, kind: &str| -> Result<Option<AgencyFact>, db::DbError> {
                        Ok(OrgDirectory.agencies_of_kind(tx, unit.id, kind, today)?.into_iter().next())
                    };
                    let found = [
                        "commune_centre",
                        "commune_committee",
                        "commune_office",
                        "commune_economy",
                        "commune_culture",
                    ]
                    .iter()
                    .map(|kind| one(tx, kind))
                    .collect::<Result<Vec<_>, _>>()?;
                    list.push((unit, found));
                }
                let centre = OrgDirectory.agency_by_code(tx, "H41.14", today)?;
                let department = OrgDirectory.agency_by_code(tx, "H41.06", today)?;
                Ok::<_, db::DbError>((list, centre, department))
            })
            .await?;
        let (units, centre, department) = read;
        let (Some(centre), Some(department)) = (centre, department) else {
            return Err("the province has no centre or no department of agriculture".into());
        };
        let mut roll = Roll::default();
        let mut communes = Vec::new();
        let mut listed = Vec::new();
        for (unit, found) in units {
            let mut found = found.into_iter().flatten();
            let (Some(here), Some(committee), Some(office), Some(economy), Some(culture)) =
                (found.next(), found.next(), found.next(), found.next(), found.next())
            else {
                return Err(format!("{} lacks an agency", unit.full_name).into());
            };
            roll.desk(&here);
            roll.hire(&office, "civil_status_officer");
            roll.hire(&economy, "case_officer");
            roll.hire(&economy, "head");
            roll.hire(&culture, "case_officer");
            roll.hire(&committee, "chair");
            let name = format!("{}, tỉnh Nghệ An", unit.full_name);
            communes.push(Commune {
                home: Home { unit: unit.id, code: unit.code.clone(), name },
                centre: here.id,
                committee: committee.id,
                culture: culture.id,
            });
            listed.push(listed_commune(unit.id, unit.code, unit.full_name));
        }
        roll.desk(&centre);
        roll.hire(&department, "case_officer");
        roll.hire(&department, "head");
        let province = Place {
            id: UnitId::from(Id::from_bytes([40; 16])),
            code: "40".into(),
            name: "Tỉnh Nghệ An".into(),
        };
        let deps = Deps {
            db,
            catalogue: Arc::new(CatalogueReader::new()),
            directory: Arc::new(OrgDirectory),
            time: Arc::new(Hours(WorkCalendar::standard()?)),
            places: Arc::new(ListedPlaces::new(Some("40".into()), vec![province], listed)),
            codes: Arc::new(ListedCodes::default()),
            objects: objects::Objects::open(objects)?,
            settings: Arc::new(Settings::default()),
        };
        Ok(Self {
            deps,
            communes,
            provincial_centre: centre.id,
            department: department.id,
            officers: roll.officers,
        })
    }

    /// The officer of a role in an agency, at this instant.
    ///
    /// # Errors
    /// When nobody holds the role there.
    pub fn officer(&self, agency: AgencyId, role: &str, now: Timestamp) -> Result<OpContext, Fail> {
        let known = ROLES.iter().find(|known| **known == role);
        let found = known.and_then(|role| self.officers.get(&(agency, *role)));
        let cx = found.ok_or_else(|| format!("nobody is {role} in {agency}"))?;
        Ok(OpContext { now, request_id: Id::new(now), ..cx.clone() })
    }
}

fn listed_commune(id: UnitId, code: String, name: String) -> ListedCommune {
    ListedCommune {
        place: Place { id, code, name },
        province_code: "40".to_owned(),
        former_names: Vec::new(),
        from: base::Date::constant(2025, 7, 1),
        until: None,
    }
}

fn install_sectors(db: &Db, now: Timestamp) -> Result<(), Fail> {
    let cx = OpContext::system("bench", now);
    let readers = Readers::new(procedures::pack_readers());
    for sector in SECTORS {
        packs::install(db, &cx, &Dir(packs_folder().join(sector)), &readers)
            .map_err(|error| format!("{sector}: {error} {:?}", error.problems()))?;
    }
    Ok(())
}

async fn lay_decisions(db: &Db, now: Timestamp) -> Result<(), Fail> {
    let cx = administrator(now);
    let file: Overlays = toml::from_str(&text("nghe-an/overlays.toml")?)?;
    for decision in file.overlay {
        let new = NewOverlay {
            code: decision.code,
            case: decision.case,
            channel: decision.channel,
            change: decision.change,
            decision: decision.decision,
            effective_from: decision.effective_from.parse()?,
            effective_to: None,
        };
        procedures::set_overlay(db, &cx, new).await?;
    }
    for code in file.local {
        procedures::set_mode(db, &cx, &code, contracts::Mode::Local).await?;
    }
    Ok(())
}

/// Whoever may lay decisions upon the catalogue.
fn administrator(now: Timestamp) -> OpContext {
    let agency = AgencyId::from(Id::from_bytes([1; 16]));
    let mut roll = Roll::default();
    let fact = holding(&mut roll.next, agency, "Tỉnh", "administrator");
    let grants =
        vec![GrantRow { permission: procedures::MANAGE.into(), scope: Scope::All, holding: fact.holding }];
    context(fact, grants, now)
}

const ROLES: &[&str] =
    &["reception_officer", "centre_director", "civil_status_officer", "case_officer", "head", "chair"];

/// Officers as they are hired.
#[derive(Default)]
struct Roll {
    next: u64,
    officers: HashMap<(AgencyId, &'static str), OpContext>,
}

impl Roll {
    fn desk(&mut self, centre: &AgencyFact) {
        self.add(
            centre,
            "reception_officer",
            &["dossiers.desk", "dossiers.receive", "dossiers.return", "dossiers.view", "workflow.act"],
        );
        self.add(centre, "centre_director", &["dossiers.approve_refusal", "dossiers.view"]);
    }

    fn hire(&mut self, agency: &AgencyFact, role: &'static str) {
        self.add(agency, role, &["workflow.act", "dossiers.view"]);
    }

    fn add(&mut self, agency: &AgencyFact, role: &'static str, permissions: &[&str]) {
        let fact = holding(&mut self.next, agency.id, &agency.name, role);
        let scope = || Scope::Agencies(vec![agency.id]);
        let row = |permission: &&str| GrantRow {
            permission: (*permission).to_owned(),
            scope: scope(),
            holding: fact.holding,
        };
        let grants = permissions.iter().map(row).collect();
        self.officers.insert((agency.id, role), context(fact.clone(), grants, Timestamp::from_micros(0)));
    }
}

fn holding(next: &mut u64, agency: AgencyId, agency_name: &str, role: &str) -> HoldingFact {
    *next += 1;
    let mut bytes = [0_u8; 16];
    bytes[8..].copy_from_slice(&next.to_be_bytes());
    let id = Id::from_bytes(bytes);
    HoldingFact {
        holding: HoldingId::from(id),
        position: PositionId::from(id),
        agency,
        agency_name: agency_name.to_owned(),
        role: role.to_owned(),
        title: role.to_owned(),
    }
}

fn context(fact: HoldingFact, grants: Vec<GrantRow>, now: Timestamp) -> OpContext {
    let account = AccountId::from(fact.holding.id());
    let standing = Standing { account: Some(account), holdings: vec![fact], grants };
    OpContext { actor: Actor::Officer(account), standing: Arc::new(standing), ..OpContext::anonymous(now) }
}
