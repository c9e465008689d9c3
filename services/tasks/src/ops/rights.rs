//! Who may see an assignment, who may do it, who may decide on it.
use crate::errors::Refused;
use crate::model::{Assignment, Helper};
use policy::{Authorized, Holding, OpContext};

/// Permission to assign, answer and confirm.
pub(super) const ASSIGN: policy::Permission = "tasks.assign";
/// Permission to do the work of one's own agency.
pub(super) const DO: policy::Permission = "tasks.do";

/// What one person may do with one assignment.
#[derive(Clone, Debug, Default)]
pub struct Rights {
    pub see: bool,
    /// The agency that does it: accept, report, ask, hand in.
    pub work: bool,
    /// The position in which she decides: it lies in the agency that assigned.
    pub decide: Option<Holding>,
}

/// The position by which somebody decides: any with the right to assign in the agency that assigned, so that work does
/// not wait for one person's leave.
fn deciding(cx: &OpContext, row: &Assignment) -> Option<Holding> {
    let grants = cx.standing.grants.iter().filter(|grant| grant.permission == ASSIGN);
    grants
        .filter_map(|grant| cx.standing.holding(grant.holding))
        .find(|holding| holding.agency == row.assigner)
        .cloned()
}

impl Rights {
    /// The rights of the person in `cx` over `row`; `helpers` are those of its root.
    #[must_use]
    pub fn of(cx: &OpContext, row: &Assignment, helpers: &[Helper]) -> Self {
        let works = |agency| cx.require(DO, agency).is_ok();
        let work = row.agency.is_some_and(works);
        let decide = deciding(cx, row);
        let own = cx.actor.account() == Some(row.assigned_by) && cx.standing.holds(ASSIGN);
        let above = cx.require(ASSIGN, row.agency.unwrap_or(row.assigner)).is_ok();
        let helps = helpers.iter().any(|helper| works(helper.agency));
        Self { see: work || decide.is_some() || own || above || helps, work, decide }
    }
}

/// Lets the agency that works through; a stranger learns nothing.
pub(super) fn as_worker(cx: &OpContext, row: Assignment) -> Result<Authorized<Assignment>, Refused> {
    cx.authorize(DO, row).map_err(|_| Refused::NotFound)
}

/// Lets the agency that assigned through; a stranger learns nothing.
pub(super) fn as_assigner(cx: &OpContext, row: Assignment) -> Result<Authorized<Assignment>, Refused> {
    let holding = deciding(cx, &row).ok_or(Refused::NotFound)?;
    cx.authorize_by(ASSIGN, holding, row).map_err(|_| Refused::NotFound)
}
