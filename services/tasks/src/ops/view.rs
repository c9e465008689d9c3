//! One assignment with everything around it.
use super::rights::Rights;
use crate::Deps;
use crate::errors::Refused;
use crate::model::{Assignment, Entry, File, Helper};
use crate::rules::{self, Gathered, PartFact};
use crate::store;
use contracts::{AssignmentId, FileId};
use policy::OpContext;

/// What the page shows.
#[derive(Debug)]
pub struct View {
    pub row: Assignment,
    pub rights: Rights,
    pub helpers: Vec<Helper>,
    pub entries: Vec<Entry>,
    pub files: Vec<File>,
    /// Of a fan-out, in Vietnamese order.
    pub parts: Vec<Assignment>,
    pub gathered: Option<Gathered>,
    /// The fan-out that this is a part of, where the reader may see it.
    pub parent_seen: bool,
}

/// Reads it.
///
/// # Errors
/// [`Refused::NotFound`] also for whoever may not know of it.
pub async fn view(deps: &Deps, cx: &OpContext, id: AssignmentId) -> Result<View, Refused> {
    let cx = cx.clone();
    deps.db
        .read(move |tx| {
            let row = store::load(tx, id)?.ok_or(Refused::NotFound)?;
            let helpers = store::helpers(tx, row.root())?;
            let rights = Rights::of(&cx, &row, &helpers);
            if !rights.see {
                return Err(Refused::NotFound);
            }
            let parent = match row.parent {
                Some(parent) => store::load(tx, parent)?,
                None => None,
            };
            let parent_seen = parent.is_some_and(|parent| Rights::of(&cx, &parent, &helpers).see);
            let entries = store::entries(tx, id)?;
            let files = store::files(tx, id)?;
            let parts = if row.is_parent() { store::parts(tx, id)? } else { Vec::new() };
            let facts: Vec<PartFact> = parts
                .iter()
                .map(|part| PartFact {
                    phase: part.phase,
                    due: part.due,
                    late: part.late,
                    percent: part.percent,
                    waits_since: part.waits_since,
                })
                .collect();
            let gathered = row.is_parent().then(|| rules::gather(&facts));
            Ok(View { row, rights, helpers, entries, files, parts, gathered, parent_seen })
        })
        .await
}

/// A file of an assignment that the reader may see, and its bytes' handle.
///
/// # Errors
/// [`Refused::NotFound`] also without a right; [`Refused::Objects`] when the bytes are gone.
pub async fn file_of(
    deps: &Deps,
    cx: &OpContext,
    id: AssignmentId,
    file: FileId,
) -> Result<(File, std::fs::File), Refused> {
    let cx = cx.clone();
    let found = deps
        .db
        .read(move |tx| {
            let row = store::load(tx, id)?.ok_or(Refused::NotFound)?;
            let helpers = store::helpers(tx, row.root())?;
            if !Rights::of(&cx, &row, &helpers).see {
                return Err(Refused::NotFound);
            }
            store::file(tx, id, file)?.ok_or(Refused::NotFound)
        })
        .await?;
    let (objects, digest) = (deps.objects.clone(), found.digest.clone());
    let opened = tokio::task::spawn_blocking(move || objects.file(digest)).await;
    Ok((found, opened.map_err(|_| Refused::NotFound)??))
}
