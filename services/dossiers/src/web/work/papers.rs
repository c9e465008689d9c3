//! Files on their way to an officer: a paper of the dossier, the draft, the signed result.
use super::draft::file_name;
use crate::Deps;
use crate::ops::{self, Which};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use contracts::{DossierId, FileId, TaskId};
use policy::web::Cx;
use web::{Failure, FileAnswer};

pub(super) async fn get_task_file(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path((task, file)): Path<(TaskId, FileId)>,
) -> Result<Response, Failure> {
    let found = deps.db.read(move |tx| workflow::task(tx, task)).await?.ok_or_else(Failure::not_found)?;
    workflow::may_act(&cx, &found).map_err(|_| Failure::not_found())?;
    let (file, bytes) = ops::officer_file(&deps, &cx, DossierId::from(found.subject), file).await?;
    let size = u64::try_from(file.size).unwrap_or(0);
    Ok(FileAnswer::stream(&file.name, &file.kind, size, bytes).into_response())
}

async fn print(
    deps: &Deps,
    cx: &policy::OpContext,
    id: DossierId,
    which: Which,
) -> Result<Response, Failure> {
    let (code, pdf) = ops::print_result(deps, cx, id, which).await?;
    let what = if which == Which::Draft { "du-thao" } else { "ket-qua" };
    let code = Some(code).filter(|code| !code.is_empty());
    let name = file_name(code.as_deref(), id, what);
    Ok(FileAnswer::bytes(&name, "application/pdf", pdf.bytes).into_response())
}

pub(super) async fn get_draft_pdf(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
) -> Result<Response, Failure> {
    print(&deps, &cx, id, Which::Draft).await
}

pub(super) async fn get_result_pdf(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
) -> Result<Response, Failure> {
    print(&deps, &cx, id, Which::Signed).await
}
