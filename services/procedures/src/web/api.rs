//! `/api/v1/procedures`: the catalogue for programs.
use super::Admin;
use crate::Refused;
use crate::model::{Change, NewOverlay};
use crate::ops::{close_version, set_mode, set_overlay};
use ::web::{Failure, Form, Json};
use axum::extract::{Path, State};
use base::Date;
use contracts::{Channel, Level, Mode, ProcedureFact, ProcedureId};
use policy::web::Cx;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Serialize)]
pub(super) struct Summary {
    id: ProcedureId,
    code: String,
    version: i64,
    name: String,
    field: String,
    level: Level,
    mode: Mode,
    effective_from: Date,
    published_by: String,
}

#[derive(Serialize)]
pub(super) struct Listing {
    /// The day for which the list holds.
    on: Date,
    procedures: Vec<Summary>,
}

#[derive(Deserialize, Default)]
pub(super) struct On {
    /// A day; none: today.
    #[serde(default)]
    on: Option<Date>,
}

/// Every procedure in force on a day, in Vietnamese order of names.
pub(super) async fn list(
    State(admin): State<Admin>,
    Cx(cx): Cx,
    Form(query): Form<On>,
) -> Result<Json<Listing>, Failure> {
    let on = query.on.unwrap_or_else(|| cx.now.date());
    let catalogue = Arc::clone(&admin.catalogue);
    let facts = admin.db.read(move |tx| catalogue.all_in_force(tx, on)).await?;
    let procedures = facts
        .iter()
        .map(|fact| Summary {
            id: fact.id,
            code: fact.code.clone(),
            version: fact.version,
            name: fact.name.clone(),
            field: fact.field.clone(),
            level: fact.level,
            mode: fact.mode,
            effective_from: fact.effective_from,
            published_by: fact.published_by.clone(),
        })
        .collect();
    Ok(Json(Listing { on, procedures }))
}

/// One procedure in force on a day, whole.
pub(super) async fn get(
    State(admin): State<Admin>,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Form(query): Form<On>,
) -> Result<Json<Arc<ProcedureFact>>, Failure> {
    let on = query.on.unwrap_or_else(|| cx.now.date());
    let catalogue = Arc::clone(&admin.catalogue);
    let fact = admin.db.read(move |tx| catalogue.in_force(tx, &code, on)).await?;
    // The door is open to everybody; the department's working notes are not.
    let told = fact.map(|fact| {
        let mut open = Arc::unwrap_or_clone(fact);
        open.office_notes.clear();
        Json(Arc::new(open))
    });
    told.ok_or_else(|| Refused::NotFound.into())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModeBody {
    mode: Mode,
}

#[derive(Serialize)]
pub(super) struct Done {
    code: String,
}

pub(super) async fn put_mode(
    State(admin): State<Admin>,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Json(body): Json<ModeBody>,
) -> Result<Json<Done>, Failure> {
    set_mode(&admin.db, &cx, &code, body.mode).await?;
    Ok(Json(Done { code }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OverlayBody {
    #[serde(default)]
    case: Option<String>,
    #[serde(default)]
    channel: Option<Channel>,
    change: Change,
    decision: String,
    effective_from: Date,
    #[serde(default)]
    effective_to: Option<Date>,
}

#[derive(Serialize)]
pub(super) struct Made {
    id: base::Id,
}

pub(super) async fn post_overlay(
    State(admin): State<Admin>,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Json(body): Json<OverlayBody>,
) -> Result<Json<Made>, Failure> {
    let new = NewOverlay {
        code,
        case: body.case,
        channel: body.channel,
        change: body.change,
        decision: body.decision,
        effective_from: body.effective_from,
        effective_to: body.effective_to,
    };
    let id = set_overlay(&admin.db, &cx, new).await?;
    Ok(Json(Made { id }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClosingBody {
    /// First day on which the procedure is no longer in force.
    on: Date,
}

pub(super) async fn post_closing(
    State(admin): State<Admin>,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Json(body): Json<ClosingBody>,
) -> Result<Json<Done>, Failure> {
    close_version(&admin.db, &cx, &code, body.on).await?;
    Ok(Json(Done { code }))
}
