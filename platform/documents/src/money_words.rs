//! Số tiền bằng chữ: an amount as read aloud, as accounting vouchers write it (Law on Accounting 88/2015, Art. 16.1.g asks
//! for the total in figures and in words).
use base::{Currency, Money};

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const BILLION: u64 = 1_000_000_000;

/// `1005` → `một nghìn không trăm lẻ năm`.
#[must_use]
pub fn number_in_words(number: i64) -> String {
    let words = whole(number.unsigned_abs());
    if number < 0 { format!("âm {words}") } else { words }
}

/// `15000 đ` → `Mười lăm nghìn đồng`; `10,50 USD` → `Mười đô la Mỹ năm mươi xen`.
#[must_use]
pub fn money_in_words(money: Money) -> String {
    let sign = if money.minor < 0 { "âm " } else { "" };
    let per_unit = u64::try_from(money.currency.minor_per_unit()).unwrap_or(1).max(1);
    let (units, cents) = (money.minor.unsigned_abs() / per_unit, money.minor.unsigned_abs() % per_unit);
    let unit = match money.currency {
        Currency::Vnd => "đồng",
        Currency::Usd => "đô la Mỹ",
    };
    let mut words = format!("{sign}{} {unit}", whole(units));
    if cents > 0 {
        words.push(' ');
        words.push_str(&whole(cents));
        words.push_str(" xen");
    }
    capitalise(&words)
}

fn whole(number: u64) -> String {
    if number == 0 { digit(0).to_owned() } else { read(number, false).join(" ") }
}

/// Reads by billions; `padded` says that higher digits came before, so that zeros are spoken.
fn read(number: u64, padded: bool) -> Vec<&'static str> {
    let mut words = Vec::new();
    let mut padded = padded;
    if number >= BILLION {
        words.extend(read(number / BILLION, padded));
        words.push("tỷ");
        padded = true;
    }
    let rest = number % BILLION;
    for (group, name) in [(rest / 1_000_000, "triệu"), (rest / 1_000 % 1_000, "nghìn"), (rest % 1_000, "")]
    {
        if group == 0 {
            continue;
        }
        words.extend(read_group(group, padded));
        if !name.is_empty() {
            words.push(name);
        }
        padded = true;
    }
    words
}

/// One group of three digits, 1…999.
fn read_group(group: u64, padded: bool) -> Vec<&'static str> {
    let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
    let mut words = Vec::new();
    if hundreds > 0 || padded {
        words.extend([digit(hundreds), "trăm"]);
    }
    match tens {
        0 if ones > 0 && !words.is_empty() => words.push("lẻ"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([digit(tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(digit(ones)),
    }
    words
}

fn digit(value: u64) -> &'static str {
    usize::try_from(value).ok().and_then(|value| DIGITS.get(value)).copied().unwrap_or_default()
}

fn capitalise(words: &str) -> String {
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
