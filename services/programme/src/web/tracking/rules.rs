//! `/ke-hoach/quy-tac`: from which day which thresholds hold, when rounds open, and who said so.
use super::words;
use crate::Deps;
use crate::model::path::Rule;
use crate::ops::track;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::{date_vi, parse_date_vi};
use http::StatusCode;
use policy::OpContext;
use policy::web::Cx;
use serde::Deserialize;
use web::{Errors, Failure, Form, Frame, Shell, page_status, see_other};

#[derive(Clone, Deserialize, Default)]
pub(super) struct RuleForm {
    #[serde(default)]
    from: String,
    #[serde(default)]
    path_percent: String,
    #[serde(default)]
    task_days: String,
    #[serde(default)]
    task_percent: String,
    #[serde(default)]
    remind_days: String,
    #[serde(default)]
    source: String,
}

#[derive(Template)]
#[template(path = "tracking/rules.html")]
struct Page {
    frame: Frame,
    rules: Vec<(String, [String; 4], String)>,
    regimes: Vec<[String; 6]>,
    may_set: bool,
    form: RuleForm,
    errors: Errors,
}

async fn render(
    deps: &Deps,
    shell: &Shell,
    cx: &OpContext,
    (form, errors, status): (RuleForm, Errors, StatusCode),
) -> Result<Response, Failure> {
    let (rules, regimes) = track::plan_rules(deps, cx).await?;
    let l = shell.lang();
    let regimes = regimes.iter().map(|row| {
        let kind = l.t(&format!("programme-track-regime-{}", row.kind.word().replace('_', "-"))).into_owned();
        let due = |month: i64, day: i64| {
            l.with("programme-track-regime-due", &[("day", day.to_string()), ("month", month.to_string())])
        };
        let plan = if row.slug.is_empty() {
            l.t("programme-track-regime-all").into_owned()
        } else {
            row.slug.clone()
        };
        let kind = if row.held { kind } else { l.with("programme-track-regime-ended", &[("kind", kind)]) };
        [
            kind,
            plan,
            date_vi(row.from),
            due(row.agency_month, row.agency_day),
            due(row.standing_month, row.standing_day),
            row.source.clone(),
        ]
    });
    Ok(page_status(
        status,
        Page {
            frame: shell.frame("programme-track-rules-title").at_work().with_errors(&errors),
            rules: rules
                .iter()
                .map(|rule| {
                    let numbers = [
                        format!("{}%", rule.path_percent),
                        rule.task_days.to_string(),
                        format!("{}%", rule.task_percent),
                        rule.remind_days.to_string(),
                    ];
                    (date_vi(rule.from), numbers, rule.source.clone())
                })
                .collect(),
            regimes: regimes.collect(),
            may_set: cx.scope(track::PLAN).is_ok(),
            form,
            errors,
        },
    ))
}

pub(super) async fn show_plan_rules(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
) -> Result<Response, Failure> {
    render(&deps, &shell, &cx, (RuleForm::default(), Errors::new(), StatusCode::OK)).await
}

/// The rule as typed, or every field that is wrong.
fn read(shell: &Shell, form: &RuleForm) -> Result<Rule, Errors> {
    let l = shell.lang();
    let mut errors = Errors::new();
    let mut number = |field: &str, typed: &str| {
        typed.trim().trim_end_matches('%').parse::<i64>().unwrap_or_else(|_| {
            errors.add(field, l.t("programme-track-problem-number"));
            0
        })
    };
    let path_percent = number("path_percent", &form.path_percent);
    let task_days = number("task_days", &form.task_days);
    let task_percent = number("task_percent", &form.task_percent);
    let remind_days = number("remind_days", &form.remind_days);
    let from = parse_date_vi(form.from.trim());
    if from.is_err() {
        errors.add("from", l.t("programme-track-problem-day"));
    }
    match (from, errors.is_empty()) {
        (Ok(from), true) => {
            Ok(Rule { from, path_percent, task_days, task_percent, remind_days, source: form.source.clone() })
        }
        _ => Err(errors),
    }
}

pub(super) async fn put_plan_rule(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(form): Form<RuleForm>,
) -> Result<Response, Failure> {
    let errors = match read(&shell, &form) {
        Ok(rule) => match track::put_path_rule(&deps, &cx, rule).await {
            Ok(()) => return Ok(see_other("/ke-hoach/quy-tac")),
            Err(refused) => words::at_field(&shell.lang(), refused)?,
        },
        Err(errors) => errors,
    };
    render(&deps, &shell, &cx, (form, errors, StatusCode::UNPROCESSABLE_ENTITY)).await
}
