//! One dossier whole, for an officer who may see it or for the person whose it is; the look is written first.
use super::Deps;
use super::citizen::Holder;
use super::record::seen_by;
use crate::errors::Refused;
use crate::model::{
    Component, Dossier, Entry, Fee, File, Finding, LateEntry, Pause, Refusal, ResultPaper, Supplement,
};
use crate::store;
use contracts::{DossierId, ProcedureFact};
use db::Tx;
use policy::{Access, AccessGrant, OpContext, record_access};
use std::sync::Arc;
use workflow::TaskRow;

/// Everything a page about one dossier shows.
#[derive(Debug)]
pub struct DossierView {
    pub dossier: Dossier,
    pub procedure: Arc<ProcedureFact>,
    pub components: Vec<Component>,
    pub files: Vec<File>,
    pub timeline: Vec<Entry>,
    pub fees: Vec<Fee>,
    pub supplements: Vec<Supplement>,
    pub refusals: Vec<Refusal>,
    pub finding: Option<Finding>,
    pub result: Option<ResultPaper>,
    pub late_entry: Option<LateEntry>,
    pub tasks: Vec<TaskRow>,
    /// The people as known to the province, unmasked: the look has been written.
    pub owner: parties::model::Party,
    pub submitter: parties::model::Party,
}

/// Reads one dossier; for officers the look at the person is recorded durably before the answer.
///
/// # Errors
/// [`Refused::NotFound`] also when the reader has no right: existence is private.
pub async fn view_dossier(
    deps: &Deps,
    cx: &OpContext,
    id: DossierId,
    holder: Option<Holder>,
) -> Result<DossierView, Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let dossier = store::load(tx, id)?.ok_or(Refused::NotFound)?;
            let (owner_grant, submitter_grant) = look(tx, &cx, &dossier, holder.as_ref())?;
            let owner = parties::party(tx, dossier.owner, &owner_grant)?;
            let grant = submitter_grant.as_ref().unwrap_or(&owner_grant);
            let submitter = parties::party(tx, dossier.submitter, grant)?;
            gather(&work, tx, dossier, owner, submitter, holder.is_some())
        })
        .await
}

fn look(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    dossier: &Dossier,
    holder: Option<&Holder>,
) -> Result<(AccessGrant, Option<AccessGrant>), Refused> {
    let holding = match holder {
        Some(holder) if holder.opens(cx, dossier) => None,
        Some(_) => return Err(Refused::NotYours),
        // A consulted agency sees what it has or had a step of.
        None => Some(seen_by(tx, cx, dossier)?.ok_or(Refused::NotFound)?),
    };
    let mut grant = |subject| {
        record_access(
            tx,
            cx,
            holding.as_ref(),
            &Access {
                subject,
                purpose: "dossier",
                dossier: Some(dossier.id),
                fields: "name,number,birth,address,contact,answers,files",
            },
        )
    };
    let owner = grant(dossier.owner)?;
    // Whoever files for herself is looked at once.
    let submitter = if dossier.submitter == dossier.owner { None } else { Some(grant(dossier.submitter)?) };
    Ok((owner, submitter))
}

fn gather(
    deps: &Deps,
    tx: &mut Tx<'_>,
    dossier: Dossier,
    owner: parties::model::Party,
    submitter: parties::model::Party,
    public_only: bool,
) -> Result<DossierView, Refused> {
    let id = dossier.id;
    let procedure = deps.catalogue.version(tx, dossier.procedure)?.ok_or(Refused::NoProcedure)?;
    let mut timeline = store::entries(tx, id)?;
    let mut refusals = store::refusals(tx, id)?;
    let mut finding = store::finding_open(tx, id)?;
    let mut result = store::result_of(tx, id)?;
    if public_only {
        // What officers propose to one another is not the person's yet, and a draft only while she is asked about it.
        timeline.retain(|line| line.public);
        refusals.retain(|one| one.approved == Some(true));
        finding = None;
        result = result
            .filter(|paper| paper.signed_at.is_some() || dossier.paused_for == Some(Pause::DraftResult));
    }
    Ok(DossierView {
        procedure,
        components: store::components(tx, id)?,
        files: store::dossier_files(tx, id)?,
        timeline,
        fees: store::fees(tx, id)?,
        supplements: store::supplements(tx, id)?,
        refusals,
        finding,
        result,
        late_entry: store::late_entry(tx, id)?,
        tasks: workflow::tasks_of(tx, id.id())?,
        owner,
        submitter,
        dossier,
    })
}
