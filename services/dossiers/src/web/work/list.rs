//! `/viec`: my work across all my positions, by due time.
use super::words::{Due, due};
use crate::Deps;
use crate::ops::{self, WorkQuery};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::Id;
use contracts::{HoldingId, TaskId};
use policy::web::Cx;
use serde::Deserialize;
use web::{Failure, Form, Frame, Pager, Shell, page};

const ROWS: usize = 50;

#[derive(Deserialize, Default)]
pub(super) struct ListQuery {
    /// Position.
    #[serde(default)]
    pub vi_tri: String,
    #[serde(default)]
    pub sau: String,
}

pub(super) struct Row {
    pub href: String,
    pub title: String,
    pub kind: String,
    pub code: String,
    pub owner: String,
    pub procedure: String,
    pub position: String,
    pub due: Due,
    pub whole: Due,
    /// The desk still owes the person a notice and its last day is near or over; empty otherwise.
    pub notice: Due,
}

/// One tab of the switch between positions.
pub(super) struct Tab {
    pub label: String,
    pub href: String,
    pub current: bool,
}

#[derive(Template)]
#[template(path = "work/list.html")]
struct WorkPage {
    frame: Frame,
    rows: Vec<Row>,
    tabs: Vec<Tab>,
    pager: Pager,
    late: usize,
    /// Results on this page that wait for a signature.
    signing: usize,
}

pub(super) async fn list_work(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(query): Form<ListQuery>,
) -> Result<Response, Failure> {
    let holding = query.vi_tri.parse::<Id>().ok().map(HoldingId::from);
    let account = cx.actor.account().map(|account| account.to_string()).unwrap_or_default();
    let cursor = shell.cursor(format!("work {account} {}", query.vi_tri));
    let after: Option<(i64, TaskId)> = cursor.open_opt(Some(query.sau.as_str()))?;
    let asked = WorkQuery { holding, signing: false, after, limit: ROWS };
    let listing = ops::list_work(&deps, &cx, asked).await?;
    let lang = shell.lang();
    let calendar = deps.time.calendar();
    let rows: Vec<Row> = listing
        .rows
        .iter()
        .map(|row| {
            let paused = row.dossier.paused_at.is_some();
            Row {
                href: format!("/viec/{}", row.task.id),
                title: row.task.title.clone(),
                kind: lang.t(&row.task.kind.key()).into_owned(),
                code: row.dossier.code.clone(),
                owner: row.dossier.owner_name.clone(),
                procedure: row.dossier.procedure_name.clone(),
                position: row.holding.title.clone(),
                due: due(&lang, &calendar, cx.now, row.task.due_at, paused && row.task.kind.own_time()),
                whole: due(&lang, &calendar, cx.now, row.dossier.due_at, paused),
                notice: row
                    .dossier
                    .notice_by
                    .and_then(|by| crate::doors::desk::notice(&lang, &calendar, cx.now, by))
                    .map(|mark| Due { state: mark.state, words: mark.words })
                    .unwrap_or_default(),
            }
        })
        .collect();
    let mut tabs = Vec::new();
    if listing.positions.len() > 1 {
        let label = lang.t("dossiers-work-all-positions").into_owned();
        tabs.push(Tab { label, href: "/viec".to_owned(), current: holding.is_none() });
        tabs.extend(listing.positions.iter().map(|held| Tab {
            label: format!("{} · {}", held.title, held.agency_name),
            href: format!("/viec?vi_tri={}", held.holding),
            current: holding == Some(held.holding),
        }));
    }
    let here =
        if query.vi_tri.is_empty() { "/viec?".to_owned() } else { format!("/viec?vi_tri={}&", query.vi_tri) };
    let last = listing.rows.last().filter(|_| listing.more);
    let next = last.map(|row| format!("{here}sau={}", cursor.seal(&(row.task.sort_key(), row.task.id))));
    let first = (!query.sau.is_empty()).then(|| here.trim_end_matches(['?', '&']).to_owned());
    let summary = lang.with("dossiers-work-shown", &[("n", rows.len())]);
    let signing =
        listing.rows.iter().filter(|row| matches!(row.task.kind, workflow::StepKind::Approve)).count();
    let late = rows.iter().filter(|row| row.due.state == "late").count();
    let frame = shell.frame("dossiers-work-title").at_work();
    Ok(page(WorkPage { frame, rows, tabs, pager: Pager { first, next, summary }, late, signing }))
}
