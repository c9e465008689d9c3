//! Officers behind the desk: work by due time, steps, drafting, signing.
use crate::Deps;

/// The routes of this group.
#[must_use]
pub fn routes(deps: &Deps) -> Vec<web::Route> {
    web::Routes::with(deps.clone()).into_vec()
}
