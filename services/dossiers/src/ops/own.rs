//! What a person reaches with her account or the keys her browser holds.
use super::Deps;
use super::citizen::{Holder, key_hash};
use super::drafts::held;
use crate::errors::Refused;
use crate::model::{Draft, File, Supplement};
use crate::store::{self, DeskRow};
use contracts::{AgencyFact, CaseRule, DossierId, DraftId, FileId, ProcedureFact, UnitFact};
use db::Tx;
use forms::{Answers, FormDefinition};
use policy::{Actor, OpContext};
use std::sync::Arc;

/// A draft with everything its pages need.
#[derive(Clone, Debug)]
pub struct Journey {
    pub draft: Draft,
    /// The proof that opened it.
    pub holder: Holder,
    pub procedure: Arc<ProcedureFact>,
    pub case: CaseRule,
    pub form: Option<Arc<FormDefinition>>,
    pub answers: Answers,
    pub files: Vec<File>,
    pub receiving: Option<AgencyFact>,
    pub unit: Option<UnitFact>,
}

/// Opens a draft with the first of these proofs that fits.
///
/// # Errors
/// [`Refused::NotYours`] when none fits, [`Refused::NotFound`], [`Refused::DraftClosed`] when it has expired.
pub async fn open_journey(
    deps: &Deps,
    cx: &OpContext,
    id: DraftId,
    holders: Vec<Holder>,
) -> Result<Journey, Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db.read(move |tx| journey(&work, tx, &cx, id, &holders)).await
}

fn opened(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    id: DraftId,
    holders: &[Holder],
) -> Result<(Draft, Holder), Refused> {
    for holder in holders {
        match held(tx, cx, id, holder) {
            Ok(draft) => return Ok((draft, holder.clone())),
            Err(Refused::NotYours) => {}
            Err(other) => return Err(other),
        }
    }
    Err(Refused::NotYours)
}

fn journey(
    deps: &Deps,
    tx: &mut Tx<'_>,
    cx: &OpContext,
    id: DraftId,
    holders: &[Holder],
) -> Result<Journey, Refused> {
    let (draft, holder) = opened(tx, cx, id, holders)?;
    let procedure = deps.catalogue.version(tx, draft.procedure)?.ok_or(Refused::NoProcedure)?;
    let case = procedure.case(&draft.case_code).cloned().ok_or(Refused::NoProcedure)?;
    let form = match &case.form {
        Some(reference) => Some(Arc::new(forms::store::by_reference(tx, reference)?)),
        None => None,
    };
    let receiving = match draft.receiving {
        Some(agency) => deps.directory.agencies(tx, &[agency])?.into_iter().next(),
        None => None,
    };
    let unit = match draft.unit {
        Some(unit) => deps.directory.units(tx, &[unit])?.into_iter().next(),
        None => None,
    };
    let answers = serde_json::from_value(draft.answers.clone()).unwrap_or_default();
    Ok(Journey {
        files: store::draft_files(tx, id)?,
        draft,
        holder,
        procedure,
        case,
        form,
        answers,
        receiving,
        unit,
    })
}

/// The first of these proofs that opens the dossier.
///
/// # Errors
/// [`Refused::NotFound`], [`Refused::NotYours`].
pub async fn proof_of(
    deps: &Deps,
    cx: &OpContext,
    id: DossierId,
    holders: Vec<Holder>,
) -> Result<Holder, Refused> {
    let cx = cx.clone();
    deps.db
        .read(move |tx| {
            let dossier = store::load(tx, id)?.ok_or(Refused::NotFound)?;
            holders.iter().find(|holder| holder.opens(&cx, &dossier)).cloned().ok_or(Refused::NotYours)
        })
        .await
}

/// A filed dossier opened by the key of its former draft; for keys whose draft is gone.
///
/// # Errors
/// [`Refused::NotYours`].
pub async fn dossier_by_key(deps: &Deps, key: String) -> Result<DossierId, Refused> {
    deps.db
        .read(move |tx| {
            let hash = key_hash(&key).ok_or(Refused::NotYours)?;
            store::dossier_by_key(tx, &hash)?.ok_or(Refused::NotYours)
        })
        .await
}

/// What *Của tôi* lists.
#[derive(Clone, Debug, Default)]
pub struct Mine {
    pub dossiers: Vec<DeskRow>,
    pub drafts: Vec<(Draft, String)>,
}

