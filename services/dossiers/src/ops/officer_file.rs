//! A file of a dossier for an officer who may see it; the look is written before the bytes leave.
use super::Deps;
use super::view::{DossierView, view_dossier};
use crate::errors::Refused;
use crate::model::File;
use contracts::{DossierId, FileId};
use policy::OpContext;

/// The file's record and its bytes' handle.
///
/// # Errors
/// [`Refused::NotFound`] also without a right to the dossier; [`Refused::Objects`] when the bytes are gone.
pub async fn officer_file(
    deps: &Deps,
    cx: &OpContext,
    dossier: DossierId,
    file: FileId,
) -> Result<(File, std::fs::File), Refused> {
    let view: DossierView = view_dossier(deps, cx, dossier, None).await?;
    let found = view.files.into_iter().find(|known| known.id == file).ok_or(Refused::NotFound)?;
    let (objects, digest) = (deps.objects.clone(), found.digest.clone());
    let opened = tokio::task::spawn_blocking(move || objects.file(digest)).await;
    Ok((found, opened.map_err(|_| Refused::NotFound)??))
}
