//! Số tiền bằng chữ: the Law on Accounting 88/2015, Art. 16.1, asks vouchers for the total in figures and in words.
use base::{Currency, Money};
use text::number_in_words;

/// `15.000 đ` → `Mười lăm nghìn đồng`; `10,50 USD` → `Mười đô la Mỹ năm mươi xen`.
#[must_use]
pub fn money_in_words(money: Money) -> String {
    let sign = if money.minor < 0 { "âm " } else { "" };
    let per_unit = u64::try_from(money.currency.minor_per_unit()).unwrap_or(1).max(1);
    let (units, cents) = (money.minor.unsigned_abs() / per_unit, money.minor.unsigned_abs() % per_unit);
    let unit = match money.currency {
        Currency::Vnd => "đồng",
        Currency::Usd => "đô la Mỹ",
    };
    let mut words = format!("{sign}{} {unit}", number_in_words(units));
    if cents > 0 {
        words.push_str(&format!(" {} xen", number_in_words(cents)));
    }
    capitalise(&words)
}

fn capitalise(words: &str) -> String {
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
