//! The papers of a draft: who issues them, what has come, what is still missing.
use super::caller::Caller;
use super::receive::keep;
use super::uploads::{self, Brought};
use super::{owed, words};
use crate::Deps;
use crate::errors::Refused;
use crate::ops::{self, AttachFile, Beside, Journey, form_context};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use contracts::FileId;
use http::StatusCode;
use serde::Deserialize;
use web::{Errors, Failure, Form, Frame, Receipt, Upload, page_status, see_other};

/// One paper with its files.
pub(super) struct PaperView {
    pub code: String,
    pub name: String,
    pub issuer: String,
    pub help: String,
    pub note: String,
    pub files: Vec<Receipt>,
}

#[derive(Template)]
#[template(path = "citizen/papers.html")]
struct Papers {
    frame: Frame,
    name: String,
    errors: Errors,
    papers: Vec<PaperView>,
    /// Address of the page; uploads go there, removals to `/bo`.
    base: String,
    saved: String,
}

fn views(deps: &Deps, caller: &Caller, journey: &Journey) -> Vec<PaperView> {
    let l = caller.shell.lang();
    let folder = format!("/nop/{}", journey.draft.id);
    let context = form_context(deps, &caller.cx, &journey.draft.case_code);
    owed::papers(journey, &context)
        .into_iter()
        .map(|paper| {
            let rule = journey.case.component(&paper.code);
            let mut notes = Vec::new();
            if !paper.mandatory {
                notes.push(l.t("dossiers-citizen-paper-optional").into_owned());
            }
            if rule.is_some_and(|rule| rule.compare_original) {
                notes.push(l.t("dossiers-citizen-paper-original").into_owned());
            }
            if let Some(base) = rule.and_then(|rule| rule.replaced_by.as_deref()) {
                notes.push(l.with("dossiers-citizen-paper-replaced", &[("base", base)]));
            }
            let own = journey.files.iter().filter(|file| file.component == paper.code);
            PaperView {
                files: own.map(|file| words::receipt(&l, file, &folder, true)).collect(),
                issuer: rule.map(|rule| rule.issuer.clone()).unwrap_or_default(),
                help: rule.map(|rule| rule.help.clone()).unwrap_or_default(),
                note: notes.join(" "),
                code: paper.code,
                name: paper.name,
            }
        })
        .collect()
}

fn render(deps: &Deps, caller: &Caller, journey: &Journey, errors: Errors) -> Response {
    let l = caller.shell.lang();
    let base = format!("/nop/{}", journey.draft.id);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let time = base::time_vi(journey.draft.saved_at.to_local().time());
    page_status(
        status,
        Papers {
            frame: caller
                .shell
                .frame("dossiers-citizen-papers-title")
                .public()
                .back_to(base.clone())
                .with_errors(&errors),
            name: words::short_name(&journey.procedure.name),
            errors,
            papers: views(deps, caller, journey),
            base: format!("{base}/giay-to"),
            saved: l.with("dossiers-citizen-saved", &[("time", time)]),
        },
    )
}

pub(super) async fn show(
    State(deps): State<Deps>,
    caller: Caller,
    Path(draft): Path<String>,
) -> Result<Response, Failure> {
    let journey = caller.journey(&deps, &draft).await?;
    Ok(render(&deps, &caller, &journey, Errors::new()))
}

pub(super) async fn add(
    State(deps): State<Deps>,
    caller: Caller,
    Path(draft): Path<String>,
    upload: Upload,
) -> Result<Response, Failure> {
    let journey = caller.journey(&deps, &draft).await?;
    let mut brought = uploads::bring(&deps, upload).await?;
    let component = brought.component.clone();
    let mut kept = 0_usize;
    for file in std::mem::take(&mut brought.files) {
        let name = file.name.clone();
        let cmd = AttachFile {
            draft: journey.draft.id,
            holder: journey.holder.clone(),
            component: component.clone(),
            name: file.name,
            kind: file.kind.to_owned(),
            digest: file.digest,
        };
        match ops::attach_file(&deps, &caller.cx, cmd).await {
            Ok(_) => kept += 1,
            Err(refused @ (Refused::Field { .. } | Refused::FileEmpty | Refused::FileTooLarge)) => {
                brought.refused.push((name, too_many(refused)));
            }
            Err(other) => return Err(other.into()),
        }
    }
    if brought.refused.is_empty() && kept > 0 {
        return Ok(see_other(format!("/nop/{draft}/giay-to#c-{component}")));
    }
    again(&deps, &caller, &draft, &brought).await
}

/// The sentence for a paper that has its greatest number of files.
fn too_many(refused: Refused) -> Refused {
    match refused {
        Refused::Field { field: "file", .. } => Refused::Form(forms::FormError::TooManyFiles),
        other => other,
    }
}

async fn again(deps: &Deps, caller: &Caller, draft: &str, brought: &Brought) -> Result<Response, Failure> {
    let journey = caller.journey(deps, draft).await?;
    let errors = brought.errors(&caller.shell.lang());
    Ok(render(deps, caller, &journey, errors))
}

#[derive(Deserialize)]
pub(super) struct Removed {
    #[serde(default, rename = "tep")]
    file: String,
}

pub(super) async fn remove(
    State(deps): State<Deps>,
    caller: Caller,
    Path(draft): Path<String>,
    Form(removed): Form<Removed>,
) -> Result<Response, Failure> {
    let journey = caller.journey(&deps, &draft).await?;
    let file: FileId = removed.file.parse().map_err(|_| Refused::NotFound)?;
    match ops::remove_draft_file(&deps, &caller.cx, journey.draft.id, journey.holder, file).await {
        // Pressed twice: it is gone, which is what was wanted.
        Ok(()) | Err(Refused::NotFound) => Ok(see_other(format!("/nop/{draft}/giay-to"))),
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn finish(
    State(deps): State<Deps>,
    caller: Caller,
    Path(draft): Path<String>,
    Form(_): Form<web::Fields>,
) -> Result<Response, Failure> {
    let journey = caller.journey(&deps, &draft).await?;
    let mut beside = Beside::of(&journey.answers);
    beside.papers_seen = true;
    let mut answers = journey.answers.clone();
    beside.put(&mut answers);
    let journey = keep(&deps, &caller, &journey, answers).await?;
    let context = form_context(&deps, &caller.cx, &journey.draft.case_code);
    let missing: Vec<_> = owed::papers(&journey, &context)
        .into_iter()
        .filter(|paper| paper.mandatory && paper.given == crate::model::Given::Missing)
        .collect();
    if missing.is_empty() {
        return Ok(see_other(owed::onward(&deps, &caller, &journey)));
    }
    let l = caller.shell.lang();
    let mut errors = Errors::new();
    for paper in missing {
        let sentence = l.with("dossiers-citizen-gap-paper", &[("name", paper.name.as_str())]);
        errors.add(format!("tep-{}", paper.code), sentence);
    }
    Ok(render(&deps, &caller, &journey, errors))
}
