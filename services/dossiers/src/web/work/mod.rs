//! Officers behind the desk: work by due time, steps, drafting, signing.
mod acts;
mod draft;
mod facts;
mod list;
mod papers;
mod sign;
mod step;
pub(crate) mod words;

use crate::Deps;
use web::{Access, RouteKind};

const ACT: Access = Access::Permission("workflow.act");

/// The routes of this group.
#[must_use]
pub fn routes(deps: &Deps) -> Vec<web::Route> {
    web::Routes::with(deps.clone())
        .get("/viec", "list_work", ACT, list::list_work)
        .get("/viec/{task}", "show_task", ACT, step::show_task)
        .post("/viec/{task}/chuyen", "forward_task", ACT, acts::forward_task)
        .post("/viec/{task}/tra-lai", "send_back_task", ACT, acts::send_back_task)
        .post("/viec/{task}/y-kien", "answer_consultation", ACT, acts::answer_consultation)
        .post("/viec/{task}/tra-loi-ngoai", "answer_external", ACT, acts::answer_external)
        .post("/viec/{task}/bao-quay", "report_finding", ACT, acts::report_finding)
        .post("/viec/{task}/du-thao", "propose_result", ACT, draft::propose_result)
        .post("/viec/{task}/xem-thu", "preview_result", ACT, draft::preview_result)
        .kind(RouteKind::File)
        .post("/viec/{task}/ky", "approve_result", ACT, sign::approve_result)
        .get("/viec/{task}/tep/{file}", "get_task_file", ACT, papers::get_task_file)
        .kind(RouteKind::File)
        .get("/cho-ky", "list_signing", ACT, sign::list_signing)
        .post("/cho-ky", "approve_results", ACT, sign::approve_results)
        .get("/ho-so/{id}/du-thao.pdf", "get_draft_pdf", Access::SignedIn, papers::get_draft_pdf)
        .kind(RouteKind::File)
        .get("/ho-so/{id}/ket-qua.pdf", "get_result_pdf", Access::SignedIn, papers::get_result_pdf)
        .kind(RouteKind::File)
        .get(
            "/ho-so/{id}/bien-nhan-tra.pdf",
            "print_return_slip",
            Access::SignedIn,
            papers::print_return_slip,
        )
        .kind(RouteKind::File)
        .into_vec()
}
