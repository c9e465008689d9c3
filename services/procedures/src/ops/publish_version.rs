//! Makes a draft a version in force.
use super::MANAGE;
use super::publication::settle;
use crate::Refused;
use crate::model::State;
use crate::{rules, store};
use base::Date;
use contracts::{Mode, ProcedureId};
use db::Db;
use policy::{OpContext, audit};

/// How a draft is published.
#[derive(Clone, Debug)]
pub struct Publication {
    pub id: ProcedureId,
    /// Of the row, as the page was read.
    pub row_version: i64,
    pub effective_from: Date,
    /// Sentences on what stays open, shown with the procedure.
    pub notes: Vec<String>,
}

/// Publishes a draft with its answers laid on.  Open questions do not forbid it (nothing was guessed for them), but an
/// open procedure cannot be switched to filing here.
///
/// # Errors
/// [`Refused::Denied`], [`Refused::NotFound`], [`Refused::Published`], [`Refused::Stale`], [`Refused::Invalid`].
pub async fn publish_version(
    db: &Db,
    cx: &OpContext,
    publication: Publication,
) -> Result<ProcedureId, Refused> {
    let holding = cx.require_anywhere(MANAGE)?;
    let cx = cx.clone();
    db.write(move |tx| {
        let draft = store::version(tx, publication.id)?.ok_or(Refused::NotFound)?;
        tx.lock("procedure", draft.procedure)?;
        if draft.state != State::Draft {
            return Err(Refused::Published);
        }
        let mut fact = rules::answered(&draft.body, &draft.questions);
        fact.effective_from = publication.effective_from;
        fact.notes.clone_from(&publication.notes);
        fact.mode = Mode::National;
        fact.version = store::next_version(tx, draft.procedure)?;
        if let Some(finding) = rules::check_fact(&fact).first() {
            return Err(Refused::Invalid(finding.code.to_owned()));
        }
        let by = cx.actor.account();
        if !store::publish_draft(tx, &fact, publication.row_version, cx.now, by)? {
            return Err(Refused::Stale);
        }
        settle(tx, draft.procedure, &fact, None, cx.now, by)?;
        let detail = serde_json::json!({
            "code": fact.code, "version": fact.version, "effective_from": fact.effective_from.to_string(),
            "open_questions": draft.open_questions(),
        });
        audit(tx, &cx, "procedures.published", fact.id.id(), Some(&holding), &detail)?;
        Ok(fact.id)
    })
    .await
}
