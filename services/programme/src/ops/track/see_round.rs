//! What the standing office reads of a round.
use super::refused::TrackRefused;
use super::view::{PlanView, Ports, agency_names, plan_of, plan_view};
use super::{FOLLOW, READ};
use crate::Deps;
use crate::model::rounds::Regime;
use crate::model::track::{Chase, Evidence, Question, Report, Round, RoundAgency, Tally};
use crate::store::track;
use base::Id;
use contracts::AgencyId;
use policy::OpContext;
use std::collections::HashMap;
/// An agency in a round.
#[derive(Clone, Debug)]
pub struct RoundRow {
    pub row: RoundAgency,
    pub name: String,
    pub last_chase: Option<Chase>,
}

/// The standing office's page of a round.
#[derive(Clone, Debug)]
pub struct RoundPage {
    pub view: PlanView,
    pub round: Round,
    /// Those with something missing first, then by name.
    pub agencies: Vec<RoundRow>,
    pub tally: Tally,
    /// Reports that wait for an answer, with what they are about.
    pub waiting: Vec<(Report, String)>,
    pub more_waiting: bool,
    pub evidence: Vec<Evidence>,
    pub names: HashMap<AgencyId, String>,
    pub questions: Vec<Question>,
    /// The reader may chase, accept, return, close.
    pub may_follow: bool,
    pub regimes: Vec<Regime>,
}

/// Reports shown at once.
const WAITING: i64 = 50;

/// A round of a plan.
///
/// # Errors
/// No right, no such plan or round.
pub async fn round_page(
    deps: &Deps,
    cx: &OpContext,
    slug: &str,
    code: &str,
) -> Result<RoundPage, TrackRefused> {
    cx.scope(READ)?;
    let (ports, slug, code, cx) = (Ports::of(deps), slug.to_owned(), code.to_owned(), cx.clone());
    deps.db
        .read(move |tx| {
            let plan = plan_of(tx, &slug)?;
            let may_follow = cx.require(FOLLOW, plan.standing).is_ok();
            let round = track::rounds::round_by_code(tx, plan.id, &code)?.ok_or(TrackRefused::NoSuch)?;
            let view = plan_view(tx, &ports, plan, cx.now)?;
            let rows = track::rounds::agencies(tx, round.id)?;
            let mut waiting = track::reports::of_round(tx, round.id, "sent", WAITING + 1)?;
            let more_waiting = waiting.len() > usize::try_from(WAITING).unwrap_or(usize::MAX);
            waiting.truncate(usize::try_from(WAITING).unwrap_or(usize::MAX));
            let owners: Vec<Id> = waiting.iter().map(|report| report.id).collect();
            let questions = track::talk::unanswered(tx, view.plan.id)?;
            let ids = rows.iter().map(|row| row.agency).chain(waiting.iter().map(|report| report.agency));
            let ids: Vec<AgencyId> = ids.chain(questions.iter().map(|row| row.agency)).collect();
            let names = agency_names(tx, &ports, ids)?;
            let mut chased: HashMap<AgencyId, Chase> = HashMap::new();
            for chase in track::talk::chases_in(tx, round.id)? {
                chased.entry(chase.agency).or_insert(chase);
            }
            let (tally, ..) = track::rounds::sums(tx, round.id)?;
            let mut agencies: Vec<RoundRow> = rows
                .into_iter()
                .filter(|row| row.tally.expected > 0 || row.tally.reported > 0)
                .map(|row| RoundRow {
                    name: names.get(&row.agency).cloned().unwrap_or_default(),
                    last_chase: chased.remove(&row.agency),
                    row,
                })
                .collect();
            agencies.sort_by_cached_key(|row| (row.row.tally.missing() == 0, text::collation_key(&row.name)));
            let about = about(&view);
            Ok(RoundPage {
                waiting: waiting
                    .into_iter()
                    .map(|report| {
                        let title = about.get(&report.subject).cloned().unwrap_or_default();
                        (report, title)
                    })
                    .collect(),
                evidence: track::reports::evidence_of(tx, &owners)?,
                regimes: track::rules::regimes(tx)?,
                view,
                round,
                agencies,
                tally,
                more_waiting,
                names,
                questions,
                may_follow,
            })
        })
        .await
}

/// Titles of tasks and targets by id.
pub(super) fn about(view: &PlanView) -> HashMap<Id, String> {
    let tasks = view.tasks.iter().map(|row| {
        let title = format!("{} {}", row.task.code, row.task.text);
        (row.task.id.id(), title.trim().to_owned())
    });
    let targets = view.targets.iter().map(|row| (row.target.id.id(), row.target.measure.clone()));
    tasks.chain(targets).collect()
}
