//! Number, date, issuer, period and state of the document (NĐ 30/2020, phụ lục I, mục I).
use super::words::has_any;
use crate::grammar::when::{self, Relation};
use crate::reading::{Document, Kind};

/// Whether the text has been issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Adopted,
    Draft,
}

/// What the document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// As printed ("292/KH-UBND").
    pub number: Option<String>,
    /// ISO date.
    pub issued: Option<String>,
    pub issuer: Option<String>,
    pub title: Option<String>,
    /// First and last year the plan covers.
    pub period: Option<(i32, i32)>,
    pub status: Status,
    /// The year that an aim without a year must hold by.
    pub aim_year: Option<i32>,
}

/// The letterhead stands in the first lines; a site may print a list of related laws before it.
const HEAD_LINES: usize = 160;

pub(crate) fn of(document: &Document) -> Identity {
    let head: Vec<&str> = document.lines.iter().take(HEAD_LINES).map(String::as_str).collect();
    let number = number(&head);
    let issued = issued(&head, &document.lines);
    let title = title(document);
    let whole = document.lines.join(" ").to_lowercase();
    let draft = number.is_none() && (whole.contains("dự thảo") || whole.contains("trước khi ban hành"));
    let status = if draft { Status::Draft } else { Status::Adopted };
    let issuer = issuer(&head, title.as_deref(), draft);
    let issued_year = issued.as_deref().and_then(|date| date.get(..4)).and_then(|year| year.parse().ok());
    let first_year = issued_year.or_else(|| mentioned_year(&head));
    let (period, aim_year) = period(title.as_deref().unwrap_or_default(), first_year);
    Identity { number, issued, issuer, title, period, status, aim_year }
}

/// "Số: 713/QĐ-UBND" of the letterhead; the number of a document quoted has words before it.
fn number(head: &[&str]) -> Option<String> {
    head.iter().find_map(|line| number_of(line))
}

/// The number of a letterhead on this line.
pub(super) fn number_of(line: &str) -> Option<String> {
    let line = line.trim().trim_start_matches(['|', ' ', '-']);
    let after = line.strip_prefix("Số")?.trim_start_matches([':', ' ', '|', 'h', 'i', 'ệ', 'u']);
    let code: String = after.split(['|', ' ', ',']).next()?.trim().to_owned();
    let (digits, rest) = code.split_once('/')?;
    let signed =
        rest.contains('-') && rest.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '&'));
    (!digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) && signed).then_some(code)
}

/// "Tây Ninh, ngày 29 tháng 3 năm 2021", which may run over two lines; else what the site prints about it.
fn issued(head: &[&str], lines: &[String]) -> Option<String> {
    for (at, line) in head.iter().enumerate() {
        let Some((place, rest)) = line.split_once(", ngày ") else { continue };
        let named = place.rsplit('|').next().unwrap_or(place).trim();
        let begins = named.chars().next().is_some_and(char::is_uppercase);
        if !begins || named.split_whitespace().count() > 5 || named.chars().any(|c| c.is_ascii_digit()) {
            continue;
        }
        let two = format!("ngày {} {}", rest, head.get(at + 1).copied().unwrap_or_default());
        if let Some(date) = when::date_in(&two.replace('|', " ")) {
            return Some(date.to_string());
        }
    }
    lines.iter().find(|line| line.to_lowercase().contains("ngày ban hành")).and_then(|line| {
        let plain = line.replace('|', " ");
        when::date_in(&plain).map(|date| date.to_string())
    })
}

const KINDS: [&str; 8] =
    ["quyết định", "kế hoạch", "nghị quyết", "chương trình", "đề án", "chỉ thị", "chiến lược", "thông báo"];

/// The first heading in capitals with a year; the name of the kind before it does not say more.
fn title(document: &Document) -> Option<String> {
    let mut found: Option<String> = under_kind(document);
    for block in document.blocks.iter().take(200).take_while(|_| found.is_none()) {
        if let Kind::Heading { level: 0, text, number: None } = &block.kind
            && !when::years_in(text).is_empty()
            && !text.to_lowercase().starts_with("phụ lục")
        {
            found = Some(without_issuer(text));
            break;
        }
    }
    found.or_else(|| {
        document
            .lines
            .iter()
            .take(HEAD_LINES)
            .find(|line| {
                let lower = line.to_lowercase();
                has_any(&lower, &KINDS) && !when::years_in(line).is_empty() && lower.contains("đến năm")
            })
            .cloned()
    })
}

/// The line under the name of the kind, when it is not in capitals: "KẾ HOẠCH" / "Phát triển … năm 2025".
fn under_kind(document: &Document) -> Option<String> {
    document.blocks.windows(2).take(200).find_map(|pair| {
        let [over, under] = pair else { return None };
        let (Kind::Heading { text, .. }, Kind::Paragraph(prose)) = (&over.kind, &under.kind) else {
            return None;
        };
        let kind = KINDS.contains(&text.trim().to_lowercase().as_str());
        let dated = !when::years_in(&prose.text).is_empty() && prose.text.split_whitespace().count() <= 40;
        (kind && dated && !prose.text.starts_with("Căn cứ")).then(|| prose.text.clone())
    })
}

/// The line in capitals after the title names who issues.
fn without_issuer(title: &str) -> String {
    const ISSUERS: [&str; 7] = [
        " ỦY BAN NHÂN DÂN ",
        " UỶ BAN NHÂN DÂN ",
        " CHỦ TỊCH ",
        " BỘ TRƯỞNG ",
        " HỘI ĐỒNG NHÂN DÂN ",
        " THỦ TƯỚNG ",
        " GIÁM ĐỐC ",
    ];
    let cut = ISSUERS.iter().filter_map(|issuer| title.find(issuer)).filter(|at| *at > 0).min();
    cut.and_then(|at| title.get(..at)).unwrap_or(title).trim().to_owned()
}

