//! The leader's page and the lists behind its numbers.
use crate::Deps;

/// The routes of this group.
#[must_use]
pub fn routes(deps: &Deps) -> Vec<web::Route> {
    web::Routes::with(deps.clone()).into_vec()
}
