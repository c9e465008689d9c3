//! `/quan-tri/nhat-ky`: the acts on one subject, for whoever audits.
use super::Console;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::{Id, moment_vi};
use policy::AuditRow;
use serde::Deserialize;
use web::{Errors, Failure, Form, Frame, Shell, page};

#[derive(Deserialize, Default)]
pub(super) struct Query {
    #[serde(default)]
    ma: String,
}

struct Line {
    at: String,
    event: String,
    actor: String,
    actor_kind: String,
    detail: String,
}

#[derive(Template)]
#[template(path = "trail.html")]
struct TrailPage {
    frame: Frame,
    subject: String,
    asked: bool,
    lines: Vec<Line>,
    errors: Errors,
}

fn line(row: AuditRow, shell: &Shell) -> Line {
    Line {
        at: moment_vi(row.at),
        event: row.event,
        actor: row.actor.map(|id| id.to_string()).unwrap_or_default(),
        actor_kind: shell.lang().t(&format!("console-actor-{}", row.actor_kind)).into_owned(),
        detail: row.detail.to_string(),
    }
}

pub(super) async fn show_trail(
    State(console): State<Console>,
    shell: Shell,
    Form(query): Form<Query>,
) -> Result<Response, Failure> {
    let typed = query.ma.trim().to_owned();
    let mut errors = Errors::new();
    let rows = match typed.parse::<Id>() {
        Ok(id) => console.db.read(move |tx| policy::audit_trail(tx, id)).await?,
        Err(_) => {
            if !typed.is_empty() {
                errors.add("ma", shell.lang().t("console-trail-wrong"));
            }
            Vec::new()
        }
    };
    let lines = rows.into_iter().map(|row| line(row, &shell)).collect();
    let frame = shell.frame("console-trail-title").with_errors(&errors);
    Ok(page(TrailPage { frame, asked: !typed.is_empty(), subject: typed, lines, errors }))
}
