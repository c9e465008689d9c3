//! Drafting a result: prefilled from the answers and from the procedure's result, shown as it will print.
use super::acts::answer;
use super::facts::Part;
use super::step::{Typed, render};
use super::words::mendable;
use crate::Deps;
use crate::ops::{self, ProposeResult, ResultBody, ResultLine, StepView};
use crate::rules::{self, Known};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use contracts::{DossierId, TaskId};
use policy::web::Cx;
use web::{Choice, Failure, FileAnswer, Form, Lang, Shell};

/// Empty lines below the prefilled ones.
const SPARE_ROWS: usize = 2;
/// Lines that are read from one form.
const ROWS_MAX: usize = 200;

/// Sent in place of a key by the heading of a group.
const HEADING: &str = "#";

/// What the drafting form shows.
pub(super) struct DraftForm {
    pub granted: Vec<Choice>,
    pub title: String,
    pub paragraphs: String,
    pub rows: Vec<ResultLine>,
    pub recipients: String,
}

/// The lines of the paper: as the procedure lays it out, else what the person said, without how to reach her and
/// under the headings of the form.
pub(super) fn prefilled(step: &StepView, parts: &[Part]) -> Vec<ResultLine> {
    let view = &step.view;
    if !view.procedure.result.rows.is_empty() {
        let answers = parts.iter().flat_map(|part| &part.rows);
        let mut scope = view.dossier.answers.clone();
        if let Some(values) = scope.as_object_mut() {
            values.insert("case".to_owned(), view.dossier.case_code.clone().into());
        }
        let agency = step.agencies.iter().find(|agency| agency.id == view.dossier.resolving);
        let known = Known {
            shown: answers.map(|row| (row.field.clone(), row.value.clone())).collect(),
            answers: scope,
            agency: agency.map_or("", |agency| agency.name.as_str()),
            later: step.later.clone(),
        };
        return rules::result_lines(&view.procedure.result, &known);
    }
    let said = |part: &Part| -> Vec<ResultLine> {
        let rows = part.rows.iter().filter(|row| !row.value.is_empty() && !row.contact);
        rows.map(|row| ResultLine {
            key: row.field.clone(),
            label: row.label.clone(),
            value: row.value.clone(),
            heading: false,
        })
        .collect()
    };
    let groups: Vec<(&str, Vec<ResultLine>)> = parts
        .iter()
        .map(|part| (part.title.as_str(), said(part)))
        .filter(|(_, rows)| !rows.is_empty())
        .collect();
    let several = groups.len() > 1;
    let with_heading = |(title, rows): (&str, Vec<ResultLine>)| {
        let heading = (several && !title.is_empty()).then(|| ResultLine::heading(title));
        heading.into_iter().chain(rows).collect::<Vec<_>>()
    };
    groups.into_iter().flat_map(with_heading).collect()
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
    rows.extend(std::iter::repeat_n(ResultLine::default(), SPARE_ROWS));
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
    ResultBody { paragraphs, rows: prefilled(step, parts), recipients }
}

/// What was typed, cleaned: empty lines go, text is composed.
pub(super) fn body_of(typed: &Typed) -> ResultBody {
    let lines = |text: &str| -> Vec<String> {
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(text::nfc).collect()
    };
    let keys = typed.row_key.iter().map(String::as_str).chain(std::iter::repeat(""));
    let rows = typed
        .row_label
        .iter()
        .zip(&typed.row_value)
        .zip(keys)
        .take(ROWS_MAX)
        .map(|((label, value), key)| ResultLine {
            key: if key == HEADING { String::new() } else { text::squeeze(key) },
            label: text::squeeze(label),
            value: text::squeeze(value),
            heading: key == HEADING,
        })
        .filter(|line| !line.is_blank())
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
