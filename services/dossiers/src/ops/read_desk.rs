//! What the counter reads beside the dossier page: the receipt after intake, and a hand-over slip.
use super::Deps;
use crate::errors::Refused;
use crate::model::Dossier;
use crate::store::{self, DeskRow, Slip};
use base::Id;
use contracts::{AgencyFact, DossierId, UnitFact};
use db::Tx;
use policy::{Access, Holding, OpContext, record_access, record_list_access};

/// A dossier just received, the name of the agency that resolves, and whether it is a late entry whose time the
/// director has not decided yet.
///
/// # Errors
/// [`Refused::NotFound`], also for a dossier of another counter.
pub async fn read_received(
    deps: &Deps,
    cx: &OpContext,
    id: DossierId,
) -> Result<(Dossier, String, bool), Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let dossier = store::load(tx, id)?.ok_or(Refused::NotFound)?;
            let holding = cx.require("dossiers.receive", dossier.receiving).map_err(|_| Refused::NotFound)?;
            look(tx, &cx, &holding, &dossier, "owner_name")?;
            let resolving = work.directory.agencies(tx, &[dossier.resolving])?.into_iter().next();
            let waits = store::late_entry(tx, id)?.is_some_and(|late| late.approved.is_none());
            Ok((dossier, resolving.map(|agency| agency.name).unwrap_or_default(), waits))
        })
        .await
}

fn look(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    holding: &Holding,
    dossier: &Dossier,
    fields: &str,
) -> Result<(), Refused> {
    let access = Access { subject: dossier.owner, purpose: "dossier", dossier: Some(dossier.id), fields };
    record_access(tx, cx, Some(holding), &access)?;
    Ok(())
}

/// A hand-over slip with what is printed on it.
#[derive(Clone, Debug)]
pub struct SlipRead {
    pub slip: Slip,
    pub from: AgencyFact,
    pub to: AgencyFact,
    /// The unit of the agency that hands over: the place on the letterhead.
    pub place: Option<UnitFact>,
    pub superior: Option<AgencyFact>,
    pub rows: Vec<DeskRow>,
}

/// Reads a hand-over slip, for the desk that made it and for the agency that it goes to.
///
/// # Errors
/// [`Refused::NotFound`], also without a right at either side.
pub async fn read_slip(deps: &Deps, cx: &OpContext, id: Id) -> Result<SlipRead, Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let (slip, ids) = store::slip(tx, id)?.ok_or(Refused::NotFound)?;
            let holding = cx
                .require("dossiers.desk", slip.from)
                .or_else(|_| cx.require("dossiers.view", slip.to))
                .map_err(|_| Refused::NotFound)?;
            record_list_access(tx, &cx, Some(&holding), "owner_name", "hand-over slip")?;
            let (from, to) = (agency(&work, tx, slip.from)?, agency(&work, tx, slip.to)?);
            let place = work.directory.units(tx, &[from.unit])?.into_iter().next();
            let superior = match from.parent {
                Some(parent) => work.directory.agencies(tx, &[parent])?.into_iter().next(),
                None => None,
            };
            Ok(SlipRead { slip, from, to, place, superior, rows: store::desk_rows(tx, &ids)? })
        })
        .await
}

fn agency(deps: &Deps, tx: &mut Tx<'_>, id: contracts::AgencyId) -> Result<AgencyFact, Refused> {
    deps.directory.agencies(tx, &[id])?.into_iter().next().ok_or(Refused::NotFound)
}

/// What a page needs about a dossier beside [`super::view_dossier`].
#[derive(Clone, Debug)]
pub struct DeskFacts {
    pub agencies: Vec<AgencyFact>,
    pub units: Vec<UnitFact>,
    /// The form that was filled in, when there is one.
    pub form: Option<forms::FormDefinition>,
    /// Whether the process still stands on the desk's own first step.
    pub at_first_step: bool,
    /// Whether a finished result may go back to be corrected.
    pub correctable: bool,
}

/// Gathers it; nothing of a person is in it.
///
/// # Errors
/// [`Refused::Database`].
pub async fn desk_facts(
    deps: &Deps,
    dossier: &Dossier,
    form: Option<String>,
    mut agencies: Vec<contracts::AgencyId>,
) -> Result<DeskFacts, Refused> {
    agencies.extend([dossier.receiving, dossier.resolving]);
    agencies.extend(dossier.holder);
    agencies.sort_unstable();
    agencies.dedup();
    let (work, process, unit) = (deps.clone(), dossier.process, dossier.unit);
    deps.db
        .read(move |tx| {
            let mut facts = work.directory.agencies(tx, &agencies)?;
            let parents: Vec<contracts::AgencyId> = facts
                .iter()
                .filter_map(|fact| fact.parent)
                .filter(|parent| !agencies.contains(parent))
                .collect();
            facts.extend(work.directory.agencies(tx, &parents)?);
            let mut units = vec![unit];
            units.extend(facts.iter().map(|fact| fact.unit));
            units.sort_unstable();
            units.dedup();
            let form = match &form {
                Some(reference) => Some(forms::store::by_reference(tx, reference)?),
                None => None,
            };
            let (at_first_step, correctable) = match process {
                Some(process) => (
                    workflow::first_step_token(tx, process)?.is_some(),
                    workflow::correction_step(tx, process)?.is_some(),
                ),
                None => (false, false),
            };
            let units = work.directory.units(tx, &units)?;
            Ok(DeskFacts { agencies: facts, units, form, at_first_step, correctable })
        })
        .await
}
