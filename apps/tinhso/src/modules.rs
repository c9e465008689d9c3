//! The modules of the program: the one list of what is in it.
use crate::{Parts, probes};
use db::MigrationSet;
use std::sync::Arc;
use web::{Module, Route};

/// Sample provinces: folder in packs/, name in the masthead.
pub(crate) const SAMPLES: &[(&str, &str)] =
    &[("nghe-an", "Nghệ An"), ("son-la", "Sơn La"), ("quang-ngai", "Quảng Ngãi"), ("tay-ninh", "Tây Ninh")];

type Locales = &'static [(&'static str, &'static str)];

/// Words of crates that have no module of their own.
const WORDS: &[(&str, Locales)] = &[
    ("base", base::LOCALES),
    ("db", db::LOCALES),
    ("text", text::LOCALES),
    ("calendar", calendar::LOCALES),
    ("objects", objects::LOCALES),
    ("packs", packs::LOCALES),
    ("forms", forms::LOCALES),
    ("workflow", workflow::LOCALES),
    ("documents", documents::LOCALES),
];

/// Every module, floor by floor in the printed order.
#[must_use]
pub fn modules(parts: &Parts) -> Vec<Module> {
    let words = WORDS.iter().map(|(name, locales)| Module { locales, ..Module::new(name) });
    let mut all: Vec<Module> = words.collect();
    all.extend([
        web::gallery_module(),
        policy::module(),
        org::module(),
        parties::module(),
        identity::module(&parts.identity),
        procedures::module(&parts.db, &parts.catalogue, &parts.province),
        dossiers::module(&parts.dossiers),
        portal::module(&portal::Deps {
            db: parts.db.clone(),
            catalogue: Arc::clone(&parts.catalogue) as Arc<dyn contracts::Catalogue>,
            figures: Arc::new(dossiers::PublicCounts),
            behind: |tx| Ok(!jobs::dead_jobs(tx)?.is_empty() || !jobs::dead_letters(tx)?.is_empty()),
            since: parts.clock.now(),
        }),
        tasks::module(&parts.tasks),
        indicators::module(&parts.indicators),
        programme::module(&parts.programme),
        ioc::module(&parts.ioc),
        console::module(&parts.db, &parts.calendar),
        probes::module(parts),
    ]);
    all
}

/// Every table of the program, in the order of the floors and of the printed platform order.
#[must_use]
pub fn migration_sets() -> Vec<MigrationSet> {
    vec![
        jobs::MIGRATIONS,
        policy::MIGRATIONS,
        org::MIGRATIONS,
        parties::MIGRATIONS,
        packs::MIGRATIONS,
        forms::MIGRATIONS,
        workflow::MIGRATIONS,
        search::MIGRATIONS,
        identity::MIGRATIONS,
        procedures::MIGRATIONS,
        dossiers::MIGRATIONS,
        tasks::MIGRATIONS,
        indicators::MIGRATIONS,
        programme::MIGRATIONS,
        ioc::MIGRATIONS,
        console::MIGRATIONS,
        crate::MIGRATIONS,
    ]
}

/// Every route with its access.
#[must_use]
pub fn routes(parts: &Parts) -> Vec<Route> {
    modules(parts).into_iter().flat_map(|module| module.routes).collect()
}

/// Every permission that a module declares, told without building the modules: a role may name no other.
#[must_use]
pub fn permissions() -> Vec<&'static str> {
    [
        org::PERMISSIONS,
        parties::PERMISSIONS,
        identity::PERMISSIONS,
        console::PERMISSIONS,
        dossiers::PERMISSIONS,
        procedures::PERMISSIONS,
        programme::PERMISSIONS,
        tasks::PERMISSIONS,
        indicators::PERMISSIONS,
        ioc::PERMISSIONS,
    ]
    .concat()
}

/// Words that the command line may need: it has no modules, for it has no open database.
pub(crate) fn locales() -> Vec<(&'static str, &'static str, &'static str)> {
    let own = [
        ("tinhso", crate::LOCALES),
        ("policy", policy::LOCALES),
        ("identity", identity::LOCALES),
        ("procedures", procedures::LOCALES),
        ("dossiers", dossiers::LOCALES),
        ("programme", programme::LOCALES),
        ("tasks", tasks::LOCALES),
        ("indicators", indicators::LOCALES),
        ("ioc", ioc::LOCALES),
        ("org", org::module().locales),
        ("parties", parties::module().locales),
    ];
    WORDS
        .iter()
        .copied()
        .chain(own)
        .flat_map(|(name, texts)| texts.iter().map(move |(language, text)| (name, *language, *text)))
        .collect()
}

/// What the modules tell of their API.
pub(crate) fn api_documents() -> Vec<utoipa::openapi::OpenApi> {
    vec![dossiers::doors::api::openapi(), tasks::openapi(), indicators::doors::api::openapi()]
}
