//! How numbers, periods and flaws are said.
use crate::model::{Definition, Period, PeriodKind};
use crate::rules::{Flaw, Made, decimal_vi};
use base::{Date, date_vi};
use rust_decimal::Decimal;
use web::{Errors, Lang};

/// The number with its unit, or why there is none.
pub(super) fn value(lang: &Lang, definition: &Definition, made: &Made) -> String {
    match made.value {
        Ok(number) => with_unit(lang, definition, number),
        Err(why) => lang.t(&format!("indicators-no-value-{}", why.word())).into_owned(),
    }
}

/// The same for a cell of a table: the reason in two words.
pub(super) fn short(lang: &Lang, definition: &Definition, made: &Made) -> String {
    match made.value {
        Ok(number) => with_unit(lang, definition, number),
        Err(why) => lang.t(&format!("indicators-short-{}", why.word())).into_owned(),
    }
}

pub(super) fn with_unit(lang: &Lang, definition: &Definition, number: Decimal) -> String {
    let number = decimal_vi(number, definition.decimals);
    lang.with("indicators-number", &[("n", number), ("unit", definition.unit.clone())])
}

/// A number of an expression: as it is, or a dash.
pub(super) fn plain(number: Option<Decimal>) -> String {
    number.map_or_else(|| "–".to_owned(), |number| decimal_vi(number, 4))
}

/// "Quý III/2026".
pub(super) fn period(lang: &Lang, period: Period) -> String {
    let year = period.first.year().to_string();
    let number = period.number();
    match period.kind {
        PeriodKind::Quarter => {
            let roman = ["I", "II", "III", "IV"];
            let index = usize::try_from(number - 1).unwrap_or(0);
            let n = (*roman.get(index).unwrap_or(&"I")).to_owned();
            lang.with("indicators-period-quarter", &[("n", n), ("year", year)])
        }
        PeriodKind::Half => {
            let key = if number == 1 { "indicators-period-half-1" } else { "indicators-period-half-2" };
            lang.with(key, &[("year", year)])
        }
        PeriodKind::Month => {
            lang.with("indicators-period-month", &[("n", number.to_string()), ("year", year)])
        }
        PeriodKind::Year => lang.with("indicators-period-year", &[("year", year)]),
    }
}

/// "từ 15/09/2026 đến 14/10/2026".
pub(super) fn span(lang: &Lang, from: Date, to: Date) -> String {
    lang.with("indicators-span", &[("from", date_vi(from)), ("to", date_vi(to))])
}

/// The sentence of a flaw.
pub(super) fn flaw(lang: &Lang, flaw: &Flaw) -> String {
    if flaw.args.is_empty() {
        return lang.t(&flaw.key()).into_owned();
    }
    lang.with(&flaw.key(), &flaw.args)
}

/// Flaws at the fields of a page.
pub(super) fn errors(lang: &Lang, flaws: &[Flaw]) -> Errors {
    let mut errors = Errors::new();
    for one in flaws {
        errors.add(one.field.clone(), flaw(lang, one));
    }
    errors
}

/// An expression that is one fact: its code, so that the number may lead to the records behind it.
pub(super) fn single(source: &str) -> Option<&str> {
    let name = source.trim();
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    plain.then_some(name)
}
