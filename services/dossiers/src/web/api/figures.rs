//! The leader's numbers and the dossiers behind them, names masked.
use super::common::{id, rows};
use super::dto::{DossierLine, DossierPage, instant};
use crate::Deps;
use crate::errors::Refused;
use crate::ops::{self, ListBehind, Sums};
use crate::store::{Behind, BehindFilter};
use axum::extract::{Path, Query, State};
use contracts::{AgencyId, DossierId};
use policy::web::Cx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Failure, Json, Shell};

/// Sums of a scope or of a part of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SumsOut {
    pub received: i64,
    pub received_online: i64,
    pub closed_in_time: i64,
    pub closed_late: i64,
    pub late_now: i64,
    pub due_today: i64,
    pub waiting: i64,
    pub ready: i64,
}

impl From<&Sums> for SumsOut {
    fn from(s: &Sums) -> Self {
        Self {
            received: s.received,
            received_online: s.online,
            closed_in_time: s.in_time,
            closed_late: s.closed_late,
            late_now: s.late,
            due_today: s.due_today,
            waiting: s.waiting,
            ready: s.ready,
        }
    }
}

/// One agency's or procedure's sums.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SumsLine {
    /// Id of the agency or code of the procedure.
    pub key: String,
    pub name: String,
    pub sums: SumsOut,
}

/// The leader's numbers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FiguresOut {
    pub at: String,
    pub received_today: i64,
    pub received_yesterday: i64,
    /// This month to now.
    pub month: SumsOut,
    /// The month before to the same day; its states of open dossiers are zero.
    pub before: SumsOut,
    pub agencies: Vec<SumsLine>,
    pub procedures: Vec<SumsLine>,
}

/// The numbers of this moment.
#[utoipa::path(get, path = "/api/v1/figures", operation_id = "api_get_figures",
    responses((status = 200, body = FiguresOut)))]
pub(super) async fn get_figures(State(deps): State<Deps>, Cx(cx): Cx) -> Result<Json<FiguresOut>, Failure> {
    let figures = ops::leader_figures(&deps, &cx).await?;
    let line =
        |key: String, name: &str, sums| SumsLine { key, name: name.to_owned(), sums: SumsOut::from(sums) };
    Ok(Json(FiguresOut {
        at: instant(figures.at),
        received_today: figures.received_today,
        received_yesterday: figures.received_yesterday,
        month: (&figures.month).into(),
        before: (&figures.before).into(),
        agencies: figures
            .agencies
            .iter()
            .map(|row| line(row.agency.to_string(), &row.name, &row.sums))
            .collect(),
        procedures: figures
            .procedures
            .iter()
            .map(|row| line(row.code.clone(), &row.name, &row.sums))
            .collect(),
    }))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct BehindQuery {
    #[serde(default)]
    agency: Option<String>,
    #[serde(default)]
    procedure: Option<String>,
    #[serde(default)]
    after: Option<String>,
    #[serde(default)]
    limit: Option<usize>,
}

/// The dossiers behind a number: `received-today`, `received-month`, `online-month`, `closed-month`, `closed-late`,
/// `late-now`, `waiting`, `due-today` or `ready`.
#[utoipa::path(get, path = "/api/v1/figures/{number}/dossiers", operation_id = "api_list_behind",
    params(("number" = String, Path,), BehindQuery), responses((status = 200, body = DossierPage)))]
pub(super) async fn list_behind(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(number): Path<String>,
    Query(query): Query<BehindQuery>,
) -> Result<Json<DossierPage>, Failure> {
    let behind = Behind::from_word(&number).ok_or(Refused::NotFound)?;
    let agency = match &query.agency {
        Some(text) => Some(id::<AgencyId>(text)?),
        None => None,
    };
    let account = cx.actor.account().map(|account| account.to_string()).unwrap_or_default();
    let scope = format!("api figures {account} {number} {:?} {:?}", query.agency, query.procedure);
    let cursor = shell.cursor(scope);
    let after: Option<(i64, DossierId)> = cursor.open_opt(query.after.as_deref())?;
    let filter = BehindFilter { agency, procedure_code: query.procedure, after };
    let asked = ListBehind { behind, filter, limit: rows(query.limit) };
    let listed = ops::list_behind(&deps, &cx, asked).await?;
    let last = listed.rows.last().filter(|_| listed.more);
    let next = last.map(|row| cursor.seal(&(behind.sort_key(row), row.id)));
    Ok(Json(DossierPage { items: listed.rows.iter().map(DossierLine::from).collect(), next }))
}
