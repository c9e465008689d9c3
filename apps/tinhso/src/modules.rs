//! The modules of the program: the one list of what is in it.
use crate::{Parts, probes};
use db::MigrationSet;
use web::{Module, Route};

/// Sample provinces: folder in packs/, name in the masthead.
pub(crate) const SAMPLES: &[(&str, &str)] =
    &[("nghe-an", "Nghệ An"), ("son-la", "Sơn La"), ("quang-ngai", "Quảng Ngãi"), ("tay-ninh", "Tây Ninh")];

/// Every module, floor by floor in the printed order.
#[must_use]
pub fn modules(parts: &Parts) -> Vec<Module> {
    vec![web::gallery_module(), probes::module(parts), org::module()]
}

/// Every table of the program, in the order of the floors and of the printed platform order.
#[must_use]
pub fn migration_sets() -> Vec<MigrationSet> {
    vec![jobs::MIGRATIONS, policy::MIGRATIONS, org::MIGRATIONS, crate::MIGRATIONS]
}

/// Every route with its access.
#[must_use]
pub fn routes(parts: &Parts) -> Vec<Route> {
    modules(parts).into_iter().flat_map(|module| module.routes).collect()
}

/// Words of every module, for the command line, which has no open database.
pub(crate) fn locales() -> Vec<(&'static str, &'static str, &'static str)> {
    let all: &[(&str, &[(&str, &str)])] = &[];
    all.iter()
        .flat_map(|(name, texts)| texts.iter().map(|(language, text)| (*name, *language, *text)))
        .collect()
}

/// What the modules tell of their API.
pub(crate) fn api_documents() -> Vec<utoipa::openapi::OpenApi> {
    Vec::new()
}
