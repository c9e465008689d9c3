//! The programmable door: everything the pages do, under `/api/v1`.  Machine accounts only (people have the pages);
//! permissions have the same names.  Versions travel as `ETag` and `If-Match`, commands take an `Idempotency-Key`,
//! lists are keyset pages, refusals are problem+json with stable codes.
mod commands;
mod common;
mod dossiers;
mod dto;
mod figures;
mod input;
mod tasks;

use crate::Deps;
use utoipa::OpenApi;
use utoipa::openapi::{RefOr, ResponseBuilder};
use web::{Access, RouteKind};

const DESK: Access = Access::Machine("dossiers.desk");
const RECEIVE: Access = Access::Machine("dossiers.receive");
const VIEW: Access = Access::Machine("dossiers.view");
const DIRECTOR: Access = Access::Machine("dossiers.approve_refusal");
const RETURN: Access = Access::Machine("dossiers.return");
const ACT: Access = Access::Machine("workflow.act");
const LEADER: Access = Access::Machine("dossiers.leader");

/// The routes of this group.
#[must_use]
pub fn routes(deps: &Deps) -> Vec<web::Route> {
    let mut all = dossier_routes(deps);
    all.extend(task_routes(deps));
    all
}

fn dossier_routes(deps: &Deps) -> Vec<web::Route> {
    web::Routes::with(deps.clone())
        .get("/api/v1/dossiers", "api_list_dossiers", DESK, dossiers::list_dossiers)
        .post("/api/v1/dossiers", "api_create_dossier", RECEIVE, dossiers::create_dossier)
        .get("/api/v1/dossiers/{id}", "api_get_dossier", VIEW, dossiers::get_dossier)
        .post("/api/v1/dossiers/{id}/files", "api_create_file", RECEIVE, dossiers::create_file)
        .get("/api/v1/dossiers/{id}/files/{file}", "api_get_file", VIEW, dossiers::get_file)
        .kind(RouteKind::File)
        .get("/api/v1/dossiers/{id}/result.pdf", "api_get_result_pdf", VIEW, dossiers::get_result_pdf)
        .kind(RouteKind::File)
        .post("/api/v1/look-ups", "api_look_up", DESK, dossiers::look_up)
        .post("/api/v1/dossiers/{id}/acceptance", "api_accept", RECEIVE, commands::accept)
        .post(
            "/api/v1/dossiers/{id}/supplement-request",
            "api_request_supplement",
            RECEIVE,
            commands::request_supplement,
        )
        .post(
            "/api/v1/dossiers/{id}/supplement-answer",
            "api_answer_supplement",
            RECEIVE,
            commands::answer_supplement,
        )
        .post(
            "/api/v1/dossiers/{id}/refusal-proposal",
            "api_propose_refusal",
            RECEIVE,
            commands::propose_refusal,
        )
        .post(
            "/api/v1/dossiers/{id}/refusal-decision",
            "api_decide_refusal",
            DIRECTOR,
            commands::decide_refusal,
        )
        .post(
            "/api/v1/dossiers/{id}/late-entry-decision",
            "api_decide_late_entry",
            DIRECTOR,
            commands::decide_late_entry,
        )
        .post("/api/v1/dossiers/{id}/withdrawal", "api_withdraw", RECEIVE, commands::withdraw)
        .post("/api/v1/dossiers/{id}/stop", "api_stop", DIRECTOR, commands::stop)
        .post("/api/v1/dossiers/{id}/fees", "api_request_payment", RECEIVE, commands::request_payment)
        .post("/api/v1/dossiers/{id}/fees/{code}/settlement", "api_settle_fee", RECEIVE, commands::settle_fee)
        .post("/api/v1/dossiers/{id}/return", "api_return_result", RETURN, commands::return_result)
        .post("/api/v1/dossiers/{id}/correction", "api_correct_result", RETURN, commands::correct_result)
        .post("/api/v1/hand-overs", "api_hand_over", RECEIVE, commands::hand_over)
        .into_vec()
}

fn task_routes(deps: &Deps) -> Vec<web::Route> {
    web::Routes::with(deps.clone())
        .get("/api/v1/tasks", "api_list_tasks", ACT, tasks::list_tasks)
        .get("/api/v1/tasks/{task}", "api_get_task", ACT, tasks::get_task)
        .post("/api/v1/tasks/{task}/acts", "api_act_on_task", ACT, tasks::act_on_task)
        .post("/api/v1/tasks/{task}/finding", "api_report_finding", ACT, tasks::report_finding)
        .post("/api/v1/tasks/{task}/result", "api_propose_result", ACT, tasks::propose_result)
        .post("/api/v1/tasks/{task}/approval", "api_approve_result", ACT, tasks::approve_result)
        .get("/api/v1/figures", "api_get_figures", LEADER, figures::get_figures)
        .get("/api/v1/figures/{number}/dossiers", "api_list_behind", LEADER, figures::list_behind)
        .into_vec()
}

/// Paths and schemas of this group; the program folds them with those of the other modules.
#[derive(OpenApi)]
#[openapi(
    paths(
        dossiers::list_dossiers, dossiers::create_dossier, dossiers::get_dossier, dossiers::create_file,
        dossiers::get_file, dossiers::get_result_pdf, dossiers::look_up, commands::accept,
        commands::request_supplement, commands::answer_supplement, commands::propose_refusal,
        commands::decide_refusal, commands::decide_late_entry, commands::withdraw, commands::stop,
        commands::request_payment, commands::settle_fee, commands::return_result, commands::correct_result,
        commands::hand_over, tasks::list_tasks, tasks::get_task, tasks::act_on_task, tasks::report_finding,
        tasks::propose_result, tasks::approve_result, figures::get_figures, figures::list_behind,
    ),
    components(schemas(dto::Problem)),
    modifiers(&Common)
)]
struct Document;

/// What every operation shares: the bearer token and the shape of a refusal.
struct Common;

impl utoipa::Modify for Common {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
        let problem = ResponseBuilder::new()
            .description("Refused: the code is stable, the sentence is Vietnamese (RFC 9457).")
            .content(
                "application/problem+json",
                utoipa::openapi::ContentBuilder::new()
                    .schema(Some(utoipa::openapi::Ref::from_schema_name("Problem")))
                    .build(),
            )
            .build();
        for item in api.paths.paths.values_mut() {
            for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
                operation.responses.responses.insert("default".to_owned(), RefOr::T(problem.clone()));
                let none: [&str; 0] = [];
                operation.security = Some(vec![SecurityRequirement::new("token", none)]);
            }
        }
        let components = api.components.get_or_insert_default();
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        components.add_security_scheme("token", scheme);
    }
}

/// The OpenAPI 3.1 description of this group.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}
