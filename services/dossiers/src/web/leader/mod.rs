//! The leader's page and the lists behind its numbers.
mod behind;
mod standing;
mod today;

use crate::Deps;
use web::{Access, RouteKind};

const LEADER: Access = Access::Permission("dossiers.leader");

/// The routes of this group.
#[must_use]
pub fn routes(deps: &Deps) -> Vec<web::Route> {
    web::Routes::with(deps.clone())
        .get("/hom-nay", "show_leader", LEADER, today::show_leader)
        .get("/hom-nay/so-lieu.csv", "get_leader_csv", LEADER, today::get_leader_csv)
        .kind(RouteKind::File)
        .get("/hom-nay/ho-so", "list_behind", LEADER, behind::list_behind)
        .get("/hom-nay/ho-so/{id}", "show_standing", LEADER, standing::show_standing)
        .into_vec()
}
