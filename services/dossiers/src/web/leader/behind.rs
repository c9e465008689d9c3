//! `/hom-nay/ho-so`: the dossiers behind a number, names masked.
use crate::Deps;
use crate::doors::desk;
use crate::doors::work::words::{Due, due, moment};
use crate::ops::{self, ListBehind};
use crate::store::{Behind, BehindFilter, DeskRow};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::Id;
use contracts::{AgencyId, DossierId};
use policy::web::Cx;
use serde::Deserialize;
use web::{Failure, Form, Frame, Pager, Shell, page};

const ROWS: usize = 50;
/// A list that is reckoned by the calendar, not by a range of times.
pub(super) const NOTICE_LATE: &str = "notice-late";

#[derive(Deserialize, Default)]
pub(super) struct BehindQuery {
    #[serde(default)]
    so: String,
    #[serde(default, rename = "co-quan")]
    agency: String,
    #[serde(default, rename = "thu-tuc")]
    procedure: String,
    #[serde(default)]
    sau: String,
}

struct Row {
    href: String,
    code: String,
    owner: String,
    procedure: String,
    agency: String,
    status: String,
    due: Due,
}

#[derive(Template)]
#[template(path = "leader/behind.html")]
struct BehindPage {
    frame: Frame,
    heading: String,
    method: String,
    /// What the list is narrowed to: words, and the address without it.
    narrowed: Vec<(String, String)>,
    rows: Vec<Row>,
    pager: Pager,
}

/// A dossier whose processing has ended has no mark that runs.
pub(super) fn mark(shell: &Shell, deps: &Deps, cx: &policy::OpContext, row: &DeskRow) -> Due {
    let lang = shell.lang();
    match row.closed_at {
        Some(closed) => {
            let late = row.due_at.is_some_and(|due| closed > due);
            let key = if late { "dossiers-leader-done-late" } else { "dossiers-leader-done" };
            let state = if late { "late" } else { "done" };
            Due { state, words: lang.with(key, &[("at", moment(&lang, closed))]) }
        }
        None => {
            let calendar = deps.time.calendar();
            let notice = row.notice_by.and_then(|by| desk::notice(&lang, &calendar, cx.now, by));
            match notice {
                Some(mark) => Due { state: mark.state, words: mark.words },
                None => due(&lang, &calendar, cx.now, row.due_at, row.paused_at.is_some()),
            }
        }
    }
}

fn lines(shell: &Shell, deps: &Deps, cx: &policy::OpContext, listed: &ops::ListedBehind) -> Vec<Row> {
    let lang = shell.lang();
    let line = |row: &DeskRow| Row {
        href: format!("/hom-nay/ho-so/{}", row.id),
        code: row.code.clone(),
        owner: row.owner_name.clone(),
        procedure: row.procedure_name.clone(),
        agency: listed.agencies.get(&row.receiving).cloned().unwrap_or_default(),
        status: lang.t(&format!("dossiers-status-{}", row.status.word())).into_owned(),
        due: mark(shell, deps, cx, row),
    };
    listed.rows.iter().map(line).collect()
}

/// `?so=notice-late`: the dossiers whose notice the desk owes too long.
async fn late_notices(
    deps: &Deps,
    shell: &Shell,
    cx: &policy::OpContext,
    sau: &str,
) -> Result<Response, Failure> {
    let here = format!("/hom-nay/ho-so?so={NOTICE_LATE}");
    let account = cx.actor.account().map(|account| account.to_string()).unwrap_or_default();
    let cursor = shell.cursor(format!("leader {account} {NOTICE_LATE}"));
    let after: Option<(i64, DossierId)> = cursor.open_opt(Some(sau))?;
    let late = ops::list_late_notices(deps, cx, after, ROWS).await?;
    let lang = shell.lang();
    let frame =
        shell.frame("dossiers-leader-behind-title").at_work().crumb("dossiers-leader-title", "/hom-nay");
    let rows = lines(shell, deps, cx, &late.listed);
    let last = late.last.filter(|_| late.listed.more);
    Ok(page(BehindPage {
        heading: lang.t("dossiers-leader-behind-notice-late").into_owned(),
        method: lang.t("dossiers-leader-behind-of-notice-late").into_owned(),
        narrowed: Vec::new(),
        pager: Pager {
            first: after.is_some().then(|| here.clone()),
            next: last.map(|last| format!("{here}&sau={}", cursor.seal(&last))),
            summary: lang.with("dossiers-leader-shown", &[("n", rows.len())]),
        },
        rows,
        frame,
    }))
}

pub(super) async fn list_behind(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(query): Form<BehindQuery>,
) -> Result<Response, Failure> {
    if query.so == NOTICE_LATE {
        return late_notices(&deps, &shell, &cx, &query.sau).await;
    }
    let behind = Behind::from_word(&query.so).ok_or_else(Failure::not_found)?;
    let agency = query.agency.parse::<Id>().ok().map(AgencyId::from);
    let account = cx.actor.account().map(|account| account.to_string()).unwrap_or_default();
    let scope = format!("leader {account} {} {} {}", query.so, query.agency, query.procedure);
    let cursor = shell.cursor(scope);
    let after: Option<(i64, DossierId)> = cursor.open_opt(Some(query.sau.as_str()))?;
    let procedure_code = Some(query.procedure.clone()).filter(|code| !code.is_empty());
    let filter = BehindFilter { agency, procedure_code, after };
    let listed = ops::list_behind(&deps, &cx, ListBehind { behind, filter, limit: ROWS }).await?;
    let lang = shell.lang();
    let frame =
        shell.frame("dossiers-leader-behind-title").at_work().crumb("dossiers-leader-title", "/hom-nay");
    let rows = lines(&shell, &deps, &cx, &listed);
    let base = format!("/hom-nay/ho-so?so={}", behind.word());
    let with = |name: &str, value: &str| {
        if value.is_empty() { String::new() } else { format!("&{name}={value}") }
    };
    let by_agency = with("co-quan", &agency.map(|agency| agency.to_string()).unwrap_or_default());
    let by_procedure = with(
        "thu-tuc",
        &query.procedure.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '.').collect::<String>(),
    );
    let mut narrowed = Vec::new();
    if let Some(agency) = agency {
        narrowed.push((
            listed.agencies.get(&agency).cloned().unwrap_or_default(),
            format!("{base}{by_procedure}"),
        ));
    }
    if !query.procedure.is_empty() {
        let named = listed.rows.first().map(|row| row.procedure_name.clone());
        narrowed.push((named.unwrap_or_else(|| query.procedure.clone()), format!("{base}{by_agency}")));
    }
    let here = format!("{base}{by_agency}{by_procedure}");
    let last = listed.rows.last().filter(|_| listed.more);
    let next = last.map(|row| format!("{here}&sau={}", cursor.seal(&(behind.sort_key(row), row.id))));
    let first = (!query.sau.is_empty()).then(|| here.clone());
    let summary = lang.with("dossiers-leader-shown", &[("n", rows.len())]);
    let heading = lang.t(&format!("dossiers-leader-behind-{}", behind.word())).into_owned();
    let method = lang.t(&format!("dossiers-leader-behind-of-{}", behind.word())).into_owned();
    Ok(page(BehindPage { frame, heading, method, narrowed, rows, pager: Pager { first, next, summary } }))
}
