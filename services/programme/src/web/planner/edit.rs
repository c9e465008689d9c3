//! One row, changed or added beside its text.  A save that comes after somebody else's shows both values; nothing typed is
//! lost.
use super::fields::{self, Control};
use super::{rows, text, words};
use crate::model::source::{FindingKind, SourceLine};
use crate::ops::correct::{Body, Edit, add_finding, change_finding};
use crate::ops::look::{FindingLook, look_finding, look_source};
use crate::{Deps, Refused};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use contracts::{FindingId, PlanSourceId};
use http::StatusCode;
use policy::OpContext;
use policy::web::Cx;
use serde::Deserialize;
use web::{Choice, Errors, Failure, Fields, Form, Frame, Shell, page_status, see_other};

struct FieldView {
    id: &'static str,
    label: String,
    hint: String,
    value: String,
    line: bool,
    short: bool,
    area: bool,
    select: bool,
    choices: Vec<Choice>,
    ticked: bool,
    /// What somebody else saved meanwhile, when it is another value.
    theirs: Option<String>,
}

#[derive(Template)]
#[template(path = "planner/edit.html")]
struct EditPage {
    frame: Frame,
    errors: Errors,
    action: String,
    back: String,
    title: String,
    version: i64,
    kind: &'static str,
    fields: Vec<FieldView>,
    line: String,
    end_line: String,
    lines: Vec<(i64, String, bool)>,
    conflict: bool,
    original: Vec<String>,
}

/// Everything that one rendering needs.
struct Shown<'a> {
    kind: FindingKind,
    version: i64,
    typed: &'a Fields,
    theirs: Option<&'a Fields>,
    lines: Vec<SourceLine>,
    action: String,
    back: String,
    original: Vec<String>,
}

fn field_views(shell: &Shell, shown: &Shown<'_>) -> Vec<FieldView> {
    let lang = shell.lang();
    fields::fields(shown.kind)
        .iter()
        .map(|(id, control)| {
            let value = shown.typed.text(id).to_owned();
            let theirs = shown.theirs.map(|now| now.text(id)).filter(|now| **now != value);
            let hinted =
                matches!(*id, "owner" | "lead" | "coordinating" | "directing" | "deadlines" | "date");
            let hint = if hinted {
                lang.t(&format!("programme-planner-hint-{id}")).into_owned()
            } else {
                String::new()
            };
            FieldView {
                id,
                label: lang.t(&format!("programme-planner-field-{}", id.replace('_', "-"))).into_owned(),
                hint,
                line: *control == Control::Line,
                short: *control == Control::Short,
                area: *control == Control::Area,
                select: *control == Control::Select,
                choices: if *control == Control::Select {
                    fields::choices(&lang, id, &value)
                } else {
                    Vec::new()
                },
                ticked: value == "1",
                theirs: theirs.map(|now| {
                    let none = || lang.t("programme-planner-none").into_owned();
                    if now.is_empty() { none() } else { now.to_owned() }
                }),
                value,
            }
        })
        .collect()
}

fn render(shell: &Shell, shown: &Shown<'_>, errors: Errors, status: StatusCode) -> Response {
    let lang = shell.lang();
    let kind = words::kind(&lang, shown.kind);
    let marked = |name: &str| shown.typed.text(name).parse::<i64>().unwrap_or(0);
    let title = lang.with("programme-planner-edit-title", &[("kind", kind.as_str())]);
    let page = EditPage {
        frame: shell.frame_titled(title.clone()).with_errors(&errors).back_to(shown.back.clone()),
        errors,
        action: shown.action.clone(),
        back: shown.back.clone(),
        title,
        version: shown.version,
        kind: shown.kind.word(),
        fields: field_views(shell, shown),
        line: shown.typed.text("line").to_owned(),
        end_line: shown.typed.text("end_line").to_owned(),
        lines: text::plain_lines(&shown.lines, (marked("line"), marked("end_line"))),
        conflict: shown.theirs.is_some(),
        original: shown.original.clone(),
    };
    page_status(status, page)
}

/// What the importer read, for whoever wonders what was changed since.
fn original_words(shell: &Shell, look: &FindingLook) -> Vec<String> {
    let changed = look.finding.original.as_ref().filter(|original| **original != look.finding.body);
    let Some(original) = changed else { return Vec::new() };
    let mut row = look.finding.clone();
    row.body = original.clone();
    let Ok(body) = Body::of(&row) else { return Vec::new() };
    let (title, parts) = rows::describe(&shell.lang(), &body);
    std::iter::once(title).chain(parts).collect()
}

fn back_to(source: PlanSourceId, kind: FindingKind, position: i64, id: Option<FindingId>) -> String {
    let page = i64::try_from(crate::ops::look::ITEMS).unwrap_or(1);
    let from = position - position.rem_euclid(page);
    let from = if from > 0 { format!("&tu={from}") } else { String::new() };
    let anchor = id.map(|id| format!("#r-{id}")).unwrap_or_default();
    format!("/ke-hoach/nhap/{source}?muc={}{from}{anchor}", text::tab_of(kind))
}

