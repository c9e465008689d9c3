//! Steps: my work, one step, and every act on it.
use super::common::{Body, Once, id, rows, state_of, stated};
use super::dto::{DossierLine, DossierOut, DossierState, StepOut, TaskOut, WayOut, WorkOut, WorkPage};
use super::input::{ActIn, ApprovalIn, FindingIn, ResultIn};
use crate::Deps;
use crate::errors::Refused;
use crate::ops::{
    self, ActOnTask, Approve, ProposeResult, ReportFinding, ResultBody, ResultLine, TaskAct, WorkQuery,
};
use crate::rules;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use base::Id;
use contracts::{AgencyId, DossierId, HoldingId, TaskId};
use http::StatusCode;
use policy::OpContext;
use policy::web::Cx;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Failure, Json, Shell};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct WorkListQuery {
    /// Only of this position.
    #[serde(default)]
    holding: Option<String>,
    /// Only results that wait for a signature.
    #[serde(default)]
    signing: bool,
    #[serde(default)]
    after: Option<String>,
    #[serde(default)]
    limit: Option<usize>,
}

/// Open steps of the machine's positions, by due time.
#[utoipa::path(get, path = "/api/v1/tasks", operation_id = "api_list_tasks", params(WorkListQuery),
    responses((status = 200, body = WorkPage)))]
pub(super) async fn list_tasks(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Query(query): Query<WorkListQuery>,
) -> Result<Json<WorkPage>, Failure> {
    let holding = match &query.holding {
        Some(text) => Some(id::<HoldingId>(text)?),
        None => None,
    };
    let account = cx.actor.account().map(|account| account.to_string()).unwrap_or_default();
    let cursor = shell.cursor(format!("api work {account} {:?} {}", query.holding, query.signing));
    let after: Option<(i64, TaskId)> = cursor.open_opt(query.after.as_deref())?;
    let asked = WorkQuery { holding, signing: query.signing, after, limit: rows(query.limit) };
    let listing = ops::list_work(&deps, &cx, asked).await?;
    let last = listing.rows.last().filter(|_| listing.more);
    let next = last.map(|row| cursor.seal(&(row.task.sort_key(), row.task.id)));
    let items = listing
        .rows
        .iter()
        .map(|row| WorkOut { task: TaskOut::from(&row.task), dossier: DossierLine::from(&row.dossier) })
        .collect();
    Ok(Json(WorkPage { items, next }))
}

/// One step with its dossier; the look at the person is recorded.
#[utoipa::path(get, path = "/api/v1/tasks/{task}", operation_id = "api_get_task", params(("task" = String, Path,)),
    responses((status = 200, body = StepOut)))]
pub(super) async fn get_task(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(task): Path<String>,
) -> Result<Json<StepOut>, Failure> {
    let step = ops::open_task(&deps, &cx, id(&task)?).await?;
    let way = |way: ops::WayOn| WayOut { outcome: way.outcome, to: way.to, asks: way.asks };
    Ok(Json(StepOut {
        task: TaskOut::from(&step.task),
        dossier: DossierOut::from(&step.view),
        ways: step.ways.into_iter().map(way).collect(),
        back: step.back.into_iter().map(|(key, _)| key).collect(),
    }))
}

/// Runs an act on a step and answers where its dossier stands then.  A step can be done once: its id is its version.
async fn on_task<T>(
    deps: &Deps,
    cx: &OpContext,
    once: &Once,
    operation: &str,
    task: TaskId,
    run: impl Future<Output = Result<T, Refused>>,
) -> Result<Response, Failure> {
    let state = once
        .run(deps, cx, &format!("{operation}:{task}"), async {
            run.await?;
            let row = deps.db.read(move |tx| Ok::<_, Refused>(workflow::task(tx, task)?)).await?;
            let row = row.ok_or(Refused::NotFound)?;
            state_of(deps, DossierId::from(row.subject)).await
        })
        .await?;
    Ok(stated(StatusCode::OK, state))
}

