//! Words of states, numbers, days, money; the same on every page of tracking.
use crate::model::path::{TargetState, TaskState};
use crate::model::rounds::RoundKind;
use crate::model::track::{Evidence, Round};
use crate::ops::track::{TargetRow, TaskRow, TrackRefused, number_vi};
use base::{Date, Refusal, date_vi};
use rust_decimal::Decimal;
use web::{Errors, Lang};

/// Tag and word of a target's state.
pub(super) fn target_tag(l: &Lang, state: TargetState) -> (&'static str, String) {
    let kind = match state {
        TargetState::Missed => "bad",
        TargetState::AtRisk => "warn",
        TargetState::NoData => "",
        TargetState::OnCourse | TargetState::Met | TargetState::MetEarly => "ok",
    };
    (kind, l.t(&format!("programme-track-target-{}", state.word().replace('_', "-"))).into_owned())
}

/// Tag and word of a task's state.
pub(super) fn task_tag(l: &Lang, state: TaskState) -> (&'static str, String) {
    let kind = match state {
        TaskState::Missed => "bad",
        TaskState::AtRisk | TaskState::NotReported => "warn",
        TaskState::OnCourse => "info",
        TaskState::Done => "ok",
    };
    (kind, l.t(&format!("programme-track-task-{}", state.word().replace('_', "-"))).into_owned())
}

/// `71,6%`, `1.200 hộ`.
pub(super) fn with_unit(value: Decimal, unit: &str) -> String {
    match unit.trim() {
        "" => number_vi(value),
        "%" => format!("{}%", number_vi(value)),
        unit => format!("{} {unit}", number_vi(value)),
    }
}

/// `≥ 60% (2026)`.
pub(super) fn aim(row: &TargetRow) -> String {
    let value = with_unit(row.aim.value, &row.target.unit);
    let sign =
        if row.target.comparator == "=" { String::new() } else { format!("{} ", row.target.comparator) };
    match row.target.year {
        Some(year) => format!("{sign}{value} ({year})"),
        None => format!("{sign}{value}"),
    }
}

/// The fill of a bar by state.
pub(super) const fn fill(state: TargetState) -> &'static str {
    match state {
        TargetState::Missed => "f-bad",
        TargetState::AtRisk => "f-warn",
        _ => "f-main",
    }
}

/// The bar of a target: its value, and the mark of its aim.
pub(super) fn target_bar(row: &TargetRow) -> String {
    let Some(latest) = row.latest else { return String::new() };
    let whole = if row.target.unit.trim() == "%" {
        Decimal::ONE_HUNDRED
    } else {
        latest.value.max(row.aim.value).max(Decimal::ONE)
    };
    let mark = crate::charts::share(row.aim.value, whole);
    crate::charts::bar(crate::charts::share(latest.value, whole), fill(row.state), Some(mark))
}

/// `quý III năm 2026`, `6 tháng đầu năm 2026`, `năm 2026`.
pub(super) fn round_name(l: &Lang, round: &Round) -> String {
    let year = round.from.year().to_string();
    let month = round.from.month();
    match round.kind {
        RoundKind::Year => l.with("programme-track-round-year", &[("year", year)]),
        RoundKind::HalfYear => {
            let key =
                if month == 1 { "programme-track-round-half-1" } else { "programme-track-round-half-2" };
            l.with(key, &[("year", year)])
        }
        RoundKind::Quarter => {
            let number = match month {
                1 => "I",
                4 => "II",
                7 => "III",
                _ => "IV",
            };
            l.with("programme-track-round-quarter", &[("number", number), ("year", year.as_str())])
        }
    }
}

/// Whole đồng as billions, `61,4`; a dash when nobody has said.
pub(super) fn billions(dong: Option<i64>) -> String {
    let Some(dong) = dong else { return "–".to_owned() };
    let value = Decimal::from(dong).checked_div(Decimal::from(1_000_000_000_i64)).unwrap_or_default();
    let value = if value.abs() < Decimal::ONE { value.round_dp(2) } else { value.round_dp(1) };
    number_vi(value)
}

pub(super) fn day(date: Option<Date>) -> String {
    date.map(date_vi).unwrap_or_default()
}

/// The due day of a task, or its cadence.
pub(super) fn due_words(l: &Lang, row: &TaskRow) -> String {
    match (row.task.due, row.task.cadence.as_str()) {
        (Some(due), _) => date_vi(due),
        (None, "") => l.t("programme-track-no-due").into_owned(),
        (None, cadence) => cadence_word(l, cadence),
    }
}

pub(super) fn cadence_word(l: &Lang, cadence: &str) -> String {
    if cadence.is_empty() {
        return l.t("programme-track-cadence-once").into_owned();
    }
    l.t(&format!("programme-track-cadence-{}", cadence.replace('_', "-"))).into_owned()
}

/// Shape of a due day: late, soon, or none.
pub(super) fn due_state(row: &TaskRow) -> &'static str {
    match row.state {
        TaskState::Missed => "late",
        TaskState::AtRisk => "soon",
        TaskState::Done => "done",
        _ => "",
    }
}

/// A file as a page shows it.
#[derive(Clone, Debug)]
pub(super) struct FileLine {
    pub href: String,
    pub name: String,
    pub size: String,
}

pub(super) fn files(all: &[Evidence], owner: base::Id) -> Vec<FileLine> {
    all.iter()
        .filter(|file| file.owner == owner)
        .map(|file| FileLine {
            href: format!("/ke-hoach/minh-chung/{}", file.id),
            name: file.name.clone(),
            size: size(file.size),
        })
        .collect()
}

fn size(bytes: i64) -> String {
    let (part, unit) = if bytes >= 1_048_576 { (1_048_576, "MB") } else { (1024, "KB") };
    let value = Decimal::from(bytes).checked_div(Decimal::from(part)).unwrap_or_default().round_dp(1);
    let value = value.max(Decimal::new(1, 1));
    format!("{} {unit}", number_vi(value))
}

/// A refusal that belongs to a form, at its field; everything else goes on as it is.
pub(super) fn at_field(l: &Lang, refused: TrackRefused) -> Result<Errors, TrackRefused> {
    let mut errors = Errors::new();
    match refused {
        TrackRefused::Entry { field, problem } => {
            errors.add(field, l.t(&format!("programme-track-problem-{problem}")));
            Ok(errors)
        }
        TrackRefused::FileEmpty | TrackRefused::FileKind | TrackRefused::FileTooLarge => {
            errors.add("files", sentence(l, &refused));
            Ok(errors)
        }
        other => Err(other),
    }
}

pub(super) fn sentence(l: &Lang, refused: &TrackRefused) -> String {
    l.refusal(refused.code(), &refused.args()).unwrap_or_else(|| refused.code().to_owned())
}

/// A number as people type it: `1.234,5` or `1234.5`.
pub(super) fn typed_number(typed: &str) -> String {
    let clean: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '%').collect();
    match clean.split_once(',') {
        Some((whole, part)) => format!("{}.{part}", whole.replace('.', "")),
        // Points in groups of three are thousands.
        None if clean.split('.').count() > 2
            || clean.split_once('.').is_some_and(|(a, b)| b.len() == 3 && a != "0" && !a.is_empty()) =>
        {
            clean.replace('.', "")
        }
        None => clean,
    }
}
