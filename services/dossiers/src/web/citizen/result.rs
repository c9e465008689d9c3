//! The result: seen and answered as a draft, taken as PDF, checked by anybody with its QR code.
use super::caller::Caller;
use super::words;
use crate::Deps;
use crate::errors::Refused;
use crate::model::{Pause, ResultPaper, ResultState};
use crate::ops::{self, DossierView, ResultBody, ResultLine};
use crate::rules;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use contracts::FeeDue;
use http::StatusCode;
use serde::Deserialize;
use web::{Errors, Failure, FileAnswer, Form, Frame, page, page_status, see_other};
use workflow::StepKind;

#[derive(Template)]
#[template(path = "citizen/draft_result.html")]
struct DraftResult {
    frame: Frame,
    errors: Errors,
    code: String,
    title: String,
    groups: Vec<(String, Vec<ResultLine>)>,
    paragraphs: Vec<String>,
    until: String,
    words: String,
    base: String,
}

async fn read(deps: &Deps, caller: &Caller, id: &str) -> Result<DossierView, Failure> {
    let (id, holder) = caller.own(deps, id).await?;
    Ok(ops::view_dossier(deps, &caller.cx, id, Some(holder)).await?)
}

/// The draft that waits for her answer.
fn waiting(view: &DossierView) -> Option<&ResultPaper> {
    view.result.as_ref().filter(|paper| {
        paper.state == ResultState::Draft && view.dossier.paused_for == Some(Pause::DraftResult)
    })
}

fn render(caller: &Caller, view: &DossierView, words: String, errors: Errors) -> Response {
    let back = format!("/ho-so-cua-toi/{}", view.dossier.id);
    let Some(paper) = waiting(view) else { return see_other(back) };
    let l = caller.shell.lang();
    let open = |task: &&workflow::TaskRow| {
        task.closed_at.is_none() && matches!(task.kind, StepKind::WaitCitizen { .. })
    };
    let until = view.tasks.iter().find(open).and_then(|task| task.due_at);
    let body = ResultBody::of(&paper.body);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = caller.shell.frame("dossiers-citizen-draft-title").public().back_to(back.clone());
    page_status(
        status,
        DraftResult {
            frame: frame.with_errors(&errors),
            errors,
            code: view.dossier.code.clone().unwrap_or_default(),
            title: paper.title.clone(),
            groups: body.groups(),
            paragraphs: body.paragraphs,
            until: until.map(|until| words::deadline(&l, until)).unwrap_or_default(),
            words,
            base: back,
        },
    )
}

pub(super) async fn show_draft(
    State(deps): State<Deps>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let view = read(&deps, &caller, &id).await?;
    Ok(render(&caller, &view, String::new(), Errors::new()))
}

#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default, rename = "tra-loi")]
    answer: String,
    #[serde(default, rename = "sai-gi")]
    words: String,
}

pub(super) async fn answer_draft(
    State(deps): State<Deps>,
    caller: Caller,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let (dossier, holder) = caller.own(&deps, &id).await?;
    let l = caller.shell.lang();
    let agreed = typed.answer == "dong-y";
    let mut errors = Errors::new();
    let wrong = words::note(&l, &mut errors, "sai-gi", text::clean_text(&typed.words)).unwrap_or_default();
    if !agreed && wrong.is_empty() && errors.is_empty() {
        errors.add("sai-gi", l.t("dossiers-citizen-draft-words-missing"));
    }
    if !agreed && !errors.is_empty() {
        let view = read(&deps, &caller, &id).await?;
        return Ok(render(&caller, &view, typed.words, errors));
    }
    ops::answer_draft_result(&deps, &caller.cx, dossier, holder, agreed, wrong).await?;
    Ok(see_other(format!("/ho-so-cua-toi/{dossier}")))
}

pub(super) async fn print(
    State(deps): State<Deps>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let view = read(&deps, &caller, &id).await?;
    let signed = view.result.as_ref().filter(|paper| paper.signed_at.is_some());
    if signed.is_some() && rules::unpaid_before(&view.fees, FeeDue::BeforeReturn) {
        // As at the counter: what is due before the return comes first.  Her page says how much and where.
        return Ok(see_other(format!("/ho-so-cua-toi/{}#ket-qua", view.dossier.id)));
    }
    let paper = signed.or_else(|| waiting(&view)).ok_or(Refused::NoResult)?;
    let letter = ops::letter_of(&deps, &view).await?;
    let on = paper.signed_at.unwrap_or(paper.drafted_at).date();
    let lines = rules::signature_of(&paper.signer_line);
    let document = ops::paper_of(&letter, paper, lines, &paper.signer_name, on);
    let pdf = ops::print_paper(document).await?;
    let code = view.dossier.code.clone().unwrap_or_default();
    Ok(FileAnswer::bytes(&format!("{}-{code}.pdf", paper.title), "application/pdf", pdf.bytes)
        .into_response())
}

#[derive(Template)]
#[template(path = "citizen/checked.html")]
struct Checked {
    frame: Frame,
    title: String,
    /// `ok`, `warn` or `bad`.
    kind: &'static str,
    state: String,
    explanation: String,
    facts: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "citizen/unchecked.html")]
struct Unchecked {
    frame: Frame,
}

pub(super) async fn check(
    State(deps): State<Deps>,
    caller: Caller,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let l = caller.shell.lang();
    let (dossier, paper) = match ops::check_result(&deps, token).await {
        Ok(found) => found,
        Err(Refused::NotFound) => {
            let frame = caller.shell.frame("dossiers-citizen-verify-title").public();
            return Ok(page_status(StatusCode::NOT_FOUND, Unchecked { frame }));
        }
        Err(other) => return Err(other.into()),
    };
    let (agency, number) = ops::issuer_of(&deps, &dossier, &paper).await?;
    let (kind, word) = match paper.state {
        ResultState::Signed | ResultState::Returned | ResultState::Draft => ("ok", "in-force"),
        ResultState::Replaced => ("warn", "replaced"),
        ResultState::Revoked => ("bad", "revoked"),
    };
    let fact = |key: &str, value: String| (l.t(key).into_owned(), value);
    let mut facts = vec![fact("dossiers-citizen-verify-agency", agency)];
    if let Some(number) = number {
        facts.push(fact("dossiers-citizen-verify-number", number));
    }
    if let Some(at) = paper.signed_at {
        facts.push(fact("dossiers-citizen-verify-signed", words::moment(&l, at)));
    }
    let signer = format!("{} {}", paper.signer_line.replace('\n', ", "), paper.signer_name);
    facts.push(fact("dossiers-citizen-verify-signer", signer.trim().to_owned()));
    facts.push(fact("dossiers-citizen-verify-procedure", words::short_name(&dossier.procedure_name)));
    Ok(page(Checked {
        frame: caller.shell.frame("dossiers-citizen-verify-title").public(),
        title: paper.title.clone(),
        kind,
        state: l.t(&format!("dossiers-citizen-verify-{word}")).into_owned(),
        explanation: l.t(&format!("dossiers-citizen-verify-{word}-text")).into_owned(),
        facts,
    }))
}
