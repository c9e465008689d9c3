//! The one-stop desk: list, intake on one page, the dossier and what is done to it, hand-over, return, printed forms.
//!
//! Handlers read a form, call one operation and answer; a refusal that the officer can mend brings the same page back
//! with everything that was typed.
mod acts;
mod dossier;
mod dossier_parts;
mod export;
mod files;
mod give;
mod hand_over;
mod intake;
mod list;
mod papers;
mod scan;
mod sheet;
mod supplement;
mod waiting;
mod words;

pub(crate) use dossier_parts::entry_words;
#[cfg(test)]
pub(crate) use words::hand_over;
pub(crate) use words::notice;

use crate::Deps;
use web::{Access, RouteKind, Routes};

const DESK: Access = Access::Permission("dossiers.desk");
const RECEIVE: Access = Access::Permission("dossiers.receive");
const RETURN: Access = Access::Permission("dossiers.return");
const VIEW: Access = Access::Permission("dossiers.view");
const DIRECTOR: Access = Access::Permission("dossiers.approve_refusal");

/// The routes of this group.
#[must_use]
pub fn routes(deps: &Deps) -> Vec<web::Route> {
    let mut routes = counter(deps);
    routes.extend(one_dossier(deps));
    routes
}

fn counter(deps: &Deps) -> Vec<web::Route> {
    Routes::with(deps.clone())
        .get("/quay", "list_desk", DESK, list::list_desk)
        .get("/quay/xuat", "export_desk", DESK, export::export_desk)
        .kind(RouteKind::File)
        .post("/quay/mo", "open_chosen_dossier", DESK, list::open_chosen)
        .get("/quay/tiep-nhan", "show_intake", RECEIVE, intake::show_intake)
        .post("/quay/tiep-nhan", "receive_walk_in", RECEIVE, intake::take_intake)
        .get("/quay/da-nhan/{id}", "show_received_dossier", RECEIVE, intake::show_received)
        .post("/quay/ban-giao", "hand_over_dossiers", RECEIVE, hand_over::hand_over)
        .get("/quay/cho-duyet", "list_waiting_decisions", DIRECTOR, waiting::list_waiting)
        .get("/ban-giao/{id}", "show_hand_over_slip", DESK, hand_over::show_slip)
        .get("/ban-giao/{id}/phieu.pdf", "print_hand_over_slip", DESK, hand_over::print_slip)
        .kind(RouteKind::File)
        .into_vec()
}

fn one_dossier(deps: &Deps) -> Vec<web::Route> {
    Routes::with(deps.clone())
        .get("/ho-so/{id}", "show_dossier", VIEW, dossier::show_dossier)
        .get("/ho-so/{id}/tep/{file}", "get_dossier_file", VIEW, files::get_file)
        .kind(RouteKind::File)
        .get("/ho-so/{id}/mau-01.pdf", "print_acceptance_slip", VIEW, papers::print_acceptance)
        .kind(RouteKind::File)
        .get("/ho-so/{id}/mau-02.pdf", "print_supplement_slip", VIEW, papers::print_supplement)
        .kind(RouteKind::File)
        .get("/ho-so/{id}/mau-03.pdf", "print_refusal_slip", VIEW, papers::print_refusal)
        .kind(RouteKind::File)
        .post("/ho-so/{id}/tiep-nhan", "accept_dossier", RECEIVE, acts::accept)
        .post("/ho-so/{id}/chuyen", "hand_over_dossier", RECEIVE, acts::hand_over_one)
        .get("/ho-so/{id}/bo-sung", "show_supplement_request", RECEIVE, supplement::show_supplement)
        .post("/ho-so/{id}/bo-sung", "request_supplement", RECEIVE, supplement::send_supplement)
        .post("/ho-so/{id}/nop-bo-sung", "take_supplement", RECEIVE, acts::take_supplement)
        .get("/ho-so/{id}/tu-choi", "show_refusal_proposal", RECEIVE, supplement::show_refuse)
        .post("/ho-so/{id}/quet", "attach_scans", RECEIVE, scan::attach_scans)
        .post("/ho-so/{id}/tu-choi", "propose_refusal", RECEIVE, supplement::propose_refusal)
        .post("/ho-so/{id}/duyet-tu-choi", "decide_refusal", DIRECTOR, acts::decide_refusal)
        .post("/ho-so/{id}/duyet-nhap-bu", "decide_late_entry", DIRECTOR, acts::decide_late_entry)
        .post("/ho-so/{id}/gui-lai-can-bo", "turn_down_finding", RECEIVE, acts::turn_down_finding)
        .post("/ho-so/{id}/thu-phi", "settle_fee", RECEIVE, acts::settle_fee)
        .post("/ho-so/{id}/khoan-phai-nop", "request_payment", RECEIVE, acts::request_payment)
        .post("/ho-so/{id}/rut", "withdraw_dossier", RECEIVE, acts::withdraw)
        .post("/ho-so/{id}/dung", "stop_dossier", DIRECTOR, acts::stop)
        .post("/ho-so/{id}/tra-lai-sua", "send_back_result", RETURN, acts::send_back_result)
        .get("/ho-so/{id}/tra", "show_return", RETURN, give::show_give)
        .post("/ho-so/{id}/tra", "return_result", RETURN, give::give)
        .into_vec()
}
