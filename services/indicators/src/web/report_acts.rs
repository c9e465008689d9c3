//! Sending, deciding, locking.
use super::report::{ReportQuery, Typed, render};
use super::words;
use crate::ops::{self, ApproveAll, Decide, LockPeriod, Paste, SendReport};
use crate::{Deps, Refused};
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Date, Refusal, RefusalKind, Timestamp};
use contracts::{AgencyId, ReportedValueId};
use policy::web::Cx;
use serde::Deserialize;
use std::collections::BTreeMap;
use web::{Errors, Failure, Fields, Form, Part, Shell, Upload, see_other};

/// Largest table taken, in bytes.
const TABLE_BYTES_MAX: u64 = 1_000_000;

fn not_found() -> Failure {
    Failure::new(RefusalKind::NotFound, "indicators.not_found")
}

fn back(code: &str, period: &str, agency: &str, done: &str) -> Response {
    let agency = if agency.is_empty() { String::new() } else { format!("&co-quan={agency}") };
    see_other(format!("/chi-so/{code}/bao-cao?ky={period}{agency}&xong={done}"))
}

/// A refusal that belongs to a field of the page; any other is a page of its own.
fn at_fields(lang: &web::Lang, refused: &Refused, reason: &str) -> Option<Errors> {
    let field = match refused {
        Refused::Locked => reason,
        Refused::NoWords => "words",
        _ => "note",
    };
    match refused {
        Refused::Report(flaws) => Some(words::errors(lang, flaws)),
        Refused::Locked | Refused::NoWords | Refused::TooEarly => {
            let mut errors = Errors::new();
            let sentence = lang.refusal(refused.code(), &refused.args()).unwrap_or_default();
            errors.add(field, sentence);
            Some(errors)
        }
        _ => None,
    }
}

pub(super) async fn send_report(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let period: Date = fields.text("ky").parse().map_err(|_| not_found())?;
    let agency: AgencyId = fields.text("agency").parse().map_err(|_| not_found())?;
    let values: BTreeMap<String, String> = fields
        .iter()
        .filter_map(|(name, values)| {
            Some((name.strip_prefix("so-")?.to_owned(), values.first().cloned().unwrap_or_default()))
        })
        .collect();
    let cmd = SendReport {
        code: code.clone(),
        period,
        agency,
        inputs: values.clone(),
        note: fields.text("note").to_owned(),
        reason: fields.text("reason").to_owned(),
        version: fields.text("version").parse().unwrap_or(0),
    };
    match ops::send_report(&deps, &cx, cmd).await {
        Ok(_) => Ok(back(&code, fields.text("ky"), fields.text("agency"), "gui")),
        Err(refused) => match at_fields(&shell.lang(), &refused, "reason") {
            None => Err(refused.into()),
            Some(errors) => {
                let typed = Typed {
                    values,
                    note: fields.text("note").to_owned(),
                    reason: fields.text("reason").to_owned(),
                    errors,
                    ..Typed::default()
                };
                let query = ReportQuery {
                    ky: fields.text("ky").to_owned(),
                    agency: fields.text("agency").to_owned(),
                    xong: String::new(),
                };
                render(&deps, &shell, &cx, code, &query, typed).await
            }
        },
    }
}

/// `agency:version` of every line that the page showed.
fn versions_seen(field: &str) -> BTreeMap<AgencyId, i64> {
    let one = |pair: &str| {
        let (agency, version) = pair.split_once(':')?;
        Some((agency.parse().ok()?, version.parse().ok()?))
    };
    field.split(' ').filter_map(one).collect()
}

