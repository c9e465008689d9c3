//! Which base version and which decisions of the province hold on which days.
use crate::model::Overlay;
use base::Date;
use contracts::ProcedureId;

/// A base version's period.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Period {
    pub id: ProcedureId,
    pub version: i64,
    pub from: Date,
    pub to: Option<Date>,
}

/// Days on which one base and the same overlays hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    pub from: Date,
    /// First day no longer in it.
    pub to: Option<Date>,
    pub base: ProcedureId,
    /// Places in the list of overlays.
    pub overlays: Vec<usize>,
}

/// Cuts a window of days at every beginning and end.  Days without a base are left out.
pub(crate) fn segments(bases: &[Period], overlays: &[Overlay], from: Date, to: Option<Date>) -> Vec<Segment> {
    let inside = |day: &Date| *day > from && to.is_none_or(|end| *day < end);
    let mut cuts: Vec<Date> = bases
        .iter()
        .flat_map(|base| [Some(base.from), base.to])
        .chain(overlays.iter().flat_map(|overlay| [Some(overlay.effective_from), overlay.effective_to]))
        .flatten()
        .filter(inside)
        .collect();
    cuts.push(from);
    cuts.sort_unstable();
    cuts.dedup();
    let mut found = Vec::new();
    for (place, day) in cuts.iter().enumerate() {
        let end = cuts.get(place + 1).copied().or(to);
        let base = bases
            .iter()
            .filter(|base| base.from <= *day && base.to.is_none_or(|last| *day < last))
            .max_by_key(|base| base.version);
        if let Some(base) = base {
            let overlays = overlays
                .iter()
                .enumerate()
                .filter(|(_, overlay)| overlay.covers(*day))
                .map(|(at, _)| at)
                .collect();
            found.push(Segment { from: *day, to: end, base: base.id, overlays });
        }
    }
    found
}
