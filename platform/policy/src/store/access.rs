//! The record of every look at a person's data, durable before the answer leaves (database.md, "Reading a person").
use crate::{Holding, OpContext, Purpose};
use base::Id;
use contracts::{DossierId, PartyId};
use db::{DbError, Tx, params};

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
