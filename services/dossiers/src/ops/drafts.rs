//! Drafts on the server: saved page by page, opened again on any device by account or key.
use super::Deps;
use super::citizen::{Holder, key_hash};
use crate::errors::Refused;
use crate::model::{Draft, File};
use crate::store;
use contracts::{AccountId, AgencyId, DraftId, FileId, UnitId};
use db::Tx;
use objects::Digest;
use policy::{Actor, OpContext};
use sha2::{Digest as _, Sha256};

/// A journey that begins.
#[derive(Clone, Debug)]
pub struct NewDraft {
    pub procedure_code: String,
    pub case_code: String,
}

/// A draft and the key that opens it, shown once and printable.
#[derive(Clone, Debug)]
pub struct OpenedDraft {
    pub draft: Draft,
    /// `XXXX-XXXX-XXXX`; empty when the draft was opened and not made.
    pub key: String,
}

/// Twelve base32 characters, 60 random bits, in three groups.
fn new_key() -> Result<String, Refused> {
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random).map_err(|_| Refused::NoProcedure)?;
    let plain: String = data_encoding::BASE32_NOPAD.encode(&random).chars().take(12).collect();
    let groups: Vec<String> =
        plain.chars().collect::<Vec<_>>().chunks(4).map(|group| group.iter().collect()).collect();
    Ok(groups.join("-"))
}

const fn citizen(cx: &OpContext) -> Option<AccountId> {
    match cx.actor {
        Actor::Citizen(account) => Some(account),
        _ => None,
    }
}

/// Begins a draft of a procedure that is filed here.
///
/// # Errors
/// [`Refused::NoProcedure`], or [`Refused::NotReceivedHere`] when the procedure is filed elsewhere.
pub async fn start_draft(deps: &Deps, cx: &OpContext, cmd: NewDraft) -> Result<OpenedDraft, Refused> {
    let key = new_key()?;
    let hash = key_hash(&key).ok_or(Refused::NoProcedure)?;
    let (work, cx) = (deps.clone(), cx.clone());
    let draft = deps
        .db
        .write(move |tx| {
            let found = work.catalogue.in_force(tx, &cmd.procedure_code, cx.now.date())?;
            let procedure = found.ok_or(Refused::NoProcedure)?;
            let case = procedure.case(&cmd.case_code).ok_or(Refused::NoProcedure)?;
            let online = case.channel(contracts::Channel::Online).is_some() && case.process.is_some();
            if procedure.mode != contracts::Mode::Local || !online {
                return Err(Refused::NotReceivedHere);
            }
            let draft = Draft {
                id: DraftId::new(cx.now),
                account: citizen(&cx),
                procedure: procedure.id,
                procedure_code: procedure.code.clone(),
                case_code: case.code.clone(),
                receiving: None,
                unit: None,
                answers: serde_json::json!({}),
                version: 1,
                created_at: cx.now,
                saved_at: cx.now,
                expires_at: cx.now.plus_seconds(work.settings.draft_days * 86_400),
                dossier: None,
            };
            store::insert_draft(tx, &draft, &hash)?;
            Ok::<_, Refused>(draft)
        })
        .await?;
    Ok(OpenedDraft { draft, key })
}

/// The draft, when the proof opens it and it has not expired.
pub fn held(tx: &mut Tx<'_>, cx: &OpContext, id: DraftId, holder: &Holder) -> Result<Draft, Refused> {
    let draft = store::draft(tx, id)?.ok_or(Refused::NotFound)?;
    if !holder.opens_draft(tx, cx, &draft)? {
        return Err(Refused::NotYours);
    }
    if draft.expires_at < cx.now && draft.dossier.is_none() {
        return Err(Refused::DraftClosed);
    }
    Ok(draft)
}

/// Opens a draft by its key, on any device; a signed-in person takes it into her account.
///
/// # Errors
/// [`Refused::NotYours`] for a key that opens nothing, [`Refused::TooManyTries`] after 30 in an hour from one address.
pub async fn open_draft(
    deps: &Deps,
    cx: &OpContext,
    key: String,
    address: Vec<u8>,
) -> Result<OpenedDraft, Refused> {
    let cx = cx.clone();
    let address = Sha256::digest(&address).to_vec();
    // A wrong key is counted too, so the answer is made outside the transaction that counts.
    let (tries, found) = deps
        .db
        .write(move |tx| {
            let hour = cx.now.micros() / 3_600_000_000;
            let tries = store::count_try(tx, "draft_key", &address, hour)?;
            let hash = key_hash(&key);
            let found = match hash {
                Some(hash) if tries <= 30 => store::draft_by_key(tx, &hash)?,
                _ => None,
            };
            let found = found.filter(|draft| draft.expires_at >= cx.now || draft.dossier.is_some());
            if let (Some(draft), Some(account)) = (&found, citizen(&cx))
                && draft.account.is_none()
                && draft.dossier.is_none()
            {
                let mut mine = draft.clone();
                mine.account = Some(account);
                mine.version = draft.version.saturating_add(1);
                store::save_draft(tx, &mine, draft.version)?;
                return Ok((tries, Some(mine)));
            }
            Ok::<_, Refused>((tries, found))
        })
        .await?;
    if tries > 30 {
        return Err(Refused::TooManyTries);
    }
    found.map(|draft| OpenedDraft { draft, key: String::new() }).ok_or(Refused::NotYours)
}

