//! Sums of a plan's money by source and year.
use crate::model::money::{MoneyLine, MoneyTotal, Stage, Stages};
use std::collections::BTreeMap;

/// Adds what is known; unknown and unknown stay unknown.
fn add(sum: &mut Stages, more: &Stages) {
    for stage in Stage::ALL {
        let both = match (sum.get(stage), more.get(stage)) {
            (Some(a), Some(b)) => Some(a.saturating_add(b)),
            (a, b) => a.or(b),
        };
        sum.set(stage, both);
    }
}

/// One total for each year and source, by year, then source as printed.  The plan's own sums are left out where the year
/// has lines of its own: nothing counts twice.
#[must_use]
pub fn totals(lines: &[MoneyLine]) -> Vec<MoneyTotal> {
    let detailed = |year: Option<i64>| lines.iter().any(|line| line.year == year && !line.is_sum);
    let mut sums: BTreeMap<(Option<i64>, &str), Stages> = BTreeMap::new();
    for line in lines.iter().filter(|line| !line.is_sum || !detailed(line.year)) {
        add(sums.entry((line.year, line.source.as_str())).or_default(), &line.stages);
    }
    sums.into_iter()
        .map(|((year, source), stages)| MoneyTotal { source: source.to_owned(), year, stages })
        .collect()
}

/// The sum of totals.
#[must_use]
pub fn overall<'a>(all: impl IntoIterator<Item = &'a MoneyTotal>) -> Stages {
    let mut sum = Stages::default();
    for total in all {
        add(&mut sum, &total.stages);
    }
    sum
}

/// The stage that a new amount would overtake: more is allotted than estimated, contracted than allotted, paid than
/// contracted.  Such an amount needs words.
#[must_use]
pub fn overtakes(stages: &Stages, stage: Stage, dong: i64) -> Option<Stage> {
    let before = stage.before()?;
    stages.get(before).is_some_and(|known| dong > known).then_some(before)
}
