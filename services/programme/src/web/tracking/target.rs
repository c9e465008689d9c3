//! `/ke-hoach/{slug}/chi-tieu/{id}`: one target; its path, its number, where the number comes from, what it is bound to.
use super::task::{Told, assigned, told};
use super::words::{self, aim, round_name, target_bar, target_tag, with_unit};
use crate::Deps;
use crate::charts::path_chart;
use crate::ops::track::{self, TargetPage, TrackRefused, ValueSource};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Id, date_vi};
use contracts::{AgencyId, TargetId};
use policy::web::Cx;
use serde::Deserialize;
use web::{Choice, Errors, Failure, Form, Frame, Lang, Shell, page, see_other};

struct ChartRow {
    day: String,
    value: String,
    wanted: String,
}

#[derive(Template)]
#[template(path = "tracking/target.html")]
struct Page {
    frame: Frame,
    slug: String,
    id: String,
    heading: String,
    text: String,
    tag: (&'static str, String),
    now: String,
    wanted: String,
    bar: String,
    facts: Vec<(String, String)>,
    chart: String,
    chart_title: String,
    rows: Vec<ChartRow>,
    told: Vec<Told>,
    number: String,
    lines: Vec<(i64, String)>,
    definition: Vec<(String, String)>,
    definition_href: String,
    may_bind: bool,
    version: i64,
    choices: Vec<Choice>,
    assigned: Vec<(String, String, String)>,
    from: String,
    errors: Errors,
}

fn facts(l: &Lang, p: &TargetPage) -> Vec<(String, String)> {
    let row = &p.row;
    let base = row.path.base.map(|base| {
        l.with(
            "programme-track-base-of",
            &[("value", with_unit(base.value, &row.target.unit)), ("day", date_vi(base.on))],
        )
    });
    let others: Vec<String> = p.siblings.iter().map(aim).collect();
    [
        ("programme-track-owner", row.owner.clone()),
        ("programme-track-pillar", row.target.pillar.clone()),
        ("programme-track-aims", others.join("; ")),
        ("programme-track-by", date_vi(row.aim.by)),
        ("programme-track-base", base.unwrap_or_default()),
        ("programme-track-level", row.target.level.clone()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| (l.t(key).into_owned(), value))
    .collect()
}

fn definition(l: &Lang, p: &TargetPage) -> Vec<(String, String)> {
    match (&p.indicator, p.row.source) {
        (Some(fact), _) => {
            let way = if fact.counted { "programme-track-counted" } else { "programme-track-by-report" };
            vec![
                (l.t("programme-track-indicator").into_owned(), format!("{} ({})", fact.title, fact.code)),
                (l.t("programme-track-way").into_owned(), l.t(way).into_owned()),
                (l.t("programme-track-responsible").into_owned(), fact.responsible.clone()),
            ]
        }
        (None, ValueSource::Indicator) => {
            let code = p.row.target.indicator.clone().unwrap_or_default();
            vec![(
                l.t("programme-track-indicator").into_owned(),
                l.with("programme-track-indicator-gone", &[("code", code)]),
            )]
        }
        (None, ValueSource::Report) => vec![
            (l.t("programme-track-way").into_owned(), l.t("programme-track-by-owner").into_owned()),
            (l.t("programme-track-responsible").into_owned(), p.row.owner.clone()),
        ],
    }
}

/// Every day that the chart shows, with what was measured and what is asked for.
fn chart_rows(p: &TargetPage) -> Vec<ChartRow> {
    let unit = &p.row.target.unit;
    let aims = p.row.path.aims.iter().map(|aim| aim.by);
    let mut days: Vec<base::Date> = p.history.iter().map(|point| point.on).chain(aims).collect();
    days.extend(p.row.path.base.map(|base| base.on));
    days.sort_unstable();
    days.dedup();
    days.into_iter()
        .map(|day| ChartRow {
            day: date_vi(day),
            value: p
                .history
                .iter()
                .find(|point| point.on == day)
                .or_else(|| p.row.path.base.as_ref().filter(|base| base.on == day))
                .map_or_else(|| "–".to_owned(), |point| with_unit(point.value, unit)),
            wanted: p.row.path.expected(day).map_or_else(|| "–".to_owned(), |value| with_unit(value, unit)),
        })
        .collect()
}

fn parse(id: &str) -> Result<TargetId, TrackRefused> {
    id.parse::<Id>().map(TargetId::from).map_err(|_| TrackRefused::NoSuch)
}

async fn render(
    deps: &Deps,
    shell: &Shell,
    cx: &policy::OpContext,
    (slug, id): (&str, &str),
    errors: Errors,
) -> Result<Response, Failure> {
    let p = track::target_page(deps, cx, slug, parse(id)?).await?;
    let (l, row) = (shell.lang(), &p.row);
    let unit = row.target.unit.as_str();
    let chart_title = l.with("programme-track-chart", &[("aim", aim(row))]);
    let value = row.latest.map_or_else(|| "–".to_owned(), |point| with_unit(point.value, unit));
    let label = l.with(
        "programme-track-chart-label",
        &[("measure", row.target.measure.clone()), ("value", value.clone()), ("aim", aim(row))],
    );
    let frame = shell
        .frame_titled(row.target.measure.clone())
        .at_work()
        .with_errors(&errors)
        .crumb_text(p.plan.title.clone(), format!("/ke-hoach/{slug}"));
    let mut choices =
        vec![Choice::new("", l.t("programme-track-bind-none")).chosen(row.target.indicator.is_none())];
    choices.extend(p.indicators.iter().map(|fact| {
        let label = format!("{} ({})", fact.title, fact.unit);
        Choice::new(fact.code.clone(), label).chosen(row.target.indicator.as_ref() == Some(&fact.code))
    }));
    let name = |id: AgencyId| p.names.get(&id).cloned().unwrap_or_default();
    let rounds = |id| p.rounds.get(&id).map(|round| round_name(&l, round)).unwrap_or_default();
    let now = match row.latest {
        Some(point) => l.with("programme-track-now", &[("value", value), ("day", date_vi(point.on))]),
        None => l.t("programme-track-no-number").into_owned(),
    };
    let wanted = match row.expected.filter(|_| row.latest.is_some()) {
        Some(expected) if row.base_missing => {
            l.with("programme-track-wanted-first", &[("value", with_unit(expected, unit))])
        }
        Some(expected) => l.with("programme-track-wanted", &[("value", with_unit(expected, unit))]),
        None => String::new(),
    };
    Ok(page(Page {
        chart: path_chart(&row.path, &p.history, unit.trim(), &label).unwrap_or_default(),
        chart_title,
        rows: chart_rows(&p),
        tag: target_tag(&l, row.state),
        bar: target_bar(row).replacen("class=\"bar\"", "class=\"bar tall\"", 1),
        facts: facts(&l, &p),
        told: told(&l, &p.reports, &p.evidence, name, rounds, unit),
        number: p.plan.number.clone(),
        lines: p.lines.clone(),
        definition: definition(&l, &p),
        definition_href: p
            .indicator
            .as_ref()
            .map(|fact| format!("/chi-so/{}", fact.code))
            .unwrap_or_default(),
        may_bind: cx.require(track::PLAN, p.plan.standing).is_ok(),
        version: row.target.version,
        assigned: assigned(&l, &p.assigned),
        from: contracts::assign_href(
            &format!("plan-target:{id}"),
            &row.target.measure,
            &format!("/ke-hoach/{slug}/chi-tieu/{id}"),
        ),
        slug: slug.to_owned(),
        id: id.to_owned(),
        heading: row.target.measure.clone(),
        text: row.target.text.clone(),
        now,
        wanted,
        choices,
        frame,
        errors,
    }))
}

pub(super) async fn show_plan_target(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    render(&deps, &shell, &cx, (&slug, &id), Errors::new()).await
}

#[derive(Deserialize, Default)]
pub(super) struct BindForm {
    #[serde(default)]
    indicator: String,
    #[serde(default)]
    version: i64,
}

pub(super) async fn bind_plan_target(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path((slug, id)): Path<(String, String)>,
    Form(form): Form<BindForm>,
) -> Result<Response, Failure> {
    match track::bind_target(&deps, &cx, &slug, parse(&id)?, &form.indicator, form.version).await {
        Ok(()) => Ok(see_other(format!("/ke-hoach/{slug}/chi-tieu/{id}"))),
        Err(refused @ TrackRefused::NoIndicator) => {
            let l = shell.lang();
            let mut errors = Errors::new();
            errors.add("indicator", words::sentence(&l, &refused));
            render(&deps, &shell, &cx, (&slug, &id), errors).await
        }
        Err(other) => Err(other.into()),
    }
}
