//! Accounts.
use crate::model::{Account, AccountKind, AccountState, Login};
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId, PartyId};
use db::{DbError, Param, Row, Tx, params};
use policy::{Authorized, Scope};

const ACCOUNT: &str = "id, kind, login, name, password IS NOT NULL, state, must_change, verified, party_id, agency_id, created_at, created_by";

/// Rows of one page of a list.
pub(crate) const PAGE_ROWS: i64 = 50;

/// Where the next page starts: sort key and id of the last row shown.
pub(crate) type Position = (Vec<u8>, AccountId);

fn account(row: &Row<'_>) -> Result<Account, DbError> {
    Ok(Account {
        id: row.get(0)?,
        kind: row.get(1)?,
        login: row.get(2)?,
        name: row.get(3)?,
        has_password: row.get(4)?,
        state: row.get(5)?,
        must_change: row.get(6)?,
        verified: row.get(7)?,
        party: row.get::<Option<Id>>(8)?.map(PartyId::from),
        agency: row.get::<Option<Id>>(9)?.map(AgencyId::from),
        created_at: row.get(10)?,
        created_by: row.get::<Option<Id>>(11)?.map(AccountId::from),
    })
}

pub(crate) fn by_id(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Account>, DbError> {
    tx.query_opt(&format!("SELECT {ACCOUNT} FROM account WHERE id = ?1"), params![id], account)
}

pub(crate) fn by_login(tx: &mut Tx<'_>, login: &Login) -> Result<Option<Account>, DbError> {
    tx.query_opt(&format!("SELECT {ACCOUNT} FROM account WHERE login = ?1"), params![login.as_str()], account)
}

/// The account and its password's hash.
pub(crate) fn with_password(
    tx: &mut Tx<'_>,
    login: &str,
) -> Result<Option<(Account, Option<String>)>, DbError> {
    tx.query_opt(
        &format!("SELECT {ACCOUNT}, password FROM account WHERE login = ?1"),
        params![login],
        |row| Ok((account(row)?, row.get(12)?)),
    )
}

/// An account to be; `name` is clean.
pub(crate) struct Insert<'a> {
    pub id: AccountId,
    pub kind: AccountKind,
    pub login: &'a Login,
    pub name: &'a str,
    pub password: Option<&'a str>,
    pub agency: Option<AgencyId>,
    pub by: Option<AccountId>,
    pub at: Timestamp,
}

/// False when the login name is taken.
pub(crate) fn insert(tx: &mut Tx<'_>, new: &Insert<'_>) -> Result<bool, DbError> {
    let given = new.name.split_whitespace().next_back().map(text::fold).unwrap_or_default();
    let chosen_at = new.password.map(|_| new.at);
    let rows = tx.execute(
        "INSERT INTO account (id, kind, login, name, sort_key, folded, given, password, password_at, state, must_change,
                              verified, party_id, agency_id, created_at, created_by, closed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'active', ?10, ?11, NULL, ?12, ?13, ?14, NULL)
         ON CONFLICT (login) DO NOTHING",
        params![
            new.id,
            new.kind.word(),
            new.login.as_str(),
            new.name,
            text::person_collation_key(new.name),
            text::fold(new.name),
            given,
            new.password,
            chosen_at,
            false,
            new.kind != AccountKind::Citizen,
            new.agency,
            new.at,
            new.by
        ],
    )?;
    Ok(rows == 1)
}

/// Stores a password's hash; whoever had to change it has done so.
pub(crate) fn set_password(
    tx: &mut Tx<'_>,
    account: &Authorized<Account>,
    hash: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE account SET password = ?2, password_at = ?3, must_change = ?4 WHERE id = ?1",
        params![account.id, hash, now, false],
    )?;
    Ok(())
}

pub(crate) fn require_change(tx: &mut Tx<'_>, account: &Authorized<Account>) -> Result<(), DbError> {
    tx.execute("UPDATE account SET must_change = ?2 WHERE id = ?1", params![account.id, true])?;
    Ok(())
}

pub(crate) fn set_state(
    tx: &mut Tx<'_>,
    account: &Authorized<Account>,
    state: AccountState,
    now: Timestamp,
) -> Result<(), DbError> {
    let closed_at = (state == AccountState::Closed).then_some(now);
    tx.execute(
        "UPDATE account SET state = ?2, closed_at = ?3 WHERE id = ?1",
        params![account.id, state.word(), closed_at],
    )?;
    Ok(())
}

/// Whether any officer's account exists.
pub(crate) fn any_officer(tx: &mut Tx<'_>) -> Result<bool, DbError> {
    let found =
        tx.query_opt("SELECT 1 FROM account WHERE kind = 'officer' LIMIT 1", params![], |_| Ok(()))?;
    Ok(found.is_some())
}

/// One page of the accounts in scope, by given name; and where the next begins.
pub(crate) fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    after: Option<&Position>,
) -> Result<(Vec<Account>, Option<Position>), DbError> {
    let mut params: Vec<Param<'_>> = Vec::new();
    let mut conditions: Vec<String> = Vec::new();
    in_scope(scope, &mut params, &mut conditions);
    if let Some((key, id)) = after {
        params.push(Param::Bytes(key));
        params.push(Param::Id(id.id()));
        conditions.push(format!("(sort_key, id) > (?{}, ?{})", params.len() - 1, params.len()));
    }
    params.push(Param::Int(PAGE_ROWS + 1));
    let sql = format!(
        "SELECT {ACCOUNT}, sort_key FROM account {} ORDER BY sort_key, id LIMIT ?{}",
        where_all(&conditions),
        params.len()
    );
    let mut rows = tx.query(&sql, &params, |row| Ok((account(row)?, row.get::<Vec<u8>>(12)?)))?;
    let page = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let more = rows.len() > page;
    rows.truncate(page);
    let next = if more { rows.last().map(|(last, key)| (key.clone(), last.id)) } else { None };
    Ok((rows.into_iter().map(|(account, _)| account).collect(), next))
}

/// Accounts in scope whose login, whole name or given name begins with `folded`; at most one page.
pub(crate) fn find(tx: &mut Tx<'_>, scope: &Scope, folded: &str) -> Result<Vec<Account>, DbError> {
    let end = format!("{folded}\u{10FFFF}");
    let mut params: Vec<Param<'_>> = vec![Param::Text(folded), Param::Text(&end)];
    let mut conditions = vec![
        "(login >= ?1 AND login < ?2 OR folded >= ?1 AND folded < ?2 OR given >= ?1 AND given < ?2)"
            .to_owned(),
    ];
    in_scope(scope, &mut params, &mut conditions);
    params.push(Param::Int(PAGE_ROWS));
    let sql = format!(
        "SELECT {ACCOUNT} FROM account {} ORDER BY sort_key, id LIMIT ?{}",
        where_all(&conditions),
        params.len()
    );
    tx.query(&sql, &params, account)
}

fn in_scope(scope: &Scope, params: &mut Vec<Param<'_>>, conditions: &mut Vec<String>) {
    let Some(agencies) = scope.agencies() else { return };
    let places: Vec<String> = agencies
        .iter()
        .map(|agency| {
            params.push(Param::Id(agency.id()));
            format!("?{}", params.len())
        })
        .collect();
    conditions.push(format!("agency_id IN ({})", places.join(", ")));
}

fn where_all(conditions: &[String]) -> String {
    if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) }
}
