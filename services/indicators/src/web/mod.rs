//! Pages of indicators.
use crate::Deps;
/// The routes of this crate.
pub fn routes(_deps: &Deps) -> Vec<web::Route> {
    Vec::new()
}
