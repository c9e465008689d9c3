//! `/chi-so/{code}`: one number, down to what it is made of.
use super::chart::{Chart, chart};
use super::words;
use crate::model::{Definition, Level};
use crate::ops::{self, Explain, Explained, Line};
use crate::{Deps, Refused};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base::{Date, date_vi};
use policy::web::Cx;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;
use web::{Failure, Form, Frame, Lang, Shell, page};

#[derive(Deserialize, Default, Clone)]
pub(super) struct ShowQuery {
    #[serde(default)]
    pub nam: Option<i16>,
    /// First day of a period.
    #[serde(default)]
    pub ky: String,
    /// `province`, `commune`, `agency`.
    #[serde(default)]
    pub cap: String,
    /// Something was just done.
    #[serde(default)]
    pub xong: bool,
}

struct PartRow {
    title: String,
    method: String,
    name: String,
    number: String,
    /// To the records, the other indicator or the reports.
    href: String,
}

struct MonthRow {
    label: String,
    value: String,
    numerator: String,
    denominator: String,
    href: String,
    open: bool,
}

struct LineRow {
    name: String,
    converted: bool,
    numerator: String,
    numerator_href: String,
    denominator: String,
    denominator_href: String,
    value: String,
    /// 0–100 for the drawing; empty when the unit is no share.
    share: String,
}

struct VersionRow {
    version: i64,
    from: String,
    to: String,
    reason: String,
    pack: bool,
}

