//! Dossiers of known people, and what waits for the director: always within a scope, by an index.
use super::lists::{DESK_COLUMNS, DeskRow, desk_row};
use base::Timestamp;
use contracts::{DossierId, PartyId};
use db::{DbError, Param, Tx, params};
use policy::Scope;

pub(crate) fn people_sql(column: &str) -> String {
    format!("SELECT {DESK_COLUMNS} FROM dossier WHERE {column} = ?1 ORDER BY filed_at DESC, id DESC LIMIT ?2")
}

/// Dossiers that one of these people owns or brought, newest first, at most `limit`.
pub fn dossiers_of_people(
    tx: &mut Tx<'_>,
    scope: &Scope,
    people: &[PartyId],
    limit: usize,
) -> Result<Vec<DeskRow>, DbError> {
    let each = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows: Vec<DeskRow> = Vec::new();
    for person in people {
        for column in ["owner", "submitter"] {
            rows.extend(tx.query(&people_sql(column), params![*person, each], desk_row)?);
        }
    }
    rows.retain(|row| scope.covers(row.receiving) || scope.covers(row.resolving));
    rows.sort_by_key(|row| std::cmp::Reverse((row.filed_at, row.id)));
    rows.dedup_by_key(|row| row.id);
    rows.truncate(limit);
    Ok(rows)
}

/// Something that waits for the director.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub row: DeskRow,
    /// Word of the reason of a refusal, or the words of a late entry.
    pub reason: String,
    pub words: String,
    pub since: Timestamp,
}

const REFUSALS: (&str, &str) = (
    "r.reason, r.words, r.proposed_at",
    "JOIN dossier_refusal r ON r.dossier = dossier.id AND r.decided_at IS NULL WHERE status = 1",
);
/// While a late entry waits the dossier stays at the desk (status 2, 5 or 6, or 4 once a supplement was answered:
/// docs/adr/0004 knows no way from 5 to 2).
const LATE_ENTRIES: (&str, &str) = (
    "'', r.reason, r.true_received_at",
    "JOIN dossier_late_entry r ON r.dossier = dossier.id AND r.decided_at IS NULL WHERE status IN (2, 4, 5, 6)",
);

/// Refusals proposed and not decided, the oldest first.
pub fn open_refusals(tx: &mut Tx<'_>, scope: &Scope, limit: i64) -> Result<Vec<Waiting>, DbError> {
    waiting(tx, scope, REFUSALS, limit)
}

/// Late entries not decided, the oldest first.
pub fn open_late_entries(tx: &mut Tx<'_>, scope: &Scope, limit: i64) -> Result<Vec<Waiting>, DbError> {
    waiting(tx, scope, LATE_ENTRIES, limit)
}

fn waiting_sql((what, rest): (&str, &str), by_agency: bool) -> String {
    let columns = DESK_COLUMNS.replace("id, code", "dossier.id, code");
    let place = if by_agency { " AND receiving = ?2" } else { "" };
    format!("SELECT {columns}, {what} FROM dossier {rest}{place} ORDER BY sort_at, dossier.id LIMIT ?1")
}

/// Every statement of what waits for the director.
#[cfg(test)]
pub(crate) fn waiting_statements() -> Vec<String> {
    let all = [(REFUSALS, true), (REFUSALS, false), (LATE_ENTRIES, true), (LATE_ENTRIES, false)];
    all.into_iter().map(|(kind, by_agency)| waiting_sql(kind, by_agency)).collect()
}

fn waiting(tx: &mut Tx<'_>, scope: &Scope, kind: (&str, &str), limit: i64) -> Result<Vec<Waiting>, DbError> {
    let read = |row: &db::Row<'_>| {
        Ok(Waiting { row: desk_row(row)?, reason: row.get(18)?, words: row.get(19)?, since: row.get(20)? })
    };
    let mut found: Vec<Waiting> = Vec::new();
    match scope.agencies() {
        None => found.extend(tx.query(&waiting_sql(kind, false), params![limit], read)?),
        Some(agencies) => {
            let sql = waiting_sql(kind, true);
            for agency in agencies {
                found.extend(tx.query(&sql, &[Param::Int(limit), Param::Id(agency.id())], read)?);
            }
        }
    }
    found.sort_by_key(|one| (one.since, one.row.id));
    Ok(found)
}

/// Rows of known dossiers, in the order asked; those that are gone are left out.
pub fn desk_rows(tx: &mut Tx<'_>, ids: &[DossierId]) -> Result<Vec<DeskRow>, DbError> {
    let sql = format!("SELECT {DESK_COLUMNS} FROM dossier WHERE id = ?1");
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        rows.extend(tx.query_opt(&sql, params![*id], desk_row)?);
    }
    Ok(rows)
}