/// Dossiers and drafts of the account and of the keys at hand; drafts with their procedure's name.
///
/// # Errors
/// [`Refused::Database`].
pub async fn list_mine(deps: &Deps, cx: &OpContext, keys: Vec<String>) -> Result<Mine, Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db.read(move |tx| gather(&work, tx, &cx, &keys)).await
}

fn gather(deps: &Deps, tx: &mut Tx<'_>, cx: &OpContext, keys: &[String]) -> Result<Mine, Refused> {
    let mut mine = Mine::default();
    let mut drafts: Vec<Draft> = Vec::new();
    if let Actor::Citizen(account) = cx.actor {
        mine.dossiers = store::own_dossiers(tx, account, 100)?;
        drafts = store::drafts_of_account(tx, account, cx.now)?;
    }
    for hash in keys.iter().filter_map(|key| key_hash(key)) {
        if let Some(draft) = store::draft_by_key(tx, &hash)?
            && draft.dossier.is_none()
            && draft.expires_at > cx.now
            && drafts.iter().all(|known| known.id != draft.id)
        {
            drafts.push(draft);
        }
        if let Some(id) = store::dossier_by_key(tx, &hash)?
            && mine.dossiers.iter().all(|known| known.id != id)
            && let Some(row) = store::own_row(tx, id)?
        {
            mine.dossiers.push(row);
        }
    }
    for draft in drafts {
        let name =
            deps.catalogue.version(tx, draft.procedure)?.map(|found| found.name.clone()).unwrap_or_default();
        mine.drafts.push((draft, name));
    }
    Ok(mine)
}

/// A stored file of a draft or dossier that one of these proofs opens.
///
/// # Errors
/// [`Refused::NotFound`] also when it is somebody else's.
pub async fn own_file(
    deps: &Deps,
    cx: &OpContext,
    id: FileId,
    holders: Vec<Holder>,
) -> Result<File, Refused> {
    let cx = cx.clone();
    deps.db
        .read(move |tx| {
            let (file, draft, dossier) = store::file(tx, id)?.ok_or(Refused::NotFound)?;
            let hers = match (draft, dossier) {
                (Some(draft), _) => opened(tx, &cx, draft, &holders).is_ok(),
                (None, Some(dossier)) => {
                    let dossier = store::load(tx, dossier)?.ok_or(Refused::NotFound)?;
                    holders.iter().any(|holder| holder.opens(&cx, &dossier))
                }
                (None, None) => false,
            };
            if hers { Ok(file) } else { Err(Refused::NotFound) }
        })
        .await
}

/// The supplement round that waits for the person.
#[must_use]
pub fn open_round(rounds: &[Supplement]) -> Option<&Supplement> {
    rounds.iter().find(|round| round.answered_at.is_none())
}

/// Which of these keys is the draft's own, for showing it again to whoever typed it.
///
/// # Errors
/// [`Refused::Database`].
pub async fn key_of_draft(deps: &Deps, id: DraftId, keys: Vec<String>) -> Result<Option<String>, Refused> {
    deps.db
        .read(move |tx| {
            for key in &keys {
                let Some(hash) = key_hash(key) else { continue };
                if store::draft_by_key(tx, &hash)?.is_some_and(|draft| draft.id == id) {
                    return Ok(Some(key.clone()));
                }
            }
            Ok(None)
        })
        .await
}

/// Who issued a result and how its number is written, for the public check of a paper.
///
/// # Errors
/// [`Refused::Database`].
pub async fn issuer_of(
    deps: &Deps,
    dossier: &crate::model::Dossier,
    paper: &crate::model::ResultPaper,
) -> Result<(String, Option<String>), Refused> {
    let (work, resolving, procedure, number) =
        (deps.clone(), dossier.resolving, dossier.procedure, paper.number);
    deps.db
        .read(move |tx| {
            let agency = work.directory.agencies(tx, &[resolving])?.into_iter().next();
            let fact = work.catalogue.version(tx, procedure)?;
            let notation = fact.map(|fact| fact.result.notation.clone()).unwrap_or_default();
            let written = number.map(|number| {
                if notation.is_empty() { number.to_string() } else { format!("{number}/{notation}") }
            });
            Ok((agency.map(|agency| agency.name).unwrap_or_default(), written))
        })
        .await
}
