//! `/ke-hoach/{slug}`: a plan on one page, phone first; and its tasks by state and agency.
use super::csv::plan_csv;
use super::words::{
    aim, billions, due_state, due_words, round_name, target_bar, target_tag, task_tag, with_unit,
};
use crate::Deps;
use crate::charts;
use crate::model::money::Stages;
use crate::model::path::{TargetState, TaskState};
use crate::ops::track::{self, ListedPlan, MoneyView, PlanView, TargetRow, TaskRow};
use crate::rules::path::days;
use crate::rules::totals::overall;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Date, date_vi, moment_vi};
use policy::web::Cx;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;
use web::{Failure, Form, Frame, Lang, Shell, page};

/// Lines of a table before the rest is asked for.
const LINES: usize = 10;

pub(super) struct Stat {
    pub title: String,
    pub big: String,
    pub small: String,
    pub bar: String,
    pub note: String,
    pub link: Option<(String, String)>,
}

pub(super) struct TargetLine {
    pub href: String,
    pub measure: String,
    pub sub: String,
    pub tag: (&'static str, String),
    pub bar: String,
    pub value: String,
    pub aim: String,
}

pub(super) struct TaskLine {
    pub href: String,
    pub code: String,
    pub text: String,
    pub leads: String,
    pub tag: (&'static str, String),
    pub due: String,
    pub due_state: &'static str,
    pub done: i64,
}

pub(super) struct MoneyLine {
    pub source: String,
    pub cells: [String; 4],
}

pub(super) struct MoneyTable {
    pub title: String,
    pub years: Vec<(String, String, bool)>,
    pub rows: Vec<MoneyLine>,
    pub sum: [String; 4],
}

pub(super) struct AgencyLine {
    pub name: String,
    pub href: String,
    pub tasks: i64,
    pub missed: i64,
    pub at_risk: i64,
    pub silent: i64,
}

pub(super) struct Tab {
    pub label: String,
    pub href: String,
    pub current: bool,
}

#[derive(Template)]
#[template(path = "tracking/plan.html")]
struct PlanPage {
    frame: Frame,
    title: String,
    about: String,
    slug: String,
    stats: Vec<Stat>,
    tabs: Vec<Tab>,
    targets: Vec<TargetLine>,
    more_targets: usize,
    tasks: Vec<TaskLine>,
    all_tasks: usize,
    money: Option<MoneyTable>,
    agencies: Vec<AgencyLine>,
    rounds: Vec<(String, String, String)>,
    rule: String,
}

#[derive(Deserialize, Default)]
pub(super) struct PlanQuery {
    /// Which pillar, counted from 1; empty: what needs attention first.
    #[serde(default)]
    tru: Option<usize>,
    #[serde(default)]
    nam: Option<i64>,
    /// `tat-ca`: every target.
    #[serde(default)]
    xem: String,
}

pub(super) fn target_line(l: &Lang, slug: &str, row: &TargetRow) -> TargetLine {
    let sub: Vec<&str> = [row.target.pillar.as_str(), row.owner.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    TargetLine {
        href: format!("/ke-hoach/{slug}/chi-tieu/{}", row.target.id),
        measure: row.target.measure.clone(),
        sub: sub.join(" · "),
        tag: target_tag(l, row.state),
        bar: target_bar(row),
        value: row.latest.map_or_else(|| "–".to_owned(), |point| with_unit(point.value, &row.target.unit)),
        aim: aim(row),
    }
}

pub(super) fn task_line(l: &Lang, slug: &str, row: &TaskRow) -> TaskLine {
    TaskLine {
        href: format!("/ke-hoach/{slug}/nhiem-vu/{}", row.task.id),
        code: row.task.code.clone(),
        text: row.task.text.clone(),
        leads: row.lead_names(),
        tag: task_tag(l, row.state),
        due: due_words(l, row),
        due_state: due_state(row),
        done: row.done,
    }
}

pub(super) fn money_table(
    l: &Lang,
    money: &MoneyView,
    asked: Option<i64>,
    this: i64,
    here: &str,
) -> Option<MoneyTable> {
    let years = money.years();
    let wanted = asked.map(Some).filter(|year| years.contains(year));
    let this = Some(this);
    let year = wanted.or_else(|| years.contains(&this).then_some(this)).or_else(|| years.last().copied())?;
    let label = |year: Option<i64>| match year {
        Some(year) => year.to_string(),
        None => l.t("programme-track-no-year").into_owned(),
    };
    let cells =
        |stages: &Stages| [stages.estimate, stages.allotted, stages.contracted, stages.paid].map(billions);
    let of_year: Vec<_> = money.totals.iter().filter(|total| total.year == year).collect();
    let tabs = years.iter().filter(|_| years.len() > 1);
    Some(MoneyTable {
        title: l.with("programme-track-money-title", &[("year", label(year))]),
        years: tabs
            .map(|other| {
                let href =
                    other.map_or_else(|| format!("{here}#kinh-phi"), |n| format!("{here}?nam={n}#kinh-phi"));
                (label(*other), href, *other == year)
            })
            .collect(),
        rows: of_year
            .iter()
            .map(|total| MoneyLine {
                source: if total.source.is_empty() {
                    l.t("programme-track-no-source").into_owned()
                } else {
                    total.source.clone()
                },
                cells: cells(&total.stages),
            })
            .collect(),
        sum: cells(&overall(of_year.iter().copied())),
    })
}

/// Share of a year that has gone, percent.
fn year_gone(today: Date) -> f64 {
    let first = Date::new(today.year(), 1, 1).unwrap_or(today);
    let (gone, whole) = (days(first, today).saturating_add(1), i64::from(today.days_in_year()));
    charts::share(Decimal::from(gone), Decimal::from(whole))
}

/// Targets and tasks by state, as tiles.
pub(super) fn count_tiles(l: &Lang, view: &PlanView) -> [Stat; 2] {
    let (targets, tasks) = (view.target_counts(), view.task_counts());
    let note = |key: &str, parts: [(&str, i64); 4]| {
        let args: Vec<(&str, String)> = parts.iter().map(|(name, n)| (*name, n.to_string())).collect();
        l.with(key, &args)
    };
    let all = i64::try_from(view.targets.len()).unwrap_or(i64::MAX);
    let well = targets.met + targets.on_course;
    let first = Stat {
        title: l.t("programme-track-stat-targets").into_owned(),
        big: well.to_string(),
        small: format!("/ {all}"),
        bar: charts::parts(&[
            (well, "f-main"),
            (targets.at_risk, "f-warn"),
            (targets.missed, "f-bad"),
            (targets.no_data, "f-track"),
        ]),
        note: note(
            "programme-track-stat-targets-note",
            [
                ("met", targets.met),
                ("risk", targets.at_risk),
                ("missed", targets.missed),
                ("none", targets.no_data),
            ],
        ),
        link: None,
    };
    let all = i64::try_from(view.tasks.len()).unwrap_or(i64::MAX);
    let second = Stat {
        title: l.t("programme-track-stat-tasks").into_owned(),
        big: (tasks.met + tasks.on_course).to_string(),
        small: format!("/ {all}"),
        bar: charts::parts(&[
            (tasks.met, "f-ok"),
            (tasks.on_course, "f-main"),
            (tasks.at_risk + tasks.no_data, "f-warn"),
            (tasks.missed, "f-bad"),
        ]),
        note: note(
            "programme-track-stat-tasks-note",
            [
                ("done", tasks.met),
                ("risk", tasks.at_risk),
                ("missed", tasks.missed),
                ("silent", tasks.no_data),
            ],
        ),
        link: None,
    };
    [first, second]
}

fn tiles(l: &Lang, listed: &ListedPlan, money: &MoneyView, today: Date) -> Vec<Stat> {
    let mut out: Vec<Stat> = count_tiles(l, &listed.view).into_iter().collect();
    let year = i64::from(today.year());
    let of_year = overall(money.totals.iter().filter(|total| total.year == Some(year)));
    if let Some(estimate) = of_year.estimate.filter(|dong| *dong > 0) {
        let paid = of_year.paid.unwrap_or(0);
        let (share, gone) = (charts::share(Decimal::from(paid), Decimal::from(estimate)), year_gone(today));
        out.push(Stat {
            title: l.with("programme-track-stat-money", &[("year", year.to_string())]),
            big: billions(of_year.paid),
            small: l.with("programme-track-stat-money-of", &[("all", billions(Some(estimate)))]),
            bar: charts::bar(share, "f-main", Some(gone)).replacen("class=\"bar\"", "class=\"bar tall\"", 1),
            note: l.with(
                "programme-track-stat-money-note",
                &[("share", format!("{share:.0}")), ("gone", format!("{gone:.0}"))],
            ),
            link: None,
        });
    }
    if let (Some(round), Some((tally, _, missing))) = (listed.view.current_round(), listed.sums) {
        let name = round_name(l, round);
        out.push(Stat {
            title: l.with("programme-track-stat-round", &[("round", name)]),
            big: missing.to_string(),
            small: l.t("programme-track-agencies").into_owned(),
            bar: charts::bar(
                charts::share(Decimal::from(tally.reported), Decimal::from(tally.expected.max(1))),
                "f-main",
                None,
            )
            .replacen("class=\"bar\"", "class=\"bar tall\"", 1),
            note: l.with("programme-track-stat-round-note", &[("day", date_vi(round.agency_due))]),
            link: Some((
                l.t("programme-track-stat-round-open").into_owned(),
                format!("/ke-hoach/{}/ky/{}", listed.view.plan.slug, round.code),
            )),
        });
    }
    out
}

/// Pillars in printed order.
fn pillars(view: &PlanView) -> Vec<&str> {
    let mut seen: Vec<&str> = Vec::new();
    for row in &view.targets {
        if !row.target.pillar.is_empty() && !seen.contains(&row.target.pillar.as_str()) {
            seen.push(&row.target.pillar);
        }
    }
    seen
}

/// The targets asked for: of a pillar as printed, or the worst first.
fn chosen<'a>(view: &'a PlanView, pillar: Option<&str>) -> Vec<&'a TargetRow> {
    let mut rows: Vec<&TargetRow> =
        view.targets.iter().filter(|row| pillar.is_none_or(|pillar| row.target.pillar == pillar)).collect();
    if pillar.is_none() {
        rows.sort_by_key(|row| (row.state == TargetState::Met, row.state, row.aim.by, row.target.position));
    }
    rows
}

fn attention(view: &PlanView) -> Vec<&TaskRow> {
    let mut rows: Vec<&TaskRow> = view
        .tasks
        .iter()
        .filter(|row| matches!(row.state, TaskState::Missed | TaskState::AtRisk | TaskState::NotReported))
        .collect();
    rows.sort_by_key(|row| (row.state, row.task.due, row.task.position));
    rows
}

fn agencies(view: &PlanView) -> Vec<AgencyLine> {
    let mut all: BTreeMap<String, AgencyLine> = BTreeMap::new();
    for row in &view.tasks {
        for lead in &row.leads {
            let key = match (&lead.group, lead.agency) {
                (Some(group), _) => group.clone(),
                (None, Some(agency)) => agency.to_string(),
                (None, None) => continue,
            };
            let line = all.entry(key.clone()).or_insert_with(|| AgencyLine {
                name: lead.name.clone(),
                href: format!("/ke-hoach/{}/nhiem-vu?co-quan={key}", view.plan.slug),
                tasks: 0,
                missed: 0,
                at_risk: 0,
                silent: 0,
            });
            line.tasks += 1;
            match row.state {
                TaskState::Missed => line.missed += 1,
                TaskState::AtRisk => line.at_risk += 1,
                TaskState::NotReported => line.silent += 1,
                TaskState::OnCourse | TaskState::Done => {}
            }
        }
    }
    let mut lines: Vec<AgencyLine> = all.into_values().collect();
    lines.sort_by_cached_key(|line| {
        (std::cmp::Reverse(line.missed), std::cmp::Reverse(line.at_risk), text::collation_key(&line.name))
    });
    lines
}

pub(super) fn about(l: &Lang, view: &PlanView) -> String {
    let number = match view.plan.issued {
        Some(day) => l.with(
            "programme-track-number-of",
            &[("number", view.plan.number.as_str()), ("day", date_vi(day).as_str())],
        ),
        None => view.plan.number.clone(),
    };
    let at = moment_vi(view.at);
    l.with(
        "programme-track-about",
        &[("number", number.as_str()), ("agency", view.standing_name.as_str()), ("at", at.as_str())],
    )
}

pub(super) fn rule_words(l: &Lang, view: &PlanView) -> String {
    let rule = &view.rule;
    l.with(
        "programme-track-rule",
        &[
            ("path", rule.path_percent.to_string()),
            ("days", rule.task_days.to_string()),
            ("percent", rule.task_percent.to_string()),
            ("source", rule.source.clone()),
        ],
    )
}

pub(super) async fn show_plan(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(slug): Path<String>,
    Form(query): Form<PlanQuery>,
) -> Result<Response, Failure> {
    let (listed, money) = track::plan_page(&deps, &cx, &slug).await?;
    let (view, l, here) = (&listed.view, shell.lang(), format!("/ke-hoach/{slug}"));
    let today = cx.now.date();
    let pillars = pillars(view);
    let pillar = query.tru.and_then(|number| pillars.get(number.checked_sub(1)?)).copied();
    let mut tabs = vec![Tab {
        label: l.t("programme-track-tab-attention").into_owned(),
        href: here.clone(),
        current: pillar.is_none(),
    }];
    tabs.extend((1_usize..).zip(&pillars).map(|(number, name)| Tab {
        label: (*name).to_owned(),
        href: format!("{here}?tru={number}#chi-tieu"),
        current: pillar == Some(*name),
    }));
    let rows = chosen(view, pillar);
    let shown = if query.xem == "tat-ca" || pillar.is_some() { rows.len() } else { LINES };
    let frame = shell.frame_titled(view.plan.title.clone()).at_work();
    let rounds = view.rounds.iter().map(|round| {
        let word = if round.open { "programme-track-round-open" } else { "programme-track-round-closed" };
        (round_name(&l, round), format!("{here}/ky/{}", round.code), l.t(word).into_owned())
    });
    Ok(page(PlanPage {
        title: view.plan.title.clone(),
        about: about(&l, view),
        stats: tiles(&l, &listed, &money, today),
        more_targets: rows.len().saturating_sub(shown),
        targets: rows.iter().take(shown).map(|row| target_line(&l, &slug, row)).collect(),
        tasks: attention(view).into_iter().take(LINES).map(|row| task_line(&l, &slug, row)).collect(),
        all_tasks: view.tasks.len(),
        money: money_table(&l, &money, query.nam, i64::from(today.year()), &here),
        agencies: agencies(view).into_iter().take(LINES * 2).collect(),
        rounds: rounds.collect(),
        rule: rule_words(&l, view),
        frame,
        tabs,
        slug,
    }))
}

pub(super) async fn get_plan_csv(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(slug): Path<String>,
) -> Result<Response, Failure> {
    let (listed, money) = track::plan_page(&deps, &cx, &slug).await?;
    Ok(plan_csv(&shell.lang(), &listed.view, &money))
}