/// Forward, send back, answer a consultation, or answer for an outside system.
#[utoipa::path(post, path = "/api/v1/tasks/{task}/acts", operation_id = "api_act_on_task",
    params(("task" = String, Path,)), request_body = ActIn, responses((status = 200, body = DossierState)))]
pub(super) async fn act_on_task(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(task): Path<String>,
    once: Once,
    Body(input): Body<ActIn>,
) -> Result<Response, Failure> {
    let task: TaskId = id(&task)?;
    let (act, words) = match input {
        ActIn::Forward { outcome, ask } => {
            let ask = ask.iter().map(|text| id(text)).collect::<Result<Vec<AgencyId>, _>>()?;
            (TaskAct::Forward { outcome, ask }, String::new())
        }
        ActIn::SendBack { to, words } => (TaskAct::SendBack { to }, words),
        ActIn::Consult { agreed, words } => (TaskAct::Consult { agreed }, words),
        ActIn::External { ok, reference, words } => (TaskAct::External { ok, reference }, words),
    };
    let run = ops::act_on_task(&deps, &cx, ActOnTask { task, act, words });
    on_task(&deps, &cx, &once, "act", task, run).await
}

/// Reports a finding to the desk, which alone writes to the person.
#[utoipa::path(post, path = "/api/v1/tasks/{task}/finding", operation_id = "api_report_finding",
    params(("task" = String, Path,)), request_body = FindingIn, responses((status = 200, body = DossierState)))]
pub(super) async fn report_finding(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(task): Path<String>,
    once: Once,
    Body(input): Body<FindingIn>,
) -> Result<Response, Failure> {
    let task: TaskId = id(&task)?;
    let (advice, words, components) = (input.advice, input.words, input.components);
    let run = ops::report_finding(&deps, &cx, ReportFinding { task, advice, words, components });
    on_task(&deps, &cx, &once, "finding", task, run).await
}

/// Drafts the result and sends it on.
#[utoipa::path(post, path = "/api/v1/tasks/{task}/result", operation_id = "api_propose_result",
    params(("task" = String, Path,)), request_body = ResultIn, responses((status = 200, body = DossierState)))]
pub(super) async fn propose_result(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(task): Path<String>,
    once: Once,
    Body(input): Body<ResultIn>,
) -> Result<Response, Failure> {
    let task: TaskId = id(&task)?;
    if !input.granted && input.paragraphs.iter().all(|words| words.trim().is_empty()) {
        return Err(Refused::Field { field: "paragraphs", problem: "missing" }.into());
    }
    let body = ResultBody {
        paragraphs: input.paragraphs.iter().map(|words| text::nfc(words)).collect(),
        rows: input
            .rows
            .into_iter()
            .map(|row| ResultLine {
                label: text::nfc(&row.label),
                value: text::nfc(&row.value),
                ..ResultLine::default()
            })
            .collect(),
        recipients: input.recipients,
    };
    let cmd =
        ProposeResult { task, granted: input.granted, title: text::nfc(&input.title), body: body.to_json() };
    let run = ops::propose_result(&deps, &cx, cmd);
    on_task(&deps, &cx, &once, "result", task, run).await
}

/// Signs the draft that was read, in the name of the account and by the delegation of the day.
#[utoipa::path(post, path = "/api/v1/tasks/{task}/approval", operation_id = "api_approve_result",
    params(("task" = String, Path,)), request_body = ApprovalIn, responses((status = 200, body = DossierState)))]
pub(super) async fn approve_result(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(task): Path<String>,
    once: Once,
    Body(input): Body<ApprovalIn>,
) -> Result<Response, Failure> {
    let task: TaskId = id(&task)?;
    let result: Id = id(&input.result)?;
    let signer_name = shell.principal().map(|who| who.name.clone()).unwrap_or_default();
    let run = async {
        let step = ops::open_task(&deps, &cx, task).await?;
        let lines = step.signature_lines();
        let signer_line = rules::signature_text(&lines);
        ops::approve_result(&deps, &cx, Approve { task, result, signer_line, signer_name }).await
    };
    on_task(&deps, &cx, &once, "approval", task, run).await
}
