//! What the two doors of intake (online, counter) share: people, places, papers, fees, the code.
use super::Deps;
use super::record::tally_change;
use crate::errors::Refused;
use crate::model::{Component, Dossier, ReturnChannel, StandingKind};
use crate::rules::Uncounted;
use crate::store::{self, CounterKind};
use base::{AgencyCode, Date, DossierCode, PartialDate, Timestamp};
use contracts::{AgencyFact, AgencyId, CaseRule, DossierId, Level, ProcedureFact, Receiving, UnitId};
use db::Tx;
use forms::FormDefinition;
use org::AddressMatch;
use parties::model::{
    Address, AddressKind, Contact, ContactKind, Identifier, IdentifierKind, NewParty, Paper, PartyKind,
};
use policy::OpContext;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A person as typed or scanned; validated by `parties`.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Person {
    pub name: String,
    /// Identity number, tax code of an organisation, or empty when the person has none (a newborn).
    pub number: String,
    /// As printed on the paper: `dd/MM/yyyy`, `MM/yyyy` or `yyyy`; may be empty.
    pub birth: String,
    pub phone: String,
    pub email: String,
    pub address: String,
    pub organisation: bool,
}

/// Who hands the dossier in, in what standing.
#[derive(Clone, Debug)]
pub struct Submitter {
    /// None: the owner herself.
    pub person: Option<Person>,
    pub standing: StandingKind,
    /// Number and date of the paper that proves the standing.
    pub proof: String,
}

impl Submitter {
    /// # Errors
    /// [`Refused::Field`] when the standing asks for another person or for proof that is missing.
    pub fn check(&self) -> Result<(), Refused> {
        if self.standing == StandingKind::Itself {
            return Ok(());
        }
        if self.person.is_none() {
            return Err(Refused::Field { field: "submitter_name", problem: "missing" });
        }
        if self.standing.needs_proof() && self.proof.trim().is_empty() {
            return Err(Refused::Field { field: "standing_proof", problem: "missing" });
        }
        Ok(())
    }
}

/// The procedure version in force and the case, both of which the dossier is pinned to.
pub fn pinned_case(
    deps: &Deps,
    tx: &mut Tx<'_>,
    code: &str,
    case: &str,
    on: Date,
) -> Result<(Arc<ProcedureFact>, CaseRule), Refused> {
    let procedure = deps.catalogue.in_force(tx, code, on)?.ok_or(Refused::NoProcedure)?;
    let rule = procedure.case(case).cloned().ok_or(Refused::NoProcedure)?;
    if rule.process.is_none() {
        return Err(Refused::NotReceivedHere);
    }
    Ok((procedure, rule))
}

/// The agency that resolves for a commune; receiving and resolving may differ.
pub fn resolving_agency(
    deps: &Deps,
    tx: &mut Tx<'_>,
    procedure: &ProcedureFact,
    unit: UnitId,
    on: Date,
) -> Result<AgencyFact, Refused> {
    let found = match (procedure.level, &procedure.resolving_code) {
        (Level::Province, Some(code)) => deps.directory.agency_by_code(tx, code, on)?,
        _ => deps.directory.agencies_of_kind(tx, unit, &procedure.resolving_kind, on)?.into_iter().next(),
    };
    found.ok_or(Refused::NoResolvingAgency)
}

/// Copies or pages that a fee is counted by; a page that does not ask sends none.
const QUANTITY_MAX: i64 = 10_000;

/// The number that fees are counted by and that the dossier keeps.
pub fn quantity(typed: i64) -> Result<i64, Refused> {
    if typed > QUANTITY_MAX {
        return Err(Refused::Field { field: "quantity", problem: "too_many" });
    }
    Ok(typed.max(1))
}

/// The answers with what the counter counted; a number typed at the counter goes before an answer of the same name.
///
/// # Errors
/// [`Refused::Field`] `counts`: a number that the case does not count, or one out of range.
pub fn with_counts(
    case: &CaseRule,
    answers: &serde_json::Value,
    counts: &BTreeMap<String, i64>,
) -> Result<serde_json::Value, Refused> {
    let mut all = answers.as_object().cloned().unwrap_or_default();
    for (code, number) in counts {
        if !case.counts.iter().any(|rule| rule.code == *code) {
            return Err(Refused::Field { field: "counts", problem: "unknown" });
        }
        if !(1..=QUANTITY_MAX).contains(number) {
            return Err(Refused::Field { field: "counts", problem: "out_of_range" });
        }
        all.insert(code.clone(), (*number).into());
    }
    Ok(serde_json::Value::Object(all))
}

