//! The pure rules: periods, pieces of a time, numbers, tables, refusals of definitions.
use super::support::{day, definition, definitions, facts};
use crate::model::{Period, PeriodKind};
use crate::rules::{
    Flaw, Known, NoValue, check_definition, check_fact, decimal_vi, header_of, make, parse_decimal_vi,
    read_table, split,
};
use expr::Value;
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

fn known() -> Known {
    Known {
        facts: facts().into_iter().map(|fact| fact.code).collect(),
        indicators: definitions().into_iter().map(|one| (one.code.clone(), one)).collect(),
    }
}

fn codes(flaws: &[Flaw]) -> Vec<(&str, &str)> {
    flaws.iter().map(|flaw| (flaw.field.as_str(), flaw.code)).collect()
}

#[test]
fn everything_in_the_pack_is_right() {
    for fact in facts() {
        assert_eq!(check_fact(&fact), [], "{}", fact.code);
    }
    for one in definitions() {
        let mut others = known();
        others.indicators.remove(&one.code);
        assert_eq!(check_definition(&one, &others), [], "{}", one.code);
    }
    assert!(definitions().len() >= 20);
}

#[test]
fn a_window_of_its_own_runs_from_the_fifteenth_to_the_fourteenth() {
    let month = Period::of(PeriodKind::Month, 15, day("2026-11-20"));
    assert_eq!(month.first, day("2026-12-01"), "the 20th counts for December");
    assert_eq!(month.window(15), (day("2026-11-15"), day("2026-12-14")));
    let quarter = Period::of_calendar(PeriodKind::Quarter, day("2026-08-31"));
    assert_eq!((quarter.first, quarter.number()), (day("2026-07-01"), 3));
    assert_eq!(quarter.window(15), (day("2026-06-15"), day("2026-09-14")));
    assert_eq!(quarter.window(1), (day("2026-07-01"), day("2026-09-30")));
    assert_eq!(quarter.deadline(15, 5), day("2026-09-19"));
    let year = Period::of(PeriodKind::Year, 15, day("2026-12-20"));
    assert_eq!(year.window(15), (day("2026-12-15"), day("2027-12-14")));
    assert_eq!(year.before().window(15), (day("2025-12-15"), day("2026-12-14")));
}

#[test]
fn numbers_are_read_and_written_the_vietnamese_way() {
    for (text, value) in [
        ("1.234.567,5", "1234567.5"),
        ("37.8", "37.8"),
        ("12.345", "12345"),
        ("0,80", "0.8"),
        (" −5 ", "-5"),
        ("1 250", "1250"),
    ] {
        assert_eq!(parse_decimal_vi(text), Some(value.parse().unwrap()), "{text}");
    }
    for text in ["", "mười", "1,2,3", "1.23.456", "12%", "1e5", "123456789012345678901"] {
        assert_eq!(parse_decimal_vi(text), None, "{text}");
    }
    assert_eq!(decimal_vi("1234567.85".parse().unwrap(), 1), "1.234.567,9");
    assert_eq!(decimal_vi("-0.04".parse().unwrap(), 1), "0");
    assert_eq!(decimal_vi("70".parse().unwrap(), 1), "70");
}

proptest! {
    #[test]
    fn pieces_cover_every_day_once(from in 0_i64..900, length in 0_i64..900) {
        let on = |days: i64| day("2025-01-01").checked_add(jiff::Span::new().days(days)).unwrap();
        let (from, to) = (on(from), on(from + length));
        let mut days = 0;
        let mut next = from;
        for piece in split(from, to) {
            prop_assert_eq!(piece.from, next);
            let last = if piece.span == "m" { piece.to.last_of_month() } else { piece.to };
            prop_assert!(piece.span == "d" || (piece.from.day() == 1 && piece.to.day() == 1));
            days += i64::from(piece.from.until(last).unwrap().get_days()) + 1;
            next = last.tomorrow().unwrap();
        }
        prop_assert_eq!(next, to.tomorrow().unwrap());
        prop_assert_eq!(days, length + 1);
    }
}

