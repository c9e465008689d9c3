//! Pages of assigned work.  Who may see one assignment is not a matter of a permission alone: those pages let anybody
//! signed in through the door, and the operation answers 404 to whoever may not know of it.
mod acts;
pub mod api;
mod export;
mod list;
mod new;
mod notice;
mod one;
mod typed;
mod whom;
mod words;

use crate::Deps;
use web::{Access, RouteKind, Routes};

const ASSIGN: Access = Access::Permission("tasks.assign");
const DO: Access = Access::Permission("tasks.do");

/// The routes of this crate.
#[must_use]
pub fn routes(deps: &Deps) -> Vec<web::Route> {
    let mut all = pages(deps);
    all.extend(api::routes(deps));
    all
}

fn pages(deps: &Deps) -> Vec<web::Route> {
    Routes::with(deps.clone())
        .get("/viec-giao", "list_assignments", Access::SignedIn, list::list_assignments)
        .get("/viec-giao/xuat", "export_assignments", Access::SignedIn, export::export_assignments)
        .kind(RouteKind::File)
        .get("/viec-giao/moi", "show_new_assignment", ASSIGN, new::show_new)
        .post("/viec-giao/moi", "create_assignment", ASSIGN, new::create)
        .get("/viec-giao/thong-bao", "show_notice", ASSIGN, notice::show_notice)
        .post("/viec-giao/thong-bao", "assign_from_notice", ASSIGN, notice::take_notice)
        .get("/viec-giao/{id}", "show_assignment", Access::SignedIn, one::show_assignment)
        .post("/viec-giao/{id}/lam", "work_on_assignment", DO, acts::work)
        .post("/viec-giao/{id}/nop", "hand_in_assignment", DO, acts::hand_in)
        .post("/viec-giao/{id}/quyet", "decide_assignment", ASSIGN, acts::decide)
        .get("/viec-giao/{id}/tep/{file}", "get_assignment_file", Access::SignedIn, one::get_file)
        .kind(RouteKind::File)
        .into_vec()
}
