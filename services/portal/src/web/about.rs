//! Accessibility, privacy, state of the system.
use crate::Deps;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::moment_vi;
use web::{Frame, Shell, page};

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage {
    frame: Frame,
    heading: String,
    paragraphs: Vec<String>,
}

fn about(shell: &Shell, key: &'static str, paragraphs: &[&str]) -> Response {
    let l = shell.lang();
    page(AboutPage {
        frame: shell.frame(key).public().crumb("portal-home", "/"),
        heading: l.t(key).into_owned(),
        paragraphs: paragraphs.iter().map(|key| l.t(key).into_owned()).collect(),
    })
}

pub(super) async fn show_accessibility(shell: Shell) -> Response {
    about(
        &shell,
        "portal-accessibility-title",
        &["portal-accessibility-1", "portal-accessibility-2", "portal-accessibility-3"],
    )
}

pub(super) async fn show_privacy(shell: Shell) -> Response {
    about(
        &shell,
        "portal-privacy-title",
        &["portal-privacy-1", "portal-privacy-2", "portal-privacy-3", "portal-privacy-4"],
    )
}

#[derive(Template)]
#[template(path = "state.html")]
struct StatePage {
    frame: Frame,
    well: bool,
    as_of: String,
}

pub(super) async fn show_state(State(deps): State<Deps>, shell: Shell) -> Response {
    // The same read that the home page needs: if it answers, people can be served.
    let (figures, now) = (deps.figures.clone(), shell.now());
    let answer = deps.db.read(move |tx| figures.public(tx, now)).await;
    page(StatePage {
        frame: shell.frame("portal-state-title").public().crumb("portal-home", "/"),
        well: answer.is_ok(),
        as_of: moment_vi(shell.now()),
    })
}
