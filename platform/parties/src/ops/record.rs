//! Recording parties.  `find_or_create` and what completes a party are steps of another operation (filing,
//! receiving), which has authorised; correcting a name is a right of its own.
use super::EDIT;
use crate::PartyError;
use crate::model::{Address, Contact, ContactKind, Found, Identifier, NewParty, Paper, PartyKind};
use crate::store::read::{find_by_identifier, for_change, resolve};
use crate::store::write;
use base::{Date, PartialDate, Phone, Sex};
use contracts::PartyId;
use db::Tx;
use policy::{OpContext, audit};
use serde_json::json;

/// The party that bears one of the papers' numbers, else a new one.  A known party is not overwritten: missing
/// papers, contacts and addresses are added, a name that differs is reported.
///
/// # Errors
/// [`PartyError`]: name or contact malformed, birth ahead, a number that is another's.
pub fn find_or_create(tx: &mut Tx<'_>, cx: &OpContext, given: &NewParty) -> Result<Found, PartyError> {
    let new = cleaned(cx, given)?;
    let today = cx.now.date();
    for paper in &new.papers {
        if let Some(party) = find_by_identifier(tx, &paper.identifier, today)? {
            return complete(tx, cx, party, &new);
        }
    }
    let party = PartyId::new(cx.now);
    write::insert_party(tx, party, &new, cx.now)?;
    for (index, paper) in new.papers.iter().enumerate() {
        if write::insert_identifier(tx, party, paper, cx.now)? {
            continue;
        }
        // Somebody recorded the same number between our look and our insert: theirs stands.
        if index == 0
            && let Some(owner) = find_by_identifier(tx, &paper.identifier, today)?
        {
            write::take_back(tx, party)?;
            return complete(tx, cx, owner, &new);
        }
        return Err(PartyError::IdentifierTaken);
    }
    audit(tx, cx, "parties.created", party.id(), None, &json!({"kind": new.kind.word()}))?;
    surroundings(tx, cx, party, &new)?;
    Ok(Found { party, created: true, name_differs: false })
}

fn complete(tx: &mut Tx<'_>, cx: &OpContext, party: PartyId, new: &NewParty) -> Result<Found, PartyError> {
    let (kind, name, _) = for_change(tx, party)?.ok_or(PartyError::PartyUnknown)?;
    if kind != new.kind {
        return Err(PartyError::IdentifierTaken);
    }
    let today = cx.now.date();
    for paper in &new.papers {
        match find_by_identifier(tx, &paper.identifier, today)? {
            Some(owner) if owner == party => {}
            Some(_) => return Err(PartyError::IdentifierTaken),
            None => {
                // Not ours today but perhaps once: an ended number is not given again by the way.
                if write::insert_identifier(tx, party, paper, cx.now)? {
                    audit(
                        tx,
                        cx,
                        "parties.paper_added",
                        party.id(),
                        None,
                        &json!({"kind": paper.identifier.kind().word()}),
                    )?;
                }
            }
        }
    }
    surroundings(tx, cx, party, new)?;
    Ok(Found { party, created: false, name_differs: !text::same_words(&name, &new.name) })
}

fn surroundings(tx: &mut Tx<'_>, cx: &OpContext, party: PartyId, new: &NewParty) -> Result<(), PartyError> {
    for contact in &new.contacts {
        write::insert_contact(tx, party, contact, cx.now)?;
    }
    for address in &new.addresses {
        write::put_address(tx, party, address, cx.now)?;
    }
    Ok(())
}

fn cleaned(cx: &OpContext, given: &NewParty) -> Result<NewParty, PartyError> {
    if given.birth.is_some_and(|birth| birth.is_after(cx.now)) {
        return Err(PartyError::BirthInFuture);
    }
    let mut new = given.clone();
    new.name = clean(new.kind, &new.name)?;
    for contact in &mut new.contacts {
        *contact = clean_contact(contact)?;
    }
    for address in &mut new.addresses {
        address.line = text::clean_line(&address.line)?;
    }
    Ok(new)
}

fn clean(kind: PartyKind, name: &str) -> Result<String, PartyError> {
    let name = match kind {
        PartyKind::Person => text::clean_name(name)?,
        PartyKind::Organisation => text::clean_line(name)?,
    };
    if name.is_empty() { Err(text::TextError::NameEmpty.into()) } else { Ok(name) }
}

fn clean_contact(contact: &Contact) -> Result<Contact, PartyError> {
    let value = match contact.kind {
        ContactKind::Phone => Phone::parse(&contact.value)?.as_str().to_owned(),
        ContactKind::Email => {
            let value = text::clean_line_within(&contact.value, 254)?.to_lowercase();
            let sound = value.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty()
                    && host.contains('.')
                    && !host.starts_with('.')
                    && !host.ends_with('.')
                    && !host.contains('@')
            });
            if !sound || value.contains(char::is_whitespace) {
                return Err(PartyError::EmailMalformed);
            }
            value
        }
    };
    Ok(Contact { kind: contact.kind, value })
}