/// What one page of the journey stores.
#[derive(Clone, Debug)]
pub struct SaveAnswers {
    pub draft: DraftId,
    pub holder: Holder,
    /// The version the page was read at.
    pub version: i64,
    pub answers: serde_json::Value,
    pub receiving: Option<AgencyId>,
    pub unit: Option<UnitId>,
}

/// Saves the answers and prolongs the draft; nothing typed is ever refused here, only dossiers are.
///
/// # Errors
/// [`Refused::DraftStale`] when another device saved meanwhile, [`Refused::DraftClosed`] once filed or expired.
pub async fn save_answers(deps: &Deps, cx: &OpContext, cmd: SaveAnswers) -> Result<Draft, Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let read = held(tx, &cx, cmd.draft, &cmd.holder)?;
            if read.dossier.is_some() {
                return Err(Refused::DraftClosed);
            }
            let mut draft = read;
            draft.answers = cmd.answers.clone();
            draft.receiving = cmd.receiving.or(draft.receiving);
            draft.unit = cmd.unit.or(draft.unit);
            draft.version = cmd.version.saturating_add(1);
            draft.saved_at = cx.now;
            draft.expires_at = cx.now.plus_seconds(work.settings.draft_days * 86_400);
            draft.account = draft.account.or_else(|| citizen(&cx));
            if !store::save_draft(tx, &draft, cmd.version)? {
                return Err(Refused::DraftStale);
            }
            Ok(draft)
        })
        .await
}

/// A file already stored by digest, to be put on its paper.
#[derive(Clone, Debug)]
pub struct AttachFile {
    pub draft: DraftId,
    pub holder: Holder,
    pub component: String,
    pub name: String,
    /// MIME type as sniffed.
    pub kind: String,
    pub digest: Digest,
}

/// Attaches a file and answers its receipt.  The bytes are on disk before this is called.
///
/// # Errors
/// [`Refused`]: an empty file, a paper the case does not ask, too many files, a closed draft.
pub async fn attach_file(deps: &Deps, cx: &OpContext, cmd: AttachFile) -> Result<File, Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            // Held, so that filing takes every file that was acknowledged.
            tx.lock("dossier_draft", cmd.draft.id())?;
            let draft = held(tx, &cx, cmd.draft, &cmd.holder)?;
            if draft.dossier.is_some() {
                return Err(Refused::DraftClosed);
            }
            if cmd.digest.size == 0 {
                return Err(Refused::FileEmpty);
            }
            let procedure = work.catalogue.version(tx, draft.procedure)?.ok_or(Refused::NoProcedure)?;
            let case = procedure.case(&draft.case_code).ok_or(Refused::NoProcedure)?;
            if case.component(&cmd.component).is_none() {
                return Err(Refused::Field { field: "component", problem: "unknown" });
            }
            let there = store::draft_files(tx, draft.id)?;
            let here = there.iter().filter(|file| file.component == cmd.component).count();
            if here >= work.settings.files_per_component_max {
                return Err(Refused::Field { field: "file", problem: "too_many" });
            }
            let file = File {
                id: FileId::new(cx.now),
                component: cmd.component.clone(),
                name: cmd.name.clone(),
                kind: cmd.kind.clone(),
                size: i64::try_from(cmd.digest.size).map_err(|_| Refused::FileTooLarge)?,
                digest: cmd.digest.to_string(),
                uploaded_at: cx.now,
                round: 0,
            };
            store::insert_file(tx, Some(draft.id), None, &file, citizen(&cx))?;
            Ok(file)
        })
        .await
}

/// Takes a file back from a draft.
///
/// # Errors
/// [`Refused::NotFound`] when it is not there.
pub async fn remove_draft_file(
    deps: &Deps,
    cx: &OpContext,
    draft: DraftId,
    holder: Holder,
    file: FileId,
) -> Result<(), Refused> {
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            tx.lock("dossier_draft", draft.id())?;
            let draft = held(tx, &cx, draft, &holder)?;
            if draft.dossier.is_some() {
                return Err(Refused::DraftClosed);
            }
            if store::remove_file(tx, draft.id, file, cx.now)? { Ok(()) } else { Err(Refused::NotFound) }
        })
        .await
}
