//! The port by which plans and the leader's pages read indicators.
use crate::model::{Dated, Period, PeriodKind};
use crate::ops::{Book, Engine, Group, Remembered, Slice};
use base::{Date, Timestamp};
use contracts::{AgencyNames, IndicatorFact, Indicators, Measured};
use db::{DbError, Tx};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Answers [`Indicators`] from the counters and the approved reports.
#[derive(Clone)]
pub struct Values {
    names: Arc<dyn AgencyNames>,
}

impl Values {
    #[must_use]
    pub fn new(names: Arc<dyn AgencyNames>) -> Self {
        Self { names }
    }
}

/// From the beginning of the year that `day` counts for to `day`.
pub(crate) fn year_to(window_day: i8, day: Date, look_back: bool) -> Slice {
    let (from, _) = Period::of(PeriodKind::Year, window_day, day).window(window_day);
    Slice { from, to: day, look_back }
}

/// One value of an engine as others read it.
pub(crate) fn measured(engine: &Engine<'_>, dated: &Dated, slice: Slice, now: Timestamp) -> Option<Measured> {
    let code = dated.definition.code.clone();
    let made = engine.make(&code, &Group::All)?;
    let reported = engine.reported(&code);
    let (from, to) = reported.and_then(|one| one.window).unwrap_or((slice.from, slice.to));
    let as_of = reported.and_then(|one| one.as_of).unwrap_or(now);
    Some(Measured {
        code,
        value: made.value.ok(),
        numerator: made.numerator,
        denominator: made.denominator,
        from,
        to,
        as_of,
    })
}

impl Indicators for Values {
    fn list(&self, tx: &mut Tx<'_>) -> Result<Vec<IndicatorFact>, DbError> {
        let book = Book::load(tx)?;
        // The port has no clock: what is in force without an end is what is in force.
        let on = Date::constant(9999, 12, 30);
        Ok(book
            .in_force(on)
            .map(|dated| {
                let definition = &dated.definition;
                IndicatorFact {
                    code: definition.code.clone(),
                    title: definition.title.clone(),
                    unit: definition.unit.clone(),
                    rising: definition.rising(),
                    counted: definition.counted(),
                    responsible: definition.responsible.clone(),
                }
            })
            .collect())
    }

    fn latest(&self, tx: &mut Tx<'_>, codes: &[String], now: Timestamp) -> Result<Vec<Measured>, DbError> {
        let book = Book::load(tx)?;
        let today = now.date();
        let names = Remembered::new(self.names.as_ref());
        let mut by_window: BTreeMap<i8, Vec<String>> = BTreeMap::new();
        for code in codes {
            if let Some(dated) = book.at(code, today) {
                by_window.entry(dated.definition.window_day).or_default().push(code.clone());
            }
        }
        let mut all = Vec::with_capacity(codes.len());
        for (day, codes) in by_window {
            let slice = year_to(day, today, true);
            let engine = Engine::load(tx, &book, &names, &codes, slice)?;
            for code in &codes {
                let dated = book.at(code, today);
                all.extend(dated.and_then(|dated| measured(&engine, dated, slice, now)));
            }
        }
        Ok(all)
    }

    fn monthly(&self, tx: &mut Tx<'_>, code: &str, from: Date, to: Date) -> Result<Vec<Measured>, DbError> {
        let book = Book::load(tx)?;
        let codes = [code.to_owned()];
        let names = Remembered::new(self.names.as_ref());
        let mut all = Vec::new();
        let mut month = Period::of_calendar(PeriodKind::Month, from);
        while month.first <= to {
            let day =
                book.at_or_first(code, month.first.last_of_month()).map_or(1, |d| d.definition.window_day);
            // The running month ends where it was asked to; its moment is not one that is still to come.
            let whole = month.window(day).1;
            let end = whole.min(to);
            let slice = year_to(day, end, false);
            if let Some(dated) = book.at_or_first(code, end) {
                let engine = Engine::load(tx, &book, &names, &codes, slice)?;
                let as_of = Timestamp::from_local(if end < whole {
                    end.at(0, 0, 0, 0)
                } else {
                    end.at(23, 59, 59, 0)
                });
                all.extend(measured(&engine, dated, slice, as_of).filter(|one| one.value.is_some()));
            }
            month = month.next();
        }
        Ok(all)
    }
}