#[derive(Template)]
#[template(path = "show.html")]
struct ShowPage {
    frame: Frame,
    definition: Definition,
    value: String,
    has_value: bool,
    span: String,
    coverage: String,
    counting: bool,
    done: bool,
    direction: String,
    facts: Vec<(&'static str, String)>,
    percent: bool,
    parts: Vec<PartRow>,
    chart: Chart,
    chart_label: String,
    months: Vec<MonthRow>,
    level_tabs: Vec<(String, String, bool)>,
    level_word: String,
    lines: Vec<LineRow>,
    has_denominator: bool,
    years: Vec<(i16, String, bool)>,
    versions: Vec<VersionRow>,
    csv_href: String,
    assign_href: String,
    report_href: String,
    whole_href: String,
}

/// The question of a page, from its address.
pub(super) fn asked(code: String, query: &ShowQuery, levels: Option<&[Level]>, today: Date) -> Explain {
    let period = query.ky.parse::<Date>().ok();
    let year = period.map(|first| first.year()).or(query.nam).unwrap_or_else(|| today.year());
    let named = Level::ALL.into_iter().find(|level| level.word() == query.cap);
    let allowed = |level: &Level| levels.is_none_or(|list| list.contains(level));
    let level = named.filter(allowed).unwrap_or(Level::Province);
    Explain { code, year: year.clamp(2000, 2099), period, level }
}

fn records_href(code: &str, fact: &str, seen: &Explained, agencies: &[contracts::AgencyId]) -> String {
    let list: Vec<String> = agencies.iter().map(ToString::to_string).collect();
    let narrowed = if list.is_empty() { String::new() } else { format!("&co-quan={}", list.join(",")) };
    format!("/chi-so/{code}/ho-so?su-kien={fact}&tu={}&den={}{narrowed}", seen.slice.from, seen.slice.to)
}

/// Address of the records behind an expression that is one fact.
fn behind(seen: &Explained, source: &str, agencies: &[contracts::AgencyId]) -> String {
    let name = words::single(source).unwrap_or_default();
    let is_fact = seen.parts.iter().any(|part| part.name == name && part.kind == "fact");
    if is_fact { records_href(&seen.dated.definition.code, name, seen, agencies) } else { String::new() }
}

fn share(definition: &Definition, value: Option<Decimal>) -> String {
    match value.filter(|_| definition.unit.trim() == "%").and_then(|value| value.to_f64()) {
        Some(value) => format!("{:.1}", value.clamp(0.0, 100.0)),
        None => String::new(),
    }
}

fn line_row(lang: &Lang, seen: &Explained, line: &Line) -> LineRow {
    let definition = &seen.dated.definition;
    let name = if line.above { lang.t("indicators-above-communes").into_owned() } else { line.name.clone() };
    LineRow {
        name,
        converted: line.converted,
        numerator: words::plain(line.made.numerator),
        numerator_href: behind(seen, &definition.numerator, &line.agencies),
        denominator: words::plain(line.made.denominator),
        denominator_href: behind(seen, &definition.denominator, &line.agencies),
        value: words::short(lang, definition, &line.made),
        share: share(definition, line.made.value.ok()),
    }
}

fn facts(lang: &Lang, definition: &Definition) -> Vec<(&'static str, String)> {
    let t = |key: String| lang.t(&key).into_owned();
    let window = if definition.window_day > 1 {
        let (from, to) = (definition.window_day.to_string(), (definition.window_day - 1).to_string());
        lang.with("indicators-window-own", &[("from", from), ("to", to)])
    } else {
        t("indicators-window-calendar".to_owned())
    };
    let mut facts = vec![
        ("indicators-field-method", definition.method.clone()),
        ("indicators-field-source", definition.source.clone()),
        ("indicators-field-period", t(format!("indicators-kind-{}", definition.period.word()))),
        ("indicators-field-window", window),
        ("indicators-field-responsible", definition.responsible.clone()),
        ("indicators-field-person", definition.person.clone()),
        ("indicators-field-legal", definition.legal_basis.clone()),
    ];
    if !definition.counted() {
        facts.push((
            "indicators-field-reporters",
            t(format!("indicators-reporters-{}", definition.reporters.word())),
        ));
    }
    facts.push(("indicators-field-code", definition.code.clone()));
    facts
}

fn parts(seen: &Explained) -> Vec<PartRow> {
    let code = &seen.dated.definition.code;
    let row = |part: &ops::Part| PartRow {
        title: part.title.clone(),
        method: part.method.clone(),
        name: part.name.clone(),
        number: words::plain(part.number),
        href: match part.kind {
            "fact" => records_href(code, &part.name, seen, &[]),
            "indicator" => format!("/chi-so/{}", part.name),
            _ => seen
                .last_period
                .map(|period| format!("/chi-so/{code}/bao-cao?ky={}", period.first))
                .unwrap_or_default(),
        },
    };
    seen.parts.iter().map(row).collect()
}

fn months(lang: &Lang, seen: &Explained, level: Level) -> (Vec<MonthRow>, Chart) {
    let definition = &seen.dated.definition;
    let mut rows = Vec::with_capacity(seen.months.len());
    let mut columns = Vec::with_capacity(seen.months.len());
    for one in &seen.months {
        let value = one.made.value.ok();
        let short = match one.period.kind {
            crate::model::PeriodKind::Month => one.period.number().to_string(),
            _ => words::period(lang, one.period),
        };
        let number =
            value.map(|value| crate::rules::decimal_vi(value, definition.decimals)).unwrap_or_default();
        columns.push((short, value, number, one.open));
        rows.push(MonthRow {
            label: words::period(lang, one.period),
            value: words::short(lang, definition, &one.made),
            numerator: words::plain(one.made.numerator),
            denominator: words::plain(one.made.denominator),
            href: format!("/chi-so/{}?ky={}&cap={}", definition.code, one.period.first, level.word()),
            open: one.open,
        });
    }
    let whole = (definition.unit.trim() == "%").then_some(Decimal::ONE_HUNDRED);
    (rows, chart(&columns, whole))
}

pub(super) async fn show_indicator(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(code): Path<String>,
    Form(query): Form<ShowQuery>,
) -> Result<Response, Failure> {
    let today = cx.now.date();
    let mut ask = asked(code.clone(), &query, None, today);
    let mut seen = ops::explain(&deps, &cx, ask.clone()).await?;
    if !seen.dated.definition.levels.contains(&ask.level) && ask.level != Level::Province {
        ask.level = Level::Province;
        seen = ops::explain(&deps, &cx, ask.clone()).await?;
    }
    Ok(page(build(&shell, &query, &ask, &seen, today)?))
}

fn build(
    shell: &Shell,
    query: &ShowQuery,
    ask: &Explain,
    seen: &Explained,
    today: Date,
) -> Result<ShowPage, Refused> {
    let lang = shell.lang();
    let definition = seen.dated.definition.clone();
    let code = definition.code.clone();
    let when = if query.ky.is_empty() { format!("nam={}", ask.year) } else { format!("ky={}", query.ky) };
    let tab = |level: Level| {
        let word = lang.t(&format!("indicators-level-{}", level.word())).into_owned();
        (word, format!("/chi-so/{code}?{when}&cap={}", level.word()), level == ask.level)
    };
    let level_tabs = definition.levels.iter().copied().map(tab).collect();
    let first = seen.versions.first().map_or(today.year(), |version| version.valid_from.year());
    let years = (first.max(today.year() - 3)..=today.year())
        .rev()
        .map(|year| (year, format!("/chi-so/{code}?nam={year}&cap={}", ask.level.word()), year == ask.year))
        .collect();
    let (months, chart) = months(&lang, seen, ask.level);
    let versions = seen
        .versions
        .iter()
        .rev()
        .map(|one| VersionRow {
            version: one.version,
            from: date_vi(one.valid_from),
            to: if one.valid_to.year() >= 9999 { String::new() } else { date_vi(one.valid_to) },
            reason: one.reason.clone(),
            pack: one.from_pack,
        })
        .collect();
    let as_of = lang.with("indicators-as-of", &[("at", base::moment_vi(seen.as_of))]);
    let chart_label =
        lang.with("indicators-chart", &[("title", definition.title.clone()), ("year", ask.year.to_string())]);
    let frame = shell
        .frame_titled(definition.title.clone())
        .at_work()
        .crumb("indicators-list-title", "/chi-so")
        .as_of(as_of);
    Ok(ShowPage {
        value: words::value(&lang, &definition, &seen.made),
        has_value: seen.made.value.is_ok(),
        span: words::span(&lang, seen.window.0, seen.window.1),
        coverage: seen
            .coverage
            .map(|(n, of)| lang.with("indicators-coverage", &[("n", n.to_string()), ("of", of.to_string())]))
            .unwrap_or_default(),
        counting: seen.counting,
        done: query.xong,
        direction: lang
            .t(if definition.rising() { "indicators-direction-up" } else { "indicators-direction-down" })
            .into_owned(),
        facts: facts(&lang, &definition),
        percent: definition.percent(),
        parts: parts(seen),
        chart,
        chart_label,
        months,
        level_tabs,
        level_word: ask.level.word().to_owned(),
        lines: seen.lines.iter().map(|line| line_row(&lang, seen, line)).collect(),
        has_denominator: !definition.denominator.trim().is_empty(),
        years,
        versions,
        assign_href: contracts::assign_href(
            &format!("indicator:{code}"),
            &definition.title,
            &format!("/chi-so/{code}"),
        ),
        csv_href: format!("/chi-so/{code}/so-lieu.csv?{when}&cap={}", ask.level.word()),
        report_href: seen
            .last_period
            .map(|period| format!("/chi-so/{code}/bao-cao?ky={}", period.first))
            .unwrap_or_default(),
        whole_href: if query.ky.is_empty() {
            String::new()
        } else {
            format!("/chi-so/{code}?nam={}&cap={}", ask.year, ask.level.word())
        },
        frame,
        definition,
    })
}
