//! The acts on a step that neither draft nor sign.
use super::step::{Typed, render};
use super::words::mendable;
use crate::Deps;
use crate::errors::Refused;
use crate::ops::{self, ActOnTask, ReportFinding, TaskAct};
use axum::extract::{Path, State};
use axum::response::Response;
use base::Id;
use contracts::{AgencyId, TaskId};
use policy::OpContext;
use policy::web::Cx;
use web::{Errors, Failure, Form, Shell, see_other};

/// After an act: back to the list, or the page again with what is to be mended.
pub(super) async fn answer<T>(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    task: TaskId,
    typed: Typed,
    done: Result<T, Refused>,
) -> Result<Response, Failure> {
    match done {
        Ok(_) => Ok(see_other("/viec")),
        Err(refused) => {
            let errors = mendable(&shell.lang(), refused)?;
            render(deps, shell, cx, task, typed, errors).await
        }
    }
}

async fn act(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    task: TaskId,
    typed: Typed,
    act: TaskAct,
) -> Result<Response, Failure> {
    let cmd = ActOnTask { task, act, words: typed.words.clone() };
    let done = ops::act_on_task(deps, cx, cmd).await;
    answer(deps, shell, cx, task, typed, done).await
}

/// The page again because a choice was not made.
async fn choose(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    task: TaskId,
    typed: Typed,
    field: &str,
) -> Result<Response, Failure> {
    let mut errors = Errors::new();
    let key = format!("dossiers-work-wrong-{field}-missing");
    errors.add(field, shell.lang().t(&key).into_owned());
    render(deps, shell, cx, task, typed, errors).await
}

pub(super) async fn forward_task(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(task): Path<TaskId>,
    Form(mut typed): Form<Typed>,
) -> Result<Response, Failure> {
    typed.from = "forward";
    let ask = typed.ask.iter().filter_map(|id| id.parse::<Id>().ok().map(AgencyId::from)).collect();
    let outcome = Some(typed.outcome.trim().to_owned()).filter(|word| !word.is_empty());
    act(&deps, &shell, &cx, task, typed, TaskAct::Forward { outcome, ask }).await
}

pub(super) async fn send_back_task(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(task): Path<TaskId>,
    Form(mut typed): Form<Typed>,
) -> Result<Response, Failure> {
    typed.from = "back";
    let to = typed.to.trim().to_owned();
    if to.is_empty() {
        return choose(&deps, &shell, &cx, task, typed, "to").await;
    }
    act(&deps, &shell, &cx, task, typed, TaskAct::SendBack { to }).await
}

/// `1`, `0` or nothing chosen.
fn yes_or_no(typed: &str) -> Option<bool> {
    match typed {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

pub(super) async fn answer_consultation(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(task): Path<TaskId>,
    Form(mut typed): Form<Typed>,
) -> Result<Response, Failure> {
    typed.from = "consult";
    match yes_or_no(&typed.agreed) {
        Some(agreed) => act(&deps, &shell, &cx, task, typed, TaskAct::Consult { agreed }).await,
        None => choose(&deps, &shell, &cx, task, typed, "agreed").await,
    }
}

pub(super) async fn answer_external(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(task): Path<TaskId>,
    Form(mut typed): Form<Typed>,
) -> Result<Response, Failure> {
    typed.from = "external";
    let Some(ok) = yes_or_no(&typed.ok) else {
        return choose(&deps, &shell, &cx, task, typed, "ok").await;
    };
    let Ok(reference) = text::clean_line(&typed.reference) else {
        return choose(&deps, &shell, &cx, task, typed, "reference").await;
    };
    act(&deps, &shell, &cx, task, typed, TaskAct::External { ok, reference }).await
}

pub(super) async fn report_finding(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(task): Path<TaskId>,
    Form(mut typed): Form<Typed>,
) -> Result<Response, Failure> {
    typed.from = "finding";
    if typed.advice == "supplement" && typed.components.is_empty() {
        return choose(&deps, &shell, &cx, task, typed, "components").await;
    }
    let cmd = ReportFinding {
        task,
        advice: typed.advice.clone(),
        words: typed.words.clone(),
        components: typed.components.clone(),
    };
    let done = ops::report_finding(&deps, &cx, cmd).await;
    answer(&deps, &shell, &cx, task, typed, done).await
}
