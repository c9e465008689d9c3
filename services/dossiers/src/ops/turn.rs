//! Whether the next act on a dossier is the desk's although an officer or the director had it.
use crate::errors::Refused;
use crate::model::{Dossier, Status};
use crate::store::{self, DeskRow, DeskTurn};
use db::Tx;

/// Read after every act, from what is stored: nothing that an act remembered to set.
///
/// # Errors
/// [`Refused::Database`].
pub fn desk_turn(tx: &mut Tx<'_>, after: &Dossier) -> Result<Option<DeskTurn>, Refused> {
    match after.status {
        Status::Filed => turned_down(tx, after),
        Status::Processing if store::finding_open(tx, after.id)?.is_some() => Ok(Some(DeskTurn::Finding)),
        Status::Processing => desk_step(tx, after),
        _ => Ok(None),
    }
}

/// The last proposal was turned down and the person has not been asked for anything since.
fn turned_down(tx: &mut Tx<'_>, after: &Dossier) -> Result<Option<DeskTurn>, Refused> {
    let Some(last) = store::refusals(tx, after.id)?.pop() else { return Ok(None) };
    let Some(decided) = last.decided_at.filter(|_| last.approved == Some(false)) else { return Ok(None) };
    let asked = store::supplements(tx, after.id)?.iter().any(|round| round.requested_at >= decided);
    Ok((!asked).then_some(DeskTurn::RefusalTurnedDown))
}

/// An open step lies with the role of the first step, at the counter that received.
fn desk_step(tx: &mut Tx<'_>, after: &Dossier) -> Result<Option<DeskTurn>, Refused> {
    let tasks = workflow::tasks_of(tx, after.id.id())?;
    let Some(first) = tasks.first() else { return Ok(None) };
    let open = tasks
        .iter()
        .find(|task| task.closed_at.is_none() && task.role == first.role && task.agency == after.receiving);
    Ok(open.map(|task| if task.step == first.step { DeskTurn::SentBack } else { DeskTurn::Step }))
}

/// Notes on each row what waits with whom.
///
/// # Errors
/// [`Refused::Database`].
pub fn mark_turns(tx: &mut Tx<'_>, rows: &mut [DeskRow]) -> Result<(), Refused> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    for (id, mark) in store::marks_of(tx, &ids)? {
        if let Some(row) = rows.iter_mut().find(|row| row.id == id) {
            row.mark = Some(mark);
        }
    }
    Ok(())
}