/// Why a fee cannot be reckoned, with what to fill in by the labels of the counter and of the form.
#[must_use]
pub fn fee_refused(case: &CaseRule, form: Option<&FormDefinition>, why: &Uncounted) -> Refused {
    let label = |name: &str| {
        let field = name.split('.').next().and_then(|id| form?.field(id));
        field.map(|(_, field)| field.short().to_owned())
    };
    Refused::FeeUncounted { fee: why.fee.clone(), needs: why.words(case, label) }
}

/// Whether this counter receives the procedure for this commune: its own centre, any centre where the procedure is
/// received regardless of boundary, and the provincial centre for everybody.  Counters of other kinds (a land branch)
/// receive what their officers were given the right to.
pub fn counter(
    deps: &Deps,
    tx: &mut Tx<'_>,
    procedure: &ProcedureFact,
    receiving: AgencyId,
    unit: UnitId,
) -> Result<AgencyFact, Refused> {
    let desk =
        deps.directory.agencies(tx, &[receiving])?.into_iter().next().ok_or(Refused::NotReceivedHere)?;
    let fits = match (desk.kind.as_str(), procedure.receiving) {
        ("commune_centre", Receiving::OwnCommune) => desk.unit == unit,
        ("commune_centre", Receiving::Province) => false,
        _ => true,
    };
    if !fits {
        return Err(Refused::NotReceivedHere);
    }
    // A commune that resolves nothing itself must still be one.
    if procedure.level == Level::Province && deps.directory.units(tx, &[unit])?.is_empty() {
        return Err(Refused::NoResolvingAgency);
    }
    Ok(desk)
}

/// The people of a dossier, found or created, and the endings their dossier may be looked up with.
pub struct People {
    pub owner: contracts::PartyId,
    pub submitter: contracts::PartyId,
    pub owner_name: String,
    pub digits: Vec<String>,
}

fn last_four(number: &str) -> Option<String> {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_alphanumeric).collect();
    let tail = digits.get(digits.len().checked_sub(4)?..)?;
    Some(tail.iter().collect::<String>().to_uppercase())
}

/// Finds or creates owner and submitter; an address that names no commune of today is kept under `unit`.
pub fn people(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    owner: &Person,
    submitter: &Submitter,
    unit: UnitId,
) -> Result<People, Refused> {
    submitter.check()?;
    let today = cx.now.date();
    let found = placed(tx, owner, unit, today)?;
    let owner_id = parties::ops::find_or_create(tx, cx, &found)?.party;
    let mut digits: Vec<String> = last_four(&owner.number).into_iter().collect();
    let submitter_id = match &submitter.person {
        Some(person) if submitter.standing != StandingKind::Itself => {
            digits.extend(last_four(&person.number));
            let found = placed(tx, person, unit, today)?;
            parties::ops::find_or_create(tx, cx, &found)?.party
        }
        _ => owner_id,
    };
    // Whatever was given: somebody without any number is looked up by the end of the telephone number.
    if digits.is_empty() {
        digits.extend(last_four(&owner.phone));
        digits.extend(submitter.person.as_ref().and_then(|person| last_four(&person.phone)));
    }
    digits.sort();
    digits.dedup();
    let owner_name = text::nfc(owner.name.trim());
    Ok(People { owner: owner_id, submitter: submitter_id, owner_name, digits })
}

/// The reading of an address that means something today, with what stands before its commune: the first that maps to
/// a unit or to several, else the last.
///
/// # Errors
/// [`db::DbError`] of the queries.
pub fn mapped(
    tx: &mut Tx<'_>,
    address: &str,
    on: Date,
) -> Result<Option<(String, AddressMatch)>, db::DbError> {
    let mut last = None;
    for reading in org::split_address(address) {
        let found = org::map_address(tx, &reading, on)?;
        let known = !matches!(found, AddressMatch::Unknown { .. });
        last = Some((reading.line, found));
        if known {
            break;
        }
    }
    Ok(last)
}

/// The person with her address: the line within the commune that answers for it today, or, where the words map to
/// none, all of them under the commune of the dossier.
fn placed(tx: &mut Tx<'_>, person: &Person, unit: UnitId, today: Date) -> Result<NewParty, Refused> {
    let mut party = new_party(person, today)?;
    let typed = person.address.trim();
    if typed.is_empty() {
        return Ok(party);
    }
    let kind = if person.organisation { AddressKind::Headquarters } else { AddressKind::Permanent };
    party.addresses.push(match mapped(tx, typed, today)? {
        Some((line, AddressMatch::One { unit, .. })) => Address { kind, unit: unit.id, line },
        _ => Address { kind, unit, line: typed.to_owned() },
    });
    Ok(party)
}

