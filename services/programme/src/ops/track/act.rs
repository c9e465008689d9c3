//! What the acts of following have in common: who leads what, and the files that come along.
use super::refused::TrackRefused;
use super::view::Ports;
use super::{READ, TrackRefused as Refused};
use crate::Deps;
use crate::model::track::Evidence;
use crate::store::{plans, track};
use base::{Date, Id, Timestamp};
use contracts::{AgencyId, PlanId, PlanTaskId};
use db::{DbError, Tx};
use policy::OpContext;
use std::collections::{BTreeSet, HashMap};

/// A file whose bytes are among the objects already.
#[derive(Clone, Debug)]
pub struct NewFile {
    pub name: String,
    pub media_type: String,
    /// SHA-256, hex.
    pub digest: String,
    pub size: i64,
}

/// At most so many files with one report or amount.
pub const FILES_MAX: usize = 10;

/// Writes the files of a report or an amount.
pub(super) fn keep_files(
    tx: &mut Tx<'_>,
    plan: PlanId,
    owner: Id,
    files: &[NewFile],
    now: Timestamp,
) -> Result<(), DbError> {
    for (position, file) in (1_i64..).zip(files.iter().take(FILES_MAX)) {
        let row = Evidence {
            id: Id::new(now),
            owner,
            plan,
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            digest: file.digest.clone(),
            size: file.size,
        };
        track::reports::insert_evidence(tx, &row, position)?;
    }
    Ok(())
}

/// A file of evidence for whoever may read plans.
///
/// # Errors
/// No right, or no such file.
pub async fn evidence_file(deps: &Deps, cx: &OpContext, id: Id) -> Result<Evidence, Refused> {
    cx.scope(READ)?;
    deps.db.read(move |tx| track::reports::evidence_by_id(tx, id)?.ok_or(TrackRefused::NoSuch)).await
}

/// The agencies of groups of a day, each group read once.
#[derive(Default)]
pub(super) struct Groups(HashMap<String, Vec<AgencyId>>);

impl Groups {
    pub(super) fn of(
        &mut self,
        tx: &mut Tx<'_>,
        ports: &Ports,
        group: &str,
        on: Date,
    ) -> Result<&[AgencyId], DbError> {
        if !self.0.contains_key(group) {
            let all = ports.names.of_group(tx, group, on)?.into_iter().map(|fact| fact.id).collect();
            self.0.insert(group.to_owned(), all);
        }
        Ok(self.0.get(group).map(Vec::as_slice).unwrap_or_default())
    }
}

/// Every agency that leads a task on a day, groups written out.
pub(super) fn leading(
    tx: &mut Tx<'_>,
    ports: &Ports,
    task: PlanTaskId,
    on: Date,
) -> Result<BTreeSet<AgencyId>, DbError> {
    let mut groups = Groups::default();
    let mut all = BTreeSet::new();
    for row in plans::agencies_of_task(tx, task)?.into_iter().filter(|row| row.role == "lead") {
        all.extend(row.agency);
        if let Some(group) = &row.group_code {
            all.extend(groups.of(tx, ports, group, on)?);
        }
    }
    Ok(all)
}

/// One clean line or several, not empty, at most `most` signs.
pub(super) fn words(field: &'static str, typed: &str, most: usize) -> Result<String, TrackRefused> {
    let clean =
        text::clean_text(typed.trim()).map_err(|_| TrackRefused::Entry { field, problem: "signs" })?;
    if clean.is_empty() {
        return Err(TrackRefused::Entry { field, problem: "empty" });
    }
    if clean.chars().count() > most {
        return Err(TrackRefused::Entry { field, problem: "long" });
    }
    Ok(clean)
}

/// As [`words`], and nothing at all is well.
pub(super) fn perhaps_words(field: &'static str, typed: &str, most: usize) -> Result<String, TrackRefused> {
    if typed.trim().is_empty() { Ok(String::new()) } else { words(field, typed, most) }
}
