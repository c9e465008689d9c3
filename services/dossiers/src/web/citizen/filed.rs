//! The confirmation: the code, who has it, what comes next and when, what was received.  Can be opened again later.
use super::caller::Caller;
use super::{track, words};
use crate::Deps;
use crate::errors::Refused;
use crate::ops;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use web::{Failure, Frame, Receipt, TimelineItem, page};

#[derive(Template)]
#[template(path = "citizen/filed.html")]
struct Filed {
    frame: Frame,
    title: String,
    code: String,
    lead: String,
    steps: Vec<TimelineItem>,
    expected: String,
    files: Vec<Receipt>,
    key: String,
    dossier: String,
    draft: String,
    centre: String,
}

pub(super) async fn show(
    State(deps): State<Deps>,
    caller: Caller,
    Path(draft): Path<String>,
) -> Result<Response, Failure> {
    let journey = caller.any_journey(&deps, &draft).await?;
    let id = journey.draft.dossier.ok_or(Refused::NotFound)?;
    let view = ops::filed_view(&deps, &caller.cx, id).await?;
    let way = ops::track(&deps, &view.dossier, &view.timeline).await?;
    let key = ops::key_of_draft(&deps, journey.draft.id, caller.keys.clone()).await?.unwrap_or_default();
    let l = caller.shell.lang();
    let count = i64::try_from(view.files.len()).unwrap_or(i64::MAX);
    let bytes = view.files.iter().map(|file| file.size).sum();
    let args = [
        ("at", web::Arg::Text(words::moment(&l, view.dossier.filed_at).into())),
        ("n", web::arg(&count)),
        ("size", web::Arg::Text(words::size(bytes).into())),
    ];
    let expected = match (view.dossier.due_at, way.due_then) {
        (Some(due), _) => l.with("dossiers-citizen-filed-due", &[("due", words::deadline(&l, due))]),
        (None, Some(due)) => l.with("dossiers-citizen-filed-expected", &[("due", words::deadline(&l, due))]),
        (None, None) => l.t("dossiers-citizen-filed-no-limit").into_owned(),
    };
    let folder = format!("/ho-so-cua-toi/{id}");
    Ok(page(Filed {
        frame: caller.shell.frame("dossiers-citizen-filed-title").public(),
        title: words::short_name(&view.dossier.procedure_name),
        code: view.dossier.code.clone().unwrap_or_default(),
        lead: l.with("dossiers-citizen-filed-lead", &args),
        steps: track::timeline(&l, &view.dossier, &way, &view.timeline, true),
        expected,
        files: view.files.iter().map(|file| words::receipt(&l, file, &folder, false)).collect(),
        key,
        dossier: id.to_string(),
        draft,
        centre: way.agency(view.dossier.receiving).to_owned(),
    }))
}
