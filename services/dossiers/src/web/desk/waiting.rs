//! `/quay/cho-duyet`: what waits for the director of the centre.
use super::words;
use crate::model::ReasonCode;
use crate::store::Waiting;
use crate::{Deps, ops};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use contracts::DossierId;
use policy::web::Cx;
use web::{Failure, Frame, Lang, Shell, page};

struct Item {
    id: DossierId,
    code: String,
    owner: String,
    procedure: String,
    reason: String,
    words: String,
    since: String,
}

#[derive(Template)]
#[template(path = "desk/waiting.html")]
struct WaitingPage {
    frame: Frame,
    refusals: Vec<Item>,
    late_entries: Vec<Item>,
}

fn item(lang: &Lang, waiting: Waiting) -> Item {
    let reason = ReasonCode::from_word(&waiting.reason)
        .map(|reason| lang.t(&words::key_of("dossiers-reason-", reason.word())).into_owned());
    Item {
        id: waiting.row.id,
        code: waiting.row.code,
        owner: waiting.row.owner_name,
        procedure: waiting.row.procedure_name,
        reason: reason.unwrap_or_default(),
        words: waiting.words,
        since: words::moment(lang, waiting.since),
    }
}

/// GET `/quay/cho-duyet`.
pub async fn list_waiting(State(deps): State<Deps>, shell: Shell, Cx(cx): Cx) -> Result<Response, Failure> {
    let found = ops::waiting_decisions(&deps, &cx).await?;
    let lang = shell.lang();
    Ok(page(WaitingPage {
        frame: shell.frame("dossiers-desk-waiting-title").at_work().crumb("dossiers-desk-title", "/quay"),
        refusals: found.refusals.into_iter().map(|one| item(&lang, one)).collect(),
        late_entries: found.late_entries.into_iter().map(|one| item(&lang, one)).collect(),
    }))
}
