//! The graph that a definition draws: who is reached from where, and within which splits.
use crate::model::{Definition, Route, Step, StepKind};
use std::collections::BTreeSet;

/// Splits within splits.
pub const DEPTH_MAX: usize = 6;

/// What is odd about the splits of a definition; steps by index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Oddity {
    /// Reached both inside and outside of a split, or inside different ones.
    TwoLevels(u16),
    /// A join that no split leads to.
    JoinWithoutSplit(u16),
    /// No branch of the split reaches a join.
    SplitWithoutJoin(u16),
    /// Branches of the split meet in different joins.
    DifferentJoins(u16),
    /// A branch goes back to before its split by an ordinary route, or splits are nested too deep.
    TooDeep(u16),
}

/// For each step the splits around it, outermost first; none for steps that routes never reach.  A step that only a
/// way back reaches stands where the walk from it would: outside of all splits.
pub fn levels(definition: &Definition) -> Vec<Option<Vec<u16>>> {
    walk(definition).0
}

/// Whether `join` is where the branches of `split` meet.  A token that was sent back into a branch from outside of
/// its split passes the join as it passes any step.
pub fn closes(definition: &Definition, split: u16, join: u16) -> bool {
    walk(definition).2.get(usize::from(split)).is_some_and(|met| met.contains(&join))
}

pub fn oddities(definition: &Definition) -> BTreeSet<Oddity> {
    walk(definition).1
}

/// Levels, oddities, and for each split its joins.
type Walk = (Vec<Option<Vec<u16>>>, BTreeSet<Oddity>, Vec<BTreeSet<u16>>);

fn walk(definition: &Definition) -> Walk {
    let mut levels: Vec<Option<Vec<u16>>> = vec![None; definition.steps.len()];
    let mut odd = BTreeSet::new();
    let mut joins: Vec<BTreeSet<u16>> = vec![BTreeSet::new(); definition.steps.len()];
    let returns = definition.steps.iter().flat_map(|step| &step.may_return_to);
    let starts = std::iter::once(&definition.start).chain(returns).filter_map(|key| definition.index(key));
    for start in starts {
        if levels.get(usize::from(start)).is_some_and(Option::is_none) {
            let mut open = vec![(start, Vec::new())];
            while let Some((at, around)) = open.pop() {
                visit(definition, at, around, &mut levels, &mut joins, &mut odd, &mut open);
            }
        }
    }
    for (at, step) in (0_u16..).zip(&definition.steps) {
        let reached = levels.get(usize::from(at)).is_some_and(Option::is_some);
        let met = joins.get(usize::from(at)).map_or(0, BTreeSet::len);
        if step.split && reached && met == 0 {
            odd.insert(Oddity::SplitWithoutJoin(at));
        }
        if met > 1 {
            odd.insert(Oddity::DifferentJoins(at));
        }
        if step.join && reached && !joins.iter().any(|met| met.contains(&at)) {
            odd.insert(Oddity::JoinWithoutSplit(at));
        }
    }
    (levels, odd, joins)
}

/// Notes the level of one step and adds the steps behind it.
fn visit(
    definition: &Definition,
    at: u16,
    mut around: Vec<u16>,
    levels: &mut [Option<Vec<u16>>],
    joins: &mut [BTreeSet<u16>],
    odd: &mut BTreeSet<Oddity>,
    open: &mut Vec<(u16, Vec<u16>)>,
) {
    let (Some(step), Some(level)) = (definition.at(at), levels.get_mut(usize::from(at))) else { return };
    // A token from outside of the split (by a way back) passes a join as it passes any step.
    if step.join
        && let Some(met) = around.pop().and_then(|split| joins.get_mut(usize::from(split)))
    {
        met.insert(at);
    }
    match level {
        Some(known) if *known == around => return,
        Some(_) => {
            odd.insert(Oddity::TwoLevels(at));
            return;
        }
        None => *level = Some(around.clone()),
    }
    if step.split {
        around.push(at);
        if around.len() > DEPTH_MAX {
            odd.insert(Oddity::TooDeep(at));
            return;
        }
    }
    let next = step.routes.iter().filter(|route| !route.ends());
    open.extend(next.filter_map(|route| definition.index(&route.to)).map(|to| (to, around.clone())));
}

/// Steps reached from the start by routes and ways back.
pub fn reached(definition: &Definition) -> Vec<bool> {
    let mut seen = vec![false; definition.steps.len()];
    let mut open: Vec<u16> = definition.index(&definition.start).into_iter().collect();
    while let Some(at) = open.pop() {
        let Some(mark) = seen.get_mut(usize::from(at)) else { continue };
        if std::mem::replace(mark, true) {
            continue;
        }
        let Some(step) = definition.at(at) else { continue };
        let targets = step.routes.iter().map(|route| &route.to).chain(&step.may_return_to);
        open.extend(targets.filter_map(|key| definition.index(key)));
    }
    seen
}

/// Steps from which some chain of routes ends the process.
pub fn ending(definition: &Definition) -> Vec<bool> {
    let mut ends: Vec<bool> =
        definition.steps.iter().map(|step| step.routes.iter().any(Route::ends)).collect();
    loop {
        let more: Vec<usize> = definition
            .steps
            .iter()
            .enumerate()
            .filter(|(at, step)| {
                !ends.get(*at).copied().unwrap_or(true)
                    && step.routes.iter().any(|route| {
                        let to = definition.index(&route.to).map(usize::from);
                        to.and_then(|to| ends.get(to)).copied().unwrap_or(false)
                    })
            })
            .map(|(at, _)| at)
            .collect();
        if more.is_empty() {
            return ends;
        }
        for at in more {
            if let Some(mark) = ends.get_mut(at) {
                *mark = true;
            }
        }
    }
}

/// The first step at which something drafted at `from` reaches the desk or the end without having been signed; none when
/// every way passes an approval.
pub fn leaves_unsigned(definition: &Definition, from: &str) -> Option<String> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&Step> = definition.step(from).into_iter().collect();
    while let Some(step) = open.pop() {
        if step.kind == StepKind::Approve || !seen.insert(&step.key) {
            continue;
        }
        // A branch that ends at its split leaves the others to go on.
        let ends = !step.split && step.routes.iter().any(Route::ends);
        if step.kind == StepKind::Desk || ends {
            return Some(step.key.clone());
        }
        open.extend(step.routes.iter().filter_map(|route| definition.step(&route.to)));
    }
    None
}
