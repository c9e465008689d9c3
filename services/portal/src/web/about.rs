//! Accessibility, privacy, state of the system.
use crate::Deps;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::moment_vi;
use web::{Frame, Shell, page};

struct Section {
    heading: String,
    paragraphs: Vec<String>,
}

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage {
    frame: Frame,
    lead: String,
    sections: Vec<Section>,
}

/// `sections` are (key, how many paragraphs): the words are `portal-PAGE-KEY` and `portal-PAGE-KEY-1` and on.
fn about(shell: &Shell, name: &str, sections: &[(&str, usize)]) -> Response {
    let key = |end: &str| format!("portal-{name}-{end}");
    let frame = shell.frame(&key("title")).public().crumb("portal-home", "/");
    let hotline = frame.hotline.clone();
    let l = shell.lang();
    let section = |(end, count): &(&str, usize)| Section {
        heading: l.t(&key(end)).into_owned(),
        paragraphs: (1..=*count)
            .map(|number| l.with(&key(&format!("{end}-{number}")), &[("hotline", hotline.as_str())]))
            .collect(),
    };
    page(AboutPage {
        lead: l.t(&key("lead")).into_owned(),
        sections: sections.iter().map(section).collect(),
        frame,
    })
}

/// WCAG 2.2: what was tested, what was not, how to complain.
pub(super) async fn show_accessibility(shell: Shell) -> Response {
    about(&shell, "accessibility", &[("tested", 3), ("not-tested", 3), ("complain", 2)])
}

/// Law on the protection of personal data 91/2025/QH15: which data, why, how long, whom to ask.
pub(super) async fn show_privacy(shell: Shell) -> Response {
    about(&shell, "privacy", &[("which", 4), ("how-long", 2), ("rights", 2)])
}

#[derive(Template)]
#[template(path = "state.html")]
struct StatePage {
    frame: Frame,
    well: bool,
    ill_words: String,
    behind: bool,
    since: String,
    as_of: String,
}

pub(super) async fn show_state(State(deps): State<Deps>, shell: Shell) -> Response {
    // The same read that the home page needs: if it answers, people can be served.
    let (figures, behind, now) = (deps.figures.clone(), deps.behind, shell.now());
    let answer = deps.db.read(move |tx| figures.public(tx, now).and_then(|_| behind(tx))).await;
    let frame = shell.frame("portal-state-title").public().crumb("portal-home", "/");
    page(StatePage {
        well: answer.is_ok(),
        ill_words: shell.lang().with("portal-state-ill-words", &[("hotline", frame.hotline.as_str())]),
        behind: answer.unwrap_or(false),
        since: moment_vi(deps.since),
        as_of: moment_vi(now),
        frame,
    })
}
