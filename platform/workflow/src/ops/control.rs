//! Ending a process from outside, and stopping its clocks.
use super::carry::Carrier;
use crate::errors::{Refused, WorkflowError};
use crate::model::Event;
use crate::rules::step;
use crate::store;
use base::Timestamp;
use contracts::ProcessId;
use db::Tx;
use policy::OpContext;

/// Ends the process: the dossier was withdrawn or stopped.  A process that has ended stays as it is.
///
/// # Errors
/// [`WorkflowError::NoProcess`], [`WorkflowError::Database`].
pub fn cancel(tx: &mut Tx<'_>, cx: &OpContext, process: ProcessId) -> Result<(), WorkflowError> {
    let mut row = store::lock_process(tx, process)?.ok_or(WorkflowError::NoProcess)?;
    let definition = store::load_definition(tx, &row.digest)?
        .ok_or_else(|| WorkflowError::NoDefinition(row.code.clone()))?;
    let (state, effects) = match step(&definition, &row.state, &Event::Cancel, cx.now) {
        Err(Refused::Ended) => return Ok(()),
        other => other?,
    };
    let open = store::open_tasks(tx, process)?;
    let mut carrier = Carrier::new(cx, &definition, open, None);
    carrier.carry_out(tx, None, &mut row, effects)?;
    row.state = state;
    store::save_process(tx, &row)?;
    Ok(())
}

/// Stops the clocks of all open tasks, timers too: the citizen is asked for something.  Steps may still be acted on,
/// and tasks opened meanwhile stand still as well.  Stopping twice changes nothing.
///
/// # Errors
/// [`WorkflowError::NoProcess`], [`WorkflowError::Database`].
pub fn suspend(tx: &mut Tx<'_>, process: ProcessId, now: Timestamp) -> Result<(), WorkflowError> {
    if !tx.lock("process", process)? {
        return Err(WorkflowError::NoProcess);
    }
    store::stop_clocks(tx, process, now)?;
    Ok(())
}

/// Starts the clocks again: half time, due time and next timer move by the time that the clock stood still, to the
/// microsecond.  A time that falls outside office hours by that is moved to the next opening before it is acted on
/// (the calendar is not at hand here).
///
/// # Errors
/// [`WorkflowError::NoProcess`], [`WorkflowError::Database`].
pub fn resume(tx: &mut Tx<'_>, process: ProcessId, now: Timestamp) -> Result<(), WorkflowError> {
    let row = store::lock_process(tx, process)?.ok_or(WorkflowError::NoProcess)?;
    let Some(suspended_at) = row.suspended_at else { return Ok(()) };
    store::shift_clocks(tx, process, suspended_at, now.max(suspended_at))?;
    store::clear_suspension(tx, process)?;
    Ok(())
}
