//! What the modules are built from: opened once, handed to whoever needs it.
use crate::numbers::Numbers;
use crate::places::StoredPlaces;
use base::Refusal;
use calendar::Clock;
use console::StoredCalendar;
use db::Db;
use dossiers::Deps;
use forms::ListedCodes;
use identity::{Identity, IdentityConfig, SampleAccounts};
use objects::Objects;
use org::OrgDirectory;
use procedures::CatalogueReader;
use std::net::IpAddr;
use std::sync::Arc;

/// Where an officer goes after signing in: the first page that she may see.
const LANDING: &[(&str, &str)] =
    &[("dossiers.desk", "/quay"), ("workflow.act", "/viec"), ("dossiers.leader", "/hom-nay")];

/// What the configuration decides about the modules.
#[derive(Clone, Default)]
pub struct Choices {
    /// Printed in QR codes, without a slash at the end.
    pub public_url: String,
    /// The province's name without its kind, "Nghệ An".
    pub province: String,
    /// Only of a sample installation.
    pub samples: Option<SampleAccounts>,
    pub metrics_from: Vec<IpAddr>,
}

/// Everything that is opened once and shared.
#[derive(Clone)]
pub struct Parts {
    pub db: Db,
    pub objects: Objects,
    pub clock: Arc<dyn Clock>,
    pub identity: Identity,
    pub calendar: StoredCalendar,
    pub catalogue: Arc<CatalogueReader>,
    pub dossiers: Deps,
    pub(crate) province: String,
    pub(crate) places: StoredPlaces,
    pub(crate) numbers: Arc<Numbers>,
    pub(crate) metrics_from: Arc<Vec<IpAddr>>,
}

/// Why the parts do not come together.
pub type PartsError = Box<dyn Refusal>;

fn refused(error: impl Refusal + 'static) -> PartsError {
    Box::new(error)
}

impl Parts {
    /// Puts the parts together over a migrated database.
    ///
    /// # Errors
    /// The refusal of a part that cannot read what is stored.
    pub fn assemble(
        db: Db,
        objects: Objects,
        clock: Arc<dyn Clock>,
        choices: Choices,
    ) -> Result<Self, PartsError> {
        let calendar = StoredCalendar::load(&db).map_err(refused)?;
        let places = StoredPlaces::load(&db, clock.now()).map_err(refused)?;
        let numbers = Arc::new(Numbers::since(clock.now()));
        let catalogue = Arc::new(CatalogueReader::new());
        let identity = Identity::new(IdentityConfig {
            samples: choices.samples,
            landing: LANDING.to_vec(),
            citizen_home: "/cua-toi",
            ..IdentityConfig::new(
                db.clone(),
                Arc::new(OrgDirectory),
                Arc::new(OrgDirectory),
                Arc::clone(&clock),
            )
        });
        let settings = dossiers::Settings { public_url: choices.public_url, ..dossiers::Settings::default() };
        let dossiers = Deps {
            db: db.clone(),
            catalogue: Arc::clone(&catalogue) as Arc<dyn contracts::Catalogue>,
            directory: Arc::new(OrgDirectory),
            time: Arc::new(calendar.clone()),
            places: Arc::new(places.clone()),
            codes: Arc::new(code_lists()),
            objects: objects.clone(),
            settings: Arc::new(settings),
        };
        Ok(Self {
            db,
            objects,
            clock,
            identity,
            calendar,
            catalogue,
            dossiers,
            province: choices.province,
            places,
            numbers,
            metrics_from: Arc::new(choices.metrics_from),
        })
    }
}

fn code_lists() -> ListedCodes {
    ListedCodes::default()
}