fn shown_of<'a>(
    shell: &Shell,
    look: &FindingLook,
    typed: &'a Fields,
    theirs: Option<&'a Fields>,
) -> Shown<'a> {
    let (source, row) = (look.source.id, &look.finding);
    Shown {
        kind: row.kind,
        version: row.version,
        typed,
        theirs,
        lines: look.lines.clone(),
        action: format!("/ke-hoach/nhap/{source}/sua/{}", row.id),
        back: back_to(source, row.kind, row.position, Some(row.id)),
        original: original_words(shell, look),
    }
}

pub(super) async fn show_edit(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path((source, finding)): Path<(PlanSourceId, FindingId)>,
) -> Result<Response, Failure> {
    let look = look_finding(&deps, &cx, source, finding).await?;
    let body = Body::of(&look.finding).map_err(Refused::from)?;
    let values = fields::values(&body, (look.finding.line, look.finding.end_line));
    Ok(render(&shell, &shown_of(&shell, &look, &values, None), Errors::new(), StatusCode::OK))
}

/// The page of a row that somebody else changed meanwhile: what was typed stands in the fields, what is there now beside
/// each field that differs.
pub(super) async fn conflict(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    (source, finding): (PlanSourceId, FindingId),
    typed: Option<&Fields>,
) -> Result<Response, Failure> {
    let look = look_finding(deps, cx, source, finding).await?;
    let body = Body::of(&look.finding).map_err(Refused::from)?;
    let now = fields::values(&body, (look.finding.line, look.finding.end_line));
    let shown = shown_of(shell, &look, typed.unwrap_or(&now), Some(&now));
    Ok(render(shell, &shown, Errors::new(), StatusCode::CONFLICT))
}

pub(super) async fn save_edit(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path((source, finding)): Path<(PlanSourceId, FindingId)>,
    Form(typed): Form<Fields>,
) -> Result<Response, Failure> {
    let look = look_finding(&deps, &cx, source, finding).await?;
    let before = Body::of(&look.finding).map_err(Refused::from)?;
    let version = typed.text("version").parse().unwrap_or(0);
    let (body, lines) = match fields::read(&shell.lang(), look.finding.kind, &typed, Some(&before)) {
        Ok(read) => read,
        Err(errors) => {
            let shown = Shown { version, ..shown_of(&shell, &look, &typed, None) };
            return Ok(render(&shell, &shown, errors, StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let edit = Edit::Save { body: Box::new(body), lines };
    match change_finding(&deps, &cx, source, (finding, version), edit).await {
        Ok(()) => Ok(see_other(back_to(source, look.finding.kind, look.finding.position, Some(finding)))),
        Err(Refused::Stale) => conflict(&deps, &shell, &cx, (source, finding), Some(&typed)).await,
        Err(other) => Err(other.into()),
    }
}

/// Which kind is added and from which line.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct NewAsked {
    #[serde(default)]
    loai: String,
    #[serde(default)]
    dong: Option<i64>,
}

fn new_shown<'a>(
    source: PlanSourceId,
    kind: FindingKind,
    typed: &'a Fields,
    lines: Vec<SourceLine>,
) -> Shown<'a> {
    Shown {
        kind,
        version: 0,
        typed,
        theirs: None,
        lines,
        action: format!("/ke-hoach/nhap/{source}/them"),
        back: format!("/ke-hoach/nhap/{source}?muc={}", text::tab_of(kind)),
        original: Vec::new(),
    }
}

pub(super) async fn show_new(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(source): Path<PlanSourceId>,
    Form(asked): Form<NewAsked>,
) -> Result<Response, Failure> {
    let kind = FindingKind::from_word(&asked.loai).unwrap_or(FindingKind::Task);
    let line = asked.dong.unwrap_or(0);
    let (_, lines) = look_source(&deps, &cx, source, line).await?;
    let mut typed = Fields::default();
    typed.push("line", line.to_string());
    typed.push("end_line", line.to_string());
    if let Some(words) = lines.iter().find(|one| one.line == line) {
        typed.push("text", words.text.clone());
    }
    Ok(render(&shell, &new_shown(source, kind, &typed, lines), Errors::new(), StatusCode::OK))
}

pub(super) async fn save_new(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(source): Path<PlanSourceId>,
    Form(typed): Form<Fields>,
) -> Result<Response, Failure> {
    let kind = FindingKind::from_word(typed.text("loai")).unwrap_or(FindingKind::Task);
    match fields::read(&shell.lang(), kind, &typed, None) {
        Ok((body, lines)) => {
            let id = add_finding(&deps, &cx, source, body, lines).await?;
            let look = look_finding(&deps, &cx, source, id).await?;
            Ok(see_other(back_to(source, kind, look.finding.position, Some(id))))
        }
        Err(errors) => {
            let line = typed.text("line").parse().unwrap_or(0);
            let (_, lines) = look_source(&deps, &cx, source, line).await?;
            let shown = new_shown(source, kind, &typed, lines);
            Ok(render(&shell, &shown, errors, StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}
