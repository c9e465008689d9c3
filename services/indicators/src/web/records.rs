//! `/chi-so/{code}/ho-so`: the dossiers behind a number, by their codes.
use super::words;
use crate::Deps;
use crate::ops::{self, ListRecords};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Date, RefusalKind, date_vi};
use contracts::AgencyId;
use policy::web::Cx;
use serde::Deserialize;
use web::{Failure, Form, Frame, Pager, Shell, page};

const ROWS: usize = 50;

#[derive(Deserialize, Default)]
pub(super) struct RecordsQuery {
    #[serde(default, rename = "su-kien")]
    fact: String,
    #[serde(default)]
    tu: String,
    #[serde(default)]
    den: String,
    /// Ids of agencies, with commas.
    #[serde(default, rename = "co-quan")]
    agencies: String,
    #[serde(default)]
    sau: String,
}

struct Row {
    code: String,
    href: String,
    day: String,
    agency: String,
}

#[derive(Template)]
#[template(path = "records.html")]
struct RecordsPage {
    frame: Frame,
    heading: String,
    method: String,
    span: String,
    narrowed: bool,
    whole: String,
    back: String,
    rows: Vec<Row>,
    pager: Pager,
}

fn day(text: &str) -> Result<Date, Failure> {
    text.parse::<Date>().map_err(|_| Failure::new(RefusalKind::NotFound, "indicators.not_found"))
}

pub(super) async fn list_records(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Form(query): Form<RecordsQuery>,
) -> Result<Response, Failure> {
    let (from, to) = (day(&query.tu)?, day(&query.den)?);
    let parsed: Result<Vec<AgencyId>, _> =
        query.agencies.split(',').filter(|one| !one.is_empty()).map(str::parse).collect();
    let agencies = parsed.map_err(|_| Failure::new(RefusalKind::NotFound, "indicators.not_found"))?;
    if agencies.len() > 200 {
        return Err(Failure::new(RefusalKind::NotFound, "indicators.not_found"));
    }
    let narrowed = !agencies.is_empty();
    let account = cx.actor.account().map(|account| account.to_string()).unwrap_or_default();
    let scope = format!("indicators {account} {} {from} {to} {}", query.fact, query.agencies);
    let cursor = shell.cursor(scope);
    let after = cursor.open_opt(Some(query.sau.as_str()))?;
    let ask = ListRecords {
        fact: query.fact.clone(),
        from,
        to,
        agencies: narrowed.then_some(agencies),
        after,
        limit: ROWS,
    };
    let found = ops::list_records(&deps, &cx, ask).await?;
    // The link is courtesy: the page of the dossier asks for its own right.
    let opens = cx.standing.holds("dossiers.view");
    let lang = shell.lang();
    let whole = format!("/chi-so/{code}/ho-so?su-kien={}&tu={from}&den={to}", query.fact);
    let here = if narrowed { format!("{whole}&co-quan={}", query.agencies) } else { whole.clone() };
    let last = found.rows.last().filter(|_| found.more);
    let pager = Pager {
        first: after.is_some().then(|| here.clone()),
        next: last.map(|last| format!("{here}&sau={}", cursor.seal(&last.record))),
        summary: lang.with("indicators-records-shown", &[("n", found.rows.len())]),
    };
    let rows = found
        .rows
        .iter()
        .map(|row| Row {
            code: row.code.clone(),
            href: if opens { format!("/ho-so/{}", row.record.dossier) } else { String::new() },
            day: date_vi(row.record.day),
            agency: row.agency.clone(),
        })
        .collect();
    let heading = lang.with("indicators-records-heading", &[("what", found.title.clone())]);
    let back = format!("/chi-so/{code}");
    let frame = shell.frame_titled(heading.clone()).at_work().crumb("indicators-list-title", "/chi-so");
    Ok(page(RecordsPage {
        span: words::span(&lang, from, to),
        frame,
        heading,
        method: found.method,
        narrowed,
        whole,
        back,
        rows,
        pager,
    }))
}
