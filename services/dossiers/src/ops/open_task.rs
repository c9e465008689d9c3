//! One step with everything its page needs: the dossier, the ways on and back, whom one may ask, who signs how.
use super::view::{DossierView, view_dossier};
use super::{Deps, asked};
use crate::errors::Refused;
use crate::rules::{self, Later};
use contracts::{AccountId, AgencyFact, AgencyId, DossierId, TaskId};
use db::Tx;
use forms::FormDefinition;
use org::model::{Agency, SignatureBlock, SignatureForm};
use policy::{Holding, OpContext};
use std::sync::Arc;
use workflow::{Asks, Definition, Place, Step, StepKind, TaskRow};

/// One way on from a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayOn {
    /// None: the way taken without naming an outcome.
    pub outcome: Option<String>,
    /// Titles of the steps it leads to; conditions of the process may choose among them.
    pub to: Vec<String>,
    /// The next step asks agencies that the officer names.
    pub asks: bool,
}

/// One step.
#[derive(Debug)]
pub struct StepView {
    pub view: DossierView,
    pub task: TaskRow,
    /// The position in which the reader acts.
    pub holding: Holding,
    pub ways: Vec<WayOn>,
    /// Steps it may return to: key and title.
    pub back: Vec<(String, String)>,
    /// Agencies that may be asked, those of the commune first.
    pub askable: Vec<Agency>,
    /// Agencies named on the page.
    pub agencies: Vec<AgencyFact>,
    pub form: Option<Arc<FormDefinition>>,
    /// What an outside system's answer must bring here.
    pub asks: Option<Asks>,
    /// What such answers have brought.
    pub later: Later,
    /// What would stand above the reader's signature today.
    pub block: Option<SignatureBlock>,
    /// The head in whose place she signs, signs this matter for the collective body.
    pub collective: bool,
}

impl StepView {
    /// What would print above the reader's signature today.
    #[must_use]
    pub fn signature_lines(&self) -> Vec<documents::SignatureLine> {
        let block = self.block.as_ref();
        block.map(|block| rules::signature_lines(block, self.collective)).unwrap_or_default()
    }
}

/// Opens a step that is the reader's; the look at the person is recorded by [`view_dossier`].
///
/// # Errors
/// [`Refused::NotFound`] also when the step is somebody else's.
pub async fn open_task(deps: &Deps, cx: &OpContext, id: TaskId) -> Result<StepView, Refused> {
    let task = deps.db.read(move |tx| workflow::task(tx, id)).await?.ok_or(Refused::NotFound)?;
    let holding = workflow::may_act(cx, &task).map_err(|_| Refused::NotFound)?;
    let view = view_dossier(deps, cx, DossierId::from(task.subject), None).await?;
    let (work, now, step, held) = (deps.clone(), cx.now, task.clone(), holding.clone());
    let (procedure, signer) = (Arc::clone(&view.procedure), cx.actor.account());
    let (case_code, unit) = (view.dossier.case_code.clone(), view.dossier.unit);
    let dossier = view.dossier.clone();
    let mut named: Vec<AgencyId> = vec![view.dossier.receiving, view.dossier.resolving];
    named.extend(view.tasks.iter().map(|task| task.agency));
    named.sort_unstable();
    named.dedup();
    let around = deps
        .db
        .read(move |tx| {
            let today = now.date();
            let case = procedure.case(&case_code).ok_or(Refused::NoProcedure)?;
            let definition = match &case.process {
                Some(reference) => workflow::definition(tx, reference)?,
                None => None,
            };
            let form = match &case.form {
                Some(reference) => Some(Arc::new(forms::store::by_reference(tx, reference)?)),
                None => None,
            };
            let asks = definition.as_ref().and_then(|found| found.step(&step.step)?.asks);
            let later = asked::later_of(tx, &procedure, &dossier)?;
            let (ways, back) = definition.map_or_else(Default::default, |found| paths(&found, &step.step));
            let askable = if ways.iter().any(|way| way.asks) {
                askable(&work, tx, unit, held.agency, today)?
            } else {
                Vec::new()
            };
            let (block, collective) = signature(tx, signer, &held, &procedure.code, today)?;
            let agencies = work.directory.agencies(tx, &named)?;
            Ok::<_, Refused>((ways, back, askable, agencies, form, block, collective, asks, later))
        })
        .await?;
    let (ways, back, askable, agencies, form, block, collective, asks, later) = around;
    Ok(StepView { view, task, holding, ways, back, askable, agencies, form, asks, later, block, collective })
}

/// What stands above her signature: by her own seat, never by the one that was lent to her.  A deputy who acts on the
/// chair's step signs *KT.*, not as the chair.
fn signature(
    tx: &mut Tx<'_>,
    signer: Option<AccountId>,
    held: &Holding,
    matter: &str,
    today: base::Date,
) -> Result<(Option<SignatureBlock>, bool), Refused> {
    let seats = match signer {
        Some(account) => org::holdings_of(tx, account, today)?,
        None => Vec::new(),
    };
    // One's own seat stands before the seats that are lent to it; all share the holding.
    let own =
        seats.iter().find(|seat| seat.holding == held.holding).map_or(held.position, |seat| seat.position);
    let block = org::signature_block(tx, own, matter, today)?;
    let collective = own != held.position
        && org::signature_block(tx, held.position, matter, today)?
            .is_some_and(|head| head.form == Some(SignatureForm::Tm));
    Ok((block, collective))
}

type Paths = (Vec<WayOn>, Vec<(String, String)>);

fn paths(definition: &Definition, key: &str) -> Paths {
    let Some(step) = definition.step(key) else { return Paths::default() };
    let mut outcomes: Vec<Option<String>> = Vec::new();
    for route in &step.routes {
        if !outcomes.contains(&route.outcome) {
            outcomes.push(route.outcome.clone());
        }
    }
    let ways = outcomes.into_iter().map(|outcome| way(definition, step, outcome)).collect();
    let back = step
        .may_return_to
        .iter()
        .filter_map(|key| definition.step(key))
        .map(|step| (step.key.clone(), step.title.clone()))
        .collect();
    (ways, back)
}

fn way(definition: &Definition, step: &Step, outcome: Option<String>) -> WayOn {
    // A split takes the ways without an outcome too.
    let taken = step
        .routes
        .iter()
        .filter(|route| route.outcome == outcome || (step.split && route.outcome.is_none()));
    let targets: Vec<&Step> = taken.filter_map(|route| definition.step(&route.to)).collect();
    WayOn {
        outcome,
        to: targets.iter().map(|step| step.title.clone()).collect(),
        asks: targets
            .iter()
            .any(|step| matches!(step.kind, StepKind::Consult { .. }) && step.place == Place::Asked),
    }
}

/// Agencies of the dossier's commune and of the province, without one's own.
fn askable(
    deps: &Deps,
    tx: &mut Tx<'_>,
    unit: contracts::UnitId,
    own: AgencyId,
    today: base::Date,
) -> Result<Vec<Agency>, Refused> {
    let mut list = org::agencies_in(tx, unit, None, today)?;
    let above = deps.directory.units(tx, &[unit])?.into_iter().next().and_then(|fact| fact.parent);
    if let Some(province) = above {
        list.extend(org::agencies_in(tx, province, None, today)?);
    }
    list.retain(|agency| agency.id != own);
    Ok(list)
}
