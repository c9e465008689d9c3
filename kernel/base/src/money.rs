//! Money: whole minor units and a currency, never a floating number.
use crate::refusal::{Refusal, RefusalKind};
use crate::{IdentifierError, group_thousands};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The currencies in which Vietnamese fees are set.  The đồng has no minor unit in use; fees collected by
/// missions abroad are in US dollars (records 2.000815 and 2.000884 of the national catalogue: "10 USD").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Currency {
    #[default]
    #[serde(rename = "VND")]
    Vnd,
    #[serde(rename = "USD")]
    Usd,
}

impl Currency {
    /// The ISO 4217 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vnd => "VND",
            Self::Usd => "USD",
        }
    }

    /// The currency of an ISO 4217 code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "VND" => Some(Self::Vnd),
            "USD" => Some(Self::Usd),
            _ => None,
        }
    }

    /// Minor units in one unit: 1 for the đồng, 100 for the dollar.
    #[must_use]
    pub const fn minor_per_unit(self) -> i64 {
        match self {
            Self::Vnd => 1,
            Self::Usd => 100,
        }
    }
}

/// An amount: `minor` counts đồng, or cents of a dollar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Money {
    pub minor: i64,
    #[serde(default)]
    pub currency: Currency,
}

/// A sum that has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error("amounts of different currencies are not added")]
    CurrenciesDiffer,
    #[error("the amount is too large to count")]
    Overflow,
}

impl Refusal for MoneyError {
    fn code(&self) -> &'static str {
        match self {
            Self::CurrenciesDiffer => "base.money_currencies_differ",
            Self::Overflow => "base.money_overflow",
        }
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Invalid
    }
}

impl Money {
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// An amount in đồng.
    #[must_use]
    pub const fn vnd(dong: i64) -> Self {
        Self::new(dong, Currency::Vnd)
    }

    /// An amount in US cents.
    #[must_use]
    pub const fn usd_cents(cents: i64) -> Self {
        Self::new(cents, Currency::Usd)
    }

    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// # Errors
    /// [`MoneyError`] on different currencies or overflow.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_add)
    }

    /// # Errors
    /// [`MoneyError`] on different currencies or overflow.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_sub)
    }

    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn checked_mul(self, times: i64) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_mul(times).ok_or(MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }

    /// The sum of amounts that must all be in `currency`; nothing sums to zero.
    ///
    /// # Errors
    /// [`MoneyError`] on a foreign amount or overflow.
    pub fn checked_sum(
        currency: Currency,
        amounts: impl IntoIterator<Item = Self>,
    ) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::checked_add)
    }

    fn combine(self, other: Self, with: fn(i64, i64) -> Option<i64>) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrenciesDiffer);
        }
        let minor = with(self.minor, other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }

    /// As written in Vietnamese: `1.234.567 đ`, `10 USD`, `10,50 USD`.
    #[must_use]
    pub fn display_vi(self) -> String {
        match self.currency {
            Currency::Vnd => format!("{} đ", group_thousands(self.minor)),
            Currency::Usd => {
                let (units, cents) = (self.minor / 100, self.minor % 100);
                // −0,50: the sign would be lost in the whole part.
                let sign = if units == 0 && cents < 0 { "-" } else { "" };
                if cents == 0 {
                    format!("{} USD", group_thousands(units))
                } else {
                    format!("{sign}{},{:02} USD", group_thousands(units), cents.abs())
                }
            }
        }
    }

    /// Reads an amount of đồng as officials type it: `50000`, `50.000`, `50,000 VNĐ`, `50 000 đồng`.
    /// Groups must be of three digits, so that `50.00` is refused and never read as 5.000.
    ///
    /// # Errors
    /// [`IdentifierError::Empty`] or [`IdentifierError::AmountInvalid`].
    pub fn parse_dong(text: &str) -> Result<Self, IdentifierError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(IdentifierError::Empty);
        }
        if text.len() > 64 {
            return Err(IdentifierError::AmountInvalid);
        }
        let lower = text.to_lowercase();
        let number = ["đồng", "vnđ", "vnd", "đ", "₫"]
            .iter()
            .find_map(|unit| lower.strip_suffix(unit))
            .unwrap_or(&lower)
            .trim_end();
        read_grouped(number).map(Self::vnd).ok_or(IdentifierError::AmountInvalid)
    }
}

/// A whole number whose groups of three may be parted by one kind of separator.
fn read_grouped(number: &str) -> Option<i64> {
    let digits_only = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let Some(separator) = number.chars().find(|c| !c.is_ascii_digit()) else {
        return number.parse().ok();
    };
    if !['.', ',', ' ', '\u{a0}'].contains(&separator) {
        return None;
    }
    let mut groups = number.split(separator);
    let first = groups.next()?;
    if !digits_only(first) || first.len() > 3 {
        return None;
    }
    let mut joined = first.to_owned();
    for group in groups {
        if group.len() != 3 || !digits_only(group) {
            return None;
        }
        joined.push_str(group);
    }
    joined.parse().ok()
}

impl fmt::Display for Money {
    /// The same as [`Money::display_vi`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display_vi())
    }
}
