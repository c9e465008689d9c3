//! Words and addresses of the page.
use crate::model::{Before, Change, Snapshot};
use crate::rules;
use base::{Timestamp, date_vi, group_thousands, time_vi, weekday_key};
use std::collections::BTreeMap;
use web::{Frame, Lang};

/// The values of the page by key, as the stream sends them.
pub(super) struct Values(BTreeMap<String, String>);

impl Values {
    pub fn of(snapshot: &Snapshot) -> Self {
        Self(rules::values(snapshot))
    }

    pub fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    /// Place and width of a bar's part.
    pub fn x(&self, key: &str) -> &str {
        self.0.get(key).and_then(|value| value.split_once(' ')).map_or("0", |(x, _)| x)
    }

    pub fn width(&self, key: &str) -> &str {
        self.0.get(key).and_then(|value| value.split_once(' ')).map_or("0", |(_, width)| width)
    }
}

/// A word of a legend where it stands alone.
pub(super) fn upper_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// “thứ Sáu 20/11/2026”.
pub(super) fn day(lang: &Lang, at: Timestamp) -> String {
    let weekday = lang.t(weekday_key(at.date()));
    let mut letters = weekday.chars();
    let weekday: String =
        letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect());
    format!("{weekday} {}", date_vi(at.date()))
}

pub(super) fn minute(at: Timestamp) -> String {
    time_vi(at.to_local().time())
}

/// What the reader may do with a number.
#[derive(Clone, Copy)]
pub(super) struct May {
    pub dossiers: bool,
    pub work: bool,
    pub assign: bool,
    pub indicators: bool,
}

impl May {
    pub fn of(frame: &Frame) -> Self {
        Self {
            dossiers: frame.may("dossiers.leader"),
            work: frame.may("tasks.assign") || frame.may("tasks.do"),
            assign: frame.may("tasks.assign"),
            indicators: frame.may("indicators.read"),
        }
    }

    /// Address of the list of dossiers behind a number; empty for whoever may not open it.
    pub fn dossiers(self, which: &str) -> String {
        if self.dossiers { format!("/hom-nay/ho-so?so={which}") } else { String::new() }
    }

    pub fn work(self, tab: &str) -> String {
        if self.work { format!("/viec-giao?nhom={tab}") } else { String::new() }
    }

    /// Address that assigns work from a source: its key, what it is called, and where it stands; empty for whoever may not.
    pub fn assign(self, source: &str, title: &str, href: &str) -> String {
        if self.assign { contracts::assign_href(source, title, href) } else { String::new() }
    }
}

fn less_more(lang: &Lang, key: &str, from: i64, to: i64) -> String {
    let way = if to > from { "more" } else { "less" };
    let by = group_thousands(to.saturating_sub(from).saturating_abs());
    let args =
        [("n", group_thousands(to)), ("way", lang.t(&format!("ioc-change-{way}")).into_owned()), ("by", by)];
    lang.with(key, &args)
}

/// One sentence and where it leads; the address may be empty.
pub(super) fn change(lang: &Lang, may: May, now: &Snapshot, change: &Change) -> Option<(String, String)> {
    let plan_line = |key: &str, plan: usize, from: i64, to: i64| {
        let plan = now.plans.get(plan)?;
        let way = if to > from { "more" } else { "less" };
        let args = [
            ("plan", plan.title.clone()),
            ("n", group_thousands(to)),
            ("way", lang.t(&format!("ioc-change-{way}")).into_owned()),
            ("by", group_thousands(to.saturating_sub(from).saturating_abs())),
        ];
        Some((lang.with(key, &args), plan.href.clone()))
    };
    match change {
        Change::Late { from, to } => {
            Some((less_more(lang, "ioc-change-late", *from, *to), may.dossiers("late-now")))
        }
        Change::Overdue { from, to } => {
            Some((less_more(lang, "ioc-change-overdue", *from, *to), may.work("overdue")))
        }
        Change::Awaiting { from, to } => {
            Some((less_more(lang, "ioc-change-awaiting", *from, *to), may.work("waiting")))
        }
        Change::PlanNew { plan } => {
            let plan = now.plans.get(*plan)?;
            Some((lang.with("ioc-change-plan-new", &[("plan", plan.title.as_str())]), plan.href.clone()))
        }
        Change::Missed { plan, targets: true, from, to } => {
            plan_line("ioc-change-targets-missed", *plan, *from, *to)
        }
        Change::Missed { plan, targets: false, from, to } => {
            plan_line("ioc-change-tasks-missed", *plan, *from, *to)
        }
        Change::AtRisk { plan, targets: true, from, to } => {
            plan_line("ioc-change-targets-risk", *plan, *from, *to)
        }
        Change::AtRisk { plan, targets: false, from, to } => {
            plan_line("ioc-change-tasks-risk", *plan, *from, *to)
        }
        Change::Indicator { indicator, from, to } => {
            let pinned = now.indicators.get(*indicator)?;
            let args = [
                ("title", pinned.fact.title.clone()),
                ("from", rules::decimal_vi(*from)),
                ("to", rules::decimal_vi(*to)),
                ("unit", pinned.fact.unit.clone()),
            ];
            let href = if may.indicators { format!("/chi-so/{}", pinned.fact.code) } else { String::new() };
            Some((lang.with("ioc-change-indicator", &args), href))
        }
    }
}

/// Every change as a sentence; the first word is the day it is compared with, none on the first day.
pub(super) fn changes(
    lang: &Lang,
    may: May,
    now: &Snapshot,
    before: Option<&Before>,
) -> Option<(String, Vec<(String, String)>)> {
    let before = before?;
    let since = lang
        .with("ioc-changes-since", &[("time", minute(before.taken_at)), ("day", day(lang, before.taken_at))]);
    let lines = rules::changes(before, now);
    Some((since, lines.iter().filter_map(|line| change(lang, may, now, line)).collect()))
}
