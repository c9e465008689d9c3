//! `/hom-nay/ho-so/{id}`: where one dossier stands, only to read; no word of a person.
use super::behind::mark;
use crate::Deps;
use crate::doors::work::words::{Due, moment};
use crate::model::Entry;
use crate::ops::{self, StandingView};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use contracts::{AgencyId, DossierId};
use policy::web::Cx;
use web::{Failure, Frame, Lang, Shell, TimelineItem, page};

#[derive(Template)]
#[template(path = "leader/standing.html")]
struct StandingPage {
    frame: Frame,
    code: String,
    procedure: String,
    status: String,
    due: Due,
    /// Label key and value; empty values are not shown.
    facts: Vec<(&'static str, String)>,
    timeline: Vec<TimelineItem>,
    /// Address of the dossier itself, for whoever may open it.
    whole: String,
}

fn named(view: &StandingView, id: AgencyId) -> String {
    view.agencies.get(&id).cloned().unwrap_or_default()
}

fn facts(lang: &Lang, view: &StandingView) -> Vec<(&'static str, String)> {
    let row = &view.row;
    let at = |time: Option<base::Timestamp>| time.map(|at| moment(lang, at)).unwrap_or_default();
    let holder = view.holder.map(|id| named(view, id)).unwrap_or_default();
    let mut lies: Vec<String> = vec![row.step_title.clone(), holder];
    lies.retain(|part| !part.is_empty());
    vec![
        ("dossiers-leader-owner", row.owner_name.clone()),
        ("dossiers-leader-at", lies.join(" · ")),
        ("dossiers-leader-agency", named(view, row.receiving)),
        ("dossiers-leader-resolving", named(view, row.resolving)),
        ("dossiers-leader-received-at", at(row.received_at)),
        ("dossiers-leader-due", at(row.due_at)),
    ]
}

fn line(lang: &Lang, view: &StandingView, entry: &Entry, last: bool) -> TimelineItem {
    let mut who = vec![entry.actor_title.clone()];
    who.extend(entry.agency.map(|id| named(view, id)));
    who.retain(|part| !part.is_empty());
    TimelineItem {
        state: if last { "now" } else { "done" },
        title: crate::doors::desk::entry_words(lang, entry),
        datetime: entry.at.to_string(),
        when: moment(lang, entry.at),
        text: who.join(", "),
    }
}

/// GET `/hom-nay/ho-so/{id}`.
pub(super) async fn show_standing(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
) -> Result<Response, Failure> {
    let view = ops::view_standing(&deps, &cx, id).await?;
    let lang = shell.lang();
    let last = view.timeline.len().saturating_sub(1);
    let timeline = view.timeline.iter().enumerate();
    Ok(page(StandingPage {
        frame: shell
            .frame_titled(view.row.code.clone())
            .at_work()
            .crumb("dossiers-leader-title", "/hom-nay")
            .crumb_text(view.row.code.clone(), format!("/hom-nay/ho-so/{id}")),
        code: view.row.code.clone(),
        procedure: view.row.procedure_name.clone(),
        status: lang.t(&format!("dossiers-status-{}", view.row.status.word())).into_owned(),
        due: mark(&shell, &deps, &cx, &view.row),
        facts: facts(&lang, &view),
        timeline: timeline.map(|(index, entry)| line(&lang, &view, entry, index == last)).collect(),
        whole: if view.opens { format!("/ho-so/{id}") } else { String::new() },
    }))
}
