//! The one-stop desk: intake, online queue, hand-over, return, printed forms.
use crate::Deps;

/// The routes of this group.
#[must_use]
pub fn routes(deps: &Deps) -> Vec<web::Route> {
    web::Routes::with(deps.clone()).into_vec()
}
