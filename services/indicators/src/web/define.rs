//! `/chi-so/moi` and `/chi-so/{code}/sua`: the statistician's form, with the number before it is stored.
use super::words;
use crate::model::{Definition, Direction, Input, Level, OverTime, PeriodKind, Reporters};
use crate::ops::{self, Book, Define, Preview};
use crate::rules::Flaw;
use crate::{Deps, Refused};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Date, RefusalKind, date_vi, parse_date_vi};
use http::StatusCode;
use policy::web::Cx;
use serde::Deserialize;
use web::{Choice, Errors, Failure, Form, Frame, Lang, Shell, page_status, see_other};

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct DefineForm {
    code: String,
    title: String,
    unit: String,
    direction: String,
    period: String,
    levels: Vec<String>,
    numerator: String,
    denominator: String,
    decimals: String,
    inputs: String,
    reporters: String,
    over_time: String,
    window_day: String,
    deadline_days: String,
    source: String,
    method: String,
    responsible: String,
    person: String,
    legal_basis: String,
    from: String,
    reason: String,
    version: i64,
    /// `preview` or `save`.
    act: String,
}

struct FactRow {
    code: String,
    title: String,
    method: String,
}

#[derive(Template)]
#[template(path = "define.html")]
struct DefinePage {
    frame: Frame,
    heading: String,
    action: String,
    new: bool,
    form: DefineForm,
    errors: Errors,
    directions: Vec<Choice>,
    periods: Vec<Choice>,
    levels: Vec<Choice>,
    reporters: Vec<Choice>,
    over_times: Vec<Choice>,
    facts: Vec<FactRow>,
    /// The number as it would be; empty when it was not asked for.
    preview: String,
    preview_span: String,
    preview_parts: Vec<(String, String)>,
}

fn form_of(definition: &Definition, version: i64, from: Date) -> DefineForm {
    let d = definition;
    let inputs: Vec<String> =
        d.inputs.iter().map(|input| format!("{} | {} | {}", input.code, input.title, input.unit)).collect();
    DefineForm {
        code: d.code.clone(),
        title: d.title.clone(),
        unit: d.unit.clone(),
        direction: if d.rising() { "up" } else { "down" }.to_owned(),
        period: d.period.word().to_owned(),
        levels: d.levels.iter().map(|level| level.word().to_owned()).collect(),
        numerator: d.numerator.clone(),
        denominator: d.denominator.clone(),
        decimals: d.decimals.to_string(),
        inputs: inputs.join("\n"),
        reporters: d.reporters.word().to_owned(),
        over_time: if d.over_time == OverTime::Sum { "sum" } else { "last" }.to_owned(),
        window_day: d.window_day.to_string(),
        deadline_days: d.deadline_days.to_string(),
        source: d.source.clone(),
        method: d.method.clone(),
        responsible: d.responsible.clone(),
        person: d.person.clone(),
        legal_basis: d.legal_basis.clone(),
        from: date_vi(from),
        reason: String::new(),
        version,
        act: String::new(),
    }
}

/// One line an input: code, title, unit.
fn inputs_of(text: &str, flaws: &mut Vec<Flaw>) -> Vec<Input> {
    let mut inputs = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut cells = line.split('|').map(str::trim);
        match (cells.next(), cells.next()) {
            (Some(code), Some(title)) => inputs.push(Input {
                code: code.to_owned(),
                title: title.to_owned(),
                unit: cells.next().unwrap_or_default().to_owned(),
            }),
            _ => flaws.push(Flaw::new("inputs", "input-line").arg("line", line.trim())),
        }
    }
    inputs
}

/// The definition as typed, or what is wrong with it.
fn read(form: &DefineForm) -> Result<Define, Vec<Flaw>> {
    let mut flaws = Vec::new();
    let line = |text: &str| text::clean_line(text).unwrap_or_default();
    let area = |text: &str| text::clean_text(text).unwrap_or_default();
    let mut number = |field: &'static str, text: &str, empty: i64, code: &'static str| {
        let text = text.trim();
        let parsed = if text.is_empty() { Some(empty) } else { text.parse::<i64>().ok() };
        if parsed.is_none() {
            flaws.push(Flaw::new(field, code));
        }
        parsed.unwrap_or(empty)
    };
    let decimals = number("decimals", &form.decimals, 1, "decimals");
    let window_day = number("window_day", &form.window_day, 1, "window-day");
    let deadline_days = number("deadline_days", &form.deadline_days, 0, "deadline-days");
    let inputs = inputs_of(&form.inputs, &mut flaws);
    let period = PeriodKind::ALL.into_iter().find(|kind| kind.word() == form.period);
    if period.is_none() {
        flaws.push(Flaw::new("period", "no-period"));
    }
    let from = parse_date_vi(form.from.trim()).ok();
    if from.is_none() {
        flaws.push(Flaw::new("from", "date"));
    }
    let (Some(period), Some(from), true) = (period, from, flaws.is_empty()) else { return Err(flaws) };
    let definition = Definition {
        code: form.code.trim().to_owned(),
        title: line(&form.title),
        unit: line(&form.unit),
        direction: if form.direction == "down" { Direction::Down } else { Direction::Up },
        period,
        levels: Level::ALL
            .into_iter()
            .filter(|level| form.levels.iter().any(|one| one == level.word()))
            .collect(),
        numerator: form.numerator.trim().to_owned(),
        denominator: form.denominator.trim().to_owned(),
        decimals: u32::try_from(decimals).unwrap_or(u32::MAX),
        inputs,
        reporters: Reporters::ALL.into_iter().find(|one| one.word() == form.reporters).unwrap_or_default(),
        over_time: if form.over_time == "sum" { OverTime::Sum } else { OverTime::Last },
        window_day: i8::try_from(window_day).unwrap_or(0),
        deadline_days,
        source: area(&form.source),
        method: area(&form.method),
        responsible: line(&form.responsible),
        person: line(&form.person),
        legal_basis: area(&form.legal_basis),
    };
    Ok(Define { definition, from, reason: form.reason.clone(), version: form.version })
}

