//! Numbers and addresses as printed.
use base::group_thousands;
use rust_decimal::{Decimal, RoundingStrategy};

/// Places behind the comma; more says more than is known.
const PLACES: u32 = 2;

/// A value as Vietnamese print it: `1.284`, `97,8`; at most two places behind the comma, halves away from nought.
#[must_use]
pub fn decimal_vi(value: Decimal) -> String {
    let value = value.round_dp_with_strategy(PLACES, RoundingStrategy::MidpointAwayFromZero).normalize();
    let text = value.to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((text.as_str(), ""));
    // A whole part beyond 64 bits is printed as it is.
    let mut out = whole.parse::<i64>().map_or_else(|_| whole.to_owned(), group_thousands);
    if whole.starts_with('-') && !out.starts_with('-') {
        out.insert(0, '-');
    }
    if !rest.is_empty() {
        out.push(',');
        out.push_str(rest);
    }
    out
}

/// `part` of `whole` in per cent with one place, cut downwards so that a promise is never rounded into being kept;
/// `–` where there is nothing to divide by.
#[must_use]
pub fn share_vi(part: i64, whole: i64) -> String {
    if whole <= 0 {
        return "–".to_owned();
    }
    let per_mille = i128::from(part).saturating_mul(1000) / i128::from(whole);
    let tenth = Decimal::from_i128_with_scale(per_mille, 1);
    decimal_vi(tenth)
}

/// What work can be assigned from, told by the address of a plan's line (`contracts::Assignments::of_source`).
#[must_use]
pub fn source_of(href: &str) -> Option<String> {
    let path = href.split(['?', '#']).next().unwrap_or(href);
    let mut parts = path.rsplit('/');
    let (id, kind) = (parts.next()?, parts.next()?);
    let word = match kind {
        "chi-tieu" => "plan-target",
        "nhiem-vu" => "plan-task",
        _ => return None,
    };
    let plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    plain.then(|| format!("{word}:{id}"))
}
