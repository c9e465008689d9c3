use crate::*;
use IdentifierError as E;
use jiff::civil::{date, time};
use proptest::prelude::*;

#[test]
fn days_and_hours_are_written_the_vietnamese_way() {
    let day = date(2026, 6, 5);
    assert_eq!(date_vi(day), "05/06/2026");
    assert_eq!(time_vi(time(7, 5, 59, 0)), "07:05");
    assert_eq!(date_time_vi(day.at(17, 0, 0, 0)), "17:00 05/06/2026");
    assert_eq!(moment_vi(Timestamp::from_local(day.at(0, 30, 0, 0))), "00:30 05/06/2026");
    assert_eq!((weekday_index(day), weekday_key(day)), (5, "weekday-5"));
    assert_eq!(weekday_key(date(2026, 6, 7)), "weekday-7");
}

#[test]
fn days_are_read_as_people_type_them() {
    for text in ["5/6/2026", "05/06/2026", "05-06-2026", "5.6.2026", "05062026", "2026-06-05", " 5/6/2026 "] {
        assert_eq!(parse_date_vi(text), Ok(date(2026, 6, 5)), "{text}");
    }
    for text in
        ["31/2/2026", "5/13/2026", "5/6/26", "5/6", "5/6/2026/1", "0/6/2026", "+5/6/2026", "1/1/0000", "năm"]
    {
        assert_eq!(parse_date_vi(text), Err(E::DateInvalid), "{text}");
    }
    assert_eq!(parse_date_vi(""), Err(E::Empty));
}

#[test]
fn a_partial_date_keeps_only_what_is_known() {
    for (text, iso, shown) in [
        ("1950", "1950", "1950"),
        ("5/1950", "1950-05", "05/1950"),
        ("1950-05", "1950-05", "05/1950"),
        ("12/5/1950", "1950-05-12", "12/05/1950"),
        ("1950-05-12", "1950-05-12", "12/05/1950"),
        ("00001950", "1950", "1950"),
        ("00051950", "1950-05", "05/1950"),
    ] {
        let known = PartialDate::parse(text).unwrap();
        assert_eq!((known.to_iso().as_str(), known.display_vi().as_str()), (iso, shown), "{text}");
    }
    for text in ["50", "13/1950", "31/2/1950", "12001950", "1950/1/2/3", "-1950"] {
        assert_eq!(PartialDate::parse(text), Err(E::DateInvalid), "{text}");
    }
    let february = PartialDate::parse("2/2024").unwrap();
    assert_eq!((february.earliest(), february.latest()), (date(2024, 2, 1), date(2024, 2, 29)));
    let year = PartialDate::parse("2026").unwrap();
    assert_eq!((year.earliest(), year.latest()), (date(2026, 1, 1), date(2026, 12, 31)));
    assert!(!year.is_after(Timestamp::from_local(date(2026, 1, 1).at(0, 0, 0, 0))));
    assert!(year.is_after(Timestamp::from_local(date(2025, 12, 31).at(23, 59, 0, 0))));
    assert_eq!(serde_json::to_string(&year).unwrap(), "\"2026\"");
}

#[test]
fn money_is_shown_with_groups_and_its_unit() {
    for (money, shown) in [
        (Money::vnd(0), "0 đ"),
        (Money::vnd(999), "999 đ"),
        (Money::vnd(1_234_567), "1.234.567 đ"),
        (Money::vnd(-50_000), "-50.000 đ"),
        (Money::usd_cents(1_000), "10 USD"),
        (Money::usd_cents(1_050), "10,50 USD"),
        (Money::usd_cents(-50), "-0,50 USD"),
        (Money::vnd(i64::MIN), "-9.223.372.036.854.775.808 đ"),
    ] {
        assert_eq!(money.display_vi(), shown);
    }
}

#[test]
fn money_never_mixes_or_overflows() {
    let fee = Money::vnd(50_000);
    assert_eq!(fee.checked_add(Money::vnd(1)), Ok(Money::vnd(50_001)));
    assert_eq!(fee.checked_sub(Money::vnd(60_000)), Ok(Money::vnd(-10_000)));
    assert_eq!(fee.checked_add(Money::usd_cents(1)), Err(MoneyError::CurrenciesDiffer));
    assert_eq!(fee.checked_mul(i64::MAX), Err(MoneyError::Overflow));
    assert_eq!(Money::checked_sum(Currency::Vnd, [fee, fee]), Ok(Money::vnd(100_000)));
    assert_eq!(Money::checked_sum(Currency::Usd, []), Ok(Money::zero(Currency::Usd)));
    assert_eq!(Money::checked_sum(Currency::Usd, [fee]), Err(MoneyError::CurrenciesDiffer));
}

#[test]
fn typed_amounts_are_read_only_when_unmistakable() {
    for text in ["50000", "50.000", "50,000 VNĐ", "50 000 đồng", "50.000đ", "50.000 ₫", "50\u{a0}000"]
    {
        assert_eq!(Money::parse_dong(text), Ok(Money::vnd(50_000)), "{text}");
    }
    for text in
        ["50.00", "5.0000", "1.000,5", "1.000,000", "-5", "10 USD", "đ", "miễn phí", "99999999999999999999"]
    {
        assert_eq!(Money::parse_dong(text), Err(E::AmountInvalid), "{text}");
    }
    assert_eq!(Money::parse_dong(" "), Err(E::Empty));
}

#[test]
fn money_travels_as_minor_units_and_a_currency() {
    assert_eq!(serde_json::to_string(&Money::vnd(5)).unwrap(), r#"{"minor":5,"currency":"VND"}"#);
    assert_eq!(serde_json::from_str::<Money>(r#"{"minor":5}"#).unwrap(), Money::vnd(5));
    assert!(serde_json::from_str::<Money>(r#"{"minor":5.5}"#).is_err());
    for currency in [Currency::Vnd, Currency::Usd] {
        assert_eq!(Currency::from_code(currency.code()), Some(currency));
    }
}

proptest! {
    #[test]
    fn a_grouped_amount_reads_back(dong in 0..=i64::MAX) {
        prop_assert_eq!(Money::parse_dong(&Money::vnd(dong).display_vi()), Ok(Money::vnd(dong)));
    }

    #[test]
    fn a_shown_day_reads_back(year in 1i16..=9999, month in 1i8..=12, day in 1i8..=28) {
        let day = date(year, month, day);
        prop_assert_eq!(parse_date_vi(&date_vi(day)), Ok(day));
        let known = PartialDate::from(day);
        prop_assert_eq!(PartialDate::parse(&known.to_iso()), Ok(known));
        prop_assert_eq!((known.earliest(), known.latest()), (day, day));
    }

    #[test]
    fn local_time_and_instants_go_both_ways(micros in -60_000_000_000_000_000i64..60_000_000_000_000_000) {
        let at = Timestamp::from_micros(micros);
        prop_assert_eq!(Timestamp::from_local(at.to_local()), at);
    }
}