#[test]
fn an_expression_that_names_itself_or_nothing_known_is_refused_in_words() {
    let mut own = definition("ty_le_ho_so_truc_tuyen");
    let mut others = known();
    others.indicators.remove(&own.code);
    let mut check = |numerator: &str, denominator: &str| {
        own.numerator = numerator.to_owned();
        own.denominator = denominator.to_owned();
        check_definition(&own, &others)
    };
    assert_eq!(codes(&check("ty_le_ho_so_truc_tuyen + 1", "")), [("numerator", "refers-to-itself")]);
    assert_eq!(codes(&check("so_la_lung", "received")), [("numerator", "name-unknown")]);
    assert_eq!(codes(&check("received +", "received")), [("numerator", "expression-unfinished")]);
    assert_eq!(codes(&check("received", "received )")), [("denominator", "expression-broken")]);
    assert_eq!(codes(&check("1 + 1", "")), [("numerator", "no-names")]);
    assert_eq!(codes(&check("received.year", "")), [("numerator", "name-unknown")]);
    assert_eq!(codes(&check("ho_so_da_nhan", "received")), [], "another indicator may be named");
    // Through another one: a → b → a.
    let mut through = others.indicators["ho_so_da_nhan"].clone();
    through.numerator = "ty_le_ho_so_truc_tuyen".to_owned();
    others.indicators.insert(through.code.clone(), through);
    own.numerator = "ho_so_da_nhan".to_owned();
    own.denominator = String::new();
    let flaws = check_definition(&own, &others);
    assert_eq!(codes(&flaws), [("numerator", "refers-to-itself-through")]);
    assert_eq!(flaws[0].args[0].1, "ty_le_ho_so_truc_tuyen → ho_so_da_nhan → ty_le_ho_so_truc_tuyen");
}

#[test]
fn every_flaw_is_told_at_once_at_its_field() {
    let mut wrong = definition("ho_co_cap_quang");
    wrong.code = "Hộ".to_owned();
    wrong.title = " ".to_owned();
    wrong.levels.clear();
    wrong.window_day = 31;
    wrong.inputs[1].code = wrong.inputs[0].code.clone();
    let flaws = check_definition(&wrong, &known());
    let told = codes(&flaws);
    for one in [
        ("code", "code"),
        ("title", "empty"),
        ("levels", "no-level"),
        ("window_day", "window-day"),
        ("inputs", "input-twice"),
    ] {
        assert!(told.contains(&one), "{one:?} in {told:?}");
    }
    let mut fact = facts().remove(0);
    fact.when = "owner_name = \"A\"".to_owned();
    fact.events = vec!["dossiers.sung".to_owned()];
    assert_eq!(
        codes(&check_fact(&fact)),
        [("events", "event-unknown"), ("day", "act-day"), ("when", "condition-name")]
    );
}

#[test]
fn there_is_no_value_without_something_to_divide_by_and_the_reason_is_told() {
    let share = definition("ty_le_ho_so_dung_han");
    let scope = |closed: i64, in_time: i64| {
        BTreeMap::from([
            ("closed".to_owned(), Value::from(closed)),
            ("closed_in_time".to_owned(), Value::from(in_time)),
        ])
    };
    let made = make(&share, &scope(3, 2));
    assert_eq!(made.value, Ok("66.666667".parse().unwrap()));
    assert_eq!(make(&share, &scope(0, 0)).value, Err(NoValue::NothingToDivideBy));
    let reported = definition("ho_co_cap_quang");
    let none: BTreeMap<String, Value> = BTreeMap::from([
        ("so_ho_co_cap_quang".to_owned(), Value::Null),
        ("tong_so_ho".to_owned(), Value::Null),
    ]);
    assert_eq!(make(&reported, &none).value, Err(NoValue::NotReported));
    let mut inside = share;
    inside.numerator = "closed_in_time / (closed - closed)".to_owned();
    inside.denominator = String::new();
    assert_eq!(make(&inside, &scope(3, 2)).value, Err(NoValue::DividesByZero));
    inside.numerator = "closed > 1".to_owned();
    assert_eq!(make(&inside, &scope(3, 2)).value, Err(NoValue::NoNumber));
}

