//! Finding the token that an act is about.
use crate::errors::WorkflowError;
use crate::model::{Definition, StepKey, TaskRow};
use crate::store;
use contracts::ProcessId;
use db::Tx;
use policy::{Denied, Holding, OpContext};
use std::sync::Arc;

fn pinned(tx: &mut Tx<'_>, process: ProcessId) -> Result<Option<Arc<Definition>>, WorkflowError> {
    let Some(row) = store::process_of(tx, process)? else { return Ok(None) };
    Ok(store::load_definition(tx, &row.digest)?)
}

/// The token that waits for the citizen's answer.
///
/// # Errors
/// [`WorkflowError::Database`].
pub fn waiting_citizen(tx: &mut Tx<'_>, process: ProcessId) -> Result<Option<u32>, WorkflowError> {
    Ok(store::token_of_kind(tx, process, "wait_citizen")?)
}

/// The token that still stands on the first step.
///
/// # Errors
/// [`WorkflowError::Database`].
pub fn first_step_token(tx: &mut Tx<'_>, process: ProcessId) -> Result<Option<u32>, WorkflowError> {
    let Some(definition) = pinned(tx, process)? else { return Ok(None) };
    Ok(store::token_on_step(tx, process, &definition.start)?)
}

/// The token on a desk step: the result waits to be handed over.
///
/// # Errors
/// [`WorkflowError::Database`].
pub fn desk_token(tx: &mut Tx<'_>, process: ProcessId) -> Result<Option<u32>, WorkflowError> {
    Ok(store::token_of_kind(tx, process, "desk")?)
}

/// The token on a desk step and the first step to which a result may return for correction (9 → 4, law.md §1.1).
///
/// # Errors
/// [`WorkflowError::Database`].
pub fn correction_step(tx: &mut Tx<'_>, process: ProcessId) -> Result<Option<(u32, StepKey)>, WorkflowError> {
    let Some(token) = desk_token(tx, process)? else { return Ok(None) };
    let Some(definition) = pinned(tx, process)? else { return Ok(None) };
    let Some(row) = store::process_of(tx, process)? else { return Ok(None) };
    let step = row.state.token(token).and_then(|token| definition.at(token.step));
    Ok(step.and_then(|step| step.may_return_to.first()).map(|to| (token, to.clone())))
}

/// The position in which somebody may act on a task: her own or a delegated one, in the task's agency, with the
/// task's role and the permission `workflow.act`.
///
/// # Errors
/// [`Denied`] when no position does.
pub fn may_act(cx: &OpContext, task: &TaskRow) -> Result<Holding, Denied> {
    cx.standing
        .holdings
        .iter()
        .filter(|held| held.agency == task.agency && held.role == task.role)
        .find(|held| {
            cx.standing.grants.iter().any(|grant| {
                grant.permission == "workflow.act"
                    && grant.holding == held.holding
                    && grant.scope.covers(task.agency)
            })
        })
        .cloned()
        .ok_or(Denied::Missing("workflow.act"))
}
