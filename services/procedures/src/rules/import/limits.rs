//! The time limit: units as written, a bare number only where the steps speak, several times never as channel rules.
use super::cells::{Cell, Time};
use super::record::Record;
use super::words::{has_words, quote};
use crate::model::{Effect, LimitAnswer, Question, Reading};
use contracts::{Limit, LimitUnit};

fn answer(amount: i64, unit: LimitUnit) -> LimitAnswer {
    LimitAnswer { amount, unit }
}

/// The limit of a time that has a unit.
fn certain(time: Time) -> Option<LimitAnswer> {
    match time {
        Time::Hours(amount) => Some(answer(amount, LimitUnit::Hour)),
        Time::WorkingDays(amount) => Some(answer(amount, LimitUnit::WorkingDay)),
        Time::CalendarDays(amount) => Some(answer(amount, LimitUnit::CalendarDay)),
        Time::Missing | Time::Unitless(_) => None,
    }
}

fn reading(code: &str, limit: LimitAnswer) -> Reading {
    Reading {
        code: code.to_owned(),
        args: vec![("n".to_owned(), limit.amount.to_string())],
        effect: Effect::SetLimit { limit: Some(limit) },
    }
}

fn limit_reading(limit: LimitAnswer) -> Reading {
    let code = match limit.unit {
        LimitUnit::Hour => "limit_hours",
        LimitUnit::WorkingDay => "limit_working_days",
        LimitUnit::CalendarDay => "limit_calendar_days",
        LimitUnit::SameDay => "limit_same_day",
    };
    reading(code, limit)
}

/// The limit of every channel, or none and a question.
pub(crate) fn decide(record: &Record, cells: &[Cell], questions: &mut Vec<Question>) -> Option<Limit> {
    let mut times: Vec<Time> = Vec::new();
    for cell in cells {
        if !times.contains(&cell.time) {
            times.push(cell.time);
        }
    }
    let known: Vec<Time> = times.iter().copied().filter(|time| *time != Time::Missing).collect();
    let found = match known.as_slice() {
        [] if cells.is_empty() => None,
        [] => {
            missing(record, cells, questions);
            None
        }
        [time] => single(record, cells, *time, questions),
        several => {
            differing(record, cells, several, questions);
            None
        }
    };
    found.map(|limit| limit.limit(&record.decision))
}

fn single(record: &Record, cells: &[Cell], time: Time, questions: &mut Vec<Question>) -> Option<LimitAnswer> {
    match time {
        Time::Unitless(1) if says_same_day(record) => Some(answer(1, LimitUnit::SameDay)),
        Time::Unitless(amount) => {
            unitless(record, cells, amount, questions);
            None
        }
        Time::CalendarDays(amount) => {
            if says(record, amount, true) && !says(record, amount, false) {
                question(
                    record,
                    cells,
                    questions,
                    "limit_day_kind",
                    amount,
                    vec![
                        limit_reading(answer(amount, LimitUnit::WorkingDay)),
                        limit_reading(answer(amount, LimitUnit::CalendarDay)),
                    ],
                );
            }
            certain(time)
        }
        _ => certain(time),
    }
    .inspect(|limit| noted_otherwise(record, cells, *limit, questions))
}

/// `tối đa là 15 ngày` in the words under a cell of 30 days: a case with a time of its own (1.010727).
fn noted_otherwise(record: &Record, cells: &[Cell], written: LimitAnswer, questions: &mut Vec<Question>) {
    let mut others: Vec<LimitAnswer> = Vec::new();
    for cell in cells {
        let note = text::fold(&cell.note);
        for (at, found) in note.match_indices("toi da") {
            let (before, words) =
                (note.get(..at).unwrap_or_default(), note.get(at + found.len()..).unwrap_or_default());
            let words = words.trim_start().trim_start_matches("la ").trim_start();
            let Some((amount, rest)) = super::words::leading_number(words) else { continue };
            // The number in words stands in brackets between: `15 (mười lăm) ngày`.
            let rest = rest.trim_start();
            let rest =
                rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(rest, |(_, rest)| rest);
            let Some(rest) = rest.trim_start().strip_prefix("ngay") else { continue };
            let working = rest.trim_start().starts_with("lam viec");
            let unit = if working { LimitUnit::WorkingDay } else { LimitUnit::CalendarDay };
            let other = answer(amount, unit);
            // The time of a step inside the whole stands in brackets.
            let first = before.matches('(').count() <= before.matches(')').count();
            if first && other != written && !others.contains(&other) {
                others.push(other);
            }
        }
    }
    if others.is_empty() || questions.iter().any(|question| question.id == "limit") {
        return;
    }
    let keep = limit_reading(written);
    others.push(written);
    others.sort_by_key(|limit| limit.amount);
    let split = Reading {
        code: "limit_cases".to_owned(),
        args: vec![("n".to_owned(), others.len().to_string())],
        effect: Effect::SplitCases { limits: others },
    };
    question(record, cells, questions, "limit_note", written.amount, vec![split, keep]);
}

