//! Drafting and signing a result: two persons.  The register number is taken when it is signed.
use super::record::{Act, at_desk, must_be, save};
use super::tasks::taken;
use super::{Deps, asked, effects};
use crate::errors::Refused;
use crate::model::{ResultPaper, ResultState, Status};
use crate::store::{self, CounterKind, Signature};
use base::Id;
use contracts::{DossierId, TaskId};
use policy::OpContext;
use workflow::{Event, Ports, StepKind};

/// What the case officer proposes.
#[derive(Clone, Debug)]
pub struct ProposeResult {
    pub task: TaskId,
    /// Certificate or permit, or a reasoned notice of refusal.
    pub granted: bool,
    pub title: String,
    /// `{paragraphs, rows, recipients}` as `documents` prints it.
    pub body: serde_json::Value,
}

/// 128 random bits, base32: the token of the public check page.
fn check_token() -> Result<String, Refused> {
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random).map_err(|_| Refused::NoResult)?;
    Ok(data_encoding::BASE32_NOPAD.encode(&random).to_lowercase())
}

/// Drafts the result and sends it on to whoever signs (or to the citizen first, where the process says so).
///
/// # Errors
/// [`Refused`]: not the officer's step, or nothing drafted.
pub async fn propose_result(deps: &Deps, cx: &OpContext, cmd: ProposeResult) -> Result<(), Refused> {
    let token = check_token()?;
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let task = workflow::task(tx, cmd.task)?.ok_or(Refused::NotFound)?;
            let (before, _) = taken(tx, &cx, &task)?;
            if !matches!(task.kind, StepKind::Propose) {
                return Err(Refused::NoResult);
            }
            if cmd.title.trim().is_empty() {
                return Err(Refused::Field { field: "title", problem: "missing" });
            }
            let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
            let result = ResultPaper {
                id: Id::new(cx.now),
                granted: cmd.granted,
                title: cmd.title.trim().to_owned(),
                body: cmd.body.clone(),
                drafted_at: cx.now,
                drafted_by: by,
                register: None,
                number: None,
                year: None,
                signed_at: None,
                signed_by: None,
                signer_line: String::new(),
                signer_name: String::new(),
                check_token: token.clone(),
                state: ResultState::Draft,
            };
            store::insert_result(tx, &before, &result)?;
            let calendar = work.time.calendar();
            let ports = Ports { calendar: &calendar, directory: work.directory.as_ref() };
            let outcome = Some(if cmd.granted { "granted" } else { "refused" }.to_owned());
            let mut set = serde_json::Map::new();
            set.insert("granted".to_owned(), cmd.granted.into());
            let event = Event::Forward { token: task.token, by, outcome, set, ask: Vec::new() };
            let happened = workflow::apply(tx, &cx, &ports, task.process, &event)?;
            let mut after = before.clone().into_inner();
            if after.status == Status::Received {
                after.status = Status::Processing;
            }
            effects::follow(&work, tx, &cx, &mut after, &happened, Some(cmd.granted))?;
            let act = Act::public("result_drafted").detail(serde_json::json!({ "step": task.title }));
            save(tx, &cx, &before, after, &act)?;
            Ok(())
        })
        .await
}

/// The signer's yes.
#[derive(Clone, Debug)]
pub struct Approve {
    pub task: TaskId,
    /// The draft that was read; another one since is a stale page.
    pub result: Id,
    /// Signature block as the dated delegation gives it, e.g. `KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH`.
    pub signer_line: String,
    pub signer_name: String,
}

/// Signs the drafted result: it takes its register number, the process goes on.
///
/// # Errors
/// [`Refused`]: not the signer's step, drafted by the same person, or another draft since.
pub async fn approve_result(deps: &Deps, cx: &OpContext, cmd: Approve) -> Result<(), Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let task = workflow::task(tx, cmd.task)?.ok_or(Refused::NotFound)?;
            let (before, _) = taken(tx, &cx, &task)?;
            if !matches!(task.kind, StepKind::Approve) {
                return Err(Refused::NoResult);
            }
            let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
            let result = store::result_of(tx, before.id)?.ok_or(Refused::NoResult)?;
            if result.id != cmd.result || result.state != ResultState::Draft {
                return Err(Refused::Stale);
            }
            if result.drafted_by == by {
                return Err(Refused::SamePerson);
            }
            let calendar = work.time.calendar();
            let ports = Ports { calendar: &calendar, directory: work.directory.as_ref() };
            let event = Event::Forward {
                token: task.token,
                by,
                outcome: Some("approved".to_owned()),
                set: serde_json::Map::new(),
                ask: Vec::new(),
            };
            let happened = workflow::apply(tx, &cx, &ports, task.process, &event)?;
            let mut after = before.clone().into_inner();
            if after.status == Status::Received {
                after.status = Status::Processing;
            }
            effects::follow(&work, tx, &cx, &mut after, &happened, Some(result.granted))?;
            let after = save(tx, &cx, &before, after, &Act::public("signed"))?;
            // the register's gapless number comes last (database.md)
            let procedure = work.catalogue.version(tx, before.procedure)?.ok_or(Refused::NoProcedure)?;
            let year = i64::from(cx.now.date().year());
            let number = match (&procedure.result.register, result.granted) {
                (Some(register), true) => {
                    let kind = CounterKind::Register(register);
                    let number = store::next_number(tx, after.resolving, kind, &year.to_string())?;
                    Some((format!("{register}:{}", after.resolving), number))
                }
                _ => None,
            };
            let signature = Signature {
                by,
                at: cx.now,
                line: &cmd.signer_line,
                name: &cmd.signer_name,
                number: number.as_ref().map(|(register, number)| (register.as_str(), *number, year)),
            };
            asked::settle(&work, tx, &before, Some(cx.now.date()))?;
            if !store::sign_result(tx, &before, result.id, &signature)? {
                return Err(Refused::Stale);
            }
            Ok(())
        })
        .await
}

/// The desk sends a finished result back to be corrected (9 → 4), audited.
///
/// # Errors
/// [`Refused`]: not at the desk any more, no words, or the process has no step to return to.
pub async fn return_for_correction(
    deps: &Deps,
    cx: &OpContext,
    dossier: DossierId,
    version: i64,
    words: String,
) -> Result<(), Refused> {
    if words.trim().is_empty() {
        return Err(Refused::Field { field: "words", problem: "missing" });
    }
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let before = at_desk(tx, &cx, "dossiers.return", dossier, Some(version))?;
            must_be(&before, Status::Resolved, Status::Processing)?;
            let process = before.process.ok_or(Refused::NoResult)?;
            let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
            let (token, to) = workflow::correction_step(tx, process)?.ok_or(Refused::NoResult)?;
            let calendar = work.time.calendar();
            let ports = Ports { calendar: &calendar, directory: work.directory.as_ref() };
            let happened = workflow::apply(tx, &cx, &ports, process, &Event::SendBack { token, by, to })?;
            if let Some(result) = store::result_of(tx, before.id)? {
                store::set_result_state(tx, &before, result.id, ResultState::Replaced)?;
            }
            let mut after = before.clone().into_inner();
            after.status = Status::Processing;
            after.closed_at = None;
            after.outcome = None;
            effects::follow(&work, tx, &cx, &mut after, &happened, None)?;
            let act = Act::internal("result_sent_back")
                .detail(serde_json::json!({ "words": words.trim() }))
                .event("dossiers.reopened");
            save(tx, &cx, &before, after, &act)?;
            Ok(())
        })
        .await
}
