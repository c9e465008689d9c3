//! The standing office chases; agencies ask and are answered.
use super::act::{leading, perhaps_words, words};
use super::refused::TrackRefused;
use super::view::{Ports, plan_of};
use super::{FOLLOW, REPORT};
use crate::Deps;
use crate::model::track::{Chase, Question};
use crate::store::{plans, track};
use base::Id;
use contracts::{AgencyId, PlanTaskId};
use policy::OpContext;

/// A second click within so many seconds is the same chase.
const SAME_CHASE_SECONDS: i64 = 60;

/// Chases one agency of a round, or all that have not reported everything; how many were chased now.  It is shown at the
/// agency's page; no message leaves the program.
///
/// # Errors
/// No right over the standing office, no such open round, or nothing is missing.
pub async fn chase(
    deps: &Deps,
    cx: &OpContext,
    slug: &str,
    code: &str,
    one: Option<AgencyId>,
    (note, by): (&str, &str),
) -> Result<usize, TrackRefused> {
    let note = perhaps_words("note", note, 500)?;
    let (cx, slug, code, by) = (cx.clone(), slug.to_owned(), code.to_owned(), by.to_owned());
    deps.db
        .write(move |tx| {
            let plan = cx.authorize(FOLLOW, plan_of(tx, &slug)?)?;
            let round = track::rounds::round_by_code(tx, plan.id, &code)?.ok_or(TrackRefused::NoSuch)?;
            tx.lock("plan_round", round.id)?;
            if !round.open {
                return Err(TrackRefused::NoRound);
            }
            let missing: Vec<_> = track::rounds::agencies(tx, round.id)?
                .into_iter()
                .filter(|row| row.tally.missing() > 0 && one.is_none_or(|agency| agency == row.agency))
                .collect();
            if missing.is_empty() {
                return Err(TrackRefused::NobodyMissing);
            }
            let recent = cx.now.plus_seconds(-SAME_CHASE_SECONDS);
            let fresh: Vec<Chase> = missing
                .iter()
                .filter(|row| row.chased_at.is_none_or(|at| at < recent))
                .map(|row| Chase {
                    round: round.id,
                    agency: row.agency,
                    missing: row.tally.missing(),
                    note: note.clone(),
                    at: cx.now,
                    by: by.clone(),
                })
                .collect();
            if fresh.is_empty() {
                return Ok(0);
            }
            track::talk::insert_chases(tx, plan.id, &fresh, cx.actor.account())?;
            let agencies: Vec<AgencyId> = fresh.iter().map(|row| row.agency).collect();
            track::rounds::mark_chased(tx, round.id, &agencies, cx.now)?;
            let detail = serde_json::json!({ "plan": plan.id, "round": round.code, "agencies": agencies });
            policy::audit(tx, &cx, "programme.chased", round.id.id(), plan.holding(), &detail)?;
            tx.emit(round.id, "programme.chased", 1, &detail, cx.now)?;
            Ok(fresh.len())
        })
        .await
}

/// Asks the standing office about a task.  The same `once` of the same person a second time asks nothing more.
///
/// # Errors
/// No right in this agency, not a task of this agency, or no words.
pub async fn ask_question(
    deps: &Deps,
    cx: &OpContext,
    task: PlanTaskId,
    agency: AgencyId,
    (typed, by): (&str, &str),
    once: &str,
) -> Result<Id, TrackRefused> {
    let (cx, ports, typed, by) =
        (cx.clone(), Ports::of(deps), words("question", typed, 2000)?, by.to_owned());
    let once = once.chars().take(64).collect::<String>();
    let scope = cx.actor.account().map_or_else(String::new, |account| format!("programme.ask:{account}"));
    deps.db
        .write(move |tx| {
            let holding = cx.require(REPORT, agency)?;
            let known = if once.is_empty() { None } else { tx.idempotent(&scope, &once)? };
            if let Some(id) = known.and_then(|known| known.parse().ok()) {
                return Ok(id);
            }
            let plan = track::subjects::plan_of_task(tx, task)?.ok_or(TrackRefused::NoSuch)?;
            let named = plans::agencies_of_task(tx, task)?.iter().any(|row| row.agency == Some(agency));
            if !named && !leading(tx, &ports, task, cx.now.date())?.contains(&agency) {
                return Err(TrackRefused::NotYours);
            }
            let row = Question {
                id: Id::new(cx.now),
                plan,
                task,
                agency,
                question: typed.clone(),
                asked_at: cx.now,
                asked_name: by.clone(),
                answer: None,
                answered_at: None,
                answered_name: None,
                version: 1,
            };
            track::talk::ask(tx, &row, cx.actor.account())?;
            if !once.is_empty() {
                tx.remember(&scope, &once, &row.id.to_string(), cx.now)?;
            }
            let detail = serde_json::json!({ "plan": plan, "task": task, "agency": agency });
            policy::audit(tx, &cx, "programme.asked", row.id, Some(&holding), &detail)?;
            tx.emit(row.id, "programme.asked", 1, &detail, cx.now)?;
            Ok(row.id)
        })
        .await
}

/// Answers a question; the first answer stands.
///
/// # Errors
/// No right over the standing office, no such question, no words, or answered before.
pub async fn answer_question(
    deps: &Deps,
    cx: &OpContext,
    question: Id,
    (typed, by): (&str, &str),
) -> Result<PlanTaskId, TrackRefused> {
    let (cx, typed, by) = (cx.clone(), words("answer", typed, 4000)?, by.to_owned());
    deps.db
        .write(move |tx| {
            let row = track::talk::question_by_id(tx, question)?.ok_or(TrackRefused::NoSuch)?;
            let plan = plans::plan_by_id(tx, row.plan)?.ok_or(TrackRefused::NoSuch)?;
            let plan = cx.authorize(FOLLOW, plan)?;
            if !track::talk::answer(tx, question, &typed, cx.actor.account(), &by, cx.now)? {
                return Err(TrackRefused::Answered);
            }
            let detail = serde_json::json!({ "plan": plan.id, "task": row.task, "agency": row.agency });
            policy::audit(tx, &cx, "programme.question_answered", question, plan.holding(), &detail)?;
            tx.emit(question, "programme.question_answered", 1, &detail, cx.now)?;
            Ok(row.task)
        })
        .await
}
