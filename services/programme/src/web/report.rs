//! The written report of a round: Word and PDF.
use crate::Deps;
use crate::ops::paper::draw_report;
use crate::ops::track::READ;
use crate::report;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use base::RefusalKind;
use documents::{DOCX_MEDIA_TYPE, DocumentError, ReportPaper};
use policy::web::Cx;
use web::{Access, Failure, FileAnswer, Lang, Routes, Shell};

/// The two downloads.
#[must_use]
pub fn routes(deps: &Deps) -> Vec<web::Route> {
    let read = Access::Permission(READ);
    Routes::with(deps.clone())
        .get("/ke-hoach/{slug}/ky/{round}/bao-cao.docx", "get_plan_report_docx", read, get_plan_report_docx)
        .get("/ke-hoach/{slug}/ky/{round}/bao-cao.pdf", "get_plan_report_pdf", read, get_plan_report_pdf)
        .into_vec()
}

/// Writes on a blocking thread; nothing of the database is held.
async fn written<F>(paper: ReportPaper, write: F) -> Result<Vec<u8>, Failure>
where
    F: FnOnce(&ReportPaper) -> Result<Vec<u8>, DocumentError> + Send + 'static,
{
    let done = tokio::task::spawn_blocking(move || write(&paper)).await;
    let done = done.map_err(|error| {
        Failure::new(RefusalKind::Internal, "web.internal").because(format!("no report was written: {error}"))
    })?;
    Ok(done?)
}

fn name(l: &Lang, slug: &str, round: &str, format: &str) -> String {
    format!("{}.{format}", l.with("programme-paper-file", &[("slug", slug), ("round", round)]))
}

async fn get_plan_report_docx(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path((slug, round)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (found, office) = draw_report(&deps, &cx, &slug, &round, "docx").await?;
    let l = shell.lang();
    let bytes = written(report::write(&l, &office, &found), documents::docx).await?;
    let name = name(&l, &slug, &round, "docx");
    Ok(FileAnswer::bytes(&name, DOCX_MEDIA_TYPE, bytes).into_response())
}

async fn get_plan_report_pdf(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path((slug, round)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (found, office) = draw_report(&deps, &cx, &slug, &round, "pdf").await?;
    let l = shell.lang();
    let write = |paper: &ReportPaper| documents::print(paper).map(|pdf| pdf.bytes);
    let bytes = written(report::write(&l, &office, &found), write).await?;
    let name = name(&l, &slug, &round, "pdf");
    Ok(FileAnswer::bytes(&name, "application/pdf", bytes).into_response())
}
