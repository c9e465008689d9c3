//! My work: the open steps of every position I hold, by due time.
use super::Deps;
use super::notice::mark_notices;
use crate::errors::Refused;
use crate::model::ResultPaper;
use crate::store::{self, DeskRow};
use contracts::{DossierId, HoldingId, TaskId};
use db::Tx;
use policy::{Holding, OpContext, Scope, record_list_access};
use std::collections::HashMap;
use workflow::{StepKind, TaskRow};

/// Steps read at once when only signatures are wanted, and how often.
const BATCH: i64 = 200;
const BATCHES_MAX: usize = 10;

/// What is asked of the list.
#[derive(Clone, Debug, Default)]
pub struct WorkQuery {
    /// Only of this position; one that is not held gives nothing.
    pub holding: Option<HoldingId>,
    /// Only results that wait for a signature.
    pub signing: bool,
    /// Continue after this (`TaskRow::sort_key`, id).
    pub after: Option<(i64, TaskId)>,
    pub limit: usize,
}

/// One step with its dossier.
#[derive(Clone, Debug)]
pub struct WorkRow {
    pub task: TaskRow,
    pub dossier: DeskRow,
    /// The position in which it is mine.
    pub holding: Holding,
    /// The draft that waits for a signature; only of steps that sign.
    pub draft: Option<ResultPaper>,
}

/// One page.
#[derive(Clone, Debug, Default)]
pub struct WorkListing {
    pub rows: Vec<WorkRow>,
    pub more: bool,
    /// Every position that gives work.
    pub positions: Vec<Holding>,
}

/// The positions in which somebody acts on steps.
#[must_use]
pub fn working_positions(cx: &OpContext) -> Vec<Holding> {
    let acts = |held: &Holding| {
        cx.standing.grants.iter().any(|grant| {
            grant.permission == "workflow.act"
                && grant.holding == held.holding
                && grant.scope.covers(held.agency)
        })
    };
    cx.standing.holdings.iter().filter(|held| acts(held)).cloned().collect()
}

/// Lists open steps of one's positions; the look is recorded before the answer.
///
/// # Errors
/// [`Refused::Denied`] without `workflow.act`; [`Refused::Database`].
pub async fn list_work(deps: &Deps, cx: &OpContext, query: WorkQuery) -> Result<WorkListing, Refused> {
    let first = cx.require_anywhere("workflow.act")?;
    let filter = format!("work holding={} signing={}", query.holding.is_some(), query.signing);
    let looker = cx.clone();
    deps.db
        .write(move |tx| {
            record_list_access(tx, &looker, Some(&first), "owner_name", &filter)?;
            Ok::<_, Refused>(())
        })
        .await?;
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db.read(move |tx| listing(&work, tx, &cx, &query)).await
}

fn listing(deps: &Deps, tx: &mut Tx<'_>, cx: &OpContext, query: &WorkQuery) -> Result<WorkListing, Refused> {
    let positions = working_positions(cx);
    let wanted: Vec<&Holding> =
        positions.iter().filter(|held| query.holding.is_none_or(|only| only == held.holding)).collect();
    let one_more = query.limit.saturating_add(1);
    let mut found: Vec<(TaskRow, Holding)> = Vec::new();
    for held in wanted {
        let tasks = if query.signing {
            signing(tx, held, query.after, one_more)?
        } else {
            let limit = i64::try_from(one_more).unwrap_or(i64::MAX);
            tasks_of(tx, held, query.after, limit)?
        };
        found.extend(tasks.into_iter().map(|task| (task, held.clone())));
    }
    found.sort_by_key(|(task, _)| (task.sort_key(), task.id));
    found.dedup_by_key(|(task, _)| task.id);
    let more = found.len() > query.limit;
    found.truncate(query.limit);
    let ids: Vec<DossierId> = found.iter().map(|(task, _)| DossierId::from(task.subject)).collect();
    let mut read = store::rows_of(tx, &ids)?;
    mark_notices(deps, tx, &mut read)?;
    let dossiers: HashMap<DossierId, DeskRow> = read.into_iter().map(|row| (row.id, row)).collect();
    let to_sign: Vec<DossierId> = found
        .iter()
        .filter(|(task, _)| matches!(task.kind, StepKind::Approve))
        .map(|(task, _)| DossierId::from(task.subject))
        .collect();
    let drafts: HashMap<DossierId, ResultPaper> = store::drafts_of(tx, &to_sign)?.into_iter().collect();
    let rows = found
        .into_iter()
        .filter_map(|(task, holding)| {
            let id = DossierId::from(task.subject);
            let dossier = dossiers.get(&id)?.clone();
            let draft = drafts.get(&id).filter(|_| matches!(task.kind, StepKind::Approve)).cloned();
            Some(WorkRow { task, dossier, holding, draft })
        })
        .collect();
    Ok(WorkListing { rows, more, positions })
}

fn tasks_of(
    tx: &mut Tx<'_>,
    held: &Holding,
    after: Option<(i64, TaskId)>,
    limit: i64,
) -> Result<Vec<TaskRow>, Refused> {
    let scope = Scope::Agencies(vec![held.agency]);
    Ok(workflow::work_list(tx, &scope, std::slice::from_ref(&held.role), after, limit)?)
}

/// Steps that sign are few among many: read on until there are enough, within a bound.
fn signing(
    tx: &mut Tx<'_>,
    held: &Holding,
    mut after: Option<(i64, TaskId)>,
    wanted: usize,
) -> Result<Vec<TaskRow>, Refused> {
    let mut found = Vec::new();
    for _ in 0..BATCHES_MAX {
        let batch = tasks_of(tx, held, after, BATCH)?;
        after = batch.last().map(|task| (task.sort_key(), task.id));
        let whole = batch.len() >= usize::try_from(BATCH).unwrap_or(usize::MAX);
        found.extend(batch.into_iter().filter(|task| matches!(task.kind, StepKind::Approve)));
        if found.len() >= wanted || !whole {
            break;
        }
    }
    Ok(found)
}
