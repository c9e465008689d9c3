//! Charts as SVG made here: attributes and classes only, so that the strict content policy holds.  Whatever is drawn also
//! stands in a table beside it.
use crate::model::path::Point;
use crate::rules::path::{Path, days};
use base::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::fmt::Write;

/// `share` of `whole` in percent, between 0 and 100.
#[must_use]
pub fn share(part: Decimal, whole: Decimal) -> f64 {
    let percent = part.checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(whole));
    percent.and_then(|share| share.to_f64()).unwrap_or(0.0).clamp(0.0, 100.0)
}

/// A bar with the mark of what is wanted; both in percent.  `fill`: f-main f-ok f-warn f-bad.
#[must_use]
pub fn bar(filled: f64, fill: &str, mark: Option<f64>) -> String {
    let mut svg = format!(
        "<svg class=\"bar\" aria-hidden=\"true\"><rect class=\"f-track\" width=\"100%\" height=\"100%\"/><rect class=\"{fill}\" width=\"{filled:.1}%\" height=\"100%\"/>"
    );
    if let Some(mark) = mark {
        let _ = write!(
            svg,
            "<line x1=\"{mark:.1}%\" x2=\"{mark:.1}%\" y1=\"0\" y2=\"100%\" class=\"l-case\"/><line x1=\"{mark:.1}%\" x2=\"{mark:.1}%\" y1=\"0\" y2=\"100%\" class=\"l-target\"/>"
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Parts of a whole side by side: (number, class).
#[must_use]
pub fn parts(all: &[(i64, &str)]) -> String {
    let sum: i64 = all.iter().map(|(number, _)| *number).sum();
    let mut svg = String::from(
        "<svg class=\"bar tall\" aria-hidden=\"true\"><rect class=\"f-track\" width=\"100%\" height=\"100%\"/>",
    );
    let mut from = 0.0;
    for (number, class) in all.iter().filter(|(number, _)| *number > 0) {
        let width = share(Decimal::from(*number), Decimal::from(sum.max(1)));
        // A hair of room between parts tells them apart without colour.
        let _ = write!(
            svg,
            "<rect class=\"{class}\" x=\"{from:.2}%\" width=\"{:.2}%\" height=\"100%\"/>",
            (width - 0.4).max(0.2)
        );
        from += width;
    }
    svg.push_str("</svg>");
    svg
}

const LEFT: f64 = 40.0;
const RIGHT: f64 = 300.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 164.0;

struct Scale {
    from: Date,
    length: f64,
    low: f64,
    high: f64,
}

impl Scale {
    fn x(&self, on: Date) -> f64 {
        let gone = i32::try_from(days(self.from, on)).map_or(0.0, f64::from);
        LEFT + (RIGHT - LEFT) * (gone / self.length).clamp(0.0, 1.0)
    }

    fn y(&self, value: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    fn line(&self, points: &[(Date, f64)]) -> String {
        let mut out = String::new();
        for (place, (on, value)) in points.iter().enumerate() {
            let word = if place == 0 { 'M' } else { 'L' };
            let _ = write!(out, "{word}{:.1} {:.1}", self.x(*on), self.y(*value));
        }
        out
    }
}

fn float(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(0.0)
}

/// A round number not below `value`: 1, 2, 5 × a power of ten.
fn ceiling(value: f64) -> f64 {
    if value <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|round| *round >= value - 1e-9)
        .unwrap_or(value)
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The path of a target and what was measured; `label` says the same in words, `unit` only `%` fixes the scale.
#[must_use]
pub fn path_chart(path: &Path, measured: &[Point], unit: &str, label: &str) -> Option<String> {
    let aims: Vec<(Date, f64)> = path.aims.iter().map(|aim| (aim.by, float(aim.value))).collect();
    let seen: Vec<(Date, f64)> = measured.iter().map(|point| (point.on, float(point.value))).collect();
    let base = path.base.map(|base| (base.on, float(base.value)));
    let mut road: Vec<(Date, f64)> = base.into_iter().collect();
    road.extend(aims.iter().filter(|(by, _)| base.is_none_or(|(on, _)| *by > on)));
    let first = road.iter().chain(&seen).map(|(on, _)| *on).min()?;
    let last = road.iter().chain(&seen).map(|(on, _)| *on).max()?;
    let values = || road.iter().chain(&seen).map(|(_, value)| *value);
    let high = if unit == "%" { 100.0 } else { ceiling(values().fold(0.0, f64::max)) };
    let scale = Scale {
        from: first,
        length: i32::try_from(days(first, last)).map_or(1.0, f64::from).max(1.0),
        low: values().fold(0.0, f64::min),
        high: high.max(values().fold(0.0, f64::max)),
    };
    let mut svg = format!(
        "<svg class=\"chart\" viewBox=\"0 0 360 190\" role=\"img\" aria-label=\"{}\">",
        escaped(label)
    );
    for part in [0.0, 0.5, 1.0] {
        let value = scale.low + (scale.high - scale.low) * part;
        let (y, shown) = (
            scale.y(value),
            crate::ops::track::number_vi(Decimal::from_f64_retain(value).unwrap_or_default()),
        );
        let _ = write!(
            svg,
            "<line class=\"l-grid\" x1=\"{LEFT}\" x2=\"{RIGHT}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/><text class=\"t-axis\" x=\"34\" y=\"{:.1}\" text-anchor=\"end\">{shown}</text>",
            y + 4.0
        );
    }
    years(&mut svg, &scale, first, last);
    let _ = write!(svg, "<path class=\"l-path\" d=\"{}\"/>", scale.line(&road));
    if seen.len() > 1 {
        let _ = write!(svg, "<path class=\"l-main\" d=\"{}\"/>", scale.line(&seen));
    }
    for (on, value) in &seen {
        let _ = write!(
            svg,
            "<circle class=\"f-main\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"/>",
            scale.x(*on),
            scale.y(*value)
        );
    }
    let mut tell = |(on, value): (Date, f64), below: f64| {
        let shown = crate::ops::track::number_vi(Decimal::from_f64_retain(value).unwrap_or_default());
        let unit = escaped(if unit == "%" { "%" } else { "" });
        let _ = write!(
            svg,
            "<text class=\"t-label\" x=\"{:.1}\" y=\"{:.1}\">{shown}{unit}</text>",
            scale.x(on) + 6.0,
            scale.y(value) + below
        );
    };
    if let Some(last) = seen.last() {
        tell(*last, 16.0);
    }
    if let Some(last) = road.last() {
        tell(*last, 4.0);
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// Not more than eight years along the bottom.
fn years(svg: &mut String, scale: &Scale, first: Date, last: Date) {
    let span = i32::from(last.year()) - i32::from(first.year());
    let step = usize::try_from(span / 8 + 1).unwrap_or(1);
    for year in (first.year()..=last.year()).step_by(step) {
        let Ok(day) = Date::new(year, 12, 31) else { continue };
        if day >= first && day <= last {
            let _ = write!(
                svg,
                "<text class=\"t-axis\" x=\"{:.1}\" y=\"184\" text-anchor=\"middle\">{year}</text>",
                scale.x(day)
            );
        }
    }
}
