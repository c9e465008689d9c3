//! A fan-out gathered again from its parts.
use crate::model::Phase;
use base::{Date, Timestamp};

/// What is read of a part.
#[derive(Clone, Copy, Debug)]
pub struct PartFact {
    pub phase: Phase,
    pub due: Date,
    pub late: bool,
    pub percent: i64,
    pub waits_since: Option<Timestamp>,
}

/// The parent as its parts make it; withdrawn parts count for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gathered {
    pub phase: Phase,
    /// The nearest day among the parts that run; none: none runs.
    pub due: Option<Date>,
    pub late: bool,
    /// Mean of the parts, a done one counting 100.
    pub percent: i64,
    pub waits_since: Option<Timestamp>,
    pub done: i64,
    pub submitted: i64,
    /// Parts that were not withdrawn.
    pub of: i64,
}

/// Gathers the parts of one fan-out.
#[must_use]
pub fn gather(parts: &[PartFact]) -> Gathered {
    let count = |phase| i64::try_from(parts.iter().filter(|part| part.phase == phase).count()).unwrap_or(0);
    let (given, submitted, done) = (count(Phase::Given), count(Phase::Submitted), count(Phase::Done));
    let of = i64::try_from(parts.len()).unwrap_or(0) - count(Phase::Withdrawn);
    let phase = match () {
        () if of == 0 => Phase::Withdrawn,
        () if done == of => Phase::Done,
        () if done + submitted == of => Phase::Submitted,
        () if given == of => Phase::Given,
        () => Phase::Accepted,
    };
    let sum: i64 = parts
        .iter()
        .map(|part| match part.phase {
            Phase::Done => 100,
            Phase::Withdrawn => 0,
            _ => part.percent,
        })
        .sum();
    Gathered {
        phase,
        due: parts.iter().filter(|part| part.phase.is_running()).map(|part| part.due).min(),
        late: parts.iter().any(|part| part.phase == Phase::Done && part.late),
        percent: if of == 0 { 0 } else { sum / of },
        waits_since: parts.iter().filter_map(|part| part.waits_since).min(),
        done,
        submitted,
        of,
    }
}
