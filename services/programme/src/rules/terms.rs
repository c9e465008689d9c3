//! What a plan's terms mean in days, in đồng and in addresses.
use base::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The last day of a printed term: `2024-12-30`, `2026-06`, `2026-Q3`, `2025`; of a span (`2024/2025`) its end.
#[must_use]
pub fn last_day(term: &str) -> Option<Date> {
    match term.split_once('/') {
        Some((from, to)) => point(from).and(point(to)),
        None => point(term),
    }
}

fn point(text: &str) -> Option<Date> {
    let end = text.trim();
    if let Ok(day) = end.parse::<Date>() {
        return (end.len() == 10).then_some(day);
    }
    let (year, rest) = match end.split_once('-') {
        Some((year, rest)) => (year, Some(rest)),
        None => (end, None),
    };
    if year.len() != 4 {
        return None;
    }
    let year: i16 = year.parse().ok()?;
    let month: i8 = match rest {
        None => 12,
        Some(quarter) if quarter.starts_with('Q') => {
            let quarter: i8 = quarter.trim_start_matches('Q').parse().ok()?;
            (1..=4).contains(&quarter).then(|| quarter * 3)?
        }
        Some(month) => month.parse().ok()?,
    };
    Some(Date::new(year, month, 1).ok()?.last_of_month())
}

/// The day by which a task with these terms is due: the last of all.
#[must_use]
pub fn due<S: AsRef<str>>(deadlines: &[S]) -> Option<Date> {
    deadlines.iter().filter_map(|term| last_day(term.as_ref())).max()
}

/// The stored word of a cadence, from the Vietnamese word of the reading or from itself; empty: once.
#[must_use]
pub fn cadence(word: &str) -> Option<&'static str> {
    Some(match word.trim() {
        "" => "",
        "hằng ngày" | "hàng ngày" | "daily" => "daily",
        "hằng tuần" | "hàng tuần" | "weekly" => "weekly",
        "hằng tháng" | "hàng tháng" | "monthly" => "monthly",
        "hằng quý" | "hàng quý" | "quarterly" => "quarterly",
        "6 tháng" | "half_yearly" => "half_yearly",
        "hằng năm" | "hàng năm" | "yearly" => "yearly",
        "thường xuyên" | "continuous" => "continuous",
        _ => return None,
    })
}

/// Whole đồng of an amount in a printed unit of money; none where the unit is no money or the amount is too large.
#[must_use]
pub fn dong(amount: Decimal, unit: &str) -> Option<i64> {
    let folded = text::fold(unit);
    let factor: i64 = if folded.contains("ty ") || folded.starts_with("ti ") {
        1_000_000_000
    } else if folded.contains("trieu") {
        1_000_000
    } else if folded.contains("nghin") || folded.contains("ngan") {
        1_000
    } else if folded == "dong" || folded == "vnd" || folded == "d" {
        1
    } else {
        return None;
    };
    amount.checked_mul(Decimal::from(factor))?.round().to_i64()
}

/// Short name in addresses: number and year, `3050/QĐ-UBND` of 2024 → `3050-qd-ubnd-2024`; else the title's words.
#[must_use]
pub fn slug(number: Option<&str>, issued: Option<Date>, title: &str) -> String {
    let source = number.filter(|number| !number.trim().is_empty()).unwrap_or(title);
    let folded = text::fold(source);
    let mut out = String::new();
    for word in folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if out.len() + word.len() > 60 {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(word);
    }
    let year = issued.map(|day| day.year().to_string());
    if let Some(year) = year.filter(|year| !out.ends_with(year.as_str())) {
        out.push('-');
        out.push_str(&year);
    }
    if out.is_empty() { "ke-hoach".to_owned() } else { out }
}

/// Whether a text may be a plan's short name.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    (1..=80).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !RESERVED.contains(&text)
}

/// Addresses under /ke-hoach that are no plan.
const RESERVED: &[&str] = &["nhap", "viec"];
