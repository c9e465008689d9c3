//! What the planner sees of a text: one page of doubts, of findings of a kind, or of lines that nothing was made of, with
//! the text around them.
use super::correct::{DOUBTS_MAX, PLAN};
use super::doubts::{AGENCY, is_about_name};
use crate::Deps;
use crate::errors::Refused;
use crate::model::plan::Plan;
use crate::model::source::{AgencyName, Doubt, Finding, FindingKind, MUST, PlanSource, SourceLine};
use crate::rules::likeness::Wording;
use crate::rules::meaning;
use crate::store::{doubts, findings, names, plans, sources};
use base::Date;
use contracts::{AccountId, AgencyFact, AgencyId, FindingId, PlanId, PlanSourceId};
use db::{DbError, Tx};
use policy::OpContext;
use std::collections::BTreeSet;

/// Items on one page.
pub const ITEMS: usize = 20;
/// Lines of the text beside them, and of the page of unused lines.
const LINES: usize = 160;
const LINES_OF_ITEM: i64 = 12;

/// Which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// From the n-th doubt on.
    Doubts(usize),
    /// From a position on.
    Findings(FindingKind, i64),
    /// From a line on.
    Unused(i64),
}

/// A doubt with what is known of the name it is about.
#[derive(Clone, Debug)]
pub struct DoubtLook {
    pub doubt: Doubt,
    pub name: Option<NameLook>,
}

impl DoubtLook {
    /// It stands at no line.
    #[must_use]
    pub fn is_of_whole_text(&self) -> bool {
        self.doubt.line <= 1 && self.doubt.finding.is_none() && self.name.is_none()
    }
}