pub(super) async fn send_table(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(code): Path<String>,
    mut upload: Upload,
) -> Result<Response, Failure> {
    let (mut ky, mut table, mut reason, mut file) = (String::new(), String::new(), String::new(), None);
    let mut seen = String::new();
    while let Some(part) = upload.next().await? {
        match part {
            Part::Field { name, value } => match name.as_str() {
                "ky" => ky = value,
                "table" => table = value,
                "reason" => reason = value,
                "da-xem" => seen = value,
                _ => {}
            },
            Part::File(part) => file = Some(part.read_all(TABLE_BYTES_MAX).await?),
        }
    }
    if let Some(bytes) = file.filter(|_| table.trim().is_empty()) {
        match String::from_utf8(bytes) {
            Ok(text) => table = text::nfc(&text),
            Err(_) => {
                let sentence = shell.lang().t("indicators-table-not-utf8").into_owned();
                let typed = Typed { reason, seen, table_flaws: vec![sentence], ..Typed::default() };
                let query = ReportQuery { ky, ..ReportQuery::default() };
                return render(&deps, &shell, &cx, code, &query, typed).await;
            }
        }
    }
    let period: Date = ky.parse().map_err(|_| not_found())?;
    let cmd = Paste {
        code: code.clone(),
        period,
        text: table.clone(),
        reason: reason.clone(),
        seen: versions_seen(&seen),
    };
    match ops::paste(&deps, &cx, cmd).await {
        Ok(_) => Ok(back(&code, &ky, "", "bang")),
        Err(refused) => {
            let lang = shell.lang();
            let table_flaws = match &refused {
                Refused::Report(flaws) => flaws.iter().map(|flaw| words::flaw(&lang, flaw)).collect(),
                Refused::Locked | Refused::TooEarly => {
                    vec![lang.refusal(refused.code(), &refused.args()).unwrap_or_default()]
                }
                _ => return Err(refused.into()),
            };
            // Once the newer numbers are told and shown, the next table is about them.
            if refused.flaws().iter().any(|flaw| flaw.code == "table-stale") {
                seen.clear();
            }
            let typed = Typed { table, reason, seen, table_flaws, ..Typed::default() };
            let query = ReportQuery { ky, ..ReportQuery::default() };
            render(&deps, &shell, &cx, code, &query, typed).await
        }
    }
}

#[derive(Deserialize)]
pub(super) struct DecideForm {
    #[serde(default)]
    report: String,
    #[serde(default)]
    ky: String,
    #[serde(default)]
    agency: String,
    #[serde(default)]
    act: String,
    #[serde(default)]
    words: String,
}

pub(super) async fn decide_report(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Form(form): Form<DecideForm>,
) -> Result<Response, Failure> {
    let report: ReportedValueId = form.report.parse().map_err(|_| not_found())?;
    let approve = form.act == "approve";
    match ops::decide(&deps, &cx, Decide { report, approve, words: form.words.clone() }).await {
        Ok(_) => Ok(back(&code, &form.ky, &form.agency, if approve { "duyet" } else { "tra-lai" })),
        Err(refused) => match at_fields(&shell.lang(), &refused, "words") {
            None => Err(refused.into()),
            Some(errors) => {
                let typed = Typed { words: form.words, errors, ..Typed::default() };
                let query = ReportQuery { ky: form.ky, agency: form.agency, xong: String::new() };
                render(&deps, &shell, &cx, code, &query, typed).await
            }
        },
    }
}

#[derive(Deserialize)]
pub(super) struct AllForm {
    #[serde(default)]
    ky: String,
    /// When the newest report of the page was sent, microseconds UTC.
    den: i64,
}

#[derive(Deserialize)]
pub(super) struct LockForm {
    #[serde(default)]
    ky: String,
}

pub(super) async fn approve_all(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Form(form): Form<AllForm>,
) -> Result<Response, Failure> {
    let period: Date = form.ky.parse().map_err(|_| not_found())?;
    ops::approve_all(
        &deps,
        &cx,
        ApproveAll { code: code.clone(), period, until: Some(Timestamp::from_micros(form.den)) },
    )
    .await?;
    Ok(back(&code, &form.ky, "", "duyet"))
}

pub(super) async fn lock_period(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Form(form): Form<LockForm>,
) -> Result<Response, Failure> {
    let period: Date = form.ky.parse().map_err(|_| not_found())?;
    ops::lock_period(&deps, &cx, LockPeriod { code: code.clone(), period }).await?;
    Ok(back(&code, &form.ky, "", "khoa"))
}
