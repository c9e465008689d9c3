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

/// Where an officer goes after signing in: the first page that she may see.  The counter first: whoever sits there works
/// with the next person in line.  Then whoever leads, on the page of what asks for her decision; rights cannot tell the
/// chair from the head of a small unit who resolves dossiers herself, so that page leads on to "Việc của tôi".  Then
/// whoever has steps to do, and whoever only keeps a plan or a number.
const LANDING: &[(&str, &str)] = &[
    ("dossiers.desk", "/quay"),
    ("programme.plan", "/ke-hoach"),
    ("ioc.view", "/dieu-hanh"),
    ("workflow.act", "/viec"),
    ("dossiers.leader", "/hom-nay"),
    ("indicators.define", "/chi-so"),
];

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
    pub tasks: tasks::Deps,
    pub indicators: indicators::Deps,
    pub programme: programme::Deps,
    pub ioc: ioc::Deps,
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
        let tasks = tasks::Deps {
            db: db.clone(),
            objects: objects.clone(),
            directory: Arc::new(OrgDirectory),
            names: Arc::new(OrgDirectory),
            time: Arc::new(calendar.clone()),
        };
        let indicators = indicators::Deps {
            db: db.clone(),
            directory: Arc::new(OrgDirectory),
            names: Arc::new(OrgDirectory),
            history: Arc::new(dossiers::History),
            counter: indicators::Counter::default(),
        };
        let values: Arc<dyn contracts::Indicators> =
            Arc::new(indicators::Values::new(Arc::new(OrgDirectory)));
        let programme = programme::Deps {
            db: db.clone(),
            objects: objects.clone(),
            directory: Arc::new(OrgDirectory),
            names: Arc::new(OrgDirectory),
            time: Arc::new(calendar.clone()),
            indicators: Arc::clone(&values),
            assignments: Arc::new(tasks::AssignedWork),
        };
        let ioc = ioc::Deps {
            db: db.clone(),
            clock: Arc::clone(&clock),
            indicators: values,
            plans: Arc::new(programme::ops::track::PlanSummaries {
                ports: programme::ops::track::Ports::of(&programme),
            }),
            assignments: Arc::new(tasks::AssignedWork),
            figures: Arc::new(dossiers::PublicCounts),
            pinned: Arc::from(Vec::new()),
        };
        Ok(Self {
            db,
            objects,
            clock,
            identity,
            calendar,
            catalogue,
            dossiers,
            tasks,
            indicators,
            programme,
            ioc,
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
