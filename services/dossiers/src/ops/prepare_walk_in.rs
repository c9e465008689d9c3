//! What the counter sees before it receives: the money and the date of a case, who resolves, the person
//! as already known, and dossiers that look the same.  Nothing is changed.
use super::{Deps, effects};
use crate::errors::Refused;
use crate::model::Fee;
use crate::rules::{self, Deadline, Uncounted};
use crate::store::{self, DeskRow};
use base::{ProcedureCode, Timestamp};
use contracts::{AgencyFact, AgencyId, CaseRule, Channel, ProcedureFact, Receiving, UnitFact, UnitId};
use db::Tx;
use org::AddressMatch;
use parties::model::{Identifier, Party};
use policy::{Access, OpContext, record_access};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Twins are looked for this far back: two months, as a person would remember.
const TWIN_SECONDS: i64 = 60 * 86_400;
/// As many procedures as a clerk reads when words fit several.
const CANDIDATES_MAX: usize = 12;

/// What is known so far; anything may be empty.
#[derive(Clone, Debug)]
pub struct Prepare {
    /// None: the first counter of the officer.
    pub receiving: Option<AgencyId>,
    /// A code, or words of the name, marks or not.
    pub procedure: String,
    pub case: String,
    pub channel: Channel,
    pub unit: Option<UnitId>,
    pub quantity: i64,
    /// What the case counts, as far as it is typed.
    pub counts: BTreeMap<String, i64>,
    /// Number of the owner, for twins.
    pub owner: Option<Identifier>,
    /// The address as printed on the card.
    pub card_address: String,
    /// From when the time counts, UTC: now, or the true time of a late entry.
    pub received: Timestamp,
    /// For the page: with the lists to choose from, the card's commune, the explanation and twins. Without, only what
    /// the receipt itself needs is looked up.
    pub whole: bool,
}

/// What the intake page shows.
#[derive(Debug)]
pub struct Prepared {
    /// Counters at which the officer receives.
    pub desks: Vec<AgencyFact>,
    pub desk: AgencyFact,
    /// Everything that can be received somewhere here, in Vietnamese order.
    pub procedures: Vec<Arc<ProcedureFact>>,
    /// Those that the typed words fit, when it is not exactly one.
    pub candidates: Vec<Arc<ProcedureFact>>,
    pub chosen: Option<Chosen>,
    /// Communes for which this counter may receive the chosen procedure.
    pub units: Vec<UnitFact>,
    pub unit: Option<UnitId>,
    /// What the card's address means today.
    pub card: Option<AddressMatch>,
    pub twins: Vec<DeskRow>,
}

/// A procedure and a case of it, as they would be received now.
#[derive(Debug)]
pub struct Chosen {
    pub procedure: Arc<ProcedureFact>,
    pub case: CaseRule,
    pub fees: Vec<Fee>,
    /// Amounts that cannot be reckoned yet.
    pub uncounted: Vec<Uncounted>,
    pub deadline: Deadline,
    pub explained: Vec<calendar::Line>,
    pub resolving: Option<AgencyFact>,
}

/// Gathers what the intake page shows.
///
/// # Errors
/// [`Refused::Denied`] when the officer receives at no counter (or not at the one asked); [`Refused::Database`].
pub async fn prepare_walk_in(deps: &Deps, cx: &OpContext, ask: Prepare) -> Result<Prepared, Refused> {
    let holding = match ask.receiving {
        Some(agency) => cx.require("dossiers.receive", agency)?,
        None => cx.require_anywhere("dossiers.receive")?,
    };
    let receiving = ask.receiving.unwrap_or(holding.agency);
    let mut desks = vec![receiving];
    for grant in cx.standing.grants.iter().filter(|grant| grant.permission == "dossiers.receive") {
        desks.extend(cx.standing.holding(grant.holding).map(|held| held.agency));
    }
    desks.sort_unstable();
    desks.dedup();
    let twins = if ask.whole { twins(deps, cx, &ask).await? } else { Vec::new() };
    let work = deps.clone();
    deps.db
        .read(move |tx| {
            let desks = work.directory.agencies(tx, &desks)?;
            let desk =
                desks.iter().find(|desk| desk.id == receiving).cloned().ok_or(Refused::NotReceivedHere)?;
            let mut prepared = gather(&work, tx, &ask, desks, desk)?;
            prepared.twins.clone_from(&twins);
            Ok(prepared)
        })
        .await
}

fn gather(
    deps: &Deps,
    tx: &mut Tx<'_>,
    ask: &Prepare,
    desks: Vec<AgencyFact>,
    desk: AgencyFact,
) -> Result<Prepared, Refused> {
    let today = ask.received.date();
    let mut procedures = deps.catalogue.all_in_force(tx, today)?;
    procedures.retain(|one| one.configured() && received_at(one, &desk));
    let mut candidates = fitting(&procedures, &ask.procedure);
    let procedure = (candidates.len() == 1).then(|| candidates.remove(0));
    let card = if ask.whole { super::intake::mapped(tx, &ask.card_address, today)? } else { None };
    let card = card.map(|(_, found)| found);
    let own = (desk.kind == "commune_centre").then_some(desk.unit);
    let units = match ask.unit.or(own) {
        // whoever receives is asked again whether the counter may receive for this commune
        Some(_) if !ask.whole => Vec::new(),
        _ => communes(deps, tx, procedure.as_deref(), &desk, today)?,
    };
    let from_card = match &card {
        Some(AddressMatch::One { unit, .. }) => Some(unit.id),
        _ => None,
    };
    // What was chosen; else the counter's own commune; else the commune on the card.
    let unit = if units.is_empty() {
        ask.unit.or(own)
    } else {
        let wanted = [ask.unit, Some(desk.unit), from_card];
        wanted.into_iter().flatten().find(|id| units.iter().any(|unit| unit.id == *id))
    };
    let chosen = match procedure {
        Some(procedure) => chosen(deps, tx, ask, procedure, unit)?,
        None => None,
    };
    Ok(Prepared { desks, desk, procedures, candidates, chosen, units, unit, card, twins: Vec::new() })
}