/// Name, birth and sex as they should be.
#[derive(Clone)]
pub struct Correction {
    pub party: PartyId,
    /// The version that was read.
    pub version: i64,
    pub name: String,
    pub birth: Option<PartialDate>,
    pub sex: Option<Sex>,
    /// Why: a decision's number, or "nhập sai".
    pub reason: String,
}

/// Corrects a party; the former name is kept.
///
/// # Errors
/// [`PartyError`]: no right, unknown or merged, a stale version, a malformed name, no reason.
pub fn correct(tx: &mut Tx<'_>, cx: &OpContext, to: &Correction) -> Result<(), PartyError> {
    let holding = cx.require_anywhere(EDIT)?;
    let reason = reason(&to.reason)?;
    if to.birth.is_some_and(|birth| birth.is_after(cx.now)) {
        return Err(PartyError::BirthInFuture);
    }
    if !tx.lock("party", to.party)? || resolve(tx, to.party)? != Some(to.party) {
        return Err(PartyError::PartyUnknown);
    }
    let (kind, former, _) = for_change(tx, to.party)?.ok_or(PartyError::PartyUnknown)?;
    let name = clean(kind, &to.name)?;
    let change = write::CoreChange {
        party: to.party,
        kind,
        version: to.version,
        name: &name,
        birth: to.birth,
        sex: to.sex,
    };
    if !write::change_core(tx, &change)? {
        return Err(PartyError::Stale);
    }
    if former != name {
        write::keep_former_name(tx, to.party, &former, &reason, cx.now)?;
    }
    audit(tx, cx, "parties.corrected", to.party.id(), Some(&holding), &json!({"renamed": former != name}))?;
    Ok(())
}

pub(super) fn reason(given: &str) -> Result<String, PartyError> {
    let reason = text::clean_line(given)?;
    if reason.is_empty() { Err(PartyError::ReasonMissing) } else { Ok(reason) }
}

/// The party that goes on, locked.
fn living(tx: &mut Tx<'_>, party: PartyId) -> Result<PartyId, PartyError> {
    let root = resolve(tx, party)?.ok_or(PartyError::PartyUnknown)?;
    if tx.lock("party", root)? { Ok(root) } else { Err(PartyError::PartyUnknown) }
}

/// Adds a number.
///
/// # Errors
/// [`PartyError`]: unknown, or the number is another's in that period.
pub fn add_paper(tx: &mut Tx<'_>, cx: &OpContext, party: PartyId, paper: &Paper) -> Result<(), PartyError> {
    let party = living(tx, party)?;
    if write::bears(tx, party, &paper.identifier)? {
        return Ok(());
    }
    if !write::insert_identifier(tx, party, paper, cx.now)? {
        return Err(PartyError::IdentifierTaken);
    }
    audit(tx, cx, "parties.paper_added", party.id(), None, &json!({"kind": paper.identifier.kind().word()}))?;
    Ok(())
}

/// Ends a number from a day (a card withdrawn, nine digits given up for twelve).
///
/// # Errors
/// [`PartyError::PartyUnknown`] when the party does not bear it now.
pub fn end_paper(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    party: PartyId,
    identifier: &Identifier,
    on: Date,
) -> Result<(), PartyError> {
    let party = living(tx, party)?;
    if !write::end_identifier(tx, party, identifier, on)? {
        return Err(PartyError::PartyUnknown);
    }
    audit(
        tx,
        cx,
        "parties.paper_ended",
        party.id(),
        None,
        &json!({"kind": identifier.kind().word(), "on": on}),
    )?;
    Ok(())
}

/// Adds a phone number or e-mail address; one already there is left.
///
/// # Errors
/// [`PartyError`]: unknown, malformed.
pub fn put_contact(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    party: PartyId,
    contact: &Contact,
) -> Result<(), PartyError> {
    let contact = clean_contact(contact)?;
    let party = living(tx, party)?;
    write::insert_contact(tx, party, &contact, cx.now)?;
    audit(tx, cx, "parties.contact_added", party.id(), None, &json!({"kind": contact.kind.word()}))?;
    Ok(())
}

/// Puts an address in the place of the one of its kind.
///
/// # Errors
/// [`PartyError`]: unknown, malformed.
pub fn put_address(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    party: PartyId,
    address: &Address,
) -> Result<(), PartyError> {
    let address = Address { line: text::clean_line(&address.line)?, ..address.clone() };
    let party = living(tx, party)?;
    write::put_address(tx, party, &address, cx.now)?;
    audit(
        tx,
        cx,
        "parties.address_put",
        party.id(),
        None,
        &json!({"kind": address.kind.word(), "unit": address.unit}),
    )?;
    Ok(())
}
