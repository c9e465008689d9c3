//! What the planner does with a row, a doubt, or the whole text.
use super::edit;
use super::text::{Asked, render};
use crate::ops::adopt_text::{adopt_text, discard_text};
use crate::ops::correct::{Decision, Edit, change_finding, decide_name, reopen_doubt, settle_doubt};
use crate::{Deps, Refused};
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Id, Refusal};
use contracts::{AgencyId, FindingId, PlanSourceId};
use policy::OpContext;
use policy::web::Cx;
use web::{Failure, Fields, Form, Shell, see_other};

/// Tab and place that the form stood on.
fn asked(fields: &Fields) -> Asked {
    let mut asked = Asked::default();
    for pair in fields.text("ve").split('&') {
        match pair.split_once('=') {
            Some(("muc", tab)) => asked.muc = tab.to_owned(),
            Some(("tu", from)) => asked.tu = from.parse().ok(),
            _ => {}
        }
    }
    asked
}

fn back(source: PlanSourceId, asked: &Asked, anchor: &str) -> Response {
    see_other(format!("/ke-hoach/nhap/{source}?{}{anchor}", asked.query()))
}

/// `id.version` of a button.
fn handle(text: &str) -> Result<(FindingId, i64), Refused> {
    let (id, version) = text.split_once('.').ok_or(Refused::NotFound)?;
    let id: FindingId = id.parse().map_err(|_| Refused::NotFound)?;
    Ok((id, version.parse().map_err(|_| Refused::NotFound)?))
}

/// The same page with the sentence of a refusal that the planner can mend; others become an error page.
async fn refused_here(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    source: PlanSourceId,
    (asked, refused): (&Asked, Refused),
) -> Result<Response, Failure> {
    match refused {
        Refused::Stale
        | Refused::DoubtsOpen(_)
        | Refused::NoNumber
        | Refused::NoStanding
        | Refused::Empty
        | Refused::EarlierUnknown
        | Refused::Closed
        | Refused::Field { .. } => {
            let sentence = match &refused {
                Refused::Field { field: "co-quan", .. } => {
                    Some(shell.lang().t("programme-planner-name-missing").into_owned())
                }
                other => shell.lang().refusal(other.code(), &other.args()),
            };
            render(deps, shell, cx, (source, asked), sentence, status_of(&refused)).await
        }
        other => Err(other.into()),
    }
}

fn status_of(refused: &Refused) -> http::StatusCode {
    http::StatusCode::from_u16(refused.kind().status()).unwrap_or(http::StatusCode::UNPROCESSABLE_ENTITY)
}

/// Confirms, drops or brings back one row.
pub(super) async fn change(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(source): Path<PlanSourceId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let asked = asked(&fields);
    let (value, edit) = match (fields.get("dung"), fields.get("bo"), fields.get("lai")) {
        (Some(value), ..) => (value, Edit::Confirm),
        (_, Some(value), _) => (value, Edit::Drop),
        (.., Some(value)) => (value, Edit::Restore),
        _ => return Ok(back(source, &asked, "")),
    };
    let seen = handle(value)?;
    match change_finding(&deps, &cx, source, seen, edit).await {
        Ok(()) => Ok(back(source, &asked, &format!("#r-{}", seen.0))),
        Err(Refused::Stale) => edit::conflict(&deps, &shell, &cx, (source, seen.0), None).await,
        Err(other) => refused_here(&deps, &shell, &cx, source, (&asked, other)).await,
    }
}

fn decision(fields: &Fields) -> Result<Decision, Refused> {
    let mut agencies: Vec<AgencyId> = Vec::new();
    for value in fields.all("co-quan").iter().filter(|value| !value.is_empty()) {
        match value.as_str() {
            "outside" => return Ok(Decision::Outside),
            "communes" | "departments" | "departments communes" => {
                return Ok(Decision::Groups(value.split(' ').map(str::to_owned).collect()));
            }
            id => agencies.push(id.parse().map_err(|_| Refused::NotFound)?),
        }
    }
    Ok(Decision::Agencies(agencies))
}

/// Settles a doubt, or opens it again.
pub(super) async fn settle(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(source): Path<PlanSourceId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let asked = asked(&fields);
    let id: Id = fields.text("cho").parse().map_err(|_| Refused::NotFound)?;
    let seen = (id, fields.text("version").parse().unwrap_or(0));
    let done = match fields.text("v") {
        "mo" => reopen_doubt(&deps, &cx, source, seen).await,
        "ten" => decide_name(&deps, &cx, source, seen, decision(&fields)?).await,
        "ngoai" => decide_name(&deps, &cx, source, seen, Decision::Outside).await,
        "qua" => {
            let answer = if fields.text("tra-loi") == "done" { "done" } else { "late" };
            settle_doubt(&deps, &cx, source, seen, answer).await
        }
        _ => settle_doubt(&deps, &cx, source, seen, "kept").await,
    };
    match done {
        Ok(()) => Ok(back(source, &asked, "#ex")),
        Err(other) => refused_here(&deps, &shell, &cx, source, (&asked, other)).await,
    }
}

pub(super) async fn adopt(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(source): Path<PlanSourceId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let asked = asked(&fields);
    let version = fields.text("version").parse().unwrap_or(0);
    match adopt_text(&deps, &cx, source, version).await {
        Ok(plan) => {
            let slug = deps
                .db
                .read(move |tx| crate::store::plans::plan_by_id(tx, plan))
                .await
                .map_err(Refused::from)?
                .ok_or(Refused::NotFound)?
                .slug;
            Ok(see_other(format!("/ke-hoach/{slug}")))
        }
        Err(other) => refused_here(&deps, &shell, &cx, source, (&asked, other)).await,
    }
}

pub(super) async fn discard(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(source): Path<PlanSourceId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let asked = asked(&fields);
    let version = fields.text("version").parse().unwrap_or(0);
    match discard_text(&deps, &cx, source, version).await {
        Ok(()) => Ok(see_other("/ke-hoach")),
        Err(other) => refused_here(&deps, &shell, &cx, source, (&asked, other)).await,
    }
}
