//! Where a target or a task stands against its path.  The thresholds are dated data ([`Rule`]); nothing here knows one.
use crate::model::path::{Aim, Ask, Point, Rule, TargetState, TaskState};
use base::Date;
use rust_decimal::Decimal;

/// The way from where things stood to the aims of the same measure: a line broken at each aim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Where it begins; none: nobody knows, the aim itself is asked for from the first day.
    pub base: Option<Point>,
    /// By day, each day once.
    pub aims: Vec<Aim>,
    /// More is better.
    pub rising: bool,
}

impl Path {
    /// `says_rising`: what the indicator says; the sign of the last aim stands above it.
    #[must_use]
    pub fn new(base: Option<Point>, mut aims: Vec<Aim>, says_rising: Option<bool>) -> Self {
        aims.sort_by_key(|aim| aim.by);
        aims.dedup_by_key(|aim| aim.by);
        let last = aims.last().copied();
        let rising = last
            .and_then(|aim| aim.ask.rising())
            .or(says_rising)
            .or_else(|| Some(base?.value <= last?.value))
            .unwrap_or(true);
        let base = base.filter(|point| aims.iter().any(|aim| aim.by > point.on));
        Self { base, aims, rising }
    }

    /// What must be reached on a day; none: there is no aim.
    #[must_use]
    pub fn expected(&self, on: Date) -> Option<Decimal> {
        let next = self.aims.iter().position(|aim| aim.by >= on);
        let Some(next) = next else { return self.aims.last().map(|aim| aim.value) };
        let aim = self.aims.get(next)?;
        let before = next.checked_sub(1).and_then(|place| self.aims.get(place));
        let before = before.map(|aim| Point { on: aim.by, value: aim.value });
        let from = match (before, self.base) {
            (Some(aim), Some(base)) if base.on > aim.on => base,
            (Some(aim), _) => aim,
            (None, Some(base)) => base,
            (None, None) => return Some(aim.value),
        };
        // What is reached already is only to be kept.
        let start = if self.rising { from.value.min(aim.value) } else { from.value.max(aim.value) };
        Some(between(Point { on: from.on, value: start }, Point { on: aim.by, value: aim.value }, on))
    }
}

/// The value on a day of the straight line between two points; outside of them the nearer one's.
fn between(from: Point, to: Point, on: Date) -> Decimal {
    let (whole, gone) = (days(from.on, to.on), days(from.on, on));
    if whole <= 0 || gone >= whole {
        return to.value;
    }
    if gone <= 0 {
        return from.value;
    }
    let way = to.value.checked_sub(from.value);
    way.and_then(|way| way.checked_mul(Decimal::from(gone)))
        .and_then(|part| part.checked_div(Decimal::from(whole)))
        .and_then(|part| from.value.checked_add(part))
        .map_or(to.value, |value| value.round_dp(6).normalize())
}

/// Calendar days from one day to another; negative backwards.
#[must_use]
pub fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// True when `value` comes within `percent` of `expected`, the side that is better being open.
fn near(value: Decimal, expected: Decimal, rising: bool, percent: i64) -> bool {
    let (share, whole) = (Decimal::from(percent.clamp(1, 100)), Decimal::ONE_HUNDRED);
    // Below nought a share of the expected is nearer to nought: the sides change.
    let lower = rising == (expected >= Decimal::ZERO);
    let (times, by) = if lower { (share, whole) } else { (whole, share) };
    let Some(bound) = expected.checked_mul(times).and_then(|bound| bound.checked_div(by)) else {
        return if rising { value >= expected } else { value <= expected };
    };
    if rising { value >= bound } else { value <= bound }
}

/// True when a value is what the aim asks for.
#[must_use]
pub fn reached(aim: &Aim, value: Decimal, rising: bool, rule: &Rule) -> bool {
    match aim.ask {
        Ask::AtLeast => value >= aim.value,
        Ask::MoreThan => value > aim.value,
        Ask::AtMost => value <= aim.value,
        Ask::LessThan => value < aim.value,
        Ask::Exactly if rising => value >= aim.value,
        Ask::Exactly => value <= aim.value,
        Ask::About => near(value, aim.value, rising, rule.path_percent),
    }
}

/// What is known of a target on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    pub latest: Option<Point>,
    /// A value of an earlier day is too old to say anything: a report that was due since has not come.
    pub not_before: Option<Date>,
}

/// The state of one aim of a path.  A value is held against the path on its own day, not on today's.
#[must_use]
pub fn target_state(path: &Path, aim: &Aim, known: Known, today: Date, rule: &Rule) -> TargetState {
    let Some(latest) = known.latest else { return TargetState::NoData };
    let reached = reached(aim, latest.value, path.rising, rule);
    if today > aim.by {
        return if reached { TargetState::Met } else { TargetState::Missed };
    }
    if known.not_before.is_some_and(|day| latest.on < day) {
        return TargetState::NoData;
    }
    if reached {
        return if today < aim.by { TargetState::MetEarly } else { TargetState::Met };
    }
    // After the aim before it the path asks for more than this aim's own line would; the path is one.
    match path.expected(latest.on.min(aim.by)) {
        Some(expected) if near(latest.value, expected, path.rising, rule.path_percent) => {
            TargetState::OnCourse
        }
        Some(_) => TargetState::AtRisk,
        None => TargetState::NoData,
    }
}

/// What is known of a task on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskKnown<'a> {
    pub due: Option<Date>,
    /// It comes again every period: what was done last year is not done this year.  Empty: it comes once.
    pub cadence: &'a str,
    /// Percent, as last accepted.
    pub done: i64,
    pub done_at: Option<Date>,
    /// A report was due and has not come.
    pub owes_report: bool,
}

/// Percent done of the period that runs.
#[must_use]
pub fn done_now(task: &TaskKnown<'_>, today: Date) -> i64 {
    let earlier =
        period_start(task.cadence, today).is_some_and(|from| task.done_at.is_none_or(|day| day < from));
    if earlier { 0 } else { task.done.clamp(0, 100) }
}

/// First day of the period of a cadence in which a day lies: its month, quarter, half-year or else its year; none: the
/// task comes once.
#[must_use]
pub fn period_start(cadence: &str, on: Date) -> Option<Date> {
    let months = match cadence {
        "" => return None,
        "monthly" => 1,
        "quarterly" => 3,
        "half_yearly" => 6,
        _ => 12,
    };
    let gone = on.month().saturating_sub(1).checked_rem(months)?;
    Date::new(on.year(), on.month().checked_sub(gone)?, 1).ok()
}

/// The state of a task.
#[must_use]
pub fn task_state(task: &TaskKnown<'_>, today: Date, rule: &Rule) -> TaskState {
    let done = done_now(task, today);
    if done >= 100 {
        return TaskState::Done;
    }
    match task.due.map(|due| days(today, due)) {
        Some(left) if left < 0 => TaskState::Missed,
        Some(left) if left <= rule.task_days && done < rule.task_percent => TaskState::AtRisk,
        _ if task.owes_report => TaskState::NotReported,
        _ => TaskState::OnCourse,
    }
}
