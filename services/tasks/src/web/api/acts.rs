//! Commands: assign, work, decide.
use super::dto::{ActIn, AssignmentIn, AssignmentOut, DecisionIn};
use crate::Deps;
use crate::doors::whom::{Named, whom};
use crate::errors::Refused;
use crate::model::{Deed, Priority};
use crate::ops::{self, Command, NewAssignment, NoticeRef, Source};
use axum::extract::{FromRequestParts, Path, State};
use axum::response::{IntoResponse, Response};
use base::{Refusal, RefusalKind};
use contracts::AssignmentId;
use http::request::Parts;
use http::{StatusCode, header};
use policy::OpContext;
use policy::web::Cx;
use web::{Errors, Failure, IfMatch, Json, Shell, etag};

const KEY_CHARS_MAX: usize = 100;

/// `Idempotency-Key`: the same command sent again under the same key is done once.
pub(super) struct Once(String);

impl<S: Sync> FromRequestParts<S> for Once {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self(String::new())) };
        let bad = || Failure::from(Refused::Field("idempotency-key"));
        let key = value.to_str().map_err(|_| bad())?.trim();
        let fits = !key.is_empty() && key.len() <= KEY_CHARS_MAX && key.chars().all(|c| c.is_ascii_graphic());
        if fits { Ok(Self(key.to_owned())) } else { Err(bad()) }
    }
}

/// A refusal; a wrong field is named.
fn told(refused: Refused) -> Failure {
    let mut errors = Errors::new();
    if let Refused::Field(field) = &refused {
        errors.add(*field, refused.code());
    }
    Failure::from(refused).with_errors(errors)
}

fn person(shell: &Shell) -> String {
    shell.principal().map(|who| who.name.clone()).unwrap_or_default()
}

async fn answer(
    deps: &Deps,
    cx: &OpContext,
    status: StatusCode,
    id: AssignmentId,
) -> Result<Response, Failure> {
    let row = ops::view(deps, cx, id).await?.row;
    let version = etag(row.version);
    Ok((status, [(header::ETAG, version)], Json(AssignmentOut::of(&row, cx.now.date()))).into_response())
}

/// Assigns to one agency, to several, or to a group.
#[utoipa::path(post, path = "/api/v1/assignments", operation_id = "api_create_assignment",
    request_body = AssignmentIn, responses((status = 201, body = AssignmentOut)))]
pub(super) async fn create_assignment(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    once: Once,
    Json(input): Json<AssignmentIn>,
) -> Result<Response, Failure> {
    let lang = shell.lang();
    let reach = ops::reach(&deps, &cx).await?;
    let mut errors = Errors::new();
    let (agencies, helpers) = (input.agencies.join(";"), input.helpers.join(";"));
    let named = Named { groups: &input.groups, ticked: &[], written: &agencies, field: "agencies" };
    let doers = whom(&deps, &cx, &lang, &reach, named, &mut errors).await?;
    let named = Named { groups: &[], ticked: &[], written: &helpers, field: "helpers" };
    let helpers = whom(&deps, &cx, &lang, &reach, named, &mut errors).await?;
    if !errors.is_empty() {
        return Err(Failure::new(RefusalKind::Invalid, "tasks.field").with_errors(errors));
    }
    let source = Source::read(&input.source, &text::nfc(&input.source_title), "");
    let new = NewAssignment {
        once: once.0,
        person: person(&shell),
        source: source.ok_or_else(|| told(Refused::Field("source")))?,
        notice: NoticeRef::default(),
        title: text::nfc(&input.title),
        product: text::nfc(&input.product),
        words: text::nfc(&input.words),
        agencies: doers.agencies,
        helpers: helpers.agencies,
        together: doers.together,
        due: input.due.trim().parse().map_err(|_| told(Refused::Field("due")))?,
        priority: match input.priority.as_str() {
            "" => Priority::Normal,
            word => Priority::from_word(word).ok_or_else(|| told(Refused::Field("priority")))?,
        },
    };
    let id = ops::assign(&deps, &cx, new).await.map_err(told)?;
    answer(&deps, &cx, StatusCode::CREATED, id).await
}

async fn run(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    (id, seen, once): (&str, Option<IfMatch>, Once),
    deed: Option<Deed>,
) -> Result<Response, Failure> {
    let id: AssignmentId = id.parse().map_err(|_| Refused::NotFound)?;
    let command = Command {
        id,
        version: seen.map(|version| version.0),
        once: once.0,
        person: person(shell),
        deed: deed.ok_or_else(|| told(Refused::Field("to")))?,
        file: None,
    };
    ops::act(deps, cx, command).await.map_err(told)?;
    answer(deps, cx, StatusCode::OK, id).await
}

/// Accept, report, ask, ask for an extension, hand in (with the number of the product document).
#[utoipa::path(post, path = "/api/v1/assignments/{id}/acts", operation_id = "api_work_on_assignment",
    params(("id" = String, Path,)), request_body = ActIn, responses((status = 200, body = AssignmentOut)))]
pub(super) async fn work_on_assignment(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<String>,
    seen: Option<IfMatch>,
    once: Once,
    Json(input): Json<ActIn>,
) -> Result<Response, Failure> {
    run(&deps, &shell, &cx, (&id, seen, once), input.deed()).await
}

/// Answer, grant or refuse an extension, confirm, return, withdraw, chase.
#[utoipa::path(post, path = "/api/v1/assignments/{id}/decisions", operation_id = "api_decide_assignment",
    params(("id" = String, Path,)), request_body = DecisionIn, responses((status = 200, body = AssignmentOut)))]
pub(super) async fn decide_assignment(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<String>,
    seen: Option<IfMatch>,
    once: Once,
    Json(input): Json<DecisionIn>,
) -> Result<Response, Failure> {
    run(&deps, &shell, &cx, (&id, seen, once), input.deed()).await
}
