//! `/cong-khai/ke-hoach`: what anybody may read of a plan: targets, progress, sources, the same as a file.  No person.
use super::csv::plan_csv;
use super::plan::{
    MoneyTable, Stat, TargetLine, TaskLine, about, count_tiles, money_table, rule_words, target_line,
    task_line,
};
use crate::Deps;
use crate::ops::track;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use web::{Failure, Form, Frame, Shell, page};

struct PlanLine {
    href: String,
    title: String,
    about: String,
    targets: String,
    tasks: String,
}

#[derive(Template)]
#[template(path = "tracking/public_list.html")]
struct ListPage {
    frame: Frame,
    plans: Vec<PlanLine>,
}

pub(super) async fn list_public_plans(State(deps): State<Deps>, shell: Shell) -> Result<Response, Failure> {
    let all = track::public_plans(&deps, shell.now()).await?;
    let l = shell.lang();
    let plans = all.iter().map(|listed| {
        let [targets, tasks] = count_tiles(&l, &listed.view);
        PlanLine {
            href: format!("/cong-khai/ke-hoach/{}", listed.view.plan.slug),
            title: listed.view.plan.title.clone(),
            about: about(&l, &listed.view),
            targets: format!("{}: {} {}. {}", targets.title, targets.big, targets.small, targets.note),
            tasks: format!("{}: {} {}. {}", tasks.title, tasks.big, tasks.small, tasks.note),
        }
    });
    Ok(page(ListPage { plans: plans.collect(), frame: shell.frame("programme-track-public-title").public() }))
}

#[derive(Deserialize, Default)]
pub(super) struct Query {
    #[serde(default)]
    nam: Option<i64>,
}

#[derive(Template)]
#[template(path = "tracking/public_plan.html")]
struct PlanPage {
    frame: Frame,
    title: String,
    about: String,
    csv: String,
    stats: Vec<Stat>,
    groups: Vec<(String, Vec<TargetLine>)>,
    tasks: Vec<TaskLine>,
    money: Option<MoneyTable>,
    rule: String,
}

pub(super) async fn show_public_plan(
    State(deps): State<Deps>,
    shell: Shell,
    Path(slug): Path<String>,
    Form(query): Form<Query>,
) -> Result<Response, Failure> {
    let now = shell.now();
    let (slug, as_file) = match slug.strip_suffix(".csv") {
        Some(slug) => (slug.to_owned(), true),
        None => (slug, false),
    };
    let (listed, money) = track::public_plan(&deps, now, &slug).await?;
    let (view, l) = (&listed.view, shell.lang());
    if as_file {
        return Ok(plan_csv(&l, view, &money));
    }
    let mut groups: Vec<(String, Vec<TargetLine>)> = Vec::new();
    for row in &view.targets {
        let line = TargetLine { sub: row.owner.clone(), ..target_line(&l, &slug, row) };
        match groups.iter_mut().find(|(pillar, _)| *pillar == row.target.pillar) {
            Some((_, lines)) => lines.push(line),
            None => groups.push((row.target.pillar.clone(), vec![line])),
        }
    }
    let here = format!("/cong-khai/ke-hoach/{slug}");
    Ok(page(PlanPage {
        title: view.plan.title.clone(),
        about: about(&l, view),
        csv: format!("{here}.csv"),
        stats: count_tiles(&l, view).into_iter().collect(),
        groups,
        tasks: view.tasks.iter().map(|row| task_line(&l, &slug, row)).collect(),
        money: money_table(&l, &money, query.nam, i64::from(now.date().year()), &here),
        rule: rule_words(&l, view),
        frame: shell
            .frame_titled(view.plan.title.clone())
            .public()
            .crumb("programme-track-public-title", "/cong-khai/ke-hoach"),
    }))
}
