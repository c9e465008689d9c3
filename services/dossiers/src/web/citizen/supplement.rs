//! Answering a request for supplement: only the papers that were asked.
use super::caller::Caller;
use super::papers::PaperView;
use super::uploads::{self, Brought};
use super::words;
use crate::Deps;
use crate::errors::Refused;
use crate::model::Given;
use crate::ops::{self, AnswerSupplement, AttachSupplementFile, DossierView, open_round};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use contracts::FileId;
use http::StatusCode;
use serde::Deserialize;
use web::{Errors, Failure, Form, Frame, Upload, page_status, see_other};

#[derive(Template)]
#[template(path = "citizen/supplement.html")]
struct SupplementPage {
    frame: Frame,
    errors: Errors,
    code: String,
    reason: String,
    asked: String,
    until: String,
    papers: Vec<PaperView>,
    words: String,
    version: i64,
    base: String,
}

async fn read(deps: &Deps, caller: &Caller, id: &str) -> Result<DossierView, Failure> {
    let (id, holder) = caller.own(deps, id).await?;
    Ok(ops::view_dossier(deps, &caller.cx, id, Some(holder)).await?)
}

fn render(caller: &Caller, view: &DossierView, words: String, errors: Errors) -> Response {
    let l = caller.shell.lang();
    let dossier = &view.dossier;
    let back = format!("/ho-so-cua-toi/{}", dossier.id);
    let Some(round) = open_round(&view.supplements) else { return see_other(back) };
    let case = view.procedure.case(&dossier.case_code);
    let papers = view
        .components
        .iter()
        .filter(|component| round.components.contains(&component.code))
        .map(|component| {
            let rule = case.and_then(|case| case.component(&component.code));
            let own = view
                .files
                .iter()
                .filter(|file| file.component == component.code && file.round == round.round);
            PaperView {
                code: component.code.clone(),
                name: component.name.clone(),
                issuer: rule.map(|rule| rule.issuer.clone()).unwrap_or_default(),
                help: rule.map(|rule| rule.help.clone()).unwrap_or_default(),
                note: if component.given == Given::Form {
                    l.t("dossiers-citizen-supplement-form").into_owned()
                } else {
                    String::new()
                },
                files: own.map(|file| words::receipt(&l, file, &back, true)).collect(),
            }
        })
        .collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = caller.shell.frame("dossiers-citizen-supplement-title").public().back_to(back.clone());
    page_status(
        status,
        SupplementPage {
            frame: frame.with_errors(&errors),
            errors,
            code: dossier.code.clone().unwrap_or_default(),
            reason: l.t(&format!("dossiers-reason-{}", words::hyphened(round.reason.word()))).into_owned(),
            asked: round.words.clone(),
            until: words::deadline(&l, round.answer_by),
            papers,
            words,
            version: dossier.version,
            base: format!("{back}/bo-sung"),
        },
    )
}

pub(super) async fn show(
    State(deps): State<Deps>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let view = read(&deps, &caller, &id).await?;
    Ok(render(&caller, &view, String::new(), Errors::new()))
}

pub(super) async fn add(
    State(deps): State<Deps>,
    caller: Caller,
    Path(id): Path<String>,
    upload: Upload,
) -> Result<Response, Failure> {
    let (dossier, holder) = caller.own(&deps, &id).await?;
    let mut brought: Brought = uploads::bring(&deps, upload).await?;
    let mut kept = 0_usize;
    for file in std::mem::take(&mut brought.files) {
        let name = file.name.clone();
        let cmd = AttachSupplementFile {
            dossier,
            holder: holder.clone(),
            component: brought.component.clone(),
            name: file.name,
            kind: file.kind.to_owned(),
            digest: file.digest,
        };
        match ops::attach_supplement_file(&deps, &caller.cx, cmd).await {
            Ok(_) => kept += 1,
            Err(Refused::Field { field: "file", .. }) => {
                brought.refused.push((name, Refused::Form(forms::FormError::TooManyFiles)));
            }
            Err(other) => return Err(other.into()),
        }
    }
    if brought.refused.is_empty() && kept > 0 {
        return Ok(see_other(format!("/ho-so-cua-toi/{dossier}/bo-sung#c-{}", brought.component)));
    }
    let view = read(&deps, &caller, &id).await?;
    let errors = brought.errors(&caller.shell.lang());
    Ok(render(&caller, &view, String::new(), errors))
}

#[derive(Deserialize)]
pub(super) struct Removed {
    #[serde(default, rename = "tep")]
    file: String,
}

pub(super) async fn remove(
    State(deps): State<Deps>,
    caller: Caller,
    Path(id): Path<String>,
    Form(removed): Form<Removed>,
) -> Result<Response, Failure> {
    let (dossier, holder) = caller.own(&deps, &id).await?;
    let file: FileId = removed.file.parse().map_err(|_| Refused::NotFound)?;
    match ops::remove_supplement_file(&deps, &caller.cx, dossier, holder, file).await {
        Ok(()) | Err(Refused::NotFound) => Ok(see_other(format!("/ho-so-cua-toi/{dossier}/bo-sung"))),
        Err(other) => Err(other.into()),
    }
}

#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default, rename = "loi-nhan")]
    words: String,
    #[serde(default, rename = "v")]
    version: i64,
}

pub(super) async fn answer(
    State(deps): State<Deps>,
    caller: Caller,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let (dossier, holder) = caller.own(&deps, &id).await?;
    let l = caller.shell.lang();
    let mut errors = Errors::new();
    let words = words::note(&l, &mut errors, "loi-nhan", text::clean_text(&typed.words)).unwrap_or_default();
    if errors.is_empty() {
        let cmd = AnswerSupplement {
            dossier,
            version: typed.version,
            holder: Some(holder),
            words,
            papers: Vec::new(),
        };
        match ops::answer_supplement(&deps, &caller.cx, cmd).await {
            Ok(_) => return Ok(see_other(format!("/ho-so-cua-toi/{dossier}"))),
            Err(Refused::ComponentMissing(name)) => {
                let view = read(&deps, &caller, &id).await?;
                let code =
                    view.components.iter().find(|paper| paper.name == name).map(|paper| paper.code.clone());
                let sentence = l.with("dossiers-citizen-gap-paper", &[("name", name.as_str())]);
                errors.add(format!("tep-{}", code.unwrap_or_default()), sentence);
                return Ok(render(&caller, &view, typed.words, errors));
            }
            Err(other) => return Err(other.into()),
        }
    }
    let view = read(&deps, &caller, &id).await?;
    Ok(render(&caller, &view, typed.words, errors))
}
