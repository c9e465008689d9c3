//! What the person's pages say about a dossier on its way: who holds it, until when, what comes next.
use super::Deps;
use super::effects::counting_policy;
use super::receive_walk_in::variables;
use crate::errors::Refused;
use crate::model::{Dossier, Entry, File, Status};
use crate::rules::{self, Deadline};
use crate::store;
use base::Timestamp;
use contracts::{AgencyFact, AgencyId, Channel, DossierId};
use db::Tx;
use policy::OpContext;
use std::collections::BTreeMap;
use workflow::{StepKind, TaskRow};

/// Working minutes within which the desk looks at a dossier filed online: eight hours.  NĐ 45/2020/NĐ-CP Đ10 gives
/// them for the notice of receipt; a province may promise less.
const DESK_MINUTES: i64 = 8 * 60;

/// A step that is still to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ahead {
    pub title: String,
    pub kind: StepKind,
}

/// The way of a dossier.
#[derive(Clone, Debug)]
pub struct Track {
    /// Open steps, oldest first.
    pub open: Vec<TaskRow>,
    pub ahead: Vec<Ahead>,
    pub agencies: BTreeMap<AgencyId, AgencyFact>,
    /// Until when the desk looks at a dossier just filed, UTC.
    pub desk_by: Timestamp,
    /// The due time if the desk accepts at the last moment; none where there is no limit.
    pub due_then: Option<Timestamp>,
}

impl Track {
    /// Name of an agency of this dossier, or empty.
    #[must_use]
    pub fn agency(&self, id: AgencyId) -> &str {
        self.agencies.get(&id).map_or("", |agency| agency.name.as_str())
    }
}

/// Reads where a dossier stands.  The caller has opened it for whoever asks.
///
/// # Errors
/// [`Refused::Database`].
pub async fn track(deps: &Deps, dossier: &Dossier, timeline: &[Entry]) -> Result<Track, Refused> {
    let (work, dossier) = (deps.clone(), dossier.clone());
    let seen: Vec<AgencyId> = timeline.iter().filter_map(|line| line.agency).collect();
    deps.db.read(move |tx| read(&work, tx, &dossier, &seen)).await
}

fn read(deps: &Deps, tx: &mut Tx<'_>, dossier: &Dossier, seen: &[AgencyId]) -> Result<Track, Refused> {
    let open: Vec<TaskRow> = workflow::tasks_of(tx, dossier.id.id())?
        .into_iter()
        .filter(|task| task.closed_at.is_none())
        .collect();
    let procedure = deps.catalogue.version(tx, dossier.procedure)?.ok_or(Refused::NoProcedure)?;
    let case = procedure.case(&dossier.case_code);
    let mut ahead = Vec::new();
    if let Some(reference) = case.and_then(|case| case.process.as_deref())
        && !dossier.status.is_final()
        && dossier.status != Status::Resolved
        && let Some(definition) = workflow::definition(tx, reference)?
    {
        let vars = variables(dossier.channel, &dossier.case_code, &dossier.answers);
        let from = open.last().map(|task| task.step.as_str());
        for step in rules::ahead(&definition, from, &serde_json::Value::Object(vars)) {
            ahead.push(Ahead { title: step.title.clone(), kind: step.kind.clone() });
        }
        if from.is_none() {
            // Filed and not accepted: the desk's own first step is what happens now.
            ahead.retain(|step| {
                step.title != definition.step(&definition.start).map_or("", |s| s.title.as_str())
            });
        }
    }
    let mut ids: Vec<AgencyId> = vec![dossier.receiving, dossier.resolving];
    ids.extend(dossier.holder);
    ids.extend(open.iter().map(|task| task.agency));
    ids.extend(seen);
    ids.sort_unstable();
    ids.dedup();
    let agencies = deps.directory.agencies(tx, &ids)?.into_iter().map(|agency| (agency.id, agency)).collect();
    let calendar = deps.time.calendar();
    let desk_by = calendar.plus_minutes(dossier.filed_at, DESK_MINUTES);
    let policy = counting_policy(deps, desk_by);
    let due_then =
        case.and_then(|case| match rules::deadline(&calendar, &policy, case, Channel::Online, desk_by) {
            Deadline::At(due) => Some(due),
            Deadline::None | Deadline::NotOffered => None,
        });
    Ok(Track { open, ahead, agencies, desk_by, due_then })
}

/// A dossier just filed, as its confirmation page shows it, now and whenever it is opened again.
#[derive(Clone, Debug)]
pub struct FiledView {
    pub dossier: Dossier,
    pub files: Vec<File>,
    pub timeline: Vec<Entry>,
}

/// The dossier a draft has become.  The caller has opened the draft for whoever asks.
///
/// # Errors
/// [`Refused::NotFound`].
pub async fn filed_view(deps: &Deps, _cx: &OpContext, id: DossierId) -> Result<FiledView, Refused> {
    deps.db
        .read(move |tx| {
            let dossier = store::load(tx, id)?.ok_or(Refused::NotFound)?;
            let files = store::dossier_files(tx, id)?.into_iter().filter(|file| file.round == 0).collect();
            let timeline = store::entries(tx, id)?.into_iter().filter(|line| line.public).collect();
            Ok(FiledView { dossier, files, timeline })
        })
        .await
}
