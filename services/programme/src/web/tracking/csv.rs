//! Tables for spreadsheets: UTF-8 with its mark, semicolons as Vietnamese settings expect.
use super::words::{aim, target_tag, task_tag};
use crate::ops::track::{MoneyView, PlanView, number_vi};
use axum::response::{IntoResponse, Response};
use web::{FileAnswer, Lang, csv_cell};

fn line(out: &mut String, cells: &[&str]) {
    let cells: Vec<String> = cells.iter().map(|words| csv_cell(words)).collect();
    out.push_str(&cells.join(";"));
    out.push_str("\r\n");
}

fn dong(amount: Option<i64>) -> String {
    amount.map(|amount| amount.to_string()).unwrap_or_default()
}

/// Targets, tasks and money of a plan as one file; no person stands in it.
pub(super) fn plan_csv(l: &Lang, view: &PlanView, money: &MoneyView) -> Response {
    let mut out = String::from("\u{feff}");
    let heads = ["kind", "code", "title", "owner", "aim", "value", "as-of", "state", "due", "done"];
    let heads: Vec<String> =
        heads.iter().map(|name| l.t(&format!("programme-track-column-{name}")).into_owned()).collect();
    line(&mut out, &heads.iter().map(String::as_str).collect::<Vec<_>>());
    let (kind_target, kind_task) = (l.t("programme-track-kind-target"), l.t("programme-track-kind-task"));
    for row in &view.targets {
        let value = row.latest.map(|point| number_vi(point.value)).unwrap_or_default();
        let on = row.latest.map(|point| point.on.to_string()).unwrap_or_default();
        let (_, state) = target_tag(l, row.state);
        line(
            &mut out,
            &[
                &kind_target,
                "",
                &row.target.text,
                &row.owner,
                &aim(row),
                &value,
                &on,
                &state,
                &row.aim.by.to_string(),
                "",
            ],
        );
    }
    for row in &view.tasks {
        let (_, state) = task_tag(l, row.state);
        let on = row.task.done_at.map(|day| day.to_string()).unwrap_or_default();
        let due = row.task.due.map(|day| day.to_string()).unwrap_or_default();
        let done = row.done.to_string();
        line(
            &mut out,
            &[
                &kind_task,
                &row.task.code,
                &row.task.text,
                &row.lead_names(),
                "",
                "",
                &on,
                &state,
                &due,
                &done,
            ],
        );
    }
    if !money.totals.is_empty() {
        let heads = ["kind", "year", "source", "estimate", "allotted", "contracted", "paid"];
        let heads: Vec<String> =
            heads.iter().map(|name| l.t(&format!("programme-track-column-{name}")).into_owned()).collect();
        out.push_str("\r\n");
        line(&mut out, &heads.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let kind_money = l.t("programme-track-kind-money");
    for total in &money.totals {
        let year = total.year.map(|year| year.to_string()).unwrap_or_default();
        let stages = total.stages;
        let [a, b, c, d] = [stages.estimate, stages.allotted, stages.contracted, stages.paid].map(dong);
        line(&mut out, &[&kind_money, &year, &total.source, &a, &b, &c, &d]);
    }
    let name = format!("{}-{}.csv", view.plan.slug, view.at.date());
    FileAnswer::bytes(&name, "text/csv; charset=utf-8", out.into_bytes()).into_response()
}
