//! One complete request for supplement, and its answer.
use super::citizen::Holder;
use super::record::{Act, at_desk, locked, must_be, save};
use super::{Deps, clock, effects};
use crate::errors::Refused;
use crate::model::{Dossier, Given, ReasonCode, Status, Supplement};
use crate::{rules, store};
use base::{Id, Timestamp};
use contracts::{Channel, DossierId};
use db::Tx;
use policy::OpContext;

/// The desk asks: a coded reason, words, and which papers.  A request without all three cannot be made.
#[derive(Clone, Debug)]
pub struct RequestSupplement {
    pub dossier: DossierId,
    pub version: i64,
    pub reason: ReasonCode,
    pub words: String,
    /// Codes of the papers concerned; at least one.
    pub components: Vec<String>,
}

/// Asks the person for a supplement; the answer is the day until when it is awaited.
///
/// # Errors
/// [`Refused`]: no right, no further round in the procedure's data, nothing named, a status that does not allow it.
pub async fn request_supplement(
    deps: &Deps,
    cx: &OpContext,
    cmd: RequestSupplement,
) -> Result<Timestamp, Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db.write(move |tx| request(&work, tx, &cx, &cmd)).await
}

fn request(
    deps: &Deps,
    tx: &mut Tx<'_>,
    cx: &OpContext,
    cmd: &RequestSupplement,
) -> Result<Timestamp, Refused> {
    let before = at_desk(tx, cx, "dossiers.receive", cmd.dossier, Some(cmd.version))?;
    if cmd.words.trim().is_empty() {
        return Err(Refused::Field { field: "words", problem: "missing" });
    }
    if !cmd.reason.mendable() {
        return Err(Refused::Field { field: "reason", problem: "not_mendable" });
    }
    let known = store::components(tx, before.id)?;
    if cmd.components.is_empty() || !cmd.components.iter().all(|code| known.iter().any(|c| &c.code == code)) {
        return Err(Refused::Field { field: "components", problem: "missing" });
    }
    before.status.to(Status::Supplement)?;
    if store::open_refusal(tx, before.id)?.is_some() {
        return Err(Refused::ProposalOpen);
    }
    let procedure = deps.catalogue.version(tx, before.procedure)?.ok_or(Refused::NoProcedure)?;
    let done = store::supplements(tx, before.id)?;
    let round = rules::next_round(&procedure.supplements, &done).ok_or(Refused::NoFurtherRound)?;
    let policy = effects::counting_policy(deps, before.received_at.unwrap_or(cx.now));
    let answer_by = rules::answer_by(&deps.time.calendar(), &policy, cx.now);
    let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
    let supplement = Supplement {
        id: Id::new(cx.now),
        round,
        reason: cmd.reason,
        words: cmd.words.trim().to_owned(),
        components: cmd.components.clone(),
        requested_at: cx.now,
        answer_by,
        due_before: before.due_at,
        due_after: None,
        answered_at: None,
        answer_words: String::new(),
    };
    store::insert_supplement(tx, &before, &supplement, by)?;
    store::answer_findings(tx, &before, by, cx.now)?;
    if let Some(process) = before.process {
        workflow::suspend(tx, process, cx.now)?;
    }
    let mut after = before.clone().into_inner();
    after.status = Status::Supplement;
    clock::settle(deps, tx, &mut after, false, cx.now)?;
    let act = Act::public("supplement_requested")
        .detail(serde_json::json!({ "round": round, "reason": cmd.reason.word() }))
        .event("dossiers.supplement_requested");
    save(tx, cx, &before, after, &act)?;
    Ok(answer_by)
}

/// The answer: by the person (account or key) or taken at the counter.
#[derive(Clone, Debug)]
pub struct AnswerSupplement {
    pub dossier: DossierId,
    pub version: i64,
    /// None: an officer takes the papers at the counter.
    pub holder: Option<Holder>,
    pub words: String,
    /// Papers handed over at the counter; files attached online count by themselves.
    pub papers: Vec<String>,
}

/// Takes the supplement: 5 → 1 when the dossier had not been accepted, else 5 → 4; the clock restarts or goes on
/// by the policy of the day of receipt.
///
/// # Errors
/// [`Refused`]: not hers, not asked, or an asked paper is still missing.
pub async fn answer_supplement(
    deps: &Deps,
    cx: &OpContext,
    cmd: AnswerSupplement,
) -> Result<Option<Timestamp>, Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db.write(move |tx| answer(&work, tx, &cx, &cmd)).await
}

fn answer(
    deps: &Deps,
    tx: &mut Tx<'_>,
    cx: &OpContext,
    cmd: &AnswerSupplement,
) -> Result<Option<Timestamp>, Refused> {
    let before = match &cmd.holder {
        Some(holder) => {
            let dossier = locked(tx, cmd.dossier, None)?;
            let hers = holder.opens(cx, &dossier);
            let before = cx.authorize_own("dossiers.own", dossier, hers).map_err(|_| Refused::NotYours)?;
            if before.version != cmd.version {
                return Err(Refused::Stale);
            }
            before
        }
        None => at_desk(tx, cx, "dossiers.receive", cmd.dossier, Some(cmd.version))?,
    };
    must_be(&before, Status::Supplement, Status::Filed)?;
    let rounds = store::supplements(tx, before.id)?;
    let open = rounds.iter().find(|round| round.answered_at.is_none()).ok_or(Refused::NothingToDecide)?;
    let files = store::dossier_files(tx, before.id)?;
    let known = store::components(tx, before.id)?;
    for code in &open.components {
        let by_file =
            files.iter().any(|file| &file.component == code && file.round == open.round && file.size > 0);
        // Only the counter can say that a paper lies before it.
        let by_paper = cmd.holder.is_none() && cmd.papers.contains(code);
        if !(by_file || by_paper || is_form(&known, code)) {
            let name = known.iter().find(|c| &c.code == code).map(|c| c.name.clone());
            return Err(Refused::ComponentMissing(name.unwrap_or_default()));
        }
        if by_file || by_paper {
            store::set_given(tx, &before, code, if by_file { Given::File } else { Given::Paper })?;
        }
    }
    let mut after = before.clone().into_inner();
    after.status = if before.received_at.is_some() { Status::Processing } else { Status::Filed };
    clock::settle(deps, tx, &mut after, false, cx.now)?;
    if let Some(process) = before.process {
        workflow::resume(tx, process, cx.now)?;
    }
    if !store::answer_supplement(tx, &before, cmd.words.trim(), after.due_at, cx.now)? {
        return Err(Refused::NothingToDecide);
    }
    let act = Act::public("supplemented")
        .detail(serde_json::json!({ "round": open.round }))
        .event("dossiers.supplemented");
    Ok(save(tx, cx, &before, after, &act)?.due_at)
}

fn is_form(known: &[crate::model::Component], code: &str) -> bool {
    known.iter().any(|component| component.code == code && component.given == Given::Form)
}

/// The legal limit of the dossier's case on its channel.
pub fn limit_of(deps: &Deps, tx: &mut Tx<'_>, dossier: &Dossier) -> Result<Option<calendar::Span>, Refused> {
    let procedure = deps.catalogue.version(tx, dossier.procedure)?.ok_or(Refused::NoProcedure)?;
    let channel: Channel = dossier.channel;
    Ok(procedure
        .case(&dossier.case_code)
        .and_then(|case| case.channel(channel))
        .and_then(|rule| rule.limit.as_ref())
        .and_then(rules::limit_span))
}
