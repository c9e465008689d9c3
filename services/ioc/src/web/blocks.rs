//! The parts of which both the page and the wall are made.
use super::words::{May, minute, upper_first};
use crate::model::{Pinned, Snapshot, kept};
use crate::ops::View;
use crate::rules::{self, line_key, plan_key};
use base::{date_vi, moment_vi};
use contracts::{Measured, PlanAttention, PlanSummary};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use web::Lang;

/// One of the six.
pub(super) struct Tile {
    pub key: &'static str,
    pub title: String,
    /// Printed behind the number; empty where there is nothing to divide by.
    pub unit: String,
    pub href: String,
    /// Label and key of what stands beneath.
    pub notes: Vec<(String, &'static str)>,
    /// Source, moment, how it is counted, who answers: label and words.
    pub facts: Vec<(String, String)>,
    pub assign: String,
}

/// One state of a bar.
pub(super) struct Part {
    pub key: String,
    pub x: String,
    pub word: String,
    pub class: &'static str,
}

pub(super) struct Bar {
    pub title: String,
    pub total: i64,
    pub parts: Vec<Part>,
}

/// One of a plan's worst lines.
pub(super) struct Line {
    pub title: String,
    pub href: String,
    /// `bad`, `warn` or `mute`.
    pub kind: &'static str,
    pub word: String,
    /// Key of what stands beneath.
    pub detail: String,
    pub assign: String,
}

pub(super) struct Plan {
    pub anchor: String,
    pub title: String,
    pub number: String,
    pub href: String,
    pub bars: Vec<Bar>,
    pub lines: Vec<Line>,
}

pub(super) struct Indicator {
    pub key: String,
    pub title: String,
    pub href: String,
    /// Who answers, and by whom it is counted.
    pub answers: String,
    pub period: String,
    pub unit: String,
    /// At the end of the month before; empty when nobody knows.
    pub before: String,
    /// Line and ground of the drawing in a box of 100 × 32; empty with fewer than two months.
    pub spark: Option<(String, String)>,
    pub assign: String,
}

/// What asks for a decision.
pub(super) struct Decision {
    pub label: String,
    pub key: String,
    pub href: String,
    /// May be empty.
    pub text: String,
    pub assign: String,
}

/// Where a number of this page stands.
const HERE: &str = "/dieu-hanh";

/// Where the list behind each of the six is.
fn drill(may: May, key: &str) -> String {
    match key {
        "received" | "online" => may.dossiers("received-today"),
        "late" => may.dossiers("late-now"),
        "in-time" => may.dossiers("closed-month"),
        "awaiting" => may.work("waiting"),
        _ => may.work("overdue"),
    }
}

fn notes(lang: &Lang, key: &str) -> Vec<(String, &'static str)> {
    let keys: &[&'static str] = match key {
        "online" => &["online-n"],
        "in-time" => &["closed", "closed-late"],
        "overdue" => &["running", "not-accepted"],
        "awaiting" => &["done", "done-late"],
        _ => &[],
    };
    keys.iter().map(|key| (lang.t(&format!("ioc-note-{key}")).into_owned(), *key)).collect()
}

pub(super) fn tiles(lang: &Lang, may: May, now: &Snapshot) -> Vec<Tile> {
    let t = |key: &str| lang.t(key).into_owned();
    rules::TILES
        .into_iter()
        .map(|key| {
            let of_work = matches!(key, "overdue" | "awaiting");
            let none = match key {
                "online" => now.figures.received_today == 0,
                "in-time" => now.figures.closed_this_month == 0,
                _ => false,
            };
            let source = if of_work { "ioc-source-work" } else { "ioc-source-dossiers" };
            let answers = if of_work { "ioc-answers-work" } else { "ioc-answers-dossiers" };
            Tile {
                key,
                title: t(&format!("ioc-tile-{key}")),
                unit: if none { String::new() } else { t(&format!("ioc-unit-{key}")) },
                href: drill(may, key),
                notes: notes(lang, key),
                facts: vec![
                    (t("ioc-fact-source"), t(source)),
                    (t("ioc-fact-method"), t(&format!("ioc-method-{key}"))),
                    (t("ioc-fact-answers"), t(answers)),
                ],
                assign: may.assign(&format!("figure:{key}"), &t(&format!("ioc-tile-{key}")), HERE),
            }
        })
        .collect()
}

/// Colours of the states in their order: met, on course, at risk, missed, no data.
const CLASSES: [&str; 5] = ["f-ok", "f-main", "f-warn", "f-bad", "f-track"];
const STATES: [&str; 5] = ["met", "on-course", "at-risk", "missed", "no-data"];

fn bar(lang: &Lang, index: usize, targets: bool, plan: &PlanSummary) -> Bar {
    let counts = kept(if targets { &plan.targets } else { &plan.tasks });
    let what = if targets { "target" } else { "task" };
    let part = |(state, (class, word)): (usize, (&'static str, &str))| {
        let key = plan_key(index, targets, state);
        Part { x: format!("{key}.x"), key, class, word: lang.t(&format!("ioc-{what}-{word}")).into_owned() }
    };
    let total = counts.iter().sum();
    let args = [("n", base::group_thousands(total))];
    Bar {
        title: lang.with(&format!("ioc-bar-{what}s"), &args),
        total,
        parts: CLASSES.into_iter().zip(STATES).enumerate().map(part).collect(),
    }
}

fn line(lang: &Lang, may: May, detail: String, row: &PlanAttention) -> Line {
    let source = rules::source_of(&row.href);
    let of_task = source.as_deref().is_some_and(|source| source.starts_with("plan-task:"));
    let what = if of_task { "task" } else { "target" };
    let (kind, state) = match row.state {
        "missed" => ("bad", "missed"),
        "at_risk" => ("warn", "at-risk"),
        _ => ("mute", "no-data"),
    };
    Line {
        title: row.title.clone(),
        href: row.href.clone(),
        kind,
        word: upper_first(&lang.t(&format!("ioc-{what}-{state}"))),
        detail,
        assign: source.map(|source| may.assign(&source, &row.title, &row.href)).unwrap_or_default(),
    }
}

pub(super) fn plans(lang: &Lang, may: May, now: &Snapshot) -> Vec<Plan> {
    now.plans
        .iter()
        .enumerate()
        .map(|(index, plan)| Plan {
            anchor: format!("ke-hoach-{}", index + 1),
            title: plan.title.clone(),
            number: plan.number.clone(),
            href: plan.href.clone(),
            bars: [true, false]
                .into_iter()
                .map(|targets| bar(lang, index, targets, plan))
                .filter(|bar| bar.total > 0)
                .collect(),
            lines: plan
                .attention
                .iter()
                .enumerate()
                .map(|(at, row)| line(lang, may, line_key(index, at), row))
                .collect(),
        })
        .collect()
}

/// A line through the months that have a value, in a box of 100 × 32.
fn spark(months: &[Measured]) -> Option<(String, String)> {
    let values: Vec<f64> = months.iter().filter_map(|month| month.value).filter_map(|v| v.to_f64()).collect();
    if values.len() < 2 {
        return None;
    }
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let span = if most > least { most - least } else { 1.0 };
    let step = 100.0 / f64::from(u32::try_from(values.len().saturating_sub(1)).unwrap_or(1));
    let mut across = 0.0;
    let mut path = String::new();
    for value in values {
        let letter = if path.is_empty() { 'M' } else { 'L' };
        let down = 28.0 - 24.0 * (value - least) / span;
        path.push_str(&format!("{letter}{across:.1} {down:.1}"));
        across += step;
    }
    let ground = format!("{path}L100 32L0 32z");
    Some((path, ground))
}

/// The value of the last month that is over on the day of the snapshot.
fn before(months: &[Measured], now: &Snapshot) -> Option<(u8, Decimal)> {
    let today = now.at.date();
    let over = |month: &&Measured| (month.to.year(), month.to.month()) < (today.year(), today.month());
    let month = months.iter().rfind(over)?;
    Some((month.to.month().unsigned_abs(), month.value?))
}

fn indicator(lang: &Lang, may: May, view: &View, pinned: &Pinned) -> Indicator {
    let fact = &pinned.fact;
    let months = view.months.get(&fact.code).map(Vec::as_slice).unwrap_or_default();
    let counted = if fact.counted { "ioc-indicator-counted" } else { "ioc-indicator-reported" };
    let period = pinned.measured.as_ref().map_or_else(
        || lang.t("ioc-indicator-none").into_owned(),
        |measured| {
            let args = [
                ("from", date_vi(measured.from)),
                ("to", date_vi(measured.to)),
                ("at", moment_vi(measured.as_of)),
            ];
            lang.with("ioc-indicator-period", &args)
        },
    );
    let before = before(months, &view.now).map(|(month, value)| {
        let args =
            [("month", month.to_string()), ("value", rules::decimal_vi(value)), ("unit", fact.unit.clone())];
        lang.with("ioc-indicator-before", &args)
    });
    let value = pinned.measured.as_ref().and_then(|measured| measured.value);
    Indicator {
        key: format!("i.{}", fact.code),
        title: fact.title.clone(),
        href: if may.indicators { format!("/chi-so/{}", fact.code) } else { String::new() },
        answers: lang.with(counted, &[("agency", fact.responsible.as_str())]),
        period,
        unit: if value.is_some() { fact.unit.clone() } else { String::new() },
        before: before.unwrap_or_default(),
        spark: spark(months),
        assign: may.assign(
            &format!("indicator:{}", fact.code),
            &fact.title,
            &format!("/chi-so/{}", fact.code),
        ),
    }
}

pub(super) fn indicators(lang: &Lang, may: May, view: &View) -> Vec<Indicator> {
    view.now.indicators.iter().map(|pinned| indicator(lang, may, view, pinned)).collect()
}

/// What a leader should say something to: what waits for the assigner, what is late, which plans are missed.
pub(super) fn decisions(lang: &Lang, may: May, now: &Snapshot) -> Vec<Decision> {
    let work = &now.assignments;
    let counted = [
        ("awaiting", work.awaiting_confirmation, may.work("waiting"), String::new()),
        ("overdue", work.overdue, may.work("overdue"), String::new()),
        ("not-accepted", work.not_accepted, may.work("running"), String::new()),
        (
            "late",
            now.figures.late_now,
            may.dossiers("late-now"),
            may.assign("figure:late", &lang.t("ioc-decide-late"), HERE),
        ),
    ];
    let mut out: Vec<Decision> = counted
        .into_iter()
        .filter(|(_, count, _, _)| *count > 0)
        .map(|(key, _, href, assign)| Decision {
            label: lang.t(&format!("ioc-decide-{key}")).into_owned(),
            key: key.to_owned(),
            href,
            text: lang.t(&format!("ioc-decide-{key}-text")).into_owned(),
            assign,
        })
        .collect();
    for (index, plan) in now.plans.iter().enumerate() {
        if plan.targets.missed.saturating_add(plan.tasks.missed) > 0 {
            let args = [("plan", plan.title.as_str())];
            out.push(Decision {
                label: lang.with("ioc-decide-plan", &args),
                key: format!("p{index}.missed"),
                href: format!("#ke-hoach-{}", index + 1),
                text: String::new(),
                assign: String::new(),
            });
        }
    }
    out
}

/// The words the script shows, each with `{at}` for the minute.
pub(super) struct LiveWords {
    pub on: String,
    pub lost: String,
    pub ended: String,
    pub at: String,
    pub shape: String,
}

pub(super) fn live_words(lang: &Lang, now: &Snapshot, shape: &str) -> LiveWords {
    let place = [("at", "{at}")];
    LiveWords {
        on: lang.with("ioc-live-on", &place),
        lost: lang.with("ioc-live-lost", &place),
        ended: lang.with("ioc-live-ended", &place),
        at: minute(now.at),
        shape: shape.to_owned(),
    }
}
