//! The catalogue in force, and the drafts.
use super::{Admin, words};
use crate::ops::{SEARCH_KIND, draft_list};
use ::web::{Failure, Form, Frame, Pager, Shell};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use contracts::{ProcedureFact, ProcedureId};
use db::DbError;
use policy::web::Cx;
use serde::Deserialize;
use std::sync::Arc;

const PAGE: usize = 50;

struct Row {
    code: String,
    name: String,
    field: String,
    mode: String,
    local: bool,
    configured: bool,
}

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    frame: Frame,
    q: String,
    rows: Vec<Row>,
    pager: Pager,
    may_manage: bool,
}

#[derive(Deserialize, Default)]
pub(super) struct Query {
    #[serde(default)]
    q: String,
    /// Code of the last procedure of the page before.
    #[serde(default)]
    sau: Option<String>,
}

pub(super) async fn show(
    State(admin): State<Admin>,
    shell: Shell,
    Cx(cx): Cx,
    Form(query): Form<Query>,
) -> Result<Response, Failure> {
    cx.require_anywhere(crate::READ)?;
    let today = cx.now.date();
    let (catalogue, words) = (Arc::clone(&admin.catalogue), query.q.trim().to_owned());
    let facts: Vec<Arc<ProcedureFact>> = admin
        .db
        .read(move |tx| {
            if words.is_empty() {
                return catalogue.all_in_force(tx, today);
            }
            let mut found = Vec::new();
            for hit in search::find(tx, SEARCH_KIND, &words, today, PAGE)? {
                found.extend(catalogue.in_force(tx, &hit.id, today)?);
            }
            Ok::<_, DbError>(found)
        })
        .await?;
    let frame = shell.frame("procedures-list-title");
    let total = facts.len();
    let after = query.sau.as_deref().and_then(|code| facts.iter().position(|fact| fact.code == code));
    let first = after.map_or(0, |place| place + 1);
    let page: Vec<&Arc<ProcedureFact>> = facts.iter().skip(first).take(PAGE).collect();
    let more = first + page.len() < total;
    let next = page.last().filter(|_| more).map(|fact| format!("/quan-tri/thu-tuc?sau={}", fact.code));
    let count = i64::try_from(total).unwrap_or(i64::MAX);
    let pager = Pager {
        first: (first > 0).then(|| "/quan-tri/thu-tuc".to_owned()),
        next,
        summary: frame.with("procedures-list-count", &[("n", count)]),
    };
    let rows = page
        .into_iter()
        .map(|fact| Row {
            code: fact.code.clone(),
            name: fact.name.clone(),
            field: fact.field.clone(),
            mode: words::mode(&frame.l, fact.mode),
            local: fact.mode != contracts::Mode::National,
            configured: fact.configured(),
        })
        .collect();
    let may_manage = frame.may(crate::MANAGE);
    Ok(::web::page(ListPage { frame, q: query.q, rows, pager, may_manage }))
}

struct DraftRow {
    id: String,
    code: String,
    name: String,
    open: i64,
}

#[derive(Template)]
#[template(path = "drafts.html")]
struct DraftsPage {
    frame: Frame,
    rows: Vec<DraftRow>,
    pager: Pager,
    may_manage: bool,
}

#[derive(Deserialize, Default)]
pub(super) struct After {
    #[serde(default)]
    sau: Option<String>,
}

pub(super) async fn drafts(
    State(admin): State<Admin>,
    shell: Shell,
    Cx(cx): Cx,
    Form(query): Form<After>,
) -> Result<Response, Failure> {
    let cursor = shell.cursor("procedures.drafts");
    let after: Option<(Vec<u8>, ProcedureId)> = cursor.open_opt(query.sau.as_deref())?;
    let limit = i64::try_from(PAGE + 1).unwrap_or(51);
    let started = after.is_some();
    let mut rows = draft_list(&admin.db, &cx, after, limit).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let frame = shell.frame("procedures-drafts-title").crumb("procedures-list-title", "/quan-tri/thu-tuc");
    let next = match rows.last().filter(|_| more) {
        Some(row) => {
            let sealed = cursor.seal(&(row.name_key.clone(), row.id));
            Some(format!("/quan-tri/thu-tuc/ban-nhap?sau={sealed}"))
        }
        None => None,
    };
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let pager = Pager {
        first: started.then(|| "/quan-tri/thu-tuc/ban-nhap".to_owned()),
        next,
        summary: frame.with("procedures-drafts-count", &[("n", count)]),
    };
    let rows = rows
        .into_iter()
        .map(|row| DraftRow {
            id: row.id.to_string(),
            code: row.code,
            name: row.name,
            open: row.open_questions,
        })
        .collect();
    let may_manage = frame.may(crate::MANAGE);
    Ok(::web::page(DraftsPage { frame, rows, pager, may_manage }))
}
