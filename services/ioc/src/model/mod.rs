//! What the page knows of one moment, and what is kept of a day.
use base::Timestamp;
use contracts::{AssignmentCounts, IndicatorFact, Measured, PathCounts, PlanSummary, PublicFigures};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything the page shows, read in one transaction.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub at: Timestamp,
    pub figures: PublicFigures,
    pub assignments: AssignmentCounts,
    pub plans: Vec<PlanSummary>,
    pub indicators: Vec<Pinned>,
}

/// An indicator on the page.
#[derive(Clone, Debug)]
pub struct Pinned {
    pub fact: IndicatorFact,
    /// None: nobody reported, nothing counted yet.
    pub measured: Option<Measured>,
}

/// How many of a plan's lines stand in each state, as kept: met, on course, at risk, missed, no data.
pub type Kept = [i64; 5];

#[must_use]
pub fn kept(counts: &PathCounts) -> Kept {
    [counts.met, counts.on_course, counts.at_risk, counts.missed, counts.no_data]
}

/// A plan as kept of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanMark {
    pub targets: Kept,
    pub tasks: Kept,
}

/// What is kept of a day; fields are added only with a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayMarks {
    #[serde(default)]
    pub received: i64,
    #[serde(default)]
    pub late: i64,
    #[serde(default)]
    pub overdue: i64,
    #[serde(default)]
    pub awaiting: i64,
    /// By the plan's id.
    #[serde(default)]
    pub plans: BTreeMap<String, PlanMark>,
    /// By the indicator's code: the decimal as normalised text.
    #[serde(default)]
    pub indicators: BTreeMap<String, String>,
}

impl DayMarks {
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Self {
        let value = |pinned: &Pinned| {
            let measured = pinned.measured.as_ref()?;
            Some((pinned.fact.code.clone(), measured.value?.normalize().to_string()))
        };
        Self {
            received: snapshot.figures.received_today,
            late: snapshot.figures.late_now,
            overdue: snapshot.assignments.overdue,
            awaiting: snapshot.assignments.awaiting_confirmation,
            plans: snapshot
                .plans
                .iter()
                .map(|plan| {
                    let mark = PlanMark { targets: kept(&plan.targets), tasks: kept(&plan.tasks) };
                    (plan.id.to_string(), mark)
                })
                .collect(),
            indicators: snapshot.indicators.iter().filter_map(value).collect(),
        }
    }
}

/// An earlier day of the book.
#[derive(Clone, Debug)]
pub struct Before {
    pub taken_at: Timestamp,
    pub marks: DayMarks,
}

/// One difference from an earlier day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Late {
        from: i64,
        to: i64,
    },
    Overdue {
        from: i64,
        to: i64,
    },
    Awaiting {
        from: i64,
        to: i64,
    },
    /// A plan came into force.
    PlanNew {
        plan: usize,
    },
    /// More or fewer lines of a plan are missed.
    Missed {
        plan: usize,
        targets: bool,
        from: i64,
        to: i64,
    },
    /// More or fewer lines of a plan are at risk.
    AtRisk {
        plan: usize,
        targets: bool,
        from: i64,
        to: i64,
    },
    Indicator {
        indicator: usize,
        from: Decimal,
        to: Decimal,
    },
}
