//! The leader's first page, its wall and its stream.
mod blocks;
mod today;
mod wall;
mod words;

use crate::{Deps, ops, rules};
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use web::{Access, Failure, Feed, FeedLimits, Form, Reading, RouteKind, Shell};

const VIEW: Access = Access::Permission("ioc.view");
pub(crate) const LIVE: &str = "/dieu-hanh/song";

#[derive(Clone)]
pub(crate) struct Room {
    pub deps: Deps,
    pub feed: Feed,
}

/// The one reader of the process.
pub(crate) fn feed(deps: &Deps, limits: FeedLimits) -> Feed {
    let deps = deps.clone();
    Feed::new("ioc", limits, move || -> Reading {
        let deps = deps.clone();
        Box::pin(async move {
            let snapshot = ops::read_live(&deps).await.map_err(|error| error.to_string())?;
            Ok(rules::values(&snapshot))
        })
    })
}

/// The routes of this crate.
pub(crate) fn routes(deps: &Deps) -> Vec<web::Route> {
    routes_with(deps, feed(deps, FeedLimits::default()))
}

pub(crate) fn routes_with(deps: &Deps, feed: Feed) -> Vec<web::Route> {
    web::Routes::with(Room { deps: deps.clone(), feed })
        .get("/dieu-hanh", "show_operations", VIEW, today::show_operations)
        .get("/dieu-hanh/man-hinh", "show_wall", VIEW, wall::show_wall)
        .get(LIVE, "watch_operations", VIEW, watch_operations)
        .kind(RouteKind::File)
        .into_vec()
}

#[derive(Deserialize, Default)]
struct LiveQuery {
    /// The wall asks: it is meant to stand without anybody touching it, so it keeps its session to the absolute end.
    #[serde(default, rename = "man-hinh")]
    wall: bool,
}

/// GET `/dieu-hanh/song`.
async fn watch_operations(
    State(room): State<Room>,
    shell: Shell,
    Form(query): Form<LiveQuery>,
) -> Result<Response, Failure> {
    room.feed.watch(&shell, query.wall)
}
