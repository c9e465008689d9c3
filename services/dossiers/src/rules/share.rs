//! Shares in tenths of a percent, rounded half up; integers only.

/// `part` of `whole` in tenths of a percent; none of nothing.
#[must_use]
pub fn per_mille(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 || part < 0 {
        return None;
    }
    let doubled = part.checked_mul(2_000)?.checked_add(whole)?;
    doubled.checked_div(whole.checked_mul(2)?)
}

/// `978` → `97,8`.
#[must_use]
pub fn percent_vi(tenths: i64) -> String {
    let (whole, rest) = (tenths / 10, (tenths % 10).abs());
    if rest == 0 { whole.to_string() } else { format!("{whole},{rest}") }
}
