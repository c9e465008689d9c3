//! The public pages.
mod about;
mod home;
mod procedure;
mod results;

use crate::Deps;
use web::{Access, Routes};

pub(crate) fn routes(deps: &Deps) -> Vec<web::Route> {
    Routes::with(deps.clone())
        .get("/", "show_home", Access::Public, home::show_home)
        .get("/thu-tuc", "search_procedures", Access::Public, results::search_procedures)
        .get("/thu-tuc/{code}", "show_procedure", Access::Public, procedure::show_procedure)
        .get("/kha-nang-tiep-can", "show_accessibility", Access::Public, about::show_accessibility)
        .get("/quyen-rieng-tu", "show_privacy", Access::Public, about::show_privacy)
        .get("/tinh-trang", "show_state", Access::Public, about::show_state)
        .into_vec()
}
