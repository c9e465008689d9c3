//! `/dieu-hanh`: what needs a decision, what has changed, six numbers, plans, indicators.
use super::Room;
use super::blocks::{
    Decision, Indicator, LiveWords, Plan, Tile, decisions, indicators, live_words, plans, tiles,
};
use super::words::{May, Values, changes, day, minute};
use crate::ops;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use policy::web::Cx;
use web::{Failure, Frame, Shell, page};

#[derive(Template)]
#[template(path = "today.html")]
struct TodayPage {
    frame: Frame,
    heading: String,
    v: Values,
    live: LiveWords,
    decisions: Vec<Decision>,
    /// Steps that wait for her own hands are elsewhere: rights tell only that there may be some.
    own_steps: bool,
    own_dossiers: bool,
    tiles: Vec<Tile>,
    plans: Vec<Plan>,
    indicators: Vec<Indicator>,
    /// With which day it is compared, and the sentences; none on the first day.
    changes: Option<(String, Vec<(String, String)>)>,
}

/// GET `/dieu-hanh`.
pub(super) async fn show_operations(
    State(room): State<Room>,
    shell: Shell,
    Cx(cx): Cx,
) -> Result<Response, Failure> {
    let view = ops::view(&room.deps, &cx).await?;
    let lang = shell.lang();
    let as_of = lang.with("ioc-as-of", &[("time", minute(view.now.at)), ("day", day(&lang, view.now.at))]);
    let frame = shell.frame("ioc-title").at_work().as_of(as_of);
    let may = May::of(&frame);
    let v = Values::of(&view.now);
    Ok(page(TodayPage {
        heading: lang.with("ioc-heading", &[("day", day(&lang, view.now.at))]),
        live: live_words(&lang, &view.now, v.get("shape")),
        decisions: decisions(&lang, may, &view.now),
        own_steps: frame.may("workflow.act"),
        own_dossiers: may.dossiers,
        tiles: tiles(&lang, may, &view.now),
        plans: plans(&lang, may, &view.now),
        indicators: indicators(&lang, may, &view),
        changes: changes(&lang, may, &view.now, view.before.as_ref()),
        v,
        frame,
    }))
}
