//! `/quan-tri/su-kien`: what the relay and the job runner gave up on.
use super::Console;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::Id;
use jobs::DeadLetter;
use policy::web::Cx;
use serde::Deserialize;
use web::{Failure, Form, Frame, Shell, page, see_other};

#[derive(Template)]
#[template(path = "deliveries.html")]
struct DeliveriesPage {
    frame: Frame,
    letters: Vec<DeadLetter>,
    jobs: Vec<(String, String, String)>,
}

pub(super) async fn list_deliveries(
    State(console): State<Console>,
    shell: Shell,
) -> Result<Response, Failure> {
    let (letters, jobs) =
        console.db.read(|tx| Ok::<_, db::DbError>((jobs::dead_letters(tx)?, jobs::dead_jobs(tx)?))).await?;
    Ok(page(DeliveriesPage { frame: shell.frame("console-deliveries-title"), letters, jobs }))
}

#[derive(Deserialize)]
pub(super) struct RetryForm {
    subscription: String,
    event: String,
}

pub(super) async fn retry_delivery(
    State(console): State<Console>,
    Cx(cx): Cx,
    Form(form): Form<RetryForm>,
) -> Result<Response, Failure> {
    let event: Id = form.event.parse().map_err(|_| Failure::not_found())?;
    console
        .db
        .write(move |tx| {
            let holding = cx.require_anywhere("console.deliveries").map_err(crate::ConsoleError::from)?;
            jobs::retry(tx, &form.subscription, event, cx.now)?;
            let detail = serde_json::json!({ "subscription": form.subscription });
            policy::audit(tx, &cx, "console.delivery_retried", event, Some(&holding), &detail)?;
            Ok::<_, crate::ConsoleError>(())
        })
        .await?;
    Ok(see_other("/quan-tri/su-kien"))
}