/// The communes that this counter may receive the procedure for.
fn communes(
    deps: &Deps,
    tx: &mut Tx<'_>,
    procedure: Option<&ProcedureFact>,
    desk: &AgencyFact,
    today: base::Date,
) -> Result<Vec<UnitFact>, Refused> {
    if procedure.is_none_or(|one| one.receiving == Receiving::OwnCommune) && desk.kind == "commune_centre" {
        return Ok(deps.directory.units(tx, &[desk.unit])?);
    }
    Ok(deps.directory.communes(tx, today)?)
}

/// Whether the counter is one of those that receive the procedure.
fn received_at(procedure: &ProcedureFact, desk: &AgencyFact) -> bool {
    procedure.receiving != Receiving::Province || desk.kind != "commune_centre"
}

/// The procedures that a code or words mean.
fn fitting(all: &[Arc<ProcedureFact>], typed: &str) -> Vec<Arc<ProcedureFact>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Vec::new();
    }
    let code = typed.split_whitespace().next().and_then(|word| ProcedureCode::parse(word).ok());
    if let Some(code) = code {
        return all.iter().filter(|one| one.code == code.as_str()).cloned().collect();
    }
    let folded = text::fold(typed);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let mut found: Vec<Arc<ProcedureFact>> = Vec::new();
    for one in all {
        let names = std::iter::once(&one.name).chain(&one.synonyms).map(|name| text::fold(name));
        let said = names.collect::<Vec<_>>().join(" ");
        if words.iter().all(|word| said.contains(word)) {
            found.push(Arc::clone(one));
        }
        if found.len() >= CANDIDATES_MAX {
            break;
        }
    }
    found
}

fn chosen(
    deps: &Deps,
    tx: &mut Tx<'_>,
    ask: &Prepare,
    procedure: Arc<ProcedureFact>,
    unit: Option<UnitId>,
) -> Result<Option<Chosen>, Refused> {
    let open = |case: &&CaseRule| case.process.is_some();
    let case = procedure
        .case(&ask.case)
        .filter(|case| open(case))
        .or_else(|| procedure.cases.iter().find(open))
        .cloned();
    let Some(case) = case else { return Ok(None) };
    let counted = ask.counts.iter().filter(|(code, _)| case.counts.iter().any(|rule| rule.code == **code));
    let answers = counted.map(|(code, number)| (code.clone(), (*number).into())).collect();
    let answers = serde_json::Value::Object(answers);
    let (fees, uncounted) =
        rules::fees_so_far(&case, ask.channel, &answers, ask.quantity.max(1), ask.received);
    let calendar = deps.time.calendar();
    let policy = effects::counting_policy(deps, ask.received);
    let deadline = rules::deadline(&calendar, &policy, &case, ask.channel, ask.received);
    let span = case.channel(ask.channel).and_then(|rule| rule.limit.as_ref()).and_then(rules::limit_span);
    let explained = span
        .filter(|_| ask.whole)
        .map(|span| calendar::explain(&calendar, &policy, span, ask.received, &[]))
        .unwrap_or_default();
    let resolving = match unit.filter(|_| ask.whole) {
        Some(unit) => {
            match super::intake::resolving_agency(deps, tx, &procedure, unit, ask.received.date()) {
                Ok(agency) => Some(agency),
                Err(Refused::NoResolvingAgency) => None,
                Err(other) => return Err(other),
            }
        }
        None => None,
    };
    Ok(Some(Chosen { procedure, case, fees, uncounted, deadline, explained, resolving }))
}

/// Dossiers of the same owner and procedure; the look at that person is written first.
async fn twins(deps: &Deps, cx: &OpContext, ask: &Prepare) -> Result<Vec<DeskRow>, Refused> {
    let Some(number) = ask.owner.clone() else { return Ok(Vec::new()) };
    let holding = cx.require_anywhere("dossiers.receive")?;
    let (work, cx, typed) = (deps.clone(), cx.clone(), ask.procedure.clone());
    deps.db
        .write(move |tx| {
            let today = cx.now.date();
            let Some(owner) = parties::find_by_identifier(tx, &number, today)? else { return Ok(Vec::new()) };
            let procedures = work.catalogue.all_in_force(tx, today)?;
            let found = fitting(&procedures, &typed);
            let [procedure] = found.as_slice() else { return Ok(Vec::new()) };
            let access = Access {
                subject: owner,
                purpose: "intake",
                dossier: None,
                fields: "dossiers of one procedure",
            };
            record_access(tx, &cx, Some(&holding), &access)?;
            Ok(store::twins(tx, owner, &procedure.code, cx.now.plus_seconds(-TWIN_SECONDS))?)
        })
        .await
}

/// A person by her number, as the province knows her; the look is written before the answer.
///
/// # Errors
/// [`Refused::Denied`] when the officer receives nowhere; [`Refused::Database`].
pub async fn known_person(deps: &Deps, cx: &OpContext, number: Identifier) -> Result<Option<Party>, Refused> {
    let holding = cx.require_anywhere("dossiers.receive")?;
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            let Some(id) = parties::find_by_identifier(tx, &number, cx.now.date())? else { return Ok(None) };
            let fields = "name,birth,contact";
            let access = Access { subject: id, purpose: "intake", dossier: None, fields };
            let grant = record_access(tx, &cx, Some(&holding), &access)?;
            Ok(Some(parties::party(tx, id, &grant)?))
        })
        .await
}
