//! Money by stage.
use super::unknown;
use crate::model::money::Stage;
use crate::model::track::MoneyEntry;
use base::Id;
use contracts::{AccountId, PlanId};
use db::{DbError, Row, Tx, params};

const ENTRY: &str = "id, budget, stage, revision, dong, as_of, words, entered_at, entered_name, current";

fn entry(row: &Row<'_>) -> Result<MoneyEntry, DbError> {
    Ok(MoneyEntry {
        id: row.get(0)?,
        budget: row.get(1)?,
        stage: Stage::from_word(row.text(2)?).ok_or_else(|| unknown("plan_money.stage"))?,
        revision: row.get(3)?,
        dong: row.get(4)?,
        as_of: row.get(5)?,
        words: row.get(6)?,
        entered_at: row.get(7)?,
        entered_name: row.get(8)?,
        current: row.get(9)?,
    })
}

/// Adds an amount that takes the place of the one before; false: another of the same revision came first.
pub fn enter(
    tx: &mut Tx<'_>,
    plan: PlanId,
    row: &MoneyEntry,
    by: Option<AccountId>,
) -> Result<bool, DbError> {
    let added = tx.execute(
        "INSERT INTO plan_money (id, plan, budget, stage, revision, dong, as_of, words, entered_at, entered_by, entered_name, current)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (budget, stage, revision) DO NOTHING",
        params![
            row.id, plan, row.budget, row.stage.word(), row.revision, row.dong, row.as_of, &row.words,
            row.entered_at, by, &row.entered_name, true
        ],
    )?;
    if added == 1 {
        tx.execute(
            "UPDATE plan_money SET current = ?4 WHERE budget = ?1 AND stage = ?2 AND revision < ?3",
            params![row.budget, row.stage.word(), row.revision, false],
        )?;
    }
    Ok(added == 1)
}

/// The amounts that hold, of every line of a plan.
pub fn current(tx: &mut Tx<'_>, plan: PlanId) -> Result<Vec<MoneyEntry>, DbError> {
    let sql = format!(
        "SELECT {ENTRY} FROM plan_money WHERE plan = ?1 AND current = ?2 ORDER BY budget, stage LIMIT 40000"
    );
    tx.query(&sql, params![plan, true], entry)
}

/// Everything that was entered for a budget line, the newest first.
pub fn history(tx: &mut Tx<'_>, budget: Id) -> Result<Vec<MoneyEntry>, DbError> {
    let sql =
        format!("SELECT {ENTRY} FROM plan_money WHERE budget = ?1 ORDER BY stage, revision DESC LIMIT 400");
    tx.query(&sql, params![budget], entry)
}
