//! The lunar calendar against the table of Tết and Giỗ Tổ that the project shares, 2020–2040.
use base::Date;
use calendar::lunar::{LunarDate, from_lunar, to_lunar};
use std::path::Path;

fn shared(path: &str) -> Option<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    let text = std::fs::read_to_string(&file).ok();
    if text.is_none() {
        println!("SKIPPED: no shared data ({})", file.display());
    }
    text
}

fn leap_month(year: i16) -> Option<i8> {
    (1..=12).find(|month| from_lunar(LunarDate { year, month: *month, day: 1, leap: true }).is_ok())
}

#[test]
fn tet_hung_kings_and_leap_months_agree_with_the_shared_table() {
    let Some(table) = shared("calendar/tet_giotohungvuong_2020_2040.csv") else { return };
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    assert_eq!(header[..4], ["year", "tet_mung1", "gio_to_10_3", "leap_month"]);
    let mut years = Vec::new();
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let year: i16 = cells[0].parse().unwrap();
        let (tet, hung_kings): (Date, Date) = (cells[1].parse().unwrap(), cells[2].parse().unwrap());
        assert_eq!(from_lunar(LunarDate::new(year, 1, 1)), Ok(tet), "Tết {year}");
        assert_eq!(from_lunar(LunarDate::new(year, 3, 10)), Ok(hung_kings), "Giỗ Tổ {year}");
        assert_eq!(to_lunar(tet), Ok(LunarDate::new(year, 1, 1)));
        assert_eq!(leap_month(year), cells[3].parse().ok(), "leap month of {year}");
        let days: Vec<Date> = calendar::statutory_days(year).into_iter().map(|entry| entry.date).collect();
        assert!(days.contains(&tet) && days.contains(&hung_kings), "both are days off in {year}");
        years.push(year);
    }
    assert_eq!(years, (2020..=2040).collect::<Vec<i16>>());
}
