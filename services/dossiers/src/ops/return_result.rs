//! The desk hands the result over (9 → 10) after checking who stands there.
use super::record::{Act, at_desk, must_be, save};
use super::view::{DossierView, view_dossier};
use super::{Deps, effects};
use crate::errors::Refused;
use crate::model::{Collector, Component, Dossier, Given, ResultState, Status};
use crate::{rules, store};
use base::Timestamp;
use contracts::{CaseRule, Channel, ComponentRule, DossierId, FeeDue};
use policy::OpContext;
use workflow::{Event, Ports};

/// To whom the result is given.
#[derive(Clone, Debug)]
pub struct ReturnResult {
    pub dossier: DossierId,
    pub version: i64,
    /// Last four characters of the paper shown by whoever collects it.
    pub shown_digits: String,
    /// Name alone of the person who collects it, when neither owner nor submitter.
    pub collected_by: String,
    /// Codes of papers compared with their originals now.
    pub compared: Vec<String>,
}

/// Returns the result.
///
/// # Errors
/// [`Refused`]: no result, a due fee, an identity that does not match, originals not compared.
pub async fn return_result(deps: &Deps, cx: &OpContext, cmd: ReturnResult) -> Result<(), Refused> {
    return_result_to(deps, cx, cmd, String::new()).await
}

/// As [`return_result`], to a third person who showed by what right she takes it.
///
/// # Errors
/// As [`return_result`]; a third person without proof.
pub async fn return_result_to(
    deps: &Deps,
    cx: &OpContext,
    cmd: ReturnResult,
    proof: String,
) -> Result<(), Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let before = at_desk(tx, &cx, "dossiers.return", cmd.dossier, Some(cmd.version))?;
            must_be(&before, Status::Resolved, Status::Returned)?;
            let result = store::result_of(tx, before.id)?.ok_or(Refused::NoResult)?;
            if result.state != ResultState::Signed {
                return Err(Refused::NoResult);
            }
            if rules::unpaid_before(&store::fees(tx, before.id)?, FeeDue::BeforeReturn) {
                return Err(Refused::FeeUnpaid);
            }
            let digits = cmd.shown_digits.trim().to_uppercase();
            let known = store::lookup_digits(tx, before.id, &digits)?;
            if !known && cmd.collected_by.trim().is_empty() {
                return Err(Refused::Field { field: "shown_digits", problem: "not_matching" });
            }
            // Whoever is neither owner nor submitter takes nothing without showing by what right, at every door.
            if !cmd.collected_by.trim().is_empty() && proof.trim().is_empty() {
                return Err(Refused::Field { field: "collector_proof", problem: "missing" });
            }
            let procedure = work.catalogue.version(tx, before.procedure)?.ok_or(Refused::NoProcedure)?;
            if let Some(case) = procedure.case(&before.case_code) {
                let came = store::components(tx, before.id)?;
                let asked = to_compare(case, &before, &came, result.granted);
                if let Some(rule) = asked.iter().find(|rule| !cmd.compared.contains(&rule.code)) {
                    return Err(Refused::ComponentMissing(rule.name.clone()));
                }
            }
            let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
            let mut after = before.clone().into_inner();
            if let Some(process) = before.process
                && let Some(token) = workflow::desk_token(tx, process)?
            {
                let calendar = work.time.calendar();
                let ports = Ports { calendar: &calendar, directory: work.directory.as_ref() };
                let event =
                    Event::Forward { token, by, outcome: None, set: serde_json::Map::new(), ask: Vec::new() };
                let happened = workflow::apply(tx, &cx, &ports, process, &event)?;
                effects::follow(&work, tx, &cx, &mut after, &happened, Some(result.granted))?;
            }
            after.status = Status::Returned;
            after.returned_at = Some(cx.now);
            after.holder = None;
            after.step_title = String::new();
            store::set_result_state(tx, &before, result.id, ResultState::Returned)?;
            let detail =
                serde_json::json!({ "matched": known, "third_person": !cmd.collected_by.trim().is_empty() });
            save(
                tx,
                &cx,
                &before,
                after,
                &Act::public("returned").detail(detail).event("dossiers.returned"),
            )?;
            if !cmd.collected_by.trim().is_empty() {
                let (name, proof) = (cmd.collected_by.trim().to_owned(), proof.trim().to_owned());
                let collector = Collector { name, proof, digits: digits.clone() };
                store::note_collector(tx, &before, &collector)?;
            }
            Ok(())
        })
        .await
}

/// The papers whose originals are compared before the result leaves: copies that came as files, for something granted.
/// A paper that this case did not ask, or that a database replaced, has no original to show, and a notice of refusal is
/// handed over as it is.  The page shows these and no others.
#[must_use]
pub fn to_compare<'a>(
    case: &'a CaseRule,
    dossier: &Dossier,
    came: &[Component],
    granted: bool,
) -> Vec<&'a ComponentRule> {
    let as_file = |code: &str| came.iter().any(|one| one.code == code && one.given == Given::File);
    let compares = granted && dossier.channel == Channel::Online;
    let asked = case.components.iter().filter(|rule| rule.compare_original && as_file(&rule.code));
    asked.filter(|_| compares).collect()
}

/// What a slip of the return says beside the dossier.
#[derive(Debug)]
pub struct ReturnRead {
    pub view: DossierView,
    pub returned: Timestamp,
    /// None when owner or submitter came.
    pub collector: Option<Collector>,
}

/// Reads a return, for whoever may see the dossier; the look is recorded.
///
/// # Errors
/// [`Refused::NotFound`], also before the result was handed over.
pub async fn read_return(deps: &Deps, cx: &OpContext, id: DossierId) -> Result<ReturnRead, Refused> {
    let view = view_dossier(deps, cx, id, None).await?;
    let returned = view.dossier.returned_at.ok_or(Refused::NotFound)?;
    let collector = deps.db.read(move |tx| Ok::<_, Refused>(store::collector(tx, id)?)).await?;
    Ok(ReturnRead { view, returned, collector })
}