/// The years of the title: one year, a span, or "đến năm X" from the year of issue.
fn period(title: &str, first_year: Option<i32>) -> (Option<(i32, i32)>, Option<i32>) {
    let years: Vec<_> =
        when::years_in(title).into_iter().filter(|year| year.relation != Relation::Cited).collect();
    let Some(first) = years.first() else { return (first_year.map(|year| (year, year)), first_year) };
    let last = years.iter().map(when::YearIn::by).max().unwrap_or(first.year);
    let period = match (first.relation, first.from) {
        (_, Some(from)) => (from, last),
        (Relation::By | Relation::Before, None) => (first_year.unwrap_or(last).min(last), last),
        _ => (first.year, last),
    };
    (Some(period), Some(first.by()))
}

/// The year of the newest dated event of a text without a date of issue (an article about a draft).
fn mentioned_year(head: &[&str]) -> Option<i32> {
    let joined = head.join(" ");
    let months = joined.split("tháng ").skip(1).filter_map(|rest| {
        let token: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '/').collect();
        token.split_once('/').and_then(|(_, year)| year.parse::<i32>().ok())
    });
    months.filter(|year| (1990..2200).contains(year)).max()
}

/// Who issues: the letterhead, in full; of a draft the body that is to issue it.
fn issuer(head: &[&str], title: Option<&str>, draft: bool) -> Option<String> {
    if draft {
        let joined = head.join(" ");
        let name = joined.split("của ").skip(1).find_map(body_name)?;
        return Some(match (name.ends_with("tỉnh"), province_in(&joined)) {
            (true, Some(place)) => format!("{name} {place}"),
            _ => name,
        });
    }
    let joined = head.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let capitals = ["ỦY BAN NHÂN DÂN ", "UỶ BAN NHÂN DÂN ", "HỘI ĐỒNG NHÂN DÂN "];
    let place = place_of(head, title);
    for words in capitals {
        if joined.contains(words) {
            let kind =
                if words.starts_with("HỘI") { "Hội đồng nhân dân" } else { "Ủy ban nhân dân" };
            return Some(place.map_or_else(|| kind.to_owned(), |place| format!("{kind} {place}")));
        }
    }
    head.iter()
        .map(|line| line.split('|').next().unwrap_or(line).trim_end_matches(['-', ' ', '_', '*']).trim())
        .find(|line| line.starts_with("BỘ ") && line.chars().count() < 60)
        .map(|line| as_printed(line, head).unwrap_or_else(|| capitalised(line)))
}

fn body_name(text: &str) -> Option<String> {
    let stop = text.find([',', ';', '.', '(']).unwrap_or(text.len());
    let name = text.get(..stop)?.split(" về ").next()?.trim();
    ["Ban Chấp hành", "Hội đồng nhân dân", "HĐND", "Ủy ban nhân dân", "UBND"]
        .iter()
        .any(|head| name.starts_with(head))
        .then(|| name.to_owned())
        .filter(|name| name.split_whitespace().count() <= 14)
}

/// "tỉnh Tây Ninh": from the letterhead, from the place of issue, from the title.
fn place_of(head: &[&str], title: Option<&str>) -> Option<String> {
    let issued_at = head.iter().find_map(|line| {
        let (place, _) = line.split_once(", ngày ")?;
        let place = place.rsplit('|').next()?.trim();
        (place.chars().next()?.is_uppercase() && place.split_whitespace().count() <= 4)
            .then(|| place.to_owned())
    });
    let joined = format!("{} {}", head.join(" "), title.unwrap_or_default());
    let city = issued_at.as_deref().is_some_and(|place| {
        joined.to_lowercase().contains(&format!("thành phố {}", place.to_lowercase()))
            && !joined.to_lowercase().contains(&format!("tỉnh {}", place.to_lowercase()))
    });
    let lower = joined.to_lowercase();
    let commune = issued_at.as_deref().and_then(|place| {
        let named = |kind: &&&str| lower.contains(&format!("nhân dân {kind} {}", place.to_lowercase()));
        ["xã", "phường", "đặc khu", "thị trấn", "huyện", "quận", "thị xã"].iter().find(named)
    });
    if let (Some(kind), Some(place)) = (commune, issued_at.as_deref()) {
        return Some(format!("{kind} {place}"));
    }
    issued_at.map(|place| if city { format!("thành phố {place}") } else { format!("tỉnh {place}") })
}

/// The name after the first "tỉnh" that has one.
fn province_in(text: &str) -> Option<String> {
    text.split("tỉnh ").skip(1).find_map(|rest| {
        let name: Vec<&str> = rest
            .split_whitespace()
            .take_while(|word| word.chars().next().is_some_and(char::is_uppercase))
            .take(3)
            .map(|word| word.trim_end_matches([',', '.', ';']))
            .collect();
        (name.len() >= 2).then(|| name.join(" "))
    })
}

/// The same words elsewhere in the text, not in capitals.
fn as_printed(capitals: &str, head: &[&str]) -> Option<String> {
    let wanted = capitals.to_lowercase();
    head.iter().find_map(|line| {
        let lower = line.to_lowercase();
        let at = lower.find(&wanted)?;
        let skipped = lower.get(..at)?.chars().count();
        let found: String = line.chars().skip(skipped).take(wanted.chars().count()).collect();
        (found != capitals && found.to_lowercase() == wanted).then_some(found)
    })
}

fn capitalised(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut chars = lower.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
