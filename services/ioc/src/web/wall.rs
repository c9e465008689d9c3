//! `/dieu-hanh/man-hinh`: the same numbers for a wall, one part after another; without the script all stand below each
//! other.
use super::Room;
use super::blocks::{Indicator, LiveWords, Plan, Tile, indicators, live_words, plans, tiles};
use super::words::{May, Values, changes, day};
use crate::ops;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use policy::web::Cx;
use web::{Failure, Frame, Shell, page};

#[derive(Template)]
#[template(path = "wall.html")]
struct WallPage {
    frame: Frame,
    heading: String,
    today: String,
    v: Values,
    live: LiveWords,
    tiles: Vec<Tile>,
    plans: Vec<Plan>,
    indicators: Vec<Indicator>,
    changes: Option<(String, Vec<(String, String)>)>,
}

/// GET `/dieu-hanh/man-hinh`.
pub(super) async fn show_wall(
    State(room): State<Room>,
    shell: Shell,
    Cx(cx): Cx,
) -> Result<Response, Failure> {
    let view = ops::view(&room.deps, &cx).await?;
    let lang = shell.lang();
    let frame = shell.frame("ioc-wall-title").on_wall();
    let may = May::of(&frame);
    let v = Values::of(&view.now);
    Ok(page(WallPage {
        heading: lang.with("ioc-wall-heading", &[("province", frame.province.as_str())]),
        today: day(&lang, view.now.at),
        live: live_words(&lang, &view.now, v.get("shape")),
        tiles: tiles(&lang, may, &view.now),
        plans: plans(&lang, may, &view.now),
        indicators: indicators(&lang, may, &view),
        changes: changes(&lang, may, &view.now, view.before.as_ref()),
        v,
        frame,
    }))
}
