//! Which rounds a plan's regime calls for on a day, and which tasks are reported on in them.
use crate::model::rounds::{Owed, Regime, RoundDates, RoundKind};
use base::Date;

/// The rows that hold for a plan on a day: of its own slug, or, where it has none, those of the empty slug; of each kind
/// the newest.
#[must_use]
pub fn regimes_of<'a>(all: &'a [Regime], slug: &str, on: Date) -> Vec<&'a Regime> {
    let newest = |slug: &str| -> Vec<&'a Regime> {
        RoundKind::ALL
            .into_iter()
            .filter_map(|kind| {
                all.iter()
                    .filter(|row| row.slug == slug && row.kind == kind && row.from <= on)
                    .max_by_key(|row| row.from)
            })
            .collect()
    };
    let own = newest(slug);
    let rows = if own.is_empty() { newest("") } else { own };
    rows.into_iter().filter(|row| row.held).collect()
}

/// The last day of a month, or `day` where the month is long enough.
fn day_of(year: i16, month: i8, day: i64) -> Option<Date> {
    let first = Date::new(year, month, 1).ok()?;
    let day = i8::try_from(day.clamp(1, 31)).ok()?.min(first.days_in_month());
    Date::new(year, month, day).ok()
}

/// The round of one period; `index` counts the periods of the year from 0.
fn round_of(regime: &Regime, year: i16, index: i8) -> Option<RoundDates> {
    let months = regime.kind.months();
    let first = index.checked_mul(months)?.checked_add(1)?;
    let last = first.checked_add(months)?.checked_sub(1)?;
    let month = |within: i64| {
        i8::try_from(within.clamp(1, i64::from(months))).ok()?.checked_add(first)?.checked_sub(1)
    };
    let agency_due = day_of(year, month(regime.agency_month)?, regime.agency_day)?;
    let number = index.checked_add(1)?;
    let code = match regime.kind {
        RoundKind::Quarter => format!("{year}-q{number}"),
        RoundKind::HalfYear => format!("{year}-h{number}"),
        RoundKind::Year => year.to_string(),
    };
    let ahead = jiff::Span::new().try_days(regime.opens_days.clamp(0, 366)).ok()?;
    Some(RoundDates {
        code,
        kind: regime.kind,
        from: Date::new(year, first, 1).ok()?,
        to: day_of(year, last, 31)?,
        opens: agency_due.checked_sub(ahead).ok()?,
        agency_due,
        standing_due: day_of(year, month(regime.standing_month)?, regime.standing_day)?,
    })
}

/// The rounds that should be open on a day: of each kind the last one whose opening day has come.  A year's round stands
/// for its last quarter too, a half-year's for its second, so that nobody writes the same report twice.
#[must_use]
pub fn called_for(regimes: &[&Regime], on: Date) -> Vec<RoundDates> {
    let holds = |kind: RoundKind| regimes.iter().any(|row| row.kind == kind);
    let mut out = Vec::new();
    for regime in regimes {
        let in_year = 12_i8.checked_div(regime.kind.months()).unwrap_or(1);
        let years = [on.year().saturating_sub(1), on.year(), on.year().saturating_add(1)];
        let all = years.into_iter().flat_map(|year| (0..in_year).map(move |index| (year, index)));
        let last = all
            .filter_map(|(year, index)| Some((index, round_of(regime, year, index)?)))
            .filter(|(_, round)| round.opens <= on)
            .max_by_key(|(_, round)| round.opens);
        let Some((index, round)) = last else { continue };
        let of_year = holds(RoundKind::Year) && index.checked_add(1) == Some(in_year);
        let of_half = holds(RoundKind::HalfYear) && regime.kind == RoundKind::Quarter && index % 2 == 1;
        let covered = regime.kind != RoundKind::Year && (of_year || of_half);
        if !covered {
            out.push(round);
        }
    }
    out.sort_by_key(|round| round.opens);
    out
}

/// True when the agency that leads a task reports on it in a round.
#[must_use]
pub fn is_owed(task: &Owed<'_>, round: &RoundDates) -> bool {
    if task.begins.is_some_and(|day| day > round.to) {
        return false;
    }
    match task.cadence {
        "yearly" => round.kind == RoundKind::Year,
        "half_yearly" => round.kind != RoundKind::Quarter || matches!(round.from.month(), 4 | 10),
        "" => task.done < 100 || task.done_at.is_none_or(|day| day >= round.from),
        _ => true,
    }
}
