//! Drawings: within their frame, with attributes only, saying in words what they show.
use crate::charts::{bar, parts, path_chart, share};
use crate::model::path::{Aim, Ask, Point};
use crate::rules::path::Path;
use base::Date;
use proptest::prelude::*;
use rust_decimal::Decimal;

fn day(year: i16) -> Date {
    Date::constant(year, 12, 31)
}

/// Every number of every `M`/`L` path and of every coordinate.
fn inside(svg: &str) -> bool {
    let paths = svg.split(" d=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    paths.flat_map(|d| d.split(['M', 'L']).skip(1)).all(|point| {
        let (x, y) = point.split_once(' ').unwrap();
        let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
        (0.0..=360.0).contains(&x) && (0.0..=190.0).contains(&y)
    })
}

#[test]
fn a_chart_has_no_style_no_script_and_escapes_its_words() {
    let aims = vec![Aim { ask: Ask::AtLeast, by: day(2030), value: Decimal::from(100) }];
    let path = Path::new(Some(Point { on: day(2022), value: Decimal::from(18) }), aims, None);
    let seen = [
        Point { on: day(2024), value: Decimal::from(44) },
        Point { on: day(2025), value: Decimal::from(58) },
    ];
    let svg = path_chart(&path, &seen, "%", "Hồ sơ <toàn trình> & \"trực tuyến\"").unwrap();
    assert!(svg.contains("aria-label=\"Hồ sơ &lt;toàn trình&gt; &amp; &quot;trực tuyến&quot;\""));
    assert!(!svg.contains("style") && !svg.contains("script") && inside(&svg));
    assert_eq!(svg.matches("<circle").count(), 2);
    assert!(svg.contains(">58%</text>") && svg.contains(">100%</text>"));
}

#[test]
fn nothing_to_draw_is_no_chart_and_a_bar_of_nothing_is_empty() {
    assert!(path_chart(&Path::new(None, Vec::new(), None), &[], "%", "").is_none());
    assert!((share(Decimal::ONE, Decimal::ZERO)).abs() < f64::EPSILON);
    assert!((share(Decimal::from(3), Decimal::from(2)) - 100.0).abs() < f64::EPSILON);
    assert_eq!(parts(&[(0, "f-main"), (0, "f-bad")]).matches("<rect").count(), 1);
    assert_eq!(bar(50.0, "f-warn", None).matches("<line").count(), 0);
}

proptest! {
    #[test]
    fn a_chart_stays_in_its_frame(
        base in -1000i64..100_000, value in -1000i64..100_000, seen in proptest::collection::vec(-1000i64..100_000, 0..8),
        length in 1i16..20, percent in any::<bool>(),
    ) {
        let aims = vec![Aim { ask: Ask::AtLeast, by: day(2020 + length), value: Decimal::from(value) }];
        let path = Path::new(Some(Point { on: day(2020), value: Decimal::from(base) }), aims, None);
        let points: Vec<Point> =
            (0_i16..).zip(&seen).map(|(n, value)| Point { on: day(2020 + n), value: Decimal::from(*value) }).collect();
        let svg = path_chart(&path, &points, if percent { "%" } else { "hộ" }, "x").unwrap();
        prop_assert!(inside(&svg), "{}", svg);
    }
}
