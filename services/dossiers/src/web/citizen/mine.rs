//! *Của tôi*: what waits for me first, then my dossiers, then what I have begun.
use super::caller::Caller;
use super::words;
use crate::Deps;
use crate::model::{Pause, Status};
use crate::ops;
use crate::store::DeskRow;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use web::{Failure, Frame, Lang, page};

struct Row {
    title: String,
    code: String,
    href: String,
    state: String,
    /// Class of the tag.
    kind: &'static str,
    when: String,
}

#[derive(Template)]
#[template(path = "citizen/mine.html")]
struct MinePage {
    frame: Frame,
    waiting: Vec<Row>,
    dossiers: Vec<Row>,
    drafts: Vec<Row>,
    /// Signed in with a citizen's account: the record of looks is hers.
    account: bool,
}

fn awaits_me(row: &DeskRow) -> bool {
    matches!(row.status, Status::Supplement | Status::PaymentDue)
        || row.paused_for == Some(Pause::DraftResult)
}

fn dossier_row(l: &Lang, row: &DeskRow) -> Row {
    let mine = awaits_me(row);
    let kind = match row.status {
        _ if mine => "turn",
        Status::Resolved | Status::Returned => "ok",
        Status::Refused | Status::Stopped => "bad",
        Status::Withdrawn => "",
        _ => "info",
    };
    let state = if row.paused_for == Some(Pause::DraftResult) {
        l.t("dossiers-citizen-turn-draft").into_owned()
    } else {
        l.t(&format!("dossiers-status-{}", row.status.word())).into_owned()
    };
    let when = match row.due_at.filter(|_| row.closed_at.is_none()) {
        Some(due) => l.with("dossiers-citizen-mine-due", &[("due", words::deadline(l, due))]),
        None => l.with("dossiers-citizen-mine-filed", &[("at", words::moment(l, row.filed_at))]),
    };
    Row {
        title: words::short_name(&row.procedure_name),
        code: row.code.clone(),
        href: format!("/ho-so-cua-toi/{}", row.id),
        state,
        kind,
        when,
    }
}

pub(super) async fn show(State(deps): State<Deps>, caller: Caller) -> Result<Response, Failure> {
    let mine = ops::list_mine(&deps, &caller.cx, caller.keys.clone()).await?;
    let l = caller.shell.lang();
    let (waiting, others): (Vec<&DeskRow>, Vec<&DeskRow>) =
        mine.dossiers.iter().partition(|row| awaits_me(row));
    let drafts = mine
        .drafts
        .iter()
        .map(|(draft, name)| Row {
            title: words::short_name(name),
            code: String::new(),
            href: format!("/nop/{}", draft.id),
            state: l.t("dossiers-citizen-mine-draft").into_owned(),
            kind: "",
            when: l.with(
                "dossiers-citizen-mine-draft-when",
                &[("at", words::moment(&l, draft.saved_at)), ("until", words::moment(&l, draft.expires_at))],
            ),
        })
        .collect();
    Ok(page(MinePage {
        frame: caller.shell.frame("dossiers-citizen-mine-title").public(),
        waiting: waiting.into_iter().map(|row| dossier_row(&l, row)).collect(),
        dossiers: others.into_iter().map(|row| dossier_row(&l, row)).collect(),
        drafts,
        account: matches!(caller.cx.actor, policy::Actor::Citizen(_)),
    }))
}
