//! The record of every look at a person's data, durable before the answer leaves (database.md, "Reading a person").
use crate::{Holding, OpContext, Purpose};
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId, DossierId, HoldingId, PartyId};
use db::{DbError, Param, Row, Tx, params};

/// What is looked at and why.
#[derive(Clone, Debug)]
pub struct Access<'a> {
    pub subject: PartyId,
    pub purpose: &'a str,
    pub dossier: Option<DossierId>,
    /// Names of the fields shown, comma separated.
    pub fields: &'a str,
}

/// Proof that a look was written; stores that return unmasked people demand it.
#[derive(Debug)]
pub struct AccessGrant {
    subject: Option<PartyId>,
}

impl AccessGrant {
    /// Whether this grant was written for that person (or for a list, which covers the rows it shows).
    #[must_use]
    pub fn covers(&self, party: PartyId) -> bool {
        self.subject.is_none_or(|subject| subject == party)
    }
}

/// Writes one look at one person.
///
/// # Errors
/// [`DbError`] of the insert.
pub fn record_access(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    holding: Option<&Holding>,
    access: &Access<'_>,
) -> Result<AccessGrant, DbError> {
    write(tx, cx, holding, Some(access.subject), access.purpose, access.dossier, access.fields, None)?;
    Ok(AccessGrant { subject: Some(access.subject) })
}

/// Writes one look at a list of one's own working scope, with its filter.
///
/// # Errors
/// [`DbError`] of the insert.
pub fn record_list_access(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    holding: Option<&Holding>,
    fields: &str,
    filter: &str,
) -> Result<AccessGrant, DbError> {
    let purpose = match &cx.purpose {
        Some(Purpose::Stated(words)) => words.clone(),
        _ => "working_list".to_owned(),
    };
    write(tx, cx, holding, None, &purpose, None, fields, Some(filter))?;
    Ok(AccessGrant { subject: None })
}

#[allow(clippy::too_many_arguments, reason = "one private insert with the columns of one table")]
fn write(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    holding: Option<&Holding>,
    subject: Option<PartyId>,
    purpose: &str,
    dossier: Option<DossierId>,
    fields: &str,
    filter: Option<&str>,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO access_entry
           (id, at, subject, actor_kind, actor, holding, agency, request, purpose, dossier, fields, filter)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            Id::new(cx.now),
            cx.now,
            subject,
            cx.actor.kind(),
            cx.actor.account(),
            holding.map(|row| row.holding),
            holding.map(|row| row.agency),
            cx.request_id,
            purpose,
            dossier,
            fields,
            filter
        ],
    )?;
    Ok(())
}

/// One look as recorded, for the person who was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRow {
    pub id: Id,
    /// UTC.
    pub at: Timestamp,
    pub actor_kind: String,
    pub actor: Option<AccountId>,
    pub holding: Option<HoldingId>,
    pub agency: Option<AgencyId>,
    pub purpose: String,
    pub dossier: Option<DossierId>,
}

/// What a person may read of the record: looks at these parties in these dossiers, those of the account itself left
/// out.
#[derive(Clone, Debug)]
pub struct AccessQuery<'a> {
    /// The party and all that were merged with it.
    pub subjects: &'a [PartyId],
    pub dossiers: &'a [DossierId],
    pub apart_from: AccountId,
    /// Continue after this row: its time and id.
    pub before: Option<(Timestamp, Id)>,
    pub limit: i64,
}

fn marks(first: usize, count: usize) -> String {
    (first..first.saturating_add(count)).map(|number| format!("?{number}")).collect::<Vec<_>>().join(", ")
}

/// The statement for this many dossiers; each subject is one range of the index.
#[must_use]
pub fn accesses_sql(dossiers: usize) -> String {
    format!(
        "SELECT id, at, actor_kind, actor, holding, agency, purpose, dossier FROM access_entry
         WHERE subject = ?1 AND at <= ?2 AND (at < ?2 OR id < ?3) AND (actor IS NULL OR actor <> ?4)
           AND dossier IN ({}) ORDER BY at DESC, id DESC LIMIT ?5",
        marks(6, dossiers)
    )
}

fn access_row(row: &Row<'_>) -> Result<AccessRow, DbError> {
    Ok(AccessRow {
        id: row.get(0)?,
        at: row.get(1)?,
        actor_kind: row.get(2)?,
        actor: row.get::<Option<Id>>(3)?.map(AccountId::from),
        holding: row.get::<Option<Id>>(4)?.map(HoldingId::from),
        agency: row.get::<Option<Id>>(5)?.map(AgencyId::from),
        purpose: row.get(6)?,
        dossier: row.get::<Option<Id>>(7)?.map(DossierId::from),
    })
}

/// The looks at somebody, newest first.
///
/// # Errors
/// [`DbError`] of the queries.
pub fn accesses_of(tx: &mut Tx<'_>, query: &AccessQuery<'_>) -> Result<Vec<AccessRow>, DbError> {
    if query.dossiers.is_empty() {
        return Ok(Vec::new());
    }
    let (at, id) = query.before.unwrap_or((Timestamp::from_micros(i64::MAX), Id::from_bytes([0xff; 16])));
    let sql = accesses_sql(query.dossiers.len());
    let mut rows = Vec::new();
    for subject in query.subjects {
        let mut bound = vec![
            Param::Id(subject.id()),
            Param::Int(at.micros()),
            Param::Id(id),
            Param::Id(query.apart_from.id()),
            Param::Int(query.limit),
        ];
        bound.extend(query.dossiers.iter().map(|dossier| Param::Id(dossier.id())));
        rows.extend(tx.query(&sql, &bound, access_row)?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.at, row.id)));
    rows.truncate(usize::try_from(query.limit).unwrap_or(0));
    Ok(rows)
}
