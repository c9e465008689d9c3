//! Answers questions of a draft.
use super::MANAGE;
use crate::model::{Answer, State};
use crate::{Refused, store};
use contracts::ProcedureId;
use db::Db;
use policy::{OpContext, audit};

/// Sets answers by question id; an answer may be changed as long as the draft is one.  Answers are laid on the draft when
/// it is shown and published, so changing one's mind costs nothing.
///
/// # Errors
/// [`Refused::Denied`], [`Refused::NotFound`], [`Refused::Published`], [`Refused::Stale`], [`Refused::Answer`].
pub async fn answer_questions(
    db: &Db,
    cx: &OpContext,
    id: ProcedureId,
    row_version: i64,
    answers: Vec<(String, Answer)>,
) -> Result<(), Refused> {
    let holding = cx.require_anywhere(MANAGE)?;
    let cx = cx.clone();
    db.write(move |tx| {
        let draft = store::version(tx, id)?.ok_or(Refused::NotFound)?;
        tx.lock("procedure", draft.procedure)?;
        if draft.state != State::Draft {
            return Err(Refused::Published);
        }
        let mut questions = draft.questions.clone();
        for (name, answer) in &answers {
            let question =
                questions.iter_mut().find(|question| question.id == *name).ok_or(Refused::Answer)?;
            let fits = answer.reading.is_none_or(|place| place < question.readings.len());
            // A question that has readings is answered by one of them; one without is noted.
            if !fits || (answer.reading.is_none() && !question.readings.is_empty()) {
                return Err(Refused::Answer);
            }
            question.answer = Some(*answer);
        }
        if !store::replace_draft(tx, &draft.body, &questions, &draft.digest, row_version)? {
            return Err(Refused::Stale);
        }
        let given: Vec<_> = answers
            .iter()
            .map(|(name, answer)| serde_json::json!({ "question": name, "reading": answer.reading }))
            .collect();
        let detail = serde_json::json!({ "code": draft.code, "answers": given });
        audit(tx, &cx, "procedures.answered", id.id(), Some(&holding), &detail)?;
        Ok(())
    })
    .await
}
