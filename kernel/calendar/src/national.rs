//! How the national index (QĐ 766/QĐ-TTg, formula annex 2.1) judges whether a dossier was in time: not as the citizen's
//! slip does, so both are computed and both are shown.
use crate::due::{Suspension, SuspensionKind};
use base::Timestamp;

/// The judgement of the national index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NationalTiming {
    /// The end of processing less the time between request and completion of supplements.
    pub counted_end: Timestamp,
    /// How many times a supplement was asked for.
    pub requests: usize,
    /// Late by the clock, or asked for supplement more than once.
    pub late: bool,
}

/// Judges a dossier by its **original** appointment `due` and the end of processing `finished` (status 9 before 10).
/// The time of supplements is taken off as it ran on the wall clock, in whole minutes; a request that was never
/// completed counts until `finished`.
#[must_use]
pub fn national_timing(due: Timestamp, finished: Timestamp, suspensions: &[Suspension]) -> NationalTiming {
    let asked = || {
        suspensions
            .iter()
            .filter(|suspension| suspension.kind == SuspensionKind::Supplement && suspension.from < finished)
    };
    let taken_off: i64 = asked()
        .map(|one| one.to.map_or(finished, |to| to.min(finished)).seconds_since(one.from).max(0))
        .sum();
    let counted_end = finished.plus_seconds(-taken_off);
    let requests = asked().count();
    NationalTiming { counted_end, requests, late: requests > 1 || counted_end > due }
}
