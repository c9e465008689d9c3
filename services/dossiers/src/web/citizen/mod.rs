//! The person's side: filing, drafts, look-up, supplement, confirming a draft result.
mod caller;
mod check;
mod filed;
mod key;
mod looked;
mod lookup;
mod mine;
mod owed;
mod own;
mod page;
mod papers;
mod person;
mod place;
mod receipt;
mod receive;
mod result;
mod start;
mod supplement;
mod tasks;
mod track;
mod uploads;
mod words;

use crate::Deps;
use web::{Access, RouteKind, Routes};

/// The routes of this group.
#[must_use]
pub fn routes(deps: &Deps) -> Vec<web::Route> {
    let (public, citizen) = (Access::Public, Access::Citizen);
    Routes::with(deps.clone())
        .get("/nop/bat-dau", "show_start", public, start::show)
        .post("/nop", "create_draft", public, start::create)
        .get("/nop/mo-lai", "show_reopen", public, key::show_reopen)
        .post("/nop/mo-lai", "reopen_draft", public, key::reopen)
        .get("/nop/{draft}", "show_draft", citizen, tasks::show)
        .get("/nop/{draft}/ma-giu", "show_draft_key", citizen, key::show)
        .get("/nop/{draft}/noi-nop", "show_draft_place", citizen, place::show)
        .post("/nop/{draft}/noi-nop", "save_draft_place", citizen, place::save)
        .get("/nop/{draft}/nguoi-nop", "show_draft_submitter", citizen, person::show_submitter)
        .post("/nop/{draft}/nguoi-nop", "save_draft_submitter", citizen, person::save_submitter)
        .get("/nop/{draft}/chu-ho-so", "show_draft_owner", citizen, person::show_owner)
        .post("/nop/{draft}/chu-ho-so", "save_draft_owner", citizen, person::save_owner)
        .get("/nop/{draft}/giay-to", "list_draft_files", citizen, papers::show)
        .post("/nop/{draft}/giay-to", "add_draft_files", citizen, papers::add)
        .post("/nop/{draft}/giay-to/xong", "finish_draft_files", citizen, papers::finish)
        .post("/nop/{draft}/giay-to/bo", "remove_draft_file", citizen, papers::remove)
        .get("/nop/{draft}/tep/{file}", "get_draft_file", citizen, uploads::of_draft)
        .kind(RouteKind::File)
        .get("/nop/{draft}/nhan-ket-qua", "show_draft_return", citizen, receive::show)
        .post("/nop/{draft}/nhan-ket-qua", "save_draft_return", citizen, receive::save)
        .get("/nop/{draft}/kiem-tra", "check_draft", citizen, check::show)
        .post("/nop/{draft}/nop", "file_draft", citizen, check::file)
        .get("/nop/{draft}/da-nop", "show_filed", citizen, filed::show)
        .get("/nop/{draft}/{page}", "show_draft_page", citizen, page::show)
        .post("/nop/{draft}/{page}", "save_draft_page", citizen, page::save)
        .get("/nop/{draft}/{page}/{item}", "show_draft_item", citizen, page::show_item)
        .post("/nop/{draft}/{page}/{item}", "save_draft_item", citizen, page::save_item)
        .get("/cua-toi", "list_mine", citizen, mine::show)
        .get("/cua-toi/ai-da-xem", "list_looks", Access::SignedIn, looked::show)
        .get("/tra-cuu", "show_look_up", public, lookup::show)
        .post("/tra-cuu", "look_up_dossier", public, lookup::look_up)
        .get("/ho-so-cua-toi/{id}", "show_own_dossier", citizen, own::show)
        .get("/ho-so-cua-toi/{id}/tep/{file}", "get_own_file", citizen, uploads::of_dossier)
        .kind(RouteKind::File)
        .get("/ho-so-cua-toi/{id}/bien-nhan.pdf", "print_filing_receipt", citizen, receipt::print)
        .kind(RouteKind::File)
        .get("/ho-so-cua-toi/{id}/bo-sung", "show_own_supplement", citizen, supplement::show)
        .post("/ho-so-cua-toi/{id}/bo-sung", "answer_own_supplement", citizen, supplement::answer)
        .post("/ho-so-cua-toi/{id}/bo-sung/tep", "add_supplement_files", citizen, supplement::add)
        .post("/ho-so-cua-toi/{id}/bo-sung/bo", "remove_supplement_file", citizen, supplement::remove)
        .get("/ho-so-cua-toi/{id}/du-thao", "show_own_draft_result", citizen, result::show_draft)
        .post("/ho-so-cua-toi/{id}/du-thao", "answer_own_draft_result", citizen, result::answer_draft)
        .get("/ho-so-cua-toi/{id}/rut", "show_own_withdrawal", citizen, own::show_withdrawal)
        .post("/ho-so-cua-toi/{id}/rut", "withdraw_own_dossier", citizen, own::withdraw)
        .get("/ho-so-cua-toi/{id}/ket-qua.pdf", "print_own_result", citizen, result::print)
        .kind(RouteKind::File)
        .get("/kiem-tra/{token}", "check_result_paper", public, result::check)
        .into_vec()
}
