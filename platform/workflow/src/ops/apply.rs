//! Starting a process and applying events to it, inside the caller's transaction.
use super::carry::{Carrier, Happened};
use super::places::{Places, Ports};
use super::publish;
use crate::errors::{Refused, WorkflowError};
use crate::model::{Clocks, Event, State, TaskRow, TimerKind};
use crate::rules::step;
use crate::store::{self, ProcessRow};
use base::{Id, Timestamp};
use contracts::ProcessId;
use db::Tx;
use policy::{Actor, Denied, OpContext};
use serde_json::{Map, Value};

/// Starts the published process `code@version` for a subject.  The caller has authorised it.
///
/// # Errors
/// [`WorkflowError`]: not published, or no agency answers for the first step.
pub fn start(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    ports: &Ports<'_>,
    reference: &str,
    subject: Id,
    vars: Map<String, Value>,
    places: &Places,
) -> Result<(ProcessId, Vec<Happened>), WorkflowError> {
    let (digest, definition) = publish::published(tx, reference)?
        .ok_or_else(|| WorkflowError::NoDefinition(reference.to_owned()))?;
    let (state, effects) = step(&definition, &State::default(), &Event::Start { vars }, cx.now)?;
    let mut process = ProcessRow {
        id: ProcessId::new(cx.now),
        subject,
        code: definition.code.clone(),
        definition_version: definition.version,
        digest,
        state,
        version: 1,
        receiving: places.receiving,
        resolving: places.resolving,
        unit: places.unit,
        started_at: cx.now,
        suspended_at: None,
        ended_at: None,
        outcome: None,
    };
    store::insert_process(tx, &process)?;
    let mut carrier = Carrier::new(cx, &definition, Vec::new(), None);
    let happened = carrier.carry_out(tx, Some(ports), &mut process, effects)?;
    Ok((process.id, happened))
}

/// Applies one event: the process is locked, its pinned definition decides, state and tasks are written.  The caller
/// has authorised the act; here it is only held against the context, so that nobody acts in another's name and only
/// the program itself lets a clock run out.
///
/// # Errors
/// [`WorkflowError`]; the caller's transaction must then be given up.
pub fn apply(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    ports: &Ports<'_>,
    process: ProcessId,
    event: &Event,
) -> Result<Vec<Happened>, WorkflowError> {
    own_name(cx, event)?;
    let mut row = store::lock_process(tx, process)?.ok_or(WorkflowError::NoProcess)?;
    let definition = store::load_definition(tx, &row.digest)?
        .ok_or_else(|| WorkflowError::NoDefinition(format!("{}@{}", row.code, row.definition_version)))?;
    let open = store::open_tasks(tx, process)?;
    if let Event::Timer { token, kind } = event
        && !run_out(tx, ports, &open, *token, *kind, cx.now)?
    {
        return Ok(Vec::new());
    }
    if let Event::ConsultAnswer { token, agency, .. } = event
        && row.state.token(*token).is_some()
        && !open.iter().any(|task| task.token == *token && task.agency == *agency)
    {
        let asked =
            row.state.token(*token).is_some_and(|token| token.asked.iter().any(|ask| ask.agency == *agency));
        return Err(if asked { Refused::Answered } else { Refused::NotAsked }.into());
    }
    let (state, effects) = step(&definition, &row.state, event, cx.now)?;
    let reference = match event {
        Event::ExternalAnswer { reference, .. } if !reference.trim().is_empty() => Some(reference.clone()),
        _ => None,
    };
    let mut carrier = Carrier::new(cx, &definition, open, reference);
    let happened = carrier.carry_out(tx, Some(ports), &mut row, effects)?;
    if row.state != state || row.ended_at.is_some() {
        row.state = state;
        store::save_process(tx, &row)?;
    }
    Ok(happened)
}

fn own_name(cx: &OpContext, event: &Event) -> Result<(), Denied> {
    let by = match event {
        Event::Forward { by, .. } | Event::SendBack { by, .. } | Event::ConsultAnswer { by, .. } => *by,
        Event::Timer { .. } if !matches!(cx.actor, Actor::System(_)) => {
            return Err(Denied::Missing("workflow.act"));
        }
        _ => return Ok(()),
    };
    if cx.actor.account() == Some(by) { Ok(()) } else { Err(Denied::Missing("workflow.act")) }
}

/// Sets the clocks of a token whose timer has run out.  False when the time fell into closed hours (a shift by a
/// suspension): it is moved to the next opening and nothing happens yet.
fn run_out(
    tx: &mut Tx<'_>,
    ports: &Ports<'_>,
    open: &[TaskRow],
    token: u32,
    kind: TimerKind,
    now: Timestamp,
) -> Result<bool, WorkflowError> {
    let mut tasks = open.iter().filter(|task| task.token == token).peekable();
    if tasks.peek().is_none() {
        return Err(Refused::StaleToken(token).into());
    }
    let mut ran_out = true;
    for task in tasks {
        let at = task.next_timer_at.filter(|at| *at <= now).ok_or(Refused::NotDue(token))?;
        let over = task.due_at.is_some_and(|due| due <= now);
        let fits = task.next_timer == Some(kind)
            || (task.next_timer == Some(TimerKind::Half) && over && kind == task.kind.at_due());
        if !fits {
            return Err(Refused::NotDue(token).into());
        }
        let opening = |at: Timestamp| at.max(ports.calendar.open_from(at));
        if opening(at) > now {
            let clocks = Clocks {
                half: task.half_at.map(opening),
                due: task.due_at.map(opening),
                next: task.next_timer,
            };
            store::move_clocks(tx, task.id, &clocks, Some(opening(at)))?;
            ran_out = false;
            continue;
        }
        let next = if kind == TimerKind::Half { Some(task.kind.at_due()) } else { None };
        let clocks = Clocks { half: task.half_at, due: task.due_at, next };
        store::move_clocks(tx, task.id, &clocks, task.due_at.filter(|_| next.is_some()))?;
    }
    Ok(ran_out)
}