/// What `parties` finds or records; a number that is no identity number is kept as the paper it is.
fn new_party(person: &Person, today: Date) -> Result<NewParty, Refused> {
    let kind = if person.organisation { PartyKind::Organisation } else { PartyKind::Person };
    let mut party = NewParty::named(kind, &person.name);
    let number = person.number.trim();
    if !number.is_empty() {
        let identifier = if person.organisation {
            Identifier::parse(IdentifierKind::Tax, number)
        } else if number.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || c == '.') {
            Identifier::personal(number, today)
        } else {
            Identifier::parse(IdentifierKind::Passport, number)
        };
        party.papers.push(Paper::of(identifier?));
    }
    if !person.birth.trim().is_empty() {
        let birth = PartialDate::parse(&person.birth);
        party.birth = Some(birth.map_err(|_| Refused::Field { field: "birth", problem: "malformed" })?);
    }
    for (kind, value) in [(ContactKind::Phone, &person.phone), (ContactKind::Email, &person.email)] {
        if !value.trim().is_empty() {
            party.contacts.push(Contact { kind, value: value.trim().to_owned() });
        }
    }
    Ok(party)
}

/// An empty dossier of a procedure; the caller fills in what its door knows.
#[allow(clippy::too_many_arguments, reason = "each is one column of the new row; two doors call it")]
pub fn blank(
    cx: &OpContext,
    procedure: &ProcedureFact,
    case: &CaseRule,
    people: &People,
    receiving: contracts::AgencyId,
    resolving: contracts::AgencyId,
    unit: UnitId,
    submitter: &Submitter,
) -> Dossier {
    Dossier {
        id: DossierId::new(cx.now),
        code: None,
        central_code: None,
        procedure: procedure.id,
        procedure_code: procedure.code.clone(),
        procedure_name: procedure.name.clone(),
        case_code: case.code.clone(),
        channel: contracts::Channel::InPerson,
        assisted: submitter.standing == StandingKind::Assisted,
        status: crate::model::Status::Filed,
        version: 1,
        receiving,
        resolving,
        unit,
        owner: people.owner,
        submitter: people.submitter,
        owner_name: people.owner_name.clone(),
        standing: submitter.standing,
        standing_proof: submitter.proof.trim().to_owned(),
        contact_phone: String::new(),
        contact_email: String::new(),
        return_channel: ReturnChannel::Counter,
        answers: serde_json::json!({}),
        quantity: 1,
        summary: String::new(),
        note: String::new(),
        filed_at: cx.now,
        received_at: None,
        due_at: None,
        paused_at: None,
        paused_for: None,
        closed_at: None,
        outcome: None,
        returned_at: None,
        process: None,
        step_title: String::new(),
        holder: None,
        key_hash: None,
        account: None,
        late_entry: false,
        entered_at: cx.now,
        entered_by: cx.actor.account(),
    }
}

/// Inserts the dossier, its papers and fees; the code is still empty.
pub fn insert_all(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    people: &People,
    components: &[Component],
    fees: &[crate::model::Fee],
) -> Result<(), Refused> {
    store::insert(tx, dossier, &people.digits)?;
    store::insert_components(tx, dossier.id, components)?;
    store::insert_fees(tx, dossier.id, fees)?;
    tally_change(tx, None, dossier)?;
    Ok(())
}

/// Takes the next number of the receiving agency's day and stores the code: the last writes of the transaction.
pub fn give_code(
    deps: &Deps,
    tx: &mut Tx<'_>,
    dossier: &mut Dossier,
    at: Timestamp,
) -> Result<String, Refused> {
    let agency = deps
        .directory
        .agencies(tx, &[dossier.receiving])?
        .into_iter()
        .next()
        .ok_or(Refused::NotReceivedHere)?;
    let day = at.date();
    let period = day.to_string();
    let number = store::next_number(tx, dossier.receiving, CounterKind::Dossier, &period)?;
    let sequence = u64::try_from(number).unwrap_or(0);
    let code = AgencyCode::parse(&agency.code)
        .and_then(|agency| DossierCode::compose(&agency, day, sequence))
        .map_err(|_| Refused::NotReceivedHere)?
        .to_string();
    store::set_code(tx, dossier.id, &code)?;
    dossier.code = Some(code.clone());
    Ok(code)
}
