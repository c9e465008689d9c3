//! What an outside system's step must bring, and what such steps brought: the identity number of a child.
use super::Deps;
use crate::errors::Refused;
use crate::model::{Dossier, ResultBody, ResultState};
use crate::rules::{self, Later};
use crate::store;
use base::{Date, PersonalNumber};
use contracts::ProcedureFact;
use db::Tx;
use policy::Authorized;
use std::sync::Arc;
use workflow::{Asks, Definition};

fn definition_of(
    tx: &mut Tx<'_>,
    procedure: &ProcedureFact,
    case: &str,
) -> Result<Option<Arc<Definition>>, Refused> {
    match procedure.case(case).and_then(|case| case.process.as_deref()) {
        Some(reference) => Ok(workflow::definition(tx, reference)?),
        None => Ok(None),
    }
}

/// What the answer of this step must bring.
///
/// # Errors
/// The database.
pub fn asks_of(deps: &Deps, tx: &mut Tx<'_>, dossier: &Dossier, step: &str) -> Result<Option<Asks>, Refused> {
    let Some(procedure) = deps.catalogue.version(tx, dossier.procedure)? else { return Ok(None) };
    let definition = definition_of(tx, &procedure, &dossier.case_code)?;
    Ok(definition.and_then(|found| found.step(step).and_then(|step| step.asks)))
}

/// The reference as the step asks for it: an identity number of twelve digits (Luật Căn cước Đ12).
///
/// # Errors
/// [`Refused::Field`]: nothing was given, or it is no identity number.
pub fn brought(asks: Asks, reference: &str, today: Date) -> Result<String, Refused> {
    let wrong = |problem| Refused::Field { field: "reference", problem };
    match asks {
        Asks::PersonalNumber if reference.trim().is_empty() => Err(wrong("due")),
        Asks::PersonalNumber => {
            let number = PersonalNumber::parse_on(reference, today).map_err(|_| wrong("number"))?;
            let digits = number.as_str().to_owned();
            if digits.len() == 12 { Ok(digits) } else { Err(wrong("number")) }
        }
    }
}

/// What steps have brought so far; the latest answer counts.
///
/// # Errors
/// The database.
pub fn later_of(tx: &mut Tx<'_>, procedure: &ProcedureFact, dossier: &Dossier) -> Result<Later, Refused> {
    let Some(definition) = definition_of(tx, procedure, &dossier.case_code)? else {
        return Ok(Later::default());
    };
    let asked = |step: &str| definition.step(step).is_some_and(|s| s.asks == Some(Asks::PersonalNumber));
    let tasks = workflow::tasks_of(tx, dossier.id.id())?;
    let given =
        tasks.into_iter().filter(|task| asked(&task.step) && task.closed_how.as_deref() == Some("ok"));
    let latest = given.max_by_key(|task| task.closed_at);
    Ok(Later { personal_number: latest.and_then(|task| task.reference), signed_on: None })
}

/// Writes what is known by now into the draft at hand: the number given, and on signing the day.
///
/// # Errors
/// The database.
pub fn settle(
    deps: &Deps,
    tx: &mut Tx<'_>,
    dossier: &Authorized<Dossier>,
    signed_on: Option<Date>,
) -> Result<(), Refused> {
    let Some(procedure) = deps.catalogue.version(tx, dossier.procedure)? else { return Ok(()) };
    let draft = store::result_of(tx, dossier.id)?.filter(|paper| paper.state == ResultState::Draft);
    let Some(draft) = draft.filter(|_| !procedure.result.rows.is_empty()) else { return Ok(()) };
    let later = Later { signed_on, ..later_of(tx, &procedure, dossier)? };
    let before = ResultBody::of(&draft.body);
    let mut body = before.clone();
    rules::settle(&procedure.result, &mut body, &later);
    if body != before {
        store::settle_draft(tx, dossier, draft.id, &body.to_json())?;
    }
    Ok(())
}
