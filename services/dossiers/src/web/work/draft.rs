//! Drafting a result: prefilled from the answers and from the procedure's result, shown as it will print.
use super::acts::answer;
use super::facts::Part;
use super::step::{Typed, render};
use super::words::mendable;
use crate::Deps;
use crate::ops::{self, ProposeResult, ResultBody, StepView};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use contracts::{DossierId, TaskId};
use policy::web::Cx;
use web::{Choice, Failure, FileAnswer, Form, Lang, Shell};

/// Empty lines below the prefilled ones.
const SPARE_ROWS: usize = 2;
/// Lines that are read from one form.
const ROWS_MAX: usize = 200;

/// What the drafting form shows.
pub(super) struct DraftForm {
    pub granted: Vec<Choice>,
    pub title: String,
    pub paragraphs: String,
    pub rows: Vec<(String, String)>,
    pub recipients: String,
}

/// The lines that the answers give: what the paper says of the person is what she said.
pub(super) fn prefilled(parts: &[Part]) -> Vec<(String, String)> {
    parts.iter().flat_map(|part| part.rows.iter()).filter(|(_, value)| !value.is_empty()).cloned().collect()
}

/// The form: as typed, else the draft at hand, else from the answers.
pub(super) fn form(lang: &Lang, step: &StepView, parts: &[Part], typed: &Typed) -> DraftForm {
    let choice = |granted: bool, chosen: bool| {
        let (value, key) =
            if granted { ("1", "dossiers-work-granted") } else { ("0", "dossiers-work-refused") };
        Choice::new(value, lang.t(key).into_owned()).chosen(chosen)
    };
    let earlier = step.view.result.as_ref().filter(|result| result.signed_at.is_none());
    let (granted, title, body) = match earlier {
        _ if typed.from == "draft" => (typed.granted != "0", typed.title.clone(), body_of(typed)),
        Some(result) => (result.granted, result.title.clone(), ResultBody::of(&result.body)),
        None => (true, step.view.procedure.result.name.clone(), first_body(lang, step, parts)),
    };
    let mut rows = body.rows;
    rows.extend(std::iter::repeat_n((String::new(), String::new()), SPARE_ROWS));
    DraftForm {
        granted: vec![choice(true, granted), choice(false, !granted)],
        title,
        paragraphs: body.paragraphs.join("\n\n"),
        rows,
        recipients: body.recipients.join("\n"),
    }
}

fn first_body(lang: &Lang, step: &StepView, parts: &[Part]) -> ResultBody {
    let rule = &step.view.procedure.result;
    let paragraphs = rule
        .valid_months
        .map(|months| lang.with("dossiers-work-valid-months", &[("n", months)]))
        .into_iter()
        .collect();
    let recipients =
        vec![step.view.dossier.owner_name.clone(), lang.t("dossiers-work-recipient-file").into_owned()];
    ResultBody { paragraphs, rows: prefilled(parts), recipients }
}

/// What was typed, cleaned: empty lines go, text is composed.
pub(super) fn body_of(typed: &Typed) -> ResultBody {
    let lines = |text: &str| -> Vec<String> {
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(text::nfc).collect()
    };
    let rows = typed
        .row_label
        .iter()
        .zip(&typed.row_value)
        .take(ROWS_MAX)
        .map(|(label, value)| (text::squeeze(label), text::squeeze(value)))
        .filter(|(label, value)| !(label.is_empty() && value.is_empty()))
        .collect();
    ResultBody { paragraphs: lines(&typed.paragraphs), rows, recipients: lines(&typed.recipients) }
}

pub(super) async fn propose_result(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(task): Path<TaskId>,
    Form(mut typed): Form<Typed>,
) -> Result<Response, Failure> {
    typed.from = "draft";
    let granted = typed.granted != "0";
    let body = body_of(&typed);
    // A refusal of what was asked says why (Luật Ban hành văn bản, NĐ 61/2018 Đ19: reasons are given in writing).
    if !granted && body.paragraphs.is_empty() {
        let refused = crate::Refused::Field { field: "paragraphs", problem: "missing" };
        let errors = mendable(&shell.lang(), refused)?;
        return render(&deps, &shell, &cx, task, typed, errors).await;
    }
    let cmd = ProposeResult { task, granted, title: text::squeeze(&typed.title), body: body.to_json() };
    let done = ops::propose_result(&deps, &cx, cmd).await;
    answer(&deps, &shell, &cx, task, typed, done).await
}

/// The paper as typed so far; nothing is stored.
pub(super) async fn preview_result(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(task): Path<TaskId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let step = ops::open_task(&deps, &cx, task).await?;
    let letter = ops::letter_of(&deps, &step.view).await?;
    let result = ops::unsaved(&cx, &typed.title, typed.granted != "0", &body_of(&typed));
    let paper = ops::paper_of(&letter, &result, Vec::new(), "", cx.now.date());
    let pdf = ops::print_paper(paper).await?;
    let name = file_name(step.view.dossier.code.as_deref(), step.view.dossier.id, "du-thao");
    Ok(FileAnswer::bytes(&name, "application/pdf", pdf.bytes).into_response())
}

/// `H41.77-261120-0014-du-thao.pdf`.
pub(super) fn file_name(code: Option<&str>, id: DossierId, what: &str) -> String {
    let code = code.map_or_else(|| id.to_string(), str::to_owned);
    format!("{code}-{what}.pdf")
}