fn agencies() -> Vec<(String, String)> {
    vec![
        ("H41.77".to_owned(), "Ủy ban nhân dân xã Con Cuông".to_owned()),
        ("H41.108".to_owned(), "Ủy ban nhân dân xã Châu Khê".to_owned()),
    ]
}

fn table(body: &str) -> Result<usize, Vec<Flaw>> {
    let one = definition("ho_co_cap_quang");
    let text = format!("{}\n{body}", header_of(&one).join(";"));
    read_table(&text, &one, &agencies()).map(|rows| rows.len())
}

#[test]
fn a_shifted_column_is_said_at_its_line_and_column() {
    assert_eq!(table("H41.77;Ủy ban nhân dân xã Con Cuông;1.200;2.000;\nH41.108;;7;9;đủ\n;;;;\n"), Ok(2));
    let first = |body: &str| {
        let flaws = table(body).unwrap_err();
        let arg = |name: &str| flaws[0].args.iter().find(|(key, _)| *key == name).map(|(_, v)| v.clone());
        (flaws[0].code, arg("line").unwrap_or_default(), arg("column").unwrap_or_default())
    };
    let at = |code, line: &str, column: &str| (code, line.to_owned(), column.to_owned());
    assert_eq!(first("H41.77;x;1;2;;9"), at("table-columns", "2", ""));
    assert_eq!(first("H41.77;1.200;2.000"), at("table-columns", "2", ""));
    assert_eq!(
        first("H41.77;;1200;2000;\nH41.108;;Ủy ban nhân dân xã Châu Khê;7;9"),
        at("table-shifted", "3", "3")
    );
    assert_eq!(first("H41.77;;;1.200;2.000"), at("table-shifted", "2", "3"));
    assert_eq!(first("H41.77;;nhiều;2.000;"), at("table-number", "2", "3"));
    assert_eq!(first("H41.77;;1200;;"), at("table-missing", "2", "4"));
    assert_eq!(first("H41.79;;1;2;"), at("table-agency", "2", ""));
    assert_eq!(first("H41.77;Ủy ban nhân dân xã Châu Khê;1;2;"), at("table-name", "2", ""));
    assert_eq!(first("H41.77;;1;2;\nH41.77;;1;2;"), at("table-twice", "3", ""));
    assert_eq!(first(""), at("table-empty", "", ""));
    let one = definition("ho_co_cap_quang");
    let header = read_table("ma;ten;a;b;c\nH41.77;;1;2;", &one, &agencies()).unwrap_err();
    assert_eq!(header[0].code, "table-header");
    let tabs = format!("\u{feff}{}\nH41.77\t\t1.200,5\t2.000\t\"một; hai\"\n", header_of(&one).join("\t"));
    let rows = read_table(&tabs, &one, &agencies()).unwrap();
    assert_eq!(rows[0].inputs["so_ho_co_cap_quang"], Decimal::new(12005, 1));
    assert_eq!((rows[0].line, rows[0].note.as_str()), (2, "một; hai"));
}

#[test]
fn an_act_counts_only_by_what_never_changes_afterwards() {
    let acts = super::support::facts().into_iter().find(|fact| !fact.events.is_empty()).unwrap();
    assert_eq!(check_fact(&acts), Vec::new());
    let mut moved = acts.clone();
    moved.day = crate::model::DayOf::DueAt;
    moved.agency = crate::model::AgencyOf::Resolving;
    moved.when = "closed_at = null or at <= due_at".to_owned();
    let mut told: Vec<_> = check_fact(&moved).iter().map(|flaw| flaw.code).collect();
    told.dedup();
    assert_eq!(told, ["act-day", "act-agency", "act-condition"]);
    moved.events.clear();
    assert_eq!(check_fact(&moved), Vec::new(), "a dossier's latest state may");
}
