use super::day;
use crate::lunar::{LunarDate, LunarError, from_lunar, to_lunar};
use jiff::civil::date;

#[test]
fn tet_2030_is_the_second_of_february_though_the_chinese_calendar_says_the_third() {
    assert_eq!(from_lunar(LunarDate::new(2030, 1, 1)), Ok(date(2030, 2, 2)));
    assert_eq!(to_lunar(date(2030, 2, 2)), Ok(LunarDate::new(2030, 1, 1)));
    assert_eq!(to_lunar(date(2030, 2, 1)), Ok(LunarDate::new(2029, 12, 29)));
}

#[test]
fn tet_and_hung_kings_of_1969_to_2099_are_those_of_the_published_table() {
    let mut years = 0;
    for line in include_str!("fixtures/lunar_1969_2099.csv").lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split(',').collect();
        let year = cells[0].parse().unwrap();
        assert_eq!(from_lunar(LunarDate::new(year, 1, 1)), Ok(day(cells[1])), "Tết {year}");
        assert_eq!(from_lunar(LunarDate::new(year, 3, 10)), Ok(day(cells[2])), "Giỗ Tổ {year}");
        assert_eq!(to_lunar(day(cells[1])), Ok(LunarDate::new(year, 1, 1)));
        assert_eq!(to_lunar(day(cells[2])), Ok(LunarDate::new(year, 3, 10)));
        years += 1;
    }
    assert_eq!(years, 131);
}

#[test]
fn leap_months_of_2020_to_2040_are_the_known_ones() {
    let leap = |year| {
        (1..=12).find(|month| from_lunar(LunarDate { year, month: *month, day: 1, leap: true }).is_ok())
    };
    let found: Vec<(i16, i8)> =
        (2020..=2040).filter_map(|year| leap(year).map(|month| (year, month))).collect();
    assert_eq!(
        found,
        [(2020, 4), (2023, 2), (2025, 6), (2028, 5), (2031, 3), (2033, 11), (2036, 6), (2039, 5)]
    );
}

#[test]
fn every_day_survives_the_way_there_and_back() {
    let mut today = date(2024, 1, 1);
    let mut before = to_lunar(date(2023, 12, 31)).unwrap();
    while today < date(2035, 1, 1) {
        let lunar = to_lunar(today).unwrap();
        assert_eq!(from_lunar(lunar), Ok(today), "{lunar:?}");
        assert!(lunar.day == before.day + 1 || (lunar.day == 1 && before.day >= 29), "{before:?} {lunar:?}");
        before = lunar;
        today = today.tomorrow().unwrap();
    }
}

#[test]
fn a_day_that_does_not_exist_is_refused() {
    assert_eq!(
        from_lunar(LunarDate { year: 2026, month: 6, day: 1, leap: true }),
        Err(LunarError::NoSuchDay)
    );
    assert_eq!(from_lunar(LunarDate::new(2029, 12, 31)), Err(LunarError::NoSuchDay));
    assert_eq!(from_lunar(LunarDate::new(2026, 13, 1)), Err(LunarError::NoSuchDay));
    assert_eq!(from_lunar(LunarDate::new(2026, 1, 0)), Err(LunarError::NoSuchDay));
    assert_eq!(to_lunar(date(1967, 12, 31)), Err(LunarError::OutsideYears));
    assert_eq!(to_lunar(date(2100, 1, 1)), Err(LunarError::OutsideYears));
    assert_eq!(from_lunar(LunarDate::new(2099, 12, 29)), Err(LunarError::OutsideYears));
}