/// Options of a select whose words stand under `prefix`.
fn choices<'a>(
    lang: &Lang,
    prefix: &str,
    words: impl IntoIterator<Item = &'a str>,
    chosen: &[&str],
) -> Vec<Choice> {
    let one = |word: &'a str| {
        let label = lang.t(&format!("{prefix}{word}")).into_owned();
        Choice::new(word, label).chosen(chosen.contains(&word))
    };
    words.into_iter().map(one).collect()
}

async fn facts(deps: &Deps) -> Result<Vec<FactRow>, Failure> {
    let book = deps.db.read(|tx| Book::load(tx).map_err(Refused::from)).await?;
    Ok(book
        .facts()
        .map(|fact| FactRow {
            code: fact.body.code.clone(),
            title: fact.body.title.clone(),
            method: fact.body.method.clone(),
        })
        .collect())
}

async fn render(
    deps: &Deps,
    shell: &Shell,
    form: DefineForm,
    errors: Errors,
    preview: Option<(Definition, Preview)>,
) -> Result<Response, Failure> {
    let lang = shell.lang();
    let new = form.version == 0;
    let (heading, action) = if new {
        (lang.t("indicators-new").into_owned(), "/chi-so/moi".to_owned())
    } else {
        (
            lang.with("indicators-edit-heading", &[("title", form.title.as_str())]),
            format!("/chi-so/{}/sua", form.code),
        )
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = shell
        .frame_titled(heading.clone())
        .at_work()
        .crumb("indicators-list-title", "/chi-so")
        .with_errors(&errors);
    let levels: Vec<&str> = form.levels.iter().map(String::as_str).collect();
    let (mut text, mut span, mut parts) = (String::new(), String::new(), Vec::new());
    if let Some((definition, seen)) = preview {
        text = words::value(&lang, &definition, &seen.made);
        span = words::span(&lang, seen.slice.from, seen.slice.to);
        parts = seen.parts.into_iter().map(|(name, number)| (name, words::plain(number))).collect();
    }
    let data = DefinePage {
        directions: choices(&lang, "indicators-direction-", ["up", "down"], &[&form.direction]),
        periods: choices(&lang, "indicators-kind-", PeriodKind::ALL.map(PeriodKind::word), &[&form.period]),
        levels: choices(&lang, "indicators-level-", Level::ALL.map(Level::word), &levels),
        reporters: choices(
            &lang,
            "indicators-reporters-",
            Reporters::ALL.map(Reporters::word),
            &[&form.reporters],
        ),
        over_times: choices(&lang, "indicators-over-", ["last", "sum"], &[&form.over_time]),
        facts: facts(deps).await?,
        preview: text,
        preview_span: span,
        preview_parts: parts,
        frame,
        heading,
        action,
        new,
        form,
        errors,
    };
    Ok(page_status(status, data))
}

pub(super) async fn show_new(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
) -> Result<Response, Failure> {
    let form = DefineForm {
        direction: "up".to_owned(),
        period: "quarter".to_owned(),
        levels: vec!["province".to_owned()],
        decimals: "1".to_owned(),
        window_day: "1".to_owned(),
        deadline_days: "5".to_owned(),
        from: date_vi(cx.now.date()),
        ..DefineForm::default()
    };
    render(&deps, &shell, form, Errors::new(), None).await
}

pub(super) async fn show_edit(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let book = deps.db.read(|tx| Book::load(tx).map_err(Refused::from)).await?;
    let last = book
        .versions(&code)
        .last()
        .ok_or_else(|| Failure::new(RefusalKind::NotFound, "indicators.not_found"))?;
    let form = form_of(&last.definition, last.version, cx.now.date().max(last.valid_from));
    render(&deps, &shell, form, Errors::new(), None).await
}

async fn save(
    deps: &Deps,
    shell: &Shell,
    cx: &policy::OpContext,
    form: DefineForm,
) -> Result<Response, Failure> {
    let lang = shell.lang();
    let cmd = match read(&form) {
        Ok(cmd) => cmd,
        Err(flaws) => return render(deps, shell, form, words::errors(&lang, &flaws), None).await,
    };
    let definition = cmd.definition.clone();
    if form.act == "preview" {
        return match ops::preview(deps, cx, cmd).await {
            Ok(seen) => render(deps, shell, form, Errors::new(), Some((definition, seen))).await,
            Err(Refused::Definition(flaws)) => {
                render(deps, shell, form, words::errors(&lang, &flaws), None).await
            }
            Err(other) => Err(other.into()),
        };
    }
    match ops::define(deps, cx, cmd).await {
        Ok(_) => Ok(see_other(format!("/chi-so/{}?xong=1", definition.code))),
        Err(Refused::Definition(flaws)) => {
            render(deps, shell, form, words::errors(&lang, &flaws), None).await
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn save_new(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(form): Form<DefineForm>,
) -> Result<Response, Failure> {
    save(&deps, &shell, &cx, DefineForm { version: 0, ..form }).await
}

pub(super) async fn save_edit(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Form(form): Form<DefineForm>,
) -> Result<Response, Failure> {
    save(&deps, &shell, &cx, DefineForm { code, version: form.version.max(1), ..form }).await
}
