//! Following plans: the leader's page, tasks and targets, an agency's reports, the standing office's rounds, money, and
//! the page that anybody reads.
mod agency;
mod csv;
mod files;
mod money;
mod plan;
mod public;
mod report;
mod round;
mod rules;
mod target;
mod task;
mod tasks;
mod words;

use crate::Deps;
use crate::ops::track::{FOLLOW, PLAN, READ, REPORT};
use web::{Access, Routes};

/// The pages of this group.
#[must_use]
pub fn routes(deps: &Deps) -> Vec<web::Route> {
    let [read, report, follow, plan] = [READ, REPORT, FOLLOW, PLAN].map(Access::Permission);
    Routes::with(deps.clone())
        .get("/ke-hoach/viec", "list_agency_reports", report, agency::list_agency_reports)
        .get("/ke-hoach/quy-tac", "show_plan_rules", read, rules::show_plan_rules)
        .post("/ke-hoach/quy-tac", "put_plan_rule", plan, rules::put_plan_rule)
        .get("/ke-hoach/minh-chung/{id}", "get_plan_evidence", read, files::get_plan_evidence)
        .get("/ke-hoach/{slug}", "show_plan", read, plan::show_plan)
        .get("/ke-hoach/{slug}/so-lieu.csv", "get_plan_csv", read, plan::get_plan_csv)
        .get("/ke-hoach/{slug}/nhiem-vu", "list_plan_tasks", read, tasks::list_plan_tasks)
        .get("/ke-hoach/{slug}/nhiem-vu/{id}", "show_plan_task", read, task::show_plan_task)
        .post("/ke-hoach/{slug}/nhiem-vu/{id}/hoi", "ask_plan_question", report, task::ask_plan_question)
        .post("/ke-hoach/{slug}/hoi/{question}", "answer_plan_question", follow, task::answer_plan_question)
        .get("/ke-hoach/{slug}/chi-tieu/{id}", "show_plan_target", read, target::show_plan_target)
        .post("/ke-hoach/{slug}/chi-tieu/{id}/gan", "bind_plan_target", plan, target::bind_plan_target)
        .get("/ke-hoach/{slug}/kinh-phi", "list_plan_money", read, money::list_plan_money)
        .get("/ke-hoach/{slug}/kinh-phi/{id}", "show_plan_budget", read, money::show_plan_budget)
        .post("/ke-hoach/{slug}/kinh-phi/{id}", "enter_plan_money", report, money::enter_plan_money)
        .get("/ke-hoach/{slug}/ky/{round}", "show_plan_round", read, round::show_plan_round)
        .post(
            "/ke-hoach/{slug}/ky/{round}/don-doc",
            "chase_plan_agencies",
            follow,
            round::chase_plan_agencies,
        )
        .post("/ke-hoach/{slug}/ky/{round}/nhan", "accept_plan_reports", follow, round::accept_plan_reports)
        .post("/ke-hoach/{slug}/ky/{round}/tra-lai", "return_plan_report", follow, round::return_plan_report)
        .post("/ke-hoach/{slug}/ky/{round}/dong", "close_plan_round", follow, round::close_plan_round)
        .get(
            "/ke-hoach/{slug}/ky/{round}/bao-cao/{kind}/{id}",
            "show_plan_report",
            report,
            report::show_plan_report,
        )
        .post(
            "/ke-hoach/{slug}/ky/{round}/bao-cao/{kind}/{id}",
            "send_plan_report",
            report,
            report::send_plan_report,
        )
        .get("/cong-khai/ke-hoach", "list_public_plans", Access::Public, public::list_public_plans)
        .get("/cong-khai/ke-hoach/{slug}", "show_public_plan", Access::Public, public::show_public_plan)
        .into_vec()
}

/// Name of whoever writes, for timelines.
fn writer(shell: &web::Shell) -> String {
    shell.principal().map(|who| who.name.clone()).unwrap_or_default()
}
