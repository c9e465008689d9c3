//! The planner: plans in force, a text taken in, corrected, set against an earlier plan, adopted.
mod act;
mod differ;
mod edit;
mod fields;
mod identity;
mod list;
mod rows;
mod text;
mod upload;
pub mod words;

use crate::Deps;
use web::{Access, Routes};

const READ: Access = Access::Permission("programme.read");
const PLAN: Access = Access::Permission("programme.plan");

/// The routes of this group.
#[must_use]
pub fn routes(deps: &Deps) -> Vec<web::Route> {
    Routes::with(deps.clone())
        .get("/ke-hoach", "list_plans", READ, list::list_plans)
        .get("/ke-hoach/nhap", "show_plan_upload", PLAN, upload::show_upload)
        .post("/ke-hoach/nhap", "upload_plan_text", PLAN, upload::take_upload)
        .get("/ke-hoach/nhap/{source}", "show_plan_text", PLAN, text::show_text)
        .post("/ke-hoach/nhap/{source}/tim-thay", "change_plan_finding", PLAN, act::change)
        .post("/ke-hoach/nhap/{source}/lam-ro", "settle_plan_doubt", PLAN, act::settle)
        .get("/ke-hoach/nhap/{source}/sua/{finding}", "show_plan_finding", PLAN, edit::show_edit)
        .post("/ke-hoach/nhap/{source}/sua/{finding}", "save_plan_finding", PLAN, edit::save_edit)
        .get("/ke-hoach/nhap/{source}/them", "show_new_plan_finding", PLAN, edit::show_new)
        .post("/ke-hoach/nhap/{source}/them", "add_plan_finding", PLAN, edit::save_new)
        .get("/ke-hoach/nhap/{source}/van-ban", "show_plan_identity", PLAN, identity::show_identity)
        .post("/ke-hoach/nhap/{source}/van-ban", "save_plan_identity", PLAN, identity::save_identity)
        .get("/ke-hoach/nhap/{source}/khac", "preview_plan_difference", PLAN, differ::preview)
        .post("/ke-hoach/nhap/{source}/nhan", "adopt_plan", PLAN, act::adopt)
        .post("/ke-hoach/nhap/{source}/bo", "discard_plan_text", PLAN, act::discard)
        .get("/ke-hoach/{slug}/khac/{other}", "compare_plans", READ, differ::compare)
        .into_vec()
}
