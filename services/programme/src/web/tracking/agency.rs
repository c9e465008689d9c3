//! `/ke-hoach/viec`: what an agency has to report and by when.
use super::words::{cadence_word, due_state, round_name, task_tag};
use crate::Deps;
use crate::model::track::{Progress, Round};
use crate::ops::track::{self, AgencyPlan, OwedRow, TaskRow, TrackRefused, number_vi};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::{Id, date_vi, moment_vi};
use policy::web::Cx;
use serde::Deserialize;
use web::{Choice, Failure, Form, Frame, Lang, Shell, page};

#[derive(Deserialize, Default)]
pub(super) struct Query {
    #[serde(default, rename = "co-quan")]
    agency: String,
}

struct Line {
    code: String,
    text: String,
    href: String,
    about: String,
    tag: Option<(&'static str, String)>,
    due: String,
    due_state: &'static str,
    last: String,
    report_href: String,
    open: bool,
    returned: String,
}

struct PlanBlock {
    id: String,
    title: String,
    /// Two plans may bear one title.
    number: String,
    href: String,
    round: String,
    due: String,
    due_state: &'static str,
    progress: String,
    remind: String,
    chases: Vec<(String, String)>,
    rows: Vec<Line>,
}

#[derive(Template)]
#[template(path = "tracking/agency.html")]
struct Page {
    frame: Frame,
    heading: String,
    agencies: Vec<Choice>,
    plans: Vec<PlanBlock>,
    answered: Vec<(String, String, String)>,
}

fn last(l: &Lang, progress: Option<&Progress>) -> String {
    let Some(row) = progress else { return l.t("programme-track-never").into_owned() };
    let value = match row.percent {
        Some(percent) => format!("{percent}%"),
        None => row.figure.as_deref().and_then(track::decimal).map(number_vi).unwrap_or_default(),
    };
    let state = l.t(&format!("programme-track-report-{}", row.state)).into_owned();
    l.with("programme-track-last", &[("value", value), ("at", moment_vi(row.sent_at)), ("state", state)])
}

fn line(l: &Lang, plan: &AgencyPlan, agency: &str, row: &OwedRow) -> Line {
    let slug = &plan.plan.slug;
    let report = |kind: &str, id: Id| match &plan.round {
        Some(round) => format!("/ke-hoach/{slug}/ky/{}/bao-cao/{kind}/{id}?co-quan={agency}", round.code),
        None => String::new(),
    };
    let returned = |progress: Option<&Progress>| {
        let back = progress.is_some_and(|row| row.state == "returned");
        if back { l.t("programme-track-report-returned").into_owned() } else { String::new() }
    };
    let open = row.is_open(plan.round.as_ref());
    match row {
        OwedRow::Task { task, state, done, progress, .. } => {
            let shown = TaskRow { task: task.clone(), state: *state, done: *done, leads: Vec::new() };
            Line {
                code: task.code.clone(),
                text: task.text.clone(),
                href: format!("/ke-hoach/{slug}/nhiem-vu/{}", task.id),
                about: l.with("programme-track-owed-task", &[("cadence", cadence_word(l, &task.cadence))]),
                tag: Some(task_tag(l, *state)),
                due: task.due.map(date_vi).unwrap_or_default(),
                due_state: due_state(&shown),
                last: last(l, progress.as_ref()),
                report_href: report("task", task.id.id()),
                returned: returned(progress.as_ref()),
                open,
            }
        }
        OwedRow::Target { target, progress, .. } => Line {
            code: String::new(),
            text: target.measure.clone(),
            href: format!("/ke-hoach/{slug}/chi-tieu/{}", target.id),
            about: l.t("programme-track-owed-target").into_owned(),
            tag: None,
            due: target.year.map(|year| format!("31/12/{year}")).unwrap_or_default(),
            due_state: "",
            last: last(l, progress.as_ref()),
            report_href: report("target", target.id.id()),
            returned: returned(progress.as_ref()),
            open,
        },
    }
}

fn days_words(l: &Lang, round: &Round, left: i64) -> (String, &'static str) {
    let day = date_vi(round.agency_due);
    if left < 0 {
        let args = [("day", day), ("n", (-left).to_string())];
        (l.with("programme-track-report-late-by", &args), "late")
    } else {
        let args = [("day", day), ("n", left.to_string())];
        (l.with("programme-track-report-left", &args), "")
    }
}

fn block(l: &Lang, plan: &AgencyPlan, agency: &str) -> PlanBlock {
    let (due, state) = match (&plan.round, plan.days_left) {
        (Some(round), Some(left)) => days_words(l, round, left),
        _ => (l.t("programme-track-no-round").into_owned(), ""),
    };
    let missing = plan.tally.missing();
    let late = plan.days_left.is_some_and(|left| left < 0);
    let remind = match (plan.remind, late) {
        (false, _) => String::new(),
        (true, true) => l.with("programme-track-remind-late", &[("n", missing.to_string())]),
        (true, false) => l.with("programme-track-remind-soon", &[("n", missing.to_string())]),
    };
    let mut rows: Vec<Line> = plan.rows.iter().map(|row| line(l, plan, agency, row)).collect();
    rows.sort_by_key(|row| !row.open);
    PlanBlock {
        id: format!("ke-hoach-{}", plan.plan.slug),
        title: plan.plan.title.clone(),
        number: plan.plan.number.clone(),
        href: format!("/ke-hoach/{}", plan.plan.slug),
        round: plan.round.as_ref().map(|round| round_name(l, round)).unwrap_or_default(),
        due_state: if plan.remind && state.is_empty() { "soon" } else { state },
        due,
        progress: l.with(
            "programme-track-owed-progress",
            &[("done", plan.tally.reported.to_string()), ("all", plan.tally.expected.to_string())],
        ),
        remind,
        chases: plan
            .chases
            .iter()
            .map(|chase| {
                let args =
                    [("at", moment_vi(chase.at)), ("by", chase.by.clone()), ("n", chase.missing.to_string())];
                (l.with("programme-track-chased", &args), chase.note.clone())
            })
            .collect(),
        rows,
    }
}

pub(super) async fn list_agency_reports(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(query): Form<Query>,
) -> Result<Response, Failure> {
    let wanted = match query.agency.trim() {
        "" => None,
        typed => Some(typed.parse::<Id>().map_err(|_| TrackRefused::NotYours)?.into()),
    };
    let p = track::agency_page(&deps, &cx, wanted).await?;
    let l = shell.lang();
    let agency = p.agency.to_string();
    let slug_of = |plan: contracts::PlanId| {
        p.plans.iter().find(|row| row.plan.id == plan).map(|row| row.plan.slug.clone()).unwrap_or_default()
    };
    Ok(page(Page {
        frame: shell.frame("programme-track-agency-title").at_work(),
        heading: l.with("programme-track-agency-heading", &[("agency", p.agency_name.as_str())]),
        agencies: if p.agencies.len() > 1 {
            p.agencies
                .iter()
                .map(|(id, name)| Choice::new(id.to_string(), name.clone()).chosen(*id == p.agency))
                .collect()
        } else {
            Vec::new()
        },
        plans: p.plans.iter().map(|plan| block(&l, plan, &agency)).collect(),
        answered: p
            .answered
            .iter()
            .map(|row| {
                let href = format!("/ke-hoach/{}/nhiem-vu/{}#hoi-dap", slug_of(row.plan), row.task);
                (href, row.question.clone(), row.answer.clone().unwrap_or_default())
            })
            .collect(),
    }))
}
