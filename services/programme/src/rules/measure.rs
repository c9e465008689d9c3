//! What is measured: the clause of a target without its quantity, its level and the words that lead to it.
use crate::grammar::level;

/// A clause in which the quantity is already left out.
pub(super) fn plain(text: &str) -> String {
    let plain = strip_brackets(text);
    let mut words: Vec<&str> = plain.split_whitespace().collect();
    while let Some(lead) = LEADS.iter().find(|lead| begins(&words, lead)) {
        words.drain(..lead.len());
    }
    while words
        .last()
        .is_some_and(|word| matches!(word.to_lowercase().as_str(), "đạt" | "là" | "từ" | "và" | "chiếm"))
    {
        words.pop();
    }
    without_date(words.join(" ").trim_matches([',', ';', ' ', ':', '.']))
}

/// "đến 30/6/2026, người dân …": the date is told elsewhere.
fn without_date(text: &str) -> String {
    let text = text.trim_start();
    let lower = text.to_lowercase();
    let dated = ["đến ", "trước ", "vào ", "năm ", "trong năm "].iter().any(|head| lower.starts_with(head));
    let cut = text.split_once(", ").filter(|(head, _)| dated && head.split_whitespace().count() <= 5);
    cut.map_or(text, |(_, rest)| rest).to_owned()
}

/// "UBND cấp xã" is one name.
fn ruled(head: &str) -> bool {
    let lower = head.trim_end().to_lowercase();
    lower.ends_with("ubnd") || lower.ends_with("nhân dân")
}

/// Words before what is measured.
const LEADS: [&[&str]; 12] = [
    &["phấn", "đấu"],
    &["tỷ", "lệ"],
    &["tỉ", "lệ"],
    &["duy", "trì"],
    &["số", "lượng"],
    &["đảm", "bảo"],
    &["bảo", "đảm"],
    &["tổng", "số"],
    &["đạt"],
    &["có"],
    &["các"],
    &["là"],
];

fn begins(words: &[&str], lead: &[&str]) -> bool {
    words.len() > lead.len() + 1 && words.iter().zip(lead).all(|(word, lead)| word.to_lowercase() == *lead)
}

/// The measure without "tại cấp xã", "của cấp tỉnh".
pub(super) fn without_level(text: &str) -> String {
    let mut out = text.to_owned();
    for (at, _) in level::mentions(text).into_iter().rev() {
        let before = text.get(..at.start).unwrap_or_default();
        let inside = text.get(at.clone()).is_some_and(|words| words.to_lowercase().starts_with("cấp"));
        let head = if inside { Some(before) } else { before.strip_suffix("cấp ") };
        let Some(head) = head.filter(|head| !head.trim().is_empty() && !ruled(head)) else { continue };
        let lead =
            [" tại ", " của ", " ở "].iter().find(|word| head.ends_with(*word)).map_or(0, |word| word.len());
        out.replace_range(head.len() - lead..at.end, "");
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Only a level, a date, or nothing: the thing measured was named before.
pub(super) fn says_no_thing(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let dated = words.first().is_some_and(|word| matches!(*word, "đến" | "năm" | "hết")) && words.len() <= 4;
    let level =
        words.first() == Some(&"riêng") && words.len() <= 4 || words.len() <= 3 && lower.starts_with("cấp ");
    words.is_empty() || dated || level
}

pub(super) fn strip_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}
