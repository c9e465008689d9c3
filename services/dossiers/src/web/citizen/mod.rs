//! The person's side: filing, drafts, look-up, supplement, confirming a draft result.
use crate::Deps;

/// The routes of this group.
#[must_use]
pub fn routes(deps: &Deps) -> Vec<web::Route> {
    web::Routes::with(deps.clone()).into_vec()
}
