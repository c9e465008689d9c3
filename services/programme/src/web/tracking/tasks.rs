//! `/ke-hoach/{slug}/nhiem-vu`: the tasks of a plan by state and agency.
use super::plan::{Tab, TargetLine, TaskLine, target_line, task_line};
use super::words::task_tag;
use crate::Deps;
use crate::model::path::TaskState;
use crate::ops::track::{self, TaskRow};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use contracts::AgencyId;
use policy::web::Cx;
use serde::Deserialize;
use std::collections::HashMap;
use web::{Failure, Form, Frame, Shell, page};

#[derive(Deserialize, Default)]
pub(super) struct TaskQuery {
    #[serde(default, rename = "trang-thai")]
    state: String,
    /// An agency's id or a group's code.
    #[serde(default, rename = "co-quan")]
    agency: String,
}

#[derive(Template)]
#[template(path = "tracking/tasks.html")]
struct TasksPage {
    frame: Frame,
    heading: String,
    tabs: Vec<Tab>,
    groups: Vec<(String, Vec<TaskLine>)>,
    targets: Vec<TargetLine>,
}

fn leads(row: &TaskRow, agency: &str) -> bool {
    row.leads.iter().any(|lead| {
        lead.group.as_deref() == Some(agency) || lead.agency.is_some_and(|id| id.to_string() == agency)
    })
}

pub(super) async fn list_plan_tasks(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(slug): Path<String>,
    Form(query): Form<TaskQuery>,
) -> Result<Response, Failure> {
    let (listed, _) = track::plan_page(&deps, &cx, &slug).await?;
    let (view, l) = (&listed.view, shell.lang());
    let agency = query.agency.trim();
    let of_agency: Vec<&TaskRow> =
        view.tasks.iter().filter(|row| agency.is_empty() || leads(row, agency)).collect();
    let state = TaskState::from_word(&query.state.replace('-', "_"));
    let mut counts: HashMap<TaskState, usize> = HashMap::new();
    for row in &of_agency {
        *counts.entry(row.state).or_default() += 1;
    }
    let href = |state: Option<TaskState>| {
        let word = state.map(|state| state.word().replace('_', "-")).unwrap_or_default();
        format!("/ke-hoach/{slug}/nhiem-vu?trang-thai={word}&co-quan={agency}")
    };
    let count = |words: String, n: usize| format!("{words} ({n})");
    let mut tabs = vec![Tab {
        label: count(l.t("programme-track-tab-all").into_owned(), of_agency.len()),
        href: href(None),
        current: state.is_none(),
    }];
    tabs.extend(TaskState::ALL.into_iter().map(|one| Tab {
        label: count(task_tag(&l, one).1, counts.get(&one).copied().unwrap_or(0)),
        href: href(Some(one)),
        current: state == Some(one),
    }));
    let mut groups: Vec<(String, Vec<TaskLine>)> = Vec::new();
    for row in of_agency.iter().filter(|row| state.is_none_or(|state| row.state == state)) {
        let line = task_line(&l, &slug, row);
        match groups.last_mut().filter(|(title, _)| *title == row.task.group_title) {
            Some((_, lines)) => lines.push(line),
            None => groups.push((row.task.group_title.clone(), vec![line])),
        }
    }
    let owner = agency.parse::<base::Id>().ok().map(AgencyId::from);
    let owned = view.targets.iter().filter(|row| owner.is_some() && row.target.owner == owner);
    let targets = owned.map(|row| target_line(&l, &slug, row)).collect();
    let name = of_agency
        .iter()
        .flat_map(|row| &row.leads)
        .find(|lead| lead.group.as_deref() == Some(agency) || lead.agency.is_some() && lead.agency == owner);
    let heading = match name {
        Some(lead) => l.with("programme-track-tasks-of", &[("agency", lead.name.as_str())]),
        None => l.t("programme-track-tasks").into_owned(),
    };
    let frame = shell
        .frame_titled(heading.clone())
        .at_work()
        .crumb_text(view.plan.title.clone(), format!("/ke-hoach/{slug}"));
    Ok(page(TasksPage { frame, heading, tabs, groups, targets }))
}
