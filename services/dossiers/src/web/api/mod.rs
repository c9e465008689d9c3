//! The programmable door: everything the pages do, under `/api/v1`.
use crate::Deps;

/// The routes of this group.
#[must_use]
pub fn routes(deps: &Deps) -> Vec<web::Route> {
    web::Routes::with(deps.clone()).into_vec()
}
