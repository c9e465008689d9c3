//! The written report of a round for whoever downloads it.
use super::track::view::{Ports, plan_of};
use super::track::{FOLLOW, READ, RoundReport, TrackRefused, round_report};
use crate::Deps;
use crate::report::Office;
use crate::store::track;
use contracts::AgencyId;
use db::{DbError, Tx};
use policy::OpContext;

/// The standing office may at any time; others once the round is closed.  The download is written down before the answer;
/// `format` is `docx` or `pdf`.
///
/// # Errors
/// No right, no such plan or round.
pub async fn draw_report(
    deps: &Deps,
    cx: &OpContext,
    slug: &str,
    code: &str,
    format: &'static str,
) -> Result<(RoundReport, Office), TrackRefused> {
    cx.scope(READ)?;
    let (ports, slug, code, asked) = (Ports::of(deps), slug.to_owned(), code.to_owned(), cx.clone());
    let (report, office, holding) = deps
        .db
        .read(move |tx| {
            let plan = plan_of(tx, &slug)?;
            let round = track::rounds::round_by_code(tx, plan.id, &code)?.ok_or(TrackRefused::NoSuch)?;
            let holding = match asked.require(FOLLOW, plan.standing) {
                Ok(holding) => Some(holding),
                Err(_) if !round.open => None,
                Err(denied) => return Err(denied.into()),
            };
            let office = office(tx, &ports, plan.standing)?;
            let report = round_report(tx, &ports, plan, round, asked.now)?;
            Ok::<_, TrackRefused>((report, office, holding))
        })
        .await?;
    let (cx, id, plan, round) = (cx.clone(), report.round.id, report.plan.id, report.round.code.clone());
    deps.db
        .write(move |tx| {
            let detail = serde_json::json!({ "plan": plan, "round": round, "format": format });
            policy::audit(tx, &cx, "programme.report_drawn", id.id(), holding.as_ref(), &detail)?;
            Ok::<_, TrackRefused>(())
        })
        .await?;
    Ok((report, office))
}

/// The agency above, and the name of the province or commune in front of the date.
fn office(tx: &mut Tx<'_>, ports: &Ports, standing: AgencyId) -> Result<Office, DbError> {
    let Some(own) = ports.directory.agencies(tx, &[standing])?.pop() else { return Ok(Office::default()) };
    let superior = match own.parent {
        Some(parent) => ports.directory.agencies(tx, &[parent])?.pop().map(|agency| agency.name),
        None => None,
    };
    let unit = ports.directory.units(tx, &[own.unit])?.pop();
    let full = unit.map(|unit| unit.full_name).unwrap_or_default();
    let kinds = ["Tỉnh ", "tỉnh ", "Thành phố ", "thành phố ", "Xã ", "Phường ", "Đặc khu "];
    let place = kinds.iter().find_map(|kind| full.strip_prefix(kind)).unwrap_or(&full).to_owned();
    Ok(Office { superior, place })
}
