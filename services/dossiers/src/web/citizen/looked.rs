//! *Ai đã xem dữ liệu của tôi*: who, in which position and agency, when, for what, in which dossier.
use super::caller::Caller;
use super::words;
use crate::Deps;
use crate::ops::{self, Look, Looker};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::{Id, Timestamp};
use serde::Deserialize;
use web::{Failure, Form, Frame, Lang, Pager, page};

const ROWS: usize = 30;
const HERE: &str = "/cua-toi/ai-da-xem";

#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    sau: String,
}

struct Row {
    who: String,
    agency: String,
    datetime: String,
    when: String,
    purpose: String,
    code: String,
    href: String,
    procedure: String,
}

#[derive(Template)]
#[template(path = "citizen/looked.html")]
struct LookedPage {
    frame: Frame,
    rows: Vec<Row>,
    pager: Pager,
}

/// The purpose in words; one that somebody stated herself stands as she stated it.
fn purpose(l: &Lang, stored: &str) -> String {
    let key = format!("dossiers-citizen-looked-for-{}", words::hyphened(stored));
    if l.has(&key) { l.t(&key).into_owned() } else { stored.to_owned() }
}

fn row(l: &Lang, look: &Look) -> Row {
    let (who, agency) = match &look.by {
        Looker::Officer { title, agency } if title.is_empty() => {
            (l.t("dossiers-citizen-looked-officer").into_owned(), agency.clone())
        }
        Looker::Officer { title, agency } => (title.clone(), agency.clone()),
        Looker::KeyHolder => (l.t("dossiers-citizen-looked-key").into_owned(), String::new()),
        Looker::System => (l.t("dossiers-citizen-looked-system").into_owned(), String::new()),
    };
    let purpose = match look.by {
        Looker::KeyHolder => l.t("dossiers-citizen-looked-for-own").into_owned(),
        _ => purpose(l, &look.purpose),
    };
    Row {
        who,
        agency,
        datetime: look.at.to_string(),
        when: words::moment(l, look.at),
        purpose,
        code: look.code.clone(),
        href: format!("/ho-so-cua-toi/{}", look.dossier),
        procedure: words::short_name(&look.procedure),
    }
}

pub(super) async fn show(
    State(deps): State<Deps>,
    caller: Caller,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    let account = caller.cx.actor.account().map(|account| account.to_string()).unwrap_or_default();
    let cursor = caller.shell.cursor(format!("looks {account}"));
    let after: Option<(i64, Id)> = cursor.open_opt(Some(asked.sau.as_str()))?;
    let before = after.map(|(at, id)| (Timestamp::from_micros(at), id));
    let looks = ops::list_looks(&deps, &caller.cx, before, ROWS).await?;
    let l = caller.shell.lang();
    let last = looks.rows.last().filter(|_| looks.more);
    Ok(page(LookedPage {
        pager: Pager {
            first: before.is_some().then(|| HERE.to_owned()),
            next: last.map(|row| format!("{HERE}?sau={}", cursor.seal(&(row.at.micros(), row.id)))),
            summary: l.with("dossiers-citizen-looked-shown", &[("n", looks.rows.len())]),
        },
        rows: looks.rows.iter().map(|look| row(&l, look)).collect(),
        frame: caller
            .shell
            .frame("dossiers-citizen-looked-title")
            .public()
            .crumb("dossiers-citizen-mine-title", "/cua-toi"),
    }))
}
