//! Files on their way to an officer: a paper of the dossier, the draft, the signed result.
use super::draft::file_name;
use crate::Deps;
use crate::ops::{self, ReturnRead, Which};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use base::date_vi;
use contracts::{DossierId, FileId, TaskId};
use documents::{Letterhead, ReturnSlip};
use policy::web::Cx;
use web::{Failure, FileAnswer, Lang, Shell};

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

/// The paper handed over, with its number and day where it has them.
fn handed(lang: &Lang, read: &ReturnRead) -> String {
    let Some(paper) = &read.view.result else { return String::new() };
    match (paper.number, paper.signed_at) {
        (Some(number), Some(at)) => lang.with(
            "dossiers-work-return-result",
            &[("title", paper.title.clone()), ("number", number.to_string()), ("day", date_vi(at.date()))],
        ),
        _ => paper.title.clone(),
    }
}

fn person(lang: &Lang, party: &parties::model::Party) -> documents::Party {
    let number = party.papers.first().map(|paper| paper.identifier.as_str().to_owned());
    documents::Party {
        name: party.name.clone(),
        identity: number.map(|number| lang.with("dossiers-work-paper-number", &[("number", number)])),
        address: None,
        phone: None,
        email: None,
    }
}

fn slip(lang: &Lang, head: Letterhead, read: &ReturnRead, public_url: &str, officer: String) -> ReturnSlip {
    let view = &read.view;
    let code = view.dossier.code.clone().unwrap_or_default();
    let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let collector = read.collector.as_ref();
    ReturnSlip {
        letterhead: head,
        qr_text: Some(format!("{public_url}/tra-cuu?ma={code}")),
        dossier_code: code,
        owner: person(lang, &view.owner),
        submitter: (view.dossier.owner != view.dossier.submitter).then(|| person(lang, &view.submitter)),
        procedure_name: view.dossier.procedure_name.clone(),
        procedure_code: Some(view.dossier.procedure_code.clone()),
        result: handed(lang, read),
        returned: read.returned,
        collector: collector.map(|one| one.name.clone()),
        proof: collector.and_then(|one| said(&one.proof)),
        digits: collector.and_then(|one| said(&one.digits)),
        officer,
    }
}

/// GET `/ho-so/{id}/bien-nhan-tra.pdf`: who took the result, and by what right; to sign and keep.
pub(super) async fn print_return_slip(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
) -> Result<Response, Failure> {
    let read = ops::read_return(&deps, &cx, id).await?;
    let head = ops::letterhead_of(&deps, read.view.dossier.receiving, read.returned.date()).await?;
    // Whoever prints a copy later did not hand it over: her name is not printed above that signature.
    let mut entries = read.view.timeline.iter().rev();
    let by = entries.find(|entry| entry.kind == "returned").and_then(|entry| entry.actor);
    let principal = shell.principal().filter(|_| by.is_some() && by == cx.actor.account());
    let officer = principal.map(|who| who.name.clone()).unwrap_or_default();
    let pdf = ops::print_slip(slip(&shell.lang(), head, &read, &deps.settings.public_url, officer)).await?;
    let name = file_name(read.view.dossier.code.as_deref(), id, "bien-nhan-tra");
    Ok(FileAnswer::bytes(&name, "application/pdf", pdf.bytes).into_response())
}