#[derive(Clone, Debug)]
pub struct NameLook {
    pub name: AgencyName,
    /// What it means now.
    pub chosen: Vec<AgencyFact>,
    /// Whom it may mean, with the reason; the likeliest first.
    pub candidates: Vec<(AgencyFact, &'static str)>,
}

#[derive(Clone, Debug)]
pub enum Items {
    Doubts(Vec<DoubtLook>),
    Findings(Vec<Finding>),
    /// The lines themselves stand in [`Look::lines`].
    Unused,
}

/// One page.
#[derive(Clone, Debug)]
pub struct Look {
    pub source: PlanSource,
    /// Of each kind: all, and dropped ones.
    pub counts: Vec<(FindingKind, i64, i64)>,
    /// Doubts that must be settled, and all that are open.
    pub must: i64,
    pub open: i64,
    /// Lines with words that no finding stands on.
    pub unused: usize,
    pub items: Items,
    pub lines: Vec<SourceLine>,
    /// Where the next page begins.
    pub next: Option<i64>,
    pub earlier: Option<Plan>,
    pub plan: Option<Plan>,
    /// Who else changed something in the last ten minutes.
    pub others: Vec<AccountId>,
}

/// Reads one page.
///
/// # Errors
/// [`Refused::NotFound`]; no right.
pub async fn look(deps: &Deps, cx: &OpContext, id: PlanSourceId, want: Want) -> Result<Look, Refused> {
    cx.require_anywhere(PLAN)?;
    let (deps, cx) = (deps.clone(), cx.clone());
    deps.db
        .clone()
        .read(move |tx| {
            let source =
                sources::by_id(tx, id)?.filter(|row| row.state != "loading").ok_or(Refused::NotFound)?;
            let counts = findings::counts(tx, id)?;
            let open = doubts::open(tx, id)?;
            let unused = unused_lines(tx, id)?;
            let (items, lines, next) = match want {
                Want::Doubts(from) => doubts_page(tx, &deps, &cx, id, from)?,
                Want::Findings(kind, from) => findings_page(tx, id, kind, from)?,
                Want::Unused(from) => unused_page(tx, id, &unused, from)?,
            };
            let earlier = source.earlier.map(|plan| plans::plan_by_id(tx, plan)).transpose()?.flatten();
            let adopted: Option<PlanId> = sources::adopted_from(tx, id)?;
            let plan = adopted.map(|plan| plans::plan_by_id(tx, plan)).transpose()?.flatten();
            let me = cx.actor.account();
            let since = cx.now.plus_seconds(-600);
            let others = findings::people(tx, id, since)?;
            Ok(Look {
                must: open.iter().filter(|(weight, _)| *weight <= MUST).map(|(_, n)| n).sum(),
                open: open.iter().map(|(_, n)| n).sum(),
                unused: unused.len(),
                others: others.into_iter().filter(|who| Some(*who) != me).collect(),
                source,
                counts,
                items,
                lines,
                next,
                earlier,
                plan,
            })
        })
        .await
}

type PageOf = (Items, Vec<SourceLine>, Option<i64>);

fn doubts_page(
    tx: &mut Tx<'_>,
    deps: &Deps,
    cx: &OpContext,
    id: PlanSourceId,
    from: usize,
) -> Result<PageOf, DbError> {
    let mut all = doubts::of_source(tx, id, DOUBTS_MAX)?;
    // What is open first; within, the heaviest first and then the order of the text.
    all.sort_by_key(|doubt| {
        (doubt.settled_at.is_some(), doubt.weight, !is_about_name(&doubt.code), doubt.line)
    });
    let next = (all.len() > from + ITEMS).then(|| i64::try_from(from + ITEMS).unwrap_or(i64::MAX));
    let mut shown = Vec::new();
    for doubt in all.into_iter().skip(from).take(ITEMS) {
        let name = if is_about_name(&doubt.code) { name_of(tx, deps, cx, id, &doubt)? } else { None };
        shown.push(DoubtLook { doubt, name });
    }
    let places: Vec<(i64, i64)> = shown
        .iter()
        .filter(|one| !one.is_of_whole_text())
        .map(|one| (one.doubt.line, one.doubt.end_line))
        .collect();
    let lines = lines_around(tx, id, &places)?;
    Ok((Items::Doubts(shown), lines, next))
}

fn name_of(
    tx: &mut Tx<'_>,
    deps: &Deps,
    cx: &OpContext,
    id: PlanSourceId,
    doubt: &Doubt,
) -> Result<Option<NameLook>, DbError> {
    let key = doubt.args.get("key").and_then(serde_json::Value::as_str).unwrap_or_default();
    let Some(name) = names::by_key(tx, id, key)? else { return Ok(None) };
    let all = names::choices(tx, id)?;
    let ids: Vec<AgencyId> = all.into_iter().filter(|(of, _)| of == key).map(|(_, agency)| agency).collect();
    let chosen = deps.directory.agencies(tx, &ids)?;
    let on: Date = cx.now.date();
    let mut candidates: Vec<(AgencyFact, &'static str)> = Vec::new();
    if doubt.settled_at.is_none() {
        if let meaning::Meaning::Named { names, .. } = meaning::of(&name.printed, None) {
            for printed in names {
                let found = deps.names.candidates(tx, &printed, on)?;
                if !found.is_empty() {
                    candidates = found.into_iter().map(|one| (one.agency, one.reason)).collect();
                    break;
                }
            }
        }
        if doubt.code == AGENCY && candidates.is_empty() {
            // Nobody bears the name: the departments, those first whose names share most words with it.
            let mut rest = deps.names.of_group(tx, meaning::DEPARTMENTS, on)?;
            let wanted = Wording::of(&name.printed);
            rest.sort_by_cached_key(|one| std::cmp::Reverse(wanted.within(&Wording::of(&one.name))));
            candidates = rest.into_iter().map(|one| (one, "")).collect();
        }
    }
    Ok(Some(NameLook { name, chosen, candidates }))
}

fn findings_page(tx: &mut Tx<'_>, id: PlanSourceId, kind: FindingKind, from: i64) -> Result<PageOf, DbError> {
    let limit = i64::try_from(ITEMS + 1).unwrap_or(i64::MAX);
    let mut rows = findings::of_kind(tx, id, kind, from, limit)?;
    let next = rows.get(ITEMS).map(|row| row.position);
    rows.truncate(ITEMS);
    let places: Vec<(i64, i64)> = rows.iter().map(|row| (row.line, row.end_line)).collect();
    let lines = lines_around(tx, id, &places)?;
    Ok((Items::Findings(rows), lines, next))
}

fn unused_page(tx: &mut Tx<'_>, id: PlanSourceId, unused: &[i64], from: i64) -> Result<PageOf, DbError> {
    let after: Vec<i64> = unused.iter().copied().filter(|line| *line >= from).take(LINES + 1).collect();
    let next = after.get(LINES).copied();
    let shown: BTreeSet<i64> = after.into_iter().take(LINES).collect();
    let mut lines = Vec::new();
    for (first, last) in runs(&shown) {
        lines.extend(
            sources::lines(tx, id, first, last)?.into_iter().filter(|line| shown.contains(&line.line)),
        );
    }
    Ok((Items::Unused, lines, next))
}

/// Lines with words on which no finding stands.
fn unused_lines(tx: &mut Tx<'_>, id: PlanSourceId) -> Result<Vec<i64>, DbError> {
    let used = findings::used_lines(tx, id)?;
    let mut covered = used.into_iter().peekable();
    let mut end = 0;
    let mut out = Vec::new();
    for line in sources::worded_lines(tx, id)? {
        while let Some((_, last)) = covered.next_if(|(first, _)| *first <= line) {
            end = end.max(last);
        }
        if line > end {
            out.push(line);
        }
    }
    Ok(out)
}

/// The lines of the places with one more before and behind each, without repetition.
fn lines_around(
    tx: &mut Tx<'_>,
    id: PlanSourceId,
    places: &[(i64, i64)],
) -> Result<Vec<SourceLine>, DbError> {
    let mut wanted: BTreeSet<i64> = BTreeSet::new();
    for (first, last) in places.iter().filter(|(first, _)| *first > 0) {
        let last = (*last).min(first + LINES_OF_ITEM);
        wanted.extend((first - 1).max(1)..=last + 1);
        if wanted.len() > LINES {
            break;
        }
    }
    let mut lines = Vec::new();
    for (first, last) in runs(&wanted) {
        lines.extend(sources::lines(tx, id, first, last)?);
    }
    Ok(lines)
}

/// Runs of numbers that follow each other closely, `(first, last)`.
fn runs(numbers: &BTreeSet<i64>) -> Vec<(i64, i64)> {
    let mut out: Vec<(i64, i64)> = Vec::new();
    for number in numbers {
        match out.last_mut() {
            Some((_, last)) if *number <= *last + 1 => *last = *number,
            _ => out.push((*number, *number)),
        }
    }
    out
}

/// One finding with its text, for the page where it is changed.
#[derive(Clone, Debug)]
pub struct FindingLook {
    pub source: PlanSource,
    pub finding: Finding,
    pub lines: Vec<SourceLine>,
}

/// Reads one finding with ten lines around it.
///
/// # Errors
/// [`Refused::NotFound`]; no right.
pub async fn look_finding(
    deps: &Deps,
    cx: &OpContext,
    source: PlanSourceId,
    id: FindingId,
) -> Result<FindingLook, Refused> {
    cx.require_anywhere(PLAN)?;
    deps.db
        .read(move |tx| {
            let finding =
                findings::by_id(tx, id)?.filter(|row| row.source == source).ok_or(Refused::NotFound)?;
            let source = sources::by_id(tx, source)?.ok_or(Refused::NotFound)?;
            let (first, last) = (finding.line - 5, finding.end_line.min(finding.line + 40) + 5);
            let lines = sources::lines(tx, source.id, first, last)?;
            Ok(FindingLook { source, finding, lines })
        })
        .await
}

/// The text alone, with lines around one.
///
/// # Errors
/// [`Refused::NotFound`]; no right.
pub async fn look_source(
    deps: &Deps,
    cx: &OpContext,
    id: PlanSourceId,
    line: i64,
) -> Result<(PlanSource, Vec<SourceLine>), Refused> {
    cx.require_anywhere(PLAN)?;
    deps.db
        .read(move |tx| {
            let source = sources::by_id(tx, id)?.ok_or(Refused::NotFound)?;
            let lines = if line > 0 { sources::lines(tx, id, line - 5, line + 8)? } else { Vec::new() };
            Ok((source, lines))
        })
        .await
}

/// Whom a plan may be followed by, and which plans a text may change.
#[derive(Clone, Debug)]
pub struct IdentityChoices {
    pub source: PlanSource,
    pub standing: Vec<AgencyFact>,
    pub plans: Vec<Plan>,
}

/// # Errors
/// [`Refused::NotFound`]; no right.
pub async fn look_identity(
    deps: &Deps,
    cx: &OpContext,
    id: PlanSourceId,
) -> Result<IdentityChoices, Refused> {
    cx.require_anywhere(PLAN)?;
    let (names, directory, on) = (deps.names.clone(), deps.directory.clone(), cx.now.date());
    deps.db
        .read(move |tx| {
            let source = sources::by_id(tx, id)?.ok_or(Refused::NotFound)?;
            let mut standing = names.of_group(tx, meaning::DEPARTMENTS, on)?;
            if let Some(chosen) =
                source.identity.standing.filter(|id| standing.iter().all(|one| one.id != *id))
            {
                standing.extend(directory.agencies(tx, &[chosen])?);
            }
            let plans = plans::plans_in(tx, "in_force", 200)?;
            Ok(IdentityChoices { source, standing, plans })
        })
        .await
}

/// Texts being corrected and plans in force.
#[derive(Clone, Debug)]
pub struct PlanList {
    pub plans: Vec<Plan>,
    pub ended: Vec<Plan>,
    pub standing: Vec<AgencyFact>,
    /// With the number of doubts that must be settled; empty for who may not correct.
    pub texts: Vec<(PlanSource, i64)>,
}

/// # Errors
/// No right.
pub async fn list_plans(deps: &Deps, cx: &OpContext) -> Result<PlanList, Refused> {
    cx.require_anywhere("programme.read")?;
    let planner = cx.require_anywhere(PLAN).is_ok();
    let directory = deps.directory.clone();
    deps.db
        .read(move |tx| {
            let plans = plans::plans_in(tx, "in_force", 200)?;
            let mut ended = plans::plans_in(tx, "amended", 50)?;
            ended.extend(plans::plans_in(tx, "replaced", 50)?);
            let ids: Vec<AgencyId> = plans.iter().map(|plan| plan.standing).collect();
            let standing = directory.agencies(tx, &ids)?;
            let mut texts = Vec::new();
            if planner {
                for source in sources::in_state(tx, "reading", 50)? {
                    let open = doubts::open(tx, source.id)?;
                    let must = open.into_iter().filter(|(weight, _)| *weight <= MUST).map(|(_, n)| n).sum();
                    texts.push((source, must));
                }
            }
            Ok(PlanList { plans, ended, standing, texts })
        })
        .await
}

/// A text as the operator at the command line sees it.
#[derive(Clone, Debug)]
pub struct TextState {
    pub source: PlanSource,
    /// Of each kind: all, and dropped ones.
    pub counts: Vec<(FindingKind, i64, i64)>,
    /// Doubts that must be settled.
    pub must: Vec<Doubt>,
    /// All that are open.
    pub open: i64,
    pub plan: Option<Plan>,
}

/// Blocks.
///
/// # Errors
/// [`Refused::NotFound`]; `Denied` for anybody but the program itself.
pub fn look_as_operator(deps: &Deps, cx: &OpContext, id: PlanSourceId) -> Result<TextState, Refused> {
    cx.authorize_system(PLAN, ())?;
    deps.db.read_blocking(move |tx| {
        let source = sources::by_id(tx, id)?.ok_or(Refused::NotFound)?;
        let counts = findings::counts(tx, id)?;
        let mut open = doubts::of_source(tx, id, DOUBTS_MAX)?;
        open.retain(|doubt| doubt.settled_at.is_none());
        let adopted: Option<PlanId> = sources::adopted_from(tx, id)?;
        let plan = adopted.map(|plan| plans::plan_by_id(tx, plan)).transpose()?.flatten();
        let all = i64::try_from(open.len()).unwrap_or(i64::MAX);
        open.retain(|doubt| doubt.weight <= MUST);
        Ok(TextState { source, counts, must: open, open: all, plan })
    })
}
