//! The programmable door: assigned work under `/api/v1/assignments`.  Machine accounts only (people have the pages);
//! permissions have the same names.  Versions travel as `ETag` and `If-Match`, commands take an `Idempotency-Key`,
//! lists are keyset pages, refusals are problem+json with stable codes.
mod acts;
mod dto;
mod read;

use crate::Deps;
use utoipa::OpenApi;
use utoipa::openapi::{RefOr, ResponseBuilder};
use web::Access;

const DO: Access = Access::Machine("tasks.do");
const ASSIGN: Access = Access::Machine("tasks.assign");

/// The routes of this group.
pub(super) fn routes(deps: &Deps) -> Vec<web::Route> {
    web::Routes::with(deps.clone())
        .get("/api/v1/assignments", "api_list_assignments", DO, read::list_assignments)
        .post("/api/v1/assignments", "api_create_assignment", ASSIGN, acts::create_assignment)
        .get("/api/v1/assignments/{id}", "api_get_assignment", DO, read::get_assignment)
        .post("/api/v1/assignments/{id}/acts", "api_work_on_assignment", DO, acts::work_on_assignment)
        .post("/api/v1/assignments/{id}/decisions", "api_decide_assignment", ASSIGN, acts::decide_assignment)
        .into_vec()
}

/// Paths and schemas of this group; the program folds them with those of the other modules.
#[derive(OpenApi)]
#[openapi(
    paths(
        read::list_assignments, acts::create_assignment, read::get_assignment, acts::work_on_assignment,
        acts::decide_assignment,
    ),
    modifiers(&Common)
)]
struct Document;

/// What every operation shares: the bearer token and the shape of a refusal.
struct Common;

impl utoipa::Modify for Common {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        use utoipa::openapi::security::SecurityRequirement;
        // The shape and the scheme are described once for the whole program, with the dossiers.
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
    }
}

/// The OpenAPI 3.1 description of this group.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}
