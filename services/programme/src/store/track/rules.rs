//! Dated rules: thresholds and reporting regimes.
use super::unknown;
use crate::model::path::Rule;
use crate::model::rounds::{Regime, RoundKind};
use base::Date;
use db::{DbError, Row, Tx, params};

fn rule(row: &Row<'_>) -> Result<Rule, DbError> {
    Ok(Rule {
        from: row.get(0)?,
        path_percent: row.get(1)?,
        task_days: row.get(2)?,
        task_percent: row.get(3)?,
        remind_days: row.get(4)?,
        source: row.get(5)?,
    })
}

/// The rule that holds on a day.
pub fn rule_on(tx: &mut Tx<'_>, on: Date) -> Result<Option<Rule>, DbError> {
    tx.query_opt(
        "SELECT from_date, path_percent, task_days, task_percent, remind_days, source FROM plan_rule
         WHERE from_date <= ?1 ORDER BY from_date DESC LIMIT 1",
        params![on],
        rule,
    )
}

/// Every rule, the newest first.
pub fn rules(tx: &mut Tx<'_>) -> Result<Vec<Rule>, DbError> {
    tx.query(
        "SELECT from_date, path_percent, task_days, task_percent, remind_days, source FROM plan_rule
         ORDER BY from_date DESC LIMIT 100",
        params![],
        rule,
    )
}

/// Adds a rule, or puts it in place of the one of the same day.
pub fn put_rule(tx: &mut Tx<'_>, rule: &Rule) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO plan_rule (from_date, path_percent, task_days, task_percent, remind_days, source)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (from_date) DO UPDATE SET path_percent = excluded.path_percent, task_days = excluded.task_days,
           task_percent = excluded.task_percent, remind_days = excluded.remind_days, source = excluded.source",
        params![
            rule.from, rule.path_percent, rule.task_days, rule.task_percent, rule.remind_days, &rule.source
        ],
    )?;
    Ok(())
}

/// Every row of the regimes.
pub fn regimes(tx: &mut Tx<'_>) -> Result<Vec<Regime>, DbError> {
    tx.query(
        "SELECT slug, kind, from_date, agency_month, agency_day, standing_month, standing_day, opens_days, held, source
         FROM plan_regime ORDER BY slug, kind, from_date LIMIT 1000",
        params![],
        |row| {
            Ok(Regime {
                slug: row.get(0)?,
                kind: RoundKind::from_word(row.text(1)?).ok_or_else(|| unknown("plan_regime.kind"))?,
                from: row.get(2)?,
                agency_month: row.get(3)?,
                agency_day: row.get(4)?,
                standing_month: row.get(5)?,
                standing_day: row.get(6)?,
                opens_days: row.get(7)?,
                held: row.get(8)?,
                source: row.get(9)?,
            })
        },
    )
}

/// Adds a row, or puts it in place of the one of the same slug, kind and day.
pub fn put_regime(tx: &mut Tx<'_>, row: &Regime) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO plan_regime (slug, kind, from_date, agency_month, agency_day, standing_month, standing_day,
           opens_days, held, source)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (slug, kind, from_date) DO UPDATE SET agency_month = excluded.agency_month,
           agency_day = excluded.agency_day, standing_month = excluded.standing_month,
           standing_day = excluded.standing_day, opens_days = excluded.opens_days, held = excluded.held,
           source = excluded.source",
        params![
            &row.slug, row.kind.word(), row.from, row.agency_month, row.agency_day, row.standing_month,
            row.standing_day, row.opens_days, row.held, &row.source
        ],
    )?;
    Ok(())
}
