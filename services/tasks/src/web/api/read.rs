//! Lists and one assignment.
use super::dto::{AssignmentDetail, AssignmentOut, AssignmentPage};
use crate::Deps;
use crate::errors::Refused;
use crate::ops::{self, Tab};
use crate::store::{Filter, MineTab};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use base::Date;
use contracts::AssignmentId;
use http::header;
use policy::web::Cx;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Failure, Json, Shell, etag};

const ROWS: i64 = 50;
const ROWS_MAX: i64 = 200;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// `todo`, `sent`, `closed` (one's own work); `waiting`, `overdue`, `running`, `finished` (what was assigned).
    #[serde(default)]
    group: String,
    #[serde(default)]
    after: Option<String>,
    #[serde(default)]
    limit: Option<i64>,
}

/// Assigned work of the machine's positions, by due day.
#[utoipa::path(get, path = "/api/v1/assignments", operation_id = "api_list_assignments", params(ListQuery),
    responses((status = 200, body = AssignmentPage)))]
pub(super) async fn list_assignments(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Query(query): Query<ListQuery>,
) -> Result<Json<AssignmentPage>, Failure> {
    let tab = match query.group.as_str() {
        "" => Tab::Mine(MineTab::Todo),
        word => Tab::from_word(word).ok_or(Refused::Field("group"))?,
    };
    let cursor = shell.cursor(format!("api assignments {} {:?}", tab.word(), cx.actor.account()));
    let after: Option<(String, AssignmentId)> = cursor.open_opt(query.after.as_deref())?;
    let after = after.and_then(|(day, id)| Some((day.parse::<Date>().ok()?, id)));
    let filter = Filter { after, limit: query.limit.unwrap_or(ROWS).clamp(1, ROWS_MAX) };
    let listing = ops::list(&deps, &cx, Some(tab), filter).await?;
    // A page shows another group instead; a program is told.
    if listing.tab != tab {
        return Err(Refused::NotFound.into());
    }
    let lines = listing.lines;
    let last = lines.rows.last().filter(|_| lines.more);
    let next = last.map(|row| cursor.seal(&(row.due.to_string(), row.id)));
    let items = lines.rows.iter().map(|row| AssignmentOut::of(row, cx.now.date())).collect();
    Ok(Json(AssignmentPage { items, next }))
}

/// One assignment; 404 also for whoever may not know of it.
#[utoipa::path(get, path = "/api/v1/assignments/{id}", operation_id = "api_get_assignment",
    params(("id" = String, Path,)), responses((status = 200, body = AssignmentDetail)))]
pub(super) async fn get_assignment(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: AssignmentId = id.parse().map_err(|_| Refused::NotFound)?;
    let view = ops::view(&deps, &cx, id).await?;
    let today = cx.now.date();
    let detail = AssignmentDetail {
        assignment: AssignmentOut::of(&view.row, today),
        helpers: view.helpers.into_iter().map(|one| one.name).collect(),
        gathered: view.gathered.map(Into::into),
        parts: view.parts.iter().map(|part| AssignmentOut::of(part, today)).collect(),
    };
    Ok(([(header::ETAG, etag(view.row.version))], Json(detail)).into_response())
}
