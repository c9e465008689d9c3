//! `/quan-tri/lich`: the year's days, and a form that changes one.
use super::Console;
use crate::ops::{self, ConsoleError};
use ::calendar::{DayEntry, DayKind, DayName, Provenance};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::{Date, date_vi, parse_date_vi};
use contracts::WorkingTime;
use http::StatusCode;
use policy::web::Cx;
use serde::Deserialize;
use web::{Choice, Errors, Failure, Form, Frame, Shell, page_status, see_other};

#[derive(Deserialize, Default)]
pub(super) struct YearQuery {
    #[serde(default)]
    nam: Option<i16>,
}

#[derive(Deserialize, Default, Clone)]
pub(super) struct EntryForm {
    #[serde(default)]
    date: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    instead_of: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    source: String,
}

#[derive(Deserialize)]
pub(super) struct RemoveForm {
    #[serde(default)]
    date: String,
}

struct DayRow {
    date: String,
    weekday: String,
    kind: String,
    name: String,
    instead_of: String,
    source: String,
    provisional: bool,
    worked: bool,
}

#[derive(Template)]
#[template(path = "calendar.html")]
struct CalendarPage {
    frame: Frame,
    year: i16,
    rows: Vec<DayRow>,
    kinds: Vec<Choice>,
    form: EntryForm,
    errors: Errors,
}

const KINDS: [(&str, DayKind); 3] = [
    ("holiday", DayKind::Holiday),
    ("compensation", DayKind::Compensation),
    ("working_weekend", DayKind::WorkingWeekend),
];

fn kind_word(kind: DayKind) -> &'static str {
    KINDS.iter().find(|(_, known)| *known == kind).map_or("holiday", |(word, _)| *word)
}

fn render(
    console: &Console,
    shell: &Shell,
    year: i16,
    form: EntryForm,
    errors: Errors,
    status: StatusCode,
) -> Response {
    let frame = shell.frame("console-calendar-title").with_errors(&errors);
    let (from, to) = (Date::constant(year, 1, 1), Date::constant(year, 12, 31));
    let calendar = console.calendar.calendar();
    let rows = calendar
        .entries_between(from, to)
        .into_iter()
        .map(|entry| DayRow {
            date: date_vi(entry.date),
            weekday: frame.l.t(base::weekday_key(entry.date)).into_owned(),
            kind: frame
                .l
                .t(&format!("console-calendar-kind-{}", kind_word(entry.kind).replace('_', "-")))
                .into_owned(),
            name: if entry.title.is_empty() {
                frame.l.t(entry.name.key()).into_owned()
            } else {
                entry.title.clone()
            },
            instead_of: entry.instead_of.map(date_vi).unwrap_or_default(),
            source: entry.provenance.source.clone(),
            provisional: entry.provenance.provisional,
            worked: entry.kind == DayKind::WorkingWeekend,
        })
        .collect();
    let kinds = KINDS
        .iter()
        .map(|(word, _)| {
            let key = format!("console-calendar-kind-{}", word.replace('_', "-"));
            Choice::new(*word, frame.l.t(&key)).chosen(form.kind == *word)
        })
        .collect();
    page_status(status, CalendarPage { frame, year, rows, kinds, form, errors })
}

pub(super) async fn show_calendar(
    State(console): State<Console>,
    shell: Shell,
    Form(query): Form<YearQuery>,
) -> Response {
    let year = query.nam.unwrap_or_else(|| shell.now().date().year()).clamp(2013, 2099);
    render(&console, &shell, year, EntryForm::default(), Errors::new(), StatusCode::OK)
}

/// The entry as typed, or what is wrong with it.
fn read(form: &EntryForm, shell: &Shell) -> Result<DayEntry, Errors> {
    let mut errors = Errors::new();
    let l = shell.lang();
    let date = parse_date_vi(form.date.trim()).ok();
    if date.is_none() {
        errors.add("date", l.t("console-calendar-date-wrong"));
    }
    let kind = KINDS.iter().find(|(word, _)| *word == form.kind).map(|(_, kind)| *kind);
    if kind.is_none() {
        errors.add("kind", l.t("console-calendar-kind-missing"));
    }
    let instead_of = parse_date_vi(form.instead_of.trim()).ok();
    let needs_other = matches!(kind, Some(DayKind::Compensation | DayKind::WorkingWeekend));
    if instead_of.is_none() && (needs_other || !form.instead_of.trim().is_empty()) {
        errors.add("instead_of", l.t("console-calendar-instead-wrong"));
    }
    let title = text::clean_line(&form.title).unwrap_or_default();
    if title.is_empty() {
        errors.add("title", l.t("console-calendar-name-missing"));
    }
    let source = text::clean_line(&form.source).unwrap_or_default();
    if source.is_empty() {
        errors.add("source", l.t("console-calendar-source-missing"));
    }
    match (date, kind, errors.is_empty()) {
        (Some(date), Some(kind), true) => Ok(DayEntry {
            date,
            kind,
            name: DayName::Other,
            title,
            instead_of,
            provenance: Provenance::decided(source),
        }),
        _ => Err(errors),
    }
}

pub(super) async fn put_calendar_entry(
    State(console): State<Console>,
    shell: Shell,
    Cx(cx): Cx,
    Form(form): Form<EntryForm>,
) -> Result<Response, Failure> {
    let year = shell.now().date().year();
    let entry = match read(&form, &shell) {
        Ok(entry) => entry,
        Err(errors) => {
            return Ok(render(&console, &shell, year, form, errors, StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let year = entry.date.year();
    match ops::put_entry(&console.calendar, &cx, entry).await {
        Ok(()) => Ok(see_other(format!("/quan-tri/lich?nam={year}"))),
        Err(ConsoleError::Calendar(problem)) => {
            let mut errors = Errors::new();
            let key = format!("refusal-{}", base::Refusal::code(&problem).replace(['.', '_'], "-"));
            let args = base::Refusal::args(&problem);
            let args: Vec<(&str, web::Arg)> =
                args.iter().map(|(name, value)| (*name, web::arg(value))).collect();
            errors.add("date", shell.lang().with(&key, &args));
            Ok(render(&console, &shell, year, form, errors, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn remove_calendar_entry(
    State(console): State<Console>,
    Cx(cx): Cx,
    Form(form): Form<RemoveForm>,
) -> Result<Response, Failure> {
    let date = parse_date_vi(form.date.trim()).map_err(|_| ConsoleError::NoEntry)?;
    ops::remove_entry(&console.calendar, &cx, date).await?;
    Ok(see_other(format!("/quan-tri/lich?nam={}", date.year())))
}
