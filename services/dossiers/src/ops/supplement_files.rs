//! Files for an open supplement round: only the papers that were asked, kept apart by the round's number.
use super::Deps;
use super::citizen::Holder;
use super::own::open_round;
use super::record::locked;
use crate::errors::Refused;
use crate::model::{Dossier, File, Status};
use crate::store;
use contracts::{DossierId, FileId};
use db::Tx;
use objects::Digest;
use policy::{Authorized, OpContext};

/// A file already stored by digest, to be put on an asked paper.
#[derive(Clone, Debug)]
pub struct AttachSupplementFile {
    pub dossier: DossierId,
    pub holder: Holder,
    pub component: String,
    pub name: String,
    /// MIME type as sniffed.
    pub kind: String,
    pub digest: Digest,
}

/// Attaches a file to the open round and answers its receipt.  The bytes are on disk before this is called.
///
/// # Errors
/// [`Refused`]: not hers, nothing is asked, a paper that was not asked, an empty file, too many files.
pub async fn attach_supplement_file(
    deps: &Deps,
    cx: &OpContext,
    cmd: AttachSupplementFile,
) -> Result<File, Refused> {
    let (most, cx) = (deps.settings.files_per_component_max, cx.clone());
    deps.db
        .write(move |tx| {
            let (dossier, round, asked) = asked(tx, &cx, cmd.dossier, &cmd.holder)?;
            if cmd.digest.size == 0 {
                return Err(Refused::FileEmpty);
            }
            if !asked.contains(&cmd.component) {
                return Err(Refused::Field { field: "component", problem: "unknown" });
            }
            let there = store::dossier_files(tx, dossier.id)?;
            let here = there.iter().filter(|file| file.component == cmd.component && file.round == round);
            if here.count() >= most {
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
                round,
            };
            store::insert_file(tx, None, Some(dossier.id), &file, cx.actor.account())?;
            Ok(file)
        })
        .await
}

/// Takes a file of the open round back.
///
/// # Errors
/// [`Refused::NotFound`] when it is not there, and as [`attach_supplement_file`].
pub async fn remove_supplement_file(
    deps: &Deps,
    cx: &OpContext,
    dossier: DossierId,
    holder: Holder,
    file: FileId,
) -> Result<(), Refused> {
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            let (dossier, round, _) = asked(tx, &cx, dossier, &holder)?;
            if store::remove_round_file(tx, &dossier, round, file, cx.now)? {
                Ok(())
            } else {
                Err(Refused::NotFound)
            }
        })
        .await
}

/// The dossier, its open round and the papers asked.
fn asked(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    dossier: DossierId,
    holder: &Holder,
) -> Result<(Authorized<Dossier>, i64, Vec<String>), Refused> {
    let found = locked(tx, dossier, None)?;
    let hers = holder.opens(cx, &found);
    let dossier = cx.authorize_own("dossiers.own", found, hers).map_err(|_| Refused::NotYours)?;
    if dossier.status != Status::Supplement {
        return Err(Refused::NothingToDecide);
    }
    let rounds = store::supplements(tx, dossier.id)?;
    let round = open_round(&rounds).ok_or(Refused::NothingToDecide)?;
    Ok((dossier, round.round, round.components.clone()))
}
