//! One draft: its questions with the words of the record beside them, and publication.
use super::Admin;
use super::words::{self, CaseLines, Day};
use crate::Refused;
use crate::model::{Answer, State as Phase, VersionRow};
use crate::ops::{Publication, answer_questions, publish_version, version_detail};
use ::web::{Choice, Errors, Failure, Fields, Form, Frame, Shell, page_status, see_other};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use contracts::{ProcedureFact, ProcedureId};
use http::StatusCode;
use policy::web::Cx;

struct QuestionView {
    field: String,
    sentence: String,
    quote: Vec<String>,
    beside: Vec<String>,
    choices: Vec<Choice>,
    answered: bool,
}

#[derive(Template)]
#[template(path = "draft.html")]
struct DraftPage {
    frame: Frame,
    id: String,
    row_version: i64,
    code: String,
    name: String,
    field: String,
    decision: String,
    result: String,
    legal: Vec<String>,
    cases: Vec<CaseLines>,
    questions: Vec<QuestionView>,
    open: usize,
    from: Day,
    errors: Errors,
    may_manage: bool,
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

fn render(shell: &Shell, row: &VersionRow, fact: &ProcedureFact, day: Day, errors: Errors) -> DraftPage {
    let frame = shell
        .frame_titled(fact.name.clone())
        .crumb("procedures-list-title", "/quan-tri/thu-tuc")
        .crumb("procedures-drafts-title", "/quan-tri/thu-tuc/ban-nhap")
        .with_errors(&errors);
    let questions = row
        .questions
        .iter()
        .map(|question| {
            let chosen = question.answer.and_then(|answer| answer.reading);
            let choices = question.readings.iter().enumerate().map(|(place, reading)| {
                Choice::new(place.to_string(), words::reading(&frame.l, reading))
                    .chosen(chosen == Some(place))
            });
            QuestionView {
                field: format!("q-{}", question.id.replace(':', "-")),
                sentence: words::question(&frame.l, question),
                quote: lines(&question.quote),
                beside: lines(&question.beside),
                choices: choices.collect(),
                answered: question.answer.is_some(),
            }
        })
        .collect();
    DraftPage {
        id: row.id.to_string(),
        row_version: row.row_version,
        code: fact.code.clone(),
        name: fact.name.clone(),
        field: fact.field.clone(),
        decision: fact.published_by.clone(),
        result: fact.result.name.clone(),
        legal: fact.legal_basis.clone(),
        cases: words::cases(&frame.l, fact),
        questions,
        open: row.open_questions(),
        from: day,
        errors,
        may_manage: frame.may(crate::MANAGE),
        frame,
    }
}

pub(super) async fn show(
    State(admin): State<Admin>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<ProcedureId>,
) -> Result<Response, Failure> {
    let (row, fact) = version_detail(&admin.db, &cx, id).await?;
    if row.state != Phase::Draft {
        return Ok(see_other(format!("/quan-tri/thu-tuc/{}", row.code)));
    }
    let day = Day::of(fact.effective_from);
    Ok(::web::page(render(&shell, &row, &fact, day, Errors::new())))
}

fn row_version(fields: &Fields) -> i64 {
    fields.text("row_version").parse().unwrap_or(0)
}

/// One answer for every question that was answered on the page; a question without readings is noted by its box.
pub(super) async fn answer(
    State(admin): State<Admin>,
    Cx(cx): Cx,
    Path(id): Path<ProcedureId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let (row, _) = version_detail(&admin.db, &cx, id).await?;
    let mut answers = Vec::new();
    for question in &row.questions {
        let given = fields.text(&format!("q-{}", question.id.replace(':', "-")));
        if given.is_empty() {
            continue;
        }
        let reading = if question.readings.is_empty() {
            None
        } else {
            Some(given.parse::<usize>().map_err(|_| Refused::Answer)?)
        };
        answers.push((question.id.clone(), Answer { reading }));
    }
    answer_questions(&admin.db, &cx, id, row_version(&fields), answers).await?;
    Ok(see_other(format!("/quan-tri/thu-tuc/ban-nhap/{id}")))
}

pub(super) async fn publish(
    State(admin): State<Admin>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<ProcedureId>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let (row, fact) = version_detail(&admin.db, &cx, id).await?;
    let day = Day::new(fields.text("tu"), fields.text("tu-m"), fields.text("tu-y"));
    let mut errors = Errors::new();
    let effective_from = day.read(&shell.frame("procedures-drafts-title"), "tu", &mut errors);
    let Some(effective_from) = effective_from else {
        return Ok(page_status(StatusCode::UNPROCESSABLE_ENTITY, render(&shell, &row, &fact, day, errors)));
    };
    let publication = Publication {
        id,
        row_version: row_version(&fields),
        effective_from,
        notes: words::notes(&shell.lang(), &row.questions),
    };
    match publish_version(&admin.db, &cx, publication).await {
        Ok(_) => Ok(see_other(format!("/quan-tri/thu-tuc/{}", row.code))),
        Err(error @ Refused::Invalid(_)) => {
            errors.add("tu", words::refusal(&shell.frame("procedures-drafts-title"), &error));
            Ok(page_status(StatusCode::UNPROCESSABLE_ENTITY, render(&shell, &row, &fact, day, errors)))
        }
        Err(error) => Err(error.into()),
    }
}
