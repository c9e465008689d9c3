//! The list of things to do: every part of a draft, how far it is, and where it goes on.
use super::caller::Caller;
use super::{owed, words};
use crate::Deps;
use crate::model::Given;
use crate::ops::{Beside, Journey, form_context};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use forms::StepStatus;
use web::{Failure, Frame, Lang, page, see_other};

struct Task {
    title: String,
    state: String,
    /// Class of the tag; empty for what is done, which is plain text.
    kind: &'static str,
    href: String,
    act: String,
}

#[derive(Template)]
#[template(path = "citizen/tasks.html")]
struct Tasks {
    frame: Frame,
    name: String,
    case_name: String,
    tasks: Vec<Task>,
    done: usize,
    saved: String,
    until: String,
    draft: String,
    onward: String,
}

pub(super) async fn show(
    State(deps): State<Deps>,
    caller: Caller,
    Path(draft): Path<String>,
) -> Result<Response, Failure> {
    let journey = caller.any_journey(&deps, &draft).await?;
    if journey.draft.dossier.is_some() {
        return Ok(see_other(format!("/nop/{draft}/da-nop")));
    }
    let l = caller.shell.lang();
    let tasks = tasks_of(&deps, &caller, &journey);
    let name = words::short_name(&journey.procedure.name);
    Ok(page(Tasks {
        frame: caller
            .shell
            .frame_titled(name.clone())
            .public()
            .crumb("dossiers-citizen-mine-title", "/cua-toi"),
        name,
        case_name: if journey.procedure.cases.len() > 1 { journey.case.name.clone() } else { String::new() },
        done: tasks.iter().filter(|task| task.kind.is_empty()).count(),
        tasks,
        saved: words::moment(&l, journey.draft.saved_at),
        until: words::moment(&l, journey.draft.expires_at),
        onward: owed::onward(&deps, &caller, &journey),
        draft,
    }))
}

fn task(l: &Lang, key: &str, done: bool, started: bool, href: String) -> Task {
    titled(l, l.t(key).into_owned(), done, started, href)
}

fn titled(l: &Lang, title: String, done: bool, started: bool, href: String) -> Task {
    let (state, kind, act) = match (done, started) {
        (true, _) => ("dossiers-citizen-task-done", "", "dossiers-citizen-task-change"),
        (false, true) => ("dossiers-citizen-task-started", "warn", "dossiers-citizen-task-go-on"),
        (false, false) => ("dossiers-citizen-task-to-do", "info", "dossiers-citizen-task-begin"),
    };
    Task { title, state: l.t(state).into_owned(), kind, href, act: l.t(act).into_owned() }
}

fn tasks_of(deps: &Deps, caller: &Caller, journey: &Journey) -> Vec<Task> {
    let l = &caller.shell.lang();
    let base = format!("/nop/{}", journey.draft.id);
    let context = form_context(deps, &caller.cx, &journey.draft.case_code);
    let beside = Beside::of(&journey.answers);
    let placed = journey.draft.receiving.is_some() && journey.draft.unit.is_some();
    let known = beside.me.is_some() && beside.standing.is_some();
    let mut tasks = vec![
        task(l, "dossiers-citizen-task-place", placed, false, format!("{base}/noi-nop")),
        task(l, "dossiers-citizen-task-submitter", known, false, format!("{base}/nguoi-nop")),
    ];
    if known && !beside.for_herself() {
        let owner = beside.owner.is_some();
        tasks.push(task(l, "dossiers-citizen-task-owner", owner, false, format!("{base}/chu-ho-so")));
    }
    tasks.extend(sections(l, journey, &context, &base));
    let papers = owed::papers(journey, &context);
    if !papers.is_empty() {
        let missing = papers.iter().any(|paper| paper.mandatory && paper.given == Given::Missing);
        let done = !missing && beside.papers_seen;
        let started = !journey.files.is_empty() || beside.papers_seen;
        tasks.push(task(l, "dossiers-citizen-task-papers", done, started, format!("{base}/giay-to")));
    }
    let wished = beside.return_channel.is_some();
    tasks.push(task(l, "dossiers-citizen-task-return", wished, false, format!("{base}/nhan-ket-qua")));
    tasks
}

/// The form's sections, in order; a section that comes again later is one task.
fn sections(l: &Lang, journey: &Journey, context: &forms::Context<'_>, base: &str) -> Vec<Task> {
    let Some(form) = &journey.form else { return Vec::new() };
    let steps = forms::journey(form, &journey.answers, context);
    let mut names: Vec<&str> = Vec::new();
    for step in &steps {
        if !names.contains(&step.section.as_str()) {
            names.push(&step.section);
        }
    }
    names
        .into_iter()
        .filter_map(|name| {
            let own = || steps.iter().filter(|step| step.section == name);
            let first = own().find(|step| step.status != StepStatus::Done).or_else(|| own().next())?;
            let done = own().all(|step| step.status == StepStatus::Done);
            let started = own().any(|step| step.status != StepStatus::ToDo);
            Some(titled(l, name.to_owned(), done, started, format!("{base}/{}", first.at)))
        })
        .collect()
}
