//! `/chi-so/{code}/bao-cao`: what agencies reported for a period, and the form of one of them.
use super::words;
use crate::Deps;
use crate::model::{Report, ReportState};
use crate::ops::{self, Reporting, Row};
use crate::rules::decimal_vi;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Date, date_vi, moment_vi};
use policy::web::Cx;
use serde::Deserialize;
use std::collections::BTreeMap;
use web::{Errors, Failure, Form, Frame, Lang, Shell, page};

#[derive(Deserialize, Default, Clone)]
pub(super) struct ReportQuery {
    /// Any day of the period's first month.
    #[serde(default)]
    pub ky: String,
    #[serde(default, rename = "co-quan")]
    pub agency: String,
    /// What was just done: `gui`, `duyet`, `tra-lai`, `khoa`, `bang`.
    #[serde(default)]
    pub xong: String,
}

/// What came back with a form.
#[derive(Default)]
pub(super) struct Typed {
    pub values: BTreeMap<String, String>,
    pub note: String,
    pub reason: String,
    pub words: String,
    pub table: String,
    /// Versions that the page of the table had shown; empty: those that stand now.
    pub seen: String,
    pub errors: Errors,
    /// Lines about the table, each a sentence.
    pub table_flaws: Vec<String>,
}

struct AgencyRow {
    name: String,
    href: String,
    values: String,
    state: (&'static str, String),
    late: bool,
    current: bool,
}

struct InputField {
    id: String,
    label: String,
    value: String,
}

struct VersionRow {
    title: String,
    state: (&'static str, String),
    late: bool,
    values: String,
    notes: Vec<String>,
}

/// The form of one agency.
struct Own {
    id: String,
    name: String,
    version: i64,
    fields: Vec<InputField>,
    may_report: bool,
    decide: String,
    history: Vec<VersionRow>,
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    frame: Frame,
    code: String,
    heading: String,
    window: String,
    deadline: String,
    value: String,
    done: String,
    locked: String,
    can_lock: bool,
    /// How many wait for this person; two or more make a button.
    waiting: usize,
    /// When the newest of them was sent, microseconds UTC.
    newest: i64,
    needs_reason: bool,
    previous: (String, String),
    next: Option<(String, String)>,
    rows: Vec<AgencyRow>,
    own: Option<Own>,
    paste: bool,
    seen: String,
    header: String,
    period: String,
    typed: Typed,
}

fn tag(lang: &Lang, state: ReportState) -> (&'static str, String) {
    let kind = match state {
        ReportState::Sent => "turn",
        ReportState::Approved => "ok",
        ReportState::Returned => "bad",
        ReportState::Withdrawn => "",
    };
    (kind, lang.t(&format!("indicators-report-{}", state.word())).into_owned())
}

fn values(seen: &Reporting, report: &Report) -> String {
    let one = |input: &crate::model::Input| {
        let number = report.inputs.get(&input.code).map(|value| decimal_vi(*value, 6)).unwrap_or_default();
        format!("{}: {number} {}", input.title, input.unit).trim_end().to_owned()
    };
    seen.dated.definition.inputs.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn agency_row(lang: &Lang, seen: &Reporting, row: &Row, here: &str, chosen: Option<&Row>) -> AgencyRow {
    let last = row.last();
    let state = match last {
        Some(report) => tag(lang, report.state),
        None if row.missing => ("bad", lang.t("indicators-report-missing").into_owned()),
        None => ("", lang.t("indicators-report-open").into_owned()),
    };
    AgencyRow {
        name: row.agency.name.clone(),
        href: format!("{here}&co-quan={}#mot-noi", row.agency.id),
        values: last.map(|report| values(seen, report)).unwrap_or_default(),
        state,
        late: last.is_some_and(|report| report.late),
        current: chosen.is_some_and(|one| one.agency.id == row.agency.id),
    }
}

fn version_row(lang: &Lang, seen: &Reporting, report: &Report) -> VersionRow {
    let title = lang.with(
        "indicators-report-version",
        &[("n", report.version.to_string()), ("at", moment_vi(report.sent_at))],
    );
    let mut notes = Vec::new();
    if !report.note.is_empty() {
        notes.push(lang.with("indicators-report-note", &[("words", report.note.as_str())]));
    }
    if !report.reason.is_empty() {
        notes.push(lang.with("indicators-report-after-lock", &[("words", report.reason.as_str())]));
    }
    if let Some(at) = report.decided_at {
        let key = if report.state == ReportState::Approved {
            "indicators-report-approved-at"
        } else {
            "indicators-report-returned-at"
        };
        notes.push(lang.with(key, &[("at", moment_vi(at)), ("words", report.decision_words.clone())]));
    }
    VersionRow {
        title,
        state: tag(lang, report.state),
        late: report.late,
        values: values(seen, report),
        notes,
    }
}

fn own(lang: &Lang, seen: &Reporting, row: &Row, typed: &Typed) -> Own {
    let last = row.last();
    let fields = seen
        .dated
        .definition
        .inputs
        .iter()
        .map(|input| {
            let id = format!("so-{}", input.code);
            let stored = last.and_then(|report| report.inputs.get(&input.code));
            let stored = stored.map(|value| decimal_vi(*value, 6)).unwrap_or_default();
            let label = if input.unit.is_empty() {
                input.title.clone()
            } else {
                lang.with("indicators-input", &[("title", input.title.clone()), ("unit", input.unit.clone())])
            };
            InputField { value: typed.values.get(&input.code).cloned().unwrap_or(stored), id, label }
        })
        .collect();
    let waits = row.versions.iter().find(|one| one.state == ReportState::Sent);
    Own {
        id: row.agency.id.to_string(),
        name: row.agency.name.clone(),
        version: row.versions.last().map_or(0, |report| report.version),
        fields,
        may_report: row.may_report,
        decide: waits.filter(|_| row.may_decide).map(|one| one.id.to_string()).unwrap_or_default(),
        history: row.versions.iter().rev().map(|report| version_row(lang, seen, report)).collect(),
    }
}

/// The last version of every agency that may be reported for here.
fn versions(seen: &Reporting) -> String {
    let told = seen
        .rows
        .iter()
        .filter(|row| row.may_report)
        .filter_map(|row| row.versions.last().map(|last| format!("{}:{}", row.agency.id, last.version)));
    // The first word tells "nothing had been sent" from "nothing was shown".
    std::iter::once("so".to_owned()).chain(told).collect::<Vec<_>>().join(" ")
}

/// Reads the period and draws the page with what was typed.
pub(super) async fn render(
    deps: &Deps,
    shell: &Shell,
    cx: &policy::OpContext,
    code: String,
    query: &ReportQuery,
    typed: Typed,
) -> Result<Response, Failure> {
    let today = cx.now.date();
    let day = query.ky.parse::<Date>().unwrap_or(today);
    let seen = ops::reporting(deps, cx, code.clone(), day).await?;
    let lang = shell.lang();
    let here = |period: crate::model::Period| format!("/chi-so/{code}/bao-cao?ky={}", period.first);
    let named = seen.rows.iter().find(|row| row.agency.id.to_string() == query.agency);
    let mine = || {
        let mut list = seen.rows.iter().filter(|row| row.may_report);
        let first = list.next();
        first.filter(|_| list.next().is_none())
    };
    let chosen = named.or_else(mine);
    let period = words::period(&lang, seen.period);
    let heading = lang.with(
        "indicators-report-heading",
        &[("title", seen.dated.definition.title.clone()), ("period", period.clone())],
    );
    let locked = seen.locked_at.map(|at| lang.with("indicators-locked-at", &[("at", moment_vi(at))]));
    let next = seen.period.next();
    let begun = next.window(seen.dated.definition.window_day).0 <= today;
    let frame = shell
        .frame_titled(heading.clone())
        .at_work()
        .crumb("indicators-list-title", "/chi-so")
        .crumb_text(seen.dated.definition.title.clone(), format!("/chi-so/{code}"))
        .with_errors(&typed.errors);
    let status = if typed.errors.is_empty() && typed.table_flaws.is_empty() {
        http::StatusCode::OK
    } else {
        http::StatusCode::UNPROCESSABLE_ENTITY
    };
    let done = match query.xong.as_str() {
        "gui" => lang.t("indicators-done-sent"),
        "duyet" => lang.t("indicators-done-approved"),
        "tra-lai" => lang.t("indicators-done-returned"),
        "khoa" => lang.t("indicators-done-locked"),
        "bang" => lang.t("indicators-done-table"),
        _ => std::borrow::Cow::Borrowed(""),
    };
    let before = seen.period.before();
    let page_data = ReportPage {
        heading,
        window: words::span(&lang, seen.window.0, seen.window.1),
        deadline: date_vi(seen.deadline),
        value: seen
            .made
            .as_ref()
            .map(|made| words::value(&lang, &seen.dated.definition, made))
            .unwrap_or_default(),
        done: done.into_owned(),
        waiting: seen.rows.iter().filter(|row| row.may_decide).count(),
        newest: seen
            .rows
            .iter()
            .filter(|row| row.may_decide)
            .flat_map(|row| &row.versions)
            .map(|report| report.sent_at.micros())
            .max()
            .unwrap_or_default(),
        needs_reason: locked.is_some(),
        can_lock: seen.may_lock && locked.is_none() && seen.window.1 < today,
        locked: locked.unwrap_or_default(),
        previous: (words::period(&lang, before), here(before)),
        next: begun.then(|| (words::period(&lang, next), here(next))),
        rows: seen.rows.iter().map(|row| agency_row(&lang, &seen, row, &here(seen.period), chosen)).collect(),
        own: chosen.map(|row| own(&lang, &seen, row, &typed)),
        paste: seen.may_paste,
        seen: if typed.seen.is_empty() { versions(&seen) } else { typed.seen.clone() },
        header: crate::rules::header_of(&seen.dated.definition).join(";"),
        period: seen.period.first.to_string(),
        code,
        typed,
        frame,
    };
    Ok(if status == http::StatusCode::OK { page(page_data) } else { web::page_status(status, page_data) })
}

pub(super) async fn show_reporting(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Form(query): Form<ReportQuery>,
) -> Result<Response, Failure> {
    render(&deps, &shell, &cx, code, &query, Typed::default()).await
}
