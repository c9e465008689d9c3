#![doc = include_str!("../README.md")]
#[path = "web/mod.rs"]
mod doors;
mod rules;
#[cfg(test)]
mod tests;

use base::Timestamp;
use contracts::{Catalogue, Figures};
use db::{Db, DbError, Tx};
use std::sync::Arc;

/// What the pages read.
#[derive(Clone)]
pub struct Deps {
    pub db: Db,
    pub catalogue: Arc<dyn Catalogue>,
    pub figures: Arc<dyn Figures>,
    /// Whether work of the program itself waits for a person.
    pub behind: fn(&mut Tx<'_>) -> Result<bool, DbError>,
    /// When the program began to answer, UTC.
    pub since: Timestamp,
}

/// The pages that every footer leads to, by the message that names them.
pub const FOOTER_LINKS: [(&str, &str); 3] = [
    ("portal-accessibility-title", "/kha-nang-tiep-can"),
    ("portal-privacy-title", "/quyen-rieng-tu"),
    ("portal-state-title", "/tinh-trang"),
];

/// What this crate gives the program.
#[must_use]
pub fn module(deps: &Deps) -> web::Module {
    web::Module {
        routes: doors::routes(deps),
        menu: vec![
            menu("portal-menu-procedures", "/thu-tuc", 10),
            menu("portal-menu-look-up", "/tra-cuu", 20),
        ],
        locales: &[("vi", include_str!("../locales/vi.ftl"))],
        ..web::Module::new("portal")
    }
}

const fn menu(key: &'static str, href: &'static str, order: u16) -> web::MenuItem {
    web::MenuItem { key, href, audience: web::Audience::Public, order }
}