/// `received after 15:00 → the next working day`: the words by which the law says that a result is due the same day.
fn says_same_day(record: &Record) -> bool {
    record.steps.lines().any(|line| {
        let line = text::fold(line);
        has_words(&line, "sau 15 gio") && has_words(&line, "trong ngay lam viec tiep theo")
    })
}

fn unitless(record: &Record, cells: &[Cell], amount: i64, questions: &mut Vec<Question>) {
    let mut readings = vec![limit_reading(answer(amount, LimitUnit::WorkingDay))];
    if amount == 1 {
        readings.push(limit_reading(answer(1, LimitUnit::SameDay)));
    }
    readings.push(limit_reading(answer(amount, LimitUnit::CalendarDay)));
    question(record, cells, questions, "limit_unit", amount, readings);
}

fn differing(record: &Record, cells: &[Cell], times: &[Time], questions: &mut Vec<Question>) {
    let mut limits: Vec<LimitAnswer> = times
        .iter()
        .map(|time| {
            certain(*time).unwrap_or_else(|| match time {
                Time::Unitless(amount) => answer(*amount, LimitUnit::WorkingDay),
                _ => answer(0, LimitUnit::WorkingDay),
            })
        })
        .collect();
    limits.sort_by_key(|limit| limit.amount);
    limits.dedup();
    let mut readings = vec![Reading {
        code: "limit_cases".to_owned(),
        args: vec![("n".to_owned(), limits.len().to_string())],
        effect: Effect::SplitCases { limits: limits.clone() },
    }];
    readings.extend(limits.iter().map(|limit| limit_reading(*limit)));
    let first = limits.first().map_or(0, |limit| limit.amount);
    question(record, cells, questions, "limit_several", first, readings);
}

fn missing(record: &Record, cells: &[Cell], questions: &mut Vec<Question>) {
    let mut told = mentions(record);
    told.retain(|(amount, _)| (1..=365).contains(amount));
    told.sort_unstable();
    told.dedup();
    let mut readings: Vec<Reading> = told
        .into_iter()
        .take(4)
        .map(|(amount, working)| {
            let unit = if working { LimitUnit::WorkingDay } else { LimitUnit::CalendarDay };
            limit_reading(answer(amount, unit))
        })
        .collect();
    readings.push(Reading {
        code: "limit_at_once".to_owned(),
        args: Vec::new(),
        effect: Effect::SetLimit { limit: None },
    });
    question(record, cells, questions, "limit_missing", 0, readings);
}

/// Whether the steps speak of so many (working) days: `07 ngày làm việc`, `15 (mười lăm) ngày`.
fn says(record: &Record, amount: i64, working: bool) -> bool {
    mentions(record).contains(&(amount, working))
}

/// All numbers of days of which the steps speak.
fn mentions(record: &Record) -> Vec<(i64, bool)> {
    let folded = text::fold(&record.steps);
    let (mut found, mut rest) = (Vec::new(), folded.as_str());
    while let Some((before, after)) = rest.split_once("ngay") {
        let working = after.trim_start().starts_with("lam viec");
        let mut head = before.trim_end();
        if let Some(open) = head.strip_suffix(')').and_then(|text| text.rfind('(')) {
            head = head.get(..open).unwrap_or_default().trim_end();
        }
        let digits: String = head.chars().rev().take_while(char::is_ascii_digit).collect();
        let number: String = digits.chars().rev().collect();
        if let Ok(amount) = number.parse() {
            found.push((amount, working));
        }
        rest = after;
    }
    found
}

fn question(
    record: &Record,
    cells: &[Cell],
    questions: &mut Vec<Question>,
    code: &str,
    amount: i64,
    readings: Vec<Reading>,
) {
    let cell_words: Vec<&str> = cells.iter().map(|cell| cell.raw.as_str()).collect();
    questions.push(Question {
        id: "limit".to_owned(),
        code: code.to_owned(),
        args: vec![("n".to_owned(), amount.to_string())],
        quote: quote(&cell_words.join("\n")),
        beside: record
            .sentences_with(|line| has_words(line, "ngay") && line.chars().any(|c| c.is_ascii_digit())),
        readings,
        answer: None,
    });
}
