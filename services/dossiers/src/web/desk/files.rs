//! `/ho-so/{id}/tep/{file}`: one file; the look is written before the first byte leaves.
use crate::{Deps, ops};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use contracts::{DossierId, FileId};
use policy::web::Cx;
use web::{Failure, FileAnswer};

/// GET `/ho-so/{id}/tep/{file}`.
pub async fn get_file(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path((dossier, file)): Path<(DossierId, FileId)>,
) -> Result<Response, Failure> {
    let (row, opened) = ops::officer_file(&deps, &cx, dossier, file).await?;
    let size = u64::try_from(row.size).unwrap_or(0);
    Ok(FileAnswer::stream(&row.name, &row.kind, size, opened).into_response())
}
