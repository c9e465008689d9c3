//! A channel cell: channel, time and fee glued together, e.g. `Trực tuyến7 Ngày làm việc10,000 Việt Nam Đồng(…)`.
use super::record::Record;
use super::words::{leading_number, quote};
use crate::model::Question;
use base::Money;
use contracts::Channel;

/// The time of a cell as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Time {
    /// `Không có thông tin`
    Missing,
    /// A bare number.
    Unitless(i64),
    Hours(i64),
    WorkingDays(i64),
    CalendarDays(i64),
}

/// The fee of a cell as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FeeCell {
    Missing,
    /// `Miễn phí`: free, or only a placeholder.
    Free,
    /// `word` is the currency as written (`Việt Nam Đồng`, `VNĐ`, `USD`).
    Amount {
        money: Money,
        word: &'static str,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub channel: Channel,
    pub time: Time,
    pub fee: FeeCell,
    /// What follows: brackets and words.
    pub note: String,
    pub raw: String,
}

const CHANNELS: [(&str, Channel); 3] =
    [("Trực tuyến", Channel::Online), ("Dịch vụ bưu chính", Channel::Post), ("Trực tiếp", Channel::InPerson)];
const MISSING: &str = "Không có thông tin";
const FREE: &str = "Miễn phí";

/// Reads a cell; `None` when it does not have this shape.
pub(crate) fn read_cell(raw: &str) -> Option<Cell> {
    let text = raw.trim();
    let (rest, channel) =
        CHANNELS.iter().find_map(|(word, channel)| Some((text.strip_prefix(word)?, *channel)))?;
    let (time, rest) = time(rest.trim_start())?;
    let (fee, note) = fee(rest.trim_start())?;
    Some(Cell { channel, time, fee, note: note.trim().to_owned(), raw: raw.to_owned() })
}

fn time(text: &str) -> Option<(Time, &str)> {
    if let Some(rest) = text.strip_prefix(MISSING) {
        return Some((Time::Missing, rest));
    }
    let (amount, rest) = leading_number(text)?;
    let word = rest.trim_start();
    if let Some(rest) = word.strip_prefix("Ngày làm việc") {
        return Some((Time::WorkingDays(amount), rest));
    }
    if let Some(rest) = word.strip_prefix("Ngày") {
        return Some((Time::CalendarDays(amount), rest));
    }
    if let Some(rest) = word.strip_prefix("Giờ làm việc").or_else(|| word.strip_prefix("Giờ")) {
        return Some((Time::Hours(amount), rest));
    }
    // A bare number is only told from a glued amount when a word follows: `1Miễn phí`, never `110,000 Việt Nam Đồng`.
    let alone = rest.starts_with(FREE) || rest.starts_with(MISSING);
    alone.then_some((Time::Unitless(amount), rest))
}

fn fee(text: &str) -> Option<(FeeCell, &str)> {
    if let Some(rest) = text.strip_prefix(MISSING) {
        return Some((FeeCell::Missing, rest));
    }
    if let Some(rest) = text.strip_prefix(FREE) {
        return Some((FeeCell::Free, rest));
    }
    if text.is_empty() {
        return Some((FeeCell::Missing, text));
    }
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'))?;
    let (digits, rest) = text.split_at_checked(end)?;
    if digits.is_empty() || digits.len() > 20 {
        return None;
    }
    let after = rest.trim_start();
    for word in ["Việt Nam Đồng", "VNĐ", "Đồng", "đồng"] {
        if let Some(rest) = after.strip_prefix(word) {
            let money = Money::parse_dong(digits).ok()?;
            return Some((FeeCell::Amount { money, word }, rest));
        }
    }
    let rest = after.strip_prefix("USD")?;
    let dollars: i64 = digits.parse().ok().filter(|value| (0..1_000_000).contains(value))?;
    Some((FeeCell::Amount { money: Money::usd_cents(dollars.checked_mul(100)?), word: "USD" }, rest))
}

/// Cells of no known shape, and a record without any.
pub(crate) fn unread(record: &Record, cells: &[Cell], questions: &mut Vec<Question>) {
    for raw in record.channels.iter().filter(|raw| read_cell(raw).is_none()) {
        questions.push(note("channel_unread", raw, questions.len()));
    }
    if cells.is_empty() {
        questions.push(note("channels_missing", "", questions.len()));
    }
}

fn note(code: &str, raw: &str, place: usize) -> Question {
    Question {
        id: format!("{code}:{place}"),
        code: code.to_owned(),
        args: Vec::new(),
        quote: quote(raw),
        beside: String::new(),
        readings: Vec::new(),
        answer: None,
    }
}
